"""The audit log as a page: who did what to what, when and why, from what to what; personal fields stay ciphertext."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.clock import today
from registry.domain import bases, terms
from registry.domain.rosters.fields import FIELDS
from registry.services import records
from registry.store import audit as store
from registry.store.audit import AuditEntry
from registry.store.db import db
from registry.store.users import list_users
from registry.web import guards
from registry.web.formats import label, word
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.showing.bases import library
from registry.wording.acts import MESSAGES

blueprint = Blueprint("audit", __name__)
COLUMNS = {field.name: field for field in FIELDS}
VOCABULARIES: dict[str, type[StrEnum]] = {
    "role": terms.Role,
    "severity": terms.Severity,
    "source": terms.Source,
    "kind": terms.MeasureKind,
    "target": terms.TargetKind,
    **{field.name: field.vocabulary for field in FIELDS if field.vocabulary},
}
STATES: dict[str, type[StrEnum]] = {
    "measure": terms.MeasureState, "violation": terms.ViolationState, "old_ledger": terms.OldLedgerState,
}  # fmt: skip
HOUSE = frozenset({"user", "office", "region", "day"})
"""What those who keep the house may read of in full; of a case they read that something was done, and by whom."""
EMPTY: tuple[Any, ...] = (None, "", [], {})
ACTS = tuple(code.removeprefix("acts.") for code in MESSAGES if code.startswith("acts."))


@dataclass(frozen=True)
class Change:
    """One field of an entry, in words."""

    field: str
    was: str | None
    now: str | None


@blueprint.get("/audit")
@guards.permission("audit.read")
def list_() -> ResponseReturnValue:
    """The newest entries of the region first, by act and by user."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    act, username = request.args.get("act", ""), request.args.get("user", "")
    total = store.count_entries(session, scope=scope, act=act, username=username)
    entries = store.list_entries(
        session, scope=scope, act=act, username=username, limit=PAGE_SIZE, offset=offset_of(page)
    )
    return render_template(
        "audit/list.html",
        paging=Paging(page, total),
        act=act,
        username=username,
        rows=[
            (entry, act_words(entry.act), object_words(entry.object_type), changes_of(entry) if told(entry) else None)
            for entry in entries
        ],
        acts=[(name, act_words(name)) for name in ACTS],
        users=list_users(session, scope=scope),
    )


def told(entry: AuditEntry) -> bool:
    """Whether the asker may read what an entry says; who sees no accounts reads of the house only."""
    return entry.object_type in HOUSE or guards.asker_may("accounts.read")


def act_words(act: str) -> str:
    """An act by its name; one of another version of the program by its code."""
    return word(f"acts.{act}") if f"acts.{act}" in MESSAGES else act


def object_words(object_type: str) -> str:
    """What was acted on, by its kind."""
    return word(f"objects.{object_type}") if f"objects.{object_type}" in MESSAGES else object_type


def changes_of(entry: AuditEntry) -> list[Change]:
    """What an entry says was changed, set or left, field by field."""
    before, after = entry.before or {}, entry.after or {}
    return [
        Change(field_words(name, entry.object_type), value_words(entry, name, before), value_words(entry, name, after))
        for name in dict.fromkeys([*before, *after])
        if (before[name] != after.get(name) if name in before else after[name] not in EMPTY)
    ]


def field_words(name: str, object_type: str = "") -> str:
    """An account's field by its column's header, any other by its word."""
    if object_type == "account" and name in COLUMNS:
        return str(gettext(COLUMNS[name].label))
    return word(f"fields.{name}") if f"fields.{name}" in MESSAGES else name


def cited(code: str) -> str:
    """The article of a code: a packaged one, else the own of the asker's office; the bare code where there is none."""
    found = bases.find(code) or library().find(code, today())
    return bases.cite(found) if found else code


def value_words(entry: AuditEntry, name: str, values: Mapping[str, Any]) -> str | None:
    """A value as a reader wants it; None where the entry says nothing of it."""
    value = values.get(name)
    if name not in values or value is None or value == "":
        return None if name not in values else ""
    if entry.object_type == "account" and name in COLUMNS and COLUMNS[name].personal:
        return word("audit.sealed")
    if isinstance(value, str) and value.startswith(records.SEALED):
        return word("audit.sealed")
    if name == "basis":
        return cited(str(value))
    vocabulary = STATES.get(entry.object_type) if name == "state" else VOCABULARIES.get(name)
    if (entry.object_type, name) == ("document", "kind"):
        vocabulary = terms.DocumentKind
    if vocabulary is not None and value in set(vocabulary):
        return f"{value} {label(vocabulary(value))}" if vocabulary is terms.Tier else label(vocabulary(value))
    return plain_words(value)


def plain_words(value: Any) -> str:
    """A JSON value in one line; digests are shortened, long lists counted."""
    if isinstance(value, bool):
        return word("audit.yes") if value else word("audit.no")
    if isinstance(value, dict):
        return "、".join(f"{_term(name)} {plain_words(item)}" for name, item in value.items())
    if isinstance(value, list):
        shown = "、".join(plain_words(item) for item in value[:3])
        return shown if len(value) <= 3 else word("audit.several", first=shown, count=len(value))
    text = str(value)
    return f"{text[:12]}…" if len(text) == 64 and not set(text) - set("0123456789abcdef") else text


def _term(name: str) -> str:
    return label(terms.RowAction(name)) if name in set(terms.RowAction) else field_words(name)
