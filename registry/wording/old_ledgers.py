"""Words of old ledgers: what was found in a row, what it resembles, why an act is refused; its acts in the log."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    # The file
    "old_ledgers.no_header": N_(
        "没有找到旧台账的表头：至少要有“账号名称”，和“日期”“类型”“事由”“处置结果”中的一列。请检查后重新上传"
    ),
    "old_ledgers.no_rows": N_("表头下面没有记录，没有可以录入的内容"),
    # Rows and cells
    "old_ledgers.no_account_named": N_("没有账号名称、账号ID或链接，看不出是哪个账号"),
    "old_ledgers.no_day": N_("没有日期，无法登记"),
    "old_ledgers.no_kind": N_("看不出是违规、约谈还是别的处置，请加一列“类型”写明"),
    "old_ledgers.kind_several": N_(
        "“{written}”写了不止一种处置，按最重的“{kind}”登记一件，原文照录；要分开登记的请每种各占一行"
    ),
    "old_ledgers.kind_unknown": N_(
        "“{written}”看不出是违规、约谈还是别的处置，请选一种；整列都不是处置类型的，改成原样保留"
    ),
    "old_ledgers.typed": N_("经办人改填，原文“{written}”"),
    "old_ledgers.chosen": N_("经办人认定是“{name}”"),
    "old_ledgers.as_above": N_("“同上”按第 {row} 行取"),
    "old_ledgers.not_history": N_(
        "{on} 在规则施行日 {before} 当日或之后（或不能排除），不是系统启用前的旧事；请按违规线索或处置措施登记，经认定后计分"
    ),
    "old_ledgers.year_of_sheet": N_("“{written}”没有写年份，按表名或标题取 {year} 年"),
    "old_ledgers.times": N_("“{header}”写的是 {written}，一行只登记这一件，其余各次请各占一行"),
    # Against the register
    "old_ledgers.no_account": N_("台账里没有“{name}”这个账号：请先登记账号再录入，或者在这里改成登记的名称、账号ID"),
    "old_ledgers.county_beyond": N_("“{county}”不在您单位管辖的县（市、区）里"),
    "old_ledgers.county_differs": N_("表里写的县（市、区）和“{name}”登记的不一样，请认一下"),
    "old_ledgers.overruled": N_("和已有的记录相像，经办人认定是另一件：{why}"),
    "old_ledgers.several": N_("“{name}”可能是 {n} 个账号中的一个，请选定"),
    "old_ledgers.name_only": N_("只有名称“{name}”对得上，没有账号ID或主体可以核对，请认一下"),
    "old_ledgers.near": N_("没有完全对得上的账号，有 {n} 个同平台、名称相近，请认一下"),
    "old_ledgers.holder_only": N_("没有对得上的账号；“{name}”的主体另有 {n} 个账号，名称都不相近，不能只凭主体认定"),
    "old_ledgers.other_name": N_("账号ID或链接对得上“{name}”，表里写的名称是“{written}”，请核对"),
    "old_ledgers.on_file_already": N_("台账里这个账号 {on} 已有同类记录，不重复登记；确是另一件的，写明理由照样录入"),
    # Acts
    "old_ledgers.unknown": N_("没有这份旧台账，或者它不在您单位的管辖范围内。"),
    "old_ledgers.wrong_state": N_("这份旧台账已经是“{state}”，不能再办。"),
    "old_ledgers.changed_since": N_("预览之后台账又有变动，一行也没有写。已按最新台账重新核对，请看过再确认。"),
    "old_ledgers.nothing_to_enter": N_("没有可以写入的行。"),
    "old_ledgers.same_person": N_("录入人不能复核自己录入的旧台账，请由另一个人复核。"),
    "old_ledgers.field_twice": N_("有两列都选成了“{field}”，请只留一列。"),
    "old_ledgers.no_repetition": N_("这一行不是因为重复放在一边的，请刷新后再看。"),
    "old_ledgers.reason_missing": N_("请写明理由。"),
    "old_ledgers.reason_too_long": N_("理由最多 {limit} 个字。"),
    "old_ledgers.row_above": N_("下面的行写着“同上”，这一行一并给出"),
    "old_ledgers.not_a_candidate": N_("这一行不能这样选，请刷新后再看。"),
}
