"""Sentences about measures and their procedure."""

from registry.wording.marks import N_

MESSAGES = {
    "measures.unknown": N_("没有这项处置，或者它不在您单位的管辖范围内。"),
    "measures.wrong_state": N_("这项处置现在是“{state}”，不能这样办。可能同事刚办过，请刷新页面。"),
    "measures.in_case": N_("这项处置是案件{case_no}里决定的，请在案件里办这一步。"),
    "measures.reason_missing": N_("请写明理由，理由会留在台账里。"),
    "measures.same_person": N_(
        "起草人不能自己审批，执法证号相同的两个用户按同一个人算（行政处罚法第五十七条：由行政机关负责人审查决定），请由另一位负责人审批。"
    ),
    "measures.paper_same_person": N_("签批人“{name}”就是起草人，不能自己批自己起草的处置。"),
    "measures.paper_same_enterer": N_("录入签批件的人不能自己复核，请由另一位同事核对扫描件后确认。"),
    "measures.paper_incomplete": N_("请填写签批人的姓名和职务。"),
    "measures.wrong_target": N_(
        "“{kind}”不能针对“{target}”：下架针对内容、应用程序或小程序，关停针对账号，停止接入只针对网站。"
    ),
    "measures.basis_missing": N_("没有法律依据不能提请处置（行政处罚法第三十八条）。请选择依据。"),
    "measures.basis_unfit": N_("{basis}不能作为“{kind}”的依据，请另选。"),
    "measures.basis_other_target": N_("{basis}只适用于{fit}，不能用于{target}，请另选依据。"),
    "measures.basis_not_yet": N_("{basis}自 {since} 起施行，{on} 还没有施行，不能作为依据。"),
    "measures.basis_lapsed": N_("{basis}已于 {until} 失效，{on} 不能再作为依据，请另选。"),
    "measures.basis_unchecked": N_(
        "{basis}还没有核对，不能据此提请处置。请先在“法律依据”里核对条文、适用范围和本办权限，或另选依据。"
    ),
    "measures.basis_unconfirmed": N_(
        "这项处置的法律依据还没有核对。请先在“法律依据”里核对条文、适用范围和本办权限，再办生效。"
    ),
    "measures.basis_beyond_county": N_(
        "{basis}不由县级直接适用。请把决定机关改为有权的机关（报请上级或商请主管部门），或另选依据。"
    ),
    "measures.body_missing": N_("请写明决定机关和执行单位。"),
    "measures.due_missing": N_("请写明整改到哪一天为止。"),
    "measures.grounds_missing": N_("请写明处置对象和事由。"),
    "measures.violation_unfit": N_("所引的违规不是这个账号的，或者还没有认定、已经撤销。"),
    "measures.violation_voided": N_("所依据的违规认定已经撤销，这项处置不能再往下办，请不予处置或予以撤销。"),
    "measures.higher_office": N_("这项处置由上级单位{office}提请，请由该单位决定；下级单位不能代为审批或撤销。"),
    "measures.skip_reason_missing": N_(
        "“{kind}”高于规则现在建议的一级，请写明越级的理由（严重、拒不改正、紧急或上级指定）。"
    ),
    "measures.under_way": N_("针对同一条违规的“{kind}”已在办理中，不用重复提请。"),
    "measures.in_future": N_("日期 {on} 还没有到，请改成今天或以前的日期。"),
    "measures.signed_too_early": N_("签批日期不能早于违规的认定日 {on}。"),
    "measures.before_decision": N_("生效日 {given} 早于批准日 {on}，请核对。"),
    "measures.before_paper": N_("生效日 {given} 早于{paper}（{doc_no}）的印发日 {on}，请核对。"),
    "measures.before_meeting": N_(
        "生效日 {given} 早于约谈通知书（{doc_no}）写明的约谈日 {on}。约谈后再办生效；约谈改期的，先按新的时间重印通知书。"
    ),
    "measures.term_backwards": N_("期满日要晚于生效日。"),
    "measures.too_far": N_("日期 {on} 太远了，请核对年份。"),
    "measures.demand_missing": N_("请写明要整改什么。"),
    "measures.due_backwards": N_("整改期限要晚于生效日 {on}。"),
    "measures.recheck_too_early": N_("复查日不能早于生效日 {on}。"),
    "measures.draft.subject": N_("经查，{platform}账号“{name}”"),
    "measures.draft.account": N_("{platform}账号“{name}”（{uid}）"),
    "measures.draft.platform": N_("{platform}平台"),
    "measures.draft.store": N_("应用商店"),
    "measures.draft.telecom": N_("省通信管理局"),
    "measures.draft.found": N_(
        "于 {on} 有下列情形：{facts}。上述情形属于{article}所列“{name}”，本办已于 {recognised} 认定。"
    ),
    "measures.draft.overdue": N_("{effective} {kind}时要求于 {due} 前完成整改，期满未见复查通过。"),
    "measures.draft.then_reminder": N_("情节较轻，拟予提醒教育，督促其自行改正。"),
    "measures.draft.then_interview": N_("拟约谈该账号负责人，指出问题，责令限期整改。"),
    "measures.draft.then_suspension": N_("拟建议平台依法依约对该账号暂停信息更新，期满自动恢复。"),
    "measures.draft.then_delisting": N_("拟建议平台依法依约下架所涉对象，不涉及其他内容。"),
    "measures.draft.then_shutdown": N_("拟建议依法依约关停所涉对象，按程序报请批准后办理。"),
    "measures.draft.demand_interview": N_(
        "一、删除或更正所涉内容；二、自查近三个月同类内容；三、于期限内提交书面整改报告。"
    ),
    "measures.draft.demand_delisting": N_("一、下架所涉对象并消除影响；二、于期限内书面反馈处理结果。"),
    "measures.scan_missing": N_("这项处置没有签批件。"),
    "measures.asked.reminder": N_("提请对“{name}”提醒教育。"),
    "measures.asked.interview": N_("提请约谈“{name}”的负责人。"),
    "measures.asked.suspension": N_("提请建议{who}对“{name}”暂停更新。"),
    "measures.asked.delisting": N_("提请建议{who}下架“{name}”的{target}。"),
    "measures.asked.shutdown": N_("提请关停“{name}”的{target}，由{who}执行。"),
}
