"""Rows of names and numbers understood as deployments: by catalogue records, with a note for every doubt."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from planner.catalog.records import Accelerator, Model
from planner.cost.performance.deployment import Deployment, deployment_of
from planner.cost.performance.families import ENGINE_FAMILIES
from planner.cost.performance.memory import memory_of
from planner.cost.performance.table_cells import (
    USUAL_INPUT_TOKENS,
    USUAL_OUTPUT_TOKENS,
    Notes,
    date_of,
    engine_of,
    kv_of,
    number_of,
    required_number,
    text_of,
    tokens_of,
    weights_of,
    whole,
)
from planner.plan.wording import N_, Message, PlannerError

_SAME_MEMORY = 0.05
_MANY_EXPERTS = 16  # from so many, cutting each into pieces makes them too small
_ROOM_FOR_REQUESTS = 0.2  # of the memory: a throughput run takes the fewest accelerators that leave this for the cache
_VARIANT = re.compile(r"[-_ ]?(instruct|chat|it|base|hf)([-_ ]v?\d+(\.\d+)?)?$")
_MEMORY = re.compile(r"[-_ ](\d+) ?g(i?b)?$")


class Catalogue(Protocol):
    """What the table needs of a catalogue: records by identifier or alias, None if unknown."""

    def find_model(self, name: str) -> Model | None:
        """Return the model that goes by a name."""

    def find_accelerator(self, name: str) -> Accelerator | None:
        """Return the accelerator that goes by a name."""


@dataclass(slots=True)
class Row:
    """A row as understood: a deployment and a concurrency, or notes that say why not."""

    deployment: Deployment | None = None
    concurrency: float = math.nan
    notes: list[Message] = field(default_factory=list)

    @property
    def has_further_tokens(self) -> bool:
        """Whether there is a token after the first, and so a time to it."""
        return self.deployment is not None and float(self.deployment.output_tokens) > 1.0


@dataclass(slots=True)
class RowReader:
    """Reads rows against a catalogue and remembers the deployments that it has built."""

    catalogue: Catalogue
    _models: dict[str, Model | None] = field(default_factory=dict)
    _accelerators: dict[str, Accelerator | None] = field(default_factory=dict)

    def read(self, row: Mapping[str, str]) -> Row:
        """Understand one row."""
        result = Row()
        try:
            self._read(row, result)
        except PlannerError as error:
            result.deployment = None
            result.notes.append(error.message)
        return result

    def _read(self, row: Mapping[str, str], result: Row) -> None:
        model = self._model(text_of(row, "model"))
        accelerator = self._accelerator(text_of(row, "accelerator"))
        count = number_of(row, "n_accelerators", least=1.0)
        given = number_of(row, "tp", least=1.0)
        count, given = whole(count or given or 1.0, "n_accelerators"), given and whole(given, "tp")
        most = text_of(row, "concurrency").casefold() in {"max", "inf"}
        result.concurrency = math.inf if most else required_number(row, "concurrency")
        deployment = deployment_of(
            model,
            accelerator,
            weight_precision=weights_of(row, accelerator, result.notes, most=most),
            kv_precision=kv_of(row, accelerator, result.notes, most=most),
            input_tokens=tokens_of(row, "input_tokens", USUAL_INPUT_TOKENS, result.notes),
            output_tokens=tokens_of(row, "output_tokens", USUAL_OUTPUT_TOKENS, result.notes),
            engine=engine_of(row, accelerator, result.notes, most=most),
            engine_date=date_of(row, result.notes),
            offline=most,
        )
        if given and given > count:
            result.notes.append(Message(N_("tp is larger than n_accelerators: n_accelerators taken.")))
            given = count
        if given and count % given:
            left = count % given
            message = N_("Replicas of {tp} leave {left} of {count} accelerators unused.")
            result.notes.append(Message(message, {"tp": f"{given:g}", "left": f"{left:g}", "count": f"{count:g}"}))
            count -= left
        result.deployment = _arranged(deployment, count, given or None, result.notes, most=most)

    def _find_model(self, name: str) -> Model | None:
        """Find a model; a tuned variant that has no architecture of its own takes that of the model it is made from."""
        found = self.catalogue.find_model(name) if name else None
        shorter = _VARIANT.sub("", name.casefold())
        if (found is None or not found.layers) and shorter not in {"", name.casefold()}:
            other = self.catalogue.find_model(shorter)
            return other if other is not None and other.layers else found
        return found

    def _find_accelerator(self, name: str) -> Accelerator | None:
        """Find an accelerator; a name with the memory size at its end matches one that has this much."""
        found = self.catalogue.find_accelerator(name) if name else None
        size = _MEMORY.search(name.casefold())
        if found is None and size:
            other = self.catalogue.find_accelerator(name[: size.start()])
            if other is not None and other.memory and abs(other.memory - float(size[1])) <= _SAME_MEMORY * other.memory:
                return other
        return found

    def _model(self, name: str) -> Model:
        if name not in self._models:
            self._models[name] = self._find_model(name)
        model = self._models[name]
        if model is None:
            raise PlannerError(N_("The model '{name}' is not in the catalogue: no prediction."), name=name)
        return model

    def _accelerator(self, name: str) -> Accelerator:
        if name not in self._accelerators:
            self._accelerators[name] = self._find_accelerator(name)
        accelerator = self._accelerators[name]
        if accelerator is None:
            raise PlannerError(N_("The accelerator '{name}' is not in the catalogue: no prediction."), name=name)
        return accelerator


def _arranged(d: Deployment, count: float, given: float | None, notes: Notes, *, most: bool) -> Deployment:
    """Spread a deployment over accelerators: tensor parallel, replicas, shared experts, or layers in turn."""
    if given is None and count > 1 and ENGINE_FAMILIES[int(d.engine)] in {"local", "eager"}:
        notes.append(Message(N_("tp is empty: the layers are split over the accelerators, as this engine does.")))
        return replace(d, layer_split=count)
    tp = given or (_least_tensor_parallel(d, count) if most else count)
    if given is None and tp != count:
        notes.append(
            Message(
                N_("tp is empty and concurrency is max: {replicas} replicas of {tp} accelerators taken."),
                {"replicas": f"{count / tp:g}", "tp": f"{tp:g}"},
            )
        )
    single = replace(d, tensor_parallel=tp, expert_parallel=tp, replicas=count / tp)
    if most and tp == count > 1 and float(d.experts) >= _MANY_EXPERTS:
        apart = replace(d, tensor_parallel=1.0, expert_parallel=count, replicas=count)
        if bool(memory_of(apart).fits):
            notes.append(Message(N_("Attention on each accelerator and experts spread, as throughput runs do.")))
            return apart
    if count == tp or bool(memory_of(single).fits):
        return single
    if float(d.expert_parameters) > 0:
        spread = replace(single, expert_parallel=count)
        note = Message(N_("A replica does not fit alone: the experts are spread over all accelerators."))
    else:
        spread = replace(single, layer_split=count / tp, replicas=1.0)
        note = Message(N_("A replica does not fit alone: the layers are split over all accelerators."))
    if not bool(memory_of(spread).fits):
        return single
    notes.append(note)
    return spread


def _least_tensor_parallel(d: Deployment, count: float) -> float:
    """Return the fewest accelerators of a replica that leave room for the cache, of those that divide the count."""
    for tp in range(1, int(count)):
        if count % tp or tp & (tp - 1):
            continue
        memory = memory_of(replace(d, tensor_parallel=float(tp), expert_parallel=float(tp)))
        if bool(memory.fits) and float(memory.kv_cache) >= _ROOM_FOR_REQUESTS * float(memory.available):
            return float(tp)
    return count
