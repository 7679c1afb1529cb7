"""The form by which an officer confirms an article of the legal-basis library."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from registry.web.forms import Form, at_most, required


class ConfirmBasisForm(Form):
    """What was read, what it covers, and why this office may act on it."""

    article_text = TextAreaField(
        _l("条文原文"), [required(), at_most(6000)], description=_l("照现行有效文本抄录这一条，并写明出处和查阅日期")
    )
    coverage = TextAreaField(
        _l("适用范围"), [required(), at_most(2000)], description=_l("适用于哪些主体、哪些情形；只能参照的，写明参照")
    )
    competence = TextAreaField(
        _l("本办权限"), [required(), at_most(2000)], description=_l("依据三定、授权或委托，本办能做什么，须由谁决定")
    )

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "bases.text_missing": "article_text",
        "bases.coverage_missing": "coverage",
        "bases.competence_missing": "competence",
    }
