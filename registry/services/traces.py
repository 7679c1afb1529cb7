"""What an import leaves on file for each row: for the page what would change, for the undo what was.

Personal fields stand masked in what is shown, and only as ciphertext under the holder's key in what undoes (rule 9;
个人信息保护法 art. 51). A holder on file before that the import completed leaves its former state on the first row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from registry.domain import identifiers, sealing
from registry.domain.identifiers import mask_inside
from registry.domain.rosters.clean import label_of
from registry.domain.rosters.decisions import RowDecision, decided_columns
from registry.domain.rosters.fields import BY_NAME, PERSONAL
from registry.domain.rosters.shapes import Level, Problem, RosterRow, RosterSheet
from registry.domain.rosters.tokens import read_mark
from registry.domain.terms import RowAction
from registry.services import records
from registry.services.accounts import PLAIN_FIELDS
from registry.services.holder_book import State, holder_state
from registry.store.accounts import Account
from registry.store.db import vault
from registry.store.rosters import ImportRow

if TYPE_CHECKING:
    from registry.services.planning import Plan

KEYS = frozenset({"uid", "url", "uscc"})
"""Fields of published identifiers, shown whole; in any other text the numbers of persons are masked."""
TOLD = ("platform", "uid", "holder", "holder_type", "town", "followers")
"""What a row shows of an account it brings; once written, the account itself can be opened."""


Trace = dict[str, Any]
"""What the writing of a row leaves on it: the columns account_id, before, candidates, parked_sealed."""
NOBODY: Sequence[Any] = ()
NOTHING: Mapping[str, Any] = {}
"""What most rows have in common, written once for all of them (store/blocks.py)."""


def preview_row(import_id: int, decision: RowDecision) -> dict[str, Any]:
    """The columns of a row as the page shows it: old → new by field, personal values masked; ``extra:`` marks unknown columns."""
    changes = {
        field: [old and _shown(field, old), _shown(field, new)] for field, (old, new) in decision.changes.items()
    }
    changes |= {
        f"extra:{header}": [text and mask_inside(text) for text in pair]
        for header, pair in decision.extra_changes.items()
    }
    return _row(import_id, decision, changes)


def added_columns(added: Sequence[RowDecision]) -> dict[str, Sequence[Any]]:
    """Rows that bring accounts as the page shows them, by column; a field no row speaks of is left out."""
    said = decided_columns(added, ("name", *TOLD))
    told = {field: [*map(cache(partial(_shown, field)), said[field])] for field in TOLD}
    return {
        "sheet": [each.row.sheet or "" for each in added],
        "row": [each.row.number for each in added],
        "name": [mask_inside(str(name))[:120] for name in said["name"]],
        "region_code": [each.region_code for each in added],
        **{field: column for field, column in told.items() if any(value is not None for value in column)},
    }


def added(holder_id: int | None, digest: str | None) -> dict[str, Any]:
    """Of a row that brought an account; an undo has to know only whether the account is still as it was brought."""
    return {"seen": digest, "new_holder_id": holder_id}


def trace(account_id: int | None, before: dict[str, Any]) -> Trace:
    """What is left on a row that was written."""
    return {"account_id": account_id, "before": before, "candidates": NOBODY, "parked_sealed": None}


def parked(decision: RowDecision, entered: Mapping[tuple[str, int], int]) -> Trace:
    """Of a row set aside (待核): itself sealed, so that it can be settled when the file is gone.

    ``entered``: the accounts that rows before it brought, by sheet and row: it may be one of these.
    """
    row = decision.row
    kept = {
        "values": row.values, "approximate": row.approximate, "extra": row.extra, "written": row.written,
        "mark": row.mark or decision.base, "county": row.county,
    }  # fmt: skip
    token = sealing.seal_text(vault().field_key, json.dumps(kept, ensure_ascii=False))
    alike = [(str(reason.params.get("sheet", "")), reason.params.get("row", 0)) for reason in decision.reasons]
    found = dict.fromkeys([*decision.candidates, *(entered[place] for place in alike if place in entered)])
    account_id = decision.account_id
    return {"account_id": account_id, "before": None, "candidates": list(found), "parked_sealed": token}


def opened_row(kept: ImportRow) -> RosterRow:
    """The row that `parked` sealed."""
    row = json.loads(sealing.unseal_text(vault().field_key, kept.parked_sealed or ""))
    return RosterRow(
        kept.sheet or None, kept.row, row["values"], tuple(row["approximate"]), row["extra"], row["written"],
        mark=row["mark"], county=row["county"],
    )  # fmt: skip


def parked_values(kept: ImportRow) -> dict[str, Any]:
    """What a row set aside says, field by field, as it may be shown."""
    values = opened_row(kept).values
    return {field: _shown(field, value) for field, value in values.items() if value is not None}


def said_of(holder: State) -> tuple[Any, ...]:
    """What a holder says, as far as an import writes it."""
    return holder["name"], holder["holder_type"], holder["uscc"], holder["id_no_mark"]


def seen(
    own: Sequence[Any], phone_mark: str | None, holder: tuple[Any, ...] | None, extra: Mapping[str, str]
) -> tuple[Any, ...]:
    """What an account and its holder (`said_of`) say, to be kept as a keyed digest: the same as long as nobody edits them.

    ``own`` are the account's plain fields, as text where it has them.
    """
    return tuple(own), phone_mark, holder, sorted(extra.items())


def is_as_brought(account: Account, digest: str | None) -> bool:
    """Whether an account and its holder still say what they did when this digest was taken of them."""
    said = said_now(account)
    return digest in (vault().fingerprint_of(said), vault().fingerprint(formerly(*said)))


def formerly(own: Sequence[Any], phone_mark: str | None, holder: Sequence[Any] | None, extra: Sequence[Any]) -> str:
    """What digests were taken of before the version with 0022; imports applied then are undone like any other."""
    return ascii(([*own], phone_mark, holder and [*holder], [*extra]))


def seen_now(account: Account) -> str:
    """The keyed digest of an account as it is now."""
    return vault().fingerprint_of(said_now(account))


def said_now(account: Account) -> tuple[Any, ...]:
    """What an account and its holder say now, as `seen` puts it."""
    own = [value and str(value) for value in map(partial(records.own, account), PLAIN_FIELDS)]
    holder = said_of(holder_state(account.holder)) if account.holder else None
    return seen(own, account.phone_mark, holder, account.extra)


def changed(decision: RowDecision, account: Account, was: State) -> Trace:
    """Of a row that changed an account: what would undo it; ``was`` is what `state_before` took of the account."""
    current = records.plain(account)
    new = records.sealed(account.holder, {field: current[field] for field in was["old"]})
    pairs = {
        header: [text and records.seal_prose(account.holder, text) for text in pair]
        for header, pair in decision.extra_changes.items()
    }
    return trace(account.id, {**was, "new": new, "new_holder_id": account.holder_id, "extra": pairs})


def state_before(account: Account, fields: Iterable[str]) -> State:
    """What an account is before ``fields`` change: their values sealed under the holder of now, and the like."""
    plain = records.plain(account)
    return {
        "old": records.sealed(account.holder, {field: plain[field] for field in fields}), "holder_id": account.holder_id,
        "approximate": list(account.approximate), "influence": account.influence and account.influence.value,
        "key": account.key, "key_is_weak": account.key_is_weak,
    }  # fmt: skip


def problem_lines(plan: "Plan") -> list[dict[str, Any]]:
    """Every finding of a plan as the page shows it, with what was written in the cell and what became of the row."""
    told = {(problem.sheet, problem.row) for problem in plan.roster.problems}
    places = ((each.row.sheet, each.row.number) for each in plan.decisions) if told else ()
    decided = {place: each for place, each in zip(places, plan.decisions, strict=False) if place in told}
    read = (_line(problem, decided.get((problem.sheet, problem.row or 0)), False) for problem in plan.roster.problems)
    compared = (_line(reason, decision, True) for decision in plan.decisions for reason in decision.reasons)
    return [*read, *compared]


def _line(problem: Problem, decision: RowDecision | None, is_compared: bool) -> dict[str, Any]:
    """``decides``: this finding is why the row stays out; ``lost``: the cell's value does not go in."""
    line = plain_problem(problem)
    if decision is not None:
        action, field = decision.action, problem.field
        is_grave = problem.level is not Level.NOTE
        name = decision.row.values.get("name")
        line["name"], line["action"] = name and mask_inside(str(name)), action.value
        line["decides"] = is_grave and (
            (action is RowAction.DOUBTFUL and is_compared)
            or (action is RowAction.REFUSED and (is_compared or field in {"name", "platform", None}))
        )
        line["lost"] = is_grave and field is not None and decision.row.values.get(field) is None
        line["written"] = _written(problem, decision.row)
    return line


def _written(problem: Problem, row: RosterRow) -> str | None:
    """The cell's own text; of a personal field never more than its mask."""
    field = problem.field
    if field is None or problem.code == "rosters.uscc_is_id_no":
        return None
    if field in PERSONAL:
        shown = _shown(field, row.values.get(field))
        return problem.params.get("written") if shown is None else str(shown)  # a ruined one tells nobody's number
    value = label_of(BY_NAME[field], row.values.get(field)) if field in BY_NAME else None
    text = row.written.get(field) or problem.params.get("written") or value
    return None if text is None else mask_inside(str(text))[:120]


def shown_samples(sheet: RosterSheet) -> dict[str, list[str]]:
    """The samples of each column as they may be shown: of a personal field masked, numbers of persons in any other."""
    fields = {each.index: each.field or "" for each in sheet.matches}
    return {
        str(index): [
            str(_sample(fields.get(index, ""), text)) if any(map(str.isdigit, text)) else text for text in texts
        ]
        for index, texts in sheet.samples.items()
    }


def _sample(field: str, text: str) -> Any:
    """A text of a column as it may be shown; a column of credit codes may hold identity numbers as well."""
    return mask_inside(text) if field == "uscc" and identifiers.uscc.validate(text) else _shown(field, text)


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A finding in JSON's own types."""
    return {
        "sheet": problem.sheet, "row": problem.row, "column": problem.column, "field": problem.field,
        "level": str(problem.level), "code": problem.code, "params": _masked(dict(problem.params)),
    }  # fmt: skip


def plain_json(value: Any) -> Any:
    """JSON's own types only."""
    if isinstance(value, dict):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain_json(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _masked(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a finding with numbers of persons masked: a shifted column puts them anywhere."""
    plain: dict[str, Any] = plain_json(dict(params))
    return {name: mask_inside(value) if isinstance(value, str) else value for name, value in plain.items()}


def _row(import_id: int, decision: RowDecision, changes: dict[str, Any]) -> dict[str, Any]:
    row, found = decision.row, decision.reasons
    return {
        "import_id": import_id, "sheet": row.sheet or "", "row": row.number, "action": decision.action,
        "name": mask_inside(str(row.values.get("name") or ""))[:120], "account_id": decision.account_id, "changes": changes,
        "problems": [plain_problem(reason) for reason in found] if found else NOBODY, "before": None,
        "candidates": decision.candidates or NOBODY, "region_code": decision.region_code, "parked_sealed": None,
        "conflicts": _conflicts(decision) if decision.conflicts else NOTHING,
    }  # fmt: skip


def _conflicts(decision: RowDecision) -> dict[str, list[Any]]:
    """Both sides of each field, and the digest (hex) of what it said when the row was written, where the row tells it."""
    mark = read_mark(decision.row.mark or decision.base, vault().field_key)
    told = {name: [each.hex()] for name, each in mark.digests.items()} if mark else {}
    return {
        name: [_shown(name, side) for side in pair] + told.get(name, []) for name, pair in decision.conflicts.items()
    }


def _shown(field: str, value: Any) -> Any:
    """A value as it may be shown and stored in the clear."""
    if field in PERSONAL and value:
        return identifiers.mask_phone(str(value)) if field == "phone" else identifiers.mask_id_no(str(value))
    return mask_inside(value) if isinstance(value, str) and field not in KEYS else value
