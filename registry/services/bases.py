"""Acts on the legal-basis library: an officer confirms an article for the own office.

An article marked unverified carries no measure into effect and no paper until someone who decides has read its text and
written down what it covers and why the office is competent (行政处罚法 第十六条, 第三十八条).
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain import bases
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.services import audit
from registry.store.documents import BasisConfirmation, find_confirmation


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
