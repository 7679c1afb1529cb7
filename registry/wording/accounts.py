"""Sentences about accounts and holders."""

from registry.wording.marks import N_

MESSAGES = {
    "accounts.unknown": N_("没有这个账号，或者它不在您单位的管辖范围内。"),
    "accounts.exists": N_("台账里已有这个账号（{name}），不用再登记。"),
    "accounts.needs_county": N_("账号要登记在县（市、区）一级，{region} 不是县级区划。"),
    "accounts.same_county": N_("账号本来就在这个县（{region}）。"),
    "accounts.reason_missing": N_("请写明理由，理由会记入操作日志。"),
    "accounts.archived_already": N_("“{name}”已经归档。"),
    "holders.unknown": N_("没有这个主体，或者它不在您单位的管辖范围内。"),
}
