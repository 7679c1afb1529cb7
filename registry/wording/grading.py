"""Sentences about rulebooks and case files that cannot be read, and about why an account has its tier.

A date is given as it stands in the trace; {tier} is a tier's name, {letter} its letter.
"""

from registry.domain.grading.explain import Line
from registry.wording import Translate, in_chinese, word
from registry.wording.marks import N_

MESSAGES = {
    # files that cannot be read
    "grading.not_toml": N_("{file} 不是可读的 TOML 文件：{problem}"),
    "grading.toml.top": N_("开头（各表之外）"),
    "grading.toml.at": N_("第 {line} 行第 {column} 列，{problem}"),
    "grading.toml.at_end": N_("到文件末尾，{problem}"),
    "grading.toml.no_equals": N_("键的后面要有“=”"),
    "grading.toml.no_newline": N_("一行只能写一项，多出来的请另起一行"),
    "grading.toml.statement": N_("这里应是“键 = 值”或者 [表名]"),
    "grading.toml.key": N_("键只能用字母、数字、-、_，别的要加引号"),
    "grading.toml.value": N_("值写得不对：文字要加双引号，日期写成 2026-01-31"),
    "grading.toml.date": N_("没有这一天"),
    "grading.toml.string": N_("引号没有成对"),
    "grading.toml.open": N_("括号没有成对"),
    "grading.toml.twice": N_("同一个键或表写了两次"),
    "grading.toml.escape": N_("引号里的“\\”要写成两个"),
    "grading.toml.character": N_("有不能用的字符，可能是全角符号"),
    "grading.toml.other": N_("写法不合 TOML"),
    "grading.key_missing": N_("{file} 的 {where} 缺少“{key}”。"),
    "grading.key_unknown": N_("{file} 的 {where} 有不认识的“{key}”，请核对拼写。"),
    "grading.bad_text": N_("{file} 的 {where}：“{key}”应为文字，现为“{value}”。"),
    "grading.bad_date": N_("{file} 的 {where}：“{key}”应为日期，如 2026-01-31，现为“{value}”。"),
    "grading.bad_number": N_("{file} 的 {where}：“{key}”应为数字，现为“{value}”。"),
    "grading.too_small": N_("{file} 的 {where}：“{key}”不得小于 {least}，现为 {value}。"),
    "grading.bad_flag": N_("{file} 的 {where}：“{key}”应为 true 或 false，现为“{value}”。"),
    "grading.bad_choice": N_("{file} 的 {where}：“{key}”应为 {choices} 之一，现为“{value}”。"),
    "grading.bad_region": N_("{file} 的 {where}：“{key}”应为行政区划代码，现为“{value}”。"),
    "grading.bad_move": N_("{file} 的 {where}：“{key}”的每一项应如“2026-02-15 B→C”，现为“{value}”。"),
    "grading.not_a_table": N_("{file} 的 {where}：“{key}”应为表。"),
    "grading.id_twice": N_("{file} 的 {where}：编号“{id}”重复。"),
    "grading.unknown_reference": N_("{file} 的 {where}：“{key}”指向的“{value}”不在本文件中。"),
    "grading.not_one_step_up": N_("{file} 的 {where}：恢复一次只升一级，不能由 {start} 到 {end}。"),
    "grading.needs_one_history": N_("{file} 的 {where}：须在 kind（处置）与 severity（违规）中只写一个。"),
    "grading.ends_before_it_begins": N_("{file}：失效日 {ends} 早于施行日 {begins}。"),
    "grading.no_expect": N_("{file} 的 {where} 没有 [[expect]]，不知道要核对哪一天。"),
    "grading.rulebook_twice": N_("{file}：rulebook 与 rulebooks 只能写一个。"),
    "grading.last_day": N_("{on} 是日历的最后一天，不能作为推算的日子，请换一个更早的日期。"),
    "grading.overlap": N_("同一地区的规则 {first} 与 {second} 在 {on} 起重叠，请给前一版本写失效日。"),
    # why: the conclusion and the rows
    "grading.why.not_started": N_("这一天还没有登记入册，或规则尚未施行，未定等级。"),
    "grading.why.gap": N_("这一天没有施行中的规则，等级 {letter} {tier} 暂维持不变。"),
    "grading.why.standing": N_("现为 {letter} {tier}，累计 {points} 分，按规则 {version} 于 {on} 计算。"),
    "grading.why.held": N_(
        "有 {count} 条把等级压在 {letter} {tier}，累计 {points} 分，按规则 {version} 于 {on} 计算。"
    ),
    "grading.why.measure": N_("{kind}生效后，不高于 {letter} {tier}"),
    "grading.why.measures": N_("有效期内满 {count} 次{kind}，不高于 {letter} {tier}"),
    "grading.why.until": N_("{since} 起；到 {until} 止"),
    "grading.why.no_end": N_("{since} 起；不设期限"),
    "grading.why.severity": N_("有{severity}违规，直接列 {letter} {tier}，到 {until} 止"),
    "grading.why.points": N_("{months} 个月内满 {limit} 分，不高于 {letter} {tier}"),
    "grading.why.term": N_("{code} {severity} {points} 分（至 {until}）"),
    "grading.why.repeat_term": N_("{code} {severity} {base} 分，同一情形再犯计 {points} 分（至 {until}）"),
    "grading.why.credit_term": N_("提前整改、参加培训 减 {points} 分"),
    "grading.why.total": N_("合计 {points} 分"),
    "grading.why.initial": N_("{on} 登记入册，初始等级 {letter} {tier}"),
    "grading.why.initial_later": N_("{entered_on} 登记入册，规则从 {on} 起算，初始等级 {letter} {tier}"),
    "grading.why.restored": N_("{on} 满足“{row}”，恢复为 {letter} {tier}"),
    "grading.why.lowered": N_("{on} 因“{row}”列 {letter} {tier}，尚未满足恢复条件"),
    "grading.why.before_rules": N_("{code} 的行为在第一版规则施行之前，不计分（不溯及既往）"),
    # what is unclear, what was ignored
    "grading.unclear.no_rulebook": N_("这一天没有施行中的规则，分数和界线不能确定"),
    "grading.unclear.gap": N_("有一件违规的行为日没有施行中的规则，暂不计分，所示等级和分数是下限"),
    "grading.unclear.no_severity": N_("有一件违规尚未确定严重程度，暂不计分，所示等级和分数是下限"),
    "grading.unclear.severity_unlisted": N_("有一件违规的严重程度不在行为时的规则中，暂不计分，所示等级和分数是下限"),
    "grading.ignored.not_started": N_("{on} 的升级申请（{letter} {tier}）早于起算日，未予采用"),
    "grading.ignored.no_rulebook": N_("{on} 的升级申请（{letter} {tier}）当日没有施行中的规则，未予采用"),
    "grading.ignored.no_row": N_("{on} 的升级申请（{letter} {tier}）当日没有可依的恢复行，未予采用"),
    "grading.ignored.conditions": N_("{on} 的升级申请（{letter} {tier}）当日条件未满足，未予采用"),
    # the measure called for
    "grading.proposal.violation": N_("规则建议：{rung}（{row}），{on} 起；由人决定"),
    "grading.proposal.overdue": N_("整改逾期，规则建议：{rung}（{row}），{on} 起；由人决定"),
    # what little more would make it worse
    "grading.near.points": N_("再 {missing} 分即为 {letter} {tier}"),
    "grading.near.measures": N_("再有 {missing} 次{kind}即为 {letter} {tier}"),
    "grading.near.proposed": N_("{kind}生效即为 {letter} {tier}"),
    # the way back
    "grading.back.restored": N_("若无新的认定和处置，{on} 自动恢复 {letter} {tier}"),
    "grading.back.lowered": N_("若无新的认定和处置，{on} 起转为 {letter} {tier}"),
    "grading.back.eligible": N_("已满足条件，可以申请 {letter} {tier}"),
    "grading.back.application": N_("可由本人申请 {letter} {tier}，还差"),
    "grading.back.path": N_("恢复到 {letter} {tier}，还差"),
    "grading.lacks.clean": N_("自 {clock} 起满 {months} 个月无新的认定和处置（{on} 满）"),
    "grading.lacks.floor": N_("“{rows}”仍在压级"),
    "grading.lacks.rectified": N_("整改复查通过"),
    "grading.lacks.points": N_("分数不高于 {limit} 分"),
    "grading.lacks.filing": N_("登记资料齐全"),
}


def sentence(line: Line, translate: Translate = in_chinese) -> str:
    """One line of an explanation as one sentence, its parts after a colon."""
    head = word(line.code, line.params, translate)
    if not line.parts:
        return head
    parts = translate("；").join(word(part.code, part.params, translate) for part in line.parts)
    return head + translate("：") + parts
