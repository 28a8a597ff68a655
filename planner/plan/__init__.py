"""The plan document: immutable models, units, ranges, and the reading of what a person types."""
