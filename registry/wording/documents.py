"""What is said when a paper cannot be made, numbered or read."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    "documents.missing_fields": N_("还不能定稿，缺：{labels}。补上后再定稿，或者先打印草稿。"),
    "documents.bad_number": N_(
        "“{doc_no}”不是合规的发文字号。应为“机关代字〔年份〕序号号”，如“禾网信约〔2026〕5号”；机关代字用2至12个汉字。"
    ),
    "documents.unreadable": N_("这份文书的存档内容读不出来，可能被改动过。请核对校验码，并告知系统管理员。"),
    "documents.unmasked": N_("“{label}”里有完整的证件号码或者手机号，处置记录表只印脱敏后的内容。"),
}
