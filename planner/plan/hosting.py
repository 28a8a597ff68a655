"""Hosting: who runs the model, and how it is paid for.

Every kind keeps its own part, so that switching between kinds loses nothing that was typed.
"""

from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
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
COMMITTING = ("fixed", "autoscale", "hours")
"""Ways to keep servers under which a commitment makes sense."""
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


class RentedHosting(Part):
    """GPUs rented from a cloud, paid by the hour whether busy or idle."""

    offer: Annotated[
        str, Ui(N_("Offer"), help=N_("Provider, instance, region and terms."), catalogue="rental-offer", basic=True)
    ] = ""
    price: Annotated[
        Amount | None,
        Ui(N_("Price of a server"), u.USD_PER_HOUR, maximum=1e5, help=N_("Per server, not per GPU."), basic=True),
    ] = None
    scaling: Annotated[
        Literal["fixed", "autoscale", "scale_to_zero", "hours"],
        Ui(
            N_("Servers run"),
            choices=(
                ("fixed", N_("around the clock")),
                ("autoscale", N_("as the day needs, never none")),
                ("scale_to_zero", N_("only when asked")),
                ("hours", N_("a fixed number of hours")),
            ),
            help=N_("A server that runs around the clock is paid around the clock, busy or idle."),
            basic=True,
        ),
    ] = "fixed"
    hours: Annotated[
        Amount,
        Ui(
            N_("Hours per month"),
            u.Unit("hour/month", N_("h/month"), decimals=0, spellings=("h", "h/month", "h/mes")),
            maximum=730,
            when=("scaling", ("hours",)),
            help=N_("Hours for which the servers are kept on in a month."),
        ),
    ] = 264.0
    minimum_servers: Annotated[
        Number,
        Ui(N_("Servers, at least"), u.SERVERS, maximum=10_000, whole=True, help=N_("Never fewer than these.")),
    ] = 1.0
    start_minutes: Annotated[
        Amount,
        Ui(
            N_("Time to start a server"),
            u.MINUTES,
            maximum=60,
            soft_maximum=30,
            when=("scaling", ("autoscale", "scale_to_zero")),
            help=N_("Autoscaling must start this much earlier; the time is paid."),
        ),
    ] = 5.0
    interruption_overhead: Annotated[
        Amount,
        Ui(
            N_("Spot overhead"),
            u.PERCENT,
            maximum=2.0,
            soft_maximum=0.5,
            help=N_("Extra hours for interrupted spot servers and their restarts. Only for spot offers."),
        ),
    ] = 0.15
    committed_servers: Annotated[
        Number | None,
        Ui(
            N_("Committed servers"),
            u.SERVERS,
            maximum=10_000,
            whole=True,
            when=("scaling", COMMITTING),
            help=N_("Paid day and night for the term, needed or not. Empty: the number with the lowest total."),
        ),
    ] = 0.0
    commitment_discount: Annotated[
        Amount | None,
        Ui(
            N_("Commitment discount"),
            u.PERCENT,
            maximum=0.95,
            when=("scaling", COMMITTING),
            help=N_("Off the price of a server, as it is on the day of signing."),
        ),
    ] = None
    commitment_months: Annotated[
        Number,
        Ui(
            N_("Commitment term"),
            u.MONTHS,
            minimum=1,
            maximum=120,
            whole=True,
            when=("scaling", COMMITTING),
            help=N_("It is paid to its end, also beyond the horizon."),
        ),
    ] = 12.0
    after_commitment: Annotated[
        Literal["on_demand", "renewed"],
        Ui(
            N_("After the term"),
            choices=(("on_demand", N_("on demand")), ("renewed", N_("committed again"))),
            when=("scaling", COMMITTING),
            help=N_("On demand at the price of the day, or committed again at the price of the day of renewal."),
        ),
    ] = "on_demand"
    storage: Annotated[
        Amount,
        Ui(N_("Storage and network"), u.USD_PER_MONTH, maximum=1e7, help=N_("Disks, load balancer, logging, traffic.")),
    ] = 0.0

    @property
    def commits_to_the_cheapest(self) -> bool:
        """Whether the number of committed servers is looked for."""
        return self.committed_servers is None and self.scaling in COMMITTING


class OwnedHosting(Part):
    """Servers that the organisation buys."""

    offer: Annotated[str, Ui(N_("Server"), help=N_("What is bought."), catalogue="purchase-offer", basic=True)] = ""
    price: Annotated[
        Amount | None, Ui(N_("Price of a server"), u.USD, maximum=1e8, help=N_("What one server costs."), basic=True)
    ] = None
    scarcity_premium: Annotated[
        Amount,
        Ui(
            N_("Scarcity premium"),
            u.PERCENT,
            maximum=5.0,
            soft_maximum=1.0,
            help=N_("Paid on top of the price when accelerators are short."),
        ),
    ] = 0.0
    network_and_installation: Annotated[
        Amount,
        Ui(
            N_("Network and installation"),
            u.PERCENT,
            maximum=5.0,
            soft_maximum=0.5,
            help=N_("Switches, racks, cabling and installation, as a share of the servers' price."),
            basic=True,
        ),
    ] = 0.1
    minimum_servers: Annotated[
        Number,
        Ui(N_("Servers, at least"), u.SERVERS, minimum=1, maximum=10_000, whole=True, help=N_("Never fewer.")),
    ] = 1.0
    life: Annotated[
        Amount,
        Ui(N_("Useful life"), u.YEARS, minimum=0.5, maximum=15, help=N_("Straight-line depreciation."), basic=True),
    ] = 4.0
    residual: Annotated[
        Amount,
        Ui(
            N_("Value left per year"),
            u.PERCENT,
            maximum=1.0,
            help=N_("Share of its value that a server keeps from one year to the next, if sold at the end."),
        ),
    ] = 0.0
    financed_share: Annotated[
        Amount, Ui(N_("Financed share"), u.PERCENT, maximum=1.0, help=N_("The rest is paid in cash."))
    ] = 0.0
    interest: Annotated[Amount, Ui(N_("Interest"), u.PERCENT_PER_YEAR, maximum=1.0, help=N_("Of the financing."))] = (
        0.08
    )
    loan_months: Annotated[
        Number, Ui(N_("Term of the loan"), u.MONTHS, minimum=1, maximum=240, whole=True, help=N_("Equal payments."))
    ] = 36.0
    lead_months: Annotated[
        Number,
        Ui(
            N_("Lead time"),
            u.MONTHS,
            maximum=60,
            soft_maximum=18,
            whole=True,
            help=N_("Months until delivery; until then the bridge below answers."),
        ),
    ] = 0.0
    bridge: Annotated[
        str,
        Ui(
            N_("Until then"),
            help=N_("The API or rented scenario that answers until delivery, at its own cost. Empty: a price below."),
            catalogue="scenario",
        ),
    ] = ""
    bridge_price: Annotated[
        Amount,
        Ui(
            N_("Bridge"),
            u.USD_PER_REQUEST,
            maximum=1e4,
            when=("bridge", ("",)),
            help=N_("Price per request of what is used until the servers arrive."),
        ),
    ] = 0.0
    power: Annotated[
        Amount | None, Ui(N_("Power of a server, busy"), u.WATTS, maximum=1e6, help=N_("At full load."))
    ] = None
    idle_power: Annotated[
        Amount, Ui(N_("Idle power"), u.PERCENT, maximum=1.0, help=N_("Share of the busy power when idle."))
    ] = 0.3
    electricity_price: Annotated[
        Amount | None, Ui(N_("Electricity"), u.USD_PER_KWH, maximum=10, help=N_("Price of energy."), basic=True)
    ] = None
    pue: Annotated[
        Amount | None,
        Ui(N_("PUE"), u.FACTOR, minimum=1.0, maximum=4.0, help=N_("Energy of the site over energy of the servers.")),
    ] = None
    space_price: Annotated[
        Amount | None,
        Ui(N_("Space"), u.USD_PER_KW_MONTH, maximum=10_000, help=N_("Rack space and cooling, per kW of servers.")),
    ] = None
    support: Annotated[
        Amount,
        Ui(
            N_("Support contract"),
            u.PERCENT_PER_YEAR,
            maximum=1.0,
            help=N_("Hardware support and spare parts, yearly, as a share of the price."),
        ),
    ] = 0.08


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
            help=N_("Empty: the number with the lowest total."),
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
    api: ApiHosting = ApiHosting()
    rented: RentedHosting = RentedHosting()
    owned: OwnedHosting = OwnedHosting()
    serving: Serving = Serving()
    hybrid: HybridHosting = HybridHosting()
    routed: RoutedHosting = RoutedHosting()
