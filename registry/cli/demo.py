"""`registry demo`: the product with believable data, made by its own services, on the embedded database."""

import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from registry.cli.contract import Answer, answering, opened, write
from registry.cli.serving import PORT, free_address, run_server
from registry.domain.errors import Refusal

if TYPE_CHECKING:
    from flask import Flask

MARK = "demo"
HISTORY_DAYS = 440
QUARTER_DAYS = 34


@click.command()
@click.option("--port", type=PORT, default=None, help="端口，缺省取 REGISTRY_PORT (port to listen on)")
@click.option("--load-only", is_flag=True, help="只装入演示数据，不启动网页 (load the data, do not serve)")
@answering
def demo(port: int | None, load_only: bool) -> Answer:
    """装入演示数据并启动 (sample data, then serve)."""
    address = None if load_only else free_address(port)
    with opened() as app:
        is_loaded = prepare(app)
    document = {"loaded": is_loaded, "users": _users()}
    if address is not None:
        run_server(app, *address, _greeting)
    return Answer(document, _greeting("") if load_only else "已停止")


def prepare(app: "Flask") -> bool:
    """Load the data into an empty register; returns whether it had to.

    Raises Refusal("demo.not_empty") where the register holds an office's own data.
    """
    from registry.store.db import db
    from registry.store.users import count_users

    mark = app.extensions["registry.settings"].data_dir / MARK
    if mark.exists():
        return False
    if count_users(db.session()):
        raise Refusal("demo.not_empty", folder=str(mark.parent))
    load(app)
    mark.write_text("演示数据 (sample data)\n", encoding="utf-8")
    return True


def load(app: "Flask") -> None:
    """Found the offices, import two rosters a county, and let the stories happen."""
    from registry.cli import demo_people, demo_rulebook
    from registry.clock import today
    from registry.store.db import transaction

    on = today()
    tell("正在装入演示数据：单位和用户")
    with transaction() as session:
        demo_people.settle(session, at=_at(on - timedelta(days=HISTORY_DAYS)))
    _set_towns(on)
    _import_rosters(app, on)
    _confirm_bases(on)
    _live(app, on)
    demo_rulebook.draft(app, on)
    tell("演示数据已装入")


def _set_towns(on: date) -> None:
    """The heads take over the statistics bureau's list of towns."""
    from registry.cli.demo_people import COUNTIES
    from registry.domain import regions
    from registry.services.users import set_towns
    from registry.store.db import db, transaction
    from registry.store.users import get_actor

    day = on - timedelta(days=HISTORY_DAYS - 5)
    for county, username in zip(COUNTIES, ("liuguohua", "zhaolei"), strict=True):
        head = get_actor(db.session(), username)
        towns = [(name, code) for code, name in regions.towns_of(county.code)]
        with transaction() as session:
            set_towns(session, region_code=county.code, towns=towns, by=head, at=_at(day))


def tell(words: str) -> None:
    """Progress, on stderr."""
    write(sys.stderr, words + "\n")


def _at(on: date) -> datetime:
    from registry.cli.demo_acts import at_work

    return at_work(on)


def _import_rosters(app: "Flask", on: date) -> None:
    """The first roster of each county long ago, the next one a month ago, and one that still waits for the officer."""
    from random import Random

    from registry.cli.demo_people import COUNTIES
    from registry.cli.demo_roster import make_accounts, next_quarter, workbook

    for county, username in zip(COUNTIES, ("zhoumin", "wangfang"), strict=True):
        random = Random(county.code)  # noqa: S311 - sample data, the same at every run
        first = on - timedelta(days=HISTORY_DAYS - 10)
        towns = make_accounts(county, random, on=first)
        tell(f"正在导入花名册：{county.name}")
        _import(
            app,
            workbook(county, towns, quarter="首次登记"),
            f"{county.name}自媒体账号花名册.xlsx",
            county.code,
            username,
            first,
        )
        later = on - timedelta(days=QUARTER_DAYS)
        renewed = next_quarter(towns, county, random, season=0, on=later)
        name = f"{county.name}自媒体账号花名册（第三季度）.xlsx"
        _import(
            app,
            workbook(county, renewed, quarter="第三季度"),
            name,
            county.code,
            username,
            later,
        )
        waiting = next_quarter(renewed, county, random, season=1, on=on)
        _import(
            app,
            workbook(county, waiting, quarter="第四季度"),
            f"{county.name}自媒体账号花名册（第四季度）.xlsx",
            county.code,
            username,
            on,
            is_applied=False,
        )


def _import(
    app: "Flask",
    data: bytes,
    filename: str,
    region_code: str,
    username: str,
    on: date,
    *,
    is_applied: bool = True,
) -> None:
    """Upload, preview and, where it is meant to be applied, apply a roster on a day."""
    from registry.jobs import uploads_of
    from registry.services import rosters
    from registry.store.db import db, transaction
    from registry.store.users import get_actor

    at = _at(on)
    actor = get_actor(db.session(), username)
    plan = rosters.read_plan(db.session(), data, filename, region_code=region_code, today=on)
    with transaction() as session:
        taken = rosters.upload(
            session, data, filename, region_code=region_code, uploads=uploads_of(app), by=actor, at=at
        )
        rosters.keep_preview(session, taken.id, plan)
        upload = taken.upload_sha256 or ""
        if is_applied:
            rosters.apply(session, taken.id, plan, by=actor, at=at, on=on)
    if is_applied:
        uploads_of(app).drop(upload)


def _confirm_bases(on: date) -> None:
    """The reviewers confirm the articles the stories rest on."""
    from registry.cli.demo_acts import BASIS
    from registry.domain import bases
    from registry.services import bases as services
    from registry.store.db import db, transaction
    from registry.store.users import get_actor

    day = on - timedelta(days=HISTORY_DAYS - 20)
    for username in ("chenli", "sunqiang"):
        actor = get_actor(db.session(), username)
        with transaction() as session:
            for code in sorted({code for code in BASIS.values() if not bases.get(code).is_verified}):
                services.confirm(
                    session, code, article_text=bases.get(code).text, coverage="适用于本县登记的自媒体账号",
                    competence="已与市网信办核对，县级可作为提出处置建议的依据", by=actor, at=_at(day), on=day,
                )  # fmt: skip


def _live(app: "Flask", on: date) -> None:
    """Run every act on its day, in order, with the daily grading in between."""
    from registry.cli.demo_story import cases, casting
    from registry.services import grade_runs
    from registry.store.db import db, transaction

    acts = sorted(cases(db.session(), casting(db.session(), app)), key=lambda each: -each[0])
    days = sorted({days for days, _, _ in acts} | set(range(0, HISTORY_DAYS, 14)), reverse=True)
    tell(f"正在办理 {len(acts)} 件事")
    for days_ago in days:
        day = on - timedelta(days=days_ago)
        grade_runs.run_day(transaction, on=day, at=_at(day))
        with transaction() as session:
            for _, act, case in (each for each in acts if each[0] == days_ago):
                act(session, case, day, _at(day))


def _users() -> list[dict[str, str]]:
    from registry.cli.demo_people import PASSWORD, PEOPLE
    from registry.domain import regions

    return [
        {
            "username": person.username, "password": PASSWORD, "name": person.name, "role": person.role.value,
            "region": regions.get(person.region_code).name,
        }
        for person in PEOPLE
    ]  # fmt: skip


def _greeting(address: str) -> str:
    """Where to sign in, as whom."""
    from registry.domain.terms import Role, label

    lines = [f"请用浏览器打开：{address}"] if address else []
    lines += ["演示用户（仅供演示，密码相同）："]
    for user in _users():
        lines.append(
            f"  {user['username']:<10} {user['password']}　{user['region']} {label(Role(user['role']))} {user['name']}"
        )
    return "\n".join(lines)


COMMANDS = (demo,)
