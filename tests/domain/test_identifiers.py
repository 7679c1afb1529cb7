"""Identifiers flag and never refuse: every spelling seen in rosters, and what holds for any text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.identifiers import (
    account_keys,
    id_no,
    is_masked,
    mask_id_no,
    mask_phone,
    phone,
    uid,
    url,
    uscc,
)
from registry.domain.terms import Platform
from registry.wording.identifiers import MESSAGES


def codes(*names: str) -> tuple[str, ...]:
    return tuple(f"identifiers.{name}" for name in names)


@given(st.text(max_size=40))
def test_no_text_makes_a_validator_raise_and_every_problem_has_words(text: str) -> None:
    problems = {*uscc.validate(text), *id_no.validate(text), *phone.validate(text), *url.validate(text)}
    for platform in Platform:
        problems.update(uid.validate(text, platform))
        account_keys(platform, text, text, text, text)
    assert problems <= set(MESSAGES)


@given(st.text(alphabet="0123456789-+() 转xX*、/.张三abc：", max_size=30))
def test_a_compact_value_is_left_alone_when_read_again(text: str) -> None:
    for noun in (uscc, id_no, phone, url, uid):
        once = noun.compact(text)
        assert noun.compact(once) == once


@given(
    st.from_regex("[a-z][a-z0-9_]{2,26}|gh_[0-9a-f]{12}|[0-9a-f]{24}|[a-z0-9x]{4,9}", fullmatch=True),
    st.sampled_from(Platform),
)
def test_an_id_known_to_be_plain_is_read_as_one_that_is_looked_at_closely(text: str, platform: Platform) -> None:
    with_space = f" {text}"  # no plain one, and the space is taken away
    assert uid.compact(text, platform) == uid.compact(with_space, platform)
    assert uid.validate(text, platform) == uid.validate(with_space, platform)
    assert not uid.is_plain(with_space, platform)


# credit codes


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("91350100M000100Y43", ()),
        (" ９１１１００００-600037341l ", ()),
        ("91350203M0001QAY9B", ("uscc_check",)),
        ("9135O100M000100Y43", ("uscc_letter_o",)),
        ("9I35O100M000100Y43", ("uscc_letter_o", "uscc_letter_i")),
        ("91350100M000100S43", ("uscc_letter",)),
        ("130627600012345", ("uscc_old_number",)),
        ("12345678-9", ("uscc_organisation_code",)),
        ("92130627MA0ABCDE", ("uscc_length",)),
        ("9.11E+17", ("rounded",)),
        ("911306271234567000", ("rounded",)),
        ("9135********00Y43", ("masked",)),
    ],
)
def test_a_credit_code_says_what_is_wrong_with_it(text: str, problems: tuple[str, ...]) -> None:
    assert uscc.validate(text) == codes(*problems)


# identity numbers


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("11010519491231002X", ()),
        ("11010519491231002ｘ", ()),
        ("110105194912310021", ("id_no_check",)),
        ("11010519491331002X", ("id_no_birth_date", "id_no_check")),
        ("110105491231002", ("id_no_old",)),
        ("130627199001010000", ("rounded",)),
        ("1.30627E+17", ("rounded",)),
        ("1101051949123100", ("id_no_length",)),
        ("1101051949123100AX", ("id_no_shape",)),
        ("110***********002X", ("masked",)),
    ],
)
def test_an_identity_number_says_what_is_wrong_with_it(text: str, problems: tuple[str, ...]) -> None:
    assert id_no.validate(text) == codes(*problems)


def test_a_county_younger_than_the_birth_year_is_no_fault() -> None:
    # 330113 (临平) exists since 2021; the library's own validator raises KeyError on it.
    assert id_no.validate("33011319850307001X") == ()
    assert id_no.place("33011319850307001X") == "330113"


def test_a_permit_tells_whose_it_is() -> None:
    assert id_no.id_kind("810000199408230021") is id_no.IdKind.HONG_KONG
    assert id_no.validate("830000199201300022") == ()
    assert id_no.id_kind("830000199201300022") is id_no.IdKind.TAIWAN
    assert id_no.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert "identifiers.id_no_place" in id_no.validate("010105194912310021")


# phones


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("13800138000", ("13800138000",)),
        ("+86 138-0013-8000", ("13800138000",)),
        ("0086 13800138000", ("13800138000",)),
        ("138 0013 8000", ("13800138000",)),
        ("１３８００１３８０００（微信同号）", ("13800138000",)),
        ("13800138000.0", ("13800138000",)),
        ("13800138000/13900139000", ("13800138000", "13900139000")),
        ("13800138000 13900139000", ("13800138000", "13900139000")),
        ("1380013800013900139000", ("13800138000", "13900139000")),
        ("张三 13800138000、李四 0312—1234567", ("13800138000", "0312-1234567")),
        ("0312-1234567转8", ("0312-1234567-8",)),
        ("（0312）1234567", ("0312-1234567",)),
        ("86-312-1234567", ("0312-1234567",)),
        ("010 12345678", ("010-12345678",)),
        ("400-123-4567", ("4001234567",)),
        ("12345", ("12345",)),
    ],
)
def test_a_cell_gives_its_numbers_one_by_one(cell: str, numbers: tuple[str, ...]) -> None:
    assert phone.split(cell) == numbers
    assert phone.validate(cell) == ()


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1.38E+10", "rounded"),
        ("138****2210", "masked"),
        ("7234567", "phone_no_area"),
        ("1380013800", "phone_shape"),
        ("+852 2345 6789", "phone_foreign"),
        ("同上", "phone_none"),
    ],
)
def test_a_doubtful_phone_is_flagged(cell: str, problem: str) -> None:
    assert phone.validate(cell) == codes(problem)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_is_sound_and_its_mask_shows_seven_digits(number: str) -> None:
    assert phone.validate(number) == ()
    assert mask_phone(number) == f"{number[:3]}****{number[-4:]}"
    assert is_masked(mask_phone(number))


def test_masks_keep_what_an_officer_needs_to_recognise() -> None:
    assert mask_phone("13812342210") == "138****2210"
    assert mask_phone("13812342210/0312-1234567") == "138****2210、0312-*****67"
    assert mask_id_no("11010519491231002X") == "110***********002X"
    assert mask_id_no("1234567") == "*******"


@pytest.mark.parametrize("text", ["138****2210", "110***********002X", "138xxxx2210", "138••••2210"])
def test_a_masked_value_is_known_as_such(text: str) -> None:
    assert is_masked(text)


@pytest.mark.parametrize("text", ["13800138000", "11010519491231002X", "2*3", "", "xx"])
def test_a_plain_value_is_not_taken_for_a_mask(text: str) -> None:
    assert not is_masked(text)
