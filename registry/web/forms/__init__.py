"""Forms: they check shape; the domain checks law. One file per noun."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length

from registry.web.formats import label


class Form(FlaskForm):
    """Base of all forms: every field's text is trimmed of surrounding blanks."""

    class Meta(FlaskForm.Meta):
        """One filter for all text fields; a password is taken as it is typed."""

        def bind_field(self, form, unbound_field, options):  # type: ignore[no-untyped-def]  # WTForms' own hook
            """Bind with the trimming filter where the field takes text."""
            if unbound_field.field_class.__name__ in {"StringField", "TextAreaField"}:
                options.setdefault("filters", [trim])
            return unbound_field.bind(form=form, **options)


def trim(value: str | None) -> str | None:
    """The text without blanks around it."""
    return value.strip() if isinstance(value, str) else value


def required() -> InputRequired:
    """The field must be filled."""
    return InputRequired(_l("这一项必填"))


def at_most(length: int) -> Length:
    """The text has at most ``length`` characters."""
    return Length(max=length, message=_l("最多 %(max)d 个字"))


def choices(vocabulary: type[StrEnum], *, empty: str | None = None) -> list[tuple[str, str]]:
    """The members of a vocabulary as choices, headed by ``empty`` where given."""
    head = [("", empty)] if empty is not None else []
    return head + [(member.value, label(member)) for member in vocabulary]
