"""Document numbers (发文字号): 机关代字 + type code + 〔year〕 + number, as 党政机关公文处理工作条例 art.
9(5) has them.

The counter itself (per office, type and year, without gaps) is the store's; here is only how a number is
written. The type codes are ours: no published set of the network-information offices was found, so an
office's own 代字 is the prefix and each kind keeps a series, and thereby a counter, of its own.
"""

import re
from typing import Final, NamedTuple

from registry.domain.documents.catalogue import forms
from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind

# Full-width 〔〕 (U+3014, U+3015), a four-digit year, no leading zero, no 第.
DOC_NO: Final = re.compile(r"(?P<series>[\u4e00-\u9fa5]{2,12})〔(?P<year>20\d{2})〕(?P<number>[1-9]\d{0,4})号")


class DocNo(NamedTuple):
    """A document number taken apart; ``series`` is 机关代字 with the type code."""

    series: str
    year: int
    number: int


def series(prefix: str, kind: DocumentKind, code: str | None = None) -> str:
    """The series of an office's papers of one kind: 机关代字 ``prefix`` ("禾网信") + the form's word → "禾网信约".

    ``code``: the office's own word for the kind, where it has one.
    """
    return prefix + (code or forms()[kind].code)


def format_doc_no(series: str, year: int, number: int) -> str:
    """Write a number: ("禾网信约", 2026, 5) → "禾网信约〔2026〕5号".

    Refuses ("documents.bad_number") what would not be a well-formed number, such as a prefix not Chinese.
    """
    doc_no = f"{series}〔{year}〕{number}号"
    if not DOC_NO.fullmatch(doc_no):
        raise Refusal("documents.bad_number", doc_no=doc_no)
    return doc_no


def parse_doc_no(text: str) -> DocNo:
    """Take a written number apart; refuses ("documents.bad_number") anything malformed."""
    found = DOC_NO.fullmatch(text)
    if not found:
        raise Refusal("documents.bad_number", doc_no=text)
    return DocNo(found["series"], int(found["year"]), int(found["number"]))
