"""The workload: who asks how much, with how many tokens, when, and how good and fast the answer must be."""

from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_

GROWTH_PATHS = (
    ("compound", N_("compound")),
    ("linear", N_("straight line")),
    ("s_curve", N_("S-curve to saturation")),
)
LANGUAGES = (
    ("en", N_("English")),
    ("es", N_("Spanish")),
    ("fr", N_("French")),
    ("de", N_("German")),
    ("pt", N_("Portuguese")),
    ("zh", N_("Chinese")),
    ("hi", N_("Hindi")),
)
HOUR_SHAPES = (
    ("flat", N_("the same all day")),
    ("office", N_("office hours")),
    ("consumer", N_("consumers, evening peak")),
    ("azure24-chat", N_("chat, as measured on Azure 2024")),
    ("azure24-coding", N_("coding, as measured on Azure 2024")),
)


class Volume(Part):
    """How many requests there are, and how that develops."""

    basis: Annotated[
        Literal["requests", "users"],
        Ui(
            N_("Volume given as"),
            choices=(("requests", N_("requests")), ("users", N_("users × requests"))),
            help=N_("Type the requests of a month, or users and how often each asks."),
            basic=True,
        ),
    ] = "requests"
    requests: Annotated[
        Amount,
        Ui(
            N_("Requests"),
            u.REQUESTS_PER_MONTH,
            maximum=1e13,
            soft_maximum=1e7,
            when=("basis", ("requests",)),
            help=N_("Requests in the first month at full volume."),
            basic=True,
        ),
    ] = 120_000.0
    users: Annotated[
        Amount,
        Ui(
            N_("Active users"),
            u.USERS,
            maximum=1e10,
            soft_maximum=1e6,
            help=N_("People who use it in the first month at full volume. They grow as the requests do."),
            basic=True,
        ),
    ] = 4_000.0
    requests_per_user: Annotated[
        Amount,
        Ui(
            N_("Requests per user"),
            u.REQUESTS_PER_USER_MONTH,
            maximum=1e6,
            soft_maximum=500,
            when=("basis", ("users",)),
            help=N_("How often one active user asks in a month."),
            basic=True,
        ),
    ] = 30.0
    growth: Annotated[
        Amount,
        Ui(
            N_("Growth"),
            u.PERCENT_PER_YEAR,
            minimum=-0.99,
            maximum=100.0,
            soft_maximum=2.0,
            help=N_("Growth of the volume in a year, from the first month at full volume."),
            basic=True,
        ),
    ] = 0.0
    growth_path: Annotated[
        Literal["compound", "linear", "s_curve"],
        Ui(
            N_("Growth path"),
            choices=GROWTH_PATHS,
            help=N_("Compound: the same percentage every month. Straight line: the same number of requests."),
        ),
    ] = "compound"
    saturation: Annotated[
        Amount,
        Ui(
            N_("Saturates at"),
            u.FACTOR,
            minimum=1.01,
            maximum=1e6,
            when=("growth_path", ("s_curve",)),
            help=N_("The S-curve levels off at this multiple of the first month at full volume."),
        ),
    ] = 4.0
    pilot_months: Annotated[
        Number,
        Ui(
            N_("Pilot"),
            u.MONTHS,
            maximum=120,
            soft_maximum=12,
            whole=True,
            help=N_("Months at pilot volume before the full volume; their cost is shown apart."),
        ),
    ] = 0.0
    pilot_share: Annotated[
        Amount,
        Ui(
            N_("Pilot volume"),
            u.PERCENT,
            maximum=1.0,
            help=N_("Share of the full volume during the pilot."),
        ),
    ] = 0.1


class Lengths(Part):
    """How long prompts and answers are, in tokens of English text."""

    system: Annotated[
        Amount,
        Ui(
            N_("System prompt"),
            u.TOKENS,
            maximum=1e7,
            soft_maximum=4_000,
            help=N_("Instructions that every request repeats. The same prefix can be cached."),
            basic=True,
        ),
    ] = 300.0
    context: Annotated[
        Amount,
        Ui(
            N_("Context"),
            u.TOKENS,
            maximum=1e7,
            soft_maximum=20_000,
            help=N_("Retrieved passages or documents that come with a request."),
            basic=True,
        ),
    ] = 500.0
    question: Annotated[
        Amount,
        Ui(N_("Question"), u.TOKENS, maximum=1e7, soft_maximum=2_000, help=N_("What the user writes."), basic=True),
    ] = 100.0
    answer: Annotated[
        Amount,
        Ui(
            N_("Answer"),
            u.TOKENS,
            minimum=1,
            maximum=1e6,
            soft_maximum=4_000,
            help=N_("What the model writes for the user."),
            basic=True,
        ),
    ] = 210.0
    reasoning: Annotated[
        Amount,
        Ui(
            N_("Reasoning"),
            u.TOKENS,
            maximum=1e6,
            soft_maximum=20_000,
            help=N_(
                "Hidden thinking tokens before the answer. They are paid as output, and the answer waits for them."
            ),
            basic=True,
        ),
    ] = 0.0
    spread: Annotated[
        Amount,
        Ui(
            N_("Spread of lengths"),
            u.FACTOR,
            maximum=10,
            soft_maximum=3,
            help=N_("Standard deviation of a length over its mean; lengths are lognormal, with a long tail."),
        ),
    ] = 0.8
    context_spread: Annotated[
        Amount | None,
        Ui(
            N_("Spread of the context"),
            u.FACTOR,
            maximum=10,
            soft_maximum=3,
            help=N_("Of the context alone. Empty: as the spread of lengths."),
        ),
    ] = None
    question_spread: Annotated[
        Amount | None,
        Ui(
            N_("Spread of the question"),
            u.FACTOR,
            maximum=10,
            soft_maximum=3,
            help=N_("Of the question alone. Empty: as the spread of lengths."),
        ),
    ] = None
    answer_spread: Annotated[
        Amount | None,
        Ui(
            N_("Spread of the answer"),
            u.FACTOR,
            maximum=10,
            soft_maximum=3,
            help=N_("Of the answer alone. Empty: as the spread of lengths."),
        ),
    ] = None
    reasoning_spread: Annotated[
        Amount | None,
        Ui(
            N_("Spread of the reasoning"),
            u.FACTOR,
            maximum=10,
            soft_maximum=3,
            help=N_("Of the reasoning alone. Empty: as the spread of lengths."),
        ),
    ] = None
    turns: Annotated[
        Amount,
        Ui(
            N_("Turns per conversation"),
            minimum=1,
            maximum=1_000,
            soft_maximum=20,
            help=N_("Every turn sends the earlier questions and answers again."),
        ),
    ] = 1.0
    language: Annotated[
        Literal["en", "es", "fr", "de", "pt", "zh", "hi"],
        Ui(
            N_("Language of the text"),
            choices=LANGUAGES,
            help=N_("The same text costs more tokens in some languages, depending on the model's tokenizer."),
        ),
    ] = "en"


class Timing(Part):
    """When requests come, and how fast an answer must be."""

    shape: Annotated[
        Literal["flat", "office", "consumer", "azure24-chat", "azure24-coding"],
        Ui(N_("Day profile"), choices=HOUR_SHAPES, help=N_("How the requests spread over the day."), basic=True),
    ] = "office"
    weekend: Annotated[
        Number | None,
        Ui(
            N_("Weekend day over weekday"),
            u.PERCENT,
            maximum=10.0,
            soft_maximum=2.0,
            help=N_("Requests of a Saturday or Sunday as a share of a weekday's. Empty: as the profile has it."),
        ),
    ] = None
    peak_factor: Annotated[
        Amount | None,
        Ui(
            N_("Peak over mean"),
            u.FACTOR,
            minimum=1.0,
            maximum=24.0,
            soft_maximum=6.0,
            help=N_("Rate in the busiest hour over the mean rate. Servers are sized for the peak."),
            basic=True,
        ),
    ] = None
    burstiness: Annotated[
        Amount,
        Ui(
            N_("Burstiness of arrivals"),
            u.FACTOR,
            minimum=0.1,
            maximum=30,
            soft_maximum=5,
            help=N_("Variation of the time between requests. 1 = independent users, 3 = bursts."),
        ),
    ] = 1.0
    ttft_target: Annotated[
        Amount | None,
        Ui(
            N_("First token within (p95)"),
            u.MILLISECONDS,
            minimum=1,
            maximum=3.6e6,
            soft_maximum=10_000,
            empty=N_("none"),
            help=N_("95 % of requests see their first token within this time. Empty: no target."),
            basic=True,
        ),
    ] = 2_000.0
    tpot_target: Annotated[
        Amount | None,
        Ui(
            N_("Each further token within"),
            u.MILLISECONDS,
            minimum=0.1,
            maximum=6e4,
            soft_maximum=500,
            empty=N_("none"),
            help=N_("Mean time per output token. 100 ms is about 7 words a second. Empty: no target."),
        ),
    ] = 100.0
    deferrable: Annotated[
        Amount,
        Ui(
            N_("Can wait"),
            u.PERCENT,
            maximum=1.0,
            help=N_("Share of requests that may be answered within 24 hours: batch prices, no peak."),
        ),
    ] = 0.0


class QualityFloor(Part):
    """How good the answers must be."""

    benchmark: Annotated[
        str,
        Ui(
            N_("Benchmark"),
            empty=N_("none"),
            help=N_("The published benchmark that the floor refers to. Scores are never converted."),
            catalogue="benchmark",
        ),
    ] = ""
    floor: Annotated[
        Number | None,
        Ui(
            N_("Lowest score"),
            minimum=None,
            empty=N_("none"),
            help=N_("Scenarios below it stay visible, greyed, with the reason."),
        ),
    ] = None


class Workload(Part):
    """One workload, the same for every scenario of the plan."""

    volume: Volume = Volume()
    lengths: Lengths = Lengths()
    timing: Timing = Timing()
    quality: QualityFloor = QualityFloor()
