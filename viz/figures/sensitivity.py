"""Which parameters of a sweep matter, as a picture: a row a parameter, a mark with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.ground.text import Text
from ..fonts import dressed
from ..key_words import KeyWords
from ..lines import fold
from ..numbers import number, spaced
from ..sensitivity_tables import FIRST, SIZE, SPREAD, TOTAL, asked_line, how_line, luck_line
from ..words import unit_of
from .analysis import Told
from .page import HUES, INK, PALE, Sheet, finish, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.analysis.sensitivity import Estimated, SensitivityResult

MOST = 20
"""Parameters in a picture; the table has all."""
_NAME = 40
"""Letters of a line of a parameter's name."""
_SOBOL = Text("Most of the variance is carried by {key}: {total}", "影响最大的是 {key}：占方差的 {total}")
_MORRIS = Text("Most is moved by {key}: {size} per whole range", "影响最大的是 {key}：走完全范围变化 {size}")
_SHARE = Text("share of the variance", "占方差的比例")
_STEP = Text("change per whole range of the parameter ({unit})", "参数走完全范围的变化（{unit}）")
_LUCK = Text("by luck alone", "仅随机波动")


def _told(found: SensitivityResult) -> Told:
    asked = {language: asked_line(found.response, language) for language in ("en", "zh")}
    title = Text(f"{found.sweep.title.en} · {asked['en']}", f"{found.sweep.title.zh} · {asked['zh']}")
    return Told.of(title, found.sweep.plan.scenario.name, found.sweep.environment, lambda language: how_line(found, language))


def draw_sensitivity(
    found: SensitivityResult, folder: Path, language: str = "en", formats: Sequence[str] = ("png",), notice: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw the picture of an analysis, `figure.png`.

    Args:
        found: the analysis.
        folder: where the file goes; it has to exist.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice; by default it goes to the standard error.

    Returns:
        The files.
    """
    rows = min(len(found.carried or found.moved), MOST)
    with dressed(language, notice) as letters, sheet(_told(found), letters, 10.0, 2.9 + 0.55 * rows) as on:
        axes = on.figure.subplots()
        key = _sobol(on, axes, found) if found.method == "saltelli" else _morris(on, axes, found)
        return finish(on, "figure", folder, _title(found, on.language), luck_line(found, on.language), formats, key)


def _title(found: SensitivityResult, language: str) -> str:
    if found.method == "saltelli":
        first = found.carried[0]
        return _SOBOL.say(language, key=_words(found, language).name(first.key), total=spaced(number(first.total.value, None, "share"), language))
    unit = unit_of(found.response.info, language)
    return _MORRIS.say(language, key=_words(found, language).name(found.moved[0].key), size=f"{number(found.moved[0].size.value)} {unit}".strip())


def _sobol(on: Sheet, axes: Axes, found: SensitivityResult) -> list[Any]:
    rows = found.carried[:MOST]
    _rows(axes, _words(found, on.language), [one.key for one in rows])
    key = [
        _marks(axes, [getattr(one, name) for one in rows], move, HUES[k], marker, label.say(on.language), name)
        for k, (name, move, marker, label) in enumerate((("first", -0.13, "o", FIRST), ("total", 0.13, "s", TOTAL)))
    ]
    axes.set_xlabel(_SHARE.say(on.language))
    return [*key, *_by_luck(on, axes, found)]


def _morris(on: Sheet, axes: Axes, found: SensitivityResult) -> list[Any]:
    rows = found.moved[:MOST]
    _rows(axes, _words(found, on.language), [one.key for one in rows])
    key = [_marks(axes, [one.size for one in rows], -0.13, HUES[0], "o", SIZE.say(on.language), "size")]
    places = [row + 0.13 for row in range(len(rows))]
    key += axes.plot(
        [one.spread for one in rows], places, "D", color=HUES[1], markerfacecolor="none", markersize=7, label=SPREAD.say(on.language), gid="spread"
    )
    axes.set_xlabel(_STEP.say(on.language, unit=unit_of(found.response.info, on.language) or "1"))
    return [*key, *_by_luck(on, axes, found)]


def _words(found: SensitivityResult, language: str) -> KeyWords:
    return KeyWords(found.sweep.plan.scenario, language)


def _rows(axes: Axes, words: KeyWords, keys: Sequence[str]) -> None:
    """Name the rows: in words where there are any, else by keys, which are folded at their points."""
    named = [words.name(key).strip("“”") for key in keys]
    lines = [fold(name.replace(".", ". ") if name == key else name, _NAME) for name, key in zip(named, keys, strict=True)]
    axes.set_yticks(range(len(keys)), ["\n".join(one).replace(". ", ".") for one in lines])
    axes.set_ylim(len(keys) - 0.5, -0.5)
    axes.axvline(0.0, color=INK, linewidth=1.0)


def _marks(axes: Axes, values: Sequence[Estimated], move: float, colour: str, marker: str, label: str, gid: str) -> Any:
    middle = [one.value for one in values]
    sides = [[one.value - one.low for one in values], [one.high - one.value for one in values]]
    made = axes.errorbar(
        middle, [row + move for row in range(len(values))], xerr=sides, fmt=marker, color=colour, markersize=7, linewidth=2.0, capsize=4, label=label
    )  # fmt: skip
    made.lines[0].set_gid(gid)
    return made


def _by_luck(on: Sheet, axes: Axes, found: SensitivityResult) -> list[Any]:
    """Draw up to where luck alone may lead, if that is known."""
    if not math.isfinite(found.by_luck) or found.by_luck == 0.0:
        return []
    return [axes.axvline(found.by_luck, color=PALE, linestyle=":", linewidth=1.8, label=_LUCK.say(on.language), gid="by luck")]
