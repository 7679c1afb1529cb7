"""Persons in a roster: the name beside a telephone is kept, what is not asked of a person is not taken in."""

import pytest

from tests.domain.roster_books import one, read_rows


@pytest.mark.parametrize(
    "header", ["联系人及电话", "负责人及联系方式", "负责人姓名、电话", "联系人（电话）", "联系人电话"]
)
@pytest.mark.parametrize(
    "cell",
    [
        "张三丰 13800001111",
        "张三丰（13800001111）",
        "张三丰，手机：13800001111",
        "13800001111 张三丰",
        "张三丰\n13800001111",
    ],
)
def test_a_name_beside_a_telephone_is_the_contact(header, cell):
    row = one(("账号名称", "平台", header), "甲", "抖音", cell)
    assert (row.values["contact"], row.values["phone"]) == ("张三丰", "13800001111")


@pytest.mark.parametrize("cell", ["13800001111", "无", "联系不上", "办公室 0570-7012345 转 8012（上班时间打）"])
def test_where_no_name_stands_there_is_no_contact(cell):
    row = one(("账号名称", "平台", "联系人及电话"), "甲", "抖音", cell)
    assert row.values["contact"] is None


def test_a_column_of_persons_goes_before_the_name_beside_the_telephone():
    row = one(("账号名称", "平台", "联系人", "负责人电话"), "甲", "抖音", "李四", "张三丰 13800001111")
    assert (row.values["contact"], row.values["phone"]) == ("李四", "13800001111")


@pytest.mark.parametrize(
    "header", ["民族", "宗教信仰", "政治面貌", "负责人民族", "是否党员", "健康状况", "婚姻状况", "家庭成员情况"]
)
def test_what_is_not_asked_of_a_person_is_not_taken_in_and_said(header):
    roster = read_rows(("账号名称", "平台", header, "包村干部"), ("甲", "抖音", "某某", "王五"))
    (row,) = roster.rows
    assert row.extra == {"包村干部": "王五"}
    assert [each.params["which"] for each in roster.problems if each.code == "rosters.columns_not_asked"] == [header]


@pytest.mark.parametrize("header", ["是否涉民族宗教", "民族文化类", "党组织关注情况"])
def test_what_is_asked_of_an_account_is_kept(header):
    assert one(("账号名称", "平台", header), "甲", "抖音", "是").extra == {header: "是"}


def test_an_account_under_its_platform_is_its_id_where_another_column_names_it():
    row = one(("自媒体名称", "平台", "平台账号", "认证主体"), "甲", "抖音", "hz0001", "某公司")
    assert (row.values["uid"], row.values["holder"]) == ("hz0001", "某公司")
