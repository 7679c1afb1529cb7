"""What happened in the demonstration: cases in every state, as acts on days counted back from today.

Between the acts the daily grading runs, so that windows end and rectifications fall overdue by themselves.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.cli import demo_cases
from registry.cli.demo_acts import (
    Act,
    Case,
    Cast,
    Script,
    annulled,
    approved,
    declined,
    ended,
    lifted,
    paper_confirmed,
    papered,
    promoted,
    proposed,
    rechecked,
    recognised,
    recorded,
    recorded_on_paper,
    signed_on_paper,
    took_effect,
    voided,
)
from registry.domain.documents.fonts import find_fonts
from registry.domain.terms import DocumentKind, MeasureKind, Severity, TargetKind
from registry.services.documents import Press
from registry.services.files import Store
from registry.store.accounts import Account
from registry.store.users import get_actor

NOTICE, ORDER = papered(DocumentKind.INTERVIEW_NOTICE), papered(DocumentKind.RECTIFICATION_ORDER)


def interviewed(since: int, *, code: str = "7-6") -> Script:
    """The usual road to an interview in effect with fifteen days to rectify, begun ``since`` days ago."""
    return (
        (since, recorded(code)), (since - 1, recognised), (since - 2, proposed(MeasureKind.INTERVIEW)), (since - 3, approved),
        (since - 3, NOTICE), (since - 5, took_effect(rectify=15)), (since - 5, ORDER),
    )  # fmt: skip


SCRIPTS: tuple[tuple[int, Script], ...] = (
    (4, ((3, recorded("7-3")), )),
    (3, ((9, recorded("7-7")), (8, recognised))),
    (3, ((6, recorded("7-6")), (5, recognised), (4, proposed(MeasureKind.INTERVIEW)))),
    (1, ((7, recorded("7-3")), (6, recognised), (5, proposed(MeasureKind.INTERVIEW)), (2, signed_on_paper))),
    (2, ((8, recorded("P-6")), (7, recognised), (6, proposed(MeasureKind.INTERVIEW)), (2, approved))),
    (1, ((40, recorded("7-7")), (39, recognised), (38, proposed(MeasureKind.INTERVIEW)), (37, declined))),
    (4, interviewed(12)),
    (2, (*interviewed(33, code="7-7"), (12, rechecked(is_passed=False)))),
    (5, (*interviewed(70), (55, rechecked()))),
    (6, (*interviewed(150, code="7-3"), (136, rechecked()), (120, ended))),
    (1, ((80, recorded("7-6")), (79, recognised), (78, proposed(MeasureKind.INTERVIEW)), (76, signed_on_paper), (75, paper_confirmed),
         (74, took_effect(rectify=15)), (62, rechecked()))),
    (1, (*interviewed(110), (97, rechecked()), (60, lifted))),
    (1, (*interviewed(60), (20, annulled))),
    (2, ((50, recorded("7-3")), (48, recognised), (25, voided))),
    (3, (*interviewed(100), (88, rechecked()), (20, recorded("7-3")), (19, recognised))),
    (2, (*interviewed(120), (106, rechecked()), (26, recorded("7-6")), (25, recognised),
         (24, proposed(MeasureKind.DELISTING, TargetKind.CONTENT)))),
    (2, (*interviewed(170), (158, rechecked()), (60, recorded("7-7")), (59, recognised),
         (58, proposed(MeasureKind.DELISTING, TargetKind.CONTENT)), (57, approved),
         (57, papered(DocumentKind.DELISTING_LETTER)), (55, took_effect(rectify=15)), (43, rechecked()), (2, recorded_on_paper))),
    (1, ((30, recorded("6-8")), (29, recognised), (28, proposed(MeasureKind.SUSPENSION, skip="影响面大，需尽快止损")), (27, approved),
         (26, took_effect(term=30)))),
    (1, ((18, recorded("6-9")), (17, recognised), (16, proposed(MeasureKind.SHUTDOWN)), (15, approved),
         (14, papered(DocumentKind.SHUTDOWN_LETTER)), (13, took_effect()))),
    (1, ((5, recorded("6-9")), (4, recognised), (3, proposed(MeasureKind.SHUTDOWN)))),
    (9, ((45, recorded("7-1")), (44, recognised), (43, proposed(MeasureKind.REMINDER)), (42, approved), (41, took_effect()), (40, ended))),
    (2, ((95, recorded("7-1")), (94, recognised), (50, recorded("7-1")), (49, recognised), (14, recorded("7-2")), (13, recognised))),
    (3, ((66, recorded("P-2")), (65, recognised))),
    (1, ((11, recorded("P-2", Severity.MINOR)), (10, recognised))),
    (14, ((60, promoted),)),
)  # fmt: skip
"""(how many accounts live this story, its acts by days ago)."""


def casting(session: Session, app: Flask) -> dict[str, Cast]:
    """The officers by county."""
    settings = app.extensions["registry.settings"]
    files = Store(settings.evidence_dir)
    fonts = find_fonts(Path(settings.fonts_dir) if settings.fonts_dir else None)
    press = Press(fonts, Store(settings.papers_dir))
    names = {
        "330825": ("zhoumin", "chenli", "liuguohua", "xujing"),
        "330824": ("wangfang", "sunqiang", "zhaolei", "fangyu"),
    }
    actors = {code: [get_actor(session, name) for name in four] for code, four in names.items()}
    return {
        code: Cast(clerk, reviewer, head, second, files, press)
        for code, (clerk, reviewer, head, second) in actors.items()
    }


def cases(session: Session, casts: dict[str, Cast]) -> Iterator[tuple[int, Act, Case]]:
    """Every act of every story with its days ago, two of three in the larger county."""
    pools = {
        code: list(
            session.scalars(select(Account.id).where(Account.region_code == code).order_by((Account.id * 7919) % 1009))
        )
        for code in casts
    }
    promotable = {
        code: list(
            session.scalars(
                select(Account.id)
                .where(Account.region_code == code, Account.filing_complete.is_(True))
                .order_by((Account.id * 7907) % 1013)
            )
        )
        for code in casts
    }
    turn = 0
    for number, script in (*SCRIPTS, *((1, story) for story in demo_cases.STORIES)):
        is_upward = script[0][1] is promoted
        for _ in range(number):
            code = "330824" if turn % 3 == 2 else "330825"
            turn += 1
            source = promotable if is_upward else pools
            account_id = source[code].pop(0)
            for other in (pools, promotable):
                if account_id in other[code]:
                    other[code].remove(account_id)
            case = Case(account_id, casts[code])
            yield from ((days, act, case) for days, act in script)
