"""`registry account show`: an account that is not there, a platform there is none of."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from registry import cli
from registry.cli.contract import run


@pytest.fixture
def shown(app: OpenAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> "Any":
    """Ask for an account; exit code and the error."""
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path))

    def show(*which: str) -> tuple[int, Any]:
        code = run(cli.root, ["account", "show", *which, "--json"])
        return code, json.loads(capfd.readouterr().out)["error"]

    return show


@pytest.mark.parametrize(
    ("which", "account"), [(("7",), 7), (("9" * 30,), int("9" * 30)), (("抖音", "nobody"), "抖音 nobody")]
)
def test_an_account_that_is_not_there_is_named_however_it_was_asked_for(
    shown: Any, which: tuple[str, ...], account: object
) -> None:
    code, error = shown(*which)
    assert (code, error["code"], error["details"]) == (1, "accounts.unknown", {"account": account})


def test_a_wrong_platform_says_which_there_are(shown: Any) -> None:
    code, error = shown("推特", "x")
    assert (code, error["code"]) == (2, "cli.usage")
    assert "没有“推特”这个平台。平台有：微信公众号、" in error["message"]


@pytest.mark.parametrize("which", [("x",), ("抖音", "a", "b")])
def test_what_is_neither_a_number_nor_a_platform_and_an_id_is_wrong_usage(shown: Any, which: tuple[str, ...]) -> None:
    code, error = shown(*which)
    assert (code, error["code"]) == (2, "cli.usage")
    assert "平台和账号 ID 两项" in error["message"]
