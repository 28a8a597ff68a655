"""Moments in sentences: a date as the language writes it, the time of day, seconds where there are any."""

import datetime as dt

from planner.catalog.locations import resource_path
from planner.plan.language import ENGLISH, load_language
from planner.plan.wording import Message

AT = dt.datetime(2026, 5, 4, 3, 2, 1).astimezone()


def test_a_message_says_a_moment_in_its_language():
    message = Message("Saved up to {time}.", {"time": AT})

    assert message.text(ENGLISH.translate) == "Saved up to 4 May 2026, 03:02:01."
    assert message.text(load_language("es", resource_path("translations")).translate).endswith("4 may 2026, 03:02:01.")


def test_lists_show_moments_to_the_minute():
    assert ENGLISH.minute(AT) == "4 May 2026, 03:02"
