"""Asks a simulated compound as the real one was asked: answers of a sample in two waves, lists of who came, looked at week by week."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.ground.random import draw
from ...model.people.purposes import Purpose
from ...model.people.residents import NO_GROUP
from ...model.questions.base import View
from ...model.questions.own_base import ADULT, counted, known
from .collected import QUARTER, Attendance, Collected, Pattern, Wave
from .statistics import names_of, statistics

if TYPE_CHECKING:
    from ...model.society.society import Society

@dataclass(frozen=True)
class LocalWatch:
    """Asks in one or several ways, and finds their statistics. It looks at a society alone.

    Attributes:
        patterns: label -> how it is asked; the label stands before the names of what is found.
    """

    patterns: tuple[tuple[str, Pattern], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of what is found."""
        return tuple(f"{label}{name}" for label, pattern in self.patterns for name in names_of(pattern.lists))

    def facts(self) -> dict[str, Any]:
        """Return all that is asked, in plain data."""
        return {label or "asked": _plain(pattern._asdict()) for label, pattern in self.patterns}

    def begin(self, society: Society) -> LocalAsking:
        """Look at a compound from its start on."""
        return LocalAsking(society, self.patterns)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(own) for key, own in value.items()}
    return [_plain(own) for own in value] if isinstance(value, tuple) else value


@dataclass
class _Held:
    """Events that somebody came to, as they happened."""

    week: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    people: list[np.ndarray] = field(default_factory=list)


class LocalAsking:
    """One compound that is asked."""

    def __init__(self, society: Society, patterns: tuple[tuple[str, Pattern], ...]) -> None:
        """Remember how things stand at the start."""
        self._society, self._patterns = society, patterns
        residents = society.residents
        self._left = 0.5 ** (1.0 / society.constants.decision.fatigue_half_life)
        self._tired, self._who = residents.fatigue.sum(axis=1, dtype=np.float64), residents.identity.copy()
        self._asked: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=QUARTER)
        # As many as stand before the first week of a quarter too.
        self._times: deque[tuple[np.ndarray, np.ndarray]] = deque([(self._who, residents.times_came.astype(np.int64))], maxlen=QUARTER + 1)
        self._held = _Held()
        self._people: dict[int, np.ndarray] = {}
        self._named: dict[int, np.ndarray] = {}
        self._waves: dict[tuple[int, int], Wave] = {}
        self._look(0)

    def week(self, week: int) -> None:
        """Look at the compound after a scenario week."""
        s, r = self._society, self._society.residents
        # What an invitation adds to fatigue is one, and it fades at the end of the week: so it tells how often one was asked in person.
        same = r.identity == self._who
        before = np.where(same, self._tired, 0.0)
        tired = r.fatigue.sum(axis=1, dtype=np.float64)
        self._tired, self._who = tired, r.identity.copy()
        self._asked.append((self._who, np.rint(np.maximum(tired / self._left - before, 0.0))))
        self._times.append((self._who, r.times_came.astype(np.int64)))
        events = s.events
        for e in np.flatnonzero((events.table["came"] > 0) & (events.table["purpose"] == Purpose.COME)) if len(events) else ():
            first, many = int(events.start[e]), int(events.table["came"][e])
            self._held.week.append(week)
            self._held.kind.append(int(events.table["kind"][e]))
            self._held.people.append(r.identity[events.attendees[first : first + many]].copy())
        self._look(week)

    def collected(self, number: int = 0) -> Collected:
        """Return what was collected in the way of a pattern."""
        pattern = self._patterns[number][1]
        return Collected((self._waves[number, 0], self._waves[number, 1]), self._lists(pattern) if pattern.lists else None)

    def found(self) -> dict[str, float]:
        """Return the statistics of all patterns by name."""
        return {f"{label}{name}": value for k, (label, _) in enumerate(self._patterns) for name, value in statistics(self.collected(k)).items()}

    def _lists(self, pattern: Pattern) -> Attendance:
        held, (first, last) = self._held, pattern.span
        # Kinds get their codes as they come up.
        names = [kind.name for kind in self._society.focus_kinds]
        wanted = {code for code, name in enumerate(names) if not pattern.kinds or name in pattern.kinds}
        chosen = [k for k, (week, kind) in enumerate(zip(held.week, held.kind, strict=True)) if first <= week <= last and kind in wanted]
        people = [held.people[k] for k in chosen]
        came = np.array([len(own) for own in people], np.int64)
        week = np.array([held.week[k] for k in chosen], np.int64)
        if not pattern.ids:
            return Attendance(week, came, kinds=pattern.kinds)
        whole = np.concatenate(people) if people else np.zeros(0, np.uint64)
        return Attendance(week, came, np.repeat(np.arange(len(people)), came), np.unique(whole, return_inverse=True)[1].astype(np.int64), pattern.kinds)

    def _look(self, week: int) -> None:
        """Ask, if a wave of a pattern falls into this week."""
        view: View | None = None
        for number, (_, pattern) in enumerate(self._patterns):
            for wave in (0, 1):
                if pattern.weeks[wave] == week:
                    view = view or View(self._society, week)
                    self._waves[number, wave] = self._ask(view, number, pattern, wave, week)

    def _ask(self, view: View, number: int, pattern: Pattern, wave: int, week: int) -> Wave:
        rows = self._sample(number, pattern, wave)
        identity = self._society.residents.identity[rows]
        if wave == 0:
            self._people[number] = identity
        values = self._answers(view, rows)
        pairs = _pairs(view, rows)
        if wave == 0:
            self._named[number] = pairs
        else:
            kept = np.isin(pairs[:, 1], self._named[number][:, 1])
            values["again"] = np.bincount(pairs[kept, 0].astype(np.int64), minlength=len(rows)).astype(np.float64)
        return Wave(week, tuple(map(str, identity.tolist())), {name: values[name] for name in pattern.asked[wave] if name in values})

    def _sample(self, number: int, pattern: Pattern, wave: int) -> np.ndarray:
        """Return the rows of those who answer: adults by lot, in the second wave those of the first who still live here."""
        s, r = self._society, self._society.residents
        rows = np.flatnonzero(r.age >= ADULT)
        if wave == 1:
            rows = rows[np.isin(r.identity[rows], self._people[number])]
        # The smallest of exponentials are a sample in which each is taken by their weight; weight one for all is plain lot.
        slope = pattern.slopes[int(draw(s.seed, "local gaps", 0, np.zeros(1, np.uint64))[0] * len(pattern.slopes))]
        keys = -np.log1p(-draw(s.seed, "local sample", wave, r.identity[rows])) / np.exp(slope * r.civic[rows])
        return np.sort(rows[np.argsort(keys, kind="stable")[: pattern.answered[wave]]])

    def _answers(self, view: View, rows: np.ndarray) -> dict[str, np.ndarray]:
        s, r = self._society, self._society.residents
        kinds = list(s.engine.kinds.values())
        lived = [int(s.engine.table.group[k]) for k, kind in enumerate(kinds) if (kind.grouped or k == len(kinds) - 1) and kind.past == 0.0]
        values = {
            "known": counted(view, "acquaintance", rows), "helpers": counted(view, "friendly", rows),
            "groups": (r.groups[lived][:, rows] != NO_GROUP).sum(axis=0), "years": (s.week - r.arrival[rows]) / 52.0,
        }  # fmt: skip
        # Before a quarter has passed nobody has seen one.
        if len(self._asked) == QUARTER:
            values["asked"] = np.sum([np.where(who[rows] == r.identity[rows], times[rows], 0.0) for who, times in self._asked], axis=0)
            who, times = self._times[0]
            values["came"] = r.times_came[rows].astype(np.int64) - np.where(who[rows] == r.identity[rows], times[rows], 0)
        return {name: np.asarray(own, np.float64) for name, own in values.items()}


def _pairs(view: View, rows: np.ndarray) -> np.ndarray:
    """Return uint64 [names, 2]: place of the one who names among `rows`, and a key of the two people, the same in every wave."""
    identity = view.society.residents.identity
    names = known(view, "acquaintance")
    mine = np.isin(names.asker, rows)
    asker, other = names.asker[mine], names.other[mine]
    # Wrapping products: two pairs of a compound share a key once in a life of the universe.
    with np.errstate(over="ignore"):
        key = (identity[asker] * np.uint64(0x9E3779B97F4A7C15)) ^ (identity[other] * np.uint64(0xC2B2AE3D27D4EB4F))
    return np.stack([np.searchsorted(rows, asker).astype(np.uint64), key], axis=1)


