"""A daily run goes in short steps: others write in between, the log gets an entry a step, a killed run is run again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.domain.terms import MeasureState, Severity, Tier
from registry.services import grade_runs
from registry.store.accounts import Account, Move
from registry.store.audit import AuditEntry
from registry.store.db import transaction
from registry.store.jobs import GradeRun
from registry.store.measures import Measure
from tests.factories import make_account, make_violation, writing
from tests.services.cases import DAY, at, make_effective

Actors = Callable[[str], Actor]
LATER = DAY + timedelta(days=400)
DUE = DAY + timedelta(days=15)
NUMBER = 5


@pytest.fixture
def serious(app: OpenAPI, actor: Actors) -> OpenAPI:
    """Five accounts at C which time alone brings back to B."""
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        for number in range(NUMBER):
            account = make_account(session, clerk, uid=f"xhsbs_{number}", name=f"西湖身边事{number}")
            make_violation(
                session, account, recorder=clerk, recogniser=reviewer, code="6-8", severity=Severity.MAJOR, on=DAY
            )
    return app


def run(app: OpenAPI, opening: grade_runs.Opening = transaction) -> grade_runs.RunResult:
    with app.app_context():
        return grade_runs.run_day(opening, on=LATER, at=at(LATER), step=2)


def entries(session: Session) -> list[int]:
    """How many accounts each entry of the run in the log says were due."""
    found = session.scalars(select(AuditEntry).where(AuditEntry.act == "grading.run").order_by(AuditEntry.id))
    return [entry.after["due"] for entry in found if entry.after]


def test_each_step_is_an_entry_of_its_own_and_the_counts_are_those_of_the_day(serious: OpenAPI) -> None:
    result = run(serious)
    assert (result.due, result.moved, result.proposed) == (NUMBER, NUMBER, 0)
    with writing(serious) as session:
        assert entries(session) == [2, 2, 1]
        kept = session.get_one(GradeRun, LATER)
        assert (kept.due, kept.moved) == (NUMBER, NUMBER)
        assert set(session.scalars(select(Account.tier))) == {Tier.B}
    again = run(serious)
    assert (again.due, again.moved) == (0, 0)
    with writing(serious) as session:
        assert session.get_one(GradeRun, LATER).due == NUMBER, "a second run of the day takes nothing off its counts"


def test_another_may_write_between_the_steps(serious: OpenAPI) -> None:
    path = serious.extensions["registry.settings"].data_dir / "registry.db"
    written = []

    @contextmanager
    def watched() -> Iterator[Session]:
        with transaction() as session:
            yield session
        other = sqlite3.connect(path, timeout=0)
        other.execute("UPDATE offices SET phone = ?", (str(len(written)),))
        other.commit()
        other.close()
        written.append(len(written))

    run(serious, watched)
    assert len(written) > NUMBER / 2, "the lock is free after every step"


def test_a_run_that_is_killed_is_run_again(serious: OpenAPI) -> None:
    opened = []

    @contextmanager
    def dying() -> Iterator[Session]:
        opened.append(1)
        with transaction() as session:
            yield session
            if len(opened) == 4:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(serious, dying)
    with writing(serious) as session:
        assert entries(session) == [2], "the step that was cut off left nothing behind"
        assert session.get(GradeRun, LATER) is None, "the day counts as missed"
    result = run(serious)
    assert (result.due, result.moved) == (NUMBER - 2, NUMBER - 2)
    with writing(serious) as session:
        assert set(session.scalars(select(Account.tier))) == {Tier.B}
        moves = select(func.count()).select_from(Move).where(Move.to_tier == Tier.B)
        assert session.scalar(moves) == NUMBER, "none moved twice"


def test_more_rectifications_than_one_step_takes_fall_overdue(app: OpenAPI, actor: Actors) -> None:
    clerk, head, reviewer = actor("clerk"), actor("head"), actor("reviewer")
    on = DUE + timedelta(days=1)
    with writing(app) as session:
        for number in range(3):
            account = make_account(session, clerk, uid=f"xhsbs_{number}", name=f"西湖身边事{number}")
            violation = make_violation(session, account, recorder=clerk, recogniser=reviewer, on=DAY)
            make_effective(session, account, by=clerk, head=head, violation=violation, demand="删除", due_on=DUE)
    with app.app_context():
        result = grade_runs.run_day(transaction, on=on, at=at(on), step=2)
    assert (result.due, result.proposed) == (3, 3)
    with writing(app) as session:
        assert set(session.scalars(select(Measure.state))) == {MeasureState.OVERDUE}
