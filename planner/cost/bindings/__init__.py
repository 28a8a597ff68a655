"""From a plan and the catalogue to the leaves of the graph: the only place that asks which hosting is meant."""
