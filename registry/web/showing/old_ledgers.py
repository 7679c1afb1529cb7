"""How a row of an old ledger and a fact from it look: found account, findings in words, the day to its precision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.domain.rosters.old_ledger_columns import KIND_WRITTEN, NAMED, ON_WRITTEN
from registry.domain.terms import OldKind, OldLedgerState, Platform
from registry.services import old_ledger_preview as preview
from registry.services.old_ledger_choosing import is_repetition
from registry.store.accounts import Account
from registry.store.old_facts import OldFact
from registry.store.old_ledgers import OldLedgerRow
from registry.web import guards
from registry.web.formats import label, word
from registry.web.showing import link

TONES = {
    OldLedgerState.READING: "wait", OldLedgerState.FAILED: "late", OldLedgerState.PREVIEWED: "soon", OldLedgerState.ENTERED: "soon", OldLedgerState.CONFIRMED: "done",
    OldLedgerState.DISCARDED: "park", OldLedgerState.UNDONE: "park",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the preview. ``says``: (column, title, words, tone) of each finding, those that decide first.

    ``is_repetition``: it stays out for what is on file; ``is_settled``: an officer has said something of it;
    ``is_too_late``: it has to be recorded like any other; ``shares_holder_only``: its candidates prove nothing.
    """

    row: OldLedgerRow
    values: Mapping[str, str]
    kind: str
    day: str
    account: Account | None
    candidates: Sequence[Account]
    is_repetition: bool
    is_settled: bool
    says: Sequence[tuple[str | None, str, str, str]]
    is_too_late: bool
    shares_holder_only: bool


def lines_of(rows: Sequence[OldLedgerRow], accounts: Mapping[int, Account]) -> list[Line]:
    """The rows as their table shows them; ``accounts`` by id, those out of sight missing."""
    return [_line(row, accounts) for row in rows]


def _line(row: OldLedgerRow, accounts: Mapping[int, Account]) -> Line:
    values = preview.values_of(row)
    kind = label(OldKind(values["kind"])) if "kind" in values else ""
    if "platform" in values:
        values["platform"] = label(Platform(values["platform"]))
    found = accounts.get(row.found_id or 0)
    candidates = [accounts[key] for key in row.candidates if key in accounts]
    findings = sorted(row.findings, key=lambda each: not each["decides"])
    says = [_said(each) for each in findings]
    extra = row.told["extra"]
    day = (
        preview.shown(extra[ON_WRITTEN])
        if ON_WRITTEN in extra
        else day_words(values.get("on"), row.told["is_approximate"])
    )
    kind = preview.shown(extra[KIND_WRITTEN]) if kind and KIND_WRITTEN in extra else kind
    is_settled = row.chosen_id is not None or row.other_why is not None
    said = {each["code"] for each in findings}
    is_late, is_held = "old_ledgers.not_history" in said, "old_ledgers.holder_only" in said
    return Line(
        row, values, kind, day, found, candidates, is_repetition(row), is_settled, says, is_late, is_held
    )  # fmt: skip


def _said(finding: Mapping[str, Any]) -> tuple[str | None, str, str, str]:
    """One finding at its column."""
    field = NAMED.get(finding["field"] or "")
    tone = "late" if finding["level"] == "error" else "soon" if finding["level"] == "warning" else "wait"
    return finding["column"], field.label if field else "", word(finding["code"], **finding["params"]), tone


def day_words(on: str | None, is_approximate: bool) -> str:
    """A day as far as it is known."""
    if on is None:
        return ""
    return _("约 %(on)s", on=on) if is_approximate else on


def named_ids(rows: Sequence[OldLedgerRow]) -> set[int]:
    """The accounts these rows speak of."""
    return {row.found_id for row in rows if row.found_id} | {key for row in rows for key in row.candidates}


class KnownInPart(date):
    """A month or a year, in the place of its first day; ``precise`` is ISO to its precision, ``words`` what is shown."""

    precise = words = ""


def first_day(fact: OldFact) -> date:
    """The day of a fact; of a month or a year its first, which says that it is no day."""
    iso = f"{fact.on}-01-01"[:10]
    if len(fact.on) == 10:
        return date.fromisoformat(iso)
    known = KnownInPart.fromisoformat(iso)
    known.precise = fact.on
    known.words = _("%(m)s月", m=known.month) if len(fact.on) == 7 else _("%(year)s年", year=known.year)
    return known


def title_of(fact: OldFact) -> str:
    """What it was, and that it was before the register; the precision where the day is not known."""
    title = str(_("系统启用前：%(kind)s", kind=label(fact.kind)))
    if len(fact.on) == 10:
        return title + str(_("（日期约数）") if fact.is_approximate else "")
    return title + str(_("（只知道是 %(on)s）", on=fact.on))


def text_of(fact: OldFact) -> Markup:
    """Its words, where they come from and who confirmed them; that it does not count.

    The file itself opens only to those whose county it is of: an account handed over takes the fact along, not the file.
    """
    words = preview.words_of(fact)
    said: list[str | Markup] = [words[name] for name in ("summary", "result", "remark", "doc_no") if name in words]
    extra = preview.extra_of(fact)
    said += [f"{name}：{extra[name]}" for name in (KIND_WRITTEN, ON_WRITTEN) if name in extra]
    if "officer" in words:
        said.append(_("承办人 %(name)s", name=words["officer"]))
    if fact.confirmed_by:
        said.append(_("复核人 %(name)s", name=fact.confirmed_by.name))
    place = _("%(file)s %(sheet)s 第 %(row)s 行", file=fact.ledger.filename, sheet=fact.sheet or "", row=fact.row)
    is_near = guards.asker_may("rosters.read", fact.ledger.region_code)
    url = url_for("old_ledgers.show", ledger_id=fact.ledger_id, view="add")
    said += [link(url, place) if is_near else place, _("不计分")]
    return Markup("　").join(escape(each) for each in said)
