"""What papers say: their forms, numbers, JSON and digest."""

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from registry.domain.documents import numbering
from registry.domain.documents.content import (
    Document,
    Heading,
    Paragraph,
    chinese_number,
    digest,
    from_json,
    from_plain,
    to_json,
    to_plain,
)
from registry.domain.documents.forms import (
    REQUIRED,
    AccountRef,
    DisposalLetter,
    InterviewNotice,
    RectificationOrder,
    build_delisting_letter,
    build_interview_notice,
    build_rectification_order,
    build_sanction_record,
    build_shutdown_letter,
    build_suspension_letter,
)
from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind, TargetKind
from registry.wording.documents import MESSAGES
from tests.domain.document_samples import (
    INTERVIEW,
    INTERVIEW_RULE,
    LETTER,
    ORDER,
    RECORD,
    RULE,
    SUSPENSION,
    WEBSITE,
    each_form,
)

BUILDERS = {
    DocumentKind.INTERVIEW_NOTICE: (build_interview_notice, INTERVIEW),
    DocumentKind.RECTIFICATION_ORDER: (build_rectification_order, ORDER),
    DocumentKind.SUSPENSION_LETTER: (build_suspension_letter, SUSPENSION),
    DocumentKind.DELISTING_LETTER: (build_delisting_letter, LETTER),
    DocumentKind.SHUTDOWN_LETTER: (build_shutdown_letter, WEBSITE),
    DocumentKind.SANCTION_RECORD: (build_sanction_record, RECORD),
}


def text_of(document: Document) -> str:
    return "\n".join(
        getattr(block, "title", "") + block.text for block in document.blocks if isinstance(block, Paragraph | Heading)
    )


@pytest.mark.parametrize("name", each_form())
def test_a_document_survives_its_json(name: str) -> None:
    document = each_form()[name]
    assert from_json(to_json(document)) == document
    assert from_plain(json.loads(json.dumps(to_plain(document)))) == document
    assert digest(from_json(to_json(document))) == digest(document)


def test_changing_one_character_changes_the_digest() -> None:
    document = each_form()["interview"]
    assert digest(replace(document, addressee=document.addressee + "　")) != digest(document)


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "{}",
        to_json(each_form()["order"]).replace('"paragraph"', '"painting"'),
        to_json(each_form()["order"]).replace('"format":1', '"format":9'),
        to_json(each_form()["order"]).replace('"level":1', '"depth":1'),
        to_json(each_form()["order"]).replace("rectification_order", "love_letter"),
    ],
)
def test_a_damaged_content_is_refused(damage: str) -> None:
    with pytest.raises(Refusal) as refusal:
        from_json(damage)
    assert refusal.value.code == "documents.unreadable"


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field) for kind in REQUIRED for field in REQUIRED[kind] if field != "measures"],
)
def test_a_form_without_a_required_field_is_refused_unless_it_is_a_draft(kind: DocumentKind, field: str) -> None:
    build, inputs = BUILDERS[kind]
    empty = replace(inputs, **{field: () if isinstance(getattr(inputs, field), tuple) else ""})
    with pytest.raises(Refusal) as refusal:
        build(empty)
    assert refusal.value.code == "documents.missing_fields"
    assert refusal.value.params["fields"] == [field]
    assert refusal.value.params["labels"] == REQUIRED[kind][field]
    draft = build(replace(empty, draft=True))
    assert draft.draft


def test_a_field_of_blanks_counts_as_missing() -> None:
    for blank in ({"facts": (" ", "")}, {"place": "\u3000"}, {"account": AccountRef("抖音", "")}):
        with pytest.raises(Refusal) as refusal:
            build_interview_notice(replace(INTERVIEW, **blank))  # type: ignore[arg-type]  # by name
        assert refusal.value.params["fields"] == list(blank)


def test_a_missing_field_shows_as_a_gap_on_the_draft() -> None:
    draft = build_interview_notice(replace(INTERVIEW, place="", doc_no="", draft=True))
    assert "地点〔待填：约谈地点〕" in text_of(draft)
    assert draft.doc_no is None


def test_a_measure_not_written_out_is_the_usual_one_for_its_target() -> None:
    app = replace(LETTER, target_kind=TargetKind.APP)
    assert "将该应用程序予以下架" in text_of(build_delisting_letter(app))
    assert "停止为该网站提供接入服务" in text_of(build_shutdown_letter(WEBSITE))
    assert "关闭该账号" in text_of(build_shutdown_letter(replace(LETTER, target_kind=TargetKind.ACCOUNT)))


def test_a_suspension_says_for_how_long_and_that_it_ends_by_itself() -> None:
    text = text_of(build_suspension_letter(SUSPENSION))
    assert "建议措施暂停该账号发布和更新信息，并保存有关记录。" in text
    assert "暂停期限自贵公司采取措施之日起15日，期满恢复。" in text
    assert "暂停期限" not in text_of(build_delisting_letter(LETTER))
    draft = build_suspension_letter(replace(SUSPENSION, days=0, draft=True))
    assert "〔待填：暂停天数〕日" in text_of(draft)


def test_the_news_interview_rule_is_followed_by_analogy_for_other_accounts() -> None:
    ordinary = text_of(build_interview_notice(INTERVIEW))
    assert f"参照{INTERVIEW_RULE}规定的程序，" in ordinary
    news = text_of(build_interview_notice(replace(INTERVIEW, is_news_service=True)))
    assert f"根据{INTERVIEW_RULE}，" in news
    both = text_of(build_interview_notice(replace(INTERVIEW, legal_basis=(RULE, INTERVIEW_RULE))))
    assert f"根据{RULE}，参照{INTERVIEW_RULE}规定的程序，" in both


def test_the_interview_notice_tells_all_that_must_be_told_beforehand() -> None:
    text = text_of(build_interview_notice(INTERVIEW))
    assert "2026年10月16日14时05分。" in text
    assert "你单位运营的抖音账号“禾川身边事”（账号ID：hcsbs_2021）存在下列问题" in text
    assert "约谈不是行政处罚" in text
    assert "请于2026年10月15日前书面说明" in text
    assert "联系人：周敏，联系电话：0000-1234567。" in text


def test_the_order_names_facts_one_by_one_and_the_ways_to_contest_it() -> None:
    document = build_rectification_order(ORDER)
    text = text_of(document)
    marks = [block.mark for block in document.blocks if isinstance(block, Heading)]
    assert marks == ["（一）", "（二）", "一、", "（一）", "（二）", "二、", "三、", "四、"]
    assert "六十日内向禾川县人民政府申请行政复议" in text
    assert "六个月内向禾川县人民法院提起行政诉讼" in text
    assert "你运营的快手账号" in text


def test_no_outward_paper_can_carry_tier_or_points() -> None:
    for form in (InterviewNotice, RectificationOrder, DisposalLetter):
        assert not {field.name for field in fields(form)} & {"tier", "points", "moves"}
    for name, document in each_form().items():
        assert ("重点关注" in to_json(document)) == (name == "record")


def test_the_record_refuses_a_personal_number_in_full() -> None:
    for label, value in (("证件号码", "11010519491231002X"), ("联系电话", "13812345678")):
        with pytest.raises(Refusal) as refusal:
            build_sanction_record(replace(RECORD, facts=((label, value),)))
        assert refusal.value.code == "documents.unmasked"
        assert refusal.value.params["label"] == label


def test_an_empty_record_says_so() -> None:
    record = build_sanction_record(replace(RECORD, violations=(), measures=(), moves=()))
    tables = [block for block in record.blocks if block.type == "table"]
    assert [(table.rows, table.empty) for table in tables] == [((), "无")] * 3


def test_pasted_control_and_direction_characters_do_not_reach_the_paper() -> None:
    pasted = replace(
        INTERVIEW,
        facts=("第一段\x0b第二段\x00\u202e反了\ufeff\ud800",),
        account=AccountRef("抖音", "a\u200bb"),
    )
    text = text_of(build_interview_notice(pasted))
    assert "第一段第二段反了。" in text
    assert "抖音账号“ab”" in text


def test_numbers_are_written_as_the_standard_has_them() -> None:
    series = numbering.series("禾网信", DocumentKind.INTERVIEW_NOTICE)
    assert numbering.format_doc_no(series, 2026, 5) == "禾网信约〔2026〕5号"
    assert numbering.parse_doc_no("禾网信约〔2026〕5号") == ("禾网信约", 2026, 5)


@pytest.mark.parametrize(
    "wrong",
    [
        "禾网信约[2026]5号",
        "禾网信约〔2026〕05号",
        "禾网信约〔2026〕第5号",
        "禾网信约〔26〕5号",
        "禾〔2026〕5号",
        "abc〔2026〕5号",
        "禾网信约〔2026〕0号",
        "禾网信约〔2026〕5号\n",
    ],
)
def test_a_malformed_number_is_refused(wrong: str) -> None:
    with pytest.raises(Refusal) as refusal:
        numbering.parse_doc_no(wrong)
    assert refusal.value.code == "documents.bad_number"


def test_each_kind_counts_in_a_series_of_its_own() -> None:
    series = {numbering.series("禾网信", kind) for kind in DocumentKind}
    assert len(series) == len(DocumentKind)
    assert all(numbering.DOC_NO.fullmatch(numbering.format_doc_no(one, 2026, 10)) for one in series)


def test_headings_count_in_chinese() -> None:
    assert [chinese_number(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]


def test_every_refusal_of_the_papers_has_its_words() -> None:
    for code in ("missing_fields", "bad_number", "unreadable", "unmasked"):
        assert MESSAGES[f"documents.{code}"]
    assert MESSAGES["documents.missing_fields"].format(labels="依据", fields=[], kind="") != ""


def test_dates_bear_no_leading_zeros() -> None:
    order = build_rectification_order(replace(ORDER, due_on=date(2026, 9, 1)))
    assert "2026年9月1日前改正完毕" in text_of(order)
