"""Words of rosters: why a file was refused, what was found in a cell, what a row resembles, what to do."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    # The file as a whole
    "rosters.lock_file": N_("这是表格打开时产生的临时文件（~$ 开头），请关闭表格后选择原文件上传"),
    "rosters.empty_file": N_("文件是空的（0 字节），请检查后重新上传"),
    "rosters.file_too_big": N_("文件超过 {megabytes} MB，请拆分后分次上传"),
    "rosters.not_a_workbook": N_("这不是可以读取的表格文件，请在 Excel 或 WPS 中另存为 .xlsx 后上传"),
    "rosters.protected": N_("文件有密码保护或被加密，请另存为不带密码的 .xlsx 文件后再上传"),
    "rosters.broken": N_("文件已损坏或不是有效的表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"),
    "rosters.bomb": N_("文件解压后达 {megabytes} MB，远超花名册应有的大小，已拒绝读取，请复制数据到新表格后上传"),
    "rosters.too_long": N_("读取超过 {seconds} 秒仍未完成，已停止，请复制数据到新表格，或拆分后分次上传"),
    "rosters.too_much": N_("读取这个文件需要的内存超过 {megabytes} MB，已停止，请复制数据到新表格，或拆分后分次上传"),
    "rosters.sheet_too_big": N_(
        "工作表“{sheet}”的范围过大（用到了 {cell}），请删除表格外多余的行列，或复制数据到新表格后上传"
    ),
    "rosters.empty_workbook": N_("表格里没有内容（隐藏的工作表不读取），请检查后重新上传"),
    "rosters.no_header": N_(
        "没有找到花名册的表头：至少要有“账号名称”一列，并能看出所属平台。读到的文字有：{found}。请对照空白模板整理后上传"
    ),
    "rosters.no_rows": N_("表头下面没有账号，没有可以导入的内容"),
    "rosters.only_examples": N_("表里只有填写示例（第 {row} 行标着“{mark}”），没有账号，没有可以导入的内容"),
    "rosters.no_sheet_wanted": N_("每张工作表都选了不读，没有可以导入的内容"),
    # Sheets, rows and columns
    "rosters.sheet_hidden": N_("工作表“{name}”是隐藏的，没有读取；如需导入，请选“隐藏的工作表也读”，或取消隐藏后再传"),
    "rosters.sheet_no_header": N_("这个工作表没有找到花名册表头，没有读取。读到的文字有：{found}"),
    "rosters.sheet_unwanted": N_("按选择没有读这张工作表"),
    "rosters.above_unread": N_("第 {other} 行也像表头；按选定的第 {header_row} 行读，它上面的内容没有读取，请核对"),
    "rosters.second_header": N_(
        "工作表“{title}”里像有两张表（表头在第 {header_row} 行和第 {other} 行），这个工作表没有读取；请把两张表分放在两个工作表里再上传"
    ),
    "rosters.header_twice": N_(
        "工作表“{title}”的第 {header_row} 行和第 {other} 行都像表头，写的又不是同样的列，这个工作表没有读取；"
        "请把两行并成一行，或者删去不要的一行，再上传"
    ),
    "rosters.tables_beside": N_(
        "工作表“{title}”的表头（第 {header_row} 行）里同样的列出现了两遍，像是两张表并排，这个工作表没有读取；请把右边的接到左边下面再上传"
    ),
    "rosters.columns_not_asked": N_(
        "“{which}”没有读入：民族、宗教信仰、政治面貌、健康、婚姻家庭这些与账号管理无关的个人信息，台账不保存"
    ),
    "rosters.platforms_beside": N_(
        "表头里 {which} 各占一列，像是一行写了几个平台的账号；请改成每个账号一行，另加“所属平台”一列"
    ),
    "rosters.captions_unread": N_("有 {count} 行只写了一格，当作小标题，没有作为账号：第 {which}"),
    "rosters.nothing_here": N_("有 {count} 行写的是没有账号（第 {which} 行），没有读入"),
    "rosters.transposed": N_(
        "工作表“{title}”的表头竖着排（每个账号一列），没有读取；请复制后用“选择性粘贴→转置”改成每个账号一行再上传"
    ),
    "rosters.sheet_hidden_taken": N_("工作表“{name}”是隐藏的，已按选择一并读取"),
    "rosters.rows_passed_over": N_("这个工作表有 {count} 行是隐藏的（第 {which} 行），已按选择跳过，没有读取"),
    "rosters.columns_passed_over": N_("这个工作表有 {count} 列是隐藏的（{which} 列），已按选择跳过，没有读取"),
    "rosters.rows_hidden": N_(
        "这个工作表有 {count} 行是隐藏的（第 {which} 行），已一并读取，请留意；不要可在“怎样读这份表”里去掉"
    ),
    "rosters.columns_hidden": N_("这个工作表有 {count} 列是隐藏的（{which} 列），已一并读取，请留意"),
    "rosters.example_row": N_(
        "第 {row} 行标着“{mark}”，是填写示例，没有读入；如果是真的账号，在预览里点“读入这一行”，或去掉标记再上传"
    ),
    "rosters.column_doubled": N_("“{header}”与另一列含义相同，未作为登记内容，原样保留在附加信息中"),
    # Cells
    "rosters.name_missing": N_("没有账号名称，这一行无法登记"),
    "rosters.platform_missing": N_("看不出所属平台：单元格、工作表名称和标题都没有写明，这一行无法登记"),
    "rosters.platform_unknown": N_("不认识的平台“{written}”，请改成模板下拉列表里的，或者定下它一律读作哪个平台"),
    "rosters.platform_several": N_("“{written}”写了不止一个平台，请每个平台的账号各填一行"),
    "rosters.word_unknown": N_("“{written}”不在可选范围内，请从模板的下拉列表中选择；此项暂不登记"),
    "rosters.word_several": N_("“{written}”可以有不止一种理解，请从模板的下拉列表中选择；此项暂不登记"),
    "rosters.count_unreadable": N_("“{written}”不是可以识别的数量，此项暂不登记"),
    "rosters.count_unit": N_("表头按“万”计，这一格写的是 {written}，合 {value} 人；如果写的就是人数，请换算成万"),
    "rosters.count_two_ways": N_(
        "表头按“万”计，这一格写的是 {written}：是 {large} 还是 {small}，看不准，先不登记；请在这一格改填 {large} 或 {small}"
    ),
    "rosters.count_huge": N_("数量“{written}”比能有的人还多，先不登记，请核对单位是否重复计算"),
    "rosters.date_unreadable": N_("“{written}”不是可以识别的日期，此项暂不登记；请写成 2023-05-01、2023-05 或 2023"),
    "rosters.date_no_year": N_("“{written}”没有写年份，此项暂不登记"),
    "rosters.date_month_lost": N_("“{written}”可能是 1 月，也可能是 10 月（表格软件去掉了末尾的 0），只登记年份"),
    "rosters.date_future": N_("日期“{written}”还没有到，请核对"),
    "rosters.formula_uncomputed": N_(
        "这一格是公式，文件里没有保存计算结果，按空白处理；请用 Excel 或 WPS 打开、保存后再上传"
    ),
    "rosters.uscc_is_id_no": N_("信用代码一栏填的是身份证号，已改按身份证号保护和登记"),
    "rosters.holder_empty": N_("主体名称一栏有 {count} 行空着（第 {which} 行）：照样登记，主体未填，请补填后再导一次"),
    "rosters.uid_is_id_no": N_("账号ID一栏填的像是身份证号，已改按身份证号保护和登记，请填平台账号ID"),
    "rosters.second_id_no": N_("同一行有两个不同的身份证号，只登记前一列的，这一个没有保存"),
    "rosters.id_no_in_text": N_("备注里似乎写有身份证号，请删除，身份证号应填在专门的一栏"),
    # Against the register
    "rosters.renamed": N_("账号改名：原名“{former}”，现名“{name}”，原名保留为曾用名"),
    "rosters.uid_completed": N_("登记中原来没有平台账号ID，本次补齐"),
    "rosters.masked_value": N_("这是脱敏后的内容，不会写入登记"),
    "rosters.older_count": N_("粉丝数的统计日期早于登记中的 {known}，粉丝数不更新"),
    "rosters.derived_differs": N_("表中写的是 {written}，登记为 {known}；等级由系统按规则得出，不随花名册改动"),
    "rosters.derived_not_taken": N_("表中写的等级 {written} 不会直接采用，等级由系统按规则得出"),
    "rosters.taken_for_part": N_(
        "台账在这个范围里有 {there} 个账号，文件只写到 {named} 个，按一部分处理，没有核对缺了谁；如果写的是全部账号，请在“怎样读这份花名册”里说明"
    ),
    "rosters.town_from_above": N_(
        "这些行没有写乡镇，按表上方写的认作“{town}”，共 {count} 行；不对的话，在“怎样读这份花名册”里改"
    ),
    "rosters.town_chosen": N_("没有写乡镇的 {count} 行，按您选的登记为“{town}”"),
    "rosters.town_unknown": N_("“{town}”不在本办的乡镇（街道）名单中"),
    "rosters.ours_kept": N_("导出以后登记中已经改过这一项，文件里还是旧的，保留登记的内容"),
    "rosters.ours_chosen": N_("导出以后登记和文件都改了这一项，按您的选择保留台账里现在的"),
    "rosters.theirs_chosen": N_("导出以后登记和文件都改了这一项，按您的选择用文件里的"),
    "rosters.left_by_mode": N_("本次选择“{mode}”，有 {count} 项不同的内容没有采用"),
    "rosters.stands_for": N_("按您的选择，以这一行为准，代替 {sheet} 第 {row} 行；那一行独有的内容一并保留"),
    "rosters.gave_way": N_("按您的选择，同一账号以 {sheet} 第 {row} 行为准，这一行不再另记"),
    "rosters.left_out": N_("按您的选择，这一行不登记"),
    # Doubts
    "rosters.file_gone": N_("原文件已经不在了（没有导入、已撤销或过了保留期），只能下载问题清单"),
    "rosters.not_parked": N_("这一行已经有人处理过了"),
    "rosters.still_doubtful": N_("按这样办，与台账里别的账号仍有冲突，没有登记；请核对后另选"),
    "rosters.not_missing": N_("名单已经变了，请刷新后再选"),
    "rosters.field_unknown": N_("没有“{field}”这一项"),
    "rosters.cell_too_long": N_("一格最多 {limit} 个字"),
    "rosters.county_unknown": N_("看不出这一行属于哪个县（市、区），请选定"),
    "rosters.spread": N_("这份文件分到各县（市、区）：{counties}"),
    "rosters.county_unclear": N_("这一行写的“{county}”，看不出是本办哪个县（市、区），请选定"),
    "rosters.county_needed": N_("请先选这一行属于哪个县（市、区），再登记"),
    "rosters.county_beyond": N_("这一行写的是“{county}”，不在本办管辖范围内，不予登记"),
    "rosters.county_differs": N_("这个账号登记在{county}，与这一行写的不同；变更属地请走“属地变更”"),
    "rosters.conflict": N_("导出以后，登记和文件都改了这一项，内容不同，请选一个"),
    "rosters.duplicate": N_("与本文件 {sheet} 第 {row} 行是同一账号，内容相同，只取前一行"),
    "rosters.duplicate_differs": N_("与本文件 {sheet} 第 {row} 行是同一账号，但内容不同（{fields}），请核对后保留一行"),
    "rosters.still_open": N_(
        "这一行没有改过：第 {number} 号导入的 {sheet} 第 {row} 行还在待核，在待核里定，这里不再写入"
    ),
    "rosters.uscc_other_holder": N_("这个信用代码已用在另一主体“{holder}”名下，请核对是同一主体还是填错"),
    "rosters.keys_disagree": N_("平台账号ID与主页链接分别指向不同的账号，其一是“{name}”，请核对"),
    "rosters.uid_conflict": N_("链接与已登记账号“{name}”相同，但平台账号ID不同，请核对"),
    "rosters.several_alike": N_("登记中有多个同名同主体的账号，无法确定是哪一个，如“{name}”"),
    "rosters.same_name_other_id": N_("与已登记账号“{name}”同名、同主体，但平台账号ID或链接不同，请核对是否换号"),
    "rosters.same_name_holder_unknown": N_("与已登记账号“{name}”同名，一方没有填写主体，无法确定是否同一账号"),
    "rosters.near_name": N_("与同一主体的已登记账号“{name}”名称相近，请核对是否同一账号"),
    "rosters.closed_returned": N_("与已关闭、注销或归档的账号“{name}”同名或相近，可能是重新注册，请核对"),
    "rosters.archived_returned": N_("账号“{name}”已归档，又出现在花名册中，请先确认是否恢复登记"),
    "rosters.keys_disagree_in_file": N_(
        "平台账号ID与主页链接分别与本文件不同的行相同，其一是 {sheet} 第 {row} 行“{name}”"
    ),
    "rosters.uid_conflict_in_file": N_("链接与本文件 {sheet} 第 {row} 行“{name}”相同，但平台账号ID不同，请核对"),
    "rosters.several_alike_in_file": N_(
        "本文件有多行同名同主体的账号，如 {sheet} 第 {row} 行“{name}”，无法确定是哪一个"
    ),
    "rosters.same_name_other_id_in_file": N_(
        "与本文件 {sheet} 第 {row} 行“{name}”同名、同主体，但平台账号ID或链接不同，请核对"
    ),
    "rosters.same_name_holder_unknown_in_file": N_(
        "与本文件 {sheet} 第 {row} 行“{name}”同名，一方没有填写主体，无法确定是否同一账号"
    ),
    "rosters.near_name_in_file": N_("与本文件 {sheet} 第 {row} 行“{name}”主体相同、名称相近，请核对是否同一账号"),
}
