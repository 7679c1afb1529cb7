"""Two rows of one file that name one account: what they say differently, and the later one put in the first one's place.

An office often appends a corrected line below instead of mending the old one (issue: rosters). The officer sees both
side by side and may let the later one stand; what only the first says is kept even then, since a blank never erases.
"""

from dataclasses import replace

from registry.domain.identifiers import normalise_name
from registry.domain.rosters.differences import Changes, differences
from registry.domain.rosters.fields import BY_NAME
from registry.domain.rosters.shapes import RosterRow

EXTRA = "extra:"
"""What heads the name of a column without a field where it stands among the fields."""


def differing(first: RosterRow, later: RosterRow) -> Changes:
    """What the later row says otherwise: field → the first row's and the later row's value."""
    changes, _ = differences(first.values, later.values)
    if _is_same_name(changes):
        del changes["name"]
    for header, text in later.extra.items():
        if first.extra.get(header, text) != text:
            changes[EXTRA + header] = (first.extra[header], text)
    return changes


def overlaid(first: RosterRow, later: RosterRow) -> RosterRow:
    """The later row, completed by what only the first one says."""
    changes, _ = differences(first.values, later.values)
    kept = {name for name, value in first.values.items() if value is not None and name not in changes}
    vague = (*(name for name in first.approximate if name in kept), *(n for n in later.approximate if n not in kept))
    return replace(
        later,
        values={name: first.values[name] if name in kept else value for name, value in later.values.items()},
        approximate=vague,
        extra={**first.extra, **later.extra},
        written={
            **{name: text for name, text in first.written.items() if name in kept},
            **{name: text for name, text in later.written.items() if name not in kept},
        },
        mark=later.mark or first.mark,
        county=later.county or first.county,
    )


def titles(changes: Changes) -> list[str]:
    """How the differing columns are called."""
    return [BY_NAME[name].label if name in BY_NAME else name.removeprefix(EXTRA) for name in changes]


def _is_same_name(changes: Changes) -> bool:
    """Whether there are two names that differ in spelling only."""
    old, new = changes.get("name", (None, None))
    return old is not None and normalise_name(str(old)) == normalise_name(str(new))
