"""What officers said in a preview, as its page lists it: cells mended, rows settled, conflicts decided, each to be taken back.

Nothing said may be out of sight before the import is written; a personal value once typed is not shown again (rule 9).
"""

import json
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from registry.domain.identifiers import mask_inside
from registry.domain.rosters.choices import Choices, Key
from registry.domain.rosters.fields import BY_NAME, COUNTY, PERSONAL

KINDS = ("cells", "rows", "fields")


@dataclass(frozen=True)
class Said:
    """One thing said: where, what the file has and what counts instead, who said it and when (None where not kept)."""

    key: str
    sheet: str
    row: int
    title: str
    old: str | None
    new: str
    who: str | None
    when: datetime | None


def list_said(choices: Choices) -> list[Said]:
    """Everything said of cells and rows, in the file's order."""
    given: dict[Key, str] = {("cells", *key): text for key, text in choices.cells.items()}
    given |= {("rows", *key, ""): text for key, text in choices.rows.items()}
    given |= {("fields", *key): text for key, text in choices.fields.items()}
    keys = sorted(given, key=lambda key: (key[1] or "", key[2], KINDS.index(key[0]), key[3]))
    return [_said(key, given[key], choices) for key in keys]


def _said(key: Key, text: str, choices: Choices) -> Said:
    kind, sheet, row, name = key
    who, when, old = choices.said.get(key, [None, None, None])
    title = _("县（市、区）") if name == COUNTY else _(BY_NAME[name].label) if name in BY_NAME else name or _("整行")
    words = _new(name, text) if kind == "cells" else _decided(kind, text)
    return Said(
        json.dumps(key, ensure_ascii=False), sheet or "", row, title, old, words, who,
        datetime.fromisoformat(when) if when else None,
    )  # fmt: skip


def _new(name: str, text: str) -> str:
    return _("已填写（个人信息不再显示）") if name in PERSONAL else mask_inside(text)


def _decided(kind: str, text: str) -> str:
    words = {
        "add": _("另一个账号"), "drop": _("不登记"), "instead": _("以此行为准"), "ours": _("用台账里现在的"),
        "theirs": _("用文件里的"), "take": _("是真的账号，读入"),
    }  # fmt: skip
    return str(words.get(text) or _("就是第 %(n)s 号账号", n=text))


def key_from(text: str) -> Key | None:
    """The thing that a form's button names; None where it names none."""
    try:
        kind, sheet, row, name = json.loads(text)
    except (TypeError, ValueError):
        return None
    is_one = kind in KINDS and isinstance(row, int) and isinstance(name, str) and isinstance(sheet, str | None)
    return (kind, sheet, row, name) if is_one else None
