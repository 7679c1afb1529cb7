"""What of a row's changes is taken: only blanks, only new accounts, or, for a roster the register itself wrote, a merge.

An exported row carries what each field said then (tokens.py). A field only the file changed is taken, one only the
register changed stays, and one that both changed is a conflict that an officer decides side by side; nobody's work is
lost in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.domain.rosters.differences import Changes
from registry.domain.rosters.shapes import CellProblem, Level, problem
from registry.domain.rosters.tokens import Mark
from registry.domain.terms import ImportMode

OURS, THEIRS = "ours", "theirs"
"""How an officer decides a conflict."""
ADD, DROP, INSTEAD = "add", "drop", "instead"
"""How an officer settles a doubtful row, besides naming the account it is: new, left out, or in place of the row before it."""
TAKE = "take"
"""How an officer has a row marked as an example read; what account it is, is then found as for any other."""

ExtraChanges = dict[str, tuple[str | None, str]]


@dataclass(slots=True)
class Merged:
    """The changes that are taken, the fields where register and file both moved, and what is told of the rest."""

    changes: Changes = field(default_factory=dict)
    conflicts: Changes = field(default_factory=dict)
    notes: list[tuple[str | None, CellProblem]] = field(default_factory=list)


def merge(changes: Changes, mark: Mark | None, chosen: Mapping[str, str]) -> Merged:
    """Three-way merge of old → new by field; ``mark`` None takes every change.

    ``chosen``: field → ours or theirs, where an officer has decided a conflict.
    """
    if mark is None:
        return Merged(dict(changes))
    merged = Merged()
    for name, (ours, theirs) in changes.items():
        side = chosen.get(name)
        if side == THEIRS or mark.is_as_exported(name, ours):
            merged.changes[name] = (ours, theirs)
            if side == THEIRS:
                merged.notes.append((name, problem(Level.NOTE, "theirs_chosen")))
        elif side == OURS:
            merged.notes.append((name, problem(Level.NOTE, "ours_chosen")))
        elif mark.is_as_exported(name, theirs):
            merged.notes.append((name, problem(Level.NOTE, "ours_kept")))
        else:
            merged.conflicts[name] = (ours, theirs)
            merged.notes.append((name, problem(Level.WARNING, "conflict")))
    return merged


def limit(merged: Merged, extra: ExtraChanges, mode: ImportMode) -> ExtraChanges:
    """Leave of the changes what the mode allows, and say what was left out; returns the extra changes that remain."""
    if mode is ImportMode.UPDATE:
        return extra
    fills = mode is ImportMode.FILL_BLANKS
    left = {name for name, (old, _) in merged.changes.items() if not (fills and old is None)} | set(merged.conflicts)
    kept = {header: pair for header, pair in extra.items() if fills and not pair[0]}
    if left or len(kept) < len(extra):
        merged.notes = [(name, note) for name, note in merged.notes if name not in merged.conflicts]
        merged.notes.append((None, problem(Level.NOTE, "left_by_mode", mode=mode, count=len(left))))
    merged.changes = {name: pair for name, pair in merged.changes.items() if name not in left}
    merged.conflicts = {}
    return kept
