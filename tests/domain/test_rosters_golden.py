"""Golden samples: quirks met in rosters, each a file an office could have sent and what must be read from it.

What a sample's JSON means, and how its file is made, stands in tests/roster_samples.py.
"""

import json
from pathlib import Path

import pytest

from registry.wording import word
from tests.roster_samples import FOLDER, outcome

SAMPLES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_expected(path: Path):
    sample = json.loads(path.read_text("utf-8"))
    found = outcome(sample)
    assert found == sample["expected"]
    for each in found.get("problems", ()):
        assert each[5].startswith(("rosters.", "identifiers."))
    if "refused" in found:
        assert word(found["refused"], {"title": "", "other": 1, "header_row": 1, "found": "", "sheet": "", "cell": "",
                                       "megabytes": 1})  # fmt: skip


def test_every_kind_of_office_file_has_its_sample():
    assert len(SAMPLES) >= 40
