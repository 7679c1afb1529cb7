"""Forms of the ledger of violations: record, recognise, void, add evidence."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import URL, Optional

from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import Severity, Source
from registry.web.forms import Form, at_most, choices, required

ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,.mp4,.mp3,.doc,.docx,.wps,.xls,.xlsx,.et,.csv,.txt,.ofd,.zip,.rar,.7z,.eml"
"""What the file dialogue offers first; services/files.py says what is taken."""


def code_choices(rulebook: Rulebook | None) -> dict[str, list[tuple[str, str]]]:
    """The taxonomy grouped by its article: "7-3" stands under 第 7 条, the office's own codes last."""
    found: dict[str, list[tuple[str, str]]] = {"": [("", str(_l("选一种违规情形")))]}
    for row in rulebook.codes if rulebook else ():
        stem = row.code.split("-")[0]
        heading = {"6": _l("第六条 违法信息"), "7": _l("第七条 不良信息")}.get(stem, _l("账号和运营行为"))
        found.setdefault(str(heading), []).append((row.code, f"{row.code}　{row.name}"))
    return found


class ViolationForm(Form):
    """A violation as it is put on file."""

    code = SelectField(_l("违规情形"), [required()])
    source = SelectField(_l("线索来源"), [required()], description=_l("只登记交到手里的线索"))
    severity = RadioField(_l("严重程度"), [Optional()])
    severity_reason = TextAreaField(
        _l("改动严重程度的理由"), [at_most(500)], description=_l("不按本项默认时必填，会记入台账")
    )
    occurred_on = DateField(_l("发生日"), [required()])
    url = StringField(_l("内容链接"), [Optional(), at_most(1000), URL(message=_l("请填完整的网址，以 http 开头"))])
    facts = TextAreaField(
        _l("事实"),
        [required(), at_most(4000)],
        description=_l("写清时间、内容、影响。不写个人评价，不写无关的个人信息。"),
    )
    evidence = MultipleFileField(
        _l("证据文件"), description=_l("截图、录屏、通报等，可选多个；存入后算出 SHA-256，任何改动都看得出来")
    )

    is_another = BooleanField(_l("确是另一次"), description=_l("同一账号、同一情形、同一天已有一件"))

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "violations.already_recorded": "is_another",
        "violations.in_future": "occurred_on",
        "violations.facts_missing": "facts",
        "violations.url_unfit": "url",
        "violations.severity_reason_missing": "severity_reason",
        "violations.code_unknown": "code",
        "files.type": "evidence",
        "files.empty": "evidence",
    }

    def offer(self, rulebook: Rulebook | None) -> None:
        """Offer the vocabulary of the rulebook of the day."""
        self.code.choices = code_choices(rulebook)
        self.source.choices = choices(Source)
        self.severity.choices = choices(Severity)
        self.severity.flags.required = True  # left open it is the default of the code: never unsaid, never missing
        self.severity_reason.flags.required = True  # asked for only where one departs from the default


class RecogniseForm(Form):
    """The day from which a violation counts."""

    recognised_on = DateField(_l("认定日"), [required()], description=_l("从这一天起计分；以作出认定或送达之日为准"))

    FIELDS = {  # noqa: RUF012 - see above
        "violations.in_future": "recognised_on",
        "violations.recognised_before_act": "recognised_on",
    }


class VoidForm(Form):
    """Why a violation is voided."""

    reason = TextAreaField(_l("撤销的理由"), [required(), at_most(1000)], id="void-reason")

    FIELDS = {"violations.void_reason_missing": "reason"}  # noqa: RUF012 - see above


class EvidenceForm(Form):
    """More evidence for a violation on file."""

    evidence = MultipleFileField(_l("再加证据"), [FileRequired(_l("请选择文件"))], id="more-evidence")

    FIELDS = {"files.type": "evidence", "files.empty": "evidence"}  # noqa: RUF012 - see above
