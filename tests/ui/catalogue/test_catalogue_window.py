"""The catalogue in the window: browse, use, own records, measurements, usage log, accuracy."""

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from planner.catalog.records import Accelerator
from planner.ui.catalogue.accuracy import AccuracyDialog
from planner.ui.catalogue.measurements import MeasurementsDialog
from planner.ui.catalogue.own_dialogs import ModelImportDialog
from planner.ui.catalogue.record_words import local_today
from planner.ui.catalogue.usage_log import UsageLogDialog


def test_searching_finds_a_model_and_puts_it_into_the_scenario(application, window, qtbot):
    window.store.select("rented")
    browser = application.catalogue.browse()
    qtbot.keyClicks(browser.filters.text, "llama 3.1 70b instruct")
    browser.refresh()

    assert browser.selected[0].name.startswith("Llama 3.1 70B")
    browser.button("use").click()

    assert window.store.plan.scenario("rented").model.model == browser.selected[0].id
    window.action_table["undo"].trigger()
    assert window.store.plan.scenario("rented").model.model == "llama-2-7b"
    browser.close()


def test_a_record_shows_its_source_and_its_address_can_be_copied(application, window, qapp):
    browser = application.catalogue.browse()
    record = window.store.catalogue.accelerator("h100-sxm")
    browser.show_record(record)

    browser.detail.copy_address.click()

    assert browser.detail.title.text() == record.name
    assert record.provenance.title in browser.detail.source.text()
    assert qapp.clipboard().text() == record.provenance.address
    browser.close()


def test_an_own_accelerator_is_kept_in_the_users_file_and_marked_as_theirs(application, window):
    browser = application.catalogue.browse()
    form = browser.open_form("accelerators")
    form.form.name.setText("Prototype X")
    form.form.editors["memory"].setText("96")
    form.form.editors["memory_bandwidth"].setText("2.5k")

    form.keep_button.click()

    kept = window.store.evaluator.catalogue.find_accelerator("Prototype X")
    assert isinstance(kept, Accelerator)
    assert kept.private
    assert kept.memory_bandwidth == 2500
    assert "Prototype X" in application.own.path.read_text(encoding="utf-8")
    assert browser.detail.source.text().count("yours")
    browser.close()


def test_a_wrong_number_is_refused_with_its_field(application, window):
    browser = application.catalogue.browse()
    form = browser.open_form("rental-offers")
    form.form.name.setText("Quote")
    form.form.editors["price"].setText("cheap")

    form.keep_button.click()

    assert "Price of the server" in form.outcome.text()
    form.close()
    browser.close()


def test_a_broken_file_of_own_records_is_set_aside_and_named_with_its_line(application, qtbot):
    path = application.own.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"format": "llm-cost-planner/overlay",\n "version": 1,\n "records": [oops]}', encoding="utf-8")

    application.show()
    qtbot.waitUntil(lambda: application.store.result is not None)

    assert "line 3" in application.window.panels.notices.text
    assert not path.exists()
    assert len(list(path.parent.glob("*.broken"))) == 1


def test_the_parameters_of_a_config_are_shown_before_it_is_kept(window, tmp_path, language, qtbot):
    config = {
        "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32,
        "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128256, "tie_word_embeddings": False,
    }  # fmt: skip
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    kept = []
    dialog = ModelImportDialog(path, kept.append, language, local_today(), window)
    dialog.name.setText("Mine 8B")

    assert "8.03B parameters" in dialog.count.text()
    dialog.keep_button.click()
    assert kept[0].name == "Mine 8B"


def test_a_typed_measurement_changes_the_prediction_and_says_so(application, window):
    dialog = MeasurementsDialog(window.store, application.own, window.prompts, window.language, window)
    dialog.choose("model", window.store.catalogue.find_model("llama-2-7b").id)
    dialog.choose("accelerator", "a100-sxm-80gb")
    for name, text in (("concurrency", "8"), ("output_rate", "300")):
        dialog.numbers[name].setText(text)

    dialog.add_run_button.click()

    assert dialog.outcome.text() == "1 run kept."
    assert "calibrated on your measurement" in dialog.effects.text()
    dialog.close()


def test_the_hardware_says_that_its_predictions_follow_ones_own_measurements(application, window, qtbot):
    window.store.select("rented")
    offer = window.store.catalogue.rental_offers(accelerator="a100-sxm-80gb", terms="on_demand")[0]
    window.store.edit(("scenarios", "rented", "hosting", "rented", "offer"), offer.id)
    row = window.panels.inputs.show_field(("scenarios", "rented", "hosting", "rented", "offer"))
    qtbot.waitUntil(lambda: row.source_text == "set here")
    assert row.remark_text == ""

    dialog = MeasurementsDialog(window.store, application.own, window.prompts, window.language, window)
    dialog.choose("model", window.store.plan.scenario("rented").model.model)
    dialog.choose("accelerator", offer.accelerator)
    for rate in ("300", "310"):
        for name, text in (("concurrency", "8"), ("output_rate", rate)):
            dialog.numbers[name].setText(text)
        dialog.add_run_button.click()
    dialog.close()

    qtbot.waitUntil(lambda: row.remark_text == "calibrated on your 2 measurements")


def test_a_usage_log_fills_the_workload_as_one_step(window, tmp_path):
    path = tmp_path / "log.csv"
    lines = [f"2026-11-{day:02d}T{hour:02d}:00:00Z,400,100" for day in range(2, 12) for hour in range(24)]
    path.write_text("timestamp,input_tokens,output_tokens\n" + "\n".join(lines) + "\n", encoding="utf-8")
    before = window.store.plan
    dialog = UsageLogDialog(path, window.store, window.language, window)

    dialog.take_button.click()

    lengths = window.store.plan.workload.lengths
    assert window.store.plan.workload.volume.requests == 730.0
    assert (lengths.answer, lengths.system + lengths.context + lengths.question) == (100.0, 400.0)
    window.action_table["undo"].trigger()
    assert window.store.plan == before


def test_the_report_shows_every_run_and_what_is_unknown(window, language, qtbot):
    dialog = AccuracyDialog(language, window)
    qtbot.waitUntil(lambda: dialog.plot is not None)

    assert dialog.tables["engine"].topLevelItemCount() > 3
    assert dialog.tabs.tabText(dialog.tabs.count() - 1) == "What it cannot do"
    dialog.close()


def test_a_copy_to_share_leaves_own_records_out(application, window, tmp_path):
    browser = application.catalogue.browse()
    offer = window.store.evaluator.catalogue.rental_offers(accelerator="a100-sxm-80gb")[0]
    form = browser.open_form("rental-offers", offer)
    form.form.editors["price"].setText("1.11")
    form.keep_button.click()
    window.store.edit(("scenarios", "rented", "hosting", "rented", "offer"), offer.id)
    window.prompts.answers["file_to_save"] = tmp_path / "for-others.plan.json"

    window.action_table["share"].trigger()

    text = (tmp_path / "for-others.plan.json").read_text(encoding="utf-8")
    assert '"private": true' not in text
    assert '"models"' in text
    assert "1 of your own records" in window.panels.notices.text
    browser.close()


def test_the_first_record_is_on_show_even_while_the_keys_of_the_shortcut_are_held(application, window):
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Shift, held)
    assert QGuiApplication.keyboardModifiers() == held

    browser = application.catalogue.browse()

    assert [record.name for record in browser.selected] == [browser.view.table.records[0].name]
    assert browser.detail.title.text() == browser.view.table.records[0].name
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Shift)
    browser.close()
