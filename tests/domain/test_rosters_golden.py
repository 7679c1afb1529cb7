"""Golden samples: quirks met in rosters, each a sheet an officer could have sent and what must be read
from it.

A sample is JSON: ``sheets`` with cells as typed (a day as {"day": "2023-05-01"}), ``expected`` as the
preview tells it.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from registry.domain.rosters.roster import labels
from registry.domain.rosters.shapes import Roster
from registry.wording import word
from tests.domain.roster_books import fill, read, saved

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "rosters").glob("*.json"))


def built(sample: dict[str, Any]) -> bytes:
    """The sample's workbook."""
    workbook = Workbook()
    for number, described in enumerate(sample["sheets"]):
        sheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        sheet.title = described["name"]
        fill(sheet, [[_cell(cell) for cell in row] for row in described["cells"]])
        for merge in described.get("merges", ()):
            sheet.merge_cells(merge)
        if described.get("hidden"):
            sheet.sheet_state = "hidden"
    return saved(workbook)


def _cell(cell: Any) -> Any:
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


def told(roster: Roster) -> dict[str, Any]:
    """What was read, known values only."""
    return {
        "sheets": [[each.name, each.header_row, each.columns, each.rows] for each in roster.sheets],
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.number,
                "refused": row.refused,
                "values": {name: value for name, value in labels(row.values).items() if value is not None},
                "approximate": list(row.approximate),
                "extra": row.extra,
            }
            for row in roster.rows
        ],
        "problems": [
            [each.sheet, each.row, each.column, each.field, each.level.value, each.code] for each in roster.problems
        ],
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_expected(path: Path):
    sample = json.loads(path.read_text("utf-8"))
    roster = read(built(sample))
    assert told(roster) == sample["expected"]
    for each in roster.problems:
        assert word(each.code, each.params)


def test_there_are_samples():
    assert len(SAMPLES) >= 6
