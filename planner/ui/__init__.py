"""The window: it shows quantities of the plan and turns gestures into edits. It computes nothing."""
