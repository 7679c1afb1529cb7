"""Which row of a rulebook makes another idle: only one that holds whenever the other does, and asks for no more."""

from dataclasses import replace

import pytest

from registry.domain.grading.lint import lint
from registry.domain.grading.rulebook import Needs
from tests.domain.test_grading_lint import DEFAULT, call, floor, way_up

FLOOR = floor("X", "interview", 2, 12, "C")
WAY = way_up("X", "C", "B", 3, max_points=3, filing_complete=True)


def found(book, table):
    """The findings of a table about one of two rows standing beside another."""
    codes = {"row_covered", "duplicate", "contradiction_tier"}
    return [
        (each.code, each.row, each.params["other"]) for each in lint(book) if each.table == table and each.code in codes
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (floor("Y", "interview", 1, 12, "C"), [("row_covered", "X", "Y")]),
        (floor("Y", "interview", 2, 24, "C"), [("row_covered", "X", "Y")]),
        (floor("Y", "interview", 2, None, "D"), [("row_covered", "X", "Y")]),
        (floor("Y", "interview", 3, 12, "C"), [("row_covered", "Y", "X")]),
        (floor("Y", "interview", 2, 6, "C"), [("row_covered", "Y", "X")]),
        (floor("Y", "interview", 3, 24, "C"), []),
        (floor("Y", "interview", 3, 6, "D"), []),
        (floor("Y", "interview", 1, 6, "C"), []),
        (floor("Y", "interview", 1, 12, "B"), []),
        (floor("Y", "interview", 3, None, "C"), []),
        (floor("Y", "delisting", 1, 24, "D"), []),
        (floor("Y", "interview", 2, 12, "C"), [("duplicate", "Y", "X")]),
        (floor("Y", "interview", 2, 12, "D"), [("contradiction_tier", "Y", "X")]),
        (floor("Y", "interview", 2, 12, "B"), [("contradiction_tier", "Y", "X")]),
    ],
)
def test_a_floor_is_idle_beside_one_that_holds_whenever_it_does(other, expected):
    assert found(replace(DEFAULT, floors=(FLOOR, other)), "floors") == expected
    assert found(replace(DEFAULT, floors=(other, FLOOR)), "floors") == [
        each if each[0] == "row_covered" else (each[0], "X", "Y") for each in expected
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (way_up("Y", "C", "B", 2, max_points=3, filing_complete=True), [("row_covered", "X", "Y")]),
        (way_up("Y", "C", "B", 3, max_points=4, filing_complete=True), [("row_covered", "X", "Y")]),
        (way_up("Y", "C", "B", 3, filing_complete=True), [("row_covered", "X", "Y")]),
        (way_up("Y", "C", "B", 3, max_points=3), [("row_covered", "X", "Y")]),
        (
            way_up("Y", "C", "B", 3, max_points=3, filing_complete=True, by_application=True),
            [("row_covered", "Y", "X")],
        ),
        (way_up("Y", "C", "B", 4, max_points=3, filing_complete=True), [("row_covered", "Y", "X")]),
        (way_up("Y", "C", "B", 3, max_points=2, filing_complete=True), [("row_covered", "Y", "X")]),
        (way_up("Y", "C", "B", 2, max_points=2, filing_complete=True), []),
        (way_up("Y", "C", "B", 4, max_points=4, filing_complete=True), []),
        (way_up("Y", "C", "B", 2, by_application=True), []),
        (way_up("Y", "D", "C", 1), []),
        (way_up("Y", "C", "B", 3, max_points=3, filing_complete=True), [("duplicate", "Y", "X")]),
    ],
)
def test_a_way_up_is_idle_beside_one_that_asks_for_no_more(other, expected):
    assert found(replace(DEFAULT, restoration=(WAY, other)), "restoration") == expected
    assert found(replace(DEFAULT, restoration=(other, WAY)), "restoration") == [
        each if each[0] == "row_covered" else (each[0], "X", "Y") for each in expected
    ]


def test_a_history_that_the_act_itself_makes_leaves_no_first_act_unanswered():
    others = tuple(row for row in DEFAULT.ladder if "ordinary" not in row.severities)
    always = call("X", "interview", ["ordinary", "major"], Needs(severities=frozenset({"ordinary", "major"}), count=1))
    second = call("X", "interview", ["ordinary", "major"], Needs(severities=frozenset({"ordinary", "major"}), count=2))
    for row, expected in ((always, []), (second, ["ordinary", "major"])):
        said = [each for each in lint(replace(DEFAULT, ladder=(*others, row))) if each.code == "first_unanswered"]
        assert [each.params["severity"] for each in said] == expected
