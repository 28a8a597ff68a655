"""Servers that the organisation buys: price, financing, delivery, site."""

from typing import Annotated

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_


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
            empty=N_("none"),
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
