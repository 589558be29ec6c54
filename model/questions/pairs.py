"""The question on pairs by kind: the chance of a tie for two who share a desk, a landing, a gate, a group; who live so far apart.

A study of a class says ".22 of desk mates are friends of each other, .15 of other pairs". The people of a site are looked at two by two;
each pair is of a kind by where the two live and to which groups they belong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial.distance import cdist

from ..ground.parameters import constant
from ..ground.refusal import InputError, choices
from ..ground.text import Text
from ..people.places import Places
from ..people.residents import NO_GROUP
from ..survey import mutual, named
from ..ties.store import EMPTY
from .base import AskedIn, Question, Refusal, View, cut_of, question, trace_of
from .neighbours import sample_of_sites

PairLevel = Literal["talked", "recognised", "acquaintance", "friendly", "friend", "close"]
PairSide = Literal["one", "either", "both"]
UNITS = ("landing", "floor", "gate", "building", "compound")
"""Kinds of pairs by home. A floor is a storey of a building, through all its gates; a landing is that of one gate."""
_HOLDS = {"landing": (), "floor": ("landing",), "gate": ("landing",), "building": ("landing", "floor", "gate"), "compound": UNITS[:-1]}
ORGANISATION, ELSEWHERE, HOUSEHOLD = "organisation", "elsewhere", "household"
_BLOCK = 1 << 22
"""Pairs looked at in one go; it bounds memory and changes no answer."""


class Traits(NamedTuple):
    """What decides of which kinds a pair is, of all residents.

    Attributes:
        units: kind -> int64 [n], a number that two share if they are a pair of that kind (kinds by home and by group).
        members: bool [n, organisations], sparse; who belongs to which organisation.
        xyz: float64 [n, 3], home in metres.
        flat: int64 [n].
    """

    units: dict[str, np.ndarray]
    members: csr_array
    xyz: np.ndarray
    flat: np.ndarray


@question
class PairsByKind(Question):
    """Of the pairs of each kind, the share who stand at a level or above, in per cent.

    `kinds` names the kinds of pairs, a row each: landing, floor, gate, building, compound, the name of an everyday kind of scope "group"
    or "kin" (both belong to the same habitual group), organisation (both are members of one), elsewhere (all other pairs). With
    `exclusive` a pair counts once, for the first kind of the list that it is of; without, for each. `metres` adds a row for each band of
    distance between the two homes (0 to the first edge, ..., beyond the last); of exclusive kinds only what is left is sorted by distance.

    `side = "one"` counts ordered pairs (what each says of each other one), "either" and "both" pairs of which one or both say it. "talked"
    asks about what happened: a talk of the two in the last `lately` steps. People of one household always know each other and are left
    out; with `household` they are pairs like any others and count as tied.
    """

    name: ClassVar[str] = "pairs-by-kind"
    title: ClassVar[Text] = Text("tied, of all pairs of a kind", "各类两人组中有关系的比例")
    level: PairLevel = constant("friend", unit="name", mark="setting", en="Level that counts as a tie, or talked", zh="视为关系的等级，或 talked")
    kinds: tuple[str, ...] = constant(("gate", ELSEWHERE), unit="names", mark="setting", en="Kinds of pairs, a row each", zh="两人组的类别，每类一行")
    metres: tuple[float, ...] = constant((), unit="metres", mark="setting", en="Edges of bands of distance between homes", zh="住处距离的分界")
    exclusive: bool = constant(True, unit="yes or no", mark="setting", en="A pair counts for the first of its kinds only", zh="每对只计入首个符合的类别")
    side: PairSide = constant("one", unit="name", mark="setting", en="Who must say so: one of the other, either, both", zh="一方对另一方、任一方、双方")
    names: int = constant(0, unit="names", low=0, high=1000, mark="setting", en="Lines on the form; 0: no limit", zh="最多可提名人数，0 为不限")
    lately: int = constant(4, unit="steps", low=1, high=2600, mark="setting", en="Steps in which two have talked", zh="近几步内交谈过")
    asked: int = constant(0, unit="people a site", low=0, high=5000, mark="setting", en="People asked at each site; 0: all", zh="每地受访人数，0 为全部")
    household: bool = constant(False, unit="yes or no", mark="setting", en="Pairs of one household are there, as tied", zh="同户两人计入并视为有关系")

    def answers_a_week(self) -> int:
        """Count kinds and bands."""
        return len(self.kinds) + (len(self.metres) + 1 if self.metres else 0)

    def looks_at(self) -> frozenset[str]:
        """Distances, if pairs are told apart by them."""
        return frozenset(("metres",)) if self.metres else frozenset()

    def row_labels(self) -> tuple[str, ...]:
        """Name the kinds and the bands."""
        edges = [f"{edge:g}" for edge in self.metres]
        bands = [f"{low}-{high} m" for low, high in zip(["0", *edges], edges, strict=False)]
        return (*self.kinds, *bands, *([f"{edges[-1]}+ m"] if edges else []))

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse kinds that are not there or of which no pair can be, and fields without effect."""
        return self._fields(asked) or self._names(asked) or self._empty(asked) or super().refuse(asked)

    def _fields(self, asked: AskedIn) -> Refusal | None:
        if not self.kinds and not self.metres:
            return "kinds", Text("name at least one kind of pairs, or give metres.", "请至少写一类两人组，或给出 metres。")
        rising = all(low < high for low, high in zip((0.0, *self.metres), self.metres, strict=False))
        if not rising or not all(np.isfinite(self.metres)):
            return "metres", Text("edges must be above 0 and rise, such as [20, 50, 100].", "分界须大于 0 且递增，例如 [20, 50, 100]。")
        if self.level == "talked":
            for field in ("side", "names"):
                if field in self.model_fields_set:
                    return field, Text("it has no effect on talked: a talk is of both.", "对 talked 不起作用：交谈是双方的。")
        elif "lately" in self.model_fields_set:
            return "lately", Text('it has an effect with level = "talked" only.', '仅在 level = "talked" 时起作用。')
        if self.household and asked.people is not None and asked.people.household == 1:
            return "household", Text("it has no effect: every household has one person.", "不起作用：每户只有一人。")
        return None

    def _names(self, asked: AskedIn) -> Refusal | None:
        """Refuse unknown kinds, kinds given twice and kinds after one that holds all their pairs."""
        groups = [name for name, kind in asked.kinds.items() if kind.grouped]
        for k, kind in enumerate(self.kinds):
            before = self.kinds[:k]
            if kind == HOUSEHOLD:
                return "kinds", Text(
                    "people of one household always know each other here, and are not asked about each other. Tell room mates as households of one "
                    "person who share a landing, a gate or a group, and ask about that; household = true counts pairs of one household as tied.",
                    "同户者在此总是相识，互不询问。请把室友写成同一楼层、单元或小组中的一人户，并按该类询问；household = true 则把同户两人视为有关系。",
                )
            if kind in asked.kinds and kind not in groups and kind not in UNITS:
                unit = {"floors": "landing"}.get(asked.kinds[kind].scope, asked.kinds[kind].scope)
                return "kinds", Text(
                    f'"{kind}" is no group with members; who meets there shares a {unit}: write "{unit}".',
                    f"“{kind}”不是有固定成员的小组；在那里相遇的人同属 {unit}，请写“{unit}”。",
                )
            if kind not in (*UNITS, *groups, ORGANISATION, ELSEWHERE):
                hint = choices(kind, [*UNITS, *groups, ORGANISATION, ELSEWHERE])
                return "kinds", Text(f'there is no kind of pairs "{kind}" here.{hint.en}', f"此处没有两人组类别“{kind}”。{hint.zh}")
            if kind == ORGANISATION and not asked.mechanisms:
                return "kinds", Text("there are no organisations here: no mechanism founds any.", "此处没有组织：没有机制成立组织。")
            if kind in before:
                return "kinds", Text(f'"{kind}" is given twice.', f"“{kind}”重复。")
            if kind == ELSEWHERE and (k < len(self.kinds) - 1 or self.metres):
                return "kinds", Text(
                    '"elsewhere" is all that is left: it comes last, and not beside metres.', "“elsewhere”指其余各对：须在最后，且不与 metres 同用。"
                )
            holder = next((other for other in before if kind in _HOLDS.get(other, ())), None)
            if self.exclusive and holder is not None:
                return "kinds", Text(
                    f'"{kind}" comes after "{holder}", which holds all its pairs; name the nearer kind first.',
                    f"“{kind}”在“{holder}”之后，而后者已含其全部；请先写较近的类别。",
                )
        return None

    def _empty(self, asked: AskedIn) -> Refusal | None:
        """Refuse kinds of which the neighbourhood has no pair."""
        n = asked.neighbourhood.resolved()
        flats = {
            "landing": n.flats_per_floor, "floor": n.flats_per_floor * n.entrances, "gate": n.flats_per_floor * n.floors,
            "building": n.flats_per_floor * n.floors * n.entrances, "compound": n.flats_per_community // n.compounds,
        }  # fmt: skip
        alone = not (self.household and (asked.people is None or asked.people.household > 1))
        everything = ""
        for kind in (*self.kinds, *(["metres"] if self.metres else [])):
            field = "metres" if kind == "metres" else "kinds"
            if alone and flats.get(kind, 2) < 2:
                en = f'each {kind} has one flat here: there is no pair of the kind "{kind}".'
                return field, Text(en, f"此处每个 {kind} 只有一套住房：没有“{kind}”类的两人组。")
            if everything and (self.exclusive or kind == ELSEWHERE):
                en = f'nothing is left for "{kind}": all people of a site share a {everything}.'
                return field, Text(en, f"没有留给“{kind}”的两人组：同一地点的人都同属一个 {everything}。")
            if flats.get(kind, 0) >= n.flats_per_community:
                everything = kind
        return None

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, kinds and bands], percent; NaN where there is no pair of a kind."""
        traits, asks = self._traits(view), np.zeros(view.society.residents.n, np.bool_)
        asks[sample_of_sites(view, np.arange(len(asks)), self.asked)] = True
        both = self.side != "one" or self.level == "talked"
        asker, other = self._tied(view)
        kept = asks[asker] & (asks[other] | (not both))
        asker, other = asker[kept], other[kept]
        first = np.searchsorted(asker, view.starts)
        could, did = np.zeros((2, view.sites, self.answers_a_week()))
        for site, (lo, hi) in enumerate(zip(view.starts[:-1].tolist(), view.starts[1:].tolist(), strict=True)):
            rows = lo + np.flatnonzero(asks[lo:hi])
            columns = rows if both else np.arange(lo, hi)
            mine = slice(first[site], first[site + 1])
            left, right = np.searchsorted(rows, asker[mine]), np.searchsorted(columns, other[mine])
            step = max(1, _BLOCK // max(len(columns), 1))
            for at in range(0, len(rows), step):
                block = rows[at : at + step]
                here = (left >= at) & (left < at + step)
                tied = np.zeros((len(block), len(columns)), np.bool_)
                tied[left[here] - at, right[here]] = True
                if self.household:
                    tied |= traits.flat[block][:, None] == traits.flat[columns][None, :]
                for k, of_kind in enumerate(self._masks(traits, block, columns)):
                    could[site, k] += np.count_nonzero(of_kind)
                    did[site, k] += np.count_nonzero(of_kind & tied)
        return np.asarray(100.0 * did / np.where(could > 0, could, np.nan))

    def _masks(self, traits: Traits, rows: np.ndarray, columns: np.ndarray) -> Iterator[np.ndarray]:
        """Yield bool [rows, columns] for each kind and band: which pairs are of it."""
        apart = rows[:, None] != columns[None, :]
        if not self.household:
            apart &= traits.flat[rows][:, None] != traits.flat[columns][None, :]
        left = apart.copy()
        for kind in self.kinds:
            if kind == ELSEWHERE:
                yield left
                continue
            if kind == ORGANISATION:
                own = (traits.members[rows] @ traits.members[columns].T).toarray() > 0
            else:
                own = traits.units[kind][rows][:, None] == traits.units[kind][columns][None, :]
            own &= left if self.exclusive else apart
            left &= ~own
            yield own
        if self.metres:
            among = left if self.exclusive else apart
            far = cdist(traits.xyz[rows], traits.xyz[columns])
            for low, high in zip((0.0, *self.metres), (*self.metres, np.inf), strict=True):
                yield among & (far >= low) & (far < high)

    def _tied(self, view: View) -> tuple[np.ndarray, np.ndarray]:
        """Return ordered pairs (asker, other), int64 rows sorted by asker: those tied, a pair of a tie of both sides in both orders."""
        s = view.society
        if self.level == "talked":
            row, slot = np.nonzero((s.ties.partner != EMPTY) & (s.ties.last.astype(np.int64) >= s.week - self.lately))
            base, last = view.starts[view.site_of(row)].astype(np.int64), s.ties.last[row, slot].astype(np.int64)
            other = base + s.ties.partner[row, slot]
            valid = (last >= s.residents.arrival[row]) & (last >= s.residents.arrival[other])
            left, right = np.concatenate((row[valid], other[valid])), np.concatenate((other[valid], row[valid]))
        else:
            r = named(view.reports(trace_of(self.level)), cut_of(self.level, s.constants), self.names or None)
            if self.side == "one":
                return r.asker.astype(np.int64), r.other.astype(np.int64)
            one, two = mutual(r, self.side)
            left, right = np.concatenate((one, two)).astype(np.int64), np.concatenate((two, one)).astype(np.int64)
        order = np.argsort(left, kind="stable")
        return left[order], right[order]

    def _traits(self, view: View) -> Traits:
        s = view.society
        rows, places = np.arange(s.residents.n), s.places
        homes = homes_of(places, rows, s.residents.gate.astype(np.int64))
        units = {}
        for kind in self.kinds:
            if kind in homes:
                units[kind] = homes[kind]
            elif kind not in (ORGANISATION, ELSEWHERE):
                units[kind] = group_numbers(view, kind)
        members = s.services.organisations.members
        shape = (len(rows), s.services.organisations.members.slots)
        belongs = csr_array((np.ones(len(members), np.int32), (members.row, members.slot)), shape=shape)
        flat = s.residents.flat.astype(np.int64)
        return Traits(units, belongs, places.flat_xyz[flat].astype(np.float64), flat)


def homes_of(places: Places, rows: np.ndarray, gate: np.ndarray) -> dict[str, np.ndarray]:
    """Return the number of the landing, floor, gate, building and compound of residents, int64 [n] each.

    Args:
        places: where everybody lives.
        rows: rows of the residents.
        gate: their gates.
    """
    landing = places.unit_of_row(places.landing_rows, rows).astype(np.int64)
    building = np.searchsorted(places.building_gates, gate, side="right") - 1
    storeys = int(np.diff(places.gate_landings).max(initial=1))
    floor = building * storeys + landing - places.gate_landings[gate]
    compound = places.unit_of_row(places.compound_rows, rows).astype(np.int64)
    return {"landing": landing, "floor": floor, "gate": gate, "building": building, "compound": compound}


def group_numbers(view: View, kind: str) -> np.ndarray:
    """Return int64 [n]: a number that members of one habitual group of an everyday kind share; who has none has one of their own.

    Raises:
        InputError: there is no such kind of groups.
    """
    s = view.society
    groups = [name for name, own in s.engine.kinds.items() if own.grouped]
    if kind not in groups:
        hint = choices(kind, groups)
        raise InputError(f'there is no everyday kind "{kind}" with groups.{hint.en}', f"没有带小组的日常场合“{kind}”。{hint.zh}")
    group = s.residents.groups[s.engine.table.group[list(s.engine.kinds).index(kind)]].astype(np.int64)
    rows = np.arange(s.residents.n)
    compound = s.places.unit_of_row(s.places.compound_rows, rows).astype(np.int64)
    return np.asarray(np.where(group == NO_GROUP, -1 - rows, compound * (NO_GROUP + 1) + group))
