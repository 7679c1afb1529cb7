"""`registry rulebook replay`: files as a lawyer's editor leaves them."""

import json
from pathlib import Path

import pytest

from registry import cli
from registry.cli.contract import run

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
