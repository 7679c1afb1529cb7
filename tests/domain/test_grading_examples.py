"""Examples inside a rulebook: tried by that rulebook, whatever its dates and region; rows none reaches are named."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.errors import Refusal
from registry.domain.grading.examples import rows_of, run, unreached
from registry.domain.grading.reading import default_rulebooks, parse
from registry.domain.terms import Tier
from registry.wording import word

(DEFAULT,) = default_rulebooks()
SMALL = """
version = "1"
effective_from = {begins}
initial_tier = "B"
window_months = 12
repeat_factor = 1.5
credit_cap = 3
{top}
[severities]
ordinary = {{ points = 3 }}
major = {{ points = 6 }}
[[thresholds]]
points = 6
tier = "C"
[[examples]]
title = "一次较重违规"
account = {{ registered_on = 2026-01-05 }}
violation = [
  {{ id = "v1", code = "6-8", severity = "major", occurred_on = 2026-02-01, recognised_on = 2026-02-10 }},
]
expect = [
  {{ on = 2026-02-10, tier = "{tier}", points = 6 }},
]
"""


def book(tier="C", begins="2026-01-01", top=""):
    return parse(SMALL.format(tier=tier, begins=begins, top=top), name="book.toml")


def test_the_examples_of_the_default_hold_and_show_every_row():
    results = run(DEFAULT)
    assert [(result.title, result.failed) for result in results if result.failed] == []
    assert unreached(DEFAULT, results) == ()
    assert len(rows_of(DEFAULT)) == 24


def test_an_example_that_fails_says_what_it_got():
    (result,) = run(book(tier="D"))
    assert result.failed == ({"on": "2026-02-10", "field": "tier", "expected": "D", "got": "C", "ok": False},)


def test_rows_no_example_reaches_are_named():
    assert unreached(book(), run(book())) == ("S:ordinary",)
    assert unreached(book(), ()) == ("S:ordinary", "S:major", "T:6")


@pytest.mark.parametrize("begins", ["2020-01-01", "2026-02-05", "2031-01-01"])
def test_examples_hold_whatever_the_days_a_version_is_in_force(begins):
    (result,) = run(book(begins=begins, top="effective_to = 2031-02-01"))
    assert result.failed == ()


def test_examples_hold_in_every_region():
    (result,) = run(book(top='region = "330106"'))
    assert result.failed == ()


def test_a_changed_row_breaks_the_example_that_shows_it():
    thresholds = tuple(replace(row, points=7) if row.tier is Tier.C else row for row in DEFAULT.thresholds)
    broken = [result.title for result in run(replace(DEFAULT, thresholds=thresholds)) if result.failed]
    assert "首次较重违规：计 6 分，列重点关注，先约谈" in broken


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("account =", "acount =", "grading.key_missing", "[[examples]] #1"),
        (
            'severity = "major", occ',
            'severity = "heavy", occ',
            "grading.bad_choice",
            "[[examples]] #1 [[violation]] #1",
        ),
        ('title = "一次较重违规"', "", "grading.key_missing", "[[examples]] #1"),
        ('title = "一次', 'rulebook = "x"\ntitle = "一次', "grading.key_unknown", "[[examples]] #1"),
    ],
)
def test_an_example_that_cannot_be_meant_is_refused_with_its_place(old, new, code, where):
    text = SMALL.format(tier="C", begins="2026-01-01", top="").replace(old, new, 1)
    with pytest.raises(Refusal) as refused:
        parse(text, name="book.toml")
    assert (refused.value.code, refused.value.params["where"]) == (code, where)
    assert word(refused.value.code, refused.value.params)


def test_an_example_without_a_day_to_look_at_is_refused():
    text = SMALL.format(tier="C", begins="2026-01-01", top="").split("expect = [")[0]
    with pytest.raises(Refusal) as refused:
        parse(text, name="book.toml")
    assert refused.value.code == "grading.no_expect"


def test_the_same_examples_are_part_of_the_same_rulebook():
    assert book() == book()
    assert book() != book(tier="D")
    assert run(book())[0].title == "一次较重违规"
    assert book().effective_from == date(2026, 1, 1)
