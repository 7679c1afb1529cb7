"""`registry account show`: an account that is not there, a platform there is none of, a day gone by, and why."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import update

from registry import cli
from registry.cli.contract import run
from registry.domain.permissions import Actor
from registry.domain.terms import OverrideState, PendingState, Tier
from registry.store.measures import Measure
from registry.store.overrides import Override
from registry.store.pending import PendingTier
from registry.store.violations import Violation
from tests.factories import make_account, make_violation, writing
from tests.services.cases import make_effective


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


@pytest.fixture
def ask(
    app: OpenAPI, actor: Callable[[str], Actor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Callable[..., str]:  # fmt: skip
    """Ask about an account with a violation and an interview of 2026-03-02, lifted by nobody; what stands on stdout."""
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path))
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        make_effective(session, account, by=actor("clerk"), head=actor("head"), violation=None)

    def told(*arguments: str) -> str:
        assert run(cli.root, ["account", *arguments]) == 0
        return capfd.readouterr().out

    return told


def test_an_account_is_shown_in_words_and_not_in_codes(ask: Callable[..., str]) -> None:
    said = ask("show", "1")
    assert "建议：" in said
    assert "none" not in said
    assert "级（" in said


def test_on_a_day_gone_by_only_what_was_on_file_by_then_is_listed(ask: Callable[..., str]) -> None:
    before, then, now = (
        json.loads(ask("show", "1", *on, "--json")) for on in (("--on", "2026-03-01"), ("--on", "2026-03-02"), ())
    )
    assert [each["state"] for each in before["measures"]] == []
    assert [each["effective_on"] for each in then["measures"]] == ["2026-03-02"]
    recognised = now["violations"][0]["recognised_on"]
    assert [each["recognised_on"] for each in then["violations"]] == [recognised] * (recognised <= "2026-03-02")
    assert len(now["violations"]) == len(json.loads(ask("show", "1", "--on", recognised, "--json"))["violations"]) == 1
    day_before = (date.fromisoformat(recognised) - timedelta(days=1)).isoformat()
    assert json.loads(ask("show", "1", "--on", day_before, "--json"))["violations"] == []


def test_a_measure_lifted_and_a_violation_voided_later_stood_on_the_day(app: OpenAPI, ask: Callable[..., str]) -> None:
    with writing(app) as session:
        session.execute(update(Measure).values(state="annulled", annulled_on=date(2026, 11, 20)))
        session.execute(update(Violation).values(state="voided", voided_on=date(2026, 11, 30)))
    before, after = (json.loads(ask("show", "1", "--on", day, "--json")) for day in ("2026-11-19", "2026-12-01"))
    assert [(each["state"], each["annulled_on"]) for each in before["measures"]] == [("effective", None)]
    assert [(each["state"], each["annulled_on"]) for each in after["measures"]] == [("annulled", "2026-11-20")]
    assert [each["state"] for each in after["violations"]] == ["voided"]


def test_what_waited_and_what_was_set_aside_is_told_as_of_the_day(app: OpenAPI, ask: Callable[..., str]) -> None:
    with writing(app) as session:
        session.add(
            PendingTier(
                account_id=1, from_tier=Tier.B, to_tier=Tier.C, since=date(2026, 5, 1), row="T:6",
                state=PendingState.CONFIRMED, arisen_at=datetime(2026, 4, 30, 17, tzinfo=UTC),
                decided_at=datetime(2026, 5, 9, 1, tzinfo=UTC),
            )
        )  # fmt: skip
        session.add(
            Override(
                account_id=1, office_id=1, tier=Tier.D, reason="复核", basis="第三条", from_on=date(2026, 5, 4),
                until_on=date(2026, 6, 30), state=OverrideState.LIFTED, ended_on=date(2026, 5, 20), asked_by_id=1,
                asked_at=datetime(2026, 5, 1, 1, tzinfo=UTC),
            )
        )  # fmt: skip
    found = {
        day: {"pending", "override"} & set(json.loads(ask("show", "1", "--on", f"2026-{day}", "--json")))
        for day in ("04-30", "05-01", "05-04", "05-09", "05-20")
    }
    assert found == {
        "04-30": set(), "05-01": {"pending"}, "05-04": {"pending", "override"}, "05-09": {"override"}, "05-20": set(),
    }  # fmt: skip
    said = ask("show", "1", "--on", "2026-05-04")
    assert "等待确认：C 级（" in said
    assert "到 2026-06-30 止；理由：复核" in said


def test_an_explanation_is_told_in_either_language_and_as_of_a_day(ask: Callable[..., str]) -> None:
    told = json.loads(ask("explain", "1", "--json"))
    assert {"counted", "next"} <= {part["code"] for part in told["parts"]}
    assert told["conclusion"] in ask("explain", "1")
    english = json.loads(ask("explain", "1", "--language", "en", "--on", "2026-03-01", "--json"))
    assert (english["on"], english["language"]) == ("2026-03-01", "en")
    assert english["conclusion"].isascii()
