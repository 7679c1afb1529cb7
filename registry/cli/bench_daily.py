"""The daily run's cost where more accounts are held and the same number is due: it should not grow.

Counted in statements, which do not depend on how busy the machine is, and in seconds. Each size is a register of its own in
a temporary folder, filled by an import.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from registry.cli.bench_meter import Cost, answer, run_stage
from registry.cli.bench_stages import FILE, open_register
from registry.cli.bench_workbook import write_workbook

if TYPE_CHECKING:
    from sqlalchemy import Engine

HELD = (1_000, 10_000)
DUE = 100
"""Accounts due on the day; fewer where fewer are held."""


def measure_daily(sizes: list[int]) -> list[dict[str, Any]]:
    """One measurement for each number of accounts held."""
    due = min(DUE, *sizes)
    return [_measure(held, due) for held in sizes]


def _measure(held: int, due: int) -> dict[str, Any]:
    with TemporaryDirectory(prefix="registry-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_workbook(folder / FILE, held)
        for stage in ("found", "import"):
            run_stage("registry.cli.bench_stages", stage, folder)
        cost = run_stage(__name__, str(due), folder)
    statements = cost.detail["statements"]
    return {
        "held": held, "due": cost.detail["due"], "seconds": round(cost.seconds, 4),
        "cpu_seconds": round(cost.cpu_seconds, 2), "statements": statements,
        "statements_per_due": round(statements / due, 2),
    }  # fmt: skip


@contextmanager
def _counting(engine: "Engine", seen: list[str]) -> Iterator[None]:
    """Note every statement that goes to the database."""
    from sqlalchemy import event

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _run(due: int) -> Cost:
    """Let ``due`` accounts fall due today, and run the day."""
    from sqlalchemy import select, update

    from registry.clock import now, today
    from registry.services import grade_runs
    from registry.store.accounts import Account
    from registry.store.db import db, transaction

    on, cost, seen = today(), Cost(), list[str]()
    with transaction() as session:
        session.execute(update(Account).values(next_change_on=None))
        chosen = session.scalars(select(Account.id).order_by(Account.id).limit(due)).all()
        session.execute(update(Account).where(Account.id.in_(chosen)).values(next_change_on=on))
    with cost.metered(), _counting(db.engine, seen):
        result = grade_runs.run_day(transaction, on=on, at=now())
    cost.detail = {"due": result.due, "statements": len(seen)}
    return cost


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    with open_register(Path(sys.argv[2])).app_context():
        answer(_run(int(sys.argv[1])))
