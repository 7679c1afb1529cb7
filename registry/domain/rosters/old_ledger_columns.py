"""The columns of an old ledger (违规台账, 约谈记录): what offices call them, and which kind of fact a word names.

A header is compared as a roster's is; what names no column is kept beside the fact as it stands. A sheet that carries
no 类型 says what it lists in its title, its name or the header of its date (约谈时间).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.domain.rosters.fields import BY_NAME
from registry.domain.rosters.headers import compact
from registry.domain.rosters.places import names_counties
from registry.domain.rosters.tidy import folded
from registry.domain.terms import OldKind


@dataclass(frozen=True, slots=True)
class LedgerField:
    """One column: ``label`` is what pages call it, ``synonyms`` what offices do; the earlier synonym wins a contest."""

    name: str
    label: str
    synonyms: tuple[str, ...]


def _known(name: str, more: str = "") -> LedgerField:
    """A column that a roster has as well."""
    known = BY_NAME[name]
    return LedgerField(name, known.label, (*known.synonyms, *more.split()))


def _own(name: str, label: str, synonyms: str) -> LedgerField:
    return LedgerField(name, label, tuple(synonyms.split()))


Given = Mapping[int, tuple[str | None, str]]
"""What an officer made of columns (0-based): the field, None = kept as it stands; and how: chosen or remembered."""
REASON = "错误原因"
"""The column of a workbook given back with its errors; read past when it comes in again."""
FIELDS: tuple[LedgerField, ...] = (
    _known("name", "被约谈账号 违规账号 涉事账号 涉及账号 处置账号 当事账号 违规账号名称 被约谈账号名称 约谈账号"),
    _known("platform"),
    _known("uid"),
    _known("url"),
    _own("county", "县（市、区）", "属地 所属地区 所属地 所在地 所在县 属地网信办 辖区 地区"),
    _known("holder", "被约谈单位 约谈对象 当事人 被约谈人 账号运营主体 被约谈对象 运营者"),
    _own(
        "on", "日期",
        "约谈时间 约谈日期 处置时间 处置日期 处理时间 处理日期 执行时间 下架时间 关停时间 决定日期 办理时间 办结时间 时间 日期 "
        "违规时间 违规日期 认定时间 发生时间 发现时间 发现日期 通报时间",
    ),
    _own(
        "kind", "类型",
        "处置措施 处置方式 处置类型 措施 措施类型 处理方式 处置类别 类型 类别 记录类型 事项类型 处理措施 约谈方式 约谈类型",
    ),
    _own(
        "summary", "事由",
        "违规情形 约谈事由 违规事由 违规情况 违规内容 违规事实 违规问题 主要问题 存在问题 问题 事由 约谈原因 原因 约谈内容 处置事由 "
        "处置原因 违规行为 违规类型 情况说明 事实 案由 违规描述 问题描述 基本情况 内容",
    ),
    _own(
        "result", "处置结果",
        "处置结果 处理结果 结果 处置情况 处理情况 整改情况 整改结果 约谈结果 办理结果 落实情况 办理情况 处理意见 处置意见",
    ),
    _own("officer", "承办人", "承办人 经办人 约谈人 办理人 执法人员 承办人员 责任人 处置人 约谈人员 工作人员 主办人"),
    _own("doc_no", "文号", "文号 文书号 文书编号 通知书文号 约谈通知书编号 约谈文号 通知书编号 编号文号 案号"),
    _own("remark", "备注", "备注 说明 其他说明"),
)  # fmt: skip
NAMED = {each.name: each for each in FIELDS}
IN_ROSTERS = frozenset({"name", "platform", "uid", "url", "holder"})
IGNORED = frozenset({"序号", "编号", "号", "no", REASON})
IDENTITY = ("name", "uid", "url")
PROSE = ("summary", "result", "remark")
KIND_WRITTEN, ON_WRITTEN, TERM = "处置措施（原文）", "日期（原文）", "处置期限"
"""Under what the words of a cell are kept beside the fact where its kind or day says less than they do."""
_TERM = re.compile(
    r"(?:(?<!\d)\d{1,3}|[一二两三四五六七八九十半]{1,3})\s*个?\s*(?:天|日|周|星期|月|年)(?![前后内中上下])"
)
_GRAVEST = (OldKind.SHUTDOWN, OldKind.DELISTING, OldKind.SUSPENSION, OldKind.INTERVIEW, OldKind.REMINDER)
_CONTAINED = 50
"""The rank of a header that only ends in a known one."""
_WORDS = {
    OldKind.REMINDER: "提醒 谈话提醒 提醒谈话 警示提醒 口头提醒 批评教育 教育提醒",
    OldKind.INTERVIEW: "约谈 警示约谈 约谈提醒 集体约谈 联合约谈 训诫谈话",
    OldKind.SUSPENSION: "暂停更新 停更 禁言 暂停发布 暂停服务 暂停运营",
    OldKind.DELISTING: "下架 下线",
    OldKind.SHUTDOWN: "关停 关闭 注销 封号 封禁 永久关闭 关闭账号 取消备案",
    OldKind.OTHER: "其他处置 警告 罚款 行政处罚 处罚 通报批评 通报 责令整改 责令改正 限期整改 立案 移送 限制功能 限流",
    OldKind.VIOLATION: "违规 违法 违规行为 违规记录 违规认定 不良信息 违法违规",
}


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, int]]:
    """Every accepted header in compared form: its field and its rank among that field's names."""
    names: dict[str, tuple[str, int]] = {}
    for each in reversed(FIELDS):  # of two fields that claim a name, an old ledger's own goes first
        is_roster = each.name in IN_ROSTERS
        for rank, word in enumerate((each.label, *each.synonyms) if is_roster else each.synonyms):
            if is_roster and compact(word) in names:
                continue
            names[compact(word)] = (each.name, rank)
    return names


@lru_cache(maxsize=4096)
def field_of(header: str) -> tuple[str, int] | None:
    """The field a header names and how well (0 best); None where it is of something else."""
    text = compact(header)
    if text in _names():
        return _names()[text]
    if names_counties(folded(header)):
        return "county", 0
    inside = [(len(word), found) for word, found in _names().items() if len(word) >= 4 and text.endswith(word)]
    return (max(inside)[1][0], _CONTAINED) if inside and len(text) <= 14 else None


def map_headers(headers: Sequence[tuple[int, str]], given: Given | None = None) -> dict[str, int]:
    """Field → the column (as numbered in ``headers``) that is it: as an officer said, else the one that names it best.

    Every other column is kept as it stands.
    """
    given = given or {}
    best: dict[str, tuple[int, int]] = {}
    for index, header in headers:
        if index not in given:
            found = field_of(header)
        else:
            name, how = given[index]
            found = (name, -1 if how == "remembered" else -2) if name else None
        if found is not None and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], index)
    return {name: index for name, (_rank, index) in best.items()}


def sureness(index: int, header: str, name: str | None, given: Given) -> tuple[str, int]:
    """How a column was known, as a roster's page says it, and the confidence (0-100)."""
    if index in given and given[index][0] == name:
        return given[index][1], 100
    found = field_of(header)
    if name is None or found is None:
        return "none", 0
    if compact(header) == compact(NAMED[name].label):
        return "exact", 100
    return ("synonym", 100) if found[1] < _CONTAINED else ("fuzzy", 80)


@lru_cache(maxsize=4096)
def kinds_in(text: str) -> tuple[OldKind, ...]:
    """The kinds of fact that ``text`` names: of measures and a violation the measures, 其他 only where it stands alone."""
    rest, found = folded(text), dict[OldKind, None]()
    words = [(word, kind) for kind, line in _WORDS.items() for word in line.split()]
    for word, kind in sorted(words, key=lambda pair: -len(pair[0])):
        if word in rest:
            rest = rest.replace(word, "\0")
            found[kind] = None
    measures: list[OldKind] = [kind for kind in found if kind not in (OldKind.VIOLATION, OldKind.OTHER)]
    acts = measures or [kind for kind in found if kind is OldKind.OTHER]
    return tuple(acts or found)


def gravest(kinds: Iterable[OldKind]) -> OldKind:
    """Of several measures in one cell the one by which the fact is found: the gravest."""
    return min(kinds, key=lambda kind: _GRAVEST.index(kind) if kind in _GRAVEST else len(_GRAVEST))


def term_in(text: str) -> str | None:
    """For how long, in the words of a cell that names one term (暂停更新7天 → 7天); a day of the calendar is none."""
    found = [each for each in _TERM.finditer(text) if not re.search(r"[年月第]$", text[: each.start()])]
    return found[0][0] if len(found) == 1 else None


def kind_hint(texts: Iterable[str]) -> OldKind | None:
    """What a sheet lists by the first of its texts (header of the date, sheet name, title) that names one kind."""
    for text in texts:
        kinds = kinds_in(text)
        if len(kinds) == 1:
            return kinds[0]
    return None


def year_in(texts: Iterable[str]) -> str | None:
    """The year of the first text that speaks of one alone (2021年约谈记录); the day on which a form was filled in is none."""
    for text in texts:
        years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
        if len(years) == 1 and not re.search("[:：]", text):
            return str(years.pop())
    return None
