"""The spine: which pages the asker may open, in the order of the work."""

from typing import Any

from flask import has_request_context
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from registry.web import guards

PERMISSIONS = {
    "home.show": "home.read",
    "jobs.list_": "jobs.read",
    "accounts.list_": "accounts.read",
    "holders.list_": "holders.read",
    "rosters.list_": "rosters.read",
    "violations.list_": "violations.read",
    "measures.list_": "measures.read",
    "documents.list_": "documents.read",
    "rulebooks.show": "rulebooks.read",
    "bases.list_": "bases.read",
    "audit.list_": "audit.read",
    "users.list_": "users.manage",
    "offices.list_": "offices.manage",
    "towns.list_": "towns.manage",
}


Entry = tuple[str, str, int | None, bool]
"""(endpoint, words, count, is it late)."""


def groups() -> list[tuple[str, list[Entry]]]:
    """The menu as (heading, entries), an entry being (endpoint, words, count, is it late)."""
    menu = [
        (_("工作"), [("home.show", _("今日待办")), ("jobs.list_", _("后台任务"))]),
        (_("台账"), [("accounts.list_", _("账号")), ("holders.list_", _("主体")), ("rosters.list_", _("花名册"))]),
        (
            _("案件"),
            [("violations.list_", _("违规")), ("measures.list_", _("处置措施")), ("documents.list_", _("文书"))],
        ),
        (_("规则"), [("rulebooks.show", _("规则库")), ("bases.list_", _("法律依据"))]),
        (
            _("管理"),
            [
                ("users.list_", _("用户")),
                ("offices.list_", _("单位")),
                ("towns.list_", _("乡镇街道")),
                ("audit.list_", _("操作日志")),
            ],
        ),
    ]
    allowed = [
        (heading, [each for each in entries if guards.asker_may(PERMISSIONS[each[0]])]) for heading, entries in menu
    ]
    return [(heading, [_entry(*each) for each in entries]) for heading, entries in allowed if entries]


def _entry(endpoint: str, words: str) -> Entry:
    return endpoint, words, None, False


def shell() -> dict[str, Any]:
    """What base.html draws on every page."""
    if not has_request_context() or not current_user.is_authenticated:
        return {"nav": [], "locale": get_locale() if has_request_context() else None}
    return {"nav": groups(), "locale": get_locale()}
