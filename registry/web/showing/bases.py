"""How sure the office is of an article, as pages show it: a state beside each, a warning where one was not compared for long,
and the law cited in a text led to the library.
"""

from collections.abc import Iterable
from datetime import date

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.clock import today
from registry.domain import bases
from registry.domain.bases import LegalBasis
from registry.domain.basis_library import Library, Standing
from registry.domain.citations import citations
from registry.services.bases import library_of
from registry.store.db import db
from registry.web import guards
from registry.web.formats import word
from registry.web.showing import link

TONES = {Standing.VERIFIED: "done", Standing.UNVERIFIED: "soon", Standing.STALE: "late", Standing.ABSENT: "park"}


def library() -> Library:
    """The library of the asker's office."""
    return library_of(db.session(), guards.actor().office_id)


def months() -> int:
    """After how many months without a comparison an article is stale."""
    found: int = current_app.extensions["registry.settings"].basis_stale_months
    return found


def standing(basis: LegalBasis | None, on: date | None = None) -> Standing:
    """How sure the asker's office is of an article today; None is one the library lacks."""
    return Standing.ABSENT if basis is None else library().standing(basis, on or today(), months())


def is_stale(basis: LegalBasis | None) -> bool:
    """Whether an article was not compared with the text in force for longer than the office allows."""
    return standing(basis) is Standing.STALE


def stale_words(found: Iterable[LegalBasis | None]) -> list[str]:
    """A warning for each article a page or paper relies on that was not compared for too long."""
    stale = dict.fromkeys(each for each in found if each is not None and is_stale(each))
    return [
        _(
            "%(basis)s上次核对是 %(on)s，已超过 %(n)s 个月，请复核现行条文。",
            basis=bases.cite(each),
            on=each.checked_on,
            n=months(),
        )
        for each in stale
    ]


def cited_in(text: str | None) -> list[LegalBasis]:
    """The library's articles a text cites, as they stand today."""
    found = (library().cited_by(each, today()) for each in citations(text or ""))
    return [each for each in found if each is not None]


def cite_as(words: str, text: str | None) -> Markup:
    """Words that stand for the article a text cites (第六条 under a heading that names the instrument), led to the library."""
    found = cited_in(text)
    if not found or not guards.asker_may("bases.read"):
        return escape(words)
    return link(url_for("bases.confirm", code=found[0].code), words)


def cite_bases(text: str | None, is_marked: bool = True) -> Markup:
    """A text with every article it cites led to the library; ``is_marked``: a word beside those not safe to rely on."""
    said, place, parts = text or "", 0, []
    known = library()
    for each in citations(said):
        basis = known.cited_by(each, today())
        parts.append(escape(said[place : each.start]))
        parts.append(_cited(said[each.start : each.end], basis, is_marked))
        place = each.end
    return Markup("").join([*parts, escape(said[place:])])


def _cited(words: str, basis: LegalBasis | None, is_marked: bool) -> Markup:
    found = standing(basis)
    remark = _remark(found) if is_marked and found is not Standing.VERIFIED else Markup("")
    if basis is None or not guards.asker_may("bases.read"):
        return escape(words) + remark
    return link(url_for("bases.confirm", code=basis.code), words) + remark


def _remark(found: Standing) -> Markup:
    return Markup('<span class="state state-{} ms-1">{}</span>').format(TONES[found], word(f"bases.mark_{found}"))
