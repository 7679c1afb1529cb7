"""The command line on ledgers and figures: files of the promised columns, one JSON document, and an entry in the log."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook
from sqlalchemy import select, text

from registry import cli
from registry.cli.contract import run
from registry.domain.ledger_columns import VIOLATIONS
from registry.domain.permissions import Actor
from registry.store.audit import AuditEntry
from tests.factories import COUNTY, make_account, make_violation, writing
from tests.services.cases import make_effective

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(
    app: OpenAPI, actor: Callable[[str], Actor], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Call:
    """A function that runs a command with --json on a registry with one violation and one interview of 2026-03-02."""
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(app.extensions["registry.settings"].data_dir))
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        make_effective(session, account, by=actor("clerk"), head=actor("head"), violation=None)
        assert violation.id

    def ask(*arguments: object) -> tuple[int, Any]:
        capfd.readouterr()
        code = run(cli.root, [*map(str, arguments), "--json"])
        return code, json.loads(capfd.readouterr().out)

    return ask


def test_ledgers_are_written_and_put_on_file(call: Call, app: OpenAPI, tmp_path: Path) -> None:
    for what in ("violations", "measures"):
        target = tmp_path / f"{what}.xlsx"
        assert call("export", what, target, "--region", COUNTY) == (0, {"file": str(target), "rows": 1})
        rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
        assert (rows[2][0], rows[3][2]) == ("序号", "西湖身边事")
    with writing(app) as session:
        acts = session.scalars(
            select(AuditEntry.act).where(AuditEntry.act.startswith("exports.")).order_by(AuditEntry.id)
        ).all()
    assert acts == ["exports.violations", "exports.measures"]


@pytest.mark.parametrize(
    ("wish", "headers"),
    [
        ("name,occurred_on", ["序号", "账号名称", "发生日期"]),
        ("usual", ["序号", *(each.header for each in VIOLATIONS if each.is_usual and each.name != "sequence")]),
        ("all", [each.header for each in VIOLATIONS]),
    ],
)
def test_a_ledger_is_written_in_the_columns_asked_for(
    call: Call, tmp_path: Path, wish: str, headers: list[str]
) -> None:
    target = tmp_path / "违规.csv"
    assert call("export", "violations", target, "--region", COUNTY, "--columns", wish)[0] == 0
    with target.open(encoding="gb18030", newline="") as file:
        assert next(csv.reader(file)) == headers


def test_a_column_a_ledger_has_not_is_wrong_usage_and_nothing_is_written(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "处置.csv"
    assert call("export", "measures", target, "--region", COUNTY, "--columns", "facts")[0] == 2
    assert not target.exists()


def test_a_period_narrows_the_ledger_and_csv_is_written_where_asked(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "处置.csv"
    code, told = call("export", "measures", target, "--region", COUNTY, "--from", "2026-04-01", "--to", "2026-04-30")
    assert (code, told["rows"]) == (0, 0)
    with target.open(encoding="gb18030", newline="") as file:
        assert next(csv.reader(file))[:3] == ["序号", "编号", "账号名称"]


def test_figures_come_in_the_national_columns(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "统计.xlsx"
    code, told = call("export", "statistics", target, "--region", COUNTY, "--from", "2026-03-01", "--to", "2026-04-30")
    assert (code, told["rows"]) == (0, 2)
    assert told["total"] == {
        "约谈": 1, "警告或罚款": None, "暂停功能或更新": 0, "下架移动应用程序": 0, "处置小程序": 0, "关闭违法网站": 0,
        "关闭账号": 0,
    }  # fmt: skip


def test_a_period_that_ends_before_it_begins_is_refused_and_leaves_no_file(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "统计.xlsx"
    code, told = call("export", "statistics", target, "--region", COUNTY, "--from", "2026-05-01", "--to", "2026-04-30")
    assert (code, told["error"]["code"]) == (1, "exports.period_backwards")
    assert not target.exists()
    assert list(tmp_path.glob(".export-*")) == []


def test_an_export_that_cannot_be_put_on_file_leaves_the_file_that_was_there(
    call: Call, app: OpenAPI, tmp_path: Path
) -> None:
    with writing(app) as session:
        session.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    target, new = tmp_path / "违规.csv", tmp_path / "新.csv"
    target.write_bytes(b"former")
    for file in (target, new):
        assert call("export", "violations", file, "--region", COUNTY)[0] == 1
    assert (target.read_bytes(), new.exists(), list(tmp_path.glob(".export-*"))) == (b"former", False, [])
