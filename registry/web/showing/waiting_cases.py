"""Lines of the queue about cases: clocks that are over or nearly so, and cases that wait for an approval or a review."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from registry.domain.cases.procedure import acts_from
from registry.domain.cases.vocabulary import CaseState
from registry.domain.china_time import china_day
from registry.domain.permissions import Actor, may
from registry.store.cases import Case
from registry.store.joint import CaseLetter
from registry.web.formats import word
from registry.web.showing.cases import THEIRS
from registry.web.showing.waiting import Line, term_words, waited

ASKING = (CaseState.FILING, CaseState.REVIEWING, CaseState.DECIDING, CaseState.CLOSING)
"""States in which somebody else's word is waited for."""


def of_clocks(cases: Sequence[Case], asker: Actor, on: date, *, until: date) -> Iterator[Line]:
    """Clocks of the office that are over or due by ``until``, to whoever handles cases."""
    if not may(asker, "cases.handle"):
        return
    for case, clock in ((each, clock) for each in cases for clock in each.clocks):
        runs = clock.stopped_on is None and clock.suspended_on is None and clock.due_on <= until
        if runs and clock.clock not in THEIRS:
            group, due, when = term_words(clock.due_on, on)
            what = word(f"cases.clock.{clock.clock}")
            yield _line(case, group, clock.due_on, (due, when), what, case.title, _("去办"))


def of_askings(cases: Sequence[Case], asker: Actor, on: date) -> Iterator[Line]:
    """Cases that wait for an act only some may do, to those who may; not to who brought it there."""
    for case in (each for each in cases if each.state in ASKING):
        wanted = [row for row in acts_from(case.state) if row.target is not None and row.permission != "cases.handle"]
        last = case.steps[-1] if case.steps else None
        if last is None or last.by_id == asker.user_id or not may(asker, wanted[0].permission):
            continue
        since = china_day(last.at)
        text = _("%(title)s；%(who)s报请", title=case.title, who=last.actor["name"])
        yield _line(case, "waiting", since, waited(since, on), word(f"cases.state.{case.state}"), text, _("去审批"))


def of_letters(letters: Sequence[CaseLetter], on: date) -> Iterator[Line]:
    """Letters of other offices that wait for the asker's office to answer."""
    for letter in letters:
        group, due, when = term_words(letter.answer_by or on, on)
        url, what = url_for("joint.show", letter_id=letter.id), word(f"joint.kind.{letter.kind}")
        text = _("%(who)s：%(about)s", who=letter.from_office.name, about=letter.about.partition("\n")[0])
        yield Line(group, letter.answer_by or on, due, when, what, letter.case.case_no, url, None, text,
                   (url, _("去答复")), letter.case.region_code)  # fmt: skip


def _line(case: Case, group: str, since: date, clock: tuple[str, str], what: str, text: str, act: str) -> Line:
    url = url_for("cases.show", case_id=case.id)
    return Line(group, since, *clock, what, case.case_no, url, case.accounts[0], text, (url, act), case.region_code)
