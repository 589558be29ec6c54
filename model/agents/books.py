"""Mesa's own sets of a community's agents: nobody who lives here can be taken out of them, by whatever of Mesa's ways."""

from __future__ import annotations

from typing import Any, NoReturn

import mesa

from ..ground.refusal import InputError
from .resident import Resident

_MESAS: Any = type(mesa.Model(rng=0).agents)


class Books(_MESAS):  # type: ignore[misc]
    """The set of all agents of a community, or of one class of them; sets made from it are Mesa's, and can be changed at will.

    Somebody taken out of it would go on living in the engine, unseen.
    """

    def remove(self, agent: mesa.Agent) -> None:
        """Take an agent out.

        Raises:
            InputError: a resident who lives here.
            KeyError: it is not in the set.
        """
        self._refuse([agent])
        super().remove(agent)

    def discard(self, agent: mesa.Agent) -> None:
        """Take an agent out if it is in the set.

        Raises:
            InputError: a resident who lives here.
        """
        self._refuse([agent])
        super().discard(agent)

    def clear(self) -> None:
        """Take all agents out, of a set in which no residents are.

        Raises:
            InputError: there are residents who live here.
        """
        self._refuse(list(self))
        super().clear()

    def select(self, *chosen: Any, **how: Any) -> Any:
        """Return the agents that are chosen, see Mesa's `AgentSet.select`.

        Raises:
            InputError: the others, residents who live here, would be dropped (`inplace=True`).
        """
        inplace = how.get("inplace", chosen[2] if len(chosen) > 2 else False)
        if inplace:
            stay = set(super().select(*chosen[:2], **{**how, "inplace": False}, **({"agent_type": chosen[3]} if len(chosen) > 3 else {})))
            self._refuse([agent for agent in self if agent not in stay])
        return super().select(*chosen, **how)

    def _refuse(self, agents: list[mesa.Agent]) -> None:
        for agent in agents:
            if isinstance(agent, Resident) and agent.here and agent.model._keeps(self):
                refuse_removal()


def refuse_removal() -> NoReturn:
    """Say that residents stay, and what to do instead.

    Raises:
        InputError: always.
    """
    raise InputError(
        "residents cannot be removed: they would go on living in the engine. Households move out by the chances moves_owners and moves_renters; "
        "to leave somebody out, take a set of the others: community.agents.select(...). Agents of your own go with their own remove().",
        "不能移除居民：他们仍在模型中生活。住户按 moves_owners 与 moves_renters 的概率搬迁；要排除某人，请用 community.agents.select(...) 取其余的人。"
        "自建的主体可用其自身的 remove() 移除。",
    )
