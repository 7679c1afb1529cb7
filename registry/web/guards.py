"""Deny by default: a route without a named permission is refused, and a test walks them all (rule 10)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app, g, request, session
from flask_login import current_user

from registry.clock import today
from registry.domain.permissions import Actor, may, require
from registry.extensions import login
from registry.services import joint
from registry.store.db import db
from registry.store.scope import Scope, scope_of

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = frozenset({"static", "bootstrap.static", "users.login", "languages.choose", "home.healthz"})
"""Endpoints anyone may ask for."""
ACTING = "acting_for"
"""Where the session keeps the office one acts for."""


def permission(name: str) -> Callable[[View], View]:
    """Name the permission a route needs; the user must be signed in and hold it."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            require(actor(), name)
            return view(*args, **kwargs)

        guarded.permission = name  # type: ignore[attr-defined]  # read by refuse_unnamed and by the house's tests
        return guarded  # type: ignore[return-value]  # same signature

    return mark


def public(view: View) -> View:
    """Mark a route as open; it must also be listed in PUBLIC."""
    view.permission = None  # type: ignore[attr-defined]  # see above
    return view


def refuse_unnamed() -> Any:
    """Before each request: send the unsigned to the gate, refuse a route that names no permission."""
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        return login.unauthorized()
    if getattr(current_app.view_functions[request.endpoint], "permission", None) is None:
        abort(403)
    return None


def refuse_unreadable() -> None:
    """Before each request: no text anybody types holds a NUL, and PostgreSQL cannot store one."""
    sent = [request.path, *request.args.values(), *(request.form.values() if request.method == "POST" else ())]
    if any("\0" in text for text in sent):
        abort(400)


def actor() -> Actor:
    """Who asks; for another office while a term of 代管 allows it, which is asked anew at every request."""
    found: Actor = current_user.actor
    if ACTING not in session:
        return found
    if "acting_as" not in g:
        g.acting_as = joint.acting_for(db.session(), found, session[ACTING], on=today())
    return g.acting_as or found


def scope() -> Scope:
    """What the asker may see."""
    return scope_of(actor().region_code)


def asker_may(name: str, region_code: str | None = None) -> bool:
    """For templates: may the asker do this?"""
    return bool(current_user.is_authenticated) and may(actor(), name, region_code)
