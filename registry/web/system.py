"""The state of the house for who keeps it: storage, copies, the nightly runs, jobs that failed, numbers given."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry import upgrading
from registry.backing_up import DATABASE
from registry.settings import Settings
from registry.store.db import db
from registry.store.documents import list_counters
from registry.store.jobs import count_jobs_by_state, last_grade_run
from registry.web import guards

blueprint = Blueprint("system", __name__)


@dataclass(frozen=True)
class Stored:
    """One kind of data on disk: its words, how many files and bytes."""

    words: str
    files: int
    size: int


@blueprint.get("/system")
@guards.permission("offices.manage")
def show() -> ResponseReturnValue:
    """How the house stands."""
    settings: Settings = current_app.extensions["registry.settings"]
    session = db.session()
    return render_template(
        "system/show.html",
        version=version("registry"), revision=upgrading.wanted_revision(), settings=settings,
        database=session.get_bind().dialect.name, stored=list(_stored(settings)),
        free=shutil.disk_usage(settings.data_dir).free, copies=_copies(settings.data_dir / "copies"),
        run=last_grade_run(session), jobs=count_jobs_by_state(session, scope=guards.scope()),
        counters=list_counters(session, scope=guards.scope()),
    )  # fmt: skip


def _stored(settings: Settings) -> Iterator[Stored]:
    if settings.is_embedded:
        yield Stored(_("数据库"), 1, (settings.data_dir / DATABASE).stat().st_size)
    for words, folder in (
        (_("证据和签批扫描件"), settings.evidence_dir),
        (_("定稿的文书"), settings.papers_dir),
        (_("上传的花名册（加密）"), settings.uploads_dir),
    ):
        sizes = [each.stat().st_size for each in folder.rglob("*") if each.is_file()]
        yield Stored(words, len(sizes), sum(sizes))


def _copies(folder: Path) -> list[tuple[datetime, int]]:
    """When each copy of the database was made, and its bytes; the newest first."""
    found = [each.stat() for each in folder.glob("*.db")] if folder.is_dir() else []
    return sorted(((datetime.fromtimestamp(each.st_mtime, UTC), each.st_size) for each in found), reverse=True)
