"""Files that come in with a form and go out again: always stored by hash, always handed out as a download."""

from collections.abc import Iterable
from io import BytesIO

from flask import Response, current_app, send_file
from werkzeug.datastructures import FileStorage

from registry.services.files import Store, Stored, check_evidence


def store() -> Store:
    """The folder of files of the running registry."""
    return Store(current_app.extensions["registry.settings"].evidence_dir)


def take(uploads: Iterable[FileStorage | None]) -> list[Stored]:
    """Check all uploads, then store them; empty fields are left out. Raises Refusal naming the first not taken."""
    given = [(upload.read(), upload.filename) for upload in uploads if upload and upload.filename]
    for data, filename in given:
        check_evidence(data, filename)
    opened = store()
    return [opened.put(data, filename) for data, filename in given]


def hand_out(sha256: str, filename: str) -> Response:
    """The stored file as a download: never shown inline, never sniffed, never run."""
    answer = send_file(
        BytesIO(store().get(sha256)),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=filename,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
