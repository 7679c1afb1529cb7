"""What is installed is whole: the wheel brings its templates, static files and migrations along."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SERVE = """
from registry import create_app, paths, upgrading
app = create_app()
upgrading.upgrade(app)
client = app.test_client()
page, sheet = client.get("/login"), client.get("/static/app.css")
has_field = 'name="password"' in page.get_data(as_text=True)
print(paths.find_folder("templates"), page.status_code, sheet.status_code, has_field)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked by pip into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("registry-*.whl")
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(folder / "site"), str(wheel)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "site"


def run(installed: Path, data_dir: Path, code: str, *arguments: str) -> str:
    """Run Python on the installed package, far from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "REGISTRY_DATA_DIR": str(data_dir), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=data_dir,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_page_is_served_from_the_installed_package(installed: Path, tmp_path: Path) -> None:
    told = run(installed, tmp_path, SERVE).split()
    assert told == [str(installed / "registry" / "templates"), "200", "200", "True"]


def test_the_installed_command_creates_a_database(installed: Path, tmp_path: Path) -> None:
    document = json.loads(run(installed, tmp_path, "from registry.cli import main; main()", "upgrade", "--json"))
    assert document["upgraded"] is True
    assert (tmp_path / "registry.db").is_file()


def test_the_wheel_holds_no_tests_and_no_secrets(installed: Path) -> None:
    names = {path.relative_to(installed).parts[0] for path in installed.rglob("*") if path.is_file()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"registry", "bin"}
    assert not list(installed.rglob("*.key"))


def test_the_lock_names_no_address_and_hashes_everything() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert " @ " not in text
    pinned = [block for block in text.split("\n") if "==" in block and not block.startswith("#")]
    assert len(pinned) > 80
    assert all(line.endswith("\\") for line in pinned), "each is followed by its hashes"
