"""The facts of a case for the gates: read from the register once, before an act, and handed to the domain as values."""

from datetime import date
from unicodedata import normalize

from sqlalchemy.orm import Session

from registry.domain import bases, regions
from registry.domain.cases.gates import Facts, Officer
from registry.domain.cases.procedure import Act
from registry.domain.permissions import Actor
from registry.services import persons
from registry.services.bases import library_of
from registry.services.case_clocks import due_on
from registry.services.case_given import Given, Plan
from registry.store.cases import Case
from registry.store.procedure import find_competence
from registry.store.scope import scope_of
from registry.store.users import User, get_user

DRAFTS = {
    "approve_filing": ("propose_filing",),
    "decline_filing": ("propose_filing", "verify"),
    "decide": ("submit_decision", "conclude"),
    "decide_no_penalty": ("submit_decision", "conclude"),
    "close": ("propose_closing",),
    "pass_review": ("submit_review",),
    "fail_review": ("submit_review",),
}
"""Whose doing an act approves: nobody approves what he or she drafted (行政处罚法 第五十七条)."""


def facts_of(session: Session, case: Case, row: Act, given: Given, *, by: Actor, on: date) -> Facts:
    """What the gates of ``row`` look at, with what was just given laid over what is on file."""
    plan = given.plan or (Plan.from_json(case.plan) if case.plan else None)
    basis = library_of(session, case.office_id).find(plan.basis_code, on) if plan and plan.basis_code else None
    return Facts(
        on=on,
        done=tuple((step.act, step.on) for step in case.steps),
        officers=tuple(
            Officer(each.user.name, _bare(each.certificate_no), each.certificate_until, each.recused_on is not None)
            for each in case.officers
        ),
        evidence=len(case.evidence),
        basis=bases.cite(basis) if basis else None,
        may_act_on_basis=may_act(session, case, basis) if basis else None,
        act_ended_on=case.act_ended_on,
        found_on=case.found_on,
        long_limit_reason=case.long_limit_reason,
        kind=plan.kind if plan else None,
        is_major=case.is_major,
        is_drafter=_is_drafter(session, case, row, by),
        is_investigator=_is_investigator(session, case, row, given, by),
        statement_due_on=due_on(case, "statement"),
        certificate=_certificate_of(session, row, given, by),
    )


def may_act(session: Session, case: Case, basis: bases.LegalBasis) -> bool | None:
    """Whether the case's office may decide on an article: its own competence table, else what the article's text settles;
    None where neither says.
    """
    own = find_competence(session, case.office_id, basis.code)
    if own is not None:
        return own.is_competent
    is_county = regions.level(case.office.region_code) == "county"
    return False if is_county and basis.county_may is False else basis.county_may


def _is_drafter(session: Session, case: Case, row: Act, by: Actor) -> bool:
    drafts = DRAFTS.get(row.act, ())
    last = {step.act: step.by_id for step in case.steps if step.act in drafts}
    return any(persons.is_same(session, user_id, by) for user_id in last.values())


def _is_investigator(session: Session, case: Case, row: Act, given: Given, by: Actor) -> bool:
    """Whether the host named, or the one who reviews, is one of the officers on the case."""
    who = get_user(session, given.person_id, scope=scope_of(by.region_code)).actor if given.person_id else by
    return any(persons.is_same(session, each.user_id, who) for each in case.officers if each.recused_on is None)


def _certificate_of(session: Session, row: Act, given: Given, by: Actor) -> Officer | None:
    if "certificate" not in row.gates or given.person_id is None:
        return None
    user: User = get_user(session, given.person_id, scope=scope_of(by.region_code))
    return Officer(user.name, _bare(user.certificate_no), user.certificate_until)


def _bare(number: str) -> str:
    """A certificate number by its letters and digits: two spellings of one number are one officer."""
    return "".join(sign for sign in normalize("NFKC", number).upper() if sign.isalnum())
