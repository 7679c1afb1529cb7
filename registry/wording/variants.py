"""Sentences about holders that are likely one and the same."""

from registry.wording.marks import N_

MESSAGES = {
    "variants.uscc": N_("统一社会信用代码相同"),
    "variants.id_no": N_("身份证号相同"),
    "variants.name": N_("名称相同，只是写法不同"),
    "variants.ending": N_("除“有限公司”“工作室”等字样外名称相同"),
    "variants.near": N_("名称相近"),
    "variants.name_phone": N_("姓名相同，电话也相同"),
    "variants.near_phone": N_("姓名相近，电话相同"),
    "variants.unknown": N_("没有这次合并，或者它不在您单位的管辖范围内。"),
    "variants.too_few": N_("至少要选两个主体。"),
    "variants.two_codes": N_("这些主体有两个不同的统一社会信用代码，不能合并；如果其中一个写错了，请先更正。"),
    "variants.two_numbers": N_("这些主体有两个不同的身份证号，不能合并；如果其中一个写错了，请先更正。"),
    "variants.two_kinds": N_("个人和单位不能合并成一个主体；如果主体类型写错了，请先更正。"),
    "variants.not_alike": N_("所选主体之间没有足够的依据认定是同一个（个人须有相同的电话或身份证号），没有合并。"),
    "variants.merged_already": N_("其中有主体已经合并到“{name}”，不能再合并到别处；请刷新后再看。"),
    "variants.dismissal_unknown": N_("没有这条“不是同一个”的记录，或者它不在您单位的管辖范围内。"),
    "variants.taken_back_already": N_("这条记录已经收回过了。"),
    "variants.undone_already": N_("这次合并已经撤销过了。"),
    "variants.moved_since": N_(
        "合并过来的账号后来又换了主体或转出了，这次合并不能撤销；若后面还有一次合并，请先撤销那一次。"
    ),
    "variants.changed_since": N_("合并以后主体资料更正过，这次合并不能撤销。"),
    "variants.filed_since": N_("合并以后这些账号上已登记违规、处置或文书，这次合并不能撤销。"),
}
