"""Where the table stands and what its columns are called."""

import pytest

from registry.domain.rosters.fields import FIELDS
from registry.domain.rosters.headers import exact_field, likely_field, unit_of
from tests.domain.roster_books import HEADER, book, codes, one, read, read_rows, told


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_label_and_synonym_names_its_field(field):
    assert exact_field(field.label) == field.name
    claimed = {name: exact_field(name) for name in field.synonyms}
    assert claimed == dict.fromkeys(field.synonyms, field.name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("账号名称*", "name"),
        ("账号名称（必填）", "name"),
        ("账 号 名 称", "name"),
        ("＊所属\n平台", "platform"),
        ("联系电话：", "phone"),
        ("粉丝数（万）", "followers"),
        ("粉丝量(个)", "followers"),
        ("统一社会信用代码/注册号", "uscc"),
        ("运营者身份证号码", "id_no"),
        ("负责人手机号", "phone"),
        ("粉丝数统计时间", "followers_on"),
        ("微信公众号名称", "name"),
        ("抖音粉丝数", "followers"),
        ("所属乡镇（街道）", "town"),
    ],
)
def test_a_header_is_known_under_its_trimmings(written, name):
    assert (exact_field(written) or likely_field(written)) == name


@pytest.mark.parametrize(
    "written",
    [
        "违规情况",
        "约谈次数",
        "活跃度",
        "是否签承诺书",
        "关联账号",
        "变更情况",
        "曾用名",
        "最近更新",
        "阅读量",
    ],
)
def test_what_the_register_keeps_elsewhere_becomes_no_field(written):
    assert exact_field(written) is None
    assert likely_field(written) is None


@pytest.mark.parametrize("group", ["主体信息", "运营主体", "主体基本情况", "主办单位（主体）"])
@pytest.mark.parametrize("label", ["姓名", "名称", "姓名或名称", "姓名/名称"])
def test_a_name_under_the_holders_group_is_the_holders(group, label):
    rows = [("账号名称", "所属平台", group, ""), ("", "", label, "电话"), ("龙游身边事", "抖音", "何云", "13800002210")]
    row = read(book(rows, merges=["C1:D1", "A1:A2", "B1:B2"])).rows[0]
    assert (row.values["holder"], row.values["contact"], row.values["name"]) == ("何云", None, "龙游身边事")
    assert row.values["phone"] == "13800002210"


def test_beside_the_holders_name_a_persons_is_the_persons():
    rows = [
        ("账号名称", "所属平台", "主体信息", ""),
        ("", "", "名称", "姓名"),
        ("龙游身边事", "抖音", "云帆公司", "何云"),
    ]
    row = read(book(rows, merges=["C1:D1", "A1:A2", "B1:B2"])).rows[0]
    assert (row.values["holder"], row.values["contact"]) == ("云帆公司", "何云")


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("粉丝数(万)", 10_000),
        ("粉丝数（单位：万人）", 10_000),
        ("粉丝/万", 10_000),
        ("粉丝量(万)*", 10_000),
        ("粉丝数", 1),
    ],
)
def test_the_unit_is_read_from_the_header(written, unit):
    assert unit_of(written) == unit


def test_columns_without_a_field_are_kept_verbatim():
    row = one((*HEADER, "违规情况", "约谈次数"), "甲", "抖音", "a_1", "乙", 5, "无", 2)
    assert row.extra == {"违规情况": "无", "约谈次数": "2"}


def test_the_running_number_is_read_past():
    roster = read_rows(("序号", "账号名称", "平台"), (1, "甲", "抖音"), (2, None, None))
    assert [row.extra for row in roster.rows] == [{}]
    assert "序号" not in roster.sheets[0].extra


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("账号类型", ["抖音", "公众号"], "platform"),
        ("账号类型", ["个人", "企业"], "holder_type"),
        ("账号类型", ["民生", "教育"], "category"),
        ("地址", ["https://weibo.com/u/123456", "https://weibo.com/u/123457"], "url"),
        ("地址", ["城关镇一街", "城关镇二街"], "address"),
        ("等级", ["A", "B级"], "tier"),
        ("等级", ["L1", "L2"], "influence"),
        ("级别", ["A", "C"], "tier"),
        ("分级", ["L4", "L3"], "influence"),
        ("类型", ["个人", "个体户"], "holder_type"),
    ],
)
def test_an_ambiguous_header_is_settled_by_its_values(header, values, field):
    roster = (
        read_rows(("账号名称", header), *(("甲", value) for value in values))
        if field == "platform"
        else read_rows(("账号名称", "平台", header), *(("甲", "抖音", value) for value in values))
    )
    assert roster.sheets[0].columns[field] == header


def test_grades_of_neither_kind_are_kept_under_extra():
    row = one(("账号名称", "平台", "等级"), "甲", "抖音", "优秀")
    assert (row.values["tier"], row.extra) == (None, {"等级": "优秀"})


def test_a_second_column_of_a_field_is_kept_and_said():
    roster = read_rows(("账号名称", "平台", "负责人", "联系人"), ("甲", "抖音", "张三", "李四"))
    assert roster.rows[0].values["contact"] == "张三"
    assert roster.rows[0].extra == {"联系人": "李四"}
    assert told(roster, "rosters.column_doubled").column == "D"


def test_account_beside_name_is_the_id():
    row = one(("账号名称", "账号", "平台"), "清河生活", "qinghe01", "抖音")
    assert (row.values["name"], row.values["uid"]) == ("清河生活", "qinghe01")


def test_merged_groups_over_two_header_rows_are_read_together():
    rows = [
        ["序号", "账号名称", "平台", "联系人", None],
        [None, None, None, "姓名", "电话"],
        [1, "甲", "抖音", "张三", "13800000000"],
    ]
    roster = read(book(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"]))
    assert roster.sheets[0].header_row == 2
    assert roster.sheets[0].columns["contact"] == "联系人/姓名"
    assert roster.sheets[0].columns["phone"] == "联系人/电话"
    assert [row.number for row in roster.rows] == [3]


def test_groups_that_were_never_merged_are_understood_too():
    rows = [
        ["序号", "账号名称", "平台", "联系人", None],
        [None, None, None, "姓名", "电话"],
        [1, "甲", "抖音", "张三", "13800000000"],
    ]
    roster = read(book(rows))
    assert (roster.sheets[0].header_row, roster.sheets[0].columns["phone"]) == (2, "联系人/电话")


def test_a_group_gives_its_plain_labels_their_meaning():
    rows = [["账号", None, "主体", None], ["名称", "平台", "名称", "类型"], ["甲", "抖音", "乙公司", "企业"]]
    row = read(book(rows, merges=["A1:B1", "C1:D1"])).rows[0]
    assert (row.values["name"], row.values["holder"], row.values["holder_type"]) == (
        "甲",
        "乙公司",
        "company",
    )


@pytest.mark.parametrize("sheet", ["抖音", "抖音账号", "1.抖音", "清河县抖音台账"])
def test_the_platform_comes_from_the_sheets_name(sheet):
    roster = read(book([("名称", "粉丝"), ("甲", 5)], names=[sheet]))
    assert roster.rows[0].values["platform"] == "douyin"


def test_the_platform_comes_from_the_title():
    roster = read(book([["清河县微信公众号花名册"], ("名称", "粉丝"), ("甲", 5)]))
    assert roster.rows[0].values["platform"] == "wechat"


def test_the_platform_comes_from_the_headers_last():
    assert one(("公众号名称", "粉丝"), "甲", 5).values["platform"] == "wechat"


def test_a_blank_platform_cell_falls_back_on_the_sheet():
    roster = read(book([("名称", "平台"), ("甲", "快手"), ("乙", None)], names=["抖音"]))
    assert [row.values["platform"] for row in roster.rows] == ["kuaishou", "douyin"]


def test_a_row_without_a_platform_anywhere_is_refused():
    roster = read_rows(("名称", "平台", "粉丝"), ("甲", "抖音", 1), ("乙", None, 2))
    assert [row.refused for row in roster.rows] == [False, True]
    assert told(roster, "rosters.platform_missing").row == 3


@pytest.mark.parametrize(("written", "code"), [("某某平台", "platform_unknown"), ("抖音、快手", "platform_several")])
def test_a_platform_that_cannot_be_known_refuses_the_row_even_on_a_platforms_sheet(written, code):
    roster = read(book([("名称", "平台"), ("甲", written)], names=["抖音"]))
    assert roster.rows[0].refused
    assert codes(roster) == [code]


def test_a_row_without_a_name_is_refused_at_its_cell():
    roster = read_rows(("平台", "名称", "粉丝"), ("抖音", None, 5))
    problem = told(roster, "rosters.name_missing")
    assert roster.rows[0].refused
    assert (problem.row, problem.column, problem.field) == (2, "B", "name")


def test_merged_cells_are_filled_down():
    rows = [
        ("平台", "账号名称", "主体名称"),
        ("抖音", "甲", "清河传媒"),
        (None, "乙", None),
        ("快手", "丙", "另一家"),
    ]
    roster = read(book(rows, merges=["A2:A3", "C2:C3"]))
    assert [row.values["platform"] for row in roster.rows] == ["douyin", "douyin", "kuaishou"]
    assert roster.rows[1].values["holder"] == "清河传媒"


def test_totals_notes_and_signatures_are_no_accounts():
    rows = [
        ("序号", *HEADER),
        (1, "甲", "抖音", "a_1", "乙", 5),
        ("合计", None, None, None, None, 5),
        ("注：本表每季度报送一次",),
        ("1.粉丝数以平台显示为准。",),
        ("填表人：张三", None, None, "审核人：李四"),
    ]
    assert [row.number for row in read(book(rows)).rows] == [2]


def test_blank_rows_and_repeated_headers_are_passed_over():
    rows = [HEADER, ("甲", "抖音", "a_1", "乙", 5), (), HEADER, ("丙", "快手", "c_1", "丁", 6)]
    assert [row.number for row in read(book(rows)).rows] == [2, 5]


def test_captions_speak_for_the_rows_below_and_are_no_rows():
    rows = [
        ("名称", "平台", "粉丝", "备注"),
        ("城关镇",),
        ("甲", "抖音", 5),
        ("一、快手",),
        ("乙", None, 6),
    ]
    roster = read(book(rows, merges=["A2:D2", "A4:D4"]))
    assert [(row.values["name"], row.values["town"], row.values["platform"]) for row in roster.rows] == [
        ("甲", "城关镇", "douyin"),
        ("乙", "城关镇", "kuaishou"),
    ]


def test_a_sheet_named_after_a_town_gives_its_rows_the_town():
    roster = read(book([("名称", "平台"), ("甲", "抖音")], names=["城关镇"]))
    assert roster.rows[0].values["town"] == "城关镇"


def test_a_link_in_the_ids_column_serves_as_the_link():
    row = one(("名称", "平台", "抖音号"), "甲", "抖音", "https://www.douyin.com/user/MS4wLjABAAAAabcdefghijk")
    assert (row.values["uid"], row.values["url"]) == (
        None,
        "https://www.douyin.com/user/MS4wLjABAAAAabcdefghijk",
    )


def test_a_persons_own_wechat_is_not_the_accounts_id():
    rows = [
        ["账号名称", "平台", "联系人", None],
        [None, None, "姓名", "微信号"],
        ["甲", "抖音", "张三", "zhangsan"],
    ]
    row = read(book(rows, merges=["A1:A2", "B1:B2", "C1:D1"])).rows[0]
    assert (row.values["uid"], row.extra) == (None, {"联系人/微信号": "zhangsan"})


def test_an_unmerged_line_of_the_form_is_no_group_of_the_header():
    rows = [
        ["清河县台账"],
        ["填报单位（盖章）：清河", None, "2026年9月30日"],
        ["账号名称", "平台", "粉丝数"],
        ["甲", "抖音", 5],
    ]
    roster = read(book(rows))
    assert roster.sheets[0].columns == {"name": "账号名称", "platform": "平台", "followers": "粉丝数"}


def test_three_header_rows_are_read_together():
    rows = [
        ["单位", None, None, "账号", None],
        ["单位名称", "联系人", None, "平台", "名称"],
        [None, "姓名", "电话", None, None],
        ["甲公司", "张三", "13800002210", "抖音", "甲号"],
    ]
    roster = read(book(rows, merges=["A1:C1", "D1:E1", "B2:C2", "A2:A3", "D2:D3", "E2:E3"]))
    assert roster.sheets[0].header_row == 3
    assert (roster.rows[0].values["name"], roster.rows[0].values["contact"]) == ("甲号", "张三")


@pytest.mark.parametrize("name", ["合计新闻", "注意安全", "日期：好", "说明：真相", "总计"])
def test_an_account_on_a_known_platform_is_one_whatever_its_name_sounds_like(name):
    roster = read_rows(("账号名称", "平台"), (name, "抖音"), ("乙", "快手"))
    assert [row.values["name"] for row in roster.rows] == [name, "乙"]


def test_rows_after_a_subtotal_are_read_on():
    rows = [("名称", "粉丝"), ("甲", 5), ("小计", 5), ("乙", 6), ("合计", 11)]
    roster = read(book(rows, names=["抖音"]))
    assert [row.values["name"] for row in roster.rows] == ["甲", "乙"]


def test_of_several_id_columns_the_one_of_the_rows_platform_is_taken():
    header = ("账号名称", "平台", "微信号", "抖音号")
    roster = read_rows(header, ("甲", "抖音", "jia_wx", "jia_dy"), ("乙", "公众号", "yi_wxh", None))
    assert [row.values["uid"] for row in roster.rows] == ["jia_dy", "yi_wxh"]
    assert [row.extra for row in roster.rows] == [{"微信号": "jia_wx"}, {}]


def test_of_a_wechat_name_and_an_original_id_the_one_that_never_changes_is_taken():
    row = one(("公众号名称", "微信号", "原始ID"), "清河生活", "qinghe_live", "gh_0123456789ab")
    assert (row.values["uid"], row.extra) == ("gh_0123456789ab", {"微信号": "qinghe_live"})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("帳號名稱", "name"), ("賬號名稱", "name"), ("平臺", "platform"), ("粉絲數（萬）", "followers"), ("主體名稱", "holder"),
        ("聯繫電話", "phone"), ("負責人電話", "phone"), ("身份證號碼", "id_no"), ("統一社會信用代碼", "uscc"), ("備註", "remark"),
        ("所屬鄉鎮", "town"), ("主頁鏈接", "url"), ("違規次數", None),
    ],
)  # fmt: skip
def test_a_header_in_traditional_characters_names_the_same_column(header, name):
    assert (exact_field(header) or likely_field(header)) == name


def test_a_unit_in_traditional_characters_counts():
    assert unit_of("粉絲數(萬)") == 10_000


def test_empty_cells_under_the_holder_are_counted_once_for_the_sheet():
    roster = read_rows(
        ("名称", "平台", "主体名称"), ("甲", "抖音", "云帆公司"), ("乙", "抖音", ""), ("丙", "抖音", "无")
    )
    (found,) = [each for each in roster.problems if each.code == "rosters.holder_empty"]
    assert (found.level, found.row, found.params) == ("note", None, {"count": 2, "which": "3–4"})
    assert len(roster.rows) == 3


def test_a_sheet_without_a_column_for_the_holder_says_nothing_of_it():
    assert read_rows(("名称", "平台", "粉丝数"), ("甲", "抖音", 5)).problems == []
