"""The rules of the house, kept by test. Each guard was seen to fail before it was trusted (rule 20)."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI
from jinja2 import Environment, meta

from registry import wording
from registry.domain.permissions import PERMISSIONS
from registry.web import guards, navigation

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "registry").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js"})
BELOW_THE_ROOF = ("domain", "store", "services")
MAX_LINES, MAX_VIEW_LINES = 400, 25
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "lib"}
TOP_LEVEL = {"pyproject.toml", "registry", "migrations", "static", "templates", "tests", "README.md", "Makefile"}
TOP_LEVEL |= {"requirements.lock", "__pycache__", "dist", "build"}
UNLINKED = {
    "static": "Flask's own",
    "bootstrap.static": "Bootstrap-Flask's own",
    "home.healthz": "asked by whoever watches the server, not by a reader",
    "jobs.progress": "asked by static/app.js with the address the progress component gives it",
}
DOTTED = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
DOTTED_BEGINNING = re.compile(r"[a-z_]+\.[a-z_.]*")
JINJA = Environment(extensions=["jinja2.ext.do", "jinja2.ext.i18n"], autoescape=True)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def on_floor(path: Path, *floors: str) -> bool:
    return path.relative_to(ROOT / "registry").parts[0] in floors


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the name called: ``date.today`` of ``date.today()``, ``now`` of ``now()``."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield ast.unparse(node.func), node


@cache
def texts(path: Path) -> frozenset[str]:
    """Every string of a module, docstrings and pieces of f-strings included."""
    strings = (node.value for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant))
    return frozenset(value for value in strings if isinstance(value, str))


@cache
def spoken(path: Path) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)


@cache
def quoted_in_templates() -> frozenset[str]:
    return frozenset(text for path in TEMPLATES for text in re.findall(r"""['"]([a-z_.]+)['"]""", spoken(path)))


def said_outside_wording() -> set[str]:
    """Every string of the code and the templates, the wordings themselves apart."""
    said = {text for path in CODE if not on_floor(path, "wording") for text in texts(path)}
    return (
        said | quoted_in_templates() | {text for path in CODE if path.parent.name == "wording" for text in _keys(path)}
    )


def _keys(path: Path) -> set[str]:
    """The strings a wording module speaks with in its functions, not those of its table."""
    functions = [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)]
    nodes = [node for function in functions for node in ast.walk(function)]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def beginnings() -> Iterator[str]:
    """How codes begin that are put together when they are spoken: f"jobs.state.{state}", 'jobs.state.' ~ state."""
    for path in CODE:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                yield str(node.values[0].value)
    for path in TEMPLATES:
        yield from re.findall(r"""['"]([a-z_]+\.[a-z_.]*)['"] ~""", spoken(path))


def first_text(call: ast.Call, at: int = 0) -> str | None:
    """The string a call has at a place among its arguments."""
    given = call.args[at] if len(call.args) > at else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


# imports, commits, the clock ------------------------------------------------------------------------------------------


def test_imports_go_down_only() -> None:
    """The contracts stand in pyproject.toml."""
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    ran = subprocess.run([*linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_only_the_transaction_commits() -> None:
    committing = [
        name_of(path)
        for path in CODE
        for called, _ in calls(path)
        if called.rpartition(".")[2] == "commit" and "." in called
    ]
    assert committing == ["registry/store/db.py"]


def test_there_is_no_clock_below_the_roof() -> None:
    clocks = re.compile(
        r"(^|\.)(today|now|utcnow|current_timestamp|current_date|localtime|monotonic|perf_counter)$|^time\."
    )
    found = [
        f"{name_of(path)}: {called}"
        for path in CODE
        if on_floor(path, *BELOW_THE_ROOF)
        for called, _ in calls(path)
        if clocks.search(called)
    ]
    assert found == []


def test_nothing_but_the_settings_reads_the_environment() -> None:
    readers = {name_of(path) for path in CODE if re.search(r"\benviron\b|\bgetenv\b", path.read_text("utf-8"))}
    assert readers == {"registry/settings.py"}


# routes, permissions, views ------------------------------------------------------------------------------------------


def test_every_route_names_a_permission_or_is_listed_as_open(app: OpenAPI) -> None:
    views = app.view_functions.items()
    unnamed = {endpoint for endpoint, view in views if getattr(view, "permission", None) not in PERMISSIONS}
    assert unnamed == set(guards.PUBLIC)
    marked = {endpoint for endpoint, view in views if getattr(view, "permission", "") is None}
    assert marked | {"static", "bootstrap.static"} == set(guards.PUBLIC), "open to all and marked so"


def test_every_permission_named_exists_and_every_one_is_used() -> None:
    asking = {"guards.permission", "require", "may", "asker_may", "guards.asker_may", "permission"}
    named = {
        text
        for path in CODE
        for called, call in calls(path)
        if called in asking
        and (text := first_text(call, 0 if called.endswith("permission") or "asker" in called else 1))
    }
    named |= {text for path in TEMPLATES for text in re.findall(r"\bmay\('([a-z_.]+)'", spoken(path))}
    named |= set(navigation.PERMISSIONS.values())
    assert named - set(PERMISSIONS) == set()
    elsewhere = {text for path in CODE if path.name != "permissions.py" for text in texts(path)} | quoted_in_templates()
    assert set(PERMISSIONS) - elsewhere == set(), "nobody asks for it"


def test_every_menu_entry_asks_for_its_routes_own_permission(app: OpenAPI) -> None:
    asked = {endpoint: getattr(app.view_functions[endpoint], "permission", "") for endpoint in navigation.PERMISSIONS}
    assert asked == navigation.PERMISSIONS


def test_a_view_has_at_most_twenty_five_lines() -> None:
    long = [
        f"{name_of(path)}: {node.name} has {lines}"
        for path in CODE
        if on_floor(path, "web")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and any("blueprint." in ast.unparse(mark) for mark in node.decorator_list)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > MAX_VIEW_LINES
    ]
    assert long == []


def test_every_route_is_linked_from_a_page_or_a_view(app: OpenAPI) -> None:
    linked = set(navigation.PERMISSIONS)
    for path in [*TEMPLATES, *(path for path in CODE if on_floor(path, "web"))]:
        linked |= set(re.findall(r"""url_for\(\s*["']([a-z_.]+)["']""", path.read_text("utf-8")))
    routes = set(app.view_functions)
    assert linked - routes - {"static"} == set(), "a link to nowhere"
    assert routes - linked == set(UNLINKED) - linked, "no way leads there"


# templates -----------------------------------------------------------------------------------------------------------


def test_every_template_named_exists_and_every_one_is_reached() -> None:
    known = {path.relative_to(ROOT / "templates").as_posix(): path for path in TEMPLATES}
    rendered = {text for path in CODE for text in texts(path) if re.fullmatch(r"[a-z_/]+\.html", text)}
    assert rendered - set(known) == set(), "rendered but missing"
    reached: set[str] = set()
    ahead = set(rendered)
    while ahead:
        name = ahead.pop()
        assert name in known, f"{name} is included somewhere but missing"
        reached.add(name)
        tree = JINJA.parse(known[name].read_text("utf-8"))
        ahead |= {str(found) for found in meta.find_referenced_templates(tree) if found} - reached
    assert set(known) - reached == set(), "no page uses it"


@pytest.mark.parametrize("path", STATIC, ids=name_of)
def test_nothing_static_asks_another_host(path: Path) -> None:
    assert not re.search(r"https?://|@import|//cdn", path.read_text("utf-8"))


# words ---------------------------------------------------------------------------------------------------------------


def test_every_refusal_has_its_words() -> None:
    refused = {
        text
        for path in CODE
        for called, call in calls(path)
        if called in {"Refusal", "NotFound", "word", "wording.word", "contract.word"} and (text := first_text(call))
        if DOTTED.fullmatch(text)
    }
    assert len(refused) > 50, "the search itself works"
    assert refused - set(wording._messages()) == set(), "nobody worded it"


def test_every_wording_is_used() -> None:
    said, begun = said_outside_wording(), tuple(text for text in beginnings() if DOTTED_BEGINNING.fullmatch(text))
    idle = {code for code in wording._messages() if code not in said and not code.startswith(begun)}
    assert idle == set()


def test_every_act_has_its_name_in_the_log_and_every_name_its_act() -> None:
    acts = {
        text
        for path in CODE
        if on_floor(path, "services")
        for called, call in calls(path)
        if called.rpartition(".")[2] in {"record", "log", "_log", "_audit"} and (text := first_text(call, 1))
        if DOTTED.fullmatch(text)
    }
    assert {f"acts.{act}" for act in acts} == {code for code in wording._messages() if code.startswith("acts.")}


# files, names, docstrings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*CODE, *TESTS, *TEMPLATES, *STATIC], ids=name_of)
def test_a_file_stays_short_and_is_named_by_its_noun(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MAX_LINES, f"{lines} lines: split it by noun or act"
    assert path.stem not in BANNED_NAMES


def test_the_top_level_holds_what_it_may() -> None:
    shown = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".egg-info"}
    assert shown - TOP_LEVEL == set()


@pytest.mark.parametrize("path", [path for path in CODE if path.read_text("utf-8").strip()], ids=name_of)
def test_what_is_public_says_what_it_is(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), "the module"
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    inside = [
        node for outer in public if isinstance(outer, ast.ClassDef) for node in outer.body if isinstance(node, kinds)
    ]
    silent = [node.name for node in [*public, *inside] if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert silent == []


def test_tests_neither_sleep_nor_pretend() -> None:
    found = [
        name_of(path)
        for path in TESTS
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"})
    ]
    assert found == []
