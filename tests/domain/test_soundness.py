"""What an officer enters either can stand in the register as it is, or is refused by its field."""

from datetime import date

import pytest

from registry.domain.soundness import clean_typed, find_fault
from registry.domain.terms import Platform

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"uscc": "91330106MA27XYAB4A"}, "identifiers.uscc_check"),
        ({"uscc": "11010519491231002X"}, "accounts.uscc_is_id_no"),
        ({"id_no": "110105194912310021"}, "identifiers.id_no_check"),
        ({"id_no": "110***********002X"}, "identifiers.masked"),
        ({"followers_on": "2026-12-01"}, "rosters.date_future"),
        ({"opened_on": "2027"}, "rosters.date_future"),
        ({"phone": "12"}, "identifiers.phone_shape"),
        ({"url": "https://www.douyin.com/"}, "identifiers.url_no_account"),
    ],
)
def test_a_value_that_fails_its_check_is_a_fault(values: dict[str, str], code: str) -> None:
    found = find_fault(values, Platform.DOUYIN, TODAY)
    assert found is not None
    assert (found[0], found[1].code) == (next(iter(values)), code)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"uscc": None, "phone": ""},
        {
            "uscc": "91350100M000100Y43",
            "id_no": "11010519491231002X",
            "followers_on": "2026-11-23",
            "opened_on": "2026",
        },
        {"phone": "+1 202 555 0143"},
        {"phone": "8765432"},
    ],
)
def test_what_is_sound_or_only_unusual_is_none(values: dict[str, str | None]) -> None:
    assert find_fault(values, Platform.DOUYIN, TODAY) is None


def test_one_who_types_is_not_told_what_became_of_a_row() -> None:
    (found,) = clean_typed("followers", "很多", Platform.DOUYIN, TODAY).problems
    assert found.code == "accounts.count_unreadable"
