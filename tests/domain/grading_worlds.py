"""Random accounts and rulebooks for the properties: short windows, so that all happens within a year."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from registry.domain.grading.facts import (
    Account,
    Credit,
    Decision,
    Facts,
    Measure,
    Promotion,
    Rectification,
    Violation,
)
from registry.domain.grading.rulebook import (
    FloorRow,
    LadderRow,
    Needs,
    RestorationRow,
    Rulebook,
    SeverityRow,
    Threshold,
)
from registry.domain.terms import MeasureKind, Severity, Tier

BEGIN = date(2027, 12, 1)  # so that a 29 February lies in the middle
SPAN = 200
HORIZON = 460

REGION = "330106"
KINDS = st.sampled_from(["interview", "delisting", "suspension", "reminder", "shutdown"]).map(MeasureKind)
SEVERITIES = st.sampled_from(["ordinary", "minor", "major", "grave", "notice", None])


def days(least=0, most=SPAN):
    return st.integers(least, most).map(lambda n: BEGIN + timedelta(days=n))


def maybe(strategy):
    return st.none() | strategy


@st.composite
def violations(draw, number):
    recognised_on = draw(days())
    return Violation(
        id=f"v{number}",
        code=draw(st.sampled_from(["7-1", "7-3"])),
        severity=draw(SEVERITIES),
        occurred_on=recognised_on - timedelta(days=draw(st.integers(0, 60))),
        recognised_on=recognised_on,
        voided_on=draw(st.sampled_from([None] * 5 + [recognised_on + timedelta(days=9)])),
    )


@st.composite
def measures(draw, number, cited):
    effective_on = draw(days())
    return Measure(
        id=f"m{number}",
        kind=draw(KINDS),
        effective_on=effective_on,
        violation=draw(st.sampled_from([None, *cited])),
        ends_on=draw(maybe(st.just(effective_on + timedelta(days=15)))),
        lifted_on=draw(st.sampled_from([None, None]) | days().filter(lambda d: d >= effective_on)),
        annulled_on=draw(st.sampled_from([None] * 5 + [effective_on])),
    )


@st.composite
def rectifications(draw, measure):
    due_on = measure.effective_on + timedelta(days=draw(st.integers(0, 40)))
    passed = draw(maybe(st.integers(-10, 60)))
    passed_on = None if passed is None else max(measure.effective_on, due_on + timedelta(days=passed))
    return Rectification(measure.id, due_on, passed_on)


@st.composite
def accounts(draw, region=None):
    cited = [f"v{n}" for n in range(draw(st.sampled_from([2, 3, 4, 5, 6, 0, 1])))]
    found = [draw(violations(n)) for n in range(len(cited))]
    taken = [draw(measures(n, cited)) for n in range(draw(st.sampled_from([2, 3, 4, 1, 0])))]
    rectified = [draw(rectifications(m)) for m in taken if draw(st.booleans())]
    return Facts(
        account=Account(draw(days(-40, 60)), draw(st.booleans()), region),
        violations=tuple(found),
        measures=tuple(taken),
        rectifications=tuple(rectified),
        credits=tuple(draw(st.lists(st.builds(Credit, days(), st.integers(0, 3)), max_size=3))),
        decisions=tuple(draw(st.lists(st.builds(Decision, days(), st.sampled_from([None, *cited])), max_size=2))),
        promotions=tuple(draw(st.lists(st.builds(Promotion, days(), st.sampled_from("AB")), max_size=2))),
    )


@st.composite
def rulebooks(draw, version, effective_from, effective_to=None, region=None):
    months = st.integers(1, 3)
    tier = st.sampled_from([Tier.B, Tier.C, Tier.D])
    severities = [
        SeverityRow(name, draw(points), draw(own))
        for name, points, own in [
            (Severity.NOTICE, st.sampled_from([0, 0, 1]), st.sampled_from([None, Tier.C])),
            (Severity.MINOR, st.integers(0, 2), st.none()),
            (Severity.ORDINARY, st.integers(2, 5), st.none()),
            (Severity.MAJOR, st.integers(4, 7), st.none()),
            (Severity.GRAVE, st.integers(8, 12), st.sampled_from([None, Tier.D])),
        ]
    ]
    if draw(st.integers(0, 5)) == 0:
        severities.pop(1)
    return Rulebook(
        version=version,
        effective_from=effective_from,
        effective_to=effective_to,
        region=region,
        initial_tier=draw(st.sampled_from([Tier.B, Tier.B, Tier.C])),
        window_months=draw(months),
        repeat_factor=Decimal(draw(st.sampled_from(["1", "1.1", "1.5", "2.25"]))),
        credit_cap=draw(st.integers(0, 3)),
        severities=tuple(severities),
        thresholds=(Threshold(1, Tier.B), Threshold(draw(st.integers(2, 6)), Tier.C), Threshold(9, Tier.D)),
        floors=tuple(
            FloorRow(f"F{n}", draw(KINDS), draw(st.integers(1, 2)), draw(maybe(months)), draw(tier))
            for n in range(draw(st.sampled_from([2, 3, 1, 0])))
        ),
        restoration=(
            RestorationRow("R1", Tier.D, Tier.C, draw(st.integers(0, 3))),
            RestorationRow("R2", Tier.C, Tier.B, draw(st.integers(0, 2)), max_points=draw(maybe(st.just(3)))),
            RestorationRow("R3", Tier.B, Tier.A, draw(st.integers(0, 2)), True, 0, draw(st.booleans())),
        ),
        ladder=(*_RECOGNISED, *_OVERDUE)[: draw(st.sampled_from([4, 8, 8, 8]))],
    )


_MIDDLE = frozenset({"ordinary", "major"})
_RECOGNISED = (
    LadderRow("L1", "violation", MeasureKind.REMINDER, frozenset({"minor"})),
    LadderRow(
        "L2",
        "violation",
        MeasureKind.INTERVIEW,
        frozenset({"minor"}),
        needs=Needs(severities=frozenset({"minor"}), count=2, within_months=2),
    ),
    LadderRow("L3", "violation", MeasureKind.INTERVIEW, _MIDDLE),
    LadderRow("L4", "violation", MeasureKind.DELISTING, _MIDDLE, needs=Needs(MeasureKind.INTERVIEW, within_months=2)),
    LadderRow("L5", "violation", MeasureKind.SHUTDOWN, _MIDDLE, needs=Needs(MeasureKind.DELISTING)),
    LadderRow("L6", "violation", MeasureKind.SHUTDOWN, frozenset({"grave"})),
)
_OVERDUE = (
    LadderRow("L7", "overdue", MeasureKind.DELISTING, of=frozenset({"interview"})),
    LadderRow("L8", "overdue", MeasureKind.SHUTDOWN, of=frozenset({"delisting", "suspension"})),
)


@st.composite
def books(draw):
    """One to three versions of the nation, some with gaps between, and sometimes one of the city."""
    starts = sorted(draw(st.sets(st.integers(-60, 200), min_size=1, max_size=3)))
    found = []
    for number, (start, following) in enumerate(zip(starts, [*starts[1:], 300], strict=True)):
        ends = draw(maybe(st.integers(start, following - 1)))
        found.append(
            draw(
                rulebooks(
                    f"N{number}",
                    BEGIN + timedelta(days=start),
                    None if ends is None else BEGIN + timedelta(days=ends),
                )
            )
        )
    if draw(st.booleans()):
        start = draw(st.integers(-20, 150))
        ends = draw(maybe(st.integers(start, start + 90)))
        found.append(
            draw(
                rulebooks(
                    "C1",
                    BEGIN + timedelta(days=start),
                    None if ends is None else BEGIN + timedelta(days=ends),
                    "330100",
                )
            )
        )
    return tuple(found)
