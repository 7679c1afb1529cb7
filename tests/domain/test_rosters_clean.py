"""Values as offices write them, and what the register makes of each (domain brief §4)."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.rosters.clean import clean_prose, clean_text
from registry.domain.rosters.codes import clean_id_no, clean_phone, clean_uid, clean_url, clean_uscc
from registry.domain.rosters.dates import clean_date
from registry.domain.rosters.shapes import Level
from registry.domain.rosters.tidy import tidy
from registry.domain.rosters.vocabularies import clean_enum
from registry.domain.terms import LABELS, AccountStatus, Category, HolderType, Influence, Platform, Tier

TODAY = date(2026, 11, 23)


def problems(cleaned):
    return [each.code.split(".", 1)[1] for each in cleaned.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2023.5.1", "2023-05-01"),
        ("2023-05-01", "2023-05-01"),
        ("2023/5", "2023-05"),
        ("2023年5月", "2023-05"),
        ("2023年5月1日", "2023-05-01"),
        ("2023 年 5 月 1 日", "2023-05-01"),
        ("20230501", "2023-05-01"),
        ("202305", "2023-05"),
        ("2023", "2023"),
        ("2023年", "2023"),
        ("23.5.1", "2023-05-01"),
        ("99.5.1", "1999-05-01"),
        ("23年5月", "2023-05"),
        ("二〇二三年五月一日", "2023-05-01"),
        ("２０２３．５．１", "2023-05-01"),
        ("2023-05-01 12:30:00", "2023-05-01"),
        ("2023-05-01T00:00:00", "2023-05-01"),
        ("45047", "2023-05-01"),
        (45047.0, "2023-05-01"),
        (45047.5, "2023-05-01"),
        (2023.0, "2023"),
        (2023.5, "2023-05"),
        (202305.0, "2023-05"),
        (20230501.0, "2023-05-01"),
        (date(2023, 5, 1), "2023-05-01"),
        (datetime(2023, 5, 1, 8, 30), "2023-05-01"),  # noqa: DTZ001 - a sheet's cell has no zone
        ("", None),
        ("无", None),
    ],
)
def test_dates_keep_the_precision_they_were_written_in(written, value):
    assert clean_date(written, TODAY) == (value, False, ())


@pytest.mark.parametrize(
    ("written", "value"), [("约2019年", "2019"), ("2023年底", "2023"), ("2023年5月左右", "2023-05")]
)
def test_a_vague_date_is_approximate(written, value):
    assert clean_date(written, TODAY) == (value, True, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("5月", "date_no_year"),
        ("5月1日", "date_no_year"),
        ("长期", "date_unreadable"),
        ("2023.02.30", "date_unreadable"),
        ("2023年13月", "date_unreadable"),
        ("5/1/2023", "date_unreadable"),
        (3.0, "date_unreadable"),
        (time(3, 4), "date_unreadable"),
        (True, "date_unreadable"),
    ],
)
def test_what_is_no_date_loses_its_value_and_says_so(written, code):
    cleaned = clean_date(written, TODAY)
    assert (cleaned.value, problems(cleaned)) == (None, [code])


def test_a_day_to_come_is_flagged_and_kept():
    cleaned = clean_date("2027-01-01", TODAY)
    assert (cleaned.value, problems(cleaned)) == ("2027-01-01", ["date_future"])


def test_the_month_that_excel_cut_off_is_not_guessed():
    cleaned = clean_date(2023.1, TODAY)  # 2023.1 and 2023.10 are one number
    assert (cleaned.value, problems(cleaned)) == ("2023", ["date_month_lost"])


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=TODAY),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_any_day_survives_being_written(day, form):
    assert clean_date(day.strftime(form), TODAY).value == day.isoformat()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("  清河　生活  ", "清河 生活"),
        ("清河\n生活", "清河生活"),
        ("Qinghe\nLife", "Qinghe Life"),
        ("ＡＢＣ１２３", "ABC123"),
        ("清\u200b河\ufeff", "清河"),
        ("清\u00a0河", "清 河"),
        ('="00123"', "00123"),
        ("甲\u200d乙", "甲乙"),
        ("👨\u200d👩\u200d👧一家", "👨\u200d👩\u200d👧一家"),
        ("清河（集团）公司", "清河（集团）公司"),
        (5.0, "5"),
        (0.5, "0.5"),
        (True, "是"),
        (date(2023, 5, 1), "2023-05-01"),
        ("无", None),
        ("——", None),
    ],
)
def test_text_is_what_should_have_been_typed(written, value):
    assert clean_text(written).value == value


def test_prose_keeps_its_writers_lines():
    assert clean_prose(" 第一行 \r\n\r\n 第二行").value == "第一行\n第二行"


@given(st.text(max_size=40))
def test_tidying_twice_is_tidying_once(text):
    once = tidy(text)
    assert tidy(once) == once or once.startswith("=")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (5.0, "5"),
        (1234567890.0, "1234567890"),
        (123456789012345.0, "123456789012345"),
        (1234567890123456.0, "1234567890123456"),
        ("gh_0123456789ab", "gh_0123456789ab"),
        ("抖音号：TangXian01", "TangXian01"),
        ("ＱＨ01", "QH01"),
        ("/", None),
    ],
)
def test_an_id_is_text_in_its_own_case(written, value):
    assert clean_uid(written, "douyin").value == value


@pytest.mark.parametrize("written", [1.23456789012345e17, 1234567890123450.0, "1.1E+17", "123456789012345000"])
def test_an_id_that_excel_destroyed_is_unknown_with_the_reason(written):
    cleaned = clean_uid(written, "douyin")
    assert cleaned.value is None
    assert problems(cleaned) == ["rounded"]
    assert cleaned.problems[0].level is Level.ERROR


@pytest.mark.parametrize(
    ("written", "code"),
    [("清河生活", "uid_name"), ("https://v.douyin.com/abc/", "uid_link"), ("qh****01", "masked")],
)
def test_what_is_no_id_is_not_taken_for_one(written, code):
    cleaned = clean_uid(written, "douyin")
    assert (cleaned.value, problems(cleaned)) == (None, [code])


def test_an_unusual_id_is_kept_and_noted():
    cleaned = clean_uid("abc", "bilibili")
    assert (cleaned.value, cleaned.problems[0].level) == ("abc", Level.NOTE)


def test_of_a_share_text_only_the_link_is_kept():
    assert clean_url("看看 https://www.douyin.com/user/abc 复制打开").value == "https://www.douyin.com/user/abc"


def test_words_without_a_link_are_no_link():
    assert problems(clean_url("点击打开")) == ["url_none"]


def test_a_sound_credit_code_passes():
    assert clean_uscc(" 91350100m000100y43 ") == ("91350100M000100Y43", False, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("91350203M0001QAY9B", "uscc_check"),
        ("9135010OM000100Y43", "uscc_letter_o"),
        ("130982000012345", "uscc_old_number"),
    ],
)
def test_a_doubtful_credit_code_is_kept_as_written_and_flagged(written, code):
    cleaned = clean_uscc(written)
    assert cleaned.value == written
    assert code in problems(cleaned)
    assert all(each.level is Level.WARNING for each in cleaned.problems)


@pytest.mark.parametrize("written", [110105194912310021.0, "110105194912310000", "1.1E+17", "1.10105E+17"])
def test_an_identity_number_that_excel_destroyed_is_refused_not_repaired(written):
    cleaned = clean_id_no(written)
    assert cleaned.value is None
    assert problems(cleaned) == ["rounded"]
    assert cleaned.problems[0].level is Level.ERROR


def test_findings_on_an_identity_number_never_repeat_it():
    cleaned = clean_id_no("110105194912310021")
    assert cleaned.value == "110105194912310021"
    assert problems(cleaned) == ["id_no_check"]
    assert not any(each.params for each in cleaned.problems)


def test_a_sound_identity_number_passes():
    assert clean_id_no("11010519491231002x") == ("11010519491231002X", False, ())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("138 0000 0000", "13800000000"),
        ("+86-138-0000-0000", "13800000000"),
        (13800000000.0, "13800000000"),
        ("0312-1234567转8", "0312-1234567-8"),
        ("13800000000、13900000000", "13800000000、13900000000"),
        ("13800000000/0312-1234567", "13800000000、0312-1234567"),
    ],
)
def test_telephones_come_in_one_form(written, value):
    assert clean_phone(written) == (value, False, ())


@pytest.mark.parametrize("words", ["电话不详", "无电话", "联系不上", "没有联系方式", "空号", "手机打不通"])
def test_words_that_there_is_no_telephone_are_unknown_and_shown_as_written(words):
    value, _, (found,) = clean_phone(words)
    assert (value, found.code, found.level, found.params) == (None, "rosters.phone_unknown", "note", {"written": words})


def test_other_words_in_place_of_a_telephone_are_flagged_and_shown():
    value, _, (found,) = clean_phone("找村支书要")
    assert (value, found.code, found.params) == (None, "identifiers.phone_none", {"written": "找村支书要"})


def test_a_telephone_that_excel_destroyed_is_unknown():
    assert clean_phone("1.38E+10").value is None


@pytest.mark.parametrize("vocabulary", [Platform, Category, HolderType, AccountStatus])
def test_every_published_label_names_its_member(vocabulary):
    for member, label in LABELS[vocabulary].items():
        assert clean_enum(label, vocabulary).value == member.value


@pytest.mark.parametrize(
    ("vocabulary", "written", "member"),
    [
        (Platform, "公众号", Platform.WECHAT),
        (Platform, "微信", Platform.WECHAT),
        (Platform, "头条号", Platform.TOUTIAO),
        (Platform, "抖音号", Platform.DOUYIN),
        (Platform, "bilibili", Platform.BILIBILI),
        (Platform, "哔哩哔哩", Platform.BILIBILI),
        (Platform, "小红书号", Platform.XIAOHONGSHU),
        (Platform, "微信视频号", Platform.CHANNELS),
        (Platform, "微信小程序", Platform.MINI_PROGRAM),
        (Platform, "抖音（个人）", Platform.DOUYIN),
        (Platform, "一点号", Platform.OTHER),
        (HolderType, "事业单位", HolderType.PUBLIC_BODY),
        (HolderType, "自然人", HolderType.INDIVIDUAL),
        (HolderType, "政府机关/事业单位", HolderType.PUBLIC_BODY),
        (AccountStatus, "已注销", AccountStatus.CANCELLED),
        (AccountStatus, "否", AccountStatus.DORMANT),
        (Category, "新闻资讯", Category.NEWS),
        (Tier, "c级", Tier.C),
        (Tier, "重点关注", Tier.C),
        (Influence, "l2", Influence.L2),
    ],
)
def test_offices_own_words_name_a_member(vocabulary, written, member):
    assert clean_enum(written, vocabulary) == (member.value, False, ())


@pytest.mark.parametrize(("written", "code"), [("某某平台", "word_unknown"), ("抖音、快手", "word_several")])
def test_a_word_that_names_none_or_several_loses_its_value(written, code):
    cleaned = clean_enum(written, Platform)
    assert (cleaned.value, problems(cleaned)) == (None, [code])


@pytest.mark.parametrize(
    ("clean", "cell", "shown"),
    [
        (clean_id_no, "330825198509282000", "330***********2000"),
        (clean_id_no, 330825198509282000.0, "3.3…E+17"),
        (clean_id_no, "3.30825198509282E+17", "3.3…E+17"),
        (clean_phone, "1.38E+10", "1.3…E+10"),
    ],
)
def test_a_ruined_personal_number_is_shown_as_it_was_written_and_tells_no_birthday(clean, cell, shown):
    value, _, (found,) = clean(cell)
    assert (value, found.code, found.params) == (None, "identifiers.rounded", {"written": shown})
