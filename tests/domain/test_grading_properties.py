"""What always holds of grading, tried on random accounts and rulebooks, beside a slow plain reference."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.explain import explain, to_dict
from registry.domain.grading.facts import known
from registry.domain.grading.months import add_months
from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.rulebook import LadderRow
from registry.domain.terms import MeasureKind
from registry.wording.grading import sentence
from tests.domain.grading_reference import every_day, next_change
from tests.domain.grading_worlds import BEGIN, HORIZON, REGION, SPAN, accounts, books, days, violations

WHEN = days(-80, SPAN + 80)
DAY = timedelta(days=1)


def tried(examples):
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, suppress_health_check=slow, derandomize=True)


def snapshot(outcome):
    return (
        outcome.tier,
        outcome.points,
        outcome.floor,
        outcome.eligible,
        outcome.proposal.rung if outcome.proposal else None,
        outcome.is_undetermined,
    )


def moves(outcome):
    return tuple((move.on, move.from_tier, move.to_tier) for move in outcome.moves)


def substance(outcome):
    return snapshot(outcome), moves(outcome), outcome.next_change_on


@tried(120)
@given(accounts(REGION), books(), st.integers(0, 4))
def test_on_every_day_the_engine_agrees_with_the_plain_reference(facts, rulebooks, first):
    since, until = BEGIN - 90 * DAY, BEGIN + (SPAN + 120) * DAY
    expected = every_day(facts, rulebooks, since, until)
    for day in sorted(expected)[first::5]:
        outcome = evaluate(facts, rulebooks, day)
        assert (day, snapshot(outcome), moves(outcome)) == (day, *expected[day])


@tried(200)
@given(accounts(REGION), books(), WHEN)
def test_nothing_changes_before_the_next_change_and_something_does_on_it(facts, rulebooks, on):
    outcome = evaluate(facts, rulebooks, on)
    assert outcome.next_change_on == next_change(facts, rulebooks, on, HORIZON)


@tried(60)
@given(accounts(REGION), books(), WHEN, st.randoms(use_true_random=False))
def test_order_of_insertion_and_ids_change_nothing(facts, rulebooks, on, random):
    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    names = {v.id: f"x{random.random()}" for v in facts.violations}
    numbers = {m.id: f"y{random.random()}" for m in facts.measures}
    other = replace(
        facts,
        violations=shuffled([replace(v, id=names[v.id]) for v in facts.violations]),
        measures=shuffled([replace(m, id=numbers[m.id], violation=names.get(m.violation)) for m in facts.measures]),
        rectifications=shuffled([replace(r, measure=numbers[r.measure]) for r in facts.rectifications]),
        credits=shuffled(facts.credits),
        decisions=shuffled([replace(d, violation=names.get(d.violation)) for d in facts.decisions]),
        promotions=shuffled(facts.promotions),
    )
    assert substance(evaluate(other, shuffled(rulebooks), on)) == substance(evaluate(facts, rulebooks, on))


@tried(30)
@given(accounts(REGION), books(), WHEN)
def test_replaying_twice_gives_the_same(facts, rulebooks, on):
    assert evaluate(facts, rulebooks, on) == evaluate(facts, rulebooks, on)


@tried(120)
@given(accounts(REGION), books(), violations(99), WHEN)
def test_a_violation_more_never_gives_a_better_tier(facts, rulebooks, extra, on):
    more = replace(facts, violations=(*facts.violations, extra))
    tier, worse = evaluate(facts, rulebooks, on).tier, evaluate(more, rulebooks, on).tier
    assert tier == worse or tier < worse


@tried(60)
@given(accounts(REGION), books(), WHEN)
def test_void_and_annulled_mean_never_happened(facts, rulebooks, on):
    gone = {m.id for m in facts.measures if m.annulled_on}
    never = replace(
        facts,
        violations=tuple(v for v in facts.violations if not v.voided_on),
        measures=tuple(m for m in facts.measures if not m.annulled_on),
        rectifications=tuple(r for r in facts.rectifications if r.measure not in gone),
    )
    assert evaluate(never, rulebooks, on) == evaluate(facts, rulebooks, on)


@tried(80)
@given(accounts(REGION), books(), WHEN, st.integers(1, 120))
def test_no_later_fact_changes_an_earlier_day(facts, rulebooks, on, ahead):
    earlier = moves(evaluate(facts, rulebooks, on))
    afterwards = moves(evaluate(facts, rulebooks, on + ahead * DAY))
    assert tuple(move for move in afterwards if move[0] <= on) == earlier


@tried(80)
@given(accounts(REGION), books(), WHEN)
def test_every_move_cites_a_row_of_a_version_and_a_fact_a_clock_or_a_version(facts, rulebooks, on):
    ids = {v.id for v in facts.violations} | {m.id for m in facts.measures}
    versions = {book.version for book in rulebooks}
    for move in evaluate(facts, rulebooks, on).moves:
        book = next(book for book in rulebooks if book.version == move.version)
        rows = {row.id for row in (*book.floors, *book.thresholds, *book.restoration)}
        rows |= {f"S:{row.name}" for row in book.severities}
        assert {move.row, *move.also} - {"version"} <= rows
        assert {move.row, *move.also} & rows
        assert move.facts
        assert all(fact in ids | versions or fact.startswith("clock:") for fact in move.facts)
        assert (move.row == "version") == (move.facts[0] in versions)


@tried(60)
@given(accounts(REGION), books(), WHEN, st.integers(1, 100), st.data())
def test_one_rulebook_split_into_two_identical_versions_changes_nothing(facts, rulebooks, on, after, data):
    whole = data.draw(st.sampled_from(rulebooks))
    cut = whole.effective_from + after * DAY
    later = [b.effective_from for b in rulebooks if b.region == whole.region and b is not whole]
    assume(whole.effective_to is None or cut <= whole.effective_to)
    assume(all(begins <= whole.effective_from or cut < begins for begins in later))
    first = replace(whole, effective_to=cut - DAY)
    second = replace(whole, version="S", effective_from=cut)
    split = (*(b for b in rulebooks if b is not whole), first, second)
    assert substance(evaluate(facts, split, on)) == substance(evaluate(facts, rulebooks, on))
    rows = [move.row for move in evaluate(facts, split, on).moves]
    assert rows == [move.row for move in evaluate(facts, rulebooks, on).moves]


@tried(60)
@given(accounts(REGION), books(), violations(99), WHEN)
def test_a_fact_of_no_points_changes_no_tier(facts, rulebooks, extra, on):
    free = tuple(
        replace(
            book,
            severities=tuple(replace(row, points=0) if row.name == "notice" else row for row in book.severities),
            ladder=(*(_with_notices(row) for row in book.ladder), LadderRow("N", "violation", MeasureKind.REMINDER)),
        )
        for book in rulebooks
    )
    more = replace(facts, violations=(*facts.violations, replace(extra, severity="notice")))
    before, after = evaluate(facts, free, on), evaluate(more, free, on)
    assert (snapshot(before)[:-1], moves(before)) == (snapshot(after)[:-1], moves(after))


def _with_notices(row):
    """A row of the ladder whose history speaks of notices too."""
    if row.needs is None or not row.needs.severities:
        return row
    return replace(row, needs=replace(row.needs, severities=row.needs.severities | {"notice"}))


@st.composite
def edges(draw, facts):
    """A day on which something begins to count, no longer counts, or is one month nearer to it; or the eve of such a day."""
    dated = [v.recognised_on for v in facts.violations] + [m.effective_on for m in facts.measures]
    dated += [credit.on for credit in facts.credits] + [facts.account.registered_on]
    return add_months(draw(st.sampled_from(dated)), draw(st.integers(0, 3))) - draw(st.integers(0, 1)) * DAY


@tried(150)
@given(accounts(REGION), books(), st.data())
def test_the_facts_shown_as_counted_make_up_the_points_and_no_fact_is_left_out(facts, rulebooks, data):
    on = data.draw(edges(facts))
    outcome = evaluate(facts, rulebooks, on)
    shown = [each.violation_id for each in outcome.counted]
    left = [each.violation_id for each in outcome.uncounted]
    assert sorted(shown + left) == sorted(v.id for v in known(facts, on).violations)
    assert all(each.recognised_on <= on < each.expires_on for each in outcome.counted)
    if outcome.points is not None:
        assert outcome.points == outcome.heavy + max(0, outcome.light - outcome.credits)
    assert {cause.fact for cause in outcome.causes if cause.fact} <= set(left)
    assert outcome.is_undetermined == bool(outcome.causes)


@tried(150)
@given(accounts(REGION), books(), st.data())
def test_the_rows_shown_name_the_floor_and_no_other_tier(facts, rulebooks, data):
    on = data.draw(edges(facts))
    outcome = evaluate(facts, rulebooks, on)
    ids = {v.id for v in facts.violations} | {m.id for m in facts.measures}
    assert {row.tier for row in outcome.floor_rows} == (
        {outcome.floor} if outcome.floor and outcome.floor > "A" else set()
    )
    for row in outcome.floor_rows:
        assert row.since <= on
        assert row.until is None or on < row.until
        assert set(row.facts) <= ids
        assert row.kind == "points" or row.facts
        assert row.kind != "measures" or len(row.facts) >= row.count


@tried(150)
@given(accounts(REGION), books(), st.data())
def test_a_near_miss_says_exactly_what_is_missing(facts, rulebooks, data):
    """One point less would not do, and no threshold on the way to it makes the tier as bad."""
    outcome = evaluate(facts, rulebooks, data.draw(edges(facts)))
    book = next((book for book in rulebooks if book.version == outcome.version), None)
    misses = [miss for miss in outcome.near_misses if miss.kind == "points"]
    assert outcome.tier is not None or not outcome.near_misses
    for miss in misses:
        assert miss.missing > 0
        assert miss.tier > outcome.tier
        assert f"T:{outcome.points + miss.missing}" == miss.row
        between = [row for row in book.thresholds if outcome.points < row.points < outcome.points + miss.missing]
        assert all(row.tier < miss.tier for row in between)
    worse = (
        {row.tier for row in book.thresholds if row.points > outcome.points and row.tier > outcome.tier}
        if misses
        else set()
    )
    assert {miss.tier for miss in misses} == worse


@tried(60)
@given(accounts(REGION), books(), WHEN)
def test_every_outcome_can_be_explained_in_words_and_kept_as_plain_values(facts, rulebooks, on):
    outcome = evaluate(facts, rulebooks, on)
    lines = explain(outcome)
    assert all(sentence(line) for line in lines)
    assert to_dict(outcome)["on"] == on.isoformat()


@tried(60)
@given(accounts(REGION), books(), WHEN)
def test_the_foretold_move_is_the_one_that_time_alone_brings(facts, rulebooks, on):
    outcome = evaluate(facts, rulebooks, on)
    frozen = known(facts, on)
    made = evaluate(frozen, rulebooks, on + HORIZON * DAY).moves
    later = [move for move in made if move.on > on]
    assert outcome.next_move == (later[0] if later else None)


@tried(60)
@given(accounts(REGION), days(0, SPAN + 400))
def test_under_the_packaged_rulebook_every_move_cites_an_article(facts, on):
    assert all(move.article for move in evaluate(facts, default_rulebooks(), on).moves)
