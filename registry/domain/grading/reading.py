"""From a rulebook's TOML text to a frozen Rulebook, refusing with the place what cannot be meant.

The file's least form is small; publishing asks more of it (articles, wording, checked on and by), which
stays optional here so that a lawyer can try a rule before dressing it.
"""

from functools import cache
from importlib.resources import files

from registry.domain.grading.casefile import parse_example
from registry.domain.grading.rulebook import (
    TIERS,
    Code,
    FloorRow,
    LadderRow,
    Needs,
    RestorationRow,
    Rulebook,
    SeverityRow,
    Threshold,
)
from registry.domain.grading.tables import Table, loads, unique
from registry.domain.terms import MeasureKind, Role, Severity, Tier

_SEVERITIES = tuple(str(each) for each in Severity)
_KINDS = tuple(str(each) for each in MeasureKind)
_TIERS = tuple(str(each) for each in TIERS)


@cache
def default_rulebooks() -> tuple[Rulebook, ...]:
    """The packaged rulebooks, earliest first: a policy default every office may replace."""
    folder = files("registry.domain.grading") / "rulebooks"
    texts = {
        entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")
    }
    books = [parse(text, name=name) for name, text in texts.items()]
    return tuple(sorted(books, key=lambda book: book.effective_from))


def parse(text: str, *, name: str) -> Rulebook:
    """Read one rulebook; ``name`` is the file's name as refusals give it.

    Refuses (``grading.*``, with file, where and key) a text that is no TOML, missing or unknown keys,
    values of the wrong kind, ids given twice, a way up that is not one step, an end before the beginning.
    """
    root = loads(text, name)
    book = Rulebook(
        version=root.text("version"),
        effective_from=root.day("effective_from"),
        effective_to=root.optional_day("effective_to"),
        region=_region(root),
        title=root.optional_text("title"),
        checked_on=root.optional_day("checked_on"),
        checked_by=root.optional_text("checked_by"),
        points_article=root.optional_text("points_article"),
        initial_tier=Tier(root.choice("initial_tier", _TIERS)),
        window_months=root.count("window_months", least=1),
        repeat_factor=root.decimal("repeat_factor", least=1),
        credit_cap=root.count("credit_cap"),
        tier_names=_tier_names(root),
        severities=_severities(root.table("severities")),
        thresholds=_thresholds(root),
        floors=_floors(root),
        restoration=_restoration(root),
        ladder=_ladder(root),
        codes=_codes(root),
        examples=tuple(parse_example(row) for row in root.rows("examples")),
    )
    if book.effective_to is not None and book.effective_to < book.effective_from:
        raise root.refusal("ends_before_it_begins", begins=book.effective_from, ends=book.effective_to)
    root.close()
    return book


def _region(root: Table) -> str | None:
    code = root.optional_text("region")
    if code is not None and not (code.isascii() and code.isdigit()):
        raise root.refusal("bad_region", key="region", value=code)
    return code


def _tier_names(root: Table) -> tuple[tuple[Tier, str], ...]:
    if not root.has("tiers"):
        return ()
    table = root.table("tiers")
    names = tuple((tier, table.text(tier)) for tier in TIERS)
    table.close()
    return names


def _severities(table: Table) -> tuple[SeverityRow, ...]:
    rows = []
    for key in table.names():
        if key not in _SEVERITIES:
            raise table.refusal("key_unknown", key=key)
        row = table.table(key)
        tier = row.optional_choice("tier", _TIERS)
        rows.append(
            SeverityRow(
                name=Severity(key),
                points=row.count("points"),
                tier=Tier(tier) if tier else None,
                article=row.optional_text("article"),
                wording=row.optional_text("wording"),
            )
        )
        row.close()
    return tuple(rows)


def _thresholds(root: Table) -> tuple[Threshold, ...]:
    rows = []
    seen: set[str] = set()
    for row in root.rows("thresholds"):
        threshold = Threshold(
            points=row.count("points", least=1),
            tier=Tier(row.choice("tier", _TIERS)),
            article=row.optional_text("article"),
            wording=row.optional_text("wording"),
        )
        unique(row, threshold.id, seen)
        row.close()
        rows.append(threshold)
    return tuple(sorted(rows, key=lambda each: each.points))


def _floors(root: Table) -> tuple[FloorRow, ...]:
    rows = []
    seen: set[str] = set()
    for row in root.rows("floors"):
        rows.append(
            FloorRow(
                id=unique(row, row.text("id"), seen),
                kind=MeasureKind(row.choice("kind", _KINDS)),
                count=row.count("count", least=1) if row.has("count") else 1,
                within_months=row.optional_count("within_months", least=1),
                tier=Tier(row.choice("tier", _TIERS)),
                article=row.optional_text("article"),
                wording=row.optional_text("wording"),
            )
        )
        row.close()
    return tuple(rows)


def _restoration(root: Table) -> tuple[RestorationRow, ...]:
    rows = []
    seen: set[str] = set()
    for row in root.rows("restoration"):
        start, end = Tier(row.choice("from", _TIERS)), Tier(row.choice("to", _TIERS))
        if TIERS.index(start) - TIERS.index(end) != 1:
            raise row.refusal("not_one_step_up", start=start, end=end)
        rows.append(
            RestorationRow(
                id=unique(row, row.text("id"), seen),
                from_tier=start,
                to_tier=end,
                clean_months=row.count("clean_months"),
                by_application=row.flag("by_application"),
                max_points=row.optional_count("max_points"),
                filing_complete=row.flag("filing_complete"),
                article=row.optional_text("article"),
                wording=row.optional_text("wording"),
            )
        )
        row.close()
    return tuple(rows)


def _ladder(root: Table) -> tuple[LadderRow, ...]:
    rows = []
    seen: set[str] = set()
    for row in root.rows("ladder"):
        trigger = row.choice("trigger", ("violation", "overdue"))
        if trigger == "overdue":
            row.raw("of")
        rows.append(
            LadderRow(
                id=unique(row, row.text("id"), seen),
                trigger=trigger,
                rung=MeasureKind(row.choice("rung", _KINDS)),
                severities=row.choices("severity", _SEVERITIES) if trigger == "violation" else frozenset(),
                of=row.choices("of", _KINDS) if trigger == "overdue" else frozenset(),
                needs=_needs(row),
                decides=row.optional_choice("decides", tuple(str(role) for role in Role)),
                basis=row.optional_text("basis"),
                article=row.optional_text("article"),
                wording=row.optional_text("wording"),
            )
        )
        row.close()
    return tuple(rows)


def _needs(row: Table) -> Needs | None:
    if not row.has("needs"):
        return None
    table = row.table("needs")
    if table.has("kind") == table.has("severity"):
        raise table.refusal("needs_one_history")
    kind = table.optional_choice("kind", _KINDS)
    needs = Needs(
        kind=MeasureKind(kind) if kind else None,
        severities=table.choices("severity", _SEVERITIES),
        count=table.count("count", least=1) if table.has("count") else 1,
        within_months=table.optional_count("within_months", least=1),
    )
    table.close()
    return needs


def _codes(root: Table) -> tuple[Code, ...]:
    rows = []
    seen: set[str] = set()
    for row in root.rows("codes"):
        severity = row.optional_choice("severity", _SEVERITIES)
        rows.append(
            Code(
                code=unique(row, row.text("code"), seen),
                name=row.text("name"),
                severity=Severity(severity) if severity else None,
                article=row.optional_text("article"),
            )
        )
        row.close()
    return tuple(rows)
