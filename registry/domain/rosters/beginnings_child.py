"""The process that shows how the sheets of a file begin: like rosters/child, since the same stranger's file is opened."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.domain.rosters.beginnings import read_beginnings
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.json_child import serve


def read(data: bytes, filename: str, _today: date, choices: Choices) -> Mapping[str, Any]:
    """The beginnings of the sheets as plain data."""
    return read_beginnings(data, filename, choices).to_json()


if __name__ == "__main__":
    sys.exit(serve("beginnings", read))
