"""The pages: blueprints, guards, filters and headers bound to one application."""

import importlib
import pkgutil

from flask import Flask, Response, current_app, request
from flask_login import current_user
from werkzeug.routing import IntegerConverter, ValidationError

from registry.clock import now, today
from registry.extensions import babel, db, login
from registry.services.rulebooks import look_again as read_rulebooks_again
from registry.store.users import User
from registry.web import errors, formats, guards, languages, navigation
from registry.web.paging import LARGEST_KEY

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class KeyConverter(IntegerConverter):
    """A key in an address; one larger than a database's integer is nobody's and so not found."""

    def to_python(self, value: str) -> int:
        """Read the digits."""
        key = int(super().to_python(value))
        if key > LARGEST_KEY:
            raise ValidationError
        return key


def init_app(app: Flask) -> None:
    """Bind everything the pages need."""
    app.url_map.converters["int"] = KeyConverter
    login.init_app(app)
    login.login_view = "users.login"
    login.login_message = None
    login.session_protection = "strong"
    babel.init_app(app, locale_selector=languages.locale)
    formats.init_app(app)
    errors.init_app(app)
    for module in pkgutil.iter_modules(__path__):
        blueprint = getattr(importlib.import_module(f"{__name__}.{module.name}"), "blueprint", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
    app.before_request(look_again)
    app.before_request(guards.refuse_unnamed)
    app.before_request(guards.refuse_unreadable)
    app.after_request(set_headers)
    app.context_processor(navigation.shell)
    app.jinja_env.globals.update(may=guards.asker_may, today=today, page_open=navigation.page_open)


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
def load_user(user_id: str) -> User | None:
    """The signed-in user, unless shut off meanwhile or given another password."""
    key = user_id.partition(".")[0]
    user = db.session.get(User, int(key)) if key.isdecimal() else None
    return user if user is not None and user.is_enabled and user.get_id() == user_id else None


def look_again() -> None:
    """Every minute each process looks which rulebooks another one has published."""
    minute = now().replace(second=0, microsecond=0)
    if current_app.extensions.get("registry.looked_at") != minute:
        current_app.extensions["registry.looked_at"] = minute
        read_rulebooks_again()


def set_headers(response: Response) -> Response:
    """Nothing from elsewhere, nothing inline, nothing cached that bears personal data."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint not in {"static", "bootstrap.static"} and current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response
