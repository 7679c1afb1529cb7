"""Evidence handed out again: the file as it was given, as a download."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from registry.store.db import db
from registry.store.violations import get_evidence
from registry.web import attachments, guards

blueprint = Blueprint("evidence", __name__)


@blueprint.get("/evidence/<int:evidence_id>")
@guards.permission("violations.read")
def download(evidence_id: int) -> ResponseReturnValue:
    """One piece of evidence, if its violation lies in the asker's region."""
    piece = get_evidence(db.session(), evidence_id, scope=guards.scope())
    return attachments.hand_out(piece.sha256, piece.filename)
