"""The file of one account (一号一档): all its page shows, gathered once; also as it stood on a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.clock import midnight_after
from registry.domain.cases.states import OPEN
from registry.domain.china_time import china_day
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Facts, known
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import version_on
from registry.domain.terms import ViolationState
from registry.services import grading, records, rulebooks
from registry.store.account_queries import list_acts, list_case_acts, list_former_names, list_moves
from registry.store.accounts import Account
from registry.store.documents import Document, list_documents
from registry.store.measures import Measure, list_measures
from registry.store.old_facts import list_old_facts
from registry.store.overrides import STANDING, Override, list_overrides
from registry.store.scope import Scope
from registry.store.violations import Violation, list_violations
from registry.web.showing import charts, timelines
from registry.web.showing.overrides import held_on
from registry.web.showing.reasons import Reasons, read_reasons


@dataclass(frozen=True)
class AccountFile:
    """What templates/accounts/show.html draws. ``values``: the roster fields, personal ones masked."""

    account: Account
    outcome: Outcome
    values: dict[str, Any]
    reasons: Reasons
    chart: charts.PointsChart | None
    events: list[timelines.Event]
    former_names: list[str]
    open_measures: list[Measure]
    clues: list[Violation]
    siblings: list[Account]
    documents: list[Document]
    overrides: Sequence[Override]

    @property
    def is_before_entry(self) -> bool:
        """Whether the account was not on file yet on the outcome's day."""
        return self.outcome.on < self.account.registered_on

    @property
    def override(self) -> Override | None:
        """The tier a person set that stood beside the derived one on the outcome's day."""
        return held_on(self.overrides, self.outcome.on)

    @property
    def has_open_override(self) -> bool:
        """Whether one is asked for or in force now: there is one at a time."""
        return any(each.state in STANDING for each in self.overrides)

    @property
    def is_uncited(self) -> bool:
        """Whether the rules call for a measure that nobody has drafted."""
        called = self.outcome.proposal
        return called is not None and all(each.kind != called.rung for each in self.open_measures)

    @property
    def cited_violation(self) -> int | None:
        """The violation the proposal answers, where its trigger is one."""
        called = self.outcome.proposal
        if called is None or called.trigger != "violation":
            return None
        return int(called.facts[-1].removeprefix("v"))


def open_file(session: Session, account: Account, *, on: date, scope: Scope) -> AccountFile:
    """Gather the file of an account as of ``on``: acts and papers up to that day; what it is called and who holds it is as of
    now.
    """
    facts = grading.facts_of(session, account)
    books = rulebooks.known_before(session, midnight_after(on))
    outcome = evaluate(facts, books, on)
    names = list_former_names(session, [account.id]).get(account.id, [])
    violations = list_violations(session, scope=scope, account_id=account.id)[::-1]
    measures = list_measures(session, scope=scope, account_id=account.id)[::-1]
    moves = list_moves(session, account.id)
    acts = list_acts(session, account.id)
    case_acts = list_case_acts(
        session, violation_ids=[each.id for each in violations], measure_ids=[each.id for each in measures]
    )
    documents = list(list_documents(session, scope=scope, account_id=account.id))[::-1]
    old = list_old_facts(session, account.id)
    history = timelines.History(account, outcome, violations, measures, moves, names, documents, acts, case_acts, old)
    siblings = account.holder.accounts if account.holder else []
    return AccountFile(
        account=account,
        outcome=outcome,
        values=records.masked(account),
        reasons=read_reasons(outcome),
        chart=_chart(books, facts, outcome, account),
        events=[event for event in timelines.tell(history) if event[0] <= on],
        former_names=[each.name for each in names],
        open_measures=[each for each in reversed(measures) if each.state in OPEN],
        clues=[each for each in violations if each.state is ViolationState.RECORDED],
        siblings=sorted(siblings, key=lambda each: (each.id != account.id, each.archived_on is not None, each.id)),
        documents=[each for each in documents[::-1] if each.issued_on <= on],
        overrides=[
            each for each in list_overrides(session, scope=scope, account_id=account.id) if _day(each.asked_at) <= on
        ],
    )


def _day(at: datetime) -> date:
    return china_day(at)


def _chart(books: Sequence[Rulebook], facts: Facts, outcome: Outcome, account: Account) -> charts.PointsChart | None:
    """The drawing from what is known on the outcome's day, and nothing later."""
    told = known(facts, outcome.on)
    rulebook = version_on(books, account.region_code, outcome.on)
    return charts.chart_points(told, outcome, lambda day: evaluate(told, books, day), rulebook)
