"""The command line on rosters: one JSON document of the promised shape, exit codes, and what is left behind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from registry import cli
from registry.cli.contract import run
from registry.domain.terms import Platform
from registry.services import platforms
from registry.store.users import get_actor
from tests.factories import AT, CITY, COUNTY, NEIGHBOUR, ON, writing
from tests.roster_files import ID_NO, cells, one, workbook

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(
    app: OpenAPI, people: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Call:
    """A function that runs a command with --json on the registry of the test: (exit code, the one document)."""
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(app.extensions["registry.settings"].data_dir))

    def ask(*arguments: object) -> tuple[int, Any]:
        capfd.readouterr()
        code = run(cli.root, [*map(str, arguments), "--json"])
        return code, json.loads(capfd.readouterr().out)

    return ask


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A roster of two good rows, one without a platform, one said twice."""
    path = tmp_path / "花名册.xlsx"
    rows = (
        one(1, 包村干部="王村长"),
        one(2, 粉丝数="约3000", 统计日期="2026-05"),
        one(3, 所属平台=None),
        one(1, 粉丝数=9),
    )
    path.write_bytes(workbook(*rows))
    return path


def test_a_preview_compared_with_nothing_tells_sheets_counts_and_problems(call: Call, file: Path) -> None:
    code, told = call("roster", "preview", file)
    assert code == 0
    assert set(told) == {"sheets", "counts", "problems"}
    (sheet,) = told["sheets"]
    assert (set(sheet), sheet["name"], sheet["header_row"], sheet["rows"]) == (
        {"name", "header_row", "columns", "rows"}, "名册", 2, 4,
    )  # fmt: skip
    assert sheet["columns"]["uid"] == "平台账号ID"
    assert told["counts"] == {"add": 2, "change": 0, "same": 0, "doubtful": 1, "refused": 1}
    problem = next(each for each in told["problems"] if each["code"] == "rosters.platform_missing")
    assert set(problem) == {"sheet", "row", "column", "field", "level", "code", "message"}
    assert (problem["sheet"], problem["row"], problem["column"], problem["level"]) == ("名册", 5, "B", "error")


def test_rows_are_told_with_every_field_and_labels(call: Call, file: Path) -> None:
    _, told = call("roster", "preview", file, "--rows")
    first, second, *_ = told["rows"]
    assert set(first) == {"sheet", "row", "action", "values", "approximate", "extra"}
    assert (first["row"], first["action"], first["extra"]) == (3, "add", {"包村干部": "王村长"})
    assert len(first["values"]) == 25
    assert (first["values"]["platform"], first["values"]["holder_type"], first["values"]["mcn"]) == (
        "抖音",
        "企业",
        None,
    )
    assert (second["values"]["followers"], second["values"]["followers_on"]) == (3000, "2026-05")
    assert second["approximate"] == ["followers"]


def test_apply_tells_its_number_and_what_it_set_aside(call: Call, file: Path) -> None:
    code, told = call("roster", "apply", file, "--region", COUNTY, "--by", "clerk")
    assert (code, set(told)) == (0, {"import_id", "same_as", "counts", "set_aside"})
    assert told["same_as"] is None
    assert told["counts"]["add"] == 2
    assert {each["row"] for each in told["set_aside"]} == {5, 6}
    assert all(each["reasons"] for each in told["set_aside"])
    again = call("roster", "preview", file, "--region", COUNTY)[1]
    assert (again["counts"]["same"], again["counts"]["add"]) == (2, 0)


def test_a_roster_applied_before_says_as_which_import_and_is_no_failure(
    call: Call, file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = call("roster", "apply", file, "--region", COUNTY, "--by", "clerk")[1]["import_id"]
    renamed = tmp_path / "又一份.xlsx"
    renamed.write_bytes(file.read_bytes())
    code, told = call("roster", "apply", renamed, "--region", COUNTY, "--by", "clerk")
    assert (code, told["same_as"], told["counts"]["add"], told["counts"]["same"]) == (0, first, 0, 2)
    assert run(cli.root, ["roster", "apply", str(file), "--region", COUNTY, "--by", "clerk"]) == 0
    assert f"以前写入过，是导入 {told['import_id']}。" in capfd.readouterr().out
    for import_id in (told["import_id"] + 1, told["import_id"], first):
        assert call("roster", "undo", import_id, "--by", "clerk")[0] == 0
    assert call("roster", "apply", file, "--region", COUNTY, "--by", "clerk")[1]["same_as"] is None


def test_undo_tells_what_went_and_what_stayed(call: Call, file: Path) -> None:
    import_id = call("roster", "apply", file, "--region", COUNTY, "--by", "clerk")[1]["import_id"]
    code, told = call("roster", "undo", import_id, "--by", "clerk")
    assert (code, told) == (0, {"import_id": import_id, "removed": 2, "restored": 0, "kept": []})
    code, told = call("roster", "undo", import_id, "--by", "clerk")
    assert (code, told["error"]["code"]) == (1, "rosters.not_applied")


def test_export_and_template_write_workbooks(call: Call, file: Path, tmp_path: Path) -> None:
    call("roster", "apply", file, "--region", COUNTY, "--by", "clerk")
    target, blank = tmp_path / "out.xlsx", tmp_path / "blank.xlsx"
    assert call("roster", "export", target, "--region", COUNTY) == (0, {"file": str(target), "rows": 2})
    assert cells(target.read_bytes())["联系电话"] == ["138****2210"] * 2
    assert call("roster", "template", blank) == (0, {"file": str(blank)})
    assert "账号名称" in cells(blank.read_bytes())
    assert call("roster", "preview", target, "--region", COUNTY)[1]["counts"]["same"] == 2


def test_a_file_is_written_as_its_ending_says_or_not_at_all(call: Call, file: Path, tmp_path: Path) -> None:
    call("roster", "apply", file, "--region", COUNTY, "--by", "clerk")
    target, letter = tmp_path / "out.csv", tmp_path / "out.docx"
    assert call("roster", "export", target, "--region", COUNTY)[0] == 0
    assert "账号名称" in target.read_bytes().decode("gb18030").splitlines()[0]
    for command in (("roster", "export", letter, "--region", COUNTY), ("roster", "template", letter)):
        code, answer = call(*command)
        assert (code, answer["error"]["code"]) == (1, "cli.ending_unknown")
        assert not letter.exists()


def test_failures_are_documents_too(call: Call, file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    for arguments in (
        ("roster", "preview", tmp_path / "没有.xlsx"),
        ("roster", "preview", broken),
        ("roster", "apply", file, "--region", COUNTY, "--by", "nobody"),
        ("roster", "apply", file, "--region", COUNTY, "--by", "auditor"),
        ("roster", "apply", file, "--region", NEIGHBOUR, "--by", "clerk"),
        ("roster", "export", tmp_path / "missing" / "x.xlsx", "--region", COUNTY),
    ):
        code, told = call(*arguments)
        assert (code, set(told), set(told["error"])) == (1, {"error"}, {"code", "message", "details"}), arguments
        assert told["error"]["code"] != "cli.unexpected", arguments
    code, told = call("roster", "apply", file)
    assert (code, told["error"]["code"]) == (2, "cli.usage")


@pytest.mark.parametrize("named", ["西湖区", "西湖", "杭州市西湖区", COUNTY])
def test_a_region_may_be_named(call: Call, file: Path, tmp_path: Path, named: str) -> None:
    code, told = call("roster", "apply", file, "--region", named, "--by", "clerk")
    assert (code, told["counts"]["add"]) == (0, 2)
    assert call("roster", "preview", file, "--region", named)[1]["counts"]["same"] == 2
    assert call("roster", "export", tmp_path / "out.xlsx", "--region", named)[1]["rows"] == 2


def test_a_name_of_several_regions_or_of_none_is_refused(call: Call, file: Path) -> None:
    assert call("roster", "preview", file, "--region", "鼓楼区")[1]["error"]["code"] == "regions.ambiguous"
    assert call("roster", "preview", file, "--region", "火星县")[1]["error"]["code"] == "regions.unknown"


def test_a_preview_without_a_region_says_which_there_are(
    call: Call, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert call("roster", "preview", file)[0] == 0
    assert run(cli.root, ["roster", "preview", str(file)]) == 0
    said = capfd.readouterr().out
    assert f"请加 --region：{CITY} 浙江省杭州市、" in said
    assert f"{COUNTY} 浙江省杭州市西湖区" in said


def test_a_citys_file_that_names_no_county_is_set_aside_whole(call: Call, file: Path) -> None:
    code, told = call("roster", "apply", file, "--region", CITY, "--by", "c-clerk")
    assert (code, told["counts"]["add"], told["counts"]["doubtful"]) == (0, 0, 3)


def test_a_refused_apply_leaves_neither_rows_nor_files(call: Call, file: Path, app: OpenAPI) -> None:
    call("roster", "apply", file, "--region", COUNTY, "--by", "auditor")
    call("roster", "apply", file, "--region", NEIGHBOUR, "--by", "clerk")
    folder = app.extensions["registry.settings"].data_dir / "uploads"
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_personal_values_of_a_preview_stay_on_the_screen(call: Call, tmp_path: Path, app: OpenAPI) -> None:
    path = tmp_path / "一行.xlsx"
    path.write_bytes(workbook(one(1, 身份证号=ID_NO)))
    assert call("roster", "preview", path, "--rows")[1]["rows"][0]["values"]["id_no"] == ID_NO
    database = app.extensions["registry.settings"].data_dir / "registry.db"
    assert ID_NO.encode() not in database.read_bytes()


def test_an_offices_own_words_for_platforms_hold_at_the_command_line_too(
    app: OpenAPI, call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(workbook(one(1, 所属平台="抖某")))
    assert call("roster", "preview", path, "--region", COUNTY)[1]["counts"]["refused"] == 1
    with writing(app) as session:
        platforms.say(session, "抖某", Platform.DOUYIN, by=get_actor(session, "clerk"), at=AT, on=ON)
    code, told = call("roster", "preview", path, "--region", COUNTY, "--rows")
    assert (code, told["counts"]["add"], told["rows"][0]["values"]["platform"]) == (0, 1, "抖音")
    assert call("roster", "apply", path, "--region", COUNTY, "--by", "clerk")[1]["counts"]["add"] == 1
    assert call("roster", "preview", path)[1]["counts"]["refused"] == 1
