"""Forms: they check shape; the domain checks law. One file per noun."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length, StopValidation

from registry.domain.errors import Refusal
from registry.web.formats import label, word


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF and WTForms are untyped
    """Base of all forms: every field's text is trimmed of surrounding blanks."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """One filter for all text fields; a password is taken as it is typed."""

        def bind_field(self, form, unbound_field, options):  # type: ignore[no-untyped-def]  # WTForms' own hook
            """Bind with the trimming filter where the field takes text."""
            if unbound_field.field_class.__name__ in {"StringField", "TextAreaField"}:
                options.setdefault("filters", [trim])
            return unbound_field.bind(form=form, **options)

    def refuse(self, error: Refusal, field: str | None = None) -> None:
        """Say a refused act on the form itself, at ``field`` where it is one field's, so that nothing typed is lost."""
        words = word(error.code, **error.params)
        if field is None:
            self.form_errors.append(words)
        else:
            self[field].errors = [words]


def trim(value: str | None) -> str | None:
    """The text without blanks around it."""
    return value.strip() if isinstance(value, str) else value


class Filled(InputRequired):  # type: ignore[misc]  # see above
    """The field must be filled, and with more than blanks."""

    def __call__(self, form, field) -> None:  # type: ignore[no-untyped-def]  # WTForms' own hook
        """Refuse a field that was left out, or holds nothing once trimmed."""
        super().__call__(form, field)
        if field.data == "":
            raise StopValidation(self.message)


def required() -> InputRequired:
    """The field must be filled."""
    return Filled(_l("这一项必填"))


def at_most(length: int) -> Length:
    """The text has at most ``length`` characters."""
    return Length(max=length, message=_l("最多 %(max)d 个字"))


def choices(vocabulary: type[StrEnum], *, empty: str | None = None) -> list[tuple[str, str]]:
    """The members of a vocabulary as choices, headed by ``empty`` where given."""
    head = [("", empty)] if empty is not None else []
    return head + [(member.value, label(member)) for member in vocabulary]
