"""Who a user is: one human may bear two names and hold two user accounts, and is one person all the same.

Separation of persons (行政处罚法 第四十二条、第五十七条; controls list 3) compares humans: the same user, or two users who hold
or, by the audit log, ever held the same enforcement certificate (执法证号).
"""

from unicodedata import normalize

from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.store.audit import list_certificates, list_names_of
from registry.store.users import User, list_certified


def is_same(session: Session, user_id: int | None, by: Actor) -> bool:
    """Whether the one who acts is the human behind ``user_id``; False where nobody stands there."""
    return user_id is not None and by.user_id in _accounts_of(session, user_id)


def names_of(session: Session, user: User) -> set[str]:
    """Every name the human behind a user bears now or bore at an act on file, whichever account it was done with."""
    accounts = [session.get_one(User, key) for key in _accounts_of(session, user.id)]
    return {name for each in accounts for name in (each.name, *list_names_of(session, each.id))}


def _accounts_of(session: Session, user_id: int) -> set[int]:
    """The users that are one human with this one, itself among them."""
    held = [*list_certified(session), *list_certificates(session)]
    own = {_bare(number) for key, number in held if key == user_id} - {""}
    return {user_id} | {key for key, number in held if _bare(number) in own}


def _bare(number: str) -> str:
    """A certificate number by its letters and digits: width, case, spaces and hyphens make no second person."""
    return "".join(sign for sign in normalize("NFKC", number).upper() if sign.isalnum())
