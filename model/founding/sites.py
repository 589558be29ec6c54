"""A site: people of a study who are told in a few shares (a class, a beach, a hall), and several like it in one society.

A study of 32 students has no buildings and no population tables. `SitePeople` tells how many there are and what they are like;
`populate_sites` seats them, so that the engine works them as it works a compound. Each site is a community of its own.
"""

from __future__ import annotations

import numpy as np
from pydantic import model_validator

from ..ground.parameters import Parameters, constant
from ..ground.random import draw
from ..people.places import Places
from ..people.residents import Residents, Situation
from .neighbourhood import NeighbourhoodParameters
from .population import PopulationParameters
from .roster import Roster, populate_from_roster

LARGEST_SITE = 5_000
_AGES = ((18, 30), (30, 45), (45, 60), (60, 80))


def _shares(default: tuple[float, ...], en: str, zh: str) -> tuple[float, ...]:
    found: tuple[float, ...] = constant(default, unit="shares", mark="setting", en=en, zh=zh)
    return found


class SitePeople(Parameters):
    """The people of a site, in shares; each list has an entry a value and is divided by its sum.

    The four likenesses are those that homophily compares. A study names them after its own people (a class of students has
    programmes where a compound has age groups): only who is like whom counts. A likeness of which nothing is known is left at its
    default, an even spread over two values, so that it neither draws nor parts.
    """

    number: int = constant(32, unit="people", low=2, high=LARGEST_SITE, mark="setting", en="People of a site", zh="每个地点的人数")
    household: int = constant(1, unit="people", low=1, high=20, mark="setting", en="People of a household", zh="每户人数")
    sex: tuple[float, ...] = _shares((0.5, 0.5), "Women, men", "女、男")
    age_group: tuple[float, ...] = _shares((0.5, 0.5), "Aged 18 to 29, 30 to 44, 45 to 59, 60 and more", "18至29、30至44、45至59、60岁及以上")
    registration: tuple[float, ...] = _shares((0.5, 0.5), "Two kinds of origin", "两种来源")
    education: tuple[float, ...] = _shares((0.5, 0.5), "Up to four kinds of education", "至多四种教育")
    presence: tuple[float, ...] = _shares((1.0,), "Up to five classes of presence, in the order of the chances of everyday foci", "至多五类到场者")
    party: float = constant(0.0, unit="share", low=0.0, high=1.0, mark="setting", en="Share of Party members", zh="党员比例")

    @model_validator(mode="after")
    def _usable(self) -> SitePeople:
        most = {"sex": 2, "age_group": 4, "registration": 2, "education": 4, "presence": len(Situation)}
        for name, length in most.items():
            shares = getattr(self, name)
            if not 1 <= len(shares) <= length or min(shares) < 0.0 or sum(shares) <= 0.0:
                raise ValueError(f"{name} must be a list of 1 to {length} shares, none below 0 and not all 0")
        if self.number % self.household:
            raise ValueError(f"number ({self.number}) must be a multiple of household ({self.household})")
        return self


def home_of(people: SitePeople, given: NeighbourhoodParameters | None, sites: int) -> NeighbourhoodParameters:
    """Return where the sites' people live: what is given, else one building with a household on each of its floors."""
    households = people.number // people.household
    if given is None:
        floors = min(100, households)
        entrances = -(-households // (floors * 60))
        flats = -(-households // (floors * entrances))
        given = NeighbourhoodParameters(buildings=1, entrances=entrances, floors=floors, flats_per_floor=flats, occupancy=1.0, kin_groups=0)
    return given.model_copy(update={"communities": sites, "compounds": 1, "occupancy": 1.0})


def populate_sites(
    people: SitePeople, neighbourhood: NeighbourhoodParameters, population: PopulationParameters, seed: int, group_kinds: int, sigma_g: float
) -> tuple[Places, Residents]:
    """Seat the people of all sites and draw what they are like.

    Each likeness is dealt out: a site has the shares that the study had, to the nearest whole person, in keyed random order.

    Args:
        people: what they are like.
        neighbourhood: as `home_of` returns it; `communities` is the number of sites.
        population: tables for all that `people` does not tell (interests, trust, sociability ...).
        seed: of all draws.
        group_kinds: as `engine.group_kinds` counts them.
        sigma_g: log-normal spread of sociability.

    Raises:
        InputError: more households than flats, or too large a community.
    """
    sites, n = neighbourhood.communities, people.number
    person = np.arange(sites * n, dtype=np.uint64)
    household = person // np.uint64(people.household)
    width = len(str(len(person)))
    values = {
        name: _dealt(getattr(people, name), sites, n, draw(seed, f"site {name}", 0, person))
        for name in ("sex", "age_group", "registration", "education", "presence")
    }
    group = values.pop("age_group").astype(np.int64)
    low, high = np.array(_AGES)[group].T
    values["age"] = np.floor(low + (high - low) * draw(seed, "site age", 0, person))
    values["situation"] = values.pop("presence")
    values["party"] = _dealt((1.0 - people.party, people.party), sites, n, draw(seed, "site party", 0, person))
    values["tenure"] = np.zeros(len(person))
    homes = {"flat": np.array([f"{h:0{width}d}" for h in household.tolist()])}
    roster = Roster("[people]", [str(k + 1) for k in range(len(person))], homes, {name: value.astype(np.float64) for name, value in values.items()})
    founded = populate_from_roster(roster, neighbourhood, population, seed, group_kinds, sigma_g)
    return founded.places, founded.residents


def _dealt(shares: tuple[float, ...], sites: int, n: int, u: np.ndarray) -> np.ndarray:
    """Return int64 [sites * n]: each value to its share of every site's people, in the order of the draws u."""
    edges = np.round(np.cumsum(np.asarray(shares, np.float64)) / sum(shares) * n)
    place = np.argsort(np.argsort(u.reshape(sites, n), axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(np.searchsorted(edges, place.ravel(), side="right"))
