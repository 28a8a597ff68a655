"""Levers: what saves money without another model or another host."""

from typing import Annotated

from planner.plan import units as u
from planner.plan.amounts import Amount, Range
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_

ON = ("True",)


class Levers(Part):
    """Savings, applied in the order in which they stand here; each touches only the tokens it concerns."""

    semantic_cache: Annotated[
        bool, Ui(N_("Answer cache"), help=N_("Answers repeats before any model is called."), basic=True)
    ] = False
    cache_hits: Annotated[
        Amount,
        Ui(
            N_("Answered from the cache"),
            u.PERCENT,
            maximum=1.0,
            when=("semantic_cache", ON),
            help=N_("Published: 4 % for exact repeats of free text, 20–45 % for similar ones in production."),
        ),
    ] = Range(low=0.04, likely=0.2, high=0.45)
    cache_cost: Annotated[
        Amount,
        Ui(
            N_("Cost of the cache"),
            u.USD_PER_MONTH,
            maximum=1e7,
            when=("semantic_cache", ON),
            help=N_("Its own servers and embeddings."),
        ),
    ] = 150.0
    stale_answers: Annotated[
        Amount,
        Ui(
            N_("Wrong hits"),
            u.PERCENT,
            maximum=1.0,
            when=("semantic_cache", ON),
            help=N_("Share of the cache's answers that are stale or do not fit; they count as failed."),
        ),
    ] = 0.01
    compression: Annotated[
        bool, Ui(N_("Prompt compression"), help=N_("Shortens retrieved context before the call."), basic=True)
    ] = False
    compression_ratio: Annotated[
        Amount,
        Ui(
            N_("Context is shortened"),
            u.FACTOR,
            minimum=1.0,
            maximum=20.0,
            when=("compression", ON),
            help=N_("Published: 2–5× with small loss. Only the context; it spoils prefix caching of the context."),
        ),
    ] = Range(low=1.5, likely=2.0, high=4.0)
    prompt_cache: Annotated[
        bool,
        Ui(
            N_("Provider prompt cache"),
            help=N_("The API reads repeated prefixes at a lower price."),
            hosts=("api",),
            basic=True,
        ),
    ] = False
    prompt_cache_hits: Annotated[
        Amount | None,
        Ui(
            N_("Prefix found in the cache"),
            u.PERCENT,
            maximum=1.0,
            when=("prompt_cache", ON),
            hosts=("api",),
            help=N_(
                "Share of what repeats, conversations too, still in the cache. "
                "Empty: follows from how often requests come."
            ),
        ),
    ] = None
    prompt_cache_minutes: Annotated[
        Amount,
        Ui(
            N_("Cache keeps a prefix"),
            u.MINUTES,
            minimum=0.1,
            maximum=1e5,
            when=("prompt_cache", ON),
            hosts=("api",),
            help=N_("Time after which an unused prefix is dropped."),
        ),
    ] = 5.0
    shortest_prefix: Annotated[
        Amount,
        Ui(
            N_("Shortest prefix cached"),
            u.TOKENS,
            maximum=1e6,
            when=("prompt_cache", ON),
            hosts=("api",),
            help=N_("What repeats counts as plain input below it. Published: 512 to 4,096 tokens, most often 1,024."),
        ),
    ] = 1_024.0
    batch: Annotated[
        bool,
        Ui(N_("Batch what can wait"), help=N_("Deferrable requests go at batch prices, or off the peak."), basic=True),
    ] = False
    speculative: Annotated[
        bool,
        Ui(
            N_("Speculative decoding"),
            help=N_("Helps at low load and hurts at high load: it buys latency, seldom money."),
            hosts=("rented", "owned"),
            basic=True,
        ),
    ] = False
    speculative_gain: Annotated[
        Amount,
        Ui(
            N_("Speed-up at low load"),
            u.FACTOR,
            minimum=1.0,
            maximum=7.0,
            when=("speculative", ON),
            hosts=("rented", "owned"),
            help=N_("Published: up to 1.5× with a draft model, 2.8× with n-grams."),
        ),
    ] = 1.5
    speculative_loss: Annotated[
        Amount,
        Ui(
            N_("Throughput at full load"),
            u.FACTOR,
            minimum=0.1,
            maximum=1.5,
            when=("speculative", ON),
            hosts=("rented", "owned"),
            help=N_("Published: 0.56–0.71× at high load."),
        ),
    ] = Range(low=0.56, likely=0.65, high=0.9)
