"""A simulation as a workbook: its figures, and the accounts that would move. Written while only reading, then put on file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.grading.simulate import FIGURES, UNGRADED, Summary, Tally, from_dict
from registry.domain.permissions import Actor, require
from registry.domain.rosters.xlsx import Book, CellValue
from registry.domain.rosters.xlsx_parts import Sheet
from registry.domain.terms import MeasureKind, Platform, Tier, label
from registry.services import audit
from registry.store import simulations as store
from registry.store.scope import scope_of
from registry.store.simulations import MovedFilter, SimulatedMove, Simulation

NO_TIER, NO_TOWN = "未定级", "未填乡镇"
NOTE = "试算结果，不是决定：没有改动任何等级和建议。"
TALLY_HEADERS = ("账号", "等级变差", "等级变好", "入册先后不同", "新增建议", "消失建议")
MOVED_HEADERS: Mapping[str, float] = {
    "序号": 6, "账号名称": 26, "平台": 12, "账号ID": 20, "地区": 14, "乡镇（街道）": 14, "原等级": 12, "试算等级": 12, "原积分": 8,
    "试算积分": 8, "原建议": 10, "试算建议": 10, "为什么": 48, "条文": 30,
}  # fmt: skip
Say = Callable[[SimulatedMove], str]
"""Why an account would move, in words."""


def write(session: Session, stream: IO[bytes], asked: Simulation, title: str, line: str, *, say: Say, by: Actor) -> int:
    """Write a simulation to ``stream``; returns how many moved accounts it names. Writes nothing to the register."""
    require(by, "rosters.export", asked.region_code)
    summary, book = from_dict(asked.summary), Book(stream)
    book.add(_matrix(title, line, summary), _matrix_rows(summary))
    rungs: list[list[CellValue]] = [[label(MeasureKind(rung)), *figures] for rung, figures in summary.proposals.items()]
    headers = ("处置", "原来建议", "试算建议", "新增", "消失")
    book.add(_sheet("建议", headers, (14, 10, 10, 10, 10)), rungs)
    platforms = {label(Platform(name)): tally for name, tally in summary.platforms.items()}
    for name, tallies in (
        ("按平台", platforms),
        ("按地区", {place_name(key): each for key, each in summary.places.items()}),
    ):
        book.add(_sheet(name, (name[1:], *TALLY_HEADERS), (18, *[11] * len(TALLY_HEADERS))), _tallies(tallies))
    moved = store.walk_moved(session, asked.id, MovedFilter(), scope=scope_of(by.region_code))
    notes = [f"只列出前 {asked.kept} 个，共 {summary.moved} 个。"] if asked.kept < summary.moved else []
    sheet = Sheet("变动账号", tuple(MOVED_HEADERS), tuple(MOVED_HEADERS.values()), title, line, [NOTE, *notes])
    count = book.add(sheet, _moved(moved, say))
    book.close()
    return count


def note(session: Session, asked: Simulation, count: int, *, by: Actor, at: datetime) -> None:
    """Put the export on file; it must precede handing the file out."""
    audit.record(
        session, "simulations.export", by=by, at=at, object_type="simulation", object_id=asked.id,
        region_code=asked.region_code, after={"rows": count},
    )  # fmt: skip


def place_name(key: str) -> str:
    """A place of a summary in words: a region's name, a town as it is written, or that none is known."""
    if not key:
        return NO_TOWN
    region = regions.find(key)
    return region.name if region is not None else key


def _sheet(name: str, headers: Sequence[str], widths: Sequence[float]) -> Sheet:
    return Sheet(name, headers, widths, notes=[NOTE], frozen=1, is_filtered=False)


def tier_name(letter: str) -> str:
    """B 一般; 未定级 for none."""
    return f"{letter} {label(Tier(letter))}" if letter != UNGRADED else NO_TIER


def _matrix(title: str, line: str, summary: Summary) -> Sheet:
    headers = ("原等级＼试算等级", *(tier_name(each) for each in summary.tiers()), "合计")
    return Sheet("等级", headers, [20, *[14] * (len(headers) - 1)], title, line, [NOTE], frozen=1, is_filtered=False)


def _matrix_rows(summary: Summary) -> Iterator[list[CellValue]]:
    for before in summary.tiers():
        numbers = [summary.matrix.get((before, after), 0) for after in summary.tiers()]
        yield [tier_name(before), *numbers, sum(numbers)]


def _tallies(tallies: Mapping[str, Tally]) -> Iterator[list[CellValue]]:
    for name, tally in tallies.items():
        yield [name, *(getattr(tally, figure) for figure in FIGURES)]


def _moved(moved: Iterator[SimulatedMove], say: Say) -> Iterator[list[CellValue]]:
    for number, row in enumerate(moved, 1):
        account = row.account
        yield [
            number, account.name, label(row.platform), account.uid, place_name(account.region_code), account.town,
            tier_name(row.from_tier or UNGRADED), tier_name(row.to_tier or UNGRADED), row.points_before, row.points_after,
            label(row.proposal_before) if row.proposal_before else None,
            label(row.proposal_after) if row.proposal_after else None, say(row), row.article,
        ]  # fmt: skip
