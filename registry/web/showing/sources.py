"""Where an account's values come from, as its page says it: one line a source, with the fields it gave."""

from collections.abc import Mapping

from flask_babel import gettext as _

from registry.domain.rosters.fields import BY_NAME
from registry.services.provenance import Source
from registry.web.formats import day


def lines(sources: Mapping[str, Source]) -> list[tuple[str, str, str]]:
    """(day, file and place or user, fields) of each source, the newest first."""
    fields: dict[Source, list[str]] = {}
    for name in BY_NAME:
        if name in sources:
            fields.setdefault(sources[name], []).append(_(BY_NAME[name].label))
    newest = sorted(fields, key=lambda source: source.at, reverse=True)
    return [(day(source.at), _origin(source), "、".join(fields[source])) for source in newest]


def _origin(source: Source) -> str:
    if source.import_id is None:
        origin = _("%(name)s 录入", name=source.user)
    elif not source.sheet:
        origin = _("%(file)s 第 %(row)s 行（%(name)s 导入）", file=source.filename, row=source.row, name=source.user)
    else:
        place = {"file": source.filename, "sheet": source.sheet, "row": source.row, "name": source.user}
        origin = _("%(file)s“%(sheet)s”第 %(row)s 行（%(name)s 导入）", **place)
    return str(origin)
