"""`registry bench`: what the register's work costs beside the bare work, measured in one run on this machine.

Every figure is a ratio to a limit measured beside it; nothing here is a test, and no test asserts a time. The register
measured stands in a temporary folder of its own and is gone at the end; the office's data folder is never opened.
"""

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering

if TYPE_CHECKING:
    from registry.cli.bench_meter import Cost

LIMIT_RUNS = 3
"""The limit is measured that often, spread over the run; its median counts."""
_MODULE = "registry.cli.bench_stages"


@dataclass(frozen=True)
class Goal:
    """What a stage is held to: the limit beside it, the ratio wanted, the ratio at worst, and MiB at most."""

    label: str
    limit: str = "read_bare"
    ratio: float | None = None
    worst: float | None = None
    peak_mib: int | None = None


# XlsxWriter is no dependency of the register, so the export's limit is openpyxl's write_only mode, which was measured at
# 1.43 times XlsxWriter's constant_memory mode: the goal of 0.25 beside that is 0.17 here, the worst of 1.2 is 0.84.
GOALS = {
    "read": Goal("读取并清洗（本进程）", ratio=1.5, worst=3),
    "read_apart": Goal("读取并清洗（子进程）"),
    "preview": Goal("比对并保存预览"),
    "import": Goal("整批导入新账号", ratio=3, worst=8, peak_mib=450),
    "reimport": Goal("原样再导入一次", ratio=2, worst=4),
    "export": Goal("导出 xlsx", limit="write_bare", ratio=0.17, worst=0.84, peak_mib=64),
    "undo": Goal("撤销整批导入"),
}
LIMITS = {"read_bare": "calamine 只读", "write_bare": "openpyxl write_only 只写"}
HEADERS = ("项目", "秒", "CPU 秒", "内存 MiB", "空载 MiB", "对照", "倍数", "CPU 倍数", "目标", "最多")
WAYS = {
    "least": "积分循环（365 天积分、三步阶梯、恢复）",
    "whole": "同工循环（同样的规则，不说理由）",
    "replay": "推演（等级、积分、每次变动及依据、建议）",
    "kept": "入账（另加可申请的等级、下次变动日）",
    "told": "说明（全部理由）",
}
"""The ways a ledger is replayed, the two bare loops first."""
KEYS = (
    "label", "seconds", "cpu_seconds", "peak_mib", "idle_mib", "limit", "ratio", "cpu_ratio", "goal", "worst",
)  # fmt: skip


@click.group()
def bench() -> None:
    """测速：与最简做法相比的倍数 (what the work costs beside the bare work)."""


@bench.command("rosters")
@click.option("--rows", type=click.IntRange(1, 1_000_000), default=10_000, help="花名册行数 (rows of the roster)")
@answering
def rosters(rows: int) -> Answer:
    """测花名册：读取、预览、导入、再导入、导出、撤销 (read, preview, import, re-import, export, undo)."""
    from registry.cli.bench_meter import machine
    from registry.cli.bench_stages import FILE
    from registry.cli.bench_workbook import COLUMNS, write_workbook

    before = machine()
    with TemporaryDirectory(prefix="registry-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_workbook(folder / FILE, rows)
        size = (folder / FILE).stat().st_size
        costs, limits = _measure(folder)
    stages = [
        _stage(name, cost, GOALS.get(name) or Goal(LIMITS[name], limit=name), limits, rows)
        for name, cost in costs.items()
    ]
    document = {
        "rows": rows, "columns": len(COLUMNS), "file_bytes": size, "machine": before,
        "load_at_end": machine()["load"], "limit_runs": LIMIT_RUNS, "stages": stages,
    }  # fmt: skip
    return Answer(document, roster_words(document))


def roster_words(document: dict[str, Any]) -> str:
    """The document of `bench rosters` for people: a line of how busy the machine was, and a table."""
    from registry.cli.bench_meter import table

    size = document["file_bytes"] / 2**20
    return (
        f"{document['rows']} 行 × {document['columns']} 列，{size:.1f} MiB；{_busy(document)}\n"
        f"{table(HEADERS, document['stages'], KEYS)}\n"
        "倍数＝秒数与对照之比；“目标”“最多”是要达到和不得超过的倍数；没有用 XlsxWriter，因此以 openpyxl 对照。"
    )


def _busy(document: dict[str, Any]) -> str:
    return f"{document['machine']['cpus']} 核，负载 {document['machine']['load']} → {document['load_at_end']}"


def _measure(folder: Path) -> "tuple[dict[str, Cost], dict[str, Cost]]":
    """The cost of every stage, limits included, and the limits by name; the reading limit is spread over the run."""
    from registry.cli.bench_meter import run_stage

    run_stage(_MODULE, "found", folder)
    costs = {"read_bare": run_stage(_MODULE, "read_bare", folder)}
    bare = [costs["read_bare"]]
    for stage in GOALS:
        if stage in {"preview", "export"} and len(bare) < LIMIT_RUNS:
            bare.append(run_stage(_MODULE, "read_bare", folder))
        costs[stage] = run_stage(_MODULE, stage, folder)
        if stage == "export":
            costs["write_bare"] = run_stage(_MODULE, "write_bare", folder)
    costs["read_bare"].seconds = median(each.seconds for each in bare)
    costs["read_bare"].cpu_seconds = median(each.cpu_seconds for each in bare)
    return costs, {name: costs[name] for name in LIMITS}


def _stage(name: str, cost: "Cost", goal: Goal, limits: "dict[str, Cost]", number: int) -> dict[str, Any]:
    """One measurement as the document has it, of ``number`` rows or papers; a limit's own ratio is 1."""
    limit = limits[goal.limit]
    return {
        "stage": name, "label": goal.label, "seconds": round(cost.seconds, 4), "cpu_seconds": round(cost.cpu_seconds, 2),
        "rows_per_second": round(number / cost.seconds) if cost.seconds else None,
        "peak_mib": _rounded(cost.peak_mib, 0), "idle_mib": _rounded(cost.idle_mib, 0), "limit": goal.limit,
        "ratio": _rounded(_share(cost.seconds, limit.seconds)),
        "cpu_ratio": _rounded(_share(cost.cpu_seconds, limit.cpu_seconds)),
        "goal": goal.ratio, "worst": goal.worst, "peak_goal_mib": goal.peak_mib, "found": cost.detail,
    }  # fmt: skip


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)


@bench.command("grading")
@click.option("--accounts", type=click.IntRange(1, 1_000_000), default=10_000, help="账号数 (accounts)")
@click.option("--violations", type=click.IntRange(0, 10_000_000), default=50_000, help="违规数 (violations)")
@click.option(
    "--held",
    type=click.IntRange(1, 10_000_000),
    multiple=True,
    help="每日推算的在册账号数，可写几次 (accounts held, may be repeated)",
)
@answering
def grading(accounts: int, violations: int, held: tuple[int, ...]) -> Answer:
    """测等级推算：与最简循环相比，以及每日推算在账号增多时的开销 (the engine, and the daily run)."""
    from registry.cli.bench_daily import HELD, measure_daily
    from registry.cli.bench_grading import measure_engine
    from registry.cli.bench_meter import machine

    before = machine()
    engine = measure_engine(accounts, violations)
    days = measure_daily(held or HELD)
    document = {"machine": before, "load_at_end": machine()["load"], "engine": engine, "daily": days}
    return Answer(document, grading_words(document))


def grading_words(document: dict[str, Any]) -> str:
    """The document of `bench grading` for people."""
    from registry.cli.bench_meter import table

    engine = document["engine"]
    ways = [{**line, "name": WAYS[line["name"]]} for line in (*engine["bare"], *engine["depths"])]
    work = table(
        ("做法", "秒", "CPU 秒", "与同工循环之比", "与积分循环之比", "每账号毫秒"),
        ways, ("name", "seconds", "cpu_seconds", "ratio", "ratio_least", "ms_per_account"),
    )  # fmt: skip
    told = table(
        ("在册账号", "到期", "秒", "CPU 秒", "语句", "每到期账号语句", "每到期账号毫秒"),
        document["daily"],
        ("held", "due", "seconds", "cpu_seconds", "statements", "statements_per_due", "ms_per_due"),
    )
    return (
        f"{engine['accounts']} 个账号、{engine['violations']} 件违规，每次 {engine['chunk']} 个；内存最多 {engine['peak_mib'] or '–'} MiB；"
        f"{_busy(document)}\n{work}\n目标 {engine['goal']} 倍，最多 {engine['worst']} 倍；每账号不超过 {engine['goal_ms']} 毫秒；"
        f"与同工循环结论相同 {engine['same']} 个\n每日推算\n{told}"
    )


PAPERS = {
    "bare": Goal("typst 只排同样的字和页码", limit="bare"),
    "print": Goal("一批排成一个 PDF（读库、核对、排版、存盘）", limit="bare", ratio=2, worst=4),
    "one": Goal("一份（服务器已经在用）", limit="bare"),
    "first": Goal("一份（进程的第一份，连同读字体）", limit="bare"),
}
"""What is measured of papers: the limit first. One notice is held to ONE_MS, not to a ratio."""
ONE_MS = 100


@bench.command("documents")
@click.option("--papers", type=click.IntRange(1, 1_000), default=1_000, help="通知书份数 (notices)")
@answering
def documents(papers: int) -> Answer:
    """测文书：一批通知书排成一个 PDF，与 typst 只排同样的字相比 (many notices as one PDF, and one notice)."""
    from registry.cli.bench_meter import machine

    before = machine()
    with TemporaryDirectory(prefix="registry-bench-", ignore_cleanup_errors=True) as name:
        costs = _measure_papers(Path(name), papers)
    limits = {"bare": costs["bare"]}
    stages = [_stage(name, costs[name], goal, limits, costs[name].detail["papers"]) for name, goal in PAPERS.items()]
    document = {
        "papers": papers, "machine": before, "load_at_end": machine()["load"], "limit_runs": LIMIT_RUNS, "stages": stages,
        "one_ms": round(costs["one"].seconds * 1000, 1), "one_goal_ms": ONE_MS,
    }  # fmt: skip
    return Answer(document, paper_words(document))


def _measure_papers(folder: Path, papers: int) -> "dict[str, Cost]":
    """The cost of each stage; the limit and the whole order take turns, and the median of each counts."""
    from registry.cli.bench_meter import run_stage

    def run(stage: str) -> "Cost":
        return run_stage("registry.cli.bench_documents", stage, folder, str(papers))

    run("found")
    costs = {name: run(name) for name in PAPERS}
    turns = {name: [costs[name]] for name in ("bare", "print")}
    for _ in range(LIMIT_RUNS - 1):
        for name, runs in turns.items():
            runs.append(run(name))
    for name, runs in turns.items():
        costs[name].seconds = median(each.seconds for each in runs)
        costs[name].cpu_seconds = median(each.cpu_seconds for each in runs)
    return costs


def paper_words(document: dict[str, Any]) -> str:
    """The document of `bench documents` for people."""
    from registry.cli.bench_meter import table

    pages = next(stage["found"]["pages"] for stage in document["stages"] if stage["stage"] == "print")
    return (
        f"{document['papers']} 份约谈通知书，{pages} 页；{_busy(document)}\n"
        f"{table(HEADERS, document['stages'], KEYS)}\n"
        f"一份 {document['one_ms']} 毫秒，目标不超过 {document['one_goal_ms']} 毫秒；对照连排页码，不按公文格式，也不读库。"
    )


COMMANDS = (bench,)
