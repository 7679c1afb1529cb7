"""Two rows of one file that name one account: shown together, and the officer says which one stands."""

import pytest

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.diff import compare
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.merging import ADD, DROP, INSTEAD
from registry.domain.rosters.shapes import empty_values
from registry.domain.terms import RowAction
from registry.wording import word
from tests.domain.roster_books import codes, read_rows

HEADER = ("账号名称", "所属平台", "平台账号ID", "主体名称", "粉丝数", "备注", "院落编号")
FIRST = ("清河生活", "抖音", "qinghe01", "清河传媒", 500, "旧", "甲")
LATER = ("清河生活", "抖音", "qinghe01", None, 900, None, "乙")


def account(**values: str | int) -> ExistingAccount:
    return ExistingAccount(7, empty_values() | {"name": "清河生活", "platform": "douyin", "uid": "qinghe01"} | values)


def decide(
    *rows: tuple[object, ...], told: dict[int, str], against: tuple[ExistingAccount, ...] = ()
) -> list[RowDecision]:
    """The decisions on rows below a header in row 1; ``told``: row number → what the officer said of it."""
    chosen = Choices(rows={("表1", number): said for number, said in told.items()})
    decisions = compare(read_rows(HEADER, *rows), against, choices=chosen)
    for decision in decisions:
        for reason in decision.reasons:
            assert word(reason.code, reason.params)
    return decisions


def test_both_rows_values_stand_side_by_side_with_both_numbers():
    _, later = decide(FIRST, LATER, told={})
    assert later.action is RowAction.DOUBTFUL
    assert later.conflicts == {"followers": (500, 900), "extra:院落编号": ("甲", "乙")}
    assert later.reasons[0].params == {"sheet": "表1", "row": 2, "fields": ["粉丝数", "院落编号"]}


def test_a_likeness_inside_the_file_is_shown_side_by_side_too():
    _, later = decide(FIRST, ("清河生活号", "抖音", None, "清河传媒", 900, None, None), told={})
    assert codes(later.reasons) == ["near_name_in_file"]
    assert later.conflicts == {"name": ("清河生活", "清河生活号"), "followers": (500, 900)}


def test_the_later_row_stands_for_a_new_account_with_what_only_the_first_says():
    first, later = decide(FIRST, LATER, told={3: INSTEAD})
    assert (first.action, later.action) == (RowAction.SAME, RowAction.ADD)
    assert (codes(first.reasons), codes(later.reasons)) == (["gave_way"], ["stands_for"])
    told = {name: later.values[name] for name in ("holder", "followers", "remark")}
    assert told == {"holder": "清河传媒", "followers": 900, "remark": "旧"}
    assert later.row.extra == {"院落编号": "乙"}
    assert (first.reasons[0].params["row"], later.reasons[0].params["row"]) == (3, 2)


@pytest.mark.parametrize("told", [INSTEAD, "7"])
def test_the_later_row_stands_for_a_change_of_a_known_account(told: str):
    first, later = decide(FIRST, LATER, told={3: told}, against=(account(followers=100, remark="旧"),))
    assert (first.action, first.account_id, first.changes) == (RowAction.SAME, 7, {})
    assert (later.action, later.account_id) == (RowAction.CHANGE, 7)
    assert later.changes == {"holder": (None, "清河传媒"), "followers": (100, 900)}


def test_of_three_rows_the_last_one_chosen_stands():
    third = ("清河生活", "抖音", "qinghe01", None, 950, None, None)
    decisions = decide(FIRST, LATER, third, told={3: INSTEAD, 4: INSTEAD})
    assert [each.action for each in decisions] == [RowAction.SAME, RowAction.SAME, RowAction.ADD]
    assert (decisions[2].values["followers"], decisions[2].values["holder"]) == (950, "清河传媒")


def test_the_first_row_stands_where_the_later_is_dropped():
    first, later = decide(FIRST, LATER, told={3: DROP})
    assert (first.action, later.action) == (RowAction.ADD, RowAction.REFUSED)
    assert first.values["followers"] == 500


def test_rows_after_the_one_that_stands_are_compared_with_it():
    _, _, third = decide(FIRST, LATER, ("清河生活", "抖音", "qinghe01", None, 900, None, "乙"), told={3: INSTEAD})
    assert (third.action, third.reasons[0].params["row"]) == (RowAction.SAME, 3)


def test_an_account_surely_named_before_is_not_entered_twice_and_a_mere_likeness_may_be():
    _, certain = decide(FIRST, LATER, told={3: ADD})
    assert certain.action is RowAction.DOUBTFUL
    _, alike = decide(FIRST, ("清河生活号", "抖音", None, "清河传媒", 900, None, None), told={3: ADD})
    assert alike.action is RowAction.ADD


def test_a_choice_whose_first_row_is_gone_changes_nothing():
    first, later = decide(FIRST, LATER, told={2: DROP, 3: INSTEAD})
    assert (first.action, later.action) == (RowAction.REFUSED, RowAction.ADD)
    assert later.values["holder"] is None


def test_the_more_exact_and_the_unmasked_value_is_kept_whichever_row_stands():
    header = ("账号名称", "所属平台", "平台账号ID", "电话", "粉丝数")
    rows = (("甲", "抖音", "a_1", "13800002210", "约500"), ("甲", "抖音", "a_1", "138****2210", 900))
    roster = read_rows(header, *rows)
    _, later = compare(roster, (), choices=Choices(rows={("表1", 3): INSTEAD}))
    assert (later.values["phone"], later.values["followers"]) == ("13800002210", 900)
    assert later.row.approximate == ()
