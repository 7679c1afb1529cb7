"""Acts on the legal-basis library: an officer confirms an article for the own office; and what a measure may rest on.

An article marked unverified carries no measure into effect and no paper until someone who decides has read its text and
written down what it covers and why the office is competent (行政处罚法 第十六条, 第三十八条).
"""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy.orm import Session, object_session

from registry.domain import bases, regions
from registry.domain.bases import EntryState, LegalBasis
from registry.domain.basis_library import Check, Library
from registry.domain.china_time import china_day
from registry.domain.errors import Refusal
from registry.domain.identifiers import normalise_name
from registry.domain.permissions import Actor, require
from registry.domain.terms import MeasureKind, TargetKind
from registry.services import audit
from registry.store.accounts import Account
from registry.store.bases import BasisEntry, checks_of, entries_of, list_entries
from registry.store.documents import BasisConfirmation, confirmations_of, find_confirmation
from registry.store.measures import Measure
from registry.store.scope import EVERYTHING
from registry.store.together import ask
from registry.store.users import list_offices

_KEPT = "bases"
"""Under which name a session keeps the libraries it has read, by office."""


def library_of(session: Session, office_id: int) -> Library:
    """The legal-basis library of an office: one statement the first time a session asks, two where it has entries of its own."""
    kept: dict[int, Library] = session.info.setdefault(_KEPT, {})
    if office_id not in kept:
        kept[office_id] = _read(session, office_id)
    return kept[office_id]


def forget(session: Session) -> None:
    """Let what was just put on file be seen by whoever asks this session next."""
    session.flush()
    session.info.pop(_KEPT, None)


def _read(session: Session, office_id: int) -> Library:
    checks: dict[str, list[Check]] = defaultdict(list)
    found = ask(
        session,
        {"confirmed": confirmations_of(office_id), "checked": checks_of(office_id), "entries": entries_of(office_id)},
    )
    for code, on, who in found["confirmed"]:
        checks[code].append(Check(on, who, confirms=True))
    for code, on, who, words in found["checked"]:
        checks[code].append(Check(on, who, words))
    rows = list_entries(session, office_id) if found["entries"] else ()
    entries = (each for each in rows if each.state is EntryState.CONFIRMED)
    return Library(tuple(map(entry_as_basis, entries)), {code: tuple(found) for code, found in checks.items()})


def entry_as_basis(entry: BasisEntry) -> LegalBasis:
    """An office's own entry as an article of the library; sure once a second person has confirmed it."""
    is_sure = entry.state is EntryState.CONFIRMED
    return LegalBasis(
        code=entry.code, title=entry.title, number=entry.number, article=entry.article, issuer=entry.issuer,
        level=entry.level, role=entry.role, text=entry.text, note=entry.note, source=entry.source,
        for_kinds=tuple(map(MeasureKind, entry.for_kinds)), for_targets=tuple(map(TargetKind, entry.for_targets)),
        county_may=entry.county_may, in_force_from=entry.in_force_from, in_force_to=entry.in_force_to,
        status=bases.BasisStatus.VERIFIED if is_sure else bases.BasisStatus.UNVERIFIED, entry_id=entry.id,
        checked_on=entry.settled_on, checked_by=entry.settled_by.name if entry.settled_by else "",
    )  # fmt: skip


def basis_on(measure: Measure) -> LegalBasis:
    """The article a measure rests on, in the words of the day it took effect, was decided or was drafted."""
    found = _basis_of(measure)
    if found is None:
        raise Refusal("bases.unknown", basis=measure.basis_code)
    return found


def cite_basis(measure: Measure) -> str:
    """The article a measure rests on as it is cited; its bare code where the library has lost it."""
    found = _basis_of(measure)
    return bases.cite(found) if found else measure.basis_code


def day_of(measure: Measure) -> date:
    """The day whose law a measure rests on: it took effect, else was decided, else was drafted."""
    return measure.effective_on or measure.decided_on or china_day(measure.drafted_at)


def _basis_of(measure: Measure) -> LegalBasis | None:
    session = object_session(measure)
    assert session is not None  # a measure on file has one
    return library_of(session, measure.office_id).find(measure.basis_code, day_of(measure))


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
    library_of(session, by.office_id).get(basis_code, on)
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
    forget(session)
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


def check_fit(basis: LegalBasis, kind: MeasureKind, target_kind: TargetKind, *, on: date) -> None:
    """The article carries this rung and this target, and was in force on the day (行政处罚法 第三十七条、第三十八条)."""
    if kind not in basis.for_kinds:
        raise Refusal("measures.basis_unfit", kind=kind, basis=bases.cite(basis))
    if basis.for_targets and target_kind not in basis.for_targets:
        raise Refusal("measures.basis_other_target", basis=bases.cite(basis), fit=basis.for_targets, target=target_kind)
    check_in_force(basis, on=on)


def check_in_force(basis: LegalBasis, *, on: date) -> None:
    """Raise Refusal("measures.basis_not_yet" or "measures.basis_lapsed") where the article was not in force on a day."""
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
