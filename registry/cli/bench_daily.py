"""The daily run's cost where more accounts are held and the same number is due: it should not grow.

Counted in statements, which do not depend on how busy the machine is, and in seconds. Each size is a register of its own in
a temporary folder; on each the day is run with few accounts due, and with ten times as many.
"""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from registry.cli.bench_meter import Cost, answer, run_stage
from registry.cli.bench_stages import open_register
from registry.cli.bench_workbook import COUNTY

if TYPE_CHECKING:
    from sqlalchemy import Engine

HELD = (10_000, 100_000)
DUE = (100, 1_000)
"""Accounts due on the day; fewer where fewer are held."""


def measure_daily(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """One measurement for each number of accounts held and of accounts due."""
    return [line for held in sizes for line in _measure(held)]


def _measure(held: int) -> list[dict[str, Any]]:
    with TemporaryDirectory(prefix="registry-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        run_stage("registry.cli.bench_stages", "found", folder)
        run_stage(__name__, f"fill:{held}", folder)
        dues = sorted({min(due, held) for due in DUE})
        return [_line(held, run_stage(__name__, f"run:{due}", folder)) for due in dues]


def _line(held: int, cost: Cost) -> dict[str, Any]:
    due, statements = cost.detail["due"], cost.detail["statements"]
    return {
        "held": held, "due": due, "seconds": round(cost.seconds, 4), "cpu_seconds": round(cost.cpu_seconds, 2),
        "statements": statements, "statements_per_due": round(statements / due, 2),
        "ms_per_due": round(cost.seconds * 1000 / due, 3),
    }  # fmt: skip


def _fill(held: int) -> Cost:
    """A register of that many accounts: one is entered, the others are copies of its row, so that filling takes no time."""
    from sqlalchemy import func, insert, literal_column, select, text

    from registry.clock import now, today
    from registry.domain.terms import Platform
    from registry.store.accounts import Account
    from registry.store.db import transaction

    own = {"id", "key", "uid", "name"}
    copied = [column.name for column in Account.__table__.columns if column.name not in own]
    with transaction() as session:
        account = Account(
            region_code=COUNTY, key="bench:1", name_key="bench", platform=Platform.WECHAT, uid="1", written_name="bench",
            registered_on=today(), created_at=now(), updated_at=now(),
        )  # fmt: skip
        session.add(account)
        session.flush()
        numbers = select(literal_column("2").label("n")).cte("numbers", recursive=True)
        numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < held))
        rows = (
            select(
                numbers.c.n,
                text("'bench:' || n"),
                text("n"),
                text("'bench ' || n"),
                *[literal_column(name) for name in copied],
            )
            .select_from(numbers.join(Account.__table__, Account.__table__.c.id == account.id))
            .where(numbers.c.n <= held)
        )
        session.execute(insert(Account).from_select(["id", "key", "uid", "name", *copied], rows))
        count = session.scalar(select(func.count()).select_from(Account))
    return Cost(detail={"held": count})


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
        session.execute(update(Account).where(Account.next_change_on.is_not(None)).values(next_change_on=None))
        chosen = session.scalars(select(Account.id).order_by(Account.id).limit(due)).all()
        session.execute(update(Account).where(Account.id.in_(chosen)).values(next_change_on=on))
    with cost.metered(), _counting(db.engine, seen):
        result = grade_runs.run_day(transaction, on=on, at=now())
    cost.detail = {"due": result.due, "statements": len(seen)}
    return cost


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    _stage, _, _count = sys.argv[1].partition(":")
    with open_register(Path(sys.argv[2])).app_context():
        answer({"fill": _fill, "run": _run}[_stage](int(_count)))
