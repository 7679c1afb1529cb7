"""Migrations: up, down and up again, on SQLite and PostgreSQL; afterwards the database is what the models say."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry import create_app
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.paths import find_folder
from registry.services import rulebooks
from registry.settings import Settings
from registry.store.added_rows import AddedRows
from registry.store.db import db
from registry.store.simulations import Simulation
from registry.upgrading import check_current
from tests.conftest import settings_for
from tests.factories import AT, writing
from tests.roster_files import bring, counts_of, one, preview, take_back, workbook
from tests.rulebook_texts import sound

MIGRATIONS = str(find_folder("migrations"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenAPI]:
    """A registry over an empty database of either kind."""
    if request.param == "sqlite":
        settings = settings_for(tmp_path)
    else:
        settings = Settings(data_dir=tmp_path, database_url=request.getfixturevalue("postgres_url"))
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_after_all_migrations_the_database_is_what_the_models_say(empty: OpenAPI) -> None:
    upgrade(directory=MIGRATIONS)
    assert differences() == []


def test_migrations_go_down_to_nothing_and_up_again(empty: OpenAPI) -> None:
    upgrade(directory=MIGRATIONS)
    downgrade(directory=MIGRATIONS, revision="base")
    with db.engine.connect() as connection:
        assert set(db.inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(directory=MIGRATIONS)
    assert differences() == []


def test_a_database_newer_than_the_code_is_refused(empty: OpenAPI) -> None:
    upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refusal, match=r"store\.too_new"):
        check_current(empty)


def test_new_rows_of_a_preview_go_down_and_up_again(app: OpenAPI, actor: Callable[[str], Actor]) -> None:
    import_id = preview(app, actor("clerk"), workbook(*map(one, range(1, 4))))

    def leaves() -> list[object]:
        return [[each.number, each.columns] for each in db.session().scalars(select(AddedRows).order_by(AddedRows.id))]

    with app.app_context():
        before = leaves()
        db.session().rollback()
        downgrade(directory=MIGRATIONS, revision="0015")
        with db.engine.connect() as connection:
            query = "SELECT count(*) FROM import_rows WHERE action = 'add'"
            assert connection.exec_driver_sql(query).scalar_one() == 3
        upgrade(directory=MIGRATIONS)
        assert leaves() == before
    assert counts_of(app, import_id) == {"add": 3}


def test_what_undoes_new_accounts_goes_down_and_up_again(app: OpenAPI, actor: Callable[[str], Actor]) -> None:
    import_id = bring(app, actor("clerk"), one(1), one(2))

    def leaf() -> list[object]:
        found = db.session().scalars(select(AddedRows)).one()
        return [found.account_ids, found.holder_ids, found.seen, found.first_account, found.last_account]

    with app.app_context():
        before = leaf()
        assert before[0] == [1, 2]
        db.session().rollback()
        downgrade(directory=MIGRATIONS, revision="0028")
        with db.engine.connect() as connection:
            query = "SELECT account_id FROM import_rows WHERE action = 'add' AND before IS NOT NULL ORDER BY id"
            assert connection.exec_driver_sql(query).scalars().all() == [1, 2]
        upgrade(directory=MIGRATIONS)
        assert leaf() == before
    assert take_back(app, actor("clerk"), import_id).removed == 2


def test_a_rulebook_that_a_simulation_names_survives_the_way_down_and_up(
    app: OpenAPI, actor: Callable[[str], Actor]
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        row = rulebooks.begin(session, sound("2027-a", clerk.region_code, date(2027, 1, 1)), by=clerk, at=AT)
        days = {"now_on": AT.date(), "then_on": AT.date(), "asked_at": AT, "asked_by_id": clerk.user_id}
        session.add(Simulation(region_code=clerk.region_code, rulebook_id=row.id, is_all_along=False, total=0, **days))
    with app.app_context():
        db.session.remove()
        downgrade(directory=MIGRATIONS, revision="0027")
        upgrade(directory=MIGRATIONS)
        assert db.session().scalars(select(Simulation.rulebook_id)).all() == [1]
