"""Forms of joint work: a letter, its answer, a reason, an office that acts for another."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField

from registry.domain.cases.vocabulary import LetterKind, LetterOutcome
from registry.web.formats import word
from registry.web.forms import Form, at_most, required


class LetterForm(Form):
    """What one office tells or asks another about a case."""

    kind = SelectField(_l("什么函"), [required()])
    office = SelectField(_l("送给"), [required()])
    answer_by = DateField(_l("请在哪天以前答复"), [required()])
    content = TextAreaField(
        _l("内容"), [required(), at_most(4000)], description=_l("会商的写时间、参加人、各方意见和结论")
    )

    FIELDS = {"joint.content_missing": "content", "joint.day_passed": "answer_by", "joint.office_unfit": "office"}  # noqa: RUF012 - WTForms reads only fields

    def offer(self, offices: list[tuple[str, str]]) -> "LetterForm":
        """Offer the two kinds and the other offices."""
        asked = (LetterKind.NOTICE, LetterKind.CONSULTATION)
        self.kind.choices = [(each.value, word(f"joint.kind.{each}")) for each in asked]
        self.office.choices = offices
        return self


class AnswerForm(Form):
    """The receiving office's answer."""

    outcome = RadioField(_l("答复"), [required()])
    text = TextAreaField(_l("意见"), [required(), at_most(4000)])

    FIELDS = {"joint.content_missing": "text"}  # noqa: RUF012 - see above

    def offer(self) -> "AnswerForm":
        """Offer the answers."""
        self.outcome.choices = [(each.value, word(f"joint.outcome.{each}")) for each in LetterOutcome]
        return self


class HoldForm(Form):
    """Why a case is taken over or sent back."""

    reason = TextAreaField(_l("理由"), [required(), at_most(1000)])

    FIELDS = {"joint.content_missing": "reason", "joint.not_above": "reason", "joint.not_taken": "reason"}  # noqa: RUF012 - see above


class StandInForm(Form):
    """An office that acts for another for a term."""

    office = SelectField(_l("哪个单位的工作"), [required()], id="stand-office")
    acting = SelectField(_l("由哪个单位代管"), [required()], id="stand-acting")
    since = DateField(_l("从哪天起"), [required()], id="stand-since")
    until = DateField(_l("到哪天止"), [required()], id="stand-until")
    reason = TextAreaField(_l("理由"), [required(), at_most(500)], id="stand-reason")

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "joint.content_missing": "reason",
        "joint.term_wrong": "until",
        "joint.office_unfit": "acting",
        "joint.not_own": "acting",
    }

    def offer(self, own: list[tuple[str, str]], every: list[tuple[str, str]]) -> "StandInForm":
        """Offer whose work, and who may take it."""
        self.office.choices, self.acting.choices = own, every
        return self
