"""How long a call is at the best guesses: what a copy must hold, and what a model can read at all."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.catalog.catalogue import Catalogue
from planner.cost import traffic
from planner.cost.bindings.traffic import plan_leaves, scenario_leaves
from planner.cost.distributions import share_above
from planner.cost.graph import Formula
from planner.cost.remembering import Remembered
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, Number


def likely_lengths(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Mapping[str, float]:
    """Return the mean lengths of a call in tokens, as the formulas of traffic have them."""
    rest_on = (plan.workload.lengths, scenario, catalogue)
    return _KNOWN.recall(rest_on, (), lambda: _computed(plan, scenario, catalogue, _FORMULAS))


_KNOWN: Remembered[Mapping[str, float]] = Remembered(256)
_FORMULAS = (
    traffic.prefix_tokens,
    traffic.history_tokens,
    traffic.fresh_tokens,
    traffic.input_tokens,
    traffic.output_tokens,
)


def _computed(plan: Plan, scenario: Scenario, catalogue: Catalogue, formulas: tuple[Formula, ...]) -> dict[str, float]:
    own, shared = scenario_leaves(plan, scenario, catalogue).likely, plan_leaves(plan, catalogue).likely
    known: dict[str, float] = {}
    for formula in formulas:
        for name in formula.inputs:
            if name not in known:
                known[name] = own[name] if name in own else shared[name]
        known[formula.name] = float(formula.function(*[known[name] for name in formula.inputs]))
    return known


def too_long(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> tuple[Message, ...]:
    """Say where a conversation's last turn exceeds what the model reads, by how much, and how many turns fit.

    The last turn carries all earlier rounds: twice what turns carry on average.
    """
    model = catalogue.find_model(scenario.model.model)
    if model is None or model.context is None:
        return ()
    lengths = likely_lengths(plan, scenario, catalogue)
    needed = lengths["input_tokens"] + lengths["history_tokens"] + lengths["output_tokens"]
    over = needed - model.context
    if over <= 0.0:
        return ()
    turns, earlier = lengths["turns"], 2.0 * lengths["history_tokens"]
    fitting = math.floor(turns - over * (turns - 1.0) / earlier) if earlier else 0
    named = {
        "model": model.name,
        "context": Number(model.context, 0),
        "needed": Number(needed, 0),
        "over": Number(over, 0),
        "turns": Number(turns),
        "fitting": Number(fitting),
    }
    if fitting >= 1:
        words = N_(
            "The last of {turns} turns takes {needed} tokens, {over} more than {model} reads ({context}): {fitting} "
            "turns fit."
        )
        return (Message(words, named),)
    words = N_(
        "Prompt and answer take {needed} tokens, {over} more than {model} reads ({context}). Shorten them, or take a "
        "model that reads more."
    )
    return (Message(words, named),)


def share_too_long(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> float:
    """Return the share of calls whose prompt leaves no room for a mean answer in the model's context window."""
    model = catalogue.find_model(scenario.model.model)
    if model is None or model.context is None:
        return 0.0
    lengths = _computed(plan, scenario, catalogue, (*_FORMULAS, traffic.input_spread))
    room = model.context - lengths["output_tokens"]
    return float(share_above(room, lengths["input_tokens"], lengths["input_spread"]))
