"""Constants of words that travel along talks, and of queues at counters."""

from __future__ import annotations

from ..ground.parameters import Parameters, constant


class WordConstants(Parameters):
    """How easily news is passed on, and how soon it is stale."""

    pass_chance: float = constant(
        0.25, unit="chance a talk", low=0.0, high=1.0,
        en="One who knows a word that is fresh tells it in a talk to one who does not", zh="知情者在一次交谈中把新消息告诉对方的概率",
    )  # fmt: skip
    home_chance: float = constant(
        0.8, unit="chance a week", low=0.0, high=1.0,
        en="One who knows a word that is fresh tells it at home to each who does not", zh="知情者一周内在家里把新消息告诉家人的概率",
    )  # fmt: skip
    half_life: float = constant(
        4.0, unit="weeks", low=0.1, high=520.0,
        en="Weeks after which a word is told half as often, unless it has a half-life of its own", zh="消息热度的半衰期",
    )  # fmt: skip
    stale: float = constant(
        0.05, unit="share of the first chance", low=0.001, high=1.0,
        en="Freshness at which nobody speaks of a word any longer and it is forgotten", zh="消息被遗忘时的热度",
    )  # fmt: skip


class QueueConstants(Parameters):
    """What people do whose matter was closed in the books and is not solved."""

    reopen: float = constant(
        0.06, unit="chance a week", low=0.0, high=1.0,
        source="239 of 2,495 tickets of a month were repeated (Daying county 2017); .05 to .09 if half to .3 are unsolved",
        en="One whose ticket was closed unsolved hands it in again", zh="未解决的办结件被再次提交的概率",
    )  # fmt: skip
    gives_up: int = constant(
        13, unit="weeks", low=1, high=520,
        en="Weeks after which one whose ticket was closed unsolved hands it in no more", zh="放弃再次提交前的周数",
    )  # fmt: skip
