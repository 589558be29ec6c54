"""What happens between neighbours outside occasions: help needed, quarrels begun, settled or left to linger.

In the world
    About once a year one needs a small help. One asks the neighbour one is closest to; who has no acquaintance rings at a
    stranger's door or goes without. Whether the other helps is their decision. Near neighbours (same or next landing) quarrel
    now and then; two who know each other settle it themselves more often; few ask for mediation; the rest falls silent.
Left out
    The hour that helping takes together (it adds nothing to the tie), and help outside the gate of those without acquaintances.
Sources
    CLDS: 48 % helped a neighbour or were helped, 78 % trust neighbours; about 1.5 disputes per 1,000 people and year reach
    mediation, recorded success 95-98 % since cases that failed are not recorded (docs/decisions). All log-odds are assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.measure import MeasureInfo, State
from ..ground.random import absorb, stream, uniform
from ..ground.text import Text
from ..people.constants import TrustConstants
from ..people.experiences import Experience
from ..people.service_constants import ServiceConstants
from ..people.units import event_identity
from ..ties.store import find
from .base import Service

if TYPE_CHECKING:
    from ..ties.store import Ties
    from ..ties.world import World
    from .moment import Moment

_NEED = stream("matters")
_SETTLE = stream("matters settle")


class Help(NamedTuple):
    """`HelpConstants` and the cut-offs of ties, as the kernel reads them."""

    base: float
    known: float
    friendly: float
    trust: float
    time: float
    frailty: float
    ask_stranger: float
    acquaintance: float
    friendly_hours: float


class Quarrels(NamedTuple):
    """Open quarrels, an array a column.

    Attributes:
        a, b: int32, rows of the two.
        who_a, who_b: uint64, their identities (a row whose identity is another has moved away).
        began: int32, absolute week.
        asked: bool, whether mediation was asked for.
        tried: uint8, evenings that mediators have spent.
        number: uint64, permanent identity.
    """

    a: np.ndarray
    b: np.ndarray
    who_a: np.ndarray
    who_b: np.ndarray
    began: np.ndarray
    asked: np.ndarray
    tried: np.ndarray
    number: np.ndarray


OPEN: dict[str, type] = dict(zip(Quarrels._fields, (np.int32, np.int32, np.uint64, np.uint64, np.int32, np.bool_, np.uint8, np.uint64), strict=True))
"""Columns of the table of open quarrels and their types."""


@inline
def _logistic(x):  # type: ignore[no-untyped-def]
    return 1.0 / (1.0 + np.exp(-x))


@inline
def _other(lo, hi, i, flat, key):  # type: ignore[no-untyped-def]
    """Return a random row lo <= row < hi of another household than i's, or -1 (eight keyed attempts)."""
    if hi - lo < 2:
        return -1
    for attempt in range(8):
        j = lo + np.int64(uniform(absorb(key, attempt)) * (hi - lo))
        if flat[j] != flat[i]:
            return j
    return -1


@kernel
def _happen(  # type: ignore[no-untyped-def]
    seed, week, need, quarrel, identity, flat, gate, arrival, trust, free, frailty, gate_rows, gate_landings, landing_rows, community_rows, ties, fade, rule
):
    """Return (asker, helped) of this week's needs with helped 1 yes, 0 no, 2 went without; and pairs who begin to quarrel."""
    room = 64 + np.int64(identity.shape[0] * min(1.0, 4.0 * (need + quarrel)))
    asker = np.empty(room, np.int32)
    helper = np.empty(room, np.int32)
    helped = np.empty(room, np.uint8)
    left = np.empty(room, np.int32)
    right = np.empty(room, np.int32)
    asked = 0
    quarrels = 0
    week_key = absorb(absorb(absorb(np.uint64(0), seed), _NEED), week)
    for c in range(community_rows.shape[0] - 1):
        base = np.int64(community_rows[c])
        for i in range(community_rows[c], community_rows[c + 1]):
            key = absorb(week_key, identity[i])
            u = uniform(key)
            if need <= u < 1.0 - quarrel:
                continue
            g = gate[i]
            if u < need and asked < room:
                best = 0.0
                closeness = 0.0
                j = np.int64(-1)
                for k in range(ties.partner.shape[1]):
                    p = ties.partner[i, k]
                    if p == 65535:
                        break
                    x = base + np.int64(p)
                    last = np.int64(ties.last[i, k])
                    if last < max(arrival[i], arrival[x]) or flat[x] == flat[i]:
                        continue
                    d = min(week - last, 4095)
                    slow = ties.slow[i, k] * fade.slow[d]
                    if slow < rule.acquaintance:
                        continue
                    close = ties.closeness[i, k] * fade.fast[d]
                    # The closest acquaintance is likely but not always at home.
                    value = (slow + close) * uniform(absorb(key, 100 + k))
                    if value > best:
                        best = value
                        closeness = close
                        j = x
                known = 1.0 if j >= 0 else 0.0
                if j < 0 and uniform(absorb(key, 1)) < rule.ask_stranger:
                    j = _other(gate_rows[g], gate_rows[g + 1], i, flat, absorb(key, 2))
                asker[asked] = i
                helper[asked] = j
                if j < 0:
                    helped[asked] = 2
                else:
                    friendly = 1.0 if closeness >= rule.friendly_hours else 0.0
                    utility = rule.base + rule.known * known + rule.friendly * friendly + rule.trust * (trust[j] - 0.5)
                    utility += rule.time * (free[j] / 20.0 - 1.0) - rule.frailty * frailty[j]
                    helped[asked] = 1 if uniform(absorb(key, 3)) < _logistic(utility) else 0
                asked += 1
            elif quarrels < room:
                first, end = gate_landings[g], gate_landings[g + 1]
                landing = first + np.searchsorted(landing_rows[first : end + 1], i, side="right") - 1
                j = _other(landing_rows[max(landing - 1, first)], landing_rows[min(landing + 2, end)], i, flat, absorb(key, 4))
                if j >= 0:
                    left[quarrels] = i
                    right[quarrels] = j
                    quarrels += 1
    return asker[:asked], helper[:asked], helped[:asked], left[:quarrels], right[:quarrels]


@kernel
def _talk_it_over(  # type: ignore[no-untyped-def]
    seed, week, base, known, friendly, trust_weight, report, acquaintance, friendly_hours, lingers, o, identity, trust, arrival, community_rows, ties, fade
):
    """Return uint8 for each open quarrel: 0 goes on, 1 settled by the two, 2 one asks for mediation, 3 one moved away, 4 a silence for good."""
    out = np.zeros(o.a.shape[0], np.uint8)
    week_key = absorb(absorb(absorb(np.uint64(0), seed), _SETTLE), week)
    for p in range(o.a.shape[0]):
        i, j = np.int64(o.a[p]), np.int64(o.b[p])
        if identity[i] != o.who_a[p] or identity[j] != o.who_b[p]:
            out[p] = 3
            continue
        base_row = np.int64(community_rows[np.searchsorted(community_rows, i, side="right") - 1])
        slow = 0.0
        close = 0.0
        first = max(arrival[i], arrival[j])
        for side in range(2):
            x, y = (i, j) if side == 0 else (j, i)
            k = find(ties.partner, x, y - base_row)
            if k >= 0 and np.int64(ties.last[x, k]) >= first:
                d = min(week - np.int64(ties.last[x, k]), 4095)
                slow = ties.slow[x, k] * fade.slow[d]
                close = ties.closeness[x, k] * fade.fast[d]
                break
        utility = base + trust_weight * (0.5 * (trust[i] + trust[j]) - 0.5)
        if slow >= acquaintance:
            utility += known
        if close >= friendly_hours:
            utility += friendly
        key = absorb(week_key, o.number[p])
        if uniform(key) < _logistic(utility):
            out[p] = 1
        elif week - np.int64(o.began[p]) >= lingers:
            out[p] = 4
        elif not o.asked[p] and uniform(absorb(key, 1)) < report:
            out[p] = 2
    return out


_COUNTS = (
    "needs", "helped", "refused", "without", "quarrels", "settled_by_two", "asked", "mediated", "lingered", "moved_away", "recorded_settled",
    "recorded_unsettled",
)  # fmt: skip


class Matters(Service):
    """Needs and quarrels of a society; owner of the table of open quarrels.

    Attributes:
        open: column -> array, see `Quarrels`.
        counts: what has happened since the start, by name.
    """

    name = "matters"

    def __init__(self, trust: TrustConstants, constants: ServiceConstants) -> None:
        """Begin without quarrels."""
        self.trust, self.constants = trust, constants
        self.open: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in OPEN.items()}
        self.counts: dict[str, int] = dict.fromkeys(_COUNTS, 0)

    def react(self, week: Moment) -> None:
        """Let needs and quarrels happen and open quarrels go on (phase react)."""
        if self.trust.needs <= 0.0 and self.trust.quarrels <= 0.0:
            return
        self._go_on(week)
        r = week.residents
        asker, _, helped, left, right = self.happen(week.society, week.number, week.society.ties)
        c = self.counts
        week.experience(Experience.HELPED, asker[helped == 1])
        week.experience(Experience.REFUSED, asker[helped == 0])
        found = np.bincount(helped, minlength=3)
        c["needs"] += len(asker)
        c["refused"] += int(found[0])
        c["helped"] += int(found[1])
        c["without"] += int(found[2])
        if len(left):
            week.experience(Experience.QUARRELLED, left)
            week.experience(Experience.QUARRELLED, right)
            c["quarrels"] += len(left)
            new = {
                "a": left, "b": right, "who_a": r.identity[left], "who_b": r.identity[right], "began": np.full(len(left), week.number),
                "asked": np.zeros(len(left)), "tried": np.zeros(len(left)), "number": event_identity("matters", "quarrel", week.number, r.identity[left]),
            }  # fmt: skip
            self.open = {name: np.concatenate([self.open[name], np.asarray(new[name], kind)]) for name, kind in OPEN.items()}

    def happen(self, society: World, week: int, ties: Ties) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return the needs and the beginnings of quarrels of a week. Nothing is changed.

        Args:
            society: the society.
            week: absolute week; its draws decide.
            ties: what people keep of each other then; no entry may be of a later week.

        Returns:
            int32 rows of those in need; int32 rows of those they asked (-1: nobody); uint8, 1 helped, 0 refused, 2 went without; and
            int32 rows of the two sides of each quarrel.
        """
        s, r, p, h = society, society.residents, society.places, self.constants.help
        cut = s.constants.ties
        rule = Help(h.base, h.known, h.friendly, h.trust, h.time, h.frailty, h.ask_stranger, cut.acquaintance, cut.friendly)
        found: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray] = _happen(
            np.uint64(s.seed), np.int64(week), min(self.trust.needs / 52.0, 1.0), min(self.trust.quarrels / 52.0, 1.0),
            r.identity, r.flat, r.gate, r.arrival, r.trust_neighbours, r.free_hours, r.frailty,
            p.gate_rows, p.gate_landings, p.landing_rows, p.community_rows, ties, s.fade, rule,
        )  # fmt: skip
        return found

    def _go_on(self, week: Moment) -> None:
        o = self.open
        if len(o["a"]) == 0:
            return
        s, r, q = week.society, week.residents, self.constants.quarrels
        ties = s.constants.ties
        result = _talk_it_over(
            np.uint64(s.seed), np.int64(week.number), q.base, q.known, q.friendly, q.trust, q.report, ties.acquaintance, ties.friendly, q.lingers,
            Quarrels(**o), r.identity, r.trust_neighbours, r.arrival, week.places.community_rows, s.ties, s.fade,
        )  # fmt: skip
        if not result.any():
            return
        count = np.bincount(result, minlength=5).tolist()
        for code, name in ((1, "settled_by_two"), (2, "asked"), (3, "moved_away"), (4, "lingered")):
            self.counts[name] += count[code]
        o["asked"][result == 2] = True
        for kind, code in ((Experience.SETTLED, 1), (Experience.LINGERED, 4)):
            if count[code]:
                which = result == code
                week.experience(kind, np.concatenate([o["a"][which], o["b"][which]]))
        if count[4]:
            self._record(week, (result == 4) & (o["tried"] > 0))
        self._keep((result == 0) | (result == 2))

    def _record(self, week: Moment, failed: np.ndarray) -> None:
        if failed.any():
            u = week.draw("matters record", self.open["number"][failed])
            self.counts["recorded_unsettled"] += int((u < self.constants.quarrels.record_unsettled).sum())

    def _keep(self, which: np.ndarray) -> None:
        if not which.all():
            self.open = {name: column[which] for name, column in self.open.items()}

    def waiting(self) -> np.ndarray:
        """Return the indices of open quarrels for which mediation was asked and not yet given up."""
        o = self.open
        if len(o["a"]) == 0:
            return np.zeros(0, np.int64)
        return np.flatnonzero(o["asked"] & (o["tried"] < self.constants.quarrels.attempts))

    def mediate(self, week: Moment, which: np.ndarray, skill: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Let mediators spend an evening each on open quarrels.

        Args:
            week: this week.
            which: indices of open quarrels, as from `waiting`; they are no longer valid afterwards.
            skill: float [m], civic disposition of each mediator.
            known: bool [m], whether both know the mediator.

        Returns:
            bool [m], settled.
        """
        o, q, r = self.open, self.constants.quarrels, week.residents
        a, b = o["a"][which], o["b"][which]
        trust = 0.5 * (r.trust_neighbours[a] + r.trust_neighbours[b]) - 0.5
        utility = q.mediate + q.mediator_known * known + q.mediator_skill * skill + q.trust * trust
        settled = week.draw("matters mediate", o["number"][which]) < 1.0 / (1.0 + np.exp(-utility))
        o["tried"][which] += 1
        self.counts["mediated"] += int(settled.sum())
        self.counts["recorded_settled"] += int(settled.sum())
        if settled.any():
            both = np.concatenate([a[settled], b[settled]])
            week.experience(Experience.SETTLED, both)
            week.experience(Experience.HEARD, both)
            left = np.ones(len(o["a"]), np.bool_)
            left[which[settled]] = False
            self._keep(left)
        return np.asarray(settled)

    def restart(self) -> None:
        """Begin to count anew."""
        self.counts = dict.fromkeys(self.counts, 0)

    def measures(self) -> dict[str, float]:
        """Needs and quarrels since the start, and the official share of cases settled beside what became of the quarrels."""
        c = self.counts
        recorded = c["recorded_settled"] + c["recorded_unsettled"]
        over = c["settled_by_two"] + c["mediated"] + c["lingered"]
        settled = (c["settled_by_two"] + c["mediated"]) / over if over else 0.0
        official = c["recorded_settled"] / recorded if recorded else 0.0
        values = (c["needs"], c["helped"], c["quarrels"], len(self.open["a"]), c["asked"], settled, official)
        return dict(zip(self.declared_measures(), map(float, values), strict=True))

    @classmethod
    def declared_measures(cls) -> dict[str, MeasureInfo]:
        """Return what is measured."""
        since = "since the start"
        return {
            "help_needed": MeasureInfo(Text("help needed from neighbours", "需要邻里帮助"), f"times {since}", "count"),
            "help_given": MeasureInfo(Text("help given by neighbours", "得到邻里帮助"), f"times {since}", "count"),
            "quarrels": MeasureInfo(Text("quarrels begun", "邻里纠纷"), f"cases {since}", "count"),
            "quarrels_open": MeasureInfo(Text("quarrels open", "未了结纠纷"), "cases", "count"),
            "mediation_asked": MeasureInfo(Text("mediation asked for", "申请调解"), f"cases {since}", "count"),
            "quarrels_settled": MeasureInfo(Text("quarrels that were settled", "纠纷实际化解率"), "share of ended quarrels", "share"),
            "official_settled": MeasureInfo(
                Text("official: mediated with success", "官方统计：调解成功率"), "share of recorded cases", "share", beside="quarrels_settled"
            ),
        }

    def state(self) -> State:
        """Return what has to be saved."""
        return {**{f"open/{name}": column for name, column in self.open.items()}, **{f"count/{name}": n for name, n in self.counts.items()}}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        self.open = {name: state[f"open/{name}"].copy() for name in OPEN}
        self.counts = {name: int(state[f"count/{name}"]) for name in _COUNTS}
