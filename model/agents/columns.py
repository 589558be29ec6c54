"""How an attribute of a resident's view reaches the array of all: `resident.age` reads a number of `Residents.age`, assigning writes it.

What an attribute is, which values are allowed and which words its codes stand for is declared in people/residents.py, and only there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from ..ground.refusal import InputError, nearest
from ..people.residents import ATTRIBUTES, TOPICS

if TYPE_CHECKING:
    from .resident import Resident

T = TypeVar("T")


class Column(Generic[T]):
    """An attribute of a resident that lives in the array of the same name, as `residents.ATTRIBUTES` declares it.

    Args:
        kind: turns the array's number into the value that is given out.
    """

    def __init__(self, kind: Callable[[Any], T]) -> None:
        """Keep how to read; the rest is known when the attribute gets its name."""
        self.kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name of the array, and what is declared about it."""
        self.name, self.declared = name, ATTRIBUTES[name]
        self.__doc__ = self.declared.about

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
        if not self.declared.write:
            raise AttributeError(f"{self.name} can only be read")
        getattr(view.arrays, self.name)[view.row] = self.encode(value)
        if self.name in ("sex", "age", "registration", "education"):
            view._pack()

    def encode(self, value: Any) -> Any:
        """Return what to write into the array."""
        low, high = self.declared.low, self.declared.high
        try:
            fine = bool(low <= value <= high)
        except TypeError:
            fine = False
        if not fine:
            raise InputError(
                f"{self.name}: {value!r} is not allowed; it must lie between {low:g} and {high:g}.",
                f"{self.name}：不允许 {value!r}，须在 {low:g} 与 {high:g} 之间。",
            )
        return value


class Word(Column[str]):
    """An attribute whose codes stand for words."""

    def __init__(self) -> None:
        """Read a code as its word."""
        super().__init__(lambda code: self.declared.words[code])

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name of the array; the docstring lists the words."""
        super().__set_name__(owner, name)
        self.__doc__ = f"{self.declared.about} One of: {', '.join(self.declared.words)}."

    def encode(self, value: Any) -> int:
        """Return the code of a word."""
        known = self.declared.words
        if value not in known:
            hint = nearest(str(value), known)
            words = ", ".join(known)
            en, zh = f"{self.name}: {value!r} is not allowed; it is one of {words}.{hint.en}", f"{self.name}：不允许 {value!r}，可用：{words}。{hint.zh}"
            raise InputError(en, zh)
        return known.index(value)


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
