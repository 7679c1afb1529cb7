"""What a new measure's form starts from: its target, its bodies, its grounds in official words."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import bases, regions, terms
from registry.domain.cases.states import TARGETS
from registry.domain.grading.rulebook import RUNGS, Rulebook
from registry.domain.identifiers import mask_inside
from registry.domain.terms import MeasureKind, TargetKind
from registry.services import measures as services
from registry.services.drafting import Suggestion, usual_target
from registry.store.accounts import Account
from registry.store.measures import Measure
from registry.store.violations import Violation
from registry.web import guards
from registry.web.formats import label, word
from registry.web.forms.measures import ProposeForm
from registry.web.showing.bases import library


def offer(form: ProposeForm, kind: MeasureKind, violations: list[Violation], book: Rulebook | None) -> None:
    """Offer what this kind allows: its targets, the articles that carry it, the account's recognised violations."""
    names = book.code_rows if book else {}
    form.violation.choices = [("", _("不针对某一条"))] + [
        (
            str(each.id),
            _(
                "%(on)s　%(code)s %(name)s",
                on=each.occurred_on,
                code=each.code,
                name=getattr(names.get(each.code), "name", ""),
            ),
        )
        for each in violations
    ]
    form.target_kind.choices = [(each.value, label(each)) for each in TARGETS[kind]]
    form.basis_code.choices = [(basis.code, bases.cite(basis)) for basis in library().for_kind(kind, today())]


def fill(
    form: ProposeForm,
    account: Account,
    kind: MeasureKind,
    violation: Violation | None,
    overdue: Measure | None,
    office: str,
    book: Rulebook | None,
) -> None:
    """Fill a fresh form; everything stays the officer's to change."""
    target_kind = usual_target(kind, account.platform)
    form.violation.data = str(violation.id) if violation else ""
    form.target_kind.data = target_kind.value
    form.target.data = target_of(account, target_kind, violation)
    form.deciding_body.data = office
    form.executing_body.data = executor_of(account, kind, target_kind, office)
    form.grounds.data = grounds_of(account, kind, violation, overdue, book)
    form.basis_code.data = only_fit(kind)


def only_fit(kind: MeasureKind) -> str | None:
    """The one article the asker's office may rest such a measure on; None where there are several, or none."""
    is_county = regions.is_lowest(guards.actor().region_code)
    fit = [each.code for each in library().for_kind(kind, today()) if not (is_county and each.county_may is False)]
    return fit[0] if len(fit) == 1 else None


def target_of(account: Account, target_kind: TargetKind, violation: Violation | None) -> str:
    """The target as the papers name it."""
    if target_kind is TargetKind.CONTENT:
        return (violation.url if violation else None) or ""
    if target_kind is TargetKind.WEBSITE and account.url:
        return account.url
    return word(
        "measures.draft.account", platform=account.platform, name=account.name, uid=account.uid or account.url or "—"
    )


def executor_of(account: Account, kind: MeasureKind, target_kind: TargetKind, office: str) -> str:
    """Who carries it out: the office itself, the platform, the store or, for websites, the telecom authority."""
    if kind in (MeasureKind.REMINDER, MeasureKind.INTERVIEW):
        return office
    if target_kind is TargetKind.WEBSITE:
        return word("measures.draft.telecom")
    if target_kind is TargetKind.APP:
        return word("measures.draft.store")
    return word("measures.draft.platform", platform=account.platform)


def grounds_of(
    account: Account, kind: MeasureKind, violation: Violation | None, overdue: Measure | None, book: Rulebook | None
) -> str:
    """The grounds in calm official words, from what is on file."""
    head = word("measures.draft.subject", platform=account.platform, name=account.name)
    parts = []
    if violation is not None:
        code = book.code_rows.get(violation.code) if book else None
        article = bases.article_breached(violation.code) or (code.article if code else None) or violation.code
        said = {
            "facts": mask_inside(violation.facts).rstrip("。；;. "),
            "article": article,
            "name": code.name if code else violation.code,
        }
        parts.append(word("measures.draft.found", on=violation.occurred_on, recognised=violation.recognised_on, **said))
    if overdue is not None and overdue.rectification is not None:
        parts.append(
            word(
                "measures.draft.overdue",
                kind=overdue.kind,
                effective=overdue.effective_on,
                due=overdue.rectification.due_on,
            )
        )
    parts.append(word(f"measures.draft.then_{kind.value}"))
    return head + "".join(parts)


def standing_of(kind: MeasureKind, suggestion: Suggestion | None) -> str:
    """How this kind stands to the rules' call: "called", "above" or "below"; a rung above needs its reason."""
    if suggestion is not None and kind == suggestion.kind:
        return "called"
    return "above" if suggestion is None or RUNGS[kind] > RUNGS[suggestion.kind] else "below"


def kinds() -> list[tuple[MeasureKind, str]]:
    """The rungs with their labels, lowest first."""
    return [(kind, label(kind)) for kind in terms.MeasureKind]


def put_on_file(session: Session, account_id: int, kind: MeasureKind, form: ProposeForm) -> Measure:
    """Put the draft on file."""
    return services.propose(
        session,
        account_id,
        kind=kind,
        violation_id=int(form.violation.data) if form.violation.data else None,
        target_kind=TargetKind(form.target_kind.data),
        target=form.target.data,
        deciding_body=form.deciding_body.data,
        executing_body=form.executing_body.data,
        basis_code=form.basis_code.data or "",
        grounds=form.grounds.data,
        skip_reason=form.skip_reason.data or "",
        by=guards.actor(),
        at=now(),
        on=today(),
    )
