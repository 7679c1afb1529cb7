"""An office's own entries: stated by one, confirmed by another, compared again; the former wording stays for its time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.bases import BasisLevel, BasisRole
from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind
from registry.services import basis_entries as services
from registry.services.bases import library_of
from registry.services.basis_entries import Article
from tests.factories import writing
from tests.services.cases import DAY, at

Actors = Callable[[str], Actor]
CODE = "ecosystem-34"
ARTICLE = Article(
    title="网络信息内容生态治理规定", article="第三十四条", issuer="国家互联网信息办公室", level=BasisLevel.RULE,
    role=BasisRole.PLATFORM, text="改过的条文", in_force_from=DAY, source="国家法律法规数据库，当日查阅",
    for_kinds=(MeasureKind.SUSPENSION,),
)  # fmt: skip


def stated(session: Session, by: Actor, article: Article = ARTICLE, code: str = CODE) -> int:
    return services.draft(session, article, code=code, by=by, at=at(DAY), on=DAY).id


def settled(session: Session, entry_id: int, by: Actor, *, is_right: bool = True, remark: str = "与原文核对") -> None:
    services.settle(session, entry_id, is_right=is_right, remark=remark, by=by, at=at(DAY), on=DAY)


def test_what_one_states_counts_when_another_has_confirmed_it(app: OpenAPI, actor: Actors) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        entry_id = stated(session, clerk)
        assert library_of(session, clerk.office_id).get(CODE, DAY).entry_id is None
        settled(session, entry_id, head)
        basis = library_of(session, clerk.office_id).get(CODE, DAY)
        assert (basis.text, basis.is_verified, basis.checked_by) == ("改过的条文", True, head.name)
        assert library_of(session, clerk.office_id).get(CODE, DAY - timedelta(days=1)).entry_id is None
        assert library_of(session, actor("n-head").office_id).get(CODE, DAY).entry_id is None


def test_nobody_confirms_what_he_stated_himself(app: OpenAPI, actor: Actors) -> None:
    head = actor("head")
    with writing(app) as session:
        entry_id = stated(session, head)
        with pytest.raises(Refusal) as found:
            settled(session, entry_id, head)
        assert found.value.code == "bases.second_person"
        settled(session, entry_id, head, is_right=False)
        with pytest.raises(Refusal) as found:
            settled(session, entry_id, actor("reviewer"))
        assert found.value.code == "bases.settled"


def test_another_offices_entry_is_not_there(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        entry_id = stated(session, actor("clerk"))
        with pytest.raises(NotFound):
            settled(session, entry_id, actor("n-head"))


def test_an_article_the_library_lacks_gets_a_code_of_its_own_and_only_once(app: OpenAPI, actor: Actors) -> None:
    new = replace(ARTICLE, title="某省网络管理条例", article="第八条")
    with writing(app) as session:
        entry_id = stated(session, actor("clerk"), new, code="")
        settled(session, entry_id, actor("head"))
        basis = library_of(session, actor("clerk").office_id).get(f"own-{entry_id}", DAY)
        assert basis.title == "某省网络管理条例"
        with pytest.raises(Refusal) as found:
            stated(session, actor("clerk"), new, code="")
        assert found.value.code == "bases.exists"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"source": " "}, "bases.part_missing"),
        ({"in_force_to": date(2020, 1, 1)}, "bases.ends_before_it_begins"),
    ],
)
def test_an_article_half_stated_is_refused(app: OpenAPI, actor: Actors, changed: dict[str, object], code: str) -> None:
    with writing(app) as session, pytest.raises(Refusal) as found:
        stated(session, actor("clerk"), replace(ARTICLE, **changed))  # type: ignore[arg-type]  # by name
    assert found.value.code == code


def test_a_word_is_enough_to_say_it_is_unchanged_but_only_of_what_was_confirmed(app: OpenAPI, actor: Actors) -> None:
    reviewer = actor("reviewer")
    with writing(app) as session:
        services.check_again(session, "penalty_law-28", words="未变", by=reviewer, at=at(DAY), on=DAY)
        basis = library_of(session, reviewer.office_id).get("penalty_law-28", DAY)
        assert (basis.checked_on, basis.checked_by) == (DAY, reviewer.name)
        for code, words, refused in (
            (CODE, "未变", "bases.not_confirmed"),
            ("penalty_law-28", " ", "bases.remark_missing"),
        ):
            with pytest.raises(Refusal) as found:
                services.check_again(session, code, words=words, by=reviewer, at=at(DAY), on=DAY)
            assert found.value.code == refused
        with pytest.raises(Refusal):
            services.check_again(session, "penalty_law-28", words="未变", by=actor("clerk"), at=at(DAY), on=DAY)
