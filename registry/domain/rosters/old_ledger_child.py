"""The process that parses one old ledger: like rosters/child, with facts instead of accounts coming out, as JSON."""

import json
import sys
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.rosters.child import OUT_OF_MEMORY, limit_memory
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.old_ledgers import read_old_ledger


def main() -> int:
    """Read the request, parse, answer; returns the exit code."""
    request = json.loads(sys.stdin.buffer.readline())
    limit_memory(request["megabytes"])
    try:
        data, today = sys.stdin.buffer.read(), date.fromisoformat(request["today"])
        choices = Choices.from_json(request["choices"])
        answer = {"book": read_old_ledger(data, request["filename"], today=today, choices=choices).to_json()}
    except Refusal as refusal:
        answer = {
            "refusal": {"code": refusal.code, "params": {key: str(value) for key, value in refusal.params.items()}}
        }
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer, default=str).encode())
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
