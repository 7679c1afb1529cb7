"""The extensions, created unbound; `create_app` binds them to one application."""

from io import BytesIO

from babel.messages.mofile import write_mo
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale
from flask_bootstrap import Bootstrap5
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from registry.store.db import db
from registry.wording.languages import LANGUAGES, read_catalogue

__all__ = ["babel", "bootstrap", "csrf", "db", "limiter", "login", "migrate"]


class _Catalogue(Domain):  # type: ignore[misc]  # flask-babel has no types
    """The catalogues as they are kept, sentence by sentence: nothing has to be compiled before the server starts."""

    def get_translations(self) -> NullTranslations:
        """The sentences in the language of the request; the source needs none."""
        language = getattr(get_locale(), "language", LANGUAGES[0])
        if language not in self.cache:
            self.cache[language] = _read(language) if language in LANGUAGES[1:] else NullTranslations()
        found: NullTranslations = self.cache[language]
        return found


def _read(language: str) -> Translations:
    written = BytesIO()
    write_mo(written, read_catalogue(language))
    written.seek(0)
    return Translations(written)


class _Babel(Babel):  # type: ignore[misc]  # see above
    domain_instance = _Catalogue()


babel = _Babel()
bootstrap = Bootstrap5()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
login = LoginManager()
migrate = Migrate()
