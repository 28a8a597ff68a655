"""What can be done to the list of scenarios, as pure functions."""

import pytest

from planner.ui.scenario_edits import copied_name, duplicated

ENGLISH, SPANISH = "{name} (copy)", "{name} (copia)"


@pytest.mark.parametrize(
    ("name", "form", "copy"),
    [
        ("API", ENGLISH, "API (copy)"),
        ("API (copy)", ENGLISH, "API (copy)"),
        ("API (copy) 3", ENGLISH, "API (copy)"),
        ("API 3", ENGLISH, "API 3 (copy)"),
        ("Llama (8 bits)", SPANISH, "Llama (8 bits) (copia)"),
        ("API (copia)", SPANISH, "API (copia)"),
    ],
)
def test_a_copy_of_a_copy_is_another_copy_of_the_first(name, form, copy):
    assert copied_name(name, form) == copy


def test_copies_are_numbered_and_not_nested(plan):
    names = []
    identity = "small"
    for _ in range(3):
        plan, identity = duplicated(plan, identity, copied_name(plan.scenario(identity).name, ENGLISH))
        names.append(plan.scenario(identity).name)

    assert names == ["API, small model (copy)", "API, small model (copy) 2", "API, small model (copy) 3"]
