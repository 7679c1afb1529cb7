"""Reading an old ledger, and what becomes of its rows against the register."""

from datetime import date
from typing import Any

import pytest

from registry.domain.errors import Refusal
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.old_ledger_columns import field_of, kinds_in
from registry.domain.rosters.old_ledger_known import NOTHING, Decided, KnownAccount, KnownFact, Reach, Settled
from registry.domain.rosters.old_ledger_rows import comparable, decide
from registry.domain.rosters.old_ledger_shapes import LedgerRow, OldBook
from registry.domain.rosters.old_ledgers import read_old_ledger
from registry.domain.terms import OldKind, RowAction
from tests.domain.old_ledger_books import HEADER, talk, workbook

TODAY, FIRST = date(2026, 11, 24), date(2026, 1, 1)
KNOWN = KnownAccount(7, "douyin", "xhsbs_2021", None, ("西湖身边事", "西湖那些事"), "云帆文化传媒有限公司", "330106")
REACH = Reach({"西湖区": "330106"}, {"330106": FIRST})


def read(*rows: Any, choices: Choices = AS_IT_IS, **changes: Any) -> OldBook:
    return read_old_ledger(workbook(*rows, **changes), "约谈记录.xlsx", today=TODAY, choices=choices)


def codes(row: LedgerRow) -> set[str]:
    return {each.code for each in row.findings}


def fate(
    *rows: Any, accounts: Any = (KNOWN,), facts: Any = (), reach: Reach = REACH, settled: Settled = NOTHING, **changes: Any
) -> list[Decided]:  # fmt: skip
    return decide(read(*rows, **changes).rows, accounts, facts, reach=reach, settled=settled)


def test_a_sheet_of_talks_is_read_with_its_own_row_numbers_and_without_title_and_foot() -> None:
    book = read(talk(1), talk(2, on=date(2021, 6, 9)))
    assert [(row.number, row.values["on"], row.values["kind"]) for row in book.rows] == [
        (4, "2021-05-03", "interview"),
        (5, "2021-06-09", "interview"),
    ]
    assert book.rows[0].values["summary"] == "发布不实信息"
    assert book.rows[0].values["doc_no"] == "西网信约〔2021〕3号"
    assert (5, "F", "约谈时间", "on", "synonym", 100) in book.sheets[0].columns


@pytest.mark.parametrize(
    ("header", "field"),
    [("账号名称", "name"), ("违规情形", "summary"), ("处置措施", "kind"), ("处 置\n日 期", "on"), ("经办人", "officer"),
     ("主页链接", "url"), ("阅读量", None)],
)  # fmt: skip
def test_headers_are_known_by_their_synonyms(header: str, field: str | None) -> None:
    found = field_of(header)
    assert (found[0] if found else None) == field


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("约谈2次", (OldKind.INTERVIEW,)), ("约谈并责令整改", (OldKind.INTERVIEW,)), ("约谈提醒", (OldKind.INTERVIEW,)),
     ("谈话提醒", (OldKind.REMINDER,)), ("责令整改", (OldKind.OTHER,)), ("暂停更新、下架", (OldKind.SUSPENSION, OldKind.DELISTING)),
     ("永久关闭账号", (OldKind.SHUTDOWN,)), ("表扬", ())],
)  # fmt: skip
def test_a_kind_is_read_out_of_the_words_offices_use(text: str, kinds: tuple[OldKind, ...]) -> None:
    assert set(kinds_in(text)) == set(kinds)


def test_a_merged_name_stands_for_each_row_it_spans_and_ditto_for_the_cell_above() -> None:
    book = read(
        talk(1),
        [2, None, None, None, "同上", "2021.6.1", "标题党", "已删文", None, None, None],
        merges=["B4:B5", "C4:C5"],
    )
    assert [row.values["name"] for row in book.rows] == ["西湖身边事", "西湖身边事"]
    assert book.rows[1].values["platform"] == "douyin"
    assert book.rows[1].values["holder"] == "云帆文化传媒有限公司"


def test_a_day_without_a_year_takes_the_year_the_title_speaks_of_and_says_so() -> None:
    row = read(talk(1, on="5月3日")).rows[0]
    assert row.values["on"] == "2021-05-03"
    assert "old_ledgers.year_of_sheet" in codes(row)


def test_a_month_stays_a_month() -> None:
    assert read(talk(1, on="2021年5月")).rows[0].values["on"] == "2021-05"


def test_a_count_of_talks_is_kept_and_said_and_makes_no_further_facts() -> None:
    book = read([*talk(1), "3次"], header=[*HEADER, "约谈次数"])
    assert len(book.rows) == 1
    assert book.rows[0].extra["约谈次数"] == "3次"
    assert "old_ledgers.times" in codes(book.rows[0])


def test_two_header_rows_are_read_as_one() -> None:
    header = ["序号", "账号名称", "平台", "约谈", None, "处置结果"]
    below = ["", "", "", "时间", "事由", ""]
    book = read(below, [1, "西湖身边事", "抖音", "2021.5.3", "标题党", "已整改"], header=header, merges=["D3:E3"])
    assert [(row.values["on"], row.values["summary"]) for row in book.rows] == [("2021-05-03", "标题党")]


def test_a_plain_roster_is_no_old_ledger() -> None:
    with pytest.raises(Refusal) as refused:
        read([1, "西湖身边事", "抖音", "xhsbs"], header=["序号", "账号名称", "平台", "账号ID"])
    assert refused.value.code == "old_ledgers.no_header"


def test_what_a_reading_found_travels_as_plain_json() -> None:
    book = read(talk(1, on="5月3日"))
    assert OldBook.from_json(book.to_json()) == book


def test_an_account_is_found_by_its_id_or_by_name_and_holder_also_under_a_former_name() -> None:
    found = fate(talk(1), talk(2, on="2021.6.1", uid=None), talk(3, "西湖那些事", "2021.7.1", uid=None))
    assert [(one.action, one.account_id) for one in found] == [(RowAction.ADD, 7)] * 3


def test_a_name_alone_only_suggests_an_account() -> None:
    (one,) = fate(talk(1, uid=None, holder=None))
    assert (one.action, one.candidates) == (RowAction.DOUBTFUL, [7])


def test_a_name_that_two_accounts_bear_is_doubtful_between_them() -> None:
    twin = KnownAccount(8, "douyin", None, None, ("西湖身边事",), None, "330106")
    (one,) = fate(talk(1, uid=None, holder=None), accounts=(KNOWN, twin))
    assert one.candidates == [7, 8]
    assert "old_ledgers.several" in codes(one.row)


def test_another_account_under_the_same_name_and_holder_is_not_taken_for_it() -> None:
    (one,) = fate(talk(1, uid="quite_another"))
    assert one.action is RowAction.DOUBTFUL


def test_a_name_mistyped_suggests_the_account_that_is_nearly_called_so() -> None:
    (one,) = fate(talk(1, "西湖身边新事", uid=None, holder=None))
    assert (one.action, one.candidates) == (RowAction.DOUBTFUL, [7])
    assert "old_ledgers.near" in codes(one.row)


def test_an_account_nobody_registered_is_refused() -> None:
    (one,) = fate(talk(1, "滨江新鲜事", uid="bjxxs", holder="别的公司"))
    assert one.action is RowAction.REFUSED
    assert "old_ledgers.no_account" in codes(one.row)


@pytest.mark.parametrize(
    ("on", "code"),
    [("", "old_ledgers.no_day"), ("去年", "rosters.date_unreadable"), ("2026.1.1", "old_ledgers.not_history"),
     ("2026", "old_ledgers.not_history")],
)  # fmt: skip
def test_a_row_without_a_day_before_the_first_rulebook_is_refused(on: str, code: str) -> None:
    (one,) = fate(talk(1, on=on), title="西湖区约谈记录")
    assert one.action is RowAction.REFUSED
    assert code in {each.code for each in one.row.findings if each.decides}


def test_the_last_day_before_the_first_rulebook_is_history() -> None:
    assert fate(talk(1, on="2025.12.31"))[0].action is RowAction.ADD


def test_a_row_whose_kind_nobody_can_tell_is_refused() -> None:
    header = [*HEADER[:5], "日期", "事由", *HEADER[7:]]
    (one,) = fate(talk(1), header=header, title="2021年情况表")
    assert "old_ledgers.no_kind" in codes(one.row)


def test_the_same_fact_twice_enters_once_and_one_on_file_not_at_all() -> None:
    again = fate(talk(1), talk(2))
    assert [one.action for one in again] == [RowAction.ADD, RowAction.SAME]
    known = KnownFact(7, "interview", "2021-05-03", comparable("发布不实信息"))
    assert fate(talk(1), facts=[known])[0].action is RowAction.SAME


def test_what_the_register_itself_has_on_that_day_is_doubtful() -> None:
    known = KnownFact(7, "interview", "2021-05-03", "", is_own=True)
    (one,) = fate(talk(1), facts=[known])
    assert one.action is RowAction.DOUBTFUL


def test_a_word_for_no_kind_is_refused_though_the_title_names_one() -> None:
    header = [*HEADER[:7], "处置措施", *HEADER[8:]]
    praised = talk(1)
    praised[7] = "表扬"
    (one,) = fate(praised, header=header)
    assert one.action is RowAction.REFUSED
    assert "old_ledgers.kind_unknown" in codes(one.row)


def test_a_column_that_names_the_kind_itself_may_say_by_which_way() -> None:
    header = [*HEADER[:7], "约谈方式", *HEADER[8:]]
    by_telephone = talk(1)
    by_telephone[7] = "电话"
    (row,) = read(by_telephone, header=header, title="2021年台账").rows
    assert (row.values["kind"], row.extra["约谈方式"]) == ("interview", "电话")


def test_columns_are_what_the_officer_says_now_or_said_of_the_same_headers_before() -> None:
    plain = read(talk(1))
    assert plain.rows[0].values["summary"] == "发布不实信息"
    chosen = read(talk(1), choices=Choices(columns={("Sheet1", 7): "summary", ("Sheet1", 6): None}))
    assert (chosen.rows[0].values["summary"], chosen.rows[0].extra["约谈事由"]) == ("已整改", "发布不实信息")
    assert (7, "H", "处置结果", "summary", "chosen", 100) in chosen.sheets[0].columns
    remembered = Choices(remembered={plain.sheets[0].layout: {7: "summary"}})
    assert read(talk(1), choices=remembered).rows[0].values["summary"] == "已整改"


def test_a_cell_typed_anew_stands_in_place_of_the_files_and_is_said() -> None:
    choices = Choices(cells={("Sheet1", 4, "on"): "2021.6.1", ("Sheet1", 4, "kind"): "下架"})
    (row,) = read(talk(1, on="去年"), choices=choices).rows
    assert (row.values["on"], row.values["kind"]) == ("2021-06-01", "delisting")
    assert [(each.field, each.params) for each in row.findings if each.code == "old_ledgers.typed"] == [
        ("on", {"written": "去年"}),
        ("kind", {"written": "—"}),
    ]


def test_a_ditto_says_which_row_it_means() -> None:
    first, second, third = read(talk(1), talk(2, reason="同上"), talk(3, on="2021.7.1", reason="〃")).rows
    assert (third.values["summary"], first.above, second.above, third.above) == ("发布不实信息", [], [4], [4])
    assert "old_ledgers.as_above" in codes(third)


NEIGHBOURS = Reach({"西湖区": "330106", "上城区": "330102"}, {"330106": FIRST, "330102": date(2021, 1, 1)})
COUNTIES = [*HEADER[:10], "区县"]


def in_county(row: list[Any], county: str | None) -> list[Any]:
    return [*row[:10], county]


@pytest.mark.parametrize("written", ["西湖区", "西湖", "杭州市西湖区", None])
def test_a_row_of_a_citys_file_goes_to_the_county_it_names_or_its_accounts(written: str | None) -> None:
    (one,) = fate(in_county(talk(1), written), header=COUNTIES, reach=NEIGHBOURS)
    assert (one.action, one.account_id) == (RowAction.ADD, 7)


def test_an_account_of_another_county_than_the_row_names_is_doubtful_and_one_beyond_is_refused() -> None:
    rows = [in_county(talk(1, on="2020.1.1"), "上城区"), in_county(talk(2), "余杭区")]
    elsewhere, beyond = fate(*rows, header=COUNTIES, reach=NEIGHBOURS)
    assert (elsewhere.action, elsewhere.candidates) == (RowAction.DOUBTFUL, [7])
    assert "old_ledgers.county_differs" in codes(elsewhere.row)
    assert beyond.action is RowAction.REFUSED
    assert "old_ledgers.county_beyond" in codes(beyond.row)


def test_a_name_is_looked_for_in_the_county_the_row_names_alone() -> None:
    other = KnownAccount(8, "douyin", None, None, ("西湖身边事",), None, "330102")
    row = in_county(talk(1, uid=None, holder=None), "西湖区")
    (one,) = fate(row, header=COUNTIES, accounts=(KNOWN, other), reach=NEIGHBOURS)
    assert one.candidates == [7]


def test_what_is_history_is_asked_of_the_accounts_own_county() -> None:
    there = KnownAccount(7, "douyin", "xhsbs_2021", None, ("西湖身边事",), None, "330102")
    (one,) = fate(in_county(talk(1), None), header=COUNTIES, accounts=(there,), reach=NEIGHBOURS)
    assert "old_ledgers.not_history" in codes(one.row)


def test_a_caption_of_a_county_speaks_for_the_rows_below_it() -> None:
    rows = [["上城区"], talk(1, on="2020.1.1"), ["西湖区"], talk(2, on="2020.1.2")]
    assert [row.values["county"] for row in read(*rows).rows] == ["上城区", "西湖区"]


def test_an_officer_may_say_that_a_row_is_another_fact_than_the_one_on_file() -> None:
    why = Settled(others={("Sheet1", 4): "同一天两次"})
    known = KnownFact(7, "interview", "2021-05-03", comparable("发布不实信息"))
    own = KnownFact(7, "interview", "2021-05-03", "", is_own=True)
    for facts in ([known], [own]):
        (one,) = fate(talk(1), facts=facts, settled=why)
        assert one.action is RowAction.ADD
        assert "old_ledgers.overruled" in codes(one.row)
    assert [one.action for one in fate(talk(1), talk(2), settled=why)] == [RowAction.ADD, RowAction.SAME]


def test_an_offices_own_word_for_a_platform_is_read_as_it_said() -> None:
    row = talk(1)
    row[2] = "斗音"
    assert read(row).rows[0].values["platform"] is None
    assert read(row, choices=Choices(platforms={"斗音": "douyin"})).rows[0].values["platform"] == "douyin"


@pytest.mark.parametrize(
    ("written", "kind", "term"),
    [("暂停更新7天", "suspension", "7天"), ("约谈并责令整改", "interview", None), ("约谈、暂停更新一个月", "suspension", "一个月"),
     ("下架，2021年5月3日约谈", "delisting", None), ("暂停更新，限3日内整改", "suspension", None)],
)  # fmt: skip
def test_a_measures_own_words_are_kept_with_its_term(written: str, kind: str, term: str | None) -> None:
    header = [*HEADER, "处置措施"]
    row = read([*talk(1), written], header=header).rows[0]
    assert (row.values["kind"], row.extra["处置措施（原文）"], row.extra.get("处置期限")) == (kind, written, term)
    assert not any(each.decides for each in row.findings)


def test_several_measures_in_one_cell_enter_as_the_gravest_and_say_so() -> None:
    row = read([*talk(1), "约谈、暂停更新7天"], header=[*HEADER, "处置措施"]).rows[0]
    (said,) = [each for each in row.findings if each.code == "old_ledgers.kind_several"]
    assert (said.level, said.params) == ("warning", {"written": "约谈、暂停更新7天", "kind": "暂停更新"})


def test_a_bare_name_of_a_measure_is_not_kept_twice() -> None:
    assert read([*talk(1), "约谈"], header=[*HEADER, "处置措施"]).rows[0].extra == {}


def test_a_season_stays_its_year_with_the_words_kept() -> None:
    row = read(talk(1, on="2023年夏")).rows[0]
    assert (row.values["on"], row.is_approximate, row.extra["日期（原文）"]) == ("2023", True, "2023年夏")


def test_accounts_that_share_only_the_holder_are_no_candidates_by_name() -> None:
    others = [KnownAccount(key, "douyin", None, None, (name,), KNOWN.holder, "330106")
              for key, name in ((8, "滨江美食地图"), (9, "钱塘夜话"))]  # fmt: skip
    (one,) = fate(talk(1, "西湖身边新事", uid="someone_else"), accounts=(KNOWN, *others))
    assert (one.candidates, codes(one.row)) == ([7], {"old_ledgers.near"})
    (one,) = fate(talk(1, "天目山客栈", uid="someone_else"), accounts=(KNOWN, *others))
    assert (one.action, one.candidates) == (RowAction.DOUBTFUL, [7, 8, 9])
    assert codes(one.row) == {"old_ledgers.holder_only"}


def test_a_row_too_late_for_history_leads_to_its_account() -> None:
    (one,) = fate(talk(1, on="2026.1.1"))
    assert (one.action, one.account_id) == (RowAction.REFUSED, 7)
