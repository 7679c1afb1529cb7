"""The file of one measure: all its page shows, gathered once, and its forms with what is usual in them."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import today
from registry.domain.cases import states
from registry.domain.cases.clocks import get_clock
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import MeasureKind, MeasureState
from registry.services import grading, rulebooks
from registry.services.bases import basis_on
from registry.services.drafting import calling_version
from registry.services.measures import OF_THE_CASE, UNDECIDED, is_basis_confirmed
from registry.store.account_queries import list_moves
from registry.store.cases import find_case_of_measure
from registry.store.db import db
from registry.store.documents import list_documents
from registry.store.ledger import measure_fact
from registry.store.measures import Measure
from registry.store.overview import list_superiors
from registry.web import casework, guards
from registry.web.acts import address_of
from registry.web.formats import word
from registry.web.forms import Form
from registry.web.forms.measures import DecideForm, EffectForm, PaperForm, ReasonForm, RecheckForm, RectifyForm
from registry.web.showing import reasons
from registry.wording import outcomes

S = MeasureState


def file_of(session: Session, measure: Measure, *, on: date) -> dict[str, Any]:
    """What templates/measures/show.html draws beside the measure and its forms."""
    book, me = rulebooks.of(measure, on=on), guards.actor().user_id
    issued = list_documents(session, scope=guards.scope(), measure_id=measure.id)
    facts, fact = grading.facts_of(session, measure.account), measure_fact(measure.id)
    outcome, version = evaluate(facts, rulebooks.in_force(session), on), calling_version(session, facts, measure)
    row, case = measure.ladder_row, find_case_of_measure(session, measure.id)
    return {
        "acts": acts_open(measure) - (OF_THE_CASE if case else set()),
        "case": case,
        "road": casework.road_of(measure, version),
        "clocks": casework.clocks_of(measure, outcome, on),
        "cited": casework.cited_by(session, measure, book),
        "change": change_of(measure, book),
        "because": reasons.row_name(row, version) if row else None,
        "rules": version,
        "code": casework.code_of(measure, book),
        "issued": issued,
        "owed": casework.papers_owed(measure, {paper.kind for paper in issued}),
        "moves": [m for m in list_moves(session, measure.account_id) if fact in m.facts or m.corrects == fact],
        "desk": address_of("documents.list_", measure=measure.id),
        "above": list_superiors(session, guards.actor().region_code).decide(measure),
        "may_credit": casework.may_credit(measure),
        "is_drafter": measure.drafted_by_id == me,
        "is_enterer": measure.paper_entered_by_id == me,
        "is_sure": is_basis_confirmed(session, measure),
        "basis": basis_on(measure),
    }


def acts_open(measure: Measure) -> set[str]:
    """The acts the state allows and the asker's role may do; the second-person rules are the services'."""
    return {
        act
        for act in states.acts_from(measure.state)
        if states.get_transition(act).permission != "system"
        and guards.asker_may(states.get_transition(act).permission, measure.region_code)
    }


def fresh_forms(measure: Measure) -> dict[str, Form]:
    """Unfilled forms with what is usual in them."""
    on = today()
    due_on = get_clock("rectification").due_on(on)
    orders = measure.kind in (MeasureKind.INTERVIEW, MeasureKind.DELISTING)
    demand = word(f"measures.draft.demand_{measure.kind.value}") if orders else ""
    is_term = measure.kind is MeasureKind.SUSPENSION
    effect = EffectForm(
        None,
        effective_on=on,
        demand=demand,
        due_on=due_on if orders else None,
        ends_on=get_clock("suspension").due_on(on) if is_term else None,
    )
    return {
        "decide": DecideForm(None),
        "paper": PaperForm(None, signed_on=on),
        "reject": ReasonForm(None, prefix="reject-"),
        "effect": effect,
        "rectify": RectifyForm(None, demand=demand, due_on=due_on),
        "recheck": RecheckForm(None, checked_on=on),
        "lift": ReasonForm(None, prefix="lift-"),
        "annul": ReasonForm(None, prefix="annul-"),
    }


def change_of(measure: Measure, book: Rulebook | None) -> outcomes.Change | None:
    """What taking effect would do; once in force, what annulling would undo."""
    session, on, fact = db.session(), today(), measure_fact(measure.id)
    if measure.state in UNDECIDED:
        before, after = grading.what_if_measure(
            session, measure.account, kind=measure.kind, violation_id=measure.violation_id, effective_on=on
        )
        return outcomes.of_measure(before, after, fact=grading.IMAGINED, rulebook=book, when="effective", translate=_)
    if measure.effective_on is None or measure.state in (S.DECLINED, S.ANNULLED):
        return None
    before, after = grading.what_without(session, measure.account, fact=fact, on=on)
    return outcomes.of_measure(before, after, fact=fact, rulebook=book, when="voided", translate=_)
