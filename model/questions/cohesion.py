"""Questions about help and trust between neighbours, and about how communities differ in them."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..parameters import constant
from ..text import Text
from .base import Question, View, question
from .neighbours import adults, sample_of_sites


def between_sites(shares: np.ndarray) -> np.ndarray:
    """Return float64 [sites]: pseudo-values of the standard deviation between sites; their mean is its jackknife estimate.

    Args:
        shares: a number a site, [sites]; of fewer than three nothing can be said (NaN).

    Source: Quenouille 1956, Tukey 1958.
    """
    n = len(shares)
    if n < 3:
        return np.full(n, np.nan)
    left_out = np.array([np.delete(shares, k).std(ddof=1) for k in range(n)])
    return np.asarray(n * shares.std(ddof=1) - (n - 1) * left_out)


class Sampled(Question):
    """A question to some adults of each site, drawn by keyed draws; 0: to all."""

    asked: int = constant(0, unit="people a site", low=0, high=5000, mark="setting", en="Adults asked at each site; 0: all", zh="每地受访成人数，0 为全部")

    def sample(self, view: View) -> np.ndarray:
        """Return int64 rows of those asked; all where a site has no more."""
        return sample_of_sites(view, adults(view), self.asked)


@question
class TrustsNeighbours(Sampled):
    """Share of adults who say that they trust their neighbours."""

    name: ClassVar[str] = "trusts-neighbours"
    title: ClassVar[Text] = Text("trusts the neighbours", "信任邻居")
    cut: float = constant(0.5, unit="trust, 0 to 1", low=0.0, high=1.0, mark="setting", en="Trust from which one says so", zh="回答“信任”的门槛")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], percent."""
        rows = self.sample(view)
        return np.asarray(100.0 * view.mean_by_site(rows, view.society.residents.trust_neighbours[rows] >= self.cut))


@question
class TrustBetween(TrustsNeighbours):
    """Standard deviation between communities of the share who trust their neighbours."""

    name: ClassVar[str] = "trust-between"
    title: ClassVar[Text] = Text("trusts the neighbours: sd between communities", "信任邻居：社区间标准差")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, weeks]; see `between_sites`."""
        return np.stack([between_sites(one / 100.0) for one in seen], axis=1)


class Helps(NamedTuple):
    """Who helped and who was helped in a week (identities), and who of the sites is asked if this is the last week."""

    took_part: np.ndarray
    asked: np.ndarray
    starts: np.ndarray
    identity: np.ndarray


@question
class HelpedInAYear(Sampled):
    """Share of adults who helped a neighbour or were helped by one since the study began."""

    name: ClassVar[str] = "helped-or-was-helped"
    title: ClassVar[Text] = Text("helped a neighbour or was helped", "帮助过邻居或得到过帮助")
    every_week: ClassVar[bool] = True

    def observe(self, view: View) -> Helps:
        """Keep who helped whom in the week lived last."""
        r = view.society.residents
        helped, helper = view.society.services.matters.lately
        rows = self.sample(view)
        return Helps(r.identity[np.concatenate((helped, helper))], rows, view.starts, r.identity[rows])

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1], percent of those who live there at the end."""
        last = seen[-1]
        yes = np.isin(last.identity, np.unique(np.concatenate([one.took_part for one in seen])))
        site = np.searchsorted(last.starts, last.asked, side="right") - 1
        sites = len(last.starts) - 1
        count = np.bincount(site, minlength=sites)
        return np.where(count > 0, 100.0 * np.bincount(site, weights=yes, minlength=sites) / np.maximum(count, 1), np.nan)[:, None]


@question
class HelpBetween(HelpedInAYear):
    """Standard deviation between communities of the share who helped a neighbour or were helped."""

    name: ClassVar[str] = "help-between"
    title: ClassVar[Text] = Text("helped or was helped: sd between communities", "互助：社区间标准差")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1]; see `between_sites`."""
        return between_sites(super().answer(seen)[:, 0] / 100.0)[:, None]
