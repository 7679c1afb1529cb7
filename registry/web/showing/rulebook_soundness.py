"""What stands between a draft and its publishing, on its page: findings with their rows, the examples tried, rows no example shows.

The same lint, library and examples as the gate that publishing passes (`domain.grading.gate`), so that nothing is refused
there that was not said here.
"""

from dataclasses import dataclass

from flask_babel import gettext as _

from registry.domain.grading.examples import Tried, rows_of, run, unreached
from registry.domain.grading.findings import Finding, Level
from registry.domain.grading.lint import lint
from registry.domain.grading.rulebook import Rulebook
from registry.web.showing.bases import library
from registry.wording import rulebook_lint, rulebooks


@dataclass(frozen=True)
class Said:
    """One finding in words. ``table``: the editor's page; ``place``: the row's place on the rulebook's page."""

    words: str
    table: str
    place: str
    is_error: bool


@dataclass(frozen=True)
class Example:
    """One example tried: ``checked`` days and values, ``failed``: sentences of those that do not hold."""

    title: str
    checked: int
    failed: list[str]


@dataclass(frozen=True)
class Uncovered:
    """A row no example shows: its id, its words, its place on the rulebook's page."""

    row: str
    words: str
    place: str


@dataclass(frozen=True)
class Soundness:
    """What a rulebook lacks; ``rows``: how many rows an example could show."""

    findings: list[Said]
    examples: list[Example]
    uncovered: list[Uncovered]
    rows: int

    @property
    def errors(self) -> list[Said]:
        """The findings that stand in the way of publishing."""
        return [each for each in self.findings if each.is_error]

    @property
    def failed(self) -> list[Example]:
        """The examples that do not come out as written."""
        return [each for each in self.examples if each.failed]

    @property
    def is_ready(self) -> bool:
        """Whether the gate lets it pass."""
        return not self.errors and not self.failed and bool(self.examples)

    def of_table(self, table: str) -> list[Said]:
        """The findings of one page of the editor."""
        return [each for each in self.findings if each.table == table]


def soundness_of(book: Rulebook) -> Soundness:
    """Everything about a rulebook that publishing asks for, in the reader's language."""
    results = run(book)
    bare = [
        Uncovered(row, rulebooks.row_name(row, book, _), f"row-{row.replace(':', '-')}")
        for row in unreached(book, results)
    ]
    found = [_said(each) for each in lint(book, library=library())]
    return Soundness(found, [_example(each) for each in results], bare, len(rows_of(book)))


def _said(found: Finding) -> Said:
    table = "numbers" if found.table == "head" else found.table
    row = f"S-{found.row}" if found.table == "severities" else found.row.replace(":", "-")
    place = f"row-{row}" if found.row and found.table != "codes" else table
    return Said(rulebook_lint.finding(found, _), table, place, found.level is Level.ERROR)


def _example(tried: Tried) -> Example:
    return Example(tried.title, len(tried.checks), [rulebook_lint.example(each, _) for each in tried.failed])
