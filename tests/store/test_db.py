"""The one transaction: all or nothing, and two writers at once on either database."""

import threading
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from registry.domain.audit_chain import first_break
from registry.services import audit
from registry.store.audit import AuditEntry, walk_chain
from registry.store.db import db, transaction
from registry.store.documents import DocumentCounter, next_number
from registry.store.users import Office, Town
from tests.factories import AT, COUNTY, writing

ROUNDS = 15


class Failure(Exception):  # noqa: N818 - what goes wrong in an act, whatever it be
    """Something went wrong."""


def at_once(app: OpenAPI, act: Callable[[], object]) -> list[BaseException]:
    """Run ``act`` ROUNDS times in each of two threads that start together; returns what failed."""
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        try:
            for _ in range(ROUNDS):
                with app.app_context():
                    act()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def add_office(app: OpenAPI) -> int:
    with writing(app) as session:
        office = Office(name="西湖区网信办", region_code=COUNTY, created_at=AT)
        session.add(office)
        session.flush()
        return office.id


def count_towns(app: OpenAPI) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Town)) or 0


def test_an_act_that_ends_well_is_kept(either_app: OpenAPI) -> None:
    with writing(either_app) as session:
        session.add(Town(region_code=COUNTY, name="灵隐街道"))
    assert count_towns(either_app) == 1


def test_of_an_act_that_fails_nothing_is_kept(either_app: OpenAPI) -> None:
    def fail_halfway() -> None:
        with writing(either_app) as session:
            session.add(Town(region_code=COUNTY, name="灵隐街道"))
            session.flush()
            raise Failure

    with pytest.raises(Failure):
        fail_halfway()
    assert count_towns(either_app) == 0


def test_a_read_turned_into_a_write_waits_for_the_other_writer(either_app: OpenAPI) -> None:
    def read_then_write() -> None:
        with transaction() as session:
            known = session.scalar(select(func.count()).select_from(Town)) or 0
            session.add(Town(region_code=COUNTY, name=f"{threading.get_ident()} 第 {known} 街道"))

    assert at_once(either_app, read_then_write) == [], "no writer is told that the database is locked"
    assert count_towns(either_app) == 2 * ROUNDS


def test_a_reader_does_not_wait_for_a_writer(app: OpenAPI) -> None:
    with writing(app) as session:
        session.add(Town(region_code=COUNTY, name="灵隐街道"))
        session.flush()
        read: list[int] = []
        reader = threading.Thread(target=lambda: read.append(count_towns(app)))
        reader.start()
        reader.join(timeout=5)
        assert read == [0], "it sees what was there before"


def test_numbers_taken_at_once_have_neither_gap_nor_double(either_app: OpenAPI) -> None:
    office_id, taken = add_office(either_app), []

    def take() -> None:
        with transaction() as session:
            taken.append(next_number(session, office_id=office_id, series="西网信约", year=2026))

    assert at_once(either_app, take) == []
    assert sorted(taken) == list(range(1, 2 * ROUNDS + 1))


def test_the_first_number_of_a_series_waits_for_the_one_being_taken(either_app: OpenAPI) -> None:
    office_id, taken, failures = add_office(either_app), [], []

    def take() -> None:
        try:
            with writing(either_app) as session:
                taken.append(next_number(session, office_id=office_id, series="西网信约", year=2026))
        except Exception as failure:
            failures.append(failure)

    second = threading.Thread(target=take)
    with writing(either_app) as session:
        taken.append(next_number(session, office_id=office_id, series="西网信约", year=2026))
        second.start()
        second.join(timeout=0.3)
        assert taken == [1], "the second waits"
    second.join()
    assert (taken, failures) == ([1, 2], [])


def test_a_paper_that_fails_gives_its_number_back(either_app: OpenAPI) -> None:
    office_id = add_office(either_app)

    def fail_halfway() -> None:
        with writing(either_app) as session:
            next_number(session, office_id=office_id, series="西网信约", year=2026)
            raise Failure

    with pytest.raises(Failure):
        fail_halfway()
    with writing(either_app) as session:
        assert next_number(session, office_id=office_id, series="西网信约", year=2026) == 1
        assert next_number(session, office_id=office_id, series="西网信责改", year=2026) == 1
        assert next_number(session, office_id=office_id, series="西网信约", year=2027) == 1
    with either_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DocumentCounter)) == 3


def test_the_audit_chain_holds_when_two_write_at_once(either_app: OpenAPI) -> None:
    def act() -> None:
        with transaction() as session:
            audit.record(
                session, "towns.set", by=None, at=AT, object_type="region", object_id=COUNTY, region_code=COUNTY
            )

    assert at_once(either_app, act) == []
    with either_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 2 * ROUNDS
        assert first_break(walk_chain(db.session())) is None


def test_sqlite_keeps_its_promises(app: OpenAPI) -> None:
    with app.app_context():
        asked = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode")}
    assert asked == {"foreign_keys": 1, "journal_mode": "wal"}


def test_a_failing_statement_tells_no_values(app: OpenAPI) -> None:
    with writing(app) as session:
        session.add(Office(name="张三 13800138000", region_code=None, created_at=AT))
        with pytest.raises(IntegrityError) as failed:
            session.flush()
        assert "13800138000" not in str(failed.value)
        session.rollback()
