"""The guides: every page that ships can be read in the window, in the user's language where there is one."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from planner.catalog.locations import resource_path
from planner.plan.language import ENGLISH
from planner.ui.dialogs.guides import GuidesDialog, guide_pages


def test_every_page_is_listed_and_shown_without_fetching_anything(window):
    window.action_table["guides"].trigger()
    (dialog,) = window.findChildren(GuidesDialog)

    titles = [dialog.listed.item(row).text() for row in range(dialog.listed.count())]
    assert "Challenge a vendor's claim" in titles
    assert len(titles) == len(list(resource_path("help").glob("*.md")))
    dialog.listed.setCurrentRow(titles.index("Challenge a vendor's claim"))
    assert "Each step is one part" in dialog.page.toPlainText()
    assert "**" not in dialog.page.toPlainText()
    assert not dialog.page.openLinks()
    assert dialog.page.focusPolicy() & Qt.FocusPolicy.TabFocus
    dialog.accept()


def test_a_page_is_in_the_users_language_where_there_is_one():
    pages = guide_pages(replace(ENGLISH, code="es"))
    assert {page.name for page in pages} == {page.name for page in resource_path("help").glob("*.md")}
    (quotes,) = (page for page in pages if page.name == "vendor-quotes.md")
    assert "Contrastar" in quotes.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(resource_path("help").glob("*.md")), ids=lambda page: page.name)
def test_every_page_is_in_spanish_too_section_for_section(page):
    spanish = page.parent / "es" / page.name
    english, translated = (each.read_text(encoding="utf-8").splitlines() for each in (page, spanish))
    for mark in ("# ", "## ", "- ", "|"):
        assert sum(line.startswith(mark) for line in english) == sum(line.startswith(mark) for line in translated)


@pytest.mark.parametrize("page", sorted(resource_path("help").rglob("*.md")), ids=lambda page: page.name)
def test_every_page_begins_with_its_title(page):
    assert page.read_text(encoding="utf-8").startswith("# ")
