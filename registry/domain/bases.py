"""The legal-basis library: on which article a measure may rest, and how sure we are of it.

A sanction needs a law, regulation or rule behind it (行政处罚法 第十六条); points and tiers are none. The
packaged seed (data/bases.toml) says what was read in full and what was not. Summaries are ours, never the
wording.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.terms import MeasureKind, TargetKind


class BasisStatus(StrEnum):
    """Verified: the full text was read. Unverified: an officer must confirm it before a paper is issued."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class BasisLevel(StrEnum):
    """Rank of the instrument; a normative document (规范性文件) can found no penalty."""

    LAW = "law"
    REGULATION = "regulation"
    RULE = "rule"
    NORMATIVE = "normative"


class BasisRole(StrEnum):
    """What an article does: forbid, empower, bind the platform, order the procedure, state a principle."""

    PROHIBITS = "prohibits"
    EMPOWERS = "empowers"
    PLATFORM = "platform"
    PROCEDURE = "procedure"
    PRINCIPLE = "principle"


class EntryState(StrEnum):
    """Where an office's own entry stands: a second person confirms it, or it is taken back before."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One article of the library.

    ``text`` is a summary in our words. ``for_kinds`` are the measures it may support, none where it only
    forbids or orders procedure; ``for_targets`` what they may be aimed at, none where any. ``county_may``: may a county office act on it; None = check its own powers.
    ``number``: the instrument's own (文号), "" where not known; ``entry_id``: the office's own entry, None where packaged.
    """

    code: str
    title: str
    article: str
    issuer: str
    level: BasisLevel
    role: BasisRole
    text: str
    for_kinds: tuple[MeasureKind, ...]
    for_targets: tuple[TargetKind, ...]
    county_may: bool | None
    in_force_from: date
    in_force_to: date | None
    status: BasisStatus
    source: str
    checked_on: date | None
    note: str
    number: str = ""
    checked_by: str = ""
    entry_id: int | None = None

    @property
    def is_verified(self) -> bool:
        """Whether a paper may be issued on it without an officer's confirmation."""
        return self.status is BasisStatus.VERIFIED

    def is_in_force(self, on: date) -> bool:
        """Whether the article was in force on a day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


def all_bases() -> tuple[LegalBasis, ...]:
    """Every article of the packaged library, in its order."""
    return tuple(_library().values())


def find(code: str) -> LegalBasis | None:
    """The article of a code like "ecosystem-34", or None."""
    return _library().get(code)


def get(code: str) -> LegalBasis:
    """The article of a code. Raises Refusal("bases.unknown") where the library has none."""
    basis = find(code)
    if basis is None:
        raise Refusal("bases.unknown", basis=code)
    return basis


def for_kind(kind: MeasureKind, on: date | None = None) -> tuple[LegalBasis, ...]:
    """The articles that may support a measure of this kind, those in force ``on`` a day where one is given.

    What a county office may not act on comes last: it is shown, with its note, so that the officer knows to
    refer the matter upward.
    """
    found = [b for b in all_bases() if kind in b.for_kinds and (on is None or b.is_in_force(on))]
    return tuple(sorted(found, key=lambda basis: basis.county_may is False))


def cite(basis: LegalBasis) -> str:
    """The article as a paper cites it: 《中华人民共和国行政处罚法》第二十八条."""
    return f"《{basis.title}》{basis.article}"


def article_breached(violation_code: str) -> str | None:
    """Article and item a violation code stands for, as cited: "7-3" → 《…生态治理规定》第七条第三项.

    None for the codes of a rulebook's own ("P-1"): their article stands in the rulebook.
    """
    code = _breaches().get(violation_code)
    return None if code is None else cite(get(code)) + item_breached(violation_code)


def item_breached(violation_code: str) -> str:
    """The item of its article a violation code stands for: "7-3" → 第三项."""
    return f"第{_numeral(int(violation_code.rsplit('-', 1)[1]))}项"


def basis_breached(violation_code: str) -> LegalBasis | None:
    """The article a violation code stands for, or None for a code of the office's own."""
    code = _breaches().get(violation_code)
    return get(code) if code else None


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("registry.domain") / "data" / "bases.toml").read_text(encoding="utf-8"))


@cache
def _library() -> dict[str, LegalBasis]:
    bases = [_basis(instrument, row) for instrument in _data()["instruments"] for row in instrument["articles"]]
    return {basis.code: basis for basis in bases}


@cache
def _breaches() -> dict[str, str]:
    return {code: basis for basis, codes in _data()["breaches"].items() for code in codes.split()}


def _basis(instrument: Mapping[str, Any], row: Mapping[str, Any]) -> LegalBasis:
    """One article; what its row leaves out is the instrument's."""
    return LegalBasis(
        code=f"{instrument['id']}-{row['no']}",
        title=instrument["title"],
        article=row["article"],
        issuer=instrument["issuer"],
        level=BasisLevel(instrument["level"]),
        role=BasisRole(row["role"]),
        text=row["text"],
        for_kinds=tuple(MeasureKind(kind) for kind in row.get("for_kinds", ())),
        for_targets=tuple(TargetKind(kind) for kind in row.get("for_targets", ())),
        county_may=row.get("county_may"),
        in_force_from=instrument["in_force_from"],
        in_force_to=instrument.get("in_force_to"),
        status=BasisStatus(instrument["status"]),
        source=instrument["source"],
        checked_on=instrument.get("checked_on"),
        number=instrument.get("number", ""),
        note="".join(note for note in (row.get("note"), instrument.get("note")) if note),
    )


def _numeral(number: int) -> str:
    """A number up to 99 in Chinese: 3 → 三, 11 → 十一, 34 → 三十四."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones or not tens else "")
