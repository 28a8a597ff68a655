"""What tests of remembered answers compare: the same plan as nobody saw it before, and every bit of a result."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from planner.cost.leaves import Leaf
from planner.plan.plan import Plan


def fresh(plan):
    """The same plan as read from a file: no part of it was ever seen."""
    return Plan.model_validate_json(plan.model_dump_json())


def content(value):
    """What a value is, down to its bits."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, Leaf):
        return content({name: item for name, item in value._asdict().items() if name != "working"})
    if isinstance(value, (tuple, list)):
        return tuple(map(content, value))
    if isinstance(value, Mapping):
        return tuple((name, content(item)) for name, item in value.items())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple((item.name, content(getattr(value, item.name))) for item in dataclasses.fields(value))
    return type(value), repr(value)
