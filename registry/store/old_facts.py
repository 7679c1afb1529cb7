"""Facts from before the register (系统启用前), each of one account, entered from an old ledger.

Such a fact is history that is shown with the account; it is neither a violation nor a measure of the register and never
reaches the engine. An import undone withdraws its facts: they stay on file, shown to nobody.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.terms import OldKind
from registry.store.accounts import Account, FormerName
from registry.store.db import Base
from registry.store.measures import Measure
from registry.store.old_ledgers import OldLedger
from registry.store.scope import Scope
from registry.store.types import Instant, Json, Term
from registry.store.users import User
from registry.store.violations import Violation


class OldFact(Base):
    """One historical fact of an account. ``on`` is ISO to its precision; free texts with numbers of persons are sealed."""

    __tablename__ = "old_facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("old_ledgers.id"), index=True)
    sheet: Mapped[str | None] = mapped_column(String(100))
    row: Mapped[int]
    kind: Mapped[OldKind] = mapped_column(Term(OldKind))
    on: Mapped[str] = mapped_column(String(10))
    is_approximate: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    officer: Mapped[str | None] = mapped_column(Text)
    doc_no: Mapped[str | None] = mapped_column(Text)
    remark: Mapped[str | None] = mapped_column(Text)
    extra: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)

    ledger: Mapped[OldLedger] = relationship()
    confirmed_by: Mapped[User | None] = relationship()


def list_old_facts(session: Session, account_id: int) -> Sequence[OldFact]:
    """What was confirmed of an account's time before the register and stands, the oldest first."""
    query = select(OldFact).where(
        OldFact.account_id == account_id, OldFact.confirmed_at.is_not(None), OldFact.undone_at.is_(None)
    )
    people = (joinedload(OldFact.confirmed_by), joinedload(OldFact.ledger))
    return session.scalars(query.options(*people).order_by(OldFact.on, OldFact.id)).all()


def list_facts_of(session: Session, ledger_id: int) -> Sequence[OldFact]:
    """The facts that entered from one file."""
    return session.scalars(select(OldFact).where(OldFact.ledger_id == ledger_id).order_by(OldFact.id)).all()


def list_known_facts(session: Session, *, scope: Scope) -> Sequence[OldFact]:
    """The old facts of a scope's accounts that stand, confirmed or not yet."""
    query = select(OldFact).join(Account, Account.id == OldFact.account_id)
    return session.scalars(query.where(scope.covers(Account.region_code), OldFact.undone_at.is_(None))).all()


def list_own_facts(session: Session, *, scope: Scope) -> list[tuple[int, str, str]]:
    """The register's own violations and measures that stand as (account, kind, day)."""
    acts = select(Violation.account_id, Violation.occurred_on).where(
        scope.covers(Violation.region_code), Violation.voided_on.is_(None)
    )
    taken = select(Measure.account_id, Measure.kind, Measure.effective_on).where(
        scope.covers(Measure.region_code), Measure.effective_on.is_not(None), Measure.annulled_on.is_(None)
    )
    found = [(row[0], OldKind.VIOLATION.value, row[1].isoformat()) for row in session.execute(acts)]
    return found + [(row[0], row[1].value, row[2].isoformat()) for row in session.execute(taken) if row[2]]


def list_names_in(session: Session, *, scope: Scope) -> dict[int, list[str]]:
    """The former names of a scope's accounts."""
    query = select(FormerName.account_id, FormerName.name).join(Account, Account.id == FormerName.account_id)
    found: dict[int, list[str]] = {}
    for account_id, name in session.execute(query.where(scope.covers(Account.region_code))):
        found.setdefault(account_id, []).append(name)
    return found


def count_by_account(session: Session, ledger_id: int) -> list[tuple[Account, int]]:
    """The accounts of the facts that entered from one file, each with how many there are of it."""
    query = select(Account, func.count()).join(OldFact, OldFact.account_id == Account.id)
    rows = session.execute(query.where(OldFact.ledger_id == ledger_id).group_by(Account.id).order_by(Account.id))
    return [(row[0], row[1]) for row in rows]
