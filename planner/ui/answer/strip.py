"""The answer strip: headline, amounts, what would flip it. Every number and name in it is a link."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from planner.analysis.charts.words import Words
from planner.plan.language import Language
from planner.plan.wording import NARROW_SPACE, Message
from planner.ui.fonts import Type, set_type
from planner.ui.store import Store
from planner.ui.theme import tokens_of

if TYPE_CHECKING:
    from planner.analysis.verdict import Verdict
    from planner.cost.results import PlanResult


def address_of(part: object) -> str:
    """Return the address that a part of the answer links to, '' for none."""
    from planner.analysis.verdict import FigureLink, ScenarioName

    if isinstance(part, FigureLink):
        return f"figure:{part.scenario_id}/{part.quantity}"
    return f"scenario:{part.id}" if isinstance(part, ScenarioName) else ""


class AnswerStrip(QFrame):
    """The verdict on the current plan. Keeps the last good answer while an input is wrong."""

    verdict_changed = Signal(str)
    """(sentence): the headline as plain text."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._store = store
        self._language = language
        self._verdict: Verdict | None = None
        self._flips: tuple[Message, ...] = ()
        self._helps: tuple[Message, ...] = ()
        self._problem: Message | None = None
        _ = language.translate
        self.setAccessibleName(_("Answer"))
        self._headline = self._line(Type.DISPLAY, _("Answer"))
        self._facts = self._line(Type.BODY, _("Amounts"))
        self._flip_line = self._line(Type.BODY, _("What would change the answer"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(4)
        for line in (self._headline, self._facts, self._flip_line):
            layout.addWidget(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        store.results_ready.connect(self.show_results)
        store.evaluation_failed.connect(self.show_problem)
        store.changed.connect(self._forget)
        if (result := store.current_result) is not None:
            self.show_results(result)
        else:
            self._show_waiting()

    @property
    def headline(self) -> str:
        """The verdict as plain text."""
        if self._verdict is None:
            return ""
        from planner.analysis.verdict import plain_text

        return plain_text(self._verdict.headline, self._words())

    def show_results(self, result: PlanResult) -> None:
        """Show the answer that these results give."""
        from planner.analysis.verdict import verdict

        self._problem = None
        self._verdict = verdict(self._store.plan, result, self._flips, self._helps)
        self._write()
        self.verdict_changed.emit(self.headline)

    def show_flips(self, flips: tuple[Message, ...], helps: tuple[Message, ...] = ()) -> None:
        """Show what would change the answer: conditions that flip it, or what would help where there is none."""
        self._flips, self._helps = flips, helps
        result = self._store.current_result
        if result is not None and (flips or helps):
            self.show_results(result)

    def show_problem(self, problem: Message) -> None:
        """Say why there is no new answer; the last good one stays."""
        self._problem = problem
        self._write()

    def _forget(self, *_: object) -> None:
        self._flips = self._helps = ()

    def _line(self, role: Type, name: str) -> QLabel:
        line = QLabel()
        set_type(line, role)
        line.setTextFormat(Qt.TextFormat.RichText)
        line.setWordWrap(True)
        line.setAccessibleName(name)
        line.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        line.linkActivated.connect(self._follow)
        return line

    def _words(self) -> Words:
        return Words.of(self._language, self._store.plan)

    def _show_waiting(self) -> None:
        muted = tokens_of(self.palette()).muted
        text = escape(self._language.translate("Working it out…"))
        self._headline.setText(f'<span style="color:{muted}">{text}</span>')
        self._facts.setText("&nbsp;")
        self._flip_line.setText("&nbsp;")

    def _write(self) -> None:
        tokens = tokens_of(self.palette())
        _ = self._language.translate
        if self._verdict is None:
            if self._problem is not None:
                self._headline.setText(escape(_("No answer yet.")))
                self._facts.setText(f'<span style="color:{tokens.error}">{escape(self._problem.text(_))}</span>')
                self._flip_line.setText("&nbsp;")
            return
        self._headline.setText(self._dressed(self._verdict.headline, tokens.text))
        self._facts.setText(" ".join(self._dressed(fact, tokens.accent) for fact in self._verdict.facts))
        if self._problem is not None:
            text = _("This is the last good answer. {problem}").format(problem=self._problem.text(_))
            self._flip_line.setText(f'<span style="color:{tokens.error}">{escape(text)}</span>')
        elif self._verdict.flips:
            flips = " · ".join(self._dressed(flip, tokens.accent) for flip in self._verdict.flips)
            title = escape(_("Flips if"))
            self._flip_line.setText(f'<span style="color:{tokens.muted}">{title}</span> &nbsp;{flips}')
        else:
            # The line keeps its place: an answer that jumps at every edit cannot be read.
            self._flip_line.setText("&nbsp;")

    def _dressed(self, message: Message, colour: str) -> str:
        from planner.analysis.verdict import FigureLink, render

        def mark(part: object, text: str) -> str:
            address = address_of(part)
            # Qt's rich text takes a narrow space for a plain one, which may break: 72 | 391 $.
            inner = escape(text).replace(" ", "&nbsp;").replace(NARROW_SPACE, "&nbsp;")
            if not address:
                return inner
            tone = tokens_of(self.palette()).accent if isinstance(part, FigureLink) else colour
            return f'<a href="{escape(address)}" style="color:{tone};text-decoration:none">{inner}</a>'

        return render(message, self._words(), mark)

    def _follow(self, address: str) -> None:
        kind, _sign, rest = address.partition(":")
        if kind == "scenario":
            self._store.select(rest)
        else:
            identity, _sign, quantity = rest.partition("/")
            self._store.ask_figure(identity, quantity)

    def changeEvent(self, event: QEvent) -> None:
        """Write the links in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._verdict is not None:
            self._write()
