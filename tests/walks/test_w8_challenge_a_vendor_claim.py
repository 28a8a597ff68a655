"""W8: a 'break-even in under four months' quote is entered, told what it leaves out, and completed in one bridge.

The vendor's arithmetic is done here by hand: the price of the box over the API bill that it replaces.
"""

import datetime as dt

import pytest

from planner.plan.edits import value_at
from planner.plan.hosting import ApiHosting, Hosting
from planner.plan.owned import OwnedHosting
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.workload import Volume, Workload
from planner.ui.analyses.dialog import QuestionDialog
from planner.ui.quotes.dialog import QuoteDialog

PRICE, CLAIM, QUOTED_REQUESTS, OWN_REQUESTS = 200_000.0, 4.0, 6e6, 2e6
PER_REQUEST = (900 * 5.0 + 210 * 25.0) * 1e-6  # 900 tokens in at 5, 210 out at 25 dollars a million
BOX = ("scenarios", "box")
HORIZON = 24


def plan():
    owned = OwnedHosting(offer="buy/8x-h100-complete-node/2026-01", price=PRICE)
    api = ApiHosting(input_price=5.0, output_price=25.0)
    return Plan(
        id="w8",
        name="Buy a box?",
        baseline="api",
        workload=Workload(volume=Volume(requests=OWN_REQUESTS)),
        scenarios=(
            Scenario(
                id="box",
                name="Own box",
                model=ModelChoice(model="llama-3.1-8b-instruct"),
                hosting=Hosting(kind="owned", owned=owned),
            ),
            Scenario(
                id="api",
                name="API",
                model=ModelChoice(model="openai/gpt-4o"),
                hosting=Hosting(kind="api", api=api),
            ),
        ),
    )


@pytest.fixture
def window(opened, qtbot):
    """The window on the plan, with the box selected."""
    store = opened.store
    with qtbot.waitSignal(store.results_ready):
        store.open(plan())
    store.select("box")
    return opened.window


def entered(window, hand, qtbot):
    """Enter the quote through the Scenario menu, as a person does."""
    hand.choose(window, "Scenario", "Vendor's quote…")
    (dialog,) = (each for each in window.findChildren(QuoteDialog) if each.isVisible())
    for name, text in (
        ("vendor", "Boxes Inc."),
        ("month", "4"),
        ("price", "200k"),
        ("requests", "6M"),
        ("source", "Sales deck, page 12"),
    ):
        hand.type(dialog.editors[name], text)
    hand.click(dialog.keep_button)
    checks = window.panels.inspector.checks
    qtbot.waitUntil(lambda: any("Boxes Inc." in text for text in findings(checks)))
    return checks


def box_figures(window):
    return window.store.result.scenario("box").figures


def findings(checks):
    rows = [checks.listed.topLevelItem(row).text(0) for row in range(checks.listed.topLevelItemCount())]
    return [plain(text) for text in rows]


def plain(text):
    """A text with ordinary spaces."""
    return " ".join(text.split())


def bridge_of(window):
    """The bridge that the window has at hand."""
    analyses = window.panels.deck.analyses
    return analyses.bridge if analyses is not None else None


def bridge_on_screen(window, qtbot, earlier):
    """The bridge of the saving, once the analyses of the edit are through; `earlier` is that of before."""
    qtbot.waitUntil(lambda: bridge_of(window) is not None and bridge_of(window) is not earlier)
    assert bridge_of(window).saved_against == "API"
    return bridge_of(window)


def test_w8_a_quote_is_kept_with_its_source_and_date_and_undone_in_one_step(window, hand, qtbot):
    before = window.store.plan

    entered(window, hand, qtbot)

    quote = window.store.plan.scenario("box").quote
    assert (quote.vendor, quote.month, quote.price, quote.requests) == ("Boxes Inc.", CLAIM, PRICE, QUOTED_REQUESTS)
    assert quote.source == "Sales deck, page 12"
    assert isinstance(quote.date, dt.date)
    assert "Sales deck" in window.store.plan.field_notes["scenarios.box.hosting.owned.price"]
    assert window.store.undo_stack.undoText() == "Quote of Boxes Inc."
    window.store.undo_stack.undo()
    assert window.store.plan == before


def test_w8_the_checks_name_what_the_quote_leaves_out(window, hand, qtbot):
    checks = entered(window, hand, qtbot)

    said = [text for text in findings(checks) if text.startswith("The quote of Boxes Inc. leaves out")]
    for part in ("staff", "network and installation", "power and space", "idle hours", "spare servers", "on-call"):
        assert any(f"leaves out {part}" in text for text in said), part
    assert any("break-even within 4 months" in text and "after 3.42 months" in text for text in findings(checks))


def test_w8_with_the_left_out_parts_at_nothing_the_vendors_month_is_reproduced(window, qtbot):
    """Typed by hand, field by field, on the plan itself: no quote, no analysis of quotes."""
    earlier = window.store.result  # it may hold the break-even month of the plan as it was
    for path, value in (
        (("workload", "volume", "requests"), QUOTED_REQUESTS),
        (("workload", "timing", "shape"), "flat"),
        *(((*BOX, "hosting", "owned", name), 0.0) for name in ("network_and_installation", "idle_power", "support")),
        *(((*BOX, "hosting", "owned", name), 0.0) for name in ("space_price", "electricity_price")),
        ((*BOX, "hosting", "owned", "pue"), 1.0),
    ):
        assert window.store.edit(path, value)
    qtbot.waitUntil(lambda: window.store.result is not earlier and "break_even_month" in box_figures(window))

    month = box_figures(window)["break_even_month"].value

    assert month == pytest.approx(PRICE / (QUOTED_REQUESTS * PER_REQUEST))
    assert month < CLAIM


def test_w8_the_challenge_says_the_vendors_month_and_what_is_left_of_it(window, hand, qtbot):
    entered(window, hand, qtbot)

    hand.choose(window, "Analyse", "Challenge a quote…")
    dialog = next(each for each in window.findChildren(QuestionDialog) if each.isVisible())
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() > 0)

    by_hand = PRICE / (QUOTED_REQUESTS * PER_REQUEST)
    assert f"it is after {by_hand:.2f} months" in plain(dialog.outcome.text())
    assert "Neither the quote nor the plan counts staff, on-call, spare servers" in dialog.outcome.text()
    first = dialog.table.topLevelItem(0)
    assert first.text(0) == "As Boxes Inc. quotes it"
    saved = HORIZON * QUOTED_REQUESTS * PER_REQUEST - PRICE
    assert first.text(1).replace("\u202f", "") == f"${saved:.0f}"
    dialog.accept()


def test_w8_adding_what_is_missing_is_one_edit_and_one_bridge_that_sums_exactly(window, hand, qtbot):
    checks = entered(window, hand, qtbot)
    store, before = window.store, window.store.plan
    row = next(row for row, text in enumerate(findings(checks)) if "leaves out staff" in text)
    checks.listed.setCurrentItem(checks.listed.topLevelItem(row))

    earlier = bridge_of(window)
    hand.click(checks.add_button)

    assert store.undo_stack.undoText() == "Add what is missing"
    assert store.plan.scenario("box").hosting.serving.spare_servers == 1.0
    assert window.panels.deck.on_show()[0].kind.id == "bridge"
    bridge = bridge_on_screen(window, qtbot, earlier)
    steps = {step.label: step.amount for step in bridge.steps}
    assert bridge.start + sum(steps.values()) == pytest.approx(bridge.end, abs=0.01)
    assert bridge.start == pytest.approx(HORIZON * QUOTED_REQUESTS * PER_REQUEST - PRICE)
    totals = {each.id: each.total_cost for each in store.result.scenarios}
    assert bridge.end == pytest.approx(totals["api"] - totals["box"])
    # Half an engineer and the rota, over two years.
    assert steps["Staff"] == pytest.approx(-0.5 * 180_000.0 * 2.0)
    assert steps["On-call"] == pytest.approx(-2_500.0 * HORIZON)
    assert {"Network and installation", "Power and space", "Idle hours", "Spare servers"} <= set(steps)
    assert all(amount < 0.0 for amount in steps.values())
    store.undo_stack.undo()
    assert store.plan == before


def test_w8_what_was_added_says_where_it_is_from_and_is_no_longer_missing(window, hand, qtbot):
    checks = entered(window, hand, qtbot)
    row = next(row for row, text in enumerate(findings(checks)) if "leaves out staff" in text)
    checks.listed.setCurrentItem(checks.listed.topLevelItem(row))
    hand.click(checks.add_button)
    qtbot.waitUntil(lambda: "The quote of Boxes Inc. leaves out staff; the plan counts it." in findings(checks))

    kinds = {checks.listed.topLevelItem(row).text(2) for row in range(checks.listed.topLevelItemCount())}
    assert "left out" not in kinds
    assert "Assumed" in window.store.plan.field_notes["scenarios.box.operations.engineers"]
    assert value_at(window.store.plan, (*BOX, "hosting", "owned", "network_and_installation")) == 0.1
