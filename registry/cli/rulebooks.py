"""Commands on rulebooks: replay case files, as a lawyer reads them. They need no database."""

from pathlib import Path
from typing import Any

import click

from registry.cli.contract import Answer, answering
from registry.domain.errors import Refusal


@click.group()
def rulebook() -> None:
    """规则 (rulebooks)."""


@rulebook.command("replay")
@click.argument("files", metavar="CASEFILE...", nargs=-1, required=True)
@answering
def replay(files: tuple[str, ...]) -> Answer:
    """按案例文件推演等级并核对 (replay case files and check what they expect)."""
    results = [_replay_one(file) for file in files]
    failed = sum(not check["ok"] for result in results for check in result["checks"])
    words = "\n".join(_words(result) for result in results)
    return Answer(results, words, is_complete=failed == 0)


def _replay_one(file: str) -> dict[str, Any]:
    from registry.domain.grading.replay import replay as replay_case

    folder = Path(file).parent
    return replay_case(_read(Path(file)), name=file, load=lambda name: _read(folder / name))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # Notepad's mark at the beginning is no part of the text
    except UnicodeDecodeError as error:
        raise Refusal("cli.not_utf8", file=str(path)) from error
    except OSError as error:  # Windows calls reading a folder a want of permission, so the folder itself is asked
        raise Refusal("cli.file_is_folder" if path.is_dir() else "cli.file_missing", file=str(path)) from error


def _words(result: dict[str, Any]) -> str:
    """One file's result in lines."""
    lines = [f"{result['file']}　{result['title']}"]
    for check in result["checks"]:
        mark = "符合" if check["ok"] else "不符"
        lines.append(f"  {mark}　{check['on']} {check['field']}：应为 {check['expected']}，算得 {check['got']}")
    return "\n".join(lines)


COMMANDS = (rulebook,)
