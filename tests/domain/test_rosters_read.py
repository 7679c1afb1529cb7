"""Files as they arrive: what is opened, what is refused and how it is said."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from registry.domain.errors import Refusal
from registry.domain.rosters import containers
from registry.domain.rosters.encodings import decode
from registry.domain.rosters.fields import NAMES
from registry.domain.rosters.notes import runs_of
from registry.wording import word
from tests.domain.roster_books import HEADER, book, fill, read, read_rows, saved, told

ROW = ("清河生活", "抖音", "qinghe01", "清河传媒", 1200)


def refused(data: bytes, filename: str = "花名册.xlsx") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(data, filename)
    assert word(caught.value.code, caught.value.params)  # every refusal has its words
    return caught.value


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same workbook with parts replaced or added; names with dots for slashes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
        for name in {*old.namelist(), *replaced}:
            new.writestr(name, replaced.get(name) or old.read(name))
    return stream.getvalue()


def test_a_lock_file_is_named_for_what_it_is():
    assert refused(b"whatever", "~$花名册.xlsx").code == "rosters.lock_file"


@pytest.mark.parametrize("data", [b"", b"   \r\n", b"\0" * 100, b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    assert refused(data).code == "rosters.empty_file"


def test_a_file_beyond_all_rosters_is_refused_unread(monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 1000)
    assert refused(b"PK" + b"x" * 2000).code == "rosters.file_too_big"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><table></table></html>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"ID;PWXL;N;E",
        "<?xml?>".encode("utf-16"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content_whatever_its_name(data):
    assert refused(data, "花名册.xlsx").code == "rosters.not_a_workbook"


def test_an_archive_without_a_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert refused(stream.getvalue()).code == "rosters.not_a_workbook"


def test_an_encrypted_package_is_refused_as_protected():
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 64
    assert refused(data).code == "rosters.protected"


def test_an_old_workbook_with_a_password_is_refused_as_protected():
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    file_pass = struct.pack("<HHH", 0x002F, 2, 0)
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + bof + file_pass + b"\0" * 512
    assert refused(data, "花名册.xls").code == "rosters.protected"


def test_an_encrypted_opendocument_is_refused_as_protected():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "x")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert refused(stream.getvalue(), "花名册.ods").code == "rosters.protected"


def test_a_truncated_workbook_is_refused_as_broken():
    data = book([HEADER, ROW])
    assert refused(data[: len(data) // 2]).code == "rosters.broken"


def test_a_workbook_whose_sheet_is_garbage_is_refused_as_broken():
    data = repacked(book([HEADER, ROW]), xl__workbook=b"<not xml")
    assert refused(data).code == "rosters.broken"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(containers, "_RATIO_FROM", 2**20)
    data = repacked(book([HEADER, ROW]), xl__worksheets__sheet9=b" " * (4 * 2**20))
    assert refused(data).code == "rosters.bomb"


def test_a_stray_cell_in_the_last_row_is_refused_and_named():
    workbook = Workbook()
    fill(workbook.worksheets[0], [HEADER, ROW])
    workbook.worksheets[0]["A1048576"] = "x"
    assert refused(saved(workbook)).params["cell"] == "A1048576"


def test_a_stray_cell_in_the_last_column_is_refused_and_named():
    workbook = Workbook()
    fill(workbook.worksheets[0], [HEADER, ROW])
    workbook.worksheets[0]["XFD2"] = "x"
    assert refused(saved(workbook)).params["cell"] == "XFD2"


def test_a_sheet_both_tall_and_wide_is_refused_before_its_empty_cells_are_laid_out():
    workbook = Workbook()
    fill(workbook.worksheets[0], [HEADER, ROW])
    workbook.worksheets[0]["CV2"] = "x"
    workbook.worksheets[0]["A150000"] = "x"
    with pytest.raises(Refusal) as refused_here:
        containers.inspect(saved(workbook), "花名册.xlsx")
    assert refused_here.value.params["cell"] == "CV150000"


def test_formatted_empty_cells_to_the_last_row_are_no_rows():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    fill(sheet, [HEADER, ROW])
    sheet["A1048576"].number_format = "@"
    sheet["XFD3"].number_format = "@"
    assert len(read(saved(workbook)).rows) == 1


def test_a_workbook_without_any_cell_is_refused():
    assert refused(book([[]])).code == "rosters.empty_workbook"


def test_a_table_that_is_no_roster_is_refused_with_what_was_found():
    refusal = refused(book([["交易时间", "金额"], ["1月", 5]]))
    assert refusal.code == "rosters.no_header"
    assert "交易时间" in refusal.params["found"]


def test_a_header_without_rows_is_refused():
    assert refused(book([HEADER])).code == "rosters.no_rows"


def test_rows_and_columns_are_numbered_as_excel_shows_them():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for place, (header, cell) in enumerate(zip(HEADER, ROW, strict=True), start=3):
        sheet.cell(5, place, header)
        sheet.cell(7, place, cell)
    roster = read(saved(workbook))
    assert roster.sheets[0].header_row == 5
    assert roster.sheets[0].letters["name"] == "C"
    assert [row.number for row in roster.rows] == [7]


def test_hidden_sheets_are_skipped_and_said():
    workbook = Workbook()
    fill(workbook.worksheets[0], [HEADER, ROW])
    hidden = workbook.create_sheet("去年")
    fill(hidden, [HEADER, ROW])
    hidden.sheet_state = "hidden"
    roster = read(saved(workbook))
    assert len(roster.rows) == 1
    assert told(roster, "rosters.sheet_hidden").params == {"name": "去年"}


def test_hidden_rows_and_columns_are_read_and_said():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    fill(sheet, [HEADER, ROW, ("乙", *ROW[1:2], "other", *ROW[3:])])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    roster = read(saved(workbook))
    assert len(roster.rows) == 2
    assert told(roster, "rosters.rows_hidden").params == {"count": 1, "which": "2"}
    assert told(roster, "rosters.columns_hidden").params == {"count": 1, "which": "D"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({5}, "5"),
        ({12, 8, 9, 5, 10, 11}, "5、8–12"),
        (set(range(1, 16, 2)), "1、3、5、7、9、11…"),
        (range(2, 90_000), "2–89999"),
    ],
)
def test_hidden_rows_are_named_the_first_ones(rows, said):
    assert runs_of(rows) == said


def test_other_sheets_are_said_to_have_no_header():
    roster = read(book([HEADER, ROW], [["会议纪要"], ["今天开会"]], names=["花名册", "纪要"]))
    assert told(roster, "rosters.sheet_no_header").sheet == "纪要"


def test_a_formula_gives_its_cached_value_and_is_never_evaluated():
    data = book([HEADER, ("甲", "抖音", "a_1", "乙", "=1+1")])
    assert read(data).rows[0].values["followers"] is None
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    cached = sheet.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
    )
    assert read(repacked(data, xl__worksheets__sheet1=cached)).rows[0].values["followers"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_tables_are_read_in_the_encodings_offices_use(encoding, mark):
    text = f"账号名称{mark}平台{mark}粉丝数\r\n清河生活{mark}抖音{mark}1.2万\r\n"
    roster = read(text.encode(encoding), "花名册.csv")
    assert roster.sheets[0].name is None
    assert roster.rows[0].number == 2
    assert roster.rows[0].values["name"] == "清河生活"
    assert roster.rows[0].values["followers"] == 12_000


def test_text_in_no_known_encoding_is_refused_rather_than_garbled():
    assert refused("账号名称,平台".encode("gb18030") + b"\xff\xff\x80").code == "rosters.not_a_workbook"


def test_wrapped_digits_of_other_systems_are_unwrapped():
    data = '账号名称,平台,平台账号ID\n="清河生活",抖音,"=""00123"""\n'.encode()
    assert read(data, "导出.xls").rows[0].values["uid"] == "00123"


def test_the_tables_roster_is_found_below_any_number_of_title_lines():
    rows = [["清河县自媒体账号台账"], ["填报单位：清河县网信办"], ["日期：2026年11月"], HEADER, ROW]
    assert read(book(rows)).sheets[0].header_row == 4


def test_every_value_of_every_field_is_present():
    row = read_rows(("账号名称", "平台"), ("甲", "抖音")).rows[0]
    assert tuple(row.values) == NAMES
    assert {name for name, value in row.values.items() if value is not None} == {"name", "platform"}


TABLE = "账号名称,平台,粉丝数\n清河生活,抖音,1.2万\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_table_is_read_in_every_encoding_offices_use(encoding, separator):
    data = TABLE.replace(",", separator).encode(encoding)
    for filename in ("导出.csv", "导出.tsv", "导出.xls"):
        (row,) = read(data, filename).rows
        assert (row.values["name"], row.values["platform"], row.values["followers"]) == ("清河生活", "douyin", 12_000)


def test_two_chinese_characters_in_gb18030_are_not_taken_for_foreign_letters():
    assert decode("a,目录\n".encode("gb18030")) == "a,目录\n"


def test_markup_named_xls_is_refused_in_every_encoding():
    page = "<html><table><tr><td>账号名称</td></tr></table></html>"
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-le"):
        assert refused(page.encode(encoding), "花名册.xls").code == "rosters.not_a_workbook"
