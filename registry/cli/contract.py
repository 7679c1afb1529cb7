"""The contract of every command: one JSON document on stdout with --json, words for people without, exit 0, 1 or 2.

With --json stdout holds exactly one UTF-8 document whatever the locale; logs, progress and migration notes go to stderr.
Exit 0 = the act was completed, 1 = refused or failed, 2 = wrong usage.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from registry.cli import faults
from registry.domain.errors import Refusal

if TYPE_CHECKING:
    from flask import Flask

DONE, FAILED, MISUSED = 0, 1, 2
KEY = click.IntRange(1, 2**63 - 1)
"""The number of a thing on file: what the database can hold."""


@dataclass(frozen=True)
class Answer:
    """What a command gives back: the document for --json, the words for people, and whether the act was completed."""

    document: Any
    words: str
    is_complete: bool = True


def answering(function: Callable[..., Answer]) -> Callable[..., None]:
    """Make a click command of a function that returns an Answer: adds --json and prints the one or the other."""

    @click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档 (one JSON document on stdout)")
    @wraps(function)
    def run_command(*args: Any, as_json: bool, **kwargs: Any) -> None:
        answer = function(*args, **kwargs)
        say_document(answer.document) if as_json else say(answer.words)
        if not answer.is_complete:
            raise SystemExit(FAILED)

    return run_command


def run(command: click.Command, arguments: list[str]) -> int:
    """Run ``command`` and return its exit code; every failure is worded, none shows a trace."""
    as_json = "--json" in arguments
    try:
        command.main(args=arguments, prog_name="registry", standalone_mode=False)
    except SystemExit as stop:
        return int(stop.code or DONE)
    except Refusal as refusal:
        return fail(refusal.code, word(refusal.code, refusal.params), refusal.params, as_json=as_json)
    except click.exceptions.NoArgsIsHelpError as help_text:
        sys.stderr.write(f"{help_text.format_message()}\n")
        return MISUSED
    except click.ClickException as error:
        return misuse(error, as_json=as_json)
    except click.Abort:
        return fail("cli.stopped", word("cli.stopped"), {}, as_json=as_json)
    except Exception as error:
        if (known := faults.refusal_of(error)) is not None:
            return fail(known.code, word(known.code, known.params), known.params, as_json=as_json)
        logging.getLogger(__name__).exception("fault")
        return fail("cli.unexpected", word("cli.unexpected", {"problem": type(error).__name__}), {}, as_json=as_json)
    return DONE


def readable(arguments: list[str]) -> list[str]:
    """The arguments as UTF-8 where the locale could not read them (LC_ALL=C), so that a Chinese name stays one."""
    return [os.fsencode(text).decode(errors="replace") if _is_escaped(text) else text for text in arguments]


def _is_escaped(text: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in text)


def misuse(error: click.ClickException, *, as_json: bool) -> int:
    """Wrong usage: how the command is written and what is wrong with it, exit 2."""
    context = getattr(error, "ctx", None)
    usage = f"用法：{context.get_usage().removeprefix('Usage: ')}\n" if context is not None else ""
    fail("cli.usage", usage + word("cli.usage", {"problem": problem_of(error)}), {}, as_json=as_json)
    return MISUSED


def problem_of(error: click.ClickException) -> str:
    """What is wrong with a command line, in Chinese where it is one of the common slips, else in click's own words."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoSuchOption):
        return word("cli.no_option", {"name": error.option_name})
    if isinstance(error, click.exceptions.NoSuchCommand):
        known = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []
        return word("cli.no_command", {"name": error.command_name, "known": known})
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        if isinstance(error, click.MissingParameter):
            return word("cli.parameter_missing", {"name": name})
        return word("cli.parameter_wrong", {"name": name, "problem": _wanted(error.param.type) or error.message})
    return error.format_message()


def _wanted(kind: "click.ParamType[Any]") -> str:
    """What a parameter takes, "" where click says it."""
    if isinstance(kind, click.Choice):
        return word("cli.choose", {"known": list(kind.choices)})
    if isinstance(kind, click.IntRange) and kind is not KEY:
        return word("cli.between", {"least": kind.min, "greatest": kind.max})
    if isinstance(kind, type(click.INT)):
        return word("cli.whole_number")
    return word("cli.day") if isinstance(kind, click.DateTime) else ""


def fail(code: str, message: str, details: Mapping[str, Any], *, as_json: bool) -> int:
    """Say a failure: the document on stdout where --json was asked for, the words on stderr always."""
    if as_json:
        say_document({"error": {"code": code, "message": message, "details": dict(details)}})
    write(sys.stderr, message + "\n")
    return FAILED


def say(words: str) -> None:
    """Words for people on stdout."""
    write(sys.stdout, words + "\n")


def say_document(document: Any) -> None:
    """One JSON document on stdout."""
    write(sys.stdout, json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n")


def write(stream: Any, text: str) -> None:
    """Write UTF-8 whatever the locale says."""
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        stream.flush()
        buffer.write(text.encode())
        buffer.flush()


def word(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code, in the source language."""
    from registry import wording

    return wording.word(code, params)


@contextmanager
def opened() -> "Iterator[Flask]":
    """An application context over a database that is up to date (brought there by itself on the embedded default)."""
    from registry import upgrading

    app = started()
    if app.extensions["registry.settings"].is_embedded:
        upgrading.upgrade(app)
    else:
        upgrading.check_current(app)
    with app.app_context():
        yield app


def started() -> "Flask":
    """The application of the environment's settings, its log on stderr; the database is not asked yet."""
    from registry import create_app
    from registry.settings import read_settings

    settings = read_settings()
    logging.basicConfig(
        level=settings.log_level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for noisy in ("alembic", "huey", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return create_app(settings)
