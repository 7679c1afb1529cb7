"""Settling rows that an import set aside (待核), also when the file is long gone: entered, taken for an account, or left out.

A settled row becomes part of its import: it goes through the same plan and the same writing, and the undo covers it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.counts import LARGEST
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.diff import compare
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.merging import ADD, DROP, THEIRS
from registry.domain.rosters.shapes import Roster, RosterRow
from registry.domain.terms import ImportState, RowAction
from registry.services import audit, placing, platforms, records, traces
from registry.services.bulk import Writing
from registry.services.planning import Plan, make_plan
from registry.store.account_queries import get_account
from registry.store.accounts import Account
from registry.store.added_rows import Brought, keep_added, note_accounts, take_out
from registry.store.db import vault
from registry.store.rosters import Import, ImportRow, find_written, get_import
from registry.store.scope import EVERYTHING, Scope, scope_of
from registry.store.users import list_towns

How = Literal["add", "change", "drop"]
Done = Literal["add", "change", "drop", "placed"]
"""What became of a row: "placed" knows its county now and waits on, since it resembles an account there."""
Side = Literal["ours", "theirs"]
NO_SIDES: Mapping[str, Side] = {}
PLACELESS = frozenset({"rosters.county_unknown", "rosters.county_unclear", "rosters.county_beyond"})
"""Why a row has no county of the office: whoever settles it has to say one."""


def is_placeless(codes: Iterable[str]) -> bool:
    """Whether a row waits for its county before all else, by what was found of it."""
    return not PLACELESS.isdisjoint(codes)


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a row set aside for an account would write into it, field by field [ours, theirs], as it may be shown;
    apart from that the ``conflicts``, which both the register and the file changed, so that a side must be taken.
    """

    account: Account
    changes: dict[str, Any]
    conflicts: dict[str, Any]


def differences(row: ImportRow, taken: Import, candidates: Sequence[Account]) -> list[Difference]:
    """What the row would change in each of these accounts, were it said to be that one."""
    parked = _opened(row)
    return [_difference(row, taken, parked, account) for account in candidates]


def _opened(row: ImportRow) -> RosterRow:
    """The row as it was set aside, less a count that earlier versions let in and no column holds."""
    parked = traces.opened_row(row)
    count = parked.values.get("followers")
    if isinstance(count, int) and count > LARGEST:
        parked.values = {**parked.values, "followers": None}
    return parked


def _difference(row: ImportRow, taken: Import, parked: RosterRow, account: Account) -> Difference:
    known = ExistingAccount(account.id, records.plain(account), account.archived_on is not None, account.extra)
    (decision,) = compare(
        Roster([], [parked], []), [known], mode=taken.mode, choices=_told(parked, account.id, {}),
        key=vault().field_key,
    )  # fmt: skip
    shown = traces.preview_row(taken.id, decision)
    is_it = decision.account_id == account.id
    return Difference(account, shown["changes"] if is_it else {}, shown["conflicts"] if is_it else {})


def find_placeless(session: Session, rows: Sequence[tuple[ImportRow, Import]], *, scope: Scope) -> set[int]:
    """Which of these rows say of no county of their office that they belong to it, were they accounts of their own."""
    asked = [(row, taken) for row, taken in rows if not regions.is_lowest(taken.region_code)]
    towns = placing.town_counties(list_towns(session, scope=scope)) if asked else {}
    found = set()
    for row, taken in asked:
        decision = RowDecision(_opened(row), RowAction.ADD, None, None, weak=False)
        placing.place([decision], taken.region_code, {}, towns)
        if decision.action is not RowAction.ADD:
            found.add(row.id)
    return found


def settle(
    session: Session, row_id: int, *, how: How, account_id: int | None = None, sides: Mapping[str, Side] = NO_SIDES,
    region_code: str | None = None, by: Actor, at: datetime, on: date,
) -> ImportRow:  # fmt: skip
    """Settle a row set aside: "add" it as a new account, "change" the account it is, or "drop" it.

    ``region_code``: the county it belongs to, where its file did not say: there it is then known or new like any row, and
    where it still resembles an account it waits on, with that county and that question. ``sides``: field by field whose value holds where the register and the file
    both changed it; the file's where nothing is said and the officer saw the conflict at the import already. Returns the row as it is kept. Raises Refusal("rosters.not_parked") where it is no open row of an applied import, and
    "rosters.still_doubtful" where the register does not take it even so, with the ``reasons`` why.
    """
    row = session.get(ImportRow, row_id)
    if row is None:
        raise NotFound("rosters.not_parked")
    taken = get_import(session, row.import_id, scope=scope_of(by.region_code), is_locked=True)
    row = session.get(ImportRow, row_id, populate_existing=True)  # as it is now that nobody else acts on the import
    if row is None:
        raise NotFound("rosters.not_parked")
    require(by, "rosters.import", row.region_code or taken.region_code)
    if taken.state is not ImportState.APPLIED or row.parked_sealed is None or row.settled_at is not None:
        raise Refusal("rosters.not_parked")
    whom = account_id if how != ADD else None
    done: Done = "drop" if how == DROP else _enter(session, taken, row, whom, sides, region_code, by, at, on)
    if done != "placed":
        row.parked_sealed, row.settled_at, row.settled_by_id, row.settled_how = None, at, by.user_id, done
    audit.record(
        session, "rosters.settle", by=by, at=at, object_type="import", object_id=taken.id,
        region_code=row.region_code or taken.region_code,
        after={"sheet": row.sheet, "row": row.row, "how": done, "account_id": row.account_id},
    )  # fmt: skip
    return row


def _enter(
    session: Session, taken: Import, row: ImportRow, account_id: int | None, sides: Mapping[str, Side], region_code: str | None,
    by: Actor, at: datetime, on: date,
) -> Done:  # fmt: skip
    """Write the row as its import would have, let it say what was written, and tell what became of it."""
    if account_id is not None:
        get_account(session, account_id, scope=scope_of(by.region_code))
    plan = _plan(session, taken, row, account_id, sides, _county(region_code, taken, by))
    decision = plan.decisions[0]
    whom = decision.account_id if account_id is None else account_id
    if decision.action is RowAction.DOUBTFUL:
        _wait_on(row, decision)
        return "placed"
    if decision.action is RowAction.SAME:
        row.account_id = whom
        return "change"
    earlier = _earlier(session, taken.id, whom) if whom is not None else None
    is_untouched = earlier is not None and _is_untouched(session, earlier)
    was = row.action
    Writing(session, taken, plan, {(row.sheet, row.row): row.id}, at=at, on=on, progress=lambda done, total: None).run()
    platforms.keep_written(session, taken.id, plan)
    session.refresh(row)
    _show(row, decision)
    if row.action is RowAction.ADD:
        keep_added(session, taken.id, traces.added_columns(plan.decisions))
        note_accounts(session, taken.id, Brought([row.account_id or 0], [None], [None]))  # the row itself undoes it
    taken.counts = {**taken.counts, was.value: taken.counts[was.value] - 1}
    taken.counts = {**taken.counts, row.action.value: taken.counts[row.action.value] + 1}
    if earlier is not None:
        _join(session, earlier, row, is_untouched=is_untouched)
    return "add" if row.action is RowAction.ADD else "change"


def _wait_on(row: ImportRow, decision: RowDecision) -> None:
    """A row whose county is known by now and which still resembles an account: it is asked about next."""
    decision.row.county = decision.region_code
    _show(row, decision)
    left = traces.parked(decision, {})
    row.candidates, row.parked_sealed = left["candidates"], left["parked_sealed"]


def _show(row: ImportRow, decision: RowDecision) -> None:
    """Let a row say what was decided of it."""
    shown = traces.preview_row(row.import_id, decision)
    for column in ("action", "name", "changes", "problems", "candidates", "conflicts", "region_code"):
        setattr(row, column, shown[column])


def _earlier(session: Session, import_id: int, account_id: int) -> ImportRow | None:
    """The row by which an import wrote an account first, as a row of its own."""
    found = find_written(session, import_id, account_id)
    if found is not None or (brought := take_out(session, import_id, account_id)) is None:
        return found
    own = {name: getattr(brought, name) for name in ("import_id", "sheet", "row", "name", "region_code", "action")}
    found = ImportRow(**own, account_id=account_id, before=dict(brought.before or {}))
    session.add(found)
    session.flush()
    return found


def _is_untouched(session: Session, earlier: ImportRow) -> bool:
    """Whether the account an import brought is still as it was brought."""
    account = get_account(session, earlier.account_id or 0, scope=EVERYTHING)
    return earlier.action is RowAction.ADD and traces.is_as_brought(account, (earlier.before or {}).get("seen"))


def _county(region_code: str | None, taken: Import, by: Actor) -> str | None:
    """The code of the county said of a row: one of the import's, in which the officer may act."""
    if region_code is None:
        return None
    if region_code not in {each.code for each in regions.counties_of(taken.region_code)}:
        raise Refusal("rosters.county_needed")
    require(by, "rosters.import", region_code)
    return region_code


def _plan(
    session: Session,
    taken: Import,
    row: ImportRow,
    account_id: int | None,
    sides: Mapping[str, Side],
    county: str | None,
) -> Plan:
    """The plan of this one row, with what the officer said of it."""
    parked = _opened(row)
    is_placed = county is not None and account_id is None and is_placeless(each["code"] for each in row.problems)
    parked.county = county or parked.county
    among = None if is_placed else [] if account_id is None else [account_id]
    told = Choices() if is_placed else _told(parked, account_id, {**dict.fromkeys(row.conflicts, THEIRS), **sides})
    # of another account the county of the one it resembles says nothing
    within = taken.region_code if account_id is None else row.region_code or taken.region_code
    plan = make_plan(
        session, Roster([], [parked], []), region_code=within, mode=taken.mode,
        choices=told, among=among,
    )  # fmt: skip
    decision, settled = plan.decisions[0], {RowAction.ADD, RowAction.CHANGE, RowAction.SAME}
    reasons = [each.code for each in decision.reasons]
    if decision.action not in settled and is_placeless(reasons):
        raise Refusal("rosters.county_needed", reasons=reasons)
    if decision.action not in settled and not (is_placed and decision.action is RowAction.DOUBTFUL):
        raise Refusal("rosters.still_doubtful", reasons=reasons)
    return plan


def _told(parked: RosterRow, account_id: int | None, sides: Mapping[str, str]) -> Choices:
    """What the officer says by settling a row: whom it is, and which side holds in a conflict."""
    place = (parked.sheet, parked.number)
    fields = {(*place, field): side for field, side in sides.items()}
    return Choices(rows={place: ADD if account_id is None else str(account_id)}, fields=fields)


def _join(session: Session, earlier: ImportRow, later: ImportRow, *, is_untouched: bool) -> None:
    """Two rows of one import wrote one account: the first keeps what undoes both, and what was edited stays seen as such."""
    first, second = dict(earlier.before or {}), dict(later.before or {})
    account = get_account(session, earlier.account_id or 0, scope=EVERYTHING)
    if earlier.action is RowAction.ADD:
        if is_untouched:
            first["seen"], first["new_holder_id"] = traces.seen_now(account), account.holder_id
    elif first["new_holder_id"] == second["holder_id"]:
        first["old"] = {**second["old"], **first["old"]}
        current = records.plain(account)
        is_same_holder = account.holder_id == second["holder_id"]
        fields = second["old"] if is_same_holder else first["old"]  # under another holder all are sealed anew
        new = records.sealed(account.holder, {field: current[field] for field in fields})
        first["new"] = {**first["new"], **new} if is_same_holder else new
        later_texts = {header: new for header, (_, new) in second["extra"].items()}
        both = {header: [old, later_texts.get(header, new)] for header, (old, new) in first["extra"].items()}
        first["extra"] = {**second["extra"], **both}
        first["new_holder_id"] = account.holder_id
    else:
        return
    first["holders"] = [*first.get("holders", ()), *second.get("holders", ())]
    earlier.before, later.before = first, None
