"""The registry: the roster of self-media accounts as county network-information offices keep it.

`create_app` puts one application together: settings → extensions → blueprints. It is the only place that knows them all.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

    from registry.settings import Settings

__version__ = "0.1.0"


def create_app(settings: "Settings | None" = None) -> "OpenAPI":
    """Build an application for ``settings`` (default: the environment's).

    The imports stand inside, so that `registry --help` does not wait for Flask.
    """
    from flask_openapi3.models.info import Info
    from flask_openapi3.openapi import OpenAPI

    from registry import extensions, jobs, web
    from registry.domain.sealing import Vault
    from registry.keys import read_secret
    from registry.paths import find_folder
    from registry.settings import make_data_dir, read_settings
    from registry.store import tables

    settings = settings or read_settings()
    make_data_dir(settings)
    app = OpenAPI(
        __name__,
        info=Info(title="registry", version=__version__),
        template_folder=str(find_folder("templates")),
        static_folder=str(find_folder("static")),
        doc_ui=False,
    )
    app.config.update(_flask_config(settings))
    app.secret_key = read_secret(settings.data_dir, "session.key")
    app.extensions["registry.settings"] = settings
    app.extensions["registry.vault"] = Vault(read_secret(settings.data_dir, "field.key"))
    assert tables.TABLES  # every table is known before the engine is
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db, directory=str(find_folder("migrations")))
    extensions.bootstrap.init_app(app)
    extensions.csrf.init_app(app)
    extensions.limiter.init_app(app)
    jobs.init_app(app)
    web.init_app(app)
    return app


def _flask_config(settings: "Settings") -> dict[str, object]:
    """Flask's own knobs, derived from ours."""
    from sqlalchemy.pool import NullPool

    from registry.store.types import write_json

    return {
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "json_serializer": write_json,
            "hide_parameters": True,  # a failing statement is logged with its text; its values are people's
            **({"poolclass": NullPool} if settings.is_embedded else {"pool_pre_ping": True}),
        },
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_HEADERS_ENABLED": False,
    }
