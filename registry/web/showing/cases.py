"""A case as its page shows it: where it stands on the road, what is next and why it is closed, clocks, papers owed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.domain.cases.procedure import Act, acts_from, forms_owed, get_act
from registry.domain.cases.vocabulary import EXITS, ROAD, CaseState, Part
from registry.domain.permissions import Actor, may
from registry.domain.terms import DocumentKind
from registry.services import case_papers
from registry.services.cases import closed_gates
from registry.store.cases import Case, CaseClock, CaseStep
from registry.store.documents import Document
from registry.web.formats import label, word

BEGINS = {
    Part.CLUE: CaseState.CLUE,
    Part.INVESTIGATION: CaseState.INVESTIGATING,
    Part.NOTICE: CaseState.CONCLUDED,
    Part.DECISION: CaseState.HEARD,
    Part.EXECUTION: CaseState.ISSUED,
    Part.CLOSING: CaseState.CLOSING,
}
"""Where on the road each part begins."""
BESIDE = frozenset({Part.EXIT, Part.REMEDY})
SOON_DAYS = 3


@dataclass(frozen=True)
class Next:
    """An act open from here. ``closed``: why it may not be done now, in words; ``is_mine``: the asker's role may."""

    row: Act
    is_mine: bool
    closed: list[str]
    papers: list["Needed"] = field(default_factory=list)


@dataclass(frozen=True)
class Needed:
    """A paper an act goes with: what may answer it with where each is written, and the one that does; ``is_owed``."""

    links: list[tuple[str, str]]
    answer: Document | None
    is_owed: bool

    @property
    def is_missing(self) -> bool:
        """Whether the act is refused for want of it."""
        return self.is_owed and self.answer is None


@dataclass(frozen=True)
class Choices:
    """The acts open from here: those that move the case on, those beside it, those that lead off the road."""

    forward: list[Next]
    beside: list[Next]
    away: list[Next]


@dataclass(frozen=True)
class ClockLine:
    """A clock in words: by when, how that day was reached, what changed it; ``tone`` late, soon or none."""

    row: CaseClock
    name: str
    how: str
    changes: list[str]
    left: int
    tone: str | None


@dataclass(frozen=True)
class Owed:
    """A paper an act owes: what it is called and whether one is on file."""

    act: str
    names: list[str]
    step: CaseStep


def road_of(case: Case) -> list[tuple[str, str, str]]:
    """The parts of the road for the steps component: name, when, done · now · ahead."""
    reached = max((ROAD.index(state) for state in _been(case) if state in ROAD), default=0)
    starts = {part: ROAD.index(state) for part, state in BEGINS.items()}
    here = max(part_at for part_at in starts.values() if part_at <= reached)
    found = []
    for part, begin in starts.items():
        is_over = begin < here or case.state is CaseState.ARCHIVED
        standing = "done" if is_over else "now" if begin == here else "ahead"
        words = word(f"cases.state.{case.state}") if begin == here else ""
        found.append((word(f"cases.part.{part}"), words, standing))
    return found


def _been(case: Case) -> list[CaseState]:
    """Where the case is, or was before it left the road."""
    if case.state not in EXITS:
        return [case.state]
    return [CaseState.CLUE, *(step.state for step in case.steps if step.state not in EXITS)][-1:]


def choices_of(session: Session, case: Case, asker: Actor, *, on: date) -> Choices:
    """Every act open from the case's state, with why it is closed to the asker now."""
    found: dict[str, list[Next]] = {"forward": [], "beside": [], "away": []}
    papers = case_papers.list_papers(session, case, by=asker)
    for row in acts_from(case.state):
        is_mine = may(asker, row.permission, case.region_code)
        refusals = closed_gates(session, case, row, by=asker, on=on) if is_mine else []
        closed = [word(refusal.code, **refusal.params) for refusal in refusals]
        each = Next(row, is_mine, closed, needed_by(case, row, papers) if is_mine else [])
        kind = "beside" if row.target is None else "away" if row.part in BESIDE else "forward"
        found[kind].append(each)
    found["forward"].sort(key=lambda each: (_leads_back(each.row, case.state), not each.is_mine))
    return Choices(**found)


def _leads_back(row: Act, state: CaseState) -> bool:
    """Whether an act returns the case to an earlier part of the road; what leads on stands first."""
    if row.target not in ROAD or state not in ROAD:
        return row.target in EXITS
    return ROAD.index(row.target) < ROAD.index(state)


def needed_by(case: Case, row: Act, papers: Sequence[Document]) -> list[Needed]:
    """The papers an act goes with, each with the page where it is written. ``papers``: of the case, newest first."""
    return [
        Needed([(label(kind), _desk_of(case, row, kind)) for kind in each.kinds], each.answer, row.is_paper_owed)
        for each in case_papers.list_wanted(case, row, papers)
    ]


def _desk_of(case: Case, row: Act, kind: DocumentKind) -> str:
    return url_for("documents.compose", case=case.id, kind=kind.value, act=row.act)


def clock_lines(case: Case, *, on: date) -> list[ClockLine]:
    """The clocks that run, the earliest first, then those that stopped."""
    lines = [_clock_line(row, on) for row in case.clocks]
    return sorted(lines, key=lambda line: (line.row.stopped_on is not None, line.row.due_on))


def _clock_line(row: CaseClock, on: date) -> ClockLine:
    left = (row.due_on - on).days
    runs = row.stopped_on is None and row.suspended_on is None and row.clock not in THEIRS
    tone = "late" if runs and left < 0 else "soon" if runs and left <= SOON_DAYS else None
    return ClockLine(row, word(f"cases.clock.{row.clock}"), how_computed(row), [_change(each) for each in row.changes],
                     left, tone)  # fmt: skip


def how_computed(row: CaseClock) -> str:
    """How a due day was reached: start, length, days of rest, years nobody has published."""
    length = word(f"cases.unit.{row.unit}", n=row.days)
    said = word(
        "cases.how", start=row.started_on, event=row.starts, length=length, on=row.counted_to, ground=row.ground
    )
    moved = [change for change in row.changes if "after" in change]
    first = moved[0]["before"] if moved else str(row.due_on)
    if first != str(row.counted_to):
        said += word("cases.how_rest", on=first)
    return said if row.is_known else said + word("cases.how_unknown")


def _change(change: dict[str, str]) -> str:
    values = {"on": "", "days": "", "by": "", "reason": "", "after": "", **change}
    return word(f"cases.changed.{change['kind']}", **values)


def owed_by(case: Case) -> list[Owed]:
    """Papers the acts done so far owe, in their order."""
    wanted = dict(forms_owed(step.act for step in case.steps))
    return [
        Owed(word(f"cases.act.{step.act}"), [word(f"cases.form.{number}") for number in wanted[step.act]], step)
        for step in case.steps
        if step.act in wanted and (get_act(step.act).is_paper_owed or step.document_id or step.paper_no)
    ]


def details_of(step: CaseStep) -> str:
    """What an act took, beside its note, in words."""
    kept = {name: value for name, value in step.details.items() if value not in ("", None, [], False)}
    said = []
    if "method" in kept:
        said.append(_("%(how)s，收件人 %(who)s", how=word(f"cases.method.{kept['method']}"), who=kept["receiver"]))
    if "name" in kept:
        said.append(str(kept["name"]))
    if "body" in kept:
        said.append(str(kept["body"]))
    if "demand" in kept:
        said.append(_("要求：%(what)s，限 %(on)s", what=kept["demand"], on=kept["due_on"]))
    if "passed" in step.details:
        said.append(_("通过") if step.details["passed"] else _("未通过"))
    if "due_on" in kept and "clock" in kept:
        said.append(_("%(clock)s改到 %(on)s", clock=word(f"cases.clock.{kept['clock']}"), on=kept["due_on"]))
    return "；".join(said)


def title_of(step: CaseStep) -> str:
    """What happened, as the timeline heads it."""
    moved = get_act(step.act).target is not None
    return word(f"cases.act.{step.act}") + (f"：{word(f'cases.state.{step.state}')}" if moved else "")


def first_due(clocks: Sequence[CaseClock]) -> CaseClock | None:
    """The clock of a case that is due first among those that run; clocks of the other side are not the officer's."""
    running = [row for row in clocks if row.stopped_on is None and row.suspended_on is None and row.clock not in THEIRS]
    return min(running, key=lambda row: row.due_on, default=None)


THEIRS = frozenset({"statement", "hearing_request", "reconsideration", "suit"})
"""Clocks the person has; they end a waiting and make nobody late."""
