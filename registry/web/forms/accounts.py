"""Forms of accounts: entering, amending, handing over, archiving, revealing.

What an officer types is cleaned as a roster's cell is (domain/rosters); what cannot stand as it is (domain/soundness)
is refused at its field, what is only unusual is told after saving. What was left as it stood on file is not asked
again. Personal fields are never filled in: blank means unchanged, erasing is a tick.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from registry.domain.errors import Refusal
from registry.domain.soundness import clean_typed, is_fault, is_masked
from registry.domain.terms import AccountStatus, Category, HolderType, Platform
from registry.web.formats import word
from registry.web.forms import Form, at_most, choices, required

TEXTS = (
    "name", "uid", "url", "category", "holder_type", "holder", "uscc", "id_no", "contact", "phone", "address", "town",
    "followers", "followers_on", "opened_on", "verified", "licence", "mcn", "filing_no", "status", "supervisor",
    "remark",
)  # fmt: skip
"""The fields a form holds, beside the platform; influence and tier are derived and not among them."""
PERSONAL = ("id_no", "phone")


@dataclass
class Entry:
    """What a form says: values, which of them are approximate, and what is unusual though it was taken."""

    values: dict[str, Any] = field(default_factory=dict)
    approximate: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class AccountForm(Form):
    """One account in three groups: the account, who is behind it, how it is registered."""

    name = StringField(_l("账号名称"), [required(), at_most(120)])
    platform = SelectField(_l("所属平台"), [required()])
    uid = StringField(
        _l("平台账号 ID"),
        [at_most(200)],
        description=_l("抖音号、微信号等；有 ID 才不会和改名、同名的账号混淆"),
    )
    url = StringField(_l("主页链接"), [at_most(1000)], description=_l("可以粘贴整段分享文字，只留链接"))
    category = SelectField(_l("账号类别"), [Optional()])
    status = SelectField(_l("账号状态"), [Optional()])
    followers = StringField(_l("粉丝数"), [at_most(30)], description=_l("可写 1.2万、约3000；影响力按粉丝数得出"))
    followers_on = StringField(
        _l("统计日期"), [at_most(20)], description=_l("知道多少写多少：2026、2026-05、2026-05-01")
    )
    opened_on = StringField(_l("开设时间"), [at_most(20)], description=_l("知道多少写多少"))
    verified = StringField(_l("认证情况"), [at_most(120)])
    licence = StringField(_l("资质、许可"), [at_most(200)])
    mcn = StringField(_l("所属 MCN"), [at_most(120)])

    holder_type = SelectField(_l("主体类型"), [Optional()])
    holder = StringField(_l("主体名称"), [at_most(120)])
    uscc = StringField(_l("统一社会信用代码"), [at_most(40)])
    id_no = StringField(_l("身份证号"), [at_most(40)])
    contact = StringField(_l("负责人"), [at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(60)])
    address = StringField(_l("住所、运营地"), [at_most(200)])

    region = SelectField(_l("县（市、区）"), [Optional()])
    town = StringField(_l("所属乡镇（街道）"), [at_most(60)])
    filing_no = StringField(_l("备案登记号"), [at_most(120)])
    supervisor = StringField(_l("责任单位、包联人"), [at_most(120)])
    remark = TextAreaField(_l("备注"), [at_most(2000)])

    taken_id: int | None = None
    """The account that has this key already, where the officer may open it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.platform.choices = choices(Platform, empty=_l("请选择"))
        for select, vocabulary in (
            (self.category, Category),
            (self.status, AccountStatus),
            (self.holder_type, HolderType),
        ):
            select.choices = choices(vocabulary, empty=_l("未填"))
        self.region.choices = []

    def read(self, today: date, known: Mapping[str, Any] | None = None) -> Entry | None:
        """Clean what was typed; None where a field cannot be taken, with the reason at that field.

        ``known``: what stands on file and was filled in; a field left so is no part of the entry.
        """
        entry = Entry({"platform": Platform(self.platform.data)})
        for name in TEXTS:
            if known is None or (self[name].data or "") != shown(known[name]):
                self._read_field(name, entry, today)
        return None if self.errors else entry

    def _read_field(self, name: str, entry: Entry, today: date) -> None:
        typed = self[name].data or ""
        cleaned = clean_typed(name, typed, self.platform.data, today)
        if name in PERSONAL and (not typed or any(is_masked(each) for each in cleaned.problems)):
            return
        is_lost = cleaned.value is None
        faults = [word(each.code, **each.params) for each in cleaned.problems if is_lost or is_fault(each)]
        if faults:
            self[name].errors = [*self[name].errors, *faults]
            return
        entry.values[name] = cleaned.value
        said = [word(each.code, **each.params) for each in cleaned.problems]
        entry.warnings.extend(f"{self[name].label.text}：{words}" for words in said)
        if cleaned.approximate:
            entry.approximate.append(name)

    def refuse_taken(self, error: Refusal) -> None:
        """Put a taken key where it was typed, and keep which account has it."""
        self.refuse(error, "uid" if self.uid.data else "url" if self.url.data else "name")
        self.taken_id = error.params.get("account")


class AmendAccountForm(AccountForm):
    """The same for an account on file; ``version`` is what the officer saw."""

    version = HiddenField()
    clear_id_no = BooleanField(_l("删去登记的身份证号"))
    clear_phone = BooleanField(_l("删去登记的联系电话"))

    def fill(self, values: Mapping[str, Any], version: int) -> None:
        """Show what is on file, personal fields apart."""
        for name in ("platform", *TEXTS):
            if name not in PERSONAL:
                self[name].data = shown(values[name])
        self.version.data = str(version)

    def read(self, today: date, known: Mapping[str, Any] | None = None) -> Entry | None:
        """The same, and what was ticked to be erased."""
        entry = super().read(today, known)
        for name in PERSONAL:
            if entry is not None and self[f"clear_{name}"].data:
                entry.values[name] = None
        return entry


def shown(value: Any) -> str:
    """A value on file as it stands in its field."""
    return "" if value is None else str(value)


class ReasonForm(Form):
    """An act that needs its reason."""

    reason = TextAreaField(_l("理由"), [required(), at_most(500)])


class TransferForm(ReasonForm):
    """To which county, and why."""

    region = SelectField(_l("转到"), [required()])
