"""Showing an officer how the sheets of an uploaded roster begin, so that he can say where the header stands.

Only while nothing was written: a preview whose header was taken wrongly, or a file refused because it has none that anybody
recognises. What is chosen goes the way of every other choice (choosing.choose).
"""

from datetime import date

from sqlalchemy.orm import Session

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.beginnings import Beginnings
from registry.domain.terms import ImportState
from registry.services.choosing import choices_of
from registry.services.files import Store
from registry.services.reading import begin_in_child
from registry.services.rosters import open_upload
from registry.store.rosters import Import, get_import
from registry.store.scope import scope_of

MENDABLE = frozenset(
    f"rosters.{code}"
    for code in (
        "no_header", "no_rows", "only_examples", "no_sheet_wanted", "transposed", "second_header", "header_twice", "tables_beside",
        "empty_workbook",
    )
)  # fmt: skip
"""Refusals of a whole file that another header row, another sheet or a hidden one may mend."""


def is_mendable(taken: Import) -> bool:
    """Whether choosing header rows and sheets may still bring an import about: its file is there, nothing is written."""
    if not taken.upload_sha256:
        return False
    code = (taken.failure or {}).get("code")
    return taken.state is ImportState.PREVIEWED or (taken.state is ImportState.FAILED and code in MENDABLE)


def look_at_sheets(session: Session, import_id: int, *, uploads: Store, by: Actor, on: date) -> Beginnings:
    """How the sheets of an import's file begin; waits for a process of its own.

    Raises Refusal: rosters.settled where nothing is to be chosen any more, rosters.file_gone, and what the reading refuses.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code))
    require(by, "rosters.import", taken.region_code)
    if not is_mendable(taken):
        raise Refusal("rosters.settled", state=taken.state)
    try:
        data = open_upload(taken, uploads)
    except NotFound as gone:
        raise Refusal("rosters.file_gone") from gone
    return begin_in_child(data, taken.filename, today=on, choices=choices_of(session, taken))
