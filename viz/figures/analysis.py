"""What a picture of an analysis is about, where it is no story of a run: told once, when the picture is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...model.ground.text import Text


@dataclass(frozen=True)
class Told:
    """The subject of a page (see `page.Subject`).

    Attributes:
        title: what was done.
        scenario: a name in plain letters.
        version: version of linli with which it was begun.
        how: language -> how it was done, in a line.
    """

    title: Text
    scenario: str
    version: str
    how: Callable[[str], str]

    @classmethod
    def of(cls, title: Text, scenario: str, environment: Mapping[str, Any], how: Callable[[str], str]) -> Told:
        """Return the subject; the version is that of the environment in which it was begun."""
        return cls(title, scenario, str(environment.get("linli", "")), how)

    def provenance(self, language: str) -> str:
        """Return in one line where the numbers come from."""
        return f"linli {self.version} · {self.how(language)}"
