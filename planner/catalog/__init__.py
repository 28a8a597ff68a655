"""Facts: typed, sourced and dated records, and the answers to 'what was valid on that day'."""
