"""Reading a stranger's file: in a process of its own, within bounded time and memory.

A workbook comes from outside and its parser is large: a bomb, a loop or a crash must end in words for the officer, never
in a server that hangs or dies. Nothing is forked: the child is started anew, so that it works on Windows as well, and
knows neither the database nor a key.
"""

import json
import subprocess
import sys
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.rosters.child import OUT_OF_MEMORY
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.handover import unpack
from registry.domain.rosters.shapes import Roster

SECONDS = 120
MEGABYTES = 2048
_CHILD = "registry.domain.rosters.child"
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
    request = {"filename": filename, "today": today.isoformat(), "megabytes": megabytes, "choices": choices.to_json()}
    try:
        ended = subprocess.run(  # noqa: S603 - our own module; the file travels as data only
            [sys.executable, "-X", "utf8", "-m", _CHILD],
            input=json.dumps(request).encode() + b"\n" + data,
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
    return unpack(ended.stdout)
