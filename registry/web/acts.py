"""One act asked for by a form: done in one transaction, or refused on the form itself so that nothing typed is lost."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, flash, request, url_for
from sqlalchemy.orm import Session
from werkzeug.routing import BuildError

from registry.domain.errors import NotFound, Refusal
from registry.store.db import transaction
from registry.web.formats import word
from registry.web.forms import Form

Result = TypeVar("Result")


def attempt(form: Form, act: Callable[[Session], Result]) -> Result | None:
    """Do ``act`` where the form is well shaped; None where it is not, or where the act is refused.

    A record that has moved on meanwhile is said on top of the page. Any other refusal is worded at the field the
    form's FIELDS names for its code, else above the form. What the asker may not do at all, or what is not there, is
    no matter of this form and is raised on.
    """
    if not form.validate_on_submit():
        return None
    try:
        with transaction() as session:
            return act(session)
    except NotFound:
        raise
    except Refusal as error:
        if error.code.startswith("permission."):
            raise
        form.was_refused = True
        if error.code.endswith(".wrong_state"):
            flash(word(error.code, **error.params), "late")  # the form itself is gone from the page by now
        else:
            form.refuse(error, getattr(form, "FIELDS", {}).get(error.code))
        return None


def status_of(*forms: Form) -> int:
    """200 for a form just opened, 400 for one badly filled, 409 for an act refused."""
    if any(getattr(form, "was_refused", False) for form in forms):
        return 409
    return 400 if request.method == "POST" and any(form.errors for form in forms) else 200


def address_of(endpoint: str, **values: Any) -> str | None:
    """The address of a page, or None where this registry has no such page."""
    if endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return None
