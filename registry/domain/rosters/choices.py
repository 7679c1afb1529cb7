"""What an officer chose for one file: columns corrected, cells mended, doubtful rows settled, hidden parts taken.

A preview is made again after each choice and again before applying, so the choices are a value that is kept (sealed)
beside the upload and goes into every reading. Plain and picklable, JSON both ways.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

NOT_READ = 0
"""Said of a sheet instead of its header row: it is not read."""
Key = tuple[str, str | None, int, str]
"""One thing said of a row: its kind ("cells", "rows", "fields"), sheet, row and field ("" = the whole row)."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything chosen for one file; the empty value is a file taken as it is recognised.

    ``columns`` (sheet, 0-based column) → field, None = keep it under extra. ``remembered`` layout of a sheet → its
    columns as chosen at an earlier file; ``by_unit`` (sending unit, layout) → the same, before what another unit's file was
    given. ``cells`` (sheet, row, field) → text in place of the cell. ``rows``
    (sheet, row) → "add", "drop", "take" or an account's id. ``fields`` (sheet, row, field) → "ours" or "theirs". Rows are
    1-based as Excel shows them; a text file's sheet is None. ``platforms``: the office's own words for platforms
    (vocabularies.word_of), each with the platform it is read as. ``town``: the town the file speaks of where its rows name
    none, "" = of no single one, None = as the lines above its table say; ``is_whole``: whether it names all accounts there
    are in what it speaks of, None = unless it names very few of them. ``header_rows``: sheet → the first row of its header, where an officer says which it is, NOT_READ = the sheet
    is no part of the roster. ``said``: of each cell, row and field, who said it
    (name), when (ISO 8601) and what the cell showed before, personal values masked.
    """

    columns: Mapping[tuple[str | None, int], str | None] = field(default_factory=dict)
    remembered: Mapping[str, Mapping[int, str | None]] = field(default_factory=dict)
    by_unit: Mapping[tuple[str, str], Mapping[int, str | None]] = field(default_factory=dict)
    hidden_sheets: bool = False
    hidden_rows: bool = True
    hidden_columns: bool = True
    cells: Mapping[tuple[str | None, int, str], str] = field(default_factory=dict)
    rows: Mapping[tuple[str | None, int], str] = field(default_factory=dict)
    fields: Mapping[tuple[str | None, int, str], str] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)
    town: str | None = None
    is_whole: bool | None = None
    header_rows: Mapping[str | None, int] = field(default_factory=dict)
    said: Mapping[Key, list[str | None]] = field(default_factory=dict)

    def rows_said(self, sheet: str | None) -> set[int]:
        """The rows of a sheet of which something was said: that it is an account, what it is, what a cell of it says."""
        said = [*self.rows, *(key[:2] for key in self.cells)]
        return {number for of_sheet, number in said if of_sheet == sheet}

    def without(self, keys: Collection[Key]) -> "Choices":
        """The choices without some things said of rows: those cells read as written again, those rows are open again."""
        return replace(
            self,
            cells={key: text for key, text in self.cells.items() if ("cells", *key) not in keys},
            rows={key: text for key, text in self.rows.items() if ("rows", *key, "") not in keys},
            fields={key: text for key, text in self.fields.items() if ("fields", *key) not in keys},
            said={key: told for key, told in self.said.items() if key not in keys},
        )

    def to_json(self) -> str:
        """The choices as JSON text: keys of several parts become lists."""
        return json.dumps(
            {
                "columns": _listed(self.columns),
                "remembered": {layout: list(columns.items()) for layout, columns in self.remembered.items()},
                "by_unit": [[*key, list(columns.items())] for key, columns in self.by_unit.items()],
                "hidden": [self.hidden_sheets, self.hidden_rows, self.hidden_columns],
                "cells": _listed(self.cells),
                "rows": _listed(self.rows),
                "fields": _listed(self.fields),
                "platforms": dict(self.platforms),
                "town": self.town,
                "is_whole": self.is_whole,
                "header_rows": list(self.header_rows.items()),
                "said": _listed(self.said),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> "Choices":
        """The choices that ``to_json`` wrote."""
        kept = json.loads(text)
        sheets, rows, columns = kept["hidden"]
        return cls(
            columns=_keyed(kept["columns"]),
            remembered={layout: dict(pairs) for layout, pairs in kept["remembered"].items()},
            by_unit={(unit, layout): dict(pairs) for unit, layout, pairs in kept.get("by_unit", ())},
            hidden_sheets=sheets,
            hidden_rows=rows,
            hidden_columns=columns,
            cells=_keyed(kept["cells"]),
            rows=_keyed(kept["rows"]),
            fields=_keyed(kept["fields"]),
            platforms=kept.get("platforms", {}),  # choices kept before there were such words have none
            town=kept.get("town"),
            is_whole=kept.get("is_whole"),
            header_rows=dict(kept.get("header_rows", ())),
            said=_keyed(kept.get("said", [])),
        )


AS_IT_IS = Choices()
"""Nothing chosen."""


def _listed(chosen: Mapping[Any, Any]) -> list[list[Any]]:
    """A mapping with keys of several parts as rows: the parts, then the value."""
    return [[*key, value] for key, value in chosen.items()]


def _keyed(rows: list[list[Any]]) -> dict[Any, Any]:
    return {tuple(row[:-1]): row[-1] for row in rows}
