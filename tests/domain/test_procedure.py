"""The procedure's table: whole, closed, and every state on the way from the clue to the archive."""

from datetime import date

import pytest

from registry.domain.cases import clocks
from registry.domain.cases.gates import GATES
from registry.domain.cases.procedure import PROCEDURE, Act, acts_from, follow, get_act
from registry.domain.cases.vocabulary import EXITS, ROAD, CaseState
from registry.domain.errors import Refusal
from registry.domain.permissions import PERMISSIONS

PAIRS = [(state, row) for state in CaseState for row in PROCEDURE]


def name_of(value: object) -> str:
    return value.act if isinstance(value, Act) else str(value)


@pytest.mark.parametrize(("state", "row"), [pair for pair in PAIRS if pair[0] in pair[1].sources], ids=name_of)
def test_every_allowed_transition_leads_where_the_table_says(state: CaseState, row: Act) -> None:
    assert follow(state, row.act, reason="理由") is (row.target or state)


def test_every_other_transition_is_refused() -> None:
    for state, row in PAIRS:
        if state not in row.sources:
            with pytest.raises(Refusal, match=r"cases\.wrong_state"):
                follow(state, row.act, reason="理由")


@pytest.mark.parametrize("row", [row for row in PROCEDURE if row.needs_reason], ids=name_of)
def test_an_act_that_wants_a_reason_is_refused_without(row: Act) -> None:
    with pytest.raises(Refusal, match=r"cases\.reason_missing"):
        follow(min(row.sources), row.act, reason="  ")


def test_an_act_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(Refusal, match=r"cases\.act_unknown"):
        get_act("arrest")


def test_the_table_names_only_gates_clocks_and_permissions_that_exist() -> None:
    known = {clock.id for clock in clocks.all_clocks()}
    for row in PROCEDURE:
        assert set(row.gates) <= set(GATES)
        assert {*row.starts, *row.stops} <= known
        assert row.permission in PERMISSIONS
        assert all(1 <= form <= 26 for form in row.forms)
        assert row.article


def test_every_gate_is_asked_somewhere_and_every_clock_that_stops_was_started() -> None:
    assert {gate for row in PROCEDURE for gate in row.gates} == set(GATES)
    started = {clock for row in PROCEDURE for clock in row.starts} | {"clue_answer"}
    assert {clock for row in PROCEDURE for clock in row.stops} <= started


def test_from_the_clue_every_state_is_reached_and_from_each_the_archive() -> None:
    def onward(state: CaseState) -> set[CaseState]:
        seen, ahead = {state}, [state]
        while ahead:
            found = {row.target or state for row in acts_from(ahead.pop())} - seen
            seen |= found
            ahead += found
        return seen

    assert onward(CaseState.CLUE) == set(CaseState)
    assert all(CaseState.ARCHIVED in onward(state) for state in CaseState)
    assert set(ROAD) | set(EXITS) == set(CaseState)


def test_no_way_leads_to_the_decision_past_notice_and_hearing_of_the_person() -> None:
    without = [row for row in PROCEDURE if row.act not in ("issue_notice", "serve_notice")]
    seen, ahead = {CaseState.CLUE}, [CaseState.CLUE]
    while ahead:
        state = ahead.pop()
        found = {row.target for row in without if state in row.sources and row.target} - seen
        seen |= found
        ahead += found
    assert CaseState.DECIDED not in seen


def test_an_offices_own_clock_holds_from_its_day_on() -> None:
    own = [clocks.OwnClock("statement", 3, "workday", "本办办案规程", date(2026, 6, 1))]
    assert clocks.clock_on("statement", date(2026, 5, 31), own).days == 5
    assert clocks.clock_on("statement", date(2026, 6, 1), own).days == 3
    assert clocks.clock_on("statement", date(2026, 6, 1), own).is_own


def test_a_term_counts_from_the_day_after_and_does_not_end_on_a_day_of_rest() -> None:
    notice = clocks.run(clocks.get_clock("statement"), date(2026, 3, 2))
    assert (notice.due_on, notice.is_known) == (date(2026, 3, 9), True)
    decide = clocks.run(clocks.get_clock("case_decide"), date(2026, 3, 2))
    assert (decide.counted_to, decide.due_on) == (date(2026, 5, 31), date(2026, 6, 1))
    assert clocks.run(clocks.get_clock("suit"), date(2026, 3, 31)).due_on == date(2026, 9, 30)


def test_a_term_into_a_year_nobody_published_says_so_until_the_office_has_its_own_table() -> None:
    far = date(2031, 3, 3)
    assert not clocks.run(clocks.get_clock("statement"), far).is_known
    own = {date(2031, 3, day): day not in (8, 9) for day in range(4, 12)}
    assert clocks.run(clocks.get_clock("statement"), far, own).is_known


def test_a_due_day_is_put_off_in_the_clocks_own_days() -> None:
    assert clocks.put_off(date(2026, 3, 6), 1, "workday") == (date(2026, 3, 9), True)
    assert clocks.put_off(date(2026, 3, 6), 1, "day") == (date(2026, 3, 9), True)
