"""Pages of the ledger of violations: record with a view of what would follow, recognise, void, add evidence."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months
from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import Severity, Source, ViolationState
from registry.services import grading, rulebooks
from registry.services import violations as services
from registry.store.account_queries import AccountFilter, get_account, list_accounts
from registry.store.accounts import Account
from registry.store.db import db
from registry.store.ledger import violation_fact
from registry.store.measures import Measure, list_measures
from registry.store.violation_queries import ViolationFilter, count_states, find_same, search_violations
from registry.store.violations import Violation, get_violation, list_violations
from registry.web import attachments, guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label
from registry.web.forms.violations import ACCEPT, EvidenceForm, RecogniseForm, ViolationForm, VoidForm
from registry.web.paging import PAGE_SIZE, Paging, asked_key, asked_page, offset_of
from registry.web.showing import link
from registry.wording import outcomes

blueprint = Blueprint("violations", __name__)
FOUND_AT_MOST = 20


@blueprint.get("/violations")
@guards.permission("violations.read")
def list_() -> ResponseReturnValue:
    """The violations of the region by state, narrowed by account, text or the month they were recognised in."""
    wanted, scope, session = asked_filter(), guards.scope(), db.session()
    counts = count_states(session, wanted, scope=scope)
    paging = Paging(asked_page(), counts[wanted.state] if wanted.state else sum(counts.values()))
    rows = search_violations(session, wanted, scope=scope, limit=PAGE_SIZE, offset=offset_of(paging.page))
    asker = guards.actor()
    return render_template(
        "violations/list.html",
        rows=rows,
        counts=counts,
        wanted=wanted,
        paging=paging,
        names=names_of(rulebooks.rulebook_of(db.session(), asker.region_code, on=today())),
        places=not regions.is_lowest(asker.region_code),
    )


def asked_filter() -> ViolationFilter:
    """The filter the address bar asks for; nonsense is left out."""
    state, month = request.args.get("state"), request.args.get("month", "")
    begin = None
    if len(month) == 7:
        with suppress(ValueError):
            begin = date.fromisoformat(f"{month}-01")
    return ViolationFilter(
        state=ViolationState(state) if state in set(ViolationState) else None,
        account_id=asked_key("account"),
        text=request.args.get("q", "").strip()[:100],
        recognised_in=(begin, add_months(begin, 1)) if begin and begin.year < date.max.year else None,
    )


def names_of(book: Rulebook | None) -> dict[str, str]:
    """The taxonomy's names by code."""
    return {row.code: row.name for row in book.codes} if book else {}


@blueprint.route("/violations/new", methods=["GET", "POST"])
@guards.permission("violations.record")
def add() -> ResponseReturnValue:
    """Record a violation of an account, or find the account first."""
    account_id = asked_key("account")
    if account_id is None:
        return find_account()
    account = get_account(db.session(), account_id, scope=guards.scope())
    form = open_form(account)
    if "preview" in request.form:
        return draw(account, form)
    made = attempt(form, lambda session: record(session, account.id, form))
    if made is None:
        return draw(account, form), status_of(form)
    flash(_("已登记，等另一位审核人或负责人认定。认定以前不计分，等级不变。"), "done")
    return redirect(url_for("violations.show", violation_id=made.id))


def find_account() -> str:
    """The step before: which account."""
    text = request.args.get("q", "").strip()[:100]
    wanted = AccountFilter(text=text)
    found = list_accounts(db.session(), wanted, scope=guards.scope(), limit=FOUND_AT_MOST if text else 8)
    return render_template("violations/find.html", text=text, found=found, is_cut=len(found) == FOUND_AT_MOST)


def open_form(account: Account) -> ViolationForm:
    """The form with the vocabulary of the day; a severity left open is the default of the code chosen."""
    form = ViolationForm()
    form.offer(book_of(account))
    if request.method == "GET":
        form.occurred_on.data, form.source.data = today(), Source.REPORT.value
    usual = usual_severities(account).get(form.code.data or "")
    if not form.severity.data and usual:
        form.severity.data = usual
    return form


def book_of(account: Account) -> Rulebook | None:
    """The rulebook of today where the account is."""
    return rulebooks.of(account, on=today())


def usual_severities(account: Account) -> dict[str, str]:
    """The default severity of each code."""
    book = book_of(account)
    return {row.code: row.severity.value for row in book.codes if row.severity} if book else {}


def record(session: Any, account_id: int, form: ViolationForm) -> Violation:
    """Store the files, then record the violation; one like it on file is another only where the officer says so."""
    first = find_same(session, account_id, code=form.code.data, occurred_on=form.occurred_on.data)
    if first is not None and not form.is_another.data:
        raise Refusal("violations.already_recorded", on=first.occurred_on)
    return services.record(
        session,
        account_id,
        code=form.code.data,
        severity=Severity(form.severity.data) if form.severity.data else None,
        severity_reason=form.severity_reason.data or "",
        facts=form.facts.data,
        occurred_on=form.occurred_on.data,
        source=Source(form.source.data),
        url=form.url.data or None,
        evidence=attachments.take(form.evidence.data or ()),
        by=guards.actor(),
        at=now(),
        on=today(),
    )


def draw(account: Account, form: ViolationForm) -> str:
    """The form, and beside it what would happen."""
    book = book_of(account)
    points = {each: outcomes.points_of(each, book) for each in Severity}
    return render_template(
        "violations/add.html",
        account=account,
        form=form,
        accept=ACCEPT,
        points=points,
        **forecast(account, form),
        usual=usual_severities(account),
        articles={row.code: row.article for row in book.codes} if book else {},
        past=list_violations(db.session(), scope=guards.scope(), account_id=account.id, limit=5),
        names=names_of(book),
        version=book.version if book else None,
    )


def forecast(account: Account, form: ViolationForm) -> dict[str, Any]:
    """What the panel beside the form shows: what would happen, and the violation like it already on file."""
    code, occurred_on = form.code.data or "", form.occurred_on.data
    same = find_same(db.session(), account.id, code=code, occurred_on=occurred_on) if code and occurred_on else None
    return {"change": change_of(account, form), "same": same, "is_asked": request.method == "POST"}


def change_of(account: Account, form: ViolationForm) -> outcomes.Change | None:
    """What the violation typed so far would do; None while its code is not chosen."""
    book, code = book_of(account), form.code.data or ""
    if book is None or code not in book.code_rows:
        return None
    severity = form.severity.data if form.severity.data in book.severity_rows else None
    occurred_on = min(form.occurred_on.data or today(), today())
    before, after = grading.what_if(
        db.session(), account, code=code, severity=severity, occurred_on=occurred_on, on=today()
    )
    return outcomes.of_violation(
        before,
        after,
        fact=grading.IMAGINED,
        code=code,
        rulebook=book,
        books=rulebooks.in_force(db.session()),
        when="recorded",
        translate=_,
    )


@blueprint.post("/violations/preview")
@guards.permission("violations.record")
def preview() -> ResponseReturnValue:
    """What would happen, as the piece of page app.js puts beside the form. Stores nothing."""
    account = get_account(db.session(), asked_key("account") or 0, scope=guards.scope())
    form = open_form(account)
    return render_template("violations/preview.html", form=form, **forecast(account, form))


@dataclass
class Forms:
    """The forms of one violation's page; the one that came back with errors replaces the fresh one."""

    recognise: RecogniseForm
    void: VoidForm
    evidence: EvidenceForm


def fresh_forms(**given: Any) -> Forms:
    """Unfilled forms, but for the one given."""
    if "recognise" not in given:
        given["recognise"] = RecogniseForm(None, recognised_on=today())
    return Forms(**{"void": VoidForm(None), "evidence": EvidenceForm(None), **given})


@blueprint.get("/violations/<int:violation_id>")
@guards.permission("violations.read")
def show(violation_id: int) -> ResponseReturnValue:
    """One violation: facts, evidence, who did what, what follows."""
    return page(violation_id, fresh_forms())


def page(violation_id: int, forms: Forms) -> ResponseReturnValue:
    """Draw a violation with its forms."""
    session, scope = db.session(), guards.scope()
    violation = get_violation(session, violation_id, scope=scope)
    book = book_of(violation.account)
    cited = [
        each
        for each in list_measures(session, scope=scope, account_id=violation.account_id)
        if each.violation_id == violation.id
    ]
    html = render_template(
        "violations/show.html",
        violation=violation,
        forms=forms,
        measures=cited,
        code=book.code_rows.get(violation.code) if book else None,
        change=change_on_file(violation, book),
        points=outcomes.points_of(violation.severity, book) if violation.severity else None,
        may_recognise=guards.asker_may("violations.recognise", violation.region_code),
        is_recorder=violation.recorded_by_id == guards.actor().user_id,
        accept=ACCEPT,
        to_annul=to_annul(cited),
    )
    return html, status_of(forms.recognise, forms.void, forms.evidence)


def to_annul(measures: list[Measure]) -> list[Measure]:
    """Measures that still stand, to be annulled where the violation they cite was voided."""
    return [each for each in measures if each.annulled_on is None and each.state not in ("declined",)]


def change_on_file(violation: Violation, book: Rulebook | None) -> outcomes.Change | None:
    """What recognising it would do, or, once it counts, what voiding it would do."""
    session, on, account = db.session(), today(), violation.account
    if violation.state is ViolationState.RECORDED:
        before, after = grading.what_if(
            session, account, code=violation.code, severity=violation.severity, occurred_on=violation.occurred_on, on=on
        )
        return outcomes.of_violation(
            before, after, fact=grading.IMAGINED, code=violation.code, rulebook=book, books=rulebooks.in_force(session),
            when="recognised", translate=_,
        )  # fmt: skip
    if violation.state is ViolationState.RECOGNISED:
        fact = violation_fact(violation.id)
        before, after = grading.what_without(session, account, fact=fact, on=on)
        return outcomes.of_measure(before, after, fact=fact, rulebook=book, when="voided", translate=_)
    return None


@blueprint.post("/violations/<int:violation_id>/recognise")
@guards.permission("violations.recognise")
def recognise(violation_id: int) -> ResponseReturnValue:
    """Recognise a violation; the tier moves in the same transaction."""
    form = RecogniseForm()

    def act(session: Any) -> outcomes.Change:
        violation = get_violation(session, violation_id, scope=guards.scope())
        before = grading.assess(session, violation.account, on=today())
        _violation, after = services.recognise(
            session, violation_id, recognised_on=form.recognised_on.data, by=guards.actor(), at=now(), on=today()
        )
        return outcomes.Change(outcomes.settled(before, after, translate=_), [], before, after)

    done = attempt(form, act)
    if done is None:
        return page(violation_id, fresh_forms(recognise=form))
    flash(said_of(get_violation(db.session(), violation_id, scope=guards.scope()), done), "done")
    return redirect(url_for("violations.show", violation_id=violation_id))


def said_of(violation: Violation, done: outcomes.Change) -> Markup:
    """What recognising it has done, with the account and the draft it leads to."""
    account, called = violation.account, done.after.proposal
    links = [link(url_for("accounts.show", account_id=account.id), _("看账号"))]
    if called is not None and guards.asker_may("measures.propose", violation.region_code):
        url = url_for("measures.propose", account=account.id, violation=violation.id, kind=called.rung.value)
        links.append(link(url, _("提请%(kind)s", kind=label(called.rung))))
    said = _("已认定。“%(name)s”%(result)s", name=account.name, result=done.headline)
    return Markup("{} {}").format(said, Markup("　").join(links))


@blueprint.post("/violations/<int:violation_id>/void")
@guards.permission("violations.record")
def void(violation_id: int) -> ResponseReturnValue:
    """Void a violation with a reason; the tier moves back at once."""
    form = VoidForm()
    done = attempt(
        form,
        lambda session: services.void(
            session, violation_id, reason=form.reason.data, by=guards.actor(), at=now(), on=today()
        ),
    )
    if done is None:
        return page(violation_id, fresh_forms(void=form))
    left = len(done[1])
    flash(_("已撤销，等级已按撤销后的台账重算。"), "done")
    if left:
        flash(_("还有 %(n)s 项处置引用这条违规，请逐项看是否一并撤销。", n=left), "soon")
    return redirect(url_for("violations.show", violation_id=violation_id))


@blueprint.post("/violations/<int:violation_id>/evidence")
@guards.permission("violations.record")
def add_evidence(violation_id: int) -> ResponseReturnValue:
    """Attach more evidence."""
    form = EvidenceForm()
    done = attempt(
        form,
        lambda session: services.add_evidence(
            session, violation_id, attachments.take(form.evidence.data or ()), by=guards.actor(), at=now()
        ),
    )
    if done is None:
        return page(violation_id, fresh_forms(evidence=form))
    flash(_("证据已存入，指纹见下表。"), "done")
    return redirect(url_for("violations.show", violation_id=violation_id))
