"""One dialog for every question: choices above, the answer below, computed in a worker while the window goes on."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.analysis.charts.marks import Chart
from planner.plan.wording import N_, PlannerError
from planner.ui.analyses.question import Answer, Asked, Question
from planner.ui.charts.palette import palette_of
from planner.ui.charts.plot import ChartPlot
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.text import paragraph
from planner.ui.theme import tokens_of

FAILED = N_("This could not be computed. The plan is as it was.")


class QuestionDialog(Frame):
    """Asks one question; a new choice asks again, and a late answer to an old choice is dropped."""

    edited = Signal(object)
    """(Edit or Completion): the user takes over what the answer proposes."""
    answered = Signal(object)
    """(Answer): the answer to the present choices is shown."""
    _came = Signal(int, object)

    def __init__(self, question: Question, asked: Asked, parent: QWidget | None = None) -> None:
        self._translate = asked.words.language.translate
        super().__init__(self._translate(question.title), self._translate(question.sentence), parent)
        self._question = question
        self._asked = asked
        self._generation = 0
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="question")
        self._answer: Answer | None = None
        self.boxes: dict[str, QComboBox] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for choice in question.choices(asked):
            box = QComboBox()
            for value, text in choice.options:
                box.addItem(text, value)
            box.setCurrentIndex(max(box.findData(choice.first), 0))
            box.setAccessibleName(choice.label)
            box.currentIndexChanged.connect(self.ask)
            form.addRow(choice.label, box)
            self.boxes[choice.name] = box
        self.body.addLayout(form)
        self.outcome = paragraph("", Type.BODY, "")
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.outcome)
        self.plot: ChartPlot | None = None
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.header().setStretchLastSection(False)
        self.table.setAccessibleName(self._translate(question.title))
        self.table.hide()
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self.use_button = self.add_button(self._translate("Use this value"))
        self.use_button.clicked.connect(self._use)
        self.use_button.hide()
        self.add_button(self._translate("Close"), is_primary=True).clicked.connect(self.accept)
        self._came.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._stop)
        self.widen(116, 34)
        self.ask()

    def ask(self, *_ignored: object) -> None:
        """Ask with the present choices."""
        self._generation += 1
        chosen = {name: str(box.currentData() or "") for name, box in self.boxes.items()}
        self.outcome.setText(self._translate("Computing…"))
        self.use_button.hide()
        self._worker.submit(self._work, self._generation, chosen)

    def _work(self, generation: int, chosen: dict[str, str]) -> None:
        if generation != self._generation:
            return
        try:
            answer = self._question.answer(self._asked, chosen)
        except PlannerError as refusal:
            answer = Answer(refusal.message.text(self._translate))
        except Exception:
            # A defect of one analysis must not take the window down.
            logging.getLogger(__name__).exception("the question '%s' failed", self._question.key)
            answer = Answer(self._translate(FAILED))
        self._came.emit(generation, answer)

    def _show(self, generation: int, answer: Answer) -> None:
        if generation != self._generation:
            return
        self._answer = answer
        self.outcome.setText(answer.sentence)
        self._draw(answer.chart)
        self.table.clear()
        self.table.setColumnCount(max(len(answer.heads), 1))
        self.table.setHeaderLabels(list(answer.heads) or [""])
        self.table.setVisible(bool(answer.rows))
        for row in answer.rows:
            item = QTreeWidgetItem(self.table, list(row))
            for column in range(1, len(row)):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = self.table.header()
        for column in range(len(answer.heads)):
            mode = QHeaderView.ResizeMode.Stretch if column == 0 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
            if column:
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                self.table.headerItem().setTextAlignment(column, right)
        if answer.proposal is not None:
            self.use_button.setText(answer.proposal.label)
            self.use_button.show()
        self.answered.emit(answer)

    def _draw(self, chart: Chart | None) -> None:
        """Show the picture of the answer above its table; the plot is made when the first one comes."""
        if self.plot is None:
            if chart is None:
                return
            self.plot = ChartPlot(palette_of(tokens_of(self.palette())))
            self.plot.setMinimumHeight(self.fontMetrics().height() * 14)
            self.body.insertWidget(self.body.indexOf(self.table), self.plot, 2)
        self.plot.setVisible(chart is not None)
        if chart is not None:
            self.plot.setAccessibleName(chart.title)
            self.plot.setAccessibleDescription(chart.description)
            self.plot.show_chart(chart)

    def _use(self) -> None:
        if self._answer is not None and self._answer.proposal is not None:
            self.edited.emit(self._answer.proposal)
            self.accept()

    def _stop(self) -> None:
        self._generation += 1
        self._worker.shutdown(wait=True, cancel_futures=True)
