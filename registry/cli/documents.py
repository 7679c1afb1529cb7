"""Issued papers at the command line: written to a file as they were made, never rendered anew."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from registry.cli.contract import KEY, Answer, answering, opened
from registry.cli.outputs import form_of, write_file

if TYPE_CHECKING:
    from registry.store.documents import Document

Made = Literal["pdf", "docx", "html"]
MADE: tuple[Made, ...] = ("pdf", "docx", "html")


@click.group()
def document() -> None:
    """文书 (issued papers)."""


@document.command("print")
@click.argument("document_id", type=KEY)
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "docx", "html"]),
    help="格式，缺省看文件名 (default: the file's ending, else pdf)",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到 (file)")
@answering
def print_(document_id: int, form: str | None, output: Path) -> Answer:
    """把定稿的文书写成文件 (write an issued paper to a file)."""
    from registry.services.documents import read_copy
    from registry.services.files import Store
    from registry.settings import read_settings
    from registry.store.db import db
    from registry.store.documents import get_document
    from registry.store.scope import EVERYTHING

    chosen: Made = form_of(output, MADE, MADE[MADE.index(form)] if form else None)
    with opened():
        row = get_document(db.session(), document_id, scope=EVERYTHING)
        store = Store(read_settings().papers_dir)
        data = page_of(row).encode() if chosen == "html" else read_copy(row, chosen, store=store)
        write_file(output, data)
        answer = {"file": str(output), "doc_no": row.doc_no, "kind": row.kind.value, "bytes": len(data)}
    return Answer(answer, f"{row.doc_no}　{output}")


def page_of(row: "Document") -> str:
    """An issued paper as one HTML file, with its own style inside."""
    from flask import current_app, get_template_attribute

    from registry.domain.documents import layout
    from registry.paths import find_folder
    from registry.services.documents import frozen, trace_of

    paper = frozen(row)
    style = "".join((find_folder("static") / name).read_text("utf-8") for name in ("tokens.css", "paper.css"))
    with current_app.test_request_context():
        sheet = get_template_attribute("documents/paper.html", "sheet")(paper, layout.look(paper), trace_of(row))
    head = f'<meta charset="utf-8"><title>{paper.title} {paper.doc_no}</title><style>{style}</style>'
    return f'<!doctype html><html lang="zh-Hans"><head>{head}</head><body class="desk">{sheet}</body></html>'


@document.command("forms")
@answering
def forms_() -> Answer:
    """列出全部表单和必填项 (the forms and what each must hold)."""
    from registry.domain.documents.catalogue import forms
    from registry.domain.terms import label

    found = [
        {
            "kind": form.kind.value, "number": form.number, "title": label(form.kind), "code": form.code,
            "style": form.style.value, "article": form.article,
            "fields": [
                {"name": each.name, "label": each.label, "kind": each.kind.value, "required": each.is_required}
                for each in form.fields
            ],
        }
        for form in forms().values()
    ]  # fmt: skip
    lines = [
        f"{form.number:2d}　{label(form.kind)}（{form.code}）：{'、'.join(each.label for each in form.required)}"
        for form in forms().values()
    ]
    return Answer(found, "\n".join(lines))


@document.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@answering
def verify_(file: Path) -> Answer:
    """核验一个文件是不是本台账定稿的文书 (is this file an issued paper?)."""
    import hashlib

    from registry.services import copies
    from registry.store.db import db
    from registry.store.scope import EVERYTHING

    with opened():
        found = copies.verify(db.session(), hashlib.sha256(file.read_bytes()).hexdigest(), scope=EVERYTHING)
        row = found.document
        answer = {
            "doc_no": row.doc_no, "kind": row.kind.value, "issued_on": row.issued_on.isoformat(),
            "issued_by": row.issued_by.name, "copy": found.copy.number if found.copy else None,
            "void": row.void_reason, "corrected_by": found.correction.doc_no if found.correction else None,
        }  # fmt: skip
    void = f"，已作废：{answer['void']}" if answer["void"] else ""
    corrected = f"，已由{answer['corrected_by']}更正" if answer["corrected_by"] else ""
    words = f"{answer['doc_no']}　{answer['issued_on']} {answer['issued_by']} 定稿{void}{corrected}"
    return Answer(answer, words, is_complete=not (void or corrected))


COMMANDS = (document,)
