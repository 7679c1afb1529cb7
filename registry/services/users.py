"""Acts on offices, towns and users: added and amended by an administrator, each with its audit entry."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import Role, TierMode
from registry.services import audit
from registry.store.scope import scope_of
from registry.store.users import Office, Town, User, find_office, find_user, get_office, get_user

PASSWORD_LENGTH = 8
"""Least length of a password, of any characters (等保2.0 asks for complexity; wrong guesses are throttled)."""
USERNAME = r"[A-Za-z0-9._\-\u3400-\u4dbf\u4e00-\u9fff]{2,40}"
"""What a sign-in name is made of: letters, digits, dot, underscore, dash, Chinese characters. One rule for page and shell."""
OFFICE_NAME_LENGTH, PERSON_NAME_LENGTH = 80, 40
_NOBODY = generate_password_hash("nobody")


def add_office(
    session: Session,
    *,
    name: str,
    region_code: str,
    document_prefix: str = "",
    address: str = "",
    phone: str = "",
    by: Actor | None,
    at: datetime,
) -> Office:
    """Found an office on a region; ``by`` is None only at the command line of the server itself."""
    regions.get(region_code)
    name = name.strip()
    if not is_name(name, OFFICE_NAME_LENGTH):
        raise Refusal("offices.name_wrong", length=OFFICE_NAME_LENGTH)
    if by is not None:
        require(by, "offices.manage", region_code)
    if find_office(session, name) is not None:
        raise Refusal("offices.name_taken", name=name)
    office = Office(
        name=name, region_code=region_code, document_prefix=document_prefix, address=address, phone=phone, created_at=at
    )
    session.add(office)
    session.flush()
    audit.record(
        session,
        "offices.add",
        by=by,
        at=at,
        object_type="office",
        object_id=office.id,
        region_code=region_code,
        after={"name": name},
    )
    return office


def amend_office(
    session: Session, office_id: int, *, document_prefix: str, address: str, phone: str, tier_mode: TierMode | None = None,
    by: Actor, at: datetime,
) -> Office:  # fmt: skip
    """Amend what an office prints on its papers, and how its tiers move. Name and region stay: past papers bear them.

    Back to "at once", what waits already still has to be confirmed; each account's next move is shown at once.
    """
    office = get_office(session, office_id, scope=scope_of(by.region_code))
    require(by, "offices.manage", office.region_code)
    before = {"document_prefix": office.document_prefix, "address": office.address, "phone": office.phone}
    before["tier_mode"] = office.tier_mode.value
    office.document_prefix, office.address, office.phone = document_prefix, address, phone
    office.tier_mode = tier_mode or office.tier_mode
    after = {"document_prefix": document_prefix, "address": address, "phone": phone}
    after["tier_mode"] = office.tier_mode.value
    audit.record(
        session, "offices.amend", by=by, at=at, object_type="office", object_id=office.id, region_code=office.region_code,
        before=before, after=after,
    )  # fmt: skip
    return office


def add_user(
    session: Session, *, office: Office, username: str, name: str, role: Role, password: str, post: str = "",
    certificate_no: str = "", certificate_until: date | None = None, by: Actor | None, at: datetime,
) -> User:  # fmt: skip
    """Add one who may sign in.

    Raises Refusal("users.username_wrong" | "users.name_wrong" | "users.name_taken" | "users.password_*").
    """
    if by is not None:
        require(by, "users.manage", office.region_code)
    name = name.strip()
    check_names(username, name, post)
    if find_user(session, username) is not None:
        raise Refusal("users.name_taken", username=username)
    check_password(password, username)
    user = User(
        office_id=office.id, office=office, username=username, name=name, role=role, post=post,
        password_hash=generate_password_hash(password), certificate_no=certificate_no,
        certificate_until=certificate_until, created_at=at,
    )  # fmt: skip
    session.add(user)
    session.flush()
    audit.record(
        session, "users.add", by=by, at=at, object_type="user", object_id=user.id, region_code=office.region_code,
        after={"username": username, "name": name, "role": role.value, "office": office.name}
        | ({"certificate_no": certificate_no} if certificate_no else {}),
    )  # fmt: skip
    return user


def amend_user(
    session: Session, user_id: int, *, name: str, post: str, role: Role, certificate_no: str, certificate_until: date | None,
    is_enabled: bool, by: Actor, at: datetime,
) -> User:  # fmt: skip
    """Amend a user; shutting off oneself is refused, so that an office cannot lock itself out."""
    user = get_user(session, user_id, scope=scope_of(by.region_code))
    require(by, "users.manage", user.office.region_code)
    if user.id == by.user_id and (not is_enabled or role != user.role):
        raise Refusal("users.not_oneself")
    before = _portrait(user)
    user.name, user.post, user.role, user.is_enabled = name, post, role, is_enabled
    user.certificate_no, user.certificate_until = certificate_no, certificate_until
    audit.record(
        session, "users.amend", by=by, at=at, object_type="user", object_id=user.id, region_code=user.office.region_code,
        before=before, after=_portrait(user),
    )  # fmt: skip
    return user


def _portrait(user: User) -> dict[str, Any]:
    """What of a user may be amended, as it is now."""
    until = user.certificate_until
    return {
        "name": user.name, "post": user.post, "role": Role(user.role).value, "is_enabled": user.is_enabled,
        "certificate_no": user.certificate_no, "certificate_until": until.isoformat() if until else "",
    }  # fmt: skip


def set_password(session: Session, user_id: int, *, password: str, by: Actor, at: datetime) -> None:
    """Set a user's password: one's own, or another's as administrator."""
    user = get_user(session, user_id, scope=scope_of(by.region_code))
    if user.id != by.user_id:
        require(by, "users.manage", user.office.region_code)
    check_password(password, user.username)
    user.password_hash = generate_password_hash(password)
    audit.record(
        session,
        "users.set_password",
        by=by,
        at=at,
        object_type="user",
        object_id=user.id,
        region_code=user.office.region_code,
    )


def check_names(username: str, name: str, post: str) -> None:
    """Raise Refusal where a sign-in name has other signs than it may, or a name or post does not fit where it is printed."""
    if not re.fullmatch(USERNAME, username):
        raise Refusal("users.username_wrong")
    if not is_name(name, PERSON_NAME_LENGTH) or (post and not is_name(post, PERSON_NAME_LENGTH)):
        raise Refusal("users.name_wrong", length=PERSON_NAME_LENGTH)


def is_name(text: str, length: int) -> bool:
    """True for 1 to ``length`` signs that show on paper: no blank name, no control or unreadable character."""
    return len(text.strip()) > 0 and len(text) <= length and text.isprintable() and "\ufffd" not in text


def check_password(password: str, username: str) -> None:
    """Raise Refusal where a password is too short or is the sign-in name itself."""
    if not _is_text(password):
        raise Refusal("users.password_signs")
    if len(password) < PASSWORD_LENGTH:
        raise Refusal("users.password_short", length=PASSWORD_LENGTH)
    if username.lower() == password.lower():
        raise Refusal("users.password_is_name")


def _is_text(password: str) -> bool:
    """False for control characters, and for the marks Python leaves where bytes were no text: nobody types them again."""
    return not any(sign < " " or sign == "\x7f" or "\ud800" <= sign <= "\udfff" for sign in password)


def sign_in(session: Session, *, username: str, password: str, at: datetime) -> User:
    """Check name and password; both failures look and last the same, and the attempt is on file either way."""
    user = find_user(session, username)
    is_right = check_password_hash(user.password_hash if user else _NOBODY, password)
    if user is None or not is_right or not user.is_enabled:
        raise Refusal("users.sign_in_failed")
    user.signed_in_at = at
    audit.record(
        session,
        "users.sign_in",
        by=user.actor,
        at=at,
        object_type="user",
        object_id=user.id,
        region_code=user.office.region_code,
    )
    return user


def note_failed_sign_in(session: Session, *, username: str, at: datetime) -> None:
    """Put a failed attempt on file, under the office of the name tried where there is one."""
    user = find_user(session, username)
    audit.record(
        session, "users.sign_in_failed", by=None, at=at, object_type="user", object_id=user.id if user else "",
        region_code=user.office.region_code if user else "", after={"username": username[:40]},
    )  # fmt: skip


def set_towns(
    session: Session, *, region_code: str, towns: Sequence[tuple[str, str | None]], by: Actor, at: datetime
) -> int:
    """Replace the town list (name, code) of a county; returns how many there are now."""
    require(by, "towns.manage", region_code)
    session.execute(delete(Town).where(Town.region_code == region_code))
    unique = dict(towns)
    session.add_all([Town(region_code=region_code, name=name, code=code) for name, code in unique.items()])
    audit.record(
        session, "towns.set", by=by, at=at, object_type="region", object_id=region_code, region_code=region_code,
        after={"towns": list(unique)},
    )  # fmt: skip
    return len(unique)
