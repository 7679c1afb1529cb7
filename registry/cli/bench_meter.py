"""What a piece of work cost: wall seconds, CPU seconds and peak memory, each piece in a process of its own.

Absolute figures drift from machine to machine, so `registry bench` speaks in ratios to a bare piece of the same work done in
the same run. How busy the machine was is told beside them.
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

MIB = 1024 * 1024
_STATUS = Path("/proc/self/status")


@dataclass
class Cost:
    """Wall and CPU seconds (children included), MiB at the peak and before the work (None: not told here), and findings."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mib: float | None = None
    idle_mib: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def metered(self) -> Iterator[None]:
        """Measure the block; memory is that of the whole process, or of the largest child it waited for."""
        self.idle_mib = peak()
        began, cpu = perf_counter(), _cpu()
        yield
        self.seconds += perf_counter() - began
        self.cpu_seconds += _cpu() - cpu
        self.peak_mib = peak()


def _cpu() -> float:
    spent = os.times()  # of the children in ticks only, which is as fine as every platform tells
    return process_time() + spent.children_user + spent.children_system


def peak() -> float | None:
    """Peak resident MiB of this process or of the largest child it waited for; None where the platform does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return max(_own_peak(resource, unit), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit) / MIB


def _own_peak(resource: Any, unit: int) -> int:
    """Bytes; on Linux not from getrusage, which counts what the parent held before this program took its place."""
    if _STATUS.exists():
        found = [line.split()[1] for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
        if found:
            return int(found[0]) * 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit


def run_stage(module: str, stage: str, folder: Path, *more: str) -> Cost:
    """Run one stage of ``module`` on ``folder`` in a process of its own; raises RuntimeError where it fails."""
    ended = subprocess.run(  # noqa: S603 - our own module, our own words
        [sys.executable, "-X", "utf8", "-m", module, stage, str(folder), *more], capture_output=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(f"{stage}: {ended.stderr.decode(errors='replace')[-2000:]}")
    return Cost(**json.loads(ended.stdout.splitlines()[-1]))


def answer(cost: Cost) -> None:
    """Hand a stage's cost to the process that asked for it: the last line on stdout."""
    sys.stdout.write(json.dumps(asdict(cost)) + "\n")


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was (load of the last minute; None on Windows)."""
    return {
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
    }


def table(headers: tuple[str, ...], lines: Sequence[Mapping[str, Any]], keys: tuple[str, ...]) -> str:
    """Words for people: one line a measurement, – where there is nothing to tell."""
    rows = [headers, *(tuple(_shown(line.get(key)) for key in keys) for line in lines)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(headers))]
    return "\n".join(
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if "\u2e80" <= character <= "\uffe6" else 1 for character in text)
