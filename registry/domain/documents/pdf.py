"""Documents as PDF, set by typst from one fixed template (paper.typ) with the numbers of layout.py.

The bytes are the same for the same content, trace and fonts: no clock is read, the date inside is the paper's
own.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import typst

from registry.domain.documents import content, layout
from registry.domain.documents.content import Document, Trace
from registry.domain.documents.fonts import Fonts, typst_fonts

_TEMPLATE: Final = files(__package__).joinpath("paper.typ").read_bytes()
_BREAK: Final = "\u200b"  # without width
_LONG_RUN: Final = re.compile(r"[!-~]{18,}")
_LONG_IN_CELL: Final = re.compile(r"[!-~]{11,}")
_SEPARATORS: Final = re.compile(r"[/?&=#_.-]+")
_LONG_ID: Final = re.compile(r"[A-Za-z0-9:]{13,}")
_UNDATED: Final = date(2000, 1, 1)  # inside the file of a draft that has no date yet

_NUMBERS: Final[dict[str, float | str]] = {
    "page_width": layout.PAGE_WIDTH_MM,
    "page_height": layout.PAGE_HEIGHT_MM,
    "margin_top": layout.MARGIN_TOP_MM,
    "margin_left": layout.MARGIN_LEFT_MM,
    "margin_right": layout.MARGIN_RIGHT_MM,
    "margin_bottom": layout.MARGIN_BOTTOM_MM,
    "type_width": layout.TYPE_WIDTH_MM,
    "line_pitch": layout.LINE_PITCH_PT,
    "size": layout.SIZE_3_PT,
    "title_size": layout.SIZE_2_PT,
    "facts_size": layout.FACTS_SIZE_PT,
    "sheet_size": layout.SHEET_SIZE_PT,
    "table_size": layout.TABLE_SIZE_PT,
    "row_limit": layout.ROW_LIMIT_MM,
    "issuer_top": layout.ISSUER_TOP_MM,
    "red": layout.RED,
    "doc_no_gap": layout.DOC_NO_GAP_LINES,
    "red_rule_gap": layout.RED_RULE_GAP_MM,
    "red_rule_width": layout.RED_RULE_WIDTH_MM,
    "red_rule_weight": layout.RED_RULE_WEIGHT_MM,
    "title_gap": layout.TITLE_GAP_LINES,
    "addressee_gap": layout.ADDRESSEE_GAP_LINES,
    "attachment_gap": layout.ATTACHMENT_GAP_LINES,
    "indent": layout.INDENT_CHARS,
    "seal_gap": layout.SEAL_GAP_LINES,
    "date_right": layout.DATE_RIGHT_CHARS,
    "page_no_gap": layout.PAGE_NO_GAP_MM,
    "page_no_size": layout.PAGE_NO_SIZE_PT,
    "trace_size": layout.TRACE_SIZE_PT,
    "trace_bottom": layout.TRACE_BOTTOM_MM,
    "imprint_size": layout.IMPRINT_SIZE_PT,
    "imprint_rule": layout.IMPRINT_RULE_MM,
    "imprint_inner_rule": layout.IMPRINT_INNER_RULE_MM,
    "draft_mark": layout.DRAFT_MARK,
    "approver": layout.APPROVER,
}


def render_pdf(document: Document, *, fonts: Fonts, trace: Trace | None = None, is_preprinted: bool = False) -> bytes:
    """One document as PDF; ``trace`` is the small line at the foot of a printed copy.

    ``is_preprinted``: for sheets that bear the red head already (预印红头套打); it is left out, all else stays in place.
    """
    return render_pdfs([(document, trace)], fonts=fonts, is_preprinted=is_preprinted)


def render_pdfs(
    papers: Sequence[tuple[Document, Trace | None]], *, fonts: Fonts, is_preprinted: bool = False, is_file: bool = False
) -> bytes:
    """Several documents in one PDF, each beginning on a page 1 of its own.

    ``is_file``: they are one file (卷宗), whose own page numbers stand in the upper outer corner; a cell "@3" of a table
    then prints on which of them the fourth paper begins.
    """
    shown = [_paper(document, trace) for document, trace in papers]
    faces = {name: {"families": face.families, "weight": face.weight} for name, face in fonts.faces}
    data = {"layout": _NUMBERS, "fonts": faces, "papers": shown}
    data |= {"preprinted": is_preprinted, "file": is_file}
    told = json.dumps(data, ensure_ascii=False)
    if any(_lacks(char, fonts) for char in set(told)):
        told = json.dumps(data | {"papers": _drawable(shown, fonts)}, ensure_ascii=False)
    made = _compiler(fonts).compile(
        input=_TEMPLATE,
        format="pdf",
        sys_inputs={"data": told},
        timestamp=_timestamp(papers[0][0]),
    )
    return bytes(made)


def undrawable(document: Document, fonts: Fonts) -> list[str]:
    """The characters of a document that no chosen font has, in order; the PDF spells them by their code."""
    texts = _texts(content.to_plain(document))
    return sorted({char for text in texts for char in text if _lacks(char, fonts)})


@cache
def _compiler(fonts: Fonts) -> Any:
    """One warm compiler per choice of fonts: what was loaded and shaped stays at hand."""
    return typst.Compiler(_TEMPLATE, font_paths=typst_fonts(fonts.folders), ignore_system_fonts=True)


def _paper(document: Document, trace: Trace | None) -> dict[str, Any]:
    """A document as the template takes it: its content, with what depends on it worked out."""
    plain = content.to_plain(document)
    plain.pop("given", None)
    for block, shown in zip(document.blocks, plain["blocks"], strict=True):
        if isinstance(block, content.Heading):
            shown["mark"] = block.mark
        if isinstance(block, content.Facts):
            shown["lines"] = [[asdict(fact) for fact in line] for line in block.lines]
    _hold_last_paragraph(plain["blocks"])
    plain = {name: _breakable(value) for name, value in plain.items()}
    size, tracking = layout.issuer_mark(document.issuer)
    return plain | {
        "is_letter": document.is_letter,
        "approver": document.approver,
        "doc_no": document.doc_no or ("" if not document.is_letter else layout.NO_NUMBER),
        "date_text": layout.date_text(document.dated_on),
        "issuer_size": size,
        "issuer_tracking": tracking,
        "trace": {"printed": trace.printed, "digest": trace.label} if trace else None,
    }


def _breakable(value: Any, runs: re.Pattern[str] = _LONG_RUN) -> Any:
    """``value`` with places where addresses and ids may break, which have none of their own: after separators, in long ids
    anywhere; sooner in the narrow columns of a table.
    """
    if isinstance(value, str):
        return runs.sub(_broken, value)
    if isinstance(value, dict):
        rows = _LONG_IN_CELL if value.get("type") == "table" else runs
        return {name: _breakable(item, rows if name == "rows" else runs) for name, item in value.items()}
    return [_breakable(item, runs) for item in value] if isinstance(value, list | tuple) else value


def _broken(run: re.Match[str]) -> str:
    parted = _SEPARATORS.sub(lambda found: found[0] + _BREAK, run[0])
    return _LONG_ID.sub(lambda found: _BREAK.join(found[0]), parted)


def _hold_last_paragraph(blocks: list[dict[str, Any]]) -> None:
    """Keep the last paragraph with the signer: no page may bear a seal without text (GB/T 9704 7.3.5.5)."""
    for place, block in enumerate(blocks):
        if block["type"] == "paragraph":
            after = blocks[place + 1]["type"] if place + 1 < len(blocks) else ""
            block["sticky"] = after == "seal"


def _drawable(value: Any, fonts: Fonts) -> Any:
    """``value`` with each character no font has spelled as 〔U+1F60A〕, at any depth."""
    if isinstance(value, str):
        if value.isascii():
            return value
        return "".join(f"〔U+{ord(char):04X}〕" if _lacks(char, fonts) else char for char in value)
    if isinstance(value, dict):
        return {key: _drawable(item, fonts) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(item, fonts) for item in value]
    return value


def _lacks(char: str, fonts: Fonts) -> bool:
    return char not in f"\n{_BREAK}\u200d\ufe0e\ufe0f" and not fonts.draws(char)


def _texts(value: Any) -> Iterator[str]:
    """Every text in ``value``, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _timestamp(document: Document) -> int:
    """Seconds since 1970 of the paper's own date, midnight UTC."""
    day = document.dated_on or _UNDATED
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
