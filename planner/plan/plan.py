"""The plan: one workload, money and horizon, any number of scenarios, one baseline. What is saved and shared."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
from planner.plan.hosting import Hosting
from planner.plan.levers import Levers
from planner.plan.money import Constraints, Money, Return
from planner.plan.people import Operations, Success
from planner.plan.quote import Quote
from planner.plan.tuning import Tuning
from planner.plan.wording import N_
from planner.plan.workload import Workload

FORMAT = "llm-cost-planner/plan"
VERSION = 1

PRECISIONS = (
    ("fp16", N_("16 bits")),
    ("fp8", N_("FP8")),
    ("int8", N_("INT8")),
    ("int4", N_("4 bits, weights only")),
    ("fp4", N_("FP4")),
)


class ModelChoice(Part):
    """Which model, at which precision."""

    model: Annotated[
        str, Ui(N_("Model"), help=N_("From the catalogue, or your own."), catalogue="model", basic=True)
    ] = "openai/gpt-6-luna"
    weights: Annotated[
        Literal["fp16", "fp8", "int8", "int4", "fp4"],
        Ui(
            N_("Weights"),
            choices=PRECISIONS,
            help=N_("Fewer bits need less memory and may lose quality. Self-hosted models only."),
            hosts=("rented", "owned"),
            basic=True,
        ),
    ] = "fp16"
    kv_cache: Annotated[
        Literal["fp16", "fp8"],
        Ui(
            N_("KV cache"),
            choices=PRECISIONS[:2],
            help=N_("Precision of the attention cache."),
            hosts=("rented", "owned"),
        ),
    ] = "fp16"


class Scenario(Part):
    """One way to do it, for the plan's workload."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Ui(N_("Name")), Field(max_length=200)] = ""
    shown: bool = True
    colour: Annotated[int, Field(ge=0, le=11)] = 0
    model: ModelChoice = ModelChoice()
    tuning: Tuning = Tuning()
    hosting: Hosting = Hosting()
    levers: Levers = Levers()
    success: Success = Success()
    operations: Operations = Operations()
    wait_months: Annotated[
        Number,
        Ui(
            N_("Wait before starting"),
            u.MONTHS,
            maximum=60,
            whole=True,
            help=N_("Months in which the baseline carries on before this scenario takes over."),
        ),
    ] = 0.0
    switching_cost: Annotated[
        Amount,
        Ui(N_("Cost of switching"), u.USD, maximum=1e9, help=N_("Paid once, in the month of the change.")),
    ] = 0.0
    quote: Quote | None = None
    notes: Annotated[str, Field(max_length=100_000)] = ""

    @property
    def leans_on(self) -> tuple[str, ...]:
        """The ids of the scenarios that this one is made of, or that bridge it; empty for one that stands alone."""
        named: tuple[str, ...]
        match self.hosting.kind:
            case "hybrid":
                named = (self.hosting.hybrid.base, self.hosting.hybrid.overflow)
            case "routed":
                named = (self.hosting.routed.small, self.hosting.routed.large)
            case "owned" if self.hosting.owned.lead_months:
                named = (self.hosting.owned.bridge,)
            case _:
                return ()
        return tuple(identity for identity in named if identity)


class Waiver(Part):
    """A finding of the checks that the analyst accepts, with the reason."""

    check: str
    scenario: str = ""
    note: str = ""


class Plan(Part):
    """The document. Every edit yields a new one."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Ui(N_("Name")), Field(max_length=200)] = ""
    workload: Workload = Workload()
    money: Money = Money()
    value: Return = Return()
    constraints: Constraints = Constraints()
    scenarios: tuple[Scenario, ...] = ()
    baseline: str = ""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 42
    notes: Annotated[str, Field(max_length=100_000)] = ""
    field_notes: dict[str, str] = Field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    snapshot: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _identities_are_unique(self) -> Self:
        identities = [scenario.id for scenario in self.scenarios]
        if len(set(identities)) != len(identities):
            raise ValueError("scenario ids must be unique")
        return self

    def scenario(self, identity: str) -> Scenario:
        """Return the scenario with this id. Raises KeyError if there is none."""
        for scenario in self.scenarios:
            if scenario.id == identity:
                return scenario
        raise KeyError(identity)

    def with_only(self, *identities: str) -> Self:
        """Return the plan with these scenarios and all that their costs rest on.

        Raises KeyError for an unknown scenario.
        """
        return self.model_copy(update={"scenarios": self.needed_for(*identities)})

    def needed_for(self, *identities: str) -> tuple[Scenario, ...]:
        """Return these scenarios and all that their costs rest on, in the order of the plan.

        Those are the scenarios that one is made of, what bridges it, and the baseline where one waits. Raises
        KeyError for an unknown scenario.
        """
        found = {identity: self.scenario(identity) for identity in identities}
        waiting = list(found.values())
        while waiting:
            scenario = waiting.pop()
            waits_on = self.baseline_scenario if scenario.wait_months else None
            named = (*scenario.leans_on, *((waits_on.id,) if waits_on is not None else ()))
            others = [other for other in self.scenarios if other.id in named and other.id not in found]
            found.update((other.id, other) for other in others)
            waiting += others
        return tuple(each for each in self.scenarios if each.id in found)

    @property
    def baseline_scenario(self) -> Scenario | None:
        """The scenario that the others are compared with: the named one, else the first."""
        for scenario in self.scenarios:
            if scenario.id == self.baseline:
                return scenario
        return self.scenarios[0] if self.scenarios else None
