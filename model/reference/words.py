"""Words that travel along talks (docs/rules.md, Words)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident


@dataclass(frozen=True)
class ReferenceWord:
    """A word that goes round.

    Attributes:
        number: permanent; draws are keyed by it.
        born: week in which it began.
        half_life: weeks after which it is told half as often.
        weeks: weeks after which it is forgotten.
    """

    number: int
    born: int
    half_life: float
    weeks: int

    def fresh(self, week: int) -> float:
        """Return how fresh it is, 1 in its first week."""
        return float(0.5 ** ((week - self.born) / self.half_life))


def begin_word(word: ReferenceWord, people: Iterable[ReferenceResident], community: ReferenceCommunity) -> None:
    """Let a word begin with those who know it first."""
    community.words.append(word)
    for i in people:
        i.words.add(word)


def forget_stale(community: ReferenceCommunity) -> None:
    """Let everybody forget the words whose weeks are over."""
    for word in [w for w in community.words if community.week >= w.born + w.weeks]:
        community.words.remove(word)
        for i in community.residents:
            i.words.discard(word)


def tell_each_other(
    talks: Mapping[tuple[ReferenceResident, ReferenceResident], int], round_: int, community: ReferenceCommunity
) -> None:
    """Let those of a focus who have talked (pair -> talks) tell what the other did not know before."""
    if not community.words:
        return
    draws, week, chance = community.draws, community.week, community.constants.services.word.pass_chance
    before = {i: set(i.words) for pair in talks for i in pair}
    for pair, number in talks.items():
        for one, other in (pair, pair[::-1]):
            for word in before[one] - before[other]:
                passed = 1.0 - (1.0 - chance * word.fresh(week)) ** number
                if draws.uniform("word", week, one.identity, other.identity, word.number, round_) < passed:
                    other.words.add(word)


def tell_at_home(community: ReferenceCommunity) -> None:
    """At the end of the week, let people of one flat tell each other."""
    if not community.words:
        return
    draws, week, chance = community.draws, community.week, community.constants.services.word.home_chance
    households: dict[int, list[ReferenceResident]] = {}
    for i in community.residents:
        households.setdefault(i.person.home, []).append(i)
    for people in households.values():
        before = {i: set(i.words) for i in people}
        for one in people:
            for other in people:
                for word in before[one] - before[other]:
                    told = chance * word.fresh(week)
                    if draws.uniform("word at home", week, one.identity, other.identity, word.number) < told:
                        other.words.add(word)
