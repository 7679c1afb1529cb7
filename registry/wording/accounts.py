"""Sentences about accounts and holders."""

from registry.wording.marks import N_

MESSAGES = {
    "accounts.unknown": N_("没有这个账号，或者它不在您单位的管辖范围内。"),
    "accounts.exists": N_("台账里已有这个账号（{name}），不用再登记。"),
    "accounts.exists_elsewhere": N_(
        "这个账号已登记在别的县（市、区）。属地变了的，请上级网信办办理转出；不是同一个账号的，请核对账号 ID 和主页链接。"
    ),
    "accounts.needs_county": N_("账号要登记在县（市、区）一级，{region} 不是县级区划。"),
    "accounts.same_county": N_("账号本来就在这个县（{region}）。"),
    "accounts.not_eligible": N_("“{name}”现在不符合申请升为示范的条件。"),
    "accounts.reason_missing": N_("请写明理由，理由会记入操作日志。"),
    "accounts.archived_already": N_("“{name}”已经归档。"),
    "accounts.not_archived": N_("“{name}”没有归档，不用恢复。"),
    "accounts.count_unreadable": N_("“{written}”不是可以识别的数量，请写成 12000、1.2万 或 约3000"),
    "accounts.count_huge": N_("数量“{written}”比能有的人还多，请核对单位"),
    "accounts.date_unreadable": N_("“{written}”不是可以识别的日期，请写成 2023-05-01、2023-05 或 2023"),
    "accounts.date_no_year": N_("“{written}”没有写年份，请写成 2023-05-01、2023-05 或 2023"),
    "accounts.uscc_is_id_no": N_("这是身份证号，请填在“身份证号”一项，那里加密保存"),
    "holders.unknown": N_("没有这个主体，或者它不在您单位的管辖范围内。"),
}
