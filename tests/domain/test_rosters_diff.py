"""What becomes of each row: added, changed, the same, doubtful or refused."""

import pytest

from registry.domain.identifiers import mask_id_no, mask_phone
from registry.domain.rosters.diff import compare
from registry.domain.rosters.differences import is_mask_of
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.shapes import empty_values
from registry.domain.terms import RowAction
from registry.wording import word
from tests.domain.roster_books import codes, read_rows

HEADER = (
    "账号名称",
    "平台",
    "平台账号ID",
    "主页链接",
    "主体名称",
    "统一社会信用代码",
    "电话",
    "身份证号",
    "粉丝数",
    "统计日期",
    "等级",
    "备注",
)
NAMES = (
    "name",
    "platform",
    "uid",
    "url",
    "holder",
    "uscc",
    "phone",
    "id_no",
    "followers",
    "followers_on",
    "tier",
    "remark",
)


def cells(**values):
    """A row of cells under HEADER; 抖音 where nothing else is said."""
    given = {"platform": "抖音", "name": "清河生活"} | values
    return tuple(given.get(name) for name in NAMES)


def account(account_id=1, *, archived=False, extra=None, **values):
    """An account of the register."""
    whole = empty_values() | {"name": "清河生活", "platform": "douyin"} | values
    return ExistingAccount(account_id, whole, archived, extra or {})


def decide(*rows, against=(), towns=()):
    """The decisions on a roster of these rows."""
    return compare(read_rows(HEADER, *rows), against, towns=towns)


def only(row, *against):
    """The decision on the one row."""
    (decision,) = decide(row, against=against)
    for reason in decision.reasons:
        assert word(reason.code, reason.params)  # every reason has its words
    return decision


def test_a_row_the_register_does_not_know_is_added():
    decision = only(cells(uid="qinghe01", followers="约3000"))
    assert decision.action is RowAction.ADD
    assert decision.account_id is None
    assert decision.values["followers"] == 3000
    assert (decision.key, decision.weak) == ("douyin:uid:qinghe01", False)


def test_a_row_that_says_nothing_new_is_the_same():
    decision = only(cells(uid="qinghe01", followers=5), account(uid="qinghe01", followers=5, remark="留着"))
    assert (decision.action, decision.account_id, decision.changes) == (RowAction.SAME, 1, {})


def test_a_change_names_the_old_and_the_new_value():
    decision = only(cells(uid="qinghe01", followers="1.2万"), account(uid="qinghe01", followers=5))
    assert decision.action is RowAction.CHANGE
    assert decision.changes == {"followers": (5, 12_000)}


def test_a_blank_never_erases():
    decision = only(cells(uid="qinghe01"), account(uid="qinghe01", holder="清河传媒", phone="13800002210"))
    assert decision.action is RowAction.SAME


def test_a_new_name_for_a_known_id_is_a_rename():
    decision = only(cells(uid="qinghe01", name="新清河"), account(uid="QingHe01"))
    assert decision.changes == {"name": ("清河生活", "新清河")}
    assert codes(decision.reasons) == ["renamed"]


def test_an_account_is_known_by_the_id_inside_its_link():
    link = "https://space.bilibili.com/12345"
    decision = only(cells(platform="B站", name="改了名", url=link), account(platform="bilibili", uid="12345"))
    assert (decision.action, decision.account_id) == (RowAction.CHANGE, 1)


def test_an_account_is_known_by_its_link():
    decision = only(
        cells(platform="网站", name="改了名", url="http://www.qinghe.com/life/"),
        account(platform="website", url="http://www.qinghe.com/life"),
    )
    assert set(decision.changes) == {"name"}


def test_an_account_is_known_by_name_and_holder_but_weakly():
    decision = only(cells(holder="清河传媒", followers=5), account(holder="清河传媒"))
    assert (decision.action, decision.weak) == (RowAction.CHANGE, True)


def test_a_later_id_completes_the_account_that_had_none():
    decision = only(cells(uid="qinghe01", holder="清河传媒"), account(holder="清河传媒"))
    assert decision.changes == {"uid": (None, "qinghe01")}
    assert codes(decision.reasons) == ["uid_completed"]
    assert decision.key == "douyin:uid:qinghe01"


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("holder", "清河（集团）公司", "清河(集团)公司"),
        ("holder", "Qinghe Media", "qinghe media"),
        ("phone", "13800002210、0312-1234567", "0312-1234567"),
        ("phone", "13800002210", "138 0000 2210"),
        ("followers_on", "2026-09-30", "2026年9月"),
        ("uid", "QingHe01", "qinghe01"),
        ("url", "https://www.douyin.com/user/abc", "https://www.douyin.com/user/abc?share=1"),
    ],
)
def test_the_same_said_otherwise_is_no_change(field, old, new):
    known = {"uid": "qinghe01", field: old}
    decision = only(cells(**({"uid": "qinghe01"} | {field: new})), account(**known))
    assert (decision.action, decision.changes) == (RowAction.SAME, {})


def test_a_date_said_more_exactly_is_a_change():
    decision = only(cells(uid="a_1", followers_on="2026-09-30"), account(uid="a_1", followers_on="2026"))
    assert decision.changes == {"followers_on": ("2026", "2026-09-30")}


def test_a_masked_value_read_back_is_no_change():
    phone, number = "13800002210、0312-1234567", "11010519491231002X"
    row = cells(uid="a_1", phone=mask_phone(phone), id_no=mask_id_no(number))
    decision = only(row, account(uid="a_1", phone=phone, id_no=number))
    assert (decision.action, [*decision.reasons]) == (RowAction.SAME, [])


def test_a_masked_value_never_enters_the_register():
    changed = only(cells(uid="a_1", phone="139****9999"), account(uid="a_1", phone="13800002210"))
    added = only(cells(uid="a_1", phone="139****9999"))
    assert (changed.action, changed.changes) == (RowAction.SAME, {})
    assert added.values["phone"] is None
    assert codes(changed.reasons) == codes(added.reasons) == ["masked_value"]


@pytest.mark.parametrize(
    ("masked", "plain", "matches"),
    [
        ("138****2210", "13800002210", True),
        ("138****2211", "13800002210", False),
        ("110***********002X", "11010519491231002X", True),
        ("0312-*****67", "0312-1234567", True),
        ("138****2210", None, False),
        ("138****2210、0312-*****67", "13800002210、0312-1234567", True),
        ("13800002210", "13800002210", False),
    ],
)
def test_a_mask_is_known_by_its_ends(masked, plain, matches):
    assert is_mask_of(masked, plain or "") is matches


def test_tier_and_influence_never_change_the_register():
    decision = only(cells(uid="a_1", tier="A"), account(uid="a_1", tier="C"))
    assert (decision.action, decision.changes) == (RowAction.SAME, {})
    assert codes(decision.reasons) == ["derived_differs"]


def test_a_tier_is_not_taken_over_with_a_new_account():
    decision = only(cells(uid="a_1", tier="D"))
    assert decision.values["tier"] is None
    assert codes(decision.reasons) == ["derived_not_taken"]


def test_an_older_count_does_not_replace_a_newer_one():
    decision = only(
        cells(uid="a_1", followers=10, followers_on="2025-01-01", remark="新"),
        account(uid="a_1", followers=99, followers_on="2026-06-30"),
    )
    assert set(decision.changes) == {"remark"}
    assert codes(decision.reasons) == ["older_count"]


def test_extra_columns_change_too_and_are_never_erased():
    roster = read_rows(
        ("账号名称", "平台", "抖音号", "违规情况"),
        ("清河生活", "抖音", "a_1", "一次"),
        ("乙", "抖音", "a_2", None),
    )
    known = [
        account(uid="a_1", extra={"违规情况": "无"}),
        account(2, name="乙", uid="a_2", extra={"违规情况": "无"}),
    ]
    changed, same = compare(roster, known)
    assert changed.extra_changes == {"违规情况": ("无", "一次")}
    assert (changed.action, same.action) == (RowAction.CHANGE, RowAction.SAME)


def test_of_two_rows_for_one_account_the_first_is_taken_and_the_other_is_the_same():
    first, second = decide(cells(uid="a_1", followers=5), cells(uid="a_1", followers=5))
    assert (first.action, second.action) == (RowAction.ADD, RowAction.SAME)
    assert second.reasons[0].params["row"] == 2


def test_a_second_row_that_says_something_else_is_doubtful():
    _, second = decide(cells(uid="a_1", followers=5), cells(uid="a_1", followers=6), against=[account(uid="a_1")])
    assert (second.action, second.account_id) == (RowAction.DOUBTFUL, 1)
    assert second.reasons[0].params["fields"] == ["粉丝数"]


def test_a_row_that_completed_an_account_is_found_again_by_name_and_by_id():
    rows = (cells(uid="a_1", holder="乙"), cells(holder="乙"), cells(uid="a_1"))
    decisions = decide(*rows, against=[account(holder="乙")])
    assert [each.action for each in decisions] == [RowAction.CHANGE, RowAction.SAME, RowAction.SAME]


def test_without_a_register_a_repeated_row_is_doubtful():
    first, second = compare(read_rows(HEADER, cells(uid="a_1"), cells(uid="a_1")))
    assert (first.action, second.action) == (RowAction.ADD, RowAction.DOUBTFUL)


def test_a_refused_row_stays_refused():
    (decision,) = decide(cells(name=None, uid="a_1"))
    assert decision.action is RowAction.REFUSED


@pytest.mark.parametrize(
    ("row", "known", "code"),
    [
        (cells(uid="a_1"), account(uid="a_1", archived=True), "archived_returned"),
        (cells(uid="a_2"), account(uid="a_1", status="closed"), "closed_returned"),
        (
            cells(url="https://www.qinghe.com/two", holder="乙"),
            account(url="https://www.qinghe.com/one", holder="乙"),
            "same_name_other_id",
        ),
        (cells(holder="乙"), account(), "same_name_holder_unknown"),
        (cells(name="清河生活网", holder="乙"), account(holder="乙", uid="a_1"), "near_name"),
        (
            cells(name="清河生活号", uid="a_2", holder="乙"),
            account(holder="乙", uid="a_1", status="closed"),
            "closed_returned",
        ),
        (
            cells(uid="a_2", url="https://www.qinghe.com/live"),
            account(uid="a_1", url="https://www.qinghe.com/live"),
            "uid_conflict",
        ),
        (
            cells(uid="a_2", name="新号", holder="另一家", uscc="91350100M000100Y43"),
            account(uid="a_1", holder="清河传媒", uscc="91350100M000100Y43"),
            "uscc_other_holder",
        ),
    ],
)
def test_a_likeness_is_a_doubt_and_never_a_match(row, known, code):
    decision = only(row, known)
    assert decision.action is RowAction.DOUBTFUL
    assert codes(decision.reasons) == [code]


def test_an_id_and_a_link_of_two_accounts_are_a_doubt():
    known = [account(1, uid="a_1"), account(2, name="乙", url="https://www.qinghe.com/live")]
    decision = only(cells(uid="a_1", url="https://www.qinghe.com/live"), *known)
    assert codes(decision.reasons) == ["keys_disagree"]


def test_several_accounts_of_one_name_and_holder_are_a_doubt():
    known = [account(1, uid="a_1", holder="乙"), account(2, uid="a_2", holder="乙")]
    assert codes(only(cells(holder="乙"), *known).reasons) == ["several_alike"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (
            cells(url="https://www.qinghe.com/one", holder="乙"),
            cells(url="https://www.qinghe.com/two", holder="乙"),
            "same_name_other_id_in_file",
        ),
        (cells(), cells(holder="乙"), "same_name_holder_unknown_in_file"),
        (cells(holder="乙"), cells(name="清河生活网", holder="乙"), "near_name_in_file"),
        (
            cells(uid="a_1", url="https://www.qinghe.com/live"),
            cells(uid="a_2", url="https://www.qinghe.com/live"),
            "uid_conflict_in_file",
        ),
        (
            cells(uid="a_1", holder="甲", uscc="91350100M000100Y43"),
            cells(uid="a_2", name="他", holder="乙", uscc="91350100M000100Y43"),
            "uscc_other_holder",
        ),
    ],
)
def test_likenesses_inside_the_file_are_doubts_too(first, second, code):
    taken, parked = decide(first, second)
    assert (taken.action, parked.action) == (RowAction.ADD, RowAction.DOUBTFUL)
    assert codes(parked.reasons) == [code]
    assert word(parked.reasons[0].code, parked.reasons[0].params)


def test_doubts_inside_the_file_between_three_rows():
    live = "https://www.qinghe.com/live"
    rows = [cells(uid="a_1"), cells(name="乙号", url=live), cells(uid="a_1", url=live)]
    assert codes(decide(*rows)[2].reasons) == ["keys_disagree_in_file"]


def test_rows_of_one_name_and_two_ids_without_a_holder_are_two_accounts():
    assert [each.action for each in decide(cells(uid="a_1"), cells(uid="a_2"))] == [
        RowAction.ADD,
        RowAction.ADD,
    ]


def test_one_name_and_holder_under_two_ids_are_two_accounts_and_it_is_told():
    decision = only(cells(uid="a_2", holder="乙"), account(uid="a_1", holder="乙"))
    assert decision.action is RowAction.ADD
    assert codes(decision.reasons) == ["same_name_other_id"]
    first, second = decide(cells(uid="a_1", holder="乙"), cells(uid="a_2", holder="乙"))
    assert (first.action, second.action) == (RowAction.ADD, RowAction.ADD)
    assert codes(second.reasons) == ["same_name_other_id_in_file"]


@pytest.mark.parametrize(
    ("one", "other"), [("清河生活1", "清河生活2"), ("清河第一中学", "清河第二中学"), ("清河小报A", "清河小报B")]
)
def test_names_told_apart_by_their_number_are_no_likeness(one, other):
    decisions = decide(cells(name=one, holder="乙"), cells(name=other, holder="乙"))
    assert [each.action for each in decisions] == [RowAction.ADD, RowAction.ADD]


def test_one_name_on_two_platforms_is_two_accounts():
    decision = only(cells(platform="快手", uid="a_1"), account(uid="a_1"))
    assert decision.action is RowAction.ADD


def test_a_doubt_never_holds_up_the_rows_after_it():
    decisions = decide(cells(uid="a_1"), cells(name="乙", uid="b_1"), against=[account(uid="a_1", archived=True)])
    assert [each.action for each in decisions] == [RowAction.DOUBTFUL, RowAction.ADD]


def test_towns_are_read_by_the_offices_own_list():
    roster = read_rows(("名称", "平台", "抖音号", "乡镇"), ("甲", "抖音", "a_1", "城关"), ("乙", "抖音", "a_2", "某乡"))
    first, second = compare(roster, [], towns=["城关镇", "东街道"])
    assert first.values["town"] == "城关镇"
    assert (second.values["town"], codes(second.reasons)) == ("某乡", ["town_unknown"])
    assert second.reasons[0].column == "D"


def test_a_town_in_traditional_characters_is_the_offices_own():
    roster = read_rows(("名称", "平台", "抖音号", "乡镇"), ("甲", "抖音", "a_1", "湖鎮鎮"))
    (decision,) = compare(roster, [], towns=["湖镇镇"])
    assert (decision.values["town"], [*decision.reasons]) == ("湖镇镇", [])


def test_several_rows_of_one_name_leave_a_third_without_an_id_in_doubt():
    rows = [cells(uid="a_1"), cells(uid="a_2"), cells()]
    assert codes(decide(*rows)[2].reasons) == ["several_alike_in_file"]
