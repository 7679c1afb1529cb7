"""The day an account was filed (备案), read out of the one text in which a roster keeps number and day.

The rules count an account from its filing, else from the day it was entered. Only a whole day is taken, and only where the
text names no other: a number that happens to hold a year is none.
"""

import re
from datetime import date

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?!\d)")


def filed_on(text: str | None, entered_on: date) -> date:
    """The day from which an account counts: the one day ``text`` names, where it is not after ``entered_on``; else that."""
    if not text:
        return entered_on
    named = set(_DAY.findall(text))
    if len(named) != 1:
        return entered_on
    year, month, day = map(int, named.pop())
    try:
        return min(date(year, month, day), entered_on)
    except ValueError:
        return entered_on
