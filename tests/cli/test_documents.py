"""Issued papers at the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from registry import cli
from registry.cli.contract import run
from registry.domain.documents.fonts import packaged_fonts
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.services import documents, papers
from registry.services.files import Store
from registry.wording.papers import Teller
from tests.factories import AT, ON, make_account, writing


@pytest.mark.parametrize("form", documents.FORMATS)
def test_an_issued_paper_is_written_as_it_was_made(
    app: OpenAPI,
    actor: Callable[[str], Actor],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    form: documents.Format,
) -> None:
    clerk, store = actor("clerk"), Store(tmp_path / "documents")
    with writing(app) as session:
        case = papers.open_case(session, None, measure_id=None, account_id=make_account(session, clerk).id, by=clerk)
        row = documents.issue(
            session, case, papers.Details(compiled_by="周敏"), tell=Teller(default_rulebooks()), by=clerk, at=AT, on=ON,
            press=documents.Press(packaged_fonts(), store),
        )  # fmt: skip
        made, doc_no = documents.read_copy(row, form, store=store), row.doc_no
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path))
    target = tmp_path / "paper"
    assert run(cli.root, ["document", "print", "1", "--format", form, "-o", str(target), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["doc_no"] == doc_no
    assert target.read_bytes() == made
    named = tmp_path / f"paper.{form}"
    assert run(cli.root, ["document", "print", "1", "-o", str(named), "--json"]) == 0
    assert (named.read_bytes(), json.loads(capfd.readouterr().out)["file"]) == (made, str(named))
    for ending, asked in ((".txt", []), (f".{form}", ["--format", "docx" if form == "pdf" else "pdf"])):
        other = tmp_path / f"other{ending}"
        assert run(cli.root, ["document", "print", "1", "-o", str(other), *asked, "--json"]) == 1
        assert json.loads(capfd.readouterr().out)["error"]["code"].startswith("cli.ending_")
        assert not other.exists()
    assert run(cli.root, ["document", "print", "99", "-o", str(target), "--json"]) == 1
    assert json.loads(capfd.readouterr().out)["error"]["code"] == "documents.unknown"
    missing = tmp_path / "没有" / "paper"
    assert run(cli.root, ["document", "print", "1", "-o", str(missing), "--json"]) == 1
    error = json.loads(capfd.readouterr().out)["error"]
    assert (error["code"], error["details"]) == ("cli.folder_missing", {"folder": str(missing.parent)})
