"""Forms of signing in, users, offices and towns."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, Length, Optional, Regexp, ValidationError

from registry.domain.terms import Role, TierMode
from registry.services.users import PASSWORD_LENGTH, USERNAME
from registry.web.forms import Form, at_most, choices, required

TOWN_LENGTH = 60


class SignInForm(Form):
    """The gate."""

    username = StringField(_l("登录名"), [required(), at_most(40)])
    password = PasswordField(_l("密码"), [required(), Length(max=200)])


class PasswordForm(Form):
    """A new password, typed twice, proven by the old one."""

    current = PasswordField(_l("原密码"), [required()])
    password = PasswordField(
        _l("新密码"),
        [required(), Length(min=PASSWORD_LENGTH, max=200, message=_l("至少 8 个字符"))],
        description=_l("至少 8 个字符，不能就是登录名"),
    )
    again = PasswordField(_l("再输一遍新密码"), [required(), EqualTo("password", _l("两遍不一样"))])


class ResetForm(Form):
    """A new password for somebody who forgot the old one."""

    password = PasswordField(
        _l("新密码"),
        [required(), Length(min=PASSWORD_LENGTH, max=200, message=_l("至少 8 个字符"))],
        description=_l("至少 8 个字符，不能就是登录名；当面告诉本人，请其登录后改掉"),
    )


class AmendUserForm(Form):
    """A user's name, post and role."""

    name = StringField(_l("姓名"), [required(), at_most(40)])
    post = StringField(_l("职务"), [at_most(40)])
    role = SelectField(_l("角色"), [required()])
    certificate_no = StringField(_l("执法证号"), [at_most(40)], description=_l("执法人员填写，印在文书上"))
    certificate_until = DateField(_l("执法证有效期至"), [Optional()])
    is_enabled = BooleanField(
        _l("可以登录"), default=True, description=_l("离岗的人去掉勾即停用，不删除：以前办的事仍署其名")
    )

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # WTForms' own signature
        super().__init__(*args, **kwargs)
        self.role.choices = choices(Role)


class AddUserForm(AmendUserForm):
    """A new user."""

    office = SelectField(_l("单位"), [required()], coerce=int)
    username = StringField(
        _l("登录名"),
        [required(), Regexp(rf"^{USERNAME}\Z", message=_l("用字母、数字、点、下划线、横线或汉字，2 到 40 位"))],
        description=_l("字母、数字、点、下划线、横线或汉字；添加后不能改"),
    )
    password = PasswordField(
        _l("初始密码"),
        [required(), Length(min=PASSWORD_LENGTH, max=200, message=_l("至少 8 个字符"))],
        description=_l("至少 8 个字符，不能就是登录名；请本人登录后改掉"),
    )


class OfficeForm(Form):
    """What an office prints on its papers."""

    document_prefix = StringField(
        _l("机关代字"),
        [Optional(), Regexp(r"^[\u4e00-\u9fa5]{2,8}$", message=_l("用 2 到 8 个汉字"))],
        description=_l("文号由它开头，例如“禾网信”；不填就不能定稿文书"),
    )
    address = StringField(_l("地址"), [at_most(200)])
    phone = StringField(_l("联系电话"), [at_most(40)])
    tier_mode = RadioField(
        _l("等级怎样变动"),
        default=TierMode.AT_ONCE.value,
        description=_l("改回“立即变动”时，已在等确认的仍要确认；以后的变动立即显示"),
    )

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # WTForms' own signature
        super().__init__(*args, **kwargs)
        self.tier_mode.choices = choices(TierMode)


class AddOfficeForm(OfficeForm):
    """A new office."""

    name = StringField(_l("单位名称"), [required(), at_most(80)])
    region_code = SelectField(
        _l("所在行政区划"), [required()], description=_l("单位看得到本行政区划和以下各级；添加后不能改")
    )


class TownsForm(Form):
    """An office's list of towns, one a line."""

    names = TextAreaField(_l("名单"), [required()], description=_l("一行一个；花名册里的所属乡镇按这份名单核对"))

    def validate_names(self, field: TextAreaField) -> None:
        """A line is a name, not a paragraph."""
        for number, line in enumerate(field.data.splitlines(), 1):
            if len(line.strip()) > TOWN_LENGTH:
                raise ValidationError(_("第 %(n)s 行太长，一行只写一个乡镇或街道", n=number))
