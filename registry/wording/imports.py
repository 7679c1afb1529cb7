"""Sentences about imports as acts; what is found inside a file is worded in rosters.py."""

from registry.wording.marks import N_

MESSAGES = {
    "rosters.applied_before": N_("同样内容的花名册以前写入过，是导入 {number}。"),
    "rosters.unknown": N_("没有这次导入，或者它不在您单位的管辖范围内。"),
    "rosters.settled": N_("这次导入已经是“{state}”，不能再办。"),
    "rosters.not_parked": N_("这一行不在待核之列，或已有人了结，请刷新后再看。"),
    "rosters.still_doubtful": N_("这一行这样仍不能写入台账，请选择它是哪个账号，或不要这一行。"),
    "rosters.changed_since": N_(
        "预览之后台账又有变动，按旧预览写入会覆盖别人的改动，所以一行也没有写。已按最新台账重新核对，请看过再确认。"
    ),
    "rosters.not_applied": N_("这次导入是“{state}”，没有可撤销的内容。"),
    "rosters.too_long": N_("“{title}”超过 {limit} 个字，此项暂不登记，请缩短后重新导入"),
    "rosters.phone_unknown": N_("写的是没有电话，按不知道登记，原话见原文"),
    "rosters.number_in_open": N_("“{titles}”里像是写有手机号或身份证号，这一项不加密，只在显示和导出时打码，请改掉"),
    "rosters.number_in_text": N_("“{titles}”里写有手机号或证件号码，显示和导出时打码；请改填在专门的一栏"),
    "rosters.key_elsewhere": N_("这个账号已在本县以外的台账中登记，请与上级网信办核对后办理移交，不要重复登记"),
    "rosters.key_taken": N_("账号标识与本县台账中的“{name}”相同，请核对是否同一账号"),
    "rosters.key_twice": N_("账号标识与本文件 {sheet} 第 {row} 行相同，请核对后保留一行"),
    "rosters.kept_edited": N_("导入后有人改过，保留"),
    "rosters.kept_status_edited": N_("标过的状态后来又改过，保留"),
    "rosters.kept_archived": N_("导入后已归档，保留"),
    "rosters.kept_transferred": N_("导入后已移交其他县，保留"),
    "rosters.kept_key_taken": N_("原来的平台账号ID或名称现在归另一个账号，无法还原，保留"),
    "rosters.kept_has_file": N_("已有违规、处置、等级变动或文书，保留"),
}
