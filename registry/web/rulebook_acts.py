"""Acts on a version of a rulebook, each with a page that says what it does before it is done: submit, check, send back,
publish, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain.errors import NotFound
from registry.domain.terms import RulebookState
from registry.services import rulebooks as services
from registry.store.db import db
from registry.store.rulebooks import RulebookVersion, get_rulebook
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.forms import Form
from registry.web.forms.rulebooks import CheckForm, PublishForm, ReasonForm, SubmitForm
from registry.web.showing.rulebook_soundness import soundness_of
from registry.web.showing.rulebooks import changed_rows, turn_of

blueprint = Blueprint("rulebook_acts", __name__)


@dataclass(frozen=True)
class Act:
    """An act: whose it is, on which states, its form, its words, and how it is done (session, id, form, who, when)."""

    name: str
    permission: str
    states: frozenset[RulebookState]
    form: type[Form]
    words: Any
    done: Any
    act: Callable[..., RulebookVersion]
    is_writers: bool = True
    """Whether who wrote the draft may do it."""


def _submit(session: Session, key: int, form: Any) -> RulebookVersion:
    return services.submit(session, key, by=guards.actor(), at=now())


def _check(session: Session, key: int, form: Any) -> RulebookVersion:
    return services.check(session, key, by=guards.actor(), at=now())


def _send_back(session: Session, key: int, form: Any) -> RulebookVersion:
    return services.send_back(session, key, reason=form.reason.data, by=guards.actor(), at=now())


def _publish(session: Session, key: int, form: Any) -> RulebookVersion:
    return services.publish(session, key, by=guards.actor(), at=now(), on=today())


def _withdraw(session: Session, key: int, form: Any) -> RulebookVersion:
    return services.withdraw(session, key, reason=form.reason.data, by=guards.actor(), at=now(), on=today())


DRAFT, CHECKED, PUBLISHED, _WITHDRAWN = RulebookState
ACTS = {
    each.name: each
    for each in (
        Act("submit", "rulebooks.draft", frozenset({DRAFT}), SubmitForm, _l("送核对"), _l("已送核对，等另一位同事核对。"), _submit),
        Act("check", "rulebooks.check", frozenset({DRAFT}), CheckForm, _l("核对无误"), _l("已核对，等负责人公布。"), _check, False),
        Act("publish", "rulebooks.publish", frozenset({CHECKED}), PublishForm, _l("公布"), _l("已公布，到施行日自动生效。"), _publish, False),
        Act("send-back", "rulebooks.check", frozenset({DRAFT, CHECKED}), ReasonForm, _l("退回修改"), _l("已退回起草人。"), _send_back),
        Act("withdraw", "rulebooks.publish", frozenset({DRAFT, CHECKED, PUBLISHED}), ReasonForm, _l("撤回"), _l("已撤回。"), _withdraw),
    )
}  # fmt: skip


@blueprint.route("/rulebooks/<int:rulebook_id>/<act>", methods=["GET", "POST"])
@guards.permission("rulebooks.draft")
def act(rulebook_id: int, act: str) -> ResponseReturnValue:
    """What the act does, and the form that does it."""
    if act not in ACTS:
        raise NotFound("rulebooks.no_act", act=act)
    chosen = ACTS[act]
    row = get_rulebook(db.session(), rulebook_id, region_code=guards.actor().region_code)
    form = chosen.form()
    done = attempt(form, lambda session: chosen.act(session, rulebook_id, form))
    if done is None:
        db.session().expire_all()  # a refused act is told of the version as it stands
        book = services.read(row.text, row.version)
        before, changes = changed_rows(book)
        page = render_template(
            "rulebooks/act.html", form=form, row=row, book=book, act=chosen, barred=_barred(row, chosen),
            before=before, changes=changes, soundness=soundness_of(book),
        )  # fmt: skip
        return page, status_of(form)
    flash(str(chosen.done), "done")
    return redirect(url_for("rulebooks.version", rulebook_id=rulebook_id))


def _barred(row: RulebookVersion, act: Act) -> str | None:
    """Why the act is not the asker's to do now: whose it is; None where it is the asker's."""
    if act in acts_of(row):
        return None
    turn = turn_of(row, today())
    words = [turn.words] if turn else []
    if turn and turn.who:
        words.append(_("可以办的人：%(who)s。", who=_("、").join(turn.who)))
    if not act.is_writers and guards.actor().user_id in {row.drafted_by_id, row.edited_by_id}:
        words.append(_("起草、修改的人不能自己核对、公布。"))
    return " ".join(words)


def acts_of(row: RulebookVersion) -> list[Act]:
    """The acts that are the asker's to do on a version as it stands today."""
    is_writer = guards.actor().user_id in {row.drafted_by_id, row.edited_by_id}
    is_binding = row.state is PUBLISHED and row.effective_from <= today()
    return [
        each
        for each in ACTS.values()
        if row.state in each.states
        and not is_binding
        and (each.is_writers or not is_writer)
        and not (each.name == "submit" and row.submitted_at is not None)
        and not (each.name == "send-back" and row.state is DRAFT and (row.submitted_at is None or is_writer))
        and guards.asker_may(each.permission, row.region_code)
    ]
