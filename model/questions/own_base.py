"""What the questions of a survey of one's own share: who is asked, how those who answered are matched, who counts as a neighbour."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey import Reports, named
from .base import QUESTIONS, Level, Question, View, cut_of, trace_of

ADULT = 18
"""Years from which one is asked."""
MOST_ASKED = 20_000
"""Of more adults about so many are asked: enough for any percentage."""


class Answers(NamedTuple):
    """The answers of a question, in the order of the form: what is printed beside the box, in both languages."""

    texts: tuple[Text, ...]

    @classmethod
    def of(cls, *pairs: tuple[str, str]) -> Answers:
        """Make them of (English, Chinese)."""
        return cls(tuple(Text(en, zh) for en, zh in pairs))

    @property
    def english(self) -> tuple[str, ...]:
        """The English texts; they are the labels of the tables."""
        return tuple(text.en for text in self.texts)


def adults(view: View) -> np.ndarray:
    """Return int64 rows of those who are asked: all adults, or about `MOST_ASKED` of them, every so many-th."""
    rows = np.flatnonzero(view.society.residents.age >= ADULT)
    return rows[:: max(1, len(rows) // MOST_ASKED)]


class OwnQuestion(Question):
    """A question of the form. `age`, `home` and `years` weigh the simulated people like those who answered; without them all count alike.

    Class attributes:
        number: as on the form, such as "4" or "12a".
        ask: the question as it is printed.
        answers: the answers that may be ticked.
        background: True if it tells who answered and not how they live together.
    """

    number: ClassVar[str]
    ask: ClassVar[Text]
    answers: ClassVar[Answers]
    background: ClassVar[bool] = False
    parts_of_whole: ClassVar[bool] = True
    age: tuple[float, ...] = constant((), unit="shares", mark="setting", en="Share of those who answered in each band of age", zh="各年龄段答卷者占比")
    home: tuple[float, ...] = constant((), unit="shares", mark="setting", en="Share of owners, of renters among those who answered", zh="自有、租房答卷者占比")
    years: tuple[float, ...] = constant((), unit="shares", mark="setting", en="Share in each band of years lived here", zh="各居住年限答卷者占比")

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Label the rows of tables by the English answers."""
        cls.labels = cls.answers.english

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: the answer of each of the residents `rows` [m], as its place in `answers`."""
        raise TypeError(f"{cls.__name__} has no rule of answering")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, answers], percent of the adults of each site; nan where a site has none."""
        rows = view.once("own survey adults", lambda: adults(view))
        said, site = self.said(view, rows), view.site_of(rows)
        many = len(self.answers.texts)
        weights = view.once(f"own survey weights {self.age} {self.home} {self.years}", lambda: self._weights(view, rows))
        sums = np.bincount(site * many + said, weights=weights, minlength=view.sites * many).reshape(view.sites, many)
        total = sums.sum(axis=1, keepdims=True)
        return np.asarray(100.0 * sums / np.where(total > 0.0, total, np.nan))

    def _weights(self, view: View, rows: np.ndarray) -> np.ndarray:
        asked = [(own(name).said(view, rows), shares) for name, shares in (("age", self.age), ("home", self.home), ("years", self.years)) if shares]
        weights = np.ones(len(rows))
        for lo, hi in zip(*np.searchsorted(rows, (view.starts[:-1], view.starts[1:])), strict=True):
            weights[lo:hi] = raked([(said[lo:hi], np.asarray(shares)) for said, shares in asked], hi - lo)
        return weights


def own(name: str) -> type[OwnQuestion]:
    """Return the question of the form that is called "own-" and the name."""
    found = QUESTIONS[f"own-{name}"]
    assert issubclass(found, OwnQuestion)
    return found


def raked(margins: list[tuple[np.ndarray, np.ndarray]], people: int, rounds: int = 50) -> np.ndarray:
    """Return weights float64 [people] under which the shares of all margins are as asked.

    Args:
        margins: of each its band of every person (int [people]) and the shares asked for (float64 [bands]).
        people: how many there are.
        rounds: rounds of fitting one margin after the other.

    Bands in which nobody is are left out; the others then share their part. Source: Deming and Stephan 1940.
    """
    weights = np.ones(people)
    for _ in range(rounds if margins else 0):
        for band, shares in margins:
            have = np.bincount(band, weights=weights, minlength=len(shares))
            want = np.where(have > 0.0, shares, 0.0)
            if want.sum() > 0.0:
                weights *= (want / want.sum() * people / np.where(have > 0.0, have, 1.0))[band]
    return weights


def known(view: View, level: Level) -> Reports:
    """Return the neighbours whom residents report at a level or above: of the same compound, of another flat."""

    def make() -> Reports:
        s = view.society
        found = named(view.reports(trace_of(level)), cut_of(level, s.constants))
        compound = s.places.compound_rows
        near = np.searchsorted(compound, found.asker, side="right") == np.searchsorted(compound, found.other, side="right")
        near &= s.residents.flat[found.asker] != s.residents.flat[found.other]
        return Reports(*(column[near] for column in found))

    return view.once(f"own survey {level}", make)


def counted(view: View, level: Level, rows: np.ndarray) -> np.ndarray:
    """Return int64 [m]: how many neighbours each of `rows` reports at a level or above."""
    return np.asarray(np.bincount(known(view, level).asker, minlength=view.society.residents.n)[rows])


def bands(numbers: np.ndarray, *begins: float) -> np.ndarray:
    """Return int64: the band of each number, where band k begins at begins[k - 1] and band 0 holds what is below them all."""
    return np.asarray(np.digitize(numbers, begins), np.int64)
