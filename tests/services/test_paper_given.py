"""What was typed into a paper comes back as it was typed, whatever its form, to begin a correction from."""

from datetime import date, datetime

import pytest

from registry.domain.documents import content
from registry.domain.documents.catalogue import forms
from registry.domain.terms import DocumentKind
from registry.services import paper_given
from registry.services.papers import Details
from registry.store.documents import Document
from tests.domain.document_sheets import SHEETS, filled, written


def kept(kind: DocumentKind, details: Details) -> Document:
    """An issued paper whose form was filled so."""
    paper = content.to_plain(filled(SHEETS[0])) | {"given": paper_given.told(details)}
    return Document(kind=kind, content=paper)


@pytest.mark.parametrize("kind", SHEETS)
def test_every_form_of_the_catalogue_gives_back_what_was_written(kind: DocumentKind) -> None:
    details = Details(values={field.name: written(field) for field in forms()[kind].asked}, copies_to=("市网信办",))
    assert paper_given.again(kept(kind, details)) == details


def test_a_notice_gives_back_its_days_and_moments() -> None:
    details = Details(
        addressee="云帆文化传媒有限公司", is_person=True, facts=("发布短视频", "再次发布"), days=15,
        meets_at=datetime(2026, 12, 1, 9, 30), excuse_by=date(2026, 11, 30),  # noqa: DTZ001 - the wall clock of the place
    )  # fmt: skip
    assert paper_given.again(kept(DocumentKind.INTERVIEW_NOTICE, details)) == details


def test_a_paper_from_before_has_nothing_to_give_and_reads_as_ever() -> None:
    paper = filled(SHEETS[0])
    assert "given" not in content.to_plain(paper)
    assert paper_given.again(Document(kind=SHEETS[0], content=content.to_plain(paper))) is None


def test_what_was_typed_is_borne_out_with_the_paper() -> None:
    plain = content.to_plain(filled(SHEETS[0])) | {"given": {"place": "文三路"}}
    paper = content.from_plain(plain)
    assert (paper.given, content.digest(paper)) == ({"place": "文三路"}, content.digest_of_plain(plain))
    assert content.digest(paper) != content.digest(filled(SHEETS[0]))
