"""An account as it was on file on a day gone by: what was recognised or in effect by then, what waited, what was set aside.

An act of later says nothing here: a violation voided since stands, a measure lifted since still runs.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from registry.domain.identifiers import mask_inside

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from registry.store.accounts import Account


def violation_on(row: Any, on: date | None) -> dict[str, Any] | None:
    """A violation as the contract's document; None where it was not recognised by ``on`` (None: as it is on file)."""
    from registry.domain.terms import ViolationState

    if on is not None and not _by(row.recognised_on, on):
        return None
    voided_on = row.voided_on if on is None or _by(row.voided_on, on) else None
    return {
        "id": row.id, "code": row.code, "severity": row.severity,
        "state": row.state if voided_on == row.voided_on else ViolationState.RECOGNISED,
        "occurred_on": _day(row.occurred_on), "recognised_on": _day(row.recognised_on), "voided_on": _day(voided_on),
        "facts": mask_inside(row.facts),
    }  # fmt: skip


def measure_on(row: Any, on: date | None) -> dict[str, Any] | None:
    """A measure as the contract's document; None where it was not in effect by ``on`` (None: as it is on file)."""
    if on is not None and not _by(row.effective_on, on):
        return None
    rectification = row.rectification
    found = {"lifted_on": row.lifted_on, "annulled_on": row.annulled_on,
             "passed_on": rectification.passed_on if rectification else None}  # fmt: skip
    known = {name: day if on is None or _by(day, on) else None for name, day in found.items()}
    return {
        "id": row.id, "kind": row.kind, "violation": row.violation_id, "target": mask_inside(row.target),
        "state": row.state if on is None or (known == found and not _runs(row, on)) else _running(row, on),
        "effective_on": _day(row.effective_on), "ends_on": _day(row.ends_on),
        "due_on": _day(rectification.due_on) if rectification else None,
        **{name: _day(day) for name, day in known.items()},
    }  # fmt: skip


def _runs(row: Any, on: date) -> bool:
    """Whether a measure that ended by itself, or a demand that fell due, had not yet done so on a day."""
    from registry.domain.terms import MeasureState

    is_ended = row.state is MeasureState.ENDED and row.ends_on is not None and row.ends_on >= on
    return is_ended or (row.state is MeasureState.OVERDUE and row.rectification.due_on >= on)


def _running(row: Any, on: date) -> str:
    from registry.domain.terms import MeasureState

    if row.rectification is None:
        return MeasureState.EFFECTIVE
    return MeasureState.OVERDUE if row.rectification.due_on < on else MeasureState.RECTIFYING


def beside(session: "Session", account: "Account", *, on: date) -> dict[str, Any]:
    """What stood beside the derived tier on a day: the one shown where a confirmation was waited for, the one a person set."""
    from sqlalchemy import select

    from registry.domain.terms import OverrideState
    from registry.store.overrides import list_overrides
    from registry.store.pending import PendingTier
    from registry.store.scope import EVERYTHING

    found: dict[str, Any] = {}
    for row in session.scalars(
        select(PendingTier).where(PendingTier.account_id == account.id).order_by(PendingTier.id)
    ):
        if _by(_here(row.arisen_at), on) and not _by(_here(row.decided_at), on):
            found["pending"] = {"tier": row.to_tier, "since": _day(row.since), "shown": row.from_tier}
    for each in list_overrides(session, scope=EVERYTHING, account_id=account.id):
        is_lifted = each.state is OverrideState.LIFTED and _by(each.ended_on, on)
        if _by(each.from_on, on) and on <= each.until_on and not is_lifted:
            found["override"] = {"tier": each.tier, "until": _day(each.until_on), "reason": mask_inside(each.reason)}
    return found


def _here(instant: datetime | None) -> date | None:
    from registry.domain.china_time import china_day

    return china_day(instant) if instant else None


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def words_of(document: dict[str, Any]) -> str:
    """The document in words for people: tier, points, proposal, and what stands beside them."""
    from registry.domain.terms import MeasureKind, Tier, label

    def tier(letter: str | None) -> str:
        return f"{letter} 级（{label(Tier(letter))}）" if letter else "未定级"

    points, proposal, change = document["points"], document["proposal"], document["next_change_on"]
    rung = "无" if proposal == "none" else label(MeasureKind(proposal))
    lines = [
        f"{document['name']}　{tier(document['tier'])}　{'分数未定' if points is None else f'{points} 分'}　建议：{rung}"
    ]
    if pending := document.get("pending"):
        lines.append(f"等待确认：{tier(pending['tier'])}，{pending['since']} 起；现仍显示 {tier(pending['shown'])}")
    if override := document.get("override"):
        lines.append(f"人工调整：{tier(override['tier'])}，到 {override['until']} 止；理由：{override['reason']}")
    if document["undetermined"]:
        lines.append("台账里有尚未确定的事实，所示等级和分数是下限")
    if document["eligible"] != "none":
        lines.append(f"可以申请恢复到 {tier(document['eligible'])}")
    lines.append("若无新的认定和处置，不会再变化" if change == "never" else f"若无新的认定和处置，{change} 会有变化")
    return "\n".join(lines)
