"""Small societies in which one mechanism is tried; what several checks need is lived once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ...contract.mechanism import Mechanism, MechanismParameters
from ...founding.neighbourhood import NeighbourhoodParameters
from ...founding.populate import populate
from ...founding.population import PopulationParameters
from ...mechanisms import BUILT_IN
from ...people.constants import Constants
from ...people.everyday import EVERYDAY
from ...people.places import Places
from ...people.residents import Residents
from ..engine import group_kinds
from ..society import Society
from .bits import Bits, all_bits, community_bits, different, own_bits
from .report import Failed

Chosen = dict[str, MechanismParameters]
_COMPOUNDS, _BUILDINGS, _FLOORS = 2, 1, 3
"""Two compounds of three gates: about 170 people."""
_RESTLESS = PopulationParameters(moves_owners=0.3, moves_renters=0.8)
"""Many move, so that what belongs to people and not to rows is seen to."""
_LATE = 90_000


class Lived(NamedTuple):
    """What is left of a society that has lived some weeks.

    Attributes:
        bits: all it keeps, but for what the mechanism itself does.
        own: what the mechanism keeps.
        communities: the bits of each community.
        measures: all measures.
    """

    bits: Bits
    own: Bits
    communities: list[Bits]
    measures: dict[str, float]


class Lab:
    """Where one mechanism is tried.

    Attributes:
        kind: its class.
        name: its name.
        weeks: that a society lives.
        seed: of all draws.
    """

    def __init__(
        self, kind: type[Mechanism[Any]], parameters: MechanismParameters | None, weeks: int, seed: int
    ) -> None:
        """Keep what is tried; nothing has lived yet."""
        self.kind, self.name, self.weeks, self.seed = kind, str(getattr(kind, "name", kind.__name__)), weeks, seed
        self._asked = parameters
        self._places: dict[tuple[int, int], tuple[Places, Residents]] = {}
        self._lived: dict[str, Lived] = {}

    @cached_property
    def parameters(self) -> MechanismParameters:
        """Under which it does something."""
        return self._asked if self._asked is not None else self.kind.example()

    def changed(self, **values: Any) -> MechanismParameters:
        """Return the parameters with other values, checked as those of a file are."""
        return self.kind.Parameters(**{**self.parameters.model_dump(), **values})

    @property
    def without_policy(self) -> MechanismParameters:
        """The parameters with the levers at "no policy"."""
        return self.changed(**dict(self.kind.levers))

    @property
    def late(self) -> MechanismParameters:
        """The parameters of a policy that has not begun."""
        return self.changed(start_week=_LATE, end_week=None)

    @cached_property
    def companions(self) -> Chosen:
        """Other mechanisms beside which it is tried: the built-in ones that can be there without it."""
        return {
            other.name: other.example()
            for other in BUILT_IN
            if other.name != self.name and self.name not in other.rests_on
        }

    @cached_property
    def ground(self) -> Chosen:
        """What is there without it: the mechanisms on which it rests."""
        types = {kind.name: kind for kind in BUILT_IN}
        return {name: types[name].Parameters() for name in self.kind.rests_on if name in types}

    def society(
        self, chosen: Mapping[str, MechanismParameters], *, communities: int = 1, first: int = 0, threads: int = 1
    ) -> Society:
        """Found a small society and put mechanisms into it."""
        neighbourhood = NeighbourhoodParameters(
            compounds=_COMPOUNDS, buildings=_BUILDINGS, floors=_FLOORS, communities=communities, first_community=first
        )
        key = communities, first
        if key not in self._places:
            groups, sigma = group_kinds(dict(EVERYDAY)), Constants().ties.sigma_g
            self._places[key] = populate(neighbourhood, _RESTLESS, self.seed, groups, sigma)
        populated = copy.deepcopy(self._places[key])
        society = Society(
            neighbourhood=neighbourhood, population=_RESTLESS, seed=self.seed, threads=threads, populated=populated
        )
        if chosen:
            society.attach(chosen, {self.name: self.kind})
        return society

    def lived(
        self, key: str, chosen: Callable[[], Chosen], *, communities: int = 1, first: int = 0, threads: int = 1
    ) -> Lived:
        """Let a society live through all weeks, the first time that `key` is asked for; return what is left."""
        if key not in self._lived:
            society = self.society(chosen(), communities=communities, first=first, threads=threads)
            society.run(self.weeks)
            self._lived[key] = self.left(society)
        return self._lived[key]

    def left(self, society: Society) -> Lived:
        """Return what is left of a society."""
        parts = [community_bits(society, c) for c in range(society.places.communities)]
        return Lived(all_bits(society, self.name), own_bits(society, self.name), parts, society.measure())

    def without(self) -> Lived:
        """Live without the mechanism."""
        return self.lived("without", lambda: self.ground)

    def with_it(self) -> Lived:
        """Live with the mechanism."""
        return self.lived("with it", lambda: {self.name: self.parameters})

    def beside_others(self) -> Lived:
        """Live with others, without the mechanism."""
        return self.lived("others", lambda: {**self.ground, **self.companions})


def same(one: Mapping[str, str], other: Mapping[str, str], en: str, zh: str) -> None:
    """Say what differs if two societies do; the sentences begin with `en` and `zh`.

    Raises:
        Failed: they differ.
    """
    found = different(one, other)
    if found:
        some, more = ", ".join(found[:4]), len(found) - 4
        raise Failed(
            f"{en}: {some}{f' and {more} more' if more > 0 else ''} differ",
            f"{zh}：{some}{f' 等 {len(found)} 项' if more > 0 else ''} 不同",
        )
