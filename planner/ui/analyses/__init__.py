"""Questions that are asked on purpose: solve for a value, compare two scenarios, price a limit, look for options."""
