"""The charts of the planner, in the order in which the window shows them."""

from __future__ import annotations

from dataclasses import dataclass

from planner.analysis.charts import (
    bridge,
    cost_bars,
    cumulative,
    day,
    memory,
    odds,
    quality,
    tornado,
    volume,
    winner_map,
)
from planner.analysis.charts.marks import Chart
from planner.analysis.charts.view import Builder, View
from planner.plan.wording import N_


@dataclass(frozen=True, slots=True)
class ChartKind:
    """One chart: its id, its title, the bases it can be shown on (id, msgid), and its builder."""

    id: str
    title: str
    build: Builder
    bases: tuple[tuple[str, str], ...] = ()

    def draw(self, view: View, basis: str = "") -> Chart:
        """Return the chart of a view on a basis; the first basis where none is named."""
        known = [identity for identity, _ in self.bases]
        return self.build(view, basis if basis in known or not known else known[0])


KINDS = (
    ChartKind(cost_bars.ID, cost_bars.TITLE, cost_bars.cost_bars, tuple((b.id, b.label) for b in cost_bars.BASES)),
    ChartKind(cumulative.ID, cumulative.TITLE, cumulative.cumulative),
    ChartKind(volume.ID, volume.TITLE, volume.volume, (("month", N_("per month")), ("request", N_("per request")))),
    ChartKind(winner_map.ID, winner_map.TITLE, winner_map.winner_map),
    ChartKind(tornado.ID, tornado.TITLE, tornado.tornado),
    ChartKind(odds.ID, odds.TITLE, odds.odds),
    ChartKind(bridge.ID, bridge.TITLE, bridge.bridge),
    ChartKind(quality.ID, quality.TITLE, quality.quality),
    ChartKind(day.ID, day.TITLE, day.day),
    ChartKind(memory.ID, memory.TITLE, memory.memory),
)


def kind(identity: str) -> ChartKind:
    """Return a kind of chart by its id. Raises KeyError if there is none."""
    for each in KINDS:
        if each.id == identity:
            return each
    raise KeyError(identity)
