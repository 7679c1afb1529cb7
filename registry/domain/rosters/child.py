"""The process that parses one file: request in on stdin, plain data out on stdout, then it ends.

A forged file may make the parser loop, blow up or crash; here it takes nothing with it. The memory limit is set before
the first byte is parsed, where the platform has one. Started by services/reading with this module's name.
"""

import gc
import json
import os
import sys
from datetime import date
from typing import NoReturn

from registry.domain.errors import Refusal
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.handover import pack, pack_refusal
from registry.domain.rosters.roster import read_grids

OUT_OF_MEMORY = 77
"""The exit code that says the file needs more memory than it may have."""


def limit_memory(megabytes: int) -> None:
    """Bound this process's address space, where the platform can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def answer() -> tuple[int, object]:
    """Read the request, parse, answer; returns the exit code, and what was read, which lives until the process ends."""
    request = json.loads(sys.stdin.buffer.readline())
    limit_memory(request["megabytes"])
    gc.disable()  # the process ends soon, and the shapes hold no cycles
    found = None
    try:
        data = sys.stdin.buffer.read()
        today, choices = date.fromisoformat(request["today"]), Choices.from_json(request["choices"])
        found = read_grids(data, request["filename"], today=today, choices=choices)
        told = pack(*found)
    except Refusal as refusal:
        told = pack_refusal(refusal)
    except MemoryError:
        return OUT_OF_MEMORY, found
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    return 0, found


def main() -> NoReturn:
    """Answer and end at once: millions of values need not be put away one by one."""
    code, _found = answer()
    os._exit(code)


if __name__ == "__main__":
    main()
