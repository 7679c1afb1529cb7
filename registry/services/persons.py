"""Who a user was: the names one bore while acting, so that a change of name makes nobody a second person.

The audit entries of a user's acts carry the name of that moment (controls list 3: separation of persons).
"""

from sqlalchemy.orm import Session

from registry.store.audit import list_names_of
from registry.store.users import User


def names_of(session: Session, user: User) -> set[str]:
    """The name a user bears now and all borne at any act on file."""
    return {user.name, *list_names_of(session, user.id)}
