"""The demonstration's draft of a rulebook: one county tries other numbers, and has let it run over all its accounts."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

USERNAME = "zhoumin"
LINES = {6: 4}
"""Points of a threshold → what the draft asks for instead."""
HOLDS = {"F1": 3}
"""Row of the measures → months it holds an account down in the draft."""


def draft(app: "Flask", on: date) -> None:
    """Put the draft on file three days ago and try it on every account of the county; it binds nobody."""
    from datetime import timedelta

    from registry.cli.demo_acts import at_work
    from registry.services import rulebooks, simulations
    from registry.store.db import db, transaction
    from registry.store.users import get_actor

    day = on - timedelta(days=3)
    by, at = get_actor(db.session(), USERNAME), at_work(day)
    with transaction() as session:
        row = rulebooks.begin(session, text(by.region_code, on), by=by, at=at)
        simulations.ask(session, rulebook_id=row.id, on=None, is_all_along=True, by=by, at=at, today=on)
    app.extensions["registry.queue"].run_waiting()


def text(region_code: str, on: date) -> str:
    """The packaged rulebook with a lower line to C and a shorter hold after an interview, from the first of January on.

    Two of its examples do not fit any more, which is what a draft in work looks like.
    """
    from registry.domain import regions
    from registry.domain.grading.reading import default_rulebooks
    from registry.domain.grading.writing import to_toml

    book, place, year = default_rulebooks()[-1], regions.get(region_code).name, on.year + 1
    return to_toml(
        replace(
            book,
            version=f"{place}{year}.1",
            title=f"{place}账号分级规则 {year}.1（征求意见）",
            effective_from=date(year, 1, 1),
            effective_to=None,
            region=region_code,
            thresholds=tuple(replace(row, points=LINES.get(row.points, row.points)) for row in book.thresholds),
            floors=tuple(replace(row, within_months=HOLDS.get(row.id, row.within_months)) for row in book.floors),
            checked_on=None,
            checked_by=None,
        )
    )
