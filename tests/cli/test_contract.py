"""The contract of every command: one document on stdout, words on stderr, exit 0, 1 or 2."""

import json
from typing import Any

import click
import pytest

from registry.cli import contract
from registry.cli.contract import Answer, answering
from registry.domain.errors import NotFound, Refusal


@click.group()
def tool() -> None:
    """A command line of this test's own."""


@tool.command()
@click.argument("number", type=int)
@answering
def half(number: int) -> Answer:
    """Halve an even number; an odd one is done, but not completely."""
    return Answer({"半": number // 2}, f"一半是 {number // 2}", is_complete=number % 2 == 0)


@tool.command()
@click.argument("how")
@answering
def fail(how: str) -> Answer:
    """Fail in one of the ways there are."""
    if how == "refused":
        raise Refusal("offices.name_taken", name="西湖区网信办")
    if how == "absent":
        raise NotFound("users.unknown", user="nobody")
    raise ZeroDivisionError("boom")


@tool.command()
@click.argument("colour", type=click.Choice(["blue", "green"]))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]))
@answering
def pick(colour: str, on: object) -> Answer:
    """Pick a colour, from a day on."""
    return Answer({"colour": colour}, f"{colour} {on}")


Captured = pytest.CaptureFixture[str]


def run(captured: Captured, *arguments: str) -> tuple[int, Any, str]:
    """Exit code, the one document on stdout, and what stands on stderr."""
    code = contract.run(tool, [*arguments, "--json"])
    out, err = captured.readouterr()
    return code, json.loads(out), err


def test_with_json_stdout_is_one_document(capsys: Captured) -> None:
    assert run(capsys, "half", "4") == (0, {"半": 2}, "")


def test_without_json_it_is_words(capsys: Captured) -> None:
    assert contract.run(tool, ["half", "4"]) == 0
    assert capsys.readouterr() == ("一半是 2\n", "")


def test_an_act_not_completed_gives_its_document_and_exit_one(capsys: Captured) -> None:
    assert run(capsys, "half", "5") == (1, {"半": 2}, "")


@pytest.mark.parametrize(
    ("how", "code", "message", "details"),
    [
        ("refused", "offices.name_taken", "已有同名单位：西湖区网信办。", {"name": "西湖区网信办"}),
        ("absent", "users.unknown", "没有这个用户：nobody。", {"user": "nobody"}),
    ],
)
def test_a_refusal_is_a_document_on_stdout_and_words_on_stderr(
    capsys: Captured, how: str, code: str, message: str, details: dict[str, str]
) -> None:
    exit_code, document, err = run(capsys, "fail", how)
    assert exit_code == 1
    assert document == {"error": {"code": code, "message": message, "details": details}}
    assert err == f"{message}\n"


def test_without_json_a_refusal_leaves_stdout_empty(capsys: Captured) -> None:
    assert contract.run(tool, ["fail", "refused"]) == 1
    assert capsys.readouterr() == ("", "已有同名单位：西湖区网信办。\n")


def test_a_fault_is_worded_and_shows_no_trace(capsys: Captured) -> None:
    exit_code, document, err = run(capsys, "fail", "else")
    assert exit_code == 1
    assert document["error"]["code"] == "cli.unexpected"
    assert "ZeroDivisionError" in document["error"]["message"]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [("half",), ("half", "x"), ("half", "1", "2"), ("half", "4", "--fast"), ("fly",), ()]
)
def test_wrong_usage_is_exit_two_and_still_a_document(capsys: Captured, arguments: tuple[str, ...]) -> None:
    exit_code, document, err = run(capsys, *arguments)
    assert exit_code == 2
    assert document["error"]["code"] == "cli.usage"
    assert "命令用法不对" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("half",), "少写了 'NUMBER'。"),
        (("half", "x"), "'NUMBER' 的值不对：要写一个整数"),
        (("half", "4", "--fast"), "没有选项 --fast。"),
        (("fly",), "没有命令 fly。可以用的有：fail、half、pick。"),
        (("pick", "red"), "只能写 blue、green。"),
        (("pick", "blue", "--on", "May"), "'--on' 的值不对：要写成 2026-01-31 这样的日期。"),
    ],
)
def test_a_common_slip_is_told_in_chinese(capsys: Captured, arguments: tuple[str, ...], words: str) -> None:
    message = run(capsys, *arguments)[1]["error"]["message"]
    assert words in message
    assert message.startswith("用法：registry ")


def test_a_fault_does_not_repeat_what_it_was_given(capsys: Captured) -> None:
    document = run(capsys, "fail", "else")[1]
    assert "boom" not in document["error"]["message"]


def test_help_names_each_command_with_a_line(capsys: Captured) -> None:
    assert contract.run(tool, ["--help"]) == 0
    out = capsys.readouterr().out
    assert "Halve an even number" in out
    assert "Fail in one of the ways" in out
