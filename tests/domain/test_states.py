"""The procedure's table: which act leads from which state to which, who decides, what a measure may be aimed at."""

from collections import deque
from datetime import date

import pytest

from registry.domain.cases import states
from registry.domain.cases.clocks import get_clock
from registry.domain.errors import Refusal
from registry.domain.permissions import PERMISSIONS
from registry.domain.terms import MeasureKind, MeasureState, TargetKind

S = MeasureState


def test_every_state_is_reached_from_a_proposal() -> None:
    seen, waiting = {S.PROPOSED}, deque([S.PROPOSED])
    while waiting:
        state = waiting.popleft()
        for act in states.acts_from(state):
            target = states.get_transition(act).target
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    assert seen == set(MeasureState)


def test_every_act_names_a_permission_there_is() -> None:
    assert {row.permission for row in states.TRANSITIONS} <= set(PERMISSIONS) | {"system"}


@pytest.mark.parametrize("state", [S.DECLINED, S.ANNULLED])
def test_what_is_declined_or_annulled_stays_so(state: MeasureState) -> None:
    assert states.acts_from(state) == ()


def test_nothing_takes_effect_without_approval() -> None:
    assert states.get_transition("take_effect").sources == {S.APPROVED}
    assert {row.act for row in states.TRANSITIONS if row.target is S.APPROVED} == {"approve", "confirm_paper"}


@pytest.mark.parametrize("state", sorted(set(MeasureState) - {S.PROPOSED}))
def test_approving_anything_but_a_proposal_is_refused(state: MeasureState) -> None:
    with pytest.raises(Refusal) as found:
        states.follow(state, "approve")
    assert found.value.code == "measures.wrong_state"


@pytest.mark.parametrize("act", ["decline", "reject_paper", "lift", "annul"])
def test_what_takes_something_back_needs_a_reason(act: str) -> None:
    source = next(iter(states.get_transition(act).sources))
    with pytest.raises(Refusal) as found:
        states.follow(source, act, reason="  ")
    assert found.value.code == "measures.reason_missing"


def test_the_signer_is_not_the_drafter_however_the_name_is_spaced() -> None:
    with pytest.raises(Refusal):
        states.check_paper_approver("周敏", "周 敏")
    states.check_paper_approver("周敏", "刘国华")


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (MeasureKind.DELISTING, {TargetKind.CONTENT, TargetKind.APP, TargetKind.MINI_PROGRAM}),
        (MeasureKind.SHUTDOWN, {TargetKind.ACCOUNT, TargetKind.WEBSITE}),
        (MeasureKind.INTERVIEW, {TargetKind.ACCOUNT}),
    ],
)
def test_a_rung_is_aimed_at_its_own_targets_only(kind: MeasureKind, allowed: set[TargetKind]) -> None:
    for target in TargetKind:
        if target in allowed:
            states.check_target(kind, target)
        else:
            with pytest.raises(Refusal):
                states.check_target(kind, target)


def test_clocks_count_calendar_or_working_days_and_say_why() -> None:
    assert get_clock("rectification").due_on(date(2026, 3, 2)) == date(2026, 3, 17)
    assert get_clock("recheck").due_on(date(2026, 3, 13)) == date(2026, 3, 20), "a weekend lies between"
    assert all(get_clock(name).ground for name in ("rectification", "recheck", "suspension", "approval"))
