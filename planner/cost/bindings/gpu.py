"""Leaves of serving on GPUs: the copy of the model, its place on a server, and the targets it must keep."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence
from planner.catalog.records import Accelerator, Model
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.lengths import likely_lengths, too_long
from planner.cost.bindings.plan_fields import SERVING_FIELDS, SPECULATIVE_FIELDS, Row, field_leaf
from planner.cost.derivation import Derivation
from planner.cost.leaves import Leaf, Leaves
from planner.cost.own_measurements import correction_of, runs_on, working_of
from planner.cost.performance import Deployment, deployment_of
from planner.cost.performance.band import width_of
from planner.cost.performance.coefficients import shipped
from planner.cost.performance.memory import Memory, Room, filled, room_of
from planner.cost.performance.site_measurements import Correction
from planner.cost.remembering import Remembered
from planner.plan.amounts import Range, numbers
from planner.plan.plan import PRECISIONS, Plan, Scenario
from planner.plan.tuning import OWN_WEIGHTS
from planner.plan.wording import N_, Message, Number, PlannerError

NO_TARGET = math.inf
NORMAL_90 = 1.2815515655446004  # standard deviations below which 90 % of a normal distribution lie
MORE_GPUS = 2.0 ** np.arange(1.0, 7.0)
"""Copies of a model are laid out on powers of two, up to the 64 GPUs that a field takes."""
FEWER_BITS = ("fp16", "fp8", "int8", "int4")
"""Precisions of the weights, the most bits first."""
ROOM_FOR_REQUESTS = 4
"""A copy is laid out on the fewest accelerators that leave room for at least this many requests at once."""


def serving_leaves(
    scenario: Scenario, catalogue: Catalogue, accelerator_id: str, accelerators_per_server: int
) -> list[Leaf | Row]:
    """Return the leaves of serving that rest on no workload: how a server is filled and run."""
    serving = scenario.hosting.serving
    model, accelerator = _on_what(scenario, catalogue, accelerator_id)
    correction = correction_of(catalogue, accelerator.id, model.id, serving.engine)
    path = ("scenarios", scenario.id, "hosting", "serving")
    return [
        Leaf(
            "accelerators_per_server",
            float(accelerators_per_server),
            "1",
            N_("GPUs in a server"),
            path=("scenarios", scenario.id, "hosting", scenario.hosting.kind, "offer"),
            follows=None if correction is None else correction.note,
        ),
        Leaf(
            "separate_models",
            float(scenario.tuning.adapters) if scenario.tuning.kind in OWN_WEIGHTS else 1.0,
            "1",
            N_("Models with weights of their own"),
            path=("scenarios", scenario.id, "tuning", "adapters"),
            note=N_("Adapters share the base model; fully trained variants do not."),
        ),
        Leaf(
            "batch_limit",
            serving.batch_limit or math.inf,
            "1",
            N_("Requests at once, at most"),
            path=(*path, "batch_limit"),
            note="" if serving.batch_limit else N_("As many as fit."),
        ),
        Leaf(
            "prefix_caching", float(serving.prefix_caching), "1", N_("Prefix caching"), path=(*path, "prefix_caching")
        ),
        *SERVING_FIELDS,
        *(SPECULATIVE_FIELDS if scenario.levers.speculative else ()),
    ]


def copy_leaves(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, accelerator_id: str, accelerators_per_server: int
) -> list[Leaf | Row]:
    """Return the leaves of a copy of the model under this workload.

    Raises `Infeasible` when the model is closed, unknown or does not fit.
    """
    serving = scenario.hosting.serving
    model, accelerator = _on_what(scenario, catalogue, accelerator_id)
    correction = correction_of(catalogue, accelerator.id, model.id, serving.engine)
    deployment, per_replica = laid_out(
        plan, scenario, catalogue, accelerator, accelerators_per_server, correction.factor if correction else 1.0
    )
    return [
        Leaf(
            "deployment",
            deployment,
            "1",
            f"{model.name} · {accelerator.name}",
            path=("scenarios", scenario.id, "model", "model"),
            record=model.id,
            provenance=model.provenance,
            own_evidence=Evidence.MEASURED,
            working=None if correction is None else _working(correction, catalogue, accelerator),
        ),
        Leaf(
            "accelerators_per_replica",
            float(per_replica),
            "1",
            N_("GPUs per copy"),
            path=("scenarios", scenario.id, "hosting", "serving", "tensor_parallel"),
            note="" if serving.tensor_parallel else N_("The fewest on which it fits with room for requests."),
        ),
        _conversation_kept(plan, scenario),
        _performance_band(model, accelerator, deployment, correction),
    ]


def _on_what(scenario: Scenario, catalogue: Catalogue, accelerator_id: str) -> tuple[Model, Accelerator]:
    """Return the model of a scenario that hosts it and its accelerator. Raises `Infeasible` where one is no choice."""
    model = open_model(scenario, catalogue)
    accelerator = catalogue.find_accelerator(accelerator_id)
    if accelerator is None:
        raise Infeasible(Message(N_("Choose a server whose accelerator the catalogue knows.")))
    return model, accelerator


_TARGETS: Remembered[Leaves] = Remembered(64)


def target_leaves(plan: Plan) -> Leaves:
    """Return the latency targets that every copy must keep."""
    notes = tuple(plan.field_notes.items())
    return _TARGETS.recall((plan.workload.timing,), notes, lambda: Leaves.of(_targets(plan)))


def _targets(plan: Plan) -> list[Leaf]:
    timing, leaves = plan.workload.timing, []
    for name, target, label in (
        ("ttft_target", timing.ttft_target, N_("First token within (p95)")),
        ("tpot_target", timing.tpot_target, N_("Each further token within")),
    ):
        if target is None:
            leaves.append(Leaf(name, NO_TARGET, "ms", label, path=("workload", "timing", name), note=N_("No target.")))
        else:
            leaves.append(field_leaf(plan, name, f"workload.timing.{name}", "ms", plan.field_notes))
    return leaves


def _conversation_kept(plan: Plan, scenario: Scenario) -> Leaf | Row:
    """Return the share of a conversation that is found again: a doubt that is drawn only where there is one."""
    row = ("conversation_kept", "hosting.serving.conversation_kept", "1")
    if max(numbers(plan.workload.lengths.turns)) > 1.0:
        return row
    return field_leaf(scenario, *row, plan.field_notes)._replace(
        amount=0.0, note=N_("Single questions: no conversation.")
    )


def _working(correction: Correction, catalogue: Catalogue, accelerator: Accelerator) -> Callable[[], Derivation]:
    return lambda: working_of(correction, runs_on(catalogue, accelerator.id))


def _performance_band(
    model: Model, accelerator: Accelerator, deployment: Deployment, correction: Correction | None
) -> Leaf:
    """Return the doubt of the performance model as a factor around one, shared by all that use this deployment."""
    spread = _spread(float(deployment.accelerator_family), float(deployment.engine))
    if correction is not None:
        spread = min(spread, math.exp(NORMAL_90 * correction.error))
    return Leaf(
        "performance_factor",
        _around_one(spread),
        "1",
        N_("Doubt of the performance model"),
        record=f"{model.id} on {accelerator.id}",
        own_evidence=Evidence.MEASURED,
        note=N_("Calibrated on your measurements: the band is that of your own runs.")
        if correction is not None
        else N_("80 % of measurements that the model was not fitted to lie in this band."),
    )


@lru_cache(maxsize=256)
def _spread(accelerator_family: float, engine: float) -> float:
    return max(float(width_of(accelerator_family, engine, shipped())), 1.0)


@lru_cache(maxsize=256)
def _around_one(spread: float) -> Range:
    return Range(low=1.0 / spread, likely=1.0, high=spread)


def open_model(scenario: Scenario, catalogue: Catalogue) -> Model:
    """Return the model of a scenario that hosts it. Raises `Infeasible` when that is not possible."""
    model = catalogue.find_model(scenario.model.model)
    if model is None:
        raise Infeasible(
            Message(N_("The catalogue does not know the model '{model}'."), {"model": scenario.model.model})
        )
    if not model.open_weights:
        raise Infeasible(
            Message(N_("{model} is not published: it can only be called as an API."), {"model": model.name})
        )
    return model


def laid_out(
    plan: Plan,
    scenario: Scenario,
    catalogue: Catalogue,
    accelerator: Accelerator,
    per_server: int,
    correction: float = 1.0,
) -> tuple[Deployment, int]:
    """Return the deployment of one copy and the accelerators that it takes.

    `correction` is measured over predicted speed, from the user's own measurements. Raises `Infeasible` where it does
    not fit; a prompt that the model cannot read at all is no matter of GPUs.
    """
    serving, lengths = scenario.hosting.serving, likely_lengths(plan, scenario, catalogue)
    tokens = max(lengths["input_tokens"], 1.0), max(lengths["output_tokens"], 1.0)
    try:
        model = open_model(scenario, catalogue)
        others = (
            serving.tensor_parallel,
            per_server,
            scenario.model.weights,
            scenario.model.kv_cache,
            serving.engine,
            plan.money.price_date.isoformat()[: len("YYYY-MM")],
            serving.tuned,
            correction,
        )
        return _LAID_OUT.recall(
            (model, accelerator), (tokens, others), lambda: _laid_out(model, accelerator, tokens, others)
        )
    except PlannerError as error:
        raise Infeasible(error.message) from None
    except Infeasible as refusal:
        raise Infeasible(*(too_long(plan, scenario, catalogue) or refusal.reasons)) from None


_Others = tuple[float | None, int, str, str, str, str, str, float]
"""What a layout rests on besides model, accelerator and lengths; the arguments of `_sizes` in order."""
_LAID_OUT: Remembered[tuple[Deployment, int]] = Remembered(512)
_SIZES: Remembered[_Sizes] = Remembered(256)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Layouts of a copy that are tried, whatever the lengths: what places it, its sizes in GPUs, and their room."""

    place: Callable[..., Deployment]
    weights: str
    gpus: NDArray[np.float64]
    room: Room
    placed: tuple[Deployment, ...]


def _sizes(
    model: Model,
    accelerator: Accelerator,
    tensor_parallel: float | None,
    per_server: int,
    weights: str,
    kv_cache: str,
    engine: str,
    engine_date: str,
    tuned: str,
    correction: float,
) -> _Sizes:
    def place(count: float | NDArray[np.float64], bits: str = weights) -> Deployment:
        return deployment_of(
            model,
            accelerator,
            tensor_parallel=count,
            weight_precision=bits,
            kv_precision=kv_cache,
            engine=engine,
            engine_date=engine_date,
            tuned=tuned,
            correction=correction,
        )

    if tensor_parallel is not None:
        sizes = np.array([float(tensor_parallel)])
    else:
        sizes = np.array([float(2**power) for power in range(7) if 2**power <= max(per_server, 1)])
    return _Sizes(place, weights, sizes, room_of(place(sizes)), tuple(place(size) for size in sizes.tolist()))


def _laid_out(
    model: Model, accelerator: Accelerator, tokens: tuple[float, float], others: _Others
) -> tuple[Deployment, int]:
    sizes = _SIZES.recall((model, accelerator), others, lambda: _sizes(model, accelerator, *others))
    tried = filled(sizes.room, sum(tokens))
    fitting = np.flatnonzero(tried.fits)
    if not fitting.size:
        count = int(sizes.gpus[-1])
        raise Infeasible(_does_not_fit(model, accelerator, count, tried, _what_helps(sizes, sum(tokens))))
    roomy = np.flatnonzero(tried.max_concurrency >= ROOM_FOR_REQUESTS)
    chosen = sizes.placed[int(roomy[0] if roomy.size else fitting[-1])]
    read, written = tokens
    return replace(chosen, input_tokens=read, output_tokens=written), int(chosen.tensor_parallel)


def _what_helps(sizes: _Sizes, tokens: float) -> Message:
    """Return the smallest changes with which a copy fits: more GPUs than were tried, or fewer bits on as many."""

    def fits(count: float | NDArray[np.float64], bits: str = sizes.weights) -> NDArray[np.bool_]:
        return np.atleast_1d(filled(room_of(sizes.place(count, bits)), tokens).fits)

    count = float(sizes.gpus[-1])
    more = MORE_GPUS[count < MORE_GPUS]
    enough = more[fits(more)] if more.size else more
    fewer = FEWER_BITS[FEWER_BITS.index(sizes.weights) + 1 :] if sizes.weights in FEWER_BITS else ()
    narrow = next((bits for bits in fewer if fits(count, bits).all()), "")
    return _would_fit(int(enough[0]) if enough.size else 0, narrow)


def _does_not_fit(model: Model, accelerator: Accelerator, count: int, memory: Memory, helps: Message) -> Message:
    shortfall = float(np.ravel(memory.shortfall_gb)[-1])
    return Message(
        N_("{model} does not fit on {count} × {accelerator}: {shortfall} GB per GPU are missing. {helps}"),
        {
            "model": model.name,
            "count": count,
            "accelerator": accelerator.name,
            "shortfall": Number(shortfall, 1),
            "helps": helps,
        },
    )


def _would_fit(gpus: int, bits: str) -> Message:
    """Return the smallest changes that help: the fewest GPUs (0: none), the most bits ("": none)."""
    named = {"gpus": gpus, "bits": Message(dict(PRECISIONS)[bits]) if bits else ""}
    if gpus and bits:
        return Message(N_("It fits on {gpus} of them, or with weights in {bits}."), named)
    if gpus:
        return Message(N_("It fits on {gpus} of them."), named)
    if bits:
        return Message(N_("It fits with weights in {bits}."), named)
    return Message(N_("Take larger GPUs, or a smaller model."))
