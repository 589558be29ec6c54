"""How an input that cannot be used is told, and what there is to know of one that is used."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..model.ground.letters import harmless
from ..model.ground.refusal import InputError, InputNote
from ..scenarios.errors import UserError, one_line


def say_error(error: InputError, language: str) -> str:
    """Return the line for an input that cannot be used; nothing that it quotes steers the terminal."""
    if isinstance(error, UserError):
        return harmless(error.say(language, options=True))
    return one_line(harmless(f"错误：{error.text.zh}" if language == "zh" else f"Error: {error.text.en}"))


@contextmanager
def telling_notes(language: str) -> Iterator[None]:
    """Print each `InputNote` once, as one line on standard error; other warnings are shown as before."""
    told: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("always", InputNote)
        usual = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if not isinstance(message, InputNote):
                usual(message, category, *place, **more)
            elif message.text.en not in told:
                told.add(message.text.en)
                print(f"注意：{message.text.zh}" if language == "zh" else f"Note: {message.text.en}", file=sys.stderr)

        warnings.showwarning = show  # type: ignore[assignment]
        yield
