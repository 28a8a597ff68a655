"""Questions put to the cost model: break-even, uncertainty, sensitivity, goal seek, checks, bridge."""
