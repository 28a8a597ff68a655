"""People, operations, licences and the quality of work: what runs beside the model."""

from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_


class Operations(Part):
    """Who keeps it running, and what is owed for licences."""

    engineers: Annotated[
        Amount,
        Ui(
            N_("Engineers"),
            u.FTE,
            maximum=10_000,
            soft_maximum=5,
            help=N_("People who run and improve it, in full-time equivalents."),
            basic=True,
        ),
    ] = 0.0
    engineer_cost: Annotated[
        Amount,
        Ui(
            N_("Cost of an engineer"),
            u.USD_PER_FTE_YEAR,
            maximum=5e6,
            soft_maximum=400_000,
            help=N_("Salary with everything on top."),
        ),
    ] = 180_000.0
    operators: Annotated[
        Amount,
        Ui(
            N_("Operators"),
            u.FTE,
            maximum=10_000,
            soft_maximum=5,
            help=N_("People who look after servers, network and security, in full-time equivalents."),
        ),
    ] = 0.0
    operator_cost: Annotated[
        Amount,
        Ui(
            N_("Cost of an operator"),
            u.USD_PER_FTE_YEAR,
            maximum=5e6,
            soft_maximum=300_000,
            help=N_("Salary with everything on top."),
        ),
    ] = 120_000.0
    data_staff: Annotated[
        Amount,
        Ui(
            N_("Data and evaluation staff"),
            u.FTE,
            maximum=10_000,
            soft_maximum=5,
            help=N_("People who keep prompts, data and tests in shape, in full-time equivalents."),
        ),
    ] = 0.0
    data_staff_cost: Annotated[
        Amount,
        Ui(
            N_("Cost of data staff"),
            u.USD_PER_FTE_YEAR,
            maximum=5e6,
            soft_maximum=300_000,
            help=N_("Salary with everything on top."),
        ),
    ] = 110_000.0
    on_call: Annotated[
        Amount,
        Ui(
            N_("On-call"),
            u.USD_PER_MONTH,
            maximum=1e7,
            soft_maximum=20_000,
            help=N_("Paid readiness at night and on weekends."),
            basic=True,
        ),
    ] = 0.0
    teams: Annotated[
        Literal["one", "apart"],
        Ui(
            N_("People of its parts"),
            choices=(("one", N_("one team for all")), ("apart", N_("a team for each"))),
            help=N_("One team: the dearest part's people count, month by month. Those typed here come on top."),
            hosts=("hybrid", "routed"),
        ),
    ] = "one"
    support_per_year: Annotated[
        Amount,
        Ui(
            N_("Support contracts"),
            u.USD_PER_YEAR,
            maximum=1e9,
            help=N_("Software support and premium plans; hardware support stands with the servers."),
        ),
    ] = 0.0
    licence_per_year: Annotated[
        Amount, Ui(N_("Licence"), u.USD_PER_YEAR, maximum=1e9, help=N_("A fixed fee for model or software."))
    ] = 0.0
    licence_per_accelerator: Annotated[
        Amount,
        Ui(
            N_("Licence per GPU"),
            u.USD_PER_ACCELERATOR_YEAR,
            maximum=1e6,
            help=N_("Serving software paid by GPU."),
            hosts=("rented", "owned"),
        ),
    ] = 0.0
    licence_per_user: Annotated[
        Amount, Ui(N_("Licence per seat"), u.USD_PER_USER_MONTH, maximum=1e5, help=N_("Paid by active user."))
    ] = 0.0
    revenue_share: Annotated[
        Amount,
        Ui(
            N_("Share of revenue"),
            u.PERCENT,
            maximum=1.0,
            help=N_("Owed to the licensor, of the value that the plan's return names."),
        ),
    ] = 0.0
    contract_months: Annotated[
        Number | None,
        Ui(
            N_("Contracts run for"),
            u.MONTHS,
            minimum=1,
            maximum=120,
            whole=True,
            empty=N_("none"),
            help=N_("Term of licences and support contracts. Empty: they last."),
        ),
    ] = None
    contract_change: Annotated[
        Amount,
        Ui(
            N_("Price after a contract"),
            u.PERCENT,
            minimum=-1.0,
            maximum=10.0,
            soft_maximum=0.5,
            help=N_("Change of licences and support when a contract ends. −100 %: they end with it."),
        ),
    ] = 0.0
    integration: Annotated[
        Amount,
        Ui(
            N_("Integration, once"),
            u.USD,
            maximum=1e9,
            soft_maximum=200_000,
            help=N_("Work to put it into use before the first month."),
        ),
    ] = 0.0


class Success(Part):
    """How often an answer does the task, and what happens when it does not."""

    rate: Annotated[
        Amount,
        Ui(
            N_("Done right"),
            u.PERCENT,
            minimum=0.001,
            maximum=1.0,
            help=N_("Share of answers that do the task. Measure it on your own cases."),
            basic=True,
        ),
    ] = 1.0
    retries: Annotated[
        Amount,
        Ui(
            N_("Tried again"),
            u.PERCENT,
            maximum=10.0,
            soft_maximum=1.0,
            help=N_("Further calls per request, because the first answer failed."),
        ),
    ] = 0.0
    reviewed: Annotated[
        Amount,
        Ui(N_("Checked by people"), u.PERCENT, maximum=1.0, help=N_("Share of answers that somebody reads.")),
    ] = 0.0
    review_price: Annotated[
        Amount,
        Ui(N_("Cost of a check"), u.USD_PER_REQUEST, maximum=10_000, help=N_("Cost of reading one answer.")),
    ] = 0.0
