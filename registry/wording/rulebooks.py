"""The rows of a rulebook as a lawyer reads them: triggers, histories, floors and the ways back, in words."""

from registry.domain.grading.rulebook import FloorRow, LadderRow, RestorationRow, Rulebook
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
    "rulebooks.row.points": N_("满 {points} 分"),
    "rulebooks.row.severity": N_("{severity}违规"),
    "rulebooks.row.floor": N_("{what}生效"),
    "rulebooks.row.call": N_("{trigger}，且{history}"),
    "rulebooks.row.initial": N_("入册"),
    "rulebooks.row.version": N_("规则换版"),
    "rulebooks.row.void": N_("更正"),
    "rulebooks.none": N_("这一天没有施行中的规则。"),
    "rulebooks.unknown": N_("没有这个规则版本，或不归本单位看。"),
    "rulebooks.version_taken": N_("已有叫“{version}”的规则版本，版本名全系统不得重复，请换一个。"),
    "rulebooks.other_region": N_("规则里写的地区（{region}）不是本单位的地区，请改成本单位的区划代码。"),
    "rulebooks.state": N_("这个版本现在不能这样做，请刷新页面看它到了哪一步。"),
    "rulebooks.second_person": N_("起草或修改过这个版本的人不能核对、公布它，请换一位同事。"),
    "rulebooks.too_late": N_("施行日 {on} 不晚于今天。规则不能溯及既往，请把施行日改到公布以后。"),
    "rulebooks.in_force_already": N_("这个版本 {on} 起已经施行，不能撤回，请另订新版本替换。"),
    "rulebooks.reason_missing": N_("请写明理由。"),
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


def row_name(row_id: str, book: Rulebook | None, translate: Translate = in_chinese) -> str:
    """A row in words and without its code, which an officer would take for something else (L3 is an influence too).

    The bare id where ``book`` has no such row.
    """
    start, _colon, rest = row_id.partition(":")
    if row_id in {"initial", "version", "void"}:
        return word(f"rulebooks.row.{row_id}", {}, translate)
    if start == "T":
        return word("rulebooks.row.points", {"points": rest}, translate)
    if start == "S":
        return word("rulebooks.row.severity", {"severity": Severity(rest)}, translate)
    row = next((each for each in rows_of(book) if each.id == row_id), None)
    if isinstance(row, FloorRow):
        return word("rulebooks.row.floor", {"what": floor(row, translate)}, translate)
    if isinstance(row, RestorationRow):
        return conditions(row, translate)[0]
    return reason(row, translate) if row is not None else row_id


Row = FloorRow | RestorationRow | LadderRow


def rows_of(book: Rulebook | None) -> tuple[Row, ...]:
    """The rows of a rulebook that have an id of their own."""
    return (*book.floors, *book.restoration, *book.ladder) if book else ()


def reason(row: LadderRow, translate: Translate = in_chinese) -> str:
    """A row of the ladder as a reason: its trigger, with the history it asks for."""
    params = {"trigger": trigger(row, translate), "history": history(row, translate)}
    return word("rulebooks.row.call", params, translate) if params["history"] else params["trigger"]


def _ordered(members: frozenset[str], vocabulary: type[MeasureKind] | type[Severity]) -> list[MeasureKind | Severity]:
    """The members in the vocabulary's own order."""
    return [each for each in vocabulary if each in members]
