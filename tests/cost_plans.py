"""Plans for tests of the cost model: every figure different from nothing and from one, so that no slip hides."""

import datetime as dt

from planner.plan.hosting import ApiHosting, Hosting, HybridHosting, RoutedHosting, Serving
from planner.plan.levers import Levers
from planner.plan.money import Money, Return
from planner.plan.owned import OwnedHosting
from planner.plan.people import Operations, Success
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.rented import RentedHosting
from planner.plan.tuning import Tuning
from planner.plan.workload import Lengths, Timing, Volume, Workload

OPEN_MODEL, CLOSED_MODEL = "llama-2-13b-chat", "openai/gpt-3.5-turbo"
RENTAL = "lambda/1x-a100-40gb/us/on_demand/2023-10"
SPOT = "jarvislabs/1x-a100-40gb/us/spot/2023-10"
SERVER = "buy/nvidia-dgx-a100-320gb/2020-05"

OPERATIONS = Operations(
    engineers=0.3,
    engineer_cost=170_000.0,
    on_call=700.0,
    licence_per_year=9_000.0,
    licence_per_accelerator=1_100.0,
    licence_per_user=0.07,
    revenue_share=0.03,
    integration=11_000.0,
)
SUCCESS = Success(rate=0.8, retries=0.15, reviewed=0.02, review_price=0.9)
VALUE = Return(value_per_success=0.04, value_per_user=0.6, adoption_months=5.0)


def workload(**changes):
    """A workload whose parts may be replaced: volume, lengths, timing."""
    parts = {
        "volume": Volume(requests=400_000.0, users=9_000.0, growth=0.3, pilot_months=2.0, pilot_share=0.2),
        "lengths": Lengths(system=320.0, context=610.0, question=90.0, answer=180.0, reasoning=40.0, turns=2.0),
        "timing": Timing(shape="consumer", ttft_target=4_000.0, tpot_target=150.0, deferrable=0.25, burstiness=1.4),
        **changes,
    }
    return Workload(**parts)


def money(**changes):
    return Money.model_validate(
        {
            "price_date": dt.date(2023, 10, 31),
            "horizon": 14.0,
            "basis": "real",
            "api_price_trend": -0.1,
            "rental_price_trend": -0.15,
            "wage_trend": 0.03,
            "energy_trend": 0.04,
            **changes,
        }
    )


def tuning(kind, **changes):
    return Tuning.model_validate(
        {
            "kind": kind,
            "extra_prompt_tokens": 130.0,
            "labour_hours": 70.0,
            "labour_rate": 95.0,
            "examples": 3_000.0,
            "example_tokens": 450.0,
            "example_price": 1.1,
            "epochs": 2.0,
            "runs": 4.0,
            "efficiency": 0.33,
            "training_price": 2.3,
            "training_token_price": 7.0,
            "hosting_price": 1.6,
            "evaluation": 600.0,
            "retunes_per_year": 2.5,
            "retune_share": 0.4,
            "adapters": 2.0,
            "quality_lift": 0.05,
            **changes,
        }
    )


def api(identity="api", *, model=CLOSED_MODEL, levers=None, tuned=None, wait=0.0, **changes):
    hosting = ApiHosting.model_validate(
        {
            "provider": "OpenAI",
            "input_price": 1.4,
            "output_price": 2.1,
            "cache_read_price": 0.3,
            "cache_write_price": 1.7,
            "credits": 900.0,
            **changes,
        }
    )
    return _scenario(identity, model, Hosting(kind="api", api=hosting), levers, tuned, wait)


PROVISIONED = {"provisioned_units": 2.0, "provisioned_price": 0.7, "provisioned_throughput": 60.0}


def rented(identity="rented", *, model=OPEN_MODEL, levers=None, tuned=None, wait=0.0, serving=None, **changes):
    hosting = RentedHosting.model_validate(
        {
            "offer": RENTAL,
            "price": 1.15,
            "hours": 300.0,
            "start_minutes": 7.0,
            "committed_servers": 1.0,
            "commitment_months": 9.0,
            "commitment_discount": 0.3,
            "storage": 45.0,
            **changes,
        }
    )
    parts = Hosting(kind="rented", rented=hosting, serving=serving or Serving(spare_servers=1.0))
    return _scenario(identity, model, parts, levers, tuned, wait)


def owned(identity="owned", *, model=OPEN_MODEL, levers=None, tuned=None, wait=0.0, serving=None, **changes):
    hosting = OwnedHosting.model_validate(
        {
            "offer": SERVER,
            "price": 190_000.0,
            "scarcity_premium": 0.1,
            "network_and_installation": 0.12,
            "life": 0.75,
            "residual": 0.5,
            "financed_share": 0.45,
            "interest": 0.07,
            "loan_months": 9.0,
            "lead_months": 2.0,
            "bridge_price": 0.003,
            "power": 6_400.0,
            "idle_power": 0.35,
            "electricity_price": 0.13,
            "pue": 1.3,
            "space_price": 170.0,
            "support": 0.09,
            **changes,
        }
    )
    parts = Hosting(kind="owned", owned=hosting, serving=serving or Serving(spare_servers=1.0))
    return _scenario(identity, model, parts, levers, tuned, wait)


def hybrid(identity="hybrid", *, base="rented", overflow="api", servers=None, wait=0.0):
    hosting = Hosting(kind="hybrid", hybrid=HybridHosting(base=base, overflow=overflow, base_servers=servers))
    return _scenario(identity, OPEN_MODEL, hosting, None, None, wait)


def routed(identity="routed", *, small="rented", large="api", share=0.6, escalated=0.2, wait=0.0):
    hosting = Hosting(
        kind="routed", routed=RoutedHosting(small=small, large=large, small_share=share, escalated=escalated)
    )
    return _scenario(identity, OPEN_MODEL, hosting, None, None, wait)


def _scenario(identity, model, hosting, levers, tuned, wait):
    return Scenario(
        id=identity,
        name=identity,
        model=ModelChoice(model=model),
        hosting=hosting,
        tuning=tuned or Tuning(),
        levers=levers or Levers(),
        success=SUCCESS,
        operations=OPERATIONS,
        wait_months=wait,
        switching_cost=400.0,
    )


def plan(*scenarios, baseline="", **changes):
    """A plan of these scenarios; `workload`, `money` and `value` may be replaced."""
    parts = {"workload": workload(), "money": money(), "value": VALUE, **changes}
    return Plan(id="test", name="Test", scenarios=scenarios, baseline=baseline, **parts)
