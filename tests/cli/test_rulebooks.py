"""`registry rulebook replay`: files as a lawyer's editor leaves them."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from registry import cli
from registry.cli.contract import run
from registry.domain.permissions import Actor
from tests.factories import make_account, writing
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


@pytest.mark.parametrize("command", ["lint", "examples", "simulate"])
@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("initial_tier", "= 1\ninitial_tier", "grading.not_toml", "行第"),
        ("initial_tier", "initial_teer = 1\ninitial_tier", "grading.key_unknown", "initial_teer"),
        ("points = 2", 'points = "2"', "grading.bad_number", "[severities] ordinary"),
        ("330106", "999999", "cli.rulebook_region", "999999"),
    ],
)
def test_a_rulebook_that_cannot_be_meant_is_refused_with_its_place(
    case: Path, capfd: pytest.CaptureFixture[str], command: str, old: str, new: str, code: str, words: str
) -> None:
    text = sound("试行1", "330106", date(2026, 3, 1))
    assert old in text
    case.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert run(cli.root, ["rulebook", command, str(case), "--json"]) == 1
    error = json.loads(capfd.readouterr().out)["error"]
    assert error["code"] == code
    assert words in error["message"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("points = 3\n", "pointz = 3\n", "grading.key_unknown"),
        ('severity = "ordinary"', 'severity = "bad"', "grading.bad_choice"),
        ("on = 2026-02-10\npoints", "on = 9999-12-31\npoints", "grading.last_day"),
        ("[account]", 'rulebook = "没有.toml"\n[account]', "cli.file_missing"),
    ],
)
def test_a_case_file_that_cannot_be_meant_is_refused_with_its_place(
    case: Path, capfd: pytest.CaptureFixture[str], old: str, new: str, code: str
) -> None:
    text = CASE.format(points=3)
    assert old in text
    case.write_text(text.replace(old, new), encoding="utf-8")
    assert run(cli.root, ["rulebook", "replay", str(case), "--json"]) == 1
    assert json.loads(capfd.readouterr().out)["error"]["code"] == code


def test_a_missing_article_is_a_finding_of_its_row(case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text, removed = re.subn(r', article = "[^"]*"', "", sound("试行1", "330106", date(2026, 3, 1)), count=1)
    assert removed == 1
    case.write_text(text, encoding="utf-8")
    assert run(cli.root, ["rulebook", "lint", str(case), "--json"]) == 1
    (found,) = (each for each in json.loads(capfd.readouterr().out)["findings"] if each["level"] == "error")
    assert "没有写依据的条款" in found["message"]
    assert found["row"]


def test_a_simulation_says_its_progress_on_stderr_and_refuses_a_day_too_far(
    app: OpenAPI, case: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    actor: Callable[[str], Actor],
) -> None:  # fmt: skip
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(app.extensions["registry.settings"].data_dir))
    with writing(app) as session:
        make_account(session, actor("clerk"))
    case.write_text(sound("试行1", "330106", date(2026, 3, 1)), encoding="utf-8")
    assert run(cli.root, ["rulebook", "simulate", str(case), "--json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["accounts"] == 1
    assert "已试算 1 个账号" in err
    for more, code in ((["--on", "2999-01-01"], "simulations.too_far"), (["--region", "999999"], "regions.unknown")):
        assert run(cli.root, ["rulebook", "simulate", str(case), *more, "--json"]) == 1
        assert json.loads(capfd.readouterr().out)["error"]["code"] == code
