"""An office's legal-basis library on a day: its own entries over the packaged ones, and when each was last compared.

A changed article is a new entry with its own dates; nothing is overwritten, so that a measure of last year still finds the
article of last year (行政处罚法 第三十七条). An article nobody has compared for some months is stale: it may have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from registry.domain import bases
from registry.domain.bases import BasisStatus, LegalBasis
from registry.domain.citations import Citation
from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months
from registry.domain.terms import MeasureKind


class Standing(StrEnum):
    """How sure the office is of an article today."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    STALE = "stale"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Check:
    """That somebody compared an article with the text in force; ``confirms``: its text, scope and the office's competence."""

    on: date
    by: str
    words: str = ""
    confirms: bool = False


@dataclass(frozen=True)
class Library:
    """``entries``: the office's own, confirmed by a second person, oldest first; ``checks`` by code, oldest first."""

    entries: tuple[LegalBasis, ...] = ()
    checks: Mapping[str, tuple[Check, ...]] = field(default_factory=dict)

    @cached_property
    def _versions(self) -> Mapping[str, tuple[LegalBasis, ...]]:
        """Every version of each article by the day it comes into force; from the first own one on only the own count."""
        found: dict[str, list[LegalBasis]] = {each.code: [each] for each in bases.all_bases()}
        for entry in self.entries:
            earlier = [each for each in found.get(entry.code, []) if _outlives(each, entry)]
            found[entry.code] = sorted([*earlier, entry], key=lambda each: each.in_force_from)
        return {code: tuple(self._known(each) for each in versions) for code, versions in found.items()}

    def _known(self, basis: LegalBasis) -> LegalBasis:
        """The article with its last comparison; one the office has confirmed is as good as one read in full."""
        checks = [each for each in self.checks.get(basis.code, ()) if basis.entry_id is None or _is_after(each, basis)]
        is_sure = basis.is_verified or any(each.confirms for each in checks)
        if not checks or not is_sure:
            return basis
        last = max(checks, key=lambda each: each.on)
        if basis.checked_on is not None and last.on < basis.checked_on:
            return basis
        return replace(basis, status=BasisStatus.VERIFIED, checked_on=last.on, checked_by=last.by)

    def versions(self, code: str) -> tuple[LegalBasis, ...]:
        """Every version of an article, the earliest first; none where the library lacks it."""
        return self._versions.get(code, ())

    def find(self, code: str, on: date) -> LegalBasis | None:
        """The version of an article that holds on a day: the last to have come into force, else the first to come."""
        versions = self.versions(code)
        begun = [each for each in versions if each.in_force_from <= on]
        return begun[-1] if begun else versions[0] if versions else None

    def get(self, code: str, on: date) -> LegalBasis:
        """The article of a code on a day. Raises Refusal("bases.unknown") where the library has none."""
        found = self.find(code, on)
        if found is None:
            raise Refusal("bases.unknown", basis=code)
        return found

    def all_on(self, on: date) -> tuple[LegalBasis, ...]:
        """Each article as it stands on a day, in the order of the library; the articles of one instrument together."""
        found = [self.get(code, on) for code in self._versions]
        order = {title: place for place, title in reversed(list(enumerate(each.title for each in found)))}
        return tuple(sorted(found, key=lambda each: order[each.title]))

    def for_kind(self, kind: MeasureKind, on: date) -> tuple[LegalBasis, ...]:
        """The articles in force on a day that may support such a measure; last those a county may not act on."""
        found = [each for each in self.all_on(on) if kind in each.for_kinds and each.is_in_force(on)]
        return tuple(sorted(found, key=lambda basis: basis.county_may is False))

    def standing(self, basis: LegalBasis, on: date, months: int) -> Standing:
        """How sure the office is of an article; stale from the day ``months`` after it was last compared."""
        if not basis.is_verified or basis.checked_on is None:
            return Standing.UNVERIFIED
        return Standing.STALE if add_months(basis.checked_on, months) <= on else Standing.VERIFIED

    def stale(self, on: date, months: int) -> tuple[LegalBasis, ...]:
        """The articles still in force that were sure once and have not been compared for ``months``."""
        living = (each for each in self.all_on(on) if each.is_in_force(on))
        return tuple(each for each in living if self.standing(each, on, months) is Standing.STALE)

    def cited_by(self, citation: Citation, on: date) -> LegalBasis | None:
        """The library's article of a citation, by the instrument's name with or without 中华人民共和国, and the article."""
        return next((each for each in self.all_on(on) if _is_cited(each, citation)), None)


PACKAGED = Library()
"""The library as it is delivered, where no office's own is asked for."""


def _outlives(basis: LegalBasis, entry: LegalBasis) -> bool:
    """Whether an earlier version still has days of its own once ``entry`` is on file."""
    return basis.in_force_from < entry.in_force_from


def _is_after(check: Check, basis: LegalBasis) -> bool:
    return basis.checked_on is None or check.on >= basis.checked_on


def _is_cited(basis: LegalBasis, citation: Citation) -> bool:
    return _bare(basis.title) == _bare(citation.title) and basis.article == citation.article


def _bare(title: str) -> str:
    return title.removeprefix("中华人民共和国")
