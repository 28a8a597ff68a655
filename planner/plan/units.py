"""Units of plan fields: how a value is stored, shown and typed.

A `Unit` names the stored unit as pint reads it (pint itself is only used in tests), the sign that people see, the
factor between the two, and the spellings that are accepted when somebody types the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan.wording import N_

HOURS_PER_MONTH = 730.0
"""One month is 365/12 days, the convention of the clouds. The only calendar in the planner."""

MONTHS_PER_YEAR = 12.0
HOURS_PER_YEAR = HOURS_PER_MONTH * MONTHS_PER_YEAR
DAYS_PER_MONTH = HOURS_PER_MONTH / 24.0
SECONDS_PER_HOUR = 3600.0
SECONDS_PER_MONTH = HOURS_PER_MONTH * SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a field.

    `stored` is the pint expression of the stored number, `sign` the msgid shown after the number, `scale` what a
    shown number is multiplied by to be stored, `decimals` how many are shown at most, `spellings` what may be typed.
    """

    stored: str
    sign: str
    scale: float = 1.0
    decimals: int = 2
    spellings: tuple[str, ...] = ()
    money: bool = False


NONE = Unit("1", "", decimals=2)
COUNT = Unit("1", "", decimals=0)
FACTOR = Unit("1", "×", decimals=2, spellings=("x", "×"))
PERCENT = Unit("1", "%", scale=0.01, decimals=1, spellings=("%",))
PERCENT_PER_YEAR = Unit("1", N_("%/yr"), scale=0.01, decimals=1, spellings=("%", "%/yr", "%/year", "%/año"))
REQUESTS_PER_MONTH = Unit(
    "request/month",
    N_("requests/month"),
    decimals=0,
    spellings=("requests/month", "req/month", "/month", "peticiones/mes", "/mes"),
)
REQUESTS_PER_USER_MONTH = Unit(
    "request/user/month", N_("per user and month"), decimals=1, spellings=("/user/month", "/usuario/mes")
)
USERS = Unit("user", N_("users"), decimals=0, spellings=("users", "usuarios"))
TOKENS = Unit("token", N_("tokens"), decimals=0, spellings=("tokens", "tok", "token"))
EXAMPLES = Unit("example", N_("examples"), decimals=0, spellings=("examples", "ejemplos"))
MONTHS = Unit("month", N_("months"), decimals=0, spellings=("months", "month", "mo", "meses", "mes"))
YEARS = Unit("year", N_("years"), decimals=1, spellings=("years", "year", "yr", "años", "año"))
HOURS = Unit("hour", N_("h"), decimals=0, spellings=("h", "hours", "horas"))
MINUTES = Unit("minute", N_("min"), decimals=1, spellings=("min", "minutes", "minutos"))
MILLISECONDS = Unit("ms", N_("ms"), decimals=0, spellings=("ms",))
WATTS = Unit("W", N_("W"), decimals=0, spellings=("w",))
FTE = Unit("FTE", N_("FTE"), decimals=2, spellings=("fte",))
SERVERS = Unit("server", N_("servers"), decimals=0, spellings=("servers", "servidores"))
USD = Unit("USD", "$", decimals=0, spellings=("$", "usd", "us$"), money=True)
USD_PER_EXAMPLE = Unit("USD/example", N_("$/example"), decimals=4, spellings=("$/example", "$"), money=True)
USD_PER_HOUR = Unit("USD/hour", N_("$/h"), decimals=2, spellings=("$/h", "$/hour", "$/hora", "$"), money=True)
USD_PER_MONTH = Unit("USD/month", N_("$/month"), decimals=0, spellings=("$/month", "$/mo", "$/mes", "$"), money=True)
USD_PER_YEAR = Unit("USD/year", N_("$/yr"), decimals=0, spellings=("$/yr", "$/year", "$/año", "$"), money=True)
USD_PER_FTE_YEAR = Unit(
    "USD/FTE/year", N_("$/FTE·yr"), decimals=0, spellings=("$/yr", "$/year", "$/año", "$"), money=True
)
USD_PER_KWH = Unit("USD/kWh", N_("$/kWh"), decimals=4, spellings=("$/kwh",), money=True)
GRAMS_PER_KWH = Unit("kg/kWh", N_("g CO₂e/kWh"), scale=1e-3, decimals=0, spellings=("g/kwh", "gco2/kwh", "gco2e/kwh"))
USD_PER_KW_MONTH = Unit("USD/kW/month", N_("$/kW·month"), decimals=0, spellings=("$/kw/month", "$"), money=True)
USD_PER_MTOK = Unit(
    "USD/Mtoken",
    N_("$/M tokens"),
    decimals=4,
    spellings=("$/m tokens", "$/mtok", "$/mtoken", "$/1m", "$/m", "$"),
    money=True,
)
USD_PER_REQUEST = Unit("USD/request", N_("$/request"), decimals=4, spellings=("$/request", "$"), money=True)
USD_PER_ACCELERATOR_YEAR = Unit("USD/accelerator/year", N_("$/GPU·yr"), decimals=0, spellings=("$",), money=True)
USD_PER_USER_MONTH = Unit("USD/user/month", N_("$/user·month"), decimals=2, spellings=("$",), money=True)
