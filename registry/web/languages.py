"""The reader's language: Chinese unless a cookie says otherwise; chosen in the header, and at the gate before signing in."""

from datetime import timedelta

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.web import guards
from registry.web.users import is_local
from registry.wording.languages import LANGUAGES

blueprint = Blueprint("languages", __name__)

COOKIE = "language"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
"""Language → the locale of its pages."""


def locale() -> str:
    """The locale of this request's pages."""
    return LOCALES.get(request.cookies.get(COOKIE, ""), LOCALES[LANGUAGES[0]])


@blueprint.post("/language")
@guards.public
def choose() -> ResponseReturnValue:
    """Read on in another language, on the page one came from."""
    target = request.form.get("next", "")
    answer = redirect(target if is_local(target) else url_for("home.show"))
    language = request.form.get("language", "")
    if language in LOCALES:
        answer.set_cookie(
            COOKIE, language, max_age=timedelta(days=365), httponly=True, samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
    return answer
