"""Acts on cases (案件): opening one, and every act of the procedure's table.

One door for all acts: scope, permission, state, gates, effect, clocks, step and audit entry, in this order and in one
transaction, so that no act can leave one of them out (行政处罚法 第五章; controls list 1–8).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import regions, sealing
from registry.domain.cases import gates
from registry.domain.cases.procedure import Act, follow, get_act
from registry.domain.cases.vocabulary import EXITS, CaseState
from registry.domain.documents.numbering import format_doc_no
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, may, require
from registry.domain.terms import Source, ViolationState
from registry.services import audit, case_clocks, case_papers, joint, persons
from registry.services.case_effects import Doing, carry_out
from registry.services.case_facts import facts_of
from registry.services.case_given import Given
from registry.store.account_queries import get_account
from registry.store.cases import Case, CaseStep, get_case
from registry.store.db import vault
from registry.store.documents import next_number
from registry.store.scope import scope_of
from registry.store.users import Office
from registry.store.violations import Violation, get_violation

CASE_SERIES = "案"
NOTHING = Given()


def open_case(
    session: Session,
    account_ids: Sequence[int],
    *,
    source: Source,
    title: str,
    content: str,
    found_on: date,
    reporter: str = "",
    act_ended_on: date | None = None,
    long_limit_reason: str = "",
    violation_ids: Sequence[int] = (),
    by: Actor,
    at: datetime,
    on: date,
) -> Case:
    """Put a clue on file as a case with its number. ``reporter`` is sealed at once and printed nowhere.

    Raises Refusal: nothing said, no account or accounts of several regions, a violation of another account, a day ahead.
    """
    accounts = [get_account(session, key, scope=scope_of(by.region_code)) for key in dict.fromkeys(account_ids)]
    if not accounts:
        raise Refusal("cases.account_missing")
    region_code = accounts[0].region_code
    require(by, "cases.handle", region_code)
    if any(each.region_code != region_code for each in accounts):
        raise Refusal("cases.other_region")
    if not (title.strip() and content.strip()):
        raise Refusal("cases.content_missing")
    for day in (found_on, act_ended_on):
        if day is not None and day > on:
            raise Refusal("cases.in_future", on=day)
    cited = [_violation(session, key, {each.id for each in accounts}, by) for key in dict.fromkeys(violation_ids)]
    office = session.get_one(Office, by.office_id)
    series = office.document_prefix + CASE_SERIES
    number = next_number(session, office_id=office.id, series=series, year=on.year)
    case = Case(
        office_id=office.id, region_code=region_code, series=series, year=on.year, number=number,
        case_no=format_doc_no(series, on.year, number), state=CaseState.CLUE, source=source, title=title, content=content,
        reporter_sealed=sealing.seal_text(vault().field_key, reporter) if reporter.strip() else None,
        found_on=found_on, act_ended_on=act_ended_on or max((each.occurred_on for each in cited), default=None),
        long_limit_reason=long_limit_reason, opened_by_id=by.user_id, opened_at=at, updated_at=at, is_major=False,
        accounts=accounts, violations=cited,
    )  # fmt: skip
    session.add(case)
    session.flush()
    case_clocks.start(session, case, ("clue_answer",), on=found_on)
    after = {"case_no": case.case_no, "accounts": [each.id for each in accounts], "source": source, "facts": content}
    _log(session, "cases.open", case, by=by, at=at, after=after)
    return case


def _violation(session: Session, violation_id: int, accounts: set[int], by: Actor) -> Violation:
    found = get_violation(session, violation_id, scope=scope_of(by.region_code))
    if found.account_id not in accounts or found.state is ViolationState.VOIDED:
        raise Refusal("cases.violation_unfit")
    return found


def take(
    session: Session,
    case_id: int,
    act: str,
    given: Given = NOTHING,
    *,
    version: int | None = None,
    by: Actor,
    at: datetime,
    on: date,
) -> Case:
    """Do one act of the table. ``version``: the case as the officer saw it; where it moved meanwhile, nothing is done.

    Raises Refusal: permission, "cases.moved", "cases.wrong_state", a day ahead or out of order, a closed gate, or what
    the act's own effect refuses.
    """
    case = get_case(session, case_id, scope=scope_of(by.region_code))
    row = get_act(act)
    require(by, row.permission, case.region_code)
    joint.check_holder(case, by)
    if version is not None and version != case.version:
        raise Refusal("cases.moved", case_no=case.case_no)
    day = given.on or on
    _check_day(case, row, day, on)
    _check_recused(session, case, by)
    target = follow(case.state, act, reason=given.note)
    facts = facts_of(session, case, row, given, by=by, on=day)
    for gate in row.gates:
        gates.check(gate, facts)
    document_id = case_papers.answer(session, case, row, given, by=by)
    details = carry_out(act, Doing(session, case, given, by, at, day, on))
    if row.goes_back:
        target = next(step.state for step in reversed(case.steps) if step.state is not case.state)
    if act == "recheck" and not given.is_passed:
        target = case.state
    _run_clocks(session, case, row, target, on=day)
    case.state, case.updated_at = target, at
    case.steps.append(_step(row, given, target, details, document_id, by=by, at=at, day=day))
    session.flush()
    after = {"act": act, "on": str(day), "paper_no": given.paper_no, **_plain(details)}
    _log(session, "cases.take", case, by=by, at=at, reason=given.note or None, after=after)
    return case


def closed_gates(session: Session, case: Case, row: Act, *, by: Actor, on: date) -> list[Refusal]:
    """What stands in the way of an act right now, all at once; empty where it may be done. Writes nothing.

    What is only known once the form is filled (the measure, the host, the officer) is not held against it yet.
    """
    if not may(by, row.permission, case.region_code):
        return [Refusal("permission.role", permission=row.permission, role=by.role)]
    if not regions.covers(by.region_code, case.office.region_code):
        return [Refusal("joint.taken_over", office=case.office.name)]
    found: list[Refusal] = []
    facts = facts_of(session, case, row, NOTHING, by=by, on=on)
    for gate in row.gates:
        if row.asks and gate in ("basis", "competence", "host_apart", "certificate"):
            continue
        try:
            gates.check(gate, facts)
        except Refusal as refusal:
            found.append(refusal)
    return found


def reveal_reporter(session: Session, case_id: int, *, reason: str, by: Actor, at: datetime) -> str:
    """Who reported, in the clear, for a reason that is logged; raises Refusal where none is given."""
    case = get_case(session, case_id, scope=scope_of(by.region_code))
    require(by, "cases.reveal", case.region_code)
    if not reason.strip():
        raise Refusal("cases.reveal_reason_missing")
    if case.reporter_sealed is None:
        raise Refusal("cases.reporter_missing")
    _log(session, "cases.reveal", case, by=by, at=at, reason=reason)
    return sealing.unseal_text(vault().field_key, case.reporter_sealed)


def _check_day(case: Case, row: Act, day: date, on: date) -> None:
    """No act lies ahead of us, and none that moves the case before the one that moved it last."""
    if day > on:
        raise Refusal("cases.in_future", on=day)
    moved = [step.on for step in case.steps if get_act(step.act).target is not None]
    if row.target is not None and day < max(moved, default=case.found_on):
        raise Refusal("cases.out_of_order", on=max(moved, default=case.found_on))


def _check_recused(session: Session, case: Case, by: Actor) -> None:
    """One who was recused does nothing more in the case (行政处罚法 第四十三条)."""
    if any(each.recused_on and persons.is_same(session, each.user_id, by) for each in case.officers):
        raise Refusal("cases.recused", name=by.name)


def _run_clocks(session: Session, case: Case, row: Act, target: CaseState, *, on: date) -> None:
    """Stop and start what the row says; on an exit, all that still ran stops first."""
    if target in EXITS and target is not case.state:
        case_clocks.stop_all(case, on=on)
    case_clocks.stop(case, row.stops if target is not case.state or row.target is None else (), on=on)
    case_clocks.start(session, case, row.starts, on=on)


def _step(
    row: Act, given: Given, target: CaseState, details: Mapping[str, object], document_id: int | None, *, by: Actor,
    at: datetime, day: date,
) -> CaseStep:  # fmt: skip
    return CaseStep(
        act=row.act, state=target, on=day, at=at, by_id=by.user_id, note=given.note, article=row.article,
        document_id=document_id, paper_no=given.paper_no, details=_plain(details),
        actor={"name": by.name, "post": by.post, "role": by.role.value, "office": by.office_name},
    )  # fmt: skip


def _plain(details: Mapping[str, object]) -> dict[str, Any]:
    """As JSON keeps it."""
    kept = (str, int, bool, list, type(None))
    return {name: value if isinstance(value, kept) else str(value) for name, value in details.items()}


def _log(
    session: Session, act: str, case: Case, *, by: Actor, at: datetime, reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write the audit entry of an act on a case, with the state it led to."""
    audit.record(
        session, act, by=by, at=at, object_type="case", object_id=case.id, region_code=case.region_code, reason=reason,
        after={"state": case.state, **(after or {})},
    )  # fmt: skip
