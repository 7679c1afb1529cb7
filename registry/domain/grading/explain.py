"""Why this tier: the outcome read back in order, as codes and parameters. Nothing is computed here.

Conclusion first, then each row that holds the tier with its law and dates, what little more would make it
worse, when and how the way back opens, and what is missing. The words are the roof's (wording/grading.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from registry.domain.grading.kept import KeptOutcome
from registry.domain.grading.outcome import PARTS, FloorReason, Move, NearMiss, Outcome, Path
from registry.domain.grading.rulebook import TIERS
from registry.domain.terms import Severity, Tier

_REGISTERED = "registered:"

Told = Outcome | KeptOutcome
"""What can be explained: an outcome of now, or one read back from the trace of a move."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. mark: the row's id or a short tag for the margin (near, back, open, unclear, proposal).

    tone: ink · late · done · soon; parts are the terms of a sum or further notes, worded like the line
    itself. version: the rulebook the row stands in, where it may be another than the outcome's.
    """

    code: str
    params: dict[str, Any]
    mark: str = ""
    tone: str = "ink"
    article: str | None = None
    parts: tuple["Line", ...] = ()
    version: str | None = None


def explain(outcome: Told) -> tuple[Line, ...]:
    """The lines in reading order; the first is the conclusion."""
    return (
        _conclusion(outcome),
        *(_reason(reason, outcome) for reason in outcome.floor_rows if reason.tier == outcome.tier),
        *_history(outcome),
        *_unclear(outcome),
        *_called(outcome),
        *(_near(miss) for miss in outcome.near_misses),
        *_back(outcome),
    )


def _tier(tier: Tier) -> dict[str, Any]:
    """A tier as parameters: its letter, and itself for its name."""
    return {"tier": tier, "letter": tier.value}


def _conclusion(outcome: Told) -> Line:
    if outcome.tier is None:
        return Line("grading.why.not_started", {})
    params = _tier(outcome.tier) | {"points": outcome.points, "on": outcome.on, "version": outcome.version}
    if outcome.points is None:
        return Line("grading.why.gap", params, tone="soon")
    rows = [reason for reason in outcome.floor_rows if reason.tier == outcome.tier]
    if not rows or outcome.tier in (TIERS[0], TIERS[1]):
        return Line("grading.why.standing", params)
    return Line("grading.why.held", params | {"count": len(rows)})


def _reason(reason: FloorReason, outcome: Told) -> Line:
    params = _tier(reason.tier) | {
        "since": reason.since,
        "until": reason.until,
        "months": reason.months,
        "count": reason.count,
    }
    if reason.kind == "points":
        params |= {"limit": reason.points, "points": outcome.points}
        return Line("grading.why.points", params, reason.row, article=reason.article, parts=tuple(_sum(outcome)))
    if reason.kind == "severity":
        severity = Severity(reason.severity or "")
        params |= {"severity": severity, "facts": list(reason.facts)}
        return Line("grading.why.severity", params, reason.row, article=reason.article)
    params |= {"kind": reason.measure_kind, "facts": list(reason.facts)}
    code = "grading.why.measure" if reason.count == 1 else "grading.why.measures"
    part = Line("grading.why.until" if reason.until else "grading.why.no_end", params)
    return Line(code, params, reason.row, article=reason.article, parts=(part,))


def _sum(outcome: Told) -> Iterator[Line]:
    """The terms of the sum: each counted violation, the credits, the total."""
    for each in outcome.counted:
        params = {
            "fact": each.violation_id,
            "code": each.code,
            "severity": Severity(each.severity),
            "points": each.points,
            "base": each.base,
            "until": each.expires_on,
        }
        code = "grading.why.repeat_term" if each.is_repeat else "grading.why.term"
        yield Line(code, params, article=each.article)
    if outcome.credits:
        yield Line("grading.why.credit_term", {"points": min(outcome.credits, outcome.light)})
    yield Line("grading.why.total", {"points": outcome.points})


def _history(outcome: Told) -> Iterator[Line]:
    """Where no row asks for the tier any more, the move that brought it."""
    is_held = any(reason.tier == outcome.tier for reason in outcome.floor_rows)
    if outcome.tier is None or is_held or outcome.points is None or not outcome.timeline:
        return
    move = outcome.timeline[-1]
    params = _tier(move.to_tier) | {"on": move.on, "row": move.row}
    code = "grading.why.initial"
    entered_on = _entered_on(move)
    if entered_on is not None and entered_on < move.on:
        code, params = "grading.why.initial_later", params | {"entered_on": entered_on}
    if move.from_tier is not None:
        code = "grading.why.restored" if move.to_tier < move.from_tier else "grading.why.lowered"
    yield Line(code, params, move.row, article=move.article, version=move.version)


def _entered_on(move: Move) -> date | None:
    """The registration an ``initial`` entry cites: before the rules are in force it is earlier than the entry itself."""
    cited = next((fact for fact in move.facts if fact.startswith(_REGISTERED)), None)
    return date.fromisoformat(cited.removeprefix(_REGISTERED)) if cited else None


def _unclear(outcome: Told) -> Iterator[Line]:
    for cause in outcome.causes:
        yield Line(f"grading.unclear.{cause.code}", {"fact": cause.fact}, "unclear", "soon")
    for each in outcome.uncounted:
        if each.reason == "before_rules":
            yield Line("grading.why.before_rules", {"fact": each.violation_id, "code": each.code})
    for ignored in outcome.ignored_promotions:
        params = _tier(Tier(ignored.tier)) | {"on": ignored.on}
        yield Line(f"grading.ignored.{ignored.reason}", params, "ignored", "soon")


def _called(outcome: Told) -> Iterator[Line]:
    proposal = outcome.proposal
    if proposal is not None:
        params = {
            "rung": proposal.rung,
            "row": proposal.row,
            "on": proposal.on,
            "facts": list(proposal.facts),
            "basis": proposal.basis,
        }
        code = f"grading.proposal.{proposal.trigger}"
        yield Line(code, params, proposal.row, "soon", article=proposal.article, version=proposal.version)


def _near(miss: NearMiss) -> Line:
    params = _tier(miss.tier) | {"missing": miss.missing, "kind": miss.measure_kind, "months": miss.months}
    code = "proposed" if miss.is_proposed else miss.kind
    return Line(f"grading.near.{code}", params, miss.row, "late")


def _back(outcome: Told) -> Iterator[Line]:
    """When the tier moves by itself, which application is open, and what each way up still lacks."""
    move = outcome.next_move
    if move is not None and move.from_tier is not None:
        code = "restored" if move.to_tier < move.from_tier else "lowered"
        params = _tier(move.to_tier) | {"on": move.on, "row": move.row}
        tone = "done" if code == "restored" else "late"
        yield Line(f"grading.back.{code}", params, move.row, tone, article=move.article, version=move.version)
    for path in outcome.paths:
        yield from _missing(path)


def _missing(path: Path) -> Iterator[Line]:
    params = _tier(path.to_tier) | {
        "months": path.clean_months,
        "on": path.clean_on,
        "clock": path.clock_on,
        "limit": path.max_points,
    }
    if path.by_application and path.is_open:
        yield Line("grading.back.eligible", params, path.row, "done", article=path.article)
        return
    lacks = []
    if not path.is_clean:
        lacks.append(Line("grading.lacks.clean", params))
    if path.floor_rows:
        lacks.append(Line("grading.lacks.floor", params | {"rows": "、".join(path.floor_rows)}))
    if path.open_rectifications:
        lacks.append(Line("grading.lacks.rectified", params | {"facts": list(path.open_rectifications)}))
    if path.is_over_points:
        lacks.append(Line("grading.lacks.points", params))
    if path.is_filing_missing:
        lacks.append(Line("grading.lacks.filing", params))
    code = "grading.back.application" if path.by_application else "grading.back.path"
    yield Line(code, params, path.row, article=path.article, parts=tuple(lacks))


def to_dict(outcome: Outcome) -> dict[str, Any]:
    """The whole outcome as JSON-safe values: the trace a stored move keeps."""
    shown = {part: _plain(getattr(outcome, part)) for part in PARTS}
    return shown | {"is_undetermined": outcome.is_undetermined}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
