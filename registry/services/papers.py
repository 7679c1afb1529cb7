"""Papers in the making: which a measure offers, what one starts from, and the builder's inputs put together.

What was decided (account, target, legal basis) is read from the register; what only this paper needs (time, place,
whom to call) are its ``Details``, typed by an officer (paper_details.py starts them). Identity and mobile numbers are
masked in every text, whoever typed them (个人信息保护法 第六条: no more than the purpose needs).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session, object_session

from registry.domain import bases, identifiers, regions
from registry.domain.basis_library import Library
from registry.domain.cases.papers import OF_MEASURE
from registry.domain.documents import catalogue, forms
from registry.domain.documents.content import Document
from registry.domain.documents.forms.inputs import NEWS_INTERVIEW_RULE
from registry.domain.documents.sheets import Sheet, build_sheet
from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import DocumentKind, HolderType, MeasureKind, MeasureState, label
from registry.services import sanction_records
from registry.services.bases import day_of, library_of
from registry.store import cases
from registry.store.account_queries import get_account
from registry.store.accounts import Account
from registry.store.measures import Measure, get_measure
from registry.store.scope import scope_of
from registry.store.users import Office

PAPERS: Final = OF_MEASURE
"""The papers a measure may go out with, the usual one first."""

LETTERS: Final = (DocumentKind.SUSPENSION_LETTER, DocumentKind.DELISTING_LETTER, DocumentKind.SHUTDOWN_LETTER)
"""The papers that go to who can act (a platform, a store, 通信管理局) and ask for an answer."""

ORDER_BASIS: Final = "penalty_law-28"
"""The article an order to rectify rests on unless the officer chooses another (行政处罚法 第二十八条)."""

_Frozen = TypeVar("_Frozen")


@dataclass(frozen=True)
class Case:
    """What a paper is about: account, measure (none for a sanction record), the office it goes out from, and the case
    (案件) it is written for, where there is one.
    """

    kind: DocumentKind
    account: Account
    measure: Measure | None
    office: Office
    casefile: cases.Case | None = None


@dataclass(frozen=True)
class Details:
    """What an officer says on a paper beyond the decision itself; each paper uses some of it.

    ``values``: what fills the fields of a form of the catalogue, by name.
    """

    addressee: str = ""
    is_person: bool = False
    is_news_service: bool = False
    facts: tuple[str, ...] = ()
    breached: tuple[str, ...] = ()
    basis_code: str = ""
    meets_at: datetime | None = None
    place: str = ""
    attendees: str = ""
    materials: tuple[str, ...] = ()
    excuse_by: date | None = None
    demands: tuple[str, ...] = ()
    due_on: date | None = None
    consequence: str = ""
    review_body: str = ""
    court: str = ""
    measures: tuple[str, ...] = ()
    reply_by: date | None = None
    consent: str = ""
    days: int = 0
    contact: str = ""
    phone: str = ""
    compiled_by: str = ""
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def is_sheet(kind: DocumentKind | None) -> bool:
    """Whether a paper is filled from its form in the catalogue; the others have builders of their own."""
    return kind is not None and not catalogue.forms()[kind].is_own


def open_case(
    session: Session, kind: DocumentKind | None, *, measure_id: int | None, account_id: int | None,
    case_id: int | None = None, by: Actor,
) -> Case:  # fmt: skip
    """The case of a paper on a measure, an account alone, or a case (案件); no ``kind`` = the usual one.

    Raises NotFound for what lies outside the asker's region, Refusal("documents.kind_unfit") for a paper the measure
    has not.
    """
    scope = scope_of(by.region_code)
    if case_id is not None:
        return _in_case(session, kind, cases.get_case(session, case_id, scope=scope), by)
    if measure_id is None:
        if account_id is None or not (kind in (None, DocumentKind.SANCTION_RECORD) or is_sheet(kind)):
            raise NotFound("documents.unknown")
        account = get_account(session, account_id, scope=scope)
        require(by, "documents.read", account.region_code)
        return Case(kind or DocumentKind.SANCTION_RECORD, account, None, _office(session, by.office_id))
    measure = get_measure(session, measure_id, scope=scope)
    require(by, "documents.read", measure.region_code)
    offered = PAPERS[measure.kind]
    if kind is not None and kind not in offered and not is_sheet(kind):
        raise Refusal("documents.kind_unfit", kind=kind, measure=measure.kind)
    return Case(kind or offered[0], measure.account, measure, _issuer(session, measure, by))


def _in_case(session: Session, kind: DocumentKind | None, casefile: cases.Case, by: Actor) -> Case:
    """A paper written for a case: on the measure the case decided, where there is one."""
    require(by, "documents.read", casefile.region_code)
    gone = (MeasureState.DECLINED, MeasureState.ANNULLED)
    measure = next((each for each in reversed(casefile.measures) if each.state not in gone), None)
    if kind is not None and not is_sheet(kind) and (measure is None or kind not in PAPERS[measure.kind]):
        raise Refusal("documents.kind_undecided", kind=kind)
    account = measure.account if measure else casefile.accounts[0]
    return Case(
        kind or DocumentKind.CLUE_REGISTRATION, account, measure, _office(session, casefile.office_id), casefile
    )


def list_forms(case: Case) -> list[tuple[int, list[catalogue.Form]]]:
    """The forms a paper on the case may be made on, by their number in the list of 26."""
    offered = PAPERS[case.measure.kind] if case.measure else (DocumentKind.SANCTION_RECORD,)
    fit = [form for kind, form in catalogue.forms().items() if is_sheet(kind) or kind in offered]
    return [(number, list(found)) for number, found in groupby(fit, key=lambda form: form.number)]


def _issuer(session: Session, measure: Measure, by: Actor) -> Office:
    """The office that drafted the measure; the asker's own where the account has since moved out of its region."""
    office = _office(session, measure.office_id)
    return office if regions.covers(office.region_code, measure.region_code) else _office(session, by.office_id)


def _office(session: Session, office_id: int) -> Office:
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound("offices.unknown", office=office_id)
    return office


def bases_offered(case: Case, *, on: date) -> tuple[bases.LegalBasis, ...]:
    """The articles an order to rectify may rest on; the interview rules only for those they are made for (art. 2)."""
    offered = library_for(case).for_kind(MeasureKind.INTERVIEW, on)
    found = (each for each in offered if each.role is bases.BasisRole.EMPOWERS)
    return tuple(
        each for each in found if is_news_service(case.account) or not bases.cite(each).startswith(NEWS_INTERVIEW_RULE)
    )


def library_for(case: Case) -> Library:
    """The legal-basis library of the office the paper goes out from."""
    session = object_session(case.office)
    assert session is not None  # an office on file has one
    return library_of(session, case.office.id)


def cited_on(case: Case, details: Details, *, on: date) -> bases.LegalBasis | None:
    """The article the paper cites; None for a record. An order's is read as of its own day, a measure's as of the measure's."""
    code = basis_of(case, details)
    if code is None or case.measure is None:
        return None
    is_measures = code == case.measure.basis_code
    return library_for(case).get(code, day_of(case.measure) if is_measures else on)


def basis_of(case: Case, details: Details) -> str | None:
    """The code of the article the paper cites: the measure's, for an order the one chosen; None for a record."""
    if case.measure is None:
        return None
    is_order = case.kind is DocumentKind.RECTIFICATION_ORDER
    return (details.basis_code or ORDER_BASIS) if is_order else case.measure.basis_code


def build(
    session: Session,
    case: Case,
    details: Details,
    *,
    tell: sanction_records.Teller,
    on: date,
    doc_no: str = "",
    draft: bool = True,
) -> Document:
    """The paper as content. A draft may lack what an issued one must hold; Refusal("documents.missing_fields") else.

    ``tell`` words the moves of the tier and its reasons (the words are the roof's); ``on`` is the date of the paper.
    """
    if case.kind is DocumentKind.SANCTION_RECORD:
        record = sanction_records.gather(
            session, case.account, issuer=case.office.name, compiled_by=details.compiled_by, tell=tell, on=on
        )
        rows = {name: masked(getattr(record, name)) for name in ("violations", "measures", "moves", "reasons")}
        return forms.build_sanction_record(replace(record, **rows, doc_no=doc_no, draft=draft))
    dated = {"doc_no": doc_no, "dated_on": None if draft else on, "draft": draft}
    if is_sheet(case.kind):
        return build_sheet(_sheet(case, details, dated))
    builder, shape = {
        DocumentKind.INTERVIEW_NOTICE: (forms.build_interview_notice, forms.InterviewNotice),
        DocumentKind.RECTIFICATION_ORDER: (forms.build_rectification_order, forms.RectificationOrder),
        DocumentKind.SUSPENSION_LETTER: (forms.build_suspension_letter, forms.DisposalLetter),
        DocumentKind.DELISTING_LETTER: (forms.build_delisting_letter, forms.DisposalLetter),
        DocumentKind.SHUTDOWN_LETTER: (forms.build_shutdown_letter, forms.DisposalLetter),
    }[case.kind]
    given = _decided(case, details, on) | dated
    wanted = {field.name for field in fields(shape)}
    typed = {name: value for name, value in vars(_masked_details(details)).items() if name in wanted}
    return builder(shape(**(typed | given)))  # type: ignore[no-any-return,operator]  # each with its own shape


def _sheet(case: Case, details: Details, dated: Mapping[str, Any]) -> Sheet:
    """A form of the catalogue as it is filled, personal numbers masked but for the telephone the reader is to call."""
    typed = masked(details)
    values = {name: masked(value) for name, value in details.values.items()} | {
        name: details.values.get(name) for name in ("phone", "url", "party_code")
    }
    return Sheet(
        case.kind, case.office.name, values, is_person=is_person(case.account), attachments=typed.attachments,
        copies_to=typed.copies_to, **dated,
    )  # fmt: skip


def _decided(case: Case, details: Details, on: date) -> dict[str, Any]:
    """What the register says and no officer retypes: issuer, account, article, target."""
    measure, basis = case.measure, cited_on(case, details, on=on)
    assert measure is not None  # every letter belongs to one
    assert basis is not None  # and rests on an article
    given: dict[str, Any] = {
        "issuer": case.office.name,
        "account": account_ref(case.account),
        "legal_basis": (bases.cite(basis),),
    }
    if case.kind in LETTERS:
        given |= {"target_kind": measure.target_kind, "target": _lines(measure.target)}
    return given


def account_ref(account: Account) -> forms.AccountRef:
    """The account as a paper names it."""
    return forms.AccountRef(label(account.platform), account.name, account.uid or "", account.url or "")


def _masked_details(details: Details) -> Details:
    """The details with personal numbers masked, but for the telephone the reader is to call."""
    return replace(masked(details), contact=details.contact, phone=details.phone)


def masked(value: _Frozen) -> _Frozen:
    """``value`` with each identity or mobile number in its texts masked, at any depth; URLs stay as they are."""
    if isinstance(value, str):
        return identifiers.mask_inside(value) if type(value) is str else value  # type: ignore[return-value]  # a text stays one
    if isinstance(value, tuple):
        return tuple(masked(item) for item in value)  # type: ignore[return-value]  # a tuple stays one
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, forms.AccountRef):
        return replace(value, **{name: masked(each) for name, each in vars(value).items()})  # type: ignore[type-var]  # checked above
    return value


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def is_person(account: Account) -> bool:
    """Whether the holder is a person, so far as the register knows."""
    return account.holder is not None and account.holder.holder_type is HolderType.INDIVIDUAL


def is_news_service(account: Account) -> bool:
    """Whether the register knows of a licence for internet news information services."""
    return "互联网新闻信息服务许可" in (account.licence or "")
