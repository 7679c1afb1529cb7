"""The one list of a roster's columns: what each is called, what it holds, how it is written.

Offices name the same column in many ways; every spelling accepted stands here and nowhere else, so that
the reader,
the template, the export and the pages agree. The order is the order of the exported columns (domain
brief §4).
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.domain.terms import AccountStatus, Category, HolderType, Influence, Platform, Tier


class Kind(StrEnum):
    """What a column holds, and so which cleaner reads it."""

    TEXT = "text"
    PROSE = "prose"
    UID = "uid"
    URL = "url"
    ENUM = "enum"
    USCC = "uscc"
    ID_NO = "id_no"
    PHONE = "phone"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``label`` is the header we write; ``synonyms`` are further headers we accept.

    ``personal`` fields (个人信息保护法 art.28, 51) are encrypted at rest and masked; ``width`` is in
    Excel's characters.
    """

    name: str
    label: str
    kind: Kind
    synonyms: tuple[str, ...]
    width: int
    vocabulary: type[StrEnum] | None = None
    personal: bool = False


def _field(
    name: str,
    label: str,
    kind: Kind,
    synonyms: str,
    width: int,
    vocabulary: type[StrEnum] | None = None,
    personal: bool = False,
) -> Field:
    """A field whose synonyms are given as one line of words."""
    return Field(name, label, kind, tuple(synonyms.split()), width, vocabulary, personal)


FIELDS: tuple[Field, ...] = (
    _field(
        "name",
        "账号名称",
        Kind.TEXT,
        "公众号名称 名称 昵称 账号 账号名 账户名称 帐号名称 帐号 号名 自媒体名称 自媒体账号名称 "
        "自媒体账号 新媒体名称 "
        "新媒体账号 网名 账号昵称 媒体名称 平台账号名称 自媒体名 网站名称 APP名称 微博名称 视频号名称",
        24,
    ),
    _field(
        "platform",
        "所属平台",
        Kind.ENUM,
        "平台 平台类型 平台名称 发布平台 渠道 注册平台 开设平台 账号平台 入驻平台 所在平台 账号所属平台 媒体平台",
        12,
        Platform,
    ),
    _field(
        "uid",
        "平台账号ID",
        Kind.UID,
        "账号ID 帐号ID 微信号 抖音号 快手号 小红书号 UID 用户名 原始ID ID 微博UID 平台ID 用户ID 微信ID "
        "抖音ID 快手ID "
        "账号标识 视频号ID 头条号ID B站UID 公众号微信号 账号编号 ID号",
        22,
    ),
    _field(
        "url",
        "主页链接",
        Kind.URL,
        "链接 网址 主页 账号链接 主页地址 主页网址 链接地址 账号主页 网络地址 URL 账号地址 主页URL 个人主页 域名",
        32,
    ),
    _field(
        "category",
        "账号类别",
        Kind.ENUM,
        "类型 类别 分类 内容类别 领域 内容生产类别 内容类型 账号分类 内容领域 垂直领域 所属领域 发布内容",
        10,
        Category,
    ),
    _field(
        "holder_type",
        "主体类型",
        Kind.ENUM,
        "主体性质 账号性质 单位/个人 个人/单位 注册类型 性质 主体类别 运营主体类型 运营主体性质 "
        "账号主体类型 单位性质 "
        "注册主体类型 开办主体类型 账号主体性质",
        14,
        HolderType,
    ),
    _field(
        "holder",
        "主体名称",
        Kind.TEXT,
        "运营主体 账号主体 注册主体 主办单位 开办单位 单位名称 服务主体 所属公司 主体 单位 运营单位 "
        "主办者 账号主体名称 认证主体 认证单位 "
        "运营主体名称 公司名称 企业名称 所属单位 主体单位 注册主体名称 开办主体 主办单位名称 所属主体 "
        "运营公司",
        26,
    ),
    _field(
        "uscc",
        "统一社会信用代码",
        Kind.USCC,
        "信用代码 社会信用代码 组织机构代码 执照号 代码 营业执照号 营业执照注册号 统一信用代码 "
        "机构代码 统一代码 信用编码",
        22,
    ),
    _field(
        "id_no",
        "身份证号",
        Kind.ID_NO,
        "身份证 证件号码 身份证号码 证件号 公民身份号码 居民身份证号 身份证件号码 负责人身份证号 "
        "运营者身份证号 "
        "法人身份证号",
        22,
        personal=True,
    ),
    _field(
        "contact",
        "负责人",
        Kind.TEXT,
        "运营者 联系人 管理员 账号负责人 姓名 运营人 法人 法定代表人 运营者姓名 负责人姓名 联系人姓名 "
        "账号运营者 管理者 "
        "账号管理员 运营人员 主要负责人 运营负责人 持有人 号主 实际运营人 法人代表 账号运营人",
        12,
    ),
    _field(
        "phone",
        "联系电话",
        Kind.PHONE,
        "手机 电话 手机号 联系方式 手机号码 电话号码 联系人电话 负责人电话 联系手机 联系号码 "
        "运营者电话 负责人联系方式 "
        "联系人手机 联系人联系方式 注册手机号 移动电话",
        16,
        personal=True,
    ),
    _field(
        "address",
        "住所/运营地",
        Kind.TEXT,
        "地址 注册地 运营地 经常居住地 住所 住址 运营地址 注册地址 居住地 联系地址 办公地址 通讯地址 "
        "家庭住址 实际运营地 "
        "户籍地 详细地址 现住址 经营地址",
        28,
    ),
    _field(
        "town",
        "所属乡镇(街道)",
        Kind.TEXT,
        "乡镇 属地 所在地 辖区 村(社区) 区划 所属乡镇 乡镇(街道) 乡镇街道 乡镇/街道 街道 所在乡镇 "
        "所属街道 所属地 所属辖区 "
        "镇街 镇(街道) 镇(街) 所属镇街 所属区域 属地乡镇 管辖地 街道(乡镇) 镇街道 所属乡镇街道 "
        "所属地区 村社区",
        14,
    ),
    _field(
        "followers",
        "粉丝数",
        Kind.COUNT,
        "粉丝量 粉丝 关注人数 关注量 订阅数 订阅用户 用户数 粉丝数量 关注数 粉丝总数 粉丝总量 订阅量 "
        "订阅人数 粉丝人数 "
        "关注用户数 用户数量 受众数 粉丝规模 用户量 粉丝数据",
        12,
    ),
    _field(
        "followers_on",
        "统计日期",
        Kind.DATE,
        "截至时间 采集时间 数据时间 截至日期 统计时间 数据截至时间 采集日期 截止时间 截止日期 数据日期 粉丝统计时间",
        12,
    ),
    _field(
        "opened_on",
        "开设时间",
        Kind.DATE,
        "注册时间 开通时间 创建时间 开设日期 注册日期 开通日期 创建日期 开办时间 成立时间 账号注册时间 "
        "账号开通时间 上线时间 "
        "账号创建时间 账号开设时间",
        12,
    ),
    _field(
        "verified",
        "认证情况",
        Kind.TEXT,
        "是否认证 认证类型 加V 认证 是否加V 认证信息 账号认证 认证状态 平台认证 实名认证 是否实名认证",
        12,
    ),
    _field(
        "licence",
        "资质/许可",
        Kind.TEXT,
        "资质 证书 互联网新闻信息服务许可证 许可证 资质许可 资质情况 许可 相关资质 资质证书 新闻许可证 "
        "许可证号 行业资质",
        20,
    ),
    _field("mcn", "所属MCN", Kind.TEXT, "MCN机构 签约机构 公会 MCN 所属MCN机构 签约MCN 所属公会 签约MCN机构", 16),
    _field(
        "filing_no",
        "备案登记号",
        Kind.TEXT,
        "备案登记号/日期 备案号 登记日期 备案时间 是否备案 备案 备案编号 登记编号 登记号 备案登记 "
        "备案情况 备案日期 ICP备案号 "
        "登记时间 备案登记号/备案日期 登记备案号",
        20,
    ),
    _field(
        "influence",
        "影响力等级",
        Kind.ENUM,
        "影响力 分级 级别 影响力分级 影响等级 影响力级别 账号级别",
        12,
        Influence,
    ),
    _field(
        "tier",
        "管理等级",
        Kind.ENUM,
        "等级 分类等级 ABCD ABCD等级 管理级别 账号等级 评定等级 分级等级 监管等级 管理分级 分级分类等级 分级分类",
        10,
        Tier,
    ),
    _field(
        "status",
        "账号状态",
        Kind.ENUM,
        "状态 是否活跃 使用情况 运营状态 运行状态 账号现状 运营情况 使用状态 当前状态 是否正常运营 运行情况",
        10,
        AccountStatus,
    ),
    _field(
        "supervisor",
        "责任单位/包联人",
        Kind.TEXT,
        "监管责任人 包保人 责任科室 联络员 责任单位 包联人 监管单位 包保责任人 包联责任人 包联干部 "
        "监管责任单位 主管单位 主管部门 "
        "属地责任单位 责任人 监管部门 包联单位 网格员",
        16,
    ),
    _field("remark", "备注", Kind.PROSE, "说明 其他 备注说明 其它 其他说明 备注信息 情况说明", 24),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
NAMES: tuple[str, ...] = tuple(BY_NAME)

SEQUENCE_HEADERS = frozenset({"序号", "编号", "no", "no.", "号", "序", "行号", "#"})
"""Headers of the running number: read past, never kept."""

OVERRIDE_HEADER, PENDING_HEADER = "人工调整等级", "待确认等级"
"""Headers of what an export writes beside the tier: never taken from a file."""
REASON_HEADER = "错误原因"
"""What a workbook given back says of each bad row."""
IGNORED_HEADERS = frozenset({REASON_HEADER, OVERRIDE_HEADER, PENDING_HEADER})
"""Headers of what we ourselves wrote beside bad rows or a tier: read past, so that the file can be uploaded again."""

COUNTY = "county"
"""No field of an account: what a row says of the county it belongs to, and a column or a mended cell that says it."""

MARK_HEADER = "登记键"
"""The header of the hidden last column of our own exports, by which a row is known again."""

DERIVED = frozenset({"influence", "tier"})
"""Fields a roster may carry but never changes: the rules derive them (grading: influence by followers,
tier by ledger).
"""

PERSONAL: tuple[str, ...] = tuple(field.name for field in FIELDS if field.personal)
