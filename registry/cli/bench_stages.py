"""The stages of `registry bench rosters`, each run in a process of its own on one temporary data folder.

Run as a module with a stage's name and the folder. Nothing here reads the environment's settings: the register measured is
the one in the folder, whatever REGISTRY_DATA_DIR says.
"""

import io
import logging
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from registry.cli.bench_meter import Cost, answer
from registry.cli.bench_workbook import COUNTY

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from registry.domain.permissions import Actor

FILE = "龙游县花名册.xlsx"
EXPORTED = "exported.xlsx"
_WHO = "bench"


def _data(folder: Path) -> bytes:
    return (folder / FILE).read_bytes()


def _now() -> datetime:
    from registry.clock import now

    return now()


def _today() -> date:
    from registry.clock import today

    return today()


def _actor(session: "Session") -> "Actor":
    from registry.store.users import get_actor

    return get_actor(session, _WHO)


def found(folder: Path, cost: Cost) -> None:
    """An office with one user and its towns, on an empty register."""
    from registry.domain import regions
    from registry.domain.terms import Role
    from registry.services import users
    from registry.store.db import transaction

    with cost.metered(), transaction() as session:
        office = users.add_office(session, name="龙游县网信办", region_code=COUNTY, by=None, at=_now())
        users.add_user(
            session, office=office, username=_WHO, name="测量", role=Role.HEAD, password="only-to-measure-2026",  # noqa: S106 - a register that is gone at the end
            by=None, at=_now(),
        )  # fmt: skip
        towns = [(name, code) for code, name in regions.towns_of(COUNTY)]
        users.set_towns(session, region_code=COUNTY, towns=towns, by=_actor(session), at=_now())


def read_bare(folder: Path, cost: Cost) -> None:
    """The limit: the bare library reads every cell of the file."""
    from python_calamine import CalamineWorkbook

    data = _data(folder)
    with cost.metered():
        count = sum(1 for _ in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).iter_rows())
    cost.detail = {"rows": count}


def read(folder: Path, cost: Cost) -> None:
    """Read and clean in this process."""
    from registry.domain.rosters.roster import read_roster

    data = _data(folder)
    with cost.metered():
        roster = read_roster(data, FILE, today=_today())
    cost.detail = {"rows": sum(sheet.rows for sheet in roster.sheets)}


def read_apart(folder: Path, cost: Cost) -> None:
    """Read and clean in a child process, as the register does with a stranger's file."""
    from registry.services.reading import read_in_child

    data = _data(folder)
    with cost.metered():
        roster = read_in_child(data, FILE, today=_today())
    cost.detail = {"rows": sum(sheet.rows for sheet in roster.sheets)}


def preview(folder: Path, cost: Cost) -> None:
    """Compare a roster already read with the register, and keep the preview."""
    from registry.domain.rosters.roster import read_roster
    from registry.services import rosters
    from registry.store.db import transaction

    data = _data(folder)
    roster = read_roster(data, FILE, today=_today())
    import_id = _upload(folder, data)
    with cost.metered(), transaction() as session:
        plan = rosters.make_plan(session, roster, region_code=COUNTY)
        rosters.keep_preview(session, import_id, plan)
    cost.detail = plan.counts
    with transaction() as session:
        rosters.discard(session, import_id, by=_actor(session), at=_now())


def _upload(folder: Path, data: bytes) -> int:
    from registry.services import rosters
    from registry.services.files import Store
    from registry.store.db import transaction

    with transaction() as session:
        uploads = Store(folder / "uploads")
        actor = _actor(session)
        return rosters.upload(session, data, FILE, region_code=COUNTY, uploads=uploads, by=actor, at=_now()).id


def whole(folder: Path, cost: Cost) -> None:
    """The whole import: upload, read in a child, compare, keep the preview, apply, commit."""
    from registry.services import rosters
    from registry.services.reading import read_in_child
    from registry.store.db import transaction

    data = _data(folder)
    with cost.metered():
        import_id = _upload(folder, data)
        roster = read_in_child(data, FILE, today=_today())
        with transaction() as session:
            plan = rosters.make_plan(session, roster, region_code=COUNTY)
            rosters.keep_preview(session, import_id, plan)
            rosters.apply(session, import_id, plan, by=_actor(session), at=_now(), on=_today())
    cost.detail = plan.counts


def export(folder: Path, cost: Cost) -> None:
    """Export the county's roster to .xlsx from the database."""
    from registry.services import exporting
    from registry.store.account_queries import AccountFilter
    from registry.store.db import db
    from registry.store.scope import scope_of

    wish = exporting.Wish(AccountFilter(region_code=COUNTY), "龙游县自媒体账号台账", "龙游县网信办")
    with (folder / EXPORTED).open("wb") as stream, cost.metered():
        written = exporting.write(db.session(), stream, wish, scope=scope_of(COUNTY), by=None)
    cost.detail = {"rows": written.rows}


def write_bare(folder: Path, cost: Cost) -> None:
    """The limit of the export: openpyxl write_only writes the very cells the export wrote, no database beside it."""
    from openpyxl import Workbook
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO((folder / EXPORTED).read_bytes()))
    rows = [[value if value != "" else None for value in row] for row in book.get_sheet_by_index(0).iter_rows()]
    with cost.metered():
        made = Workbook(write_only=True)
        sheet = made.create_sheet("花名册")
        for row in rows:
            sheet.append(row)
        made.save(io.BytesIO())
    cost.detail = {"rows": len(rows)}


def undo(folder: Path, cost: Cost) -> None:
    """Undo the import that brought the accounts."""
    from sqlalchemy import func, select

    from registry.domain.terms import ImportState
    from registry.services import undoing
    from registry.store.db import transaction
    from registry.store.rosters import Import

    with cost.metered(), transaction() as session:
        applied = session.scalars(select(func.min(Import.id)).where(Import.state == ImportState.APPLIED)).one()
        _, result = undoing.undo(session, applied, by=_actor(session), at=_now(), on=_today())
    cost.detail = {"removed": result.removed, "kept": len(result.kept)}


STAGES: dict[str, Callable[[Path, Cost], None]] = {
    "found": found,
    "read_bare": read_bare,
    "read": read,
    "read_apart": read_apart,
    "preview": preview,
    "import": whole,
    "reimport": whole,
    "export": export,
    "write_bare": write_bare,
    "undo": undo,
}
_WITHOUT_REGISTER = frozenset({"read_bare", "read", "read_apart", "write_bare"})


def open_register(folder: Path) -> "Flask":
    """An application over the register in ``folder``, which is made where there is none."""
    from registry import create_app, upgrading
    from registry.settings import Settings

    database = folder / "registry.db"
    is_new = not database.exists()
    app = create_app(Settings(data_dir=folder, database_url=f"sqlite:///{database.as_posix()}"))
    if is_new:
        upgrading.upgrade(app)
    return app


def main(stage: str, folder: Path) -> None:
    """Run one stage and say what it cost."""
    logging.disable(logging.WARNING)
    cost = Cost()
    if stage in _WITHOUT_REGISTER:
        STAGES[stage](folder, cost)
    else:
        with open_register(folder).app_context():
            STAGES[stage](folder, cost)
    answer(cost)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
