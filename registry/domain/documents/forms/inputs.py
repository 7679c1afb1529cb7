"""What the builders share: the account a paper speaks of, the fields it must hold, and how its sentences are
put.

Texts reach the paper as officers pasted them, so control characters (Word's vertical tab) and direction marks
that could turn a name round are taken out first.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from registry.domain.documents.content import Blank, Block, Heading, Paragraph, ReplySlip
from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind

# 约谈规定 (2015) art. 2: made for news information services; for any other account it lends its procedure
# only.
NEWS_INTERVIEW_RULE: Final = "《互联网新闻信息服务单位约谈工作规定》"

_LETTER: Final = {"doc_no": "文号", "addressee": "主送", "dated_on": "成文日期"}
_CASE: Final = {"account": "账号", "facts": "事实", "legal_basis": "依据"}
_CONTACT: Final = {"contact": "联系人", "phone": "联系电话"}
_DISPOSAL: Final = _LETTER | _CASE | {"target": "处置对象", "measures": "建议措施"} | _CONTACT

# Field of the inputs → its name on the form, as the ★ of the domain brief §5 have them.
REQUIRED: Final[dict[DocumentKind, dict[str, str]]] = {
    DocumentKind.INTERVIEW_NOTICE: _LETTER
    | {"account": "账号", "facts": "事由", "legal_basis": "依据"}
    | {"meets_at": "约谈时间", "place": "约谈地点", "attendees": "参加人"}
    | _CONTACT,
    DocumentKind.RECTIFICATION_ORDER: _LETTER
    | {"account": "账号", "facts": "违法事实", "legal_basis": "依据"}
    | {"demands": "改正内容", "due_on": "改正期限", "consequence": "逾期后果"}
    | _CONTACT,
    DocumentKind.SUSPENSION_LETTER: _DISPOSAL | {"days": "暂停期限"},
    DocumentKind.DELISTING_LETTER: _DISPOSAL,
    DocumentKind.SHUTDOWN_LETTER: _DISPOSAL,
    DocumentKind.SANCTION_RECORD: {"account": "账号", "compiled_by": "制表人", "dated_on": "制表日期"},
}

_KEPT: Final = "\n\u200d"  # a line break parts paragraphs; the joiner holds some emoji together
_T = TypeVar("_T")


@dataclass(frozen=True)
class AccountRef:
    """An account as a letter names it: platform label ("抖音"), name, id on the platform and, if known,
    address."""

    platform: str
    name: str
    uid: str = ""
    url: str = ""

    def __str__(self) -> str:
        site = self.platform in ("网站", "APP", "小程序")
        known_by = "标识" if site else "账号ID"
        uid = f"（{known_by}：{self.uid}）" if self.uid else f"（{self.url}）" if self.url else ""
        return f"{self.platform}“{self.name}”{uid}" if site else f"{self.platform}账号“{self.name}”{uid}"


def tidied(value: _T) -> _T:
    """``value`` with every text in it, at any depth, freed of what paper cannot carry; dates and enums as
    they are."""
    if isinstance(value, str):
        return value if type(value) is not str else _tidy(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(tidied(item) for item in value)  # type: ignore[return-value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: tidied(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changes)
    return value


def check(kind: DocumentKind, inputs: Any, *, draft: bool) -> None:
    """Refuse ("documents.missing_fields") unless every required field holds something; a draft may lack them.

    ``fields`` are the names of the inputs, ``labels`` the same in Chinese as the form has them.
    """
    required = REQUIRED[kind]
    missing = [name for name in required if _is_empty(getattr(inputs, name))]
    if missing and not draft:
        labels = "、".join(required[name] for name in missing)
        raise Refusal("documents.missing_fields", fields=missing, labels=labels, kind=kind)


def gap(value: str, label: str) -> str:
    """``value``, or on a draft that lacks it a gap that says what is to come."""
    return value or f"〔待填：{label}〕"


def day(value: date | None, label: str) -> str:
    """2026年10月9日: Arabic numerals without leading zeros (GB/T 9704 7.3.5.4), or a gap."""
    return gap(f"{value.year}年{value.month}月{value.day}日" if value else "", label)


def moment(value: datetime | None, label: str) -> str:
    """2026年10月16日14时30分, local time as given, or a gap."""
    return f"{day(value, label)}{value.hour}时{value.minute:02d}分" if value else gap("", label)


def sentence(text: str) -> str:
    """``text`` on one line, ending in a full stop, unless it ends a sentence already."""
    text = re.sub(r"\s*\n\s*", "", text).rstrip("；;，,、 ")
    return text if text.endswith(("。", "！", "？", "”")) else f"{text}。"


def clause(text: str) -> str:
    """``text`` without its closing mark, to stand inside a sentence."""
    return sentence(text).rstrip("。")


def listed(texts: Iterable[str]) -> str:
    """Several clauses one after the other: "A、B"; titles of laws follow each other the same way."""
    return "、".join(clause(text) for text in texts)


def numbered(number: int, title: str, texts: tuple[str, ...]) -> list[Block]:
    """A heading with its text run on; several texts stand below it as （一）（二）."""
    if len(texts) == 1:
        return [Heading(1, number, title, sentence(texts[0]))]
    items = [Heading(2, place, "", sentence(text)) for place, text in enumerate(texts, 1)]
    return [Heading(1, number, title), *items]


def findings(subject: str, facts: tuple[str, ...], label: str) -> list[Block]:
    """经查: what was found, in one paragraph, or for several facts as a list."""
    if len(facts) > 1:
        opening = Paragraph(f"经查，{subject}存在下列问题：")
        return [opening, *(Heading(2, place, "", sentence(fact)) for place, fact in enumerate(facts, 1))]
    return [Paragraph(f"经查，{subject}存在下列问题：{sentence(gap(''.join(facts), label))}")]


def breach(breached: tuple[str, ...]) -> str:
    """Which rule was not kept, as a sentence; nothing where none is named."""
    return f"上述情形不符合{listed(breached)}的规定。" if breached else ""


def grounds(legal_basis: tuple[str, ...], *, is_news_service: bool = True) -> str:
    """根据…，参照…: the basis of an act. The news-interview rule is followed by analogy unless it applies
    itself."""
    borrowed = [] if is_news_service else [one for one in legal_basis if one.startswith(NEWS_INTERVIEW_RULE)]
    own = [one for one in legal_basis if one not in borrowed]
    if not legal_basis:
        return f"根据{gap('', '依据')}，"
    parts = [f"根据{listed(own)}"] if own else []
    parts += [f"参照{listed(borrowed)}规定的程序"] if borrowed else []
    return "，".join(parts) + "，"


def office_itself(issuer: str) -> str:
    """How an office speaks of itself: 我办, 我局, 我委, else 本机关."""
    for ending, word in (("办公室", "我办"), ("局", "我局"), ("委员会", "我委")):
        if issuer.endswith(ending):
            return word
    return "本机关"


def contact_line(contact: str, phone: str) -> Paragraph:
    """Whom to call."""
    return Paragraph(f"联系人：{gap(contact, '联系人')}，联系电话：{gap(phone, '联系电话')}。")


def receipt(title: str, doc_no: str) -> ReplySlip:
    """回执: signed by who receives the paper and by two who serve it (民事诉讼法 art. 87: the signed date is
    service)."""
    return ReplySlip(
        title="回执",
        text=f"{gap(doc_no, '文号')}《{title}》已收到。",
        lines=(
            (Blank("收件人（签名）：", 8), Blank("身份：", 8)),
            (Blank("收到时间：　　　　年　　月　　日　　时　　分"),),
            (Blank("送达人（二人签名）：", 15),),
        ),
    )


def _is_empty(value: Any) -> bool:
    """Whether a field holds nothing: no value, only blank texts, an account without a name."""
    if isinstance(value, AccountRef):
        return not value.name
    return not value or (isinstance(value, tuple) and not any(value))


def _tidy(text: str) -> str:
    """Line ends as \\n, tabs as spaces; no control, direction or half characters."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    kept = (char for char in text if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn"))
    return "".join(kept).strip()
