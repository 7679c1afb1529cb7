"""Papers: put together beside their live draft, issued, listed, printed, handed out, voided."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain import bases
from registry.domain.cases.procedure import PROCEDURE
from registry.domain.documents import content, layout, pdf
from registry.domain.documents.fonts import Fonts, find_fonts
from registry.domain.terms import DocumentKind
from registry.services import documents as services
from registry.services import paper_details, paper_given, papers, rulebooks
from registry.services.files import Store
from registry.services.papers import Case
from registry.store import document_queries as queries
from registry.store.accounts import Account
from registry.store.db import db
from registry.store.documents import Document, find_correction, get_document, list_copies
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label, word
from registry.web.forms.documents import PaperForm, VoidForm
from registry.web.forms.sheets import form_of
from registry.web.paging import PAGE_SIZE, Paging, asked_key, asked_page, offset_of
from registry.web.showing.bases import stale_words
from registry.wording.papers import Teller

blueprint = Blueprint("documents", __name__)
TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

STATES = {"issued": False, "void": True}
"""What the list calls a paper that stands, and a void one."""


def press() -> services.Press:
    """The fonts of this machine and the folder of issued papers."""
    return services.Press(fonts(), Store(current_app.extensions["registry.settings"].papers_dir))


def fonts() -> Fonts:
    """The fonts papers are set in, looked for once."""
    folder = current_app.extensions["registry.settings"].fonts_dir
    return find_fonts(Path(folder) if folder else None)


def teller() -> Teller:
    """How the sanction record is worded."""
    return Teller(rulebooks.in_force(db.session()))


@blueprint.get("/documents")
@guards.permission("documents.read")
def list_() -> ResponseReturnValue:
    """The papers issued, newest first; narrowed by kind, year, state, text, account or measure."""
    session, scope, wanted = db.session(), guards.scope(), asked_filter()
    counts = queries.count_standing(session, wanted, scope=scope)
    total = sum(counts.values()) if wanted.is_void is None else counts[wanted.is_void]
    paging = Paging(asked_page(), total)
    rows = queries.search_documents(session, wanted, scope=scope, limit=PAGE_SIZE, offset=offset_of(paging.page))
    return render_template(
        "documents/list.html", rows=rows, paging=paging, wanted=wanted, counts=counts, kinds=list(DocumentKind),
        years=queries.list_years(session, scope=scope), state=request.args.get("state", ""),
    )  # fmt: skip


def asked_filter() -> queries.DocumentFilter:
    """What the address narrows the list to; nonsense narrows nothing."""
    return queries.DocumentFilter(
        kind=asked_kind(), year=asked_key("year"), is_void=STATES.get(request.args.get("state", "")),
        text=request.args.get("q", "").strip()[:60], account_id=asked_key("account"), measure_id=asked_key("measure"),
    )  # fmt: skip


def asked_kind() -> DocumentKind | None:
    """The kind asked for; nonsense is none."""
    given = request.args.get("kind", "")
    return DocumentKind(given) if given in set(DocumentKind) else None


@blueprint.route("/documents/new", methods=["GET", "POST"])
@guards.permission("documents.issue")
def compose() -> ResponseReturnValue:
    """Put a paper together: look at the draft, take it away as PDF or DOCX, or issue it."""
    case = asked_case()
    form = open_form(case)
    if "pdf" in request.form or "docx" in request.form:
        return take_draft(case, form)
    if "issue" not in request.form:
        return draw(case, form)
    made = attempt(form, lambda session: issue(session, form))
    if made is None:
        return draw(asked_case(), form), status_of(form)
    flash(_("已定稿编号：%(doc_no)s。内容从此不变，打印后盖章、送达。", doc_no=made.doc_no), "done")
    return redirect(url_for("documents.show", document_id=made.id, act=asked_act()))


def asked_act() -> str | None:
    """The act of a case the paper is written for, as the address carries it on."""
    given = request.args.get("act", "")
    return given if given in {row.act for row in PROCEDURE} else None


@blueprint.get("/documents/forms")
@guards.permission("documents.issue")
def choose() -> ResponseReturnValue:
    """The forms a paper on the account or measure of the address may be made on."""
    case = asked_case()
    address = address_of_case(case)
    return render_template(
        "documents/forms.html", listed=papers.list_forms(case), account=case.account, measure=case.measure,
        address=address, casefile=case.casefile,
    )  # fmt: skip


def address_of_case(case: Case) -> dict[str, Any]:
    """What a link carries so that the same case is opened again."""
    if case.casefile:
        return {"case": case.casefile.id, "act": asked_act()}
    return {"measure": case.measure.id} if case.measure else {"account": case.account.id}


def asked_case(session: Any = None) -> Case:
    """The case, measure or account the address names."""
    measure_id, account_id, case_id = asked_key("measure"), asked_key("account"), asked_key("case")
    given = request.args.get("kind", "")
    if (given and asked_kind() is None) or (measure_id is None and account_id is None and case_id is None):
        abort(404)
    return papers.open_case(
        session or db.session(), asked_kind(), measure_id=measure_id, account_id=account_id, case_id=case_id,
        by=guards.actor(),
    )  # fmt: skip


def open_form(case: Case) -> PaperForm:
    """The form of a paper, filled until something is typed: of a correction as the old paper was, else from what is on file."""
    former = corrected(db.session())
    details = paper_given.again(former) if former and former.kind is case.kind else None
    details = details or paper_details.start(case, by=guards.actor(), on=today())
    own = None if papers.is_sheet(case.kind) else details  # a form's fields may be called as one of the details' own
    form = form_of(case.kind)(obj=own, data=dict(details.values))
    if "basis_code" in form:
        form.basis_code.choices = [(each.code, bases.cite(each)) for each in papers.bases_offered(case, on=today())]
    return form


def issue(session: Any, form: PaperForm) -> Document:
    """Issue the paper as it was typed, on the case as it is now."""
    return services.issue(
        session, asked_case(session), form.details, tell=teller(), press=press(), is_again=bool(form.again.data),
        corrects=corrected(session), by=guards.actor(), at=now(), on=today(),
    )  # fmt: skip


def corrected(session: Any) -> Document | None:
    """The paper the address says is to be corrected."""
    key = asked_key("corrects")
    return get_document(session, key, scope=guards.scope()) if key else None


def draft_of(case: Case, form: PaperForm) -> content.Document:
    """The paper as it would be with what was typed so far."""
    former = corrected(db.session())
    paper = services.draft(db.session(), case, form.details, tell=teller(), on=today())
    return services.correcting(paper, former) if former else paper


def draw(case: Case, form: PaperForm) -> str:
    """The form with its draft beside it, and what stands in the way of issuing it."""
    session, by, paper = db.session(), guards.actor(), draft_of(case, form)
    obstacles = services.list_obstacles(case, form.details, by=by, on=today())
    earlier = services.find_issued(session, case, on=today(), by=by)
    cited = papers.cited_on(case, form.details, on=today())
    return render_template(
        "documents/compose.html", case=case, form=form, paper=paper, look=layout.look(paper), obstacles=obstacles,
        offered=papers.PAPERS[case.measure.kind] if case.measure and not case.casefile else (), earlier=earlier,
        address=address_of_case(case),
        here=f"{request.path}?{urlencode(request.args)}", notes=font_notes(paper),
        basis=bases.cite(cited) if cited else None, stale=stale_words(services.cited(case, form.details, on=today())),
    )  # fmt: skip


def font_notes(paper: content.Document) -> list[str]:
    """What the PDF will not look like it should, for want of fonts."""
    chosen, found = fonts(), []
    if chosen.substitute:
        words = _("这台服务器没有仿宋字体，PDF 以“%(font)s”代替。", font=chosen.body_family)
        found.append(words + _("要用公文字体，请系统管理员给服务器配上字体，或下载 DOCX 在本机打印。"))
    missing = pdf.undrawable(paper, chosen)
    if missing:
        found.append(_("字体里没有这些字，PDF 印的是代码：%(chars)s。请下载 DOCX 打印。", chars=" ".join(missing)))
    return found


@blueprint.post("/documents/draft")
@guards.permission("documents.issue")
def draft() -> ResponseReturnValue:
    """The draft as the piece of page app.js puts beside the form. Stores nothing."""
    case = asked_case()
    form = open_form(case)
    paper = draft_of(case, form)
    stale = stale_words(services.cited(case, form.details, on=today()))
    return render_template("documents/draft.html", paper=paper, look=layout.look(paper), stale=stale)


def take_draft(case: Case, form: PaperForm) -> Response:
    """The draft as a file, marked 草稿."""
    kind: services.Format = "pdf" if "pdf" in request.form else "docx"
    data = services.render(draft_of(case, form), kind, fonts=fonts())
    return hand_out(data, kind, f"草稿 {label(case.kind)} {case.account.name}")


def hand_out(data: bytes, kind: str, name: str) -> Response:
    """Bytes as a download under a Chinese name (RFC 5987)."""
    return send_file(BytesIO(data), mimetype=TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}", max_age=0)


@blueprint.get("/documents/<int:document_id>")
@guards.permission("documents.read")
def show(document_id: int) -> ResponseReturnValue:
    """An issued paper as it is printed, from what was frozen."""
    return page(document_id, VoidForm(None))


def page(document_id: int, form: VoidForm) -> ResponseReturnValue:
    """Draw an issued paper, with the way to void it."""
    row = get_document(db.session(), document_id, scope=guards.scope())
    paper = services.frozen(row)
    trace = services.trace_of(row)
    look = layout.look(paper)
    if row.void_reason is not None:
        paper, look = replace(paper, draft=True), {**look, "draft_mark": "作废"}
    is_ours = row.office_id == guards.actor().office_id and guards.asker_may("documents.issue")
    html = render_template(
        "documents/show.html", row=row, paper=paper, look=look, trace=trace, form=form, desk=desk_of(row),
        may_void=row.void_reason is None and is_ours, printer=guards.actor().name,
        copies=list_copies(db.session(), row.id),
    )  # fmt: skip
    return html, status_of(form)


def desk_of(row: Document) -> dict[str, Any]:
    """What stands above the sheet: the way back, what it is, the downloads, remarks."""
    if row.case_id is not None:
        act = asked_act()
        address = url_for("case_acts.take", case_id=row.case_id, act=act) if act else None
        words = _("回去办：%(act)s", act=word(f"cases.act.{act}")) if act else _("返回案件")
        back = address or url_for("cases.show", case_id=row.case_id), words
    elif row.measure_id is not None:
        back = url_for("measures.show", measure_id=row.measure_id), _("返回处置")
    else:
        back = url_for("accounts.show", account_id=row.account_id), _("返回账号")
    status = _(
        "%(doc_no)s　%(on)s %(who)s 定稿，内容不可改", doc_no=row.doc_no, on=row.issued_on, who=row.issued_by.name
    )
    said = [text for _category, text in cast(Iterable[tuple[str, str]], get_flashed_messages(with_categories=True))]
    if row.void_reason is not None:
        said.append(_("已作废：%(reason)s。编号不再使用，不要再发出。", reason=row.void_reason))
    later = find_correction(db.session(), row.id)
    if later is not None:
        said.append(_("已由 %(no)s 更正，以更正后的为准。", no=later.doc_no))
    said.append(_("存档校验 SHA-256：%(digest)s", digest=row.content_sha256))
    downloads = [
        (kind.upper(), url_for("documents.download", document_id=row.id, form=kind)) for kind in services.FORMATS
    ]
    return {"back": back, "status": status, "downloads": downloads, "notes": said}


@blueprint.get("/documents/<int:document_id>/<any(pdf, docx):form>")
@guards.permission("documents.read")
def download(document_id: int, form: str) -> ResponseReturnValue:
    """The PDF or DOCX as it was made when the paper was issued."""
    row = get_document(db.session(), document_id, scope=guards.scope())
    data = services.read_copy(row, cast(services.Format, form), store=press().store)
    return hand_out(data, form, file_name(row, row.account))


def file_name(row: Document, account: Account) -> str:
    """禾网信约〔2026〕5号 约谈通知书 禾川身边事, and 作废 where it is."""
    void = "（作废）" if row.void_reason is not None else ""
    return f"{row.doc_no}{void} {row.title} {account.name}"


@blueprint.post("/documents/<int:document_id>/void")
@guards.permission("documents.issue")
def void(document_id: int) -> ResponseReturnValue:
    """Void an issued paper with a reason."""
    form = VoidForm()
    done = attempt(
        form,
        lambda session: services.void(session, document_id, reason=form.reason.data or "", by=guards.actor(), at=now()),
    )
    if done is None:
        return page(document_id, form)
    flash(_("已作废，编号留在台账里不再使用。"), "done")
    return redirect(url_for("documents.show", document_id=document_id))
