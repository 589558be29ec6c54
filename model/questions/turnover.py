"""Questions about the ties of a whole place that are gone when it is asked again (the bankers of Burt)."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey.texture import Graph
from .base import View, question
from .texture import NetworkQuestion

_NO_LIMIT = 100_000


class Kept(NamedTuple):
    """The network of one site in one week: the graph, and the permanent identities of its nodes, uint64 [n]."""

    graph: Graph
    identity: np.ndarray


class LossQuestion(NetworkQuestion):
    """A question about the ties of the first week asked that are none in the last week asked.

    Common contacts are those of the first week. A tie of somebody who has moved away is gone. A site without such a tie has no answer (NaN).
    """

    unit: ClassVar[str] = "%"

    def rows(self, weeks: int) -> int:
        """One row; at least two weeks are needed."""
        return 1 if weeks > 1 else 0

    def observe(self, view: View) -> Any:
        """Keep the network of each site, and the permanent identities of its nodes."""
        identity = view.society.residents.identity
        return [Kept(network.graph, identity[network.rows]) for network in self.networks(view)]

    def lost(self, seen: list[Any], least: int, most: int) -> np.ndarray:
        """Return float64 [sites]: percent lost of the ties with `least` to `most` common contacts."""
        found = []
        for first, last in zip(seen[0], seen[-1], strict=True):
            shared = first.graph.shared_partners
            asked = (shared >= least) & (shared <= most)
            number = np.unique(np.concatenate((first.identity, last.identity)), return_inverse=True)[1]
            old, new = np.split(number, [first.graph.n])
            gone = ~np.isin(_keys(first, old, len(number)), _keys(last, new, len(number)))
            found.append(100.0 * gone[asked].mean() if asked.any() else np.nan)
        return np.array(found)


def _keys(kept: Kept, number: np.ndarray, size: int) -> np.ndarray:
    """Return one number a tie; number [n] are the numbers of its nodes, the same in both weeks and below `size`."""
    ends = np.sort(number[kept.graph.pairs], axis=1)
    return np.asarray(ends[:, 0] * size + ends[:, 1])


@question
class TiesLost(LossQuestion):
    """Of the ties whose ends have `least` to `most` common contacts, the share that is gone; 0 to 0: bridging ties (Burt 2002)."""

    name: ClassVar[str] = "ties-lost"
    title: ClassVar[Text] = Text("ties that are gone", "消失的关系")
    least: int = constant(0, unit="people", low=0, high=_NO_LIMIT, mark="setting", en="Fewest common contacts", zh="共同联系人下限")
    most: int = constant(_NO_LIMIT, unit="people", low=0, high=_NO_LIMIT, mark="setting", en="Most common contacts", zh="共同联系人上限")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1], percent."""
        return self.lost(seen, self.least, self.most)[:, None]


@question
class BridgesLostMore(LossQuestion):
    """Percent of bridging ties that are gone, less percent of the ties with at least `embedded` common contacts that are gone."""

    name: ClassVar[str] = "bridges-lost-more"
    title: ClassVar[Text] = Text("bridging ties gone, less embedded ties gone", "桥接关系与嵌入关系消失率之差")
    compares: ClassVar[bool] = True
    embedded: int = constant(
        1, unit="people", low=1, high=_NO_LIMIT, mark="setting", en="Common contacts of an embedded tie, at least", zh="嵌入关系的共同联系人下限"
    )

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1], percentage points."""
        return np.asarray((self.lost(seen, 0, 0) - self.lost(seen, self.embedded, _NO_LIMIT))[:, None])
