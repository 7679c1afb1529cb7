"""A roster that comes back: theirs, ours, both; the modes; doubtful rows as the officer settled them."""

import pytest

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.diff import compare
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.shapes import Roster, RosterRow, RosterSheet, empty_values
from registry.domain.rosters.tokens import mark_of
from registry.domain.terms import ImportMode, RowAction

KEY = bytes(range(32))
EXPORTED = {
    "name": "龙游生活",
    "platform": "douyin",
    "uid": "lysh1",
    "town": "湖镇镇",
    "followers": 1200,
    "remark": None,
}
PLACE = ("台账", 4)


def decided(ours=None, theirs=None, *, mark=True, **rules) -> RowDecision:
    """The decision on one exported row: what the register says now, what the file says."""
    values = empty_values() | EXPORTED
    account = ExistingAccount(7, values | (ours or {}))
    row = RosterRow(*PLACE, values | (theirs or {}), mark=mark_of(7, values, KEY) if mark else None)
    sheet = RosterSheet("台账", 3, {}, {"followers": "F", "name": "B"}, {})
    return compare(Roster([sheet], [row], []), [account], key=KEY, **rules)[0]


def codes(decision: RowDecision) -> set[str]:
    return {reason.code for reason in decision.reasons}


def test_what_only_the_file_changed_is_taken():
    decision = decided(theirs={"followers": 5000})
    assert (decision.action, decision.changes) == (RowAction.CHANGE, {"followers": (1200, 5000)})


def test_what_only_the_register_changed_stays_and_is_told():
    decision = decided(ours={"followers": 9000})
    assert (decision.action, decision.changes) == (RowAction.SAME, {})
    assert codes(decision) == {"rosters.ours_kept"}


def test_what_both_changed_is_a_conflict_side_by_side_at_its_cell():
    decision = decided(ours={"followers": 9000}, theirs={"followers": 5000, "town": "詹家镇"})
    assert decision.action is RowAction.DOUBTFUL
    assert decision.conflicts == {"followers": (9000, 5000)}
    assert [(each.code, each.column) for each in decision.reasons] == [("rosters.conflict", "F")]
    assert decision.candidates == [7]


@pytest.mark.parametrize(("side", "changes"), [("theirs", {"followers": (9000, 5000)}), ("ours", {})])
def test_a_conflict_is_decided_by_the_officer(side, changes):
    choices = Choices(fields={(*PLACE, "followers"): side})
    decision = decided(ours={"followers": 9000}, theirs={"followers": 5000}, choices=choices)
    assert decision.changes == changes
    assert not decision.conflicts
    assert codes(decision) == {f"rosters.{side}_chosen"}, "the reason says that an officer chose, and which"


def test_both_making_the_same_change_is_no_change():
    assert decided(ours={"followers": 5000}, theirs={"followers": 5000}).action is RowAction.SAME


def test_without_its_key_a_row_that_differs_is_a_change():
    assert decided(ours={"followers": 9000}, mark=False).changes == {"followers": (9000, 1200)}


def test_a_marked_row_finds_its_account_though_name_and_id_are_new():
    decision = decided(theirs={"name": "龙游新生活圈子", "uid": None, "url": None})
    assert decision.account_id == 7
    assert decision.changes == {"name": ("龙游生活", "龙游新生活圈子")}


def test_a_marked_row_with_another_accounts_id_is_doubtful():
    other = ExistingAccount(8, empty_values() | {"name": "别的号", "platform": "douyin", "uid": "other1"})
    values = empty_values() | EXPORTED
    row = RosterRow(*PLACE, values | {"uid": "other1"}, mark=mark_of(7, values, KEY))
    decision = compare(Roster([], [row], []), [ExistingAccount(7, values), other], key=KEY)[0]
    assert decision.action is RowAction.DOUBTFUL


def test_a_row_copied_with_its_key_is_no_second_account():
    values = empty_values() | EXPORTED
    rows = [RosterRow("台账", number, dict(values), mark=mark_of(7, values, KEY)) for number in (4, 5)]
    decisions = compare(Roster([], rows, []), [ExistingAccount(7, values)], key=KEY)
    assert [each.action for each in decisions] == [RowAction.SAME, RowAction.SAME]


def test_only_new_leaves_known_accounts_as_they_are():
    decision = decided(theirs={"followers": 5000}, mark=False, mode=ImportMode.NEW_ONLY)
    assert (decision.action, decision.changes) == (RowAction.SAME, {})
    assert codes(decision) == {"rosters.left_by_mode"}


def test_filling_blanks_alters_nothing_that_is_known():
    decision = decided(theirs={"followers": 5000, "remark": "新"}, mark=False, mode=ImportMode.FILL_BLANKS)
    assert (decision.action, decision.changes) == (RowAction.CHANGE, {"remark": (None, "新")})


def doubtful(**rules) -> RowDecision:
    """A row of the same holder with a nearly equal name and no id."""
    known = empty_values() | {"name": "龙游美食探店", "platform": "douyin", "holder": "张某", "uid": "abc123"}
    row = RosterRow(*PLACE, empty_values() | {"name": "龙游美食探店号", "platform": "douyin", "holder": "张某"})
    return compare(Roster([], [row], []), [ExistingAccount(9, known)], **rules)[0]


def test_a_doubtful_row_names_the_account_it_may_be():
    decision = doubtful()
    assert (decision.action, decision.candidates) == (RowAction.DOUBTFUL, [9])


@pytest.mark.parametrize(
    ("told", "action", "account_id"),
    [("add", RowAction.ADD, None), ("9", RowAction.CHANGE, 9), ("drop", RowAction.REFUSED, None)],
)
def test_a_doubtful_row_is_settled_as_the_officer_says(told, action, account_id):
    decision = doubtful(choices=Choices(rows={PLACE: told}))
    assert (decision.action, decision.account_id) == (action, account_id)


def test_a_number_of_no_account_in_reach_settles_nothing():
    assert doubtful(choices=Choices(rows={PLACE: "12345"})).action is RowAction.DOUBTFUL
