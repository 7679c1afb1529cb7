"""Why an account has its tier, told whole: the conclusion as an officer says it, what counts, which rows fired, which nearly
did and what is missing, and when the next change comes with no new act.

Pure: an outcome (of today, of any past day, or kept with a move), the rulebooks and a translator go in, sentences come out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from registry.domain.grading.explain import Line, Told, explain
from registry.domain.grading.parts import Counted, FloorReason
from registry.domain.grading.rulebook import TIERS, Rulebook
from registry.domain.terms import Severity
from registry.wording import Translate, in_chinese, rulebooks, word
from registry.wording.grading import sentence
from registry.wording.marks import N_

MESSAGES = {
    "explanations.conclusion": N_("结论"),
    "explanations.counted": N_("计入的违规"),
    "explanations.rows": N_("起作用的规则"),
    "explanations.unclear": N_("还不确定的"),
    "explanations.called": N_("规则的建议"),
    "explanations.near": N_("差一点就触发的规则"),
    "explanations.back": N_("恢复"),
    "explanations.next": N_("下一次变化"),
    "explanations.nth": N_("{months} 个月内第 {count} 次{severity}违规，累计 {points} 分，列 {letter} {tier}。"),
    "explanations.by_measure": N_("{since} 起{kind}生效，列 {letter} {tier}；累计 {points} 分。"),
    "explanations.by_measures": N_("{months} 个月内第 {count} 次{kind}，列 {letter} {tier}；累计 {points} 分。"),
    "explanations.by_severity": N_("有{severity}违规，列 {letter} {tier}；累计 {points} 分。"),
    "explanations.violated": N_("违反{articles}。"),
    "explanations.basis": N_("依据：{articles}。"),
    "explanations.term": N_("{on} 认定 {code} {severity}违规，{points} 分，计到 {until}"),
    "explanations.repeat": N_("{on} 认定 {code} {severity}违规，{months} 个月内第 {count} 次，{base} 分加重为 {points} 分，计到 {until}"),
    "explanations.credit": N_("提前整改、参加培训减 {points} 分"),
    "explanations.none": N_("没有计入的违规，累计 0 分"),
    "explanations.cited": N_("{words}（{article}）"),
    "explanations.breach": N_("违反{article}"),
    "explanations.row": N_("{words}（{row}，{article}）"),
    "explanations.change": N_("若无新的认定和处置，{on} 会有变化"),
    "explanations.never": N_("若无新的认定和处置，不会再变化"),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part of an explanation: its code ("counted", "rows", …), its heading, and the sentences."""

    code: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """The whole: the conclusion with its basis, then the parts that have something to say."""

    conclusion: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """As plain text, a line for each sentence."""
        return "\n".join(
            [self.conclusion, *(f"{part.heading}\n  " + "\n  ".join(part.sentences) for part in self.parts)]
        )


def tell(
    outcome: Told,
    books: Sequence[Rulebook],
    translate: Translate = in_chinese,
    *,
    name: Callable[[str], str] = lambda code: code,
) -> Explanation:
    """Explain an outcome. ``books``: every rulebook, to name the rows by; ``name``: what a violation's code is called."""
    first, *lines = (_named(line, outcome, books, translate) for line in explain(outcome))
    said = {
        "counted": tuple(_counted(outcome, books, translate, name)),
        "rows": tuple(_row(line, translate) for line in _of(lines, "grading.why.")),
        "unclear": tuple(sentence(line, translate) for line in _of(lines, "grading.unclear.", "grading.ignored.")),
        "called": tuple(_row(line, translate) for line in _of(lines, "grading.proposal.")),
        "near": tuple(_row(line, translate) for line in _of(lines, "grading.near.")),
        "back": tuple(_row(line, translate) for line in _of(lines, "grading.back.")),
        "next": (next_change(outcome, translate),) if outcome.tier is not None else (),
    }
    parts = (Part(code, word(f"explanations.{code}", {}, translate), found) for code, found in said.items() if found)
    return Explanation(conclude(outcome, books, translate) or sentence(first, translate), tuple(parts))


def conclude(outcome: Told, books: Sequence[Rulebook], translate: Translate = in_chinese) -> str:
    """The one sentence an officer would say, with its basis; "" where no row holds the tier below the initial one."""
    rows = [reason for reason in outcome.floor_rows if reason.tier == outcome.tier]
    if outcome.tier is None or outcome.points is None or not rows or outcome.tier in (TIERS[0], TIERS[1]):
        return ""
    main = min(rows, key=lambda reason: ("severity", "points", "measures").index(reason.kind))
    params: dict[str, object] = {"tier": main.tier, "letter": main.tier.value}
    params |= {"points": outcome.points, "months": main.months}
    head = word(*_main(main, outcome, books, params), translate)
    found = [main.article, *(each.article for each in outcome.counted if each.violation_id in main.facts)]
    breached = [provision_of(each, books) for each in outcome.counted if each.violation_id in main.facts]
    cited = (("explanations.violated", breached), ("explanations.basis", found))
    for code, articles in ((code, list(dict.fromkeys(filter(None, each)))) for code, each in cited):
        head += word(code, {"articles": articles}, translate) if articles else ""
    return head


def name_code(code: str, books: Iterable[Rulebook]) -> str:
    """A violation's code with its name, by the latest rulebook that knows it."""
    latest = sorted(books, key=lambda book: book.effective_from, reverse=True)
    row = next((book.code_rows[code] for book in latest if code in book.code_rows), None)
    return f"{code} {row.name}" if row else code


def provision_of(counted: Counted, books: Iterable[Rulebook]) -> str:
    """The provision a counted act violates, as the version that gave its points names it for the act's code; "" where it names none."""
    book = next((each for each in books if each.version == counted.version), None)
    code = book.code_rows.get(counted.code) if book else None
    return (code.article if code else None) or ""


def _main(
    main: FloorReason, outcome: Told, books: Iterable[Rulebook], params: dict[str, object]
) -> tuple[str, dict[str, object]]:
    if main.kind == "points" and outcome.counted:
        last = max(outcome.counted, key=lambda each: (each.recognised_on, each.violation_id))
        return "explanations.nth", params | {
            "severity": Severity(last.severity), "count": sum(each.severity == last.severity for each in outcome.counted),
            "months": _window(outcome, books),
        }  # fmt: skip
    if main.kind == "severity":
        return "explanations.by_severity", params | {"severity": Severity(main.severity or "")}
    code = "explanations.by_measure" if main.count == 1 else "explanations.by_measures"
    return code, params | {"kind": main.measure_kind, "since": main.since, "count": len(main.facts)}


def next_change(outcome: Told, translate: Translate = in_chinese) -> str:
    """When something changes with no new act."""
    if outcome.next_change_on is None:
        return word("explanations.never", {}, translate)
    return word("explanations.change", {"on": outcome.next_change_on}, translate)


def _counted(
    outcome: Told, books: Sequence[Rulebook], translate: Translate, name: Callable[[str], str]
) -> Iterator[str]:
    months = _window(outcome, books)
    before: list[Counted] = []
    for each in sorted(outcome.counted, key=lambda one: (one.recognised_on, one.is_repeat, one.violation_id)):
        before.append(each)
        params = {
            "on": each.recognised_on, "code": name(each.code), "severity": Severity(each.severity), "points": each.points,
            "base": each.base, "until": each.expires_on, "months": months,
            "count": sum(other.code == each.code for other in before),
        }  # fmt: skip
        words = word("explanations.repeat" if each.is_repeat else "explanations.term", params, translate)
        yield _cited(words, (_breach(each, books, translate), each.article), translate)
    if outcome.credits and outcome.light:
        yield word("explanations.credit", {"points": min(outcome.credits, outcome.light)}, translate)
    if outcome.tier is not None and not outcome.counted and outcome.points == 0:
        yield word("explanations.none", {}, translate)


def _breach(each: Counted, books: Sequence[Rulebook], translate: Translate) -> str:
    provision = provision_of(each, books)
    return word("explanations.breach", {"article": provision}, translate) if provision else ""


def _cited(words: str, sources: Iterable[str | None], translate: Translate) -> str:
    """Words with what they rest on after them, the law before the row."""
    article = translate("；").join(filter(None, sources))
    return word("explanations.cited", {"words": words, "article": article}, translate) if article else words


def _window(outcome: Told, books: Iterable[Rulebook]) -> int | None:
    return next((book.window_months for book in books if book.version == outcome.version), None)


def _of(lines: Iterable[Line], *starts: str) -> Iterator[Line]:
    return (line for line in lines if line.code.startswith(starts))


def _row(line: Line, translate: Translate) -> str:
    """A line with the row it stands on and the row's article."""
    words = sentence(line, translate)
    if not line.article:
        return words
    return word("explanations.row", {"words": words, "row": line.mark, "article": line.article}, translate)


def _named(line: Line, outcome: Told, books: Sequence[Rulebook], translate: Translate) -> Line:
    """The line with the rows it speaks of by their names, in the version that was in force."""
    book = next((each for each in books if each.version == (line.version or outcome.version)), None)
    params = dict(line.params)
    if "rows" in params:
        params["rows"] = [rulebooks.row_name(row, book, translate) for row in params["rows"].split("、")]
    if "row" in params:
        params["row"] = rulebooks.row_name(params["row"], book, translate)
    return replace(line, params=params, parts=tuple(_named(part, outcome, books, translate) for part in line.parts))
