"""Questions about help and trust between neighbours, and about how communities differ in them."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey import helped
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


@question
class Helped(Sampled):
    """Share of adults who helped a neighbour or were helped by one in the last `weeks` weeks (`survey.helped`)."""

    name: ClassVar[str] = "helped-or-was-helped"
    title: ClassVar[Text] = Text("helped a neighbour or was helped", "帮助过邻居或得到过帮助")
    weeks: int = constant(52, unit="weeks", low=1, high=520, mark="setting", en="Weeks that are asked about", zh="所问的周数")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], percent."""
        rows = self.sample(view)
        return np.asarray(100.0 * view.mean_by_site(rows, helped(view.society, self.weeks)[rows]))


@question
class HelpBetween(Helped):
    """Standard deviation between communities of the share who helped a neighbour or were helped."""

    name: ClassVar[str] = "help-between"
    title: ClassVar[Text] = Text("helped or was helped: sd between communities", "互助：社区间标准差")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, weeks asked]; see `between_sites`."""
        return np.stack([between_sites(one / 100.0) for one in seen], axis=1)
