"""`registry rulebook replay`: files as a lawyer's editor leaves them."""

import json
from datetime import date
from pathlib import Path

import pytest

from registry import cli
from registry.cli.contract import run
from tests.rulebook_texts import sound

CASE = """title = "一次一般违规"
[account]
registered_on = 2026-01-05
[[violation]]
id = "v1"
code = "7-3"
severity = "ordinary"
occurred_on = 2026-02-01
recognised_on = 2026-02-10
[[expect]]
on = 2026-02-10
points = {points}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    cli._load()
    return tmp_path / "案例.toml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize(("points", "exit_code"), [(3, 0), (4, 1)])
def test_checks_that_hold_end_in_zero_those_that_fail_in_one(
    case: Path, capfd: pytest.CaptureFixture[str], encoding: str, points: int, exit_code: int
) -> None:
    case.write_text(CASE.format(points=points), encoding=encoding)
    assert run(cli.root, ["rulebook", "replay", str(case), "--json"]) == exit_code
    (told,) = json.loads(capfd.readouterr().out)
    assert set(told) == {"file", "title", "checks", "timeline", "next_change_on"}
    assert told["checks"] == [{"on": "2026-02-10", "field": "points", "expected": points, "got": 3, "ok": points == 3}]


def test_a_file_in_another_encoding_is_told_from_a_folder_and_from_one_that_is_missing(
    case: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    case.write_text(CASE.format(points=3), encoding="gb18030")
    missing = case.with_name("没有.toml")
    for path, code in ((case, "cli.not_utf8"), (missing, "cli.file_missing"), (case.parent, "cli.file_is_folder")):
        assert run(cli.root, ["rulebook", "replay", str(path), "--json"]) == 1
        assert json.loads(capfd.readouterr().out)["error"]["code"] == code


@pytest.mark.parametrize(
    ("old", "new", "exit_code", "told"),
    [
        ("", "", 0, [("warning", "no_way_up", "restoration", "")]),
        ("points = 2, ", "points = 7, ", 1, [("error", "severity_order", "severities", "major")]),
    ],
)
def test_lint_tells_each_finding_with_its_row_and_ends_in_one_where_there_is_an_error(
    case: Path, capfd: pytest.CaptureFixture[str], old: str, new: str, exit_code: int, told: list[tuple[str, ...]]
) -> None:
    case.write_text(sound("试行1", "330106", date(2026, 3, 1)).replace(old, new, 1), encoding="utf-8")
    assert run(cli.root, ["rulebook", "lint", str(case), "--json"]) == exit_code
    document = json.loads(capfd.readouterr().out)
    assert [(each["level"], each["code"], each["table"], each["row"]) for each in document["findings"]][:1] == told
    assert document["errors"] == exit_code
    assert run(cli.root, ["rulebook", "lint", str(case)]) == exit_code
    assert document["findings"][0]["message"] in capfd.readouterr().out


@pytest.mark.parametrize(("tier", "exit_code"), [("C", 0), ("B", 1)])
def test_the_examples_of_a_rulebook_are_tried_and_rows_none_reaches_named(
    case: Path, capfd: pytest.CaptureFixture[str], tier: str, exit_code: int
) -> None:
    text = sound("试行1", "330106", date(2026, 3, 1)).replace('02-10, tier = "C"', f'02-10, tier = "{tier}"')
    case.write_text(text, encoding="utf-8")
    assert run(cli.root, ["rulebook", "examples", str(case), "--json"]) == exit_code
    document = json.loads(capfd.readouterr().out)
    assert [check["ok"] for check in document["examples"][0]["checks"]] == [tier == "C", True]
    assert document["unreached"] == ["S:notice", "S:minor", "S:major", "S:grave", "R1", "R2"]
    assert run(cli.root, ["rulebook", "examples", str(case)]) == exit_code
    assert "没有例子说明的条款：S:notice" in capfd.readouterr().out


def test_a_rulebook_that_cannot_be_read_is_refused_in_words(case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    case.write_text("version = ", encoding="utf-8")
    for command in ("lint", "examples"):
        assert run(cli.root, ["rulebook", command, str(case), "--json"]) == 1
        assert json.loads(capfd.readouterr().out)["error"]["code"] == "grading.not_toml"
