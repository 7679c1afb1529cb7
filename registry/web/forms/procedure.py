"""Forms by which an office sets its own terms, working days and competences; ``told``: what the act of each is given."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from registry.clock import today
from registry.domain.cases import clocks
from registry.web.formats import word
from registry.web.forms import Form, at_most, required


class ClockForm(Form):
    """An office's own term for a clock, from a day on."""

    clock = SelectField(_l("期限"), [required()], id="clock-clock")
    days = IntegerField(_l("多久"), [required(), NumberRange(1, 3650, _l("1 到 3650"))], id="clock-days")
    unit = SelectField(_l("单位"), [required()], id="clock-unit")
    since = DateField(_l("起用日"), [required()], id="clock-since")
    ground = StringField(_l("依据"), [required(), at_most(500)], id="clock-ground")

    FIELDS = {"procedure.clock_twice": "since", "procedure.clock_wrong": "days"}  # noqa: RUF012 - WTForms reads only fields

    def offer(self) -> "ClockForm":
        """Offer the clocks and the units."""
        self.clock.choices = [(each.id, word(f"cases.clock.{each.id}")) for each in clocks.all_clocks()]
        self.unit.choices = [(each, word(f"procedure.unit.{each}")) for each in clocks.UNITS]
        return self

    @property
    def told(self) -> dict[str, Any]:
        """The clock and its term."""
        return {"clock": self.clock.data, "days": self.days.data, "unit": self.unit.data, "ground": self.ground.data,
                "since": self.since.data}  # fmt: skip


class DayForm(Form):
    """A day on which the office works or rests."""

    day = DateField(_l("日期"), [required()], id="day-day")
    is_working = SelectField(_l("上班还是休息"), [required()], id="day-is_working")
    note = StringField(_l("依据"), [required(), at_most(200)], id="day-note")

    def offer(self) -> "DayForm":
        """Offer the two answers."""
        self.is_working.choices = [("no", _l("休息")), ("yes", _l("上班"))]
        return self

    @property
    def told(self) -> dict[str, Any]:
        """The day and whether it is worked."""
        return {"day": self.day.data, "is_working": self.is_working.data == "yes", "note": self.note.data}


class CompetenceForm(Form):
    """Whether the office may decide on an article."""

    basis_code = SelectField(_l("条文"), [required()], id="competence-basis")
    is_competent = SelectField(_l("本办有没有权"), [required()], id="competence-is_competent")
    ground = StringField(_l("依据"), [required(), at_most(500)], id="competence-ground")

    def offer(self, bases: list[tuple[str, str]]) -> "CompetenceForm":
        """Offer the articles of the library."""
        self.basis_code.choices = bases
        self.is_competent.choices = [("no", _l("无权，须报请或移送")), ("yes", _l("有权"))]
        return self

    @property
    def told(self) -> dict[str, Any]:
        """The article and whether the office may decide on it, from today on."""
        return {"basis_code": self.basis_code.data, "is_competent": self.is_competent.data == "yes",
                "ground": self.ground.data, "on": today()}  # fmt: skip
