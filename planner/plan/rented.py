"""Servers that are rented: the offer, how they are kept, and what is committed to."""

from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_

COMMITTING = ("fixed", "autoscale", "hours")
"""Ways to keep servers under which some are always there, so that a minimum and a commitment make sense."""


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
        Ui(
            N_("Servers, at least"),
            u.SERVERS,
            maximum=10_000,
            whole=True,
            when=("scaling", COMMITTING),
            help=N_("Never fewer than these."),
        ),
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
    idle_minutes: Annotated[
        Amount | None,
        Ui(
            N_("Kept on after a call"),
            u.MINUTES,
            maximum=1_440,
            soft_maximum=60,
            when=("scaling", ("scale_to_zero",)),
            empty=N_("as long as a start"),
            help=N_("Time without calls after which a server is shut down; it is paid."),
        ),
    ] = None
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
