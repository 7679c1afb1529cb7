"""Commands on old ledgers (facts from before the register): preview, apply, confirm, undo."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import KEY, Answer, answering, opened, word
from registry.cli.outputs import read_file
from registry.domain.identifiers import mask_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from registry.domain.rosters.old_ledger_known import Decided


@click.group()
def ledger() -> None:
    """旧台账：系统启用前的违规和处置记录 (old ledgers)."""


@ledger.command("preview")
@click.argument("file")
@click.option(
    "--region",
    "region_code",
    required=True,
    help="哪个县的台账；市一级的按每行写明的县或账号 (county of the facts; of a city: by each row)",
)
@answering
def preview(file: str, region_code: str) -> Answer:
    """看一份旧台账会怎样录入，什么也不写 (show what an old ledger would enter; writes nothing)."""
    from registry.clock import today
    from registry.domain import regions
    from registry.services import old_ledger_preview
    from registry.services.reading import read_old_ledger_in_child
    from registry.store.db import db

    regions.get(region_code)
    book = read_old_ledger_in_child(read_file(file), Path(file).name, today=today())
    with opened():
        decided = old_ledger_preview.plan(db.session(), book.rows, region_code=region_code, on=today())
    rows = [_row(one) for one in decided]
    return _answer({"rows": rows, "skipped": book.skipped}, old_ledger_preview.count(decided))


@ledger.command("apply")
@click.argument("file")
@click.option(
    "--region",
    "region_code",
    required=True,
    help="哪个县的台账；市一级的按每行写明的县或账号 (county of the facts; of a city: by each row)",
)
@click.option("--by", "username", required=True, help="经办用户 (the user who acts)")
@answering
def apply(file: str, region_code: str, username: str) -> Answer:
    """录入一份旧台账，等另一个人复核 (enter an old ledger; a second person has to confirm it)."""
    from registry.clock import now, today
    from registry.services import old_ledger_preview, old_ledgers
    from registry.services.reading import read_old_ledger_in_child
    from registry.store.db import transaction
    from registry.store.users import get_actor

    data, name = read_file(file), Path(file).name
    book, stored = read_old_ledger_in_child(data, name, today=today()), ""
    with opened() as app:
        from registry.jobs import uploads_of

        try:
            with transaction() as session:
                by, at, on, uploads = get_actor(session, username), now(), today(), uploads_of(app)
                taken = old_ledgers.upload(session, data, name, region_code=region_code, uploads=uploads, by=by, at=at)
                stored = taken.upload_sha256 or ""
                old_ledgers.keep_preview(session, taken.id, book, on=on)
                digest = old_ledger_preview.digest_of(session, taken.id)
                old_ledgers.apply(session, taken.id, digest=digest, by=by, at=at, on=on)
                document, counts = {"ledger": taken.id, "state": taken.state.value}, dict(taken.counts)
        except BaseException:
            if stored:  # nothing was entered, so nothing of the file stays
                uploads_of(app).drop(stored)
            raise
    return _answer(document, counts)


@ledger.command("confirm")
@click.argument("ledger_id", metavar="ID", type=KEY)
@click.option("--by", "username", required=True, help="复核的用户，不能是录入的人 (the second person)")
@answering
def confirm(ledger_id: int, username: str) -> Answer:
    """由另一个人复核，旧事入档 (a second person confirms; the facts stand from now on)."""
    return _act("confirm", ledger_id, username)


@ledger.command("undo")
@click.argument("ledger_id", metavar="ID", type=KEY)
@click.option("--reason", default="", help="为什么撤销；复核过的必填 (why; needed once it is confirmed)")
@click.option("--by", "username", required=True, help="经办用户 (the user who acts)")
@answering
def undo(ledger_id: int, reason: str, username: str) -> Answer:
    """整份撤销 (withdraw the facts of the whole file)."""
    from registry.jobs import drop_ledger

    return _act("undo", ledger_id, username, drop_ledger, reason=reason)


def _act(
    name: str, ledger_id: int, username: str, after: "Callable[[Any, int], None] | None" = None, **more: str
) -> Answer:
    """Confirm or undo one old ledger; ``after`` it is committed, one thing more."""
    from registry.clock import now
    from registry.services import old_ledgers
    from registry.store.db import transaction
    from registry.store.users import get_actor

    act: Callable[..., Any] = {"confirm": old_ledgers.confirm, "undo": old_ledgers.undo}[name]
    with opened() as app:
        with transaction() as session:
            taken = act(session, ledger_id, by=get_actor(session, username), at=now(), **more)
            document, counts = {"ledger": taken.id, "state": taken.state.value}, dict(taken.counts)
        if after is not None:
            after(app, ledger_id)
    return _answer(document, counts)


def _answer(document: dict[str, Any], counts: dict[str, int]) -> Answer:
    return Answer({**document, "counts": counts}, "　".join(f"{name} {number}" for name, number in counts.items()))


def _row(one: "Decided") -> dict[str, Any]:
    """A row with its fate and findings; numbers of persons in its texts masked."""
    return {
        "sheet": one.row.sheet, "row": one.row.number, "action": one.action.value, "account": one.account_id,
        "candidates": one.candidates, "approximate": one.row.is_approximate,
        "values": {name: text and mask_inside(text) for name, text in one.row.values.items()},
        "problems": _problems(one.row.findings),
    }  # fmt: skip


def _problems(findings: "Sequence[Any]") -> list[dict[str, Any]]:
    return [
        {
            "column": each.column, "field": each.field, "level": each.level, "code": each.code,
            "message": mask_inside(word(each.code, each.params)), "decides": each.decides,
        }
        for each in findings
    ]  # fmt: skip


COMMANDS = (ledger,)
