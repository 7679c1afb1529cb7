"""Files by content: what a name brings along never reaches a header or a database."""

from pathlib import Path

import pytest

from registry.domain.errors import NotFound
from registry.services.files import Store


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("截图.png", "截图.png"),
        ("C:\\Users\\me\\截图.png", "截图.png"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil: 1.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_kept_without_folder_and_control_characters(tmp_path: Path, given: str, kept: str) -> None:
    assert Store(tmp_path).put(b"x", given).filename == kept


def test_where_no_file_is_kept_there_is_none_to_drop(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.put(b"x", "a.xlsx")
    store.drop("")
    assert store.get(kept.sha256) == b"x"
    store.drop(kept.sha256)
    store.drop(kept.sha256)
    with pytest.raises(NotFound):
        store.get(kept.sha256)
