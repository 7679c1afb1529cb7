"""Who may do what, and where."""

from dataclasses import replace

import pytest

from registry.domain.errors import Refusal
from registry.domain.permissions import PERMISSIONS, Actor, may, require
from registry.domain.terms import Role

CLERK = Actor(1, "clerk", "周敏", Role.CLERK, "科员", 1, "西湖区网信办", "330106")


def as_role(role: Role, region_code: str = "330106") -> Actor:
    return replace(CLERK, role=role, region_code=region_code)


def holders(permission: str) -> set[Role]:
    return {role for role in Role if may(as_role(role), permission)}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("home.read", set(Role)),
        ("accounts.read", set(Role) - {Role.ADMIN}),
        ("accounts.amend", {Role.CLERK, Role.REVIEWER, Role.HEAD}),
        ("violations.recognise", {Role.REVIEWER, Role.HEAD}),
        ("measures.approve", {Role.HEAD}),
        ("users.manage", {Role.ADMIN}),
        ("audit.read", {Role.ADMIN, Role.AUDITOR}),
    ],
)
def test_a_permission_is_held_by_these_roles_and_no_others(permission: str, roles: set[Role]) -> None:
    assert holders(permission) == roles


def test_an_auditor_only_reads() -> None:
    held = {permission for permission in PERMISSIONS if may(as_role(Role.AUDITOR), permission)}
    assert held, "an auditor holds something"
    assert {permission.rpartition(".")[2] for permission in held} <= {"read", "export"}


def test_who_runs_the_system_decides_no_case() -> None:
    nouns = {permission.partition(".")[0] for permission in PERMISSIONS if may(as_role(Role.ADMIN), permission)}
    assert nouns.isdisjoint({"accounts", "holders", "violations", "measures", "rosters", "documents"})


@pytest.mark.parametrize(
    ("office", "place", "is_covered"),
    [
        ("330106", "330106", True),
        ("330100", "330106", True),
        ("330000", "330106", True),
        ("330106", "330105", False),
        ("330106", "330100", False),
        ("330106", "", False),
        ("330200", "330106", False),
    ],
)
def test_an_office_acts_in_its_region_and_below(office: str, place: str, is_covered: bool) -> None:
    assert may(as_role(Role.CLERK, office), "accounts.amend", place) is is_covered


def test_a_refusal_says_whether_the_role_or_the_region_is_wanting() -> None:
    with pytest.raises(Refusal, match=r"permission\.role"):
        require(CLERK, "measures.approve", "330106")
    with pytest.raises(Refusal, match=r"permission\.region"):
        require(CLERK, "accounts.amend", "330105")
    require(CLERK, "accounts.amend", "330106")


def test_a_permission_nobody_named_is_an_error_and_not_a_yes() -> None:
    with pytest.raises(KeyError):
        may(CLERK, "accounts.fly")
