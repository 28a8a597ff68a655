"""LLM Cost Planner: what to run, on whose hardware, tuned how, at what cost, and how sure we are."""

__version__ = "0.1.0"
