"""The worked examples of what a server costs: a box on premises, a cloud server for a small model and for a large."""

from __future__ import annotations

import datetime as dt
from typing import Any

from plan_parts import api, coloured, owned, rented
from planner.plan.amounts import Range
from planner.plan.money import Money
from planner.plan.people import Operations
from planner.plan.plan import Plan
from planner.plan.workload import Lengths, Timing, Volume, Workload

_PRICES_OF = dt.date(2023, 10, 31)
_CHAT = Lengths(system=300.0, context=645.0, question=210.0, answer=211.0, spread=1.0)
_TOKENS = (
    "Azure's trace of chat requests, November 2023: 1,155 tokens in and 211 out on average. How the 1,155 divide is "
    "our assumption."
)
_HARDWARE_ONLY: dict[str, Any] = {
    "network_and_installation": 0.0,
    "support": 0.0,
    "electricity_price": 0.0,
    "space_price": 0.0,
}


def _chat(requests: float) -> Workload:
    return Workload(
        volume=Volume(requests=requests, users=requests / 40.0),
        lengths=_CHAT,
        timing=Timing(shape="azure24-chat", ttft_target=3_000.0, tpot_target=150.0),
    )


DGX_ON_PREMISES = Plan(
    id="dgx-on-premises",
    name="A DGX box on premises",
    baseline="hardware-only",
    workload=_chat(1_200_000.0),
    money=Money(price_date=_PRICES_OF, horizon=36.0),
    scenarios=coloured(
        owned(
            "hardware-only",
            "DGX A100, hardware only",
            "llama-2-70b-chat",
            "fp16",
            "buy/nvidia-dgx-a100-320gb/2020-05",
            owned={"life": 3.0, **_HARDWARE_ONLY},
            notes="What the press counts: the price of the box over three years, and nothing else.",
        ),
        owned(
            "with-everything",
            "DGX A100 with power, space, support and people",
            "llama-2-70b-chat",
            "fp16",
            "buy/nvidia-dgx-a100-320gb/2020-05",
            owned={"life": 3.0},
            operations=Operations(engineers=Range(low=0.25, likely=0.5, high=1.0), engineer_cost=180_000.0),
            notes="The same box with what it takes to run it. The bridge between the two shows what was left out.",
        ),
        owned(
            "h100",
            "DGX H100, hardware only",
            "llama-2-70b-chat",
            "fp16",
            "buy/nvidia-dgx-h100-640gb/2023-05",
            owned={"life": 4.0, **_HARDWARE_ONLY},
            notes="Written off over four years it lands at the same amount a year. Cash counts all of it at the start.",
        ),
        api("gpt-35", "GPT-3.5 Turbo, same requests", "openai/gpt-3.5-turbo", "OpenAI"),
    ),
    notes=(
        "The press: on premises, a model below 100 B parameters needs at least one DGX box, about $200,000, and the "
        "hardware for Llama 2 comes to about $65,000 a year.\n\n"
        "The list price of a DGX A100 with 320 GB was $199,000 (May 2020). Over three years that is $66,333 a year: "
        "the two figures of the press are one, and hardware is all that they hold. The second scenario adds network "
        "and installation, power, rack space, support and half an engineer, and costs nearly three times as much. "
        "Open 'hardware' in the working of the total to see the derivation."
    ),
    field_notes={
        "workload.volume.requests": "Chosen: what one box answers within the latency targets, with room to spare.",
        "workload.lengths.context": _TOKENS,
        "scenarios.hardware-only.hosting.owned.life": "Three years: the life that turns $200,000 into $65,000 a year.",
        "scenarios.hardware-only.hosting.owned.electricity_price": "Set to nothing: the press counts hardware only.",
        "scenarios.hardware-only.hosting.owned.space_price": "Set to nothing: the press counts hardware only.",
        "scenarios.with-everything.operations.engineers": "Assumed: from a quarter of a person to one.",
    },
)

CLOUD_SMALL_MODEL = Plan(
    id="cloud-small-model",
    name="A small model in the cloud, 2023",
    baseline="endpoint-13b",
    workload=_chat(200_000.0),
    money=Money(price_date=_PRICES_OF, horizon=12.0),
    scenarios=coloured(
        rented(
            "endpoint-13b",
            "13B in 8 bits, Hugging Face endpoint (A10G)",
            "llama-2-13b-chat",
            "int8",
            "hugging-face/aws-medium/aws/managed/2023-07",
        ),
        rented(
            "aws-7b",
            "7B, AWS g5.2xlarge (A10G)",
            "llama-2-7b-chat",
            "fp16",
            "aws/g5.2xlarge/us-east-1/on_demand/2023-09",
        ),
        rented(
            "aws-13b",
            "13B in 8 bits, AWS g5.4xlarge (A10G)",
            "llama-2-13b-chat",
            "int8",
            "aws/g5.4xlarge/us-east-1/on_demand/2023-09",
        ),
        rented(
            "specialist-13b",
            "13B, Lambda A100 40 GB",
            "llama-2-13b-chat",
            "fp16",
            "lambda/1x-a100-40gb/us/on_demand/2023-10",
        ),
        api("gpt-35", "GPT-3.5 Turbo, same requests", "openai/gpt-3.5-turbo", "OpenAI"),
    ),
    notes=(
        "The press: in the cloud, a model below 15 B parameters costs about $1,000 a month, $12,000 a year.\n\n"
        "That is $1.37 an hour around the clock: one 24 GB GPU. The four rented scenarios are servers of 2023 that "
        "explain it, from $803 to $1,186 a month. A 13B model in 16 bits needs 26 GB and does not fit on 24 GB: on the "
        "A10G it runs in 8 bits. The amount is for the server, not for the requests: 200,000 a month fill little "
        "of it, and the API answers them for less."
    ),
    field_notes={
        "workload.volume.requests": "Chosen: a small service. One server stays enough for several times that.",
        "workload.lengths.context": _TOKENS,
    },
)

CLOUD_70B = Plan(
    id="cloud-70b",
    name="A 70B model in the cloud, 2023",
    baseline="one-gpu-int4",
    workload=_chat(200_000.0),
    money=Money(price_date=_PRICES_OF, horizon=12.0),
    scenarios=coloured(
        rented(
            "one-gpu-int4",
            "70B in 4 bits on one A100, around the clock",
            "llama-2-70b-chat",
            "int4",
            "verda/1a100.22v/us/on_demand/2023-10",
            notes="$1.85 an hour for 80 GB. Weights of about 36 GB leave room for a few dozen requests at once.",
        ),
        rented(
            "aws-part-time",
            "70B in 8 bits on AWS g5.12xlarge, 264 hours a month",
            "llama-2-70b-chat",
            "int8",
            "aws/g5.12xlarge/us-east-1/on_demand/2023-09",
            rented={"scaling": "hours", "hours": 264.0},
            notes="What $1,500 buys at a large cloud on demand: twelve hours on each of 22 working days.",
        ),
        rented(
            "full-time-16-bit",
            "70B in 16 bits, Hugging Face endpoint (2 A100), around the clock",
            "llama-2-70b-chat",
            "fp16",
            "hugging-face/aws-2xlarge/aws/managed/2023-07",
        ),
        rented(
            "full-time-p4d",
            "70B in 16 bits, AWS p4d (8 A100), around the clock",
            "llama-2-70b-chat",
            "fp16",
            "aws/p4d.24xlarge/us-east-1/on_demand/2023-09",
        ),
        api("gpt-35", "GPT-3.5 Turbo, same requests", "openai/gpt-3.5-turbo", "OpenAI"),
    ),
    notes=(
        "The press: in the cloud, a model of about 70 B parameters costs about $1,500 a month, $18,000 a year.\n\n"
        "That is $2.05 an hour around the clock, one 80 GB GPU, and 138 GB of 16-bit weights do not fit on it. The "
        "amount buys the model in 4 bits at a cheap provider, or a larger server for part of the month: the first "
        "two scenarios. The next two are what the 16-bit model costs around the clock: $9,490 a month as a managed "
        "endpoint, $23,924 on the AWS server of that time. The press does not say which one it meant."
    ),
    field_notes={
        "workload.volume.requests": "Chosen: a small service that one GPU answers.",
        "workload.lengths.context": _TOKENS,
        "scenarios.aws-part-time.hosting.rented.hours": "22 working days of twelve hours: $1,497 a month.",
        "scenarios.one-gpu-int4.model.weights": "Published losses at 4 bits for a model of this size: up to 1 %.",
    },
)

EXAMPLES_ON_SERVERS = (DGX_ON_PREMISES, CLOUD_SMALL_MODEL, CLOUD_70B)
