"""A plain list as a workbook: what an office works through beside its roster, such as the findings of an import."""

from collections.abc import Iterable, Sequence
from typing import IO

from registry.domain.rosters.xlsx import Book, CellValue
from registry.domain.rosters.xlsx_parts import Sheet


def write_list(
    rows: Iterable[Sequence[CellValue]],
    stream: IO[bytes],
    *,
    title: str,
    subtitle: str,
    headers: Sequence[str],
    widths: Sequence[float],
    sheet_name: str,
) -> int:
    """Write ``rows`` under ``headers`` as .xlsx; texts stay texts, whatever they begin with. Returns how many rows."""
    book = Book(stream)
    count = book.add(Sheet(sheet_name, headers, widths, title, subtitle), rows)
    book.close()
    return count
