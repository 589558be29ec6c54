"""TOML text as plain data, with limits that are looked at before it is parsed.

tomllib keeps every beginning of a dotted key, so a few thousand dots in one key take gigabytes, and it reads numbers of any
length. A scenario or a study needs neither.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ..model.ground.text import Text
from .errors import UserError

LARGEST_FILE = 500_000
"""Bytes of a file."""
LONGEST_WORD = 300
"""Letters and digits of a key or number that stands there without quotation marks."""
DEEPEST_KEY = 24
"""Parts of a dotted key."""
# A text or a comment. One that is not closed goes on to the end, where tomllib finds the fault.
_ASIDE = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)' r"|'''.*?(?:'''|\Z)" r'|"(?:\\[^\n]|[^"\\\n])*+"?' r"|'[^'\n]*+'?" r"|#[^\n]*+", re.DOTALL
)
_WORD = re.compile(rf"(?<![\w+-])[\w+-]{{{LONGEST_WORD + 1}}}")
_DOTTED = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{DEEPEST_KEY}}}")
_PLACE = re.compile(r" ?\(at line (\d+), column (\d+)\)| ?\(at end of document\)")


def parse(text: str, file: str) -> dict[str, Any]:
    """Parse TOML text.

    Args:
        text: the text, of a size that has been looked at.
        file: how errors name it.

    Raises:
        UserError: it breaks the rules of TOML, or has a key or number of more parts than any scenario or study needs.
    """
    bare = _ASIDE.sub(lambda found: "q" + "\n" * found[0].count("\n"), text)
    for pattern, said in (
        (_WORD, Text(f"a word or number has more than {LONGEST_WORD} letters or digits.", f"有一个词或数超过 {LONGEST_WORD} 个字符。")),
        (_DOTTED, Text(f"a key has more than {DEEPEST_KEY} parts between dots.", f"有一个键的点分段数超过 {DEEPEST_KEY}。")),
    ):
        found = pattern.search(bare)
        if found is not None:
            line = bare.count("\n", 0, found.start()) + 1
            raise UserError(f"line {line}: {said.en}", f"第 {line} 行：{said.zh}", file=file)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise UserError("the lists are nested too deep.", "列表的嵌套过深。", file=file) from None
    except (ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        where = _PLACE.search(reason)
        place = f"第 {where[1]} 行第 {where[2]} 列" if where is not None and where[1] else "末尾" if where is not None else ""
        bare_reason = _PLACE.sub("", reason)
        chinese = f"不是有效的 TOML 文件（{place}：{bare_reason}）。" if place else f"不是有效的 TOML 文件：{reason}。"
        raise UserError(f"it is not a valid TOML file: {reason}.", chinese, file=file) from None
