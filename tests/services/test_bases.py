"""An officer who decides confirms an article for the own office: text, coverage, competence."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.services import bases
from registry.store.audit import AuditEntry
from registry.store.documents import find_confirmation
from tests.factories import writing
from tests.services.cases import DAY, at

Actors = Callable[[str], Actor]
SAID = {"article_text": "第三十四条……", "coverage": "违反第六条的", "competence": "本办发建议函"}


@pytest.mark.parametrize("part", ["article_text", "coverage", "competence"])
def test_a_confirmation_says_all_three(app: OpenAPI, actor: Actors, part: str) -> None:
    with writing(app) as session, pytest.raises(Refusal) as found:
        bases.confirm(session, "ecosystem-34", **{**SAID, part: " "}, by=actor("head"), at=at(DAY), on=DAY)
    assert found.value.code == f"bases.{part.removeprefix('article_')}_missing"


def test_a_clerk_confirms_nothing(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session, pytest.raises(Refusal) as found:
        bases.confirm(session, "ecosystem-34", **SAID, by=actor("clerk"), at=at(DAY), on=DAY)
    assert found.value.code == "permission.role"


def test_a_confirmation_is_the_own_offices_and_what_was_said_before_stays_in_the_log(
    app: OpenAPI, actor: Actors
) -> None:
    reviewer = actor("reviewer")
    with writing(app) as session:
        bases.confirm(session, "ecosystem-34", **SAID, by=reviewer, at=at(DAY), on=DAY)
        bases.confirm(session, "ecosystem-34", **{**SAID, "coverage": "只及第六条"}, by=reviewer, at=at(DAY), on=DAY)
        row = find_confirmation(session, reviewer.office_id, "ecosystem-34")
        assert row is not None
        assert (row.coverage, row.competence) == ("只及第六条", "本办发建议函")
        assert find_confirmation(session, actor("n-reviewer").office_id, "ecosystem-34") is None
        last = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "bases.confirm").order_by(AuditEntry.id.desc())
        ).first()
        assert last is not None
        assert "违反第六条的" in (last.before or {})["coverage"]
