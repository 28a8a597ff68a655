"""Windows over the main window: export, library, versions, a catalogue record, keyboard, about."""
