"""Which holders are likely one and the same, and which never are on a name alone."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.rosters.variants import Cluster, HolderLine, Likeness, contradiction, find_clusters
from registry.domain.terms import HolderType

COUNTY, NEIGHBOUR = "330825", "330824"
CODE, OTHER_CODE = "91330825MA27XYAB4B", "91330825MA27XYAC45"


def body(number: int, name: str, **more: object) -> HolderLine:
    given = {"region_code": COUNTY, "name": name, "holder_type": HolderType.COMPANY, **more}
    return HolderLine(number, **given)  # type: ignore[arg-type]  # by name


def person(number: int, name: str, *phones: str, **more: object) -> HolderLine:
    return body(number, name, holder_type=HolderType.INDIVIDUAL, phone_marks=frozenset(phones), **more)


def only(*lines: HolderLine, apart: tuple[frozenset[int], ...] = ()) -> Cluster | None:
    found = find_clusters(lines, apart)
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("云帆文化传媒有限公司", "雲帆文化傳媒（有限）公司", Likeness.NAME),
        ("云帆文化传媒有限公司", " 云帆 文化传媒有限公司", Likeness.NAME),
        ("云帆文化传媒有限公司", "云帆文化传媒", Likeness.ENDING),
        ("云帆文化传媒有限公司", "云帆文化传媒有限责任公司", Likeness.ENDING),
        ("云帆文化传媒有限公司", "云帆文化传播有限公司", Likeness.NEAR),
        ("云帆文化传媒有限公司", "帆云文化传媒有限公司", Likeness.NEAR),
    ],
)
def test_spellings_of_a_body_are_one_cluster_that_says_why(one: str, other: str, why: Likeness) -> None:
    found = only(body(1, one), body(2, other))
    assert found is not None
    assert found.members == (1, 2)
    assert found.reasons == (why,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("龙游县第一中学", "龙游县第二中学"),
        ("东街文化工作室", "西街文化工作室"),
        ("云帆文化传媒有限公司", "云帆文化传媒有限公司龙游分公司"),
        ("云帆科技", "远航科技"),
    ],
)
def test_names_that_tell_bodies_apart_make_no_cluster(one: str, other: str) -> None:
    assert find_clusters([body(1, one), body(2, other)]) == []


def test_a_credit_code_joins_whatever_the_names_and_two_codes_part_equal_names() -> None:
    found = only(body(1, "云帆文化", uscc=CODE), body(2, "远航科技", uscc=CODE))
    assert found is not None
    assert found.reasons == (Likeness.USCC,)
    assert only(body(1, "云帆文化", uscc=CODE), body(2, "云帆文化", uscc=OTHER_CODE)) is None


def test_a_third_that_is_like_both_does_not_join_two_codes() -> None:
    lines = [body(1, "云帆文化", uscc=CODE), body(2, "云帆文化", uscc=OTHER_CODE), body(3, "云帆文化")]
    found = only(*lines)
    assert found is not None
    assert found.members == (1, 3)


def test_persons_of_one_name_are_one_only_where_a_phone_or_number_agrees() -> None:
    assert only(person(1, "何云", "p1"), person(2, "何云", "p2")) is None
    assert only(person(1, "何云"), person(2, "何云")) is None
    assert only(person(1, "何云", "p1"), person(2, "张三", "p1")) is None
    by_phone = only(person(1, "何云", "p1"), person(2, "何　云", "p1", "p2"))
    assert by_phone is not None
    assert by_phone.reasons == (Likeness.NAME_AND_PHONE,)
    by_number = only(person(1, "何云", id_no_mark="n"), person(2, "何芸", id_no_mark="n"))
    assert by_number is not None
    assert by_number.reasons == (Likeness.ID_NO,)
    assert only(person(1, "何云", "p1", id_no_mark="n"), person(2, "何云", "p1", id_no_mark="m")) is None


def test_a_holder_of_unknown_type_is_taken_for_a_person_unless_its_name_is_a_bodys() -> None:
    assert only(body(1, "何云", holder_type=None), body(2, "何云", holder_type=None)) is None
    assert only(body(1, "云帆文化有限公司", holder_type=None), body(2, "云帆文化有限公司")) is not None


def test_a_person_and_a_body_are_never_one() -> None:
    lines = [person(1, "云帆文化", "p"), body(2, "云帆文化", phone_marks=frozenset("p"), uscc=CODE)]
    assert find_clusters([lines[0], replace(lines[1], id=2)]) == []
    assert find_clusters([replace(lines[0], uscc=CODE), lines[1]]) == []
    assert contradiction(lines) == "two_kinds"


def test_counties_are_not_mixed() -> None:
    assert only(body(1, "云帆文化", uscc=CODE), body(2, "云帆文化", uscc=CODE, region_code=NEIGHBOUR)) is None


def test_the_name_most_accounts_stand_under_is_proposed_then_the_longest() -> None:
    short, long = body(1, "云帆文化", accounts=3), body(2, "云帆文化有限公司", accounts=3)
    assert [only(short, long).kept, only(replace(short, accounts=4), long).kept] == [2, 1]  # type: ignore[union-attr]  # both are one


def test_a_blank_within_makes_no_name_longer() -> None:
    found = only(person(1, "何小云", "p"), person(2, "何 小云", "p"))
    assert found is not None
    assert found.kept == 1


def test_what_was_said_to_be_apart_does_not_come_back_even_by_way_of_a_third() -> None:
    lines = [body(1, "云帆文化"), body(2, "云帆文化有限公司"), body(3, "云帆文化")]
    assert only(*lines[:2], apart=(frozenset({1, 2}),)) is None
    found = only(*lines, apart=(frozenset({1, 2}),))
    assert found is not None
    assert not {1, 2} <= set(found.members)


lines_of_all_kinds = st.lists(
    st.builds(
        HolderLine,
        id=st.integers(1, 40),
        region_code=st.sampled_from([COUNTY, NEIGHBOUR]),
        name=st.sampled_from(
            ["何云", "何芸", "欧阳小云儿", "欧阳小芸儿", "云帆文化", "云帆文化有限公司", "云帆文花公司", ""]
        ),
        holder_type=st.sampled_from([None, HolderType.INDIVIDUAL, HolderType.COMPANY]),
        uscc=st.sampled_from([None, None, CODE, OTHER_CODE]),
        id_no_mark=st.sampled_from([None, None, "n", "m"]),
        phone_marks=st.frozensets(st.sampled_from(["p1", "p2", "p3"]), max_size=2),
        accounts=st.integers(0, 3),
    ),
    max_size=14,
    unique_by=lambda line: line.id,
)
apart_of_all_kinds = st.lists(st.frozensets(st.integers(1, 40), min_size=2, max_size=4), max_size=3)


@given(lines_of_all_kinds, apart_of_all_kinds, st.randoms(use_true_random=False))
def test_the_order_of_the_holders_makes_no_difference(
    lines: list[HolderLine], apart: list[frozenset[int]], chance: random.Random
) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert find_clusters(shuffled, apart) == find_clusters(lines, apart)


@given(lines_of_all_kinds, apart_of_all_kinds)
def test_no_cluster_contradicts_itself_and_no_person_is_in_one_for_a_name(
    lines: list[HolderLine], apart: list[frozenset[int]]
) -> None:
    known = {line.id: line for line in lines}
    seen: set[int] = set()
    for cluster in find_clusters(lines, apart):
        members = [known[each] for each in cluster.members]
        assert not seen & set(cluster.members)
        seen |= set(cluster.members)
        assert cluster.kept in cluster.members
        assert contradiction(members) is None
        assert len({line.region_code for line in members}) == 1
        assert not any(len(each & set(cluster.members)) > 1 for each in apart)
        for line in members:
            others = [other for other in members if other.id != line.id]
            assert not line.is_person or any(_share_a_mark(line, other) for other in others)


def _share_a_mark(one: HolderLine, other: HolderLine) -> bool:
    same_number = one.id_no_mark is not None and one.id_no_mark == other.id_no_mark
    return same_number or (one.uscc is not None and one.uscc == other.uscc) or bool(one.phone_marks & other.phone_marks)
