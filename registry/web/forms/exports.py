"""Forms of exports: what goes into the file, how it is headed, in what form, masked or for what reason."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput

from registry.domain.ledger_columns import MEASURES, SEQUENCE, VIOLATIONS, Column, usual
from registry.domain.rosters.fields import FIELDS
from registry.web.forms import Form, at_most, required


class _Box(CheckboxInput):  # type: ignore[misc]
    """One of several boxes: a browser must not ask for each of them what is asked of all together."""

    validation_attrs = ("disabled",)


COLUMNS = [SelectChoice(field.name, _l(field.label)) for field in FIELDS]


class ExportForm(Form):
    """What every export asks."""

    FIELDS = {  # noqa: RUF012 - read only
        "accounts.reason_missing": "reason",
        "exports.period_backwards": "last",
        "exports.period_too_long": "last",
        "exports.too_many_rows": "form",
    }

    region = SelectField(_l("地区"))
    title = StringField(_l("表的标题"), [required(), at_most(60)])
    unit = StringField(_l("填报单位"), [at_most(60)])
    form = RadioField(
        _l("文件格式"), [required()], default="xlsx",
        choices=[SelectChoice("xlsx", _l("Excel 工作簿")), SelectChoice("csv", _l("CSV（GB18030）")), SelectChoice("csv_utf8", _l("CSV（UTF-8）"))],
    )  # fmt: skip
    is_plain = BooleanField(_l("要完整的电话和身份证号，不打码"))
    reason = TextAreaField(_l("为什么需要完整号码"), [at_most(200)], description=_l("写明用途和依据，会记入操作日志"))


class RosterExportForm(ExportForm):
    """The roster: which columns, on how many sheets."""

    columns = SelectMultipleField(
        _l("列"), [required()], choices=COLUMNS, option_widget=_Box(), default=[field.name for field in FIELDS]
    )
    split = RadioField(
        _l("工作表"), [required()], default="one",
        choices=[SelectChoice("one", _l("全部放一张")), SelectChoice("platform", _l("每个平台一张")), SelectChoice("town", _l("每个乡镇一张"))],
    )  # fmt: skip


def _columns(columns: Sequence[Column]) -> SelectMultipleField:
    offered = [SelectChoice(each.name, each.header) for each in columns if each.name != SEQUENCE]
    return SelectMultipleField(_l("列"), [required()], choices=offered, option_widget=_Box(), default=usual(columns))


class LedgerExportForm(ExportForm):
    """A ledger: of which days, in which columns."""

    first = DateField(_l("从"), [Optional()])
    last = DateField(_l("到（含当日）"), [Optional()])


class ViolationsExportForm(LedgerExportForm):
    """The ledger of violations."""

    columns = _columns(VIOLATIONS)


class MeasuresExportForm(LedgerExportForm):
    """The ledger of measures."""

    columns = _columns(MEASURES)


class StatisticsForm(ExportForm):
    """Figures hold no personal data, and their period stands in the address."""

    is_plain = None
    reason = None
    region = None
