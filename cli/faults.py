"""How an input that cannot be used is told."""

from __future__ import annotations

from ..model.ground.plain import harmless
from ..model.ground.refusal import InputError
from ..scenarios.errors import UserError


def say_error(error: InputError, language: str) -> str:
    """Return the line for an input that cannot be used; nothing that it quotes steers the terminal."""
    if isinstance(error, UserError):
        return harmless(error.say(language))
    return harmless(f"错误：{error.text.zh}" if language == "zh" else f"Error: {error.text.en}")
