"""`registry rulebook simulate`: what a rulebook, read from a file, would make of the accounts on file. Stores nothing."""

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering, opened, write
from registry.cli.exports import DAY
from registry.cli.rosters import region_of
from registry.cli.rulebooks import book_of, rulebook

if TYPE_CHECKING:
    from registry.domain.grading.rulebook import Rulebook
    from registry.domain.grading.simulate import Summary, Trial

MOST_NAMED = 1_000
"""How many of the accounts that would move the answer names; the figures count all."""


@rulebook.command("simulate")
@click.argument("file")
@click.option("--region", "asked", help="试哪个区划的账号，默认规则自己的地区 (accounts of this region)")
@click.option("--on", "on", type=DAY, help="看哪一天，默认施行日或今天 (day to compare)")
@click.option("--all-along", "is_all_along", is_flag=True, help="如果一直按它办 (as if it had always bound)")
@answering
def simulate(file: str, asked: str | None, on: datetime | None, *, is_all_along: bool) -> Answer:
    """试算：这份规则会让哪些账号变动 (which accounts a rulebook would move; nothing is changed)."""
    from registry.clock import today
    from registry.store.db import db

    read = book_of(file)
    day = on.date() if on else (today() if is_all_along else max(today(), read.effective_from))
    with opened():
        region_code = region_of(db.session(), asked) if asked else None
        book = _of_region(read, region_code)
        return _answer(file, book, region_code or book.region or "", day, is_all_along=is_all_along)


def _of_region(book: "Rulebook", region_code: str | None) -> "Rulebook":
    """A file that names no region is tried as the rulebook of the region asked for."""
    from dataclasses import replace

    return replace(book, region=region_code) if book.region is None and region_code else book


def _answer(file: str, book: "Rulebook", region_code: str, day: date, *, is_all_along: bool) -> Answer:
    """Try the accounts of the region and say what came out."""
    from registry.clock import today
    from registry.domain.grading.simulate import to_dict
    from registry.services import rulebooks, simulations
    from registry.store.db import db

    simulations.checked_day(day, today())
    if not is_all_along:
        simulations.check_bound(book.effective_from, book.effective_to, day)
    trial = simulations.make_trial(rulebooks.in_force(db.session()), book, (day, day), is_all_along=is_all_along)
    summary, moved = _try_out(trial, region_code)
    document = {
        "file": file,
        "version": book.version,
        "region": region_code or None,
        "on": day.isoformat(),
        "all_along": is_all_along,
        **to_dict(summary),
        "accounts_moved": moved,
        "left_off": summary.moved - len(moved),
    }
    return Answer(document, _words(book, summary, day))


def _try_out(trial: "Trial", region_code: str) -> tuple["Summary", list[dict[str, Any]]]:
    from registry.domain.grading.simulate import Summary
    from registry.services import simulations
    from registry.store.db import db
    from registry.store.scope import EVERYTHING, scope_of

    summary, named = Summary(), list[dict[str, Any]]()
    scope, place_of = scope_of(region_code) if region_code else EVERYTHING, simulations.places_of(region_code)
    for tried in simulations.try_out(db.session(), trial, scope=scope):
        moved = simulations.count(summary, tried, place_of)
        named += moved[: MOST_NAMED - len(named)]
        write(sys.stderr, f"已试算 {summary.accounts} 个账号，{summary.moved} 个会变动\n")
        db.session.rollback()  # lets go of the accounts just read
    return summary, named


def _words(book: "Rulebook", summary: "Summary", day: date) -> str:
    """The figures in lines."""
    lines = [f"{book.version}，{day}：{summary.accounts} 个账号，{summary.moved} 个会变动（什么也没有改）"]
    lines += [
        f"  {before or '未定级'} → {after or '未定级'}　{number}"
        for (before, after), number in sorted(summary.matrix.items())
        if before != after
    ]
    return "\n".join([*lines, f"  新出现的建议 {summary.arising}，消失的建议 {summary.falling}"])


COMMANDS = (rulebook,)
"""The group this command stands in."""
