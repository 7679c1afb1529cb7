"""The rows of a rulebook as a lawyer reads them: triggers, histories, floors and the ways back, in words."""

from registry.domain.grading.rulebook import FloorRow, LadderRow, RestorationRow
from registry.domain.terms import MeasureKind, Severity
from registry.wording import Translate, in_chinese, word
from registry.wording.marks import N_

MESSAGES = {
    "rulebooks.trigger.violation": N_("认定{severities}违规"),
    "rulebooks.trigger.any": N_("认定违规"),
    "rulebooks.trigger.overdue": N_("{kinds}的整改逾期"),
    "rulebooks.needs.measure": N_("此前 {months} 个月内有{kind}"),
    "rulebooks.needs.measures": N_("此前 {months} 个月内有 {count} 次{kind}"),
    "rulebooks.needs.violations": N_("{months} 个月内第 {count} 次（含以后各次）{severities}违规"),
    "rulebooks.needs.ever": N_("此前有{kind}"),
    "rulebooks.floor.one": N_("{kind}"),
    "rulebooks.floor.many": N_("{months} 个月内 {count} 次{kind}"),
    "rulebooks.keeps.months": N_("自生效日起 {months} 个月"),
    "rulebooks.keeps.window": N_("{months} 个月内仍满 {count} 次的期间"),
    "rulebooks.keeps.ever": N_("不设期限"),
    "rulebooks.clean": N_("连续 {months} 个月没有新的认定和处置"),
    "rulebooks.on_application": N_("由本人申请、本办批准"),
    "rulebooks.points_at_most": N_("累计不高于 {points} 分"),
    "rulebooks.filing": N_("登记资料齐全"),
    "rulebooks.none": N_("这一天没有施行中的规则。"),
}


def trigger(row: LadderRow, translate: Translate = in_chinese) -> str:
    """What sets a row of the ladder off."""
    if row.trigger == "overdue":
        return word("rulebooks.trigger.overdue", {"kinds": _ordered(row.of, MeasureKind)}, translate)
    if not row.severities:
        return word("rulebooks.trigger.any", {}, translate)
    return word("rulebooks.trigger.violation", {"severities": _ordered(row.severities, Severity)}, translate)


def history(row: LadderRow, translate: Translate = in_chinese) -> str:
    """The history a row asks for; "" where it asks for none."""
    needs = row.needs
    if needs is None:
        return ""
    params: dict[str, object] = {"months": needs.within_months, "count": needs.count, "kind": needs.kind}
    if needs.kind is None:
        params["severities"] = _ordered(needs.severities, Severity)
        return word("rulebooks.needs.violations", params, translate)
    if needs.within_months is None:
        return word("rulebooks.needs.ever", params, translate)
    return word("rulebooks.needs.measure" if needs.count == 1 else "rulebooks.needs.measures", params, translate)


def floor(row: FloorRow, translate: Translate = in_chinese) -> str:
    """The measures a floor row counts."""
    params = {"months": row.within_months, "count": row.count, "kind": row.kind}
    return word("rulebooks.floor.one" if row.count == 1 else "rulebooks.floor.many", params, translate)


def keeps(row: FloorRow, translate: Translate = in_chinese) -> str:
    """How long a floor row holds."""
    if row.within_months is None:
        return word("rulebooks.keeps.ever", {}, translate)
    code = "rulebooks.keeps.months" if row.count == 1 else "rulebooks.keeps.window"
    return word(code, {"months": row.within_months, "count": row.count}, translate)


def conditions(row: RestorationRow, translate: Translate = in_chinese) -> list[str]:
    """What a way back asks for, each condition by itself."""
    found = [word("rulebooks.clean", {"months": row.clean_months}, translate)]
    if row.max_points is not None:
        found.append(word("rulebooks.points_at_most", {"points": row.max_points}, translate))
    if row.filing_complete:
        found.append(word("rulebooks.filing", {}, translate))
    if row.by_application:
        found.append(word("rulebooks.on_application", {}, translate))
    return found


def _ordered(members: frozenset[str], vocabulary: type[MeasureKind] | type[Severity]) -> list[MeasureKind | Severity]:
    """The members in the vocabulary's own order."""
    return [each for each in vocabulary if each in members]
