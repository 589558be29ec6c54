"""State and measures that are declared once and then save, restore, reset and report themselves.

Services and mechanisms derive from `Declared` and name what they keep of whom:

    class Keepers(Declared):
        strain = state("gate", 0.0)                                    # float64 [gates]
        asked_before = state("resident", False, on_move=False)         # bool [residents]; newcomers begin with on_move
        sessions = counter("tea sessions", "茶话会", unit="sessions", a_year=True)

        @measure("keepers in office", "在任管理员", unit="share of rooms", kind="share")
        def keeping(self) -> float: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal, NamedTuple, TypeVar, cast

import numpy as np

from ..ground.measure import Kind, MeasureInfo, State
from ..ground.text import Text
from .places import Places

Unit = Literal["one", "resident", "household", "landing", "gate", "building", "compound", "community", "organisation"]
"""Of what a state has one value each; `one`: a single value of the whole society."""

_KEEP = object()
F = TypeVar("F", bound=Callable[..., float])


class Sizes(NamedTuple):
    """How many there are of each unit."""

    resident: int
    household: int
    landing: int
    gate: int
    building: int
    compound: int
    community: int
    organisation: int

    @classmethod
    def of(cls, places: Places) -> Sizes:
        """Count the units of a neighbourhood; `organisation` is the room there is for organisations (`organisation_starts`)."""
        p = places
        return cls(
            int(p.community_rows[-1]), p.flats, len(p.landing_rows) - 1, p.gates, len(p.building_rows) - 1, p.compounds, p.communities,
            int(organisation_starts(p)[-1]),
        )  # fmt: skip


def organisation_starts(places: Places) -> np.ndarray:
    """Return int64 [communities + 1]: the places for organisations of each community, 24 and one for every 15 residents."""
    room = 24 + np.diff(places.community_rows.astype(np.int64)) // 15
    return np.concatenate(([0], np.cumsum(room)))


class _StateMark(NamedTuple):
    unit: Unit
    value: Any
    dtype: Any
    on_move: Any
    restart: bool


def state(unit: Unit, value: Any, *, dtype: Any = None, on_move: Any = _KEEP, restart: bool = False) -> Any:
    """Declare one state: an array with an entry a unit, or a plain value for `one`.

    Args:
        unit: of what it has one value each.
        value: the value at the beginning.
        dtype: numpy type; by default float64, int64 or bool, as `value` is.
        on_move: what newcomers begin with (units `resident` and `household`); by default the value before stays, which is right only
            for what belongs to the flat. Of other units nothing happens on a move.
        restart: True for a sum since the start: it begins anew when the scenario begins.
    """
    kind = {bool: np.bool_, int: np.int64, float: np.float64}.get(type(value), np.float64) if dtype is None else dtype
    return _StateMark(unit, value, kind, on_move, restart)


class _CounterMark(NamedTuple):
    info: MeasureInfo
    value: float


def counter(en: str, zh: str, *, unit: str, kind: Kind = "count", headline: bool = False, a_year: bool = False, beside: str = "", whole: bool = True) -> Any:
    """Declare a number that is counted up since the start and is a measure of its own.

    Args:
        en: title in English.
        zh: title in Chinese.
        unit: in words, without "since the start".
        kind: how it is printed.
        headline: see `MeasureInfo`, and the next two.
        a_year: see `MeasureInfo`.
        beside: name of a measure of the same owner, or a full name.
        whole: False for a count with fractions.
    """
    return _CounterMark(MeasureInfo(Text(en, zh), f"{unit} since the start", kind, headline, a_year, beside), 0 if whole else 0.0)


def measure(
    en: str, zh: str, *, unit: str, kind: Kind = "number", headline: bool = False, a_year: bool = False, beside: str = "", name: str = ""
) -> Callable[[F], F]:
    """Declare that a method without arguments takes a measure; the arguments are those of `MeasureInfo`. `name`: else the method's."""

    def marked(function: F) -> F:
        function._measure_name = name or function.__name__  # type: ignore[attr-defined]
        function._measure = MeasureInfo(Text(en, zh), unit, kind, headline, a_year, beside)  # type: ignore[attr-defined]
        return function

    return marked


class Declared:
    """What declares its state and its measures. Call `allocate` before the first week.

    Class attributes:
        NAMESPACE: put before the names of its measures with a dot; empty: none.
    """

    NAMESPACE: ClassVar[str] = ""
    _states: ClassVar[dict[str, _StateMark]] = {}
    _counters: ClassVar[dict[str, _CounterMark]] = {}
    _measured: ClassVar[dict[str, MeasureInfo]] = {}
    _takers: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._states, cls._counters, cls._measured, cls._takers = dict(cls._states), dict(cls._counters), dict(cls._measured), dict(cls._takers)
        for name, value in list(vars(cls).items()):
            if isinstance(value, _StateMark):
                cls._states[name] = value
                delattr(cls, name)
            elif isinstance(value, _CounterMark):
                cls._counters[name] = value
                cls._measured[name] = value.info
                delattr(cls, name)
            elif hasattr(value, "_measure"):
                cls._measured[value._measure_name] = value._measure
                cls._takers[value._measure_name] = name

    @classmethod
    def declared_measures(cls) -> dict[str, MeasureInfo]:
        """Return what it measures: full name -> what it is, in the order of declaration."""
        own = {name: info._replace(beside=cls._full(info.beside)) if info.beside in cls._measured else info for name, info in cls._measured.items()}
        return {cls._full(name): info for name, info in own.items()}

    @classmethod
    def _full(cls, name: str) -> str:
        return f"{cls.NAMESPACE}.{name}" if cls.NAMESPACE else name

    def allocate(self, places: Places) -> None:
        """Make the arrays and set the counters to zero."""
        sizes = Sizes.of(places) if self._states else None
        self._places = places
        for name, mark in self._states.items():
            if mark.unit == "one":
                setattr(self, name, mark.value)
            else:
                setattr(self, name, np.full(getattr(sizes, mark.unit), mark.value, mark.dtype))
        for name, count in self._counters.items():
            setattr(self, name, count.value)
        self._on_move = [(n, m) for n, m in self._states.items() if m.on_move is not _KEEP and m.unit in ("resident", "household")]

    @property
    def keeps_people(self) -> bool:
        """Whether anything must be set back when people move in."""
        return bool(self._on_move)

    def newcomers(self, rows: np.ndarray, flats: np.ndarray) -> None:
        """Set back what belongs to people: int32 rows of those who have moved in, and their flats."""
        for name, mark in self._on_move:
            getattr(self, name)[rows if mark.unit == "resident" else flats] = mark.on_move

    def restart(self) -> None:
        """Begin to count anew (at the start of the scenario)."""
        for name, mark in self._counters.items():
            setattr(self, name, mark.value)
        for name, held in self._states.items():
            if held.restart and held.unit == "one":
                setattr(self, name, held.value)
            elif held.restart:
                getattr(self, name)[:] = held.value

    def measures(self) -> dict[str, float]:
        """Take the measures now: full name -> value."""
        found = {}
        for name in self._measured:
            found[self._full(name)] = float(getattr(self, name) if name in self._counters else getattr(self, self._takers[name])())
        return found

    def state(self) -> State:
        """Return all that has to be saved to go on exactly (arrays are not copied)."""
        return {name: getattr(self, name) for name in (*self._states, *self._counters)}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned; what is not in it keeps its value."""
        for name, mark in self._states.items():
            if name in saved:
                value = saved[name]
                setattr(self, name, type(mark.value)(value) if mark.unit == "one" else np.array(value, mark.dtype))
        for name, count in self._counters.items():
            if name in saved:
                setattr(self, name, type(count.value)(cast(float, saved[name])))
