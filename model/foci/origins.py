"""Origins of ties by name: the kinds of foci in which people first met, and the codes under which ties keep them.

A code is given when a kind is first used, so that a mechanism that does nothing moves no code; names and titles go with a saved
society, so that a tie that began in a tea room stays one whatever mechanisms the society is loaded with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..ground.refusal import InputError
from ..ground.text import Text
from ..people.everyday import BORN, GIVEN, INTRODUCED, VISIT, EverydayKind

MOST = 255


class FocusKindInfo(NamedTuple):
    """One kind of focus, the origin of ties: a short name and a title."""

    name: str
    title: Text


GIVEN_IN_A_FILE = FocusKindInfo("given", GIVEN)
"""Origin of ties that a file told; it has a code only where there are any."""


class Origins:
    """Code -> kind of focus, of one society.

    Attributes:
        kinds: kinds in the order of their codes: everyday kinds, "born" (habits born at events), "visit", "introduced", then kinds of events
            and, where a file told ties, "given".
    """

    def __init__(self, everyday: Mapping[str, EverydayKind]) -> None:
        """Give the first codes to everyday kinds, habits and visits."""
        self.kinds = [FocusKindInfo(name, kind.title) for name, kind in everyday.items()]
        self.kinds += [FocusKindInfo("born", BORN.title), FocusKindInfo("visit", VISIT), FocusKindInfo("introduced", INTRODUCED)]
        self._codes = {kind.name: code for code, kind in enumerate(self.kinds)}

    def code(self, kind: FocusKindInfo) -> int:
        """Return the code of a kind, a new one if it is used for the first time.

        Raises:
            InputError: there are no codes left.
        """
        found = self._codes.get(kind.name)
        if found is None:
            found = len(self.kinds)
            if found > MOST:
                raise InputError(
                    f'there is no room for another kind of focus ("{kind.name}"): a society tells {MOST + 1} kinds apart, everyday ones included.',
                    f"场合种类已满（“{kind.name}”）：一个社会最多区分 {MOST + 1} 种场合，含日常场合。",
                )
            self.kinds.append(kind)
            self._codes[kind.name] = found
        return found

    def known(self, declared: Iterable[FocusKindInfo] = ()) -> list[FocusKindInfo]:
        """Return all kinds that ties may have begun in, and those `declared` by mechanisms that were not used yet."""
        return [*self.kinds, *(kind for kind in declared if kind.name not in self._codes)]

    def state(self) -> list[tuple[str, str, str]]:
        """Return (name, English title, Chinese title) in the order of codes."""
        return [(kind.name, kind.title.en, kind.title.zh) for kind in self.kinds]

    def restore(self, saved: Iterable[Iterable[str]]) -> None:
        """Take back what `state` returned."""
        self.kinds = [FocusKindInfo(name, Text(en, zh)) for name, en, zh in saved]
        self._codes = {kind.name: code for code, kind in enumerate(self.kinds)}
