"""Sentences about violations."""

from registry.wording.marks import N_

MESSAGES = {
    "violations.unknown": N_("没有这条违规，或者它不在您单位的管辖范围内。"),
    "violations.evidence_unknown": N_("没有这份证据，或者它不在您单位的管辖范围内。"),
    "violations.code_unknown": N_("规则里没有“{code}”这一违规情形。"),
    "violations.in_future": N_("日期 {on} 还没有到，请改成今天或以前的日期。"),
    "violations.url_unfit": N_("内容链接只收 http 或 https 开头的网址。"),
    "violations.facts_missing": N_("请写明事实：时间、内容、影响。"),
    "violations.severity_reason_missing": N_("本项规则默认为“{usual}”，改动严重程度要写理由。"),
    "violations.recognised_before_act": N_("认定日不能早于发生日 {on}。"),
    "violations.same_person": N_(
        "登记人不能自己认定，执法证号相同的两个用户按同一个人算，请由另一位审核人或负责人认定。"
    ),
    "violations.already_recorded": N_(
        "这个账号 {on} 已登记过同一情形。是同一件的不用再登记；确是另一次的，请勾选“确是另一次”。"
    ),
    "violations.wrong_state": N_("这条违规的状态是“{state}”，不能这样办。"),
    "violations.void_reason_missing": N_("撤销要写明理由，理由会留在台账里。"),
}
