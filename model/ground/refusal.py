"""What a user is told when an input cannot be used: one sentence in both languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from .numbers import whole
from .text import Text, default_language


class InputError(ValueError):
    """A user's input that the model cannot use.

    Attributes:
        text: the sentence in English and Chinese; `str()` gives that of the default language.
    """

    def __init__(self, en: str, zh: str) -> None:
        """Keep the sentence in both languages."""
        self.text = Text(en, zh)
        super().__init__(self.text.say(default_language()))

    def __reduce__(self) -> tuple[Any, ...]:
        # An error goes from one process to another as it is; made again from its message it would not be, and the other would wait for ever.
        return as_it_was, (type(self), self.args, self.__dict__)


def as_it_was(kind: type[InputError], arguments: tuple[Any, ...], attributes: dict[str, Any]) -> InputError:
    """Make an error again that came from another process."""
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(attributes)
    return error


def nearest(given: str, allowed: Iterable[str]) -> Text:
    """Return " Did you mean ...?" with the nearest right name, or empty text if none is near."""
    found = difflib.get_close_matches(given, list(allowed), n=1)
    return Text(f' Did you mean "{found[0]}"?', f"是否想写“{found[0]}”？") if found else Text("", "")


def choices(given: str, allowed: Iterable[str]) -> Text:
    """Return " Did you mean ...?" with the nearest right name, or all right names if none is near."""
    names = list(allowed)
    hint = nearest(given, names)
    if hint.en or not names:
        return hint
    return Text(f" There is: {', '.join(names)}.", f"可用：{'、'.join(names)}。")


def whole_number(name: str, given: object, low: int, high: int) -> int:
    """Return a whole number that a Python user gave for an argument: of Python or numpy, or a whole float.

    Args:
        name: of the argument.
        given: what was given.
        low: lowest value allowed.
        high: highest value allowed.

    Raises:
        InputError: it is something else, or out of bounds.
    """
    found = whole(given, low, high)
    if found is None:
        shown = repr(given)[:60]
        raise InputError(
            f"{name}: {shown} is not allowed; it must be a whole number between {low} and {high}.",
            f"{name}：不允许 {shown}，须为 {low} 至 {high} 的整数。",
        )
    return found


class InputNote(UserWarning):
    """Something that a user should know of an input that is used all the same; `warnings.warn` tells it.

    Attributes:
        text: the sentence in English and Chinese; `str()` gives that of the default language.
    """

    def __init__(self, en: str, zh: str) -> None:
        """Keep the sentence in both languages: whoever sends a warning to another process makes it anew of its arguments."""
        super().__init__(en, zh)
        self.text = Text(en, zh)

    def __str__(self) -> str:
        """Return the sentence in the default language."""
        return self.text.say(default_language())
