"""Looking at one account at the command line."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering, opened, word
from registry.domain.errors import NotFound
from registry.domain.identifiers import mask_inside

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from registry.store.accounts import Account


@click.group()
def account() -> None:
    """账号 (accounts)."""


@account.command("show")
@click.argument("which", metavar="ID | PLATFORM UID", nargs=-1, required=True)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="按哪一天推算，缺省今天 (as of a day; default today)"
)
@answering
def show(which: tuple[str, ...], on: datetime | None) -> Answer:
    """看一个账号的等级、积分、建议和经过 (tier, points, proposal and history of one account)."""
    from registry.clock import today
    from registry.store.db import db

    with opened():
        found = _find(db.session(), which)
        document = describe(db.session(), found, on=on.date() if on else today())
        if on is None:
            document["moves"] = ledger_moves(db.session(), found)
            document |= beside(found, on=today())
    words = f"{document['name']}　{document['tier']} 级　{document['points']} 分　建议 {document['proposal']}"
    return Answer(document, words)


def _find(session: "Session", which: tuple[str, ...]) -> "Account":
    from registry.domain.terms import LABELS, Platform
    from registry.store.account_queries import find_account, get_account
    from registry.store.scope import EVERYTHING

    if len(which) == 1 and which[0].isdecimal():
        if int(which[0]) >= 2**63:
            raise NotFound("accounts.unknown", account=int(which[0]))
        return get_account(session, int(which[0]), scope=EVERYTHING)
    if len(which) != 2:
        raise click.UsageError(word("cli.account_wanted"))
    names = {text: member for member, text in LABELS[Platform].items()} | {member.value: member for member in Platform}
    if which[0] not in names:
        platforms = list(LABELS[Platform].values())
        raise click.UsageError(word("cli.platform_unknown", {"platform": which[0], "platforms": platforms}))
    found = find_account(session, Platform(names[which[0]]), which[1], scope=EVERYTHING)
    if found is None:
        raise NotFound("accounts.unknown", account=" ".join(which))
    return found


def ledger_moves(session: "Session", account: "Account") -> list[dict[str, Any]]:
    """The moves as they were made, corrections among them (row "void")."""
    from registry.store.account_queries import list_moves

    return [
        {
            "on": move.on.isoformat(), "from": move.from_tier, "to": move.to_tier, "row": move.row, "facts": move.facts,
            "article": move.article,
        }
        for move in list_moves(session, account.id)
    ]  # fmt: skip


def beside(account: "Account", *, on: date) -> dict[str, Any]:
    """What stands beside the derived tier: the one shown where a confirmation is waited for, the one a person set."""
    found: dict[str, Any] = {}
    if account.pending_tier:
        found["pending"] = {"tier": account.pending_tier, "since": _day(account.pending_since), "shown": account.tier}
    if account.override_tier and account.override_until and account.override_until >= on:
        reason = mask_inside(account.override_reason or "")
        found["override"] = {"tier": account.override_tier, "until": _day(account.override_until), "reason": reason}
    return found


def describe(session: "Session", account: "Account", *, on: date) -> dict[str, Any]:
    """The account as the contract's document, evaluated on ``on``; its moves re-derived from the ledger of today.

    ``history`` stands in it only where facts from before the system are on file.
    """
    from registry.domain.terms import label
    from registry.services.grading import assess
    from registry.store.measures import list_measures
    from registry.store.old_facts import list_old_facts
    from registry.store.scope import EVERYTHING
    from registry.store.violations import list_violations

    outcome, old = assess(session, account, on=on), list_old_facts(session, account.id)
    return {
        "id": account.id, "platform": label(account.platform), "uid": account.uid, "name": account.name,
        "tier": outcome.tier, "points": outcome.points,
        "proposal": outcome.proposal.rung.value if outcome.proposal else "none",
        "eligible": outcome.eligible or "none", "undetermined": outcome.is_undetermined,
        "next_change_on": outcome.next_change_on.isoformat() if outcome.next_change_on else "never",
        "moves": [
            {
                "on": move.on.isoformat(), "from": move.from_tier, "to": move.to_tier, "row": move.row,
                "facts": list(move.facts), "article": move.article,
            }
            for move in outcome.moves
        ],
        "violations": [_violation(row) for row in list_violations(session, scope=EVERYTHING, account_id=account.id)],
        "measures": [_measure(row) for row in list_measures(session, scope=EVERYTHING, account_id=account.id)],
        **({"history": [_old(row) for row in old]} if old else {}),
    }  # fmt: skip


def _violation(row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "code": row.code, "severity": row.severity, "state": row.state, "occurred_on": _day(row.occurred_on),
        "recognised_on": _day(row.recognised_on), "voided_on": _day(row.voided_on), "facts": mask_inside(row.facts),
    }  # fmt: skip


def _measure(row: Any) -> dict[str, Any]:
    rectification = row.rectification
    return {
        "id": row.id, "kind": row.kind, "state": row.state, "violation": row.violation_id, "target": mask_inside(row.target),
        "effective_on": _day(row.effective_on), "ends_on": _day(row.ends_on), "lifted_on": _day(row.lifted_on),
        "annulled_on": _day(row.annulled_on), "due_on": _day(rectification.due_on) if rectification else None,
        "passed_on": _day(rectification.passed_on) if rectification else None,
    }  # fmt: skip


def _old(row: Any) -> dict[str, Any]:
    """A fact from before the register (系统启用前): shown, never counted."""
    from registry.services.old_ledger_preview import extra_of, words_of

    words = words_of(row)
    return {
        "on": row.on, "approximate": row.is_approximate, "kind": row.kind, "summary": words.get("summary"),
        "result": words.get("result"), "doc_no": words.get("doc_no"), "officer": words.get("officer"),
        "remark": words.get("remark"), "extra": extra_of(row),
        "source": {"import": row.ledger_id, "file": row.ledger.filename, "sheet": row.sheet, "row": row.row},
    }  # fmt: skip


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


COMMANDS = (account,)
