"""Which catalogue answers for a plan, while the user's own records change under it."""

from threading import Thread

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


def test_own_records_installed_while_a_save_opens_the_catalogue_are_not_lost(catalogue):
    """A save asks on a thread of its own; what the user has installed meanwhile stands."""
    own = catalogue.with_overlay(())
    installing = Thread(target=lambda: model.install(own))

    def opened():
        installing.start()
        installing.join(0.1)
        return catalogue

    model = CostModel(opened)
    assert model.catalogue in (catalogue, own)
    installing.join()
    assert model.catalogue is own
