"""What the charts draw, from the engine's own outcomes."""

from dataclasses import replace
from datetime import date

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Account, Facts, Violation
from registry.domain.grading.reading import default_rulebooks
from registry.domain.terms import Tier
from registry.web.showing.charts import PointsChart, chart_points, count_months, net_of_month

ON = date(2026, 11, 23)
BOOKS = default_rulebooks()
BEGUN = Account(date(2026, 1, 8))


def draw(facts: Facts, on: date = ON) -> PointsChart | None:
    outcome = evaluate(facts, BOOKS, on)
    return chart_points(facts, outcome, lambda day: evaluate(facts, BOOKS, day), BOOKS[-1])


def major(number: int, on: date) -> Violation:
    return Violation(f"v{number}", f"7-{number}", "major", on, on)


def test_points_rise_on_recognition_and_fall_a_year_later() -> None:
    chart = draw(Facts(BEGUN, (major(3, date(2026, 4, 20)),)))
    assert chart is not None
    assert chart.steps == [(date(2026, 1, 8), 0), (date(2026, 4, 20), 6)]
    assert chart.ahead == [(date(2027, 4, 20), 0)]
    assert chart.limits == [(6, Tier.C), (12, Tier.D)]


def test_the_strip_of_tiers_has_no_gap_and_shows_the_way_back() -> None:
    chart = draw(Facts(BEGUN, (major(3, date(2026, 4, 20)),)))
    assert chart is not None
    assert [span[2] for span in chart.spans] == [Tier.B, Tier.C, Tier.B]
    assert all(one[1] == two[0] for one, two in zip(chart.spans, chart.spans[1:], strict=False))
    assert (chart.spans[0][0], chart.spans[-1][1]) == (date(2026, 1, 8), chart.end)


def test_an_account_without_points_has_no_drawing() -> None:
    assert draw(Facts(BEGUN)) is None
    assert draw(Facts(BEGUN), date(2025, 12, 31)) is None


def test_what_was_voided_is_not_drawn() -> None:
    voided = replace(major(3, date(2026, 4, 20)), voided_on=date(2026, 5, 1))
    assert draw(Facts(BEGUN, (voided,))) is None


def test_months_count_moves_both_ways_and_none_is_left_out() -> None:
    moves = [
        (date(2026, 5, 31), Tier.B, Tier.C),
        (date(2026, 9, 1), Tier.B, Tier.D),
        (date(2026, 11, 2), Tier.C, Tier.B),
        (date(2026, 11, 3), Tier.C, Tier.B),
        (date(2026, 11, 4), None, Tier.B),
    ]
    months = count_months(moves, ON)
    assert [(each.first.month, each.raised, each.lowered) for each in months] == [
        (6, 0, 0), (7, 0, 0), (8, 0, 0), (9, 0, 1), (10, 0, 0), (11, 2, 0),
    ]  # fmt: skip
    assert net_of_month(moves, ON) == {Tier.A: 0, Tier.B: 2, Tier.C: -2, Tier.D: 0}
