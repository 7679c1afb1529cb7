"""The daily grading at the command line."""

from datetime import datetime

import click

from registry.cli.contract import Answer, answering, opened


@click.group()
def grade() -> None:
    """等级推算 (grading)."""


@grade.command("run")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="按哪一天推算，缺省今天 (the day; default today)"
)
@answering
def run(on: datetime | None) -> Answer:
    """办时间到了的等级变动 (fire what time alone changes; a future day reports and stores nothing)."""
    from registry.clock import now, today
    from registry.jobs import in_turns
    from registry.services import grade_runs

    with opened():
        day = on.date() if on else today()
        result = grade_runs.run_day(in_turns, on=day, at=now(), is_trial=day > today())
    document = {"on": str(result.on), "due": result.due, "moved": result.moved, "proposed": result.proposed}
    return Answer(document, f"{result.on}：到期 {result.due}，等级变动 {result.moved}，新建议 {result.proposed}")


COMMANDS = (grade,)
