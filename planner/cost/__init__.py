"""The cost model: formulas named after the quantity they compute, and the graph they form."""
