"""A rulebook written and read again is the same rulebook, whatever stands in it."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.grading.cases import Case, Expectation
from registry.domain.grading.reading import default_rulebooks, parse
from registry.domain.grading.rulebook import (
    TIERS,
    Code,
    FloorRow,
    LadderRow,
    Needs,
    RestorationRow,
    Rulebook,
    SeverityRow,
    Threshold,
)
from registry.domain.grading.writing import to_toml
from registry.domain.terms import MeasureKind, Role, Severity
from tests.domain.grading_worlds import accounts

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(str.strip)
MAYBE_TEXT = st.none() | TEXT
COUNT = st.integers(0, 40)
MONTHS = st.none() | st.integers(1, 60)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
TIER = st.sampled_from(TIERS)
KIND = st.sampled_from(MeasureKind)
SOME_SEVERITIES = st.frozensets(st.sampled_from(Severity), min_size=1)
NEEDS = st.builds(
    Needs, kind=KIND, severities=st.just(frozenset()), count=st.integers(1, 9), within_months=MONTHS
) | st.builds(Needs, kind=st.none(), severities=SOME_SEVERITIES, count=st.integers(1, 9), within_months=MONTHS)
LADDER = {
    "id": TEXT, "rung": KIND, "needs": st.none() | NEEDS, "decides": st.none() | st.sampled_from(Role),
    "basis": MAYBE_TEXT, "article": MAYBE_TEXT, "wording": MAYBE_TEXT,
}  # fmt: skip
CALLS = st.builds(LadderRow, trigger=st.just("violation"), severities=SOME_SEVERITIES | st.just(frozenset()), **LADDER)
LATE = st.builds(LadderRow, trigger=st.just("overdue"), of=st.frozensets(KIND, min_size=1), **LADDER)

EXPECTED = st.lists(
    st.builds(
        Expectation,
        on=DAYS,
        fields=st.fixed_dictionaries(
            {},
            optional={
                "tier": TIER.map(str),
                "points": COUNT,
                "undetermined": st.booleans(),
                "next_change_on": st.just("never") | DAYS.map(str),
                "moves": st.lists(DAYS.map(lambda day: f"{day} B→C"), max_size=2),
            },
        ).map(lambda found: tuple(found.items())),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


def rows(strategy, key):
    """Rows of a table, no two under one name, in any order."""
    return st.lists(strategy, max_size=4, unique_by=key).map(tuple)


@st.composite
def ways_up(draw):
    start = draw(st.integers(1, len(TIERS) - 1))
    return RestorationRow(
        id=draw(TEXT), from_tier=TIERS[start], to_tier=TIERS[start - 1], clean_months=draw(COUNT),
        by_application=draw(st.booleans()), max_points=draw(st.none() | COUNT), filing_complete=draw(st.booleans()),
        article=draw(MAYBE_TEXT), wording=draw(MAYBE_TEXT),
    )  # fmt: skip


BOOKS = st.builds(
    Rulebook,
    version=TEXT,
    effective_from=DAYS,
    effective_to=st.none() | st.dates(date(2031, 1, 1), date(2032, 1, 1)),
    region=st.none() | st.sampled_from(["330000", "330825"]),
    initial_tier=TIER,
    window_months=st.integers(1, 60),
    repeat_factor=st.decimals(1, 9, places=3) | st.sampled_from([Decimal(2), Decimal("1E+2")]),
    credit_cap=COUNT,
    severities=rows(
        st.builds(SeverityRow, st.sampled_from(Severity), COUNT, st.none() | TIER, MAYBE_TEXT, MAYBE_TEXT),
        lambda row: row.name,
    ),
    thresholds=rows(
        st.builds(Threshold, st.integers(1, 40), TIER, MAYBE_TEXT, MAYBE_TEXT), lambda row: row.points
    ).map(lambda found: tuple(sorted(found, key=lambda row: row.points))),
    floors=rows(
        st.builds(FloorRow, TEXT, KIND, st.integers(1, 9), MONTHS, TIER, MAYBE_TEXT, MAYBE_TEXT), lambda row: row.id
    ),
    restoration=rows(ways_up(), lambda row: row.id),
    ladder=rows(CALLS | LATE, lambda row: row.id),
    codes=rows(
        st.builds(Code, TEXT, TEXT, st.none() | st.sampled_from(Severity), MAYBE_TEXT), lambda row: row.code
    ),
    title=MAYBE_TEXT,
    checked_on=st.none() | DAYS,
    checked_by=MAYBE_TEXT,
    points_article=MAYBE_TEXT,
    examples=st.lists(st.builds(Case, TEXT, accounts(), EXPECTED, st.just(())), max_size=2).map(tuple),
    tier_names=st.just(()) | st.tuples(*[TEXT] * 4).map(lambda names: tuple(zip(TIERS, names, strict=True))),
)  # fmt: skip


@given(BOOKS)
def test_a_rulebook_written_and_read_again_is_the_same(book: Rulebook) -> None:
    assert parse(to_toml(book), name="book.toml") == book


def test_the_packaged_rulebook_written_and_read_again_is_the_same() -> None:
    for book in default_rulebooks():
        assert parse(to_toml(book), name="book.toml") == book


def test_what_is_written_can_be_read_by_a_person() -> None:
    text = to_toml(default_rulebooks()[-1])
    assert text.index('version = "2026.1"') < text.index("effective_from = 2026-01-01") < text.index("[severities]")
    assert 'grave = { points = 12, tier = "D", article = "本规则第八条" }' in text
    assert 'needs = { severity = ["minor"], count = 3, within_months = 12 }' in text
    assert "by_application = false" not in text
