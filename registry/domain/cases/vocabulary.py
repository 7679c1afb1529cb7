"""The closed vocabularies of a case (案件): where it stands, how a paper is served, and in which part of the road it is.

Their published Chinese words stand in wording/cases.py under the same short names.
"""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands, in the order of the road; what follows ARCHIVED are the exits."""

    CLUE = "clue"
    VERIFYING = "verifying"
    FILING = "filing"
    INVESTIGATING = "investigating"
    CONCLUDED = "concluded"
    NOTICED = "noticed"
    STATING = "stating"
    HEARING = "hearing"
    HEARD = "heard"
    REVIEWING = "reviewing"
    DECIDING = "deciding"
    DECIDED = "decided"
    ISSUED = "issued"
    SERVED = "served"
    EXECUTING = "executing"
    RECTIFYING = "rectifying"
    COMPLIED = "complied"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"
    NOT_FILED = "not_filed"
    NO_PENALTY = "no_penalty"
    TRANSFERRED = "transferred"
    REPORTED_UP = "reported_up"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class ServiceMethod(StrEnum):
    """How a paper is served (行政处罚法 第六十一条；民事诉讼法 第八十七条至第九十五条)."""

    DIRECT = "direct"
    LEFT = "left"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    PUBLIC = "public"


class LetterKind(StrEnum):
    """What passes between two offices about a case: a clue told, a joint consultation, a case taken over or sent back."""

    NOTICE = "notice"
    CONSULTATION = "consultation"
    TAKEOVER = "takeover"
    RETURN = "return"


class LetterOutcome(StrEnum):
    """What the receiving office answers."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    REMARKS = "remarks"


class Part(StrEnum):
    """The parts of the road, as the help page heads them."""

    CLUE = "clue"
    INVESTIGATION = "investigation"
    NOTICE = "notice"
    DECISION = "decision"
    EXECUTION = "execution"
    CLOSING = "closing"
    EXIT = "exit"
    REMEDY = "remedy"


class Asked(StrEnum):
    """What an act asks the officer for beside its day, a word and a paper."""

    SUBJECT = "subject"
    MEASURE = "measure"
    SERVICE = "service"
    HOST = "host"
    BODY = "body"
    DEMAND = "demand"
    RESULT = "result"
    OFFICER = "officer"
    EVIDENCE = "evidence"
    CLOCK = "clock"
    MAJOR = "major"


EXITS = (
    CaseState.NOT_FILED,
    CaseState.NO_PENALTY,
    CaseState.TRANSFERRED,
    CaseState.REPORTED_UP,
    CaseState.WITHDRAWN,
    CaseState.REVOKED,
)
"""States that lie beside the road."""
ROAD = tuple(state for state in CaseState if state not in EXITS)
"""The road from the clue to the archive."""
