"""The form of an old ledger: the file to read and the county it is of."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from registry.web.forms import Form, required


class OldLedgerForm(Form):
    """An old ledger as an office has it."""

    region = SelectField(_l("属于哪个县（市、区）"), [required()])
    file = FileField(
        _l("旧台账文件"), [FileRequired(_l("请选择旧台账文件"))],
        description=_l("Excel 或 WPS 表格、CSV，表头写法不限；每行一件事：账号、日期、类型（违规、约谈、下架等）、事由、处置结果"),
    )  # fmt: skip
