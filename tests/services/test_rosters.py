"""Importing rosters: decide first, act after; all or none; what is set aside, and what is kept on file of it."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import ImportState, RowAction, Tier
from registry.jobs import uploads_of
from registry.services import accounts, grading, records, rosters
from registry.services.planning import LENGTHS
from registry.store.accounts import Account, FormerName, Holder
from registry.store.audit import AuditEntry
from registry.store.rosters import Import, ImportRow, list_rows
from registry.store.scope import EVERYTHING
from registry.store.simulations import list_tried
from tests.factories import AT, COUNTY, NEIGHBOUR, ON, make_account, writing
from tests.roster_files import (
    ID_NO,
    PHONE,
    USCC,
    account_of,
    bring,
    counts_of,
    one,
    preview,
    workbook,
)  # fmt: skip

FindActor = Callable[[str], Actor]


@pytest.fixture
def clerk(actor: FindActor) -> Actor:
    return actor("clerk")


def apply_file(app: OpenAPI, by: Actor, import_id: int, data: bytes) -> None:
    with writing(app) as session:
        plan = rosters.read_plan(session, data, "花名册.xlsx", region_code=COUNTY, today=ON)
        rosters.apply(session, import_id, plan, by=by, at=AT, on=ON)


def count(app: OpenAPI, table: type[Any]) -> int:
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def reasons(app: OpenAPI, import_id: int) -> list[str]:
    with writing(app) as session:
        aside = list_rows(session, import_id, actions=rosters.ASIDE)
        return [problem["code"] for row in aside for problem in row.problems]


def test_a_preview_writes_no_account_and_no_holder(app: OpenAPI, clerk: Actor) -> None:
    import_id = preview(app, clerk, workbook(one(1), one(2)))
    assert counts_of(app, import_id) == {"add": 2}
    assert (count(app, Account), count(app, Holder)) == (0, 0)


def test_applying_enters_every_good_row_graded_and_sealed(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 身份证号=ID_NO, 所属平台="微信公众号"), one(2, 粉丝数="约3000"))
    with writing(app) as session:
        first, second = account_of(session, "xhsbs_0001"), account_of(session, "xhsbs_0002")
        plain = records.plain(first)
        assert (plain["phone"], plain["id_no"], first.tier) == (PHONE, ID_NO, Tier.B)
        assert (second.followers, second.approximate) == (3000, ["followers"])


def test_doubtful_and_refused_rows_are_set_aside_and_hold_nothing_up(app: OpenAPI, clerk: Actor) -> None:
    no_platform, twice = one(2, 所属平台=None), one(1, 粉丝数=99)
    import_id = bring(app, clerk, one(1), no_platform, twice, one(3))
    assert counts_of(app, import_id) == {"add": 2, "doubtful": 1, "refused": 1}
    assert count(app, Account) == 2
    assert reasons(app, import_id) == ["rosters.duplicate_differs"]


def test_a_name_another_county_holds_too_goes_in_where_neither_has_an_id(app: OpenAPI, actor: FindActor) -> None:
    nameless = one(1, 平台账号ID=None)
    with writing(app) as session:
        given = {"name": nameless["账号名称"], "uid": None, "holder": nameless.get("主体名称")}
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, **given)
    import_id = bring(app, actor("clerk"), nameless, one(2))
    assert counts_of(app, import_id) == {"add": 2}


def test_a_row_of_another_countys_account_is_set_aside_without_telling_whose(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, name="邻县的号", uid="xhsbs_0001")
    import_id = bring(app, actor("clerk"), one(1), one(2))
    assert counts_of(app, import_id) == {"add": 1, "doubtful": 1}
    assert reasons(app, import_id) == ["rosters.key_elsewhere"]
    with writing(app) as session:
        (row,) = list_rows(session, import_id, actions=[RowAction.DOUBTFUL])
        assert "邻县" not in str(row.problems)


def test_a_text_longer_than_its_column_loses_the_cell_and_not_the_row(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(1, 负责人="张" * (LENGTHS["contact"] + 1), 粉丝数=3_000_000_000))
    with writing(app) as session:
        account = account_of(session, "xhsbs_0001")
        assert (account.contact, account.followers) == (None, None)
        codes = {problem["code"] for problem in session.get_one(Import, import_id).problems}
    assert {"rosters.too_long", "rosters.count_huge"} <= codes


def test_a_register_that_moved_since_the_preview_stops_the_whole_import(app: OpenAPI, clerk: Actor) -> None:
    data = workbook(one(1), one(2))
    import_id = preview(app, clerk, data)
    with writing(app) as session:
        make_account(session, clerk, uid="xhsbs_0002", name="抢先登记")
    with pytest.raises(Refusal, match=r"rosters\.changed_since"):
        apply_file(app, clerk, import_id, data)
    assert count(app, Account) == 1


def test_a_row_that_fails_midway_takes_all_others_back(app: OpenAPI, clerk: Actor) -> None:
    data = workbook(*[one(number) for number in range(1, 301)])
    import_id = preview(app, clerk, data)

    def write_while_another_writes() -> None:
        with writing(app) as session:
            plan = rosters.read_plan(session, data, "花名册.xlsx", region_code=COUNTY, today=ON)
            make_account(session, clerk, uid="xhsbs_0290", name="就在写入时登记")
            rosters.apply(session, import_id, plan, by=clerk, at=AT, on=ON)

    with pytest.raises(IntegrityError):
        write_while_another_writes()
    assert (count(app, Account), count(app, Holder)) == (0, 0)
    with writing(app) as session:
        assert session.get_one(Import, import_id).state is ImportState.PREVIEWED


def test_the_same_file_again_changes_nothing(app: OpenAPI, clerk: Actor) -> None:
    rows = [one(1, 身份证号=ID_NO, 统一社会信用代码=None), one(2, 备注="=1+2", 包村干部="王村长")]
    bring(app, clerk, *rows)
    assert counts_of(app, preview(app, clerk, workbook(*rows))) == {"same": 2}


def test_a_later_roster_changes_what_it_says_and_erases_nothing(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 备注="第一次"))
    import_id = bring(app, clerk, one(1, 粉丝数=50000, 统计日期="2026-09-30", 联系电话=None, 账号名称="西湖新名字"))
    assert counts_of(app, import_id) == {"change": 1}
    with writing(app) as session:
        account = account_of(session, "xhsbs_0001")
        assert (account.followers, account.remark, account.name) == (50000, "第一次", "西湖新名字")
        assert records.plain(account)["phone"] == PHONE
        assert session.scalars(select(FormerName.name)).all() == ["西湖身边事1"]


def test_columns_without_a_field_and_texts_like_formulas_are_kept_as_they_stand(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 包村干部="@王村长", 备注="=HYPERLINK(1)"))
    with writing(app) as session:
        account = account_of(session, "xhsbs_0001")
        assert (account.extra, account.remark) == ({"包村干部": "@王村长"}, "=HYPERLINK(1)")


def test_filing_numbers_learned_from_a_roster_grade_their_accounts_anew(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1), one(2))
    bring(app, clerk, one(1, 备案登记号="西备2026001"), one(2))
    with writing(app) as session:
        assert account_of(session, "xhsbs_0001").filing_complete
        assert not account_of(session, "xhsbs_0002").filing_complete


def test_an_account_counts_from_the_day_of_its_filing(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 备案登记号="西备2026001 2025-03-12"), one(2, 备案登记号="西备2026002"))
    with writing(app) as session:
        found = [account_of(session, f"xhsbs_000{number}") for number in (1, 2)]
        assert [each.eligible for each in found] == ["A", None]
        assert [each.registered_on for each in found] == [ON, ON]
        assert [grading.assess(session, each, on=ON).eligible for each in found] == ["A", None]
        (tried, _) = list_tried(session, scope=EVERYTHING, after=0, limit=2)
        assert grading.facts_of(session, tried).account.registered_on == date(2025, 3, 12)
        accounts.amend(session, found[0].id, {"filing_no": "西备2026001"}, by=clerk, at=AT, on=ON)
        assert found[0].eligible is None


def test_applying_is_one_entry_with_a_digest_of_its_rows(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(1), one(2, 身份证号=ID_NO))
    with writing(app) as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "rosters.apply"))
        assert (entry.object_id, entry.after["counts"]["add"]) == (str(import_id), 2)
        assert len(entry.after["rows_sha256"]) == len(hashlib.sha256().hexdigest())
        assert not session.scalars(select(AuditEntry).where(AuditEntry.act == "accounts.register")).all()


def test_no_personal_value_lies_open_anywhere_in_the_data_folder(app: OpenAPI, clerk: Actor) -> None:
    preview(app, clerk, workbook(one(9, 联系电话="13977778888", 身份证号=ID_NO)))
    bring(app, clerk, one(1, 身份证号=ID_NO), one(2))
    bring(app, clerk, one(1, 联系电话="13977778888"), one(2, 身份证号=ID_NO), one(1, 联系电话="13766665555"))
    with writing(app) as session:
        session.connection().exec_driver_sql("SELECT 1")
    folder = app.extensions["registry.settings"].data_dir
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name.startswith("registry.db") for path in files)
    assert any(path.parent.parent.name == "uploads" for path in files)
    for path in files:
        content = path.read_bytes()
        for value in (PHONE, ID_NO, "13977778888", "13766665555"):
            assert value.encode() not in content, path.name


def test_only_the_office_of_the_county_and_those_above_it_import(app: OpenAPI, actor: FindActor) -> None:
    import_id = preview(app, actor("c-clerk"), workbook(one(1)))
    with pytest.raises(NotFound), writing(app) as session:
        rosters.discard(session, import_id, by=actor("n-clerk"), at=AT)
    with pytest.raises(Refusal, match=r"permission\.region"):
        preview(app, actor("n-clerk"), workbook(one(1)))
    with pytest.raises(Refusal, match=r"permission\.role"):
        preview(app, actor("auditor"), workbook(one(1)))
    whole_city = preview(app, actor("c-clerk"), workbook(one(1)), region_code="330100")
    assert reasons(app, whole_city) == ["rosters.county_unknown"]


def test_an_import_given_up_leaves_no_rows_and_cannot_be_applied(app: OpenAPI, clerk: Actor) -> None:
    data = workbook(one(1))
    import_id = preview(app, clerk, data)
    with writing(app) as session:
        rosters.discard(session, import_id, by=clerk, at=AT)
        assert list_rows(session, import_id) == []
    with pytest.raises(Refusal, match=r"rosters\.settled"):
        apply_file(app, clerk, import_id, data)


def test_confirming_twice_begins_one_job(app: OpenAPI, clerk: Actor) -> None:
    import_id = preview(app, clerk, workbook(one(1)))
    with writing(app) as session:
        digest = session.get_one(Import, import_id).plan_digest or ""
        first = rosters.ask_apply(session, import_id, digest=digest, by=clerk, at=AT).id
        assert rosters.ask_apply(session, import_id, digest=digest, by=clerk, at=AT).id == first


def test_confirming_an_older_preview_is_refused(app: OpenAPI, clerk: Actor) -> None:
    import_id = preview(app, clerk, workbook(one(1)))
    with pytest.raises(Refusal, match=r"rosters\.changed_since"), writing(app) as session:
        rosters.ask_apply(session, import_id, digest="0" * 64, by=clerk, at=AT)


def test_the_uploaded_file_lies_sealed_and_opens_again(app: OpenAPI, clerk: Actor) -> None:
    data = workbook(one(1))
    import_id = preview(app, clerk, data)
    with writing(app) as session:
        taken = session.get_one(Import, import_id)
        assert uploads_of(app).get(taken.upload_sha256 or "") != data
        assert rosters.open_upload(taken, uploads_of(app)) == data


def test_an_archived_account_in_a_roster_is_doubtful(app: OpenAPI, actor: FindActor) -> None:
    bring(app, actor("clerk"), one(1))
    with writing(app) as session:
        found = account_of(session, "xhsbs_0001")
        accounts.archive(session, found.id, reason="停更", by=actor("reviewer"), at=AT, on=ON)
    assert counts_of(app, preview(app, actor("clerk"), workbook(one(1)))) == {"doubtful": 1}


def test_one_holder_known_by_its_code_stands_behind_all_its_accounts(app: OpenAPI, clerk: Actor) -> None:
    shared = {"主体名称": "云帆文化传媒有限公司", "统一社会信用代码": USCC}
    bring(app, clerk, one(1, **shared), one(2, **shared))
    assert count(app, Holder) == 1
    with writing(app) as session:
        assert session.scalars(select(ImportRow.action)).all() == []  # what undoes them stands with the rows as shown


def test_an_identity_number_in_a_column_of_credit_codes_is_masked_among_its_samples(app: OpenAPI, clerk: Actor) -> None:
    codes = {"主体名称": "云帆文化传媒有限公司", "统一社会信用代码": USCC}
    numbers = {"主体名称": "何立新", "统一社会信用代码": "330825199001011234"}
    import_id = preview(app, clerk, workbook(one(1, **codes), one(2, **numbers)))
    with writing(app) as session:
        told = str(session.get_one(Import, import_id).sheets)
    assert USCC in told
    assert "330825199001011234" not in told
