"""The plan tree: the plan and its scenarios, with what each costs."""
