"""A rulebook on the days of its life, walked in a browser: published and not yet binding, in force, superseded by the next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry import clock
from registry.domain.grading.months import add_months
from tests.browser.conftest import Officer
from tests.browser.running import serving

pytestmark = pytest.mark.chromium


class Calendar:
    """The registry's clock, moved forward for everything that is served."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        calendar, self.ahead = self, timedelta()

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Moved":
                real = datetime.now(tz) + calendar.ahead
                return cls(*real.timetuple()[:6], real.microsecond, real.tzinfo)

        monkeypatch.setattr(clock, "datetime", Moved)

    def turn_to(self, day: date) -> None:
        """Let today be that day."""
        self.ahead += day - clock.today()


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock of this test."""
    return Calendar(monkeypatch)


@pytest.fixture
def address(tmp_path: Path, chromium: Browser) -> Iterator[str]:
    """A demonstration of this test's own, since its days go on."""
    with serving(tmp_path) as found:
        yield found


def publish(officer: Officer, address: str, version: str, effective_from: date) -> str:
    """Draft a version from the one in force, send it on, check and publish it by two others; gives its page."""
    clerk, reviewer, head = officer("wangfang"), officer("sunqiang"), officer("zhaolei")
    clerk.goto(f"{address}/rulebooks/new")
    clerk.fill("input[name=version]", version)
    clerk.fill("input[name=effective_from]", effective_from.isoformat())
    clerk.get_by_role("button", name="建立草案", exact=True).click()
    place = clerk.url
    clerk.get_by_role("button", name="送核对", exact=True).click()
    expect(clerk.locator("#road")).to_contain_text("现在轮到核对")
    for page, act, button in ((reviewer, "check", "核对无误"), (head, "publish", "公布")):
        page.goto(f"{place}/{act}")
        page.locator("input[name=is_sure]").check()
        page.get_by_role("button", name=button, exact=True).click()
    expect(head.locator("main")).to_contain_text("已公布·未施行")
    return place


def test_a_version_comes_into_force_on_its_day_and_is_superseded_by_the_next(
    officer: Officer, address: str, calendar: Calendar
) -> None:
    begun = clock.today()
    first_day, second_day = add_months(begun, 2), add_months(begun, 4)
    first = publish(officer, address, "开化试一", first_day)
    page = officer("zhaolei")
    account = account_of(page, address)

    def says(address: str, *words: str) -> None:
        page.goto(address)
        for each in words:
            expect(page.locator("main")).to_contain_text(each)

    def stands(address: str, words: str) -> None:
        page.goto(address)
        expect(page.get_by_role("region", name="这一版", exact=True)).to_contain_text(words)

    calendar.turn_to(first_day - timedelta(days=1))
    says(first, "已公布·未施行", "起自动生效，不用再办什么")
    says(f"{address}/rulebook", "本地和上级现在都没有自己的规则")
    says(account, "规则 2026.1，按")
    calendar.turn_to(first_day)
    stands(first, "现行")
    says(f"{address}/rulebook", "开化县适用自己的规则 开化试一")
    says(account, "规则 开化试一，按")
    says(f"{account}?on={first_day - timedelta(days=1)}", "规则 2026.1，按")

    second = publish(officer, address, "开化试二", second_day)
    calendar.turn_to(second_day)
    stands(first, "已被替换")
    stands(second, "现行")
    says(second, "与 开化试一 比，改了什么")
    says(f"{address}/rulebook", "开化县适用自己的规则 开化试二")
    says(account, "规则 开化试二，按")
    says(f"{account}?on={second_day - timedelta(days=1)}", "规则 开化试一，按")
    for act in ("withdraw", "publish"):
        says(f"{first}/{act}", "这件事现在不由您办")


def account_of(page: Page, address: str) -> str:
    """The page of some account of the officer's county."""
    page.goto(f"{address}/accounts")
    page.locator("main table a[href^='/accounts/']").first.click()
    return page.url.partition("?")[0]
