"""Charts as values: from a plan and its result to marks, without a pixel and without Qt."""
