"""What a simulation says: why an account would move, and why a question cannot be asked.

The sentences speak of what would be, never of what is: a draft binds nobody.
"""

from collections.abc import Iterator, Mapping

from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.simulate import Difference, Side
from registry.wording import Translate, in_chinese, rulebooks, word
from registry.wording.marks import N_

MESSAGES = {
    "simulations.unknown": N_("没有这次试算，可能已经删除或过了保存期，请重新试算。"),
    "simulations.day_missing": N_("请选一个不是今天的日子，才有得比较。"),
    "simulations.too_far": N_("日子太远，最多往后看 {years} 年。"),
    "simulations.not_in_force": N_(
        "这个版本 {first} 起施行，{on} 还没有施行或已经失效，看不出差别。请改日子，或选“如果一直按它办”。"
    ),
    "simulations.unfinished": N_("还没有算完，算完才能导出。"),
    "simulations.why.worse": N_("“{row}”，列 {letter} {tier}"),
    "simulations.why.better": N_("“{row}”不再压级，列 {letter} {tier}"),
    "simulations.why.same_row": N_("“{row}”一行改列 {letter} {tier}"),
    "simulations.why.entered": N_("到那一天才有等级：{letter} {tier}"),
    "simulations.why.left": N_("那一天还没有等级"),
    "simulations.why.points": N_("累计 {before} 分变为 {after} 分"),
    "simulations.why.arises": N_("新出现{rung}的建议：{row}"),
    "simulations.why.falls": N_("{rung}的建议消失"),
    "simulations.why.changes": N_("建议由{former}改为{rung}：{row}"),
}


def reason(difference: Difference, books: Mapping[str, Rulebook], translate: Translate = in_chinese) -> str:
    """Why an account would move, in one line; ``books``: the rulebooks of both sides by version."""
    return "；".join(_reasons(difference, books, translate))


def _reasons(difference: Difference, books: Mapping[str, Rulebook], translate: Translate) -> Iterator[str]:
    before, after = difference.before, difference.after
    if before.tier != after.tier:
        yield _tier(difference, books, translate)
    if None not in (before.points, after.points) and before.points != after.points:
        params = {"before": before.points, "after": after.points}
        yield word("simulations.why.points", params, translate)
    if before.proposal != after.proposal:
        yield _called(before, after, books, translate)


def _tier(difference: Difference, books: Mapping[str, Rulebook], translate: Translate) -> str:
    """What sets the other tier."""
    before, after = difference.before, difference.after
    if after.tier is None:
        return word("simulations.why.left", {}, translate)
    said = {"letter": after.tier.value, "tier": after.tier, "row": _row(after.row, after, books, translate)}
    if before.tier is None:
        return word("simulations.why.entered", said, translate)
    if before.row == after.row:
        return word("simulations.why.same_row", said, translate)
    if after.tier > before.tier:
        return word("simulations.why.worse", said, translate)
    return word("simulations.why.better", said | {"row": _row(before.row, before, books, translate)}, translate)


def _called(before: Side, after: Side, books: Mapping[str, Rulebook], translate: Translate) -> str:
    """What happens to the measure called for."""
    if after.proposal is None:
        return word("simulations.why.falls", {"rung": before.proposal}, translate)
    params = {
        "rung": after.proposal,
        "former": before.proposal,
        "row": _row(after.proposal_row, after, books, translate),
    }
    return word(f"simulations.why.{'arises' if before.proposal is None else 'changes'}", params, translate)


def _row(row_id: str | None, side: Side, books: Mapping[str, Rulebook], translate: Translate) -> str:
    return rulebooks.row_name(row_id, books.get(side.version or ""), translate) if row_id else ""
