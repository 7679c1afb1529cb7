"""Undoing a whole import: removed, restored, kept and named; and its preview, which shares the deciding."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import HolderType, ImportState
from registry.services import accounts, records, traces, transfers
from registry.services.undo_plan import plan_undo
from registry.services.undoing import Undone
from registry.store.accounts import Account, FormerName, Holder
from registry.store.added_rows import AddedRows
from registry.store.audit import AuditEntry
from registry.store.db import vault
from registry.store.rosters import Import
from tests.client import counted_statements
from tests.factories import AT, CITY, NEIGHBOUR, ON, make_account, make_violation, writing
from tests.roster_files import ID_NO, PHONE, USCC, account_of, bring, one, preview, take_back, workbook

FindActor = Callable[[str], Actor]


@pytest.fixture
def clerk(actor: FindActor) -> Actor:
    return actor("clerk")


def records_of(app: OpenAPI) -> dict[str, dict[str, Any]]:
    """Every account as one flat record, with what else an import may touch."""
    with writing(app) as session:
        return {
            account.uid or account.name: {
                **records.plain(account), "approximate": account.approximate, "extra": account.extra,
                "key": (account.key, account.key_is_weak, account.name_key), "holder_id": account.holder_id,
            }
            for account in session.scalars(select(Account))
        }  # fmt: skip


def count(app: OpenAPI, table: type[Any]) -> int:
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_undo_removes_what_the_import_created_and_the_holders_it_founded(app: OpenAPI, clerk: Actor) -> None:
    result = take_back(app, clerk, bring(app, clerk, one(1, 身份证号=ID_NO), one(2)))
    assert (result.removed, result.restored, result.kept) == (2, 0, [])
    assert (count(app, Account), count(app, Holder)) == (0, 0)


def test_undo_gives_back_every_field_the_import_changed(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 备注="旧", 包村干部="老王"), one(2, 粉丝数="约3000"), one(3))
    before = records_of(app)
    changed = bring(
        app, clerk,
        one(1, 备注="新", 包村干部="小李", 联系电话="13977778888", 账号名称="西湖新名字", 所属乡镇="古荡街道"),
        one(2, 粉丝数=500000, 统计日期="2026-09-30", 备案登记号="西备1"),
        one(3, 主体名称="换了主体有限公司", 统一社会信用代码=USCC, 身份证号=ID_NO),
    )  # fmt: skip
    assert records_of(app) != before
    result = take_back(app, clerk, changed)
    assert (result.removed, result.restored, result.kept) == (0, 3, [])
    assert records_of(app) == before
    assert count(app, FormerName) == 0
    assert count(app, Holder) == 3


def test_undo_gives_a_holder_back_that_the_import_only_completed(app: OpenAPI, clerk: Actor) -> None:
    with writing(app) as session:
        holder_id = make_account(session, clerk, holder="云帆文化传媒有限公司", uscc=USCC).holder_id
    shared = {"主体名称": "云帆文化传媒有限公司", "主体类型": "企业", "统一社会信用代码": USCC}
    import_id = bring(app, clerk, one(1, **shared))
    with writing(app) as session:
        assert session.get_one(Holder, holder_id).holder_type is HolderType.COMPANY
    assert take_back(app, clerk, import_id).removed == 1
    with writing(app) as session:
        holder = session.get_one(Holder, holder_id)
        assert (holder.name, holder.uscc, holder.holder_type) == ("云帆文化传媒有限公司", USCC, None)


def test_two_accounts_of_one_holder_come_back_together(app: OpenAPI, clerk: Actor) -> None:
    shared = {"主体名称": "云帆文化传媒有限公司", "统一社会信用代码": USCC}
    bring(app, clerk, one(1, **shared), one(2, **shared))
    before = records_of(app)
    import_id = bring(
        app, clerk, one(1, **shared | {"主体类型": "社会组织"}), one(2, **shared | {"主体类型": "社会组织"})
    )
    assert records_of(app) != before
    assert take_back(app, clerk, import_id).restored == 2
    assert records_of(app) == before


def test_a_telephone_comes_back_under_the_holder_it_was_sealed_for(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 主体名称="赵一", 主体类型="个人"))
    moved = bring(
        app, clerk, one(1, 主体名称="云帆公司", 主体类型="企业", 统一社会信用代码=USCC, 联系电话="13977778888")
    )
    take_back(app, clerk, moved)
    with writing(app) as session:
        plain = records.plain(account_of(session, "xhsbs_0001"))
        assert (plain["phone"], plain["holder"], plain["holder_type"]) == (PHONE, "赵一", HolderType.INDIVIDUAL)


def test_what_an_officer_edited_since_is_kept_and_named(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(2))
    import_id = bring(app, clerk, one(1), one(2, 粉丝数=99999, 统计日期="2026-09-30"), one(3))
    with writing(app) as session:
        first, second = account_of(session, "xhsbs_0001"), account_of(session, "xhsbs_0002")
        ids = [first.id, second.id]
        accounts.amend(session, first.id, {"remark": "核实过"}, by=clerk, at=AT, on=ON)
        accounts.amend(session, second.id, {"followers": 88888}, by=clerk, at=AT, on=ON)
    result = take_back(app, clerk, import_id)
    assert (result.removed, result.restored) == (1, 0)
    assert result.kept == [(each, "edited") for each in ids]
    with writing(app) as session:
        assert account_of(session, "xhsbs_0002").followers == 88888
        assert session.get_one(Import, import_id).undo_result["kept"] == [
            {"account_id": each, "reason": "edited"} for each in ids
        ]  # fmt: skip


def test_an_account_with_a_violation_archived_or_handed_over_is_kept(app: OpenAPI, actor: FindActor) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    import_id = bring(app, clerk, one(1), one(2), one(3), one(4))
    with writing(app) as session:
        filed, gone, moved = (account_of(session, f"xhsbs_000{n}") for n in (1, 2, 3))
        ids = [filed.id, gone.id, moved.id]
        make_violation(session, filed, recorder=clerk, recogniser=reviewer)
        accounts.archive(session, gone.id, reason="停更", by=reviewer, at=AT, on=ON)
        assert actor("c-head").region_code == CITY
        transfers.transfer(session, moved.id, region_code=NEIGHBOUR, reason="搬走", by=actor("c-head"), at=AT)
    result = take_back(app, clerk, import_id)
    assert result.removed == 1
    assert sorted(result.kept) == list(zip(ids, ["has_file", "archived", "transferred"], strict=True))


def test_the_preview_of_an_undo_says_what_the_undo_then_does(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(2))
    import_id = bring(app, clerk, one(1), one(2, 粉丝数=99999, 统计日期="2026-09-30"), one(3))
    with writing(app) as session:
        accounts.amend(session, account_of(session, "xhsbs_0001").id, {"remark": "核实过"}, by=clerk, at=AT, on=ON)
    before = records_of(app)
    with writing(app) as session:
        plan = plan_undo(session, import_id, by=clerk, on=ON)
    assert records_of(app) == before
    would = Undone(len(plan.removed), len(plan.restored), [(each.account_id, each.reason) for each in plan.kept])
    assert take_back(app, clerk, import_id) == would == Undone(1, 1, would.kept)


def test_a_later_import_is_undone_before_an_earlier_one(app: OpenAPI, clerk: Actor) -> None:
    first = bring(app, clerk, one(1), one(2))
    later = bring(app, clerk, one(1, 备注="后来"))
    with writing(app) as session:
        assert [each.reason for each in plan_undo(session, first, by=clerk, on=ON).kept] == ["edited"]
    assert take_back(app, clerk, later).restored == 1
    assert take_back(app, clerk, first).removed == 2
    assert (count(app, Account), count(app, Holder)) == (0, 0)


def test_the_holder_a_later_import_moved_an_account_from_outlives_the_undo(app: OpenAPI, clerk: Actor) -> None:
    first = bring(app, clerk, one(1, 主体名称="赵一", 主体类型="个人"))
    moved = bring(app, clerk, one(1, 主体名称="云帆公司", 主体类型="企业", 统一社会信用代码=USCC))
    assert take_back(app, clerk, first).kept
    assert take_back(app, clerk, moved).restored == 1
    with writing(app) as session:
        assert records.plain(account_of(session, "xhsbs_0001"))["phone"] == PHONE


def test_a_former_key_somebody_else_bears_now_keeps_the_account(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 平台账号ID=None))
    completed = bring(app, clerk, one(1))
    with writing(app) as session:
        taken = account_of(session, "xhsbs_0001")
        make_account(session, clerk, name="西湖身边事1", uid=None, holder="云帆1文化传媒有限公司")
        kept = [(taken.id, "key_taken")]
    assert take_back(app, clerk, completed).kept == kept


def test_undo_is_one_entry_and_only_once(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(1))
    take_back(app, clerk, import_id)
    with pytest.raises(Refusal, match=r"rosters\.not_applied"):
        take_back(app, clerk, import_id)
    with writing(app) as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "rosters.undo"))
        assert entry.after == {"removed": 1, "restored": 0, "kept": []}
        assert session.get_one(Import, import_id).state is ImportState.UNDONE


def test_a_preview_is_nothing_to_undo(app: OpenAPI, clerk: Actor) -> None:
    with pytest.raises(Refusal, match=r"rosters\.not_applied"):
        take_back(app, clerk, preview(app, clerk, workbook(one(1))))


def test_undoing_asks_as_much_of_three_hundred_rows_as_of_three(app: OpenAPI, clerk: Actor) -> None:
    rows = [one(number) for number in range(1, 301)]
    bring(app, clerk, *rows)
    changed = bring(app, clerk, *[{**row, "备注": "新"} for row in rows])
    with writing(app) as session, counted_statements() as asked:
        plan_undo(session, changed, by=clerk, on=ON)
    assert len(asked) <= 12
    assert take_back(app, clerk, changed).restored == 300


def test_undo_gives_back_texts_that_were_sealed_for_a_number_in_them(app: OpenAPI, clerk: Actor) -> None:
    nobodys = {"主体名称": None, "主体类型": None, "联系电话": None}
    first = bring(
        app, clerk, one(1, 备注="旧 13911112222", 包村干部="13911113333"), one(2, 备注="无 13911114444", **nobodys)
    )
    before = records_of(app)
    changed = bring(
        app, clerk, one(1, 备注="新 13911115555", 包村干部="13911116666"), one(2, 备注="又 13911117777", **nobodys)
    )
    assert take_back(app, clerk, changed).restored == 2
    assert records_of(app) == before
    assert take_back(app, clerk, first).removed == 2


def test_what_was_brought_before_digests_were_taken_of_bytes_is_undone_too(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    import_id = bring(app, clerk, one(1))
    with writing(app) as session:
        leaf = session.scalars(select(AddedRows).where(AddedRows.import_id == import_id)).one()
        said = traces.said_now(account_of(session, "xhsbs_0001"))
        leaf.seen = [vault().fingerprint(traces.formerly(*said))]
    assert take_back(app, clerk, import_id).removed == 1
