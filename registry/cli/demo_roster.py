"""Rosters for the demonstration: workbooks as townships send them, with invented accounts, holders and numbers.

They pass through the register's own reading, with what such files bring along: title lines, a unit in the header, counts as
people write them, a row without a platform, an account named twice, a digit string that Excel destroyed.
"""

import io
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from openpyxl import Workbook
from stdnum.cn import uscc

HEADER = (
    "序号", "账号名称", "平台类型", "平台账号ID", "主页链接", "内容类别", "主体性质", "开办单位", "统一社会信用代码", "负责人", "手机",
    "粉丝数(万)", "截至时间", "开设时间", "是否认证", "所属MCN", "备案登记号", "使用情况", "包联人", "网格员", "备注",
)  # fmt: skip
PLATFORMS = (
    ("抖音", 38),
    ("微信公众号", 27),
    ("快手", 14),
    ("视频号", 9),
    ("小红书", 6),
    ("今日头条", 3),
    ("B站", 2),
    ("微博", 2),
    ("网站", 1),
)
SUBJECTS = [
    "身边事",
    "同城会",
    "早知道",
    "微播报",
    "新鲜事",
    "大小事",
    "美食记",
    "吃喝玩乐",
    "帮帮团",
    "二手房快讯",
    "招聘圈",
    "妈妈圈",
    "亲子时光",
    "说法",
    "医讯通",
    "三农汇",
    "茶话",
    "乡音",
    "影像",
    "骑行",
    "钓友",
    "文史",
    "便民",
    "夜话",
    "发布",
    "探店",
    "旅拍",
    "非遗",
    "山货",
    "书屋",
]
CATEGORIES = ["资讯", "民生", "美食", "文旅", "三农", "房产", "教育", "医疗", "法律", "娱乐", "电商", "政务", "其他"]
SURNAMES = [
    "周",
    "陈",
    "刘",
    "何",
    "沈",
    "陆",
    "范",
    "童",
    "余",
    "方",
    "姜",
    "叶",
    "郑",
    "徐",
    "毛",
    "祝",
    "占",
    "舒",
    "翁",
    "汪",
]
GIVEN = [
    "云帆",
    "建国",
    "晓燕",
    "志强",
    "丽娟",
    "文博",
    "雪梅",
    "海涛",
    "玉兰",
    "思远",
    "佳怡",
    "国平",
    "春生",
    "婷婷",
    "子轩",
    "美华",
    "立新",
    "小芳",
    "永康",
    "喆",
]
TRADES = ["文化传媒", "广告策划", "网络科技", "信息服务", "影视制作", "农业开发", "电子商务"]


@dataclass(frozen=True)
class County:
    """One county of the demonstration: its short name, code, and towns with how many accounts each has."""

    name: str
    code: str
    towns: tuple[tuple[str, int], ...]


def make_accounts(county: County, random: Random, *, on: date) -> dict[str, list[list[Any]]]:
    """Rows by town, as HEADER has them, counted in the month of ``on``; a third of the accounts share a holder with others."""
    holders = [_holder(county, number, random) for number in range(sum(size for _, size in county.towns) * 2 // 3)]
    seen: set[str] = set()
    rows = {
        town: [_account(county, town, number, random.choice(holders), seen, random) for number in range(1, size + 1)]
        for town, size in county.towns
    }
    for row in (row for town in rows.values() for row in town):
        row[12] = f"{on.year}年{on.month}月"
    return rows


def _holder(county: County, number: int, random: Random) -> tuple[str, str, str, str, str]:
    """(type, name, credit code, person, phone)."""
    person = random.choice(SURNAMES) + random.choice(GIVEN)
    phone = f"1380{random.randrange(10):01d}00{number:04d}"
    if random.random() < 0.45:
        return "个人", person, "", person, phone
    body = f"91{county.code}{number:09d}"
    code = body + uscc.calc_check_digit(body)
    return (
        "企业",
        f"{county.name}{random.choice(SURNAMES)}{random.choice(GIVEN)[0]}{random.choice(TRADES)}有限公司",
        code,
        person,
        phone,
    )


def _account(
    county: County, town: str, number: int, holder: tuple[str, ...], seen: set[str], random: Random
) -> list[Any]:
    kind, name, code, person, phone = holder
    platform = random.choices([p for p, _ in PLATFORMS], [w for _, w in PLATFORMS])[0]
    title = _title(county, town, seen, random)
    handle = f"{random.choice('abcdefhjklmnqrstwxyz')}{random.choice('abcdefhjklmnqrstwxyz')}{random.randrange(10**6, 10**8)}"
    url = f"https://www.{handle}.example/" if platform == "网站" else None
    return [
        number, title, platform, None if platform == "网站" else handle, url, random.choice(CATEGORIES), kind, name, code or None,
        person, phone, _followers(random), None, f"20{random.randrange(17, 26)}年{random.randrange(1, 13)}月",
        random.choice(["是", "否", "个人认证", "无"]), random.choice(["无", "无", "无", "星河MCN"]),
        f"{county.name[0]}备2025-{random.randrange(1, 999):04d}" if random.random() < 0.7 else None,
        random.choices(["正常", "停更", "僵尸"], [90, 8, 2])[0], f"{town}宣传办", random.choice(SURNAMES) + random.choice(GIVEN), None,
    ]  # fmt: skip


def _title(county: County, town: str, seen: set[str], random: Random) -> str:
    """A name nobody in this county bears yet."""
    while True:
        title = random.choice(
            [county.name[:2], town.rstrip("镇乡街道"), f"爱{county.name[:2]}", "老" + random.choice(SURNAMES)]
        ) + random.choice(SUBJECTS)
        title += random.choice(["", "", "", "号", "官方", "频道"])
        if title not in seen:
            seen.add(title)
            return title


def _followers(random: Random) -> Any:
    """A count in ten thousands, now and then as people write it."""
    count = round(min(random.paretovariate(0.9) * 0.3, 160), 1)
    return random.choices([count, f"约{count}", "未公开", "-"], [90, 5, 3, 2])[0]


def workbook(county: County, towns: dict[str, list[list[Any]]], *, quarter: str) -> bytes:
    """The towns' rows as one .xlsx, a sheet a town, as a county collects them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for town, rows in towns.items():
        sheet = book.create_sheet(town)
        sheet.append([f"{county.name}自媒体账号花名册（{quarter}）"])
        sheet.append([f"填报单位：{town}　　填表人：宣传委员"])
        sheet.append(HEADER)
        for row in rows:
            sheet.append(row)
        sheet.append([f"合计　{len(rows)} 个账号"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADER))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def next_quarter(
    towns: dict[str, list[list[Any]]], county: County, random: Random, *, season: int, on: date
) -> dict[str, list[list[Any]]]:
    """The same accounts a quarter later: counts grown, some renamed, a few new, and the rows every real file has wrong."""
    renewed = {town: [list(row) for row in rows] for town, rows in towns.items()}
    for rows in renewed.values():
        for row in rows:
            if isinstance(row[11], float) and random.random() < 0.3:
                row[11], row[12] = round(row[11] * random.uniform(1.02, 1.3), 1), f"{on.year}年{on.month}月"
        rows[season][1] += "传媒"
    first = next(iter(renewed.values()))
    number = len(first)
    fresh = [list(row) for row in first[1 + 6 * season : 5 + 6 * season]]
    for offset, row in enumerate(fresh, 1):
        row[0] = number + offset
        row[1] = f"{county.name[:2]}{SUBJECTS[-offset - 5 * season]}新号"
        row[3] = f"new{county.code}{season}{offset:03d}"
    fresh[1][2] = None
    fresh[2][3] = 6.22202360000001e17
    first += [*fresh, [number + 5, *first[5][1:7], "另一家公司", *first[5][8:]]]
    return renewed
