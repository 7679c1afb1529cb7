"""Lint: one bad rulebook for each finding, and none of it in the packaged one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from registry.domain.bases import all_bases
from registry.domain.basis_library import Library
from registry.domain.grading.findings import Level
from registry.domain.grading.lint import errors, lint
from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.rulebook import FloorRow, LadderRow, Needs, RestorationRow, SeverityRow, Threshold
from registry.domain.terms import LABELS, MeasureKind, Severity, Tier
from registry.wording import rulebook_lint

(DEFAULT,) = default_rulebooks()
ARTICLE = "本规则第九条"
BASIS = "《网络信息内容生态治理规定》第三十四条"
INTERVIEW, DELISTING = MeasureKind.INTERVIEW, MeasureKind.DELISTING


def severities(**changed):
    """The default's severities, some with other points (a number) or another tier."""
    return tuple(
        replace(row, points=new)
        if isinstance(new := changed.get(row.name, row.points), int)
        else replace(row, tier=Tier(new))
        for row in DEFAULT.severities
    )


def threshold(points, tier, article=ARTICLE):
    return Threshold(points, Tier(tier), article)


def floor(row_id, kind, count, months, tier):
    return FloorRow(row_id, MeasureKind(kind), count, months, Tier(tier), ARTICLE)


def way_up(row_id, start, end, months, **more):
    return RestorationRow(row_id, Tier(start), Tier(end), months, **({"article": ARTICLE} | more))


def call(row_id, rung, severity=(), needs=None, *, of=(), **more):
    known = {"decides": "head", "basis": BASIS, "article": ARTICLE}
    trigger = "overdue" if of else "violation"
    return LadderRow(row_id, trigger, MeasureKind(rung), frozenset(severity), frozenset(of), needs, **(known | more))


def with_floor(*rows):
    return replace(DEFAULT, floors=(*DEFAULT.floors, *rows))


def with_call(*rows):
    return replace(DEFAULT, ladder=(*DEFAULT.ladder, *rows))


def with_way_up(*rows):
    return replace(DEFAULT, restoration=(*DEFAULT.restoration, *rows))


def without_call(*ids):
    return replace(DEFAULT, ladder=tuple(row for row in DEFAULT.ladder if row.id not in ids))


def with_code(**changed):
    return replace(DEFAULT, codes=(*DEFAULT.codes, replace(DEFAULT.codes[0], **({"code": "X-1"} | changed))))


def found_in(book):
    return {(str(each.level), each.code, each.table, each.row) for each in lint(book)}


BAD = {
    "out_of_range": [
        (replace(DEFAULT, window_months=120), "error", "head", ""),
        (replace(DEFAULT, repeat_factor=Decimal(15)), "error", "head", ""),
        (replace(DEFAULT, credit_cap=300), "error", "head", ""),
        (replace(DEFAULT, severities=severities(grave=1200)), "error", "severities", "grave"),
        (replace(DEFAULT, thresholds=(threshold(6, "C"), threshold(12000, "D"))), "error", "thresholds", "T:12000"),
        (with_floor(floor("F9", "interview", 30, 12, "D")), "error", "floors", "F9"),
        (with_floor(floor("F9", "suspension", 2, 240, "D")), "error", "floors", "F9"),
        (replace(DEFAULT, restoration=(way_up("R9", "D", "C", 121),)), "error", "restoration", "R9"),
        (with_call(call("L9", "shutdown", ["minor"], Needs(INTERVIEW, within_months=240))), "error", "ladder", "L9"),
    ],
    "article_missing": [
        (replace(DEFAULT, thresholds=(threshold(6, "C", None),)), "error", "thresholds", "T:6"),
        (replace(DEFAULT, severities=(SeverityRow(Severity.MINOR, 1),)), "error", "severities", "minor"),
        (with_floor(FloorRow("F9", DELISTING, 2, None, Tier.D)), "error", "floors", "F9"),
        (with_way_up(way_up("R9", "D", "C", 6, article=None)), "error", "restoration", "R9"),
        (with_call(call("L9", "shutdown", ["minor"], article=None)), "error", "ladder", "L9"),
        (with_code(article=None), "error", "codes", "X-1"),
    ],
    "article_missing_head": [(replace(DEFAULT, points_article=None), "error", "head", "")],
    "initial_bad": [(replace(DEFAULT, initial_tier=Tier.C), "warning", "head", "")],
    "severity_missing": [(replace(DEFAULT, severities=DEFAULT.severities[1:]), "error", "severities", "notice")],
    "severity_order": [(replace(DEFAULT, severities=severities(major=2)), "error", "severities", "major")],
    "severity_tier_order": [(replace(DEFAULT, severities=severities(ordinary="C")), "error", "severities", "major")],
    "severity_tier_dead": [
        (replace(DEFAULT, severities=severities(notice="C")), "error", "severities", "notice"),
        (replace(DEFAULT, severities=severities(minor="A")), "error", "severities", "minor"),
    ],
    "dead_column": [
        (replace(DEFAULT, severities=severities(minor=0, ordinary=0)), "warning", "head", ""),
        (
            with_call(call("L9", "suspension", ["minor"], Needs(severities=frozenset({"minor", "major"})))),
            "warning",
            "ladder",
            "L9",
        ),
        (with_call(call("L9", "shutdown", needs=Needs(INTERVIEW), of=["interview"])), "warning", "ladder", "L9"),
    ],
    "no_thresholds": [(replace(DEFAULT, thresholds=()), "warning", "thresholds", "")],
    "threshold_unreached": [
        (
            replace(DEFAULT, severities=severities(minor=0, ordinary=0, major=0, grave=0)),
            "error",
            "thresholds",
            "T:6",
        )
    ],
    "threshold_order": [
        (replace(DEFAULT, thresholds=(threshold(6, "D"), threshold(12, "C"))), "error", "thresholds", "T:12")
    ],
    "row_idle": [
        (replace(DEFAULT, thresholds=(threshold(6, "A"),)), "error", "thresholds", "T:6"),
        (with_floor(floor("F9", "delisting", 1, 24, "A")), "error", "floors", "F9"),
    ],
    "row_covered": [
        (replace(DEFAULT, thresholds=(threshold(6, "C"), threshold(8, "C"))), "error", "thresholds", "T:8"),
        (with_floor(floor("F9", "delisting", 2, 12, "C")), "error", "floors", "F9"),
        (with_floor(floor("F9", "interview", 2, 3, "C")), "error", "floors", "F9"),
        (with_way_up(way_up("R9", "C", "B", 6)), "error", "restoration", "R9"),
        (with_way_up(way_up("R9", "C", "B", 3, by_application=True)), "error", "restoration", "R9"),
    ],
    "duplicate": [
        (with_floor(floor("F9", "interview", 1, 6, "C")), "error", "floors", "F9"),
        (with_way_up(way_up("R9", "C", "B", 3)), "error", "restoration", "R9"),
        (with_call(call("L9", "interview", ["ordinary", "major"])), "error", "ladder", "L9"),
    ],
    "contradiction_tier": [(with_floor(floor("F9", "interview", 1, 6, "D")), "error", "floors", "F9")],
    "contradiction_rung": [
        (with_call(call("L9", "delisting", ["major", "ordinary"])), "error", "ladder", "L3"),
        (with_call(call("L9", "interview", of=["delisting"])), "error", "ladder", "L9"),
    ],
    "floor_reminder": [(with_floor(floor("F9", "reminder", 1, 6, "C")), "error", "floors", "F9")],
    "no_way_up": [
        (replace(DEFAULT, restoration=DEFAULT.restoration[1:]), "error", "restoration", ""),
        (replace(DEFAULT, restoration=DEFAULT.restoration[:2]), "warning", "restoration", ""),
    ],
    "clean_zero": [(replace(DEFAULT, restoration=(way_up("R9", "D", "C", 0),)), "warning", "restoration", "R9")],
    "limit_outlasted": [(with_way_up(way_up("R9", "C", "B", 12, max_points=5)), "warning", "restoration", "R9")],
    "limit_implied": [
        (with_way_up(way_up("R9", "C", "B", 2, max_points=5)), "warning", "restoration", "R9"),
    ],
    "code_severity": [(replace(DEFAULT, severities=DEFAULT.severities[:4]), "error", "codes", "6-1")],
    "code_open": [(with_code(severity=None), "warning", "codes", "X-1")],
    "code_twice": [(with_code(), "warning", "codes", "X-1")],
    "no_codes": [(replace(DEFAULT, codes=()), "warning", "codes", "")],
    "severity_unanswered": [(without_call("L6"), "error", "ladder", "")],
    "first_unanswered": [(without_call("L1"), "warning", "ladder", "")],
    "overdue_unanswered": [(without_call("L8"), "warning", "ladder", "")],
    "ladder_no_subject": [
        (with_call(call("L9", "interview", ["notice"])), "error", "ladder", "L9"),
        (with_call(call("L9", "interview", of=["reminder"])), "error", "ladder", "L9"),
    ],
    "ladder_no_history": [
        (with_call(call("L9", "shutdown", ["minor"], Needs(MeasureKind.REMINDER))), "error", "ladder", "L9"),
        (
            with_call(call("L9", "shutdown", ["minor"], Needs(severities=frozenset({"notice"}), count=5))),
            "error",
            "ladder",
            "L9",
        ),
    ],
    "subject_dead": [(with_call(call("L9", "suspension", ["notice", "minor"])), "warning", "ladder", "L9")],
    "ladder_outranked": [
        (
            with_call(call("L9", "delisting", ["minor"], Needs(INTERVIEW)), call("L10", "shutdown")),
            "error",
            "ladder",
            "L9",
        ),
        (with_call(call("L9", "suspension", ["grave"], Needs(DELISTING))), "error", "ladder", "L9"),
        (
            with_call(call("L9", "interview", ["ordinary"], Needs(INTERVIEW, count=2, within_months=6))),
            "error",
            "ladder",
            "L9",
        ),
    ],
    "ladder_same_call": [
        (with_call(call("L9", "shutdown", ["major"], Needs(DELISTING, count=2))), None, "ladder", "L9"),
        (
            with_call(call("L9", "shutdown", ["major"], Needs(DELISTING, count=2, within_months=12))),
            "warning",
            "ladder",
            "L9",
        ),
    ],
    "basis_missing": [
        (with_call(call("L9", "shutdown", ["minor"], basis=None)), "error", "ladder", "L9"),
        (with_call(call("L9", "shutdown", ["minor"], basis="本规则第十二条")), "error", "ladder", "L9"),
    ],
    "basis_unknown": [
        (with_call(call("L9", "shutdown", ["minor"], basis="《某规定》第一条")), "warning", "ladder", "L9")
    ],
    "article_unknown": [
        (
            with_call(call("L9", "shutdown", ["minor"], basis="《网络信息内容生态治理规定》第九十九条")),
            "warning",
            "ladder",
            "L9",
        ),
        (replace(DEFAULT, thresholds=(threshold(6, "C", "《某规定》第一条"),)), "warning", "thresholds", "T:6"),
    ],
    "article_idle": [
        (replace(DEFAULT, effective_from=date(2019, 1, 1)), "warning", "ladder", "L4"),
    ],
    "decides_missing": [(with_call(call("L9", "shutdown", ["minor"], decides=None)), "error", "ladder", "L9")],
}
CASES = [(code, *case) for code, cases in BAD.items() for case in cases]


@pytest.mark.parametrize(
    ("code", "book", "level", "table", "row"), CASES, ids=[f"{case[0]}-{case[4]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_bad_rulebook_is_found_out_where_it_is_bad(code, book, level, table, row):
    found = found_in(book)
    if level is None:
        assert {each for each in found if each[1] == code} == set()
    else:
        assert (level, code, table, row) in found


def test_nothing_is_found_in_the_packaged_rulebook():
    assert found_in(DEFAULT) == set()
    assert errors(lint(DEFAULT)) == []


def test_every_finding_has_a_rulebook_that_shows_it_and_a_sentence_that_names_the_row():
    worded = {key.rpartition(".")[2] for key in rulebook_lint.MESSAGES if key.startswith("rulebooks.lint.")}
    assert worded == set(BAD)
    for _, book, _, _, _ in CASES:
        for each in lint(book):
            sentence = rulebook_lint.finding(each)
            assert (LABELS[Severity][each.row] if each.table == "severities" else each.row) in sentence
            assert "{" not in sentence


def test_errors_come_first():
    levels = [each.level for each in lint(without_call("L1", "L6"))]
    assert levels == sorted(levels)
    assert set(levels) == {Level.ERROR, Level.WARNING}


def test_a_sentence_speaks_as_an_officer_does():
    (found,) = errors(lint(with_call(call("L9", "delisting", ["major", "ordinary"]))))
    assert rulebook_lint.finding(found) == "处置阶梯 L3：与 L9 条件相同而处置不同（约谈、下架），请确定一个。"
    (found,) = errors(lint(replace(DEFAULT, repeat_factor=Decimal(15))))
    assert (
        rulebook_lint.finding(found) == "规则开头：再犯倍数（repeat_factor）写作 15，应在 1 到 5 之间，请核对是否笔误。"
    )


def test_an_article_the_offices_own_library_has_is_known():
    book = with_call(call("L9", "shutdown", ["minor"], basis="《某规定》第一条"))
    own = replace(all_bases()[0], code="own-1", title="某规定", article="第一条", in_force_from=date(2020, 1, 1))
    assert "basis_unknown" in {each.code for each in lint(book)}
    assert not {"basis_unknown", "article_unknown"} & {each.code for each in lint(book, library=Library((own,)))}
