"""Sentences about setting one field of many accounts."""

from registry.wording.marks import N_

MESSAGES = {
    "bulk_edits.unknown": N_("没有这次批量修改：{edit}。"),
    "bulk_edits.field_wrong": N_("请选一项要改的内容，并填上改成什么。"),
    "bulk_edits.too_many": N_("一次最多改 {most} 个账号，请分几次。"),
    "bulk_edits.nothing": N_("勾选的账号都已经是这样，或者已归档，没有要改的。"),
    "bulk_edits.undone": N_("这次批量修改已经撤销过了。"),
}
