"""The performance model: does a deployment fit, how fast is it, how surely.

What there is, by question:

- *How fast is it?* `deployment_of` makes a `Deployment` of catalogue records; `predict` gives memory, latencies,
  throughput and the 80 % band; `predict_arrays` does it for a million rows; `service_curve` over a grid of concurrency.
  Everything is a structure of arrays and broadcasts. Infinity as concurrency means as many as fit.
- *How is it worked out?* `memory` fills the accelerator, `step_time` adds up the time of a step (bytes over achieved
  bandwidth, operations over achieved peak of that precision, exchange between accelerators, the engine), `prediction`
  makes latencies and throughput of it in one consistent account.
- *With what figures?* `coefficient_list` says what the fitted coefficients mean and their bounds,
  `resources/performance/coefficients.json` holds them with error, source and date. `architecture`, `families` and
  `precision` turn records and names into numbers, and say what stands in where a source gives none.
- *How good is it?* `resources/performance/report.md`, `report.shipped_report()` for the window, and
  `report.predicted_against_measured` for every run. The split between fitted and never fitted is in `measurements`.
- *How is it fitted?* `python -m planner.cost.performance.calibrate` (`--check` compares only). It reads
  `resources/performance/measurements.csv`, which `packaging/compact_measurements.py` made from public results. A change
  of the catalogue's architectures or accelerators changes predictions: calibrate again and commit what it writes.
- *How long do people wait?* `queueing` turns a rate of arrivals into percentiles, the rate that keeps the targets, and
  servers that follow a day.
- *What of my own measurements?* `benchmark_files` reads them, `site_measurements` makes correction factors of them;
  a deployment carries its factor in `correction`.
- *A whole table?* `table.predict_table`, by names, every doubt in a note (`table_rows`, `table_cells`).
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
