"""A vendor's quote: what somebody claims for a scenario, kept as it was said, with its source and date."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from planner.plan import units as u
from planner.plan.amounts import Number
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_

CountedPart = Literal[
    "staff",
    "on_call",
    "tuning",
    "network",
    "facility",
    "idle_hours",
    "spare",
    "support",
    "licences",
    "bridge",
    "financing",
    "price_trend",
]
"""What a bill for servers consists of beside the servers; a quote counts some of it."""

PRICE = u.Unit("USD", "$", decimals=2, spellings=("$/h", "$/hour", "$/hora"), money=True)


class Quote(Part):
    """What a vendor claims. It changes no result: the plan counts what it counts, and is held against the claim."""

    vendor: Annotated[str, Ui(N_("Vendor"), help=N_("Who makes the claim.")), Field(max_length=200)]
    month: Annotated[
        Number | None,
        Ui(N_("Break-even within"), u.MONTHS, maximum=1_200, help=N_("The month that the vendor names.")),
    ] = None
    saving: Annotated[
        Number | None,
        Ui(N_("Saving"), u.USD_PER_MONTH, maximum=1e10, help=N_("What it saves each month, by the vendor's word.")),
    ] = None
    price: Annotated[
        Number | None,
        Ui(
            N_("Price of a server"),
            PRICE,
            maximum=1e8,
            help=N_("Bought: the price of one. Rented: by the hour. Empty: the scenario's own."),
        ),
    ] = None
    requests: Annotated[
        Number | None,
        Ui(
            N_("Requests it assumes"),
            u.REQUESTS_PER_MONTH,
            maximum=1e13,
            help=N_("In a month. Vendors like busy servers. Empty: the plan's own volume."),
        ),
    ] = None
    against: Annotated[
        str,
        Ui(N_("Compared with"), help=N_("The scenario that it would replace."), catalogue="scenario"),
        Field(max_length=64),
    ] = ""
    source: Annotated[str, Ui(N_("Source"), help=N_("The offer, page or talk that says so."))] = ""
    date: Annotated[dt.date, Ui(N_("Date"), help=N_("The day of the quote."))]
    counts: tuple[CountedPart, ...] = ()
    """What the quote does count; everything else it leaves out."""
