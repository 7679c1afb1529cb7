"""Two outcomes set side by side, in words: what a violation more, or a measure, would do to the tier.

The lines are (mark, sentence, source, tone) as components/reason.html draws them; every number is the engine's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from registry.domain.grading.outcome import Counted, FloorReason, Move, Outcome
from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import Severity, Tier
from registry.wording import Translate, in_chinese, label, rulebooks, word
from registry.wording.marks import N_

MESSAGES = {
    "outcomes.moves": N_("{when}将进入 {letter} {tier}"),
    "outcomes.moved": N_("已由 {former} 调整为 {letter} {tier}"),
    "outcomes.rises": N_("{when}将回到 {letter} {tier}"),
    "outcomes.stays": N_("等级不变，仍为 {letter} {tier}"),
    "outcomes.unknown": N_("这一天还不能定级"),
    "outcomes.proposes": N_("建议{rung}。"),
    "outcomes.still_proposes": N_("原有的{rung}建议不变。"),
    "outcomes.proposes_none": N_("规则不建议新的处置。"),
    "outcomes.drops_proposal": N_("原有的{rung}建议随之消失。"),
    "outcomes.mark.points": N_("积分"),
    "outcomes.mark.repeat": N_("重复"),
    "outcomes.mark.proposal": N_("建议"),
    "outcomes.mark.floor": N_("处置"),
    "outcomes.mark.back": N_("恢复"),
    "outcomes.mark.next": N_("再 {missing} 分"),
    "outcomes.mark.then": N_("随后"),
    "outcomes.mark.unclear": N_("存疑"),
    "outcomes.sum": N_("{terms} ＝ {points} 分"),
    "outcomes.sum_one": N_("共 {points} 分"),
    "outcomes.reaches": N_("，达到 {letter} 线（{row}）"),
    "outcomes.below": N_("，不到 {letter} 线（{limit} 分）"),
    "outcomes.first": N_("{code} 在 {months} 个月内是第 1 次，不加倍"),
    "outcomes.again": N_("{code} 在 {months} 个月内是第 {count} 次，{base} 分按 {factor} 倍计 {points} 分"),
    "outcomes.uncounted.zero": N_("提示不计分，只留存记录"),
    "outcomes.uncounted.before_rules": N_("行为发生在规则施行之前，不计分（不溯及既往）"),
    "outcomes.uncounted.gap": N_("行为日没有施行中的规则，暂不计分"),
    "outcomes.uncounted.no_severity": N_("严重程度未定，暂不计分"),
    "outcomes.uncounted.severity_unlisted": N_("行为时的规则没有这一严重程度，暂不计分"),
    "outcomes.uncounted.expired": N_("已过累计期，不再计分"),
    "outcomes.uncounted.no_rulebook": N_("这一天没有施行中的规则，暂不计分"),
    "outcomes.no_proposal": N_("没有触发任何一行"),
    "outcomes.also": N_("；同时也因：{rows}"),
    "outcomes.older": N_("沿用 {on} 触发、尚未办理的建议（{row}）"),
    "outcomes.back": N_("若无新的认定和处置，{after} 恢复 {letter}"),
    "outcomes.back_later": N_("最早恢复 {letter}：由 {before} 推到 {after}"),
    "outcomes.limit": N_("满 {limit} 分列 {letter} {tier}"),
    "outcomes.then": N_("{kind}生效即为 {letter} {tier}"),
    "outcomes.undetermined": N_("台账里有尚未确定的事实，所示等级和分数是下限"),
    "outcomes.holds": N_("{row}后不高于 {letter} {tier}，保持到 {until}"),
    "outcomes.holds_ever": N_("{row}后不高于 {letter} {tier}，不设期限"),
    "outcomes.when.recorded": N_("认定后"),
    "outcomes.when.recognised": N_("认定后"),
    "outcomes.when.effective": N_("生效后"),
    "outcomes.when.voided": N_("撤销后"),
}


class Line(NamedTuple):
    """A line of components/reason.html, and the row of the rulebook it speaks of, "" where it speaks of none, with its version."""

    mark: str
    text: str
    source: str | None = None
    tone: str | None = None
    row: str = ""
    version: str | None = None


@dataclass(frozen=True)
class Change:
    """What changes from ``before`` to ``after``: a headline, its lines, and the two outcomes for the drawing."""

    headline: str
    lines: list[Line]
    before: Outcome
    after: Outcome


def compare(before: Outcome, after: Outcome, *, when: str, translate: Translate = in_chinese) -> str:
    """The result in one sentence. ``when``: recorded, recognised, effective or voided."""
    said = {"when": word(f"outcomes.when.{when}", {}, translate)}
    if after.tier is None:
        head = word("outcomes.unknown", {}, translate)
    else:
        kind = (
            "stays"
            if before.tier == after.tier
            else "moves"
            if before.tier is None or after.tier > before.tier
            else "rises"
        )
        head = word(f"outcomes.{kind}", said | _tier(after.tier), translate)
    return f"{head}，{_proposed(before, after, when, translate)}"


def settled(before: Outcome, after: Outcome, translate: Translate = in_chinese) -> str:
    """What an act just done has done to the tier, as a fact and not as a forecast."""
    if after.tier is None or before.tier is None or before.tier == after.tier:
        return compare(before, after, when="recognised", translate=translate)
    former = f"{before.tier.value} {label(before.tier, translate)}"
    head = word("outcomes.moved", _tier(after.tier) | {"former": former}, translate)
    return f"{head}，{_proposed(before, after, 'recognised', translate)}"


def _proposed(before: Outcome, after: Outcome, when: str, translate: Translate) -> str:
    """The half sentence about the measure called for."""
    if after.proposal is None:
        if before.proposal is not None:
            return word("outcomes.drops_proposal", {"rung": before.proposal.rung}, translate)
        return word("outcomes.proposes_none", {}, translate)
    is_same = before.proposal is not None and before.proposal.rung == after.proposal.rung
    code = "still_proposes" if is_same and when in ("effective", "voided") else "proposes"
    return word(f"outcomes.{code}", {"rung": after.proposal.rung}, translate)


def of_violation(
    before: Outcome,
    after: Outcome,
    *,
    fact: str,
    code: str,
    rulebook: Rulebook | None,
    books: Iterable[Rulebook] = (),
    when: str,
    translate: Translate = in_chinese,
) -> Change:
    """What the violation of fact id ``fact`` does, line by line.

    ``rulebook``: of the outcomes' day; ``books``: those among which the one is found whose ladder called.
    """
    lines: list[Line] = []
    if rulebook is not None:
        lines.append(Line(word("outcomes.mark.points", {}, translate), _sum(after, rulebook, translate)))
        lines.append(Line(word("outcomes.mark.repeat", {}, translate), _repeat(after, fact, code, rulebook, translate)))
        lines.append(_called(after, fact, _caller(after, rulebook, books), translate))
    lines.extend(_outlook(before, after, translate))
    return Change(compare(before, after, when=when, translate=translate), lines, before, after)


def of_measure(
    before: Outcome,
    after: Outcome,
    *,
    fact: str,
    rulebook: Rulebook | None,
    when: str,
    translate: Translate = in_chinese,
) -> Change:
    """What a measure does: the rows that hold the tier because of it, until when, and the way back."""
    mark = word("outcomes.mark.floor", {}, translate)
    lines = [
        Line(mark, held(row, rulebook, translate), row.article, None, row.row, after.version)
        for row in after.floor_rows
        if fact in row.facts
    ]
    lines.extend(_outlook(before, after, translate))
    return Change(compare(before, after, when=when, translate=translate), lines, before, after)


def held(reason: FloorReason, rulebook: Rulebook | None, translate: Translate = in_chinese) -> str:
    """What a row that holds the tier says: no better than which, until when."""
    params = _tier(reason.tier) | {"row": rulebooks.row_name(reason.row, rulebook, translate), "until": reason.until}
    return word("outcomes.holds" if reason.until else "outcomes.holds_ever", params, translate)


def _sum(after: Outcome, rulebook: Rulebook, translate: Translate) -> str:
    """3 ＋ 3 ＝ 6 分，达到 C 线."""
    terms = [str(each.points) for each in after.counted]
    text = " ＋ ".join(terms) + (f" － {min(after.credits, after.light)}" if after.credits else "")
    many = len(terms) > 1 or after.credits
    said = word("outcomes.sum" if many else "outcomes.sum_one", {"terms": text, "points": after.points}, translate)
    reached = [
        each for each in rulebook.thresholds if (after.points or 0) >= each.points and each.tier > rulebook.initial_tier
    ]
    if reached:
        row = rulebooks.row_name(reached[-1].id, rulebook, translate)
        return said + word("outcomes.reaches", _tier(reached[-1].tier) | {"row": row}, translate)
    ahead = [
        each for each in rulebook.thresholds if (after.points or 0) < each.points and each.tier > rulebook.initial_tier
    ]
    return said + (
        word("outcomes.below", _tier(ahead[0].tier) | {"limit": ahead[0].points}, translate) if ahead else ""
    )


def _repeat(after: Outcome, fact: str, code: str, rulebook: Rulebook, translate: Translate) -> str:
    """Whether the violation is doubled as a repeat, or why it does not count at all."""
    for left in after.uncounted:
        if left.violation_id == fact:
            return word(f"outcomes.uncounted.{left.reason}", {}, translate)
    same = [each for each in after.counted if each.code == code]
    own: Counted | None = next((each for each in same if each.violation_id == fact), None)
    params = {
        "code": code,
        "months": rulebook.window_months,
        "count": len(same),
        "factor": f"{rulebook.repeat_factor.normalize():f}",
    }
    if own is None or not own.is_repeat:
        return word("outcomes.first", params, translate)
    return word("outcomes.again", params | {"base": own.base, "points": own.points}, translate)


def _caller(after: Outcome, rulebook: Rulebook, books: Iterable[Rulebook]) -> Rulebook:
    """The rulebook whose ladder calls: the one of the trigger's day, which need not be that of the outcome's."""
    version = after.proposal.version if after.proposal else rulebook.version
    return next((each for each in books if each.version == version), rulebook)


def _called(after: Outcome, fact: str, rulebook: Rulebook, translate: Translate) -> Line:
    """Which row of the ladder calls for the measure, and its law."""
    mark, proposal = word("outcomes.mark.proposal", {}, translate), after.proposal
    if proposal is None:
        return Line(mark, word("outcomes.no_proposal", {}, translate))
    row = rulebooks.row_name(proposal.row, rulebook, translate)
    is_own = fact in proposal.facts
    if is_own and not proposal.also:
        return Line(mark, row, proposal.basis, None, proposal.row, proposal.version)
    text = (
        row
        if is_own and proposal.trigger == "violation"
        else word("outcomes.older", {"on": proposal.on, "row": row}, translate)
    )
    others = [rulebooks.row_name(each, rulebook, translate) for each in proposal.also]
    text += word("outcomes.also", {"rows": "；".join(others)}, translate) if others else ""
    return Line(mark, text, proposal.basis, None, proposal.row, proposal.version)


def _outlook(before: Outcome, after: Outcome, translate: Translate) -> Iterator[Line]:
    """The way back, what little more would make it worse, and what is unclear."""
    up, earlier = _way_up(after), _way_up(before)
    if up is not None:
        is_later = earlier is not None and earlier.to_tier == up.to_tier and earlier.on < up.on
        params = _tier(up.to_tier) | {"after": up.on, "before": earlier.on if earlier else ""}
        text = word("outcomes.back_later" if is_later else "outcomes.back", params, translate)
        yield Line(word("outcomes.mark.back", {}, translate), text, up.article, "done", up.row, up.version)
    for miss in after.near_misses:
        if miss.is_proposed:
            text = word("outcomes.then", _tier(miss.tier) | {"kind": miss.measure_kind}, translate)
            yield Line(word("outcomes.mark.then", {}, translate), text, None, "soon")
    points = next((miss for miss in after.near_misses if miss.kind == "points"), None)
    if points is not None:
        params = _tier(points.tier) | {"limit": (after.points or 0) + points.missing}
        mark = word("outcomes.mark.next", {"missing": points.missing}, translate)
        yield Line(mark, word("outcomes.limit", params, translate), None, "late")
    if after.is_undetermined:
        yield Line(
            word("outcomes.mark.unclear", {}, translate), word("outcomes.undetermined", {}, translate), None, "soon"
        )


def _way_up(outcome: Outcome) -> Move | None:
    """The move upward that time alone will bring next."""
    move = outcome.next_move
    is_up = move is not None and move.from_tier is not None and move.to_tier < move.from_tier
    return move if is_up else None


def _tier(tier: Tier) -> dict[str, object]:
    return {"tier": tier, "letter": tier.value}


def points_of(severity: Severity, rulebook: Rulebook | None) -> tuple[int | None, Tier | None]:
    """Points and own tier of a severity in a rulebook; (None, None) where it says nothing."""
    row = rulebook.severity_rows.get(severity) if rulebook else None
    return (row.points, row.tier) if row else (None, None)
