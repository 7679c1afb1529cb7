"""The gate before a rulebook is checked or published: no error of lint, its articles named, its examples held.

A row that cannot work, or a rule that does not do what its own example says, must not bind anyone.
"""

from registry.domain.basis_library import PACKAGED, Library
from registry.domain.errors import Refusal
from registry.domain.grading.examples import run
from registry.domain.grading.findings import Finding, said, said_check
from registry.domain.grading.lint import errors, lint
from registry.domain.grading.rulebook import Rulebook

_SHOWN = 3


def refuse_unsound(book: Rulebook, *, library: Library = PACKAGED) -> None:
    """Raise Refusal where a rulebook may not be published; ``library`` as `lint` takes it.

    Codes: "rulebooks.lint_errors" and "rulebooks.no_articles" with the first findings, "rulebooks.no_examples",
    "rulebooks.examples_failed" with the first check that does not hold.
    """
    found = errors(lint(book, library=library))
    bare = [finding for finding in found if finding.code.startswith("article_missing")]
    wrong = [finding for finding in found if finding not in bare]
    if wrong:
        raise Refusal("rulebooks.lint_errors", count=len(found), first=_first(wrong))
    if bare:
        raise Refusal("rulebooks.no_articles", count=len(bare), first=_first(bare))
    if not book.examples:
        raise Refusal("rulebooks.no_examples")
    failed = [result for result in run(book) if result.failed]
    if failed:
        raise Refusal(
            "rulebooks.examples_failed", count=len(failed), title=failed[0].title, **said_check(failed[0].failed[0])
        )


def _first(found: list[Finding]) -> list[object]:
    return [said(finding) for finding in found[:_SHOWN]]
