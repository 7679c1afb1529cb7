"""The workbook `registry bench` measures with: a believable roster of any length, the same at every run.

Written with shared strings, as Excel and WPS write theirs, so that the bare reader beside ours meets the file it meets in
an office. Written by hand, part by part: making the file must not take longer than measuring it.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from stdnum.cn import uscc

from registry.cli.demo_roster import CATEGORIES, GIVEN, HEADER, PLATFORMS, SUBJECTS, SURNAMES, TRADES
from registry.domain import regions

COUNTY = "330825"
COLUMNS = HEADER[:20]
"""All but 备注: the twenty columns of the goals."""
_SHARED_HOLDERS = 3
"""About how many accounts share one holder."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
}


def make_rows(count: int) -> Iterator[list[Any]]:
    """``count`` accounts as COLUMNS has them; no two alike in name or id, about three of one holder."""
    random = Random(COUNTY)  # noqa: S311 - sample data, the same at every run
    towns = [name for _, name in regions.towns_of(COUNTY)]
    holders = [_holder(number, random) for number in range(max(1, count // _SHARED_HOLDERS))]
    platforms, weights = [name for name, _ in PLATFORMS], [weight for _, weight in PLATFORMS]
    for number in range(1, count + 1):
        kind, holder, code, person, phone = random.choice(holders)
        platform, town = random.choices(platforms, weights)[0], random.choice(towns)
        handle = f"{random.choice('abcdefhjkmnqrstwxyz')}{number:07d}{random.randrange(100):02d}"
        followers = random.randrange(100, 900_000) / 10_000
        yield [
            number, _title(number, town, random), platform, handle, f"https://{handle}.example/",
            random.choice(CATEGORIES), kind, holder, code, person, phone,
            random.choices([followers, f"约{followers}", "未公开"], [90, 6, 4])[0], "2026年9月",
            f"20{random.randrange(17, 26)}年{random.randrange(1, 13)}月{random.randrange(1, 29)}日",
            random.choice(("是", "否", "无")), random.choice(("无", "无", "星河MCN")),
            f"龙备2025-{number:07d}" if number % 3 else None, random.choices(("正常", "停更"), (9, 1))[0],
            f"{town}宣传办", random.choice(SURNAMES) + random.choice(GIVEN),
        ]  # fmt: skip


def _holder(number: int, random: Random) -> tuple[str, str, str | None, str, str]:
    """(type, name, credit code, person, phone)."""
    person, phone = random.choice(SURNAMES) + random.choice(GIVEN), f"138{number:08d}"
    if number % 2:
        return "个人", f"{person}{_spelt(number)}", None, person, phone
    body = f"91{COUNTY}{number:09d}"
    name = f"龙游{_spelt(number)}{random.choice(TRADES)}有限公司"
    return "企业", name, body + uscc.calc_check_digit(body), person, phone


def _title(number: int, town: str, random: Random) -> str:
    """A name no other row bears, nor nearly so: names one character apart would be set aside as doubtful."""
    return f"{town.rstrip('镇乡街道')}{_spelt(number)}{random.choice(SUBJECTS)}"


def _spelt(number: int) -> str:
    """A number as four characters of its own, far from those of the numbers beside it."""
    scattered = number * 2_654_435_761 % 2**32
    return "".join(chr(0x4E00 + (scattered >> shift & 0xFF) * 16 + shift // 8) for shift in (0, 8, 16, 24))


def write_workbook(path: Path, count: int) -> None:
    """Write the roster of ``count`` accounts as .xlsx: a title line, the header, the rows."""
    words: dict[str, int] = {}
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _DECLARED + text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            lines = [["龙游县自媒体账号花名册"], list(COLUMNS)]
            for number, row in enumerate(_chained(lines, count), 1):
                part.write(_line(number, row, words).encode())
            part.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'{_DECLARED}<sst xmlns="{_MAIN}" uniqueCount="{len(words)}">'.encode())
            part.writelines(f"<si><t>{escape(word)}</t></si>".encode() for word in words)
            part.write(b"</sst>")


def _chained(lines: list[list[Any]], count: int) -> Iterator[list[Any]]:
    yield from lines
    yield from make_rows(count)


def _line(number: int, row: list[Any], words: dict[str, int]) -> str:
    cells = [f'<row r="{number}">']
    for letter, value in zip(_LETTERS, row, strict=False):
        if isinstance(value, str):
            cells.append(f'<c r="{letter}{number}" t="s"><v>{words.setdefault(value, len(words))}</v></c>')
        elif value is not None:
            cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
    cells.append("</row>")
    return "".join(cells)
