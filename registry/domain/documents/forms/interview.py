"""约谈通知书 (form 5): asks the holder of an account to an interview.

约谈规定 (2015) art. 5: cause, time, place and who is to come are told beforehand. An interview is no penalty
(行政处罚法 art. 9 does not list it), and the notice says so.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from registry.domain.documents.content import Block, Document, Heading, Paragraph, SealPlace
from registry.domain.documents.forms import inputs
from registry.domain.documents.forms.inputs import AccountRef
from registry.domain.terms import DocumentKind, label

KIND = DocumentKind.INTERVIEW_NOTICE
WHEN = "时间"
"""Title of the point that names the time; how an issued notice is read again."""
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True)
class InterviewNotice:
    """``breached`` are the articles not kept, ``legal_basis`` those the interview rests on, each
    "《…》第…条".

    ``meets_at`` is local time; ``is_news_service`` says that 约谈规定 applies of itself rather than by
    analogy.
    """

    issuer: str
    addressee: str
    account: AccountRef | None
    facts: tuple[str, ...]
    legal_basis: tuple[str, ...]
    meets_at: datetime | None
    place: str
    attendees: str
    contact: str
    phone: str
    doc_no: str = ""
    dated_on: date | None = None
    breached: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    excuse_by: date | None = None
    is_person: bool = False
    is_news_service: bool = False
    draft: bool = False
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


def build_interview_notice(notice: InterviewNotice) -> Document:
    """The notice as a document; refuses ("documents.missing_fields") unless it is a draft or complete."""
    notice = inputs.tidied(notice)
    inputs.check(KIND, notice, draft=notice.draft)
    title = label(KIND)
    return Document(
        kind=KIND,
        issuer=notice.issuer,
        title=title,
        doc_no=notice.doc_no or None,
        addressee=inputs.gap(notice.addressee, "被约谈单位或者个人"),
        blocks=(*_body(notice), SealPlace(), inputs.receipt(title, notice.doc_no)),
        attachments=notice.attachments,
        signer=notice.issuer,
        dated_on=notice.dated_on,
        draft=notice.draft,
        copies_to=notice.copies_to,
    )


def _body(notice: InterviewNotice) -> list[Block]:
    """What was found, why they are asked, when, where, who, with what."""
    you = "你" if notice.is_person else "你单位"
    account = str(notice.account) if notice.account else inputs.gap("", "账号")
    grounds = inputs.grounds(notice.legal_basis, is_news_service=notice.is_news_service)
    reason = f"{inputs.breach(notice.breached)}{grounds}现就上述问题约谈{you}，有关事项通知如下："
    points = [
        (WHEN, inputs.moment(notice.meets_at, "约谈时间")),
        ("地点", inputs.gap(notice.place, "约谈地点")),
        ("参加人", inputs.gap(notice.attendees, "参加人")),
    ]
    if notice.materials:
        points.append(("携带材料", inputs.listed(notice.materials)))
    blocks = inputs.findings(f"{you}运营的{account}", notice.facts, "事由")
    blocks.append(Paragraph(reason))
    for number, (title, text) in enumerate(points, 1):
        blocks += inputs.numbered(number, title, (text,))
    return [*blocks, Paragraph(_rights(notice, you)), inputs.contact_line(notice.contact, notice.phone)]


def meeting_day(notice: Document) -> date | None:
    """The day an issued notice names for the interview, read from what it says; None where it names none."""
    texts = [block.text for block in notice.blocks if isinstance(block, Heading) and block.title == WHEN]
    found = _DAY.search(texts[0]) if texts else None
    return date(*map(int, found.groups())) if found else None


def _rights(notice: InterviewNotice, you: str) -> str:
    """How to be excused, and what the interview is and is not."""
    by = f"请于{inputs.day(notice.excuse_by, '')}前" if notice.excuse_by else "请在约谈前"
    return f"确有正当理由不能按时参加的，{by}书面说明。约谈不是行政处罚，约谈时{you}有权说明情况、陈述意见。"
