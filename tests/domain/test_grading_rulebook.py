"""Rulebooks: the packaged one holds what was decided, a bad file is refused, versions follow each other."""

import re
from datetime import date
from decimal import Decimal

import pytest

from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months
from registry.domain.grading.reading import default_rulebooks, parse
from registry.domain.grading.tables import TOP
from registry.domain.grading.versions import version_on
from registry.domain.terms import Severity
from registry.wording import word

LEAST = """
version = "{version}"
effective_from = {begins}
initial_tier = "B"
window_months = 12
repeat_factor = 1.5
credit_cap = 3
[severities]
ordinary = {{ points = 3 }}
grave = {{ points = 12, tier = "D" }}
[[thresholds]]
points = 6
tier = "C"
[[floors]]
id = "F1"
kind = "interview"
count = 1
within_months = 6
tier = "C"
[[restoration]]
id = "R1"
from = "D"
to = "C"
clean_months = 12
[[ladder]]
id = "L4"
trigger = "violation"
severity = ["ordinary", "major"]
needs = {{ kind = "interview", within_months = 12 }}
rung = "delisting"
[[ladder]]
id = "L7"
trigger = "overdue"
of = "interview"
rung = "delisting"
"""


def text(version="1", begins="2026-01-01", top=""):
    return top + LEAST.format(version=version, begins=begins)


def book(version="1", begins="2026-01-01", top=""):
    return parse(text(version, begins, top), name="book.toml")


def refusal_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    assert word(refused.value.code, refused.value.params)
    return refused.value


def test_the_default_rulebook_holds_what_was_decided():
    (default,) = default_rulebooks()
    assert (default.version, default.effective_from, default.effective_to) == (
        "2026.1",
        date(2026, 1, 1),
        None,
    )
    assert [row.points for row in default.severities] == [0, 1, 3, 6, 12]
    assert [(row.points, row.tier) for row in default.thresholds] == [(1, "B"), (6, "C"), (12, "D")]
    assert (default.window_months, default.repeat_factor, default.credit_cap) == (12, Decimal("1.5"), 3)
    assert [row.id for row in default.ladder] == ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8"]
    low = ["reminder", "interview", "interview", "delisting"]
    high = ["shutdown", "shutdown", "delisting", "shutdown"]
    assert [row.rung for row in default.ladder] == low + high


def test_every_row_of_the_default_has_its_article_and_every_rung_its_legal_basis():
    (default,) = default_rulebooks()
    rows = (
        *default.severities,
        *default.thresholds,
        *default.floors,
        *default.restoration,
        *default.ladder,
        *default.codes,
    )
    assert all(row.article for row in rows)
    assert all(row.basis and row.decides for row in default.ladder)


def test_the_taxonomy_names_each_code_once_with_the_severity_to_start_from():
    (default,) = default_rulebooks()
    codes = default.code_rows
    assert [f"6-{n}" for n in range(1, 12)] + [f"7-{n}" for n in range(1, 10)] == list(codes)[:20]
    assert codes["6-2"].severity is Severity.GRAVE
    assert codes["6-8"].severity is Severity.MAJOR
    assert codes["7-1"].severity is Severity.MINOR
    assert codes["7-3"].severity is Severity.ORDINARY


def test_the_least_form_is_enough():
    least = book()
    assert least.ladder[0].needs is not None
    assert least.ladder[0].needs.count == 1
    assert least.floors[0].article is None
    assert least == book()


@pytest.mark.parametrize(
    ("old", "new", "code", "where", "key"),
    [
        ("credit_cap = 3", "", "grading.key_missing", TOP, "credit_cap"),
        ("credit_cap", "credit_kap", "grading.key_missing", TOP, "credit_cap"),
        ("window_months = 12", "window_months = 12\nwindow = 1", "grading.key_unknown", TOP, "window"),
        ("window_months = 12", "window_months = 0", "grading.too_small", TOP, "window_months"),
        ("repeat_factor = 1.5", "repeat_factor = 0.5", "grading.too_small", TOP, "repeat_factor"),
        ("repeat_factor = 1.5", 'repeat_factor = "1.5"', "grading.bad_number", TOP, "repeat_factor"),
        ("points = 6", "points = 6.5", "grading.bad_number", "[[thresholds]] #1", "points"),
        ("points = 6", "points = true", "grading.bad_number", "[[thresholds]] #1", "points"),
        ('tier = "C"', 'tier = "E"', "grading.bad_choice", "[[thresholds]] #1", "tier"),
        ("ordinary =", "serious =", "grading.key_unknown", "[severities]", "serious"),
        ("points = 3 }", "pionts = 3 }", "grading.key_missing", "[severities] ordinary", "points"),
        ('kind = "interview"\ncount', 'kind = "chat"\ncount', "grading.bad_choice", "[[floors]] #1", "kind"),
        ('of = "interview"', "", "grading.key_missing", "[[ladder]] #2", "of"),
        ('rung = "delisting"', 'rung = "fine"', "grading.bad_choice", "[[ladder]] #1", "rung"),
        ("2026-01-01", '"soon"', "grading.bad_date", TOP, "effective_from"),
    ],
)
def test_a_bad_rulebook_is_refused_with_its_place(old, new, code, where, key):
    bad = text().replace(old, new, 1)
    refused = refusal_of(lambda: parse(bad, name="book.toml"))
    assert (refused.code, refused.params["where"], refused.params["key"]) == (code, where, key)


def test_the_way_up_is_one_step():
    bad = text().replace('to = "C"\nclean', 'to = "B"\nclean')
    assert refusal_of(lambda: parse(bad, name="b")).code == "grading.not_one_step_up"


def test_a_row_id_is_given_once():
    bad = text().replace('id = "L7"', 'id = "L4"')
    assert refusal_of(lambda: parse(bad, name="b")).params["where"] == "[[ladder]] #2"


def test_a_ladder_row_needs_one_kind_of_history():
    bad = text().replace("needs = { kind", 'needs = { severity = "minor", kind')
    assert refusal_of(lambda: parse(bad, name="b")).code == "grading.needs_one_history"


def test_a_version_cannot_end_before_it_begins():
    bad = lambda: book(top="effective_to = 2025-12-31\n")  # noqa: E731 - read beside its refusal
    assert refusal_of(bad).code == "grading.ends_before_it_begins"


def test_an_open_version_ends_on_the_eve_of_the_next():
    books = (book("2", "2026-07-01"), book("1"))
    assert version_on(books, None, date(2026, 6, 30)).version == "1"
    assert version_on(books, None, date(2026, 7, 1)).version == "2"


def test_before_the_first_version_and_in_a_gap_none_is_in_force():
    books = (book("1", top="effective_to = 2026-03-31\n"), book("2", "2026-07-01"))
    days = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
    found = [version_on(books, None, day) for day in days]
    assert [each.version if each else None for each in found] == [None, "1", None, None, "2"]


def test_the_nearest_ancestor_region_wins():
    books = (
        book("nation"),
        book("province", top='region = "330000"\n'),
        book("city", top='region = "330100"\n'),
        book("county", "2026-05-01", top='region = "330106"\n'),
    )
    day = date(2026, 6, 1)
    regions = ["330106", "330108", "330200", "110101", None]
    assert [version_on(books, region, day).version for region in regions] == [
        "county",
        "city",
        "province",
        "nation",
        "nation",
    ]
    assert version_on(books, "330106", date(2026, 4, 30)).version == "city"


@pytest.mark.parametrize("top", ["effective_to = 2026-07-01\n", "effective_to = 2027-01-01\n"])
def test_overlapping_versions_of_one_region_are_refused(top):
    books = (book("1", top=top), book("2", "2026-07-01"))
    refused = refusal_of(lambda: version_on(books, None, date(2026, 1, 1)))
    assert (refused.code, refused.params["first"], refused.params["second"]) == ("grading.overlap", "1", "2")


def test_versions_of_different_regions_may_overlap():
    books = (book("1"), book("2", top='region = "330000"\n'))
    assert version_on(books, "330106", date(2026, 1, 1)).version == "2"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_are_clamped_to_month_ends(day, months, expected):
    assert add_months(day, months) == expected


def test_points_of_a_repeat_are_rounded_up_in_decimal_arithmetic():
    rulebook = book()
    assert [rulebook.repeats[points] for points in (1, 2, 3, 6, 12)] == [2, 3, 5, 9, 18]
    tenth = parse(text().replace("1.5", "1.1", 1), name="b")
    assert tenth.repeats[10] == 11


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('version = "1"\nregion 1', "第 2 行第 8 列，键的后面要有“=”"),
        ("version = 第一版", "第 1 行第 11 列，值写得不对：文字要加双引号，日期写成 2026-01-31"),
        ("effective_from = 2026-02-30", "第 1 行第 18 列，没有这一天"),
        ("[severities\nminor = 1", "括号没有成对"),
        ('version = "1', "到文件末尾，引号没有成对"),
        ('version = "1"\nversion = "2"', "同一个键或表写了两次"),
        ("版本 = 1", "第 1 行第 1 列，"),
    ],
)
def test_what_is_no_toml_is_told_in_our_words_with_line_and_column(bad, said):
    refused = refusal_of(lambda: parse(bad, name="草案"))
    told = word(refused.code, refused.params)
    assert said in told
    assert not re.search("[a-z]{5}", told.replace("TOML", ""))


def test_what_stands_in_no_table_is_named_so():
    refused = refusal_of(lambda: parse(text().replace("credit_cap = 3", ""), name="草案"))
    assert word(refused.code, refused.params) == "草案 的 开头（各表之外） 缺少“credit_cap”。"
