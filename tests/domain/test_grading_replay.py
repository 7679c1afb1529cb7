"""Case files: every sample holds, and a file that cannot be meant is refused with its place."""

import json
from datetime import date
from pathlib import Path

import pytest

from registry.domain.errors import Refusal
from registry.domain.grading.casefile import facts_from_case
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Account, Facts, Measure, Rectification, Violation
from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.replay import is_passed, replay
from registry.domain.grading.tables import TOP
from registry.domain.terms import MeasureKind
from registry.wording import word

SAMPLES = Path(__file__).parent.parent / "samples" / "grading"

SMALL = """
title = "一次一般违规"
[account]
registered_on = 2026-01-05
[[violation]]
id = "v1"
code = "7-3"
severity = "ordinary"
occurred_on = 2026-02-01
recognised_on = 2026-02-10
[[measure]]
id = "m1"
kind = "interview"
violation = "v1"
effective_on = 2026-02-15
[[expect]]
on = 2026-02-15
tier = "C"
next_change_on = 2026-08-15
moves = ["2026-02-15 B→C"]
"""


def run(text, name="case.toml"):
    return replay(text, name=name, load=lambda path: (SAMPLES / path).read_text(encoding="utf-8"))


def refusal_of(text):
    with pytest.raises(Refusal) as refused:
        run(text)
    assert word(refused.value.code, refused.value.params)
    return refused.value


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_sample_holds(path):
    result = run(path.read_text(encoding="utf-8"), path.name)
    assert [check for check in result["checks"] if not check["ok"]] == []
    assert result["checks"]
    assert is_passed(result)


def test_a_replay_has_the_shape_the_command_line_promises():
    result = run(SMALL)
    assert list(result) == ["file", "title", "checks", "timeline", "next_change_on"]
    assert (result["file"], result["title"]) == ("case.toml", "一次一般违规")
    assert result["checks"][0] == {
        "on": "2026-02-15",
        "field": "tier",
        "expected": "C",
        "got": "C",
        "ok": True,
    }
    assert result["timeline"][1] == {
        "on": "2026-02-15",
        "from": "B",
        "to": "C",
        "row": "F1",
        "facts": ["m1"],
        "article": "本规则第十条",
    }
    assert result["next_change_on"] == "2026-08-15"
    json.dumps(result)


def test_the_timeline_opens_with_the_beginning_which_is_no_move():
    opening = run(SMALL)["timeline"][0]
    assert (opening["on"], opening["from"], opening["to"], opening["row"]) == (
        "2026-01-05",
        None,
        "B",
        "initial",
    )


def test_a_check_that_fails_says_what_it_got():
    result = run(SMALL.replace('tier = "C"', 'tier = "D"'))
    assert not is_passed(result)
    assert result["checks"][0]["got"] == "C"


def test_the_facts_of_a_case_can_be_had_alone():
    facts = facts_from_case(SMALL, name="case.toml")
    assert [violation.id for violation in facts.violations] == ["v1"]


@pytest.mark.parametrize(
    ("old", "new", "code", "where", "key"),
    [
        ('code = "7-3"', 'coed = "7-3"', "grading.key_missing", "[[violation]] #1", "code"),
        ("[[expect]]", '[[expect]]\nteir = "C"', "grading.key_unknown", "[[expect]] #1", "teir"),
        ("2026-02-10", '"2026-02-30"', "grading.bad_date", "[[violation]] #1", "recognised_on"),
        ("2026-02-10", "2026-02-10T08:00:00", "grading.bad_date", "[[violation]] #1", "recognised_on"),
        ('id = "v1"\n', "", "grading.key_missing", "[[violation]] #1", "id"),
        ('"ordinary"', '"ordinay"', "grading.bad_choice", "[[violation]] #1", "severity"),
        ('violation = "v1"', 'violation = "v9"', "grading.unknown_reference", "[[measure]] #1", "violation"),
        ('"interview"', '"talk"', "grading.bad_choice", "[[measure]] #1", "kind"),
        ("B→C", "B to C", "grading.bad_move", "[[expect]] #1", "moves"),
        ("registered_on = 2026-01-05", "", "grading.key_missing", "[account]", "registered_on"),
        ("title", "titel", "grading.key_unknown", TOP, "titel"),
    ],
)
def test_a_case_that_cannot_be_meant_is_refused_with_its_place(old, new, code, where, key):
    refused = refusal_of(SMALL.replace(old, new, 1))
    assert (refused.code, refused.params["where"], refused.params["key"]) == (code, where, key)
    assert refused.params["file"] == "case.toml"


def test_an_id_given_twice_is_refused():
    twice = SMALL.replace(
        "[[measure]]", '[[measure]]\nid = "m1"\nkind="reminder"\neffective_on=2026-03-01\n[[measure]]'
    )
    assert refusal_of(twice).code == "grading.id_twice"


def test_a_case_without_a_day_to_look_at_is_refused():
    assert refusal_of(SMALL.split("[[expect]]")[0]).code == "grading.no_expect"


def test_one_rulebook_and_several_cannot_both_be_named():
    both = 'rulebook = "rulebooks/old.toml"\nrulebooks = ["rulebooks/new.toml"]\n' + SMALL
    assert refusal_of(both).code == "grading.rulebook_twice"


def test_a_single_rulebook_may_be_named():
    result = run('rulebook = "rulebooks/old.toml"\n' + SMALL)
    assert result["checks"][0]["got"] == "B"


def test_a_text_that_is_no_toml_is_refused():
    assert refusal_of("title = ").code == "grading.not_toml"


@pytest.mark.parametrize("case", ["", "\n[[measure]]\nid = 'm2'\nkind = 'shutdown'\neffective_on = 2026-03-01\n"])
def test_the_day_before_the_calendars_last_is_graded_and_the_last_refused_in_words(case):
    late = SMALL.split("[[expect]]")[0] + case + "[[expect]]\non = {day}\nnext_change_on = 'never'\n"
    assert is_passed(run(late.format(day="9999-12-30")))
    with pytest.raises(Refusal) as refused:
        run(late.format(day="9999-12-31"))
    assert "9999-12-31" in word(refused.value.code, refused.value.params)


def test_every_row_that_calls_for_the_measure_is_named():
    facts = Facts(
        account=Account(date(2026, 1, 5)),
        violations=(
            Violation("v1", "7-3", "ordinary", date(2026, 2, 1), date(2026, 2, 10)),
            Violation("v2", "7-6", "ordinary", date(2026, 5, 1), date(2026, 5, 20)),
        ),
        measures=(Measure("m1", MeasureKind.INTERVIEW, date(2026, 2, 15), "v1"),),
        rectifications=(Rectification("m1", date(2026, 3, 1)),),
    )
    called = evaluate(facts, default_rulebooks(), date(2026, 5, 20)).proposal
    assert (called.rung, called.row, called.also, called.facts) == ("delisting", "L7", ("L4",), ("m1", "v2"))
