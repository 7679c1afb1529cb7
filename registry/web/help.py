"""Help inside the product: the manual, the words of the register, and what each form of a paper is for."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from registry.domain.cases.procedure import PROCEDURE
from registry.domain.documents.catalogue import forms
from registry.domain.terms import DocumentKind
from registry.web import guards
from registry.wording.glossary import TERMS
from registry.wording.manual import CHAPTERS

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
@guards.permission("home.read")
def manual() -> ResponseReturnValue:
    """What an officer does, chapter by chapter, to be read and printed."""
    return render_template("help/manual.html", chapters=CHAPTERS)


@blueprint.get("/help/glossary")
@guards.permission("home.read")
def glossary() -> ResponseReturnValue:
    """The words of the register."""
    return render_template("help/glossary.html", terms=TERMS)


@blueprint.get("/help/forms")
@guards.permission("home.read")
def papers() -> ResponseReturnValue:
    """Every form a paper may be made on."""
    return render_template("help/papers.html", forms=sorted(forms().values(), key=lambda form: form.number))


@blueprint.get("/help/forms/<kind>")
@guards.permission("home.read")
def paper(kind: str) -> ResponseReturnValue:
    """One form: what it is for, which act asks for it, and what it must hold."""
    if kind not in set(DocumentKind) or DocumentKind(kind) not in forms():
        abort(404)
    form = forms()[DocumentKind(kind)]
    acts = [act for act in PROCEDURE if form.number in (*act.forms, *act.besides)]
    return render_template("help/paper.html", form=form, acts=acts)
