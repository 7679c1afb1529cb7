"""Pages of measures: the list, the draft, one measure with every act of its procedure. Rules propose, people decide."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.cases.states import RUNNING
from registry.domain.errors import NotFound
from registry.domain.grading.outcome import Outcome
from registry.domain.terms import MeasureKind, MeasureState, ViolationState
from registry.services import drafting, execution, grading, rulebooks
from registry.services import measures as services
from registry.store.account_queries import AccountFilter, get_account, list_accounts
from registry.store.accounts import Account
from registry.store.db import db
from registry.store.measures import Measure, count_measures_by, get_measure, list_measures
from registry.store.overview import find_call_days
from registry.store.violations import list_violations
from registry.web import attachments, casefiles, casework, drafts, guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label
from registry.web.forms import Form
from registry.web.forms.measures import (
    ConfirmForm,
    DecideForm,
    EffectForm,
    PaperForm,
    ProposeForm,
    ReasonForm,
    RecheckForm,
    RectifyForm,
)
from registry.web.paging import PAGE_SIZE, Paging, asked_key, asked_page, offset_of
from registry.web.showing.bases import is_stale, library
from registry.web.showing.reasons import article_of, cite_call, cite_lines, cite_row, row_name
from registry.wording import outcomes

blueprint = Blueprint("measures", __name__)
S = MeasureState
TABS: dict[str, frozenset[MeasureState]] = {
    "undecided": frozenset({S.PROPOSED, S.PAPER}),
    "approved": frozenset({S.APPROVED}),
    "rectifying": frozenset({S.RECTIFYING}),
    "overdue": frozenset({S.OVERDUE}),
    "running": frozenset({S.EFFECTIVE, S.PASSED}),
    "closed": frozenset({S.ENDED, S.LIFTED, S.ANNULLED, S.DECLINED}),
}
"""The tabs of the list; together they hold every state once."""
IN_FORCE = "force"
"""Asked for by the first page's figures and no tab of its own: everything in force, whatever has still to be done."""


@blueprint.app_template_filter("rung")
def rung(value: str | None) -> str:
    """The label of a measure's kind kept as text on an account."""
    return label(MeasureKind(value)) if value else ""


for _filter in (cite_row, cite_lines, cite_call, row_name, article_of):
    blueprint.add_app_template_filter(_filter)


@blueprint.get("/measures")
@guards.permission("measures.read")
def list_() -> ResponseReturnValue:
    """The measures of the region, by where they stand."""
    kind = MeasureKind(request.args["kind"]) if request.args.get("kind") in set(MeasureKind) else None
    tab = request.args.get("tab", "")
    wanted, scope, session = {**TABS, IN_FORCE: RUNNING}.get(tab, frozenset()), guards.scope(), db.session()
    numbers = count_measures_by(session, scope=scope, states=())
    counts = {
        name: sum(n for (of, state), n in numbers.items() if state in each and kind in (None, of))
        for name, each in TABS.items()
    }
    found = sum(n for (of, state), n in numbers.items() if (not wanted or state in wanted) and kind in (None, of))
    paging = Paging(asked_page(), found)
    rows = list_measures(session, scope=scope, states=wanted, kind=kind, limit=PAGE_SIZE, offset=offset_of(paging.page))
    kinds = [("", _("全部"))] + [(each.value, label(each)) for each in MeasureKind]
    return render_template(
        "measures/list.html",
        rows=rows,
        tab=tab if wanted else "",
        counts=counts,
        kind=kind,
        kinds=kinds,
        paging=paging,
        places=not regions.is_lowest(guards.actor().region_code),
    )


@blueprint.route("/measures/new", methods=["GET", "POST"])
@guards.permission("measures.propose")
def propose() -> ResponseReturnValue:
    """Draft a measure, starting from what the rules call for; without an account, the list of what they call for."""
    if asked_key("account") is None:
        called = list_accounts(
            db.session(), AccountFilter(is_proposed=True), scope=guards.scope(), sort="-points", limit=PAGE_SIZE
        )
        since = find_call_days(db.session(), [each.id for each in called])
        drafted = {each.account_id: each for each in under_way()}
        return render_template("measures/called.html", called=called, under_way=drafted, since=since, on=today())
    account = get_account(db.session(), asked_key("account") or 0, scope=guards.scope())
    outcome, suggestion = drafting.suggest(db.session(), account, on=today())
    kind = asked_kind(suggestion)
    form = ProposeForm()
    start(form, account, kind, suggestion)
    made = attempt(form, lambda session: drafts.put_on_file(session, account.id, kind, form))
    if made is None:
        return draw(account, kind, form, outcome, suggestion), status_of(form)
    flash(_("已提请，等另一位负责人审批。批准以前没有任何效力。"), "done")
    return redirect(url_for("measures.show", measure_id=made.id))


def under_way(account_id: int | None = None) -> list[Measure]:
    """Measures drafted or approved and not yet in effect."""
    return list(list_measures(db.session(), scope=guards.scope(), states=services.UNDECIDED, account_id=account_id))


def asked_kind(suggestion: drafting.Suggestion | None) -> MeasureKind:
    """The kind asked for, else the one called for, else the lowest."""
    if request.args.get("kind") in set(MeasureKind):
        return MeasureKind(request.args["kind"])
    return suggestion.kind if suggestion else MeasureKind.REMINDER


def start(form: ProposeForm, account: Account, kind: MeasureKind, suggestion: drafting.Suggestion | None) -> None:
    """Offer the choices of this kind; fill a form just opened."""
    session, scope = db.session(), guards.scope()
    form.skip_reason.flags.required = True  # asked for only where the rung lies above the one called for
    book = rulebooks.of(account, on=today())
    recognised = list(list_violations(session, scope=scope, state=ViolationState.RECOGNISED, account_id=account.id))
    drafts.offer(form, kind, recognised, book)
    if request.method == "POST":
        return
    asked = request.args.get("violation", suggestion.violation_id if suggestion else None, type=int)
    overdue = None
    if suggestion and suggestion.overdue_measure_id and suggestion.kind == kind:
        overdue = get_measure(session, suggestion.overdue_measure_id, scope=scope)
    violation = next((each for each in recognised if each.id == asked), None)
    drafts.fill(form, account, kind, violation, overdue, guards.actor().office_name, book)


def draw(
    account: Account, kind: MeasureKind, form: ProposeForm, outcome: Outcome, suggestion: drafting.Suggestion | None
) -> str:
    """The draft's form, and beside it why, and what would follow."""
    book = rulebooks.of(account, on=today())
    cited = int(form.violation.data) if (form.violation.data or "").isdigit() else None
    before, after = grading.what_if_measure(db.session(), account, kind=kind, violation_id=cited, effective_on=today())
    change = outcomes.of_measure(before, after, fact=grading.IMAGINED, rulebook=book, when="effective", translate=_)
    return render_template(
        "measures/propose.html",
        account=account,
        kind=kind,
        form=form,
        suggestion=suggestion,
        change=change,
        because=row_name(suggestion.row, suggestion.version) if suggestion else None,
        standing=drafts.standing_of(kind, suggestion),
        kinds=drafts.kinds(),
        bases={b.code: b for b in library().for_kind(kind, today())},
        is_stale=is_stale,
        outcome=outcome,
        under_way=under_way(account.id),
    )


@blueprint.get("/measures/<int:measure_id>")
@guards.permission("measures.read")
def show(measure_id: int) -> ResponseReturnValue:
    """One measure: its road, the act asked for, its articles, clocks, papers and persons."""
    return page(measure_id)


def page(measure_id: int, **given: Form) -> ResponseReturnValue:
    """Draw a measure with its forms; a form that came back with errors replaces the fresh one of its name."""
    measure = get_measure(db.session(), measure_id, scope=guards.scope())
    file = casefiles.file_of(db.session(), measure, on=today())
    html = render_template(
        "measures/show.html", measure=measure, forms={**casefiles.fresh_forms(measure), **given}, **file
    )
    return html, status_of(*given.values())


def finish(measure_id: int, name: str, form: Form, act: Callable[[Session], object], done: str) -> ResponseReturnValue:
    """Do an act and go back to the measure; refused, the page comes back with the form as it was filled."""
    if attempt(form, act) is None:
        return page(measure_id, **{name: form})
    flash(done, "done")
    return redirect(url_for("measures.show", measure_id=measure_id))


def stamp() -> dict[str, Any]:
    """Who acts, when, and which day it is in China."""
    return {"by": guards.actor(), "at": now(), "on": today()}


@blueprint.post("/measures/<int:measure_id>/approve")
@guards.permission("measures.approve")
def approve(measure_id: int) -> ResponseReturnValue:
    """Approve a proposed measure; the approver is never its drafter."""
    form = DecideForm()
    return finish(
        measure_id,
        "decide",
        form,
        lambda session: services.approve(session, measure_id, note=form.note.data or "", **stamp()),
        _("已批准。办理约谈或发出函件以后，登记生效日。"),
    )


@blueprint.post("/measures/<int:measure_id>/decline")
@guards.permission("measures.approve")
def decline(measure_id: int) -> ResponseReturnValue:
    """Decline it with a reason."""
    form = DecideForm()
    return finish(
        measure_id,
        "decide",
        form,
        lambda session: services.decline(session, measure_id, reason=form.note.data or "", **stamp()),
        _("已决定不予处置。这次触发到此为止，以后有新的违规再作建议。"),
    )


@blueprint.post("/measures/<int:measure_id>/paper")
@guards.permission("measures.enter_paper")
def record_paper(measure_id: int) -> ResponseReturnValue:
    """Enter an approval signed on paper, with its scan."""
    form = PaperForm()

    def act(session: Session) -> Measure:
        (scan,) = attachments.take([form.scan.data])
        return services.enter_paper(
            session,
            measure_id,
            approver=form.approver.data,
            post=form.post.data,
            signed_on=form.signed_on.data,
            scan=scan,
            **stamp(),
        )

    return finish(measure_id, "paper", form, act, _("签批件已录入，等另一位同事对照扫描件复核。"))


@blueprint.post("/measures/<int:measure_id>/paper/confirm")
@guards.permission("measures.confirm_paper")
def confirm_paper(measure_id: int) -> ResponseReturnValue:
    """Confirm that the scan says what was entered."""
    return finish(
        measure_id,
        "confirm",
        ConfirmForm(),
        lambda session: services.confirm_paper(session, measure_id, by=guards.actor(), at=now()),
        _("签批件已复核，视为批准。"),
    )


@blueprint.post("/measures/<int:measure_id>/paper/reject")
@guards.permission("measures.confirm_paper")
def reject_paper(measure_id: int) -> ResponseReturnValue:
    """Send the entry back: the scan does not bear it out."""
    form = ReasonForm(prefix="reject-")
    return finish(
        measure_id,
        "reject",
        form,
        lambda session: services.reject_paper(
            session, measure_id, reason=form.reason.data, by=guards.actor(), at=now()
        ),
        _("已退回，签批件要重新录入。"),
    )


@blueprint.get("/measures/<int:measure_id>/scan")
@guards.permission("measures.read")
def scan(measure_id: int) -> ResponseReturnValue:
    """The scan of the signed form, as a download."""
    measure = get_measure(db.session(), measure_id, scope=guards.scope())
    if measure.paper_scan_sha256 is None:
        raise NotFound("measures.scan_missing")
    return attachments.hand_out(measure.paper_scan_sha256, measure.paper_scan_name or measure.paper_scan_sha256[:8])


@blueprint.post("/measures/<int:measure_id>/effect")
@guards.permission("measures.carry_out")
def take_effect(measure_id: int) -> ResponseReturnValue:
    """Let an approved measure take effect; the tier moves in the same transaction."""
    form = EffectForm()
    return finish(
        measure_id,
        "effect",
        form,
        lambda session: execution.take_effect(
            session,
            measure_id,
            effective_on=form.effective_on.data,
            ends_on=form.ends_on.data,
            demand=form.demand.data or "",
            due_on=form.due_on.data,
            **stamp(),
        ),
        _("已登记生效，等级已重算。"),
    )


@blueprint.post("/measures/<int:measure_id>/rectification")
@guards.permission("measures.carry_out")
def order_rectification(measure_id: int) -> ResponseReturnValue:
    """Order rectification under a measure in effect."""
    form = RectifyForm()
    return finish(
        measure_id,
        "rectify",
        form,
        lambda session: execution.order_rectification(
            session, measure_id, demand=form.demand.data, due_on=form.due_on.data, **stamp()
        ),
        _("已登记整改要求和期限。"),
    )


@blueprint.post("/measures/<int:measure_id>/recheck")
@guards.permission("measures.recheck")
def recheck(measure_id: int) -> ResponseReturnValue:
    """Record how the recheck went."""
    form = RecheckForm()
    is_credited = form.is_credited.data and casework.may_credit(
        get_measure(db.session(), measure_id, scope=guards.scope())
    )
    return finish(
        measure_id,
        "recheck",
        form,
        lambda session: execution.recheck(
            session,
            measure_id,
            is_passed=form.result.data == "passed",
            checked_on=form.checked_on.data,
            note=form.note.data or "",
            is_credited=is_credited,
            **stamp(),
        ),
        _("复查已登记，等级已重算。")
        if is_credited or not form.is_credited.data
        else _("复查已登记，等级已重算。没有减分：提前整改只抵轻微和一般违规。"),
    )


@blueprint.post("/measures/<int:measure_id>/end")
@guards.permission("measures.carry_out")
def end(measure_id: int) -> ResponseReturnValue:
    """Close a measure that ran its course."""
    return finish(
        measure_id,
        "confirm",
        ConfirmForm(),
        lambda session: execution.end(session, measure_id, **stamp()),
        _("已办结。"),
    )


@blueprint.post("/measures/<int:measure_id>/lift")
@guards.permission("measures.revoke")
def lift(measure_id: int) -> ResponseReturnValue:
    """Lift a measure early."""
    form = ReasonForm(prefix="lift-")
    return finish(
        measure_id,
        "lift",
        form,
        lambda session: execution.lift(session, measure_id, reason=form.reason.data, **stamp()),
        _("已提前解除，从今天起不再影响等级。"),
    )


@blueprint.post("/measures/<int:measure_id>/annul")
@guards.permission("measures.revoke")
def annul(measure_id: int) -> ResponseReturnValue:
    """Annul a measure that was wrong: as if it had never been."""
    form = ReasonForm(prefix="annul-")
    return finish(
        measure_id,
        "annul",
        form,
        lambda session: execution.annul(session, measure_id, reason=form.reason.data, **stamp()),
        _("已撤销，视为没有采取过；等级已按撤销后的台账重算。"),
    )
