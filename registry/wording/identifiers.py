"""Words of the identifiers' problems: what an officer reads beside a cell."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    "identifiers.masked": N_("这是脱敏后的内容，不作为变更"),
    "identifiers.rounded": N_(
        "号码已被表格软件改写（末几位变成 0 或科学计数），无法还原，请按原件重新填写并设为文本格式"
    ),
    "identifiers.uscc_length": N_("统一社会信用代码应为 18 位"),
    "identifiers.uscc_shape": N_("统一社会信用代码的格式不对（第 3 至 8 位应为数字）"),
    "identifiers.uscc_check": N_("统一社会信用代码的校验位不符，请核对"),
    "identifiers.uscc_letter_o": N_("统一社会信用代码中没有字母 O，可能是数字 0"),
    "identifiers.uscc_letter_i": N_("统一社会信用代码中没有字母 I，可能是数字 1"),
    "identifiers.uscc_letter": N_("统一社会信用代码中没有字母 S、V、Z，请核对"),
    "identifiers.uscc_old_number": N_("这是 15 位旧注册号，请补充 18 位统一社会信用代码"),
    "identifiers.uscc_organisation_code": N_("这是 9 位组织机构代码，请补充 18 位统一社会信用代码"),
    "identifiers.id_no_length": N_("身份证件号码应为 18 位"),
    "identifiers.id_no_old": N_("这是 15 位旧身份证号码，请补充 18 位号码"),
    "identifiers.id_no_shape": N_("身份证件号码应为 17 位数字加 1 位校验码"),
    "identifiers.id_no_birth_date": N_("身份证件号码中的出生日期不存在"),
    "identifiers.id_no_check": N_("身份证件号码的校验码不符，请核对"),
    "identifiers.id_no_place": N_("身份证件号码的前两位不是已知的地区，请留意"),
    "identifiers.phone_none": N_("没有找到电话号码"),
    "identifiers.phone_shape": N_("电话号码的位数或格式不对"),
    "identifiers.phone_no_area": N_("固定电话缺少区号"),
    "identifiers.phone_foreign": N_("这是境外电话号码，请核对"),
    "identifiers.url_none": N_("不是可以打开的网址"),
    "identifiers.url_scheme": N_("只接受 http 或 https 网址"),
    "identifiers.url_short": N_("这是短链接，看不出是哪个账号，请填主页链接"),
    "identifiers.url_no_account": N_("这是平台首页或搜索页，不是账号主页"),
    "identifiers.uid_name": N_("这像是名称，不是平台账号ID"),
    "identifiers.uid_link": N_("平台账号ID一栏填的是链接"),
    "identifiers.uid_shape": N_("平台账号ID与该平台常见的写法不同，请核对"),
}
