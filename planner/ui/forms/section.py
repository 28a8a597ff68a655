"""A folded section of the inputs: a heading with a state mark, and its fields, built when first unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from planner.plan.edits import value_at
from planner.plan.fields import FieldSpec, Path, fields_of
from planner.plan.language import Language
from planner.plan.wording import P_
from planner.ui.fonts import Type, font_for
from planner.ui.forms.field import WITHOUT_USUAL, FieldRow
from planner.ui.forms.sections import Group, Section
from planner.ui.icons import pixmap
from planner.ui.store import Store
from planner.ui.text import label, paragraph, separator
from planner.ui.theme import tokens_of


class Filter(StrEnum):
    """Which fields are shown."""

    ALL = "all"
    CHANGED = "changed"
    UNSURE = "unsure"
    MATTERS = "matters"


class State(StrEnum):
    """The mark of a section."""

    SET = "set"
    DEFAULTS = "defaults"
    MISSING = "missing"


def _is_needed(spec: FieldSpec) -> bool:
    """Say whether a scenario has no answer while this field is empty."""
    return spec.ui.basic and spec.ui.catalogue in WITHOUT_USUAL


class SectionHeading(QAbstractButton):
    """Arrow, title, what applies to, and the state mark: full, half or hollow."""

    def __init__(self, title: str, aside: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = aside
        self.state = State.DEFAULTS
        self.setText(title)
        self.setCheckable(True)
        self.setFont(font_for(Type.TITLE))
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, state: State, words: str) -> None:
        """Show how complete the section is."""
        self.state = state
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the heading."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        size = round(self.fontMetrics().height() * 0.75)
        middle = self.height() / 2.0
        name = "chevron-down" if self.isChecked() else "chevron-right"
        painter.drawPixmap(0, round(middle - size / 2), pixmap(name, tokens.muted, size, self.devicePixelRatioF()))
        painter.setPen(QColor(tokens.accent if self.hasFocus() or self.underMouse() else tokens.text))
        left = size + 8
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, 0, self.width(), self.height()), align, self.text())
        radius = size * 0.34
        centre = QPointF(self.width() - radius - 6, middle)
        self._paint_state(painter, centre, radius)
        painter.setFont(font_for(Type.SMALL))
        painter.setPen(QColor(tokens.muted))
        aside = QRectF(0, 0, centre.x() - radius - 10, self.height())
        painter.drawText(aside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._aside)
        painter.end()

    def _paint_state(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        tokens = tokens_of(self.palette())
        colour = QColor(tokens.warning if self.state is State.MISSING else tokens.accent)
        circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(colour if self.state is State.SET else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self.state is State.DEFAULTS:
            painter.setBrush(colour)
            painter.drawChord(circle, 90 * 16, 180 * 16)

    def sizeHint(self) -> QSize:
        """Five steps of the grid high."""
        return QSize(200, round(self.fontMetrics().height() * 1.1) + 22)


class SectionBox(QWidget):
    """A section: heading and body. Serves every scenario in turn."""

    unfolded = Signal(str, bool)
    """(key, whether it is now unfolded)"""
    row_made = Signal(object)
    """(FieldRow): a field has been built."""

    def __init__(self, section: Section, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self._store = store
        self._language = language
        self._scenario_id = ""
        self._filter = Filter.ALL
        self._material: frozenset[Path] = frozenset()
        self._rows: list[tuple[Group, FieldRow]] = []
        self._titles: dict[str, QWidget] = {}
        self._shows_more = False
        _ = language.translate
        aside = _("all scenarios") if section.is_shared else ""
        self.heading = SectionHeading(_(section.title), aside)
        self._body = QWidget()
        self._body.hide()
        self._body_layout = QVBoxLayout(self._body)
        self._body_layout.setContentsMargins(0, 0, 0, 12)
        self._body_layout.setSpacing(0)
        self._more = QToolButton(self._body)
        self._more.setProperty("role", "segment")
        self._more.clicked.connect(self._toggle_more)
        self._nothing = paragraph(role=Type.SMALL)
        self._nothing.setParent(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self._body)
        layout.addWidget(separator())
        self.heading.toggled.connect(self._fold)

    def bind(self, scenario_id: str) -> None:
        """Show the fields of a scenario, or of the plan for ''."""
        self._scenario_id = scenario_id
        self.refresh()

    def show_filter(self, shown: Filter, material: frozenset[Path]) -> None:
        """Show only some fields; `material` are those that move the result."""
        self._filter, self._material = shown, material
        self.refresh()

    def refresh(self) -> None:
        """Show the plan's values and the fields that matter now."""
        self._update_state()
        if self.heading.isChecked() and not self._rows:
            self._build()
        if self._rows:
            self._update_rows()

    def refresh_sources(self) -> None:
        """Show where values come from."""
        for _group, row in self._shown_rows():
            row.refresh_source()

    def unfold(self, *, unfolded: bool = True) -> None:
        """Unfold or fold the section."""
        self.heading.setChecked(unfolded)

    def row_at(self, path: Path) -> FieldRow | None:
        """Return the row of a field, made visible; None when the section does not have it."""
        if not any(known == path for known, _ in self._fields()):
            return None
        self.unfold()
        for group, row in self._rows:
            if group.root(self._scenario_id) == path[:-1] and row.spec.name == path[-1]:
                if row.isHidden() and not self._shows_more:
                    self._toggle_more()
                return row
        return None

    def rows(self) -> list[FieldRow]:
        """Return the rows on show."""
        return [row for _, row in self._shown_rows()]

    def specs(self, scenario_id: str = "") -> Iterator[tuple[Path, FieldSpec]]:
        """Yield the fields that matter to the scenario, built or not; to `scenario_id` while none is on show."""
        yield from self._fields(self._scenario_id or scenario_id)

    def _groups(self) -> Iterator[Group]:
        yield from self._groups_of(self._scenario_id)

    def _groups_of(self, scenario_id: str) -> Iterator[Group]:
        for group in self.section.groups:
            if group.matters_to(self._store.plan, scenario_id):
                yield group

    def _fields(self, scenario_id: str | None = None) -> Iterator[tuple[Path, FieldSpec]]:
        shown = self._scenario_id if scenario_id is None else scenario_id
        for group in self._groups_of(shown):
            for name, spec in group.fields(self._store.plan, shown):
                yield (*group.root(shown), name), spec

    def _update_state(self) -> None:
        _ = self._language.translate
        plan = self._store.plan
        fields = list(self._fields())
        changed = sum(value_at(plan, path) != spec.declaration.default for path, spec in fields)
        missing = [spec for path, spec in fields if _is_needed(spec) and not value_at(plan, path)]
        if missing:
            self.heading.show_state(State.MISSING, _("Missing: {field}").format(field=_(missing[0].ui.label)))
        elif changed:
            self.heading.show_state(State.SET, _("Set here: {count} of {all}").format(count=changed, all=len(fields)))
        else:
            self.heading.show_state(State.DEFAULTS, _("Defaults in use"))
        self.setVisible(bool(fields))

    def _fold(self, unfolded: bool) -> None:
        self._body.setVisible(unfolded)
        self.refresh()
        self.refresh_sources()
        self.unfolded.emit(self.section.key, unfolded)

    def _build(self) -> None:
        plan = self._store.plan
        model = plan.scenarios[0].id if not self._scenario_id and plan.scenarios else self._scenario_id
        for group in self.section.groups:
            if group.of_scenario and not model:
                continue
            if group.title:
                title = label(self._language.translate(group.title), Type.CAPTION, "muted")
                title.setContentsMargins(0, 12, 0, 4)
                self._titles[group.title] = title
                self._body_layout.addWidget(title)
            part: BaseModel = value_at(plan, group.root(model))
            for spec in fields_of(part.__class__):
                if spec.name not in group.only if group.only else spec.name == "name":
                    continue
                row = FieldRow(spec, self._store, self._language, self._body)
                self._rows.append((group, row))
                self._body_layout.addWidget(row)
                self.row_made.emit(row)
        self._body_layout.addWidget(self._nothing)
        self._body_layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        # The rows are younger than the panels beside this one: the Tab key would come to them last.
        stops = [self.heading, *(row.editor for _, row in self._rows), self._more]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _shown_rows(self) -> Iterator[tuple[Group, FieldRow]]:
        for group, row in self._rows:
            if not row.isHidden():
                yield group, row

    def _update_rows(self) -> None:
        _ = self._language.translate
        present = {path for path, _spec in self._fields()}
        shown_titles: set[str] = set()
        hidden, shown = 0, 0
        for group, row in self._rows:
            path = (*group.root(self._scenario_id), row.spec.name)
            if path not in present:
                row.hide()
                continue
            row.bind(path)
            wanted = self._wants(row)
            if wanted and self._filter is Filter.ALL and not self._is_up_front(row):
                hidden += 1
                wanted = self._shows_more
            row.setVisible(wanted)
            if wanted:
                shown += 1
                shown_titles.add(group.title)
        for title, widget in self._titles.items():
            widget.setVisible(title in shown_titles)
        self._nothing.setVisible(shown == 0 and not hidden)
        self._nothing.setText(_("No field here passes the filter."))
        self._more.setVisible(hidden > 0)
        more = _.counted(P_("{count} more field", "{count} more fields"), hidden)
        self._more.setText(_("Show less") if self._shows_more else more)

    def _is_up_front(self, row: FieldRow) -> bool:
        return row.spec.ui.basic or row.is_changed or bool(row.error_text)

    def _wants(self, row: FieldRow) -> bool:
        if self._filter is Filter.CHANGED:
            return row.is_changed
        if self._filter is Filter.UNSURE:
            return row.is_unsure
        if self._filter is Filter.MATTERS:
            return row.path in self._material
        return True

    def _toggle_more(self) -> None:
        self._shows_more = not self._shows_more
        self.refresh()
        self.refresh_sources()
