"""The stages of `registry bench documents`, each run in a process of its own on one temporary register.

The limit is bare typst: the shortest template that prints the same words on as many pages, numbered through, in the same
fonts, its data at hand. Ours reads the papers from the database, bears their digests out, sets them by GB/T 9704 and puts the file away.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.cli.bench_meter import Cost, answer
from registry.cli.bench_stages import found as found_office
from registry.cli.bench_stages import open_register

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from registry.domain.documents.content import Document
    from registry.domain.documents.fonts import Fonts
    from registry.services.documents import Press

DAY = date(2026, 10, 9)
WORDS = "words.json"
RARE = "喆玥堃昇祎翀珺镕"
"""Characters of names that the fonts of papers often lack; every notice names one."""
_BARE = b"""
#let data = json(bytes(sys.inputs.data))
#set page(width: 210mm, height: 297mm, margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: "1")
#set text(font: data.font, size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
#for paper in data.papers {
  align(center, text(size: 30pt, fill: red, weight: 700, paper.issuer))
  align(center, paper.doc_no)
  line(length: 100%, stroke: 1pt + red)
  align(center, text(size: 22pt, weight: 700, paper.title))
  par(first-line-indent: 0em, paper.addressee)
  for words in paper.words { par(words) }
  align(right, paper.signer)
  pagebreak(weak: true)
}
"""


def make_notices(number: int) -> "Iterator[Document]":
    """That many interview notices, no two alike, the same at every run."""
    from registry.domain.documents.forms import AccountRef, InterviewNotice, build_interview_notice

    office = "龙游县互联网信息办公室"
    model = InterviewNotice(
        issuer=office, addressee="", account=None, facts=(), legal_basis=("《互联网新闻信息服务单位约谈工作规定》第四条",),
        breached=("《网络信息内容生态治理规定》第七条第六项",), meets_at=datetime(2026, 10, 16, 14, 5),  # noqa: DTZ001 - the wall clock of the place
        place="龙游县文化东路1号203室", attendees="你单位主要负责人及账号运营人员", materials=("营业执照", "参加人身份证件"),
        excuse_by=date(2026, 10, 15), contact="周敏", phone="0570-1234567", dated_on=DAY,
    )  # fmt: skip
    for at in range(number):
        name, on = f"龙游县{RARE[at % len(RARE)]}记{at}号文化传媒有限公司", DAY - timedelta(days=at % 90)
        facts = (f"{on.year}年{on.month}月{on.day}日发布短视频{at % 7 + 1}条，含有煽动地域歧视的内容",)
        account = AccountRef("抖音", f"龙游第{at}号身边事", f"lysbs_{at}")
        yield build_interview_notice(
            replace(model, addressee=name, account=account, facts=facts, doc_no=f"龙网信约〔2026〕{at + 1}号")
        )


def words_of(paper: "Document") -> dict[str, Any]:
    """The words of a paper as the bare template takes them."""
    from registry.domain.documents import content

    plain = content.to_plain(paper)
    words = [text for block in plain["blocks"] for text in _texts(block)]
    head = {name: plain[name] for name in ("issuer", "doc_no", "title", "addressee", "signer")}
    return head | {"words": words}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item) if name != "type" else ()
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def found(folder: Path, cost: Cost, number: int) -> None:
    """An office with an account and its notices, issued as far as printing asks."""
    from registry.domain.terms import Platform
    from registry.services import accounts
    from registry.store.db import transaction
    from registry.store.users import get_actor

    found_office(folder, cost)
    papers = list(make_notices(number))
    with transaction() as session:
        by = get_actor(session, "bench")
        given = {"name": "龙游身边事", "platform": Platform.DOUYIN, "uid": "lysbs", "holder": "云帆文化传媒有限公司"}
        at = datetime.fromisoformat("2026-10-09T08:00:00+00:00")
        account = accounts.register(session, given, region_code=by.region_code, by=by, at=at, on=DAY)
        session.add_all(_rows(papers, account_id=account.id, by=by, at=at))
    (folder / WORDS).write_text(json.dumps([words_of(paper) for paper in papers], ensure_ascii=False), "utf-8")


def _rows(papers: "list[Document]", *, account_id: int, by: Any, at: datetime) -> Iterator[Any]:
    from registry.domain.documents import content
    from registry.store.documents import Document as Row

    for number, paper in enumerate(papers, 1):
        yield Row(
            office_id=by.office_id, region_code=by.region_code, account_id=account_id, kind=paper.kind, series="龙网信约",
            year=DAY.year, number=number, doc_no=paper.doc_no, title=paper.title, content=content.to_plain(paper),
            content_sha256=content.digest(paper), pdf_sha256="", docx_sha256="", issued_on=DAY, issued_at=at,
            issued_by_id=by.user_id,
        )  # fmt: skip


def bare(folder: Path, cost: Cost, number: int) -> None:
    """The limit: bare typst on the same words."""
    import typst

    from registry.domain.documents.fonts import typst_fonts

    fonts = _fonts()
    papers = json.loads((folder / WORDS).read_text("utf-8"))
    with cost.metered():
        data = json.dumps({"font": dict(fonts.faces)["body"].families, "papers": papers}, ensure_ascii=False)
        compiler = typst.Compiler(_BARE, font_paths=typst_fonts(fonts.folders), ignore_system_fonts=True)
        made: Any = compiler.compile(input=_BARE, format="pdf", sys_inputs={"data": data})
    cost.detail = {"papers": number, "pages": _pages(made)}


def print_all(folder: Path, cost: Cost, number: int) -> None:
    """The whole order: the papers found, read, borne out, set as one PDF, the file put away, committed."""
    from registry.clock import now
    from registry.services import batches
    from registry.store.db import transaction
    from registry.store.document_queries import DocumentFilter

    press = _press(folder)
    with cost.metered():
        with transaction() as session:
            ordered, _job = batches.ask(session, form="pdf", listed=DocumentFilter(), by=_actor(session), at=now())
            batch_id = ordered.id
        data = _printed(batch_id, press)
        with transaction() as session:
            batches.keep(session, batch_id, data, files=press.store)
    cost.detail = {"papers": number, "pages": _pages(data), "missing": _missing(number, press.fonts)}


def print_one(folder: Path, cost: Cost, number: int) -> None:
    """One notice from the database, in a server that has set another paper before."""
    _single(folder, cost, is_first=False)


def print_first(folder: Path, cost: Cost, number: int) -> None:
    """One notice, the very first of the process: the fonts are read too."""
    _single(folder, cost, is_first=True)


def _single(folder: Path, cost: Cost, *, is_first: bool) -> None:
    from registry.domain.documents.pdf import render_pdf
    from registry.services.documents import frozen, trace_of
    from registry.store.db import db
    from registry.store.documents import get_document
    from registry.store.scope import EVERYTHING

    press = _press(folder)
    if not is_first:
        other = next(make_notices(1))
        render_pdf(replace(other, title="另一份"), fonts=press.fonts)
    with cost.metered():
        row = get_document(db.session(), 1, scope=EVERYTHING)
        data = render_pdf(frozen(row), fonts=press.fonts, trace=trace_of(row))
    cost.detail = {"papers": 1, "pages": _pages(data)}


def _printed(batch_id: int, press: "Press") -> bytes:
    from registry.services import batches
    from registry.store.batches import PaperBatch
    from registry.store.db import db

    batch = db.session.get_one(PaperBatch, batch_id)
    return batches.print_papers(db.session(), batch, press=press, tell=lambda *_: None)


def _actor(session: "Session") -> Any:
    from registry.store.users import get_actor

    return get_actor(session, "bench")


def _fonts() -> "Fonts":
    from registry.domain.documents.fonts import find_fonts

    return find_fonts(None)


def _press(folder: Path) -> "Press":
    from registry.services.documents import Press
    from registry.services.files import Store

    return Press(_fonts(), Store(folder / "batches"))


def _pages(pdf: bytes) -> int:
    import re

    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _missing(number: int, fonts: "Fonts") -> int:
    """How many characters of the notices no font has; a paper spells them by their code."""
    from registry.domain.documents.pdf import undrawable

    return len({char for paper in make_notices(min(number, len(RARE))) for char in undrawable(paper, fonts)})


STAGES: dict[str, Callable[[Path, Cost, int], None]] = {
    "found": found,
    "bare": bare,
    "print": print_all,
    "one": print_one,
    "first": print_first,
}


def main(stage: str, folder: Path, number: int) -> None:
    """Run one stage and say what it cost."""
    logging.disable(logging.WARNING)
    cost = Cost()
    with open_register(folder).app_context():
        STAGES[stage](folder, cost, number)
    answer(cost)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
