"""Exporting rosters: what comes out goes in again unchanged; masked unless a reason is given; on file each time."""

import io
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from sqlalchemy import select
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.rosters.delimited import ENCODINGS
from registry.domain.rosters.fields import BY_NAME, NAMES
from registry.domain.rosters.tokens import read_mark
from registry.domain.rosters.write import ExportRow, write_roster
from registry.domain.terms import AccountStatus, Category, HolderType, Platform
from registry.services import exporting, rosters
from registry.services.exporting import Wish
from registry.store.account_queries import AccountFilter
from registry.store.audit import AuditEntry
from registry.store.db import db, vault
from registry.store.rosters import Import, ImportRow
from tests.factories import AT, COUNTY, NEIGHBOUR, ON, writing
from tests.roster_files import ID_NO, PHONE, bring, cells, counts_of, one, preview, take_back

FindActor = Callable[[str], Actor]
ROWS = (
    one(1, 身份证号=ID_NO, 备注="=1+2", 包村干部="王村长"),
    one(2, 所属平台="微信公众号", 粉丝数="约3000", 统计日期="2026-05", 平台账号ID="-dash_0002"),
    one(3, 平台账号ID="00123", 粉丝数=None, 统计日期=None, 包村干部="@李"),
)


def exported(app: OpenAPI, by: Actor | None, **asked: Any) -> bytes:
    stream, wanted = io.BytesIO(), asked.pop("wanted", AccountFilter(region_code=COUNTY))
    with app.app_context():
        written = exporting.write(db.session(), stream, Wish(wanted, "台账", "某办", **asked), by=by)
    with writing(app) as session:
        exporting.note(session, written, by=by, at=AT)
    return stream.getvalue()


@pytest.fixture
def clerk(app: OpenAPI, actor: FindActor) -> Actor:
    """The clerk of a county with three accounts."""
    bring(app, actor("clerk"), *ROWS)
    return actor("clerk")


def test_an_exported_roster_read_back_changes_nothing(app: OpenAPI, clerk: Actor) -> None:
    assert counts_of(app, preview(app, clerk, exported(app, clerk))) == {"same": 3}


def test_an_export_in_the_clear_read_back_changes_nothing_either(app: OpenAPI, clerk: Actor) -> None:
    data = exported(app, clerk, is_plain=True, reason="逐户核对")
    assert counts_of(app, preview(app, clerk, data)) == {"same": 3}


def test_telephone_and_identity_numbers_are_masked(app: OpenAPI, clerk: Actor) -> None:
    found = cells(exported(app, clerk))
    assert found["联系电话"][0] == "138****2210"
    assert found["身份证号"][0] == "330***********1236"


def test_in_the_clear_they_are_whole_and_the_reason_is_on_file(app: OpenAPI, clerk: Actor) -> None:
    found = cells(exported(app, clerk, is_plain=True, reason="逐户核对"))
    assert (found["联系电话"][0], found["身份证号"][0]) == (PHONE, ID_NO)
    with writing(app) as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "rosters.export"))
        assert (entry.reason, entry.after["plain"], entry.after["rows"]) == ("逐户核对", True, 3)
        assert PHONE not in str(entry.after)


def test_without_a_reason_nothing_comes_out_in_the_clear(app: OpenAPI, clerk: Actor) -> None:
    with pytest.raises(Refusal, match=r"accounts\.reason_missing"):
        exported(app, clerk, is_plain=True, reason=" ")


def test_an_auditor_exports_masked_only(app: OpenAPI, clerk: Actor, actor: FindActor) -> None:
    assert exported(app, actor("auditor"))
    with pytest.raises(Refusal, match=r"permission\.role"):
        exported(app, actor("auditor"), is_plain=True, reason="想看")


def test_ids_are_text_and_formulas_stay_text(app: OpenAPI, clerk: Actor) -> None:
    sheet = load_workbook(io.BytesIO(exported(app, clerk))).worksheets[0]
    texts = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {texts[each] for each in ("00123", "=1+2", "-dash_0002", "@李")} == {"s"}
    assert sheet.freeze_panes


def test_unknown_columns_come_out_again_beside_their_rows(app: OpenAPI, clerk: Actor) -> None:
    assert cells(exported(app, clerk))["包村干部"] == ["王村长", None, "@李"]


def test_a_filter_is_kept_and_an_unknown_column_no_row_has_is_left_out(app: OpenAPI, clerk: Actor) -> None:
    found = cells(exported(app, clerk, wanted=AccountFilter(region_code=COUNTY, platform=Platform.WECHAT)))
    assert found["账号名称"] == ["西湖身边事2"]
    assert "包村干部" not in found


def test_a_neighbours_roster_is_not_to_be_had(app: OpenAPI, clerk: Actor) -> None:
    with pytest.raises(Refusal, match=r"permission\.region"):
        exported(app, clerk, wanted=AccountFilter(region_code=NEIGHBOUR))


NOTED = "备用 13911112222，勿外传"


def test_numbers_in_remarks_and_unknown_columns_are_masked_and_read_back_change_nothing(
    app: OpenAPI, actor: FindActor
) -> None:
    by = actor("clerk")
    bring(app, by, one(1, 备注=NOTED, 包村干部="王村长 138-0013-8000"))
    data = exported(app, by)
    assert cells(data)["备注"] == ["备用 139****2222，勿外传"]
    assert cells(data)["包村干部"] == ["王村长 138****8000"]
    assert counts_of(app, preview(app, by, data)) == {"same": 1}
    assert cells(exported(app, by, is_plain=True, reason="核对"))["备注"] == [NOTED]


def test_no_number_of_a_person_lies_open_beside_the_account_itself(app: OpenAPI, actor: FindActor) -> None:
    by = actor("clerk")
    row = {"备注": NOTED, "包村干部": "13911113333", "负责人": "李四13911114444", "身份证号": ID_NO}
    bring(app, by, one(1, **row))
    bring(app, by, one(1, **{**row, "备注": "改 13911112222", "包村干部": "13911115555"}))
    with writing(app) as session:
        for table in (ImportRow, Import, AuditEntry):
            for kept in session.scalars(select(table)):
                text = str([getattr(kept, column.key) for column in table.__table__.columns])
                assert not re.search(r"139111|" + PHONE + "|" + ID_NO, text), text


def test_each_row_bears_a_hidden_key_that_tells_what_was_edited_from_what_the_register_changed(
    app: OpenAPI, clerk: Actor
) -> None:
    data = exported(app, clerk)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    letter = get_column_letter(sheet.max_column)
    assert sheet[f"{letter}3"].value == "登记键"
    assert sheet.column_dimensions[letter].hidden
    with app.app_context():
        marks = [read_mark(str(text), vault().field_key) for text in cells(data)["登记键"]]
    assert [mark.is_as_exported("phone", PHONE) for mark in marks if mark] == [True] * 3
    assert PHONE not in str(cells(data)["登记键"])


@pytest.mark.parametrize("form", ["csv", "csv_utf8"])
def test_a_csv_read_back_changes_nothing(app: OpenAPI, clerk: Actor, form: str) -> None:
    assert counts_of(app, preview(app, clerk, exported(app, clerk, form=form))) == {"same": 3}


TEXTS = (
    "=1+2",
    "甲、乙；丙",
    "第一行\n第二行",
    "a & b <c>",
    "“引号”",
    "1E5",
    "00123",
    "- 破折",
    "_x0041_",
    "𠮷野家",
    "50%",
)


def any_row(number: int) -> dict[str, Any]:
    """A row of every field, believable but for its texts; now and then a cell is empty or only about right."""
    random = Random(number)
    text = random.choice(TEXTS)
    person = random.random() < 0.4
    row: dict[str, Any] = {
        "name": f"西湖{chr(0x4E00 + number * 37)}{chr(0x5A00 + number * 53)}事", "platform": random.choice([*Platform]),
        "uid": f"xh_{number:05d}", "url": f"https://example.org/u/{number}?a=1&b=2", "category": random.choice([*Category]),
        "holder_type": HolderType.INDIVIDUAL if person else HolderType.COMPANY,
        "holder": f"{chr(0x4E00 + number * 91)}某{number}" if person else f"云帆{number}（集团）公司",
        "uscc": None if person else uscc(number), "id_no": id_no(number) if person else None,
        "contact": f"张{number}", "phone": f"138{number:08d}、0571-8{number:06d}", "address": f"文三路 {number} 号 {text}",
        "town": "三墩镇", "followers": random.randrange(1, 10**7), "followers_on": random.choice(["2026-06", "2026-06-30"]),
        "opened_on": random.choice(["2019", "2019-03", "2019-03-31"]), "verified": "蓝V", "licence": text,
        "mcn": f"某 MCN {text}", "filing_no": f"浙备{number:08d}", "status": random.choice([*AccountStatus]),
        "supervisor": f"李四 139{number:08d}", "remark": f"备用 137{number:08d} {text}",
    }  # fmt: skip
    for name in random.sample(sorted(set(row) - {"name", "platform", "uid", "holder", "holder_type"}), number % 7):
        row[name] = None
    return row


def uscc(number: int) -> str:
    body = f"91330106{number:09d}"
    return body + str(stdnum_uscc.calc_check_digit(body))


def id_no(number: int) -> str:
    body = f"33010619900307{number:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


@pytest.fixture
def everything(app: OpenAPI, actor: FindActor) -> Actor:
    """The clerk of a county with forty accounts, every field of a roster among them, and two columns of its own."""
    stream = io.BytesIO()
    rows = [
        ExportRow(any_row(number), ("followers",) * (number % 3 == 0), {"网格员": f"王{number}", "=备查": TEXTS[number % 11]})
        for number in range(1, 41)
    ]  # fmt: skip
    rows = [row if row.values["followers"] else row._replace(approximate=()) for row in rows]
    write_roster(rows, stream, title="台账", extra_headers=["网格员", "=备查"])
    enter(app, actor("clerk"), stream.getvalue(), COUNTY)
    return actor("clerk")


def enter(app: OpenAPI, by: Actor, data: bytes, region_code: str) -> dict[str, int]:
    """Import a file at one stroke; returns what it did."""
    import_id = preview(app, by, data, region_code=region_code)
    with writing(app) as session:
        plan = rosters.read_plan(session, data, "花名册.xlsx", region_code=region_code, today=ON)
        rosters.apply(session, import_id, plan, by=by, at=AT, on=ON)
    return counts_of(app, import_id)


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("is_plain", [False, True], ids=["masked", "whole"])
def test_exported_imported_and_exported_again_every_cell_is_the_same(
    app: OpenAPI, everything: Actor, is_plain: bool
) -> None:
    asked = {"is_plain": is_plain, "reason": "核对" if is_plain else ""}
    data = exported(app, everything, **asked)
    assert len(rows_of(data)) == 3 + 40
    assert {name for name, column in cells(data).items() if any(column)} >= {BY_NAME[name].label for name in NAMES}
    assert enter(app, everything, data, COUNTY) == {"same": 40}
    assert rows_of(exported(app, everything, **asked)) == rows_of(data)


@pytest.mark.parametrize("form", ["xlsx", "csv", "csv_utf8"])
def test_entered_anew_into_an_empty_register_every_cell_is_the_same(app: OpenAPI, everything: Actor, form: str) -> None:
    asked = {"form": form, "is_plain": True, "reason": "重建"}
    data = exported(app, everything, **asked)
    with writing(app) as session:
        (import_id,) = session.scalars(select(Import.id))
    take_back(app, everything, import_id)
    assert enter(app, everything, data, COUNTY) == {"add": 40}
    again = exported(app, everything, **asked)
    if form == "xlsx":  # the keys name the new accounts
        assert [row[:-1] for row in rows_of(again)] == [row[:-1] for row in rows_of(data)]
    else:
        assert again.decode(ENCODINGS[form]).splitlines() == data.decode(ENCODINGS[form]).splitlines()


def test_a_number_in_a_name_is_masked_and_read_back_changes_nothing(app: OpenAPI, actor: FindActor) -> None:
    by, name, holder = actor("clerk"), "老王卖鱼13911112222", f"王某{ID_NO}"
    bring(app, by, one(1, 账号名称=name, 主体名称=holder, 平台账号ID=None, MCN="联系13911113333"))
    data, loose = exported(app, by), exported(app, by, form="csv")
    assert cells(data)["账号名称"] == ["老王卖鱼139****2222"]
    assert cells(data)["主体名称"] == ["王某330***********1236"]
    assert not re.search(f"1391111|{ID_NO}", loose.decode("gb18030"))
    assert counts_of(app, preview(app, by, data)) == {"same": 1}
    assert counts_of(app, preview(app, by, loose)) == {"same": 1}
    assert cells(exported(app, by, is_plain=True, reason="核对"))["账号名称"] == [name]
    bring(app, by, one(1, 账号名称="老王卖鱼", 主体名称=holder, 平台账号ID=None, MCN="联系13911113333"))
    with writing(app) as session:
        for entry in session.scalars(select(AuditEntry)):
            assert name not in str((entry.before, entry.after))
