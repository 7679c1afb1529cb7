"""Reading a stranger's file: in a process of its own, within bounded time and memory.

A workbook comes from outside and its parser is large: a bomb, a loop or a crash must end in words for the officer, never
in a server that hangs or dies. Nothing is forked: the child is started anew, so that it works on Windows as well, and
knows neither the database nor a key.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.rosters.annotate import Mended, Remark
from registry.domain.rosters.beginnings import Beginnings
from registry.domain.rosters.child import OUT_OF_MEMORY
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.handover import unpack
from registry.domain.rosters.old_ledger_shapes import OldBook
from registry.domain.rosters.shapes import Roster

SECONDS = 120
MEGABYTES = 2048
_PATIENCE = 60
"""Seconds that somebody waits before a page for a file to be opened."""
_CHILD = "registry.domain.rosters.child"
_MARKING_CHILD = "registry.domain.rosters.annotate_child"
_LEDGER_CHILD = "registry.domain.rosters.old_ledger_child"
_BEGINNINGS_CHILD = "registry.domain.rosters.beginnings_child"
_ALLOCATION = b"memory allocation of"
"""How the parser, which is Rust, says that it ran out of memory before it aborts."""


def read_in_child(
    data: bytes,
    filename: str,
    *,
    today: date,
    choices: Choices = AS_IT_IS,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Roster:
    """Read a roster file like ``read_roster``, in a child process.

    Raises Refusal: what the child refused; rosters.too_long after ``seconds``, rosters.too_much beyond ``megabytes`` of
    memory (where the platform has such a limit), rosters.broken where the parser crashed.
    """
    request = {"filename": filename, "today": today.isoformat(), "choices": choices.to_json()}
    return unpack(ask_child(_CHILD, request, data, seconds=seconds, megabytes=megabytes))


def read_old_ledger_in_child(
    data: bytes,
    filename: str,
    *,
    today: date,
    choices: Choices = AS_IT_IS,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> OldBook:
    """Read an old ledger like ``read_old_ledger``, in a child process; raises Refusal as `read_in_child` does."""
    request = {"filename": filename, "today": today.isoformat(), "choices": choices.to_json()}
    return OldBook.from_json(_ask_json(_LEDGER_CHILD, request, data, seconds=seconds, megabytes=megabytes)["book"])


def begin_in_child(data: bytes, filename: str, *, today: date, choices: Choices = AS_IT_IS) -> Beginnings:
    """How the sheets of a file begin, like ``read_beginnings``, in a child process; somebody waits for it."""
    request = {"filename": filename, "today": today.isoformat(), "choices": choices.to_json()}
    answer = _ask_json(_BEGINNINGS_CHILD, request, data, seconds=_PATIENCE, megabytes=MEGABYTES)
    return Beginnings.from_json(answer["beginnings"])


def _ask_json(
    module: str, request: Mapping[str, Any], data: bytes, *, seconds: float, megabytes: int
) -> Mapping[str, Any]:
    """The answer of a child that answers in JSON; raises the Refusal it gave instead."""
    answer: Mapping[str, Any] = json.loads(ask_child(module, request, data, seconds=seconds, megabytes=megabytes))
    if "refusal" in answer:
        raise Refusal(answer["refusal"]["code"], **answer["refusal"]["params"])
    return answer


def mark_in_child(
    data: bytes,
    filename: str,
    remarks: Sequence[Remark],
    *,
    header_rows: Mapping[str | None, int],
    only_bad: bool,
    mended: Sequence[Mended] = (),
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> bytes:
    """Mark an office's own workbook like ``annotate``, in a child process; raises Refusal as `read_in_child` does."""
    request = {
        "filename": filename, "remarks": [list(each) for each in remarks], "header_rows": list(header_rows.items()),
        "only_bad": only_bad, "mended": [list(each) for each in mended],
    }  # fmt: skip
    told, _sep, answer = ask_child(_MARKING_CHILD, request, data, seconds=seconds, megabytes=megabytes).partition(b"\n")
    if told != b"ok":
        why = json.loads(answer)
        raise Refusal(why["code"], **why["params"])
    return answer


def ask_child(module: str, request: Mapping[str, Any], data: bytes, *, seconds: float, megabytes: int) -> bytes:
    """Hand a file to a reading module in a process of its own; returns what it wrote. Raises Refusal where it did not end well."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own module; the file travels as data only
            [sys.executable, "-X", "utf8", "-m", module],
            input=json.dumps({**request, "megabytes": megabytes}).encode() + b"\n" + data,
            capture_output=True,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:  # the child has been killed by now
        raise Refusal("rosters.too_long", seconds=int(seconds)) from error
    if ended.returncode == OUT_OF_MEMORY or _ALLOCATION in ended.stderr:
        raise Refusal("rosters.too_much", megabytes=megabytes)
    if ended.returncode != 0:
        raise Refusal("rosters.broken")
    return ended.stdout
