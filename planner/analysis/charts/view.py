"""What every chart starts from: the plan, its result, the analyses, and the words to say it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.analysis.charts.inputs import NOTHING_YET, Analyses
from planner.analysis.charts.marks import Axis, Chart, Colour, LegendEntry, Shape
from planner.analysis.charts.words import MONEY_BASES, Words
from planner.cost.results import PlanResult, ScenarioResult
from planner.plan.plan import Plan
from planner.plan.wording import N_, P_

TOTAL_COST = P_("Total cost over {months} month ({currency})", "Total cost over {months} months ({currency})", "months")
ALIKE = N_("The two cheapest cost the same.")
"""What charts of a difference say of a scenario and its copy."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a chart may draw."""

    plan: Plan
    result: PlanResult
    words: Words
    analyses: Analyses = NOTHING_YET

    @property
    def shown(self) -> tuple[ScenarioResult, ...]:
        """The results of the scenarios that are ticked for the charts, in the order of the plan."""
        ticked = {scenario.id for scenario in self.plan.scenarios if scenario.shown}
        return tuple(result for result in self.result.scenarios if result.id in ticked)

    @property
    def answering(self) -> tuple[ScenarioResult, ...]:
        """The shown results that meet every limit and have a cost."""
        return tuple(result for result in self.shown if result.feasible and result.total_cost is not None)

    def name(self, identity: str) -> str:
        """Return the name of a scenario, its id where it has none."""
        try:
            return self.plan.scenario(identity).name or identity
        except KeyError:
            return identity

    def colour(self, identity: str) -> Colour:
        """Return the colour of a scenario, the same in every chart."""
        return Colour("scenario", self.symbol(identity))

    def symbol(self, identity: str) -> int:
        """Return the symbol of a scenario, the same in every chart."""
        try:
            return self.plan.scenario(identity).colour
        except KeyError:
            return 11

    @property
    def horizon(self) -> int:
        """Months that are compared."""
        return round(self.plan.money.horizon)

    def entry(self, identity: str, value: str = "", *, line: bool = False) -> LegendEntry:
        """Return the legend entry of a scenario."""
        shape: Shape = "line" if line else "marker"
        return LegendEntry(self.name(identity), self.colour(identity), self.symbol(identity), shape, value, identity)

    def footer(self, basis: str) -> str:
        """Return the line under a chart: basis, date of the prices, plan."""
        money = self.plan.money
        return self.words.text(
            N_("{basis} · {currency}, {kind} · prices of {date} · {plan}"),
            basis=basis,
            currency=self.words.currency,
            kind=self.words.text(MONEY_BASES[money.basis]),
            date=self.words.date(money.price_date),
            plan=self.plan.name or self.plan.id,
        )


Builder = Callable[[View, str], Chart]
"""Draws one chart of a view on a basis."""


def nothing(identity: str, title: str, why: str, footer: str = "") -> Chart:
    """Return a chart that says why there is nothing to draw."""
    blank = Axis("", 0.0, 1.0)
    return Chart(identity, title, blank, blank, description=why, footer=footer, nothing=why)


def shortened(text: str, length: int = 40) -> str:
    """Return a text of at most `length` characters, the rest as an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
