"""The forms of the catalogue: each says what its golden text has, asks for what it must hold, and leaves signing to hands."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from registry.domain.documents import content, pdf, sheets
from registry.domain.documents.catalogue import FieldKind, forms
from registry.domain.documents.fonts import packaged_fonts
from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind
from registry.services.case_sources import OF_CASE
from registry.services.paper_sources import SOURCES
from tests.domain.document_sheets import OFFICE, SHEETS, filled, words

GOLDEN = Path(__file__).parents[1] / "samples" / "documents"


@pytest.mark.parametrize("kind", SHEETS)
def test_a_form_says_what_its_golden_text_has(kind: DocumentKind) -> None:
    assert words(filled(kind)) + "\n" == (GOLDEN / f"{kind}.txt").read_text("utf-8")


def test_all_twenty_six_stand_in_the_catalogue_and_no_two_share_a_series() -> None:
    assert {form.number for form in forms().values()} == set(range(1, 27))
    assert set(forms()) == set(DocumentKind)
    assert len({form.code for form in forms().values()}) == len(forms())


@pytest.mark.parametrize("kind", SHEETS)
def test_what_a_form_must_hold_is_refused_by_its_name_where_it_is_missing(kind: DocumentKind) -> None:
    for field in forms()[kind].required:
        with pytest.raises(Refusal) as refused:
            filled(kind, **{field.name: ""})
        assert refused.value.code == "documents.missing_fields"
        assert refused.value.params["labels"] == field.label


@pytest.mark.parametrize("kind", SHEETS)
def test_a_draft_lacks_what_it_likes_and_a_paper_survives_being_frozen(kind: DocumentKind) -> None:
    sheets.build_sheet(sheets.Sheet(kind, OFFICE, {}, draft=True))
    paper = filled(kind)
    assert content.from_json(content.to_json(paper)) == paper


def test_what_is_signed_by_hand_is_never_filled() -> None:
    for kind in SHEETS:
        ink = {field.label for field in forms()[kind].fields if field.kind is FieldKind.INK and not field.suggest}
        facts = [fact for block in filled(kind).blocks if isinstance(block, content.Facts) for fact in block.rows]
        assert all(fact.value.strip("\n") in ("", sheets.SIGN_HERE) for fact in facts if fact.label in ink)


def test_every_source_a_field_names_is_known_and_every_hole_of_a_letter_is_a_field() -> None:
    fields = [field for form in forms().values() for field in form.fields]
    named = {field.source for field in fields if field.source}
    assert {source for source in named if not source.startswith("no:")} == set(SOURCES) | {
        source for source in OF_CASE if not source.startswith("no:")
    }
    kinds = {source.removeprefix("no:") for source in named if source.startswith("no:")} - {"any"}
    assert kinds <= set(DocumentKind)


def test_a_chosen_option_stands_filled_among_the_others() -> None:
    (facts,) = (block for block in filled(DocumentKind.TIER_APPROVAL, new_tier="C").blocks if hasattr(block, "rows"))
    assert next(fact.value for fact in facts.rows if fact.label == "拟定等级") == "□A □B ■C □D"


def test_no_form_needs_a_second_page_for_its_signatures() -> None:
    papers = [filled(kind) for kind in SHEETS if not forms()[kind].is_letter]
    made = [pdf.render_pdf(paper, fonts=packaged_fonts()) for paper in papers]
    assert [len(PdfReader(io.BytesIO(data)).pages) for data in made] == [1] * len(papers)


def test_what_goes_upward_asks_for_its_approver_and_nothing_else_has_one() -> None:
    assert [kind for kind in SHEETS if filled(kind).approver] == [DocumentKind.SUPERIOR_REQUEST]
    assert "approver" not in content.to_plain(filled(DocumentKind.TRANSFER_LETTER))
    request = filled(DocumentKind.SUPERIOR_REQUEST)
    assert content.from_plain(content.to_plain(request)) == request


def test_every_form_is_set_as_pdf_without_a_missing_glyph() -> None:
    papers = [filled(kind) for kind in SHEETS]
    assert [pdf.undrawable(paper, packaged_fonts()) for paper in papers] == [[]] * len(papers)
    made = pdf.render_pdfs([(paper, None) for paper in papers], fonts=packaged_fonts())
    assert made.startswith(b"%PDF")
