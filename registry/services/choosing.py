"""What an officer chooses in a preview: columns, hidden parts, mended cells, doubtful rows, conflicts, how far it may go.

The choices are kept sealed with the import, since a mended cell may be a telephone, and the preview is made anew from the
file and all of them: what apply writes is always what the last preview showed. Columns chosen for a layout are
remembered for the county, so that next month's file of the same unit needs no choosing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.china_time import china_day
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.choices import Choices, Key
from registry.domain.rosters.fields import BY_NAME, COUNTY
from registry.domain.rosters.shapes import CellProblem
from registry.domain.rosters.vocabularies import word_of
from registry.domain.soundness import clean_typed, is_fault
from registry.domain.terms import ImportMode, ImportState, Platform
from registry.services import audit, jobs
from registry.store.db import vault
from registry.store.jobs import Job
from registry.store.platforms import standing_words
from registry.store.rosters import Import, RosterLayout, get_import, list_layouts
from registry.store.scope import scope_of

LONGEST = 500
"""Characters of one mended cell."""
AS_ABOVE = "*"
"""Said of the town: as the lines above the table say."""
WHOLE = {"yes": True, "no": False}
"""Whether a file names all accounts of what it speaks of; any other word: nobody said."""
Columns = Mapping[tuple[str | None, int], str | None]
Cells = Mapping[tuple[str | None, int, str], str]
"""Texts typed: sheet, row, field → text."""


def choices_of(session: Session, taken: Import) -> Choices:
    """What was chosen for an import so far, with the columns remembered for its county and its office's own words."""
    kept = taken.choices_sealed
    own = Choices.from_json(sealing.unseal_text(vault().field_key, kept)) if kept else Choices()
    return with_remembered(session, own, taken.region_code)


def with_remembered(session: Session, own: Choices, region_code: str) -> Choices:
    """What was chosen for a file, with the columns remembered for its county and its office's own words for platforms."""
    layouts = list_layouts(session, region_code)
    chosen = [{int(index): name for index, name in each.columns.items()} for each in layouts]
    remembered = {each.layout: columns for each, columns in zip(layouts, chosen, strict=True)}
    by_unit = {(each.unit, each.layout): columns for each, columns in zip(layouts, chosen, strict=True) if each.unit}
    said = {word: platform.value for word, platform in standing_words(session, region_code).items()}
    return replace(own, remembered=remembered, by_unit=by_unit, platforms=said)


def without_remembered(choices: Choices) -> Choices:
    """Only what was chosen for the file itself, as it is kept with it."""
    return replace(choices, remembered={}, by_unit={}, platforms={})


def choose(
    session: Session,
    import_id: int,
    *,
    digest: str,
    mode: ImportMode | None = None,
    columns: Columns | None = None,
    cells: Cells | None = None,
    rows: Mapping[tuple[str | None, int], str] | None = None,
    fields: Mapping[tuple[str | None, int, str], str] | None = None,
    hidden: Mapping[str, bool] | None = None,
    town: str | None = None,
    whole: str | None = None,
    headers: Mapping[str | None, int | None] | None = None,
    taken_back: Collection[Key] = (),
    by: Actor,
    at: datetime,
    on: date | None = None,
) -> Job:
    """Add to the choices of a preview and have it made anew; what is not given stays as it was.

    ``hidden``: sheets, rows, columns → taken or not; ``town``, ``whole`` (a word of WHOLE): what it speaks of; ``headers``: where the header of a sheet begins (NOT_READ: the
    sheet is not read, None: as it is recognised); ``taken_back``: what was
    said of cells and rows and holds no longer. Raises Refusal("rosters.changed_since") where the preview with this
    ``digest`` is no longer the one on file: two officers never overwrite each other; the code of its fault where a cell
    typed cannot stand (``on``: the day that dates are read from, of ``at`` where it is not said).
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state not in {ImportState.PREVIEWED, ImportState.FAILED}:
        raise Refusal("rosters.settled", state=taken.state)
    if (taken.plan_digest or "") != digest:
        raise Refusal("rosters.changed_since")
    _check(columns or {}, cells or {})
    before = choices_of(session, taken)
    for fault in find_faults(cells or {}, before.platforms, on=on or china_day(at)).values():
        raise Refusal(fault.code, **fault.params)
    own = without_remembered(before)
    chosen = replace(
        own, columns={**own.columns, **(columns or {})}, cells={**own.cells, **(cells or {})},
        rows={**own.rows, **(rows or {})}, fields={**own.fields, **(fields or {})},
    )  # fmt: skip
    chosen = replace(chosen, said={**own.said, **_said(taken, own, cells, rows, fields, by=by, at=at)}).without(
        taken_back
    )
    if hidden:
        chosen = replace(
            chosen, hidden_sheets=hidden["sheets"], hidden_rows=hidden["rows"], hidden_columns=hidden["columns"]
        )
    if town is not None:
        chosen = replace(chosen, town=None if town == AS_ABOVE else town)
    if headers:
        rows_told = {**own.header_rows, **headers}
        chosen = replace(chosen, header_rows={name: row for name, row in rows_told.items() if row is not None})
    if whole is not None:
        chosen = replace(chosen, is_whole=WHOLE.get(whole))
    taken.choices_sealed = sealing.seal_text(vault().field_key, chosen.to_json())
    taken.mode, taken.state = mode or taken.mode, ImportState.READING
    if columns:
        _remember(session, taken, chosen, by=by, at=at)
    session.flush()
    audit.record(
        session, "rosters.choose", by=by, at=at, object_type="import", object_id=taken.id,
        region_code=taken.region_code, after=_told(taken, columns or {}, cells or {}, rows or {}, fields or {}),
    )  # fmt: skip
    return jobs.submit(session, "roster.read", taken.id, by=by, at=at, is_anew=True)


def _said(
    taken: Import, own: Choices, cells: Mapping[Any, str] | None, rows: Mapping[Any, str] | None,
    fields: Mapping[Any, str] | None, *, by: Actor, at: datetime,
) -> dict[Key, list[str | None]]:  # fmt: skip
    """Who says what is said now, and what the file has there: what was found there before the first mending says it."""
    keys: list[Key] = [("cells", *key) for key in cells or {}]
    keys += [("rows", *key, "") for key in rows or {}]
    keys += [("fields", *key) for key in fields or {}]
    written = {(each["sheet"], each["row"], each["field"] or ""): each.get("written") for each in taken.problems}
    written |= {(each["sheet"], each["row"], ""): each.get("name") for each in taken.problems if each["row"]}
    before = {key: own.said[key][2] if key in own.said else written.get(key[1:]) for key in keys}
    return {key: [by.name, at.isoformat(), before[key]] for key in keys}


def find_faults(
    cells: Cells, platforms: Mapping[str, str], *, on: date
) -> dict[tuple[str | None, int, str], CellProblem]:
    """What is wrong with cells typed in the page, by the rule of every single entry: who types can put it right.

    ``platforms``: the office's own words for them.
    """
    found: dict[tuple[str | None, int, str], CellProblem] = {}
    for (sheet, row, name), text in cells.items():
        if name not in BY_NAME or (name == "platform" and word_of(text) in platforms):
            continue
        platform = clean_typed("platform", cells.get((sheet, row, "platform"), ""), "", on).value
        cleaned = clean_typed(name, text, str(platform or Platform.OTHER), on)
        fault = next((each for each in cleaned.problems if cleaned.value is None or is_fault(each)), None)
        if fault is not None:
            found[sheet, row, name] = fault
    return found


def _check(columns: Mapping[Any, str | None], cells: Cells) -> None:
    """Only fields there are, and cells of a bounded length."""
    names = [*(name for name in columns.values() if name is not None), *(name for _, _, name in cells)]
    unknown = next((name for name in names if name not in BY_NAME and name != COUNTY), None)
    if unknown is not None:
        raise Refusal("rosters.field_unknown", field=unknown[:40])
    if any(len(text) > LONGEST for text in cells.values()):
        raise Refusal("rosters.cell_too_long", limit=LONGEST)


def _remember(session: Session, taken: Import, chosen: Choices, *, by: Actor, at: datetime) -> None:
    """Keep the columns of each sheet's layout for the next file of the unit."""
    unit = taken.unit or ""
    layouts = [(sheet["name"], unit, sheet["layout"]) for sheet in taken.sheets if sheet.get("layout")]
    remember(session, taken.region_code, layouts, chosen.columns, by=by, at=at)


def remember(
    session: Session, region_code: str, sheets: Iterable[tuple[str | None, str, str]], columns: Columns, *,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Keep what was chosen for the columns of sheets (name, sending unit, layout); other units of the county have it too."""
    known = {(each.unit, each.layout): each for each in list_layouts(session, region_code)}
    for name, unit, layout in sheets:
        own = {str(index): field for (at_sheet, index), field in columns.items() if at_sheet == name}
        if not own:
            continue
        row = known.get((unit, layout)) or RosterLayout(region_code=region_code, unit=unit, layout=layout)
        known[unit, layout] = row
        row.columns, row.chosen_at, row.chosen_by_id = {**(row.columns or {}), **own}, at, by.user_id
        session.add(row)


def _told(taken: Import, *chosen: Mapping[Any, Any]) -> dict[str, Any]:
    """How much was chosen; the contents stay sealed with the import."""
    columns, cells, rows, fields = map(len, chosen)
    return {"mode": taken.mode.value, "columns": columns, "cells": cells, "rows": rows, "fields": fields}
