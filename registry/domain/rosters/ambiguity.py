"""Headers that mean different things in different offices, settled by the values below them.

账号类型 holds platforms in one county and kinds of holder in the next; 等级 may be the tier or the reach (domain
brief §4). A name that its values do not settle stays what it says, or becomes no field at all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry.domain import identifiers
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tidy import as_text, tidy
from registry.domain.rosters.vocabularies import member_of, members_in
from registry.domain.terms import Category, HolderType, Influence, Platform, Tier


@dataclass(slots=True)
class Column:
    """One column of a sheet: where it stands (0-based), its header as written, its field (None = extra).

    ``is_further``: a second column of a personal field; ``lost``: the field that another column holds;
    ``platform``: the one platform whose ids stand here (抖音号). ``how`` and ``confidence`` as in ColumnMatch.
    """

    index: int
    header: str
    field: str | None = None
    unit: int = 1
    exact: bool = False
    is_further: bool = False
    lost: str | None = None
    platform: str | None = None
    how: str = "none"
    confidence: int = 0


_GRADES = {
    "等级",
    "级别",
    "分级",
    "分类等级",
    "账号等级",
    "账号级别",
    "分级分类",
    "分级分类等级",
    "评定等级",
    "分级等级",
}
_KINDS = {
    "账号类型",
    "类型",
    "服务类型",
    "分类",
    "类别",
    "账号类别",
    "账号分类",
    "账号性质",
    "性质",
    "主体类别",
    "单位",
    "注册类型",
}
_BY_VALUES = 85
"""How sure a header is whose field its values decided."""
_ACCOUNTS = {"账号", "平台账号", "网络账号", "账号号码"}
"""An account's name, or its id where another column names it."""
_PLACES = {"地址", "账号地址", "网络地址", "主页"}


def decide_by_values(
    name: str, column: Column, columns: Sequence[Column], sample: Callable[[int], Sequence[Cell]]
) -> None:
    """Settle ``column``, whose header in compared form is ``name``, by the first values ``sample`` finds below it."""
    others = {each.field for each in columns if each is not column}
    if name not in _GRADES | _KINDS | _PLACES | _ACCOUNTS and name not in ("用户名", "单位"):
        return
    values = [tidy(as_text(cell)) for cell in sample(column.index)]
    values = [value for value in values if value]
    before = column.field
    if name in _GRADES:
        column.field = _grade(values, column.field, others)
    elif name in _KINDS:
        column.field = _kind(name, values, column.field, others)
    elif name in _PLACES:
        is_link = _share(values, identifiers.url.is_link) if values else name != "地址"
        column.field = "url" if is_link else "address"
    elif name in _ACCOUNTS and "name" in others and "uid" not in others:
        column.field, column.exact = "uid", False
    elif name == "用户名" and "name" not in others:
        column.field = "name"
    if column.field is not None and column.field != before:
        column.how, column.confidence = "shape", _BY_VALUES


def _grade(values: Sequence[str], default: str | None, others: set[str | None]) -> str | None:
    """等级, 级别 or 分级: L1–L4 are reach, A–D the tier; a name taken elsewhere leaves the other."""
    if _share(values, lambda value: member_of(Influence, value) is not None):
        return "influence"
    if _share(values, lambda value: member_of(Tier, value) is not None):
        return "tier"
    return default if not values and default not in others else None


def _kind(name: str, values: Sequence[str], default: str | None, others: set[str | None]) -> str | None:
    """类型 and its like: platforms, holders' kinds or subjects, as most values are."""
    if "platform" not in others and _share(
        values, lambda value: bool(members_in(Platform, value) or member_of(Platform, value))
    ):
        return "platform"
    if "holder_type" not in others and _share(values, lambda value: member_of(HolderType, value) is not None):
        return "holder_type"
    if name != "单位" and _share(values, lambda value: member_of(Category, value) is not None):
        return "category"
    if default is None and name in ("账号类型", "服务类型"):
        return "category"
    return default


_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SHAPES: dict[str, Callable[[str], object]] = {
    "url": re.compile(r"https?://\S+").fullmatch,
    "phone": _MOBILE.fullmatch,
    "uscc": lambda text: len(text) == 18 and not identifiers.uscc.validate(text) and identifiers.id_no.validate(text),
    "id_no": lambda text: not identifiers.id_no.validate(text),
    "platform": lambda text: member_of(Platform, text) not in (None, Platform.OTHER),
}
_FEWEST = 3


def decide_by_shape(column: Column, taken: dict[str, Column], sample: Callable[[int], Sequence[Cell]]) -> None:
    """Give a column whose header names nothing the field that nearly all its values are shaped like, if it is free.

    A telephone or identity number under an unknown header would otherwise lie open.
    """
    values = [tidy(as_text(cell)) for cell in sample(column.index)]
    for name, test in _SHAPES.items():
        if name not in taken and len(values) >= _FEWEST and sum(map(bool, map(test, values))) * 10 >= len(values) * 9:
            column.field, column.how, column.confidence = name, "shape", 60
            taken[name] = column
            return


def _share(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Whether at least half of the values pass, and there is one."""
    return bool(values) and sum(map(test, values)) * 2 >= len(values)
