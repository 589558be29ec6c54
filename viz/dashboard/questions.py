"""The "?" beside a number, a lever or a field: a press opens a sentence and where it comes from."""

from __future__ import annotations

import html

from ...model.ground.text import Text

_WHAT_IS = Text("What is this: {what}", "这是什么：{what}")


def question_mark(said: str, what: str, language: str, asks: Text = _WHAT_IS) -> str:
    """Return the "?" as HTML.

    Args:
        said: what it opens.
        what: what it is about; a screen reader says it.
        language: "en" or "zh".
        asks: the question that a screen reader says, with {what}.
    """
    label = html.escape(asks.say(language, what=what), quote=True)
    return f"<details class='linli-question'><summary aria-label='{label}'>?</summary><span>{html.escape(said)}</span></details>"
