"""The form that asks for a simulation: which version, on which day, binding from when."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from registry.web.forms import Form, required

FROM_ITS_DAY, ALL_ALONG = "from_its_day", "all_along"


class SimulationForm(Form):
    """What is tried: a version, or another day by the rules as they stand."""

    FIELDS = {  # noqa: RUF012 - read only
        "simulations.day_missing": "on",
        "simulations.too_far": "on",
        "simulations.not_in_force": "on",
        "grading.overlap": "rulebook",
        "rulebooks.state": "rulebook",
    }

    rulebook = SelectField(_l("试哪个版本"))
    on = DateField(_l("看哪一天"), [Optional()], description=_l("不填：版本施行的那一天；已经施行的，看今天"))
    mode = RadioField(
        _l("怎样比"), [required()], default=FROM_ITS_DAY,
        choices=[SelectChoice(FROM_ITS_DAY, _l("按施行日")), SelectChoice(ALL_ALONG, _l("如果一直按它办"))],
    )  # fmt: skip
