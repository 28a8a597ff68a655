"""What the set-up raises when it cannot go on."""


class SetupError(Exception):
    """A reason to stop that the person at the keyboard can do something about; its text says what."""
