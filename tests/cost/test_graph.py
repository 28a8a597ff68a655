"""The formula graph: a missing provider, a second one and a cycle are errors when it is composed."""

import numpy as np
import pytest

from planner.cost.graph import GraphError, compose, quantity, total_of


@quantity("1", "A")
def a(x):
    """X doubled."""
    return 2.0 * x


@quantity("1", "B")
def b(a, y):
    """A and Y."""
    return a + y


def test_formulas_run_in_the_order_of_their_needs():
    graph = compose([b, a], ["x", "y"])
    assert [formula.name for formula in graph.formulas] == ["a", "b"]
    assert graph.evaluate({"x": 3.0, "y": 1.0})["b"] == 7.0


def test_draws_and_months_broadcast():
    values = compose([a, b], ["x", "y"]).evaluate({"x": np.array([[1.0], [2.0]]), "y": np.array([0.0, 10.0, 20.0])})
    assert values["b"].tolist() == [[2.0, 12.0, 22.0], [4.0, 14.0, 24.0]]


def test_an_input_that_nothing_provides_is_an_error():
    with pytest.raises(GraphError, match="'b' needs 'y'"):
        compose([a, b], ["x"])


def test_two_providers_are_an_error():
    @quantity("1", "Other", provides="a")
    def other(x):
        """X."""
        return x

    with pytest.raises(GraphError, match="two formulas provide 'a'"):
        compose([a, other], ["x"])


def test_a_quantity_that_is_given_and_computed_is_an_error():
    with pytest.raises(GraphError, match="given and computed at once: a"):
        compose([a], ["x", "a"])


def test_a_cycle_is_an_error():
    @quantity("1", "C", provides="x")
    def c(b):
        """B."""
        return b

    with pytest.raises(GraphError, match="cycle"):
        compose([a, b, c], ["y"])


def test_what_an_input_reaches_is_known():
    graph = compose([a, b], ["x", "y"])
    assert graph.reaches(["y"]) == {"y", "b"}
    assert graph.reaches(["x"]) == {"x", "a", "b"}


def test_a_total_adds_its_parts():
    graph = compose([a, b, total_of("t", "1", "T", "All.", [a, b])], ["x", "y"])
    assert graph.evaluate({"x": 1.0, "y": 5.0})["t"] == 9.0


def test_a_formula_shows_its_words_and_its_expression():
    assert a.words == "X doubled."
    assert a.expression == "2.0 * x"
    assert a(x=4.0) == 8.0


def test_what_is_wanted_is_computed_at_once_and_the_rest_once_when_asked_for():
    calls = []

    @quantity("1", "C")
    def c(a):
        """A once more."""
        calls.append("c")
        return a + 1.0

    graph = compose([a, b, c], ["x", "y", "unread"])
    values = graph.first(frozenset({"b"}), {"x": 3.0, "y": 1.0, "unread": 9.0}, "scenario")
    assert values.read(("a", "b")) == (6.0, 7.0)
    assert calls == []
    assert values["c"] == values["c"] == 7.0
    assert calls == ["c"]
    assert values.read(("c", "b")) == (7.0, 7.0)
    with pytest.raises(KeyError):
        values["unknown"]


def test_what_no_formula_reads_is_handed_on():
    graph = compose([a], ["x", "unread"])
    assert graph.leaves == {"x"}
    for values in (graph.run({"x": 3.0, "unread": 9.0}), graph.first(frozenset({"a"}), {"x": 3.0, "unread": 9.0}, "")):
        assert values["unread"] == 9.0
        assert dict(values) == {"x": 3.0, "unread": 9.0, "a": 6.0}
        assert len(values) == 3
        assert "unread" in values
        assert "unknown" not in values
