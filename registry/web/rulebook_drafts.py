"""Pages on which a rulebook is written: begun from a version or a file, changed table by table, or as one text."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import NotFound, Refusal
from registry.domain.grading.differing import TABLES, differences
from registry.domain.grading.months import add_months
from registry.domain.grading.reading import default_rulebooks, parse
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.writing import to_toml
from registry.domain.terms import RulebookState
from registry.services import rulebooks as services
from registry.store.db import db
from registry.store.rulebooks import RulebookVersion, get_rulebook, list_rulebooks
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label
from registry.web.forms.rulebook_examples import MEASURES, VIOLATIONS, DropForm, ExampleForm, without
from registry.web.forms.rulebook_tables import TableForm, opened
from registry.web.forms.rulebooks import BeginForm, NumbersForm, TextForm, UploadForm
from registry.web.showing.rulebook_soundness import soundness_of
from registry.wording import rulebook_changes as words
from registry.wording import rulebooks as rulebook_words

blueprint = Blueprint("rulebook_drafts", __name__)
OPEN = frozenset({RulebookState.DRAFT, RulebookState.CHECKED})


@blueprint.route("/rulebooks/new", methods=["GET", "POST"])
@guards.permission("rulebooks.draft")
def begin() -> ResponseReturnValue:
    """Begin a draft from a version there is."""
    texts = sources()
    form = BeginForm(data=proposed(texts))
    form.source.choices = [(version, title) for version, (title, _book) in texts.items()]
    row = attempt(form, lambda session: taken_from(session, texts[form.source.data][1], form))
    if row is None:
        return render_template("rulebooks/begin.html", form=form, upload=UploadForm(formdata=None)), status_of(form)
    flash(_("草案已建好，内容与底稿相同。请逐表修改，改好后请另一位同事核对。"), "done")
    return redirect(url_for("rulebooks.version", rulebook_id=row.id))


@blueprint.post("/rulebooks/new/upload")
@guards.permission("rulebooks.draft")
def upload() -> ResponseReturnValue:
    """Begin a draft from a file."""
    form, blank = UploadForm(), BeginForm(formdata=None, data=proposed(sources()))
    row = attempt(form, lambda session: services.begin(session, own(read_text(form)), by=guards.actor(), at=now()))
    if row is None:
        blank.source.choices = [(version, title) for version, (title, _book) in sources().items()]
        return render_template("rulebooks/begin.html", form=blank, upload=form), status_of(form)
    flash(_("文件已读入，成为草案。"), "done")
    return redirect(url_for("rulebooks.version", rulebook_id=row.id))


@blueprint.route("/rulebooks/<int:rulebook_id>/edit/<table>", methods=["GET", "POST"])
@guards.permission("rulebooks.draft")
def edit(rulebook_id: int, table: str) -> ResponseReturnValue:
    """One table of a draft: rows are added and taken away by the form's own buttons, and kept once saved."""
    row, book = draft(rulebook_id)
    form = form_of(table, book, row.lock)
    act = request.form.get("act", "save")
    if act == "save":
        saved = attempt(form, lambda session: kept(session, rulebook_id, to_toml(form.into(book)), form))
        if saved is not None:
            flash(_("已保存。"), "done")
            return redirect(url_for("rulebook_drafts.edit", rulebook_id=rulebook_id, table=table))
    elif isinstance(form, TableForm):
        shift(form, act)
    clash = clashing(form, row, book)
    page = "rulebooks/numbers.html" if table == "numbers" else "rulebooks/table.html"
    found = soundness_of(book).of_table(table)
    titles = {each.id: (rulebook_words.reason(each, _), label(each.rung)) for each in book.ladder}
    html = render_template(
        page, form=form, row=row, book=book, table=table, act=act, clash=clash, found=found, titles=titles
    )
    return html, status_of(form)


@blueprint.route("/rulebooks/<int:rulebook_id>/text", methods=["GET", "POST"])
@guards.permission("rulebooks.draft")
def text(rulebook_id: int) -> ResponseReturnValue:
    """The whole draft as a file's text, to be written on or replaced by a file."""
    row, book = draft(rulebook_id)
    form = TextForm(data={"lock": row.lock, "text": row.text})
    saved = attempt(form, lambda session: kept(session, rulebook_id, read_text(form), form))
    if saved is None:
        clash = form.lock.data != row.lock
        form.lock.data = row.lock
        return render_template("rulebooks/text.html", form=form, row=row, book=book, clash=clash), status_of(form)
    flash(_("已保存。"), "done")
    return redirect(url_for("rulebooks.version", rulebook_id=rulebook_id))


@blueprint.route("/rulebooks/<int:rulebook_id>/examples", methods=["GET", "POST"])
@guards.permission("rulebooks.draft")
def examples(rulebook_id: int) -> ResponseReturnValue:
    """The examples of a draft, each tried; one is added at the end, whatever others changed meanwhile."""
    row, book = draft(rulebook_id)
    form = ExampleForm(book)
    saved = attempt(form, lambda session: put(session, row, form.into(book), row.lock))
    if saved is not None:
        flash(_("例子已加上。"), "done")
        return redirect(url_for("rulebook_drafts.examples", rulebook_id=rulebook_id, _anchor="examples"))
    page = render_template(
        "rulebooks/examples.html", form=form, row=row, book=book, soundness=soundness_of(book), violations=VIOLATIONS,
        measures=MEASURES,
    )  # fmt: skip
    return page, status_of(form)


@blueprint.post("/rulebooks/<int:rulebook_id>/examples/<int:number>/drop")
@guards.permission("rulebooks.draft")
def drop_example(rulebook_id: int, number: int) -> ResponseReturnValue:
    """Take an example away, unless the draft was changed since the page was opened."""
    row, book = draft(rulebook_id)
    form = DropForm()
    if attempt(form, lambda session: put(session, row, without(book, number), form.lock.data)) is not None:
        flash(_("例子已删去。"), "done")
    else:
        flash(_("没有删去：草案刚被改过，请看清楚再删。"), "late")
    return redirect(url_for("rulebook_drafts.examples", rulebook_id=rulebook_id, _anchor="examples"))


def put(session: Session, row: RulebookVersion, book: Rulebook, lock: int) -> RulebookVersion:
    """Keep what a rulebook says now as the draft's text."""
    return services.save(session, row.id, to_toml(book), lock=lock, by=guards.actor(), at=now())


def sources() -> dict[str, tuple[str, Rulebook]]:
    """The versions a draft may be taken from: the one in force first; each with its name."""
    actor = guards.actor()
    rows = list_rulebooks(db.session(), region_code=actor.region_code)
    books = [services.read(row.text, row.version) for row in rows]
    current = services.rulebook_of(db.session(), actor.region_code, on=today())
    found = {book.version: (_title(book), book) for book in (*books, *reversed(default_rulebooks()))}
    if current is None:
        return found
    first = {current.version: (_("现行：") + _title(current), current)}
    return first | {version: each for version, each in found.items() if version != current.version}


def _title(book: Rulebook) -> str:
    return (
        f"{book.title}（{book.version}）"
        if book.title and book.version not in book.title
        else book.title or book.version
    )


def proposed(texts: dict[str, tuple[str, Rulebook]]) -> dict[str, Any]:
    """What the form starts from: the version asked for, a name of the own place, the first day of a month to come."""
    source = request.args.get("source", "")
    place = regions.get(guards.actor().region_code).name
    first = add_months(today().replace(day=1), 2)
    name = next(f"{place}{first.year}.{n}" for n in range(1, 999) if f"{place}{first.year}.{n}" not in texts)
    return {
        "source": source if source in texts else next(iter(texts), ""),
        "version": name,
        "title": _("%(place)s账号分级规则 %(version)s", place=place, version=name.removeprefix(place)),
        "effective_from": first,
    }


def taken_from(session: Session, source: Rulebook, form: BeginForm) -> RulebookVersion:
    """Put a copy of a version on file as a draft of the asker's region."""
    book = replace(
        source, version=form.version.data, title=form.title.data, effective_from=form.effective_from.data,
        effective_to=None, region=guards.actor().region_code, checked_on=None, checked_by=None,
    )  # fmt: skip
    return services.begin(session, to_toml(book), by=guards.actor(), at=now())


def read_text(form: UploadForm | TextForm) -> str:
    """The text of the file, or the text typed where none was chosen; raises Refusal where it is no UTF-8."""
    if not form.file.data:
        return str(form.text.data or "").replace("\r\n", "\n")
    try:
        return str(form.file.data.read().decode("utf-8-sig")).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refusal("rulebooks.not_utf8") from error


def own(written: str) -> str:
    """The text with the asker's region where it names none; what was written stays as it is."""
    book = parse(written, name=_("规则文件"))
    return written if book.region else f'region = "{guards.actor().region_code}"\n{written}'


def draft(rulebook_id: int) -> tuple[RulebookVersion, Rulebook]:
    """A draft that may still be edited by the asker, and what it says."""
    row = get_rulebook(db.session(), rulebook_id, region_code=guards.actor().region_code)
    if row.state not in OPEN:
        raise Refusal("rulebooks.state", state=row.state)
    if not guards.asker_may("rulebooks.draft", row.region_code):
        raise Refusal("permission.region", region=row.region_code)
    return row, services.read(row.text, row.version)


def form_of(table: str, book: Rulebook, lock: int) -> TableForm | NumbersForm:
    """The form of a table, or of the values that stand by themselves."""
    if table == "numbers":
        return NumbersForm(obj=book, data={"lock": lock})
    if table not in TABLES:
        raise NotFound("rulebooks.no_table", table=table)
    return opened(table, book, lock)


def shift(form: TableForm, act: str) -> None:
    """Add an empty row, or take one away; nothing is kept yet."""
    if act == "add":
        form.rows.append_entry()
    elif act.startswith("drop-") and act[5:].isdecimal():
        form.drop(int(act[5:]))


def kept(session: Session, rulebook_id: int, written: str, form: Any) -> RulebookVersion:
    """Keep another text of the draft, unless another has kept one meanwhile."""
    return services.save(session, rulebook_id, written, lock=form.lock.data, by=guards.actor(), at=now())


def clashing(form: TableForm | NumbersForm, row: RulebookVersion, book: Rulebook) -> list[tuple[str, str, str]] | None:
    """Where another has saved since the page was opened: name, what stands on file, what was typed; the next saving is on purpose.

    None where nobody has.
    """
    if form.lock.data == row.lock:
        return None
    form.lock.data = row.lock
    form.lock.raw_data = None
    try:
        mine = parse(to_toml(form.into(book)), name=row.version)
    except (Refusal, ValueError, TypeError, KeyError):
        return []  # what was typed cannot be read yet; its own errors say so
    return [
        (words.name_of(each, _), words.said(each.old, _), words.said(each.new, _)) for each in differences(book, mine)
    ]


def is_late(row: RulebookVersion, on: date) -> bool:
    """Whether a draft's day has come, so that it cannot be published as it is."""
    return row.state in OPEN and row.effective_from <= on
