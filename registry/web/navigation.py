"""The spine: which pages the asker may open, in the order of the work."""

from typing import Any

from flask import has_request_context, request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from registry.store.db import db
from registry.store.overview import Waiting, count_waiting
from registry.web import guards

PERMISSIONS = {
    "home.show": "home.read",
    "jobs.list_": "jobs.read",
    "accounts.list_": "accounts.read",
    "holders.list_": "holders.read",
    "rosters.list_": "rosters.read",
    "exports.roster": "rosters.export",
    "reports.show": "accounts.read",
    "violations.list_": "violations.read",
    "cases.list_": "cases.read",
    "joint.list_": "cases.read",
    "measures.list_": "measures.read",
    "documents.list_": "documents.read",
    "procedure.show": "home.read",
    "rulebooks.show": "rulebooks.read",
    "overrides.list_": "overrides.read",
    "changes.list_": "changes.read",
    "bases.list_": "bases.read",
    "audit.list_": "audit.read",
    "help.manual": "home.read",
    "users.list_": "users.manage",
    "offices.list_": "offices.manage",
    "system.show": "offices.manage",
    "towns.list_": "towns.manage",
}


Entry = tuple[str, str, int | None, bool]
"""(endpoint, words, count, is it late)."""


def groups(waiting: Waiting | None) -> list[tuple[str, list[Entry]]]:
    """What ``waiting`` counts stands beside the entry it belongs to. The menu as (heading, entries), an entry being (endpoint, words, count, is it late)."""
    menu = [
        (_("工作"), [("home.show", _("今日待办")), ("jobs.list_", _("后台任务"))]),
        (
            _("台账"),
            [
                ("accounts.list_", _("账号")),
                ("holders.list_", _("主体")),
                ("rosters.list_", _("花名册")),
                ("exports.roster", _("导出")),
                ("reports.show", _("月报年报")),
            ],
        ),
        (
            _("办案"),
            [
                ("violations.list_", _("违规")),
                ("cases.list_", _("案件")),
                ("joint.list_", _("协同")),
                ("measures.list_", _("处置措施")),
                ("documents.list_", _("文书")),
                ("procedure.show", _("办案程序")),
            ],
        ),
        (
            _("规则"),
            [
                ("rulebooks.show", _("规则库")),
                ("overrides.list_", _("人工调整等级")),
                ("changes.list_", _("更正换版影响")),
                ("bases.list_", _("法律依据")),
            ],
        ),
        (
            _("管理"),
            [
                ("users.list_", _("用户")),
                ("offices.list_", _("单位")),
                ("towns.list_", _("乡镇街道")),
                ("audit.list_", _("操作日志")),
                ("system.show", _("系统状态")),
            ],
        ),
        (_("帮助"), [("help.manual", _("使用手册"))]),
    ]
    allowed = [
        (heading, [each for each in entries if guards.asker_may(PERMISSIONS[each[0]])]) for heading, entries in menu
    ]
    return [(heading, [_entry(*each, waiting) for each in entries]) for heading, entries in allowed if entries]


def page_open(endpoint: str) -> bool:
    """Whether the asker may open a page of the menu."""
    return guards.asker_may(PERMISSIONS[endpoint])


def _entry(endpoint: str, words: str, waiting: Waiting | None) -> Entry:
    """An entry with the number of what waits for the asker behind it, none where nothing does."""
    counts = (
        {
            "violations.list_": waiting.clues,
            "measures.list_": waiting.decisions,
            "rosters.list_": waiting.imports,
        }
        if waiting
        else {}
    )
    return endpoint, words, counts.get(endpoint) or None, False


def _waiting() -> Waiting | None:
    """What waits for the asker, where an officer asks; an error's page and a piece of a page go without."""
    if request.endpoint is None or request.method != "GET" or not guards.asker_may("violations.record"):
        return None
    return count_waiting(db.session(), guards.actor(), scope=guards.scope())


def shell() -> dict[str, Any]:
    """What base.html draws on every page."""
    if not has_request_context() or not current_user.is_authenticated:
        return {"nav": [], "locale": get_locale() if has_request_context() else None}
    return {"nav": groups(_waiting()), "locale": get_locale(), "asker": guards.actor()}
