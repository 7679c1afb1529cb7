"""What the processes that answer in JSON have in common: request in on stdin, the file behind it, one document out.

Like rosters/child, they touch a stranger's file: the memory limit is set before its first byte is parsed.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.rosters.child import OUT_OF_MEMORY, limit_memory
from registry.domain.rosters.choices import Choices

Reader = Callable[[bytes, str, date, Choices], Mapping[str, Any]]
"""The file, its name, today and what was chosen → what was read, as plain data."""


def serve(name: str, read: Reader) -> int:
    """Read the request, parse, answer under ``name``, or under "refusal" why not; returns the exit code."""
    request = json.loads(sys.stdin.buffer.readline())
    limit_memory(request["megabytes"])
    try:
        data, today = sys.stdin.buffer.read(), date.fromisoformat(request["today"])
        answer = {name: read(data, request["filename"], today, Choices.from_json(request["choices"]))}
    except Refusal as refusal:
        params = {key: str(value) for key, value in refusal.params.items()}
        answer = {"refusal": {"code": refusal.code, "params": params}}
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer, default=str).encode())
    sys.stdout.buffer.flush()
    return 0
