"""An explanation told whole, in Chinese and in English."""

import re
from dataclasses import replace
from datetime import date

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Account, Facts
from registry.domain.grading.reading import default_rulebooks
from registry.wording import explanations
from registry.wording.languages import translator
from tests.domain.test_grading_kept import FACTS

DAY = date(2026, 4, 7)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def test_the_conclusion_says_which_violation_it_is_and_on_what_it_rests() -> None:
    told = explanations.tell(evaluate(FACTS, default_rulebooks(), DAY), default_rulebooks())
    assert told.conclusion.startswith("12 个月内第 2 次一般违规，累计 8 分，列 C 重点关注。违反《")
    assert "。依据：" in told.conclusion
    assert "本规则第九条" in told.conclusion


def test_the_provision_violated_stands_in_the_conclusion_and_beside_each_counted_act() -> None:
    code = default_rulebooks()[-1].code_rows["7-3"]
    told = explanations.tell(evaluate(FACTS, default_rulebooks(), DAY), default_rulebooks())
    assert f"违反{code.article}。" in told.conclusion
    parts = {part.code: part.sentences for part in told.parts}
    assert all(f"（违反{code.article}；本规则" in each for each in parts["counted"])


def test_the_provision_is_that_of_the_version_which_gave_the_points_and_is_left_out_where_it_names_none() -> None:
    book = default_rulebooks()[-1]
    bare = replace(book, codes=tuple(replace(row, article=None) for row in book.codes))
    told = explanations.tell(evaluate(FACTS, (bare,), DAY), (bare,))
    assert "违反" not in str(told)
    later = replace(bare, version="2026.9", effective_from=date(2026, 3, 1))
    first, second = explanations.tell(evaluate(FACTS, (book, later), DAY), (book, later)).parts[0].sentences
    assert "违反《" in first
    assert "违反" not in second


def test_the_parts_name_what_counts_which_rows_fired_what_is_near_and_when_it_changes() -> None:
    outcome = evaluate(FACTS, default_rulebooks(), DAY)
    parts = {part.code: part.sentences for part in explanations.tell(outcome, default_rulebooks()).parts}
    assert list(parts) == ["counted", "rows", "unclear", "called", "near", "back", "next"]
    assert "7-3 一般违规，12 个月内第 2 次，3 分加重为 5 分" in parts["counted"][1]
    assert any("12 个月内满 6 分" in each for each in parts["rows"])
    assert "再 4 分即为 D 严格管理" in parts["near"]
    assert parts["next"] == (f"若无新的认定和处置，{outcome.next_change_on} 会有变化",)


def test_the_same_is_told_in_english_without_a_chinese_word_but_the_articles() -> None:
    told = explanations.tell(evaluate(FACTS, default_rulebooks(), DAY), default_rulebooks(), translator("en"))
    assert told.conclusion.startswith(
        "Violation no. 2 of severity “ordinary” within 12 months, 8 points in all: tier C"
    )
    articles = re.compile(
        r"《[^》]*》第[一二三四五六七八九十]+条(第[一二三四五六七八九十]+项)?|本规则第[一二三四五六七八九十]+条"
    )
    assert not CHINESE.search(articles.sub("", str(told)))


def test_before_the_first_day_nothing_changes_and_nothing_is_counted() -> None:
    told = explanations.tell(evaluate(Facts(Account(DAY)), default_rulebooks(), date(2026, 1, 2)), default_rulebooks())
    assert "未定等级" in told.conclusion
    assert "counted" not in {part.code for part in told.parts}


def test_a_clean_account_says_so_and_when_it_may_rise() -> None:
    told = explanations.tell(evaluate(Facts(Account(DAY)), default_rulebooks(), DAY), default_rulebooks())
    parts = {part.code: part.sentences for part in told.parts}
    assert parts["counted"] == ("没有计入的违规，累计 0 分",)
    assert "可由本人申请 A 示范，还差" in parts["back"][0]
