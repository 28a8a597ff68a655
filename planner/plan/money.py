"""Money and time: horizon, discounting, price trends, the value of an answer, and hard constraints."""

import datetime as dt
from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_


class Money(Part):
    """The horizon, the currency, and how prices move. Taxes are left out."""

    price_date: Annotated[
        dt.date,
        Ui(N_("Price date"), help=N_("The catalogue answers with what was valid on this day."), basic=True),
    ] = dt.date(2026, 11, 23)
    horizon: Annotated[
        Number,
        Ui(
            N_("Horizon"),
            u.MONTHS,
            minimum=1,
            maximum=120,
            soft_maximum=60,
            whole=True,
            help=N_("Months that are compared."),
            basic=True,
        ),
    ] = 24.0
    currency: Annotated[
        Literal["USD", "EUR", "GBP", "MXN"],
        Ui(
            N_("Currency"),
            choices=(("USD", "USD"), ("EUR", "EUR"), ("GBP", "GBP"), ("MXN", "MXN")),
            help=N_("Results are shown in it. Prices of the catalogue are in US dollars."),
        ),
    ] = "USD"
    exchange_rate: Annotated[
        Number,
        Ui(
            N_("One US dollar is"),
            minimum=1e-6,
            maximum=1e6,
            when=("currency", ("EUR", "GBP", "MXN")),
            help=N_("Units of the shown currency per US dollar."),
        ),
    ] = 1.0
    discount_rate: Annotated[
        Amount,
        Ui(
            N_("Discount rate"),
            u.PERCENT_PER_YEAR,
            maximum=1.0,
            soft_maximum=0.3,
            help=N_("For the net present value; compounded monthly. Without inflation where amounts are real."),
            basic=True,
        ),
    ] = 0.08
    inflation: Annotated[
        Amount,
        Ui(
            N_("Inflation"),
            u.PERCENT_PER_YEAR,
            minimum=-0.2,
            maximum=2.0,
            when=("basis", ("real",)),
            help=N_("Takes nominal amounts back to the money of the start."),
        ),
    ] = 0.02
    basis: Annotated[
        Literal["nominal", "real"],
        Ui(
            N_("Amounts are"),
            choices=(("nominal", N_("nominal")), ("real", N_("real, in today's money"))),
            help=N_("Nominal: as paid. Real: without inflation. Taxes are left out."),
        ),
    ] = "nominal"
    api_price_trend: Annotated[
        Amount,
        Ui(
            N_("API prices change"),
            u.PERCENT_PER_YEAR,
            minimum=-0.95,
            maximum=2.0,
            help=N_("Per year, hosted tuning and provisioned units too. Negative: they fall."),
            basic=True,
        ),
    ] = 0.0
    rental_price_trend: Annotated[
        Amount,
        Ui(
            N_("GPU rents change"),
            u.PERCENT_PER_YEAR,
            minimum=-0.95,
            maximum=2.0,
            help=N_("Per year, those of training too."),
        ),
    ] = 0.0
    wage_trend: Annotated[
        Amount, Ui(N_("Wages change"), u.PERCENT_PER_YEAR, minimum=-0.5, maximum=1.0, help=N_("Per year."))
    ] = 0.0
    energy_trend: Annotated[
        Amount, Ui(N_("Energy prices change"), u.PERCENT_PER_YEAR, minimum=-0.9, maximum=2.0, help=N_("Per year."))
    ] = 0.0
    grid: Annotated[
        str, Ui(N_("Grid region"), help=N_("Whose electricity mix gives the carbon figure."), catalogue="grid")
    ] = "USA"
    grid_carbon: Annotated[
        Amount | None,
        Ui(
            N_("Grid carbon"),
            u.GRAMS_PER_KWH,
            maximum=5.0,
            soft_maximum=1.5,
            help=N_("Of your own contract, or a range. Empty: the average of the grid region."),
        ),
    ] = None

    @property
    def per_dollar(self) -> float:
        """What one US dollar is in the currency that results are shown in."""
        return 1.0 if self.currency == "USD" else self.exchange_rate

    @property
    def rates(self) -> dict[str, float]:
        """What one US dollar is in the plan's own currency, which may be typed too; empty where that is the dollar."""
        return {} if self.currency == "USD" else {self.currency: self.exchange_rate}


class Return(Part):
    """What the answers are worth."""

    value_per_success: Annotated[
        Amount,
        Ui(
            N_("Value of a task done right"),
            u.USD_PER_REQUEST,
            maximum=1e6,
            help=N_("Money saved or earned by one successful answer."),
            basic=True,
        ),
    ] = 0.0
    value_per_user: Annotated[
        Amount, Ui(N_("Value per user"), u.USD_PER_USER_MONTH, maximum=1e6, help=N_("Independent of requests."))
    ] = 0.0
    adoption_months: Annotated[
        Number,
        Ui(
            N_("Months to full adoption"),
            u.MONTHS,
            maximum=120,
            whole=True,
            help=N_("The value rises in a straight line until then."),
        ),
    ] = 0.0


class Constraints(Part):
    """Hard limits: a scenario that breaks one is shown with the reason, never as an answer."""

    residency: Annotated[
        Literal["any", "eu", "us", "own"],
        Ui(
            N_("Data may stay"),
            choices=(
                ("any", N_("anywhere")),
                ("eu", N_("in the EU")),
                ("us", N_("in the US")),
                ("own", N_("on our own machines")),
            ),
            help=N_("Where prompts and answers may be processed."),
        ),
    ] = "any"
    no_egress: Annotated[
        bool, Ui(N_("No data to third parties"), help=N_("Rules out APIs; rented machines are allowed."))
    ] = False
    banned_vendors: Annotated[
        str,
        Ui(N_("Banned vendors"), help=N_("Makers of models and GPUs, providers and boxes; names separated by commas.")),
    ] = ""
    commercial_licence: Annotated[
        bool, Ui(N_("Licence must allow commercial use"), help=N_("Rules out research licences."))
    ] = False
    budget_per_month: Annotated[
        Number | None,
        Ui(
            N_("Highest monthly cost"),
            u.USD_PER_MONTH,
            empty=N_("none"),
            help=N_("On average over the horizon. Empty: none."),
        ),
    ] = None
