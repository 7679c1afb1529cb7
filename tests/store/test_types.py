"""Instants come back aware and in UTC, vocabularies hold their members only, on either database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from registry.domain.terms import Role
from registry.store.audit import AuditEntry
from registry.store.db import db
from registry.store.users import Office, User
from tests.factories import AT, COUNTY, writing


def keep_office(app: OpenAPI, at: datetime) -> datetime:
    with writing(app) as session:
        session.add(Office(name="西湖区网信办", region_code=COUNTY, created_at=at))
    with app.app_context():
        return db.session.scalars(select(Office.created_at)).one()


def test_an_instant_comes_back_in_utc(either_app: OpenAPI) -> None:
    beijing = datetime(2026, 11, 23, 9, 12, 30, 123456, tzinfo=timezone(timedelta(hours=8)))
    kept = keep_office(either_app, beijing)
    assert kept == beijing
    assert kept.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused_since_its_hour_would_be_a_guess(either_app: OpenAPI) -> None:
    with pytest.raises(StatementError, match="naive"):
        keep_office(either_app, AT.replace(tzinfo=None))


def test_a_term_comes_back_as_a_member_and_is_kept_as_short_text(either_app: OpenAPI) -> None:
    with writing(either_app) as session:
        office = Office(name="西湖区网信办", region_code=COUNTY, created_at=datetime.now(UTC))
        session.add(office)
        session.flush()
        session.add(
            User(office_id=office.id, username="a", name="甲", role=Role.CLERK, password_hash="", created_at=AT)
        )
    with either_app.app_context():
        assert db.session.scalars(select(User.role)).one() is Role.CLERK
        assert db.session.scalar(text("SELECT role FROM users")) == "clerk"
        with pytest.raises(StatementError, match="emperor"):
            db.session.scalars(select(User).where(User.role == "emperor")).all()


def test_an_absent_json_value_is_null_and_not_the_text_null(either_app: OpenAPI) -> None:
    entry = {"at": AT, "actor": {"姓名": "王"}, "object_type": "day", "object_id": "1", "region_code": "", "act": "x"}
    with writing(either_app) as session:
        session.add(AuditEntry(**entry, before=None, after={"a": [1, None]}, previous_hash="0", hash="1"))
    with either_app.app_context():
        kept = db.session.scalars(select(AuditEntry).where(AuditEntry.before.is_(None))).one()
        assert (kept.actor, kept.after) == ({"姓名": "王"}, {"a": [1, None]})
