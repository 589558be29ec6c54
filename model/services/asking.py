"""One search for volunteers: who comes to mind in each unit, in which order they are asked, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np

from ..people.units import Units, ranges
from .moment import Moment
from .posts import Posts

Candidates = tuple[np.ndarray, np.ndarray]
"""int64 units and int64 rows of those who may be asked there, of equal length."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_TAGS = {"building": 1 << 30, "landing": 1 << 29, "community": 3 << 30}


class Answers(NamedTuple):
    """What came of a search.

    Attributes:
        asked: how many were asked.
        declined: int64, rows of those who declined.
        filled: int64, the posts for which somebody was found, in order.
        rows: int64, who.
    """

    asked: int
    declined: np.ndarray
    filled: np.ndarray
    rows: np.ndarray


@dataclass(slots=True)
class Search:
    """A search for some vacant posts.

    Attributes:
        posts: of the kind.
        sought: int64, the vacant posts, in order.
        first: int64 [units], index in `sought` of the first post of each unit.
        wanted: int64 [units], how many are sought there.
        which: int64 [m], index of the unit of each candidate.
        rows: int64 [m], the candidates.
    """

    posts: Posts
    sought: np.ndarray
    first: np.ndarray
    wanted: np.ndarray
    which: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, posts: Posts, sought: np.ndarray, candidates: Candidates | None) -> Search:
        """Begin a search; without candidates all residents of the units are.

        Raises:
            ValueError: posts of organisations are sought, and nobody is named.
        """
        sought = np.unique(sought)
        units, first, wanted = sought, np.arange(len(sought)), np.ones(len(sought), np.int64)
        if posts.seats > 1:
            units, first, wanted = np.unique(sought // posts.seats, return_index=True, return_counts=True)
        if candidates is None:
            if posts.unit == "organisation":
                raise ValueError("of an organisation it has to be said who may be asked")
            which, rows = ranges(posts.starts[units], posts.starts[units + 1])
        elif len(units) == 0:
            which, rows = np.zeros(0, np.int64), np.zeros(0, np.int64)
        else:
            unit, rows = candidates
            which = np.minimum(np.searchsorted(units, unit), len(units) - 1)
            here = units[which] == unit
            which, rows = which[here], rows[here]
        return cls(posts, sought, first, wanted, which, rows)

    def among(self, which: np.ndarray) -> Search:
        """Return the same search with some of the candidates only (a mask or an order of them)."""
        return Search(self.posts, self.sought, self.first, self.wanted, self.which[which], self.rows[which])

    def ask(self, week: Moment, kind: str, counter: int) -> Answers:
        """Ask those who come to mind first, in turn, until as many have accepted as are sought in a unit.

        Args:
            week: this week; its draws decide.
            kind: name of the kind, by which draws are keyed.
            counter: number of the search within the week.
        """
        posts, r, post = self.posts, week.residents, self.sought[self.first]
        active_first = posts.columns["party_first"][post[self.which]]
        score = posts.comes_to_mind(r, self.rows, week.acquaintances(self.rows), active_first)
        ordered = self.among(np.lexsort((self.rows, -score, self.which)))
        rank = np.arange(len(ordered.which)) - np.searchsorted(ordered.which, ordered.which, side="left")
        ordered = ordered.among(rank < posts.weights.asked_a_search * self.wanted[ordered.which])
        which, rows = ordered.which, ordered.rows
        utility = posts.accepts(r, rows, posts.weights.accept) + posts.offered(post[which])
        entity = person_in_post(posts, post[which], r.identity[rows])
        yes = week.draw(f"{kind} accepts", entity, counter) < logistic(utility)
        # Those after the last one who is wanted are not asked.
        running: np.ndarray = np.cumsum(yes) - yes
        before: np.ndarray = running - running[np.searchsorted(which, which, side="left")]
        asked = before < self.wanted[which]
        accepted = np.flatnonzero(yes & asked)
        filled: np.ndarray = self.sought[self.first[which[accepted]] + before[accepted]]
        chosen = rows[accepted]
        # One person, two organisations: the first gets them.
        _, once = np.unique(chosen, return_index=True)
        once.sort()
        return Answers(int(np.count_nonzero(asked)), rows[asked & ~yes], filled[once], chosen[once])


def person_in_post(posts: Posts, which: np.ndarray, identity: np.ndarray) -> np.ndarray:
    """Return the entity by which a person's decision about a post is drawn, uint64 [m].

    It is the person; one may have to do with several organisations in a week, so that there it is both.
    """
    return identity ^ (posts.identity[which] * _MIX) if posts.unit == "organisation" else identity


def unit_identity(units: Units, unit: str) -> np.ndarray:
    """Return the permanent identities of the units of a kind: number of the community, and of the unit within it.

    Args:
        units: of the society.
        unit: "landing", "gate", "building", "compound" or "community".
    """
    if unit in ("gate", "compound"):
        return cast(np.ndarray, getattr(units, f"{unit}_identity"))
    p = units.places
    # The first unit of each community, from compounds down to what is asked for.
    first = np.arange(p.communities + 1)
    if unit != "community":
        first = p.compound_buildings[p.community_compounds].astype(np.int64)
    if unit == "landing":
        first = p.gate_landings[p.building_gates[first]].astype(np.int64)
    community = np.repeat(np.arange(p.communities), np.diff(first))
    within = np.arange(len(community)) - first[community]
    number = p.community_id[community].astype(np.uint64) << np.uint64(32)
    return cast(np.ndarray, number | np.uint64(_TAGS[unit]) | within.astype(np.uint64))


def logistic(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))
