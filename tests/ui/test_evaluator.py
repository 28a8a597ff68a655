"""Which catalogue answers for a plan, while the user's own records change under it."""

from planner.cost.carried_records import with_records
from planner.ui.evaluator import CostModel


def test_own_records_installed_while_a_worker_asks_answer_from_then_on(plan, catalogue, monkeypatch):
    carried = with_records(plan, catalogue)
    installed, replacing = catalogue.with_overlay(()), catalogue.with_overlay(())
    model = CostModel(lambda: installed)
    carry = installed.with_snapshot

    def replaced_meanwhile(content):
        late = carry(content)
        model.install(replacing)
        return late

    monkeypatch.setattr(installed, "with_snapshot", replaced_meanwhile)
    late = model.answering(carried)
    assert model.catalogue is replacing
    assert model.answering(carried) is not late
    assert model.answering(carried) is model.answering(carried), "what is remembered of earlier edits hangs on it"
