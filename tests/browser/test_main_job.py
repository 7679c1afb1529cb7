"""The main job as three officers do it in a browser: roster in, violation, tier, measure, second person, notice, roster out."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from registry.clock import today
from tests.browser.conftest import Officer
from tests.browser.running import PHONE

pytestmark = pytest.mark.chromium
NAME = "龙游溪畔新闻"


def roster_file(folder: Path) -> Path:
    """A township's roster with one new account, one row without a platform, a title and a sum."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "溪口镇"
    for row in (
        ["龙游县自媒体账号台账（截至2026年11月）"],
        ["填报单位：溪口镇"],
        ["序号", "账号名称", "平台类型", "平台账号ID", "运营主体", "主体类型", "手机", "粉丝(万)", "网格"],
        [1, NAME, "抖音", "xipan_news", "龙游县溪畔传媒有限公司", "企业", "13800009999", 3.2, "一网格"],
        [2, "不知哪个平台", None, None, "某某", "个人", None, None, None],
        ["合计", None, None, None, None, None, None, 3.2, None],
    ):
        sheet.append(row)
    path = folder / "溪口镇.xlsx"
    book.save(path)
    return path


def confirm(page: Page, button: str) -> None:
    """Press a button and say yes where the page asks again."""
    page.get_by_role("button", name=button, exact=True).click()
    asked = page.locator("dialog[open]")
    if asked.count():
        asked.locator("[value=yes]").click()
    page.wait_for_load_state("networkidle")


def test_the_main_job_from_roster_to_notice(officer: Officer, address: str, tmp_path: Path) -> None:
    clerk, reviewer, head = officer("zhoumin"), officer("chenli"), officer("liuguohua")

    clerk.goto(f"{address}/rosters")
    clerk.set_input_files("input[type=file]", roster_file(tmp_path))
    clerk.get_by_role("button", name="上传并预览").click()
    expect(clerk.locator("h1")).to_have_text("花名册预览", timeout=20_000)
    expect(clerk.get_by_text("溪口镇 5 行").first).to_be_visible()
    confirm(clerk, "确认写入 1 行")
    expect(clerk.locator("h1")).to_have_text("花名册已写入", timeout=20_000)

    clerk.goto(f"{address}/accounts?q=溪畔")
    clerk.get_by_role("link", name=NAME).first.click()
    file = clerk.url
    expect(clerk.locator(".tier-tab")).to_contain_text("一般")
    clerk.locator("main").get_by_role("link", name="登记违规").click()
    clerk.select_option("select[name=code]", "7-6")
    expect(clerk.locator("#preview")).to_contain_text("约谈", timeout=10_000)
    clerk.fill("textarea[name=facts]", "11月20日发布短视频，以地域歧视性标题引流，播放约 2 万次。")
    clerk.set_input_files(
        "input[name=evidence]", {"name": "截图.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n"}
    )
    clerk.get_by_role("button", name="登记", exact=True).click()
    clerk.wait_for_load_state("networkidle")
    expect(clerk.locator("main")).to_contain_text("待认定")
    violation = clerk.url

    reviewer.goto(violation)
    confirm(reviewer, "认定")
    expect(reviewer.locator("main")).to_contain_text("已认定")

    clerk.goto(file)
    clerk.locator("main a[href*='/measures/new']").first.click()
    clerk.locator("label.pick", has_text="约谈工作规定》第二条").click()
    clerk.get_by_role("button", name="提请审批").click()
    clerk.wait_for_load_state("networkidle")
    measure = clerk.url
    expect(clerk.get_by_role("button", name="批准", exact=True)).to_have_count(0)

    head.goto(measure)
    confirm(head, "批准")
    expect(head.locator("main")).to_contain_text("已批准")

    clerk.goto(measure)
    clerk.get_by_role("link", name="约谈通知书").click()
    clerk.fill("input[name=meets_at]", f"{today()}T23:30")
    confirm(clerk, "定稿编号")
    expect(clerk.locator(".doc-no")).to_contain_text("龙网信约〔")
    with clerk.expect_download() as downloading:
        clerk.get_by_role("link", name="PDF").click()
    assert downloading.value.path().read_bytes().startswith(b"%PDF")

    clerk.goto(measure)
    confirm(clerk, "登记生效")
    clerk.goto(file)
    expect(clerk.locator(".tier-tab")).to_contain_text("重点关注")
    expect(clerk.locator("main")).to_contain_text("为什么是 C")

    clerk.goto(f"{address}/accounts?q=溪畔")
    with clerk.expect_download() as downloading:
        clerk.get_by_role("link", name="导出这 1 个").click()
    exported = load_workbook(io.BytesIO(downloading.value.path().read_bytes())).worksheets[0]
    cells = [str(cell.value) for row in exported.iter_rows() for cell in row if cell.value is not None]
    assert NAME in cells
    assert "138****9999" in cells
    assert "一网格" in cells


@pytest.mark.parametrize(
    "path", ["/", "/accounts", "/rosters", "/violations", "/measures", "/documents", "/rulebook", "/bases"]
)
def test_no_page_is_wider_than_a_phone(officer: Officer, address: str, path: str) -> None:
    page = officer("zhoumin")
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
