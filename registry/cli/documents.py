"""Issued papers at the command line: written to a file as they were made, never rendered anew."""

from pathlib import Path

import click

from registry.cli.contract import KEY, Answer, answering, opened
from registry.cli.outputs import form_of, write_file


@click.group()
def document() -> None:
    """文书 (issued papers)."""


@document.command("print")
@click.argument("document_id", type=KEY)
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "docx"]),
    help="格式，缺省看文件名 (default: the file's ending, else pdf)",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到 (file)")
@answering
def print_(document_id: int, form: str | None, output: Path) -> Answer:
    """把定稿的文书写成文件 (write an issued paper to a file)."""
    from registry.services.documents import FORMATS, read_copy
    from registry.services.files import Store
    from registry.settings import read_settings
    from registry.store.db import db
    from registry.store.documents import get_document
    from registry.store.scope import EVERYTHING

    chosen = form_of(output, FORMATS, FORMATS[FORMATS.index(form)] if form else None)
    with opened():
        row = get_document(db.session(), document_id, scope=EVERYTHING)
        data = read_copy(row, chosen, store=Store(read_settings().papers_dir))
        write_file(output, data)
        answer = {"file": str(output), "doc_no": row.doc_no, "kind": row.kind.value, "bytes": len(data)}
    return Answer(answer, f"{row.doc_no}　{output}")


COMMANDS = (document,)
