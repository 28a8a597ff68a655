"""The main window: only assembles. Answer above; plan tree, inputs, results and inspector below; status at the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QFrame, QMainWindow, QMenu, QToolButton, QVBoxLayout, QWidget

from planner.catalog.locations import resource_path
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.ui.actions import Actions
from planner.ui.answer.strip import AnswerStrip
from planner.ui.deck import ResultsDeck
from planner.ui.dialog_actions import DialogActions
from planner.ui.documents import Documents
from planner.ui.file_actions import FileActions
from planner.ui.forms.panel import InputsPanel
from planner.ui.icons import icon
from planner.ui.inspector.panel import Inspector
from planner.ui.notices import NoticeBar
from planner.ui.prompts import Dialogs, Prompts
from planner.ui.status import StatusLine
from planner.ui.store import Store
from planner.ui.text import separator
from planner.ui.theme import tokens_of
from planner.ui.tree.view import PlanTree
from planner.ui.wiring import scenario_menu, update_enabled
from planner.ui.workspace import Workspace

USUAL_SIZE = (1440, 900)
SMALLEST_SIZE = (960, 600)
FRAME_HEIGHT = 40
"""What the system's frame takes of the screen above and below a window, at most."""
FIRST_UNFOLDED = ("workload",)


@dataclass(frozen=True, slots=True)
class Panels:
    """The parts of the window; made anew when the language or the text size changes."""

    answer: AnswerStrip
    tree: PlanTree
    inputs: InputsPanel
    deck: ResultsDeck
    inspector: Inspector
    notices: NoticeBar
    status: StatusLine
    workspace: Workspace


class MainWindow(QMainWindow):
    """One plan on screen. `wire` connects a fresh set of panels and actions to what they do."""

    shown = Signal()
    """The window has been painted for the first time."""
    closed = Signal()
    """The window goes; everything is saved."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        language: Language,
        wire: Callable[[MainWindow], None],
        prompts: Prompts | None = None,
    ) -> None:
        super().__init__()
        self.store = store
        self.documents = documents
        self.prompts: Prompts = prompts or Dialogs(self, language.translate)
        self._wire = wire
        self.files = FileActions(self)
        self.dialogs = DialogActions(self)
        self._is_first_paint = True
        self._line_height = self.fontMetrics().height()
        self.setWindowIcon(QIcon(str(resource_path("icons", "application.svg"))))
        self.setMinimumSize(*SMALLEST_SIZE)
        self.resize(QSize(*USUAL_SIZE).boundedTo(self.screen().availableSize() - QSize(0, FRAME_HEIGHT)))
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.speak(language)
        store.changed.connect(self._show_title)
        documents.file_changed.connect(self._show_title)
        store.undo_stack.indexChanged.connect(self._update_enabled)
        store.selection_changed.connect(self._update_enabled)
        store.opened.connect(self._take_document)

    def speak(self, language: Language) -> None:
        """Build everything that has words in a language; what was unfolded and where the splitters stood stays."""
        old = getattr(self, "panels", None)
        unfolded = old.inputs.unfolded() if old is not None else FIRST_UNFOLDED
        sizes = old.workspace.sizes() if old is not None and not self._text_has_grown() else None
        self.language = language
        self.store.translate = language.translate
        if isinstance(self.prompts, Dialogs):
            self.prompts = Dialogs(self, language.translate)
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        self.action_table = Actions(self, language)
        self.addActions(self.action_table.all())
        self.panels = self._build()
        self.panels.inputs.unfold(*unfolded)
        for message in old.notices.messages if old is not None else ():
            self.panels.notices.show_notice(message)
        if sizes is not None:
            self.panels.workspace.restore_sizes(sizes)
        self._wire(self)
        self._show_search_briefly(self.panels.workspace.is_narrow)
        self._show_title()

    def _build(self) -> Panels:
        _ = self.language.translate
        store, language = self.store, self.language
        # With a style sheet, Qt tells every widget below one that gets a parent: the outer ones have theirs first.
        # The Tab key goes through the panels in this order.
        centre = QWidget()
        self.setCentralWidget(centre)
        answer = AnswerStrip(store, language, centre)
        tree = PlanTree(store, language, self.scenario_menu, centre)
        tree_panel = self._tree_panel(tree, centre)
        inputs = InputsPanel(store, language, centre)
        deck = ResultsDeck(store, language, centre)
        inspector = Inspector(store, language, centre)
        workspace = Workspace(tree_panel, inputs, deck, inspector, language, centre)
        workspace.share_width(self.width())
        workspace.narrowed.connect(self._show_search_briefly)
        notices = NoticeBar(language)
        status = StatusLine(store, language)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (separator(), answer, notices, separator()):
            column.addWidget(widget)
        column.addWidget(workspace, 1)
        column.addWidget(status)
        return Panels(answer, tree, inputs, deck, inspector, notices, status, workspace)

    def _tree_panel(self, tree: PlanTree, parent: QWidget) -> QFrame:
        _ = self.language.translate
        panel = QFrame(parent)
        panel.setProperty("role", "surface")
        add = QToolButton()
        add.setText(_("Add scenario"))
        add.setIcon(icon("add", tokens_of(self.palette()).accent))
        add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        add.setProperty("role", "segment")
        add.clicked.connect(self.action_table["add"].trigger)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(tree, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(foot)
        return panel

    def scenario_menu(self, parent: QWidget) -> QMenu:
        """Return the menu of the selected row of the plan tree."""
        return scenario_menu(self, parent)

    def _take_document(self, _plan: Plan) -> None:
        self.panels.inputs.show_selection(self.store.selection)
        self._update_enabled()

    def _update_enabled(self, *_: object) -> None:
        update_enabled(self)

    def _text_has_grown(self) -> bool:
        """Say whether the text size is another than when the panels were built."""
        grown = self.fontMetrics().height() != self._line_height
        self._line_height = self.fontMetrics().height()
        return grown

    def _show_search_briefly(self, narrow: bool) -> None:
        """Leave the menus room where there is little."""
        head = self.menuWidget()
        search = head.findChild(QToolButton, "search") if head else None
        if search is not None:
            style = Qt.ToolButtonStyle
            search.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)

    def _show_title(self, *_: object) -> None:
        name = self.store.plan.name or self.language.translate("Untitled plan")
        self.setWindowTitle(f"{name} – LLM Cost Planner")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take plan files."""
        if any(url.toLocalFile().endswith(".json") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the plan that was dropped."""
        for url in event.mimeData().urls()[:1]:
            self.files.take(Path(url.toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save everything first."""
        if not self.files.may_close():
            event.ignore()
            return
        self.store.undo_stack.indexChanged.disconnect(self._update_enabled)
        self.store.close()
        self.closed.emit()
        super().closeEvent(event)

    def paintEvent(self, event: object) -> None:
        """Say once that the window is on screen."""
        super().paintEvent(event)  # type: ignore[arg-type]
        if self._is_first_paint:
            self._is_first_paint = False
            QTimer.singleShot(0, self.shown.emit)
