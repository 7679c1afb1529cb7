"""The process that parses one old ledger: like rosters/child, with facts instead of accounts coming out, as JSON."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.json_child import serve
from registry.domain.rosters.old_ledgers import read_old_ledger


def read(data: bytes, filename: str, today: date, choices: Choices) -> Mapping[str, Any]:
    """The book of an old ledger as plain data."""
    return read_old_ledger(data, filename, today=today, choices=choices).to_json()


if __name__ == "__main__":
    sys.exit(serve("book", read))
