"""Rulebooks side by side, and the state of a version, in words; names of the tables and numbers an officer edits."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from registry.domain.grading.differing import Difference
from registry.domain.grading.rulebook import (
    Code,
    FloorRow,
    LadderRow,
    RestorationRow,
    SeverityRow,
    Threshold,
)
from registry.domain.terms import Role, Severity, Tier
from registry.wording import Translate, in_chinese, label, rulebooks, word
from registry.wording.marks import N_

MESSAGES = {
    "rulebooks.table.numbers": N_("基本数字"),
    "rulebooks.table.severities": N_("违规记几分"),
    "rulebooks.table.thresholds": N_("几分列几级"),
    "rulebooks.table.floors": N_("处置对等级的影响"),
    "rulebooks.table.restoration": N_("怎样恢复"),
    "rulebooks.table.ladder": N_("建议哪种处置"),
    "rulebooks.table.codes": N_("违规情形"),
    "rulebooks.number.title": N_("名称"),
    "rulebooks.number.effective_from": N_("施行日"),
    "rulebooks.number.effective_to": N_("失效日"),
    "rulebooks.number.initial_tier": N_("入册时的等级"),
    "rulebooks.number.window_months": N_("累计几个月"),
    "rulebooks.number.repeat_factor": N_("再犯乘几倍"),
    "rulebooks.number.credit_cap": N_("最多减几分"),
    "rulebooks.number.points_article": N_("计分的条文"),
    "rulebooks.says.points": N_("记 {points} 分"),
    "rulebooks.says.own_tier": N_("直接列 {tier}"),
    "rulebooks.says.threshold": N_("不高于 {tier}"),
    "rulebooks.says.floor": N_("{what}，不高于 {tier}，{keeps}"),
    "rulebooks.says.way": N_("{start} → {end}"),
    "rulebooks.says.rung": N_("建议{rung}"),
    "rulebooks.says.decides": N_("{role}决定"),
    "rulebooks.says.code": N_("{name}（{severity}）"),
    "rulebooks.says.open": N_("{name}（程度由办案人定）"),
    "rulebooks.not_utf8": N_("文件不是 UTF-8 文字，请另存为 UTF-8 编码的 TOML 文件。"),
    "rulebooks.no_table": N_("没有“{table}”这张表。"),
    "rulebooks.no_act": N_("没有“{act}”这个操作。"),
    "rulebooks.standing.draft": N_("起草中"),
    "rulebooks.standing.checked": N_("已核对"),
    "rulebooks.standing.to_come": N_("已公布·未施行"),
    "rulebooks.standing.in_force": N_("现行"),
    "rulebooks.standing.superseded": N_("已被替换"),
    "rulebooks.standing.withdrawn": N_("已撤回"),
}


def name_of(change: Difference, translate: Translate = in_chinese) -> str:
    """The row or number as an officer calls it."""
    if change.table == "numbers":
        return word(f"rulebooks.number.{change.key}", {}, translate)
    if change.table == "severities":
        return label(Severity(change.key), translate)
    if change.table == "thresholds":
        return word("rulebooks.row.points", {"points": change.key.removeprefix("T:")}, translate)
    return change.key


def said(value: Any, translate: Translate = in_chinese) -> str:
    """A row or a number in words, with its article; "" for none."""
    if value is None:
        return ""
    parts = [*_parts(value, translate), *(getattr(value, each, None) for each in ("basis", "article", "wording"))]
    return "；".join(str(part) for part in parts if part)


def _parts(value: Any, translate: Translate) -> list[str]:
    """What a row orders, piece by piece."""
    if isinstance(value, SeverityRow):
        own = [word("rulebooks.says.own_tier", {"tier": _tier(value.tier, translate)}, translate)] if value.tier else []
        return [word("rulebooks.says.points", {"points": value.points}, translate), *own]
    if isinstance(value, Threshold):
        return [word("rulebooks.says.threshold", {"tier": _tier(value.tier, translate)}, translate)]
    if isinstance(value, FloorRow):
        params = {"what": rulebooks.floor(value, translate), "tier": _tier(value.tier, translate)}
        return [word("rulebooks.says.floor", {**params, "keeps": rulebooks.keeps(value, translate)}, translate)]
    if isinstance(value, RestorationRow):
        ends = {"start": _tier(value.from_tier, translate), "end": _tier(value.to_tier, translate)}
        return [word("rulebooks.says.way", ends, translate), *rulebooks.conditions(value, translate)]
    if isinstance(value, LadderRow):
        return _call(value, translate)
    if isinstance(value, Code):
        code = "rulebooks.says.code" if value.severity else "rulebooks.says.open"
        return [word(code, {"name": value.name, "severity": value.severity}, translate)]
    return [_plain(value, translate)]


def _call(row: LadderRow, translate: Translate) -> list[str]:
    """A row of the ladder: when, after what, which measure, decided by whom."""
    decides = word("rulebooks.says.decides", {"role": Role(row.decides)}, translate) if row.decides else ""
    called = word("rulebooks.says.rung", {"rung": row.rung}, translate)
    return [rulebooks.trigger(row, translate), rulebooks.history(row, translate), called, decides]


def _tier(tier: Tier, translate: Translate) -> str:
    """Letter and name, never one alone."""
    return f"{tier.value} {label(tier, translate)}"


def _plain(value: date | Decimal | int | str, translate: Translate) -> str:
    """A number, a day, a name; a term by its label."""
    if isinstance(value, Tier):
        return _tier(value, translate)
    if isinstance(value, StrEnum):
        return label(value, translate)
    return f"{value:g}" if isinstance(value, Decimal) else str(value)
