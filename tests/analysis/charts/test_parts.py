import pkgutil
from importlib import import_module

import planner.cost
from planner.analysis.charts.palette import DARK, LIGHT
from planner.analysis.charts.parts import LABELS, REST, part_colour, shown_parts
from planner.cost.graph import Formula


def parts_of_the_cost_model():
    found = set()
    for module in pkgutil.walk_packages(planner.cost.__path__, "planner.cost."):
        values = vars(import_module(module.name)).values()
        found |= {value.part for value in values if isinstance(value, Formula) and value.part}
    return found


def test_every_part_of_the_bill_has_a_label_and_a_colour_of_its_own():
    parts = parts_of_the_cost_model()

    assert parts
    assert parts <= set(LABELS)
    for palette in (LIGHT, DARK):
        assert len({palette.hex(part_colour(part)) for part in LABELS}) == len(LABELS)


def test_an_unknown_part_has_the_colour_of_the_rest():
    assert part_colour("new") == REST


def test_the_largest_parts_keep_their_fixed_order():
    breakdown = {part: float(size) for size, part in enumerate(LABELS)}

    kept = shown_parts([breakdown])

    assert len(kept) == 7
    assert list(kept) == [part for part in LABELS if part in kept]
    assert set(kept) == set(list(LABELS)[-7:])
