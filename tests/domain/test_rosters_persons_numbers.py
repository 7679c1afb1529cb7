"""Numbers of persons and companies in each other's columns: a person's never lies open (个人信息保护法 art. 28, 51)."""

import pytest

from registry.domain import identifiers
from tests.domain.roster_books import one, read_rows, told


def test_an_identity_number_under_the_credit_code_moves_to_its_protected_field():
    roster = read_rows(("名称", "平台", "统一社会信用代码"), ("甲", "抖音", "11010519491231002X"))
    row = roster.rows[0]
    assert (row.values["uscc"], row.values["id_no"]) == (None, "11010519491231002X")
    assert "11010519491231002X" not in str([told(roster, "rosters.uscc_is_id_no"), row.written])


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("身份证号", "330825198509282639"),  # passes as a credit code by chance
        ("证件号码", "330825198509282639"),
        ("统一社会信用代码", "330825198503023711"),  # passes as neither, but tells a birthday
        ("统一社会信用代码", "330825198509282639"),  # passes as a credit code, but its place would be none
        ("统一社会信用代码/身份证号", "330825198509282639"),
        ("平台账号ID", "330825198509282639"),
    ],
)
def test_an_identity_number_with_a_wrong_check_digit_is_still_a_persons(header: str, number: str) -> None:
    roster = read_rows(("名称", "平台", header), ("甲", "抖音", number))
    row = roster.rows[0]
    assert (row.values["uscc"], row.values["id_no"]) == (None, number)
    assert number not in str([roster.problems, row.written, row.extra])
    assert told(roster, "identifiers.id_no_check")


@pytest.mark.parametrize(
    "number",
    [
        "33082519850928261",  # a digit lacks
        "3308251985092826111",  # one too many
        "330825198513322611",  # no such birthday, but a person's place and a company's nowhere
        "330825850928263",  # of the former fifteen digits, and no business number
    ],
)
def test_a_doubtful_number_under_the_credit_code_is_protected_as_a_persons(number: str) -> None:
    roster = read_rows(("名称", "平台", "统一社会信用代码"), ("甲", "抖音", number))
    row = roster.rows[0]
    assert (row.values["uscc"], row.values["id_no"]) == (None, number)
    assert number not in str([roster.problems, row.written, row.extra])


def test_a_persons_number_among_words_under_the_credit_code_is_protected_too():
    roster = read_rows(("名称", "平台", "统一社会信用代码"), ("甲", "抖音", "身份证11010519491231002X（本人）"))
    row = roster.rows[0]
    assert (row.values["uscc"], row.values["id_no"]) == (None, "11010519491231002X")
    assert "11010519491231002X" not in str([roster.problems, row.written, row.extra])


@pytest.mark.parametrize("cell", ["330825198509282000", 330825198509282000.0])
def test_the_birthday_of_a_ruined_number_under_the_credit_code_is_not_told(cell: str | float) -> None:
    roster = read_rows(("名称", "平台", "统一社会信用代码"), ("甲", "抖音", cell))
    assert "19850928" not in str([roster.problems, roster.rows[0].values, roster.rows[0].written])


def test_a_credit_code_of_digits_alone_stays_a_companys():
    numeric = "913301006912345" + next(
        f"{tail:03}" for tail in range(1, 1000) if not identifiers.uscc.validate(f"913301006912345{tail:03}")
    )
    for header in ("统一社会信用代码", "证件号码"):
        row = one(("名称", "平台", header), "甲", "抖音", numeric)
        assert (row.values["uscc"], row.values["id_no"]) == (numeric, None)


def test_an_identity_number_in_the_remarks_is_warned_of_without_repeating_it():
    problem = told(
        read_rows(("名称", "平台", "备注"), ("甲", "抖音", "身份证11010519491231002X")),
        "rosters.id_no_in_text",
    )
    assert problem.params == {}


def test_what_was_written_is_kept_beside_the_value_but_never_a_personal_field():
    row = one(("名称", "平台", "粉丝数", "电话"), "甲", "抖音", "约3000", "138 0000 0000")
    assert row.written == {"followers": "约3000"}
    assert row.approximate == ("followers",)


def test_a_second_telephone_column_joins_the_first_and_never_lies_in_the_open():
    row = one(("名称", "平台", "手机", "办公电话"), "甲", "抖音", "13800002210", "0312-1234567")
    assert (row.values["phone"], row.extra) == ("13800002210、0312-1234567", {})


def test_a_second_identity_number_fills_a_gap_or_is_left_out_and_said():
    header = ("名称", "平台", "身份证号", "法人身份证号")
    number, other = "11010519491231002X", "110105194912310038"
    roster = read_rows(header, ("甲", "抖音", None, number), ("乙", "抖音", number, other))
    assert [row.values["id_no"] for row in roster.rows] == [number, number]
    assert [row.extra for row in roster.rows] == [{}, {}]
    problem = told(roster, "rosters.second_id_no")
    assert (problem.row, problem.column) == (3, "D")


def test_one_column_for_credit_codes_and_identity_numbers_feeds_both_fields():
    header = ("账号名称", "平台", "统一社会信用代码/身份证号")
    body = one(header, "清河生活", "抖音", "91350100M000100Y43").values
    person = one(header, "乙", "抖音", "11010519491231002X").values
    assert (body["uscc"], body["id_no"]) == ("91350100M000100Y43", None)
    assert (person["uscc"], person["id_no"]) == (None, "11010519491231002X")


@pytest.mark.parametrize(
    "cell", ["33082519900101****", "身份证33082519900101123（本人）", "（本人）330825900101123", "3.30825199001011E+17"]
)
def test_what_tells_a_birthday_under_the_credit_code_is_neither_kept_nor_shown(cell: str) -> None:
    roster = read_rows(("名称", "平台", "统一社会信用代码"), ("甲", "抖音", cell))
    row = roster.rows[0]
    assert row.values["uscc"] is None
    assert cell not in str([roster.problems, row.written, row.extra])
