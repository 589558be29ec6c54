"""Text that a person reads, in English and Chinese (中文)."""

from __future__ import annotations

import locale
import os
from typing import NamedTuple

LANGUAGES = ("en", "zh")


class Text(NamedTuple):
    """One piece of user-facing text in both languages.

    Attributes:
        en: English.
        zh: Chinese (simplified).
    """

    en: str
    zh: str

    def say(self, language: str, /, **values: object) -> str:
        """Return the text in `language` ("en" or "zh") with `{names}` filled in.

        Raises:
            KeyError: a name in the text has no value.
        """
        text = self.zh if language == "zh" else self.en
        return text.format(**values) if values else text


def default_language() -> str:
    """Return "zh" when LINLI_LANG or the locale asks for Chinese, else "en"."""
    asked = os.environ.get("LINLI_LANG", "")
    for name in (asked, os.environ.get("LC_ALL", ""), os.environ.get("LC_MESSAGES", ""), os.environ.get("LANG", "")):
        if name:
            return "zh" if name.lower().startswith("zh") else "en"
    found = locale.getlocale()[0] or ""
    return "zh" if found.lower().startswith(("zh", "chinese")) else "en"
