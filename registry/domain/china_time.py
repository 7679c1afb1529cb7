"""The day something happened: instants are kept in UTC, days are China's (one zone, no summer time since 1992)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def china_day(instant: datetime) -> date:
    """The day in China of an aware instant."""
    return instant.astimezone(CHINA).date()
