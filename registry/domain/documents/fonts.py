"""Which fonts the PDF is set in: a configured folder, else the system's, else the one that comes with the
product.

GB/T 9704 asks for 小标宋, 仿宋, 楷体, 黑体 and 宋体. They are the desktop's, often licensed, sometimes
missing; a paper is made all the same, in what there is, and ``Fonts.substitute`` lets the page say so. The
packaged Noto Sans SC (OFL) always stands behind the others, since 仿宋_GB2312 and its like lack many
characters of names (喆, 玥, 堃 …).
"""

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from registry.domain.documents import glyphs

PACKAGED_FAMILY: Final = "Noto Sans SC"
_REGULAR, _HEAVY, _BOLD = 400, 600, 700

# Faces in falling order of preference, with the weight asked of them. The first line of each are the fonts
# the standard means; the second stand in for them and count as substitutes.
_MEANT: Final[dict[str, tuple[str, ...]]] = {
    "body": (
        *("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"),
        *("方正仿宋_GBK", "FZFangSong-Z02", "Zhuque Fangsong"),
    ),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    "heading1": ("SimHei", "黑体", "FZHei-B01", "方正黑体_GBK", "STHeiti"),
    "heading2": (
        *("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"),
        *("FZKai-Z03", "方正楷体_GBK"),
    ),
    "page_no": ("SimSun", "宋体", "NSimSun", "STSong", "FZShuSong-Z01", "方正书宋_GBK"),
}
_NOTO_SONG: Final = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC")
_SONG: Final = ("SimSun", "宋体", "STSong", *_NOTO_SONG, "FandolSong")
_STAND_IN: Final[dict[str, tuple[str, ...]]] = {
    "body": ("FandolFang R", "FandolFang", *_SONG),
    "title": ("STZhongsong", "华文中宋", *_NOTO_SONG, "FandolSong", "SimSun"),
    "heading1": ("Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "FandolHei", PACKAGED_FAMILY),
    "heading2": ("FandolKai", "LXGW WenKai", *_SONG),
    "page_no": _SONG,
}
_WEIGHTS: Final = {
    "body": _REGULAR,
    "title": _BOLD,
    "heading1": _HEAVY,
    "heading2": _REGULAR,
    "page_no": _REGULAR,
}

_SYSTEM: Final = (
    *((Path("C:/Windows/Fonts"),) if sys.platform == "win32" else ()),
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
)


@dataclass(frozen=True)
class Face:
    """Families in order of preference, and the weight asked of them."""

    families: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Fonts:
    """What a PDF is set in. ``folders`` are all typst is shown; ``files`` (path, index) back the faces'
    families.

    ``faces`` maps body, title, heading1, heading2, page_no. ``substitute``: the body is not in a 仿宋.
    """

    folders: tuple[Path, ...]
    files: tuple[tuple[Path, int], ...]
    faces: tuple[tuple[str, Face], ...]
    substitute: bool

    @property
    def body_family(self) -> str:
        """The family the body is set in, e.g. "FangSong"."""
        return dict(self.faces)["body"].families[0]

    def draws(self, char: str) -> bool:
        """Whether one of the files has a glyph for ``char``; the packaged one, which has most, is asked
        first."""
        return any(ord(char) in glyphs.coverage(path, index) for path, index in self.files)


@cache
def find_fonts(configured: Path | None = None) -> Fonts:
    """Choose fonts: from the ``configured`` folder if it has a 仿宋 or 宋体, else the system's, else the
    packaged one.

    Looks once per process and folder; a font installed later is seen after a restart.
    """
    for folder in (configured, *_SYSTEM):
        if folder and folder.is_dir():
            found = _read(folder)
            if set(found) & {*_MEANT["body"], *_STAND_IN["body"]}:
                return _chosen(found)
    return packaged_fonts()


@cache
def packaged_fonts() -> Fonts:
    """The font that comes with the product, alone."""
    return _chosen({})


def packaged_folder() -> Path:
    """The folder of Noto Sans SC inside its package; the package itself, which loads much, is not
    imported."""
    spec = importlib.util.find_spec("justmytype_intl_cjk")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("justmytype_intl_cjk")
    return Path(spec.origin).parent / "fonts" / "ofl" / "notosanssc"


@cache
def typst_fonts(folders: tuple[Path, ...]) -> Any:
    """typst's own list of the fonts in ``folders``, read once."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _read(folder: Path) -> dict[str, list[tuple[Path, int]]]:
    """The families under ``folder`` with their files."""
    found: dict[str, list[tuple[Path, int]]] = {}
    for font in typst_fonts((folder,)).fonts():
        if font.path:
            found.setdefault(font.family, []).append((Path(font.path), font.index))
    return found


def _chosen(found: dict[str, list[tuple[Path, int]]]) -> Fonts:
    """The faces that ``found`` can give, each ending in the packaged font."""
    faces = {name: _face(name, found) for name in _MEANT}
    used = {family for face in faces.values() for family in face.families if family in found}
    files = _files(found, used)
    return Fonts(
        folders=tuple(dict.fromkeys([packaged_folder(), *(path.parent for path, _ in files)])),
        files=(*((path, 0) for path in packaged_folder().glob("*.ttf")), *files),
        faces=tuple(faces.items()),
        substitute=faces["body"].families[0] not in _MEANT["body"],
    )


def _face(name: str, found: Iterable[str]) -> Face:
    """The best family there is for a face, then the packaged one."""
    known = [family for family in (*_MEANT[name], *_STAND_IN[name]) if family in found]
    families = tuple(dict.fromkeys([*known[:1], PACKAGED_FAMILY]))
    return Face(families, _WEIGHTS[name])


def _files(found: dict[str, list[tuple[Path, int]]], used: set[str]) -> list[tuple[Path, int]]:
    """One file per family: its weights cover the same characters."""
    return sorted(found[family][0] for family in used)
