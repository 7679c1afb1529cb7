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
