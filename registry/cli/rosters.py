"""Commands on rosters: preview, apply, undo, export, template."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import KEY, Answer, answering, opened, word
from registry.cli.outputs import TABLES, form_of, read_file, writable, write_file
from registry.domain.errors import Refusal
from registry.domain.terms import RowAction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from registry.services.rosters import Plan


NOT_COMPARED = "没有与台账比较；要比较，请加 --region："
"""Said where nobody named a region and the register has several offices."""


@click.group()
def roster() -> None:
    """花名册 (rosters)."""


def region_of(session: "Session", asked: str) -> str:
    """The code of the region somebody named by its code or its name, a short one of several regions being the office's own."""
    from registry.domain import regions
    from registry.store.scope import EVERYTHING
    from registry.store.users import list_offices

    if regions.find(asked):
        return asked
    codes = regions.called(asked)
    if len(codes) > 1:
        sits = [each.region_code for each in list_offices(session, scope=EVERYTHING)]
        codes = tuple(code for code in codes if any(regions.covers(office, code) for office in sits)) or codes
    if len(codes) > 1:
        raise Refusal("regions.ambiguous", region=asked, regions=_named(codes))
    return codes[0] if codes else regions.get(asked).code


def _named(codes: "Iterable[str]") -> str:
    from registry.domain import regions

    return "、".join(f"{code} {regions.full_name(code)}" for code in codes)


def _region_or_office(session: "Session", asked: str | None) -> tuple[str | None, str]:
    """The region to compare with: the one named, else that of the only office; and what to say where there is none."""
    from registry.domain import regions
    from registry.store.scope import EVERYTHING
    from registry.store.users import list_offices

    if asked is not None:
        return region_of(session, asked), ""
    sits = list(dict.fromkeys(each.region_code for each in list_offices(session, scope=EVERYTHING)))
    if len(sits) == 1 and regions.is_lowest(sits[0]):
        return sits[0], ""
    return None, f"\n{NOT_COMPARED}{_named(sits)}" if sits else ""


@roster.command("preview")
@click.argument("file")
@click.option(
    "--region",
    "asked",
    default=None,
    help="与这个区划的台账比较，代码或名称 (compare with this region's accounts: code or name)",
)
@click.option("--rows", "with_rows", is_flag=True, help="带上每一行 (with every row)")
@answering
def preview(file: str, asked: str | None, with_rows: bool) -> Answer:
    """看一份花名册会怎样写入，什么也不写 (show what a roster would do; writes nothing)."""
    from registry.clock import today
    from registry.domain.rosters.choices import Choices
    from registry.services.reading import read_in_child
    from registry.services.rosters import make_plan
    from registry.store.db import db
    from registry.store.platforms import standing_words
    from registry.wording import label

    data = read_file(file)
    with opened():
        region_code, hint = _region_or_office(db.session(), asked)
        said = standing_words(db.session(), region_code) if region_code else {}
        sheets = read_in_child(data, Path(file).name, today=today(), choices=Choices(platforms=said))
        plan = make_plan(db.session(), sheets, region_code=region_code)
        document = describe(plan, with_rows=with_rows)
    counts = document["counts"]
    words = "　".join(f"{label(action)} {counts[action.value]}" for action in RowAction)
    return Answer(document, words + hint)


def describe(plan: "Plan", *, with_rows: bool) -> dict[str, Any]:
    """A plan as the contract's document."""
    document: dict[str, Any] = {
        "sheets": [
            {"name": sheet.name, "header_row": sheet.header_row, "columns": sheet.columns, "rows": sheet.rows}
            for sheet in plan.roster.sheets
        ],
        "counts": plan.counts,
        "problems": [
            {
                "sheet": problem.sheet, "row": problem.row, "column": problem.column, "field": problem.field,
                "level": str(problem.level), "code": problem.code, "message": word(problem.code, problem.params),
            }
            for problem in plan.problems
        ],
    }  # fmt: skip
    if with_rows:
        document["rows"] = [_row(decision) for decision in plan.decisions]
    return document


def _row(decision: Any) -> dict[str, Any]:
    from registry.domain.rosters.roster import labels

    row = decision.row
    return {
        "sheet": row.sheet, "row": row.number, "action": decision.action.value, "values": labels(row.values),
        "approximate": list(row.approximate), "extra": row.extra,
    }  # fmt: skip


@roster.command("apply")
@click.argument("file")
@click.option(
    "--region",
    "asked",
    required=True,
    help="写入哪个县的台账，代码或名称 (county the accounts belong to: code or name)",
)
@click.option("--by", "username", required=True, help="经办用户 (the user who acts)")
@answering
def apply(file: str, asked: str, username: str) -> Answer:
    """写入一份花名册 (apply a roster: all of its good rows, or none)."""
    from registry.clock import now, today
    from registry.domain.rosters.choices import Choices
    from registry.services import platforms, rosters
    from registry.services.reading import read_in_child
    from registry.store.db import db, transaction
    from registry.store.platforms import standing_words
    from registry.store.users import get_actor

    data, name = read_file(file), Path(file).name
    with opened() as app:
        from registry.jobs import uploads_of

        actor, region_code = get_actor(db.session(), username), region_of(db.session(), asked)
        choices, stored = Choices(platforms=standing_words(db.session(), region_code)), ""
        sheets = read_in_child(data, name, today=today(), choices=choices)
        try:
            with transaction() as session:
                taken = rosters.upload(
                    session, data, name, region_code=region_code, uploads=uploads_of(app), by=actor, at=now()
                )  # fmt: skip
                import_id, stored = taken.id, taken.upload_sha256 or ""
                plan = rosters.make_plan(session, sheets, region_code=region_code)
                rosters.keep_preview(session, import_id, plan)
                rosters.apply(session, import_id, plan, by=actor, at=now(), on=today())
                platforms.keep_written(session, import_id, plan)
                before = _same_before(session, import_id)
        except BaseException:
            if stored:  # nothing was imported, so nothing of the file stays
                uploads_of(app).drop(stored)
            raise
        aside = _set_aside(plan)
    document = {"import_id": import_id, "same_as": before, "counts": plan.counts, "set_aside": aside}
    counts = plan.counts
    again = f"\n{word('rosters.applied_before', {'number': before})}" if before else ""
    if not counts["add"] and not counts["change"]:
        words = f"没有要写入的行（导入 {import_id}）：一致 {counts['same']}，放在一边 {len(aside)}"
    else:
        words = f"已写入（导入 {import_id}）：新增 {counts['add']}，变更 {counts['change']}，放在一边 {len(aside)}"
    return Answer(document, words + again)


def _same_before(session: "Session", import_id: int) -> int | None:
    """The number of the last import of the same content for the same region that stands; None where there is none."""
    from registry.store.rosters import find_same_file, get_import
    from registry.store.scope import EVERYTHING, scope_of

    taken = get_import(session, import_id, scope=EVERYTHING)
    found = find_same_file(
        session, taken.sha256, scope=scope_of(taken.region_code), but=import_id, content_sha256=taken.content_sha256
    )
    return found.id if found else None


def _set_aside(plan: "Plan") -> list[dict[str, Any]]:
    """The rows that did not go in, each with the words of why."""
    from registry.domain.identifiers import mask_inside
    from registry.services.rosters import ASIDE

    reasons: dict[tuple[Any, Any], list[str]] = {}
    for problem in plan.problems:
        if str(problem.level) != "note":
            reasons.setdefault((problem.sheet, problem.row), []).append(word(problem.code, problem.params))
    return [
        {
            "sheet": decision.row.sheet, "row": decision.row.number, "action": decision.action.value,
            "name": mask_inside(str(decision.row.values.get("name") or "")) or None,
            "reasons": reasons.get((decision.row.sheet, decision.row.number), []),
        }
        for decision in plan.decisions
        if decision.action in ASIDE
    ]  # fmt: skip


@roster.command("undo")
@click.argument("import_id", type=KEY)
@click.option("--by", "username", required=True, help="经办用户 (the user who acts)")
@answering
def undo(import_id: int, username: str) -> Answer:
    """撤销一次导入 (undo a whole import)."""
    from registry.clock import now, today
    from registry.services import undoing
    from registry.store.db import db, transaction
    from registry.store.users import get_actor

    with opened():
        actor = get_actor(db.session(), username)
        with transaction() as session:
            _, result = undoing.undo(session, import_id, by=actor, at=now(), on=today())
    kept = [{"account_id": account_id, "reason": word(f"rosters.kept_{reason}")} for account_id, reason in result.kept]
    document = {"import_id": import_id, "removed": result.removed, "restored": result.restored, "kept": kept}
    return Answer(document, f"已撤销：移除 {result.removed}，还原 {result.restored}，保留 {len(kept)}")


@roster.command("export")
@click.argument("file")
@click.option("--region", "asked", required=True, help="导出哪个区划，代码或名称 (region to export: code or name)")
@answering
def export(file: str, asked: str) -> Answer:
    """导出花名册，个人信息打码 (export the roster, personal fields masked)."""
    from registry.clock import now, today
    from registry.domain import regions
    from registry.services import exporting
    from registry.store.account_queries import AccountFilter
    from registry.store.db import db, transaction
    from registry.store.scope import scope_of

    form = form_of(file, TABLES)
    with opened(), writable(file) as output:
        region_code = region_of(db.session(), asked)
        title, until = f"{regions.get(region_code).name}自媒体账号台账", f"截至 {today()}"
        wish = exporting.Wish(AccountFilter(region_code=region_code), title, until, form=form)
        written = exporting.write(db.session(), output.stream, wish, scope=scope_of(region_code), by=None)
        with transaction() as session:
            exporting.note(session, written, by=None, at=now())
            output.place()
    return Answer({"file": file, "rows": written.rows}, f"已导出 {written.rows} 行：{file}")


@roster.command("template")
@click.argument("file")
@answering
def template(file: str) -> Answer:
    """写一份空白花名册 (write a blank roster to fill in)."""
    form_of(file, TABLES[:1])
    from registry.domain.rosters.template import write_template

    stream = BytesIO()
    write_template(stream)
    write_file(file, stream.getvalue())
    return Answer({"file": file}, f"已写好空白花名册：{file}")


COMMANDS = (roster,)
