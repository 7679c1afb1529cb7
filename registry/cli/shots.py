"""`registry shots`: a picture of every kind of page of the demonstration, in both sizes and both languages."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli.contract import Answer, answering
from registry.cli.demo_serving import (
    DESKTOP,
    PHONE,
    browsing,
    find_chromium,
    folder_of_demo,
    is_page,
    kind_of,
    links_of,
    serving,
    sign_in,
    walk,
)
from registry.domain.errors import Refusal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WHO = ("liuguohua", "admin")
"""Whose pages are taken: a head's, who sees nearly all, and the administrator's."""
SIZES = {"desktop": DESKTOP, "phone": PHONE}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(["zh", "en"]), default=("zh", "en"), show_default=True,
    help="哪种语言，可写多次 (which languages)",
)  # fmt: skip
@answering
def shots(folder: Path, languages: tuple[str, ...]) -> Answer:
    """把演示数据的每种页面拍成图片 (pictures of every kind of page; needs playwright and chromium)."""
    from registry.settings import read_settings

    executable = find_chromium()
    if executable is None:
        raise Refusal("cli.chromium_missing")
    data = folder_of_demo()
    settings = replace(
        read_settings(),
        data_dir=data,
        database_url=f"sqlite:///{data / 'registry.db'}",
        redis_url="",
        secure_cookies=False,
    )
    try:
        with serving(settings) as address, browsing(executable) as browser:
            taken = [
                name
                for language in languages
                for username in WHO
                for name in _take_all(browser, address, username, folder / language)
            ]
    finally:
        shutil.rmtree(data, ignore_errors=True)
    return Answer({"folder": str(folder), "pictures": taken}, f"共 {len(taken)} 张图片，在 {folder}")


def _take_all(browser: "Browser", address: str, username: str, folder: Path) -> list[str]:
    """Take each kind of page somebody is led to, whole, in both sizes; returns the pictures' names."""
    from registry.cli.demo_people import PASSWORD

    page = browser.new_context(viewport=DESKTOP, locale="zh-CN").new_page()  # type: ignore[arg-type]  # width and height
    page.context.add_cookies([{"name": "language", "value": folder.name, "url": address}])
    sign_in(page, address, username, PASSWORD)
    taken: list[str] = []

    def see(path: str) -> list[str]:
        if not is_page(page, address + path):
            return []
        page.goto(address + path)
        for size, viewport in SIZES.items():
            name = f"{size}/{username}{kind_of(path).rstrip('/').replace('/', '-') or '-home'}.png".replace("#", "n")
            page.set_viewport_size(viewport)  # type: ignore[arg-type]  # see above
            page.screenshot(path=folder / name, full_page=True)
            taken.append(f"{folder.name}/{name}")
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # see above
        return links_of(page)

    walk("/", see)
    page.context.close()
    return taken


COMMANDS = (shots,)
