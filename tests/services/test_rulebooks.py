"""A rulebook of an office's own: drafted, checked, published by another, and binding from its day on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import RulebookState, Tier
from registry.services import grading, rulebooks
from registry.store.account_queries import get_account
from registry.store.audit import AuditEntry
from registry.store.rulebooks import RulebookVersion, get_rulebook
from registry.store.scope import EVERYTHING
from registry.wording import word
from tests.factories import AT, CITY, COUNTY, NEIGHBOUR, ON, make_account, make_violation, writing
from tests.rulebook_texts import sound

FindActor = Callable[[str], Actor]
DAY = ON + timedelta(days=7)


def text(version: str = "西湖2026.2", region: str = COUNTY, effective_from: date = DAY, points: int = 2) -> str:
    """A small rulebook by which one ordinary violation already leads to C."""
    return sound(version, region, effective_from, points)


def brought(app: OpenAPI, actor: FindActor, written: str, *, prefix: str = "", until: str = "published") -> int:
    """A rulebook drafted by a clerk, checked by a reviewer, published by a head; its number."""
    with writing(app) as session:
        row = rulebooks.begin(session, written, by=actor(f"{prefix}clerk"), at=AT)
        if until != "draft":
            rulebooks.check(session, row.id, by=actor(f"{prefix}reviewer"), at=AT)
        if until == "published":
            rulebooks.publish(session, row.id, by=actor(f"{prefix}head"), at=AT, on=ON)
        return row.id


def test_a_published_rulebook_binds_its_region_from_its_day_on(app: OpenAPI, actor: FindActor) -> None:
    brought(app, actor, text())
    with writing(app) as session:
        found = [rulebooks.rulebook_of(session, region, on=day) for region, day in
                 ((COUNTY, DAY - timedelta(days=1)), (COUNTY, DAY), (NEIGHBOUR, DAY))]  # fmt: skip
        assert [book.version for book in found if book] == ["2026.1", "西湖2026.2", "2026.1"]


def test_a_citys_rulebook_binds_its_counties_until_one_has_its_own(app: OpenAPI, actor: FindActor) -> None:
    brought(app, actor, text("杭州2026.2", CITY), prefix="c-")
    brought(app, actor, text())
    with writing(app) as session:
        own, citys = (rulebooks.rulebook_of(session, region, on=DAY) for region in (COUNTY, NEIGHBOUR))
        assert own is not None
        assert own.version == "西湖2026.2"
        assert citys is not None
        assert citys.version == "杭州2026.2"


def test_an_account_is_graded_by_the_rulebook_its_office_published(app: OpenAPI, actor: FindActor) -> None:
    brought(app, actor, text())
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        account_id = account.id
    with writing(app) as session:
        account = get_account(session, account_id, scope=EVERYTHING)
        assert grading.assess(session, account, on=DAY - timedelta(days=1)).tier is Tier.B
        assert grading.assess(session, account, on=DAY).tier is Tier.C


def test_who_wrote_a_rulebook_neither_checks_nor_publishes_it(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        row = rulebooks.begin(session, text(), by=actor("head"), at=AT)
        with pytest.raises(Refusal, match=r"rulebooks\.second_person"):
            rulebooks.check(session, row.id, by=actor("head"), at=AT)
        rulebooks.check(session, row.id, by=actor("reviewer"), at=AT)
        with pytest.raises(Refusal, match=r"rulebooks\.second_person"):
            rulebooks.publish(session, row.id, by=actor("head"), at=AT, on=ON)


def test_no_rulebook_works_back_on_a_day_before_its_publishing(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text(effective_from=ON), until="checked")
    with writing(app) as session, pytest.raises(Refusal, match=r"rulebooks\.too_late"):
        rulebooks.publish(session, rulebook_id, by=actor("head"), at=AT, on=ON)


def test_a_published_rulebook_is_not_edited_and_one_in_force_not_withdrawn(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text())
    with writing(app) as session:
        lock = get_rulebook(session, rulebook_id, region_code=COUNTY).lock
        with pytest.raises(Refusal, match=r"rulebooks\.state"):
            rulebooks.save(session, rulebook_id, text(points=3), lock=lock, by=actor("clerk"), at=AT)
        with pytest.raises(Refusal, match=r"rulebooks\.in_force_already"):
            rulebooks.withdraw(session, rulebook_id, reason="改期", by=actor("head"), at=AT, on=DAY)


def test_a_rulebook_withdrawn_before_its_day_binds_nobody(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text())
    with writing(app) as session:
        rulebooks.withdraw(session, rulebook_id, reason="条文有误", by=actor("head"), at=AT, on=ON)
        book = rulebooks.rulebook_of(session, COUNTY, on=DAY)
        assert book is not None
        assert book.version == "2026.1"
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "rulebooks.withdraw")).one()
        assert entry.reason == "条文有误"


def test_a_draft_changed_after_its_check_is_checked_anew(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text(), until="checked")
    with writing(app) as session:
        row = get_rulebook(session, rulebook_id, region_code=COUNTY)
        saved = rulebooks.save(session, rulebook_id, text(points=3), lock=row.lock, by=actor("clerk"), at=AT)
        assert (saved.state, saved.checked_by_id) == (RulebookState.DRAFT, None)


def test_two_who_edit_one_draft_do_not_overwrite_each_other(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text(), until="draft")
    with writing(app) as session:
        seen = get_rulebook(session, rulebook_id, region_code=COUNTY).lock
        rulebooks.save(session, rulebook_id, text(points=3), lock=seen, by=actor("clerk"), at=AT)
        with pytest.raises(Refusal, match=r"store\.changed_meanwhile"):
            rulebooks.save(session, rulebook_id, text(points=4), lock=seen, by=actor("clerk2"), at=AT)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (text(version="2026.1"), r"rulebooks\.version_taken"),
        (text(region=NEIGHBOUR), r"rulebooks\.other_region"),
        ("version = ", r"grading\."),
    ],
)
def test_a_draft_that_cannot_stand_is_refused(app: OpenAPI, actor: FindActor, written: str, code: str) -> None:
    with writing(app) as session, pytest.raises(Refusal, match=code):
        rulebooks.begin(session, written, by=actor("clerk"), at=AT)


def test_two_versions_of_one_region_do_not_begin_on_one_day(app: OpenAPI, actor: FindActor) -> None:
    brought(app, actor, text())
    second = brought(app, actor, text("西湖2026.3"), until="checked")
    with writing(app) as session, pytest.raises(Refusal, match=r"grading\.overlap"):
        rulebooks.publish(session, second, by=actor("head"), at=AT, on=ON)


def test_a_neighbours_draft_is_nobody_elses_affair(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text(), until="draft")
    with writing(app) as session, pytest.raises(NotFound):
        rulebooks.check(session, rulebook_id, by=actor("n-reviewer"), at=AT)


def test_an_act_sees_one_set_of_rules(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        before = rulebooks.in_force(session)
        session.execute(select(RulebookVersion))
        assert rulebooks.in_force(session) is before


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("ordinary = { points = 2", "ordinary = { points = 8", r"rulebooks\.lint_errors", "比更轻的"),
        ('tier = "C"\narticle = "第四条"', 'tier = "C"', r"rulebooks\.no_articles", "分数线 T:2"),
        ('on = 2026-02-10, tier = "C"', 'on = 2026-02-10, tier = "B"', r"rulebooks\.examples_failed", "算得 C"),
        ("[[examples]]", "", r"rulebooks\.no_examples", "例子"),
    ],
)
def test_a_rulebook_that_cannot_work_or_breaks_its_own_example_is_not_checked(
    app: OpenAPI, actor: FindActor, old: str, new: str, code: str, says: str
) -> None:
    written = text().replace(old, new, 1) if new else text().partition(old)[0]
    rulebook_id = brought(app, actor, written, until="draft")
    with writing(app) as session:
        with pytest.raises(Refusal, match=code) as refused:
            rulebooks.check(session, rulebook_id, by=actor("reviewer"), at=AT)
        assert says in word(refused.value.code, refused.value.params)


def test_what_could_be_checked_once_is_looked_at_again_before_it_is_published(app: OpenAPI, actor: FindActor) -> None:
    rulebook_id = brought(app, actor, text(), until="checked")
    with writing(app) as session:
        get_rulebook(session, rulebook_id, region_code=COUNTY).text = text().replace('decides = "head"', "")
        with pytest.raises(Refusal, match=r"rulebooks\.lint_errors"):
            rulebooks.publish(session, rulebook_id, by=actor("head"), at=AT, on=ON)
