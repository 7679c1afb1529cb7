"""One page for every act of a case: what the act asks, its article, form, clocks and gates, and why it is closed now."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain.cases.clocks import get_clock
from registry.domain.cases.papers import papers_of
from registry.domain.cases.procedure import Act, get_act
from registry.domain.cases.vocabulary import Asked, ServiceMethod
from registry.domain.terms import MeasureKind, TargetKind, ViolationState
from registry.services import case_papers, drafting, rulebooks
from registry.services import cases as services
from registry.services.case_given import Given, Plan
from registry.store.cases import Case, get_case, get_case_evidence
from registry.store.db import db
from registry.store.documents import list_documents
from registry.store.users import list_users
from registry.store.violations import list_violations
from registry.web import attachments, drafts, guards
from registry.web.acts import attempt, status_of
from registry.web.formats import word
from registry.web.forms.cases import ActForm, ConcludeForm, RevealForm
from registry.web.measures import asked_kind
from registry.web.showing.bases import is_stale, library
from registry.web.showing.cases import Needed, needed_by

blueprint = Blueprint("case_acts", __name__)


@blueprint.route("/cases/<int:case_id>/acts/<act>", methods=["GET", "POST"])
@guards.permission("cases.handle")
def take(case_id: int, act: str) -> ResponseReturnValue:
    """Do one act of the table; the end of the investigation has a page of its own."""
    if act == "conclude":
        return redirect(url_for("case_acts.conclude", case_id=case_id))
    row, case = get_act(act), get_case(db.session(), case_id, scope=guards.scope())
    needed = _needed(case, row)
    form = _offered(case, row)
    if request.method == "GET":
        _begin(form, case, act)
        form.document.data = str(needed[0].answer.id) if needed and needed[0].answer else ""
    done = attempt(form, lambda session: services.take(
        session, case_id, act, _given(form), version=int(form.version.data or 0), by=guards.actor(), at=now(), on=today()
    ))  # fmt: skip
    if done is not None:
        flash(_("已办：%(act)s。", act=word(f"cases.act.{act}")), "done")
        return redirect(url_for("cases.show", case_id=case_id))
    closed = services.closed_gates(db.session(), case, row, by=guards.actor(), on=today())
    page = render_template("cases/act.html", case=case, row=row, form=form, asks=Asked, needed=needed,
                           closed=[word(each.code, **each.params) for each in closed])  # fmt: skip
    return page, status_of(form)


def _needed(case: Case, row: Act) -> list[Needed]:
    """The papers the act goes with, as they stand."""
    return needed_by(case, row, case_papers.list_papers(db.session(), case, by=guards.actor()))


def _offered(case: Case, row: Act) -> ActForm:
    """The form with whom, which paper and which clock there is to choose."""
    people = [
        (str(user.id), f"{user.name}　{word('cases.certificate', until=user.certificate_until) if user.certificate_until else ''}")
        for user in list_users(db.session(), scope=guards.scope())
        if user.is_enabled and user.office_id in (case.office_id, guards.actor().office_id) and user.role in ("clerk", "reviewer", "head")
    ]  # fmt: skip
    kinds = papers_of(row, MeasureKind(case.plan["kind"]) if case.plan else None) if row.forms else ()
    papers = [
        (str(paper.id), f"{paper.doc_no}　{paper.title}")
        for account in case.accounts
        for paper in list_documents(db.session(), scope=guards.scope(), account_id=account.id)
        if paper.void_reason is None and paper.case_id in (None, case.id) and paper.kind in kinds
    ]
    clocks = [
        (str(row.id), f"{word(f'cases.clock.{row.clock}')}　{row.due_on}")
        for row in case.clocks
        if row.stopped_on is None
    ]
    return ActForm().offer(people=people, papers=papers, clocks=clocks)


def _begin(form: ActForm, case: Case, act: str) -> None:
    """What is usual in a form just opened."""
    on = today()
    form.version.data, form.on.data = str(case.version), on
    form.captured_on.data, form.captured_by.data = on, guards.actor().name
    form.due_on.data = get_clock("rectification").due_on(on)
    if act == "send_out" and case.plan:
        form.body.data = case.plan["executing_body"]
        if case.plan["kind"] == MeasureKind.SUSPENSION:
            form.ends_on.data = get_clock("suspension").due_on(on)


def _given(form: ActForm) -> Given:
    """What was typed, as the service takes it; files are stored first."""
    return Given(
        on=form.on.data, note=form.note.data or "", paper_no=form.paper_no.data or "",
        document_id=_key(form.document.data), person_id=_key(form.person.data), clock_id=_key(form.clock.data),
        method=ServiceMethod(form.method.data) if form.method.data else None, receiver=form.receiver.data or "",
        body=form.body.data or "", ends_on=form.ends_on.data, demand=form.demand.data or "", due_on=form.due_on.data,
        is_passed=form.result.data != "failed", voids_finding=bool(form.voids_finding.data),
        files=attachments.take(form.files.data or []), origin=form.origin.data or "", captured_on=form.captured_on.data,
        captured_by=form.captured_by.data or "", days=form.days.data or 0,
    )  # fmt: skip


def _key(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None


@blueprint.route("/cases/<int:case_id>/conclude", methods=["GET", "POST"])
@guards.permission("cases.handle")
def conclude(case_id: int) -> ResponseReturnValue:
    """End the investigation: the measure intended, with its article, target and grounds."""
    session, row = db.session(), get_act("conclude")
    case = get_case(session, case_id, scope=guards.scope())
    suggestion = drafting.suggest(session, case.accounts[0], on=today())[1]
    kind, form = asked_kind(suggestion), ConcludeForm()
    _begin_conclusion(form, case, kind, today())
    done = attempt(form, lambda session: _put_on_file(session, case_id, kind, form))
    if done is not None:
        flash(_("调查已终结，下一步出具告知书。"), "done")
        return redirect(url_for("cases.show", case_id=case_id))
    closed = services.closed_gates(session, case, row, by=guards.actor(), on=today())
    page = render_template(
        "cases/conclude.html", case=case, row=row, form=form, kind=kind, kinds=drafts.kinds(), is_stale=is_stale,
        needed=_needed(case, row),
        closed=[word(each.code, **each.params) for each in closed], standing=drafts.standing_of(kind, suggestion),
        bases={each.code: each for each in library().for_kind(kind, today())},
    )  # fmt: skip
    return page, status_of(form)


def _begin_conclusion(form: ConcludeForm, case: Case, kind: MeasureKind, on: date) -> None:
    """Offer what this kind allows; a form just opened is filled from what is on file."""
    account, book = case.accounts[0], rulebooks.of(case.accounts[0], on=on)
    found = list_violations(db.session(), scope=guards.scope(), state=ViolationState.RECOGNISED, account_id=account.id)
    drafts.offer(form, kind, list(found), book)
    if request.method == "GET":
        own = {each.id for each in case.violations}
        cited = next((each for each in found if each.id in own), None)
        drafts.fill(form, account, kind, cited, None, guards.actor().office_name, book)
        form.version.data, form.on.data = str(case.version), on


def _put_on_file(session: Session, case_id: int, kind: MeasureKind, form: ConcludeForm) -> Case:
    case = get_case(session, case_id, scope=guards.scope())
    plan = Plan(
        account_id=case.accounts[0].id, violation_id=_key(form.violation.data), kind=kind,
        target_kind=TargetKind(form.target_kind.data), target=form.target.data, deciding_body=form.deciding_body.data,
        executing_body=form.executing_body.data, basis_code=form.basis_code.data or "", grounds=form.grounds.data,
        skip_reason=form.skip_reason.data or "",
    )  # fmt: skip
    given = Given(on=form.on.data, note=form.note.data or "", paper_no=form.paper_no.data or "", plan=plan,
                  is_major=bool(form.is_major.data))  # fmt: skip
    version = int(form.version.data or 0)
    return services.take(session, case_id, "conclude", given, version=version, by=guards.actor(), at=now(), on=today())


@blueprint.route("/cases/<int:case_id>/reporter", methods=["GET", "POST"])
@guards.permission("cases.reveal")
def reporter(case_id: int) -> ResponseReturnValue:
    """Who reported: shown once, for a reason that is logged."""
    case, form = get_case(db.session(), case_id, scope=guards.scope()), RevealForm()
    told = attempt(form, lambda session: services.reveal_reporter(
        session, case_id, reason=form.reason.data, by=guards.actor(), at=now()
    ))  # fmt: skip
    return render_template("cases/reporter.html", case=case, form=form, told=told), status_of(form)


@blueprint.get("/cases/evidence/<int:evidence_id>")
@guards.permission("cases.read")
def evidence(evidence_id: int) -> ResponseReturnValue:
    """One piece of evidence as a download, if its case lies in the asker's region."""
    piece = get_case_evidence(db.session(), evidence_id, scope=guards.scope())
    return attachments.hand_out(piece.sha256, piece.filename)
