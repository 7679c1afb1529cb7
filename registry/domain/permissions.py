"""Who may do what: one map of named permissions, denied by default.

A permission is a role's; where an act concerns a region, the actor's office must sit on it or above it
(互联网信息内容管理行政执法: 级别管辖, 地域管辖). The second-person rules (drafter is never approver) are law of the case and
stand in domain/cases.
"""

from dataclasses import dataclass

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.terms import Role

CLERK, REVIEWER, HEAD, ADMIN, AUDITOR = Role
_OFFICERS = frozenset({CLERK, REVIEWER, HEAD})
_DECIDERS = frozenset({REVIEWER, HEAD})
_READERS = _OFFICERS | {AUDITOR}

PERMISSIONS: dict[str, frozenset[Role]] = {
    "home.read": frozenset(Role),
    "accounts.read": _READERS,
    "accounts.amend": _OFFICERS,
    "accounts.archive": _DECIDERS,
    "accounts.transfer": frozenset({HEAD}),
    "accounts.reveal": _OFFICERS,
    "accounts.promote": frozenset({HEAD}),
    "tiers.confirm": _DECIDERS,
    "overrides.read": _READERS,
    "overrides.propose": _OFFICERS,
    "overrides.decide": frozenset({HEAD}),
    "changes.read": _READERS,
    "changes.see": _OFFICERS,
    "holders.read": _READERS,
    "holders.merge": _OFFICERS,
    "rosters.read": _READERS,
    "rosters.import": _OFFICERS,
    "rosters.export": _READERS,
    "violations.read": _READERS,
    "violations.record": _OFFICERS,
    "violations.recognise": _DECIDERS,
    "violations.void": _DECIDERS,
    "measures.read": _READERS,
    "measures.propose": _OFFICERS,
    "measures.approve": frozenset({HEAD}),
    "measures.enter_paper": _OFFICERS,
    "measures.confirm_paper": _DECIDERS,
    "measures.carry_out": _OFFICERS,
    "measures.recheck": _OFFICERS,
    "measures.revoke": frozenset({HEAD}),
    "cases.read": _READERS,
    "cases.handle": _OFFICERS,
    "cases.reveal": _DECIDERS,
    "cases.review": _DECIDERS,
    "cases.decide": frozenset({HEAD}),
    "procedure.settle": frozenset({ADMIN, HEAD}),
    "documents.read": _READERS,
    "documents.issue": _OFFICERS,
    "bases.read": _READERS,
    "bases.draft": _OFFICERS,
    "bases.confirm": _DECIDERS,
    "rulebooks.read": frozenset(Role),
    "rulebooks.draft": _OFFICERS,
    "rulebooks.check": _DECIDERS,
    "rulebooks.publish": frozenset({HEAD}),
    "users.manage": frozenset({ADMIN}),
    "offices.manage": frozenset({ADMIN}),
    "towns.manage": frozenset({ADMIN, HEAD}),
    "audit.read": frozenset({ADMIN, AUDITOR}),
    "jobs.read": frozenset(Role),
}


@dataclass(frozen=True)
class Actor:
    """Who acts: the user as he or she is at the moment of the act; copied into audit entries and decisions."""

    user_id: int
    username: str
    name: str
    role: Role
    post: str
    office_id: int
    office_name: str
    region_code: str


def may(actor: Actor, permission: str, region_code: str | None = None) -> bool:
    """True where the actor's role holds ``permission`` and the actor's office covers ``region_code``, if one is given."""
    if actor.role not in PERMISSIONS[permission]:
        return False
    return region_code is None or regions.covers(actor.region_code, region_code)


def require(actor: Actor, permission: str, region_code: str | None = None) -> None:
    """Raise Refusal("permission.role" or "permission.region") where `may` says no."""
    if not may(actor, permission):
        raise Refusal("permission.role", permission=permission, role=actor.role)
    if not may(actor, permission, region_code):
        raise Refusal("permission.region", region=region_code)
