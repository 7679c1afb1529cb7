"""The procedure of a measure as one table: state × act → state, who may, and how the outcome is dated.

Later work extends the table (notice, statement, hearing, service); it is data so that a help page can draw it and the
command line can print it. Separation of persons (行政处罚法 art. 42, 57; controls list 3) is checked here too.
"""

from dataclasses import dataclass

from registry.domain.errors import Refusal
from registry.domain.identifiers import normalise_name
from registry.domain.terms import MeasureKind, MeasureState, TargetKind

S = MeasureState


@dataclass(frozen=True)
class Transition:
    """``act`` leads from any of ``sources`` to ``target``; ``permission`` names who may."""

    act: str
    sources: frozenset[MeasureState]
    target: MeasureState
    permission: str
    needs_reason: bool = False


RUNNING = frozenset({S.EFFECTIVE, S.RECTIFYING, S.OVERDUE, S.PASSED})
"""States in which a measure is in force."""
UNDECIDED = frozenset({S.PROPOSED, S.PAPER, S.APPROVED})
"""States in which a measure is drafted and not in force yet."""
OPEN = UNDECIDED | RUNNING
"""States in which something may still have to be done."""

TRANSITIONS: tuple[Transition, ...] = (
    Transition("approve", frozenset({S.PROPOSED}), S.APPROVED, "measures.approve"),
    Transition("decline", frozenset({S.PROPOSED}), S.DECLINED, "measures.approve", needs_reason=True),
    Transition("enter_paper", frozenset({S.PROPOSED}), S.PAPER, "measures.enter_paper"),
    Transition("confirm_paper", frozenset({S.PAPER}), S.APPROVED, "measures.confirm_paper"),
    Transition("reject_paper", frozenset({S.PAPER}), S.PROPOSED, "measures.confirm_paper", needs_reason=True),
    Transition("take_effect", frozenset({S.APPROVED}), S.EFFECTIVE, "measures.carry_out"),
    Transition("order_rectification", frozenset({S.EFFECTIVE}), S.RECTIFYING, "measures.carry_out"),
    Transition("fall_overdue", frozenset({S.RECTIFYING}), S.OVERDUE, "system"),
    Transition("pass_recheck", frozenset({S.RECTIFYING, S.OVERDUE}), S.PASSED, "measures.recheck"),
    Transition("end", frozenset({S.EFFECTIVE, S.PASSED}), S.ENDED, "measures.carry_out"),
    Transition("lift", RUNNING, S.LIFTED, "measures.revoke", needs_reason=True),
    Transition("annul", RUNNING | {S.APPROVED, S.ENDED, S.LIFTED}, S.ANNULLED, "measures.revoke", needs_reason=True),
)
_BY_ACT = {transition.act: transition for transition in TRANSITIONS}


def get_transition(act: str) -> Transition:
    """Return the table's row for ``act`` (KeyError where there is none)."""
    return _BY_ACT[act]


def follow(state: MeasureState, act: str, *, reason: str = "") -> MeasureState:
    """Return the state that ``act`` leads to.

    Raises Refusal("measures.wrong_state") or Refusal("measures.reason_missing").
    """
    transition = get_transition(act)
    if state not in transition.sources:
        raise Refusal("measures.wrong_state", state=state, act=act)
    if transition.needs_reason and not reason.strip():
        raise Refusal("measures.reason_missing", act=act)
    return transition.target


def acts_from(state: MeasureState) -> tuple[str, ...]:
    """The acts the table allows from ``state``, in its order."""
    return tuple(transition.act for transition in TRANSITIONS if state in transition.sources)


def check_paper_approver(drafter_name: str, approver_name: str) -> None:
    """Raise Refusal where the name signed on paper is the drafter's own."""
    if normalise_name(drafter_name) == normalise_name(approver_name):
        raise Refusal("measures.paper_same_person", name=approver_name)


TARGETS: dict[MeasureKind, tuple[TargetKind, ...]] = {
    MeasureKind.REMINDER: (TargetKind.ACCOUNT,),
    MeasureKind.INTERVIEW: (TargetKind.ACCOUNT,),
    MeasureKind.SUSPENSION: (TargetKind.ACCOUNT,),
    MeasureKind.DELISTING: (TargetKind.CONTENT, TargetKind.APP, TargetKind.MINI_PROGRAM),
    MeasureKind.SHUTDOWN: (TargetKind.ACCOUNT, TargetKind.WEBSITE),
}
"""What each rung may be aimed at: delisting takes content, an app or a mini-program down; shutdown closes the account,
and stops access for websites only (互联网信息服务管理办法 art. 19; domain brief §0.3)."""


def check_target(kind: MeasureKind, target: TargetKind) -> None:
    """Raise Refusal("measures.wrong_target") where this rung cannot be aimed at this kind of target."""
    if target not in TARGETS[kind]:
        raise Refusal("measures.wrong_target", kind=kind, target=target)
