"""G13: a composite score whose weights favour one answer."""

import cost_plans as plans
from shipped_plans import catalogue, example_results, names, results

from planner.cost.binding import bind
from planner.plan.fields import walk

WORDS = ("score", "rating", "rank", "index of", "weight of", "overall")


def is_composite(text):
    return any(word in text.lower() for word in WORDS)


def test_no_figure_is_a_score_of_several():
    figures = {
        name: figure.unit
        for folder in ("examples", "templates")
        for plan in names(folder)
        for result in results(folder, plan).values()
        for name, figure in result.figures.items()
    }
    assert len(figures) > 20
    assert not [name for name in figures if is_composite(name)]
    # What has no unit is one thing: a share, a return, or one published benchmark.
    plain = {name for name, unit in figures.items() if unit == "1"}
    assert plain <= {"utilisation", "success_share", "quality", "roi", "irr"}


def test_no_quantity_adds_what_has_different_units():
    """A weighted sum of cost, speed and quality would have no unit; money adds to money only."""
    for scenario in (plans.api(), plans.rented(), plans.owned()):
        graph = bind(plans.plan(scenario), scenario, catalogue()).graph
        for formula in graph.formulas:
            assert not is_composite(formula.label), formula.name
        flow = graph.formula("nominal_cost_flow")
        assert {graph.formula(name).unit for name in flow.inputs} == {"USD/month"}


def test_no_field_of_a_plan_is_a_weight_of_preferences():
    for _, spec, _ in walk(plans.plan(plans.api())):
        assert not is_composite(spec.ui.label) or spec.ui.label == "Lowest score"


def test_the_cheapest_feasible_scenario_is_first_by_money_alone():
    found = example_results("startup-chatbot-2023").values()
    able = sorted((result for result in found if result.feasible), key=lambda result: result.total_cost)
    assert able[0].total_cost == min(result.total_cost for result in able)
    assert able[0].id == "llama-70b-int8"
