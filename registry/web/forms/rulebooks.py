"""Forms by which a rulebook is begun, its numbers are set, its text is written, and it is checked, published or taken back."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from registry.domain.grading.differing import NUMBERS
from registry.domain.grading.rulebook import Rulebook
from registry.web.forms import Form, at_most, required
from registry.web.forms.rulebook_tables import Number, tiers, whole

_NAMED = Regexp(r"^[^\s/\\\"']+$", message=_l("不能有空格、斜杠和引号"))


class BeginForm(Form):
    """A draft taken from a version there is."""

    source = SelectField(_l("以哪个版本为底稿"), [required()], description=_l("内容全部照抄，再逐表修改"))
    version = StringField(
        _l("版本名"), [required(), at_most(24), _NAMED], description=_l("全系统不重复；等级每次变动都会写明它")
    )
    title = StringField(_l("名称"), [required(), at_most(120)], description=_l("打印时的标题"))
    effective_from = DateField(_l("施行日"), [required()], description=_l("须晚于公布之日；以后还可以改"))

    FIELDS = {"rulebooks.version_taken": "version"}  # noqa: RUF012 - WTForms' metaclass reads only fields


class UploadForm(Form):
    """A draft from a file."""

    file = FileField(
        _l("规则文件（TOML）"), [FileRequired(_l("请选一个文件"))],
        description=_l("从本系统导出过、或照同一格式写的规则文件；文件里没写地区的，作为本单位的"),
    )  # fmt: skip


class NumbersForm(Form):
    """The values that stand by themselves."""

    lock = IntegerField(validators=[required()], widget=HiddenInput())
    version = StringField(_l("版本名"), [required(), at_most(24), _NAMED], description=_l("全系统不重复"))
    title = StringField(_l("名称"), [required(), at_most(120)])
    effective_from = DateField(_l("施行日"), [required()], description=_l("须晚于公布之日，不溯及既往"))
    effective_to = DateField(_l("失效日"), [Optional()], description=_l("不填：到下一版施行的前一天"))
    initial_tier = SelectField(_l("入册时的等级"), [required()], choices=tiers)
    window_months = whole(_l("累计几个月"), 1)
    repeat_factor = Number(
        _l("再犯乘几倍"), [required(), NumberRange(1, 99, message=_l("应在 %(min)s 到 %(max)s 之间"))], places=None,
        description=_l("同一情形在累计期内第二次起，分数乘以它、向上取整；不加重填 1"),
    )  # fmt: skip
    credit_cap = whole(_l("最多减几分"))
    points_article = StringField(_l("计分的条文"), [at_most(200)], description=_l("如：本规则第四条"))

    FIELDS = {"rulebooks.version_taken": "version", "grading.ends_before_it_begins": "effective_to"}  # noqa: RUF012 - see above
    TABLE = "numbers"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window_months.description = _l("从认定日起算，过了就不再计分")
        self.credit_cap.description = _l("提前整改、参加培训，累计期内合计最多减这么多")

    def into(self, book: Rulebook) -> Rulebook:
        """The rulebook with these values."""
        values: dict[str, Any] = {
            name: None if self[name].data == "" else self[name].data for name in ("version", *NUMBERS)
        }
        return replace(book, **values)


class TextForm(Form):
    """The whole rulebook as a file's text."""

    lock = IntegerField(validators=[required()], widget=HiddenInput())
    file = FileField(_l("换成这个文件"), description=_l("选了文件就以文件为准，不看下面的文字"))
    text = TextAreaField(_l("全文"), [at_most(200_000)])

    FIELDS = {"rulebooks.version_taken": "text", "rulebooks.other_region": "text"}  # noqa: RUF012 - see above


class SubmitForm(Form):
    """That a draft is ready to be checked; nothing to fill in."""


class CheckForm(Form):
    """That a draft was read and is right."""

    is_sure = BooleanField(_l("我已逐表读过，与应有的内容一致"), [required()])


class PublishForm(Form):
    """That a version shall bind from its day on."""

    is_sure = BooleanField(_l("我确认公布；施行以后不能修改，只能另订新版替换"), [required()])


class ReasonForm(Form):
    """Why a draft is sent back, or a version taken back."""

    reason = TextAreaField(_l("理由"), [required(), at_most(1000)], description=_l("起草人会看到，并记入操作日志"))

    FIELDS = {"rulebooks.reason_missing": "reason"}  # noqa: RUF012 - see above
