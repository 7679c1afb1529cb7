"""Strangers' files, really hostile ones among them, read in a process of their own."""

import io
import pickle
import zipfile

import pytest
from openpyxl import Workbook

from registry.domain.errors import Refusal
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.handover import pack, unpack
from registry.domain.rosters.roster import read_grids
from registry.services.reading import read_in_child
from registry.wording import word
from tests.domain.roster_books import HEADER, TODAY, book, fill, read, saved

ROW = ("清河生活", "抖音", "qinghe01", "清河传媒", "约1200")


def refused(data: bytes, **limits: float) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_in_child(data, "花名册.xlsx", today=TODAY, **limits)
    assert word(caught.value.code, caught.value.params)
    return caught.value


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The same workbook with one part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


def test_a_roster_read_in_a_child_is_the_roster_read_here():
    rows = [["填报单位：湖镇镇"], (*HEADER, "包村干部", "登记键"), (*ROW, "王五", "k1"), ("", "抖音", "x", "", "许多")]
    data = book(rows, names=["龙游县"])
    assert read_in_child(data, "花名册.xlsx", today=TODAY) == read(data)


def test_the_officers_choices_reach_the_child():
    data = book([HEADER, ROW], names=["名册"])
    choices = Choices(cells={("名册", 2, "name"): "清河美食"})
    assert read_in_child(data, "花名册.xlsx", today=TODAY, choices=choices).rows[0].values["name"] == "清河美食"


def test_a_refusal_of_the_child_is_the_callers():
    assert refused(b"%PDF-1.7").code == "rosters.not_a_workbook"
    refusal = refused(book([["交易时间", "金额"], ["1月", 5]]))
    assert (refusal.code, refusal.params["found"]) == ("rosters.no_header", "交易时间、金额、1月、5")


def test_a_reading_without_end_is_stopped():
    assert refused(book([HEADER, ROW]), seconds=0.01).code == "rosters.too_long"


def test_a_reading_without_measure_is_stopped():
    rows = [(f"账号{number}", "抖音", f"id{number}", "清河传媒", number) for number in range(30_000)]
    data = (
        "账号名称,所属平台,平台账号ID,主体名称,粉丝数\n" + "\n".join(",".join(map(str, row)) for row in rows)
    ).encode()
    assert refused(data, megabytes=48).code == "rosters.too_much"


def test_a_zip_bomb_is_refused():
    data = with_part(book([HEADER, ROW]), "xl/worksheets/sheet1.xml", b" " * (60 * 2**20))
    assert len(data) < 2**20
    assert refused(data).code == "rosters.bomb"


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    part = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "{"x" * 100}">{entities}]><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    )
    data = with_part(book([HEADER, ROW]), "xl/worksheets/sheet1.xml", part.encode())
    assert refused(data).code in ("rosters.broken", "rosters.empty_workbook", "rosters.no_header")


def test_a_million_phantom_rows_are_refused_or_no_rows():
    workbook = Workbook()
    fill(workbook.worksheets[0], [HEADER, ROW])
    workbook.worksheets[0]["A1048576"] = " "
    assert refused(saved(workbook)).code == "rosters.sheet_too_big"


def test_phantom_columns_are_refused():
    workbook = Workbook()
    fill(workbook.worksheets[0], [HEADER, ROW])
    workbook.worksheets[0]["XFD1"] = " "
    assert refused(saved(workbook)).code == "rosters.sheet_too_big"


def test_a_truncated_file_is_refused():
    data = book([HEADER, ROW])
    assert refused(data[:-200]).code == "rosters.broken"


def test_an_answer_that_names_a_class_is_no_answer():
    class Sly:
        def __reduce__(self):
            return (print, ("never",))

    for answer in (pickle.dumps(("roster", Sly())), b"", b"garbage", pickle.dumps(("refusal", "users.denied", {}))):
        with pytest.raises(Refusal, match="broken"):
            unpack(answer)


def test_what_travels_comes_back_whole():
    data = book([(*HEADER, "备注", "小名"), (*ROW, "无", "生活君"), ("甲", "乙", 1.5e17, "", "3万")])
    assert unpack(pack(*read_grids(data, "花名册.xlsx", today=TODAY))) == read(data)
