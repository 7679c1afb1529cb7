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
    "old_ledgers.kind_several": N_("“{written}”写了不止一种处置，一行只登记一件，请每种各占一行"),
    "old_ledgers.not_history": N_(
        "{on} 在规则施行日 {before} 当日或之后（或不能排除），不是系统启用前的旧事；请按违规线索或处置措施登记，经认定后计分"
    ),
    "old_ledgers.year_of_sheet": N_("“{written}”没有写年份，按表名或标题取 {year} 年"),
    "old_ledgers.times": N_("“{header}”写的是 {written}，一行只登记这一件，其余各次请各占一行"),
    # Against the register
    "old_ledgers.no_account": N_("本县台账里没有“{name}”这个账号，请先登记账号，再导入旧台账"),
    "old_ledgers.several": N_("“{name}”可能是 {n} 个账号中的一个，请选定"),
    "old_ledgers.name_only": N_("只有名称“{name}”对得上，没有账号ID或主体可以核对，请认一下"),
    "old_ledgers.near": N_("没有完全对得上的账号，有 {n} 个名称相近或主体相同，请认一下"),
    "old_ledgers.other_name": N_("账号ID或链接对得上“{name}”，表里写的名称是“{written}”，请核对"),
    "old_ledgers.on_file_already": N_("台账里这个账号 {on} 已有同类记录，不重复登记，请核对"),
    # Acts
    "old_ledgers.unknown": N_("没有这份旧台账，或者它不在您单位的管辖范围内。"),
    "old_ledgers.wrong_state": N_("这份旧台账已经是“{state}”，不能再办。"),
    "old_ledgers.changed_since": N_("预览之后台账又有变动，一行也没有写。已按最新台账重新核对，请看过再确认。"),
    "old_ledgers.nothing_to_enter": N_("没有可以写入的行。"),
    "old_ledgers.same_person": N_("录入人不能复核自己录入的旧台账，请由另一个人复核。"),
    "old_ledgers.not_a_candidate": N_("这一行不能这样选，请刷新后再看。"),
}
