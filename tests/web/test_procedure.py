"""The help page of the procedure: every state drawn, every act in the table."""

from collections.abc import Callable
from itertools import pairwise

from registry import wording
from registry.domain.cases.procedure import PROCEDURE
from registry.domain.cases.vocabulary import CaseState
from registry.web.showing.procedure import draw
from tests.client import Client


def test_the_help_page_draws_every_state_and_lists_every_act(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/help/procedure")
    drawn = page.text.partition('<svg class="road"')[2].partition("</svg>")[0]
    assert all(f">{wording.word(f'cases.state.{state}')}</text>" in drawn for state in CaseState)
    assert all(wording.word(f"cases.act.{row.act}") in page.words for row in PROCEDURE)


def test_nothing_is_drawn_over_another() -> None:
    diagram = draw()
    boxes = [*diagram.road, *diagram.exits]
    assert len({(box.x, box.y) for box in boxes}) == len(CaseState)
    for column in (diagram.road, diagram.exits):
        assert all(later.y - box.y >= 32 for box, later in pairwise(column))
    assert all(box.y + 32 <= diagram.height and box.x + box.width <= diagram.width for box in boxes)


NEW = {"competence": {"basis_code": "penalty_law-28", "is_competent": "no", "ground": "三定规定未列"},
       "clock": {"clock": "statement", "days": "3", "unit": "workday", "since": "2026-01-01", "ground": "本办规程"},
       "day": {"day": "2027-05-01", "is_working": "no", "note": "本县通知"}}  # fmt: skip


def test_heads_set_the_offices_own_terms_days_and_competences(client_of: Callable[[str], Client]) -> None:
    head = client_of("head")
    assert "无权，须报请或移送 三定规定未列" in head.post("/procedure/competences", NEW["competence"]).words
    assert "本办规程" in head.post("/procedure/clocks", NEW["clock"]).words
    assert "2027-05-01 休息 本县通知" in head.post("/procedure/days", NEW["day"]).words
    assert "陈述申辩（3 个工作日）" in head.get("/help/procedure").words
    assert "陈述申辩（5 个工作日）" in client_of("n-head").get("/help/procedure").words


def test_a_later_word_takes_the_place_of_an_earlier_one_and_a_ground_is_needed(
    client_of: Callable[[str], Client],
) -> None:
    head = client_of("head")
    head.post("/procedure/competences", NEW["competence"])
    words = head.post("/procedure/competences", {**NEW["competence"], "is_competent": "yes", "ground": "委托书"}).words
    assert "有权 委托书" in words
    assert "三定规定未列" not in words
    head.post("/procedure/days", {**NEW["day"], "note": ""}, status=400)
    head.post("/procedure/clocks", NEW["clock"])
    assert "已经有了" in head.post("/procedure/clocks", NEW["clock"], status=409).words


def test_clerks_read_the_procedure_and_set_nothing(client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    clerk.get("/procedure/settings", status=403)
    clerk.post("/procedure/days", NEW["day"], status=403)
    assert "期限、节假日和权限" in client_of("admin").get("/procedure/settings").words
