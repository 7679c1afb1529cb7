"""责令整改通知书 (form 7): orders what is to be put right, and by when.

行政处罚法 art. 28: an order to correct accompanies enforcement and is itself no penalty. It can be contested:
行政复议法 art. 20 (60 days), 行政诉讼法 art. 46 (6 months).
"""

from dataclasses import dataclass
from datetime import date

from registry.domain.documents.content import Block, Document, Paragraph, SealPlace
from registry.domain.documents.forms import inputs
from registry.domain.documents.forms.inputs import AccountRef
from registry.domain.terms import DocumentKind, label

KIND = DocumentKind.RECTIFICATION_ORDER
CONSEQUENCE = "逾期不改正或者改正不符合要求的，将依照有关法律、法规、规章的规定处理"


@dataclass(frozen=True)
class RectificationOrder:
    """``review_body`` decides a reconsideration, ``court`` a suit; where unnamed the notice speaks in
    general."""

    issuer: str
    addressee: str
    account: AccountRef | None
    facts: tuple[str, ...]
    legal_basis: tuple[str, ...]
    demands: tuple[str, ...]
    due_on: date | None
    contact: str
    phone: str
    doc_no: str = ""
    dated_on: date | None = None
    breached: tuple[str, ...] = ()
    consequence: str = CONSEQUENCE
    review_body: str = ""
    court: str = ""
    is_person: bool = False
    draft: bool = False
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


def build_rectification_order(order: RectificationOrder) -> Document:
    """The order as a document; refuses ("documents.missing_fields") unless it is a draft or complete."""
    order = inputs.tidied(order)
    inputs.check(KIND, order, draft=order.draft)
    title = label(KIND)
    return Document(
        kind=KIND,
        issuer=order.issuer,
        title=title,
        doc_no=order.doc_no or None,
        addressee=inputs.gap(order.addressee, "被责令单位或者个人"),
        blocks=(*_body(order), SealPlace(), inputs.receipt(title, order.doc_no)),
        attachments=order.attachments,
        signer=order.issuer,
        dated_on=order.dated_on,
        draft=order.draft,
        copies_to=order.copies_to,
    )


def _body(order: RectificationOrder) -> list[Block]:
    """Facts and basis, then what, by when, what follows, what can be done about it."""
    you = "你" if order.is_person else "你单位"
    office = inputs.office_itself(order.issuer)
    account = str(order.account) if order.account else inputs.gap("", "账号")
    grounds = f"{inputs.breach(order.breached)}{inputs.grounds(order.legal_basis)}"
    due = f"{inputs.day(order.due_on, '改正期限')}前改正完毕，并将书面整改报告和有关材料报{office}"
    return [
        *inputs.findings(f"{you}运营的{account}", order.facts, "违法事实"),
        Paragraph(f"{grounds}现责令{you}限期整改，有关事项通知如下："),
        *inputs.numbered(1, "整改内容", order.demands or (inputs.gap("", "改正内容"),)),
        *inputs.numbered(2, "整改期限", (due,)),
        *inputs.numbered(3, "逾期后果", (inputs.gap(order.consequence, "逾期后果"),)),
        *inputs.numbered(4, "权利和救济", (_remedies(order, you, office),)),
        inputs.contact_line(order.contact, order.phone),
    ]


def _remedies(order: RectificationOrder, you: str, office: str) -> str:
    """Statement and defence, reconsideration, suit, with their terms."""
    review = f"向{order.review_body}申请行政复议" if order.review_body else "依法申请行政复议"
    suit = f"向{order.court}提起行政诉讼" if order.court else "依法提起行政诉讼"
    return (
        f"{you}有权向{office}陈述、申辩。对本通知不服的，可以自收到本通知之日起六十日内{review}，"
        f"或者自收到本通知之日起六个月内{suit}"
    )
