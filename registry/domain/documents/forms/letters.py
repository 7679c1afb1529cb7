"""暂停更新、下架、关停处置建议函 (form 22): asks a platform, or for a website the communications administration, to
act.

The office suggests; the addressee acts under law and its own agreement with the user
(网络信息内容生态治理规定, 互联网用户公众账号信息服务管理规定). Access to a website is stopped by 通信管理局
(互联网信息服务管理办法 art. 19-23), after the superior office agreed: ``consent`` names that reply.
"""

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.documents.content import Blank, Block, Document, Fact, Paragraph, ReplySlip, SealPlace
from registry.domain.documents.forms import inputs
from registry.domain.documents.forms.inputs import AccountRef
from registry.domain.terms import DocumentKind, TargetKind, label

# What each letter suggests by target, where the officer has not written it otherwise.
SUGGESTED: dict[DocumentKind, dict[TargetKind, str]] = {
    DocumentKind.SUSPENSION_LETTER: {
        TargetKind.ACCOUNT: "暂停该账号发布和更新信息，并保存有关记录",
    },
    DocumentKind.DELISTING_LETTER: {
        TargetKind.ACCOUNT: "对该账号发布的上述内容予以下架，并保存有关记录",
        TargetKind.CONTENT: "对上述内容予以下架，停止传输，并保存有关记录",
        TargetKind.APP: "将该应用程序予以下架",
        TargetKind.MINI_PROGRAM: "将该小程序予以下架",
        TargetKind.WEBSITE: "对该网站上述内容予以下架，停止传输，并保存有关记录",
    },
    DocumentKind.SHUTDOWN_LETTER: {
        TargetKind.ACCOUNT: "关闭该账号，并保存有关记录",
        TargetKind.CONTENT: "关闭发布上述内容的账号，并保存有关记录",
        TargetKind.APP: "停止为该应用程序提供服务",
        TargetKind.MINI_PROGRAM: "停止为该小程序提供服务",
        TargetKind.WEBSITE: "依法核查，通知接入服务提供者停止为该网站提供接入服务",
    },
}


@dataclass(frozen=True)
class DisposalLetter:
    """``target`` are the addresses or ids to act on, one each; ``measures`` empty = the usual one for the target.

    ``days`` is how long a suspension lasts; the other letters have no term.
    """

    issuer: str
    addressee: str
    account: AccountRef | None
    target_kind: TargetKind
    target: tuple[str, ...]
    facts: tuple[str, ...]
    legal_basis: tuple[str, ...]
    contact: str
    phone: str
    doc_no: str = ""
    dated_on: date | None = None
    breached: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    reply_by: date | None = None
    consent: str = ""
    days: int = 0
    draft: bool = False
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


def build_suspension_letter(letter: DisposalLetter) -> Document:
    """暂停更新处置建议函; refuses ("documents.missing_fields") unless it is a draft or complete."""
    return _build(DocumentKind.SUSPENSION_LETTER, letter)


def build_delisting_letter(letter: DisposalLetter) -> Document:
    """下架处置建议函; refuses ("documents.missing_fields") unless it is a draft or complete."""
    return _build(DocumentKind.DELISTING_LETTER, letter)


def build_shutdown_letter(letter: DisposalLetter) -> Document:
    """关停处置建议函; refuses ("documents.missing_fields") unless it is a draft or complete."""
    return _build(DocumentKind.SHUTDOWN_LETTER, letter)


def _build(kind: DocumentKind, letter: DisposalLetter) -> Document:
    letter = inputs.tidied(letter)
    if not letter.measures:
        letter = replace(letter, measures=(SUGGESTED[kind][letter.target_kind],))
    inputs.check(kind, letter, draft=letter.draft)
    return Document(
        kind=kind,
        issuer=letter.issuer,
        title=label(kind),
        doc_no=letter.doc_no or None,
        addressee=inputs.gap(letter.addressee, "主送单位"),
        blocks=(*_body(kind, letter), SealPlace(), _feedback(label(kind), letter.doc_no)),
        attachments=letter.attachments,
        signer=letter.issuer,
        dated_on=letter.dated_on,
        draft=letter.draft,
        copies_to=letter.copies_to,
    )


def _body(kind: DocumentKind, letter: DisposalLetter) -> list[Block]:
    """What was found, on what basis, then on what to act, how, for how long, and by when to answer."""
    you = _courtesy(letter.addressee)
    account = str(letter.account) if letter.account else inputs.gap("", "账号")
    consent = f"经{inputs.clause(letter.consent)}同意，" if letter.consent else ""
    grounds = f"{inputs.breach(letter.breached)}{inputs.grounds(letter.legal_basis)}{consent}"
    reply = f"请{_by(letter.reply_by)}将处置情况函告{inputs.office_itself(letter.issuer)}"
    points = [
        ("处置对象", letter.target or (inputs.gap("", "处置对象"),)),
        ("建议措施", letter.measures),
        *([("暂停期限", (_term(letter, you),))] if kind is DocumentKind.SUSPENSION_LETTER else []),
        ("反馈期限", (reply,)),
    ]
    return [
        *inputs.findings(account, letter.facts, "事实"),
        Paragraph(f"{grounds}现函告{you}，建议作如下处置："),
        *(block for n, (title, texts) in enumerate(points, 1) for block in inputs.numbered(n, title, texts)),
        Paragraph(f"本函为处置建议，请{you}依照{_ground_of(letter)}核实后办理；认为不宜处置的，请说明理由。"),
        inputs.contact_line(letter.contact, letter.phone),
    ]


def _term(letter: DisposalLetter, you: str) -> str:
    """How long the account is to stand still; it comes back by itself, nobody has to ask for it."""
    days = inputs.gap(str(letter.days) if letter.days else "", "暂停天数")
    return f"自{you}采取措施之日起{days}日，期满恢复"


def _ground_of(letter: DisposalLetter) -> str:
    """What the addressee acts on: a platform also on its contract with the user, an authority on the law alone."""
    return (
        "职权和法律法规" if letter.addressee.endswith(("局", "办公室", "委员会", "厅", "部")) else "法律法规和服务协议"
    )


def _by(day: date | None) -> str:
    return f"于{inputs.day(day, '')}前" if day else "在收到本函后及时"


def _courtesy(addressee: str) -> str:
    """贵局, 贵公司 or 贵单位, by the name addressed."""
    for ending, word in (("局", "贵局"), ("公司", "贵公司")):
        if addressee.endswith(ending):
            return word
    return "贵单位"


def _feedback(title: str, doc_no: str) -> ReplySlip:
    """反馈栏: filled in by hand and sent back."""
    return ReplySlip(
        title="反馈栏",
        text=f"{inputs.gap(doc_no, '文号')}《{title}》收悉，处置情况如下：",
        facts=(Fact("处置结果", lines=2), Fact("处置时间"), Fact("未予处置的理由", lines=2)),
        lines=(
            (Blank("经办人（签名）：", 7), Blank("电话：", 7)),
            (Blank("（单位盖章）　　　　年　　月　　日"),),
        ),
    )
