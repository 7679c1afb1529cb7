"""Pages of joint work: letters sent and received with their answers, cases taken over or sent back, and 代管."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from registry.clock import now, today
from registry.domain.cases.vocabulary import LetterKind, LetterOutcome
from registry.domain.errors import NotFound
from registry.domain.workdays import add_workdays
from registry.services import joint as services
from registry.store import joint as store
from registry.store.cases import get_case
from registry.store.db import db, transaction
from registry.store.users import list_offices
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.forms.joint import AnswerForm, HoldForm, LetterForm, StandInForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of

blueprint = Blueprint("joint", __name__)
ANSWER_WORKDAYS = 5


def _stamp() -> dict[str, Any]:
    return {"by": guards.actor(), "at": now(), "on": today()}


@blueprint.route("/joint", methods=["GET", "POST"])
@guards.permission("cases.read")
def list_() -> ResponseReturnValue:
    """Letters of the office and who acts for whom; a head lets another office act for one of his own."""
    database, own = db.session(), guards.actor().office_id
    mine = [(str(each.id), each.name) for each in list_offices(database, scope=guards.scope())]
    others = [(str(each.id), each.name) for each in store.list_neighbours(database, own)]
    here = (str(own), guards.actor().office_name)
    form = StandInForm().offer(mine, [here, *others])
    done = attempt(form, lambda database: services.set_stand_in(
        database, office_id=int(form.office.data), acting_office_id=int(form.acting.data), since=form.since.data,
        until=form.until.data, reason=form.reason.data, **_stamp(),
    ))  # fmt: skip
    if done is not None:
        flash(_("已设定代管，两个单位都能看到。"), "done")
        return redirect(url_for("joint.list_"))
    return _page(form, own), status_of(form)


def _page(form: StandInForm, own: int) -> str:
    """The letters, a page of them, and the stand-ins; ``own``: the office one works for now."""
    database, home = db.session(), current_user.office_id
    paging = Paging(asked_page(), store.count_letters(database, own))
    return render_template(
        "joint/list.html", letters=store.list_letters(database, own, limit=PAGE_SIZE, offset=offset_of(paging.page)),
        stand_ins=store.list_stand_ins(database, home), form=form, own=own, home=home, paging=paging,
        acting=own if own != home else None,
    )  # fmt: skip


@blueprint.route("/joint/<int:letter_id>", methods=["GET", "POST"])
@guards.permission("cases.read")
def show(letter_id: int) -> ResponseReturnValue:
    """One letter; the receiving office answers it here."""
    letter = store.get_letter(db.session(), letter_id, office_id=guards.actor().office_id)
    form = AnswerForm().offer()
    done = attempt(form, lambda database: services.answer(
        database, letter_id, LetterOutcome(form.outcome.data), text=form.text.data, **_stamp()
    ))  # fmt: skip
    if done is not None:
        if (done.kind, done.outcome) == (LetterKind.NOTICE, LetterOutcome.ACCEPTED):
            flash(_("已接收，对方单位能看到。现在选账号、登记线索。"), "done")
            return redirect(url_for("cases.add", letter=letter_id))
        flash(_("已答复，对方单位能看到。"), "done")
        return redirect(url_for("joint.show", letter_id=letter_id))
    is_ours = (
        letter.to_office_id == guards.actor().office_id and letter.outcome is None and letter.kind in services.ASKING
    )
    is_received = letter.to_office_id == guards.actor().office_id
    page = render_template("joint/show.html", letter=letter, form=form, may_answer=is_ours, is_received=is_received)
    return page, status_of(form)


@blueprint.route("/cases/<int:case_id>/joint", methods=["GET", "POST"])
@guards.permission("cases.handle")
def write(case_id: int) -> ResponseReturnValue:
    """Tell another office of a case, or ask it to consult."""
    case = get_case(db.session(), case_id, scope=guards.scope())
    offices = store.list_neighbours(db.session(), guards.actor().office_id)
    form = LetterForm().offer([(str(each.id), each.name) for each in offices])
    if form.answer_by.data is None:
        form.answer_by.data = add_workdays(today(), ANSWER_WORKDAYS).on
    done = attempt(form, lambda database: services.send(
        database, case_id, LetterKind(form.kind.data), to_office_id=int(form.office.data), content=form.content.data,
        answer_by=form.answer_by.data, **_stamp(),
    ))  # fmt: skip
    if done is None:
        return render_template("joint/write.html", case=case, form=form), status_of(form)
    flash(_("已送出，对方答复以后在这里看到。"), "done")
    return redirect(url_for("joint.show", letter_id=done.id))


@blueprint.route("/cases/<int:case_id>/<any(takeover, return):way>", methods=["GET", "POST"])
@guards.permission("cases.decide")
def hold(case_id: int, way: str) -> ResponseReturnValue:
    """Take a case of a lower office in hand, or give it back."""
    case, form = get_case(db.session(), case_id, scope=guards.scope()), HoldForm()
    act = services.take_over if way == "takeover" else services.send_back
    done = attempt(form, lambda database: act(database, case_id, reason=form.reason.data, **_stamp()))
    if done is None:
        return render_template("joint/hold.html", case=case, form=form, way=way), status_of(form)
    flash(_("已提级办理。") if way == "takeover" else _("已退回原单位办理。"), "done")
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.post("/joint/acting/<int:office_id>")
@guards.permission("cases.read")
def act_for(office_id: int) -> ResponseReturnValue:
    """Work for another office from now on, or (one's own) stop doing so."""
    session.pop(guards.ACTING, None)
    if office_id != current_user.office_id:
        if services.acting_for(db.session(), current_user.actor, office_id, on=today()) is None:
            raise NotFound("joint.no_term")
        session[guards.ACTING] = office_id
    return redirect(url_for("home.show"))


@blueprint.post("/joint/stand-ins/<int:stand_in_id>/end")
@guards.permission("cases.decide")
def end(stand_in_id: int) -> ResponseReturnValue:
    """End a stand-in before its term."""
    with transaction() as database:
        services.end_stand_in(database, stand_in_id, **_stamp())
    flash(_("代管已结束。"), "done")
    return redirect(url_for("joint.list_"))
