"""Forms of rosters: the file to read, the county it is of, the reason for an export in the clear."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, TextAreaField

from registry.web.forms import Form, at_most, required


class UploadForm(Form):
    """A roster as an office has it."""

    region = SelectField(_l("写入哪个县（市、区）的台账"), [required()])
    file = FileField(
        _l("花名册文件"), [FileRequired(_l("请选择花名册文件"))],
        description=_l("Excel、WPS 表格和 CSV 都能读（.xlsx .xls .et .ods .csv 等），表头写法不限；标题行、合并单元格、分乡镇或分平台的多个表都认得"),
    )  # fmt: skip


class PlainExportForm(Form):
    """Why personal fields are needed in the clear."""

    FIELDS = {"accounts.reason_missing": "reason"}  # noqa: RUF012 - read only

    reason = TextAreaField(
        _l("为什么需要完整的电话和身份证号"), [required(), at_most(200)],
        description=_l("写明用途和依据，会记入操作日志"),
    )  # fmt: skip
