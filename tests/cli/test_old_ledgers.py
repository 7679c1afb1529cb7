"""The command line on old ledgers, from the preview to the history that `account show` tells."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from tests.cli.test_rosters import Call, call
from tests.domain.old_ledger_books import talk, workbook
from tests.factories import COUNTY, make_account, writing

__all__ = ["call"]


@pytest.fixture
def file(app: OpenAPI, actor: Callable[[str], Actor], tmp_path: Path) -> Path:
    """A ledger of one sound talk and one of an account nobody knows, and the account of the first."""
    by = actor("clerk")
    with writing(app) as session:
        make_account(session, by)
    path = tmp_path / "约谈记录.xlsx"
    path.write_bytes(workbook(talk(1), talk(2, "别处的号", uid="elsewhere_1", holder="别家公司")))
    return path


def test_a_preview_says_what_would_enter_and_enters_nothing(call: Call, file: Path) -> None:
    code, told = call("ledger", "preview", file, "--region", COUNTY)
    assert (code, told["counts"]) == (0, {"add": 1, "same": 0, "doubtful": 0, "refused": 1})
    assert told["rows"][0]["values"]["on"] == "2021-05-03"
    assert [each["code"] for each in told["rows"][1]["problems"]] == ["old_ledgers.no_account"]
    assert call("ledger", "preview", file, "--region", COUNTY)[1] == told


def test_what_one_enters_another_confirms_and_the_account_tells_it_as_history(call: Call, file: Path) -> None:
    assert call("ledger", "apply", file, "--region", COUNTY, "--by", "clerk")[1]["state"] == "entered"
    code, told = call("ledger", "confirm", 1, "--by", "clerk")
    assert (code, told["error"]["code"]) == (1, "permission.role")
    assert "history" not in call("account", "show", 1)[1]
    assert call("ledger", "confirm", 1, "--by", "reviewer")[1]["state"] == "confirmed"
    shown = call("account", "show", 1)[1]
    assert [(each["on"], each["kind"], each["summary"]) for each in shown["history"]] == [
        ("2021-05-03", "interview", "发布不实信息")
    ]
    assert shown["points"] == 0
    assert call("ledger", "undo", 1, "--by", "head")[1]["error"]["code"] == "old_ledgers.reason_missing"
    assert call("ledger", "undo", 1, "--reason", "录错了", "--by", "head")[1]["state"] == "undone"
    assert "history" not in call("account", "show", 1)[1]
