"""The glossary as code: every closed vocabulary of the register, and its published Chinese label.

A member is stored as its short English text; the label is what rosters carry and pages show (domain brief §4).
Only labels stand here; sentences are worded at the roof.
"""

from enum import StrEnum


class Platform(StrEnum):
    """Where an account lives. Labels are the values a roster may carry after cleaning."""

    WECHAT = "wechat"
    CHANNELS = "channels"
    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    WEIBO = "weibo"
    XIAOHONGSHU = "xiaohongshu"
    BILIBILI = "bilibili"
    TOUTIAO = "toutiao"
    BAIJIAHAO = "baijiahao"
    ZHIHU = "zhihu"
    NETEASE = "netease"
    SOHU = "sohu"
    PENGUIN = "penguin"
    WEBSITE = "website"
    APP = "app"
    MINI_PROGRAM = "mini_program"
    OTHER = "other"


class Tier(StrEnum):
    """The internal management tier, best to worst. No outward effect, no penalty."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Influence(StrEnum):
    """Reach of an account by followers; never touches the tier."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"


class Category(StrEnum):
    """What an account writes about."""

    NEWS = "news"
    LIVELIHOOD = "livelihood"
    EDUCATION = "education"
    MEDICAL = "medical"
    FINANCE = "finance"
    LAW = "law"
    PROPERTY = "property"
    FOOD = "food"
    TRAVEL = "travel"
    FARMING = "farming"
    ENTERTAINMENT = "entertainment"
    COMMERCE = "commerce"
    GOVERNMENT = "government"
    OTHER = "other"


class HolderType(StrEnum):
    """Kind of person or body behind an account."""

    INDIVIDUAL = "individual"
    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    MEDIA = "media"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"


class AccountStatus(StrEnum):
    """What became of the account, as an officer or a roster reports it."""

    NORMAL = "normal"
    DORMANT = "dormant"
    ZOMBIE = "zombie"
    MUTED = "muted"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    RENAMED = "renamed"
    MOVED_AWAY = "moved_away"


class Severity(StrEnum):
    """Weight of a violation, lightest first; its points are the rulebook's."""

    NOTICE = "notice"
    MINOR = "minor"
    ORDINARY = "ordinary"
    MAJOR = "major"
    GRAVE = "grave"


class MeasureKind(StrEnum):
    """Rungs of the ladder, lowest first."""

    REMINDER = "reminder"
    INTERVIEW = "interview"
    SUSPENSION = "suspension"
    DELISTING = "delisting"
    SHUTDOWN = "shutdown"


class MeasureState(StrEnum):
    """Where a measure stands (domain/cases/states.py says how it moves)."""

    PROPOSED = "proposed"
    PAPER = "paper"
    APPROVED = "approved"
    DECLINED = "declined"
    EFFECTIVE = "effective"
    RECTIFYING = "rectifying"
    OVERDUE = "overdue"
    PASSED = "passed"
    ENDED = "ended"
    LIFTED = "lifted"
    ANNULLED = "annulled"


class TargetKind(StrEnum):
    """What a measure is aimed at (网络信息内容生态治理规定, 互联网信息服务管理办法: account, content, app, site differ)."""

    ACCOUNT = "account"
    CONTENT = "content"
    APP = "app"
    MINI_PROGRAM = "mini_program"
    WEBSITE = "website"


class Source(StrEnum):
    """Where a clue came from (five sources of the case-source form)."""

    INSPECTION = "inspection"
    REPORT = "report"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    OTHER = "other"


class ViolationState(StrEnum):
    """Recorded (a clue on file), recognised (counts), voided (as if it had never been)."""

    RECORDED = "recorded"
    RECOGNISED = "recognised"
    VOIDED = "voided"


class Role(StrEnum):
    """What a user may do; each user has one."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    HEAD = "head"
    ADMIN = "admin"
    AUDITOR = "auditor"


class DocumentKind(StrEnum):
    """Papers the register prints."""

    INTERVIEW_NOTICE = "interview_notice"
    RECTIFICATION_ORDER = "rectification_order"
    SUSPENSION_LETTER = "suspension_letter"
    DELISTING_LETTER = "delisting_letter"
    SHUTDOWN_LETTER = "shutdown_letter"
    SANCTION_RECORD = "sanction_record"
    CLUE_REGISTRATION = "clue_registration"
    CASE_FILING = "case_filing"
    NON_FILING = "non_filing"
    INTERVIEW_APPROVAL = "interview_approval"
    INTERVIEW_RECORD = "interview_record"
    RECTIFICATION_REPORT = "rectification_report"
    RECTIFICATION_RECHECK = "rectification_recheck"
    INQUIRY_RECORD = "inquiry_record"
    EXTRACTION_RECORD = "extraction_record"
    EVIDENCE_LIST = "evidence_list"
    PRESERVATION_APPROVAL = "preservation_approval"
    PRESERVATION_NOTICE = "preservation_notice"
    PRESERVATION_DISPOSAL = "preservation_disposal"
    INVESTIGATION_REPORT = "investigation_report"
    LEGAL_REVIEW = "legal_review"
    PANEL_RECORD = "panel_record"
    MEASURE_NOTICE = "measure_notice"
    PENALTY_NOTICE = "penalty_notice"
    HEARING_RIGHTS = "hearing_rights"
    HEARING_APPLICATION = "hearing_application"
    HEARING_NOTICE = "hearing_notice"
    HEARING_ANNOUNCEMENT = "hearing_announcement"
    HEARING_RECORD = "hearing_record"
    HEARING_REPORT = "hearing_report"
    STATEMENT_RECORD = "statement_record"
    STATEMENT_WAIVER = "statement_waiver"
    STATEMENT_REVIEW = "statement_review"
    PENALTY_DECISION = "penalty_decision"
    SUMMARY_DECISION = "summary_decision"
    NO_PENALTY_DECISION = "no_penalty_decision"
    AMENDMENT_DECISION = "amendment_decision"
    SERVICE_RECEIPT = "service_receipt"
    SERVICE_ADDRESS = "service_address"
    TRANSFER_LETTER = "transfer_letter"
    CRIME_TRANSFER = "crime_transfer"
    TRANSFER_RECEIPT = "transfer_receipt"
    SUPERIOR_REQUEST = "superior_request"
    CREDIT_NOTICE = "credit_notice"
    CREDIT_APPLICATION = "credit_application"
    CREDIT_DECISION = "credit_decision"
    CLOSING_APPROVAL = "closing_approval"
    DOSSIER_COVER = "dossier_cover"
    DOSSIER_INDEX = "dossier_index"
    DOSSIER_NOTE = "dossier_note"
    ACCOUNT_REGISTRATION = "account_registration"
    COMMITMENT = "commitment"
    TIER_APPROVAL = "tier_approval"
    TIER_NOTICE = "tier_notice"
    OBJECTION_REVIEW = "objection_review"
    PRIVACY_NOTICE = "privacy_notice"
    CONSULTATION_MINUTES = "consultation_minutes"


class ImportState(StrEnum):
    """Where a roster import stands."""

    READING = "reading"
    PREVIEWED = "previewed"
    FAILED = "failed"
    APPLIED = "applied"
    DISCARDED = "discarded"
    UNDONE = "undone"


class RowAction(StrEnum):
    """What the register would do with one roster row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class ImportMode(StrEnum):
    """How far a roster may go: enter new accounts only, or alter known ones too, or there fill blanks only."""

    UPDATE = "update"
    NEW_ONLY = "new_only"
    FILL_BLANKS = "fill_blanks"


class OldKind(StrEnum):
    """What a fact of an old ledger (before the register) is: a violation, a measure, or another act of an office."""

    VIOLATION = "violation"
    REMINDER = "reminder"
    INTERVIEW = "interview"
    SUSPENSION = "suspension"
    DELISTING = "delisting"
    SHUTDOWN = "shutdown"
    OTHER = "other"


class OldLedgerState(StrEnum):
    """Where the import of an old ledger stands: entered by one officer, confirmed by another."""

    READING = "reading"
    FAILED = "failed"
    PREVIEWED = "previewed"
    ENTERED = "entered"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    UNDONE = "undone"


class RulebookState(StrEnum):
    """Where a version of a rulebook stands; whether it is in force, to come or superseded is a matter of its dates."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class OverrideState(StrEnum):
    """Where a tier set aside by a person stands; ended ones come back to be reviewed."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    ENDED = "ended"
    LIFTED = "lifted"


class TierMode(StrEnum):
    """Whether the tiers of an office's accounts move at once, or when the office has confirmed them."""

    AT_ONCE = "at_once"
    CONFIRMED = "confirmed"


class PendingState(StrEnum):
    """Whether a move of the tier still waits, was confirmed, or was overtaken by another (lapsed)."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"


class ChangeCause(StrEnum):
    """What changed a decision made earlier."""

    CORRECTION = "correction"
    VERSION = "version"


class ChangedKind(StrEnum):
    """Which sort of decision was changed: a tier, the measure the rules call for, a measure people decided."""

    TIER = "tier"
    PROPOSAL = "proposal"
    MEASURE = "measure"


def _labels(vocabulary: type[StrEnum], labels: str) -> dict[StrEnum, str]:
    """Pair the members of ``vocabulary``, in order, with the words of ``labels``."""
    return dict(zip(vocabulary, labels.split(), strict=True))


LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Platform: _labels(
        Platform,
        "微信公众号 视频号 抖音 快手 微博 小红书 B站 今日头条 百家号 知乎 网易号 搜狐号 企鹅号 网站 APP 小程序 其他",
    ),
    Tier: _labels(Tier, "示范 一般 重点关注 严格管理"),
    Influence: _labels(Influence, "L1 L2 L3 L4"),
    Category: _labels(Category, "资讯 民生 教育 医疗 财经 法律 房产 美食 文旅 三农 娱乐 电商 政务 其他"),
    HolderType: _labels(HolderType, "个人 企业 个体工商户 媒体 政府机关·事业单位 社会团体·其他组织"),
    AccountStatus: _labels(AccountStatus, "正常 停更 僵尸 禁言 关闭 注销 改名 迁出"),
    Severity: _labels(Severity, "提示 轻微 一般 较重 严重"),
    MeasureKind: _labels(MeasureKind, "提醒 约谈 暂停更新 下架 关停"),
    MeasureState: _labels(
        MeasureState, "待审批 待复核签批件 已批准 不予处置 已生效 整改中 整改逾期 整改通过 已结束 已提前解除 已撤销"
    ),
    TargetKind: _labels(TargetKind, "账号 内容 应用程序 小程序 网站"),
    Source: _labels(Source, "检查发现 投诉举报 上级交办 部门移送 其他"),
    ViolationState: _labels(ViolationState, "待认定 已认定 已撤销"),
    Role: _labels(Role, "经办人 审核人 负责人 系统管理员 审计员"),
    DocumentKind: _labels(
        DocumentKind,
        "约谈通知书 责令整改通知书 暂停更新处置建议函 下架处置建议函 关停处置建议函 处置记录表"
        " 线索登记表 立案审批表 不予立案审批表 约谈审批表 约谈笔录 整改报告 整改复查表 询问笔录"
        " 电子数据提取笔录 证据清单 先行登记保存证据审批表 先行登记保存证据通知书"
        " 先行登记保存证据处理通知书 案件调查终结报告 法制审核意见书 重大案件集体讨论笔录"
        " 处置事先告知书 行政处罚事先告知书 行政处罚听证告知书 听证申请书 听证通知书 听证公告 听证笔录 听证报告"
        " 陈述申辩笔录 放弃陈述申辩声明书 陈述申辩复核意见书 行政处罚决定书 当场行政处罚决定书"
        " 不予行政处罚决定书 行政决定撤销（变更）决定书 送达回证 送达地址确认书 案件移送函"
        " 涉嫌犯罪案件移送书 案件移送回执 报请上级处置的请示 信用修复告知书 信用修复申请表"
        " 信用修复决定书 结案审批表 案卷封面 卷内文件目录 卷内备考表 自媒体账号登记表"
        " 自媒体账号运营承诺书 等级评定（调整）审批表 账号等级告知书 异议复核表 个人信息处理告知书 会商纪要",
    ),
    ImportState: _labels(ImportState, "读取中 待确认 读不了 已写入 已放弃 已撤销"),
    OldKind: _labels(OldKind, "违规 提醒 约谈 暂停更新 下架 关停 其他处置"),
    OldLedgerState: _labels(OldLedgerState, "读取中 读不了 待核对 待复核 已入档 已放弃 已撤销"),
    RowAction: _labels(RowAction, "新增 变更 无变化 存疑 拒收"),
    RulebookState: _labels(RulebookState, "起草中 已核对 已公布 已撤回"),
    OverrideState: _labels(OverrideState, "待审批 生效中 不予调整 已到期 已提前解除"),
    TierMode: _labels(TierMode, "立即变动 确认后变动"),
    PendingState: _labels(PendingState, "待确认 已确认 已失效"),
    ChangeCause: _labels(ChangeCause, "更正 规则换版"),
    ChangedKind: _labels(ChangedKind, "等级 处置建议 处置"),
    ImportMode: _labels(ImportMode, "新增并更新 只增不改 只补空白"),
}


def label(member: StrEnum) -> str:
    """The published Chinese label of a member; for a tier, its name without the letter."""
    return LABELS[type(member)][member]
