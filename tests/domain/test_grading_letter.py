"""What the rules say in single sentences that neither a case file nor a random account would notice if they were broken."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import (
    Account,
    Credit,
    Facts,
    Promotion,
)
from registry.domain.grading.months import add_months
from tests.domain.grading_facts import BOOKS, ENTERED, book, ordinary


@pytest.mark.parametrize(
    ("day", "last"),
    [("2026-01-31", "2026-03-31"), ("2026-03-31", "2026-05-31"), ("2026-12-31", "2027-02-28"), ("2026-08-31", "2026-10-31"),
     ("2026-05-31", "2026-07-31"), ("2026-10-31", "2026-12-31"), ("2026-07-31", "2026-09-30"), ("2026-02-28", "2026-04-28"),
     ("2026-04-30", "2026-06-30"), ("2026-09-30", "2026-11-30"), ("2026-06-30", "2026-08-30"), ("2026-11-30", "2027-01-30"),
     ("2027-12-31", "2028-02-29"), ("2095-12-31", "2096-02-29"), ("2099-12-31", "2100-02-28"), ("2399-12-31", "2400-02-29")],
)  # fmt: skip
def test_two_months_on_from_every_months_end(day, last):
    assert add_months(date.fromisoformat(day), 2) == date.fromisoformat(last)


def test_a_violation_that_carries_no_points_says_why():
    books = (book("old_until_march"), book("new"))
    found = (
        ordinary(1, date(2026, 2, 10), severity="notice"),
        ordinary(2, date(2026, 2, 10), acted=date(2025, 12, 31)),
        ordinary(3, date(2026, 7, 10), acted=date(2026, 5, 1)),
        ordinary(4, date(2026, 7, 10), severity=None),
        ordinary(5, date(2026, 3, 1)),
    )
    later = evaluate(Facts(ENTERED, found), books, date(2027, 6, 1))
    reasons = {each.violation_id: each.reason for each in later.uncounted}
    assert reasons == {"v1": "zero", "v2": "before_rules", "v3": "gap", "v4": "no_severity", "v5": "expired"}
    assert [(cause.code, cause.fact) for cause in later.causes] == [("gap", "v3"), ("no_severity", "v4")]
    in_gap = evaluate(Facts(ENTERED, found), books, date(2026, 5, 1))
    assert {each.violation_id: each.reason for each in in_gap.uncounted}["v5"] == "no_rulebook"
    assert (in_gap.points, in_gap.floor, in_gap.counted) == (None, None, ())
    assert in_gap.causes[0].code == "no_rulebook"


def test_a_severity_the_version_of_the_act_does_not_list_is_undetermined():
    bare = replace(book("old"), severities=book("old").severities[2:])
    outcome = evaluate(Facts(ENTERED, (ordinary(1, date(2026, 2, 10), severity="minor"),)), (bare,), date(2026, 2, 10))
    assert [(each.code, each.fact) for each in outcome.causes] == [("severity_unlisted", "v1")]
    assert outcome.uncounted[0].reason == "severity_unlisted"


def test_a_severity_the_later_version_no_longer_lists_keeps_the_points_of_its_act():
    later = replace(book("new"), severities=book("new").severities[2:])
    found = (ordinary(1, date(2026, 7, 10), "7-1", "minor", date(2026, 6, 20)),)
    outcome = evaluate(Facts(ENTERED, found), (book("old"), later), date(2026, 7, 10))
    assert [(each.version, each.points) for each in outcome.counted] == [("old", 1)]
    assert not outcome.is_undetermined


def test_the_points_say_which_version_gave_them():
    books = (book("old"), book("new"))
    acted = date(2026, 6, 20)
    found = (ordinary(1, date(2026, 7, 10), acted=acted), ordinary(2, date(2026, 7, 11), "6-8", "major", acted))
    outcome = evaluate(Facts(ENTERED, found), books, date(2026, 7, 11))
    assert [(each.version, each.base) for each in outcome.counted] == [("old", 3), ("new", 4)]
    assert outcome.versions == ("old", "new")


def test_versions_used_leave_out_what_ended_before_the_account_was_there_and_what_is_to_come():
    books = (
        book("old_until_march"),
        book("new"),
        replace(book("old"), version="next", effective_from=date(2027, 7, 1)),
    )
    late = Account(date(2026, 8, 1))
    assert evaluate(Facts(late), books, date(2026, 9, 1)).versions == ("new",)
    assert evaluate(Facts(ENTERED), books, date(2026, 9, 1)).versions == ("old-short", "new")


def test_every_application_that_moved_nothing_is_reported_with_its_reason():
    books = (book("old_until_march"), replace(BOOKS[0], version="later", effective_from=date(2026, 7, 1)))
    asked = (date(2026, 1, 4), date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1))
    facts = Facts(ENTERED, promotions=tuple(Promotion(day, "A") for day in asked))
    outcome = evaluate(facts, books, date(2026, 9, 1))
    assert [each.reason for each in outcome.ignored_promotions] == [
        "not_started",
        "no_row",
        "no_rulebook",
        "conditions",
    ]
    assert outcome.tier == "B"
    granted = evaluate(
        Facts(replace(ENTERED, filing_complete=True), promotions=(Promotion(date(2027, 1, 5), "A"),)),
        BOOKS,
        date(2027, 1, 5),
    )
    assert (granted.tier, granted.ignored_promotions) == ("A", ())


def test_a_credit_counts_inside_the_window_up_to_the_cap_and_against_the_light_only():
    found = (ordinary(1, date(2026, 2, 10)), ordinary(2, date(2026, 2, 11), "6-8", "major"))
    facts = Facts(ENTERED, found, credits=(Credit(date(2026, 3, 1), 2), Credit(date(2026, 4, 1), 2)))
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1), date(2027, 2, 10))
    assert [evaluate(facts, BOOKS, day).points for day in days] == [9, 7, 6, 6]
    assert [evaluate(facts, BOOKS, day).credits for day in days] == [0, 2, 3, 3]


def test_the_day_before_a_version_begins_the_one_before_it_still_rules():
    books = (book("old"), book("new"))
    found = (ordinary(1, date(2026, 2, 10)), ordinary(2, date(2026, 3, 1), "7-6"))
    eve = evaluate(Facts(ENTERED, (found[0], replace(found[1], severity="minor"))), books, date(2026, 6, 30))
    assert (eve.version, eve.tier, eve.next_change_on) == ("old", "B", date(2027, 2, 10))
    moved = evaluate(
        Facts(ENTERED, (found[0], replace(found[1], code="7-3", severity="minor"))), books, date(2026, 7, 1)
    )
    assert (moved.version, moved.points, moved.tier) == ("new", 5, "C")
    move = moved.moves[0]
    assert (move.row, move.facts[0], move.also, move.article) == ("version", "new", ("T:5",), "第三条")


def test_in_a_gap_and_before_the_start_nothing_is_told_but_what_stands():
    books = (book("old_until_march"), book("new"))
    facts = Facts(ENTERED, (ordinary(1, date(2026, 2, 10), "6-8", "major"),), credits=(Credit(date(2026, 2, 11), 2),))
    gap = evaluate(facts, books, date(2026, 5, 1))
    assert (gap.tier, gap.points, gap.floor, gap.eligible, gap.credits) == ("C", None, None, None, 0)
    assert (gap.floor_rows, gap.near_misses, gap.paths, gap.is_undetermined) == ((), (), (), True)
    assert gap.proposal.facts == ("v1",)
    assert gap.next_change_on == date(2026, 7, 1)
    early = evaluate(facts, BOOKS, date(2026, 1, 4))
    assert (early.tier, early.timeline, early.near_misses, early.paths) == (None, (), (), ())
    assert early.next_change_on == date(2026, 1, 5)
    assert early.next_move is None


def test_a_version_is_used_from_its_first_day_and_no_more_after_its_last():
    books = (book("old_until_march"), book("new"))
    assert evaluate(Facts(ENTERED), books, date(2026, 7, 1)).versions == ("old-short", "new")
    assert evaluate(Facts(ENTERED), books, date(2026, 6, 30)).versions == ("old-short",)
    later = Facts(Account(date(2026, 4, 1)), (ordinary(1, date(2026, 7, 5), acted=date(2026, 5, 1)),))
    assert evaluate(later, books, date(2026, 7, 10)).versions == ("new",)
    last = Facts(Account(date(2026, 3, 31)))
    assert evaluate(last, books, date(2026, 7, 10)).versions == ("old-short", "new")


def test_applications_are_reported_in_the_order_of_their_days():
    asked = (date(2026, 3, 1), date(2026, 1, 5), date(2026, 1, 4), date(2026, 2, 1))
    facts = Facts(ENTERED, promotions=tuple(Promotion(day, "A") for day in asked))
    reported = evaluate(facts, BOOKS, date(2026, 4, 1)).ignored_promotions
    assert [each.on for each in reported] == sorted(asked)
    assert [each.reason for each in reported] == ["not_started", "conditions", "conditions", "conditions"]
    never = evaluate(facts, (replace(BOOKS[0], region="330000"),), date(2026, 4, 1))
    assert [each.reason for each in never.ignored_promotions] == ["not_started"] * 4


def test_two_versions_end_to_end_leave_no_gap_and_an_ended_one_leaves_one():
    ended = replace(book("old"), effective_to=date(2026, 6, 30))
    for books in ((ended, book("new")), (book("old"), book("new"))):
        days = (date(2026, 6, 30), date(2026, 7, 1))
        assert [evaluate(Facts(ENTERED), books, day).version for day in days] == ["old", "new"]
    short = replace(book("old"), effective_to=date(2026, 6, 29))
    assert evaluate(Facts(ENTERED), (short, book("new")), date(2026, 6, 30)).version is None
