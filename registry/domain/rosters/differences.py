"""What a row would change in an account: field by field, old → new, and what is no change at all.

A blank never erases; the same said less exactly (2023 beside 2023-05-01), otherwise spelled (full-width
brackets,
another order of two telephones) or masked by our own export (138****2210) is no change (issue: rosters).
"""

import re
from collections.abc import Mapping
from operator import itemgetter

from registry.domain import identifiers
from registry.domain.rosters.fields import DERIVED, FIELDS, Kind
from registry.domain.rosters.shapes import CellProblem, Level, Sealed, Value, problem
from registry.domain.rosters.tidy import folded

Changes = dict[str, tuple[Value, Value]]
_STARS = re.compile(r"[*•●∗]+|(?<=\d)[xX×]{3,}")
PROSE = frozenset({"contact", "address", "supervisor", "remark"})
"""Fields of free text, in which our own export masks the numbers that belong elsewhere."""
OPEN_TEXTS = frozenset({"name", "holder", "verified", "licence", "mcn", "filing_no"})
"""Fields that are not sealed since they are searched and compared, in which it masks them too."""
_PLAIN = itemgetter(*(field.name for field in FIELDS if not field.personal and field.name not in DERIVED))
_PERSONAL = [field.name for field in FIELDS if field.personal]
_COMPARED = [(field.name, field.kind, field.personal) for field in FIELDS if field.name not in DERIVED]


def differences(
    old: Mapping[str, Value | Sealed], new: Mapping[str, Value]
) -> tuple[Changes, list[tuple[str, CellProblem]]]:
    """The fields of ``new`` that differ from ``old``, and what the officer should know of those left alone."""
    changes: Changes = {}
    notes: list[tuple[str, CellProblem]] = []
    if _PLAIN(old) == _PLAIN(new) and _says_no_more(old, new):
        return changes, notes
    for name, kind, personal in _COMPARED:
        value, before = new[name], old.get(name)
        if value is None or value == before:
            continue
        if isinstance(before, Sealed):
            before = before.beside(value)
        if (name in PROSE or name in OPEN_TEXTS) and isinstance(value, str) and isinstance(before, str):
            value = identifiers.restore_inside(value, before)
        if value is None or value == before:
            continue
        if personal and identifiers.is_masked(str(value)):
            if not is_mask_of(str(value), str(before or "")):
                notes.append((name, problem(Level.WARNING, "masked_value")))
        elif not is_same(kind, before, value, platform=str(new["platform"])):
            changes[name] = (before, value)
    notes += _derived(old, new)
    if _is_older(old.get("followers_on"), new["followers_on"]):
        for name in {"followers", "followers_on"} & set(changes):
            del changes[name]
        notes.append(("followers_on", problem(Level.NOTE, "older_count", known=old["followers_on"])))
    return changes, notes


def _says_no_more(old: Mapping[str, Value | Sealed], new: Mapping[str, Value]) -> bool:
    """Whether the personal and the derived fields say nothing that is not on file."""
    if any(new[name] is not None for name in DERIVED):
        return False
    for name in _PERSONAL:
        value, known = new[name], old[name]
        if value is not None and value != (known.beside(value) if isinstance(known, Sealed) else known):
            return False
    return True


def _derived(old: Mapping[str, Value | Sealed], new: Mapping[str, Value]) -> list[tuple[str, CellProblem]]:
    """Tier and influence are derived by the rules; what a roster says otherwise is only told."""
    return [
        (name, problem(Level.NOTE, "derived_differs", written=str(new[name]), known=str(old[name])))
        for name in sorted(DERIVED)
        if new[name] is not None and old.get(name) is not None and new[name] != old[name]
    ]


def _is_older(known: Value | Sealed, new: Value) -> bool:
    """Whether a count was taken before the one the register has."""
    if not isinstance(known, str) or not isinstance(new, str):
        return False
    shared = min(len(known), len(new))
    return new[:shared] < known[:shared]


def is_same(kind: Kind, old: Value, new: Value, *, platform: str) -> bool:
    """Whether two values of one field say the same, or the new one says less of the same."""
    if old == new:
        return True
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    if kind is Kind.DATE:
        return old.startswith(new)
    if kind is Kind.PHONE:
        return set(identifiers.phone.split(new)) <= set(identifiers.phone.split(old))
    if kind is Kind.URL:
        return identifiers.url.compact(old) == identifiers.url.compact(new)
    if kind is Kind.UID:
        return identifiers.uid.compact(old, platform) == identifiers.uid.compact(new, platform)
    return folded(old) == folded(new)


def is_mask_of(masked: str, plain: str) -> bool:
    """Whether ``masked`` shows the first and last characters of ``plain``, part by part where there are
    several.
    """
    shown, whole = masked.split("、"), plain.split("、")
    return len(shown) == len(whole) and all(map(_is_mask_of_one, shown, whole))


def _is_mask_of_one(masked: str, plain: str) -> bool:
    parts = _STARS.split("".join(masked.split()))
    if len(parts) < 2 or len(plain) < sum(map(len, parts)):
        return False
    place = len(parts[0])
    if not plain.startswith(parts[0]) or not plain.endswith(parts[-1]):
        return False
    for part in parts[1:-1]:
        place = plain.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return place <= len(plain) - len(parts[-1])


def withheld(
    tier: Value, influence: Value, phone: Value, id_no: Value
) -> tuple[dict[str, Value], list[tuple[str, CellProblem]]]:
    """What of a new row's values does not enter the register, as None by field: what is masked, what the rules derive."""
    kept_out: dict[str, Value] = {}
    notes: list[tuple[str, CellProblem]] = []
    if tier is not None:
        kept_out["tier"] = None
        if tier != "B":
            notes.append(("tier", problem(Level.NOTE, "derived_not_taken", written=tier)))
    if influence is not None:
        kept_out["influence"] = None
    for name, value in (("phone", phone), ("id_no", id_no)):
        if value is not None and identifiers.is_masked(str(value)):
            kept_out[name] = None
            notes.append((name, problem(Level.WARNING, "masked_value")))
    return kept_out, notes
