"""The worked examples of 2023 that compare an API with hosting Llama 2 oneself."""

from __future__ import annotations

import datetime as dt

from plan_parts import api, coloured, owned, rented
from planner.plan.amounts import Range
from planner.plan.money import Money
from planner.plan.people import Operations
from planner.plan.plan import Plan
from planner.plan.tuning import Tuning
from planner.plan.workload import Lengths, QualityFloor, Timing, Volume, Workload

_CHAT_SOURCE = (
    "Azure's trace of chat requests, November 2023: 1,155 tokens in and 211 out on average. How the 1,155 divide into "
    "system prompt, context and question is our assumption."
)

STARTUP_CHATBOT = Plan(
    id="startup-chatbot-2023",
    name="Startup chatbot, October 2023",
    baseline="gpt-35",
    workload=Workload(
        volume=Volume(
            basis="users",
            users=Range(low=25_000.0, likely=35_000.0, high=50_000.0),
            requests_per_user=40.0,
        ),
        lengths=Lengths(
            system=300.0, context=645.0, question=210.0, answer=Range(low=150.0, likely=211.0, high=300.0), spread=1.0
        ),
        timing=Timing(shape="azure24-chat", ttft_target=2_000.0, tpot_target=100.0),
        quality=QualityFloor(benchmark="MMLU", floor=60.0),
    ),
    money=Money(price_date=dt.date(2023, 10, 31), horizon=24.0),
    scenarios=coloured(
        api("gpt-35", "GPT-3.5 Turbo", "openai/gpt-3.5-turbo", "OpenAI"),
        api("gpt-4", "GPT-4", "openai/gpt-4", "OpenAI"),
        rented(
            "llama-70b",
            "Llama 2 70B, rented",
            "llama-2-70b-chat",
            "fp16",
            "verda/4a100.88v/us/on_demand/2023-10",
            notes="Four A100 around the clock, the 16-bit weights as Meta published them.",
        ),
        rented(
            "llama-70b-int8",
            "Llama 2 70B in 8 bits, rented",
            "llama-2-70b-chat",
            "int8",
            "verda/2a100.44v/us/on_demand/2023-10",
            notes="Half the memory, so half the GPUs. The published loss of quality stands beside the saving.",
        ),
        rented(
            "llama-13b",
            "Llama 2 13B, rented",
            "llama-2-13b-chat",
            "fp16",
            "lambda/1x-a100-40gb/us/on_demand/2023-10",
            notes="Much cheaper, and below the quality floor of this plan: lower the floor to admit it.",
        ),
        owned(
            "dgx",
            "Llama 2 70B on a DGX A100",
            "llama-2-70b-chat",
            "fp16",
            "buy/nvidia-dgx-a100-320gb/2020-05",
            owned={"life": 3.0},
            notes="The box that the press names for models below 100 B parameters, with power, space and support.",
        ),
    ),
    notes=(
        "What did a startup pay in October 2023 for one chatbot: GPT-3.5 Turbo, GPT-4, or Llama 2 of its own?\n\n"
        "The press says that many startups pay 50 to 100 % more to run Llama 2 than to call GPT-3.5 Turbo, and that "
        "GPT-4 is dearer than both. Nobody published the set-ups behind that sentence. This plan computes one: "
        "1.4 million requests a month against four rented A100 that run around the clock. It lands inside the band, "
        "because the four GPUs do a fifth of what they could. Type more users and the order flips (chart 'cost against "
        "volume': near 2.5 million requests a month).\n\n"
        "Known: prices of the day, token counts and day profile of a measured chat service, speeds measured on A100. "
        "Chosen by us: number of users, 40 requests each, the latency targets, the provider. Staff is left out of "
        "every scenario, as in the press's comparison; type a quarter of an engineer under 'Operations' to see what "
        "that changes."
    ),
    field_notes={
        "workload.volume.users": "Chosen: at 40 requests each, an API bill of about $3,000 a month.",
        "workload.volume.requests_per_user": "Chosen: about ten short conversations of four turns.",
        "workload.lengths.context": _CHAT_SOURCE,
        "workload.lengths.answer": _CHAT_SOURCE,
        "workload.timing.shape": "Measured on Azure in 2024, the nearest published day of a chat service.",
        "workload.quality.floor": "Chosen: between Llama 2 13B and 70B, to show how a floor decides.",
        "scenarios.llama-70b.hosting.rented.offer": "A cheap specialist (then DataCrunch). Hyperscalers asked 2–4 "
        "times as much, and GPUs were scarce: the list price did not mean that one got them.",
        "scenarios.dgx.hosting.owned.offer": "40 GB a GPU: the 70B takes four of the eight for one copy.",
    },
)

CYPHER_TESTS = Plan(
    id="cypher-tests-2023",
    name="Cypher's tests, August 2023",
    baseline="gpt-35",
    workload=Workload(
        volume=Volume(requests=2_000.0, users=1.0),
        lengths=Lengths(system=0.0, context=1_200.0, question=200.0, answer=200.0, spread=0.5),
        timing=Timing(shape="flat", ttft_target=None, tpot_target=None),
    ),
    money=Money(price_date=dt.date(2023, 8, 15), horizon=1.0, discount_rate=0.0),
    scenarios=coloured(
        api("gpt-35", "GPT-3.5 Turbo", "openai/gpt-3.5-turbo", "OpenAI"),
        rented(
            "llama-one-at-a-time",
            "Llama 2 70B, one request at a time",
            "llama-2-70b-chat",
            "fp16",
            "aws/p4d.24xlarge/us-east-1/on_demand/2023-09",
            rented={"scaling": "hours", "hours": 36.0, "storage": 20.0},
            serving={
                "engine": "tgi",
                "tuned": "out_of_the_box",
                "tensor_parallel": 8.0,
                "batch_limit": 1.0,
                "prefix_caching": False,
            },
            notes="The server is kept on for four and a half working days; most of that time it waits.",
        ),
        rented(
            "llama-batched",
            "Llama 2 70B, 16 at a time, then switched off",
            "llama-2-70b-chat",
            "fp16",
            "aws/p4d.24xlarge/us-east-1/on_demand/2023-09",
            rented={"scaling": "hours", "hours": 4.0, "storage": 20.0},
            serving={"engine": "tgi", "tensor_parallel": 8.0, "batch_limit": 16.0},
            notes="The same server and model. Only the batch and the hours differ.",
        ),
        rented(
            "llama-13b",
            "Llama 2 13B on one GPU",
            "llama-2-13b-chat",
            "fp16",
            "lambda/1x-a100-40gb/us/on_demand/2023-10",
            rented={"scaling": "hours", "hours": 36.0},
            serving={"engine": "tgi", "batch_limit": 1.0},
            notes="The price of August is not known; October's is taken.",
        ),
    ),
    notes=(
        "The press: Cypher, a chatbot startup, paid $1,200 to run tests on Llama 2 in August 2023 and $5 to run the "
        "same tests on GPT-3.5 Turbo. Cypher's model size, server, token counts and hours are not published.\n\n"
        "This plan is a set-up that suffices, not a finding about Cypher: 2,000 test questions, of 1,400 tokens in and "
        "200 out, cost $5 on the API. A rented server with eight A100 answers them one at a time and stands idle for "
        "most of the 36 hours for which it is kept; with a disk for the weights that makes $1,200. The idle hours are "
        "an input: change 'hours per month' or 'requests at once' and the ratio of 240 melts. The third scenario keeps "
        "model and server and costs an eighth."
    ),
    field_notes={
        "workload.volume.requests": "Chosen so that the API bill is the published $5.",
        "workload.lengths.answer": "Chosen, near the chat requests measured on Azure. Only the bill of $5 is known.",
        "scenarios.llama-one-at-a-time.hosting.rented.hours": "Chosen: four and a half days of eight hours. With "
        "$32.77 an hour it explains the published $1,200; any other price and hours with the same product would.",
        "scenarios.llama-one-at-a-time.hosting.rented.storage": "250 GB of disk for a month, for 138 GB of weights.",
        "scenarios.llama-one-at-a-time.hosting.serving.batch_limit": "Chosen: a test script that waits for each "
        "answer before it asks again.",
    },
)

_IN_HOUSE = rented(
    "in-house",
    "Tuned Llama 2 13B, in house",
    "llama-2-13b",
    "fp16",
    "fluidstack/1x-a100-80gb/us/on_demand/2023-10",
    serving={"spare_servers": 1.0},
    tuning=Tuning(
        kind="lora",
        labour_hours=Range(low=40.0, likely=80.0, high=320.0),
        labour_rate=80.0,
        examples=2_000.0,
        example_tokens=550.0,
        example_price=0.05,
        runs=Range(low=5.0, likely=15.0, high=50.0),
        training_price=2.21,
        evaluation=500.0,
        retunes_per_year=1.0,
    ),
    notes="One GPU for the load and one spare. Tuning is work, data, GPU hours and evaluation, each apart.",
)

PERMUTABLE = Plan(
    id="permutable-2023",
    name="Permutable: in-house models or an API, 2023",
    baseline="gpt-4",
    workload=Workload(
        volume=Volume(requests=Range(low=3_500_000.0, likely=4_600_000.0, high=6_000_000.0), users=100.0),
        lengths=Lengths(system=150.0, context=350.0, question=0.0, answer=50.0, spread=0.8),
        timing=Timing(shape="azure24-chat", ttft_target=5_000.0, tpot_target=None),
    ),
    money=Money(price_date=dt.date(2023, 10, 31), horizon=12.0),
    scenarios=coloured(
        api("gpt-4", "GPT-4", "openai/gpt-4", "OpenAI"),
        _IN_HOUSE,
        _IN_HOUSE.model_copy(
            update={
                "id": "in-house-staffed",
                "name": "Tuned Llama 2 13B, in house, with half an engineer",
                "operations": Operations(engineers=Range(low=0.25, likely=0.5, high=1.0)),
                "notes": "The same, with people who run it.",
            }
        ),
        api("gpt-35", "GPT-3.5 Turbo", "openai/gpt-3.5-turbo", "OpenAI"),
    ),
    notes=(
        "The press: Permutable.ai puts what OpenAI would cost it at about $1 million a year, 20 times what its "
        "in-house models cost. Volume, models and hardware are not published.\n\n"
        "A set-up that suffices: 4.6 million news items a month, 500 tokens in and 50 out, are $1 million a year on "
        "GPT-4. A tuned 13B model reads them on one A100, with a second as spare, for a twentieth. The factor follows "
        "from GPT-4's price; against GPT-3.5 Turbo the in-house model saves nothing. People who run it are left out, "
        "as in the press; the third scenario adds half an engineer, who costs more than the GPUs."
    ),
    field_notes={
        "workload.volume.requests": "Chosen so that the API bill is the published million a year.",
        "workload.lengths.context": "Chosen: a news item of about 260 words.",
        "scenarios.in-house.tuning.labour_hours": "Estimated: 40 to 320 hours for a LoRA project.",
        "scenarios.in-house.operations.engineers": "Left at nothing to compare what the press compares.",
    },
)

EXAMPLES = (STARTUP_CHATBOT, CYPHER_TESTS, PERMUTABLE)
