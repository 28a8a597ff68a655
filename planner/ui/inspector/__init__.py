"""The inspector: working, changes, checks, notes and catalogue data, in tabs under the results."""
