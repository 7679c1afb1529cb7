"""Floors, ways up and the ladder in single sentences of the rules, where no case file would notice one broken."""

from dataclasses import replace
from datetime import date

from registry.domain.grading.corrections import correction
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import (
    Decision,
    Facts,
    Measure,
    Promotion,
    Rectification,
)
from registry.domain.grading.ladder import triggers
from registry.domain.grading.points import weigh_all
from registry.domain.grading.rulebook import Needs
from registry.domain.grading.versions import timetable
from registry.domain.terms import MeasureKind
from tests.domain.grading_facts import BOOKS, ENTERED, book, interview, ordinary


def test_of_two_triggers_of_one_rung_the_earlier_is_cited_and_both_are_facts():
    facts = Facts(ENTERED, (ordinary(2, date(2026, 3, 1)), ordinary(1, date(2026, 2, 10))))
    called = evaluate(facts, BOOKS, date(2026, 4, 1)).proposal
    assert (called.on, called.facts, called.also) == (date(2026, 2, 10), ("v1", "v2"), ())
    assert (called.row, called.version, called.trigger, called.decides) == ("L3", "2026.1", "violation", "head")


def test_a_higher_rung_is_called_for_whichever_trigger_came_first():
    grave, light = ordinary(1, date(2026, 2, 10), "6-2", "grave"), ordinary(2, date(2026, 3, 1))
    for first, second in ((grave, light), (replace(grave, recognised_on=date(2026, 4, 1)), light)):
        called = evaluate(Facts(ENTERED, (first, second)), BOOKS, date(2026, 4, 1)).proposal
        assert (called.rung, called.facts) == ("shutdown", ("v1",))


def test_an_answer_dated_before_its_trigger_answers_nothing():
    trigger = ordinary(1, date(2026, 2, 10))
    eve, same = date(2026, 2, 9), date(2026, 2, 10)
    for answered_on, is_called in ((eve, True), (same, False)):
        declined = Facts(ENTERED, (trigger,), decisions=(Decision(answered_on, "v1"),))
        measured = Facts(ENTERED, (trigger,), (interview(1, answered_on, "v1"),))
        for facts in (declined, measured):
            outcome = evaluate(facts, BOOKS, date(2026, 2, 20))
            # an interview of the eve is history: what it calls for then is the next rung, and unanswered all the same
            assert (outcome.proposal is not None) is is_called


def test_an_answer_that_cites_another_violation_answers_nothing_and_one_that_cites_none_answers_all():
    found = (ordinary(1, date(2026, 2, 10)), ordinary(2, date(2026, 2, 11)))
    cited = evaluate(Facts(ENTERED, found, (interview(1, date(2026, 2, 20), "v2"),)), BOOKS, date(2026, 3, 1))
    assert cited.proposal.facts == ("v1",)
    free = evaluate(Facts(ENTERED, found, (interview(1, date(2026, 2, 20)),)), BOOKS, date(2026, 3, 1))
    assert free.proposal is None


def test_every_call_ever_made_is_told_with_its_end():
    facts = Facts(
        ENTERED,
        (ordinary(1, date(2026, 2, 10)), ordinary(2, date(2026, 2, 11), severity="notice")),
        (interview(1, date(2026, 2, 20), "v1"),),
        (Rectification("m1", date(2026, 3, 1), passed_on=date(2026, 3, 9)),),
    )
    table = timetable(BOOKS, None)
    told = triggers(facts, weigh_all(facts.violations, table), table)
    assert [(call.kind, call.fact, call.row.id, call.on, call.until) for call in told] == [
        ("violation", "v1", "L3", date(2026, 2, 10), date(2026, 2, 20)),
        ("overdue", "m1", "L7", date(2026, 3, 2), date(2026, 3, 9)),
    ]


def test_a_rectification_is_in_the_way_from_the_day_its_measure_takes_effect_to_the_eve_of_its_recheck():
    kind = MeasureKind.SUSPENSION
    held = Facts(ENTERED, (ordinary(1, date(2026, 2, 10)),), (Measure("m1", kind, date(2026, 2, 20), "v1"),))
    open_ = replace(held, rectifications=(Rectification("m1", date(2026, 12, 1), passed_on=date(2026, 10, 1)),))
    assert [str(move) for move in evaluate(held, BOOKS, date(2026, 12, 1)).moves][1:] == ["2026-08-20 C→B"]
    assert [str(move) for move in evaluate(open_, BOOKS, date(2026, 12, 1)).moves][1:] == ["2026-10-01 C→B"]
    on = date(2026, 9, 1)
    assert evaluate(open_, BOOKS, on).paths[0].open_rectifications == ("m1",)
    assert evaluate(open_, BOOKS, on).next_move is None


def test_a_lifted_measure_ends_its_floor_that_day_and_still_counts_for_the_clock():
    lifted = Measure(
        "m1", MeasureKind.SUSPENSION, date(2026, 2, 20), ends_on=date(2026, 3, 20), lifted_on=date(2026, 3, 1)
    )
    facts = Facts(ENTERED, measures=(lifted,))
    assert [evaluate(facts, BOOKS, day).floor for day in (date(2026, 2, 28), date(2026, 3, 1))] == ["C", "A"]
    moves = evaluate(facts, BOOKS, date(2026, 6, 1)).moves
    assert [str(move) for move in moves] == ["2026-02-20 B→C", "2026-05-20 C→B"]


def test_a_floor_row_is_told_with_the_measures_it_rests_on_and_the_day_it_ends():
    facts = Facts(ENTERED, measures=tuple(interview(n, date(2026, 2 + n, 15)) for n in (1, 2, 3)))
    row = evaluate(facts, BOOKS, date(2026, 5, 20)).floor_rows[0]
    assert (row.row, row.facts, row.count, row.months) == ("F2", ("m1", "m2", "m3"), 3, 12)
    assert (row.since, row.until) == (date(2026, 5, 15), date(2027, 3, 15))
    outcome = evaluate(facts, BOOKS, row.until)
    assert outcome.floor == "A"
    shut = evaluate(
        Facts(ENTERED, measures=(Measure("m1", MeasureKind.SHUTDOWN, date(2026, 2, 20)),)), BOOKS, date(2030, 1, 1)
    )
    assert (shut.floor, shut.floor_rows[0].until, shut.next_change_on) == ("D", None, None)


def test_near_misses_speak_of_measures_half_way_to_a_rule_and_of_the_one_proposed():
    facts = Facts(ENTERED, measures=(interview(1, date(2026, 2, 15)), interview(2, date(2026, 3, 15))))
    half = [miss for miss in evaluate(facts, BOOKS, date(2026, 4, 1)).near_misses if miss.kind == "measures"]
    assert [(miss.row, miss.missing, miss.tier, miss.is_proposed) for miss in half] == [("F2", 1, "D", False)]
    called = evaluate(Facts(ENTERED, (ordinary(1, date(2026, 2, 10)),)), BOOKS, date(2026, 2, 10))
    said = [(miss.row, miss.missing, miss.is_proposed) for miss in called.near_misses if miss.kind == "measures"]
    assert said == [("F1", 1, True)]
    nothing = evaluate(Facts(ENTERED), BOOKS, date(2026, 4, 1)).near_misses
    assert [(miss.row, miss.missing) for miss in nothing] == [("T:6", 6), ("T:12", 12)]


def test_a_move_upward_cites_its_clock_and_what_was_done_that_day_and_nothing_else():
    on = date(2026, 2, 20)
    found = (ordinary(1, date(2026, 2, 10)), ordinary(2, on, "7-1", "minor"), ordinary(3, on, "P-1", "notice"))
    taken = (
        Measure("m1", MeasureKind.SUSPENSION, on, "v1"),
        Measure("m2", MeasureKind.REMINDER, on),
        interview(3, date(2026, 2, 15)),
    )
    up = evaluate(Facts(ENTERED, found, taken), BOOKS, date(2026, 9, 1)).moves[-1]
    assert (str(up), up.row) == ("2026-08-20 C→B", "R2")
    assert up.facts == ("clock:2026-02-20", "m1", "v2")


def test_of_several_rectifications_each_is_in_the_way_until_its_own_recheck():
    taken = (Measure("m1", MeasureKind.SUSPENSION, date(2026, 2, 20)), interview(2, date(2026, 2, 10)))
    open_ = (
        Rectification("m1", date(2026, 3, 20), passed_on=date(2026, 10, 1)),
        Rectification("m2", date(2026, 3, 10), passed_on=date(2026, 9, 1)),
    )
    facts = Facts(ENTERED, measures=taken, rectifications=open_)
    assert evaluate(facts, BOOKS, date(2026, 2, 19)).paths[0].open_rectifications == ("m2",)
    assert evaluate(facts, BOOKS, date(2026, 2, 20)).paths[0].open_rectifications == ("m2", "m1")
    assert evaluate(facts, BOOKS, date(2026, 8, 31)).paths[0].open_rectifications == ("m2", "m1")
    assert evaluate(facts, BOOKS, date(2026, 9, 1)).paths[0].open_rectifications == ("m1",)
    assert [str(move) for move in evaluate(facts, BOOKS, date(2026, 12, 1)).moves][1:] == ["2026-10-01 C→B"]


def test_a_way_up_says_each_thing_that_is_in_the_way():
    facts = Facts(ENTERED, (ordinary(1, date(2026, 2, 10)),), (interview(1, date(2026, 2, 15), "v1"),))
    way = evaluate(facts, BOOKS, date(2026, 3, 1)).paths[0]
    assert (way.row, way.to_tier, way.clock_on, way.clean_on) == ("R2", "B", date(2026, 2, 15), date(2026, 5, 15))
    assert (way.is_clean, way.floor_rows, way.is_open) == (False, ("F1",), False)
    assert not way.is_filing_missing
    lifted = Measure("m1", MeasureKind.SUSPENSION, date(2026, 2, 15), "v1", lifted_on=date(2026, 3, 1))
    free_floor = evaluate(replace(facts, measures=(lifted,)), BOOKS, date(2026, 3, 1))
    assert (free_floor.floor, free_floor.paths[0].floor_rows) == ("B", ())
    later = evaluate(facts, BOOKS, date(2026, 5, 15)).paths[0]
    assert (later.is_clean, later.floor_rows, later.is_open) == (True, ("F1",), False)
    applied = evaluate(facts, BOOKS, date(2026, 8, 15)).paths[0]
    assert (applied.row, applied.by_application, applied.is_over_points, applied.is_filing_missing) == (
        "R3",
        True,
        True,
        True,
    )
    free = evaluate(Facts(replace(ENTERED, filing_complete=True)), BOOKS, date(2027, 1, 5)).paths[0]
    assert (free.is_over_points, free.is_filing_missing, free.is_open) == (False, False, True)


def test_a_rule_half_met_is_near_only_where_it_would_make_the_tier_worse():
    one = Facts(ENTERED, measures=(interview(1, date(2026, 2, 15)),))
    half = [miss for miss in evaluate(one, BOOKS, date(2026, 4, 1)).near_misses if miss.kind == "measures"]
    assert [(miss.row, miss.missing) for miss in half] == [("F2", 2)]
    worst = replace(one, measures=(*one.measures, Measure("m2", MeasureKind.DELISTING, date(2026, 3, 1))))
    assert evaluate(worst, BOOKS, date(2026, 4, 1)).near_misses == ()


def test_an_act_recognised_on_a_versions_first_day_is_cited_for_what_both_versions_ask():
    books = (book("old"), book("new"))
    grave = Facts(ENTERED, (ordinary(1, date(2026, 7, 1), "6-2", "grave", date(2026, 6, 20)),))
    move = evaluate(grave, books, date(2026, 7, 1)).moves[0]
    assert (move.row, move.also, move.facts, move.version) == ("S:grave", ("T:12",), ("v1",), "new")


def test_a_way_up_that_only_the_new_version_opens_cites_it():
    milder = replace(
        book("old"), version="mild", effective_from=date(2026, 7, 1), thresholds=(),
        restoration=tuple(replace(row, clean_months=0) for row in book("old").restoration),
    )  # fmt: skip
    facts = Facts(ENTERED, (ordinary(1, date(2026, 6, 10), "6-8", "major"),))
    up = evaluate(facts, (book("old"), milder), date(2026, 7, 1)).moves[-1]
    assert (str(up), up.row, up.also) == ("2026-07-01 C→B", "version", ("R2",))
    assert up.facts == ("mild", "clock:2026-06-10", "v1")
    same = replace(book("old"), version="same", effective_from=date(2026, 9, 10), thresholds=())
    due = Facts(ENTERED, measures=(), violations=(ordinary(1, date(2026, 6, 10), "6-8", "major"),))
    by_both = evaluate(due, (replace(book("old"), thresholds=book("old").thresholds[1:]), same), date(2026, 9, 10))
    assert by_both.moves == ()


def test_a_correction_is_written_where_a_tier_stood_and_another_is_derived():
    outcome = evaluate(Facts(ENTERED), BOOKS, date(2026, 4, 1))
    assert correction(None, outcome, date(2026, 4, 1), "v1") is None
    assert correction("B", outcome, date(2026, 4, 1), "v1") is None
    step = correction("C", outcome, date(2026, 4, 1), "v1")
    assert (str(step), step.row, step.facts, step.version) == ("2026-04-01 C→B", "void", ("v1",), "2026.1")
    assert step.article == outcome.timeline[-1].article
    early = evaluate(Facts(ENTERED), BOOKS, date(2026, 1, 4))
    assert early.tier is None
    assert correction("C", early, date(2026, 1, 4), "v1") is None
    held = evaluate(Facts(ENTERED, measures=(interview(1, date(2026, 2, 15)),)), BOOKS, date(2026, 3, 1))
    assert correction("D", held, date(2026, 3, 1), "v1").article == "本规则第十条"


def test_the_tier_rises_one_step_a_day_however_short_the_clean_months():
    quick = replace(BOOKS[0], restoration=tuple(replace(row, clean_months=0) for row in BOOKS[0].restoration))
    facts = Facts(
        ENTERED, measures=(Measure("m1", MeasureKind.DELISTING, date(2026, 2, 20), lifted_on=date(2026, 3, 1)),)
    )
    moves = [str(move) for move in evaluate(facts, (quick,), date(2026, 4, 1)).moves]
    assert moves == ["2026-02-20 B→D", "2026-03-01 D→C", "2026-03-02 C→B"]
    assert evaluate(facts, (quick,), date(2026, 3, 1)).next_change_on == date(2026, 3, 2)


def test_an_own_tier_is_told_since_the_first_and_until_the_last_of_its_acts():
    found = (ordinary(1, date(2026, 2, 10), "6-2", "grave"), ordinary(2, date(2026, 3, 5), "6-4", "grave"))
    row = next(
        row for row in evaluate(Facts(ENTERED, found), BOOKS, date(2026, 4, 1)).floor_rows if row.kind == "severity"
    )
    assert (row.row, row.severity, row.facts) == ("S:grave", "grave", ("v1", "v2"))
    assert (row.since, row.until, row.tier) == (date(2026, 2, 10), date(2027, 3, 5), "D")


def test_a_measure_counts_towards_a_rule_from_its_day_to_the_eve_of_its_windows_end():
    facts = Facts(ENTERED, measures=(interview(1, date(2026, 2, 15)),))

    def missing(day):
        near = evaluate(facts, BOOKS, day).near_misses
        return [miss.missing for miss in near if miss.row == "F2"]

    days = (date(2026, 2, 14), date(2026, 2, 15), date(2027, 2, 14), date(2027, 2, 15))
    assert [missing(day) for day in days] == [[], [2], [2], []]


def test_a_reminder_and_a_measure_lifted_at_once_hold_nothing():
    rows = (replace(BOOKS[0].floors[0], id="FR", kind=MeasureKind.REMINDER, tier="D"), *BOOKS[0].floors)
    noted = (
        Measure("m1", MeasureKind.REMINDER, date(2026, 2, 20)),
        interview(2, date(2026, 2, 20), lifted_on=date(2026, 2, 20)),
    )
    outcome = evaluate(Facts(ENTERED, measures=noted), (replace(BOOKS[0], floors=rows),), date(2026, 2, 20))
    assert (outcome.tier, outcome.floor, outcome.floor_rows) == ("B", "A", ())


def test_an_application_for_the_step_that_opens_by_itself_that_day_is_reported():
    facts = Facts(
        ENTERED,
        measures=(Measure("m1", MeasureKind.SUSPENSION, date(2026, 2, 20)),),
        promotions=(Promotion(date(2026, 8, 20), "B"),),
    )
    outcome = evaluate(facts, BOOKS, date(2026, 8, 20))
    assert str(outcome.moves[-1]) == "2026-08-20 C→B"
    assert [(each.tier, each.reason) for each in outcome.ignored_promotions] == [("B", "no_row")]


def test_an_application_moves_the_tier_to_what_was_applied_for_and_to_nothing_else():
    complete = replace(ENTERED, filing_complete=True)
    for asked, tier, reported in (("A", "A", []), ("B", "B", ["no_row"]), ("C", "B", ["no_row"])):
        facts = Facts(complete, promotions=(Promotion(date(2027, 1, 5), asked),))
        outcome = evaluate(facts, BOOKS, date(2027, 1, 5))
        assert (outcome.tier, [each.reason for each in outcome.ignored_promotions]) == (tier, reported)
    light = Facts(complete, (ordinary(1, date(2026, 2, 10)),))
    assert [evaluate(light, BOOKS, day).eligible for day in (date(2027, 2, 9), date(2027, 2, 10))] == [None, "A"]
    assert evaluate(Facts(ENTERED), BOOKS, date(2027, 2, 10)).eligible is None


def test_history_without_an_end_counts_however_long_ago_and_only_before_the_day():
    row = replace(BOOKS[0].ladder[3], id="LX", rung=MeasureKind.SHUTDOWN, needs=Needs(MeasureKind.INTERVIEW, count=2))
    books = (replace(BOOKS[0], ladder=(*BOOKS[0].ladder, row)),)
    first, second = interview(1, date(2026, 2, 15)), interview(2, date(2026, 3, 15))
    late = ordinary(1, date(2031, 5, 20))

    def rung(*measures):
        return evaluate(Facts(ENTERED, (late,), measures), books, date(2031, 5, 20)).proposal.rung

    assert rung(first, second) == rung(second, first) == "shutdown"
    assert rung(first) == "interview"
    eve = replace(second, effective_on=date(2031, 5, 19))
    assert rung(first, eve) == "shutdown"
    same_day = evaluate(
        Facts(ENTERED, (late,), (first, replace(second, effective_on=date(2031, 5, 20), violation="v2"))),
        books,
        date(2031, 5, 20),
    )
    assert same_day.proposal.rung == "interview"


def test_three_of_a_kind_are_looked_for_inside_the_window_whatever_order_they_were_entered_in():
    minors = [
        ordinary(n, day, f"7-{n}", "minor")
        for n, day in ((1, date(2026, 2, 10)), (2, date(2026, 8, 1)), (3, date(2027, 2, 9)))
    ]
    for found in (minors, minors[::-1]):
        outcome = evaluate(Facts(ENTERED, tuple(found)), BOOKS, date(2027, 2, 9))
        assert (outcome.proposal.row, outcome.proposal.on) == ("L2", date(2027, 2, 9))
    late = [*minors[:2], replace(minors[2], recognised_on=date(2027, 2, 10))]
    assert evaluate(Facts(ENTERED, tuple(late)), BOOKS, date(2027, 2, 10)).proposal.rung == "reminder"
