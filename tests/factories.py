"""People, accounts and cases for tests, made by the registry's own services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry import create_app
from registry.domain.permissions import Actor
from registry.domain.terms import Platform, Role, Severity, Source
from registry.services import accounts, users, violations
from registry.settings import Settings
from registry.store.accounts import Account
from registry.store.db import transaction
from registry.store.users import get_actor
from registry.store.violations import Violation

COUNTY, NEIGHBOUR, CITY = "330106", "330105", "330100"
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
PASSWORD = "correct-horse-9"


@contextmanager
def writing(app: OpenAPI) -> Iterator[Session]:
    """A context and a transaction for preparing a test; both are closed before any client asks."""
    with app.app_context(), transaction() as session:
        yield session


@pytest.fixture(scope="session")
def peopled_database(tmp_path_factory: pytest.TempPathFactory, blank_database: Path) -> Path:
    """A database with three offices of one city and their users, made once: hashing passwords takes seconds."""
    folder = tmp_path_factory.mktemp("peopled")
    (folder / "registry.db").write_bytes(blank_database.read_bytes())
    app = create_app(Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'registry.db'}"))
    with writing(app) as session:
        settle(session)
    return folder / "registry.db"


def settle(session: Session) -> None:
    """Found the three offices and let one user of each role sign in at each, and a second clerk at the first."""
    county = users.add_office(
        session, name="西湖区网信办", region_code=COUNTY, document_prefix="西网信", by=None, at=AT
    )
    neighbour = users.add_office(
        session, name="拱墅区网信办", region_code=NEIGHBOUR, document_prefix="拱网信", by=None, at=AT
    )
    city = users.add_office(session, name="杭州市网信办", region_code=CITY, document_prefix="杭网信", by=None, at=AT)
    for office, prefix in ((county, ""), (neighbour, "n-"), (city, "c-")):
        for role in Role:
            users.add_user(
                session,
                office=office,
                username=f"{prefix}{role.value}",
                name=f"{office.name[:2]}{role.value}",
                role=role,
                password=PASSWORD,
                by=None,
                at=AT,
            )
    users.add_user(
        session, office=county, username="clerk2", name="西湖二号", role=Role.CLERK, password=PASSWORD, by=None, at=AT
    )


@pytest.fixture
def people(app: OpenAPI, peopled_database: Path) -> dict[str, str]:
    """Three offices of one city and their users: username → password. `clerk`, `reviewer`, `head` … are of COUNTY."""
    (app.extensions["registry.settings"].data_dir / "registry.db").write_bytes(peopled_database.read_bytes())
    names = [f"{prefix}{role.value}" for prefix in ("", "n-", "c-") for role in Role]
    return dict.fromkeys([*names, "clerk2"], PASSWORD)


@pytest.fixture
def actor(app: OpenAPI, people: dict[str, str]) -> Callable[[str], Actor]:
    """A function that gives the actor of a user of `people`."""

    def find(username: str) -> Actor:
        with app.app_context():
            from registry.store.db import db

            return get_actor(db.session(), username)

    return find


def make_account(session: Session, by: Actor, *, region_code: str = COUNTY, **values: Any) -> Account:
    """An account entered by hand."""
    given = {
        "name": "西湖身边事",
        "platform": Platform.DOUYIN,
        "uid": "xhsbs_2021",
        "holder": "云帆文化传媒有限公司",
        **values,
    }
    return accounts.register(session, given, region_code=region_code, by=by, at=AT, on=date(2026, 1, 8))


def make_violation(
    session: Session,
    account: Account,
    *,
    recorder: Actor,
    recogniser: Actor | None = None,
    code: str = "7-3",
    severity: Severity | None = Severity.ORDINARY,
    on: date = ON,
) -> Violation:
    """A violation on file; recognised where ``recogniser`` is given."""
    violation = violations.record(
        session,
        account.id,
        code=code,
        severity=severity,
        severity_reason="测试",
        facts="发布无来源短视频",
        occurred_on=on,
        source=Source.REPORT,
        by=recorder,
        at=AT,
        on=on,
    )
    if recogniser is not None:
        violations.recognise(session, violation.id, recognised_on=on, by=recogniser, at=AT, on=on)
    return violation
