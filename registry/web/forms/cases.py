"""Forms of cases: the clue, the acts of the procedure, the measure intended, and who may know who reported."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from registry.domain.cases.vocabulary import ServiceMethod
from registry.domain.terms import Source
from registry.web.formats import word
from registry.web.forms import Form, at_most, choices, required
from registry.web.forms.measures import ProposeForm


class OpenForm(Form):
    """A clue as it is put on file."""

    title = StringField(_l("案由"), [required(), at_most(200)], description=_l("如“涉嫌发布虚假信息”，不下结论"))
    source = SelectField(_l("线索来源"), [required()])
    found_on = DateField(_l("收到或发现的日子"), [required()])
    content = TextAreaField(
        _l("反映的内容"), [required(), at_most(4000)], description=_l("写时间、账号、内容和影响；不写举报人是谁")
    )
    act_ended_on = DateField(
        _l("违法行为终了的日子"), [Optional()], description=_l("继续状态的写停止的日子；立案前必须有，用来算追责时效")
    )
    long_limit_reason = StringField(
        _l("适用五年时效的理由"), [at_most(500)], description=_l("只限涉及生命健康、金融安全且有危害后果的")
    )
    reporter = StringField(
        _l("举报人和联系方式"), [at_most(200)], description=_l("加密保存，不显示、不打印；要看须写理由并记入日志")
    )
    violation = SelectField(_l("已登记的违规"), [Optional()])

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "cases.in_future": "found_on",
        "cases.violation_unfit": "violation",
        "cases.content_missing": "content",
    }

    def offer(self, violations: list[tuple[str, str]]) -> "OpenForm":
        """Offer the sources and the account's violations."""
        self.source.choices = choices(Source)
        self.violation.choices = [("", _l("还没有登记")), *violations]
        return self


class ActForm(Form):
    """What any act may ask for; the page shows what its row of the table asks."""

    version = HiddenField()
    on = DateField(_l("办理日期"), [required()])
    note = TextAreaField(_l("内容或意见"), [at_most(4000)])
    document = SelectField(_l("本系统出具的文书"), [Optional()])
    paper_no = StringField(_l("线下文书的文号或名称"), [at_most(80)])
    method = SelectField(_l("送达方式"), [Optional()])
    receiver = StringField(
        _l("收件人"), [at_most(200)], description=_l("姓名和与当事人的关系；拒收的写明见证人和留置地点")
    )
    person = SelectField(_l("人员"), [Optional()])
    body = StringField(_l("送往或受理的单位"), [at_most(120)])
    ends_on = DateField(_l("期满日"), [Optional()], description=_l("暂停更新的写期满日，其他不填"))
    demand = TextAreaField(_l("整改要求"), [at_most(2000)])
    due_on = DateField(_l("整改期限"), [Optional()])
    result = RadioField(_l("复查结论"), [Optional()], default="passed")
    voids_finding = BooleanField(_l("违规认定一并撤销"), description=_l("事实不成立的勾选；只是程序或轻重问题的不勾"))
    files = MultipleFileField(_l("证据文件"), description=_l("可选多个；存入后算出 SHA-256"))
    origin = StringField(_l("证据来源"), [at_most(1000)], description=_l("网址、提供人或取得地点"))
    captured_on = DateField(_l("取得日期"), [Optional()])
    captured_by = StringField(_l("取得人"), [at_most(40)])
    clock = SelectField(_l("期限"), [Optional()])
    days = IntegerField(_l("延长天数"), [Optional(), NumberRange(0, 366, _l("1 到 366"))])

    FIELDS = {  # noqa: RUF012 - see above
        "cases.in_future": "on",
        "cases.out_of_order": "on",
        "cases.reason_missing": "note",
        "cases.paper_owed": "document",
        "cases.paper_unfit": "document",
        "cases.paper_void": "document",
        "cases.paper_other": "document",
        "cases.person_missing": "person",
        "cases.officer_twice": "person",
        "cases.officer_unknown": "person",
        "cases.gate.certificate": "person",
        "cases.gate.host_apart": "person",
        "cases.method_missing": "method",
        "cases.receiver_missing": "receiver",
        "cases.body_missing": "body",
        "cases.evidence_missing": "files",
        "cases.origin_missing": "origin",
        "cases.clock_unknown": "clock",
        "cases.clock_stands": "clock",
        "cases.clock_runs": "clock",
        "cases.days_wrong": "days",
        "measures.demand_missing": "demand",
        "measures.due_missing": "due_on",
        "measures.due_backwards": "due_on",
        "measures.term_backwards": "ends_on",
        "measures.reason_missing": "note",
        "files.type": "files",
        "files.empty": "files",
    }

    def offer(
        self, *, people: list[tuple[str, str]], papers: list[tuple[str, str]], clocks: list[tuple[str, str]]
    ) -> "ActForm":
        """Offer whom, which paper and which clock."""
        self.person.choices = [("", _l("请选择")), *people]
        self.document.choices = [("", _l("没有或在线下")), *papers]
        self.clock.choices = [("", _l("请选择")), *clocks]
        self.method.choices = [("", _l("请选择"))] + [
            (each.value, word(f"cases.method.{each}")) for each in ServiceMethod
        ]
        self.result.choices = [("passed", _l("通过")), ("failed", _l("未通过"))]
        return self


class ConcludeForm(ProposeForm):
    """The end of the investigation with the measure intended: a draft's fields and the case's own."""

    version = HiddenField()
    on = DateField(_l("办理日期"), [required()])
    note = TextAreaField(_l("调查经过和结论"), [at_most(4000)])
    paper_no = StringField(_l("调查终结报告的文号或名称"), [at_most(80)])
    is_major = BooleanField(_l("重大复杂案件"), description=_l("勾选后须先经法制审核、再由负责人集体讨论"))

    FIELDS = {  # noqa: RUF012 - see above
        **ProposeForm.FIELDS,
        "cases.paper_owed": "paper_no",
        "cases.in_future": "on",
        "cases.out_of_order": "on",
        "cases.gate.basis": "basis_code",
        "cases.gate.competence": "basis_code",
    }


class RevealForm(Form):
    """Why one has to know who reported."""

    reason = StringField(_l("理由"), [required(), at_most(500)])

    FIELDS = {"cases.reveal_reason_missing": "reason"}  # noqa: RUF012 - see above
