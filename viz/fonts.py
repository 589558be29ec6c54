"""Which letters a figure can use: a Chinese (CJK) font of this machine, or English labels where there is none.

A figure is never drawn with boxes in place of characters: what no font can draw is not drawn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..model.ground.text import Text

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "DengXian",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    "Noto Sans CJK TC",
    "Noto Sans CJK HK",
    "Noto Sans CJK JP",
    "Source Han Sans",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "STSong",
    "Noto Serif CJK JP",
    "AR PL UMing CN",
    "AR PL UKai CN",
)
"""Families that hold Chinese characters, the most legible in a figure first."""

_FILES = (
    "notosanscjk", "notosanssc", "notoserifcjk", "sourcehan", "pingfang", "hiragino", "msyh", "wqy", "heiti", "simhei", "simsun", "songti", "deng.",
    "droidsansfallback", "uming", "ukai",
)  # fmt: skip
"""Parts of file names of such fonts, for those installed after matplotlib listed the fonts of this machine."""

PLAIN = "DejaVu Sans"
"""The font that matplotlib brings along."""

_NEEDED = "邻里熟人楼门参与"
NO_FONT = Text(
    "No Chinese font was found on this computer, so the figures have English labels. Install one (for example fonts-noto-cjk) to have them in Chinese.",
    "本机没有中文字体，图中文字改用英文。安装一种中文字体（例如 fonts-noto-cjk）即可显示中文。",
)


@dataclass(frozen=True)
class Lettering:
    """What a figure can say.

    Attributes:
        language: the language that the labels will have: the one asked for, or "en" where its characters cannot be drawn.
        families: font families for matplotlib, in the order in which they are tried for a character.
    """

    language: str
    families: tuple[str, ...]
    _drawable: Callable[[str], bool] = field(repr=False, compare=False)

    @property
    def settings(self) -> Any:
        """The house style and the fonts, as matplotlib's settings."""
        return {**STYLE, "font.family": list(self.families)}

    def can_draw(self, text: str) -> bool:
        """Tell whether every character of a text has a glyph."""
        return self._drawable(text)

    def sayable(self, *texts: str) -> str:
        """Return the first of some texts that can be drawn; if none can, the last without the characters that cannot."""
        for text in texts:
            if self.can_draw(text):
                return text
        return "".join(c for c in texts[-1] if self.can_draw(c)) if texts else ""


@lru_cache(maxsize=1)
def chinese_family() -> str | None:
    """Return the name of an installed font family with Chinese characters, or None."""
    from matplotlib import font_manager

    def best() -> str | None:
        known = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
        return next((family for family in FAMILIES if family in known and _holds(known[family], _NEEDED)), None)

    found = best()
    if found is None:
        for name in font_manager.findSystemFonts():
            if any(part in Path(name).name.lower().replace("-", "") for part in _FILES):
                _add(name)
        found = best()
    return found


def _add(path: str) -> None:
    """Make a font file known to matplotlib; one that cannot be read is passed over."""
    from matplotlib import font_manager

    try:
        font_manager.fontManager.addfont(path)
    except (OSError, RuntimeError):
        return


@lru_cache(maxsize=8)
def _glyphs(path: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


def _holds(path: str, text: str) -> bool:
    glyphs = _glyphs(path)
    return all(ord(c) in glyphs for c in text)


def lettering(language: str, notice: Callable[[str], None] | None = None) -> Lettering:
    """Choose fonts and the language of the labels.

    Args:
        language: "en" or "zh", the language asked for.
        notice: gets one sentence, once in the life of the program, if Chinese was asked for and no font can draw it; by
            default it goes to the standard error.
    """
    from matplotlib import font_manager

    chinese = chinese_family()
    if language == "zh" and chinese is None:
        _tell_once(notice)
        language = "en"
    families = ((chinese, PLAIN) if language == "zh" else (PLAIN, chinese)) if chinese else (PLAIN,)
    files = [font_manager.findfont(family) for family in families]

    def drawable(text: str) -> bool:
        return all(c.isspace() or any(ord(c) in _glyphs(f) for f in files) for c in text)

    return Lettering(language, tuple(families), drawable)


_told: list[bool] = []


def _tell_once(notice: Callable[[str], None] | None) -> None:
    if _told:
        return
    _told.append(True)
    say = notice or (lambda sentence: print(sentence, file=sys.stderr))
    say(f"{NO_FONT.zh} {NO_FONT.en}")


STYLE: dict[str, Any] = {
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.labelcolor": "#222222",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.8,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "legend.frameon": False,
    "legend.fontsize": 12,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "figure.dpi": 100,
    "savefig.dpi": 160,
    "svg.hashsalt": "linli",
    "svg.fonttype": "path",
    "axes.unicode_minus": True,
    # Titles and names are texts of a user's file: a "$" in them is money, and no formula.
    "text.parse_math": False,
    "axes.formatter.useoffset": False,
}
"""How all figures look."""


@contextmanager
def dressed(language: str, notice: Callable[[str], None] | None = None) -> Iterator[Lettering]:
    """Draw inside this block with the house style and fonts; matplotlib's own settings are as before afterwards."""
    import matplotlib

    letters = lettering(language, notice)
    with matplotlib.rc_context(letters.settings):
        yield letters
