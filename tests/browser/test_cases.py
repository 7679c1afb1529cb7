"""One case from the clue to the archive in a browser: a clerk and a head; every paper written on its page."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.clock import today
from tests.browser.conftest import Officer
from tests.browser.running import PHONE
from tests.browser.test_main_job import confirm

pytestmark = pytest.mark.chromium
TITLE = "涉嫌以夸张标题误导公众"


class Desk:
    """An officer's page on the case."""

    def __init__(self, page: Page, case: str) -> None:
        self.page, self.case = page, case

    def write(self, act: str, **fields: str) -> None:
        """From the act's page, write the paper it owes and come back."""
        self.page.goto(f"{self.case}/acts/{act}" if act != "conclude" else f"{self.case}/conclude?kind=interview")
        self.page.get_by_role("link", name="写").first.click()
        for name, value in fields.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        confirm(self.page, "定稿编号")
        expect(self.page.get_by_text("定稿，内容不可改")).to_be_visible()

    def do(self, act: str, button: str, *, reached: str, **fields: str) -> None:
        """Do an act by its form; the case stands where it is said to."""
        self.page.goto(f"{self.case}/acts/{act}")
        for name, value in fields.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value) if not value.isdecimal() else field.select_option(index=int(value))
            else:
                field.fill(value)
        confirm(self.page, button)
        expect(self.page.locator("#next")).to_contain_text(reached)


def test_a_case_is_brought_from_the_clue_to_the_archive(officer: Officer, address: str, tmp_path: Path) -> None:
    page = officer("zhoumin")
    page.goto(f"{address}/cases/new")
    page.locator("ul.list-unstyled a.linked").first.click()
    page.get_by_label("案由").fill(TITLE)
    page.get_by_label("线索来源").select_option(label="投诉举报")
    page.get_by_label("反映的内容").fill("标题称“全县停水一周”，内容为单个小区检修，标题与内容严重不符。")
    page.get_by_label("违法行为终了的日子").fill((today() - timedelta(days=3)).isoformat())
    page.get_by_role("button", name="登记线索", exact=True).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    clerk = Desk(page, page.url)
    expect(page.get_by_role("link", name="先写文书")).to_be_visible()

    page.goto(f"{clerk.case}/acts/verify")
    confirm(page, "开始核查")
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text("要先出具线索登记表")
    clerk.write("verify")
    page.get_by_role("link", name="回去办：开始核查").click()
    confirm(page, "开始核查")
    expect(page.locator("#next")).to_contain_text("核查中")
    clerk.write("propose_filing", officer_opinion="建议立案", legal_basis="《行政处罚法》第五十四条")
    clerk.do("propose_filing", "报请立案", reached="待批立案", note="情况属实")
    expect(page.locator("#next")).to_contain_text("您不能办这一步，等负责人办")

    head = Desk(officer("liuguohua"), clerk.case)
    head.do("approve_filing", "批准立案", reached="调查中", note="同意")
    for number in ("周敏", "徐静"):
        page.goto(f"{clerk.case}/acts/assign_officer")
        option = page.locator("[name=person] option", has_text=number)
        page.locator("[name=person]").select_option(value=option.get_attribute("value") or "")
        confirm(page, "确定承办人")
    shot = tmp_path / "截图.png"
    shot.write_bytes(page.screenshot())
    page.goto(f"{clerk.case}/acts/add_evidence")
    page.locator("[name=files]").set_input_files(shot)
    page.get_by_label("证据来源").fill("https://example.invalid/video/1")
    confirm(page, "收入证据")
    expect(page.get_by_text("截图.png")).to_be_visible()

    clerk.write("conclude", case_facts="标题与内容严重不符。", qualification="误导公众", legal_basis="《行政处罚法》第二十八条",
                proposal="建议约谈，责令限期改正")  # fmt: skip
    page.get_by_role("link", name="回去办：调查终结并拟处置").click()
    page.goto(f"{clerk.case}/conclude?kind=interview")
    page.locator("[name=basis_code][value=interview_rules-2]").check()
    skip = page.locator("[name=skip_reason]")
    if skip.count():
        skip.fill("影响较大")
    if not page.locator("[name=grounds]").input_value():
        page.locator("[name=grounds]").fill("标题与内容严重不符。")
    confirm(page, "终结调查")
    expect(page.locator("#next")).to_contain_text("待告知")
    clerk.write("issue_notice")
    clerk.do("issue_notice", "出具告知书", reached="告知待送达")
    clerk.write("serve_notice", service_method="直接送达", service_place="县行政中心")
    clerk.do("serve_notice", "送达告知书", reached="待陈述申辩", method="直接送达", receiver="本人")
    clerk.write("waive_statement")
    clerk.do("waive_statement", "记录放弃陈述申辩", reached="待报批")
    clerk.do("submit_decision", "报请决定", reached="待决定")
    head.do("decide", "作出处置决定", reached="待出决定文书", note="同意")
    clerk.write("issue_decision", meets_at=f"{today()}T23:00")
    clerk.do("issue_decision", "出具决定文书", reached="决定待送达")
    clerk.write("serve_decision", service_method="直接送达", service_place="县行政中心")
    page.goto(f"{clerk.case}/acts/serve_decision")
    page.get_by_role("link", name="写信用修复告知书").click()
    confirm(page, "定稿编号")
    clerk.do("serve_decision", "送达决定文书", reached="待执行", method="直接送达", receiver="本人")
    clerk.write("send_out")
    clerk.do("send_out", "交付执行", reached="执行中")
    clerk.do("record_feedback", "登记执行反馈", reached="已执行", note="约谈完成，涉案内容已删除")
    clerk.write(
        "propose_closing", case_facts="标题与内容严重不符。", executed="约谈完成", closing_why="处罚（处置）已执行"
    )
    clerk.do("propose_closing", "报请结案", reached="待批结案", note="已执行")
    head.do("close", "批准结案", reached="已结案", note="同意")
    clerk.write("archive", keep="10年")
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    clerk.do("archive", "归档", reached="这件案件在程序上已经到头")


def test_the_pages_of_a_case_fit_a_phone(officer: Officer, address: str) -> None:
    page = officer("zhoumin")
    page.set_viewport_size(PHONE)
    for path in (
        "/cases",
        "/cases/9",
        "/cases/12/acts/verify",
        "/documents/new?case=12&kind=clue_registration&act=verify",
    ):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
