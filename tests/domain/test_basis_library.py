"""The library of an office on a day: its own entries over the packaged ones, dated, and stale when nobody compares them."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain import bases
from registry.domain.bases import BasisStatus
from registry.domain.basis_library import PACKAGED, Check, Library, Standing
from registry.domain.citations import citations
from registry.domain.errors import Refusal

CODE = "ecosystem-34"
BEFORE, DAY, LATER = date(2026, 2, 28), date(2026, 3, 1), date(2026, 9, 1)
OWN = replace(
    bases.get(CODE), text="新条文", in_force_from=DAY, status=BasisStatus.VERIFIED, checked_on=DAY, checked_by="陈莉", entry_id=1
)  # fmt: skip
NEWER = replace(OWN, text="再改的条文", in_force_from=LATER, checked_on=LATER, entry_id=2)


def test_an_own_entry_stands_over_the_packaged_one_from_its_day_on() -> None:
    library = Library((OWN, NEWER))
    assert library.get(CODE, BEFORE).entry_id is None
    assert library.get(CODE, DAY).text == "新条文"
    assert library.get(CODE, LATER).text == "再改的条文"
    assert [each.entry_id for each in library.versions(CODE)] == [None, 1, 2]


def test_an_own_entry_of_the_same_day_replaces_the_one_before_it() -> None:
    library = Library((OWN, replace(OWN, text="更正", entry_id=3)))
    assert library.get(CODE, DAY).text == "更正"
    assert [each.entry_id for each in library.versions(CODE)] == [None, 3]


def test_an_own_entry_that_has_ended_does_not_bring_the_packaged_one_back() -> None:
    library = Library((replace(OWN, in_force_to=date(2026, 5, 31)),))
    assert not library.get(CODE, LATER).is_in_force(LATER)
    kind = OWN.for_kinds[0]
    assert CODE not in {each.code for each in library.for_kind(kind, LATER)}
    assert CODE in {each.code for each in library.for_kind(kind, BEFORE)}


def test_an_article_is_stale_from_the_day_its_months_are_over() -> None:
    library = Library((OWN,))
    basis = library.get(CODE, LATER)
    assert library.standing(basis, date(2027, 2, 28), 12) is Standing.VERIFIED
    assert library.standing(basis, date(2027, 3, 1), 12) is Standing.STALE
    assert CODE in {each.code for each in library.stale(date(2027, 3, 1), 12)}


def test_comparing_again_makes_an_article_fresh_and_confirming_makes_it_sure() -> None:
    again = Library((OWN,), {CODE: (Check(date(2027, 3, 5), "刘国华", "未变"),)})
    basis = again.get(CODE, date(2027, 3, 5))
    assert (basis.checked_on, basis.checked_by) == (date(2027, 3, 5), "刘国华")
    assert again.standing(basis, date(2027, 3, 6), 12) is Standing.VERIFIED
    only_compared = Library((), {CODE: (Check(DAY, "刘国华"),)})
    assert only_compared.standing(only_compared.get(CODE, DAY), DAY, 12) is Standing.UNVERIFIED
    confirmed = Library((), {CODE: (Check(DAY, "刘国华", confirms=True),)})
    assert confirmed.get(CODE, DAY).is_verified


def test_a_check_of_the_former_wording_says_nothing_of_the_new_one() -> None:
    library = Library((NEWER,), {CODE: (Check(DAY, "刘国华", confirms=True),)})
    assert library.get(CODE, LATER).checked_on == LATER


def test_an_article_nobody_has_is_refused() -> None:
    with pytest.raises(Refusal):
        PACKAGED.get("own-99", DAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《行政处罚法》第六条、第三十三条", ["penalty_law-6", "penalty_law-33"]),
        ("《网络信息内容生态治理规定》第七条第三项", ["ecosystem-7"]),
        ("《关于加强“自媒体”管理的通知》第三项、第五项", ["self_media_notice-3", "self_media_notice-5"]),
        ("《互联网新闻信息服务单位约谈工作规定》第二条至第五条", ["interview_rules-2", "interview_rules-5"]),
        ("《没有的办法》第一条", [None]),
        ("本规则第九条；违反第六条的", []),
    ],
)
def test_the_articles_a_rulebook_names_are_found_in_the_library(text: str, found: list[str | None]) -> None:
    cited = [PACKAGED.cited_by(each, LATER) for each in citations(text)]
    assert [each and each.code for each in cited] == found


def test_a_citation_says_where_in_the_text_it_stands() -> None:
    text = "程序参照《约谈工作规定》第二条至第五条"
    assert [text[each.start : each.end] for each in citations(text)] == ["《约谈工作规定》第二条", "第五条"]
