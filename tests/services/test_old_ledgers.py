"""Acts on old ledgers: seen before they enter, entered all or none, confirmed by a second person, taken out again."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.documents.content import Table
from registry.domain.documents.forms import build_sanction_record
from registry.domain.errors import NotFound, Refusal
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.domain.rosters.old_ledgers import read_old_ledger
from registry.domain.terms import OldLedgerState, Tier
from registry.jobs import uploads_of
from registry.services import grading, jobs, old_ledgers, sanction_records
from registry.services import old_ledger_choosing as choosing
from registry.services import old_ledger_preview as preview
from registry.store.account_queries import get_account
from registry.store.audit import AuditEntry
from registry.store.old_facts import OldFact, list_old_facts
from registry.store.old_ledgers import OldLedger, OldLedgerRow
from registry.store.scope import EVERYTHING
from registry.wording.papers import Teller
from tests.domain.old_ledger_books import talk, workbook
from tests.factories import AT, CITY, COUNTY, NEIGHBOUR, ON, make_account, writing

FindActor = Callable[[str], Actor]
PHONE = "13812342210"


@pytest.fixture
def account(app: OpenAPI, actor: FindActor) -> int:
    by = actor("clerk")
    with writing(app) as session:
        return make_account(session, by).id


def bring(app: OpenAPI, by: Actor, *rows: Any, region_code: str = COUNTY, **changes: Any) -> int:
    data = workbook(*rows, **changes)
    book = read_old_ledger(data, "约谈记录.xlsx", today=ON)
    with writing(app) as session:
        name, uploads = "C:\\旧\\约谈记录.xlsx", uploads_of(app)
        taken = old_ledgers.upload(session, data, name, region_code=region_code, uploads=uploads, by=by, at=AT)
        return old_ledgers.keep_preview(session, taken.id, book, on=ON).id


def enter(app: OpenAPI, by: Actor, ledger_id: int) -> None:
    with writing(app) as session:
        digest = preview.digest_of(session, ledger_id)
        old_ledgers.apply(session, ledger_id, digest=digest, by=by, at=AT, on=ON)


def vouch(app: OpenAPI, by: Actor, ledger_id: int) -> None:
    with writing(app) as session:
        old_ledgers.confirm(session, ledger_id, by=by, at=AT)


def days_on_file(app: OpenAPI, account_id: int) -> list[str]:
    with writing(app) as session:
        return [fact.on for fact in list_old_facts(session, account_id)]


def counts(app: OpenAPI, ledger_id: int) -> dict[str, int]:
    with writing(app) as session:
        return dict(session.get_one(OldLedger, ledger_id).counts)


def test_facts_stand_in_the_account_only_once_a_second_person_has_confirmed_them(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    ledger_id = bring(app, actor("clerk"), talk(1), talk(2, on="2022年7月"))
    enter(app, actor("clerk"), ledger_id)
    assert days_on_file(app, account) == []
    vouch(app, actor("reviewer"), ledger_id)
    assert days_on_file(app, account) == ["2021-05-03", "2022-07"]


def test_who_entered_may_not_confirm_and_a_clerk_never_does(app: OpenAPI, actor: FindActor, account: int) -> None:
    ledger_id = bring(app, actor("reviewer"), talk(1))
    enter(app, actor("reviewer"), ledger_id)
    with pytest.raises(Refusal) as refused:
        vouch(app, actor("reviewer"), ledger_id)
    assert refused.value.code == "old_ledgers.same_person"
    with pytest.raises(Refusal) as refused:
        vouch(app, actor("clerk2"), ledger_id)
    assert refused.value.code == "permission.role"


def test_who_uploaded_may_not_confirm_what_another_entered(app: OpenAPI, actor: FindActor, account: int) -> None:
    ledger_id = bring(app, actor("reviewer"), talk(1))
    enter(app, actor("clerk"), ledger_id)
    with pytest.raises(Refusal):
        vouch(app, actor("reviewer"), ledger_id)


def test_who_settled_a_row_may_not_confirm_what_another_uploaded_and_entered(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    ledger_id = bring(app, actor("clerk"), talk(1, uid=None, holder=None))
    by = actor("reviewer")
    with writing(app) as session:
        row_id = session.scalars(select(OldLedgerRow.id)).one()
        choosing.settle(session, ledger_id, row_id, account, by=by, at=AT, on=ON)
    enter(app, actor("clerk"), ledger_id)
    with pytest.raises(Refusal) as refused:
        vouch(app, by, ledger_id)
    assert refused.value.code == "old_ledgers.same_person"
    vouch(app, actor("head"), ledger_id)
    assert days_on_file(app, account) == ["2021-05-03"]


def test_old_facts_move_no_tier_and_carry_no_points(app: OpenAPI, actor: FindActor, account: int) -> None:
    rows = [talk(n, on=f"2025.12.{n}", reason=f"第{n}件") for n in range(1, 6)]
    ledger_id = bring(app, actor("clerk"), *rows)
    enter(app, actor("clerk"), ledger_id)
    vouch(app, actor("head"), ledger_id)
    with writing(app) as session:
        outcome = grading.assess(session, get_account(session, account, scope=EVERYTHING), on=ON)
    assert (outcome.tier, outcome.points, outcome.proposal) == (Tier.B, 0, None)


def test_undoing_takes_every_fact_out_and_once_confirmed_it_takes_who_may_void(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    ledger_id = bring(app, actor("clerk"), talk(1))
    enter(app, actor("clerk"), ledger_id)
    vouch(app, actor("reviewer"), ledger_id)
    with pytest.raises(Refusal) as refused, writing(app) as session:
        old_ledgers.undo(session, ledger_id, by=actor("clerk"), at=AT)
    assert refused.value.code == "permission.role"
    by = actor("head")
    with pytest.raises(Refusal) as refused, writing(app) as session:
        old_ledgers.undo(session, ledger_id, by=by, at=AT)
    assert refused.value.code == "old_ledgers.reason_missing"
    with writing(app) as session:
        shown = old_ledgers.plan_undo(session, ledger_id, by=by)
        assert ([(each.id, n) for each, n in shown.own], shown.facts, shown.needs_reason) == ([(account, 1)], 1, True)
    with writing(app) as session:
        old_ledgers.undo(session, ledger_id, reason="整份记错了年份", by=by, at=AT)
    assert days_on_file(app, account) == []
    with writing(app) as session:
        kept = session.scalars(select(OldFact)).one()
        assert (kept.confirmed_at, kept.undone_at) == (AT, AT), "withdrawn, not deleted"
    again = bring(app, actor("clerk"), talk(1))
    assert counts(app, again)["add"] == 1


def test_the_same_file_again_enters_nothing(app: OpenAPI, actor: FindActor, account: int) -> None:
    enter(app, actor("clerk"), bring(app, actor("clerk"), talk(1)))
    again = bring(app, actor("clerk"), talk(1))
    assert counts(app, again) == {"add": 0, "same": 1, "doubtful": 0, "refused": 0}
    with pytest.raises(Refusal) as refused:
        enter(app, actor("clerk"), again)
    assert refused.value.code == "old_ledgers.nothing_to_enter"


def test_a_doubtful_row_enters_once_an_officer_says_whose_it_is(app: OpenAPI, actor: FindActor, account: int) -> None:
    by = actor("clerk")
    ledger_id = bring(app, by, talk(1, uid=None, holder=None))
    assert counts(app, ledger_id)["doubtful"] == 1
    with writing(app) as session:
        row = session.scalars(select(OldLedgerRow)).one()
        choosing.settle(session, ledger_id, row.id, account, by=by, at=AT, on=ON)
    assert counts(app, ledger_id)["add"] == 1
    enter(app, by, ledger_id)


def test_a_row_is_not_settled_on_an_account_it_does_not_resemble(app: OpenAPI, actor: FindActor, account: int) -> None:
    by = actor("clerk")
    with writing(app) as session:
        other = make_account(session, by, name="别处的号", uid="other_1", holder="别的公司").id
    ledger_id = bring(app, by, talk(1, uid=None, holder=None))
    with writing(app) as session:
        row_id = session.scalars(select(OldLedgerRow.id)).one()
        with pytest.raises(Refusal) as refused:
            choosing.settle(session, ledger_id, row_id, other, by=by, at=AT, on=ON)
    assert refused.value.code == "old_ledgers.not_a_candidate"


def test_where_the_register_moved_since_the_preview_nothing_is_entered(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    by = actor("clerk")
    first, second = bring(app, by, talk(1)), bring(app, by, talk(1), talk(2, on="2021.8.8"))
    enter(app, by, first)
    with pytest.raises(Refusal) as refused:
        enter(app, by, second)
    assert refused.value.code == "old_ledgers.changed_since"
    with writing(app) as session:
        assert len(session.scalars(select(OldFact)).all()) == 1
        old_ledgers.refresh(session, second, by=by, on=ON)
    enter(app, by, second)


def test_another_countys_office_neither_sees_nor_touches_it(app: OpenAPI, actor: FindActor, account: int) -> None:
    ledger_id = bring(app, actor("clerk"), talk(1))
    with pytest.raises(NotFound):
        enter(app, actor("n-clerk"), ledger_id)
    with pytest.raises(Refusal) as refused:
        bring(app, actor("n-clerk"), talk(1))
    assert refused.value.code == "permission.region"


def test_a_number_of_a_person_is_kept_as_ciphertext_and_shown_masked(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    ledger_id = bring(app, actor("clerk"), talk(1, reason=f"造谣，电话{PHONE}"))
    enter(app, actor("clerk"), ledger_id)
    vouch(app, actor("reviewer"), ledger_id)
    with writing(app) as session:
        fact = session.scalars(select(OldFact)).one()
        row = session.scalars(select(OldLedgerRow)).one()
        assert PHONE not in f"{fact.summary}{row.told}"
        assert preview.words_of(fact)["summary"] == "造谣，电话138****2210"
    again = bring(app, actor("clerk"), talk(1, reason=f"造谣，电话{PHONE}"))
    assert counts(app, again)["same"] == 1


def test_each_act_is_in_the_log(app: OpenAPI, actor: FindActor, account: int) -> None:
    given_up = bring(app, actor("clerk"), talk(1))
    by = actor("clerk")
    with writing(app) as session:
        old_ledgers.discard(session, given_up, by=by, at=AT)
        assert session.get_one(OldLedger, given_up).state is OldLedgerState.DISCARDED
    ledger_id = bring(app, by, talk(1))
    enter(app, by, ledger_id)
    vouch(app, actor("reviewer"), ledger_id)
    with writing(app) as session:
        acts = [entry.act for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [act for act in acts if act.startswith("old_ledgers")] == [
        "old_ledgers.upload", "old_ledgers.discard", "old_ledgers.upload", "old_ledgers.apply", "old_ledgers.confirm",
    ]  # fmt: skip


def test_the_sanction_record_shows_the_time_before_the_register_in_a_table_of_its_own(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    by = actor("clerk")
    ledger_id = bring(app, by, talk(1, on="2021年5月"))
    enter(app, by, ledger_id)
    vouch(app, actor("reviewer"), ledger_id)
    with writing(app) as session:
        found = get_account(session, account, scope=EVERYTHING)
        record = sanction_records.gather(
            session, found, issuer="西湖区网信办", compiled_by="周敏", tell=Teller(default_rulebooks()), on=ON
        )
    assert [(row.on, row.kind, row.facts) for row in record.history] == [("2021-05", "约谈", "发布不实信息")]
    captions = [block.caption for block in build_sanction_record(record).blocks if isinstance(block, Table)]
    assert captions[-1] == "五、系统启用前的记录（不计分）"


def row_ids(app: OpenAPI, ledger_id: int) -> list[int]:
    with writing(app) as session:
        rows = select(OldLedgerRow.id).where(OldLedgerRow.ledger_id == ledger_id).order_by(OldLedgerRow.id)
        return list(session.scalars(rows))


def choose(app: OpenAPI, by: Actor, ledger_id: int, **chosen: Any) -> None:
    """Choose, and have the file read again."""
    with writing(app) as session:
        choosing.choose(session, ledger_id, digest=preview.digest_of(session, ledger_id), by=by, at=AT, **chosen)
    assert app.extensions["registry.queue"].run_waiting() == 1


def test_a_cell_typed_anew_is_kept_sealed_and_what_was_settled_stays(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    by = actor("clerk")
    ledger_id = bring(app, by, talk(1, uid=None, holder=None), talk(2, on="去年", reason="标题党"))
    row_id = row_ids(app, ledger_id)[0]
    with writing(app) as session:
        choosing.settle(session, ledger_id, row_id, account, by=by, at=AT, on=ON)
    cells = {("Sheet1", 5, "on"): "2022.7.1", ("Sheet1", 5, "summary"): f"标题党，电话{PHONE}"}
    choose(app, by, ledger_id, cells=cells)
    assert counts(app, ledger_id) == {"add": 2, "same": 0, "doubtful": 0, "refused": 0}
    with writing(app) as session:
        taken = session.get_one(OldLedger, ledger_id)
        assert PHONE not in f"{taken.choices_sealed}{[row.told for row in session.scalars(select(OldLedgerRow))]}"
        assert choosing.choices_of(session, taken).cells == cells
    choose(app, by, ledger_id, cells={("Sheet1", 4, "kind"): "下架"})
    assert counts(app, ledger_id)["add"] == 2
    choose(app, by, ledger_id, cells={("Sheet1", 4, "platform"): "微博"})
    assert counts(app, ledger_id)["add"] == 1, "settled for an account of another platform"


def summary_in(app: OpenAPI, by: Actor, data: bytes) -> str | None:
    """What the only row of a file, read behind the page, is found to say of the matter."""
    with writing(app) as session:
        uploads = uploads_of(app)
        taken = old_ledgers.upload(session, data, "次年.xlsx", region_code=COUNTY, uploads=uploads, by=by, at=AT)
        jobs.submit(session, "ledger.read", taken.id, by=by, at=AT)
        second = taken.id
    app.extensions["registry.queue"].run_waiting()
    with writing(app) as session:
        row = session.scalars(select(OldLedgerRow).where(OldLedgerRow.ledger_id == second)).one()
        return row.told["values"]["summary"]  # type: ignore[no-any-return]


def test_columns_chosen_once_are_remembered_for_each_sending_unit(app: OpenAPI, actor: FindActor, account: int) -> None:
    by, fact = actor("clerk"), talk(1, on="2021.6.6")
    choose(app, by, bring(app, by, talk(1)), columns={("Sheet1", 7): "summary", ("Sheet1", 6): None})
    assert summary_in(app, by, workbook(fact)) == "已整改"
    assert summary_in(app, by, workbook(fact, unit="湖镇镇")) == "已整改", "lent by the other unit"
    choose(app, by, bring(app, by, talk(1), unit="湖镇镇"), columns={("Sheet1", 7): None, ("Sheet1", 6): "summary"})
    assert summary_in(app, by, workbook(fact, unit="湖镇镇")) != "已整改"
    assert summary_in(app, by, workbook(fact)) == "已整改", "each unit has its own"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"columns": {("Sheet1", 7): "followers"}}, "rosters.field_unknown"),
        ({"columns": {("Sheet1", 7): "on", ("Sheet1", 8): "on"}}, "old_ledgers.field_twice"),
        ({"cells": {("Sheet1", 4, "summary"): "长" * 2001}}, "rosters.cell_too_long"),
    ],
)
def test_what_no_column_or_cell_may_be_is_refused(
    app: OpenAPI, actor: FindActor, account: int, chosen: Any, code: str
) -> None:
    by = actor("clerk")
    ledger_id = bring(app, by, talk(1))
    with pytest.raises(Refusal) as refused:
        choose(app, by, ledger_id, **chosen)
    assert refused.value.code == code


def test_a_choice_upon_a_preview_that_is_gone_is_refused(app: OpenAPI, actor: FindActor, account: int) -> None:
    by = actor("clerk")
    ledger_id = bring(app, by, talk(1, uid=None, holder=None))
    row_id = row_ids(app, ledger_id)[0]
    with writing(app) as session:
        seen = preview.digest_of(session, ledger_id)
        choosing.settle(session, ledger_id, row_id, account, by=by, at=AT, on=ON)
    with pytest.raises(Refusal) as refused, writing(app) as session:
        choosing.choose(session, ledger_id, digest=seen, hidden_sheets=True, by=by, at=AT)
    assert refused.value.code == "old_ledgers.changed_since"


def test_a_repetition_enters_on_an_officers_word_who_is_then_no_second_person(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    clerk, by = actor("clerk"), actor("reviewer")
    ledger_id = bring(app, clerk, talk(1), talk(2))
    first, second = row_ids(app, ledger_id)
    for row_id, why, code in (
        (first, "不同", "old_ledgers.no_repetition"),
        (second, " ", "old_ledgers.reason_missing"),
    ):
        with pytest.raises(Refusal) as refused, writing(app) as session:
            choosing.tell_apart(session, ledger_id, row_id, why, by=by, at=AT, on=ON)
        assert refused.value.code == code
    with writing(app) as session:
        choosing.tell_apart(session, ledger_id, second, f"同一天两次，{PHONE}", by=by, at=AT, on=ON)
        assert PHONE not in str(session.get_one(OldLedgerRow, second).other_why)
        assert PHONE not in str(session.get_one(OldLedgerRow, second).findings)
    enter(app, clerk, ledger_id)
    with pytest.raises(Refusal) as refused:
        vouch(app, by, ledger_id)
    assert refused.value.code == "old_ledgers.same_person"
    vouch(app, actor("head"), ledger_id)
    assert days_on_file(app, account) == ["2021-05-03"] * 2


def test_what_was_said_of_a_row_can_be_taken_back_but_the_hand_in_it_is_remembered(
    app: OpenAPI, actor: FindActor, account: int
) -> None:
    ledger_id = bring(app, actor("clerk"), talk(1, uid=None, holder=None), talk(2))
    (row_id, _), by = row_ids(app, ledger_id), actor("reviewer")
    with writing(app) as session:
        choosing.settle(session, ledger_id, row_id, account, by=by, at=AT, on=ON)
    assert counts(app, ledger_id)["same"] == 1
    other = actor("clerk2")
    with writing(app) as session:
        choosing.take_back(session, ledger_id, row_id, by=other, at=AT, on=ON)
    assert counts(app, ledger_id) == {"add": 1, "same": 0, "doubtful": 1, "refused": 0}
    enter(app, actor("clerk"), ledger_id)
    with pytest.raises(Refusal):
        vouch(app, by, ledger_id)


def test_a_citys_file_enters_in_the_county_of_each_account(app: OpenAPI, actor: FindActor, account: int) -> None:
    there = actor("n-clerk")
    with writing(app) as session:
        other = make_account(
            session, there, name="上城那些事", uid="scnxs", holder="上城传媒", region_code=NEIGHBOUR
        ).id
    city = actor("c-clerk")
    rows = [talk(1), talk(2, "上城那些事", uid="scnxs", holder="上城传媒")]
    ledger_id = bring(app, city, *rows, region_code=CITY)
    enter(app, city, ledger_id)
    with writing(app) as session:
        assert [fact.account_id for fact in session.scalars(select(OldFact).order_by(OldFact.id))] == [account, other]
    with pytest.raises(NotFound):
        vouch(app, actor("reviewer"), ledger_id)
