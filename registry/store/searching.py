"""One search over accounts, holders, cases and papers: a few of each, and by what each was found.

Names are looked for as they stand, in simplified characters, and former ones too; an address as it is compared, whatever
was pasted around it. Only where no account answers are names compared by likeness.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, SQLColumnExpression, case, or_, select
from sqlalchemy.orm import Session, joinedload

from registry.domain.identifiers import initials_of, normalise_name
from registry.domain.identifiers import url as addresses
from registry.domain.identifiers.names import simplified
from registry.store.account_queries import AccountFilter, account_conditions, is_initials
from registry.store.accounts import Account, FormerName, Holder
from registry.store.cases import Case
from registry.store.document_queries import DocumentFilter, search_documents
from registry.store.documents import Document
from registry.store.scope import Scope

NEAR: Final = 60.0
"""Likeness in percent (rapidfuzz ratio) from which a name may be a misspelling of what was typed."""
MOST_COMPARED: Final = 200_000
SHORTEST: Final = 2
"""A search of fewer characters finds nothing: nearly every name would answer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An account and by what it was found: name, former, uid, url, initials, holder, uscc or near; ``said`` is what matched."""

    account: Account
    by: str
    said: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a search found, at most so many of each kind; ``is_near``: the accounts are only alike."""

    text: str
    accounts: Sequence[Hit] = ()
    holders: Sequence[Holder] = ()
    cases: Sequence[Case] = ()
    papers: Sequence[Document] = ()
    is_near: bool = False
    total: int = field(init=False)

    def __post_init__(self) -> None:
        found = len(self.accounts) + len(self.holders) + len(self.cases) + len(self.papers)
        object.__setattr__(self, "total", found)


def search(session: Session, text: str, *, scope: Scope, limit: int, is_likeness_wanted: bool = True) -> Answers:
    """Look for a text in everything the scope covers: six statements at most.

    ``is_likeness_wanted``: compare all names by likeness where no account answers; too slow to ask while somebody types.
    """
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        return Answers(text)
    accounts = _accounts(session, text, scope, limit)
    is_exact = is_initials(text) or _address(text) is not None  # letters are like no name but one written in letters
    is_near_worth = is_likeness_wanted and not accounts and not is_exact
    near = _near(session, text, scope, limit) if is_near_worth else []
    return Answers(
        text, accounts or near, _holders(session, text, scope, limit, is_by_letters=is_likeness_wanted), _cases(session, text, scope, limit),
        search_documents(session, DocumentFilter(text=text), scope=scope, limit=limit), bool(near),
    )  # fmt: skip


def _accounts(session: Session, text: str, scope: Scope, limit: int) -> list[Hit]:
    wanted = account_conditions(AccountFilter(text=_address(text) or text), scope)
    query = select(Account).where(*wanted).options(joinedload(Account.holder))
    by_name = case((Account.name_key.contains(normalise_name(text) or text, autoescape=True), 0), else_=1)
    found = session.scalars(query.order_by(by_name, Account.updated_at.desc(), Account.id.desc()).limit(limit)).all()
    ids = [account.id for account in found]
    rows = session.execute(select(FormerName).where(FormerName.account_id.in_(ids))).scalars() if ids else ()
    former: dict[int, list[str]] = {}
    for each in rows:
        former.setdefault(each.account_id, []).append(each.name)
    return [_hit(account, former.get(account.id, ()), text) for account in found]


def _hit(account: Account, former: Sequence[str], text: str) -> Hit:
    """By what an account answers, the surest first."""
    lower, key, address = text.lower(), normalise_name(text) or text, _address(text)
    if lower in account.name.lower() or key in account.name_key:
        return Hit(account, "name", account.name)
    if borne := next((name for name in former if lower in name.lower()), None):
        return Hit(account, "former", borne)
    if lower in (account.uid or "").lower():
        return Hit(account, "uid", account.uid or "")
    if (address or lower) in (account.url or "").lower():
        return Hit(account, "url", account.url or "")
    holder = account.holder
    if is_initials(text) and lower in account.initials:
        return Hit(account, "initials", account.name)
    if holder and holder.uscc == text.upper():
        return Hit(account, "uscc", holder.uscc)
    return Hit(account, "holder", holder.name if holder else "")


def _address(text: str) -> str | None:
    """The host and path of a pasted address; None where it is none."""
    if not addresses.is_link(text):
        return None
    bare = re.sub(r"^https?://(?:www\.)?", "", text.strip().lower())
    return re.split(r"[?#]", bare)[0].rstrip("/")


def _near(session: Session, text: str, scope: Scope, limit: int) -> list[Hit]:
    """Accounts whose name is like what was typed, the most alike first."""
    key = normalise_name(text)
    query = select(Account.id, Account.name_key).where(*account_conditions(AccountFilter(), scope))
    names = {row.id: row.name_key for row in session.execute(query.limit(MOST_COMPARED))} if key else {}
    alike = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=limit)
    order = {account_id: place for place, (_, _, account_id) in enumerate(alike)}
    found = session.scalars(select(Account).where(Account.id.in_(order)).options(joinedload(Account.holder))).all()
    return [Hit(account, "near", account.name) for account in sorted(found, key=lambda each: order[each.id])]


def _holders(session: Session, text: str, scope: Scope, limit: int, *, is_by_letters: bool) -> Sequence[Holder]:
    named = or_(_any(Holder.name, {text, simplified(text)}), Holder.uscc == text.upper())
    query = select(Holder).where(scope.covers(Holder.region_code), named)
    found = session.scalars(query.order_by(Holder.id).limit(limit)).all()
    return found or (_by_letters(session, text, scope, limit) if is_by_letters and is_initials(text) else ())


def _by_letters(session: Session, text: str, scope: Scope, limit: int) -> Sequence[Holder]:
    """Holders whose name has these pinyin initials."""
    query = select(Holder.id, Holder.name).where(scope.covers(Holder.region_code)).limit(MOST_COMPARED)
    meant = (row.id for row in session.execute(query.order_by(Holder.id)) if text.lower() in initials_of(row.name))
    return session.scalars(select(Holder).where(Holder.id.in_([*islice(meant, limit)])).order_by(Holder.id)).all()


def _cases(session: Session, text: str, scope: Scope, limit: int) -> Sequence[Case]:
    number = re.sub(r"\s", "", text).translate(str.maketrans("[]()（）", "〔〕〔〕〔〕"))
    named = or_(Case.case_no.contains(number, autoescape=True), _any(Case.title, {text, simplified(text)}))
    query = select(Case).where(scope.covers(Case.region_code), named)
    return session.scalars(query.order_by(Case.id.desc()).limit(limit)).all()


def _any(column: SQLColumnExpression[str], texts: set[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for text in sorted(texts)))
