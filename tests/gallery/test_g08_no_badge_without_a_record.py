"""G8: a 'verified' badge with nothing behind it. What is shown about a figure comes from its record, or not at all."""

from __future__ import annotations

import pytest
from shipped_plans import shipped

from planner.catalog.catalogue import Catalogue
from planner.catalog.figures import figure_of
from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.catalog.provenance import Evidence
from planner.catalog.records import KINDS
from planner.catalog.rows import record_from_row, row_of, shape_of
from planner.plan.wording import PlannerError


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_a_figure_shows_the_evidence_of_its_own_record(catalogue: Catalogue) -> None:
    for kind in KINDS:
        for record in catalogue.records(kind):
            for field in shape_of(kind):
                figure = figure_of(record, field)
                assert figure.provenance is record.provenance
                assert figure.record_id == record.id


def test_there_is_no_class_of_evidence_that_claims_verification() -> None:
    assert {evidence.value for evidence in Evidence} == {
        "measured",
        "quoted",
        "list price",
        "published",
        "estimated",
        "assumed",
    }


def test_a_figure_of_no_record_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(PlannerError):
        catalogue.record("no-such-record")
    with pytest.raises(PlannerError):
        figure_of(catalogue.accelerator("h100-sxm"), "verified")


def test_a_record_without_a_date_or_with_an_invented_class_is_refused(catalogue: Catalogue) -> None:
    row = row_of("accelerators", catalogue.accelerator("h100-sxm"))

    for broken in (
        {name: value for name, value in row.items() if name != "date"},
        {name: value for name, value in row.items() if name != "checked"},
        row | {"evidence": "verified"},
        row | {"verified": True},
    ):
        with pytest.raises(PlannerError):
            record_from_row("accelerators", broken)


def test_a_measured_figure_names_who_measured_it(catalogue: Catalogue) -> None:
    measured = [
        record
        for kind in KINDS
        for record in catalogue.records(kind)
        if record.provenance.evidence is Evidence.MEASURED
    ]

    assert measured
    assert all(record.provenance.address for record in measured)


def test_no_text_of_the_program_claims_that_a_figure_was_verified() -> None:
    texts = resource_path("translations", "es.po").read_text(encoding="utf-8").lower()

    assert not [line for line in texts.splitlines() if "verified" in line or "certified" in line]


def test_every_source_behind_a_default_is_a_record_of_the_catalogue(catalogue: Catalogue) -> None:
    """The chip of a field shows the record's source and date; where there is no record it says 'assumed'."""
    from planner.cost.evaluation import inputs_in_effect

    plan, own = shipped("templates", "rag-assistant")
    told = [leaf for each in plan.scenarios for leaf in inputs_in_effect(plan, own, each.id).values()]

    sourced = [leaf for leaf in told if leaf.record]
    assert len(sourced) > 10
    for leaf in sourced:
        assert leaf.provenance == own.record(leaf.record).provenance
    assert all(leaf.evidence is Evidence.ASSUMED for leaf in told if leaf.provenance is None)
