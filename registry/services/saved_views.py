"""What a user keeps for convenience only: filters of the lists under a name. No act on the register, so no audit entry."""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.store.users import User

PAGES = frozenset(
    {"accounts.list_", "violations.list_", "measures.list_", "cases.list_", "documents.list_", "audit.list_"}
)
"""The lists whose filters may be kept."""
MOST, LONGEST_NAME, LONGEST_QUERY = 12, 20, 500
"""Filters of one user and list, characters of a name, and of what it asks for."""


def keep(session: Session, user_id: int, *, page: str, name: str, query: str) -> None:
    """Keep the filter of a list under a name, in place of one of that name.

    Raises Refusal("views.name_wrong") for an empty or long name, "views.nothing" where nothing is filtered, "views.too_many".
    """
    asked = urlencode([pair for pair in parse_qsl(query) if pair[0] != "page"])
    if not name or len(name) > LONGEST_NAME:
        raise Refusal("views.name_wrong", most=LONGEST_NAME)
    if not asked or len(asked) > LONGEST_QUERY:
        raise Refusal("views.nothing")
    user = session.get_one(User, user_id)
    others = [each for each in user.saved_views if (each["page"], each["name"]) != (page, name)]
    if sum(each["page"] == page for each in others) >= MOST:
        raise Refusal("views.too_many", most=MOST)
    user.saved_views = [*others, {"page": page, "name": name, "query": asked}]


def remove(session: Session, user_id: int, *, page: str, name: str) -> None:
    """Forget a filter; one that is not there is forgotten already."""
    user = session.get_one(User, user_id)
    user.saved_views = [each for each in user.saved_views if (each["page"], each["name"]) != (page, name)]
