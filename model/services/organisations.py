"""Organisations (社区社会组织): members, an organiser, a rhythm, a till, and a life cycle.

In the world
    A few people who sing, dance or play chess become a circle with a name; a club has members, a day, a room and some
    money. When the one who runs it is tired or moves away, another member takes over, or it is over. The property
    company and the owners' committee of a compound are organisations too, with duties and money of their own
    (`estates.py`).
How it works here
    Each community has a number of places ("slots") for organisations; a new one takes the first free place, so that
    the numbers depend on nothing but the community's own history. The organiser is a volunteer (`volunteers.py`, kind
    "KIND organiser"): who comes carries them, every quarter tires them. Who came to a meeting may become a member,
    and is none any more after half a year of not coming. When the organiser leaves, members are asked like anybody
    who is asked to volunteer; if nobody takes over, it ends. The till is an account of the ledger: what comes in comes
    from another account, and what goes out goes to one.
Left out
    Votes inside an organisation; two organisers; quarrels about money; merging. The chance that a club survives was
    not found.
Fails when
    Nobody comes, the organiser tires and no member says yes. A community that is full of organisations founds no
    further one.
Sources
    CLDS: .08 memberships a head; Bristol: 2.0 organisations a person; the goal of ten community organisations an
    urban community by 2020 (evidence.md). Chances are assumed, see volunteer_constants.py.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np

from ..ground.measure import State
from ..ground.text import Text
from ..people.declared import Unit, counter, measure, organisation_starts, state
from ..people.places import Places
from ..people.residents import Residents, Role
from ..people.units import Units, event_identity
from ..people.volunteer_constants import OrganisationConstants, PostKind
from .base import NOBODY, Service
from .ledger import Ledger
from .memberships import Memberships
from .moment import Moment
from .volunteers import Volunteers

ACCOUNT = "organisation"
"""The account of the ledger in which tills lie, one each."""
COUNTS = ("founded", "ended", "handed_over")


class OrganisationKind(NamedTuple):
    """One kind of organisation.

    Attributes:
        title: what a person reads.
        unit: of what `unit` of each organisation is the index: "compound" or "gate".
        organised: whether a volunteer runs it; it ends when nobody does.
        post: name of the kind of post that the organiser holds.
        keeper: number of the mechanism that keeps it; NOBODY: ordinary life.
        by_coming: whether those who come become members, and those who stay away do not stay so.
        estate: account that gets what is left in the till when one ends.
    """

    title: Text
    unit: Unit
    organised: bool
    post: str
    keeper: int
    by_coming: bool
    estate: str


class Organisations(Service):
    """All organisations of a society, a place each.

    Attributes:
        kinds: name -> kind; an organisation's `code` is the index of its kind.
        code: int16 [places], index of the kind, -1 where there is no organisation.
        identity: uint64, permanent.
        unit: int32, index of its compound or gate.
        compound: int32, index of its compound.
        topic: uint8, index in TOPICS.
        began: int32, absolute week.
        every: uint8, weeks between two meetings; 0: it has none.
        round: uint8, round of the week of its meetings.
        venue: int16, kind of room or facility as its mechanism numbers them; -1: none of its own.
        sessions: int32, meetings held.
        starts: int64 [communities + 1], places of each community.
        members: who belongs to what.
    """

    name = "organisations"
    organisations_founded: int = counter("organisations founded", "新成立的组织", unit="organisations", a_year=True)
    organisations_ended: int = counter("organisations ended", "解散的组织", unit="organisations", a_year=True)
    organisations_handed_over: int = counter(
        "organisations whose organiser was followed by another member", "由成员接手的组织", unit="times"
    )
    organisations_refused: int = counter(
        "organisations for which there was no place", "名额已满而未能成立的组织", unit="organisations"
    )
    code: np.ndarray = state("organisation", -1, dtype=np.int16)
    identity: np.ndarray = state("organisation", 0, dtype=np.uint64)
    unit: np.ndarray = state("organisation", -1, dtype=np.int32)
    compound: np.ndarray = state("organisation", -1, dtype=np.int32)
    topic: np.ndarray = state("organisation", 0, dtype=np.uint8)
    began: np.ndarray = state("organisation", 0, dtype=np.int32)
    every: np.ndarray = state("organisation", 0, dtype=np.uint8)
    round: np.ndarray = state("organisation", 0, dtype=np.uint8)
    venue: np.ndarray = state("organisation", -1, dtype=np.int16)
    sessions: np.ndarray = state("organisation", 0, dtype=np.int32)

    def __init__(
        self,
        residents: Residents,
        places: Places,
        units: Units,
        volunteers: Volunteers,
        ledger: Ledger,
        constants: OrganisationConstants,
    ) -> None:
        """Begin without organisations."""
        self.residents, self.places, self.units = residents, places, units
        self.volunteers, self.ledger, self.constants = volunteers, ledger, constants
        self.allocate(places)
        self.starts = organisation_starts(places)
        self.kinds: dict[str, OrganisationKind] = {}
        self.members = Memberships(len(self.code), constants.most_members)
        self._names: list[str] = []
        self._history = np.zeros((0, len(COUNTS)), np.int64)

    def declare(
        self, kind: str, title: Text, unit: Unit = "compound", *, organiser: PostKind | None = None,
        by_coming: bool = True, estate: str = "residents", keeper: int = NOBODY,
    ) -> OrganisationKind:  # fmt: skip
        """Declare a kind of organisation, or return it if it exists; one of ordinary life goes over to a mechanism.

        Args:
            kind: name, "circle" for instance.
            title: what a person reads.
            unit: "compound" or "gate": where it has its place.
            organiser: weights of the volunteer who runs it; None: nobody does.
            by_coming: whether who comes becomes a member.
            estate: account that gets what is left in the till when one ends.
            keeper: number of the mechanism that keeps it.

        Raises:
            ValueError: another kind of unit.
        """
        if unit not in ("compound", "gate"):
            raise ValueError(f"an organisation has its place in a compound or a gate, not in a {unit}")
        post = f"{kind} organiser"
        known = self.kinds.get(kind)
        if known is None or known.keeper == NOBODY:
            self.kinds[kind] = OrganisationKind(title, unit, organiser is not None, post, keeper, by_coming, estate)
            self._code(kind)
            if organiser is not None:
                # The volunteers' own rule decides who runs it; only this service opens and closes such a post.
                who = Text(f"{title.en}: organiser", f"{title.zh}组织者")
                self.volunteers.declare(post, organiser, who, "organisation", role=Role.ORGANISER, keeper=keeper)
        return self.kinds[kind]

    def _code(self, kind: str) -> int:
        if kind not in self._names:
            self._names.append(kind)
            self._history = np.vstack([self._history, np.zeros((1, len(COUNTS)), np.int64)])
        return self._names.index(kind)

    # Life cycle

    def found(
        self, week: Moment, kind: str, unit: np.ndarray, founder: np.ndarray | None = None, *, topic: np.ndarray | int = 0,
        every: np.ndarray | int = 1, round: np.ndarray | int = 0, venue: np.ndarray | int = -1,
    ) -> np.ndarray:  # fmt: skip
        """Found organisations, each in the first free place of its community.

        Args:
            week: this week.
            kind: a declared kind.
            unit: int64 [m], compound or gate of each.
            founder: rows of the organisers, where a volunteer runs it; they are its first members.
            topic: index in TOPICS, or `NO_TOPIC` (people/purposes.py): about none of them.
            every: weeks between two meetings.
            round: of the week.
            venue: kind of room.

        Returns:
            int64 [m], their places; -1 where the community has no place left.
        """
        known = self.kinds[kind]
        if known.organised and founder is None:
            raise ValueError(f"of a {kind!r} it has to be said who founds it")
        compound = unit if known.unit == "compound" else self.units.gate_compound[unit]
        community = self.units.compound_community[compound]
        slots = np.full(len(unit), -1, np.int64)
        for c in np.unique(community).tolist():
            here = np.flatnonzero(community == c)
            free = self.starts[c] + np.flatnonzero(self.code[self.starts[c] : self.starts[c + 1]] < 0)[: len(here)]
            slots[here[: len(free)]] = free
        new = np.flatnonzero(slots >= 0)
        at = slots[new]
        by = self.units.compound_identity if known.unit == "compound" else self.units.gate_identity
        entity = by[unit[new]] if founder is None else week.residents.identity[founder[new]]
        code = self._code(kind)
        columns = {
            "code": code, "identity": event_identity("organisation", kind, week.number, entity), "unit": unit[new],
            "compound": compound[new], "began": week.number, "topic": _of(topic, new), "every": _of(every, new), "round": _of(round, new),
            "venue": _of(venue, new), "sessions": 0,
        }  # fmt: skip
        for name, value in columns.items():
            getattr(self, name)[at] = value
        self._history[code, 0] += len(new)
        self.organisations_founded += len(new)
        self.organisations_refused += len(unit) - len(new)
        if known.organised and founder is not None and len(new):
            self.volunteers.open(week, known.post, at, self.identity[at])
            self.volunteers.appoint(week, known.post, at, founder[new])
            self.members.join(at, founder[new], week.number)
        return slots

    def end(self, week: Moment, slots: np.ndarray) -> None:
        """End organisations: members leave, the organiser is free, the till goes to the account of its kind."""
        slots = slots[self.code[slots] >= 0]
        if len(slots) == 0:
            return
        codes = self.code[slots]
        for code in np.unique(codes).tolist():
            known, which = self.kinds[self._names[code]], slots[codes == code]
            if known.organised:
                self.volunteers.close(week, known.post, which)
            rest = which[self.fen[which] > 0]
            if not self._move(rest, self.fen[rest], known.estate, -1).all():
                raise RuntimeError(f"the ledger does not give back what is in the till of a {known.title.en}")
            self._history[code, 1] += len(which)
        self.members.close(slots)
        self.organisations_ended += len(slots)
        self.code[slots], self.unit[slots], self.compound[slots], self.every[slots] = -1, -1, -1, 0

    def begin(self, week: Moment) -> None:
        """Those who moved away are members of nothing; where the organiser was one of them, another member is asked."""
        if len(week.moved):
            self.newcomers(week.moved, week.moved_flats)
            self.members.leave_all(week.has_moved(self.members.row))
            self._succeed(week)

    def react(self, week: Moment) -> None:
        """Where the organiser has stepped down a member takes over, or it ends; who stays away is no member any more."""
        if self.kinds:
            self._succeed(week)
            if week.number % 4 == 0 and len(self.members):
                coming = [
                    code for code, name in enumerate(self._names) if name in self.kinds and self.kinds[name].by_coming
                ]
                self.members.forget(np.isin(self.code, coming), week.number - self.constants.forgets)

    def _succeed(self, week: Moment) -> None:
        # By name, so that the order in which mechanisms declare their kinds does not matter.
        for kind, known in sorted(self.kinds.items()):
            if not known.organised:
                continue
            empty = self.volunteers.kinds[known.post].vacant()
            if len(empty) == 0:
                continue
            which, rows = self.members.of(empty)
            taken = self.volunteers.search(week, known.post, empty, (empty[which], rows))
            self._history[self._code(kind), 2] += len(taken)
            self.organisations_handed_over += len(taken)
            self.end(week, np.setdiff1d(empty, taken))

    def attended(self, week: Moment, slots: np.ndarray, which: np.ndarray, rows: np.ndarray) -> None:
        """Take notice of who came to a meeting of organisations, organisers included.

        Args:
            week: this week.
            slots: int64 [m], organisations that met, each once.
            which: int64 [k], index in `slots` of each who came.
            rows: int64 [k], who came.
        """
        self.sessions[slots] += 1
        came = np.bincount(which, minlength=len(slots))
        for code in np.unique(self.code[slots]).tolist():
            known = self.kinds[self._names[code]]
            here = self.code[slots] == code
            if known.organised:
                self.volunteers.seen(known.post, slots[here], np.maximum(came[here] - 1, 0))
            if known.by_coming:
                mine = here[which]
                at, who = slots[which[mine]], rows[mine]
                self.members.came(at, who, week.number)
                draw = week.draw("organisation joins", week.residents.identity[who] ^ self.identity[at])
                # Should there be too little room, the draw decides whom it is for.
                new = np.argsort(draw, kind="stable")[: np.count_nonzero(draw < self.constants.joins)]
                self.members.join(at[new], who[new], week.number)

    def due(self, kind: str, week: int) -> np.ndarray:
        """Return int64, the organisations of a kind that meet in this absolute week, by their rhythm."""
        mine = self.of(kind)
        mine = mine[self.every[mine] > 0]
        return np.asarray(mine[(week - self.began[mine]) % self.every[mine] == 0])

    # Reading

    def of(self, kind: str) -> np.ndarray:
        """Return int64, the places of all organisations of a kind that exist."""
        return (self.code == self._names.index(kind)).nonzero()[0] if kind in self._names else np.zeros(0, np.int64)

    def is_of(self, kind: str, slots: np.ndarray) -> np.ndarray:
        """Return bool [m], at which of these places there is an organisation of a kind."""
        return np.asarray(self.code[slots] == self._names.index(kind)) if kind in self._names else np.zeros(len(slots), np.bool_)

    def has(self, kind: str) -> np.ndarray:
        """Return bool [compounds], which compounds have an organisation of a kind."""
        found = np.zeros(self.places.compounds, np.bool_)
        found[self.compound[self.of(kind)]] = True
        return found

    def organiser(self, kind: str) -> np.ndarray:
        """Return int32 [places], row of who runs each organisation of a kind, -1 where nobody does."""
        known = self.kinds[kind]
        return self.volunteers.kinds[known.post].row if known.organised else np.full(len(self.code), -1, np.int32)

    def history(self, kind: str) -> dict[str, int]:
        """Return how many of a kind were founded, ended and handed over since the start."""
        return dict(zip(COUNTS, self._history[self._code(kind)].tolist(), strict=True))

    # Money

    @property
    def fen(self) -> np.ndarray:
        """int64 [places], what is in each till (the ledger's own array)."""
        return self.ledger.organisation_fen

    def deposit(self, slots: np.ndarray, yuan: np.ndarray, source: str) -> np.ndarray:
        """Put yuan into tills, each once, from an account of the ledger; return bool, what was moved."""
        return self._move(slots, np.rint(yuan * 100.0).astype(np.int64), source, 1)

    def withdraw(self, slots: np.ndarray, yuan: np.ndarray, target: str) -> np.ndarray:
        """Take yuan out of tills, each once, to an account of the ledger; return bool, what the till covered."""
        fen = np.rint(yuan * 100.0).astype(np.int64)
        covered: np.ndarray = fen <= self.fen[slots]
        covered[covered] = self._move(slots[covered], fen[covered], target, -1)
        return covered

    def _move(self, slots: np.ndarray, fen: np.ndarray, account: str, sign: int) -> np.ndarray:
        """Move fen between tills and an account (sign 1: into the till); return bool, what was moved."""
        moved = np.ones(len(slots), np.bool_)
        if len(slots) == 0:
            return moved
        community = np.searchsorted(self.starts, slots, side="right") - 1
        source, target = (account, ACCOUNT) if sign > 0 else (ACCOUNT, account)
        moved = self.ledger.pay(source, target, fen / 100.0, community, organisation=slots)
        return moved

    # Measures and state

    @measure("organisations of residents", "居民组织", unit="organisations", kind="count")
    def organisations(self) -> float:
        """Organisations that exist and that a volunteer runs."""
        return sum(len(self.of(kind)) for kind, known in self.kinds.items() if known.organised)

    @measure("memberships in organisations", "人均参加组织数", unit="memberships a resident", kind="number")
    def memberships(self) -> float:
        """Memberships a resident."""
        return len(self.members) / max(self.residents.n, 1)

    def restart(self) -> None:
        """Begin to count anew; organisations and their money stay."""
        super().restart()
        self._history[:] = 0

    def state(self) -> State:
        """Return what has to be saved."""
        return {
            **super().state(),
            **self.members.state(),
            "names": "|".join(self._names),
            "history": self._history,
        }

    def restore(self, saved: State) -> None:
        """Take back what `state` returned; a kind that is declared later finds its organisations."""
        mine, names = self._names, [name for name in str(saved["names"]).split("|") if name]
        super().restore(saved)
        self.members.restore(saved)
        self._names = names
        self._history = saved["history"].copy()
        for kind in mine:
            self._code(kind)


def _of(value: np.ndarray | int, which: np.ndarray) -> np.ndarray | int:
    """Return the entries `which` of a column, or the one value of all."""
    return cast(np.ndarray, np.asarray(value)[which]) if np.ndim(value) else value
