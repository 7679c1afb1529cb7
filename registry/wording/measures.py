"""Sentences about measures and their procedure."""

from registry.wording.marks import N_

MESSAGES = {
    "measures.unknown": N_("没有这项处置，或者它不在您单位的管辖范围内。"),
    "measures.wrong_state": N_("这项处置现在是“{state}”，不能这样办。可能同事刚办过，请刷新页面。"),
    "measures.reason_missing": N_("请写明理由，理由会留在台账里。"),
    "measures.same_person": N_("起草人不能自己审批（行政处罚法第五十七条：由行政机关负责人审查决定），请由另一位负责人审批。"),
    "measures.paper_same_person": N_("签批人“{name}”就是起草人，不能自己批自己起草的处置。"),
    "measures.paper_same_enterer": N_("录入签批件的人不能自己复核，请由另一位同事核对扫描件后确认。"),
    "measures.paper_incomplete": N_("请填写签批人的姓名和职务。"),
    "measures.wrong_target": N_("“{kind}”不能针对“{target}”：下架针对内容、应用程序或小程序，关停针对账号，停止接入只针对网站。"),
    "measures.basis_missing": N_("没有法律依据不能提请处置（行政处罚法第三十八条）。请选择依据。"),
    "measures.basis_unfit": N_("{basis}不能作为“{kind}”的依据，请另选。"),
    "measures.basis_unconfirmed": N_("这项处置的法律依据还没有核对。请先在“法律依据”里核对条文、适用范围和本办权限，再办生效。"),
    "measures.grounds_missing": N_("请写明处置对象和事由。"),
    "measures.violation_unfit": N_("所引的违规不是这个账号的，或者还没有认定、已经撤销。"),
    "measures.skip_reason_missing": N_("“{kind}”高于规则现在建议的一级，请写明越级的理由（严重、拒不改正、紧急或上级指定）。"),
    "measures.under_way": N_("针对同一条违规的“{kind}”已在办理中，不用重复提请。"),
    "measures.in_future": N_("日期 {on} 还没有到，请改成今天或以前的日期。"),
    "measures.before_decision": N_("生效日不能早于批准日 {on}。"),
    "measures.term_backwards": N_("期满日要晚于生效日。"),
    "measures.demand_missing": N_("请写明要整改什么。"),
    "measures.due_backwards": N_("整改期限要晚于生效日 {on}。"),
}
