"""The one clock: the roof asks what time it is and passes it down."""

from datetime import UTC, date, datetime, time, timedelta

from registry.domain.china_time import CHINA


def now() -> datetime:
    """This instant, aware, UTC."""
    return datetime.now(UTC)


def midnight_after(on: date) -> datetime:
    """The instant a day ends in China."""
    return datetime.combine(on + timedelta(days=1), time(), CHINA)


def today() -> date:
    """Today in China."""
    return datetime.now(CHINA).date()
