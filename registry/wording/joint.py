"""Sentences about joint work: letters between offices, cases taken over, offices that act for another."""

from registry.wording.marks import N_

MESSAGES = {
    "joint.not_own": N_("代管别的单位时，不能再把它交给第三个单位。请先回到自己单位。"),
    "joint.kind.notice": N_("线索通报"),
    "joint.kind.consultation": N_("会商"),
    "joint.kind.takeover": N_("提级办理"),
    "joint.kind.return": N_("退回办理"),
    "joint.outcome.accepted": N_("接收，由我单位办理或配合"),
    "joint.outcome.declined": N_("不接收"),
    "joint.outcome.remarks": N_("提出意见"),
    "joint.unknown": N_("没有这件协同函，或者它不是您单位发出、收到的。"),
    "joint.content_missing": N_("请写明内容或理由。"),
    "joint.day_passed": N_("答复期限要在今天以后。"),
    "joint.office_unfit": N_("请选择另一个单位。"),
    "joint.not_yours": N_("这件函不用您单位答复。"),
    "joint.answered": N_("这件函已经答复过了。"),
    "joint.not_above": N_("只有上级单位能提级办理，而且案件要在办。"),
    "joint.not_taken": N_("这件案件不是您单位提级办理的，不用退回。"),
    "joint.taken_over": N_("这件案件已由{office}提级办理，退回以前本单位只能看。"),
    "joint.term_wrong": N_("代管从今天或以后开始，最长 {most} 天。"),
    "joint.no_term": N_("现在没有让您单位代管这个单位的期限。"),
}
