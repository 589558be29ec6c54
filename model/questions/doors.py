"""Questions about who among near neighbours is named as a friend: doors, floors, buildings (the couples of Westgate)."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey import named
from .base import AskedIn, Level, Question, Refusal, View, cut_of, question, trace_of


class Choices(NamedTuple):
    """Which household named which, of all sites.

    Attributes:
        site, gate, building: int64 [households], where each lives.
        door: int64 [households], number of its door within the gate, 0 the first.
        asker, other: int64 [choices], numbers of households.
    """

    site: np.ndarray
    gate: np.ndarray
    building: np.ndarray
    door: np.ndarray
    asker: np.ndarray
    other: np.ndarray


class DoorQuestion(Question):
    """A question about households that live door by door.

    One person of each household (the first of its rows) names at most `names` other households, the closest first, among those of whom
    the person says `level` or above of anybody. A gate is told as a line of doors, one household a floor: the first `doors` of them are
    one gallery, the next `doors` the gallery above it, and so on; the last door of a gallery and the first of the next one share a stair.
    """

    level: Level = constant("friendly", unit="name", mark="setting", en="Lowest level that is named", zh="可被提名的最低等级")
    names: int = constant(3, unit="names", low=1, high=1000, mark="setting", en="Lines on the form", zh="最多可提名户数")
    doors: int = constant(5, unit="doors", low=2, high=50, mark="setting", en="Doors of a gallery", zh="每条走廊的户数")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse places where a floor of a gate is no door."""
        if asked.neighbourhood.resolved().flats_per_floor != 1:
            return "question", Text(
                "a door is told as a floor of a gate; [neighbourhood] needs flats_per_floor = 1.",
                "每户写作单元的一层，[neighbourhood] 的 flats_per_floor 须为 1。",
            )
        return super().refuse(asked)

    def choices(self, view: View) -> Choices:
        """Return which household named which; worked out once a week for all questions of these fields."""
        found: Choices = view.once(("doors", self.level, self.names), lambda: self._asked(view))
        return found

    def _asked(self, view: View) -> Choices:
        s = view.society
        places, flat = s.places, s.residents.flat.astype(np.int64)
        units, first, household = np.unique(flat, return_index=True, return_inverse=True)
        said = named(view.reports(trace_of(self.level)), cut_of(self.level, s.constants))
        asked = np.zeros(s.residents.n, np.bool_)
        asked[first] = True
        asker, other = household[said.asker], household[said.other]
        keep = asked[said.asker] & (asker != other)
        asker, other = asker[keep], other[keep]
        # Reports are sorted from the closest down: the first report of a household is the one that puts it on the form.
        once = np.sort(np.unique(asker * len(units) + other, return_index=True)[1])
        asker, other = asker[once], other[once]
        keep = np.arange(len(asker)) - np.searchsorted(asker, asker) < self.names
        landing = places.unit_of_row(places.landing_rows, first)
        gate = s.residents.gate[first].astype(np.int64)
        building = np.searchsorted(places.building_gates, gate, side="right") - 1
        return Choices(view.site_of(first), gate, building, landing - places.gate_landings[gate], asker[keep], other[keep])

    def gallery(self, choices: Choices) -> np.ndarray:
        """Return int64 [households]: the gallery within the gate, 0 the lowest."""
        return choices.door // self.doors


@question
class NamedByDoors(DoorQuestion):
    """Of the ordered pairs of households that live 1, 2, ... doors apart in one gallery, the share where the first names the second."""

    name: ClassVar[str] = "named-by-doors"
    title: ClassVar[Text] = Text("named as a friend on the same floor, by doors between", "同层邻居被提名为朋友的比例，按相隔户数")
    farthest: int = constant(4, unit="doors", low=1, high=49, mark="setting", en="Farthest doors", zh="最远相隔户数")

    def rows(self, weeks: int) -> int:
        """A row a distance."""
        return self.farthest if weeks == 1 else 0

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, farthest], percent; NaN where no pair lives so far apart."""
        c = self.choices(view)
        gallery = self.gallery(c)
        near = (c.gate[c.asker] == c.gate[c.other]) & (gallery[c.asker] == gallery[c.other])
        apart = np.abs(c.door[c.asker] - c.door[c.other])
        columns = []
        place = c.gate * 1000 + c.door
        for d in range(1, self.farthest + 1):
            did = np.bincount(c.site[c.asker[near & (apart == d)]], minlength=view.sites)
            # Households of the same gallery, d doors on: each is a pair in both directions.
            there = np.isin(place + d, place) & ((c.door + d) // self.doors == gallery)
            could = 2 * np.bincount(c.site[there], minlength=view.sites)
            columns.append(100.0 * did / np.where(could > 0, could, np.nan))
        return np.stack(columns, axis=1)


@question
class NamedInBuilding(DoorQuestion):
    """Of all names given, the share of households in the same building."""

    name: ClassVar[str] = "named-in-building"
    title: ClassVar[Text] = Text("friends who live in the same building", "同楼朋友占比")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], percent."""
        c = self.choices(view)
        return view.mean_by_site_of(c.site[c.asker], 100.0 * (c.building[c.asker] == c.building[c.other]))


@question
class NamedUpstairs(DoorQuestion):
    """Names of households upstairs given by those at the foot of the stair, over those given by the others of the lowest gallery."""

    name: ClassVar[str] = "named-upstairs"
    title: ClassVar[Text] = Text("upstairs friends at the foot of the stairs, against others downstairs", "楼梯口住户的楼上朋友数，与同层其他户之比")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], a ratio; NaN where the others named nobody upstairs."""
        c = self.choices(view)
        gallery = self.gallery(c)
        up = (c.gate[c.asker] == c.gate[c.other]) & (gallery[c.asker] == 0) & (gallery[c.other] > 0)
        given = np.bincount(c.asker[up], minlength=len(c.site)).astype(np.float64)
        foot = c.door == self.doors - 1
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = view.mean_by_site_of(c.site[foot], given[foot])
            other = (gallery == 0) & ~foot
            ratio = ratio / view.mean_by_site_of(c.site[other], given[other])
        return np.where(np.isfinite(ratio), ratio, np.nan)
