"""Every key figure is named, has its sentence, and opens its working in the window."""

import datetime as dt

import pytest

from planner.analysis.key_figures import BY_NAME, KEY_FIGURES
from planner.plan.edits import evolve, value_at
from planner.plan.hosting import HybridHosting
from planner.ui.inspector.working import NODE, SOURCE
from tests.ui.conftest import scenario

ISSUE = {
    "total_cost", "monthly_cost", "yearly_cost", "cost_per_request", "cost_per_successful_task", "cost_per_user",
    "cost_per_million_input_tokens", "cost_per_million_output_tokens", "cost_per_million_tokens", "capex", "opex",
    "npv", "irr", "roi", "payback_month", "break_even_requests_per_month", "break_even_month", "accelerators",
    "servers", "utilisation", "ttft_p95_ms", "tpot_ms", "energy_kwh", "co2e_kg", "energy_per_thousand",
    "co2e_per_thousand", "quality",
}  # fmt: skip


def test_every_figure_that_the_planner_promises_has_a_label_and_one_sentence():
    assert set(BY_NAME) >= ISSUE
    assert len({figure.name for figure in KEY_FIGURES}) == len(KEY_FIGURES)
    for figure in KEY_FIGURES:
        assert figure.label
        assert figure.help.endswith(".")
        assert figure.help.count(". ") <= 1


@pytest.fixture
def window(application, qtbot):
    """A box that pays back against an API, a tuned one that never does, and a hybrid; tasks have a value."""
    plan = application.store.plan
    box = scenario(
        "box", "Own box", 3,
        model__model="llama-3-70b-instruct",
        hosting__kind="owned",
        hosting__owned__offer="buy/nvidia-dgx-h100-640gb/2023-05",
        tuning__kind="lora",
        wait_months=0.0,
    )  # fmt: skip
    hybrid = evolve(
        evolve(scenario("mix", "Mix", 4), ("hosting", "kind"), "hybrid"),
        ("hosting", "hybrid"),
        HybridHosting(base="box", overflow="large"),
    )
    plan = evolve(plan, ("scenarios",), (plan.scenarios[1], box, hybrid))
    for path, value in (
        (("baseline",), "large"),
        (("money", "price_date"), dt.date(2024, 6, 1)),
        (("money", "horizon"), 36.0),
        (("workload", "volume", "requests"), 1_500_000.0),
        (("workload", "volume", "pilot_months"), 2.0),
        (("workload", "quality", "benchmark"), "MMLU"),
        (("value", "value_per_success"), 0.05),
    ):
        plan = evolve(plan, path, value)
    application.store.open(plan)
    application.window.resize(1280, 800)
    application.show()
    store = application.store
    qtbot.waitUntil(lambda: store.result is not None and "break_even_month" in store.result.scenario("box").figures)
    return application.window


def test_every_figure_on_screen_opens_its_working_down_to_leaves(window):
    store, working = window.store, window.panels.inspector.working
    window.panels.inspector.show_tab(working)
    for identity in ("large", "box", "mix"):
        figures = store.result.scenario(identity).figures
        assert {name for name in figures if name not in BY_NAME} <= {"success_share"}
        for name in figures:
            tree = store.evaluator.explain(store.plan, identity, name)
            assert tree.value == pytest.approx(figures[name].value, rel=1e-9), (identity, name)
            assert tree.formula, (identity, name)
            leaves = list(tree.leaves())
            assert leaves, (identity, name)
            assert any(leaf.path or leaf.record or leaf.provenance for leaf in leaves), (identity, name)
            store.ask_figure(identity, name)
            top = working._derivation.topLevelItem(0)
            assert top.data(0, NODE).identity == tree.identity, (identity, name)
            assert top.data(0, NODE).value == tree.value, (identity, name)


def test_the_fixture_has_every_figure_that_was_promised(window):
    found = {name for result in window.store.result.scenarios for name in result.figures}
    assert found >= ISSUE, sorted(ISSUE - found)


def test_the_break_even_volume_opens_on_two_totals_that_are_the_same(window):
    store = window.store
    tree = store.evaluator.explain(store.plan, "box", "break_even_requests_per_month")
    first, second = tree.inputs
    assert {first.label, second.label} == {"Own box", store.plan.scenario("large").name}
    assert first.value == pytest.approx(second.value, rel=1e-6)


def test_the_hosts_of_a_hybrid_are_unfolded_each_with_its_own_numbers(window):
    store = window.store
    tree = store.evaluator.explain(store.plan, "mix", "total_cost")
    again = [node.name for _, node, again in tree.walk() if again]
    calls = [node for _, node, repeated in tree.walk() if node.name == "calls" and not repeated and node.inputs]
    assert len(calls) == 2
    assert len({node.value for node in calls}) == 2
    assert "calls" in again  # used twice within a host, unfolded once there


def test_a_leaf_of_a_working_leads_to_a_field_of_the_plan(window):
    store = window.store
    tree = store.evaluator.explain(store.plan, "box", "capex")
    paths = [leaf.path for leaf in tree.leaves() if leaf.path]
    assert paths
    for path in paths:
        value_at(store.plan, path)


def test_inputs_in_a_working_read_as_their_fields_do(window):
    """A share as per cent, a life in years: as they were typed."""
    working = window.panels.inspector.working
    window.panels.inspector.show_tab(working)
    window.store.ask_figure("box", "npv")

    shown = values_of(working._derivation.invisibleRootItem())

    assert shown["Discount rate"] == "8\u00a0%/yr"
    assert shown["Network and installation"] == "10\u00a0%"
    window.store.ask_figure("box", "depreciation_cost")
    assert values_of(working._derivation.invisibleRootItem())["Useful life"] == "4\u00a0years"


def values_of(item):
    """The values of all rows of a working by their labels."""
    found = {}
    for row in (item.child(number) for number in range(item.childCount())):
        found |= {row.text(0): row.text(1)} | values_of(row)
    return found


def test_a_scenario_without_figures_says_why_in_their_place(window, qtbot):
    working, store = window.panels.inspector.working, window.store
    window.panels.inspector.show_tab(working)
    store.select("box")

    store.edit(("scenarios", "box", "hosting", "owned", "offer"), "")
    qtbot.waitUntil(lambda: not store.result.scenario("box").figures)

    qtbot.waitUntil(working._empty.isVisible)
    assert working._empty.text() == "Own box has no figures yet.\nChoose the server to buy."
    store.undo_stack.undo()
    qtbot.waitUntil(working._derivation.isVisible)


def test_values_of_a_deep_working_are_in_sight_in_a_small_window(window, qtbot):
    """At 1280 pixels the sources are left to the text below; where there is room they have their column."""
    working = window.panels.inspector.working
    window.panels.inspector.show_tab(working)
    window.store.ask_figure("box", "total_cost")
    tree = working._derivation
    tree.expandAll()

    qtbot.waitUntil(lambda: tree.header().length() <= tree.viewport().width())

    assert tree.isColumnHidden(SOURCE)
    leaf = next(item for item in items_of(tree) if item.data(0, NODE).provenance is not None)
    tree.setCurrentItem(leaf)
    assert f"{leaf.text(SOURCE)} · {leaf.data(0, NODE).provenance.title}" in working._detail.text()
    window.resize(1920, 1000)
    qtbot.waitUntil(lambda: not tree.isColumnHidden(SOURCE))


def items_of(tree):
    """Every row of a tree, however deep."""
    rows = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    for row in rows:
        rows += [row.child(number) for number in range(row.childCount())]
    return rows
