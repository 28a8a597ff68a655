"""Every formula of the cost model, found where it is declared: none can be forgotten in a list."""

import pkgutil
from importlib import import_module

import planner.cost
from planner.cost.graph import formulas_of

_MODULES = [
    import_module(f"planner.cost.{each.name}") for each in pkgutil.iter_modules(planner.cost.__path__) if not each.ispkg
]
EVERY_FORMULA = [formula for module in _MODULES for formula in formulas_of(module)]
