"""The papers of a case as its acts need them: what an act owes, what answers it, and the refusal where nothing does.

An act whose paper is owed is not done before the paper is issued (行政处罚法 第三十八条: a serious breach of procedure makes
the decision invalid). A paper made outside the register answers by its number or name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from registry.domain.cases.papers import papers_besides, papers_of
from registry.domain.cases.procedure import Act, get_act
from registry.domain.errors import Refusal, Said
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, MeasureKind
from registry.services.case_given import Given
from registry.store.cases import Case
from registry.store.documents import Document, get_document, list_documents
from registry.store.scope import scope_of


@dataclass(frozen=True)
class Wanted:
    """Papers one of which an act owes, and the one that answers it; None where none is there yet."""

    kinds: tuple[DocumentKind, ...]
    answer: Document | None


def list_wanted(case: Case, row: Act, papers: Iterable[Document]) -> list[Wanted]:
    """What the act calls for, each with the paper of the case that answers it. ``papers``: of the case, newest first."""
    standing = [paper for paper in papers if paper.void_reason is None]
    kinds = papers_of(row, _kind_of(case)) if row.forms else ()
    found = [Wanted(kinds, _answer(case, row, kinds, standing))] if kinds else []
    for kind in papers_besides(row):
        found.append(Wanted((kind,), next((paper for paper in standing if paper.kind is kind), None)))
    return found


def answer(session: Session, case: Case, row: Act, given: Given, *, by: Actor) -> int | None:
    """The paper an act goes with. Raises Refusal: one is owed and not there, or the one named is another's or void."""
    named = _named(session, case, row, given, by)
    if named is not None or not (row.forms and row.is_paper_owed) or given.paper_no.strip():
        return named.id if named else None
    wanted = list_wanted(case, row, list_papers(session, case, by=by))
    for each in wanted:
        if each.answer is None and not _carried(case, row):
            raise Refusal(
                "cases.paper_owed", act=Said(f"cases.act.{row.act}"), papers=list(each.kinds), article=row.article
            )
    return wanted[0].answer.id if wanted and wanted[0].answer else None


def list_papers(session: Session, case: Case, *, by: Actor) -> list[Document]:
    """The papers written for the case and those of its measures, the newest first."""
    scope, rows = scope_of(by.region_code), dict[int, Document]()
    for found in [list_documents(session, scope=scope, case_id=case.id)] + [
        list_documents(session, scope=scope, measure_id=each.id) for each in case.measures
    ]:
        rows |= {paper.id: paper for paper in found}
    return [rows[key] for key in sorted(rows, reverse=True)]


def _named(session: Session, case: Case, row: Act, given: Given, by: Actor) -> Document | None:
    """The paper the officer chose, sound for the act."""
    if given.document_id is None:
        return None
    paper = get_document(session, given.document_id, scope=scope_of(by.region_code))
    if paper.account_id not in {each.id for each in case.accounts} or paper.case_id not in (None, case.id):
        raise Refusal("cases.paper_other", doc_no=paper.doc_no)
    if paper.void_reason is not None:
        raise Refusal("cases.paper_void", doc_no=paper.doc_no)
    kinds = papers_of(row, _kind_of(case)) if row.forms else ()
    if kinds and paper.kind not in kinds:
        raise Refusal("cases.paper_unfit", doc_no=paper.doc_no, act=Said(f"cases.act.{row.act}"), papers=list(kinds))
    return paper


def _kind_of(case: Case) -> MeasureKind | None:
    return MeasureKind(case.plan["kind"]) if case.plan else None


def _answer(case: Case, row: Act, kinds: tuple[DocumentKind, ...], standing: list[Document]) -> Document | None:
    """The newest fitting paper no earlier act went with, save the acts whose paper this one signs."""
    used = {step.document_id for step in case.steps if step.document_id and step.act not in row.carries}
    return next((paper for paper in standing if paper.kind in kinds and paper.id not in used), None)


def _carried(case: Case, row: Act) -> bool:
    """Whether an act whose paper this one signs went with a paper made outside the register, of the same forms."""
    last = next((step for step in reversed(case.steps) if step.act in row.carries), None)
    return last is not None and bool(last.paper_no) and set(get_act(last.act).forms) <= set(row.forms)
