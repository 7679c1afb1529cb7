"""Forms of setting a tier aside, deciding on it, closing it, and postponing a move of the tier."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField

from registry.domain.terms import Tier
from registry.web.formats import label
from registry.web.forms import Form, at_most, required


class OverrideForm(Form):
    """Which tier, why, on what ground, up to which day."""

    tier = RadioField(_l("调整为"), [required()])
    until_on = DateField(_l("到哪一天为止（含当日）"), [required()])
    reason = TextAreaField(_l("理由"), [required(), at_most(500)], description=_l("写明规则得出的等级为什么不合适"))
    basis = TextAreaField(
        _l("依据"), [required(), at_most(500)], description=_l("如：本办会议纪要、上级通知的名称和文号")
    )

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "overrides.reason_missing": "reason",
        "overrides.term_over": "until_on",
        "overrides.term_too_long": "until_on",
        "overrides.same_tier": "tier",
    }

    def offer(self, derived: Tier | None) -> None:
        """Offer every tier but the one the rules derive."""
        self.tier.choices = [(each.value, f"{each.value} {label(each)}") for each in Tier if each is not derived]


class NoteForm(Form):
    """An approval, with a remark where there is one to make."""

    note = TextAreaField(_l("意见"), [at_most(500)])


class RefusalForm(Form):
    """A decision against it, with its reason."""

    reason = TextAreaField(_l("理由"), [required(), at_most(500)])

    FIELDS = {"overrides.note_missing": "reason"}  # noqa: RUF012 - see above


class ReviewForm(RefusalForm):
    """What came of an override whose term is over."""

    reason = TextAreaField(
        _l("复核意见"), [required(), at_most(500)], description=_l("如：情况已消除，按规则等级管理；仍需调整的另行提请")
    )


class PostponeForm(Form):
    """Up to which day a move stays unconfirmed, and why."""

    until = DateField(_l("推迟到"), [required()], description=_l("到这一天重新回到待确认"))
    reason = TextAreaField(_l("理由"), [required(), at_most(500)])

    FIELDS = {"pending.day_unfit": "until", "pending.reason_missing": "reason"}  # noqa: RUF012 - see above
