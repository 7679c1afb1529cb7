"""Acts on the legal-basis library: an officer confirms an article for the own office; and what a measure may rest on.

An article marked unverified carries no measure into effect and no paper until someone who decides has read its text and
written down what it covers and why the office is competent (行政处罚法 第十六条, 第三十八条).
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain import bases, regions
from registry.domain.errors import Refusal
from registry.domain.identifiers import normalise_name
from registry.domain.permissions import Actor, require
from registry.domain.terms import MeasureKind, TargetKind
from registry.services import audit
from registry.store.accounts import Account
from registry.store.documents import BasisConfirmation, find_confirmation
from registry.store.scope import EVERYTHING
from registry.store.users import list_offices


def confirm(
    session: Session,
    basis_code: str,
    *,
    article_text: str,
    coverage: str,
    competence: str,
    by: Actor,
    at: datetime,
    on: date,
) -> BasisConfirmation:
    """Confirm an article for the actor's office: its text as read, what it covers, why this office may act on it.

    Confirming again replaces what was stated; the audit entry keeps both. Raises Refusal where a part is missing.
    """
    require(by, "bases.confirm")
    bases.get(basis_code)
    for part, code in ((article_text, "text"), (coverage, "coverage"), (competence, "competence")):
        if not part.strip():
            raise Refusal(f"bases.{code}_missing")
    row = find_confirmation(session, by.office_id, basis_code)
    before = None if row is None else _stated(row)
    if row is None:
        row = BasisConfirmation(office_id=by.office_id, basis_code=basis_code)
        session.add(row)
    row.article_text, row.coverage, row.competence = article_text, coverage, competence
    row.confirmed_on, row.confirmed_by_id = on, by.user_id
    audit.record(
        session,
        "bases.confirm",
        by=by,
        at=at,
        object_type="basis",
        object_id=basis_code,
        region_code=by.region_code,
        before=before,
        after={"article_text": article_text, "coverage": coverage, "competence": competence},
    )
    return row


def _stated(row: BasisConfirmation) -> dict[str, str]:
    return {"article_text": row.article_text, "coverage": row.coverage, "competence": row.competence}


def check_fit(basis_code: str, kind: MeasureKind, target_kind: TargetKind, *, on: date) -> None:
    """The article carries this rung and this target, and was in force on the day (行政处罚法 第三十七条、第三十八条)."""
    if not basis_code:
        raise Refusal("measures.basis_missing")
    basis = bases.get(basis_code)
    if kind not in basis.for_kinds:
        raise Refusal("measures.basis_unfit", kind=kind, basis=bases.cite(basis))
    if basis.for_targets and target_kind not in basis.for_targets:
        raise Refusal("measures.basis_other_target", basis=bases.cite(basis), fit=basis.for_targets, target=target_kind)
    check_in_force(basis_code, on=on)


def check_in_force(basis_code: str, *, on: date) -> None:
    """Raise Refusal("measures.basis_not_yet" or "measures.basis_lapsed") where the article was not in force on a day."""
    basis = bases.get(basis_code)
    if on < basis.in_force_from:
        raise Refusal("measures.basis_not_yet", basis=bases.cite(basis), since=basis.in_force_from, on=on)
    if not basis.is_in_force(on):
        raise Refusal("measures.basis_lapsed", basis=bases.cite(basis), until=basis.in_force_to, on=on)


def check_competence(
    session: Session, account: Account, basis: bases.LegalBasis, deciding_body: str, *, by: Actor
) -> None:
    """An article the county may not act on carries no decision of a county's: the competent body decides (brief §0.5).

    A county's is the office that drafts, any office of the register on a county, and whatever bears the county's name.
    """
    if basis.county_may is not False:
        return
    body = normalise_name(deciding_body)
    named = [(office.name, office.region_code) for office in list_offices(session, scope=EVERYTHING)]
    named += [(by.office_name, by.region_code), (regions.get(account.region_code).name, account.region_code)]
    of_counties = [normalise_name(name) for name, code in named if regions.level(code) == "county"]
    if any(name in body for name in of_counties):
        raise Refusal("measures.basis_beyond_county", basis=bases.cite(basis))
