"""Opens what belongs to the catalogue in one window; what each needs is imported when it first opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.wording import P_, Message, PlannerError
from planner.ui.catalogue.own_records import OwnRecords

if TYPE_CHECKING:
    from planner.catalog.records import Record
    from planner.ui.catalogue.browser import CatalogueBrowser
    from planner.ui.window import MainWindow


class CatalogueActions:
    """The catalogue, moved prices, own measurements, a usage log, the accuracy of predictions."""

    def __init__(self, window: MainWindow, own: OwnRecords) -> None:
        self._window, self._own = window, own

    def wire(self) -> None:
        """Connect the actions and the source chips."""
        self._window.action_table.connect(
            catalogue=self.browse,
            moved_prices=self.moved_prices,
            measurements=self.measurements,
            usage_log=self.usage_log,
            accuracy=self.accuracy,
            share=self.share,
        )
        self._window.panels.inputs.record_asked.connect(self.show_record)

    def browse(self) -> CatalogueBrowser:
        """Open the catalogue browser."""
        from planner.ui.catalogue.browser import CatalogueBrowser
        from planner.ui.catalogue.record_words import local_today

        window = self._window
        browser = CatalogueBrowser(window.store, self._own, window.prompts, window.language, local_today(), window)
        browser.open()
        return browser

    def show_record(self, record_id: str) -> None:
        """Show the record behind a field's default."""
        catalogue = self._window.store.catalogue
        if catalogue is None or not catalogue.has(record_id):
            return
        record: Record = catalogue.record(record_id)
        self._window.dialogs.show_record(record)

    def notice_moved_prices(self) -> None:
        """Say that the catalogue's figures moved since the plan was saved; nothing changes by itself."""
        store = self._window.store
        if store.catalogue is None or store.plan.snapshot.get("hash") == store.evaluator.catalogue.hash:
            return
        from planner.catalog.snapshot import moved_figures

        try:
            moved = moved_figures(store.plan.snapshot, store.evaluator.catalogue, store.plan.money.price_date)
        except PlannerError:
            return
        if moved:
            self._window.panels.notices.show_notice(
                Message(
                    P_(
                        "{count} figure moved in the catalogue since this plan was saved. The plan keeps its own: "
                        "see Plan ▸ Moved prices.",
                        "{count} figures moved in the catalogue since this plan was saved. The plan keeps its own: "
                        "see Plan ▸ Moved prices.",
                    ),
                    {"count": len(moved)},
                )
            )

    def moved_prices(self) -> None:
        """Open the panel of the figures that moved."""
        from planner.ui.catalogue.moved_prices import MovedPricesDialog

        window = self._window
        if window.store.catalogue is not None:
            MovedPricesDialog(window.store, window.language, window).open()

    def measurements(self) -> None:
        """Open the user's own measurements."""
        from planner.ui.catalogue.measurements import MeasurementsDialog

        window = self._window
        if window.store.catalogue is not None:
            MeasurementsDialog(window.store, self._own, window.prompts, window.language, window).open()

    def usage_log(self) -> None:
        """Ask for a usage log and preview what it says of the workload."""
        from planner.ui.catalogue.usage_log import UsageLogDialog

        window = self._window
        _ = window.language.translate
        path = window.prompts.file_to_open(_("Import a usage log"), f"{_('Usage logs')} (*.csv *.tsv *.jsonl *.json)")
        if path is None:
            return
        try:
            UsageLogDialog(path, window.store, window.language, window).open()
        except PlannerError as error:
            window.panels.notices.show_notice(error.message)

    def share(self) -> None:
        """Save a copy for others: the user's own records are left out of it."""
        from planner.catalog.snapshot import private_records, strip_private
        from planner.storage.documents import plan_document
        from planner.storage.plan_file import plan_bytes, save_bytes
        from planner.ui.prompts import plan_file_to_save

        window = self._window
        _ = window.language.translate
        plan = window.store.evaluator.with_records(window.store.plan)
        path = plan_file_to_save(window.prompts, _, _("Save a copy to share"), plan.name)
        if path is None:
            return
        left_out = private_records(plan.snapshot)
        shared = plan.model_copy(update={"snapshot": strip_private(plan.snapshot)})
        try:
            save_bytes(path, plan_bytes(plan_document(shared)))
        except PlannerError as error:
            window.panels.notices.show_notice(error.message)
            return
        window.panels.notices.show_notice(
            Message(
                P_(
                    "Saved {path}; {count} of your own records was left out of it.",
                    "Saved {path}; {count} of your own records were left out of it.",
                ),
                {"path": str(path), "count": len(left_out)},
            )
        )

    def accuracy(self) -> None:
        """Open the report on how good the predictions are."""
        from planner.ui.catalogue.accuracy import AccuracyDialog

        AccuracyDialog(self._window.language, self._window).open()
