"""Which accounts are asked for: the address bar read into a filter, for the list and for its export alike."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _

from registry.domain.terms import AccountStatus, Category, Platform, Tier
from registry.store.account_queries import AccountFilter
from registry.web.formats import label, region_name
from registry.web.forms import choices

Word = TypeVar("Word", bound=StrEnum)
NAMES = ("view", "q", "platform", "tier", "category", "status", "region", "town")
"""The arguments a filter is read from, as they stand in the address bar."""


def member(vocabulary: type[Word], text: str) -> Word | None:
    """The member of that short text; nonsense typed into the address bar is no filter."""
    try:
        return vocabulary(text)
    except ValueError:
        return None


def views(today: date) -> dict[str, AccountFilter]:
    """The ready-made views by name; "" is the whole register without what is archived."""
    return {
        "": AccountFilter(),
        "proposed": AccountFilter(is_proposed=True),
        "low": AccountFilter(is_low=True),
        "moved": AccountFilter(moved_since=today.replace(day=1)),
        "incomplete": AccountFilter(is_incomplete=True),
        "archived": AccountFilter(is_archived=True),
    }


def view_names() -> dict[str, str]:
    """How the views are called."""
    return {
        "": _("全部"),
        "proposed": _("有建议"),
        "low": _("C、D 两级"),
        "moved": _("本月等级变动"),
        "incomplete": _("资料不全"),
        "archived": _("已归档"),
    }


def read_filter(args: Mapping[str, str], today: date) -> AccountFilter:
    """The filter the address bar asks for; unknown words are left out."""
    base = views(today).get(args.get("view", ""), AccountFilter())
    return replace(
        base,
        text=args.get("q", "").strip()[:100],
        platform=member(Platform, args.get("platform", "")),
        tier=member(Tier, args.get("tier", "")),
        category=member(Category, args.get("category", "")),
        status=member(AccountStatus, args.get("status", "")),
        region_code=_code(args.get("region", "")),
        town=args.get("town", "").strip()[:60],
    )


def _code(text: str) -> str:
    return text if len(text) == 6 and text.isdigit() and text.isascii() and text[0] != "0" else ""


def kept(args: Mapping[str, str]) -> dict[str, str]:
    """The arguments a filter consists of, for links that ask for the same accounts."""
    return {name: args[name] for name in NAMES if args.get(name)}


def chosen(wanted: AccountFilter) -> list[tuple[str, str]]:
    """The conditions in force as (argument, words)."""
    said = [
        ("q", _("文字：%(text)s", text=wanted.text) if wanted.text else ""),
        ("platform", _("平台：%(text)s", text=label(wanted.platform)) if wanted.platform else ""),
        ("tier", _("等级：%(text)s", text=f"{wanted.tier} {label(wanted.tier)}") if wanted.tier else ""),
        ("category", _("类别：%(text)s", text=label(wanted.category)) if wanted.category else ""),
        ("status", _("状态：%(text)s", text=label(wanted.status)) if wanted.status else ""),
        ("region", _("地区：%(text)s", text=region_name(wanted.region_code)) if wanted.region_code else ""),
        ("town", _("乡镇：%(text)s", text=wanted.town) if wanted.town else ""),
    ]
    return [(name, words) for name, words in said if words]


Options = list[tuple[str, str]]
Places = Sequence[tuple[str, str]]


def query_fields(
    wanted: AccountFilter, towns: Sequence[str], places: Places
) -> list[tuple[str, str, str | None, Options]]:
    """The choices above the list as (argument, words, chosen, options); towns once there is one county to look in."""
    fields: list[tuple[str, str, str | None, Options]] = [
        ("platform", _("平台"), wanted.platform, choices(Platform, empty=_("全部平台"))),
        ("tier", _("等级"), wanted.tier, _tiers()),
        ("category", _("类别"), wanted.category, choices(Category, empty=_("全部类别"))),
        ("status", _("状态"), wanted.status, choices(AccountStatus, empty=_("全部状态"))),
    ]
    if places:
        fields.append(("region", _("地区"), wanted.region_code, [("", _("全部地区")), *places]))
    if towns and (wanted.region_code or not places):
        options = [("", _("全部乡镇")), *((town, town) for town in towns)]
        fields.append(("town", _("乡镇（街道）"), wanted.town, options))
    return fields


def _tiers() -> Options:
    return [("", _("全部等级")), *((tier.value, f"{tier} {label(tier)}") for tier in Tier)]
