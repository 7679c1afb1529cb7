"""The procedure of a case as one table: state × act → state, who may, which form is owed, which clocks and gates.

The order is that of 行政处罚法 第五章 and 网信部门行政执法程序规定: clue, verification, filing, investigation, notice, statement
or hearing, legal review, decision, service, execution, recheck, closing, archive. The pages, the command line, the help
page and the tests all read this table; nothing of it is written a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.domain.cases.vocabulary import Asked, CaseState, Part
from registry.domain.errors import NotFound, Refusal, Said

S = CaseState
HANDLE, REVIEW, DECIDE = "cases.handle", "cases.review", "cases.decide"


@dataclass(frozen=True)
class Act:
    """A row. ``target`` None: the case stays where it is. ``forms`` are numbers of the list of forms; one of them is owed
    and has to be there before the act, where ``is_paper_owed``; ``besides`` are owed too. ``carries``: the acts whose
    paper this one signs, so that no second paper is asked for.

    ``starts`` and ``stops`` name clocks of data/clocks.toml, ``gates`` functions of gates.py; ``article`` is its ground.
    """

    act: str
    part: Part
    sources: frozenset[CaseState]
    target: CaseState | None
    permission: str
    article: str
    forms: tuple[int, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    asks: tuple[Asked, ...] = ()
    needs_reason: bool = False
    is_paper_owed: bool = True
    besides: tuple[int, ...] = ()
    carries: tuple[str, ...] = ()
    goes_back: bool = False
    """The case returns to where it was before it came here; ``target`` is where that usually is."""


def _at(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


UNFILED = _at(S.CLUE, S.VERIFYING)
UNDECIDED = _at(
    S.FILING, S.INVESTIGATING, S.CONCLUDED, S.NOTICED, S.STATING, S.HEARING, S.HEARD, S.REVIEWING, S.DECIDING
)
DECIDED = _at(S.DECIDED, S.ISSUED, S.SERVED, S.EXECUTING, S.RECTIFYING, S.COMPLIED)
DISPUTABLE = _at(S.SERVED, S.EXECUTING, S.RECTIFYING, S.COMPLIED, S.CLOSING, S.CLOSED, S.ARCHIVED)
"""States in which the decision is known to the person and may be contested."""
RUNNING = UNFILED | UNDECIDED | DECIDED | {S.CLOSING}
"""States in which an officer has something to do."""
ARCHIVABLE = _at(S.CLOSED, S.NOT_FILED, S.TRANSFERRED, S.WITHDRAWN, S.REVOKED)
PENALTY, RULES, CRIMES = "行政处罚法", "网信部门行政执法程序规定", "行政执法机关移送涉嫌犯罪案件的规定"

PROCEDURE: tuple[Act, ...] = (
    Act("verify", Part.CLUE, _at(S.CLUE), S.VERIFYING, HANDLE, f"{PENALTY}第五十四条", (1,), stops=("clue_answer",),
        starts=("verification",)),
    Act("propose_filing", Part.CLUE, _at(S.VERIFYING), S.FILING, HANDLE, f"{PENALTY}第五十四条", (2,),
        stops=("verification",), gates=("limitation",), needs_reason=True),
    Act("approve_filing", Part.CLUE, _at(S.FILING), S.INVESTIGATING, DECIDE, f"{PENALTY}第三十六条、第五十四条", (2,),
        carries=("propose_filing",), starts=("case_decide",), gates=("second_person", "limitation")),
    Act("return_filing", Part.CLUE, _at(S.FILING), S.VERIFYING, DECIDE, f"{PENALTY}第五十四条", needs_reason=True),
    Act("assign_officer", Part.INVESTIGATION, UNFILED | UNDECIDED | DECIDED, None, HANDLE, f"{PENALTY}第四十二条",
        asks=(Asked.OFFICER,), gates=("certificate",)),
    Act("recuse", Part.INVESTIGATION, UNFILED | UNDECIDED, None, DECIDE, f"{PENALTY}第四十三条", asks=(Asked.OFFICER,),
        needs_reason=True),
    Act("add_evidence", Part.INVESTIGATION, UNFILED | UNDECIDED, None, HANDLE, f"{PENALTY}第四十六条", (9, 10),
        is_paper_owed=False, asks=(Asked.EVIDENCE,)),
    Act("preserve", Part.INVESTIGATION, _at(S.INVESTIGATING), None, DECIDE, f"{PENALTY}第五十六条", (11,),
        starts=("preservation",), gates=("two_officers",), needs_reason=True),
    Act("dispose_preserved", Part.INVESTIGATION, UNDECIDED, None, DECIDE, f"{PENALTY}第五十六条", (11,),
        stops=("preservation",), needs_reason=True),
    Act("conclude", Part.INVESTIGATION, _at(S.INVESTIGATING), S.CONCLUDED, HANDLE, f"{PENALTY}第五十七条", (12,),
        gates=("evidence", "two_officers", "basis", "competence", "limitation"), asks=(Asked.MEASURE, Asked.MAJOR)),
    Act("issue_notice", Part.NOTICE, _at(S.CONCLUDED), S.NOTICED, HANDLE, f"{PENALTY}第四十四条", (15,),
        gates=("basis", "competence")),
    Act("reopen_investigation", Part.NOTICE, _at(S.CONCLUDED, S.HEARD, S.DECIDING), S.INVESTIGATING, HANDLE,
        f"{PENALTY}第五十四条", needs_reason=True),
    Act("serve_notice", Part.NOTICE, _at(S.NOTICED), S.STATING, HANDLE, f"{PENALTY}第四十四条", (20,),
        starts=("statement", "hearing_request"), gates=("two_officers",), asks=(Asked.SERVICE,)),
    Act("record_statement", Part.NOTICE, _at(S.STATING), S.HEARD, HANDLE, f"{PENALTY}第四十五条", (17,),
        stops=("statement", "hearing_request"), needs_reason=True),
    Act("waive_statement", Part.NOTICE, _at(S.STATING), S.HEARD, HANDLE, f"{PENALTY}第六十二条", (17,),
        stops=("statement", "hearing_request")),
    Act("note_silence", Part.NOTICE, _at(S.STATING), S.HEARD, HANDLE, f"{PENALTY}第四十四条、第六十二条",
        stops=("statement", "hearing_request"), gates=("statement_over",)),
    Act("request_hearing", Part.NOTICE, _at(S.STATING), S.HEARING, HANDLE, f"{PENALTY}第六十三条、第六十四条", (16,),
        stops=("statement", "hearing_request"), starts=("hearing_notice",)),
    Act("hold_hearing", Part.NOTICE, _at(S.HEARING), S.HEARD, HANDLE, f"{PENALTY}第六十四条、第六十五条", (16,),
        stops=("hearing_notice",), gates=("host_apart",), asks=(Asked.HOST,), needs_reason=True),
    Act("submit_review", Part.DECISION, _at(S.HEARD), S.REVIEWING, HANDLE, f"{PENALTY}第五十八条"),
    Act("pass_review", Part.DECISION, _at(S.REVIEWING), S.HEARD, REVIEW, f"{PENALTY}第五十八条", (13,),
        gates=("reviewer_apart",), needs_reason=True),
    Act("fail_review", Part.DECISION, _at(S.REVIEWING), S.INVESTIGATING, REVIEW, f"{PENALTY}第五十八条", (13,),
        gates=("reviewer_apart",), needs_reason=True),
    Act("submit_decision", Part.DECISION, _at(S.HEARD), S.DECIDING, HANDLE, f"{PENALTY}第五十七条", (12,),
        carries=("conclude",), gates=("basis", "noticed", "review_done")),
    Act("discuss", Part.DECISION, _at(S.DECIDING), None, DECIDE, f"{PENALTY}第五十七条第二款", (14,), needs_reason=True),
    Act("decide", Part.DECISION, _at(S.DECIDING), S.DECIDED, DECIDE, f"{PENALTY}第三十八条、第五十七条", stops=("case_decide",),
        gates=("basis", "noticed", "second_person", "two_officers", "limitation", "competence", "review_done",
               "discussed")),
    Act("decide_no_penalty", Part.DECISION, _at(S.DECIDING), S.NO_PENALTY, DECIDE, f"{PENALTY}第三十三条、第五十七条", (19,),
        stops=("case_decide",), gates=("second_person",), needs_reason=True),
    Act("issue_decision", Part.DECISION, _at(S.DECIDED), S.ISSUED, HANDLE, f"{PENALTY}第五十九条", (18, 5, 7, 22),
        starts=("serve",)),
    Act("serve_decision", Part.EXECUTION, _at(S.ISSUED), S.SERVED, HANDLE, f"{PENALTY}第六十一条", (20,),
        besides=(23,), stops=("serve",), starts=("reconsideration", "suit"), gates=("two_officers",), asks=(Asked.SERVICE,)),
    Act("send_out", Part.EXECUTION, _at(S.SERVED), S.EXECUTING, HANDLE, "网络信息内容生态治理规定第三十四条", (22, 6, 7),
        carries=("issue_decision",), starts=("feedback",), asks=(Asked.BODY,)),
    Act("record_feedback", Part.EXECUTION, _at(S.EXECUTING), S.COMPLIED, HANDLE, f"{RULES}（执行）",
        stops=("feedback",), needs_reason=True),
    Act("order_rectification", Part.EXECUTION, _at(S.EXECUTING, S.COMPLIED), S.RECTIFYING, HANDLE, f"{PENALTY}第二十八条", (7,),
        carries=("issue_decision", "send_out"), stops=("feedback",), asks=(Asked.DEMAND,)),
    Act("recheck", Part.EXECUTION, _at(S.RECTIFYING), S.COMPLIED, HANDLE, f"{PENALTY}第二十八条", (8,),
        gates=("two_officers",), asks=(Asked.RESULT,)),
    Act("propose_closing", Part.CLOSING, _at(S.COMPLIED, S.NO_PENALTY), S.CLOSING, HANDLE, f"{RULES}（结案）", (24,),
        starts=("closing",), needs_reason=True),
    Act("return_closing", Part.CLOSING, _at(S.CLOSING), S.COMPLIED, DECIDE, f"{RULES}（结案）", stops=("closing",),
        needs_reason=True, goes_back=True),
    Act("close", Part.CLOSING, _at(S.CLOSING), S.CLOSED, DECIDE, f"{RULES}（结案）", (24,), stops=("closing",),
        carries=("propose_closing",), starts=("archiving",), gates=("second_person",)),
    Act("archive", Part.CLOSING, ARCHIVABLE, S.ARCHIVED, HANDLE, "档案法第三十七条", (25,), stops=("archiving",)),
    Act("decline_filing", Part.EXIT, _at(S.VERIFYING, S.FILING), S.NOT_FILED, DECIDE, f"{RULES}（不予立案）", (3,),
        stops=("verification",), starts=("archiving",), gates=("second_person",), needs_reason=True),
    Act("report_crime", Part.EXIT, UNFILED | UNDECIDED, None, HANDLE, f"{CRIMES}第五条第一款", starts=("crime_report",),
        needs_reason=True),
    Act("transfer", Part.EXIT, UNFILED | UNDECIDED, S.TRANSFERRED, DECIDE, f"{PENALTY}第二十七条；{CRIMES}第五条", (21,),
        starts=("crime_transfer", "archiving"), stops=("case_decide", "verification", "crime_report"),
        asks=(Asked.BODY,), needs_reason=True),
    Act("hand_over", Part.EXIT, _at(S.TRANSFERRED), None, HANDLE, f"{CRIMES}第五条第二款、第八条", (21,),
        stops=("crime_transfer",), asks=(Asked.BODY,)),
    Act("report_up", Part.EXIT, UNFILED | UNDECIDED, S.REPORTED_UP, DECIDE, f"{PENALTY}第二十三条", (22,),
        asks=(Asked.BODY,), needs_reason=True),
    Act("resume", Part.EXIT, _at(S.REPORTED_UP), S.VERIFYING, HANDLE, f"{PENALTY}第二十三条", needs_reason=True),
    Act("withdraw", Part.EXIT, UNDECIDED, S.WITHDRAWN, DECIDE, f"{RULES}（撤案）", (24,),
        stops=("case_decide",), starts=("archiving",), needs_reason=True),
    Act("revoke", Part.EXIT, DECIDED | DISPUTABLE, S.REVOKED, DECIDE, f"{PENALTY}第七十五条", (19,),
        starts=("publication_withdrawal",), stops=("serve", "feedback", "closing"), needs_reason=True),
    Act("object", Part.REMEDY, DISPUTABLE, None, HANDLE, f"{PENALTY}第七条", (26,),
        is_paper_owed=False, starts=("objection",), needs_reason=True),
    Act("apply_reconsideration", Part.REMEDY, DISPUTABLE, None, HANDLE, "行政复议法第二十条", starts=("reconsideration_answer",),
        stops=("reconsideration",), asks=(Asked.BODY,), needs_reason=True),
    Act("sue", Part.REMEDY, DISPUTABLE, None, HANDLE, "行政诉讼法第四十六条", starts=("suit_answer",),
        stops=("suit",), asks=(Asked.BODY,), needs_reason=True),
    Act("uphold", Part.REMEDY, DISPUTABLE, None, DECIDE, "行政复议法第六十八条；行政诉讼法第六十九条",
        stops=("objection", "reconsideration_answer", "suit_answer"), gates=("contested",), needs_reason=True),
    Act("overturn", Part.REMEDY, DISPUTABLE, S.REVOKED, DECIDE, "行政复议法第六十四条；行政诉讼法第七十条", (19,),
        stops=("objection", "reconsideration_answer", "suit_answer"), starts=("publication_withdrawal",),
        gates=("contested",), needs_reason=True),
    Act("extend_clock", Part.INVESTIGATION, RUNNING | DISPUTABLE, None, DECIDE, f"{RULES}（期限）", asks=(Asked.CLOCK,),
        needs_reason=True),
    Act("suspend_clock", Part.INVESTIGATION, RUNNING | DISPUTABLE, None, DECIDE, f"{RULES}（期限）", asks=(Asked.CLOCK,),
        needs_reason=True),
    Act("resume_clock", Part.INVESTIGATION, RUNNING | DISPUTABLE, None, HANDLE, f"{RULES}（期限）", asks=(Asked.CLOCK,)),
)  # fmt: skip
_BY_NAME = {each.act: each for each in PROCEDURE}


def get_act(name: str) -> Act:
    """The row of an act. Raises NotFound("cases.act_unknown") where the table has none."""
    if name not in _BY_NAME:
        raise NotFound("cases.act_unknown", act=name)
    return _BY_NAME[name]


def acts_from(state: CaseState) -> tuple[Act, ...]:
    """The rows the table allows from ``state``, in its order."""
    return tuple(each for each in PROCEDURE if state in each.sources)


def follow(state: CaseState, name: str, *, reason: str = "") -> CaseState:
    """The state ``name`` leads to. Raises Refusal("cases.wrong_state") or Refusal("cases.reason_missing")."""
    row = get_act(name)
    if state not in row.sources:
        raise Refusal("cases.wrong_state", state=Said(f"cases.state.{state}"), act=Said(f"cases.act.{name}"))
    if row.needs_reason and not reason.strip():
        raise Refusal("cases.reason_missing", act=Said(f"cases.act.{name}"))
    return row.target or state


def forms_owed(acts: Iterable[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Each act done that owes a paper, with the numbers of the forms that answer it."""
    return [(name, get_act(name).forms) for name in acts if name in _BY_NAME and get_act(name).forms]
