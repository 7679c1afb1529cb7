"""Forms of signing in, users, offices and towns."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, Length, Optional, Regexp

from registry.domain.terms import Role
from registry.services.users import PASSWORD_LENGTH
from registry.web.forms import Form, at_most, choices, required


class SignInForm(Form):
    """The gate."""

    username = StringField(_l("登录名"), [required(), at_most(40)])
    password = PasswordField(_l("密码"), [required(), Length(max=200)])


class PasswordForm(Form):
    """A new password, typed twice, proven by the old one."""

    current = PasswordField(_l("原密码"), [required()])
    password = PasswordField(_l("新密码"), [required(), Length(min=PASSWORD_LENGTH, max=200, message=_l("至少 10 个字符"))])
    again = PasswordField(_l("再输一遍新密码"), [required(), EqualTo("password", _l("两遍不一样"))])


class AmendUserForm(Form):
    """A user's name, post and role."""

    name = StringField(_l("姓名"), [required(), at_most(40)])
    post = StringField(_l("职务"), [at_most(40)])
    role = SelectField(_l("角色"), [required()])
    certificate_no = StringField(_l("执法证号"), [at_most(40)])
    certificate_until = DateField(_l("执法证有效期至"), [Optional()])
    is_enabled = BooleanField(_l("可以登录"), default=True)

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # WTForms' own signature
        super().__init__(*args, **kwargs)
        self.role.choices = choices(Role)


class AddUserForm(AmendUserForm):
    """A new user."""

    office = SelectField(_l("单位"), [required()], coerce=int)
    username = StringField(
        _l("登录名"), [required(), at_most(40), Regexp(r"^[A-Za-z0-9._-]{2,40}$", message=_l("用字母、数字、点、横线，2 到 40 位"))]
    )
    password = PasswordField(_l("初始密码"), [required(), Length(min=PASSWORD_LENGTH, max=200, message=_l("至少 10 个字符"))])


class OfficeForm(Form):
    """What an office prints on its papers."""

    document_prefix = StringField(_l("机关代字"), [at_most(20)], description=_l("写在文号里，例如“禾网信”"))
    address = StringField(_l("地址"), [at_most(200)])
    phone = StringField(_l("联系电话"), [at_most(40)])


class AddOfficeForm(OfficeForm):
    """A new office."""

    name = StringField(_l("单位名称"), [required(), at_most(80)])
    region_code = StringField(
        _l("行政区划代码"), [required(), Regexp(r"^\d{6}$", message=_l("六位数字，例如 330106"))], description=_l("六位国家标准代码")
    )


class TownsForm(Form):
    """An office's list of towns, one a line."""

    names = TextAreaField(_l("乡镇、街道名单"), [required()], description=_l("一行一个；花名册里的所属乡镇按这份名单核对"))
