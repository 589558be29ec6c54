"""Lines of text: where they may break, and how a terminal shows them.

Chinese has no spaces, so that a plain wrapper cuts it anywhere and lets lines begin with 。 or ）. `pieces` breaks it as the Unicode rules say (uniseg);
`Line` is rich's text that breaks so, and that writes plain stand-ins where the terminal has not all letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, chop_cells
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Span
from rich.text import Text as RichText

from ..model.ground.letters import harmless, spelled, wide

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

CLOSING = "，。；：、！？）】》〉」』”’％%,.;:!?)]}"
"""What never begins a line."""
_STAY = ("…", "–", "%", "％")
"""What stays with the number before it."""
_HOLD = ("…", "–", "-", "/")
"""What stays with what follows: a range is one piece, and so are names such as building-gates and paths."""


def pieces(text: str) -> Iterator[str]:
    """Yield the parts of a line between which it may break; together they are the line.

    Chinese breaks after any character that no closing mark follows, and never after an opening one; words and names in Latin letters break at spaces only.
    """
    if not any(map(wide, text)):
        yield from _words(text)
        return
    from uniseg.linebreak import line_break_units

    held = ""
    for unit in line_break_units(text):
        if held and (unit.startswith(_STAY) or held.rstrip().endswith(_HOLD[:2]) or held.endswith(_HOLD)):
            held += unit
        else:
            if held:
                yield held
            held = unit
    if held:
        yield held


def _words(text: str) -> Iterator[str]:
    word = ""
    for c in text:
        if word and word[-1] == " " and c != " ":
            yield word
            word = ""
        word += c
    if word:
        yield word


def fold(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells (a Chinese character takes two); what is longer than a line by itself is cut.

    Blanks at a break fall away, breaks that are there stay.
    """
    return [line.rstrip() for paragraph in text.split("\n") for line in _fold_one(paragraph, width)]


def _fold_one(text: str, width: int) -> list[str]:
    """Break one line; joined, the parts are the line."""
    lines = [""]
    for piece in pieces(text):
        for part in _no_longer(piece, max(width, 2)):
            if lines[-1] and cell_len((lines[-1] + part).rstrip()) > width:
                lines.append(part)
            else:
                lines[-1] += part
    return lines


def _no_longer(piece: str, width: int) -> list[str]:
    if cell_len(piece.rstrip()) <= width:
        return [piece]
    parts = chop_cells(piece, width)
    for k in range(1, len(parts)):
        while parts[k][0] in CLOSING and len(parts[k - 1]) > 1:
            parts[k - 1], parts[k] = parts[k - 1][:-1], parts[k - 1][-1] + parts[k]
    return parts


class Line(RichText):
    """A text for a terminal: Chinese breaks where it may, letters that the terminal lacks have stand-ins, and nothing in it steers the terminal."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        """Render it as the console can show it."""
        return RichText.__rich_console__(self.lettered(options.encoding), console, options)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure it as the console will show it: its narrowest is its longest piece."""
        shown = self.lettered(options.encoding).plain.split("\n")
        most = max(cell_len(line) for line in shown)
        return Measurement(max((cell_len(piece.rstrip()) for line in shown for piece in pieces(line)), default=most), most)

    def wrap(self, console: Console, width: int, **more: Any) -> Lines:
        """Break it into lines, as rich does, but Chinese where it may break."""
        if more.get("no_wrap") or self.no_wrap or more.get("overflow") == "ignore" or not any(map(wide, self.plain)):
            return super().wrap(console, width, **more)
        made = Lines()
        for paragraph in self.split(allow_blank=True):
            parts = _fold_one(paragraph.plain, width)
            ends = list(accumulate(len(part) for part in parts))[:-1]
            broken = paragraph.divide(ends)
            for line in broken:
                line.rstrip()
            justify = more.get("justify") or self.justify
            if justify:
                broken.justify(console, width, justify=justify, overflow="fold")
            made.extend(broken)
        return made

    def lettered(self, encoding: str) -> Line:
        """Return it as a stream of an encoding can write it."""
        text, at = "", [0]
        for c in self.plain:
            text += spelled(harmless(c), encoding)
            at.append(len(text))
        whole = len(self.plain)
        moved = [Span(at[span.start], at[min(span.end, whole)], span.style) for span in self.spans if span.start < whole]
        return Line(text, spans=moved, **_manner(self))


def _manner(text: RichText) -> dict[str, Any]:
    return {name: getattr(text, name) for name in ("style", "justify", "overflow", "no_wrap", "end", "tab_size")}


def as_line(text: RichText) -> Line:
    """Return rich's own text as a line."""
    return text if isinstance(text, Line) else Line(text.plain, spans=list(text.spans), **_manner(text))
