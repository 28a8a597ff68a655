"""The templates: six plans by the role of the model, each with defaults that are dated, sourced or said to be assumed.

Names of scenarios are roles ('small fast API model'), because product names vanish; which product fills a role today
is the model that the scenario names.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from plan_parts import api, coloured, owned, rented, routed
from planner.plan.amounts import Amount, Range
from planner.plan.hosting import RoutedHosting
from planner.plan.levers import Levers
from planner.plan.money import Money
from planner.plan.people import Operations
from planner.plan.plan import Plan, Scenario
from planner.plan.tuning import Tuning
from planner.plan.workload import Lengths, QualityFloor, Timing, Volume, Workload

PRICES_OF = dt.date(2026, 11, 23)
SMALLEST_API = ("gpt-oss-120b", "DeepInfra")
SMALL_API = ("google/gemini-3.1-flash-lite", "Google")
LARGE_API = ("openai/gpt-5.5", "OpenAI")
SMALL_OPEN, SMALL_PROVIDER = "gemma-4-31b-it", "DeepInfra"
SMALL_OFFER = "runpod/1x-l40s-secure/any/on_demand/2026-09"
LARGE_OPEN, LARGE_PROVIDER = "glm-5.2", "Z.ai"
LARGE_OFFER = "coreweave/8x-h200-sxm/north-america/on_demand/2026-09"
LARGE_SERVER = "buy/hgx-h200-8x-141gb-baseboard-server/2025-01"
"""Models whose quality is published on the benchmarks below, so that each template can say what is good enough, and
that nobody has announced to withdraw within the months that are compared."""

FOLLOWING = "LiveBench IF 2026_01_08"
OVERALL = "LiveBench global average 2026_01_08"

REASONING = (
    "Assumed, for easy tasks at a modest effort, and the same for every model, because the scores were measured with "
    "reasoning. In production a reasoning model wrote 1,014 tokens in the middle and 2,133 on average, answer included "
    "(profile 'servegen-r1' of the catalogue); hard questions take about 8,000 ('mlenergy-gpqa-thinking'). At 0 the "
    "models answer at once: test their quality again."
)
REASONING_OF_AGENTS = (
    "Assumed. The profile counts 522 output tokens a call; whether all reasoning is among them is not said, so some is "
    "added."
)

_MONEY = Money(price_date=PRICES_OF, horizon=24.0, api_price_trend=Range(low=-0.4, likely=-0.2, high=0.0))
_OPERATED = Operations(engineers=Range(low=0.1, likely=0.25, high=0.75))


def _volume(requests: float, per_user: float) -> Volume:
    return Volume(
        requests=Range(low=0.6 * requests, likely=requests, high=1.6 * requests),
        users=requests / per_user,
        requests_per_user=per_user,
        growth=Range(low=0.0, likely=0.2, high=0.6),
    )


def _around(tokens: float) -> Amount:
    return Range(low=0.7 * tokens, likely=tokens, high=1.5 * tokens)


def _small_api(**others: Any) -> Scenario:
    return api("small-api", "Small fast API model", *SMALL_API, **others)


def _large_api(**others: Any) -> Scenario:
    return api("large-api", "Large API model", *LARGE_API, **others)


def _smallest_api(**others: Any) -> Scenario:
    return api("smallest-api", "Smallest API model", *SMALLEST_API, **others)


def _open_api(**others: Any) -> Scenario:
    return api("open-api", "Small open model at an API provider", SMALL_OPEN, SMALL_PROVIDER, **others)


def _small_rented(**others: Any) -> Scenario:
    others = {"operations": _OPERATED, **others}
    return rented("small-rented", "Small open model, rented GPU", SMALL_OPEN, "fp8", SMALL_OFFER, **others)


def _floor(benchmark: str, score: float) -> QualityFloor:
    return QualityFloor(benchmark=benchmark, floor=score)


def _template(
    identity: str,
    name: str,
    workload: Workload,
    profile: str,
    *scenarios: Scenario,
    floor: str,
    reasoning: str = REASONING,
    notes: str,
) -> Plan:
    coloured_scenarios = coloured(*scenarios)
    source = f"Profile '{profile}' of the catalogue, November 2026." if profile else "Assumed."
    notes_of_fields = {
        "workload.volume.requests": "Replace it with your own number.",
        "workload.volume.growth": "Assumed.",
        "workload.lengths.context": f"{source} How the input divides is assumed.",
        "workload.lengths.answer": source,
        "workload.lengths.reasoning": reasoning,
        "workload.quality.floor": f"{floor} Scores are LiveBench's, for its questions of January 2026; models that "
        "reason were tested with their reasoning. Replace the floor with a test on your own cases.",
        "money.api_price_trend": "Assumed: lists fell by more in most years since 2023; contracts may not.",
    }
    for scenario in coloured_scenarios:
        if scenario.operations == _OPERATED:
            notes_of_fields[f"scenarios.{scenario.id}.operations.engineers"] = "Assumed: somebody must keep it running."
    return Plan(
        id=identity,
        name=name,
        baseline="large-api",
        workload=workload,
        money=_MONEY,
        scenarios=coloured_scenarios,
        notes=notes,
        field_notes=notes_of_fields,
    )


SUPPORT_CHAT = _template(
    "support-chat",
    "Support chat",
    Workload(
        volume=_volume(60_000.0, 12.0),
        lengths=Lengths(
            system=800.0,
            context=1_400.0,
            question=300.0,
            answer=_around(200.0),
            reasoning=Range(low=100.0, likely=500.0, high=2_000.0),
            spread=0.8,
        ),
        timing=Timing(shape="office", ttft_target=2_000.0, tpot_target=100.0),
        quality=_floor(FOLLOWING, 60.0),
    ),
    "preset-support",
    _large_api(),
    _small_api(),
    _smallest_api(),
    routed(
        "small-first",
        "Smallest API model first, large for the rest",
        RoutedHosting(
            small="smallest-api",
            large="large-api",
            small_share=Range(low=0.4, likely=0.6, high=0.7),
            escalated=Range(low=0.05, likely=0.1, high=0.2),
        ),
    ),
    _open_api(),
    _small_rented(),
    floor="Instructions must be followed, or customers are told what is not so: 60 lies between the small models, "
    "which score about 68, and the smallest, which scores 50.",
    notes="Answers to customers from a knowledge base, in office hours. Which model is good enough must be measured "
    "on your own conversations: enter the share done right under 'Success'.",
)

DOCUMENT_EXTRACTION = _template(
    "document-extraction",
    "Document extraction",
    Workload(
        volume=_volume(200_000.0, 1_000.0),
        lengths=Lengths(
            system=400.0,
            context=1_100.0,
            question=0.0,
            answer=_around(200.0),
            reasoning=Range(low=100.0, likely=400.0, high=1_500.0),
            spread=1.0,
        ),
        timing=Timing(shape="office", ttft_target=10_000.0, tpot_target=None, deferrable=0.7),
        quality=_floor(FOLLOWING, 60.0),
    ),
    "preset-extract",
    _large_api(levers=Levers(batch=True)),
    _small_api(levers=Levers(batch=True)),
    _smallest_api(levers=Levers(batch=True)),
    _small_rented(levers=Levers(batch=True)),
    rented(
        "tuned-rented",
        "Small open model, tuned, rented GPU",
        SMALL_OPEN,
        "fp8",
        SMALL_OFFER,
        operations=_OPERATED,
        levers=Levers(batch=True),
        tuning=Tuning(kind="lora", example_tokens=1_700.0, training_accelerator="h100-sxm"),
    ),
    floor="A field in the wrong form is a field that somebody types again: 60 asks for models that follow the form.",
    notes="Fields out of documents. Most documents can wait for a night, so batch prices apply to them, and servers of "
    "your own work them off outside the peak.",
)

RAG_ASSISTANT = _template(
    "rag-assistant",
    "RAG assistant",
    Workload(
        volume=_volume(150_000.0, 60.0),
        lengths=Lengths(
            system=500.0,
            context=3_300.0,
            question=200.0,
            answer=_around(250.0),
            reasoning=Range(low=150.0, likely=600.0, high=2_000.0),
            spread=0.8,
        ),
        timing=Timing(shape="office", ttft_target=2_500.0, tpot_target=80.0),
        quality=_floor(OVERALL, 60.0),
    ),
    "preset-rag",
    _large_api(),
    api(
        "large-api-short",
        "Large API model, answer cache and shorter context",
        *LARGE_API,
        levers=Levers(semantic_cache=True, compression=True),
    ),
    _small_api(),
    _smallest_api(),
    _open_api(),
    _small_rented(),
    floor="Passages must be understood and weighed: 60 is what small models of 2026 reach on average; the smallest "
    "scores 46.",
    notes="Questions of employees, answered from retrieved passages. The passages are most of the input: shortening "
    "them and answering repeats from a cache are worth trying before another model is.",
)

CODING_AGENT = _template(
    "coding-agent",
    "Coding agent",
    Workload(
        volume=_volume(100_000.0, 1_000.0),
        lengths=Lengths(
            system=64_500.0,
            context=3_500.0,
            question=700.0,
            answer=_around(520.0),
            reasoning=Range(low=0.0, likely=200.0, high=1_000.0),
            spread=0.5,
        ),
        timing=Timing(shape="azure24-coding", ttft_target=10_000.0, tpot_target=50.0),
        quality=_floor(OVERALL, 70.0),
    ),
    "preset-agent",
    _large_api(levers=Levers(prompt_cache=True, prompt_cache_hits=Range(low=0.85, likely=0.95, high=0.99))),
    _small_api(levers=Levers(prompt_cache=True, prompt_cache_hits=Range(low=0.85, likely=0.95, high=0.99))),
    api(
        "large-open-api",
        "Large open model at an API provider",
        LARGE_OPEN,
        LARGE_PROVIDER,
        levers=Levers(prompt_cache=True, prompt_cache_hits=Range(low=0.85, likely=0.95, high=0.99)),
    ),
    rented("large-rented", "Large open model, rented GPUs", LARGE_OPEN, "fp8", LARGE_OFFER, operations=_OPERATED),
    owned("large-owned", "Large open model, own server", LARGE_OPEN, "fp8", LARGE_SERVER, operations=_OPERATED),
    floor="An agent that errs once in many steps fails the task: 70 asks for a large model of 2026; small ones score "
    "about 62.",
    reasoning=REASONING_OF_AGENTS,
    notes="Developers with an agent that calls the model 33 times a task with 2.3 million tokens, 94 % of them "
    "repeated from the call before. A request here is one call. Without the provider's prompt cache the bill is "
    "several times higher. On servers of your own, repeated input counts as shared by all: an agent's own history is "
    "not, so plan with spare servers.",
)

BATCH_CLASSIFICATION = _template(
    "batch-classification",
    "Batch classification",
    Workload(
        volume=_volume(5_000_000.0, 50_000.0),
        lengths=Lengths(
            system=250.0,
            context=150.0,
            question=0.0,
            answer=_around(5.0),
            reasoning=Range(low=50.0, likely=150.0, high=600.0),
            spread=0.6,
        ),
        timing=Timing(shape="flat", ttft_target=None, tpot_target=None, deferrable=1.0),
        quality=_floor(FOLLOWING, 50.0),
    ),
    "preset-classify",
    _large_api(levers=Levers(batch=True)),
    _small_api(levers=Levers(batch=True)),
    _smallest_api(levers=Levers(batch=True)),
    _small_rented(levers=Levers(batch=True), rented={"scaling": "hours", "hours": 160.0}),
    _open_api(levers=Levers(batch=True)),
    floor="One of a few labels is an easy task, and the floor is low on purpose: the smallest model scores 50. A "
    "larger one would crack a nut with a jackhammer.",
    notes="A label for each of many short texts, overnight. The label itself is a few tokens; what the model thinks "
    "before it and the instructions that every text repeats are what to shorten.",
)

TRANSLATION = _template(
    "translation",
    "Translation",
    Workload(
        volume=_volume(80_000.0, 400.0),
        lengths=Lengths(
            system=200.0,
            context=0.0,
            question=600.0,
            answer=_around(650.0),
            reasoning=Range(low=100.0, likely=400.0, high=1_500.0),
            spread=0.9,
            language="es",
        ),
        timing=Timing(shape="office", ttft_target=5_000.0, tpot_target=None, deferrable=0.5),
        quality=_floor(OVERALL, 60.0),
    ),
    "",
    _large_api(levers=Levers(batch=True)),
    _small_api(levers=Levers(batch=True)),
    _smallest_api(levers=Levers(batch=True)),
    _open_api(),
    _small_rented(levers=Levers(batch=True)),
    floor="No benchmark of translation covers these models, so the average over all tasks stands in for it: 60 asks "
    "for a small model, not the smallest.",
    notes="Texts from and into Spanish: the same text costs more tokens than in English, by the model's tokenizer. "
    "Half of it can wait.",
)

TEMPLATES = (SUPPORT_CHAT, DOCUMENT_EXTRACTION, RAG_ASSISTANT, CODING_AGENT, BATCH_CLASSIFICATION, TRANSLATION)
