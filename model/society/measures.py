"""Measures: what is counted in the simulated society, seeing everything (survey/ holds what a study would have seen).

`measure(society)` counts all at once; ties are read in one pass over the slots.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.measure import Kind, MeasureInfo, share_of
from ..ground.random import key_of, stream
from ..ground.refusal import InputError
from ..ground.text import Text
from ..mechanisms.registry import find_mechanism
from ..people.residents import NEVER
from ..services.services import measures_of_services
from ..survey import chat_shares
from ..ties.counting import Cuts, closed_triples, count_ties
from .groups import GROUP_MEASURES, group_measures

if TYPE_CHECKING:
    from ..contract.mechanism import Mechanism
    from .society import Society


def _info(kind: Kind, unit: str, en: str, zh: str, headline: bool = False) -> MeasureInfo:
    return MeasureInfo(Text(en, zh), unit, kind, headline)


MEASURES: dict[str, MeasureInfo] = {
    "strangers": _info("share", "share of residents", "strangers (fewer than 3 acquaintances)", "陌生人（熟人不足3人）", headline=True),
    "acquaintances": _info("number", "people a resident", "acquaintances a resident", "人均熟人数", headline=True),
    "acquaintances_fresh": _info("share", "share of acquaintances", "of them, talked with in the last quarter", "其中近一季度交谈过的"),
    "none": _info("share", "share of residents", "no acquaintance at all", "一个熟人也没有"),
    "gate_density": _info("share", "share of pairs", "two people of one gate know each other", "同楼门两人相识", headline=True),
    "recognised": _info("number", "people a resident", "recognised faces a resident", "人均面熟人数"),
    "friendly": _info("number", "people a resident", "friendly neighbours a resident", "人均友好邻居数"),
    "friend": _info("number", "people a resident", "friends a resident", "人均朋友数"),
    "close": _info("number", "people a resident", "close friends a resident", "人均密友数"),
    "transitivity": _info("share", "share of pairs", "two acquaintances of one person know each other", "熟人的熟人相识比例"),
    "came_quarter": _info("share", "share of residents", "came to something in the last quarter", "近一季度参加过活动", headline=True),
    "came_ever": _info("share", "share of residents", "ever came to something", "参加过活动"),
    "came_never": _info("share", "share of residents", "never came", "从未参加"),
    "came_more": _info("share", "share of residents", "came more than once", "参加过不止一次"),
    "came_gini": _info("number", "Gini coefficient", "inequality of coming (Gini)", "参与的基尼系数"),
    "came_busiest": _info("share", "share of attendances", "the busiest tenth's share of attendances", "最活跃十分之一居民的参与份额"),
    "volunteer_busiest": _info("share", "share of volunteer hours", "the busiest tenth of volunteers does", "最忙十分之一志愿者的工时份额"),
    "trust_neighbours": _info("number", "0 to 1", "trust in neighbours (0 to 1)", "对邻居的信任（0 至 1）"),
    "trust_neighbours_sd": _info("number", "sd", "spread of trust in neighbours", "邻里信任的离散"),
    "trust_institutions": _info("number", "0 to 1", "trust in institutions (0 to 1)", "对机构的信任（0 至 1）"),
    "trust_institutions_sd": _info("number", "sd", "spread of trust in institutions", "机构信任的离散"),
    "chat_daily": _info("share", "share of residents", "chats with neighbours daily", "每天与邻居聊天"),
    "chat_weekly": _info("share", "share of residents", "chats with neighbours weekly", "每周与邻居聊天"),
    "chat_less": _info("share", "share of residents", "chats with neighbours less often", "更少与邻居聊天"),
    "chat_never": _info("share", "share of residents", "never chats with neighbours", "从不与邻居聊天"),
}
"""What the engine itself measures, in the order of a report. Shares of acquaintances by the kind of focus where they began are
named `origin.KIND` (see `info`)."""

LEVELS = ("recognised", "acquaintances", "friendly", "friend", "close")
"""Measures of ties, from the weakest level to the strongest."""
TRUST = ("trust_neighbours", "trust_institutions")
"""Shown after the headlines, but no headlines: what moves trust is the least certain part of the model."""
WHO_CAME = ("came_more", "came_never", "came_busiest")
"""The people behind a count of person-times, in which one who comes ten times counts as ten; each counts since the start."""


def catalogue(mechanisms: Iterable[type[Mechanism[Any]]] = ()) -> dict[str, MeasureInfo]:
    """Return all measures: those of the engine and its services, then those that mechanisms declare; name -> what it is."""
    found = MEASURES | GROUP_MEASURES | measures_of_services()
    for kind in mechanisms:
        found |= kind.declared_measures()
    return found


def info(name: str, focus_titles: Mapping[str, Text] | None = None) -> MeasureInfo:
    """Return what a measure of any known mechanism is, also for `origin.KIND`.

    Args:
        name: full name of the measure.
        focus_titles: titles of kinds of foci by name.
    """
    if name in MEASURES or name in GROUP_MEASURES:
        return MEASURES.get(name) or GROUP_MEASURES[name]
    if name.startswith("origin."):
        kind = name.split(".", 1)[1]
        title = (focus_titles or {}).get(kind, Text(kind, kind))
        return MeasureInfo(Text(f"acquaintances begun: {title.en}", f"熟人来源：{title.zh}"), "share of acquaintances", "share")
    known = catalogue(_owner(name))
    if name in known:
        return known[name]
    plain = name.replace("_", " ")
    return MeasureInfo(Text(plain, plain), "", "number")


def _owner(name: str) -> list[type[Mechanism[Any]]]:
    """Return the mechanism whose name stands before a measure's, if it is known and can be loaded; no other is loaded."""
    try:
        return [find_mechanism(name.split(".", 1)[0])] if "." in name else []
    except InputError:
        return []


_SAMPLE = 1000
"""Residents whose triples are looked at for transitivity, about."""


def tie_measures(society: Society, threads: int = 1, known: np.ndarray | None = None) -> dict[str, float]:
    """Count ties: levels a resident, strangers, density within gates, transitivity, origins of acquaintances.

    Args:
        society: whose ties.
        threads: to count with.
        known: int64 [residents], to which the acquaintances of each are written; None: they are not asked for.

    Returns:
        name -> value. Origins are `origin.KIND` for the society's `focus_kinds`.
    """
    s, r, p = society, society.residents, society.places
    t = s.constants.ties
    cuts = Cuts(t.recognised, t.acquaintance, t.friendly, t.friend, t.close)
    each = np.empty(r.n, np.int64) if known is None else known
    bounds = np.linspace(0, p.communities, min(threads, p.communities) + 1).astype(np.int64)

    def part(lo: int, hi: int) -> tuple[np.ndarray, np.ndarray]:
        counted = np.zeros(9, np.int64), np.zeros(256, np.int64)
        count_ties(s.ties, s.fade, r.arrival, r.gate, r.flat, p.community_rows, lo, hi, np.int64(s.week), cuts, *counted, each)
        return counted

    if len(bounds) > 2 and r.n > 50_000:
        with ThreadPoolExecutor(len(bounds) - 1) as pool:
            parts = list(pool.map(part, bounds[:-1], bounds[1:]))
    else:
        parts = [part(0, p.communities)]
    total = np.sum([x for x, _ in parts], axis=0)
    origins = np.sum([x for _, x in parts], axis=0)
    n = max(r.n, 1)
    in_gates = float((np.diff(p.gate_rows).astype(np.float64) ** 2).sum() - (np.diff(p.flat_rows).astype(np.float64) ** 2).sum())
    key = key_of(s.seed, stream("transitivity sample"))
    triples, slots = np.zeros(2, np.int64), s.ties.partner.shape[1]
    largest = int(np.diff(p.community_rows).max(initial=0))
    mark, known = np.zeros(65536, np.int64), np.empty(largest * slots, np.uint16)
    begin, own, end = (np.empty(largest, np.int64) for _ in range(3))
    closed_triples(
        s.ties, s.fade, r.identity, r.arrival, p.community_rows, np.int64(s.week), t.acquaintance, key, min(1.0, _SAMPLE / n),
        mark, begin, own, end, known, triples,
    )  # fmt: skip
    closed, pairs = triples.tolist()
    found = {name: float(total[k]) / n for k, name in enumerate(("recognised", "acquaintances", "friendly", "friend", "close", "strangers", "none"))}
    found["gate_density"] = float(total[7]) / in_gates if in_gates else 0.0
    found["transitivity"] = closed / pairs if pairs else 0.0
    found["acquaintances_fresh"] = share_of(int(total[8]), int(total[1]))
    acquainted = max(int(total[1]), 1)
    for code, kind in enumerate(getattr(s, "focus_kinds", ())):
        found[f"origin.{kind.name}"] = float(origins[code]) / acquainted
    return found


def gini(values: np.ndarray) -> float:
    """Return the Gini coefficient of non-negative values: 0 all equal, towards 1 one has all; 0 if all are zero."""
    x = np.sort(np.asarray(values, np.float64))
    total = x.sum()
    if total <= 0.0:
        return 0.0
    n = len(x)
    return float(2.0 * (np.arange(1, n + 1) * x).sum() / (n * total) - (n + 1) / n)


def busiest_tenth(values: np.ndarray) -> float:
    """Return the share that the tenth with the highest values has of the sum; NaN if all are zero."""
    total = float(values.sum(dtype=np.float64))
    if total <= 0.0:
        return math.nan
    n = max(1, round(0.1 * len(values)))
    # Whole numbers of which many are equal are sorted faster than parted, and their sum is exact in any order.
    ordered = np.sort(values) if values.dtype.kind in "iu" else np.partition(values, len(values) - n)
    top = ordered[len(values) - n :]
    return float(top.sum(dtype=np.float64)) / total


def people_measures(society: Society) -> dict[str, float]:
    """Count participation, trust and chatting. Attendances count since the residents' counters began (moving in, or the start)."""
    s, r = society, society.residents
    n = max(r.n, 1)
    since = s.week - r.last_came
    times = r.times_came
    found = {
        "came_quarter": float(np.count_nonzero(since <= 13)) / n,
        "came_ever": float(np.count_nonzero(r.last_came != NEVER)) / n,
        "came_never": float(np.count_nonzero(times == 0)) / n,
        "came_more": float(np.count_nonzero(times > 1)) / n,
        "came_gini": gini(times),
        "came_busiest": busiest_tenth(times),
        "volunteer_busiest": busiest_tenth(s.services.staff.given[s.services.staff.given > 0.0]),
    }
    for name in ("trust_neighbours", "trust_institutions"):
        state = getattr(r, name)
        found[name] = float(state.mean(dtype=np.float64)) if r.n else 0.0
        found[f"{name}_sd"] = float(state.std(dtype=np.float64)) if r.n else 0.0
    for name, share in zip(("daily", "weekly", "less", "never"), chat_shares(r.chat_days, r.identity, s.seed, s.constants.survey), strict=True):
        found[f"chat_{name}"] = float(share)
    return found


def measure(society: Society) -> dict[str, float]:
    """Return all measures now: name -> value (see `MEASURES`, `info`)."""
    known = np.empty(society.residents.n, np.int64)
    found = tie_measures(society, getattr(society, "threads", 1), known)
    found.update(people_measures(society))
    found.update(group_measures(society, known))
    found.update(society.services.measures())
    programme = getattr(society, "programme", None)
    if programme is not None:
        found.update(programme.measures())
    return found
