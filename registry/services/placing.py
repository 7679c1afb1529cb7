"""Where each row of a roster belongs, and which accounts a roster should have named and did not.

One file may span all counties and towns of an office: the county is resolved row by row, and a row that speaks of a
county the office has no say in is set aside, whoever sent it (peers: one file cannot span areas; authority per row).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from registry.domain import regions
from registry.domain.identifiers.names import simplified
from registry.domain.rosters.decisions import RowDecision, decided_columns
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.places import county_of, split_place, town_in, town_named
from registry.domain.rosters.shapes import Level, Place, Problem, Roster, RosterSheet, Value
from registry.domain.terms import AccountStatus, RowAction
from registry.store.users import Town

_WRITTEN = (RowAction.ADD, RowAction.CHANGE)
_GONE = {AccountStatus.CLOSED.value, AccountStatus.CANCELLED.value}


def place(
    decisions: Sequence[RowDecision], region_code: str, counties: Mapping[int, str], towns: Mapping[str, str]
) -> set[tuple[Value, Value]]:
    """Give every row its county: by its own words, by its town, by its account, else the county of the import.

    ``counties``: account → county; ``towns``: town → county. Rows that cannot be placed, or lie elsewhere, are doubtful.
    Returns the towns and platforms the file speaks of, as pairs.
    """
    codes = [each.code for each in regions.counties_of(region_code)]
    alone = region_code if regions.is_lowest(region_code) else None
    told_by = cache(lambda text: county_of(text, codes))
    covered: set[tuple[Value, Value]] = set()
    bare = cache(town_in)
    said = decided_columns(decisions, ("town", "platform"))
    for decision, town, platform in zip(decisions, said["town"], said["platform"], strict=True):
        row = decision.row
        told = told_by(row.county) if row.county else None
        if row.county and told is None and decision.action in _WRITTEN and _is_elsewhere(row.county, codes):
            _set_aside(decision, "county_beyond", county=row.county)
        its_own = counties.get(decision.account_id or 0)
        decision.region_code = told or its_own or towns.get(str(town)) or alone
        if decision.region_code is None and row.sheet and not row.county:
            decision.region_code = told_by(row.sheet)
        if decision.action in _WRITTEN and decision.region_code is None:
            _set_aside(decision, "county_unclear" if row.county else "county_unknown", county=row.county)
        elif decision.action in _WRITTEN and its_own and told and told != its_own:
            _set_aside(decision, "county_differs", county=regions.get(its_own).name)
        if decision.action is not RowAction.REFUSED:
            covered.add((None if town is None else bare(str(town)), platform))
    return covered


def spread(decisions: Sequence[RowDecision]) -> str:
    """How many rows go to each county, in words (龙游县 120 行、开化县 80 行); "" where it is one or none."""
    found = Counter(each.region_code for each in decisions if each.region_code is not None)
    rows = [f"{regions.get(code).name} {number} 行" for code, number in sorted(found.items())]
    return "、".join(rows) if len(rows) > 1 else ""


def town_counties(towns: Sequence[Town]) -> dict[str, str]:
    """The county of each town's name; a name that two counties bear places nothing."""
    borne = Counter(town.name for town in towns)
    return {town.name: town.region_code for town in towns if borne[town.name] == 1}


def _is_elsewhere(county: str, codes: Collection[str]) -> bool:
    """Whether a text names a county, and none of the office's."""
    bare = simplified("".join(county.split()))
    spoken = regions.called(bare) or regions.called(split_place(bare)[0] or "")
    return bool(spoken) and set(spoken).isdisjoint(codes)


def _set_aside(decision: RowDecision, code: str, **params: Any) -> None:
    row = decision.row
    decision.action = RowAction.DOUBTFUL
    decision.tell(Problem(row.sheet, row.number, None, None, Level.WARNING, f"rosters.{code}", params))


def give_towns(roster: Roster, towns: Collection[str], chosen: str | None) -> set[Place]:
    """Give the rows that name no town the one their file speaks of: as chosen, else as the lines above the table say.

    What was taken from there is said once a sheet. Returns the rows that were given one.
    """
    given: set[Place] = set()
    by_sheet = {
        sheet.name: chosen if chosen is not None else _town_above(roster, sheet, towns) for sheet in roster.sheets
    }
    for table in roster.tables():
        town, column = by_sheet.get(table.sheet), table.values["town"]
        blank = column.count(None)
        if town and blank:
            given.update(
                (table.sheet, number) for number, each in zip(table.numbers, column, strict=True) if each is None
            )
            table.values["town"] = [each if each is not None else town for each in column]
            params = {"town": town, "count": blank}
            code = "rosters.town_from_above" if chosen is None else "rosters.town_chosen"
            roster.problems.append(Problem(table.sheet, None, None, None, Level.NOTE, code, params))
    return given


def keep_towns(decisions: Sequence[RowDecision], given: Collection[Place]) -> None:
    """Leave an account the town it has where the row itself named none: what stands above a table moves nobody."""
    for each in decisions:
        if each.action is RowAction.CHANGE and each.row.place in given and each.changes.get("town", (None,))[0]:
            del each.changes["town"]
            each.action = RowAction.CHANGE if each.changes or each.extra_changes else RowAction.SAME


def _town_above(roster: Roster, sheet: RosterSheet, towns: Collection[str]) -> str | None:
    return town_named(sheet.caption, towns) or town_named(roster.unit or "", towns)


def missing(
    decisions: Sequence[RowDecision],
    known: Sequence[ExistingAccount],
    counties: Mapping[int, str],
    covered: Collection[tuple[Value, Value]],
) -> tuple[list[int], int]:
    """The accounts in what the file covers that none of its rows names or may mean, by their number; and how many it covers.
    A row that was refused names nobody for sure: accounts of its name are not missing.

    A file covers the counties of its rows; where all its rows are of certain towns, or of certain platforms, and those
    are fewer than the register has, only these: a town's list says nothing of its neighbours. ``covered`` is what `place`
    found of towns and platforms.
    """
    named = {each.account_id for each in decisions} | {candidate for each in decisions for candidate in each.candidates}
    spoken = {each.row.values.get("name") for each in decisions if each.action is RowAction.REFUSED} - {None}
    regions_of_rows = {each.region_code for each in decisions}
    covers = {"town": {town for town, _ in covered}, "platform": {platform for _, platform in covered}}
    there = [
        account
        for account in known
        if counties[account.account_id] in regions_of_rows
        and not account.archived
        and account.values.get("status") not in _GONE
        and all(None in found or account.values.get(name) in found for name, found in covers.items())
    ]
    unnamed = [each for each in there if each.account_id not in named and each.values.get("name") not in spoken]
    return sorted(each.account_id for each in unnamed), len(there)
