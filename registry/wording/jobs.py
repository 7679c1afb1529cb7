"""Names of the jobs behind the page and of how they stand."""

from registry.wording.marks import N_

MESSAGES = {
    "jobs.unknown": N_("没有这项后台任务。"),
    "jobs.kind.roster.read": N_("读取花名册"),
    "jobs.kind.roster.apply": N_("写入花名册"),
    "jobs.kind.roster.undo": N_("撤销花名册"),
    "jobs.kind.ledger.read": N_("读取旧台账"),
    "jobs.kind.rulebook.simulate": N_("试算规则"),
    "jobs.kind.papers.print": N_("打印一批文书"),
    "jobs.state.waiting": N_("排队中"),
    "jobs.state.running": N_("进行中"),
    "jobs.state.done": N_("已完成"),
    "jobs.state.failed": N_("没有做成"),
}
