"""Who is reached and who is not: acquaintances, strangers and coming, by groups of residents (tenure, registration, age, sex, floor, years here)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.measure import Kind, MeasureInfo
from ..ground.text import Text
from ..ties.counting import acquaintance_counts

if TYPE_CHECKING:
    from .society import Society

FEW = 3
"""Who has fewer acquaintances is a stranger, as in the measure of all residents."""


class Group(NamedTuple):
    """Some of the residents.

    Attributes:
        title: what they are called.
        pick: society -> bool [residents].
    """

    title: Text
    pick: Callable[[Society], np.ndarray]


def _floor(society: Society) -> np.ndarray:
    """Return int [residents], the floor of each, 0 the lowest of its gate."""
    places = society.places
    first = np.repeat(places.gate_landings[:-1], np.diff(places.gate_landings))
    return np.repeat(np.arange(len(first)) - first, np.diff(places.landing_rows))


def _newcomers(society: Society) -> np.ndarray:
    week: int = society.week
    return np.asarray(week - society.residents.arrival < 104)


GROUPS: dict[str, Group] = {
    "owners": Group(Text("owners", "业主"), lambda s: s.residents.tenure == 0),
    "renters": Group(Text("renters", "租户"), lambda s: s.residents.tenure == 1),
    "locals": Group(Text("locals", "本地户籍"), lambda s: s.residents.registration == 0),
    "migrants": Group(Text("migrants", "外来户籍"), lambda s: s.residents.registration == 1),
    "under40": Group(Text("under 40", "40岁以下"), lambda s: s.residents.age < 40),
    "from40": Group(Text("40 to 59", "40至59岁"), lambda s: (s.residents.age >= 40) & (s.residents.age < 60)),
    "from60": Group(Text("60 and over", "60岁及以上"), lambda s: s.residents.age >= 60),
    "women": Group(Text("women", "女性"), lambda s: s.residents.sex == 0),
    "men": Group(Text("men", "男性"), lambda s: s.residents.sex == 1),
    "ground": Group(Text("ground floor", "底层"), lambda s: _floor(s) == 0),
    "upper": Group(Text("fourth floor and above", "四层及以上"), lambda s: _floor(s) >= 3),
    "newcomers": Group(Text("here for under two years", "入住不足两年"), _newcomers),
    "frail": Group(Text("the frail", "体弱者"), lambda s: s.residents.frailty >= 0.5),
}
"""Name -> group. Groups overlap: an owner is a woman or a man."""
SIDES: tuple[tuple[str, ...], ...] = (
    ("owners", "renters"), ("locals", "migrants"), ("under40", "from40", "from60"), ("women", "men"), ("ground", "upper"), ("newcomers",), ("frail",),
)  # fmt: skip
"""Groups that stand beside each other."""
_COUNTED: dict[str, tuple[Kind, str, Text]] = {
    "acquaintances": ("number", "people a resident", Text("acquaintances of {group}", "{group}的人均熟人数")),
    "strangers": ("share", "share of the group", Text("strangers among {group}", "{group}中的陌生人")),
    "came_quarter": ("share", "share of the group", Text("came in the last quarter: {group}", "近一季度参加过活动：{group}")),
}


def name_of(measure: str, group: str) -> str:
    """Return the name of a measure of a group, such as "acquaintances_renters"."""
    return f"{measure}_{group}"


def _described(measure: str, group: Group) -> MeasureInfo:
    kind, unit, title = _COUNTED[measure]
    said = Text(title.en.format(group=group.title.en), title.zh.format(group=group.title.zh))
    return MeasureInfo(said, unit, kind)


GROUP_MEASURES: dict[str, MeasureInfo] = {name_of(m, g): _described(m, group) for m in _COUNTED for g, group in GROUPS.items()}
"""All measures of groups, by name."""


def group_measures(society: Society, known: np.ndarray | None = None) -> dict[str, float]:
    """Return the measures of all groups now; NaN for a group of nobody. known: int64 [residents], acquaintances of each; None: they are counted."""
    r = society.residents
    known = acquaintance_counts(society, np.arange(r.n)) if known is None else known
    strangers, lately = known < FEW, society.week - r.last_came <= 13
    found = {}
    for name, group in GROUPS.items():
        who = group.pick(society)
        n = int(np.count_nonzero(who))
        # Sums of whole numbers are exact, in whatever way they are added up.
        sums = int(known.sum(where=who)), int(np.count_nonzero(strangers & who)), int(np.count_nonzero(lately & who))
        for measure, total in zip(_COUNTED, sums, strict=True):
            found[name_of(measure, name)] = total / n if n else math.nan
    return {name: found[name] for name in GROUP_MEASURES}
