"""Attributes of one resident that live in the arrays of all: read, checked when written, and in words where codes stand for words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from ..ground.refusal import InputError, nearest
from ..people.residents import TOPICS
from .tie_view import WORDS

if TYPE_CHECKING:
    from .resident import Resident

T = TypeVar("T")


class Column(Generic[T]):
    """An attribute of a resident that lives in an array of the same name.

    Args:
        doc: what it is.
        kind: turns the array's value into the one that is given out.
        low: lowest value that may be written, included.
        high: highest value that may be written, included.
        write: False if it can only be read.
    """

    def __init__(self, doc: str, kind: Callable[[Any], T], low: float = -math.inf, high: float = math.inf, write: bool = True) -> None:
        """Keep what to do."""
        self.__doc__ = doc
        self.kind, self.low, self.high, self.write = kind, low, high, write
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name of the array."""
        self.name = name

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: Resident, owner: type) -> T: ...
    def __get__(self, view: Resident | None, owner: type) -> Self | T:
        """Read the array."""
        if view is None:
            return self
        return self.kind(getattr(view.arrays, self.name)[view.row])

    def __set__(self, view: Resident, value: Any) -> None:
        """Write the array.

        Raises:
            InputError: the value is not allowed.
            AttributeError: it can only be read.
        """
        if not self.write:
            raise AttributeError(f"{self.name} can only be read")
        getattr(view.arrays, self.name)[view.row] = self.encode(value)
        if self.name in ("sex", "age", "registration", "education"):
            view._pack()

    def encode(self, value: Any) -> Any:
        """Return what to write into the array."""
        try:
            fine = bool(self.low <= value <= self.high)
        except TypeError:
            fine = False
        if not fine:
            raise InputError(
                f"{self.name}: {value!r} is not allowed; it must lie between {self.low:g} and {self.high:g}.",
                f"{self.name}：不允许 {value!r}，须在 {self.low:g} 与 {self.high:g} 之间。",
            )
        return value


class Word(Column[str]):
    """An attribute whose codes stand for words (`tie_view.WORDS`)."""

    def __init__(self, doc: str, name: str, write: bool = True) -> None:
        """Keep the words."""
        self.words = WORDS[name]
        super().__init__(doc, self.words.__getitem__, write=write)

    def encode(self, value: Any) -> int:
        """Return the code of a word."""
        if value not in self.words:
            hint = nearest(str(value), self.words)
            words = ", ".join(self.words)
            en, zh = f"{self.name}: {value!r} is not allowed; it is one of {words}.{hint.en}", f"{self.name}：不允许 {value!r}，可用：{words}。{hint.zh}"
            raise InputError(en, zh)
        return self.words.index(value)


def share(doc: str) -> Column[float]:
    """Make an attribute that lies between 0 and 1."""
    return Column(doc, float, 0.0, 1.0)


class Interests(MutableMapping[str, float]):
    """Interests of one resident by topic, 0 to 1; kept in 256 steps. Assigning reaches the array."""

    def __init__(self, resident: Resident) -> None:
        """Keep whose interests they are."""
        self._resident = resident

    def __getitem__(self, topic: str) -> float:
        return int(self._resident.arrays.interests[self._resident.row, self.column(topic)]) / 255.0

    def __setitem__(self, topic: str, value: float) -> None:
        if not 0.0 <= value <= 1.0:
            en = f"interest in {topic}: {value!r} is not allowed; it must lie between 0 and 1."
            raise InputError(en, f"对{topic}的兴趣：不允许 {value!r}，须在 0 与 1 之间。")
        self._resident.arrays.interests[self._resident.row, self.column(topic)] = round(value * 255.0)

    def __delitem__(self, topic: str) -> None:
        raise TypeError("topics cannot be taken away; set the interest to 0")

    def __iter__(self) -> Iterator[str]:
        return iter(TOPICS)

    def __len__(self) -> int:
        return len(TOPICS)

    def __repr__(self) -> str:
        return repr({topic: round(value, 2) for topic, value in self.items()})

    @staticmethod
    def column(topic: str) -> int:
        """Return the column of a topic.

        Raises:
            KeyError: there is no such topic.
        """
        if topic not in TOPICS:
            raise KeyError(f"there is no topic {topic!r}; there are {', '.join(TOPICS)}")
        return TOPICS.index(topic)
