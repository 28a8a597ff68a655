"""Vendors' quotes: entered as they were said, held against the plan, completed with what they leave out."""
