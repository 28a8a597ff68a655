"""The performance model: does a deployment fit, how fast is it, how surely.

`deployment_of` builds a `Deployment` from catalogue records; `predict` gives memory, latencies and throughput with
an 80 % band; `service_curve` the same over a grid of concurrency. Everything broadcasts over numpy arrays.
"""

from planner.cost.performance.deployment import Deployment, deployment_of, stack
from planner.cost.performance.prediction import Prediction, ServiceCurve, predict, predict_arrays, service_curve

__all__ = [
    "Deployment",
    "Prediction",
    "ServiceCurve",
    "deployment_of",
    "predict",
    "predict_arrays",
    "service_curve",
    "stack",
]
