"""Each form of the catalogue filled as an office would, from one table of what is written in its fields."""

from datetime import date, datetime
from typing import Any

from registry.domain.documents import content
from registry.domain.documents.catalogue import Field, FieldKind, forms
from registry.domain.documents.content import Document
from registry.domain.documents.sheets import Sheet, build_sheet
from registry.domain.terms import DocumentKind

SHEETS = [kind for kind, form in forms().items() if not form.is_own]
OFFICE = "禾川县互联网信息办公室"
GIVEN: dict[str, Any] = {
    "account": "抖音账号“禾川身边事”（账号ID：hcsbs_2021）",
    "addressee": "禾川县云帆文化传媒有限公司",
    "cause": "涉嫌发布无来源的不实信息",
    "facts": ("2026年11月20日，发布短视频1条，编造虚假信息", "2026年11月22日，再次发布同类短视频1条"),
    "legal_basis": ("《网络信息内容生态治理规定》第三十四条",),
    "officers": ("周敏　执法证号甲0001", "陈力　执法证号甲0002"),
    "evidence_rows": ("视频截图3张｜账号主页｜2026-11-20｜周敏｜7c1e90ab44d2f308",),
    "index_rows": ("禾网信约〔2026〕5号｜约谈通知书｜2026-11-20｜1-2",),
}


def written(field: Field) -> Any:
    """What is written in a field: as given, as the form suggests, or its name."""
    if field.name in GIVEN:
        return GIVEN[field.name]
    plain = {
        FieldKind.DAY: date(2026, 12, 9),
        FieldKind.MOMENT: datetime(2026, 12, 1, 9, 30),  # noqa: DTZ001 - the wall clock of the place
        FieldKind.CHOICE: (field.options or ("",))[0],
    }
    if field.kind in plain:
        return plain[field.kind]
    text = field.suggest or f"〈{field.label}〉"
    return (text,) if field.kind in (FieldKind.LINES, FieldKind.ROWS) and isinstance(text, str) else text


def filled(kind: DocumentKind, **changes: Any) -> Document:
    """A form with every field filled, but for ``changes``."""
    form = forms()[kind]
    values = {field.name: written(field) for field in form.asked}
    values.update({name: value for name, value in changes.items() if name in values})
    doc_no = f"禾网信{form.code}〔2026〕3号"
    return build_sheet(Sheet(kind, OFFICE, values, doc_no=doc_no, dated_on=date(2026, 11, 24)))


def words(document: Document) -> str:
    """All a paper says, a line for each block, cell or row."""
    lines = [f"《{document.title}》 {document.doc_no}", *([f"{document.addressee}："] if document.addressee else [])]
    lines += [f"签发人：{document.approver}"] if document.approver else []
    for block in document.blocks:
        match block:
            case content.Paragraph():
                lines.append(block.text)
            case content.Heading():
                lines.append(f"{block.mark}{block.title}　{block.text}")
            case content.Facts():
                lines += [f"[{fact.label}] {fact.value.replace(chr(10), ' / ')}" for fact in block.rows]
            case content.Table():
                lines += [f"<{block.caption}> {'｜'.join(block.headers)}", *("｜".join(row) for row in block.rows)]
            case content.SignatureLines():
                lines += ["".join(f"{blank.label}{'_' * blank.chars}" for blank in line) for line in block.lines]
            case content.ReplySlip():
                lines.append(f"({block.title}) {block.text}")
            case content.SealPlace():
                lines.append(f"({document.signer} 盖章)")
    return "\n".join(lines)
