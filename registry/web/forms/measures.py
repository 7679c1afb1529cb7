"""Forms of measures: propose, decide, approve on paper, take effect, recheck, lift, annul."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from registry.web.forms import Form, at_most, required


class ProposeForm(Form):
    """The draft of a measure. The choices depend on its kind and are offered by the view."""

    violation = SelectField(_l("针对的违规"), [Optional()])
    target_kind = RadioField(_l("对象是什么"), [required()])
    target = StringField(
        _l("具体对象"), [required(), at_most(1000)], description=_l("一次只写一个；内容写链接，账号写平台和账号 ID")
    )
    deciding_body = StringField(_l("决定机关"), [required(), at_most(120)])
    executing_body = StringField(_l("执行单位"), [required(), at_most(120)])
    basis_code = RadioField(_l("法律依据"), validators=[Optional()])
    grounds = TextAreaField(
        _l("事由"), [required(), at_most(4000)], description=_l("写事实和依据，不写积分和等级；文书照此拟稿")
    )
    skip_reason = TextAreaField(
        _l("越级的理由"), [at_most(500)], description=_l("只写这四类之一并说明：严重、拒不改正、紧急、上级指定")
    )

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "measures.basis_missing": "basis_code",
        "measures.basis_unfit": "basis_code",
        "measures.basis_unchecked": "basis_code",
        "measures.basis_beyond_county": "deciding_body",
        "measures.wrong_target": "target_kind",
        "measures.skip_reason_missing": "skip_reason",
        "measures.violation_unfit": "violation",
    }


class DecideForm(Form):
    """Approve or decline."""

    note = TextAreaField(_l("审批意见"), [at_most(1000)], description=_l("同意的可不写；不予处置的要写明理由"))

    FIELDS = {"measures.reason_missing": "note"}  # noqa: RUF012 - see above


class PaperForm(Form):
    """An approval signed on paper, as it stands on the form."""

    approver = StringField(_l("签批人姓名"), [required(), at_most(40)])
    post = StringField(_l("签批人职务"), [required(), at_most(40)])
    signed_on = DateField(_l("签批日期"), [required()])
    scan = FileField(_l("签批件扫描件"), [FileRequired(_l("请附上签批件的扫描件或照片"))])

    FIELDS = {  # noqa: RUF012 - see above
        "measures.paper_same_person": "approver",
        "measures.signed_too_early": "signed_on",
        "measures.in_future": "signed_on",
        "files.type": "scan",
        "files.empty": "scan",
    }


class ReasonForm(Form):
    """Why: sending an entry back, lifting, annulling."""

    reason = TextAreaField(_l("理由"), [required(), at_most(1000)])

    FIELDS = {"measures.reason_missing": "reason"}  # noqa: RUF012 - see above


class ConfirmForm(Form):
    """An act that needs nothing but its button."""


class EffectForm(Form):
    """From when a measure holds, for how long, and what has to be put right by when."""

    effective_on = DateField(_l("生效日"), [required()], description=_l("约谈之日，或函件发出之日"))
    ends_on = DateField(_l("期满日"), [Optional()], description=_l("期满后请办结；到期前规则不会自行终止"))
    demand = TextAreaField(
        _l("整改要求"), [at_most(2000)], description=_l("写明要做什么、交什么；不要求整改的，连同期限一起清空")
    )
    due_on = DateField(_l("整改期限"), [Optional()])

    FIELDS = {  # noqa: RUF012 - see above
        "measures.in_future": "effective_on",
        "measures.before_decision": "effective_on",
        "measures.before_paper": "effective_on",
        "measures.before_meeting": "effective_on",
        "measures.term_backwards": "ends_on",
        "measures.demand_missing": "demand",
        "measures.due_missing": "due_on",
        "measures.due_backwards": "due_on",
    }


class RectifyForm(Form):
    """What has to be put right, ordered after the measure took effect."""

    demand = TextAreaField(_l("整改要求"), [required(), at_most(2000)], id="rectify-demand")
    due_on = DateField(_l("整改期限"), [required()], id="rectify-due_on")

    FIELDS = {"measures.demand_missing": "demand", "measures.due_backwards": "due_on"}  # noqa: RUF012 - see above


class RecheckForm(Form):
    """How the recheck went."""

    result = RadioField(_l("复查结论"), [required()])
    checked_on = DateField(_l("复查日期"), [required()])
    note = TextAreaField(_l("复查情况"), [at_most(1000)], description=_l("未通过的写明还差什么；通过的写明看了什么"))
    is_credited = BooleanField(_l("提前完成整改，减 1 分"), description=_l("只抵轻微和一般违规，12 个月内最多减 3 分"))

    FIELDS = {  # noqa: RUF012 - see above
        "measures.in_future": "checked_on",
        "measures.reason_missing": "note",
        "measures.recheck_too_early": "checked_on",
    }

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # WTForms' own signature
        super().__init__(*args, **kwargs)
        self.result.choices = [("passed", _l("通过")), ("failed", _l("未通过"))]
