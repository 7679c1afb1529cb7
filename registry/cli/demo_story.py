"""What happened in the demonstration: cases in every state, told as acts on days counted back from today.

Each act runs through the same service an officer's page calls, as the user whose act it is, on the day it happened; between
them the daily grading runs, so that windows end and rectifications fall overdue by themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.domain.terms import LABELS, MeasureKind, Platform, Severity, Source, TargetKind
from registry.services import execution, measures, promotions, violations
from registry.services.files import Store
from registry.store.accounts import Account
from registry.store.users import get_actor

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
    """The officers of one county, and where its files lie."""

    clerk: Actor
    reviewer: Actor
    head: Actor
    files: Store


@dataclass
class Case:
    """One account's story as it unfolds: the ids of what was filed last."""

    account_id: int
    cast: Cast
    violation_id: int = 0
    measure_id: int = 0
    kept: dict[str, Any] = field(default_factory=dict)


Act = Callable[[Session, Case, date, datetime], None]
Script = tuple[tuple[int, Act], ...]


def at_work(on: date) -> datetime:
    """Nine in the morning in China."""
    return datetime.combine(on, time(1, 12), tzinfo=UTC)


def recorded(code: str, severity: Severity | None = None) -> Act:
    """The clerk puts a violation on file, seen the day before."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        usual = violations.default_severity(code, region_code=case.cast.clerk.region_code, on=on)
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
            grounds=f"经查，账号“{account.name}”{_facts_of(session, case)}", skip_reason=skip, by=case.cast.clerk, at=at,
        )  # fmt: skip
        case.measure_id = row.id

    return act


def _facts_of(session: Session, case: Case) -> str:
    """The facts of the last violation, or a plain word where there is none."""
    from registry.store.violations import Violation

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


def interviewed(since: int, *, code: str = "7-6") -> Script:
    """The usual road to an interview in effect with fifteen days to rectify, begun ``since`` days ago."""
    return (
        (since, recorded(code)), (since - 1, recognised), (since - 2, proposed(MeasureKind.INTERVIEW)), (since - 3, approved),
        (since - 5, took_effect(rectify=15)),
    )  # fmt: skip


SCRIPTS: tuple[tuple[int, Script], ...] = (
    (4, ((3, recorded("7-3")), )),
    (3, ((9, recorded("7-7")), (8, recognised))),
    (3, ((6, recorded("7-6")), (5, recognised), (4, proposed(MeasureKind.INTERVIEW)))),
    (1, ((7, recorded("7-3")), (6, recognised), (5, proposed(MeasureKind.INTERVIEW)), (2, signed_on_paper))),
    (2, ((8, recorded("P-6")), (7, recognised), (6, proposed(MeasureKind.INTERVIEW)), (2, approved))),
    (1, ((40, recorded("7-7")), (39, recognised), (38, proposed(MeasureKind.INTERVIEW)), (37, declined))),
    (4, interviewed(12)),
    (2, (*interviewed(33, code="7-7"), (12, rechecked(is_passed=False)))),
    (5, (*interviewed(70), (55, rechecked()))),
    (6, (*interviewed(150, code="7-3"), (136, rechecked()), (120, ended))),
    (1, ((80, recorded("7-6")), (79, recognised), (78, proposed(MeasureKind.INTERVIEW)), (76, signed_on_paper), (75, paper_confirmed),
         (74, took_effect(rectify=15)), (62, rechecked()))),
    (1, (*interviewed(110), (97, rechecked()), (60, lifted))),
    (1, (*interviewed(60), (20, annulled))),
    (2, ((50, recorded("7-3")), (48, recognised), (25, voided))),
    (3, (*interviewed(100), (88, rechecked()), (20, recorded("7-3")), (19, recognised))),
    (2, (*interviewed(120), (106, rechecked()), (26, recorded("7-6")), (25, recognised),
         (24, proposed(MeasureKind.DELISTING, TargetKind.CONTENT)))),
    (2, (*interviewed(170), (158, rechecked()), (60, recorded("7-7")), (59, recognised),
         (58, proposed(MeasureKind.DELISTING, TargetKind.CONTENT)), (57, approved), (55, took_effect(rectify=15)), (43, rechecked()))),
    (1, ((30, recorded("6-8")), (29, recognised), (28, proposed(MeasureKind.SUSPENSION, skip="影响面大，需尽快止损")), (27, approved),
         (26, took_effect(term=30)))),
    (1, ((18, recorded("6-9")), (17, recognised), (16, proposed(MeasureKind.SHUTDOWN)), (15, approved), (13, took_effect()))),
    (1, ((5, recorded("6-9")), (4, recognised), (3, proposed(MeasureKind.SHUTDOWN)))),
    (9, ((45, recorded("7-1")), (44, recognised), (43, proposed(MeasureKind.REMINDER)), (42, approved), (41, took_effect()), (40, ended))),
    (2, ((95, recorded("7-1")), (94, recognised), (50, recorded("7-1")), (49, recognised), (14, recorded("7-2")), (13, recognised))),
    (3, ((66, recorded("P-2")), (65, recognised))),
    (1, ((11, recorded("P-2", Severity.MINOR)), (10, recognised))),
    (14, ((60, promoted),)),
)  # fmt: skip
"""(how many accounts live this story, its acts by days ago)."""


def casting(session: Session, app: Flask) -> dict[str, Cast]:
    """The officers by county."""
    files = Store(app.extensions["registry.settings"].data_dir / "evidence")
    names = {"330825": ("zhoumin", "chenli", "liuguohua"), "330824": ("wangfang", "sunqiang", "zhaolei")}
    return {code: Cast(*(get_actor(session, name) for name in trio), files) for code, trio in names.items()}


def cases(session: Session, casts: dict[str, Cast]) -> Iterator[tuple[int, Act, Case]]:
    """Every act of every story with its days ago, two of three in the larger county."""
    pools = {
        code: list(
            session.scalars(select(Account.id).where(Account.region_code == code).order_by((Account.id * 7919) % 1009))
        )
        for code in casts
    }
    promotable = {
        code: list(
            session.scalars(
                select(Account.id)
                .where(Account.region_code == code, Account.filing_complete.is_(True))
                .order_by((Account.id * 7907) % 1013)
            )
        )
        for code in casts
    }
    turn = 0
    for number, script in SCRIPTS:
        is_upward = script[0][1] is promoted
        for _ in range(number):
            code = "330824" if turn % 3 == 2 else "330825"
            turn += 1
            source = promotable if is_upward else pools
            account_id = source[code].pop(0)
            for other in (pools, promotable):
                if account_id in other[code]:
                    other[code].remove(account_id)
            case = Case(account_id, casts[code])
            yield from ((days, act, case) for days, act in script)
