"""A plain list as a workbook: what an office works through beside its roster, such as the findings of an import."""

from collections.abc import Iterable, Sequence
from typing import IO

from registry.domain.rosters.write import arrange, new_sheet, put, write_head


def write_list(
    rows: Iterable[Sequence[str | int | None]],
    stream: IO[bytes],
    *,
    title: str,
    subtitle: str,
    headers: Sequence[str],
    widths: Sequence[int],
    sheet_name: str,
) -> int:
    """Write ``rows`` under ``headers`` as .xlsx; texts stay texts, whatever they begin with. Returns how many rows."""
    workbook, sheet = new_sheet()
    sheet.title = sheet_name
    head = write_head(sheet, headers, title, subtitle)
    number = 0
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row, 1):
            put(sheet, head + number, place, cell)
    arrange(sheet, head, widths, head + number)
    workbook.save(stream)
    return number
