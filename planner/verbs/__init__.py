"""The verbs of the command line, one a module: each has `run(options) -> exit status`."""
