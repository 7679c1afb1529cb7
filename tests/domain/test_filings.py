"""The day of filing inside the one text a roster keeps for number and day."""

from datetime import date

import pytest

from registry.domain.filings import filed_on

ENTERED = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("西备2026001 2025-03-12", "2025-03-12"),
        ("2025年3月2日", "2025-03-02"),
        ("浙网备〔2025〕12号/2025.03.12", "2025-03-12"),
        ("2025/3/12 00:00:00", "2025-03-12"),
        ("2025-03-12（2025年3月12日备案）", "2026-11-23"),
        ("2025-03-12 2025-03-12", "2025-03-12"),
        ("2025-03-12 至 2026-03-12", "2026-11-23"),
        ("2026-11-24", "2026-11-23"),
        ("2025-02-30", "2026-11-23"),
        ("浙ICP备2024012345号", "2026-11-23"),
        ("12025-03-12", "2026-11-23"),
        ("2025-03", "2026-11-23"),
        ("是", "2026-11-23"),
        ("", "2026-11-23"),
        (None, "2026-11-23"),
    ],
)
def test_one_whole_day_not_after_the_entry_is_the_filing(text: str | None, day: str) -> None:
    assert filed_on(text, ENTERED) == date.fromisoformat(day)
