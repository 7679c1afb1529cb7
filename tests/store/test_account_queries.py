"""What a search finds, on either database: parts of names in any case; its signs stand for themselves."""

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.domain.terms import Role
from registry.services import users
from registry.store.account_queries import AccountFilter, list_accounts, list_holders
from registry.store.scope import EVERYTHING
from tests.factories import AT, COUNTY, PASSWORD, make_account, writing


def clerk_of(session: Session) -> Actor:
    """A clerk of COUNTY, in an office of the own."""
    office = users.add_office(session, name="西湖区网信办", region_code=COUNTY, by=None, at=AT)
    return users.add_user(
        session, office=office, username="clerk", name="周敏", role=Role.CLERK, password=PASSWORD, by=None, at=AT
    ).actor


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hangzhou", 1),
        ("XHSBS", 1),
        ("云帆", 1),
        ("yunfan LTD", 1),
        ("_", 0),
        ("%", 0),
        ("a%u", 0),
        ("\\", 0),
        ("'", 0),
    ],
)
def test_a_search_looks_for_the_text_itself(either_app: OpenAPI, text: str, found: int) -> None:
    with writing(either_app) as session:
        make_account(session, clerk_of(session), name="HangZhou 身边事", uid="xhsbs2021", holder="云帆 YunFan Ltd")
        wanted = AccountFilter(text=text)
        assert len(list_accounts(session, wanted, scope=EVERYTHING, limit=5)) == found


def test_a_holder_is_found_in_any_case(either_app: OpenAPI) -> None:
    with writing(either_app) as session:
        make_account(session, clerk_of(session), holder="云帆 YunFan Ltd")
        assert len(list_holders(session, scope=EVERYTHING, text="yunfan", limit=5)) == 1
        assert not list_holders(session, scope=EVERYTHING, text="%", limit=5)
