"""Pages of cases: the list, the clue's form, and one case with what stands, what is next, and why."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain import regions
from registry.domain.cases.procedure import RUNNING
from registry.domain.cases.vocabulary import EXITS, CaseState, LetterKind, LetterOutcome
from registry.domain.terms import Source
from registry.services import cases as services
from registry.services.joint import is_above
from registry.store.account_queries import AccountFilter, get_account, list_accounts
from registry.store.cases import Case, count_cases_by_state, get_case, list_cases
from registry.store.db import db
from registry.store.documents import list_documents
from registry.store.joint import CaseLetter, get_letter, list_letters_of_case
from registry.store.violations import Violation, list_violations
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import word
from registry.web.forms.cases import OpenForm
from registry.web.paging import PAGE_SIZE, Paging, asked_key, asked_page, offset_of
from registry.web.showing import cases as showing
from registry.web.showing.reasons import name_violation

blueprint = Blueprint("cases", __name__)
TABS: dict[str, frozenset[CaseState]] = {
    "running": RUNNING,
    "filing": frozenset({CaseState.FILING, CaseState.DECIDING, CaseState.CLOSING, CaseState.REVIEWING}),
    "over": frozenset(CaseState) - RUNNING,
}
FOUND_AT_MOST = 20


@blueprint.get("/cases")
@guards.permission("cases.read")
def list_() -> ResponseReturnValue:
    """The cases of the region: mine or all, by where they stand."""
    scope, session = guards.scope(), db.session()
    tab, state = request.args.get("tab", ""), request.args.get("state", "")
    mine = guards.actor().user_id if request.args.get("whose") == "mine" else None
    wanted = frozenset({CaseState(state)}) if state in set(CaseState) else TABS.get(tab, frozenset())
    numbers = count_cases_by_state(session, scope=scope, user_id=mine)
    paging = Paging(asked_page(), sum(n for at, n in numbers.items() if not wanted or at in wanted))
    rows = list_cases(session, scope=scope, states=wanted, user_id=mine, limit=PAGE_SIZE, offset=offset_of(paging.page))
    return render_template(
        "cases/list.html",
        rows=[(each, showing.first_due(each.clocks)) for each in rows],
        counts={name: sum(n for at, n in numbers.items() if at in each) for name, each in TABS.items()},
        total=sum(numbers.values()),
        tab=tab if tab in TABS else "",
        state=state,
        states=[("", _("全部环节"))] + [(each.value, word(f"cases.state.{each}")) for each in CaseState],
        whose="mine" if mine else "",
        paging=paging,
        places=not regions.is_lowest(guards.actor().region_code),
    )


@blueprint.route("/cases/new", methods=["GET", "POST"])
@guards.permission("cases.handle")
def add() -> ResponseReturnValue:
    """Put a clue on file; without an account, find one first."""
    session, scope, text = db.session(), guards.scope(), request.args.get("q", "").strip()[:100]
    if asked_key("account") is None:
        found = list_accounts(session, AccountFilter(text=text), scope=scope, limit=FOUND_AT_MOST)
        is_cut = len(found) == FOUND_AT_MOST
        return render_template("cases/find.html", found=found, text=text, is_cut=is_cut, letter=_told())
    account = get_account(session, asked_key("account") or 0, scope=scope)
    on_file = [each for each in list_violations(session, scope=scope, account_id=account.id) if not each.voided_on]
    form = _fresh(on_file, _told())
    made = attempt(form, lambda session: services.open_case(session, [account.id], **_said(form), **_stamp()))
    if made is None:
        return render_template("cases/add.html", account=account, form=form), status_of(form)
    flash(_("线索已登记，案号 %(no)s。", no=made.case_no), "done")
    return redirect(url_for("cases.show", case_id=made.id))


def _told() -> CaseLetter | None:
    """The clue another office told, which the asker's own accepted, where the address names one."""
    key, own = asked_key("letter"), guards.actor().office_id
    letter = get_letter(db.session(), key, office_id=own) if key else None
    is_ours = letter is not None and (letter.kind, letter.outcome) == (LetterKind.NOTICE, LetterOutcome.ACCEPTED)
    return letter if letter and is_ours and letter.to_office_id == own else None


def _fresh(violations: list[Violation], letter: CaseLetter | None) -> OpenForm:
    """The clue's form, begun from the letter or the violation the address names."""
    named = [(str(each.id), f"{each.occurred_on}　{name_violation(each.code)}") for each in violations]
    form = OpenForm().offer(named)
    if request.method == "GET":
        form.found_on.data = today()
        if letter is not None:
            form.source.data, form.title.data = Source.TRANSFERRED.value, letter.title
            form.found_on.data = letter.answered_on
            form.content.data = (
                _("%(office)s通报：", office=letter.from_office.name) + f"{letter.reported}\n{letter.content}"
            )
        cited = next((each for each in violations if each.id == asked_key("violation")), None)
        if cited is not None:
            form.violation.data, form.source.data = str(cited.id), cited.source.value
            form.content.data, form.act_ended_on.data = cited.facts, cited.occurred_on
            form.title.data = _("涉嫌%(name)s", name=name_violation(cited.code).partition(" ")[2] or cited.code)
    return form


def _said(form: OpenForm) -> dict[str, Any]:
    return {
        "source": Source(form.source.data),
        "title": form.title.data,
        "content": form.content.data,
        "found_on": form.found_on.data,
        "reporter": form.reporter.data or "",
        "act_ended_on": form.act_ended_on.data,
        "long_limit_reason": form.long_limit_reason.data or "",
        "violation_ids": [int(form.violation.data)] if form.violation.data else [],
    }


def _stamp() -> dict[str, Any]:
    return {"by": guards.actor(), "at": now(), "on": today()}


@blueprint.get("/cases/<int:case_id>")
@guards.permission("cases.read")
def show(case_id: int) -> ResponseReturnValue:
    """One case: what stands, what is next with who may and why not, its clocks, people, evidence, papers and steps."""
    session, on = db.session(), today()
    case = get_case(session, case_id, scope=guards.scope())
    papers = [paper for measure in case.measures for paper in _papers(measure.id)]
    return render_template(
        "cases/show.html",
        case=case,
        road=showing.road_of(case),
        choices=showing.choices_of(session, case, guards.actor(), on=on),
        clocks=showing.clock_lines(case, on=on),
        owed=showing.owed_by(case),
        papers=papers,
        steps=[(step.on, _kind(step.state), showing.title_of(step), showing.details_of(step), step)
               for step in reversed(case.steps)],
        names={each.id: name_violation(each.code) for each in case.violations},
        **_joint(case),
    )  # fmt: skip


def _joint(case: Case) -> dict[str, Any]:
    """The letters about the case, and whether the asker's office may take it over or give it back."""
    letters, me = list_letters_of_case(db.session(), case.id), guards.actor()
    taken = any(each.kind == LetterKind.TAKEOVER and each.from_office_id == me.office_id for each in letters)
    return {
        "letters": letters, "my_office": me.office_id, "is_above": is_above(me, case.office) and case.state in RUNNING,
        "was_taken": taken and case.office_id == me.office_id,
    }  # fmt: skip


def _papers(measure_id: int) -> list[object]:
    return list(list_documents(db.session(), scope=guards.scope(), measure_id=measure_id))


def _kind(state: CaseState) -> str:
    return "violation" if state in EXITS else "measure"
