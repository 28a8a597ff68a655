"""The key figures in the order in which they are read, each with its label and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan.wording import N_


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure as the window lists it."""

    name: str
    label: str
    help: str
    group: str
    is_share: bool = False


MONEY, UNIT, LOAD, DECISION, FOOTPRINT = N_("Cost"), N_("Unit cost"), N_("Load"), N_("Decision"), N_("Footprint")

KEY_FIGURES = (
    KeyFigure("total_cost", N_("Total cost"), N_("Everything paid until the horizon."), MONEY),
    KeyFigure("monthly_cost", N_("Cost per month"), N_("The total over the months of the horizon."), MONEY),
    KeyFigure(
        "yearly_cost",
        N_("Cost per year"),
        N_("Twelve times the cost per month; only for plans of a year or more."),
        MONEY,
    ),
    KeyFigure("present_cost", N_("Present value of the cost"), N_("Every payment at its value today."), MONEY),
    KeyFigure("capex", N_("Investment"), N_("What is bought, not rented."), MONEY),
    KeyFigure("opex", N_("Running cost"), N_("The total less what is bought."), MONEY),
    KeyFigure(
        "depreciation_cost",
        N_("Depreciation, for the accounts"),
        N_("The purchase in equal parts over its useful life. Not in the total, which holds the payments."),
        MONEY,
    ),
    KeyFigure("pilot_cost", N_("Cost of the pilot"), N_("Everything paid until the end of the pilot."), MONEY),
    KeyFigure("tuning_cost", N_("Tuning"), N_("Everything that fits the model to the task."), MONEY),
    KeyFigure("cost_per_request", N_("Per request"), N_("The total over all requests."), UNIT),
    KeyFigure(
        "cost_per_successful_task",
        N_("Per successful task"),
        N_("The total over the requests that are done right."),
        UNIT,
    ),
    KeyFigure(
        "cost_per_user", N_("Per user"), N_("The total cost over the active users of all months together."), UNIT
    ),
    KeyFigure("cost_per_million_tokens", N_("Per million tokens"), N_("Input and output together."), UNIT),
    KeyFigure(
        "cost_per_million_output_tokens",
        N_("Per million output tokens"),
        N_("The total over the tokens that are written."),
        UNIT,
    ),
    KeyFigure(
        "cost_per_million_input_tokens",
        N_("Per million input tokens"),
        N_("The total over the tokens that are read."),
        UNIT,
    ),
    KeyFigure("servers", N_("Servers"), N_("Whole servers at the peak, spares included."), LOAD),
    KeyFigure("accelerators", N_("GPUs"), N_("Accelerators in these servers."), LOAD),
    KeyFigure(
        "utilisation",
        N_("Utilisation"),
        N_("Work done over what the paid hours could do. A result, never an input."),
        LOAD,
        is_share=True,
    ),
    KeyFigure(
        "cold_start_share",
        N_("Cold starts"),
        N_("Share of the calls that wait for a server to start."),
        LOAD,
        is_share=True,
    ),
    KeyFigure("ttft_p95_ms", N_("First token, p95"), N_("95 % of requests see their first token within it."), LOAD),
    KeyFigure(
        "tpot_ms",
        N_("Each further token"),
        N_("From the first token to the last, over the output tokens less one."),
        LOAD,
    ),
    KeyFigure(
        "success_share",
        N_("Tasks done right"),
        N_("Share of the answers that do the task, retries and cache included."),
        LOAD,
        is_share=True,
    ),
    KeyFigure("quality", N_("Quality"), N_("The score on the plan's benchmark."), LOAD),
    KeyFigure("npv", N_("Net present value"), N_("Value less cost, at today's money."), DECISION),
    KeyFigure("roi", N_("Return on investment"), N_("Value less cost, over cost."), DECISION, is_share=True),
    KeyFigure(
        "irr", N_("Internal rate of return"), N_("The rate at which the value now is nil."), DECISION, is_share=True
    ),
    KeyFigure("payback_month", N_("Payback"), N_("The month in which the value has paid the cost."), DECISION),
    KeyFigure(
        "break_even_month",
        N_("Break-even month"),
        N_("The month from which it has cost less than the baseline."),
        DECISION,
    ),
    KeyFigure(
        "break_even_requests_per_month",
        N_("Break-even volume"),
        N_("The monthly requests at which it costs as much as the baseline."),
        DECISION,
    ),
    KeyFigure("energy_kwh", N_("Energy"), N_("Electricity of the servers and their site."), FOOTPRINT),
    KeyFigure("co2e_kg", N_("Carbon"), N_("Greenhouse gases of this electricity."), FOOTPRINT),
    KeyFigure(
        "energy_per_thousand",
        N_("Energy of a thousand answers"),
        N_("The electricity over the answers, in thousands."),
        FOOTPRINT,
    ),
    KeyFigure(
        "co2e_per_thousand",
        N_("Carbon of a thousand answers"),
        N_("By the average of the plan's grid region."),
        FOOTPRINT,
    ),
)

BY_NAME = {figure.name: figure for figure in KEY_FIGURES}
