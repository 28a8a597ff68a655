"""Hosting: who runs the model, and how it is paid for.

Every kind keeps its own part, so that switching between kinds loses nothing that was typed.
"""

from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number, Range
from planner.plan.fields import Part, Ui
from planner.plan.owned import OwnedHosting
from planner.plan.rented import RentedHosting
from planner.plan.wording import N_

HOSTING_KINDS = (
    ("api", N_("API, pay per token")),
    ("rented", N_("Rented GPUs")),
    ("owned", N_("Own servers")),
    ("hybrid", N_("Hybrid: own base load, overflow elsewhere")),
    ("routed", N_("Routed: small model first")),
)
ENGINES = (
    ("vllm", "vLLM"),
    ("sglang", "SGLang"),
    ("tensorrt-llm", "TensorRT-LLM"),
    ("tgi", "TGI"),
    ("llama.cpp", "llama.cpp"),
)
TUNED = (
    ("out_of_the_box", N_("out of the box")),
    ("usual", N_("usual")),
    ("expert", N_("expert")),
)


class ApiHosting(Part):
    """Calls to somebody else's model, paid by the token."""

    provider: Annotated[
        str, Ui(N_("Provider"), help=N_("Whose price list applies."), catalogue="api-provider", basic=True)
    ] = ""
    processing: Annotated[
        Literal["standard", "flex", "priority"],
        Ui(
            N_("Processing"),
            choices=(("standard", N_("standard")), ("flex", N_("flex, slower")), ("priority", N_("priority"))),
            help=N_("The service tier of the calls that cannot wait."),
        ),
    ] = "standard"
    input_price: Annotated[
        Amount | None, Ui(N_("Input"), u.USD_PER_MTOK, maximum=1e5, help=N_("Price of input tokens."), basic=True)
    ] = None
    output_price: Annotated[
        Amount | None, Ui(N_("Output"), u.USD_PER_MTOK, maximum=1e5, help=N_("Price of output tokens."), basic=True)
    ] = None
    cache_read_price: Annotated[
        Amount | None,
        Ui(N_("Cached input"), u.USD_PER_MTOK, maximum=1e5, help=N_("Price of input read from the provider's cache.")),
    ] = None
    cache_write_price: Annotated[
        Amount | None,
        Ui(N_("Cache write"), u.USD_PER_MTOK, maximum=1e5, help=N_("Price of input written to the provider's cache.")),
    ] = None
    credits: Annotated[
        Amount,
        Ui(
            N_("Free credit"),
            u.USD,
            maximum=1e9,
            soft_maximum=100_000,
            help=N_("A one-off amount that charges draw down before money flows."),
        ),
    ] = 0.0
    price_held_months: Annotated[
        Number,
        Ui(
            N_("Prices held for"),
            u.MONTHS,
            maximum=120,
            soft_maximum=36,
            whole=True,
            help=N_("Months for which a contract keeps the first month's prices; then those of the day apply."),
        ),
    ] = 0.0
    provisioned_units: Annotated[
        Number,
        Ui(
            N_("Provisioned units"),
            u.COUNT,
            maximum=1e5,
            soft_maximum=20,
            whole=True,
            help=N_("Reserved throughput, paid around the clock. The rest is paid by the token."),
        ),
    ] = 0.0
    provisioned_price: Annotated[
        Amount, Ui(N_("Price of a unit"), u.USD_PER_HOUR, maximum=1e5, help=N_("Price of one provisioned unit."))
    ] = 0.0
    provisioned_throughput: Annotated[
        Amount,
        Ui(
            N_("Output tokens of a unit"),
            u.Unit("token/second", N_("tokens/s"), decimals=0, spellings=("tok/s", "tokens/s")),
            maximum=1e8,
            help=N_("Output tokens per second that one provisioned unit carries."),
        ),
    ] = 0.0


class Serving(Part):
    """How a self-hosted model is served: the engine, its layout and its spares."""

    engine: Annotated[
        Literal["vllm", "sglang", "tensorrt-llm", "tgi", "llama.cpp"],
        Ui(N_("Engine"), choices=ENGINES, help=N_("The software that serves the model.")),
    ] = "vllm"
    tuned: Annotated[
        Literal["out_of_the_box", "usual", "expert"],
        Ui(
            N_("How well it is tuned"),
            choices=TUNED,
            help=N_("Measured deployments of one model on one GPU differ by how well they are set up."),
        ),
    ] = "usual"
    tensor_parallel: Annotated[
        Number | None,
        Ui(
            N_("GPUs per copy of the model"),
            u.COUNT,
            minimum=1,
            maximum=64,
            whole=True,
            help=N_("Empty: the fewest on which it fits with room for requests."),
        ),
    ] = None
    batch_limit: Annotated[
        Number | None,
        Ui(
            N_("Requests at once, at most"),
            u.COUNT,
            minimum=1,
            maximum=65_536,
            whole=True,
            empty=N_("none"),
            help=N_("A cap on requests in flight per copy. 1 = no batching. Empty: as many as fit."),
        ),
    ] = None
    spare_servers: Annotated[
        Number,
        Ui(
            N_("Spare servers"),
            u.SERVERS,
            maximum=1_000,
            soft_maximum=4,
            whole=True,
            help=N_("Servers kept beside the needed ones, so that one may fail (N+1)."),
        ),
    ] = 0.0
    prefix_caching: Annotated[
        bool, Ui(N_("Prefix caching"), help=N_("Shared prompts are not computed twice on your own servers."))
    ] = True
    conversation_kept: Annotated[
        Amount,
        Ui(
            N_("Conversation found in the cache"),
            u.PERCENT,
            maximum=1.0,
            when=("prefix_caching", ("True",)),
            help=N_(
                "Share of earlier turns that a copy still holds. Published: 50–99 % of prompts, 74 % in a public chat; "
                "less where memory is full."
            ),
        ),
    ] = Range(low=0.5, likely=0.74, high=0.99)


class HybridHosting(Part):
    """Another scenario carries the base load; what exceeds its size flows over to a further one."""

    base: Annotated[
        str, Ui(N_("Base load on"), help=N_("A rented or owned scenario."), catalogue="scenario", basic=True)
    ] = ""
    overflow: Annotated[
        str, Ui(N_("Overflow to"), help=N_("The scenario that answers the rest."), catalogue="scenario", basic=True)
    ] = ""
    base_servers: Annotated[
        Number | None,
        Ui(
            N_("Servers for the base load"),
            u.SERVERS,
            minimum=1,
            maximum=10_000,
            whole=True,
            help=N_("Whole copies of the model, rounded up. Empty: the number with the lowest total."),
            basic=True,
        ),
    ] = None


class RoutedHosting(Part):
    """A cascade: a small model answers what it can, the rest escalates to a larger one."""

    small: Annotated[
        str, Ui(N_("First try"), help=N_("The scenario with the small model."), catalogue="scenario", basic=True)
    ] = ""
    large: Annotated[
        str, Ui(N_("Escalation"), help=N_("The scenario with the large model."), catalogue="scenario", basic=True)
    ] = ""
    small_share: Annotated[
        Amount,
        Ui(N_("Sent to the small model"), u.PERCENT, maximum=1.0, help=N_("The router's choice."), basic=True),
    ] = 0.7
    escalated: Annotated[
        Amount,
        Ui(
            N_("Escalated"),
            u.PERCENT,
            maximum=1.0,
            help=N_("Share of the small model's answers that the large one must give again. Both are paid."),
            basic=True,
        ),
    ] = 0.1


class Hosting(Part):
    """The hosting kind and the part of each kind."""

    kind: Annotated[
        Literal["api", "rented", "owned", "hybrid", "routed"],
        Ui(N_("Hosting"), choices=HOSTING_KINDS, help=N_("Who runs the model, and how it is paid for."), basic=True),
    ] = "api"
    data_place: Annotated[
        Literal["as_listed", "eu", "us", "elsewhere"],
        Ui(
            N_("Data are processed"),
            choices=(
                ("as_listed", N_("where the catalogue says")),
                ("eu", N_("in the EU")),
                ("us", N_("in the US")),
                ("elsewhere", N_("elsewhere")),
            ),
            help=N_("Where the provider handles prompts and answers, by its contract. Limits ask for it."),
            hosts=("api", "rented"),
        ),
    ] = "as_listed"
    api: ApiHosting = ApiHosting()
    rented: RentedHosting = RentedHosting()
    owned: OwnedHosting = OwnedHosting()
    serving: Serving = Serving()
    hybrid: HybridHosting = HybridHosting()
    routed: RoutedHosting = RoutedHosting()
