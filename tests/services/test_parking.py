"""Rows set aside (待核): settled after the apply, when the file is gone, and covered by the undo of their import."""

import json
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.domain import sealing
from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.shapes import RosterRow, empty_values
from registry.domain.terms import ImportMode, RowAction
from registry.services import accounts, conflicts, parking, records, rosters, traces
from registry.store.accounts import Account, Holder
from registry.store.audit import AuditEntry
from registry.store.db import vault
from registry.store.rosters import Import, ImportRow, list_rows
from tests.factories import AT, ON, make_account, writing
from tests.roster_files import ID_NO, PHONE, account_of, bring, one, take_back

FindActor = Callable[[str], Actor]
LATER = AT.replace(hour=5)


@pytest.fixture
def clerk(actor: FindActor) -> Actor:
    return actor("clerk")


def parked(app: OpenAPI, import_id: int) -> ImportRow:
    with writing(app) as session:
        (row,) = list_rows(session, import_id, actions=[RowAction.DOUBTFUL])
        session.expunge(row)
        return row


def settle(app: OpenAPI, by: Actor, row: ImportRow, how: parking.How, account_id: int | None = None) -> RowAction:
    with writing(app) as session:
        kept = parking.settle(session, row.id, how=how, account_id=account_id, by=by, at=LATER, on=ON)
        assert (kept.parked_sealed, kept.settled_how, kept.row) == (None, how, row.row)
        return kept.action


def count(app: OpenAPI, table: type[Account] | type[Holder]) -> int:
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def bring_namesake(app: OpenAPI, clerk: Actor) -> ImportRow:
    """An account without an id on file, and a roster with a row that may be it."""
    with writing(app) as session:
        make_account(session, clerk, name="西湖身边事1", uid="old_one", holder=None, phone=None)
    return parked(app, bring(app, clerk, one(1, 平台账号ID=None, 身份证号=ID_NO), one(2)))


def test_a_parked_row_lies_sealed_until_it_is_settled(app: OpenAPI, clerk: Actor) -> None:
    row = bring_namesake(app, clerk)
    assert row.parked_sealed is not None
    assert PHONE not in str(row.changes) + row.parked_sealed
    settle(app, clerk, row, "drop")
    with pytest.raises(Refusal, match=r"rosters\.not_parked"):
        settle(app, clerk, row, "add")


def test_what_confirming_a_candidate_would_write_is_told_before_and_is_what_is_written(
    app: OpenAPI, clerk: Actor
) -> None:
    row = bring_namesake(app, clerk)
    with writing(app) as session:
        taken, kept = session.get_one(Import, row.import_id), session.get_one(ImportRow, row.id)
        account = account_of(session, "old_one")
        (found,) = parking.differences(kept, taken, [account])
        assert found.changes["holder"] == [None, "云帆1文化传媒有限公司"]
        assert found.changes["followers"] == [None, 12001]
        assert not {"uid", "platform", "name"} & set(found.changes)
        assert ID_NO not in str(found.changes)
        assert found.changes["phone"][1].startswith(PHONE[:3])
        told, account_id = set(found.changes), account.id
    settle(app, clerk, row, "change", account_id)
    with writing(app) as session:
        (written,) = list_rows(session, row.import_id, actions=[RowAction.CHANGE])
        assert set(written.changes) == told
        taken = session.get_one(Import, row.import_id)
        assert parking.differences(row, taken, [account_of(session, "old_one")])[0].changes == {}


def test_a_row_settled_as_new_enters_as_its_import_would_have_entered_it(app: OpenAPI, clerk: Actor) -> None:
    row = bring_namesake(app, clerk)
    assert settle(app, clerk, row, "add") is RowAction.ADD
    assert count(app, Account) == 3
    with writing(app) as session:
        entered = session.scalars(select(Account).where(Account.key_is_weak)).one()
        plain = records.plain(entered)
        assert (plain["phone"], plain["id_no"], entered.tier is not None) == (PHONE, ID_NO, True)
        counts = session.get_one(Import, row.import_id).counts
        assert (counts["add"], counts["doubtful"]) == (2, 0)
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "rosters.settle"))
        assert entry.after == {"sheet": row.sheet, "row": row.row, "how": "add", "account_id": entered.id}


def test_a_row_settled_as_a_known_account_changes_it_and_the_undo_gives_it_back(app: OpenAPI, clerk: Actor) -> None:
    row = bring_namesake(app, clerk)
    with writing(app) as session:
        known = account_of(session, "old_one")
        before, known_id = records.plain(known), known.id
    assert settle(app, clerk, row, "change", known_id) is RowAction.CHANGE
    with writing(app) as session:
        assert records.plain(account_of(session, "old_one"))["phone"] == PHONE
    result = take_back(app, clerk, row.import_id)
    assert (result.removed, result.restored, result.kept) == (1, 1, [])
    with writing(app) as session:
        assert records.plain(account_of(session, "old_one")) == before
    assert (count(app, Account), count(app, Holder)) == (1, 0)


def test_the_undo_removes_what_a_settled_row_entered_and_the_holder_it_founded(app: OpenAPI, clerk: Actor) -> None:
    row = bring_namesake(app, clerk)
    settle(app, clerk, row, "add")
    assert take_back(app, clerk, row.import_id).removed == 2
    assert (count(app, Account), count(app, Holder)) == (1, 0)


def test_a_later_row_of_the_same_account_joins_what_its_import_wrote_first(app: OpenAPI, clerk: Actor) -> None:
    bring(app, clerk, one(1, 备注="最早"))
    import_id = bring(app, clerk, one(1, 备注="先"), one(1, 备注="后", 包村干部="王"), one(2), one(2, 备注="另说"))
    with writing(app) as session:
        first, second = list_rows(session, import_id, actions=[RowAction.DOUBTFUL])
        ids = [account_of(session, uid).id for uid in ("xhsbs_0001", "xhsbs_0002")]
        session.expunge_all()
    settle(app, clerk, first, "change", ids[0])
    settle(app, clerk, second, "change", ids[1])
    with writing(app) as session:
        assert account_of(session, "xhsbs_0001").remark == "后"
    assert take_back(app, clerk, import_id).kept == []
    with writing(app) as session:
        left = session.scalars(select(Account)).one()
        assert (left.uid, left.remark, left.extra) == ("xhsbs_0001", "最早", {})


def test_what_another_account_bears_already_stays_in_doubt(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(1), one(1, 备注="另说"))
    with pytest.raises(Refusal, match=r"rosters\.still_doubtful"):
        settle(app, clerk, parked(app, import_id), "add")
    assert count(app, Account) == 1


def test_a_row_that_repeats_one_just_entered_may_be_that_account(app: OpenAPI, clerk: Actor) -> None:
    row = parked(app, bring(app, clerk, one(1), one(1, 备注="另说")))
    with writing(app) as session:
        entered = account_of(session, "xhsbs_0001").id
    assert row.candidates == [entered]
    assert settle(app, clerk, row, "change", entered) is RowAction.CHANGE
    with writing(app) as session:
        assert account_of(session, "xhsbs_0001").remark == "另说"


def test_another_county_finds_no_such_row(app: OpenAPI, actor: FindActor) -> None:
    row = bring_namesake(app, actor("clerk"))
    with pytest.raises(NotFound):
        settle(app, actor("n-clerk"), row, "drop")


def test_refused_rows_are_kept_but_cannot_be_settled(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(1), one(2, 所属平台=None))
    with writing(app) as session:
        (row,) = list_rows(session, import_id, actions=[rosters.ASIDE[1]])
        session.expunge(row)
    with pytest.raises(Refusal, match=r"rosters\.not_parked"):
        settle(app, clerk, row, "add")


def test_a_row_keeps_its_mark_and_its_county_while_it_waits(app: OpenAPI, clerk: Actor) -> None:
    row = RosterRow("名册", 3, empty_values() | {"name": "一号"}, mark="T1.7.x", county="拱墅区")
    with app.app_context():
        kept = traces.parked(RowDecision(row, RowAction.DOUBTFUL), {})
        opened = traces.opened_row(ImportRow(sheet="名册", row=3, parked_sealed=kept["parked_sealed"]))
    assert (opened.mark, opened.county, opened.values) == ("T1.7.x", "拱墅区", row.values)


def test_a_row_parked_by_an_import_that_fills_blanks_only_fills_blanks(app: OpenAPI, clerk: Actor) -> None:
    with writing(app) as session:
        known = make_account(session, clerk, name="西湖身边事1", uid="old_one", holder=None, remark="人工核实过").id
    like = one(1, 平台账号ID=None, 备注="旧名册", 所属乡镇="三墩镇")
    import_id = bring(app, clerk, like, one(2))
    with writing(app) as session:
        session.get_one(Import, import_id).mode = ImportMode.FILL_BLANKS
    settle(app, clerk, parked(app, import_id), "change", known)
    with writing(app) as session:
        account = session.get_one(Account, known)
        assert (account.remark, account.followers) == ("人工核实过", 12001)


def test_settling_hides_no_edit_from_the_undo(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(1), one(1, 备注="另一种说法"))
    with writing(app) as session:
        account_id = account_of(session, "xhsbs_0001").id
        accounts.amend(session, account_id, {"address": "人工补的地址"}, by=clerk, at=AT, on=ON)
    settle(app, clerk, parked(app, import_id), "change", account_id)
    undone = take_back(app, clerk, import_id)
    assert (undone.removed, [kept for kept, _ in undone.kept]) == (0, [account_id])


def test_what_was_set_right_while_a_row_waited_is_not_overwritten_by_it(app: OpenAPI, clerk: Actor) -> None:
    """The row says what the file said on its day; what an officer corrected since stands, the rest of the row goes in."""
    with writing(app) as session:
        known = make_account(
            session, clerk, name="西湖身边事1", uid="old_one", holder=None, phone=None, contact="旧人", remark="旧注"
        ).id
    row = parked(app, bring(app, clerk, one(1, 平台账号ID=None, 负责人="旧人", 备注="新注"), one(2)))
    with writing(app) as session:
        accounts.amend(session, known, {"contact": "更正后的人"}, by=clerk, at=AT, on=ON)
    assert settle(app, clerk, row, "change", known) is RowAction.CHANGE
    with writing(app) as session:
        account = account_of(session, "old_one")
        assert (account.contact, account.remark) == ("更正后的人", "新注")


def test_a_field_that_both_changed_while_a_row_waited_stops_it(app: OpenAPI, clerk: Actor) -> None:
    with writing(app) as session:
        known = make_account(
            session, clerk, name="西湖身边事1", uid="old_one", holder=None, phone=None, remark="旧注"
        ).id
    row = parked(app, bring(app, clerk, one(1, 平台账号ID=None, 备注="文件的注"), one(2)))
    with writing(app) as session:
        accounts.amend(session, known, {"remark": "更正后的注"}, by=clerk, at=AT, on=ON)
    with pytest.raises(Refusal, match=r"rosters\.still_doubtful") as refused:
        settle(app, clerk, row, "change", known)
    assert refused.value.params["reasons"] == ["rosters.conflict"]
    with writing(app) as session:
        kept, taken = session.get_one(ImportRow, row.id), session.get_one(Import, row.import_id)
        (found,) = parking.differences(kept, taken, [account_of(session, "old_one")])
        assert found.conflicts["remark"][:2] == ["更正后的注", "文件的注"]
        (sides,) = conflicts.behind(session, [(found.account, {"remark": found.conflicts["remark"][2]})])
        remark = sides["remark"]
        assert (remark.base, remark.is_known, remark.source and remark.source.user) == ("旧注", True, clerk.name)
        assert "holder" in found.changes


@pytest.mark.parametrize(("side", "remark"), [("ours", "更正后的注"), ("theirs", "文件的注")])
def test_the_officer_says_whose_side_holds_and_the_rest_goes_in(
    app: OpenAPI, clerk: Actor, side: parking.Side, remark: str
) -> None:
    with writing(app) as session:
        given = {"name": "西湖身边事1", "uid": "old_one", "holder": None, "phone": None, "remark": "旧注"}
        known = make_account(session, clerk, **given).id
    row = parked(app, bring(app, clerk, one(1, 平台账号ID=None, 备注="文件的注"), one(2)))
    with writing(app) as session:
        accounts.amend(session, known, {"remark": "更正后的注"}, by=clerk, at=AT, on=ON)
    with writing(app) as session:
        parking.settle(
            session, row.id, how="change", account_id=known, sides={"remark": side}, by=clerk, at=LATER, on=ON
        )
    with writing(app) as session:
        account = account_of(session, "old_one")
        assert (account.remark, account.followers) == (remark, 12001)


def test_a_count_no_column_holds_is_left_out_when_its_row_is_settled(app: OpenAPI, clerk: Actor) -> None:
    """Earlier versions set such rows aside as they stood."""
    with writing(app) as session:
        known = make_account(session, clerk, name="西湖身边事1", uid="old_one", holder=None, phone=None).id
    row = parked(app, bring(app, clerk, one(1, 平台账号ID=None, 备注="新注"), one(2)))
    with writing(app) as session:
        kept = session.get_one(ImportRow, row.id)
        said = json.loads(sealing.unseal_text(vault().field_key, kept.parked_sealed or ""))
        said["values"]["followers"] = 3_000_000_000
        kept.parked_sealed = sealing.seal_text(vault().field_key, json.dumps(said))
    assert settle(app, clerk, row, "change", known) is RowAction.CHANGE
    with writing(app) as session:
        account = account_of(session, "old_one")
        assert (account.followers, account.remark) == (None, "新注")
