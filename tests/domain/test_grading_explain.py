"""Why this tier, what would happen, and how a correction is written down."""

from dataclasses import replace
from datetime import date

from registry.domain.grading.corrections import correction
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.explain import explain
from registry.domain.grading.facts import Account, Credit, Facts, Measure, Promotion, Violation
from registry.domain.grading.preview import what_if
from registry.domain.grading.reading import default_rulebooks
from registry.domain.terms import MeasureKind
from registry.wording.grading import sentence

BOOKS = default_rulebooks()
ACCOUNT = Facts(
    Account(date(2026, 1, 8)),
    violations=(
        Violation("v1", "7-1", "minor", date(2026, 4, 10), date(2026, 4, 20)),
        Violation("v2", "7-6", "ordinary", date(2026, 9, 28), date(2026, 10, 9)),
        Violation("v3", "7-3", "ordinary", date(2026, 11, 12), date(2026, 11, 19)),
    ),
    measures=(Measure("m1", MeasureKind.INTERVIEW, date(2026, 10, 16), "v2"),),
    credits=(Credit(date(2026, 10, 29), 1, "提前整改"),),
)


def lines_on(day, facts=ACCOUNT):
    return explain(evaluate(facts, BOOKS, day))


def marked(lines, mark):
    return [sentence(line) for line in lines if line.mark == mark]


def test_the_conclusion_comes_first_and_counts_the_rows_that_hold_the_tier():
    first = lines_on(date(2026, 11, 23))[0]
    assert sentence(first) == "有 2 条把等级压在 C 重点关注，累计 6 分，按规则 2026.1 于 2026-11-23 计算。"


def test_each_row_says_its_dates_and_its_sum():
    lines = lines_on(date(2026, 11, 23))
    assert marked(lines, "F1") == ["约谈生效后，不高于 C 重点关注：2026-10-16 起；到 2027-04-16 止"]
    assert marked(lines, "T:6") == [
        "12 个月内满 6 分，不高于 C 重点关注：7-1 轻微 1 分（至 2027-04-20）；"
        "7-6 一般 3 分（至 2027-10-09）；"
        "7-3 一般 3 分（至 2027-11-19）；提前整改、参加培训 减 1 分；合计 6 分"
    ]
    assert {line.article for line in lines if line.mark in ("F1", "T:6")} == {"本规则第十条", "本规则第九条"}


def test_it_says_what_little_more_would_make_it_worse():
    lines = lines_on(date(2026, 11, 23))
    assert marked(lines, "T:12") == ["再 6 分即为 D 严格管理"]
    assert marked(lines, "F4") == ["下架生效即为 D 严格管理"]


def test_it_says_when_the_way_back_is():
    back = marked(lines_on(date(2026, 11, 23)), "R2")
    assert back[0] == "若无新的认定和处置，2027-04-20 自动恢复 B 一般"
    assert back[1].startswith("恢复到 B 一般，还差：自 2026-11-19 起满 3 个月")


def test_it_names_the_measure_the_ladder_calls_for():
    called = marked(lines_on(date(2026, 11, 23)), "L4")
    assert called == ["规则建议：下架（L4），2026-11-19 起；由人决定"]


def test_a_missing_severity_is_said_to_make_the_tier_a_lower_bound():
    unclear = replace(ACCOUNT.violations[0], severity=None)
    lines = lines_on(date(2026, 5, 1), replace(ACCOUNT, violations=(unclear,), measures=()))
    assert marked(lines, "unclear") == ["有一件违规尚未确定严重程度，暂不计分，所示等级和分数是下限"]


def test_an_application_whose_conditions_fail_is_reported():
    facts = replace(ACCOUNT, promotions=(Promotion(date(2026, 5, 1), "A"),))
    assert marked(lines_on(date(2026, 5, 1), facts), "ignored") == [
        "2026-05-01 的升级申请（A 示范）当日条件未满足，未予采用"
    ]


def test_an_account_that_may_apply_is_told_so():
    facts = Facts(Account(date(2026, 1, 8), filing_complete=True))
    assert marked(lines_on(date(2027, 1, 8), facts), "R3") == ["已满足条件，可以申请 A 示范"]


def test_what_if_shows_the_account_before_and_after_and_changes_nothing():
    facts = replace(ACCOUNT, violations=ACCOUNT.violations[:2])
    before, after = what_if(facts, ACCOUNT.violations[2], BOOKS, date(2026, 11, 19))
    assert (before.tier, before.points, before.proposal.rung) == ("C", 3, "reminder")
    assert (after.tier, after.points, after.proposal.rung) == ("C", 6, "delisting")
    assert len(facts.violations) == 2


def test_what_if_replaces_a_violation_already_on_file():
    graver = replace(ACCOUNT.violations[2], severity="grave")
    _, after = what_if(ACCOUNT, graver, BOOKS, date(2026, 11, 23))
    assert (after.tier, after.points) == ("D", 15)


def test_a_correction_stands_beside_the_move_and_cites_what_was_voided():
    annulled = replace(ACCOUNT.measures[0], annulled_on=date(2026, 10, 20))
    facts = replace(ACCOUNT, measures=(annulled,))
    stood = evaluate(ACCOUNT, BOOKS, date(2026, 10, 20))
    rederived = evaluate(facts, BOOKS, date(2026, 10, 20))
    entry = correction(stood.tier, rederived, date(2026, 10, 20), "m1")
    assert (entry.from_tier, entry.to_tier, entry.row, entry.facts) == ("C", "B", "void", ("m1",))
    assert correction(rederived.tier, rederived, date(2026, 10, 20), "m1") is None


def test_an_account_entered_before_the_rules_is_told_by_the_day_it_was_entered():
    facts = Facts(Account(date(2025, 9, 20)))
    lines = [sentence(line) for line in explain(evaluate(facts, default_rulebooks(), date(2026, 3, 1)))]
    assert "2025-09-20 登记入册，规则从 2026-01-01 起算，初始等级 B 一般" in lines
