"""Files named on the command line: written whole or not at all, in the form their ending says."""

import sys
from pathlib import Path

import pytest

from registry.cli.outputs import TABLES, form_of, read_file, read_text, writable, write_file
from registry.domain.errors import Refusal


@pytest.mark.parametrize(
    ("file", "asked", "form"),
    [("a", None, "xlsx"), ("a.CSV", None, "csv"), ("a", "csv", "csv"), ("2026.1.xlsx", "xlsx", "xlsx")],
)
def test_a_form_is_the_one_asked_for_or_the_endings_or_the_first(file: str, asked: str | None, form: str) -> None:
    assert form_of(file, TABLES, TABLES[TABLES.index(asked)] if asked else None) == form


@pytest.mark.parametrize(
    ("file", "asked", "code", "details"),
    [
        ("a.docx", None, "cli.ending_unknown", {"ending": ".docx", "known": [".xlsx", ".csv"]}),
        ("a.csv", "xlsx", "cli.ending_contradicts", {"ending": ".csv", "form": "xlsx"}),
    ],
)
def test_an_ending_that_says_another_thing_is_refused(
    file: str, asked: str | None, code: str, details: dict[str, object]
) -> None:
    with pytest.raises(Refusal) as refused:
        form_of(file, TABLES, TABLES[TABLES.index(asked)] if asked else None)
    assert (refused.value.code, dict(refused.value.params)) == (code, details)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def place_and_fail(target: Path) -> None:
    with writable(target) as output:
        output.stream.write(b"new")
        output.place()
        assert target.read_bytes() == b"new"
        raise OSError("no concern of the file")


def lose_and_place(target: Path) -> None:
    with writable(target) as output:
        Path(output.stream.name).unlink()
        output.place()


@pytest.mark.parametrize("before", [None, b"former"])
def test_a_file_placed_and_then_given_up_is_as_it_was(tmp_path: Path, before: bytes | None) -> None:
    target = tmp_path / "a.csv"
    if before is not None:
        target.write_bytes(before)
    with pytest.raises(OSError, match="no concern of the file"):
        place_and_fail(target)
    assert left_in(tmp_path) == ([] if before is None else ["a.csv"])
    assert before is None or target.read_bytes() == before


def test_a_refusal_of_the_block_is_passed_on_and_what_was_begun_is_gone(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused, writable(tmp_path / "a.csv"):
        raise Refusal("regions.unknown", region="x")
    assert refused.value.code == "regions.unknown"
    assert left_in(tmp_path) == []


def test_a_file_that_cannot_be_put_in_its_place_is_refused_and_leaves_the_former(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"former")
    with pytest.raises(Refusal) as refused:
        lose_and_place(target)
    assert refused.value.code == "cli.unwritable"
    assert (left_in(tmp_path), target.read_bytes()) == (["a.csv"], b"former")


def test_a_file_written_replaces_the_former_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    for content in (b"one", b"two"):
        write_file(target, content)
    assert (left_in(tmp_path), target.read_bytes()) == (["a.pdf"], b"two")


@pytest.mark.skipif(sys.platform == "win32", reason="links and device files of POSIX")
def test_a_link_stays_one_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "a.pdf", tmp_path / "link.pdf"
    link.symlink_to(target)
    write_file(link, b"one")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"one")
    with pytest.raises(Refusal) as refused:
        write_file("/dev/null", b"one")
    assert refused.value.code == "cli.unwritable"


def test_a_folder_a_missing_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    for act, path, code in (
        (lambda path: write_file(path, b""), tmp_path, "cli.file_is_folder"),
        (lambda path: write_file(path, b""), tmp_path / "no" / "a", "cli.folder_missing"),
        (read_file, tmp_path, "cli.file_is_folder"),
        (read_text, tmp_path / "no", "cli.file_missing"),
    ):
        with pytest.raises(Refusal) as refused:
            act(path)
        assert refused.value.code == code
