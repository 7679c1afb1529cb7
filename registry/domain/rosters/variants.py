"""Holders of one county that are likely one and the same, under names that offices spell in several ways.

A proposal for an officer, never a decision. Bodies are likened by credit code, then by name; a person is joined to
another only where an identity number or a phone agrees as well, since two people bear one name every day and a wrong
link between them is worse than a missing one (domain brief §4; 个人信息保护法 art. 8).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from rapidfuzz import fuzz

from registry.domain.identifiers import normalise_name
from registry.domain.terms import HolderType

NEAR = 80.0
"""Likeness of two names less their endings, in percent, from which they may be one (rapidfuzz ratio)."""
SHORTEST = 4
"""Letters a name less its ending must have to be likened at all: of three, one letter is a third of the name."""
_ENDINGS = re.compile("(?:股份有限公司|有限责任公司|集团有限公司|有限公司|责任公司|(?<!分)公司|工作室|个体工商户)$")
_SERIAL = re.compile("[0-9a-z]+|[零一二三四五六七八九十百甲乙丙丁戊己庚辛东南西北中]")


class Likeness(StrEnum):
    """Why two holders are likely one."""

    USCC = "uscc"
    ID_NO = "id_no"
    NAME = "name"
    ENDING = "ending"
    NEAR = "near"
    NAME_AND_PHONE = "name_phone"
    NEAR_AND_PHONE = "near_phone"


SURENESS = {
    Likeness.USCC: 99,
    Likeness.ID_NO: 99,
    Likeness.NAME_AND_PHONE: 95,
    Likeness.NAME: 90,
    Likeness.NEAR_AND_PHONE: 80,
    Likeness.ENDING: 75,
    Likeness.NEAR: 60,
}
"""How sure each reason makes, in percent; the surest is followed first."""


@dataclass(frozen=True, slots=True)
class HolderLine:
    """What the comparison needs to know of a holder; the marks are keyed digests of identity numbers and phones."""

    id: int
    region_code: str
    name: str
    holder_type: HolderType | None = None
    uscc: str | None = None
    id_no_mark: str | None = None
    phone_marks: frozenset[str] = frozenset()
    accounts: int = 0

    @property
    def is_person(self) -> bool:
        """Whether it must be taken for a person: said to be one, or of unknown type with nothing of a body's name."""
        if self.holder_type is not None:
            return self.holder_type is HolderType.INDIVIDUAL
        return not self.uscc and not _ENDINGS.search(normalise_name(self.name))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Holders that are likely one: ids ascending, why (surest reason first), how sure in percent (the least of the
    reasons followed), and the one whose name is proposed as the right one.
    """

    members: tuple[int, ...]
    reasons: tuple[Likeness, ...]
    sureness: int
    kept: int


@dataclass(slots=True, eq=False)
class _Group:
    """A cluster as it grows, with what a further member must not contradict."""

    members: list[HolderLine]
    codes: set[str]
    numbers: set[str]
    are_persons: set[bool]
    apart: set[int]
    reasons: set[Likeness] = field(default_factory=set)


def find_clusters(lines: Iterable[HolderLine], apart: Sequence[frozenset[int]] = ()) -> list[Cluster]:
    """The clusters among these holders, the surest first; the order of ``lines`` makes no difference.

    ``apart``: sets of holders an officer said are not the same; no two of one set come into one cluster.
    """
    known = {line.id: line for line in lines}
    groups = {line.id: _start(line, apart) for line in known.values()}
    edges = sorted((-SURENESS[why], why.value, one, other) for (one, other), why in _likenesses(known).items())
    for _, why, one, other in edges:
        _join(groups, one, other, Likeness(why))
    found = {id(group): group for group in groups.values() if len(group.members) > 1}
    return sorted(map(_cluster, found.values()), key=lambda each: (-each.sureness, each.members))


def contradiction(lines: Iterable[HolderLine]) -> str | None:
    """The code of what forbids that these are one holder: "two_codes", "two_numbers", "two_kinds"; None for nothing."""
    given = list(lines)
    if len({line.uscc for line in given if line.uscc}) > 1:
        return "two_codes"
    if len({line.id_no_mark for line in given if line.id_no_mark}) > 1:
        return "two_numbers"
    said = {line.holder_type is HolderType.INDIVIDUAL for line in given if line.holder_type is not None}
    return "two_kinds" if len(said) > 1 else None


def _start(line: HolderLine, apart: Sequence[frozenset[int]]) -> _Group:
    return _Group(
        [line],
        {line.uscc} if line.uscc else set(),
        {line.id_no_mark} if line.id_no_mark else set(),
        set() if line.holder_type is None else {line.holder_type is HolderType.INDIVIDUAL},
        {place for place, each in enumerate(apart) if line.id in each},
    )


def _join(groups: dict[int, _Group], one: int, other: int, why: Likeness) -> None:
    """Make one group of two, unless they contradict each other or were said to be apart."""
    left, right = groups[one], groups[other]
    if left is right:
        return
    if any(len(a | b) > 1 for a, b in ((left.codes, right.codes), (left.numbers, right.numbers))):
        return
    if len(left.are_persons | right.are_persons) > 1 or left.apart & right.apart:
        return
    left.members += right.members
    left.codes |= right.codes
    left.numbers |= right.numbers
    left.are_persons |= right.are_persons
    left.apart |= right.apart
    left.reasons |= right.reasons | {why}
    groups.update({line.id: left for line in right.members})


def _cluster(group: _Group) -> Cluster:
    reasons = sorted(group.reasons, key=lambda why: (-SURENESS[why], why.value))
    kept = max(group.members, key=_fitness)
    members = tuple(sorted(line.id for line in group.members))
    return Cluster(members, tuple(reasons), min(SURENESS[why] for why in reasons), kept.id)


def _fitness(line: HolderLine) -> tuple[int, int, int, int]:
    """What makes a name the right one: most accounts, then the longest; of two as long the one with nothing but letters."""
    return line.accounts, len(normalise_name(line.name)), -len(line.name), -line.id


def _likenesses(known: dict[int, HolderLine]) -> dict[tuple[int, int], Likeness]:
    """Each pair (smaller id first) that is alike, with its surest reason."""
    found: dict[tuple[int, int], Likeness] = {}
    for bucket in _buckets(known.values()):
        for one, other in _pairs(bucket):
            why = _why(known[one], known[other])
            if why is not None:
                found[one, other] = why
    return found


def _buckets(lines: Iterable[HolderLine]) -> Iterator[set[int]]:
    """Holders that share something worth a look; two names one letter apart share what is left without it."""
    shared: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for line in lines:
        for kind, text in _traits(line):
            shared[line.region_code, kind, text].add(line.id)
    yield from (bucket for bucket in shared.values() if len(bucket) > 1)


def _traits(line: HolderLine) -> Iterator[tuple[str, str]]:
    if line.uscc:
        yield "uscc", line.uscc
    if line.id_no_mark:
        yield "id_no", line.id_no_mark
    name, core = _names(line.name)
    marks = sorted(line.phone_marks) if line.is_person else [""]
    for mark in marks if name else ():
        yield "name", f"{mark} {name}"
        if len(core) >= SHORTEST or not line.is_person:
            yield "near", f"{mark} {core}"
        if len(core) >= SHORTEST:
            yield from (("near", f"{mark} {core[:place]}{core[place + 1 :]}") for place in range(len(core)))


def _pairs(bucket: set[int]) -> Iterator[tuple[int, int]]:
    """Every pair of a small bucket; of a large one each with the first, which joins what is equal all the same."""
    ids = sorted(bucket)
    if len(ids) <= 60:
        yield from combinations(ids, 2)
    else:
        yield from ((ids[0], other) for other in ids[1:])


def _why(one: HolderLine, other: HolderLine) -> Likeness | None:
    """The surest reason to take two holders for one; for persons never a name alone."""
    if one.uscc and one.uscc == other.uscc:
        return Likeness.USCC
    if one.id_no_mark and one.id_no_mark == other.id_no_mark:
        return Likeness.ID_NO
    if not normalise_name(one.name) or not normalise_name(other.name):
        return None
    if one.is_person or other.is_person:
        return _why_persons(one, other)
    (name, core), (other_name, other_core) = _names(one.name), _names(other.name)
    if name == other_name:
        return Likeness.NAME
    if core == other_core:
        return Likeness.ENDING
    return Likeness.NEAR if _are_near(core, other_core) else None


def _why_persons(one: HolderLine, other: HolderLine) -> Likeness | None:
    if not one.phone_marks & other.phone_marks:
        return None
    name, other_name = normalise_name(one.name), normalise_name(other.name)
    if name == other_name:
        return Likeness.NAME_AND_PHONE
    return Likeness.NEAR_AND_PHONE if _are_near(name, other_name) else None


def _names(name: str) -> tuple[str, str]:
    """The comparable form of a name, whole and without the ending that says what kind of body it is."""
    whole = normalise_name(name)
    return whole, _ENDINGS.sub("", whole) or whole


def _are_near(one: str, other: str) -> bool:
    """Whether two names may be one misspelt; 第一中学 and 第二中学, 东街 and 西街 are no misspellings."""
    if min(len(one), len(other)) < SHORTEST or _SERIAL.findall(one) != _SERIAL.findall(other):
        return False
    return fuzz.ratio(one, other) >= NEAR
