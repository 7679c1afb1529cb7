"""The process that marks an office's own workbook: like rosters/child, since the same stranger's file is opened again.

Answers ``ok`` and the new workbook, or ``no`` and why not as JSON, after a line of its own.
"""

import json
import sys

from registry.domain.errors import Refusal
from registry.domain.rosters.annotate import Mended, Remark, annotate
from registry.domain.rosters.child import OUT_OF_MEMORY, limit_memory
from registry.domain.rosters.shapes import Level


def main() -> int:
    """Read the request, mark, answer; returns the exit code."""
    request = json.loads(sys.stdin.buffer.readline())
    limit_memory(request["megabytes"])
    remarks = [Remark(sheet, row, column, text, Level(level)) for sheet, row, column, text, level in request["remarks"]]
    try:
        headers = dict(request["header_rows"])
        data, only_bad = sys.stdin.buffer.read(), request["only_bad"]
        mended = [Mended(*each) for each in request["mended"]]
        answer = b"ok\n" + annotate(
            data, request["filename"], remarks, header_rows=headers, only_bad=only_bad, mended=mended
        )
    except Refusal as refusal:
        params = {key: str(value) for key, value in refusal.params.items()}
        answer = b"no\n" + json.dumps({"code": refusal.code, "params": params}).encode()
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
