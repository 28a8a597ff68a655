import re

import pytest
from PySide6.QtCore import QRectF

from planner.analysis.charts.registry import kind
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.export.blocks import POINT, Row, pages_of
from planner.export.blocks import Words as Paragraph
from planner.export.memo import memo_pdf
from planner.export.pricing import bill, bill_without_prices
from planner.export.typefaces import typeface
from planner.plan.language import ENGLISH
from planner.ui.fonts import install_fonts

pytestmark = pytest.mark.usefixtures("qapp")


def pages(data):
    return len(re.findall(rb"/Type\s*/Page\b", data))


def test_a_memo_of_a_template_is_a_pdf_of_a_few_pages(support_chat):
    plan, catalogue, result = support_chat
    view = View(plan, result, Words.of(ENGLISH, plan))

    data = memo_pdf(view, [kind("cost").draw(view)], bill(plan, catalogue, result))

    assert data.startswith(b"%PDF-")
    assert 2 <= pages(data) <= 5


def letters(data):
    """The letters that a PDF names for the forms of its typefaces: what can be searched, copied and read aloud."""
    maps = re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL)
    named = (code for each in maps for code in re.findall(rb"<([0-9A-F]{4})>", each.partition(b"[")[2]))
    return {chr(int(code, 16)) for code in named}


@pytest.fixture(params=["command line", "window"])
def made_in(request, qapp):
    """Where the memo is made: the window has figures of equal width, which every new font takes over."""
    before = qapp.font()
    typeface.cache_clear()
    if request.param == "window":
        qapp.setFont(install_fonts())
    yield
    qapp.setFont(before)
    typeface.cache_clear()


@pytest.mark.usefixtures("made_in")
def test_every_letter_and_figure_of_a_memo_can_be_searched_and_copied(support_chat):
    plan, catalogue, result = support_chat
    view = View(plan, result, Words.of(ENGLISH, plan))

    found = letters(memo_pdf(view, [kind("cost").draw(view)], bill(plan, catalogue, result)))

    assert set("0123456789$.,%:") <= found
    assert not [letter for letter in found if "\ue000" <= letter <= "\uf8ff"], "a form without a letter of its own"


def test_the_same_view_gives_the_same_memo(view):
    charts = [kind("cost").draw(view)]

    assert memo_pdf(view, charts, bill_without_prices(view.result)) == memo_pdf(
        view, charts, bill_without_prices(view.result)
    )


def test_a_memo_of_a_plan_without_any_answer_is_written_too(view):
    from dataclasses import replace

    from planner.cost.results import PlanResult

    none = replace(view, result=PlanResult((view.result.scenario("tiny"),), "tiny"))

    assert pages(memo_pdf(none, [], bill_without_prices(none.result))) >= 1


def test_blocks_go_to_the_next_page_when_one_is_full():
    page = QRectF(0, 0, 3000, 1000)
    lines = [Paragraph(f"line {number}", 10) for number in range(20)]

    assert len(pages_of(lines, page, 100, lambda number, count: f"{number}/{count}")) >= 4


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    heading, body = Paragraph("heading", 10, bold=True, after=0), Paragraph("body", 10, after=0)
    filler = Paragraph("x", 10, after=0)

    def count(lines):
        return len(pages_of([*[filler] * lines, heading, body], QRectF(0, 0, 3000, 100 * POINT), 0, lambda *_: ""))

    fitting = max(lines for lines in range(12) if count(lines) == 1)
    assert count(fitting + 1) == 2


def test_a_long_cell_is_wrapped_and_makes_its_row_higher():
    from planner.analysis.charts.marks import Axis
    from planner.analysis.charts.palette import LIGHT
    from planner.export.drawing import Stage

    blank = Axis("", 0.0, 1.0)
    stage = Stage(None, QRectF(), blank, blank, LIGHT, POINT)

    assert Row(("a", "word " * 40)).height(stage, 2000) > Row(("a", "word")).height(stage, 2000)
