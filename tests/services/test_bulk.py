"""Writing a plan at one stroke: the same accounts as one by one, on either kind of database."""

from typing import Any

from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.domain.terms import Role, Tier
from registry.services import accounts, records, users
from registry.store.accounts import Account, Holder
from registry.store.blocks import insert_rows, reserve_ids
from registry.store.users import get_actor
from tests.client import counted_statements
from tests.factories import AT, COUNTY, ON, PASSWORD, writing
from tests.roster_files import ID_NO, PHONE, USCC, account_of, bring, one, take_back

KEPT = [
    column.name
    for column in Account.__table__.columns
    if column.name not in {"id", "holder_id", "phone_sealed", "key", "uid", "version"}
]
"""What two accounts of the same words have in common, however they were entered."""


def a_clerk(app: OpenAPI) -> Actor:
    with writing(app) as session:
        office = users.add_office(session, name="西湖区网信办", region_code=COUNTY, by=None, at=AT)
        users.add_user(
            session, office=office, username="bulk", name="批", role=Role.CLERK, password=PASSWORD, by=None, at=AT
        )
        return get_actor(session, "bulk")


def columns_of(account: Account) -> dict[str, Any]:
    return {name: getattr(account, name) for name in KEPT}


def test_an_account_of_a_roster_is_the_one_that_a_hand_would_have_entered(either_app: OpenAPI) -> None:
    clerk = a_clerk(either_app)
    bring(either_app, clerk, one(1, 身份证号=ID_NO, 统一社会信用代码=USCC, 备案登记号="西备1", 备注="注"))
    with writing(either_app) as session:
        brought = account_of(session, "xhsbs_0001")
        values = {**records.plain(brought), "uid": "by_hand", "tier": None}
        by_hand = accounts.register(session, values, region_code=COUNTY, by=clerk, at=AT, on=ON)
        session.refresh(by_hand)
        assert columns_of(by_hand) == columns_of(brought)
        assert by_hand.holder is brought.holder
        assert (records.plain(brought)["phone"], brought.tier) == (PHONE, Tier.B)


def test_a_roster_goes_in_changes_and_comes_out_again(either_app: OpenAPI) -> None:
    clerk = a_clerk(either_app)
    first = bring(either_app, clerk, *[one(number) for number in range(1, 41)])
    changed = bring(either_app, clerk, *[one(number, 备注="新", 联系电话="13977778888") for number in range(1, 41)])
    assert take_back(either_app, clerk, changed).restored == 40
    assert take_back(either_app, clerk, first).removed == 40
    with writing(either_app) as session:
        assert session.scalars(select(Account.id)).all() == []
        assert session.scalars(select(Holder.id)).all() == []


def test_a_later_row_completes_the_holder_an_earlier_one_founded(either_app: OpenAPI) -> None:
    clerk = a_clerk(either_app)
    shared = {"主体名称": "云帆文化传媒有限公司", "统一社会信用代码": USCC}
    import_id = bring(either_app, clerk, one(1, **shared, 主体类型=None), one(2, **shared, 身份证号=ID_NO))
    with writing(either_app) as session:
        assert {account_of(session, uid).holder_id for uid in ("xhsbs_0001", "xhsbs_0002")} == {
            session.scalars(select(Holder.id)).one()
        }
        assert records.plain(account_of(session, "xhsbs_0001"))["id_no"] == ID_NO
    assert take_back(either_app, clerk, import_id).removed == 2


def test_ids_taken_in_a_block_are_given_to_nobody_else(either_app: OpenAPI) -> None:
    with writing(either_app) as session:
        ids = reserve_ids(session, Holder, 3)
        common = {"region_code": COUNTY, "name": "甲", "created_at": AT}
        insert_rows(session, Holder, ({"id": each, **common} for each in ids))
        session.add(Holder(**common))
        session.flush()
        assert len(set(session.scalars(select(Holder.id)))) == 4


def test_a_thousand_new_rows_are_asked_for_in_few_statements(app: OpenAPI) -> None:
    clerk = a_clerk(app)
    with counted_statements() as few:
        bring(app, clerk, *[one(number) for number in range(1, 4)])
    with counted_statements() as many:
        bring(app, clerk, *[one(number) for number in range(11, 411)])
    assert len(many) <= len(few) + 4
