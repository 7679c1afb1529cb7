"""Sentences about tiers set aside by people, tiers that wait for confirmation, and decisions changed without an act."""

from registry.wording.marks import N_

MESSAGES = {
    "overrides.unknown": N_("没有这次人工调整，或不归本单位看。"),
    "overrides.reason_missing": N_("理由和依据都要写。"),
    "overrides.note_missing": N_("请写明理由。"),
    "overrides.archived": N_("“{name}”已归档，不能调整等级。"),
    "overrides.term_over": N_("期限已过。请选今天以后的日子；过期的不能批准，可另行提请。"),
    "overrides.term_too_long": N_("期限最长 {months} 个月，请选近一些的日子。"),
    "overrides.under_way": N_("这个账号已有人工调整在审批或生效中，一次只能有一个。"),
    "overrides.same_tier": N_("规则得出的等级就是 {letter} {tier}，不用调整。"),
    "overrides.same_person": N_("提请人不能自己审批，请换一位负责人。"),
    "overrides.higher_office": N_("这次调整由上级{office}提请，由上级决定。"),
    "overrides.wrong_state": N_("这次人工调整{state}，不能再这样办。"),
    "pending.gone": N_("这项等级变动已由同事确认，或已被新的变动取代，请刷新页面。"),
    "pending.reason_missing": N_("推迟确认要写明理由。"),
    "pending.day_unfit": N_("推迟到今天以后、{months} 个月以内的一天。"),
    "changes.gone": N_("这些决定同事已经确认看过，请刷新页面。"),
}
