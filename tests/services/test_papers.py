"""Papers in the making: what a measure offers, what a paper starts from, what it never prints."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.documents import content
from registry.domain.errors import NotFound, Refusal
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, HolderType, MeasureKind, Severity, TargetKind
from registry.services import execution, measures, paper_details, paper_sources, papers, rulebooks, violations
from registry.services.papers import Case, Details
from registry.store.accounts import Account
from registry.store.measures import Measure
from registry.wording.papers import Teller, tell_move
from tests.factories import AT, ON, make_account, make_violation, writing
from tests.services.cases import make_effective, make_proposal

Who = Callable[[str], Actor]
NOTICE, ORDER, RECORD = DocumentKind.INTERVIEW_NOTICE, DocumentKind.RECTIFICATION_ORDER, DocumentKind.SANCTION_RECORD
AIMS: dict[MeasureKind, dict[str, Any]] = {
    MeasureKind.REMINDER: {"basis_code": "penalty_law-33"},
    MeasureKind.INTERVIEW: {"basis_code": "penalty_law-28"},
    MeasureKind.SUSPENSION: {"basis_code": "minors-29"},
    MeasureKind.DELISTING: {"basis_code": "minors-29", "target_kind": TargetKind.CONTENT, "target": "https://v.example/1"},
    MeasureKind.SHUTDOWN: {"basis_code": "minors-29", "target": "抖音账号“西湖身边事”"},
}  # fmt: skip


def measure_of(session: Session, who: Who, kind: MeasureKind = MeasureKind.INTERVIEW, **values: Any) -> Measure:
    """A drafted measure for a recognised violation of an account of COUNTY."""
    holder_type = values.pop("holder_type", HolderType.COMPANY)
    account = make_account(session, who("clerk"), holder_type=holder_type, phone="13812345678")
    violation = make_violation(session, account, recorder=who("clerk"), recogniser=who("reviewer"))
    given = {"kind": kind, "skip_reason": "紧急", "executing_body": "某某科技有限公司", **AIMS[kind], **values}
    return make_proposal(session, account, by=who("clerk"), violation=violation, on=ON, **given)


def case_of(session: Session, measure: Measure, kind: DocumentKind | None, by: Actor) -> Case:
    return papers.open_case(session, kind, measure_id=measure.id, account_id=None, by=by)


def drafted(session: Session, case: Case, by: Actor, **changes: Any) -> str:
    """The draft's JSON, from what is on file but for ``changes``."""
    details = replace(paper_details.start(case, by=by, on=ON), **changes)
    paper = papers.build(session, case, details, tell=Teller(rulebooks.in_force(session)), on=ON)
    return content.to_json(paper)


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        (MeasureKind.REMINDER, "责令整改通知书"),
        (MeasureKind.INTERVIEW, "约谈通知书 责令整改通知书"),
        (MeasureKind.SUSPENSION, "暂停更新处置建议函 责令整改通知书"),
        (MeasureKind.DELISTING, "下架处置建议函 责令整改通知书"),
        (MeasureKind.SHUTDOWN, "关停处置建议函"),
    ],
)
def test_a_measure_offers_its_papers_and_each_can_be_drafted(
    app: OpenAPI, actor: Who, kind: MeasureKind, offered: str
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = measure_of(session, actor, kind)
        titles = []
        for paper in papers.PAPERS[kind]:
            text = drafted(session, case_of(session, measure, paper, clerk), clerk)
            assert '"draft":true' in text
            titles.append(content.from_json(text).title)
        assert " ".join(titles) == offered


def test_a_paper_the_measure_has_not_is_refused(app: OpenAPI, actor: Who) -> None:
    with writing(app) as session, pytest.raises(Refusal, match="kind_unfit"):
        case_of(session, measure_of(session, actor), DocumentKind.SHUTDOWN_LETTER, actor("clerk"))


def test_an_account_alone_has_its_record_and_no_letter(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account_id = make_account(session, clerk).id
        assert papers.open_case(session, None, measure_id=None, account_id=account_id, by=clerk).kind is RECORD
        for kind, account in ((NOTICE, account_id), (None, None)):
            with pytest.raises(NotFound):
                papers.open_case(session, kind, measure_id=None, account_id=account, by=clerk)


def test_a_neighbour_finds_no_case(app: OpenAPI, actor: Who) -> None:
    with writing(app) as session:
        measure = measure_of(session, actor)
        with pytest.raises(NotFound):
            case_of(session, measure, NOTICE, actor("n-clerk"))
        with pytest.raises(NotFound):
            papers.open_case(session, RECORD, measure_id=None, account_id=measure.account_id, by=actor("n-clerk"))


def test_a_notice_starts_from_what_is_on_file(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        case = case_of(session, measure_of(session, actor), NOTICE, clerk)
        case.office.address, case.office.phone = "文三路 1 号", "0571-8765432"
        found = paper_details.start(case, by=clerk, on=ON)
        assert found.addressee == "云帆文化传媒有限公司"
        assert found.facts == ("2026年11月23日，发布无来源短视频",)
        assert found.breached == ("《网络信息内容生态治理规定》第七条第三项",)
        assert (found.place, found.contact, found.phone) == ("文三路 1 号", clerk.name, "0571-8765432")
        assert found.meets_at is None, "the time is agreed upon, not computed"


def test_a_person_is_addressed_as_one(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = measure_of(session, actor, holder_type=HolderType.INDIVIDUAL)
        text = drafted(session, case_of(session, measure, NOTICE, clerk), clerk)
        assert "你本人" in text
        assert "你单位" not in text


def test_the_interview_rules_are_followed_by_analogy_unless_the_holder_is_licensed(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = measure_of(session, actor, basis_code="interview_rules-4")
        case = case_of(session, measure, NOTICE, clerk)
        assert "参照《互联网新闻信息服务单位约谈工作规定》第四条规定的程序" in drafted(session, case, clerk)
        measure.account.licence = "互联网新闻信息服务许可证 33120250001"
        assert "根据《互联网新闻信息服务单位约谈工作规定》第四条" in drafted(session, case, clerk)


def test_an_order_rests_on_the_penalty_law_and_not_on_the_interview_rules(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        case = case_of(session, measure_of(session, actor, basis_code="interview_rules-4"), ORDER, clerk)
        assert [each.code for each in papers.bases_offered(case, on=ON)] == ["penalty_law-28"]
        text = drafted(session, case, clerk)
        assert "根据《中华人民共和国行政处罚法》第二十八条" in text
        assert "2026年12月8日前" in text, "fifteen days by the clock of rectification"


def test_a_letter_goes_to_who_can_act_and_names_whose_consent_it_has(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        links = "https://v.example/1\nhttps://v.example/2"
        measure = measure_of(session, actor, MeasureKind.DELISTING, target=links, deciding_body="杭州市网信办")
        paper = content.from_json(drafted(session, case_of(session, measure, None, clerk), clerk))
        text = content.to_json(paper)
        assert paper.addressee == "某某科技有限公司"
        assert "经杭州市网信办同意" in text
        assert "https://v.example/1" in text
        assert "https://v.example/2" in text


def test_no_personal_number_stands_on_a_paper_but_the_telephone_to_call(app: OpenAPI, actor: Who) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        case = case_of(session, measure_of(session, actor), NOTICE, clerk)
        text = drafted(
            session, case, clerk, facts=("公开王某身份证号11010519491231002X和手机13812345678",), phone="13900001111"
        )
        assert "110***********002X" in text
        assert "138****5678" in text
        assert "13812345678" not in text
        assert "13900001111" in text


def test_an_address_is_not_taken_for_a_telephone(app: OpenAPI, actor: Who) -> None:
    assert papers.masked("https://v.example/13812345678") == "https://v.example/13812345678"
    assert papers.masked(Details(facts=("编号A13812345678",))).facts == ("编号A13812345678",)


def record_of(session: Session, account: Account, by: Actor) -> str:
    case = papers.open_case(session, RECORD, measure_id=None, account_id=account.id, by=by)
    return drafted(session, case, by)


def test_the_record_tells_what_counted_and_what_was_taken_back(app: OpenAPI, actor: Who) -> None:
    clerk, reviewer, head = actor("clerk"), actor("reviewer"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk, phone="13812345678", holder_type=HolderType.COMPANY)
        first, second = (
            make_violation(session, account, recorder=clerk, recogniser=reviewer, code=code, severity=Severity.MAJOR)
            for code in ("6-8", "7-6")
        )
        measure = make_effective(session, account, by=clerk, head=head, violation=first, on=ON)
        clue = violations.record(
            session, account.id, code="7-1", severity=None, severity_reason="待查", facts="尚未认定的线索",
            occurred_on=ON, source=first.source, by=clerk, at=AT, on=ON,
        )  # fmt: skip
        execution.annul(session, measure.id, reason="程序有误", by=head, at=AT, on=ON)
        violations.void(session, second.id, reason="张冠李戴", by=reviewer, at=AT, on=ON)
        text = record_of(session, account, clerk)
        assert "《网络信息内容生态治理规定》第六条第八项" in text
        assert f"{ON} 撤销：张冠李戴" in text
        assert f"{ON} 撤销：程序有误" in text
        assert clue.facts not in text
        assert "12个月内累计满6分" in text
        assert "所依据的违规认定被撤销，按现有记录重新推算" in text
        assert "《账号分级规则 2026.1》第九条" in text
        assert "12 个月内第 1 次较重违规，累计 6 分，列 C 重点关注。" in text
        assert "依据：《账号分级规则 2026.1》第九条、《账号分级规则 2026.1》第七条。" in text
        for heading in ("计入的违规", "起作用的规则", "规则的建议", "差一点就触发的规则", "恢复", "下一次变化"):
            assert heading in text
        assert "本规则" not in text
        assert "138****5678" in text
        assert "13812345678" not in text


def test_the_record_shows_an_approval_signed_on_paper_as_such(app: OpenAPI, actor: Who) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        measure = measure_of(session, actor)
        measure.paper_approver, measure.paper_post, measure.paper_signed_on = "赵玥", "主任", ON
        measure.paper_entered_by_id, measure.state = clerk.user_id, measure.state.PAPER
        measures.confirm_paper(session, measure.id, by=reviewer, at=AT)
        assert f"纸质签批：赵玥，{ON}" in record_of(session, measure.account, clerk)


def test_a_proposal_never_decided_or_declined_is_no_sanction(app: OpenAPI, actor: Who) -> None:
    with writing(app) as session:
        measure = measure_of(session, actor, basis_code="interview_rules-3")
        assert "第三条" not in record_of(session, measure.account, actor("clerk"))
        measures.decline(session, measure.id, reason="证据不足", by=actor("head"), at=AT, on=ON)
        assert "第三条" not in record_of(session, measure.account, actor("clerk"))


@pytest.mark.parametrize(
    ("row", "corrects", "words"),
    [
        ("T:12", None, "12个月内累计满12分"),
        ("S:grave", None, "认定严重违规"),
        ("F1", None, "约谈生效"),
        ("F2", None, "12个月内3次约谈生效"),
        ("R2", None, "连续3个月没有新的认定和处置，恢复一级"),
        ("version", None, "改用新版规则，按新规则重新推算"),
        ("initial", None, "登记入册"),
        ("X9", None, "按规则X9行"),
        ("void", "v7", "所依据的违规认定被撤销，按现有记录重新推算"),
        ("void", "m7", "所依据的处置被撤销，按现有记录重新推算"),
    ],
)
def test_a_move_is_told_in_words(row: str, corrects: str | None, words: str) -> None:
    class Moved:
        rulebook_version = "2026.1"

        def __init__(self) -> None:
            self.row, self.corrects = row, corrects

    assert tell_move(Moved(), default_rulebooks()) == words


def test_a_fact_that_names_its_day_is_not_dated_twice(app: OpenAPI, actor: Who) -> None:
    with writing(app) as session:
        measure = measure_of(session, actor)
        assert measure.violation is not None
        measure.violation.facts, measure.violation.occurred_on = "11月20日发布谣言", date(2026, 11, 20)
        assert paper_sources.facts_of(measure) == ("11月20日发布谣言",)
