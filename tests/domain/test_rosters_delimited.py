"""Rows as CSV: both encodings, and nothing in them that a spreadsheet evaluates or rounds."""

import csv
import io
from datetime import date

import pytest

from registry.domain.rosters.delimited import harmless, write_csv
from registry.domain.rosters.xlsx import CellValue


def written(*rows: list[CellValue], form: str = "csv") -> bytes:
    stream = io.BytesIO()
    assert write_csv(rows, stream, headers=["账号", "备注"], form=form) == len(rows)
    return stream.getvalue()


def test_rows_come_out_in_either_encoding() -> None:
    rows: list[CellValue] = ["喆、玥", '引号"与,逗号\n换行']
    assert written(rows).decode("gb18030") == '账号,备注\r\n喆、玥,"引号""与,逗号\n换行"\r\n'
    assert written(rows, form="csv_utf8").startswith(b"\xef\xbb\xbf")
    again = list(csv.reader(io.StringIO(written(rows, form="csv_utf8").decode("utf-8-sig"), newline="")))
    assert again == [["账号", "备注"], rows]


@pytest.mark.parametrize("text", ["=1+1", "+86 312", "-甲", "@清河", "＝1", "\t=1", "=cmd|'/c calc'!A1"])
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert harmless(text) == "'" + text


def test_long_numbers_and_leading_zeros_are_not_rounded_away() -> None:
    assert harmless("330106199003071236") == "330106199003071236\t"
    assert harmless("00123") == "00123\t"
    assert harmless("13812342210") == "13812342210"


def test_numbers_dates_and_blanks_are_plain() -> None:
    assert [harmless(each) for each in (None, -5, date(2026, 5, 1))] == ["", "-5", "2026-05-01"]


def test_many_rows_come_out_in_their_order() -> None:
    text = written(*([str(number), None] for number in range(2_500))).decode("gb18030")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [str(number) for number in range(2_500)]
