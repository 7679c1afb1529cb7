"""Rulebooks to be read: the one in force as a page a lawyer can read, sign and print, and every version there is or was."""

from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain import regions
from registry.domain.bases import LegalBasis
from registry.domain.errors import NotFound
from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.writing import to_toml
from registry.domain.terms import Role
from registry.services import rulebooks as services
from registry.store.db import db
from registry.store.rulebooks import RulebookVersion, get_rulebook, list_rulebooks
from registry.store.simulations import find_last_simulation
from registry.web import guards
from registry.web.formats import label
from registry.web.rulebook_acts import acts_of
from registry.web.rulebook_drafts import OPEN, is_late
from registry.web.showing.bases import cited_in, stale_words
from registry.web.showing.rulebook_soundness import soundness_of
from registry.web.showing.rulebooks import TONES, binding, changed_rows, parts_of, road, standing, turn_of

blueprint = Blueprint("rulebooks", __name__)


@blueprint.app_template_filter("role")
def role(value: str | None) -> str:
    """The label of the role a row names."""
    return label(Role(value)) if value else ""


@blueprint.get("/rulebook")
@guards.permission("rulebooks.read")
def show() -> ResponseReturnValue:
    """The rulebook in force today where the asker's office is, or the one asked for by its name, as tiers once given cite it."""
    asked = named()
    book = asked or services.rulebook_of(db.session(), guards.actor().region_code, on=today())
    if book is None:
        raise NotFound("rulebooks.none")
    rows = list_rulebooks(db.session(), region_code=guards.actor().region_code)
    row = next((each for each in rows if each.version == book.version), None)
    why = "" if asked else binding(guards.actor().region_code, today())
    return render_template("rulebooks/show.html", why=why, **parts_of(book), **beside(row, book))


@blueprint.get("/rulebook.toml")
@guards.permission("rulebooks.read")
def packaged_text() -> ResponseReturnValue:
    """The packaged rulebook as a file."""
    book = packaged() or default_rulebooks()[-1]
    return as_file(to_toml(book), book.version)


@blueprint.get("/rulebooks")
@guards.permission("rulebooks.read")
def list_() -> ResponseReturnValue:
    """Every version of the asker's region, of those above whose rules bind it, and of those below."""
    own, on = guards.actor().region_code, today()
    rows = list_rulebooks(db.session(), region_code=own)
    groups = {
        "own": [each for each in rows if each.region_code == own],
        "above": [each for each in rows if own != each.region_code and regions.covers(each.region_code, own)],
        "below": [each for each in rows if own != each.region_code and not regions.covers(each.region_code, own)],
    }
    stands = {
        each.version: standing(each.version, each.region_code, each.effective_from, each.state, on) for each in rows
    }
    current = services.rulebook_of(db.session(), own, on=on)
    return render_template(
        "rulebooks/list.html",
        by_region=groups,
        stands=stands,
        tones=TONES,
        packaged=default_rulebooks(),
        in_use=current,
        why=binding(own, on),
    )


@blueprint.get("/rulebooks/<int:rulebook_id>")
@guards.permission("rulebooks.read")
def version(rulebook_id: int) -> ResponseReturnValue:
    """One version: where it stands, what it changes, what it says, and what the asker may do with it."""
    row = get_rulebook(db.session(), rulebook_id, region_code=guards.actor().region_code)
    book = services.read(row.text, row.version)
    return render_template("rulebooks/show.html", **parts_of(book), **beside(row, book))


@blueprint.get("/rulebooks/<int:rulebook_id>/toml")
@guards.permission("rulebooks.read")
def text(rulebook_id: int) -> ResponseReturnValue:
    """A version as a file, to the letter."""
    row = get_rulebook(db.session(), rulebook_id, region_code=guards.actor().region_code)
    return as_file(row.text, row.version)


def named() -> Rulebook | None:
    """The published or packaged rulebook the address asks for."""
    wanted = request.args.get("version", "")
    return next((each for each in services.in_force(db.session()) if each.version == wanted), None)


def packaged() -> Rulebook | None:
    """The packaged rulebook the address asks for."""
    wanted = request.args.get("version", "")
    return next((each for each in default_rulebooks() if each.version == wanted), None)


def beside(row: RulebookVersion | None, book: Rulebook) -> dict[str, object]:
    """What stands beside a rulebook's tables: where it stands, its road, the asker's acts, what it changes."""
    region = row.region_code if row else book.region
    stands = standing(book.version, region, book.effective_from, row.state if row else None, today())
    before, changes = changed_rows(book) if row else (None, [])
    is_open = row is not None and row.state in OPEN
    return {
        "row": row, "stands": stands, "tone": TONES[stands], "before": before, "changes": changes,
        "steps": road(row, today()) if row else [], "acts": acts_of(row) if row else [],
        "turn": turn_of(row, today()) if row else None,
        "may_edit": is_open and guards.asker_may("rulebooks.draft", row.region_code if row else None),
        "is_late": row is not None and is_late(row, today()),
        "trial": find_last_simulation(db.session(), row.id) if row is not None and is_open else None,
        "is_open": is_open, "soundness": soundness_of(book), "stale": stale_words(bases_of(book)),
    }  # fmt: skip


def bases_of(book: Rulebook) -> list[LegalBasis]:
    """The library's articles a rulebook relies on: what its ladder may rest a measure on, and what its points name."""
    texts = (book.points_article, *(row.basis for row in book.ladder), *(code.article for code in book.codes))
    return [basis for text in texts for basis in cited_in(text)]


def as_file(written: str, version: str) -> Response:
    """A rulebook's text to be saved under its version's name."""
    return send_file(
        BytesIO(written.encode()), mimetype="application/toml", as_attachment=True, download_name=f"{version}.toml"
    )
