"""What is printed where a terminal has not all letters: plain stand-ins, such as "-" for a true minus, and never an error.

`ERRORS` is the name of a handler for `stream.reconfigure(errors=...)`; `spelled` does the same to a text whose width matters.
"""

from __future__ import annotations

import codecs
import unicodedata

ERRORS = "linli.plain"
"""Name of the handler of letters that a stream cannot write."""

_STAND_INS = {
    "\u2212": "-", "–": "-", "—": "-", "\u2010": "-", "\u2011": "-", "…": "...", "·": ".", "•": "*", "“": '"', "”": '"', "‘": "'", "’": "'",
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "×": "x", "÷": "/", "≤": "<=", "≥": ">=", "≈": "~", "±": "+-", "✓": "+", "†": "+", "\u2044": "/",
    "\u00a0": " ", "，": ", ", "。": ". ", "、": ", ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "（": " (", "）": ") ", "《": "<", "》": ">", "％": "%",
    "─": "-", "━": "-", "│": "|", "┃": "|", "╭": "+", "╮": "+", "╯": "+", "╰": "+", "┏": "+", "┓": "+", "┗": "+", "┛": "+", "╸": "-", "╺": "-",
    "█": "#", "░": ".", "●": "+", "◐": "~", "○": "-", "◌": "?",
}  # fmt: skip


def wide(c: str) -> bool:
    """Tell whether a character takes two columns of a terminal, as Chinese ones do."""
    return unicodedata.east_asian_width(c) in "WF"


def _stand_in(c: str) -> str:
    if c in _STAND_INS:
        return _STAND_INS[c]
    # é is e and an accent, ² is 2; of what has no plain part a question mark stays, as wide as it was.
    parts = (_STAND_INS.get(part, part) for part in unicodedata.normalize("NFKD", c) if not unicodedata.combining(part))
    found = "".join(parts)
    return found if found and found.isascii() else "??" if wide(c) else "?"


def spelled(text: str, encoding: str) -> str:
    """Return a text as an encoding can write it; what it cannot is replaced by plain stand-ins.

    Args:
        text: any text.
        encoding: name of a codec, such as "ascii", "gbk" or "utf-8".
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(c if _can(c, encoding) else _stand_in(c) for c in text)
    return text


def _can(c: str, encoding: str) -> bool:
    try:
        c.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_stand_in(c) for c in error.object[error.start : error.end]), error.end


codecs.register_error(ERRORS, _handle)


_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F}


def harmless(text: str) -> str:
    """Return a text without what steers a terminal (escapes, bells, turns of direction); lines and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or not (unicodedata.category(c) == "Cc" or ord(c) in _BIDI))
