"""Signing in and out, one's password, and the users of an office."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.security import check_password_hash

from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.terms import Role
from registry.extensions import limiter
from registry.services import users as services
from registry.store import users as store
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.formats import word
from registry.web.forms import Form
from registry.web.forms.users import AddUserForm, AmendUserForm, PasswordForm, ResetForm, SignInForm

blueprint = Blueprint("users", __name__)


def login_limit() -> str:
    """How often one address may try."""
    from flask import current_app

    limit: str = current_app.extensions["registry.settings"].login_limit
    return limit


def failure_limit() -> str:
    """How often a wrong password may be tried for one name, from wherever."""
    from flask import current_app

    limit: str = current_app.extensions["registry.settings"].login_failures
    return limit


def tried_name() -> str:
    """The name somebody tries to sign in with."""
    return request.form.get("username", "").strip().lower()[:40]


def own_name() -> str:
    """The name of who proves the present password: guessed at here, it is throttled as at the gate."""
    return str(current_user.get_id() and current_user.username)


def is_failure(response: Response) -> bool:
    """Whether an attempt failed."""
    return response.status_code == 401


def is_local(target: str) -> bool:
    """True for a path of this site: the gate sends nobody elsewhere."""
    parts = urlsplit(target)
    return target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme


@blueprint.route("/login", methods=["GET", "POST"])
@limiter.limit(login_limit, methods=["POST"])
@limiter.limit(failure_limit, methods=["POST"], key_func=tried_name, deduct_when=is_failure)
@guards.public
def login() -> ResponseReturnValue:
    """The gate: throttled by address and by name tried; both ways of failing look the same."""
    if current_user.is_authenticated:
        return redirect(url_for("home.show"))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("users/login.html", form=form), 400 if form.is_submitted() else 200
    try:
        with transaction() as opened:
            user = services.sign_in(opened, username=form.username.data, password=form.password.data, at=now())
    except Refusal as error:
        with transaction() as opened:
            services.note_failed_sign_in(opened, username=form.username.data, at=now())
        form.password.errors = [word(error.code)]
        return render_template("users/login.html", form=form), 401
    session.clear()
    session.permanent = True
    login_user(user)
    target = request.args.get("next", "")
    return redirect(target if is_local(target) else url_for("home.show"))


@blueprint.post("/logout")
@guards.permission("home.read")
def logout() -> ResponseReturnValue:
    """Leave."""
    logout_user()
    session.clear()
    return redirect(url_for("users.login"))


@blueprint.route("/me/password", methods=["GET", "POST"])
@limiter.limit(failure_limit, methods=["POST"], key_func=own_name, deduct_when=is_failure)
@guards.permission("home.read")
def password() -> ResponseReturnValue:
    """Change one's own password; a wrong present one (401) counts as it does at the gate."""
    form, asker = PasswordForm(), guards.actor()
    if form.validate_on_submit():
        try:
            _prove(form.current.data)
            with transaction() as opened:
                services.set_password(opened, asker.user_id, password=form.password.data, by=asker, at=now())
        except Refusal as error:
            is_wrong = error.code == "users.wrong_password"
            form.refuse(error, "current" if is_wrong else "password")
            if is_wrong:
                return render_template("users/password.html", form=form), 401
        else:
            login_user(store.get_user(db.session(), asker.user_id, scope=guards.scope()))  # the others are signed out
            flash(_("密码已改，下次登录用新密码。"), "done")
            return redirect(url_for("home.show"))
    return _shown("users/password.html", form)


@blueprint.get("/users")
@guards.permission("users.manage")
def list_() -> ResponseReturnValue:
    """The users of this office and of those below."""
    return render_template("users/list.html", users=store.list_users(db.session(), scope=guards.scope()))


FIELDS_REFUSED = {"users.name_taken": "username", "users.username_wrong": "username", "users.name_wrong": "name"}
"""Which field of a new user a refusal belongs to; else it is the password's."""


@blueprint.route("/users/new", methods=["GET", "POST"])
@guards.permission("users.manage")
def add() -> ResponseReturnValue:
    """Add a user."""
    form = AddUserForm()
    form.office.choices = [
        (office.id, office.name) for office in store.list_offices(db.session(), scope=guards.scope())
    ]
    asker = guards.actor()
    if form.validate_on_submit():
        try:
            with transaction() as opened:
                office = store.get_office(opened, form.office.data, scope=guards.scope())
                username, password = form.username.data, form.password.data
                given = {"office": office, "username": username, "password": password, **_described(form)}
                services.add_user(opened, **given, by=asker, at=now())
        except Refusal as error:
            form.refuse(error, FIELDS_REFUSED.get(error.code, "password"))
        else:
            flash(_("已添加用户 %(name)s。", name=form.name.data), "done")
            return redirect(url_for("users.list_"))
    return _shown("users/add.html", form)


@blueprint.route("/users/<int:user_id>", methods=["GET", "POST"])
@guards.permission("users.manage")
def edit(user_id: int) -> ResponseReturnValue:
    """Amend a user."""
    user = store.get_user(db.session(), user_id, scope=guards.scope())
    form = AmendUserForm(obj=user)
    if form.validate_on_submit():
        try:
            with transaction() as opened:
                given = {"is_enabled": form.is_enabled.data, **_described(form)}
                services.amend_user(opened, user_id, **given, by=guards.actor(), at=now())
        except Refusal as error:
            form.refuse(error)
        else:
            flash(_("已保存用户 %(name)s。", name=form.name.data), "done")
            return redirect(url_for("users.list_"))
    return _shown("users/edit.html", form, user=user)


@blueprint.route("/users/<int:user_id>/password", methods=["GET", "POST"])
@guards.permission("users.manage")
def reset(user_id: int) -> ResponseReturnValue:
    """Give somebody who forgot it a new password."""
    user = store.get_user(db.session(), user_id, scope=guards.scope())
    form = ResetForm()
    if form.validate_on_submit():
        try:
            with transaction() as opened:
                services.set_password(opened, user_id, password=form.password.data, by=guards.actor(), at=now())
        except Refusal as error:
            form.refuse(error, "password")
        else:
            flash(
                _(
                    "已重置 %(name)s 的密码，请当面告诉本人。",
                    name=store.get_user(db.session(), user_id, scope=guards.scope()).name,
                ),
                "done",
            )
            return redirect(url_for("users.list_"))
    return _shown("users/reset.html", form, user=user)


def _described(form: AmendUserForm) -> dict[str, Any]:
    """What the forms for adding and for amending a user both say of him or her."""
    return {
        "name": form.name.data,
        "post": form.post.data or "",
        "role": Role(form.role.data),
        "certificate_no": form.certificate_no.data or "",
        "certificate_until": form.certificate_until.data,
    }


def _prove(password: str) -> None:
    """Raise Refusal where this is not the asker's present password."""
    if not check_password_hash(current_user.password_hash, password):
        raise Refusal("users.wrong_password")


def _shown(template: str, form: Form, **values: Any) -> ResponseReturnValue:
    """A form's page: asked for, or come back with what has to be mended (400)."""
    return render_template(template, form=form, **values), 400 if form.is_submitted() else 200
