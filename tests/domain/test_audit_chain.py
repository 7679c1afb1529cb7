"""The chain of the audit log: whole when nothing was touched, broken where something was."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.domain.audit_chain import GENESIS, canonical, first_break, seal
from registry.domain.terms import Role

Entry = tuple[str, str, dict[str, object]]


@pytest.fixture
def chain() -> list[Entry]:
    made: list[Entry] = []
    for number in range(5):
        previous = made[-1][1] if made else GENESIS
        content: dict[str, object] = {"act": "users.add", "object_id": str(number)}
        made.append((previous, seal(previous, content), content))
    return made


def change(entries: list[Entry]) -> None:
    entries[2][2]["object_id"] = "7"


def drop(entries: list[Entry]) -> None:
    del entries[2]


def swap(entries: list[Entry]) -> None:
    entries[2], entries[3] = entries[3], entries[2]


def insert(entries: list[Entry]) -> None:
    entries.insert(2, (entries[1][1], seal(entries[1][1], {"act": "forged"}), {"act": "forged"}))


def test_an_untouched_chain_is_whole(chain: list[Entry]) -> None:
    assert first_break(chain) is None
    assert first_break([]) is None


@pytest.mark.parametrize(("tamper", "broken"), [(change, 2), (drop, 2), (swap, 2), (insert, 3)])
def test_a_touched_chain_breaks_where_it_was_touched(
    chain: list[Entry], tamper: Callable[[list[Entry]], None], broken: int
) -> None:
    tamper(chain)
    assert first_break(chain) == broken


def test_a_chain_that_lost_its_beginning_is_broken(chain: list[Entry]) -> None:
    assert first_break(chain[1:]) == 0


def test_the_same_content_has_one_form_whatever_its_order() -> None:
    assert canonical({"b": 1, "a": "王"}) == canonical({"a": "王", "b": 1}) == '{"a":"王","b":1}'.encode()


def test_dates_and_terms_are_sealed_by_their_text() -> None:
    assert canonical({"on": date(2026, 11, 23), "role": Role.CLERK}) == b'{"on":"2026-11-23","role":"clerk"}'
