"""The cases of the demonstration (案件): each step by the officer whose step it is, each paper written before its act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from registry.cli.demo_acts import BASIS, DEMAND, FACTS, Act, Case, Script, facts_of, recognised, recorded, teller
from registry.domain.cases.vocabulary import ServiceMethod
from registry.domain.documents.catalogue import FieldKind, forms
from registry.domain.terms import LABELS, MeasureKind, Platform, Source, TargetKind, label
from registry.domain.terms import DocumentKind as D
from registry.services import cases, documents, paper_details, papers
from registry.services.case_given import Given, Plan
from registry.services.papers import is_sheet
from registry.store.accounts import Account

USUAL: dict[str, Any] = {
    "platform": "抖音", "clue_outcome": "立案", "qualification": "上述行为属于发布不良信息、误导公众，情节一般。",
    "proposal": "建议按程序告知后采取相应处置，并责令限期改正。", "officer_opinion": "事实清楚，建议报请审批。",
    "recheck_items": "涉案内容已删除，同类内容已自查，发布前审核制度已经建立。", "recheck_result": "全部完成",
    "service_method": "直接送达", "service_place": "龙游县行政中心 2 号楼 203 室", "executed": "已按决定执行完毕。",
    "closing_why": "处罚（处置）已执行", "keep": "10年", "to_body": "龙游县公安局", "amendment": "撤销",
    "transfer_why": "所涉链接指向境外赌博网站，涉嫌犯罪，依法应当由公安机关处理。", "grounds": "经复核，原决定认定的事实不成立。",
    "transfer_files": ("线索登记表 1 件 1 页", "网页截图 3 张"), "transfer_no": "见移送书", "handled": "接收",
    "non_filing_grounds": "经核查，视频系家庭纠纷的一方自行发布，没有虚构事实，也没有扰乱公共秩序，不具备立案条件。",
    "legal_basis": ("《中华人民共和国行政处罚法》第五十四条",), "party": "账号主体", "receiver": "账号主体",
    "addressee": "账号主体",
}  # fmt: skip
"""What an officer writes where the register suggests nothing."""
HEARD_AT, TALK_DAYS = time(14, 30), 2
ALWAYS_HERE = frozenset({D.INTERVIEW_NOTICE, D.RECTIFICATION_ORDER, D.AMENDMENT_DECISION, D.CRIME_TRANSFER})
ON_PAPER_DAYS = range(60, 150)
"""Cases begun so many days ago kept their lesser papers outside the register."""


def opened(
    title: str, code: str, source: Source = Source.REPORT, reporter: str = "", *, is_on_paper: bool = False
) -> Act:
    """The clue is put on file, with the violation recorded before it where there is one."""

    def act(session: Session, case: Case, on: date, at: datetime) -> None:
        made = cases.open_case(
            session, [case.account_id], source=source, title=title, content=FACTS[code], found_on=on,
            act_ended_on=on - timedelta(days=2), reporter=reporter,
            violation_ids=[case.violation_id] if case.violation_id else [], by=case.cast.clerk, at=at, on=on,
        )  # fmt: skip
        case.file_id, case.is_on_paper = made.id, is_on_paper

    return act


def done(act: str, *kinds: D, who: str = "clerk", note: str = "情况属实，按程序办理", **given: Any) -> Act:
    """One act, its papers written first."""

    def run(session: Session, case: Case, on: date, at: datetime) -> None:
        is_outside = bool(kinds) and case.is_on_paper and not set(kinds) & ALWAYS_HERE
        for kind in () if is_outside else kinds:
            _write(session, case, kind, on, at)
        values: dict[str, Any] = {"paper_no": f"{label(kinds[0])}（线下）"} if is_outside else {}
        values |= {name: value(case, on) if callable(value) else value for name, value in given.items()}
        by = getattr(case.cast, who)
        cases.take(session, case.file_id, act, Given(note=note, **values), by=by, at=at, on=on)

    return run


def _write(session: Session, case: Case, kind: D, on: date, at: datetime) -> None:
    """The clerk fills in a paper of the case and has it numbered."""
    clerk = case.cast.clerk
    paper = papers.open_case(session, kind, measure_id=None, account_id=None, case_id=case.file_id, by=clerk)
    details = paper_details.start(paper, by=clerk, on=on)
    if is_sheet(kind):
        wanted = {field.name: field for field in forms()[kind].required}
        days = {name: on + timedelta(days=15) for name, field in wanted.items() if field.kind is FieldKind.DAY}
        values = {name: value for name, value in (USUAL | days).items() if name in wanted} | dict(details.values)
        details = replace(details, values=values)
    elif kind is D.INTERVIEW_NOTICE:
        details = replace(details, meets_at=datetime.combine(on + timedelta(days=TALK_DAYS), HEARD_AT))
    documents.issue(
        session, paper, details, tell=teller(session), press=case.cast.press, is_again=True, by=clerk, at=at, on=on
    )


def _person(who: str) -> Callable[[Case, date], int]:
    return lambda case, _on: getattr(case.cast, who).user_id


def _files(case: Case, _on: date) -> list[Any]:
    return [case.cast.files.put(f"网页截图 {case.file_id}".encode(), "网页截图和保全记录.txt")]


def _captured(_case: Case, on: date) -> date:
    return on


def planned(kind: MeasureKind) -> Callable[[Session, Case, date, datetime], None]:
    """The investigation is concluded with the measure intended."""

    def run(session: Session, case: Case, on: date, at: datetime) -> None:
        account, office = session.get_one(Account, case.account_id), case.cast.clerk.office_name
        own = kind is MeasureKind.INTERVIEW
        plan = Plan(
            account_id=account.id, violation_id=case.violation_id or None, kind=kind, target_kind=TargetKind.ACCOUNT,
            target=account.name, deciding_body=office,
            executing_body=office if own else f"{LABELS[Platform][account.platform]}平台", basis_code=BASIS[kind],
            grounds=f"账号“{account.name}”" + facts_of(session, case), skip_reason="影响面较大，需要及时处置",
        )  # fmt: skip
        done("conclude", D.INVESTIGATION_REPORT, plan=plan)(session, case, on, at)

    return run


def _filed(since: int, title: str, *, code: str = "7-6", reporter: str = "") -> Script:
    """From the clue to a filed case with two officers and evidence."""
    return (
        (since, recorded(code)), (since, recognised), (since, opened(title, code, reporter=reporter, is_on_paper=since in ON_PAPER_DAYS)),
        (since - 1, done("verify", D.CLUE_REGISTRATION)), (since - 3, done("propose_filing", D.CASE_FILING)),
        (since - 4, done("approve_filing", who="head", note="同意立案")),
        (since - 4, done("assign_officer", note="", person_id=_person("clerk"))),
        (since - 4, done("assign_officer", note="", person_id=_person("second"))),
        (since - 5, done("add_evidence", note="", files=_files, origin="账号主页", captured_on=_captured)),
    )  # fmt: skip


def _told(since: int, title: str, kind: MeasureKind = MeasureKind.INTERVIEW, **given: Any) -> Script:
    """On to the notice served on the person."""
    return (
        *_filed(since, title, **given), (since - 7, planned(kind)), (since - 8, done("issue_notice", D.MEASURE_NOTICE)),
        (since - 9, done("serve_notice", D.SERVICE_RECEIPT, method=ServiceMethod.DIRECT, receiver="本人签收")),
    )  # fmt: skip


def _asked(since: int, title: str, kind: MeasureKind = MeasureKind.INTERVIEW, **given: Any) -> Script:
    """On to the head's desk: the person has waived the statement."""
    return (
        *_told(since, title, kind, **given), (since - 11, done("waive_statement", D.STATEMENT_WAIVER)),
        (since - 12, done("submit_decision")),
    )  # fmt: skip


def _ordered(since: int, title: str, *, days: int = 15) -> Script:
    """On to an interview held with an order to rectify."""
    return (
        *_asked(since, title), (since - 13, done("decide", who="head", note="同意")),
        (since - 14, done("issue_decision", D.INTERVIEW_NOTICE)),
        (since - 15, done("serve_decision", D.SERVICE_RECEIPT, D.CREDIT_NOTICE, method=ServiceMethod.DIRECT, receiver="本人签收")),
        (since - 16, done("send_out", D.INTERVIEW_RECORD, body=lambda case, _on: case.cast.clerk.office_name)),
        (since - 16, done("order_rectification", D.RECTIFICATION_ORDER, demand=DEMAND,
                          due_on=lambda _case, on: on + timedelta(days=days))),
    )  # fmt: skip


def _closed(since: int, title: str) -> Script:
    """On to the closing."""
    return (
        *_ordered(since, title), (since - 30, done("recheck", D.RECTIFICATION_RECHECK, note="整改到位")),
        (since - 32, done("propose_closing", D.CLOSING_APPROVAL)),
        (since - 33, done("close", who="head", note="同意结案")),
    )  # fmt: skip


STORIES: tuple[Script, ...] = (
    ((2, opened("涉嫌发布无来源的灾情信息", "7-3", reporter="群众来电（已登记联系方式）")),),
    (
        (5, opened("涉嫌名称假冒政务账号", "P-6", Source.TRANSFERRED)),
        (4, done("verify", D.CLUE_REGISTRATION)),
        (1, done("propose_filing", D.CASE_FILING)),
    ),
    _filed(24, "涉嫌煽动地域歧视"),
    _told(11, "涉嫌低俗直播", code="7-7"),
    _asked(18, "涉嫌编造传染病谣言", MeasureKind.SUSPENSION, code="6-8", reporter="县医院办公室"),
    _ordered(29, "涉嫌煽动对立"),
    _closed(130, "涉嫌发布地域歧视内容"),
    (*_closed(190, "涉嫌发布引战视频"), (150, done("archive", D.DOSSIER_COVER))),
    (
        *_filed(40, "涉嫌为境外赌博引流", code="6-9"),
        (33, done("report_crime", note="置顶链接指向境外赌博网站，涉嫌犯罪，报请移送")),
        (31, done("transfer", D.CRIME_TRANSFER, who="head", note="同意移送", body="县公安局")),
        (31, done("hand_over", D.TRANSFER_RECEIPT, body="县公安局")),
    ),
    (
        *_ordered(110, "涉嫌发布不实信息"),
        (70, done("apply_reconsideration", note="当事人不服，称视频系他人盗用名称发布", body="县人民政府")),
        (45, done("overturn", D.AMENDMENT_DECISION, who="head", note="复议机关认定事实不清，决定撤销")),
    ),
    (
        (21, opened("反映家庭纠纷视频", "7-2", reporter="群众来信")),
        (20, done("verify", D.CLUE_REGISTRATION)),
        (17, done("decline_filing", D.NON_FILING, who="head", note="不具备立案条件")),
    ),
    (
        *_closed(75, "涉嫌发布低俗内容"),
        (13, done("object", note="当事人对等级提出异议，要求复核")),
    ),
)  # fmt: skip
"""One case each, by days ago; the second of every three is the other county's."""
