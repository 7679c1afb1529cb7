"""The ledger of accounts as the engine takes it: facts, read in six statements for any number of accounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain.filings import filed_on
from registry.domain.grading import facts as f
from registry.store.accounts import Account
from registry.store.measures import Credit, Decision, Measure, Promotion, Rectification
from registry.store.violations import Violation


def violation_fact(violation_id: int) -> str:
    """The fact id of a violation."""
    return f"v{violation_id}"


def measure_fact(measure_id: int) -> str:
    """The fact id of a measure."""
    return f"m{measure_id}"


def begins_on(account: Account) -> date:
    """The day from which an account counts: its filing, else its entry."""
    return filed_on(account.filing_no, account.registered_on)


def read_facts(session: Session, accounts: Sequence[Account]) -> dict[int, f.Facts]:
    """Return the facts of each account by its id.

    Only recognised violations and measures that took effect are facts; clues and drafts are not.
    """
    ids = [account.id for account in accounts]
    violations = _by_account(session, Violation, ids, Violation.recognised_on.is_not(None))
    measures = _by_account(session, Measure, ids, Measure.effective_on.is_not(None))
    credits = _by_account(session, Credit, ids)
    decisions = _by_account(session, Decision, ids)
    promotions = _by_account(session, Promotion, ids)
    rectifications = _rectifications(session, [measure.id for found in measures.values() for measure in found])
    return {
        account.id: f.Facts(
            account=f.Account(begins_on(account), account.filing_complete, account.region_code),
            violations=tuple(_violation(row) for row in violations[account.id]),
            measures=tuple(_measure(row) for row in measures[account.id]),
            rectifications=tuple(rectifications[row.id] for row in measures[account.id] if row.id in rectifications),
            credits=tuple(f.Credit(row.on, row.points, row.reason) for row in credits[account.id]),
            decisions=tuple(_decision(row) for row in decisions[account.id]),
            promotions=tuple(f.Promotion(row.on, row.tier) for row in promotions[account.id]),
        )
        for account in accounts
    }


def _by_account(session: Session, table: Any, ids: list[int], *conditions: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.account_id.in_(ids), *conditions).order_by(table.id)).unique():
        found[row.account_id].append(row)
    return found


def _rectifications(session: Session, measure_ids: Iterable[int]) -> dict[int, f.Rectification]:
    rows = session.scalars(select(Rectification).where(Rectification.measure_id.in_(list(measure_ids))))
    return {row.measure_id: f.Rectification(measure_fact(row.measure_id), row.due_on, row.passed_on) for row in rows}


def _violation(row: Violation) -> f.Violation:
    assert row.recognised_on is not None  # the query asks for it
    severity = row.severity.value if row.severity else None
    return f.Violation(violation_fact(row.id), row.code, severity, row.occurred_on, row.recognised_on, row.voided_on)


def _measure(row: Measure) -> f.Measure:
    assert row.effective_on is not None  # the query asks for it
    cited = violation_fact(row.violation_id) if row.violation_id else None
    return f.Measure(
        measure_fact(row.id), row.kind, row.effective_on, cited, row.ends_on, row.lifted_on, row.annulled_on
    )


def _decision(row: Decision) -> f.Decision:
    return f.Decision(row.on, violation_fact(row.violation_id) if row.violation_id else None, "declined", row.reason)
