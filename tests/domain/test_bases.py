"""The legal-basis library says truthfully what it knows, and offers each measure its articles."""

from datetime import date

import pytest

from registry.domain import bases
from registry.domain.bases import BasisLevel, BasisRole
from registry.domain.errors import Refusal
from registry.domain.terms import MeasureKind
from registry.wording.bases import MESSAGES


@pytest.mark.parametrize(
    "code",
    [
        *(f"penalty_law-{no}" for no in (5, 16, 28, 36, 37, 42, 44, 45, 62)),
        *(f"interview_rules-{no}" for no in (2, 4, 5)),
        *(f"ecosystem-{no}" for no in (6, 7, 15, 34)),
        *(f"public_accounts-{no}" for no in (5, 7, 18, 19)),
        *(f"account_info-{no}" for no in (8, 9)),
        *(f"minors-{no}" for no in (29, 30)),
        *(f"internet_services-{no}" for no in (15, 19, 20)),
        *(f"cybersecurity-{no}" for no in (49, 50, 51, 52)),
    ],
)
def test_an_article_measures_need_is_there(code: str) -> None:
    basis = bases.get(code)
    assert basis.code == code
    assert basis.text
    assert basis.source
    assert len(code) <= 40


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        bases.get("penalty_law-999")
    assert refusal.value.code == "bases.unknown"


def test_a_paper_cites_title_and_article() -> None:
    assert bases.cite(bases.get("penalty_law-28")) == "《中华人民共和国行政处罚法》第二十八条"
    assert bases.cite(bases.get("self_media_notice-12")) == "《关于加强“自媒体”管理的通知》第十二项"


def test_what_was_not_read_in_full_is_not_called_verified() -> None:
    assert {b.code.rsplit("-", 1)[0] for b in bases.all_bases() if b.is_verified} == {
        "penalty_law",
        "minors",
        "internet_services",
    }
    assert all((b.checked_on is not None) == b.is_verified for b in bases.all_bases())
    assert not bases.get("ecosystem-34").is_verified


@pytest.mark.parametrize("kind", MeasureKind)
def test_every_measure_has_articles_to_choose_from_and_those_a_county_may_not_use_come_last(
    kind: MeasureKind,
) -> None:
    found = bases.for_kind(kind)
    assert any(basis.county_may is not False for basis in found)
    barred = [basis.county_may is False for basis in found]
    assert barred == sorted(barred)


def test_what_only_forbids_supports_no_measure() -> None:
    assert all(not b.for_kinds for b in bases.all_bases() if b.role is BasisRole.PROHIBITS)


def test_no_weighty_measure_has_only_notices_to_rest_on() -> None:
    for kind in (MeasureKind.INTERVIEW, MeasureKind.DELISTING, MeasureKind.SHUTDOWN):
        assert any(basis.level is not BasisLevel.NORMATIVE for basis in bases.for_kind(kind))


def test_closing_a_website_is_not_for_a_county() -> None:
    assert bases.get("internet_services-19").county_may is False
    assert bases.get("internet_services-20").county_may is False
    assert bases.get("minors-30").county_may is False


def test_an_article_not_yet_in_force_is_not_offered() -> None:
    codes = {b.code for b in bases.for_kind(MeasureKind.DELISTING, date(2025, 12, 31))}
    assert "cybersecurity-49" not in codes
    assert "cybersecurity-49" in {b.code for b in bases.for_kind(MeasureKind.DELISTING, date(2026, 1, 1))}


@pytest.mark.parametrize(
    ("violation_code", "article"),
    [
        ("7-3", "《网络信息内容生态治理规定》第七条第三项"),
        ("6-10", "《网络信息内容生态治理规定》第六条第十项"),
        ("6-11", "《网络信息内容生态治理规定》第六条第十一项"),
        ("GZ-18-1", "《互联网用户公众账号信息服务管理规定》第十八条第一项"),
        ("P-1", None),
        ("7-10", None),
    ],
)
def test_a_violation_code_names_the_article_breached(violation_code: str, article: str | None) -> None:
    assert bases.article_breached(violation_code) == article


def test_every_status_level_and_role_has_words() -> None:
    assert {f"bases.level_{level}" for level in BasisLevel} <= set(MESSAGES)
    assert {f"bases.role_{role}" for role in BasisRole} <= set(MESSAGES)
    assert {f"bases.{basis.status}" for basis in bases.all_bases()} <= set(MESSAGES)
