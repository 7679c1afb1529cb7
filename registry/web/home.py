"""The health check, and the first page: what waits for the asker today."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from registry.clock import today
from registry.store.db import db
from registry.web import guards

blueprint = Blueprint("home", __name__)


@blueprint.get("/healthz")
@guards.public
def healthz() -> ResponseReturnValue:
    """Answers {"status": "ok"} while the process runs and the database answers."""
    db.session.execute(text("SELECT 1"))
    return jsonify({"status": "ok"})


@blueprint.get("/")
@guards.permission("home.read")
def show() -> ResponseReturnValue:
    """What waits for me."""
    return render_template("home/show.html", on=today())
