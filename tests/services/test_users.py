"""Acts on offices, users and towns, each with its entry in the log."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import Role
from registry.services import users
from registry.store.audit import AuditEntry, list_entries
from registry.store.db import db
from registry.store.scope import EVERYTHING, scope_of
from registry.store.users import User, find_office, find_user, get_actor, list_towns
from tests.factories import AT, CITY, COUNTY, NEIGHBOUR, PASSWORD, writing

FindActor = Callable[[str], Actor]


def newest(session: Session) -> AuditEntry:
    return list_entries(session, scope=EVERYTHING, limit=1)[0]


def user_of(session: Session, username: str) -> User:
    found = find_user(session, username)
    assert found is not None
    return found


def amend(session: Session, user: User, by: Actor, **changes: Any) -> User:
    given = {"name": user.name, "post": user.post, "role": user.role, "is_enabled": True, **changes}
    return users.amend_user(session, user.id, certificate_no="", certificate_until=None, by=by, at=AT, **given)


def test_an_office_sits_on_a_region_that_exists(app: OpenAPI) -> None:
    with pytest.raises(Refusal, match=r"regions\.unknown"), writing(app) as session:
        users.add_office(session, name="某办", region_code="999999", by=None, at=AT)


@pytest.mark.parametrize("name", ["", "   ", "某\n办", "某" * 81, "某\ufffd办"])
def test_an_office_has_a_name_that_can_be_printed(app: OpenAPI, name: str) -> None:
    with pytest.raises(Refusal, match=r"offices\.name_wrong"), writing(app) as session:
        users.add_office(session, name=name, region_code=COUNTY, by=None, at=AT)


def test_blanks_around_an_offices_name_are_no_part_of_it(app: OpenAPI) -> None:
    with writing(app) as session:
        assert users.add_office(session, name=" 某办 ", region_code=COUNTY, by=None, at=AT).name == "某办"
        with pytest.raises(Refusal, match=r"offices\.name_taken"):
            users.add_office(session, name="某办", region_code=COUNTY, by=None, at=AT)


@pytest.mark.parametrize("username", ["", "a", "a b", "ab\n", "a/b", "a" * 41, "zhou＠min"])
def test_a_sign_in_name_has_no_odd_signs(username: str) -> None:
    with pytest.raises(Refusal, match=r"users\.username_wrong"):
        users.check_names(username, "周敏", "")


@pytest.mark.parametrize(
    ("name", "post"), [("", ""), (" ", ""), ("周" * 41, ""), ("周敏", "科\n员"), ("周敏", "长" * 41)]
)
def test_a_name_and_a_post_can_be_printed(name: str, post: str) -> None:
    with pytest.raises(Refusal, match=r"users\.name_wrong"):
        users.check_names("zhoumin", name, post)


@pytest.mark.parametrize("username", ["zhoumin", "zhou.min_2-b", "周敏", "㐂子"])
def test_a_sign_in_name_is_of_letters_digits_and_chinese_characters(username: str) -> None:
    users.check_names(username, "周敏", "")


@pytest.mark.parametrize("password", ["long\x00enough-1", "long\udcffenough-1", "long-enough\r"])
def test_a_password_nobody_could_type_again_is_refused_and_not_repeated(password: str) -> None:
    with pytest.raises(Refusal, match=r"users\.password_signs") as refused:
        users.check_password(password, "zhoumin")
    assert "long" not in str(refused.value)


def test_the_command_line_needs_no_actor_and_is_on_file_as_the_system(app: OpenAPI) -> None:
    with writing(app) as session:
        users.add_office(session, name="某办", region_code=COUNTY, by=None, at=AT)
        assert (newest(session).act, newest(session).actor) == ("offices.add", {"username": "system"})


def test_an_administrator_adds_offices_below_but_not_beside(app: OpenAPI, actor: FindActor) -> None:
    city, county = actor("c-admin"), actor("admin")
    with writing(app) as session:
        users.add_office(session, name="上城区网信办", region_code="330102", by=city, at=AT)
    with pytest.raises(Refusal, match=r"permission\.region"), writing(app) as session:
        users.add_office(session, name="下城区网信办", region_code=NEIGHBOUR, by=county, at=AT)


def test_a_refused_act_leaves_no_entry(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    with app.app_context():
        before = newest(db.session()).id
    with pytest.raises(Refusal, match=r"permission\.role"), writing(app) as session:
        users.set_towns(session, region_code=COUNTY, towns=[("灵隐街道", None)], by=clerk, at=AT)
    with app.app_context():
        assert newest(db.session()).id == before


def test_what_an_office_prints_is_kept_with_what_it_printed_before(app: OpenAPI, actor: FindActor) -> None:
    admin = actor("admin")
    with writing(app) as session:
        office = find_office(session, "西湖区网信办")
        assert office is not None
        users.amend_office(session, office.id, document_prefix="西网办", address="文三路", phone="", by=admin, at=AT)
        entry = newest(session)
        assert entry.before is not None
        assert entry.after is not None
        assert (entry.before["document_prefix"], entry.after["document_prefix"]) == ("西网信", "西网办")


def test_a_password_is_never_kept_or_logged_in_the_clear(app: OpenAPI, actor: FindActor) -> None:
    admin = actor("admin")
    with writing(app) as session:
        users.set_password(session, user_of(session, "clerk").id, password="another-horse-7", by=admin, at=AT)
        assert "another-horse-7" not in user_of(session, "clerk").password_hash
        assert "another-horse-7" not in str(newest(session).content())


@pytest.mark.parametrize(
    ("password", "code"),
    [("seven-c", "users.password_short"), ("CLERK-OF-ONE", "users.password_is_name"), ("", "users.password_short")],
)
def test_a_poor_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        users.check_password(password, "clerk-of-one")


def test_a_long_password_of_any_kind_is_taken() -> None:
    users.check_password("一二三四五六七八九十", "clerk")
    users.check_password("only lowercase letters", "clerk")
    users.check_password("a-name-of-two-letters-may-occur", "na")


def test_one_sets_ones_own_password_and_an_administrator_anothers(app: OpenAPI, actor: FindActor) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        users.set_password(session, clerk.user_id, password="another-horse-7", by=clerk, at=AT)
    with pytest.raises(Refusal, match=r"permission\.role"), writing(app) as session:
        users.set_password(session, clerk.user_id, password="another-horse-8", by=reviewer, at=AT)


def test_signing_in_is_on_file_with_its_hour(app: OpenAPI, people: dict[str, str]) -> None:
    with writing(app) as session:
        user = users.sign_in(session, username="clerk", password=PASSWORD, at=AT)
        assert user.signed_in_at == AT
        assert newest(session).act == "users.sign_in"


def test_who_was_shut_off_does_not_sign_in_and_acts_no_more(app: OpenAPI, actor: FindActor) -> None:
    admin = actor("admin")
    with writing(app) as session:
        amend(session, user_of(session, "clerk"), admin, is_enabled=False)
    with pytest.raises(Refusal, match=r"users\.sign_in_failed"), writing(app) as session:
        users.sign_in(session, username="clerk", password=PASSWORD, at=AT)
    with pytest.raises(NotFound), app.app_context():
        get_actor(db.session(), "clerk")


def test_a_past_entry_keeps_the_name_and_post_of_its_day(app: OpenAPI, actor: FindActor) -> None:
    head, admin = actor("head"), actor("admin")
    with writing(app) as session:
        users.set_towns(session, region_code=COUNTY, towns=[("灵隐街道", None)], by=head, at=AT)
        entry = newest(session)
        amend(session, user_of(session, "head"), admin, name="换了名", role=Role.REVIEWER)
        assert (entry.actor["name"], entry.actor["role"]) == (head.name, "head")


def test_a_certificate_is_kept_with_its_term(app: OpenAPI, actor: FindActor) -> None:
    admin, until = actor("admin"), date(2028, 1, 31)
    with writing(app) as session:
        clerk = user_of(session, "clerk")
        users.amend_user(
            session, clerk.id, name=clerk.name, post="科员", role=clerk.role, certificate_no="浙A-0012",
            certificate_until=until, is_enabled=True, by=admin, at=AT,
        )  # fmt: skip
        assert (clerk.certificate_no, clerk.certificate_until, clerk.post) == ("浙A-0012", until, "科员")
        entry = newest(session)
        assert entry.before is not None
        assert entry.after is not None
        assert (entry.before["certificate_no"], entry.before["certificate_until"]) == ("", "")
        assert (entry.after["certificate_no"], entry.after["certificate_until"]) == ("浙A-0012", "2028-01-31")


def test_a_town_list_is_replaced_as_a_whole_and_leaves_the_neighbours_alone(app: OpenAPI, actor: FindActor) -> None:
    head, city = actor("head"), actor("c-head")
    with writing(app) as session:
        users.set_towns(session, region_code=NEIGHBOUR, towns=[("米市巷街道", None)], by=city, at=AT)
        users.set_towns(session, region_code=COUNTY, towns=[("灵隐街道", None), ("灵隐街道", None)], by=head, at=AT)
        assert users.set_towns(session, region_code=COUNTY, towns=[("西溪街道", None)], by=head, at=AT) == 1
        names = [town.name for town in list_towns(session, scope=scope_of(CITY))]
    assert names == ["米市巷街道", "西溪街道"]
