"""The input forms, generated from the descriptions of the plan's fields."""
