"""How an input that cannot be used is told."""

from __future__ import annotations

from ..model.ground.refusal import InputError
from ..scenarios.errors import UserError, one_line


def say_error(error: InputError, language: str) -> str:
    """Return the line for an input that cannot be used."""
    if isinstance(error, UserError):
        return error.say(language, options=True)
    return one_line(f"错误：{error.text.zh}" if language == "zh" else f"Error: {error.text.en}")
