"""Which column a header names.

A header is compared in a form without spaces, stars, brackets and (必填), first whole, then by the
longest synonym
inside it; a few names mean different columns in different offices and are decided by the values below them
(domain brief §4). Headers of things the register keeps elsewhere (违规, 约谈, 承诺 …) never become a field.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.ambiguity import Column, decide_by_shape, decide_by_values
from registry.domain.rosters.fields import BY_NAME, FIELDS, IGNORED_HEADERS, MARK_HEADER, PERSONAL, SEQUENCE_HEADERS
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tidy import folded, tidy
from registry.domain.rosters.vocabularies import members_in
from registry.domain.terms import Platform

SEQUENCE = "seq"
MARK = "mark"
SPECIAL = frozenset({SEQUENCE, MARK})
"""What a header may name beside a field: the running number, read past, and the mark of our own export."""
_UNIT = re.compile(r"[(\[（【/]?(?:单位)?[:：]?(亿|千万|百万|万|千|w)[人个粉]*[)\]）】]?$", re.IGNORECASE)
_UNIT_INSIDE = re.compile(
    r"[(\[](?:[^()\[\]]*[,;、\s])?(?:单位)?:?(亿|千万|百万|万|千|w)[人个粉]*(?:[,;、\s][^()\[\]]*)?[)\]]", re.IGNORECASE
)
"""A unit in brackets behind which the header goes on: 粉丝数(万人)(截至6月30日)."""
_OFFICERS = {"chosen": 2, "remembered": 1}
_UNITS = {"千": 1000, "万": 10_000, "w": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_MARKS = re.compile(r"[*＊★☆:：、,，。.\"'“”‘’!！?？\s]|必填|选填|可选")
_ELSEWHERE = re.compile(
    "违规|违法|约谈|活跃度|更新|承诺|责任书|关联|矩阵|变更|曾用|更名|处置|阅读|点赞|作品|发布量|发文|文章|投诉|举报|播放|收入|发布数|"
    "整改|处罚|奖励|培训|年龄|性别|民族|政治|学历|文化程度|是否为|是否涉|是否有|转发|评论数|篇数|有效期|职务|职位|邮箱|QQ|qq"
)
_FOLLOWERS = re.compile("粉丝|关注人数|订阅[数量用]")
_PERSON = re.compile("负责人|联系人|管理员|运营者|运营人|法人|法定代表人")
_HOLDER = re.compile("(?:账号|运营|注册|开办|主办|责任|服务)?(?:主体|单位|机构)(?:基本)?(?:信息|情况|资料)?")
_OF_HOLDER = {
    "姓名": "holder",
    "名称": "holder",
    "姓名或名称": "holder",
    "姓名名称": "holder",
    "名称姓名": "holder",
    "类型": "holder_type",
    "性质": "holder_type",
}
"""What short headers mean where a group above them says that they are of the holder."""
_OF_PERSONS = {"contact", "phone", "id_no", "address"}
_CONTAINABLE = 2
_SLIPPABLE = 5
_ALONE = (
    "id uid no 编号 代码 其他 其它 说明 分级 级别 等级 类型 类别 分类 性质 单位 主体 资质 许可 号名 领域 "
    "渠道 地址 备案 认证 状态 平台 账号 帐号 名称 姓名 电话 手机"
)
_VAGUE = frozenset(_ALONE.split())
"""Headers that mean something only when they stand alone."""


def compact(header: str) -> str:
    """The form in which headers are compared; a bracket that is the name itself (村(社区)) is kept by
    ``_names``.
    """
    return _MARKS.sub("", _BRACKETS.sub("", _spelled(header)))


def _spelled(header: str) -> str:
    """A header as everybody spells it: simplified, and 账 for 帐."""
    return folded(tidy(header)).replace("帐", "账")


def _whole(header: str) -> str:
    """Like compact, but with the brackets' contents."""
    return re.sub(r"[()（）\[\]【】〔〕]", "", _MARKS.sub("", _spelled(header)))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every accepted header in compared form, with its field; the first field to claim one has it."""
    names: dict[str, str] = {}
    for each in FIELDS:
        names.setdefault(_whole(each.label), each.name)
    for each in FIELDS:
        for synonym in each.synonyms:
            names.setdefault(_whole(synonym), each.name)
    passed = {word: SEQUENCE for word in map(_whole, SEQUENCE_HEADERS | IGNORED_HEADERS) if word}
    return names | passed | {MARK_HEADER: MARK}


def known_names() -> Iterable[str]:
    """Every accepted header in compared form."""
    return _names()


@lru_cache(maxsize=1)
def _parts() -> tuple[tuple[str, str], ...]:
    """Synonyms that may stand inside a longer header, longest first."""
    usable = [
        (word, name)
        for word, name in _names().items()
        if len(word) >= _CONTAINABLE and word not in _VAGUE and name not in SPECIAL
    ]
    return tuple(sorted(usable, key=lambda pair: -len(pair[0])))


_ENDINGS = (
    ("电话", "phone"),
    ("手机", "phone"),
    ("手机号", "phone"),
    ("姓名", "contact"),
    ("地址", "address"),
    ("平台", "platform"),
)


@lru_cache(maxsize=4096)
def exact_field(header: str) -> str | None:
    """The field a header names as a whole, ``seq`` for a running number, None for anything else."""
    return _names().get(_whole(header)) or _names().get(compact(header))


@lru_cache(maxsize=4096)
def likely_field(header: str) -> str | None:
    """The field a longer header names by its ending, else by its content; None if it is of something else."""
    text = compact(header)
    if _ELSEWHERE.search(_whole(header)) or len(text) > 16:
        return None
    found = _by_ending(text) or ("followers" if _FOLLOWERS.search(text) else None) or _by_content(text) or _near(text)
    return None if _PERSON.match(text) and found not in _OF_PERSONS else found


def _by_ending(text: str) -> str | None:
    """Chinese names the thing last: 负责人手机号 is a telephone."""
    found = next((name for word, name in _parts() if text.endswith(word)), None)
    return found or next((name for ending, name in _ENDINGS if text.endswith(ending)), None)


def _by_content(text: str) -> str | None:
    return next((name for word, name in _parts() if word in text), None)


def _near(text: str) -> str | None:
    """The field of the accepted header that differs by a slip of the hand; short words are too near each other."""
    words = [word for word in _names() if len(word) >= _SLIPPABLE]
    found = process.extractOne(text, words, scorer=fuzz.ratio, score_cutoff=80) if len(text) >= _SLIPPABLE else None
    name = _names()[found[0]] if found else None
    return None if name in SPECIAL else name


def is_known(header: str) -> bool:
    """Whether a header is one of a roster's, kept elsewhere or not."""
    return bool(exact_field(header) or likely_field(header) or _ELSEWHERE.search(_whole(header)))


def unit_of(header: str, *, whatever: bool = False) -> int:
    """What the header counts in: 10000 for 粉丝数(万), 粉丝数（单位：万人）, 粉丝/万; else 1.

    ``whatever`` the header is about, for a column that an officer made a count.
    """
    text = re.sub(r"(?:[*＊★☆]|[(\[（【]?(?:必填|选填)(?:项)?[)\]）】]?)+$", "", folded(tidy(header)))
    found = _UNIT.search(text.replace("人", "")) or _UNIT_INSIDE.search(text.replace("，", ",").replace("；", ";"))
    return _UNITS.get(found[1], 1) if found and (whatever or _FOLLOWERS.search(folded(header))) else 1


@dataclass(slots=True)
class Mapping:
    """The columns of one table, and which headers lost a field to another column."""

    columns: list[Column]
    doubled: list[Column] = field(default_factory=list)
    platform_hint: str | None = None

    def by_field(self) -> dict[str, Column]:
        """Field → its column."""
        return {
            each.field: each
            for each in self.columns
            if each.field and each.field not in SPECIAL and not each.is_further
        }


Chosen = dict[int, tuple[str | None, str]]
"""0-based column → the field an officer gave it (None: keep it under extra), and how: chosen or remembered."""


def map_columns(
    headers: Sequence[tuple[int, str, str]], sample: Callable[[int], Sequence[Cell]], chosen: Chosen | None = None
) -> Mapping:
    """Give each column its field.

    ``headers`` are (0-based index, group, label); ``sample`` gives the first values under a column.
    A field goes to the column that names it best, a second one is kept under extra; a second personal
    one must
    not lie there in the open and is read as a further value of its field. What an officer chose goes before all.
    """
    columns = [_column(index, group, label) for index, group, label in headers]
    _name_holder(columns)
    _take_chosen(columns, chosen or {})
    for each in columns:
        if each.index in (chosen or {}):
            continue
        decide_by_values(compact(each.header.rsplit("/", 1)[-1]), each, columns, sample)
        each.platform = _platform_hint([each]) if each.field == "uid" else None
    mapping = Mapping(columns, platform_hint=_platform_hint(columns))
    taken: dict[str, Column] = {}
    for each in sorted(columns, key=lambda column: (-_OFFICERS.get(column.how, 0), not column.exact, column.index)):
        if each.field is None or each.field in SPECIAL:
            continue
        if each.field in taken and each.field in PERSONAL:
            each.is_further = True
        elif each.field in taken:
            mapping.doubled.append(each)
            each.field, each.lost = None, each.field
        else:
            taken[each.field] = each
    for each in columns:
        is_free = each.field is None and each.lost is None and each.index not in (chosen or {})
        if is_free and not _ELSEWHERE.search(_whole(each.header)):
            decide_by_shape(each, taken, sample)
    return mapping


def _take_chosen(columns: Sequence[Column], chosen: Chosen) -> None:
    """Give columns the fields an officer chose for them; a count still counts in its header's unit."""
    for each in columns:
        if each.index in chosen:
            each.field, each.how = chosen[each.index]
            each.unit = unit_of(each.header, whatever=True) if each.field == "followers" else 1
            each.exact, each.confidence = each.field is not None, 100


def _name_holder(columns: Sequence[Column]) -> None:
    """Where 名称 already names the holder, a 姓名 beside it is the person's."""
    named = [each for each in columns if each.field == "holder"]
    for each in named if len(named) > 1 else ():
        if each.header.endswith("/姓名"):
            each.field = "contact"


def _column(index: int, group: str, label: str) -> Column:
    """A column with the field its header alone names; a two-row header reads group/label."""
    header = f"{group}/{label}" if group and group != label else label
    joined = group + label if group else label
    name = exact_field(joined) or exact_field(label)
    if group and _PERSON.match(compact(group)) and name not in _OF_PERSONS:
        return Column(index, header)
    if group and _HOLDER.fullmatch(compact(group)):
        name = _OF_HOLDER.get(_whole(label).replace("/", ""), name)
    if name is None and label and _ELSEWHERE.search(simplified(joined)):
        return Column(index, header)
    found = name or likely_field(joined) or likely_field(label)
    column = Column(index, header, found, unit_of(joined) if found == "followers" else 1, exact=name is not None)
    if found is not None:
        column.how, column.confidence = _certainty(found, label, is_exact=name is not None)
    return column


def _certainty(name: str, label: str, *, is_exact: bool) -> tuple[str, int]:
    """How a header named its field, and how sure that is."""
    if not is_exact:
        return "fuzzy", 75
    is_label = name in SPECIAL or _whole(label) == _whole(BY_NAME[name].label)
    return ("exact", 100) if is_label else ("synonym", 95)


def _platform_hint(columns: Sequence[Column]) -> str | None:
    """The one platform that the headers themselves name (公众号名称, 抖音号)."""
    named = {member for each in columns if each.field in ("name", "uid", "url") for member in _named_in(each.header)}
    return named.pop().value if len(named) == 1 and Platform.OTHER not in named else None


def platforms_beside(columns: Sequence[Column]) -> list[Platform]:
    """The platforms that have a column each, where a row speaks of an account on every one of them (抖音号 | 快手号)."""
    named = [_named_in(each.header) for each in columns]
    return list(dict.fromkeys(found[0] for found in named if len(found) == 1 and found[0] is not Platform.OTHER))


def _named_in(header: str) -> list[Platform]:
    return [Platform(each) for each in members_in(Platform, re.sub("号码|账号|帐号", "", simplified(header)))]
