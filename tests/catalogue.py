"""Every sentence the product says, gathered from its code, its pages and its tables; `python -m tests.catalogue` puts the
English catalogue in order: new sentences in, untranslated; those nobody says any more out.
"""

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from registry.domain.rosters.fields import FIELDS
from registry.domain.rosters.old_ledger_columns import FIELDS as OLD_FIELDS
from registry.domain.terms import LABELS
from registry.wording.languages import read_catalogue

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "_l": None, "gettext": None, "lazy_gettext": None}
METHODS = {"registry": [("**.py", "python")], "templates": [("**.html", "jinja2")]}
OPTIONS = {"**.html": {"extensions": "jinja2.ext.do,jinja2.ext.i18n", "silent": "false"}}
PUNCTUATION = ("、", "：", "；")
"""What joins sentences; said by the code that joins them."""


def said() -> dict[str, str]:
    """Each sentence, and where it is said first."""
    found: dict[str, str] = {}
    for sentence, place in _all():
        found.setdefault(sentence, place)
    return found


def _all() -> Iterator[tuple[str, str]]:
    for folder, methods in METHODS.items():
        for path, _line, sentence, _comments, _context in extract_from_dir(ROOT / folder, methods, OPTIONS, KEYWORDS):
            if isinstance(sentence, str) and sentence:
                yield sentence, f"{folder}/{path}"
    for vocabulary, labels in LABELS.items():
        yield from ((words, vocabulary.__name__) for words in labels.values())
    for fields in (FIELDS, OLD_FIELDS):
        yield from ((field.label, "columns") for field in fields)
    yield from ((sign, "wording") for sign in PUNCTUATION)


def bring_up_to_date(given: dict[str, str] | None = None) -> Catalog:
    """The catalogue of all that is said now; ``given``: translations to take in, beside those it has."""
    old = read_catalogue("en")
    known = {str(each.id): str(each.string) for each in old if each.id} | (given or {})
    new = Catalog(locale="en", header_comment=old.header_comment, project="registry", fuzzy=False)
    for sentence, place in sorted(said().items(), key=lambda each: (each[1], each[0])):
        new.add(sentence, known.get(sentence, ""), locations=[(place, 0)])
    return new


if __name__ == "__main__":
    catalogue = bring_up_to_date()
    target = files("registry") / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with Path(str(target)).open("wb") as opened:
        write_po(opened, catalogue, width=0, include_lineno=False, omit_header=False)
    left = [each for each in catalogue if each.id and not each.string]
    sys.stdout.write(f"{len(catalogue)} 句，{len(left)} 句还没有英文\n")
