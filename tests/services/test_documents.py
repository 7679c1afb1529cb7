"""Issuing papers: numbered without gaps, frozen, kept, voided; drafts always, papers only where they may go out."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.documents import content
from registry.domain.documents.fonts import packaged_fonts
from registry.domain.errors import Refusal
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, HolderType, MeasureKind, Role, TargetKind
from registry.services import accounts, bases, documents, execution, measures, paper_details, papers, users
from registry.services.files import Store
from registry.store.audit import list_entries
from registry.store.db import transaction
from registry.store.documents import Document, list_documents
from registry.store.measures import Measure
from registry.store.scope import EVERYTHING
from registry.store.users import Office, get_actor
from registry.wording.papers import Teller
from tests.factories import AT, COUNTY, NEIGHBOUR, ON, PASSWORD, make_account, make_violation, writing
from tests.services.cases import make_proposal

Who = Callable[[str], Actor]
NOTICE, ORDER, RECORD = DocumentKind.INTERVIEW_NOTICE, DocumentKind.RECTIFICATION_ORDER, DocumentKind.SANCTION_RECORD
MEETS_AT = datetime(2026, 11, 30, 14, 30)  # noqa: DTZ001 - the wall clock of the place named


@pytest.fixture
def press(tmp_path: Path) -> documents.Press:
    """What papers are printed with: the font every machine has, and a folder of the test's own."""
    return documents.Press(packaged_fonts(), Store(tmp_path / "documents"))


def approved(session: Session, who: Who, *, uid: str = "xhsbs_2021", **values: Any) -> Measure:
    """An interview that was approved, for a violation of an account of COUNTY."""
    clerk, reviewer, head = who("clerk"), who("reviewer"), who("head")
    account = make_account(session, clerk, uid=uid, holder_type=HolderType.COMPANY)
    violation = make_violation(session, account, recorder=clerk, recogniser=reviewer)
    measure = make_proposal(session, account, by=clerk, violation=violation, on=ON, **values)
    measures.approve(session, measure.id, by=head, at=AT, on=ON)
    return measure


def issue(
    session: Session,
    press: documents.Press,
    by: Actor,
    *,
    measure: Measure | None = None,
    account_id: int | None = None,
    kind: DocumentKind | None = None,
    on: date = ON,
    is_again: bool = False,
    **changes: Any,
) -> Document:
    """Issue a paper from what is on file, a time and a place added."""
    case = papers.open_case(session, kind, measure_id=measure.id if measure else None, account_id=account_id, by=by)
    days = {"meets_at": MEETS_AT + (on - ON), "place": "文三路 1 号", "contact": "周敏", "phone": "0571-8765432"}
    details = replace(paper_details.start(case, by=by, on=on), **(days | changes))
    return documents.issue(
        session, case, details, tell=Teller(default_rulebooks()), press=press, is_again=is_again, by=by, at=AT, on=on
    )


def test_numbers_run_by_office_kind_and_year(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk, neighbour = actor("clerk"), actor("n-clerk")
    with writing(app) as session:
        measure = approved(session, actor)
        elsewhere = make_account(session, neighbour, region_code=NEIGHBOUR, uid="gongshu_1")
        made = [
            issue(session, press, clerk, measure=measure),
            issue(session, press, clerk, measure=measure, kind=ORDER),
            issue(session, press, clerk, measure=measure, is_again=True),
            issue(session, press, clerk, measure=measure, is_again=True, on=date(2027, 1, 4)),
            issue(session, press, clerk, account_id=measure.account_id),
            issue(session, press, neighbour, account_id=elsewhere.id),
        ]
        assert [row.doc_no for row in made] == [
            "西网信约〔2026〕1号",
            "西网信责改〔2026〕1号",
            "西网信约〔2026〕2号",
            "西网信约〔2027〕1号",
            "西网信录〔2026〕1号",
            "拱网信录〔2026〕1号",
        ]


def test_what_is_refused_uses_no_number(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure_id = approved(session, actor).id
    with pytest.raises(Refusal, match="missing_fields"), writing(app) as session:
        issue(session, press, clerk, measure=session.get_one(Measure, measure_id), place="")
    with writing(app) as session:
        assert issue(session, press, clerk, measure=session.get_one(Measure, measure_id)).number == 1


def test_a_paper_that_cannot_be_kept_leaves_no_gap(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure_id = approved(session, actor).id
    press.store.folder.write_text("a file where the folder should be")
    with pytest.raises(OSError), writing(app) as session:
        issue(session, press, clerk, measure=session.get_one(Measure, measure_id))
    press.store.folder.unlink()
    with writing(app) as session:
        assert issue(session, press, clerk, measure=session.get_one(Measure, measure_id)).number == 1


def test_two_who_issue_at_once_get_one_number_each(either_app: OpenAPI, press: documents.Press) -> None:
    by, account_ids = people_with_accounts(either_app, 6)
    doc_nos: list[str] = []
    start = threading.Barrier(2)

    def work(ids: list[int]) -> None:
        start.wait()
        for account_id in ids:
            with either_app.app_context(), transaction() as session:
                doc_nos.append(issue(session, press, by, account_id=account_id).doc_no)

    threads = [threading.Thread(target=work, args=(account_ids[half::2],)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(doc_nos) == [f"西网信录〔2026〕{number}号" for number in range(1, 7)]


def people_with_accounts(app: OpenAPI, count: int) -> tuple[Actor, list[int]]:
    """A clerk of an office of COUNTY and ``count`` accounts there, on whatever database."""
    with writing(app) as session:
        office = users.add_office(
            session, name="西湖区网信办", region_code=COUNTY, document_prefix="西网信", by=None, at=AT
        )
        users.add_user(
            session, office=office, username="clerk", name="周敏", role=Role.CLERK, password=PASSWORD, by=None, at=AT
        )
        clerk = get_actor(session, "clerk")
        return clerk, [make_account(session, clerk, uid=f"xihu_{each}").id for each in range(count)]


def test_an_issued_paper_stays_as_it_was(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = approved(session, actor)
        row = issue(session, press, clerk, measure=measure)
        row_id, account = row.id, measure.account
        before = {form: documents.read_copy(row, form, store=press.store) for form in documents.FORMATS}
        accounts.amend(session, account.id, {"name": "改了名"}, version=account.version, by=clerk, at=AT, on=ON)
        session.get_one(Office, clerk.office_id).document_prefix = "西网办"
    with writing(app) as session:
        row = session.get_one(Document, row_id)
        assert "西湖身边事" in content.to_json(documents.frozen(row))
        assert {form: documents.read_copy(row, form, store=press.store) for form in documents.FORMATS} == before
        assert before["pdf"].startswith(b"%PDF")
        assert before["docx"].startswith(b"PK")
        case = papers.open_case(session, NOTICE, measure_id=row.measure_id, account_id=None, by=clerk)
        draft = documents.draft(
            session, case, paper_details.start(case, by=clerk, on=ON), tell=Teller(default_rulebooks()), on=ON
        )
        assert "改了名" in content.to_json(draft)


def test_what_was_altered_afterwards_is_not_handed_out(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    with writing(app) as session:
        row = issue(session, press, actor("clerk"), measure=approved(session, actor))
        row.content = {**row.content, "addressee": "别的单位"}
        with pytest.raises(Refusal, match=r"documents\.unreadable"):
            documents.frozen(row)
        (press.store.folder / row.pdf_sha256[:2] / row.pdf_sha256).write_bytes(b"%PDF-other")
        with pytest.raises(Refusal, match=r"documents\.unreadable"):
            documents.read_copy(row, "pdf", store=press.store)


def test_an_unconfirmed_basis_keeps_a_paper_a_draft(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk, statement = actor("clerk"), {"article_text": "原文", "coverage": "参照", "competence": "本办"}
    with writing(app) as session:
        measure = approved(session, actor, basis_code="interview_rules-4")
        with pytest.raises(Refusal, match="basis_unconfirmed"):
            issue(session, press, clerk, measure=measure)
        case = papers.open_case(session, None, measure_id=measure.id, account_id=None, by=clerk)
        assert documents.draft(
            session, case, paper_details.start(case, by=clerk, on=ON), tell=Teller(default_rulebooks()), on=ON
        ).draft
        bases.confirm(session, "interview_rules-4", **statement, by=actor("n-head"), at=AT, on=ON)
        with pytest.raises(Refusal, match="basis_unconfirmed"):
            issue(session, press, clerk, measure=measure)
        bases.confirm(session, "interview_rules-4", **statement, by=actor("head"), at=AT, on=ON)
        row = issue(session, press, clerk, measure=measure)
        assert not documents.frozen(row).draft


def test_an_order_beside_an_unconfirmed_measure_cannot_go_out_either(
    app: OpenAPI, actor: Who, press: documents.Press
) -> None:
    with writing(app) as session:
        measure = approved(session, actor, basis_code="interview_rules-4")
        with pytest.raises(Refusal, match="basis_unconfirmed"):
            issue(session, press, actor("clerk"), measure=measure, kind=ORDER)


def test_only_a_measure_decided_and_standing_has_papers(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        proposed = make_proposal(session, make_account(session, clerk), by=clerk, on=ON, skip_reason="紧急")
        with pytest.raises(Refusal, match="not_decided"):
            issue(session, press, clerk, measure=proposed)
        measures.decline(session, proposed.id, reason="证据不足", by=head, at=AT, on=ON)
        with pytest.raises(Refusal, match="measure_over"):
            issue(session, press, clerk, measure=proposed)
        annulled = approved(session, actor, uid="xihu_2")
        execution.annul(session, annulled.id, reason="认定有误", by=head, at=AT, on=ON)
        with pytest.raises(Refusal, match="measure_over"):
            issue(session, press, clerk, measure=annulled)


def test_an_office_without_its_mark_cannot_number(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        session.get_one(Office, clerk.office_id).document_prefix = ""
        with pytest.raises(Refusal, match="prefix_missing"):
            issue(session, press, clerk, measure=approved(session, actor))


def test_another_office_does_not_number_what_this_one_decided(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    with writing(app) as session, pytest.raises(Refusal, match="other_office"):
        issue(session, press, actor("c-clerk"), measure=approved(session, actor))


def test_an_auditor_issues_nothing(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    with writing(app) as session, pytest.raises(Refusal, match=r"permission\.role"):
        issue(session, press, actor("auditor"), measure=approved(session, actor))


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        (NOTICE, {"meets_at": MEETS_AT - timedelta(days=10)}, "meets_in_past"),
        (NOTICE, {"excuse_by": date(2026, 12, 24)}, "excuse_out_of_order"),
        (ORDER, {"due_on": ON}, "due_in_past"),
    ],
)
def test_days_out_of_order_are_refused(
    app: OpenAPI, actor: Who, press: documents.Press, kind: DocumentKind, changes: dict[str, Any], code: str
) -> None:
    with writing(app) as session, pytest.raises(Refusal, match=code):
        issue(session, press, actor("clerk"), measure=approved(session, actor), kind=kind, **changes)


def test_an_order_keeps_to_the_term_on_file(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk, due_on = actor("clerk"), date(2026, 12, 8)
    with writing(app) as session:
        measure = approved(session, actor)
        execution.take_effect(
            session, measure.id, effective_on=ON, demand="删除", due_on=due_on, by=clerk, at=AT, on=ON
        )
        with pytest.raises(Refusal, match="due_differs"):
            issue(session, press, clerk, measure=measure, kind=ORDER, due_on=date(2026, 12, 9))
        row = issue(session, press, clerk, measure=measure, kind=ORDER)
        assert "2026年12月8日" in content.to_json(documents.frozen(row))


def test_a_notice_calls_to_no_talk_after_the_one_on_file(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = approved(session, actor)
        execution.take_effect(session, measure.id, effective_on=ON, by=clerk, at=AT, on=ON)
        with pytest.raises(Refusal, match="meets_after_effect"):
            issue(session, press, clerk, measure=measure)
        talk = datetime.combine(ON, MEETS_AT.time())
        assert issue(session, press, clerk, measure=measure, meets_at=talk, excuse_by=None).doc_no


def test_a_letter_asks_for_its_answer_in_time(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    with writing(app) as session:
        measure = approved(
            session, actor, kind=MeasureKind.DELISTING, target_kind=TargetKind.CONTENT, target="https://v.example/1",
            executing_body="某某公司", basis_code="minors-29", skip_reason="紧急",
        )  # fmt: skip
        with pytest.raises(Refusal, match="reply_in_past"):
            issue(session, press, actor("clerk"), measure=measure, reply_by=ON)
        assert issue(session, press, actor("clerk"), measure=measure).doc_no == "西网信下架函〔2026〕1号"


def test_a_suspension_keeps_to_the_term_on_file(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = approved(
            session, actor, kind=MeasureKind.SUSPENSION, executing_body="某某公司", basis_code="minors-29",
            skip_reason="紧急",
        )  # fmt: skip
        first = issue(session, press, clerk, measure=measure)
        assert first.doc_no == "西网信暂停函〔2026〕1号"
        assert "起15日，期满恢复" in content.to_json(documents.frozen(first))
        execution.take_effect(
            session, measure.id, effective_on=ON, ends_on=ON + timedelta(days=30), by=clerk, at=AT, on=ON
        )
        with pytest.raises(Refusal, match="term_differs"):
            issue(session, press, clerk, measure=measure, is_again=True, days=7)
        again = issue(session, press, clerk, measure=measure, is_again=True)
        assert "起30日，期满恢复" in content.to_json(documents.frozen(again))


def test_the_same_paper_goes_out_twice_only_where_asked(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = approved(session, actor)
        first = issue(session, press, clerk, measure=measure)
        with pytest.raises(Refusal, match="issued_already") as refused:
            issue(session, press, clerk, measure=measure)
        assert refused.value.params["doc_no"] == first.doc_no
        documents.void(session, first.id, reason="时间写错", by=clerk, at=AT)
        assert issue(session, press, clerk, measure=measure).number == 2


def test_a_record_may_be_issued_again_another_day(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account_id = make_account(session, clerk).id
        issue(session, press, clerk, account_id=account_id)
        with pytest.raises(Refusal, match="issued_already"):
            issue(session, press, clerk, account_id=account_id)
        assert issue(session, press, clerk, account_id=account_id, on=ON + timedelta(days=1)).number == 2


def test_a_voided_number_stays_and_is_never_given_again(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        row = issue(session, press, clerk, measure=approved(session, actor))
        with pytest.raises(Refusal, match="void_reason_missing"):
            documents.void(session, row.id, reason=" ", by=clerk, at=AT)
        with pytest.raises(Refusal, match="void_elsewhere"):
            documents.void(session, row.id, reason="错", by=actor("c-clerk"), at=AT)
        documents.void(session, row.id, reason="参加人写错", by=clerk, at=AT)
        with pytest.raises(Refusal, match="void_already"):
            documents.void(session, row.id, reason="再来", by=clerk, at=AT)
        assert [each.void_reason for each in list_documents(session, scope=EVERYTHING)] == ["参加人写错"]


def test_issuing_and_voiding_stand_in_the_log(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        row = issue(session, press, clerk, measure=approved(session, actor))
        documents.void(session, row.id, reason="写错", by=clerk, at=datetime(2026, 11, 24, tzinfo=UTC))
        voided, issued = list_entries(session, scope=EVERYTHING, limit=2)
        assert (voided.act, voided.reason, voided.object_id) == ("documents.void", "写错", str(row.id))
        assert issued.act == "documents.issue"
        assert issued.after is not None
        assert (issued.after["doc_no"], issued.after["content"]) == (row.doc_no, row.content_sha256)
