"""Commands on rulebooks: replay case files as a lawyer reads them, lint a rulebook, try its own examples, with no database."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering, started
from registry.cli.outputs import read_text
from registry.domain.errors import Refusal

if TYPE_CHECKING:
    from registry.domain.basis_library import Library
    from registry.domain.grading.rulebook import Rulebook


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


@rulebook.command("lint")
@click.argument("file", metavar="FILE")
@answering
def lint(file: str) -> Answer:
    """查一份规则里不起作用、自相矛盾或缺依据的地方 (find what in a rulebook cannot work)."""
    from registry.domain.basis_library import PACKAGED
    from registry.domain.grading.findings import Level
    from registry.domain.grading.lint import lint as lint_book
    from registry.wording.rulebook_lint import finding

    book = book_of(file)
    library = _library(book.region)
    found = lint_book(book, library=library)
    errors = sum(each.level is Level.ERROR for each in found)
    rows = [
        {"level": each.level.value, "code": each.code, "table": each.table, "row": each.row,
         "params": {key: _plain(value) for key, value in each.params.items()}, "message": finding(each)}
        for each in found
    ]  # fmt: skip
    document = {"file": file, "version": book.version, "library": "packaged" if library is PACKAGED else "office",
                "errors": errors, "warnings": len(found) - errors, "findings": rows}  # fmt: skip
    lines = [f"{file}　{book.version}：错误 {errors} 处，提醒 {len(found) - errors} 处"]
    lines += [f"  {'错误' if row['level'] == 'error' else '提醒'}　{row['message']}" for row in rows]
    return Answer(document, "\n".join(lines), is_complete=errors == 0)


@rulebook.command("examples")
@click.argument("file", metavar="FILE")
@answering
def examples(file: str) -> Answer:
    """推演规则自带的例子，列出没有例子说明的条款 (try a rulebook's own examples; name the rows none reaches)."""
    from registry.domain.grading.examples import run, unreached

    book = book_of(file)
    results = run(book)
    rows = unreached(book, results)
    document = {"file": file, "version": book.version, "unreached": list(rows),
                "examples": [{"title": each.title, "checks": list(each.checks)} for each in results]}  # fmt: skip
    lines = [_words({"file": file, "title": each.title, "checks": each.checks}) for each in results]
    lines.append(f"没有例子说明的条款：{'、'.join(rows) or '无'}")
    return Answer(document, "\n".join(lines), is_complete=not any(each.failed for each in results))


def book_of(file: str) -> "Rulebook":
    """The rulebook of a file; raises Refusal where it cannot be read, or is of a region there is none of."""
    from registry.domain import regions
    from registry.domain.grading.reading import parse

    book = parse(read_text(file), name=file)
    if book.region is not None and regions.find(book.region) is None:
        raise Refusal("cli.rulebook_region", file=file, region=book.region)
    return book


def _library(region: str | None) -> "Library":
    """The legal-basis library of the region's office, or of the only one; the packaged one where no database is ready.

    Linting reads only: a database of another release is left as it is, and not asked.
    """
    from registry import upgrading
    from registry.domain.basis_library import PACKAGED
    from registry.services.bases import library_of
    from registry.settings import read_settings
    from registry.store.db import db
    from registry.store.scope import EVERYTHING
    from registry.store.users import list_offices

    settings = read_settings()
    if settings.is_embedded and not Path(settings.database_url.removeprefix("sqlite:///")).is_file():
        return PACKAGED
    with started().app_context():
        if not upgrading.is_current():
            return PACKAGED
        offices = list_offices(db.session(), scope=EVERYTHING)
        own = [office for office in offices if office.region_code == region] or offices
        return library_of(db.session(), own[0].id) if len(own) == 1 else PACKAGED


def _plain(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def _replay_one(file: str) -> dict[str, Any]:
    from registry.domain.grading.replay import replay as replay_case

    folder = Path(file).parent
    return replay_case(read_text(file), name=file, load=lambda name: read_text(folder / name))


def _words(result: dict[str, Any]) -> str:
    """One file's result in lines."""
    from registry.wording.rulebook_lint import example

    lines = [f"{result['file']}　{result['title']}"]
    for check in result["checks"]:
        lines.append(f"  {'符合' if check['ok'] else '不符'}　{example(check)}")
    return "\n".join(lines)


COMMANDS = (rulebook,)
