"""Every key figure has one name, one label and one sentence, for the window and for what leaves it."""

from planner.analysis.key_figures import BY_NAME, KEY_FIGURES
from planner.cost.evaluation import evaluate
from planner.cost.figures import NAMES


def test_every_figure_is_listed_once_with_a_sentence():
    assert len(BY_NAME) == len(KEY_FIGURES)
    assert len({figure.label for figure in KEY_FIGURES}) == len(KEY_FIGURES)
    assert all(figure.help.endswith(".") for figure in KEY_FIGURES)


def test_every_figure_that_a_scenario_can_have_is_listed(plan, catalogue):
    results = evaluate(plan, catalogue).scenarios
    assert set(NAMES) | {name for result in results for name in result.figures} <= set(BY_NAME)
