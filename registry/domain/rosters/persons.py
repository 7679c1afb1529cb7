"""The person who is named beside a telephone in one cell (联系人及电话: 张三 13800000000), and what is not asked of persons.

The telephone goes where it is sealed; without this the name beside it would be nowhere. And columns that tell of a
person what has nothing to do with an account (domain brief §8; 个人信息保护法 art. 6) are not taken in at all.
"""

import re

from registry.domain.rosters.columns import Grid
from registry.domain.rosters.headers import Mapping, compact
from registry.domain.rosters.tidy import as_text, narrow, tidy

_OF_A_PERSON = re.compile("联系人|负责人|姓名|运营者|运营人|管理员|法人|责任人|联络员")
_NO_NAME = re.compile(
    r"[\d+\-()\s、,;/:.*x转]+|(?:手机|电话|联系方式|联系电话|办公|座机|微信|先生|女士|同志)", re.IGNORECASE
)
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff]{1,8}")
_NOT_ASKED = re.compile(
    "(?:本人|负责人|运营者|运营人|主体|法人|联系人|账号主体)?(?:的)?"
    "(?:民族|宗教信仰|信仰|宗教|政治面貌|党派|是否党员|党员|健康状况|身体状况|病史|残疾|婚姻状况|婚姻|婚否|家庭成员|家庭情况|主要亲属|亲属|配偶|行踪|血型)"
    "(?:情况|名称|关系|姓名)?"
)
"""Headers of what is never asked of a person; 是否涉民族宗教 is asked of an account."""


def is_not_asked(header: str) -> bool:
    """Whether a header stands over what the register does not keep of a person."""
    return _NOT_ASKED.fullmatch(compact(header)) is not None


def name_beside_phone(grid: Grid, mapping: Mapping) -> None:
    """Take the name that stands with the telephone, where the header says so and no other column names the person."""
    columns = mapping.by_field()
    phone = columns.get("phone")
    if phone is None or "contact" in columns or not _OF_A_PERSON.search(compact(phone.header.replace("/", ""))):
        return
    names = grid.values["contact"]
    for place, cell in enumerate(grid.column(phone.index)):
        name = _NO_NAME.sub("", narrow(tidy(as_text(cell)))) if cell.__class__ is str else ""
        if names[place] is None and grid.values["phone"][place] is not None and _NAME.fullmatch(name):
            names[place] = name
