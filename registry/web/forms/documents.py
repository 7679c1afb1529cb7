"""Forms of papers: what an officer still has to say on each, in the groups it is asked in.

A draft may lack anything; what an issued paper must hold is asked for only when it is issued (``is_issuing``).
"""

from dataclasses import fields
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, StopValidation, ValidationError

from registry.domain.terms import DocumentKind
from registry.services.papers import Details
from registry.web.forms import Form, at_most

LINES_LENGTH = 4000
Layout = tuple[tuple[str, tuple[str, ...]], ...]
"""Groups of a form: (legend, fields); "due_on/w6" is half a line wide, a field by itself a whole one."""

ENDING: Layout = (
    (_l("联系人"), ("contact/w6", "phone/w6")),
    (_l("附件和抄送"), ("attachments", "copies_to")),
)


class Needed:
    """The field must be filled before the paper is issued; a draft may leave it open."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __call__(self, form: "PaperForm", field: Any) -> None:
        """Refuse an empty field when the paper is being issued."""
        if form.is_issuing and not field.data and not "".join(field.raw_data or ()).strip():
            field.errors[:] = []
            raise StopValidation(_("定稿前要填这一项"))


class LinesField(TextAreaField):  # type: ignore[misc]  # WTForms has no types
    """Several texts, one a line; ``data`` is a tuple of them."""

    def process_data(self, value: Any) -> None:
        """Take the texts as the register has them."""
        self.data = tuple(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the lines as they were typed, empty ones left out."""
        text = valuelist[0] if valuelist else ""
        self.data = tuple(line.strip() for line in text.splitlines() if line.strip())

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def pre_validate(self, form: Any) -> None:
        """A paper is a few pages."""
        if sum(map(len, self.data or ())) > LINES_LENGTH:
            raise ValidationError(_("太长了，最多 %(n)s 个字", n=LINES_LENGTH))


def text(words: Any, *, needed: bool = False, length: int = 200, **more: Any) -> StringField:
    """A line of text."""
    return StringField(words, [*([Needed()] if needed else []), at_most(length)], **more)


def lines(words: Any, *, needed: bool = False, **more: Any) -> LinesField:
    """Several texts, one a line."""
    return LinesField(words, [Needed()] if needed else [], **more)


def day(words: Any, *, needed: bool = False, **more: Any) -> DateField:
    """A date."""
    return DateField(words, [Needed()] if needed else [Optional()], **more)


class PaperForm(Form):
    """What every paper asks: whom the reader is to call. Subclasses add what only they say."""

    LAYOUT: Layout = ()
    contact = text(_l("联系人"), needed=True, length=60)
    phone = text(_l("联系电话"), needed=True, length=40, description=_l("办公电话，会印在文书上"))
    attachments = lines(_l("附件"), description=_l("一行一个附件名称，没有就空着"))
    copies_to = lines(_l("抄送"), description=_l("一行一个单位，没有就空着"))
    again = BooleanField(_l("再发一份"), description=_l("已经定稿过同样的文书，确实要另编一个号再发一份"))

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "documents.meets_in_past": "meets_at",
        "documents.meets_after_effect": "meets_at",
        "documents.excuse_out_of_order": "excuse_by",
        "documents.due_in_past": "due_on",
        "documents.due_differs": "due_on",
        "documents.term_differs": "days",
        "documents.reply_in_past": "reply_by",
        "documents.issued_already": "again",
    }

    @property
    def is_issuing(self) -> bool:
        """Whether the paper is being issued and not looked at."""
        return "issue" in request.form

    @property
    def details(self) -> Details:
        """What was typed, as the service takes it."""
        names = {field.name for field in fields(Details)} & set(self._fields)
        return Details(**{name: self[name].data for name in names if self[name].data is not None})


class HolderForm(PaperForm):
    """A paper to the holder of an account."""

    addressee = text(_l("主送"), needed=True, length=120, description=_l("账号主体的全称或姓名"))
    is_person = BooleanField(_l("主送的是个人"), description=_l("勾上则行文用“你”，不勾用“你单位”"))
    facts = lines(
        _l("事由"), needed=True, description=_l("一行一件；完整的证件号码和手机号会自动打码，不写无关的个人信息")
    )
    breached = lines(_l("不符合的规定"), description=_l("由违规情形带出，一行一条，如《…规定》第七条第三项"))


class InterviewForm(HolderForm):
    """约谈通知书: cause, time, place, who comes with what (约谈规定 第五条)."""

    meets_at = DateTimeLocalField(_l("约谈时间"), [Needed(), Optional()], format="%Y-%m-%dT%H:%M")
    excuse_by = day(_l("请假截止日"), description=_l("不能来的，在这天前书面说明；不填则印“请在约谈前”"))
    place = text(_l("约谈地点"), needed=True)
    attendees = text(_l("参加人"), needed=True)
    materials = lines(_l("携带材料"), description=_l("一行一项"))
    is_news_service = BooleanField(
        _l("对方持有互联网新闻信息服务许可"), description=_l("勾上则直接依据约谈规定行文，不勾写“参照……规定的程序”")
    )
    LAYOUT = (
        (_l("时间、地点、参加人"), ("meets_at/w6", "excuse_by/w6", "place", "attendees", "materials")),
        (_l("发给谁、为什么"), ("addressee", "is_person", "facts", "breached", "is_news_service")),
        *ENDING,
    )


class OrderForm(HolderForm):
    """责令整改通知书: what to put right, by when, what follows, what can be done about it (行政处罚法 第二十八条)."""

    basis_code = SelectField(_l("依据"), description=_l("先核对本办有没有责令改正的权限"))
    demands = lines(_l("整改内容"), needed=True, description=_l("一行一项，写得可以逐项复查"))
    due_on = day(_l("整改期限"), needed=True, description=_l("到这一天为止"))
    consequence = text(_l("逾期后果"), needed=True, length=500)
    review_body = text(_l("复议机关"), length=120, description=_l("如“××县人民政府”；不填则印“依法申请行政复议”"))
    court = text(_l("起诉的法院"), length=120, description=_l("如“××县人民法院”；不填则印“依法提起行政诉讼”"))
    LAYOUT = (
        (_l("改什么、何时改完"), ("demands", "due_on/w6", "consequence")),
        (_l("发给谁、为什么"), ("addressee", "is_person", "facts", "breached", "basis_code")),
        (_l("权利和救济"), ("review_body/w6", "court/w6")),
        *ENDING,
    )


class LetterForm(PaperForm):
    """处置建议函: to the platform or the administration that can act."""

    addressee = text(
        _l("主送"), needed=True, length=120, description=_l("能执行的单位：平台公司；停止网站接入的，为通信管理局")
    )
    facts = lines(
        _l("事实"), needed=True, description=_l("一行一件；完整的证件号码和手机号会自动打码，不写无关的个人信息")
    )
    breached = lines(_l("不符合的规定"), description=_l("由违规情形带出，一行一条，如《…规定》第六条第八项"))
    measures = lines(_l("建议措施"), needed=True, description=_l("一行一项"))
    reply_by = day(_l("反馈期限"), description=_l("请对方在这一天前函告处置情况"))
    consent = text(_l("经哪个上级机关同意"), length=120, description=_l("只填机关名称；停止网站接入须先经上级同意"))
    LAYOUT = (
        (_l("建议怎么办"), ("measures", "reply_by/w6")),
        (_l("发给谁、为什么"), ("addressee", "facts", "breached", "consent")),
        *ENDING,
    )


class SuspensionForm(LetterForm):
    """暂停更新处置建议函: the letter with its term."""

    days = IntegerField(
        _l("暂停多少天"),
        [Needed(), Optional(), NumberRange(1, 365, _l("填 1 到 365 的整数"))],
        description=_l("一般 7、15、30 日，期满自动恢复"),
    )
    LAYOUT = ((_l("建议怎么办"), ("measures", "days/w6", "reply_by/w6")), *LetterForm.LAYOUT[1:])


class RecordForm(PaperForm):
    """处置记录表: filled from the ledger, signed by hand."""

    contact = phone = attachments = copies_to = None  # type: ignore[assignment]  # a form for the file, sent to nobody
    compiled_by = text(_l("制表人"), needed=True, length=60)
    LAYOUT = ((_l("制表"), ("compiled_by",)),)


class VerifyForm(Form):
    """A file or the code at the foot of a paper, to be told what it is."""

    digest = StringField(_l("文稿校验码"), [at_most(100)], description=_l("页脚的 16 位，或者完整的 SHA-256"))
    file = FileField(_l("或者上传文件"))
    FIELDS = {"documents.bad_digest": "digest"}  # noqa: RUF012 - see above


class VoidForm(Form):
    """Why an issued paper is voided."""

    reason = TextAreaField(_l("作废的理由"), [at_most(500)], id="void-reason")
    FIELDS = {"documents.void_reason_missing": "reason"}  # noqa: RUF012 - see above


FORMS: dict[DocumentKind, type[PaperForm]] = {
    DocumentKind.INTERVIEW_NOTICE: InterviewForm,
    DocumentKind.RECTIFICATION_ORDER: OrderForm,
    DocumentKind.SUSPENSION_LETTER: SuspensionForm,
    DocumentKind.DELISTING_LETTER: LetterForm,
    DocumentKind.SHUTDOWN_LETTER: LetterForm,
    DocumentKind.SANCTION_RECORD: RecordForm,
}
