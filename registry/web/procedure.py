"""The help page of the procedure: its diagram and its table, both drawn from the one table of the domain."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.cases import clocks
from registry.domain.cases.procedure import PROCEDURE
from registry.domain.cases.vocabulary import Part
from registry.web import guards
from registry.web.showing.procedure import draw

blueprint = Blueprint("procedure", __name__)


@blueprint.get("/help/procedure")
@guards.permission("home.read")
def show() -> ResponseReturnValue:
    """The road of a case from clue to archive, and every act with who may, its form, its clock and its gate."""
    parts = [(part, [row for row in PROCEDURE if row.part is part]) for part in Part]
    terms = {each.id: clocks.clock_on(each.id, today()) for each in clocks.all_clocks()}
    return render_template("procedure/show.html", parts=parts, terms=terms, diagram=draw())
