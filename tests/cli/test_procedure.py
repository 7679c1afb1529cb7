"""`registry procedure`: the table of the procedure, for people and for scripts."""

import json

import pytest

from registry import cli
from registry.cli.contract import run
from registry.domain.cases.procedure import PROCEDURE


def test_the_procedure_is_printed_as_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    cli._load()
    assert run(cli.root, ["procedure", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["act"] for row in document["actions"]] == [row.act for row in PROCEDURE]
    decide = next(row for row in document["actions"] if row["act"] == "decide")
    assert decide["roles"] == ["head"]
    assert "noticed" in decide["gates"]
    notice = next(row for row in document["actions"] if row["act"] == "serve_notice")
    assert [each["form"] for each in notice["documents"]] == [20]
    assert {"clock": "serve", "days": 7, "unit": "workday"}.items() <= next(
        each.items() for each in document["clocks"] if each["clock"] == "serve"
    )
    assert {row["act"] for row in document["measure"]} >= {"approve", "annul"}


def test_the_procedure_is_printed_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    cli._load()
    assert run(cli.root, ["procedure"]) == 0
    assert "作出处置决定　负责人" in capsys.readouterr().out
