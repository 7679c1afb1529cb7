"""What an undo would do, said before it is done: names, fields, reasons, and who would stand otherwise."""

from collections.abc import Callable
from datetime import date

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import AccountStatus, Platform, Tier
from registry.services import accounts, missing, undo_plan
from tests.factories import AT, COUNTY, ON, writing
from tests.roster_files import account_of, bring, one, take_back

FindActor = Callable[[str], Actor]


def plan(app: OpenAPI, by: Actor, import_id: int) -> undo_plan.UndoPlan:
    with writing(app) as session:
        return undo_plan.plan_undo(session, import_id, by=by, on=ON)


def test_the_plan_names_what_goes_what_comes_back_and_what_stays(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(2), one(3))
    import_id = bring(app, clerk, one(1), one(2, 备注="新"), one(3, 备注="新"))
    with writing(app) as session:
        accounts.amend(session, account_of(session, "xhsbs_0003").id, {"remark": "改"}, by=clerk, at=AT, on=ON)
    found = plan(app, clerk, import_id)
    assert [each.name for each in found.removed] == ["西湖身边事1"]
    assert [(each.name, each.fields) for each in found.restored] == [("西湖身边事2", ("remark",))]
    assert [(each.name, each.reason) for each in found.kept] == [("西湖身边事3", "edited")]
    assert found.moving == []
    result = take_back(app, clerk, import_id)
    assert (result.removed, result.restored, len(result.kept)) == (1, 1, 1)


def test_the_plan_says_whose_standing_would_change_and_the_undo_changes_it(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    given = {"name": "西湖身边事1", "platform": Platform.DOUYIN, "uid": "xhsbs_0001"}
    with writing(app) as session:
        accounts.register(session, given, region_code=COUNTY, by=clerk, at=AT, on=date(2025, 1, 8))
    import_id = bring(app, clerk, one(1, 备案登记号="西备2026001"))
    (moving,) = plan(app, clerk, import_id).moving
    assert (moving.standing, moving.standing_after) == ((Tier.B, Tier.A), (Tier.B, None))
    take_back(app, clerk, import_id)
    with writing(app) as session:
        account = account_of(session, "xhsbs_0001")
        assert (account.tier, account.eligible) == moving.standing_after


def test_a_day_of_filing_learned_from_a_roster_is_taken_back_with_the_standing_it_gave(
    app: OpenAPI, actor: FindActor
) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1, 备案登记号="西备1"))
    import_id = bring(app, clerk, one(1, 备案登记号="西备1 2025-03-12"))
    (moving,) = plan(app, clerk, import_id).moving
    assert (moving.standing, moving.standing_after) == ((Tier.B, Tier.A), (Tier.B, None))
    take_back(app, clerk, import_id)
    with writing(app) as session:
        assert account_of(session, "xhsbs_0001").eligible is None


def test_the_plan_names_the_statuses_given_because_of_the_import_and_the_undo_takes_them_back(
    app: OpenAPI, actor: FindActor
) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1), one(2), one(3), one(4))
    import_id = bring(app, clerk, one(1, 备注="新"))
    with writing(app) as session:
        ids = [account_of(session, f"xhsbs_000{number}").id for number in (2, 3, 4)]
        accounts.amend(session, ids[1], {"status": AccountStatus.NORMAL}, by=clerk, at=AT, on=ON)
        missing.settle(session, import_id, ids[:2], status=AccountStatus.CANCELLED, by=clerk, at=AT, on=ON)
        missing.settle(session, import_id, ids[2:], status=AccountStatus.DORMANT, by=clerk, at=AT, on=ON)
        accounts.amend(session, ids[2], {"status": AccountStatus.ZOMBIE}, by=clerk, at=AT, on=ON)
    found = plan(app, clerk, import_id)
    assert [(each.name, each.status, each.status_after) for each in found.marked] == [
        ("西湖身边事2", AccountStatus.CANCELLED, None),
        ("西湖身边事3", AccountStatus.CANCELLED, AccountStatus.NORMAL),
    ]
    assert [(each.name, each.reason) for each in found.kept] == [("西湖身边事4", "status_edited")]
    result = take_back(app, clerk, import_id)
    assert (result.restored, result.marked, result.kept) == (1, 2, [(ids[2], "status_edited")])
    with writing(app) as session:
        statuses = [account_of(session, f"xhsbs_000{number}").status for number in (2, 3, 4)]
        assert statuses == [None, AccountStatus.NORMAL, AccountStatus.ZOMBIE]


def test_the_status_of_an_account_archived_since_stays(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1), one(2))
    import_id = bring(app, clerk, one(1, 备注="新"))
    with writing(app) as session:
        account = account_of(session, "xhsbs_0002")
        missing.settle(session, import_id, [account.id], status=AccountStatus.CANCELLED, by=clerk, at=AT, on=ON)
        accounts.archive(session, account.id, reason="迁走", by=actor("reviewer"), at=AT, on=ON)
    found = plan(app, clerk, import_id)
    assert (found.marked, [each.reason for each in found.kept]) == ([], ["archived"])


def test_the_plan_says_the_values_that_come_back_and_never_a_telephone(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1, 备注="旧"))
    import_id = bring(app, clerk, one(1, 备注="新", 联系电话="13812349999"))
    (restored,) = plan(app, clerk, import_id).restored
    assert set(restored.fields) == {"remark", "phone"}
    assert restored.values == {"remark": ("新", "旧")}


def test_an_import_that_wrote_the_same_accounts_later_is_named_to_be_undone_first(
    app: OpenAPI, actor: FindActor
) -> None:
    clerk = actor("clerk")
    first = bring(app, clerk, one(1))
    later = bring(app, clerk, one(1, 备注="新"))
    bring(app, clerk, one(2))

    def undone_first() -> list[int]:
        with writing(app) as session:
            return [each.id for each in undo_plan.plan_undo(session, first, by=clerk, on=ON).later]

    assert undone_first() == [later]
    take_back(app, clerk, later)
    assert undone_first() == []
