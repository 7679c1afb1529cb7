"""Papers for the tests of documents: one of each form, invented throughout."""

from dataclasses import replace
from datetime import date, datetime

from registry.domain.documents.content import Document, Trace
from registry.domain.documents.forms import (
    AccountRef,
    DisposalLetter,
    InterviewNotice,
    RecordedHistory,
    RecordedMeasure,
    RecordedMove,
    RecordedViolation,
    RectificationOrder,
    SanctionRecord,
    build_delisting_letter,
    build_interview_notice,
    build_rectification_order,
    build_sanction_record,
    build_shutdown_letter,
    build_suspension_letter,
)
from registry.domain.terms import TargetKind

OFFICE = "禾川县互联网信息办公室"
ACCOUNT = AccountRef("抖音", "禾川身边事", "hcsbs_2021")
RULE = "《网络信息内容生态治理规定》第七条第六项"
INTERVIEW_RULE = "《互联网新闻信息服务单位约谈工作规定》第四条"
RARE_NAMES = "喆玥堃昇祎翀珺镕"
TRACE = Trace("打印：周敏　2026-10-12 10:21", "7c1e90ab44d2f308" + "0" * 48)

INTERVIEW = InterviewNotice(
    issuer=OFFICE,
    addressee="禾川县云帆文化传媒有限公司",
    account=ACCOUNT,
    facts=("2026年9月28日发布短视频1条，含有煽动地域歧视的内容",),
    legal_basis=(INTERVIEW_RULE,),
    breached=(RULE,),
    meets_at=datetime(2026, 10, 16, 14, 5),  # noqa: DTZ001 - the wall clock of the place named
    place="禾川县城关镇文昌路1号203室",
    attendees="你单位主要负责人及账号运营人员",
    materials=("营业执照", "参加人身份证件"),
    excuse_by=date(2026, 10, 15),
    contact="周敏",
    phone="0000-1234567",
    doc_no="禾网信约〔2026〕5号",
    dated_on=date(2026, 10, 9),
)
ORDER = RectificationOrder(
    issuer="中共禾川县委网络安全和信息化委员会办公室",
    addressee="王堃",
    is_person=True,
    account=AccountRef("快手", "禾川老王", "wang_1982"),
    facts=("发布标题与正文不符的图文2条", "转载旧闻未注明时间"),
    legal_basis=("《中华人民共和国行政处罚法》第二十八条",),
    breached=("《网络信息内容生态治理规定》第七条第一项",),
    demands=("更正标题", "补注来源和时间"),
    due_on=date(2026, 8, 30),
    contact="李翀",
    phone="0000-1234567",
    doc_no="禾网信责改〔2026〕12号",
    dated_on=date(2026, 8, 12),
    review_body="禾川县人民政府",
    court="禾川县人民法院",
    attachments=("违规内容截图清单", "整改对照表"),
)
LETTER = DisposalLetter(
    issuer=OFFICE,
    addressee="北京某某科技有限公司",
    account=ACCOUNT,
    target_kind=TargetKind.CONTENT,
    target=(
        "https://www.douyin.com/video/7280000000000000001",
        "https://www.douyin.com/video/7280000000000000002",
    ),
    facts=("发布短视频2条，编造传播虚假信息",),
    legal_basis=("《网络信息内容生态治理规定》第三十四条",),
    contact="周敏",
    phone="0000-1234567",
    doc_no="禾网信下架函〔2026〕3号",
    dated_on=date(2026, 10, 12),
    copies_to=("禾州市互联网信息办公室",),
)
RECORD = SanctionRecord(
    issuer=OFFICE,
    account=ACCOUNT,
    facts=(
        ("主体", "禾川县云帆文化传媒有限公司"),
        ("证件号码", "110***********002X"),
        ("联系电话", "138****5678"),
    ),
    violations=(RecordedViolation(date(2026, 9, 28), "含有煽动地域歧视的内容", RULE, "一般", date(2026, 10, 8)),),
    measures=(
        RecordedMeasure(date(2026, 10, 9), "约谈", "账号", OFFICE, INTERVIEW_RULE, "整改通过", "禾网信约〔2026〕5号"),
    ),
    moves=(RecordedMove(date(2026, 10, 8), "B 一般", "C 重点关注", "十二个月内累计6分", "第七条"),),
    compiled_by="周敏",
    doc_no="禾网信录〔2026〕7号",
    dated_on=date(2026, 10, 12),
)
HISTORY = (RecordedHistory("2023-05", "约谈", "发布不实信息", "已整改", "禾网信约〔2023〕12号", "台账.xlsx 第 9 行"),)
SUSPENSION = replace(
    LETTER,
    target_kind=TargetKind.ACCOUNT,
    target=("抖音账号“禾川身边事”（账号ID：hcsbs_2021）",),
    legal_basis=("《未成年人网络保护条例》第二十九条",),
    doc_no="禾网信暂停函〔2026〕2号",
    days=15,
)
WEBSITE = replace(
    LETTER,
    addressee="某某省通信管理局",
    account=AccountRef("网站", "禾川在线", "hechuan.example"),
    target_kind=TargetKind.WEBSITE,
    target=("hechuan.example",),
    doc_no="禾网信关停函〔2026〕1号",
    consent="禾州市互联网信息办公室",
)


def each_form() -> dict[str, Document]:
    """One document of each form."""
    return {
        "interview": build_interview_notice(INTERVIEW),
        "order": build_rectification_order(ORDER),
        "suspension": build_suspension_letter(SUSPENSION),
        "delisting": build_delisting_letter(LETTER),
        "shutdown": build_shutdown_letter(WEBSITE),
        "record": build_sanction_record(replace(RECORD, history=HISTORY)),
    }
