"""Planning an import: rows of many counties in one file, whose authority, and what the file no longer names."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.domain.rosters.shapes import Roster, RosterRow, empty_values
from registry.domain.terms import AccountStatus, ImportMode, Platform, RowAction
from registry.services.planning import Plan, make_plan
from registry.store.users import Town
from tests.factories import CITY, COUNTY, NEIGHBOUR, make_account, writing

FindActor = Callable[[str], Actor]


def row(number: int, name: str, *, county: str | None = None, **values: object) -> RosterRow:
    given = {"name": name, "platform": "douyin", "uid": f"id{number:04}", **values}
    return RosterRow("台账", number, empty_values() | given, county=county)  # type: ignore[arg-type]


def plan(session: Session, *rows: RosterRow, region_code: str = CITY, mode: ImportMode = ImportMode.UPDATE) -> Plan:
    return make_plan(session, Roster([], list(rows), []), region_code=region_code, mode=mode)


def test_each_row_of_a_citys_file_goes_to_the_county_it_speaks_of(app: OpenAPI, people: dict[str, str]) -> None:
    with writing(app) as session:
        session.add(Town(region_code=NEIGHBOUR, name="半山街道"))
        made = plan(
            session,
            row(1, "西湖发布", county="西湖区"),
            row(2, "拱墅发布", county="杭州市拱墅区"),
            row(3, "半山生活", town="半山街道"),
            row(4, "杭州美食"),
        )
    assert [each.region_code for each in made.decisions] == [COUNTY, NEIGHBOUR, NEIGHBOUR, None]
    assert [each.action for each in made.decisions] == [RowAction.ADD] * 3 + [RowAction.DOUBTFUL]
    assert made.decisions[3].reasons[0].code == "rosters.county_unknown"


@pytest.mark.parametrize("written", ["西湖", "330106", "浙江省杭州市西湖区", "杭州市西湖", "杭州西湖区", "西湖区"])
def test_a_county_is_known_by_its_short_name_its_code_and_its_full_name(
    app: OpenAPI, people: dict[str, str], written: str
) -> None:
    with writing(app) as session:
        made = plan(session, row(1, "西湖发布", county=written))
    assert (made.decisions[0].action, made.decisions[0].region_code) == (RowAction.ADD, COUNTY)


def test_a_county_nobody_can_make_out_is_said_with_what_is_written(app: OpenAPI, people: dict[str, str]) -> None:
    with writing(app) as session:
        made = plan(session, row(1, "西湖发布", county="城东片区"))
        alone = plan(session, row(1, "西湖发布", county="城东片区"), region_code=COUNTY)
    (reason,) = made.decisions[0].reasons
    assert (reason.code, reason.params) == ("rosters.county_unclear", {"county": "城东片区"})
    assert (alone.decisions[0].action, alone.decisions[0].region_code) == (RowAction.ADD, COUNTY)


def test_a_file_of_several_counties_says_how_many_rows_each_has(app: OpenAPI, people: dict[str, str]) -> None:
    with writing(app) as session:
        made = plan(
            session, row(1, "西湖发布", county="西湖"), row(2, "拱墅发布", county="拱墅"), row(3, "西湖", county="西湖")
        )
        one = plan(session, row(1, "西湖发布", county="西湖"))
    said = [each.params["counties"] for each in made.problems if each.code == "rosters.spread"]
    assert said == ["拱墅区 1 行、西湖区 2 行"]
    assert "rosters.spread" not in {each.code for each in one.problems}


def test_a_county_in_the_column_of_towns_places_the_row_and_is_no_town(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        session.add(Town(region_code=COUNTY, name="北山街道"))
        make_account(session, actor("clerk"), name="西湖发布", uid="id0001", town="北山街道")
        left = make_account(session, actor("clerk"), name="没写的", uid="id0009", town="转塘街道").id
        rows = [row(1, "西湖发布", town="西湖区", county="西湖区"), row(2, "新号", town="西湖区", county="西湖区")]
        made = plan(session, *rows)
    assert [each.action for each in made.decisions] == [RowAction.SAME, RowAction.ADD]
    assert (made.decisions[1].values["town"], made.decisions[1].region_code) == (None, COUNTY)
    assert not made.decisions[1].reasons
    assert list(made.missing) == [left], "the file covers every town of the county"


def test_a_town_that_two_counties_have_places_nothing(app: OpenAPI, people: dict[str, str]) -> None:
    with writing(app) as session:
        session.add_all(Town(region_code=code, name="城关镇") for code in (COUNTY, NEIGHBOUR))
        made = plan(session, row(1, "城关生活", town="城关镇"))
    assert made.decisions[0].action is RowAction.DOUBTFUL


@pytest.mark.parametrize("county", ["拱墅区", "龙游县"])
def test_a_row_of_a_county_the_office_has_no_say_in_is_set_aside(
    app: OpenAPI, people: dict[str, str], county: str
) -> None:
    with writing(app) as session:
        made = plan(session, row(1, "别处的号", county=county), row(2, "本地的号"), region_code=COUNTY)
    assert [each.action for each in made.decisions] == [RowAction.DOUBTFUL, RowAction.ADD]
    assert made.decisions[0].reasons[0].code == "rosters.county_beyond"


def test_an_account_is_not_moved_to_another_county_by_a_file(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        known = make_account(session, actor("clerk"), name="西湖发布", uid="id0001").id
        made = plan(session, row(1, "西湖发布新", county="拱墅区"))
    decision = made.decisions[0]
    assert (decision.account_id, decision.action) == (known, RowAction.DOUBTFUL)
    assert "rosters.county_differs" in {each.code for each in decision.reasons}


def test_accounts_the_file_no_longer_names_are_offered(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        clerk = actor("clerk")
        make_account(session, clerk, name="还在", uid="id0001")
        gone = make_account(session, clerk, name="不见了", uid="id0002").id
        make_account(session, clerk, name="早已注销", uid="id0003", status=AccountStatus.CANCELLED)
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, name="邻县的", uid="id0004")
        made = plan(session, row(1, "还在"), region_code=COUNTY)
        only_new = plan(session, row(1, "还在"), region_code=COUNTY, mode=ImportMode.NEW_ONLY)
    assert list(made.missing) == [gone]
    assert not only_new.missing, "a list of new accounts says nothing of the others"


def test_an_account_whose_row_was_refused_is_not_missing(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"), name="平台写错的", uid="id0002")
        gone = make_account(session, actor("clerk"), name="不见了", uid="id0003").id
        refused = row(2, "平台写错的")
        refused.refused = True
        made = plan(session, row(1, "新来的"), refused, region_code=COUNTY)
    assert list(made.missing) == [gone]


def test_a_towns_file_offers_only_its_own_town(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        clerk = actor("clerk")
        here = make_account(session, clerk, name="转塘一号", uid="id0002", town="转塘街道").id
        make_account(session, clerk, name="留下一号", uid="id0003", town="留下街道")
        make_account(session, clerk, name="转塘的微博", uid="id0004", town="转塘街道", platform=Platform.WEIBO)
        made = plan(session, row(1, "转塘新号", town="转塘街道"), region_code=COUNTY)
    assert list(made.missing) == [here]


@pytest.mark.parametrize("field", ["name", "holder", "verified"])
def test_a_persons_number_in_a_field_of_open_text_is_told_at_that_field(
    app: OpenAPI, people: dict[str, str], field: str
) -> None:
    with writing(app) as session:
        made = plan(
            session,
            row(1, **{"name": "西湖发布", "county": "西湖区", field: "张三 330106199003071236"}),  # type: ignore[arg-type]
            row(2, "西湖美食", county="西湖区", holder="西湖区云帆文化传媒有限公司2026年"),
        )
    told = [(each.field, each.level) for each in made.decisions[0].reasons if each.code == "rosters.number_in_open"]
    assert told == [(field, "warning")]
    assert not [each for each in made.decisions[1].reasons if each.code == "rosters.number_in_open"]
