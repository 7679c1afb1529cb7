"""Statistics of the procedure: counted from the steps, reversals out of the decided, days spent in each state."""

from datetime import date

from registry.domain.cases.figures import Passed, Stage, Tally, month_of, stages, tally
from registry.domain.cases.vocabulary import CaseState as S

DECIDED = Passed("甲办", "约谈", date(2026, 3, 2), (
    ("verify", S.VERIFYING, date(2026, 3, 4)), ("add_evidence", S.VERIFYING, date(2026, 3, 5)),
    ("approve_filing", S.INVESTIGATING, date(2026, 3, 10)), ("decide", S.DECIDED, date(2026, 3, 20)),
    ("overturn", S.REVOKED, date(2026, 4, 1)),
))  # fmt: skip
WAITING = Passed("乙办", "", date(2026, 4, 1), (("verify", S.VERIFYING, date(2026, 4, 7)),))


def test_cases_are_counted_by_any_key_with_the_share_of_decisions_that_fell() -> None:
    found = tally([DECIDED, WAITING], lambda each: each.office)
    assert found == [Tally("乙办", 1, 0, 0, 0, 0), Tally("甲办", 1, 1, 1, 0, 1)]
    assert [each.rate for each in found] == [None, 1.0]
    assert [each.name for each in tally([WAITING, DECIDED], month_of)] == ["2026-03", "2026-04"]


def test_a_stage_lasts_from_the_act_that_reached_it_to_the_act_that_left_it() -> None:
    assert stages([DECIDED, WAITING]) == [
        Stage(S.CLUE, 2, 4.0, 6), Stage(S.VERIFYING, 1, 6.0, 6), Stage(S.INVESTIGATING, 1, 10.0, 10), Stage(S.DECIDED, 1, 12.0, 12),
    ]  # fmt: skip
