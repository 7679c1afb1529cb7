"""`registry bench` at tiny sizes: the document it gives, what it leaves behind, and whose data it touches. No time is asserted."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry import cli
from registry.cli.bench import grading_words, paper_words, roster_words
from registry.cli.bench_bare import WholeLoop, least_loop, plain_acts
from registry.cli.bench_documents import RARE, make_notices
from registry.cli.bench_grading import ON, make_ledgers
from registry.cli.bench_stages import FILE
from registry.cli.bench_workbook import COLUMNS, make_rows, write_workbook
from registry.cli.contract import MISUSED, run
from registry.clock import today
from registry.domain.documents import content
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import known
from registry.domain.grading.reading import default_rulebooks
from registry.domain.rosters.roster import read_roster

Call = Callable[..., tuple[int, Any]]
ROWS = 50


@pytest.fixture
def offices_folder(tmp_path: Path) -> Path:
    """The data folder of an office, which no measurement may open."""
    return tmp_path / "office"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Where temporary folders are made in the test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def call(
    offices_folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Call:
    """A function that runs a command with --json and returns its exit code and document."""
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(offices_folder))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def ask(*arguments: object) -> tuple[int, Any]:
        capfd.readouterr()
        code = run(cli.root, [*map(str, arguments), "--json"])
        return code, json.loads(capfd.readouterr().out)

    return ask


def test_every_stage_of_a_roster_is_measured_on_the_same_rows(call: Call, scratch: Path, offices_folder: Path) -> None:
    code, document = call("bench", "rosters", "--rows", ROWS)
    assert (code, document["rows"], document["columns"]) == (0, ROWS, 20)
    stages = {stage["stage"]: stage for stage in document["stages"]}
    assert set(stages) == {
        "read_bare", "read", "read_apart", "preview", "import", "reimport", "export", "write_bare", "undo",
    }  # fmt: skip
    assert stages["read"]["found"] == stages["read_apart"]["found"] == stages["export"]["found"] == {"rows": ROWS}
    assert stages["preview"]["found"] == stages["import"]["found"]
    assert (stages["import"]["found"]["add"], stages["reimport"]["found"]["same"]) == (ROWS, ROWS)
    assert stages["undo"]["found"] == {"removed": ROWS, "kept": 0}
    assert {stages[name]["ratio"] for name in ("read_bare", "write_bare")} == {1}
    assert (stages["import"]["goal"], stages["import"]["worst"], stages["import"]["peak_goal_mib"]) == (3, 8, 450)
    assert (list(scratch.iterdir()), offices_folder.exists()) == ([], False)
    told = roster_words(document)
    assert all(words in told for words in ("整批导入新账号", "calamine 只读", "没有用 XlsxWriter"))


def test_the_engine_and_the_daily_run_are_measured(call: Call, scratch: Path, offices_folder: Path) -> None:
    code, document = call("bench", "grading", "--accounts", 20, "--violations", 60, "--held", 20, "--held", 30)
    assert (code, document["engine"]["accounts"], document["engine"]["violations"]) == (0, 20, 60)
    assert (document["engine"]["same"], [line["ratio"] for line in document["engine"]["bare"]][1]) == (20, 1)
    assert [(day["held"], day["due"]) for day in document["daily"]] == [(20, 20), (30, 30)]
    assert document["daily"][0]["statements"] > 0
    assert "每日推算" in grading_words(document)
    assert (list(scratch.iterdir()), offices_folder.exists()) == ([], False)


def test_printing_is_measured_beside_bare_typst_on_the_same_words(
    call: Call, scratch: Path, offices_folder: Path
) -> None:
    code, document = call("bench", "documents", "--papers", 3)
    assert (code, document["papers"], document["one_goal_ms"]) == (0, 3, 100)
    stages = {stage["stage"]: stage for stage in document["stages"]}
    assert list(stages) == ["bare", "print", "one", "first"]
    assert stages["print"]["found"] == {"papers": 3, "pages": stages["bare"]["found"]["pages"], "missing": 0}
    assert (stages["bare"]["ratio"], stages["print"]["goal"], stages["print"]["worst"]) == (1, 2, 4)
    assert "一批排成一个 PDF" in paper_words(document)
    assert (list(scratch.iterdir()), offices_folder.exists()) == ([], False)


def test_the_notices_measured_are_no_two_alike_and_hold_names_with_rare_characters() -> None:
    notices = [content.to_json(notice) for notice in make_notices(9)]
    assert len(set(notices)) == len(notices)
    assert all(rare in "".join(notices) for rare in RARE)


def test_no_rows_are_no_measurement(call: Call) -> None:
    assert call("bench", "rosters", "--rows", 0)[0] == MISUSED


def test_the_roster_is_the_same_at_every_run_and_clean(tmp_path: Path) -> None:
    assert list(make_rows(ROWS)) == list(make_rows(ROWS))
    assert all(len(row) == len(COLUMNS) for row in make_rows(ROWS))
    write_workbook(tmp_path / FILE, ROWS)
    roster = read_roster((tmp_path / FILE).read_bytes(), FILE, today=today())
    assert [sheet.rows for sheet in roster.sheets] == [ROWS]
    assert not [problem for problem in roster.problems if problem.level == "error"]


def test_the_ledgers_hold_what_was_asked_for_and_nothing_after_their_day() -> None:
    ledgers = make_ledgers(10, 40)
    assert sum(len(known(facts, ON).violations) for facts in ledgers) == 40


def test_the_least_loop_lets_points_go_after_twelve_months_and_the_tier_come_back() -> None:
    day = ON.toordinal()
    assert least_loop([(day - 375, 12), (day - 10, 3)], day) == ("C", 3, 1)
    assert least_loop([(day - 300, 6), (day - 10, 6)], day) == ("D", 12, 2)
    assert least_loop([(day - 400, 3), (day - 20, 3)], day) == ("B", 3, 1)
    assert least_loop([(day - 500, 6), (day - 20, 3)], day) == ("B", 3, 1)
    assert least_loop([], day) == ("B", 0, 0)


def test_the_whole_loop_does_the_work_of_the_engine() -> None:
    books = default_rulebooks()
    versions = (*books, replace(books[0], version="2027", effective_from=date(2027, 9, 1), window_months=6))
    loop = WholeLoop(versions)
    for facts in make_ledgers(200, 1_000):
        outcome = evaluate(facts, versions, ON)
        rung = outcome.proposal.rung if outcome.proposal else None
        moves = [(move.on, move.from_tier, move.to_tier) for move in outcome.moves]
        found = loop.run(facts.account.registered_on, plain_acts(facts, books[0]), ON)
        assert found == (outcome.tier, outcome.points, rung, moves)
