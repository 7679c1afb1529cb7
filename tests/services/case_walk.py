"""A case brought as far as a test wants it, by the acts of its own services."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.cases.procedure import get_act
from registry.domain.cases.vocabulary import ServiceMethod
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, MeasureKind, Source, TargetKind
from registry.services import cases
from registry.services.bases import confirm
from registry.services.case_given import Given, Plan
from registry.services.files import Stored
from registry.store.accounts import Account
from registry.store.cases import Case, get_case
from registry.store.documents import Document, next_number
from registry.store.scope import EVERYTHING
from registry.store.users import User
from registry.store.violations import Violation
from tests.services.cases import DAY, at

Actors = Callable[[str], Actor]
PIECE = Stored("截图.png", "ab" * 32, 12)


def certify(session: Session, *actors: Actor, until: date = date(2027, 12, 31)) -> None:
    """Give users an enforcement certificate each."""
    for number, each in enumerate(actors):
        user = session.get_one(User, each.user_id)
        user.certificate_no, user.certificate_until = f"浙A{each.user_id:04d}{number}", until
    session.flush()


def open_one(
    session: Session, account: Account, *, by: Actor, violation: Violation | None = None, **given: Any
) -> Case:
    """A clue about an account, found on DAY."""
    values: dict[str, Any] = {
        "source": Source.REPORT, "title": "涉嫌发布无来源信息", "content": "发布无来源短视频", "found_on": DAY,
        "act_ended_on": DAY - timedelta(days=3), "reporter": "王某 13800000000", **given,
    }  # fmt: skip
    cited = [violation.id] if violation is not None else []
    return cases.open_case(
        session, [account.id], violation_ids=cited, by=by, at=at(DAY), on=values.pop("on", DAY), **values
    )


def plan_of(case: Case, violation: Violation | None = None, **given: Any) -> Plan:
    """An interview, unless told otherwise."""
    values: dict[str, Any] = {
        "kind": MeasureKind.INTERVIEW, "target_kind": TargetKind.ACCOUNT, "target": "抖音账号",
        "deciding_body": "西湖区网信办", "executing_body": "西湖区网信办", "basis_code": "penalty_law-28",
        "grounds": "发布无来源短视频", "skip_reason": "情节需要", **given,
    }  # fmt: skip
    return Plan(account_id=case.accounts[0].id, violation_id=violation.id if violation else None, **values)


def make_document(session: Session, case: Case, kind: DocumentKind, *, by: Actor) -> Document:
    """A paper of the case as the register keeps it, without its bytes."""
    number = next_number(session, office_id=case.office_id, series=kind.value[:12], year=2026)
    made = Document(
        office_id=case.office_id, region_code=case.region_code, account_id=case.accounts[0].id, case_id=case.id, kind=kind,
        series=kind.value[:12], year=2026, number=number, doc_no=f"{kind.value}{number}", title=kind.value, content={},
        content_sha256="", pdf_sha256="", docx_sha256="", issued_on=DAY, issued_at=at(DAY), issued_by_id=by.user_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


class Walk:
    """Does acts on one case, each a day after the last unless told otherwise."""

    def __init__(self, session: Session, case: Case, actor: Actors) -> None:
        self.session, self.case_id, self.actor, self.day = session, case.id, actor, DAY

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return get_case(self.session, self.case_id, scope=EVERYTHING)

    def do(self, act: str, who: str = "clerk", *, after: int = 1, **given: Any) -> Case:
        """One act."""
        self.day += timedelta(days=after)
        by = self.actor(who)
        given.setdefault("note", "意见")
        if get_act(act).forms and "document_id" not in given:
            given.setdefault("paper_no", "线下文书")
        return cases.take(self.session, self.case_id, act, Given(**given), by=by, at=at(self.day), on=self.day)

    def to_investigation(self) -> "Walk":
        """Filed, with two certified officers and a piece of evidence."""
        certify(self.session, self.actor("clerk"), self.actor("clerk2"))
        self.do("verify")
        self.do("propose_filing")
        self.do("approve_filing", "head")
        for name in ("clerk", "clerk2"):
            self.do("assign_officer", person_id=self.actor(name).user_id, after=0)
        self.do("add_evidence", files=[PIECE], origin="https://v.douyin.com/x", captured_on=self.day, after=0)
        return self

    def to_statement(self, **plan: Any) -> "Walk":
        """Concluded, notified, served."""
        is_major = plan.pop("is_major", False)
        violation = plan.pop("violation", None)
        self.do("conclude", plan=plan_of(self.case, violation, **plan), is_major=is_major)
        self.do("issue_notice", paper_no="西网信告〔2026〕1号")
        self.do("serve_notice", method=ServiceMethod.DIRECT, receiver="王某")
        return self

    def to_decision(self, **plan: Any) -> "Walk":
        """Heard and submitted to the head."""
        self.to_statement(**plan)
        self.do("waive_statement")
        self.do("submit_decision")
        return self

    def to_execution(self, **plan: Any) -> "Walk":
        """Decided, served, sent out: the measure is in effect."""
        self.to_decision(**plan)
        self.do("decide", "head")
        confirm(self.session, "penalty_law-28", article_text="条文", coverage="范围", competence="权限",
                by=self.actor("head"), at=at(self.day), on=self.day)  # fmt: skip
        self.do("issue_decision", paper_no="西网信约〔2026〕1号")
        self.do("serve_decision", method=ServiceMethod.DIRECT, receiver="王某")
        self.do("send_out", body="西湖区网信办")
        return self
