"""What lint finds in a rulebook, in sentences: each begins with the row it is about."""

from collections.abc import Mapping
from typing import Any

from registry.domain.grading.findings import Finding, said, said_check
from registry.wording import Translate, in_chinese, word
from registry.wording.marks import N_

MESSAGES = {
    # the place
    "rulebooks.lint_at.severities": N_("“{row}”违规"),
    "rulebooks.lint_at.thresholds": N_("分数线 {row}"),
    "rulebooks.lint_at.floors": N_("压级 {row}"),
    "rulebooks.lint_at.restoration": N_("恢复 {row}"),
    "rulebooks.lint_at.ladder": N_("处置阶梯 {row}"),
    "rulebooks.lint_at.codes": N_("违规情形 {row}"),
    "rulebooks.lint_table.head": N_("规则开头"),
    "rulebooks.lint_table.thresholds": N_("分数线"),
    "rulebooks.lint_table.restoration": N_("恢复"),
    "rulebooks.lint_table.ladder": N_("处置阶梯"),
    "rulebooks.lint_table.codes": N_("违规情形"),
    "rulebooks.lint_said": N_("{place}：{finding}"),
    # the columns, as an officer knows them
    "rulebooks.lint_column.window_months": N_("计分期间（window_months）"),
    "rulebooks.lint_column.repeat_factor": N_("再犯倍数（repeat_factor）"),
    "rulebooks.lint_column.credit_cap": N_("减分上限（credit_cap）"),
    "rulebooks.lint_column.points": N_("分数（points）"),
    "rulebooks.lint_column.within_months": N_("期间（within_months）"),
    "rulebooks.lint_column.count": N_("次数（count）"),
    "rulebooks.lint_column.clean_months": N_("无新违规的月数（clean_months）"),
    "rulebooks.lint_column.needs": N_("此前情形（needs）"),
    # the gate before a version is checked or published
    "rulebooks.lint_errors": N_("规则有 {count} 处须先改正。{first}"),
    "rulebooks.no_articles": N_("规则有 {count} 处没有写依据的条款，须先补上。{first}"),
    "rulebooks.no_examples": N_("规则里没有例子（[[examples]]），请至少写一个，公布前须逐一推演。"),
    "rulebooks.examples_failed": N_(
        "规则里有 {count} 个例子推演结果与所写不符。“{title}”：{on} {field}应为 {expected}，算得 {got}。"
    ),
    # what an example looks at
    "rulebooks.example_said": N_("{on} {field}应为 {expected}，算得 {got}"),
    "rulebooks.example_field.tier": N_("等级"),
    "rulebooks.example_field.points": N_("累计分"),
    "rulebooks.example_field.proposal": N_("建议"),
    "rulebooks.example_field.eligible": N_("可申请恢复到"),
    "rulebooks.example_field.undetermined": N_("未能确定"),
    "rulebooks.example_field.next_change_on": N_("下一次变动的日子"),
    "rulebooks.example_field.moves": N_("变动经过"),
    "rulebooks.example_none": N_("无"),
    "rulebooks.example_yes": N_("是"),
    "rulebooks.example_no": N_("否"),
    # numbers, articles
    "rulebooks.lint.out_of_range": N_("{column}写作 {value}，应在 {least} 到 {most} 之间，请核对是否笔误。"),
    "rulebooks.lint.article_missing": N_("没有写依据的条款（article）。"),
    "rulebooks.lint.article_missing_head": N_("没有写计分方法依据的条款（points_article）。"),
    "rulebooks.lint.dead_column": N_("{column}在这里不起作用：写与不写，结果一样。"),
    "rulebooks.lint.duplicate": N_("与 {other} 完全相同，请删去一条。"),
    "rulebooks.lint.row_covered": N_("被 {other} 包含：它适用时 {other} 必定适用，这一条从不改变结果。"),
    "rulebooks.lint.row_idle": N_("{tier}已是最好的等级，这一条压不低任何等级。"),
    "rulebooks.lint.contradiction_tier": N_("与 {other} 条件相同而等级不同（{tier}、{other_tier}），请确定一个。"),
    "rulebooks.lint.contradiction_rung": N_("与 {other} 条件相同而处置不同（{rung}、{other_rung}），请确定一个。"),
    # what makes points
    "rulebooks.lint.initial_bad": N_("入册即列“{tier}”：没有违规的账号也被从严管理，请确认确有必要。"),
    "rulebooks.lint.severity_missing": N_("缺少“{severity}”，认定为这一程度的违规将无法计分。"),
    "rulebooks.lint.severity_order": N_("“{severity}”计 {points} 分，比更轻的“{other}”（{other_points} 分）还少。"),
    "rulebooks.lint.severity_tier_order": N_("“{severity}”直接所列的等级，比更轻的“{other}”所列的还好。"),
    "rulebooks.lint.severity_tier_dead": N_(
        "“{severity}”直接列{tier}不会起作用：不计分的违规不列等级，最好的等级不压级。"
    ),
    "rulebooks.lint.no_thresholds": N_("没有分数线，累计多少分都不影响等级。"),
    "rulebooks.lint.threshold_unreached": N_("各程度都不计分，永远达不到这条线。"),
    "rulebooks.lint.threshold_order": N_("分数更高，所列的“{tier}”却比 {other} 的“{other_tier}”更好，前后矛盾。"),
    "rulebooks.lint.no_codes": N_("没有列出违规情形，认定时没有起算的严重程度可选。"),
    "rulebooks.lint.code_open": N_("没有写起算的严重程度，认定时须逐件另定。"),
    "rulebooks.lint.code_severity": N_("起算的严重程度“{severity}”不在本规则的严重程度表中。"),
    "rulebooks.lint.code_twice": N_("与 {other} 名称相同，请核对是否重复。"),
    # floors and ways up
    "rulebooks.lint.floor_reminder": N_("提示不算处置，不压级，这一条永远不会适用。"),
    "rulebooks.lint.no_way_up": N_("没有从“{tier}”恢复到“{better}”的办法，改正以后也出不来。"),
    "rulebooks.lint.clean_zero": N_("从“{tier}”恢复不需要等待（0 个月），压级一解除次日即恢复，请确认。"),
    "rulebooks.lint.limit_outlasted": N_(
        "“不高于 {limit} 分”不起作用：须连续 {months} 个月没有新的违规，而 {window} 个月后违规已不计分。"
    ),
    "rulebooks.lint.limit_implied": N_("“不高于 {limit} 分”不起作用：分数再高时，{other} 已不许恢复。"),
    # the ladder
    "rulebooks.lint.severity_unanswered": N_("没有一条回应“{severity}”违规，认定之后不会提出任何处置。"),
    "rulebooks.lint.first_unanswered": N_("首次“{severity}”违规没有回应：{rows} 都要求先有此前情形。"),
    "rulebooks.lint.overdue_unanswered": N_("{kind}的整改逾期没有回应，逾期之后不会提出任何处置。"),
    "rulebooks.lint.ladder_no_subject": N_("永远不会触发：所列的违规都不计分，或所列的处置没有整改。"),
    "rulebooks.lint.ladder_no_history": N_("永远不会适用：要求的此前情形不会成立，提示和不计分的违规不算。"),
    "rulebooks.lint.subject_dead": N_("所列的{subjects}不起作用：不计分的违规和提示都不触发处置。"),
    "rulebooks.lint.ladder_outranked": N_("从不成为建议：它适用时 {others} 必定适用，且处置更重。"),
    "rulebooks.lint.ladder_same_call": N_("不改变建议：它适用时 {others} 也适用，处置同为{rung}。"),
    "rulebooks.lint.basis_missing": N_("建议{rung}而没有写明法律依据（basis，如《…》第…条）。"),
    "rulebooks.lint.basis_unknown": N_("所引{titles}不在法律依据库中，请先入库核对。"),
    "rulebooks.lint.article_unknown": N_("所引{articles}在法律依据库中查不到，请先入库核对。"),
    "rulebooks.lint.article_idle": N_("所引{articles}在施行日 {on} 没有效力，请换现行条文。"),
    "rulebooks.lint.decides_missing": N_("没有写明{rung}由谁决定（decides）。"),
}


def finding(found: Finding, translate: Translate = in_chinese) -> str:
    """One finding as a sentence: the row, then what is wrong with it."""
    sentence = said(found)
    return word(sentence.code, sentence.params, translate)


def example(check: Mapping[str, Any], translate: Translate = in_chinese) -> str:
    """One check of an example as a sentence."""
    return word("rulebooks.example_said", said_check(check), translate)
