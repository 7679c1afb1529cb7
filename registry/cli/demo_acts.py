"""The acts of the demonstration: each runs through the service an officer's page calls, as the user whose act it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.domain.terms import LABELS, DocumentKind, MeasureKind, Platform, Severity, Source, TargetKind
from registry.services import documents, execution, measures, paper_details, papers, promotions, rulebooks, violations
from registry.services.documents import Press
from registry.services.files import Store
from registry.store.accounts import Account
from registry.store.violations import Violation
from registry.wording.papers import Teller

FACTS = {
    "7-1": "所发短视频标题称“全县停水一周”，内容为单个小区检修停水半天，标题与内容严重不符，播放约 1.3 万次。",
    "7-2": "连续三天发布图文炒作他人婚姻纠纷，引发围观议论，经提示后仍未删除。",
    "7-3": "就柳溪山洪发布短视频，断言“隐瞒伤亡”，未注明来源；县应急管理局此前已发布通报。播放约 4.2 万次。",
    "7-6": "发布短视频，以“某地人都不可信”为题，含有煽动地域歧视的内容，评论区出现对立言论。",
    "7-7": "直播中以低俗内容诱导打赏，时长约 40 分钟，有观众录屏举报。",
    "6-8": "编造并发布“县医院出现不明传染病”的信息，被多个群组转发，引发咨询电话集中拨打。",
    "6-9": "账号置顶链接指向境外赌博页面，经核查属实。",
    "P-2": "转载外地火灾视频，首次未标注拍摄时间和地点。",
    "P-6": "账号名称含本县全称并自称“官方”，易使人误认为政务账号。",
    "P-11": "责令整改期满后，账号仍继续发布同类内容，未提交整改报告。",
}
DEMAND = "删除有关内容，核查同类内容并下线，建立发布前审核制度，在期限内提交书面整改报告。"
BASIS = {
    MeasureKind.REMINDER: "penalty_law-33",
    MeasureKind.INTERVIEW: "interview_rules-2",
    MeasureKind.SUSPENSION: "ecosystem-34",
    MeasureKind.DELISTING: "public_accounts-19",
    MeasureKind.SHUTDOWN: "ecosystem-34",
}


@dataclass
class Cast:
    """The officers of one county, where its evidence lies, and what its papers are printed with."""

    clerk: Actor
    reviewer: Actor
    head: Actor
    second: Actor
    files: Store
    press: Press


@dataclass
class Case:
    """One account's story as it unfolds: the ids of what was filed last."""

    account_id: int
    cast: Cast
    violation_id: int = 0
    measure_id: int = 0
    file_id: int = 0
    """The case (案件) opened on it."""
    is_on_paper: bool = False


Act = Callable[[Session, Case, date, datetime], None]
Script = tuple[tuple[int, Act], ...]


def at_work(on: date) -> datetime:
    """Nine in the morning in China."""
    return datetime.combine(on, time(1, 12), tzinfo=UTC)


def recorded(code: str, severity: Severity | None = None) -> Act:
    """The clerk puts a violation on file, seen the day before."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        usual = violations.default_severity(session, code, region_code=case.cast.clerk.region_code, on=on)
        text = f"{case.account_id}：{FACTS[code]}".encode()
        evidence = case.cast.files.put(text, "情况说明.txt")
        row = violations.record(
            session, case.account_id, code=code, severity=severity or usual, facts=FACTS[code],
            severity_reason="造成较大影响，从重认定" if severity else "", occurred_on=on - timedelta(days=1),
            source=Source.REPORT if case.account_id % 2 else Source.ASSIGNED, evidence=[evidence], by=case.cast.clerk, at=at, on=on,
        )  # fmt: skip
        case.violation_id = row.id

    return act


def recognised(session: Session, case: Case, on: date, at: datetime) -> None:
    """The reviewer recognises it."""
    violations.recognise(session, case.violation_id, recognised_on=on, by=case.cast.reviewer, at=at, on=on)


def voided(session: Session, case: Case, on: date, at: datetime) -> None:
    """It turns out to be wrong."""
    violations.void(
        session,
        case.violation_id,
        reason="经复核，所涉视频系他人盗用账号名称发布，原认定错误",
        by=case.cast.reviewer,
        at=at,
        on=on,
    )


def proposed(kind: MeasureKind, target: TargetKind = TargetKind.ACCOUNT, skip: str = "") -> Act:
    """The clerk drafts a measure on the last violation."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        account = session.get_one(Account, case.account_id)
        office = case.cast.clerk.office_name
        own = kind in {MeasureKind.REMINDER, MeasureKind.INTERVIEW}
        content = f"“{account.name}”{on - timedelta(days=5)} 发布的 1 条短视频"
        row = measures.propose(
            session, account.id, kind=kind, violation_id=case.violation_id or None, target_kind=target,
            target=account.name if target is TargetKind.ACCOUNT else content, deciding_body=office,
            executing_body=office if own else f"{LABELS[Platform][account.platform]}平台", basis_code=BASIS[kind],
            grounds=f"经查，账号“{account.name}”{facts_of(session, case)}", skip_reason=skip, by=case.cast.clerk, at=at,
            on=on,
        )  # fmt: skip
        case.measure_id = row.id

    return act


def facts_of(session: Session, case: Case) -> str:
    """The facts of the last violation, or a plain word where there is none."""
    row = session.get(Violation, case.violation_id)
    return row.facts if row else "存在需要整改的问题。"


def approved(session: Session, case: Case, on: date, at: datetime) -> None:
    """The head approves."""
    measures.approve(session, case.measure_id, note="同意", by=case.cast.head, at=at, on=on)


def declined(session: Session, case: Case, on: date, at: datetime) -> None:
    """The head declines."""
    measures.decline(
        session,
        case.measure_id,
        reason="情节轻微，当事人已主动删除并致歉，不予约谈，予以提醒教育",
        by=case.cast.head,
        at=at,
        on=on,
    )


def signed_on_paper(session: Session, case: Case, on: date, at: datetime) -> None:
    """The head signed the printed form; the clerk enters it with its scan."""
    scan = case.cast.files.put(f"scan {case.measure_id}".encode(), "签批件.pdf")
    measures.enter_paper(
        session, case.measure_id, approver=case.cast.head.name, post=case.cast.head.post, signed_on=on, scan=scan, by=case.cast.clerk,
        at=at, on=on,
    )  # fmt: skip


def paper_confirmed(session: Session, case: Case, on: date, at: datetime) -> None:
    """The reviewer compared scan and entry."""
    measures.confirm_paper(session, case.measure_id, by=case.cast.reviewer, at=at)


def took_effect(*, rectify: int | None = None, term: int | None = None) -> Act:
    """The measure takes effect, with a term for rectification or an end where given (days)."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        execution.take_effect(
            session, case.measure_id, effective_on=on, ends_on=on + timedelta(days=term) if term else None,
            demand=DEMAND if rectify else "", due_on=on + timedelta(days=rectify) if rectify else None, by=case.cast.clerk, at=at, on=on,
        )  # fmt: skip

    return act


def rechecked(*, is_passed: bool = True) -> Act:
    """The recheck, passed or not."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        note = "有关内容已删除，审核制度已建立，整改报告齐全" if is_passed else "仍有两条同类内容未下线"
        execution.recheck(
            session, case.measure_id, is_passed=is_passed, checked_on=on, note=note, is_credited=is_passed, by=case.cast.reviewer,
            at=at, on=on,
        )  # fmt: skip

    return act


def ended(session: Session, case: Case, on: date, at: datetime) -> None:
    """Closed."""
    execution.end(session, case.measure_id, by=case.cast.clerk, at=at, on=on)


def lifted(session: Session, case: Case, on: date, at: datetime) -> None:
    """Lifted early."""
    execution.lift(session, case.measure_id, reason="整改彻底，群众认可，提前解除", by=case.cast.head, at=at, on=on)


def annulled(session: Session, case: Case, on: date, at: datetime) -> None:
    """Annulled as wrong."""
    execution.annul(
        session, case.measure_id, reason="经复核，约谈对象认定有误，予以撤销", by=case.cast.head, at=at, on=on
    )


def promoted(session: Session, case: Case, on: date, at: datetime) -> None:
    """An application upward is approved."""
    promotions.promote(
        session,
        case.account_id,
        reason="连续十二个月无违规，登记资料齐全，本人申请",
        by=case.cast.head,
        at=at,
        on=on,
    )


def papered(kind: DocumentKind) -> Act:
    """The clerk completes a paper of the measure and has it numbered; an interview is set for the day after next."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        clerk = case.cast.clerk
        paper = papers.open_case(session, kind, measure_id=case.measure_id, account_id=None, by=clerk)
        details = paper_details.start(paper, by=clerk, on=on)
        if kind is DocumentKind.INTERVIEW_NOTICE:
            details = replace(details, meets_at=datetime.combine(on + timedelta(days=2), time(14, 30)))
        documents.issue(session, paper, details, tell=teller(session), press=case.cast.press, by=clerk, at=at, on=on)

    return act


def recorded_on_paper(session: Session, case: Case, on: date, at: datetime) -> None:
    """The account's whole record is printed for the file."""
    clerk = case.cast.clerk
    paper = papers.open_case(session, None, measure_id=None, account_id=case.account_id, by=clerk)
    details = paper_details.start(paper, by=clerk, on=on)
    documents.issue(session, paper, details, tell=teller(session), press=case.cast.press, by=clerk, at=at, on=on)


def teller(session: Session) -> Teller:
    """How the sanction record is worded."""
    return Teller(rulebooks.in_force(session))
