"""A draft of a rulebook on its pages: each table valid and not, two editors, what stands before publishing, whose rules bind."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.grading.reading import parse
from registry.domain.grading.rulebook import Rulebook
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, Tier
from registry.services import rulebooks
from tests.client import LIST_STATEMENTS, Client, Page
from tests.factories import AT, CITY, COUNTY, make_account, writing
from tests.services.test_rulebooks import brought, text

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]
NS = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def draft(app: OpenAPI, actor: FindActor) -> int:
    """A sound draft written by the clerk."""
    return brought(app, actor, text(), until="draft")


def fields(page: Page) -> dict[str, Any]:
    """The fields of the editor's form as a browser would send them."""
    tree = html5lib.parse(page.text)
    form = next(each for each in tree.iter(f"{NS}form") if "/edit/" in each.get("action", ""))
    found: dict[str, Any] = {}
    for each in form.iter(f"{NS}input"):
        if each.get("type") != "checkbox":
            found[each.get("name")] = each.get("value", "")
        elif each.get("checked") is not None:
            found.setdefault(each.get("name"), []).append(each.get("value", "y"))
    for each in form.iter(f"{NS}select"):
        options = list(each.iter(f"{NS}option"))
        chosen = next((option for option in options if option.get("selected") is not None), options[0])
        found[each.get("name")] = chosen.get("value", "")
    found.pop("csrf_token", None)
    return found


def book_of(client: Client, rulebook_id: int) -> Rulebook:
    """What stands on file."""
    return parse(client.get(f"/rulebooks/{rulebook_id}/toml").text, name="draft")


def row_of(sent: dict[str, Any], field: str, value: str) -> str:
    """The beginning of the names of the row whose ``field`` holds ``value``."""
    return next(name.removesuffix(field) for name, held in sent.items() if name.endswith(f"-{field}") and held == value)


def edited(client: Client, rulebook_id: int, table: str, changes: dict[str, Any], *, status: int = 200) -> Page:
    """Open a table, type, save."""
    address = f"/rulebooks/{rulebook_id}/edit/{table}"
    return client.post(address, {**fields(client.get(address)), **changes}, status=status)


def test_points_of_a_severity_are_changed_and_a_severity_is_taken_away(draft: int, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    sent = fields(clerk.get(f"/rulebooks/{draft}/edit/severities"))
    edited(clerk, draft, "severities", {row_of(sent, "name", "minor") + "points": "2"})
    assert [row.points for row in book_of(clerk, draft).severities if row.name == "minor"] == [2]
    sent = fields(clerk.get(f"/rulebooks/{draft}/edit/severities"))
    number = int(row_of(sent, "name", "notice").split("-")[1]) + 1
    shifted = clerk.post(f"/rulebooks/{draft}/edit/severities", {**sent, "act": f"drop-{number}"})
    assert "删了一行，还没有保存" in shifted.words
    assert len(book_of(clerk, draft).severities) == 5
    clerk.post(f"/rulebooks/{draft}/edit/severities", fields(shifted))
    assert "notice" not in {row.name for row in book_of(clerk, draft).severities}


def test_a_row_is_added_to_a_table_that_has_none(draft: int, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    added = clerk.post(
        f"/rulebooks/{draft}/edit/floors", {**fields(clerk.get(f"/rulebooks/{draft}/edit/floors")), "act": "add"}
    )
    assert "加了一行，还没有保存" in added.words
    sent = {**fields(added), "rows-0-id": "F1", "rows-0-kind": "interview", "rows-0-count": "1",
            "rows-0-within_months": "6", "rows-0-tier": "C", "rows-0-article": "第七条"}  # fmt: skip
    clerk.post(f"/rulebooks/{draft}/edit/floors", sent)
    (row,) = book_of(clerk, draft).floors
    assert (row.id, row.kind, row.within_months, row.tier) == ("F1", MeasureKind.INTERVIEW, 6, Tier.C)


VALID: list[tuple[str, dict[str, Any], Callable[[Rulebook], object], object]] = [
    ("thresholds", {"rows-0-points": "4"}, lambda book: book.thresholds[0].points, 4),
    ("restoration", {"rows-0-clean_months": "9"}, lambda book: book.restoration[0].clean_months, 9),
    ("ladder", {"rows-0-rung": "delisting"}, lambda book: book.ladder[0].rung, MeasureKind.DELISTING),
    ("codes", {"rows-0-name": "另一种说法"}, lambda book: book.codes[0].name, "另一种说法"),
    ("numbers", {"title": "西湖区账号分级规则", "window_months": "18"}, lambda book: book.window_months, 18),
]


@pytest.mark.parametrize(("table", "typed", "read", "wanted"), VALID, ids=[each[0] for each in VALID])
def test_a_tables_change_is_kept(
    draft: int, client_of: SignIn, table: str, typed: dict[str, Any], read: Callable[[Rulebook], object], wanted: object
) -> None:
    clerk = client_of("clerk")
    assert "已保存" in edited(clerk, draft, table, typed).words
    assert read(book_of(clerk, draft)) == wanted


INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("severities", {"rows-0-points": "许多"}, "rows-0-points", "请填整数"),
    ("severities", {"rows-0-points": "-1"}, "rows-0-points", "应在 0 到 999 之间"),
    ("severities", {"rows-0-name": "minor", "rows-1-name": "minor"}, "rows-1-name", "与上面的一行重复"),
    ("thresholds", {"rows-0-points": "0"}, "rows-0-points", "应在 1 到 999 之间"),
    ("thresholds", {"rows-0-points": ""}, "rows-0-points", "这一项必填"),
    ("restoration", {"rows-0-clean_months": ""}, "rows-0-clean_months", "这一项必填"),
    ("restoration", {"rows-1-id": "R1"}, "rows-1-id", "与上面的一行重复"),
    ("restoration", {"rows-0-id": "R 1"}, "rows-0-id", "不能有空格"),
    ("ladder", {"rows-0-trigger": "overdue"}, "rows-0-of", "请勾选是哪种处置的整改逾期"),
    ("ladder", {"rows-0-history": "kind"}, "rows-0-needs_kind", "请选一种处置"),
    ("ladder", {"rows-0-history": "severities"}, "rows-0-needs_severities", "这一项必填"),
    ("codes", {"rows-0-name": ""}, "rows-0-name", "这一项必填"),
    ("codes", {"rows-0-code": ""}, "rows-0-code", "这一项必填"),
    ("numbers", {"repeat_factor": "一倍半"}, "repeat_factor", "请填数字，如 1.5"),
    ("numbers", {"window_months": ""}, "window_months", "这一项必填"),
]


@pytest.mark.parametrize(
    ("table", "typed", "field", "words"), INVALID, ids=[f"{each[0]}-{n}" for n, each in enumerate(INVALID)]
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    draft: int, client_of: SignIn, table: str, typed: dict[str, Any], field: str, words: str
) -> None:
    clerk = client_of("clerk")
    before = book_of(clerk, draft)
    page = edited(clerk, draft, table, typed, status=400)
    assert f'href="#{field}"' in page.text
    assert words in page.words
    assert book_of(clerk, draft) == before


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(draft: int, client_of: SignIn) -> None:
    first, second = client_of("clerk"), client_of("clerk2")
    seen = fields(second.get(f"/rulebooks/{draft}/edit/thresholds"))
    edited(first, draft, "thresholds", {"rows-0-points": "4"})
    told = second.post(f"/rulebooks/{draft}/edit/thresholds", {**seen, "rows-0-points": "7"}, status=409)
    assert "刚改过这个草案" in told.words
    assert "再按一次“保存”" in told.words
    assert "请刷新页面" not in told.words
    assert fields(told)["rows-0-points"] == "7"
    assert book_of(first, draft).thresholds[0].points == 4
    second.post(f"/rulebooks/{draft}/edit/thresholds", fields(told))
    assert book_of(first, draft).thresholds[0].points == 7


def test_of_two_editors_of_the_whole_text_the_second_is_told(draft: int, client_of: SignIn) -> None:
    first, second = client_of("clerk"), client_of("clerk2")
    written = first.get(f"/rulebooks/{draft}/toml").text
    lock = fields(second.get(f"/rulebooks/{draft}/edit/thresholds"))["lock"]
    edited(first, draft, "thresholds", {"rows-0-points": "4"})
    told = second.post(f"/rulebooks/{draft}/text", {"lock": lock, "text": written + "\n# 我的说明\n"}, status=409)
    assert "刚改过这个草案" in told.words
    assert "我的说明" in told.text
    assert book_of(first, draft) != parse(written, name="draft")


def test_the_drafts_page_says_what_stands_between_it_and_publishing(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    written = (
        text()
        .replace("ordinary = { points = 2", "ordinary = { points = 8")
        .replace("《中华人民共和国行政处罚法》", "《某规定》")
    )
    clerk, key = client_of("clerk"), brought(app, actor, written, until="draft")
    words = clerk.get(f"/rulebooks/{key}").words
    assert "公布前检查 还不能公布" in words
    assert "须改正 “较重”违规：" in words
    assert "比更轻的“一般”（8 分）还少" in words
    assert "处置阶梯 L1：所引《某规定》不在法律依据库中" in words
    assert "一次一般违规，列重点关注 相符 核 2 处" in words
    assert "没有例子说明的条款：" in words
    assert "这张表查出的问题" in clerk.get(f"/rulebooks/{key}/edit/severities").words
    assert "这张表查出的问题" not in clerk.get(f"/rulebooks/{key}/edit/codes").words


def test_a_sound_draft_is_said_to_be_ready(draft: int, client_of: SignIn) -> None:
    assert "公布前检查 可以核对、公布" in client_of("clerk").get(f"/rulebooks/{draft}").words


REFUSED = [
    ("ordinary = { points = 2", "ordinary = { points = 8", "须先改正"),
    ('on = 2026-02-10, tier = "C"', 'on = 2026-02-10, tier = "B"', "2026-02-10 等级应为 B，算得 C"),
    ("[[examples]]", "", "请至少写一个"),
]


@pytest.mark.parametrize(("old", "new", "words"), REFUSED, ids=["lint", "example", "none"])
def test_a_draft_that_must_not_bind_is_refused_in_words(
    app: OpenAPI, actor: FindActor, client_of: SignIn, old: str, new: str, words: str
) -> None:
    written = text().replace(old, new)
    if not new:
        written = written[: written.index('title = "一次')]
    key = brought(app, actor, written, until="draft")
    page = client_of("reviewer").post(f"/rulebooks/{key}/check", {"is_sure": "y"}, status=409)
    assert words in page.words
    assert "起草中" in client_of("clerk").get(f"/rulebooks/{key}").words


def test_nobody_checks_or_publishes_what_he_wrote(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    with writing(app) as session:
        key = rulebooks.begin(session, text(), by=actor("head"), at=AT).id
    head = client_of("head")
    assert "起草、修改的人不能自己核对、公布" in head.get(f"/rulebooks/{key}/check").words
    client_of("reviewer").post(f"/rulebooks/{key}/check", {"is_sure": "y"})
    assert "不能自己核对、公布" in head.post(f"/rulebooks/{key}/publish", {"is_sure": "y"}, status=409).words
    assert "已核对" in head.get(f"/rulebooks/{key}").words


def test_a_version_whose_day_has_come_is_not_published(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    key = brought(app, actor, text(effective_from=today()), until="checked")
    head = client_of("head")
    assert "施行日" in head.get(f"/rulebooks/{key}").words
    page = head.post(f"/rulebooks/{key}/publish", {"is_sure": "y"}, status=409)
    assert str(today()) in page.words


def test_a_version_is_published_for_a_later_day_and_listed_so(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    key = brought(app, actor, text(effective_from=today() + timedelta(days=9)), until="checked")
    client_of("head").post(f"/rulebooks/{key}/publish", {"is_sure": "y"})
    assert "已公布·未施行" in client_of("clerk").get("/rulebooks").words


def binding(app: OpenAPI, actor: FindActor, version: str, region: str, prefix: str = "") -> None:
    """A version in force since February."""
    with writing(app) as session:
        row = rulebooks.begin(session, text(version, region, date(2026, 2, 1)), by=actor(f"{prefix}clerk"), at=AT)
        rulebooks.check(session, row.id, by=actor(f"{prefix}reviewer"), at=AT)
        rulebooks.publish(session, row.id, by=actor(f"{prefix}head"), at=AT, on=date(2026, 1, 5))


def test_the_page_says_whose_rulebook_binds_and_why(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert "西湖区适用随系统提供的规则 2026.1：本地和上级现在都没有自己的规则。" in clerk.get("/rulebook").words
    binding(app, actor, "杭州2026.2", CITY, "c-")
    assert "西湖区适用杭州市的规则 杭州2026.2：本地现在没有自己的规则" in clerk.get("/rulebook").words
    binding(app, actor, "西湖2026.2", COUNTY)
    for address in ("/rulebook", "/rulebooks"):
        assert "西湖区适用自己的规则 西湖2026.2" in clerk.get(address).words
    assert "拱墅区适用杭州市的规则 杭州2026.2" in client_of("n-clerk").get("/rulebook").words


def test_the_law_a_rulebook_cites_leads_to_the_library(client_of: SignIn) -> None:
    page = client_of("clerk").get("/rulebook")
    assert page.text.count('href="/bases/') > 30
    assert "条太久没有复核" in page.words


def test_the_accounts_page_leads_to_what_one_violation_more_would_do(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    with writing(app) as session:
        key = make_account(session, actor("clerk")).id
    clerk = client_of("clerk")
    page = clerk.get(f"/accounts/{key}")
    assert f"/accounts/{key}/what-if" in page.text
    assert "等级和分数是内部管理标签，不是处罚，不对外公布。" in page.words
    assert "等级不变，仍为 B 一般" in clerk.get(f"/accounts/{key}/what-if?code=7-3").words
    assert "query-fold" not in clerk.get(f"/accounts/{key}/what-if").text  # a question stays open on a telephone


@pytest.mark.parametrize(
    "address",
    ["/rulebooks", "/simulations", "/bases", "/overrides", "/overrides/figures", "/tiers/pending", "/changes"],
)
def test_lists_ask_the_database_little(draft: int, client_of: SignIn, address: str) -> None:
    assert client_of("clerk").get(address).statements <= LIST_STATEMENTS
