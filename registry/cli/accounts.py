"""Looking at one account at the command line."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from registry.cli import account_days
from registry.cli.contract import Answer, answering, opened, word
from registry.domain.errors import NotFound

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
        found, day = _find(db.session(), which), on.date() if on else None
        document = describe(db.session(), found, on=day or today(), is_past=day is not None)
        if day is None:
            document["moves"] = ledger_moves(db.session(), found)
        document |= account_days.beside(db.session(), found, on=day or today())
    return Answer(document, account_days.words_of(document))


@account.command("explain")
@click.argument("which", metavar="ID | PLATFORM UID", nargs=-1, required=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="看哪一天，缺省今天 (as of a day)")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="用哪种语言说 (language; default zh)")
@answering
def explain(which: tuple[str, ...], on: datetime | None, language: str) -> Answer:
    """用平常话说明为什么是这个等级 (why the tier is what it is, in plain words, as of a day)."""
    from registry.clock import midnight_after, today
    from registry.domain.grading.evaluate import evaluate
    from registry.services.grading import facts_of
    from registry.services.rulebooks import known_before
    from registry.store.db import db
    from registry.wording import explanations
    from registry.wording.languages import translator

    with opened():
        found, day = _find(db.session(), which), on.date() if on else today()
        books = known_before(db.session(), midnight_after(day))
        outcome = evaluate(facts_of(db.session(), found), books, day)
        told = explanations.tell(
            outcome, books, translator(language), name=lambda code: explanations.name_code(code, books)
        )
        document = {
            "id": found.id, "name": found.name, "on": day.isoformat(), "language": language, "tier": outcome.tier,
            "points": outcome.points, "version": outcome.version or None, "conclusion": told.conclusion,
            "parts": [asdict(part) for part in told.parts],
        }  # fmt: skip
    return Answer(document, f"{document['name']}　{day}\n{told}")


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


def describe(session: "Session", account: "Account", *, on: date, is_past: bool) -> dict[str, Any]:
    """The account as the contract's document, evaluated on ``on``; its moves re-derived from the ledger of today.

    ``is_past``: only what was recognised or in effect by that day, as it stood then.

    ``history`` stands in it only where facts from before the system are on file.
    """
    from registry.domain.terms import label
    from registry.services.grading import assess
    from registry.store.measures import list_measures
    from registry.store.old_facts import list_old_facts
    from registry.store.scope import EVERYTHING
    from registry.store.violations import list_violations

    day = on if is_past else None
    violations = list_violations(session, scope=EVERYTHING, account_id=account.id)
    measures = list_measures(session, scope=EVERYTHING, account_id=account.id)
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
        "violations": [found for row in violations if (found := account_days.violation_on(row, day))],
        "measures": [found for row in measures if (found := account_days.measure_on(row, day))],
        **({"history": [_old(row) for row in old]} if old else {}),
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


COMMANDS = (account,)
