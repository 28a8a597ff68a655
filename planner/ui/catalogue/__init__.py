"""The catalogue in the window: browse, compare, own records, measurements, moved prices, imports, accuracy."""
