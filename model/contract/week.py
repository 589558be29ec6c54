"""One week as one mechanism sees it: people, places and ties can be read; the world is changed by calls, services, roles and talents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ..foci.events import FIRST, INVITED, MEANT, NO_TOPIC, RUNS, SUMMONED, People, Purpose
from ..ground.draws import falls_due
from ..ground.random import draw as draw_once
from ..people.calendar import Festival, festival
from ..people.everyday import ROUNDS, WEEKEND_AFTERNOON
from ..people.places import Places
from ..people.residents import NO_TALENT, TOPICS, Residents, Role
from ..people.units import UnitKind, Units, UnitTable, ranges
from ..services.moment import Moment
from ..services.services import Services
from .call import LARGEST, LONGEST, Board, Sitting, identities, named
from .needs import NOTHING, Needs, Priority
from .occasions import OPEN, in_turn, repeated, running

if TYPE_CHECKING:
    from .mechanism import Mechanism

GRANTED = (Role.ACTIVIST, Role.BACKBONE)
"""Roles that a mechanism may grant; others are born with, or come with an office or an organisation."""
BOUNDS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("quality", "poster", "chat", "knock", "openness"), (0.0, 1.0)),
    "hours": (0.0, LONGEST),
    "capacity": (1, LARGEST),
    "yuan": (0.0, 1e6),
    "topic": (0, NO_TOPIC),
}
"""What a call may ask for."""
_FIXED = frozenset(("residents", "places"))
_NONE = np.zeros(0, np.int64)


class Week:
    """One week of one society for one mechanism; one object for all weeks, moved on by the programme.

    Attributes:
        number: absolute week, counted from the beginning of the spin-up.
        scenario_week: weeks since the scenario began; negative before.
        policy: whether the policy is on in the communities at hand.
        where: bool [communities], the communities at hand; None: all.
        residents, places: arrays of people and places that cannot be written to.
        moved: int32, rows of the communities at hand whose residents have moved in this week.
        memo: what a phase leaves for a later phase of this week.
    """

    def __init__(self, mechanism: Mechanism[Any], moment: Moment, services: Services, board: Board, residents: Residents, places: Places) -> None:
        """Open the society to a mechanism; `Programme` makes these."""
        self._mechanism, self._moment, self._board = mechanism, moment, board
        self.residents, self.places = residents, places
        self._units: Units = services.units
        self._households: dict[str, np.ndarray] = {}
        self._offsets: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._covered: dict[str, np.ndarray] = {}
        for name, desk in services.desks(moment, mechanism.index).items():
            setattr(self, name, desk)
        self.where: np.ndarray | None = None
        self.policy = False
        self.memo: dict[str, Any] = {}
        self._sittings: dict[str, list[Sitting]] = {}
        self.turn(None, False)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _FIXED and name in self.__dict__:
            raise AttributeError(f"week.{name} cannot be set: a week shows people and places as they are")
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        offered = sorted({*self.__dict__, *vars(type(self))})
        raise AttributeError(f"a week has no {name!r}; it offers {', '.join(n for n in offered if not n.startswith('_') and n != 'turn')}")

    def turn(self, where: np.ndarray | None, policy: bool) -> None:
        """Move on to the society's present week."""
        m = self._moment
        self.number, self.scenario_week = m.number, m.scenario_week
        if self._covered and not _alike(where, self.where):
            self._covered = {}
        self.where, self.policy = where, policy
        self.moved = m.moved if where is None or len(m.moved) == 0 else m.moved[self.covers_rows(m.moved)]
        if self.memo:
            self.memo = {}
        if self._sittings:
            self._sittings = {}

    # Where

    def units(self, kind: UnitKind) -> UnitTable:
        """Return all units of a kind (landing, gate, building, compound, community): rows, place, community, identity."""
        return self._units.table(kind)

    def covers(self, kind: UnitKind) -> np.ndarray:
        """Return bool [units]: which units of a kind lie in the communities at hand."""
        if kind not in self._covered:
            community = self.units(kind).community
            found = np.ones(len(community), np.bool_) if self.where is None else self.where[community]
            found.setflags(write=False)
            self._covered[kind] = found
        return self._covered[kind]

    def covers_rows(self, rows: np.ndarray) -> np.ndarray:
        """Return bool [m]: which residents live in the communities at hand."""
        if self.where is None:
            return np.ones(len(rows), np.bool_)
        return np.asarray(self.where[np.searchsorted(self.places.community_rows, rows, side="right") - 1])

    def households(self, kind: UnitKind) -> np.ndarray:
        """Return int64 [units]: flats of each unit that are lived in."""
        if kind not in self._households:
            lived_in = self.places.flat_rows[:-1][np.diff(self.places.flat_rows) > 0]
            unit = self.unit_of(kind, lived_in)
            self._households[kind] = np.bincount(unit, minlength=len(self.units(kind).lo))
            self._households[kind].setflags(write=False)
        return self._households[kind]

    def unit_of(self, kind: UnitKind, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: the unit of a kind in which residents live."""
        return np.asarray(np.searchsorted(getattr(self.places, f"{kind}_rows"), rows, side="right") - 1)

    # When

    def due(self, name: str, a_year: float, unit: UnitKind | UnitTable = "gate") -> np.ndarray:
        """Return int64 [units]: how often something falls due in this week of each unit at hand.

        It happens `a_year` times a year, spread evenly over the year, and each unit stands at its own place between two times.

        Args:
            name: what falls due; its own stream of draws.
            a_year: times a year and unit.
            unit: a kind of unit, or a table of units.
        """
        own = isinstance(unit, UnitTable)
        table = cast(UnitTable, unit) if own else self.units(cast(UnitKind, unit))
        if a_year <= 0.0:
            return np.zeros(len(table.lo), np.int64)
        key = name if own else f"{unit} {name}"
        of, offset = self._offsets.get(key, (None, _NONE))
        if of is not table.identity:
            stream = f"{self._mechanism.name} {name} offset".replace("  ", " ")
            offset = draw_once(self._moment.society.seed, stream, 0, table.identity)
            self._offsets[key] = table.identity, offset
        times = falls_due(offset, a_year, self.scenario_week).astype(np.int64)
        if self.where is not None:
            times[~self.where[table.community]] = 0
        return times

    @property
    def festival(self) -> Festival | None:
        """The festival of this week, if it has one."""
        return festival(self.scenario_week)

    # Draws

    def draw(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] for permanent identities [n], keyed by (seed, mechanism and stream, week, entity, counter)."""
        return self._moment.draw(f"{self._mechanism.name} {stream}", entities, counter)

    def for_life(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] that are the same in every week, keyed by (seed, mechanism and stream, entity, counter).

        A stream is for life or for `draw`: both are the same in the very first week.
        """
        return draw_once(self._moment.society.seed, f"{self._mechanism.name} {stream}", 0, entities, counter)

    def identity(self, name: str, entities: np.ndarray) -> np.ndarray:
        """Return permanent identities uint64 [n] of what this mechanism does this week for permanent entities [n]."""
        return identities(self._mechanism.name, name, self.number, entities, None)

    # Ties, to be read

    def known(self, rows_a: np.ndarray, rows_b: np.ndarray, hours: float | None = None) -> np.ndarray:
        """Return bool [m]: the pairs whose slow trace is at least `hours` (default: acquaintances)."""
        return self._moment.known(rows_a, rows_b, hours)

    def acquaintances(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many acquaintances residents have."""
        return self._moment.acquaintances(rows)

    # What changes the world

    def call(
        self,
        kind: str,
        *,
        unit: UnitKind | UnitTable = "gate",
        which: np.ndarray | None = None,
        times: np.ndarray | None = None,
        post: str | None = None,
        when: Any = WEEKEND_AFTERNOON,
        hours: Any = 2.0,
        room_for: Any = 30,
        quality: Any = 0.5,
        topic: Any = "any",
        purpose: Purpose = Purpose.COME,
        poster: Any = 0.0,
        chat: Any = 0.0,
        knock: Any = 0.0,
        pays: Any = 0.0,
        by_committee: bool = False,
        openness: Any = 1.0,
        organiser: Any = -1,
        first: int = 0,
        among: np.ndarray | None = None,
        members: tuple[Any, Any] | None = None,
        open_to_all: Any = False,
        bring: tuple[Any, Any] | None = None,
        invite: tuple[Any, Any] | None = None,
        run: tuple[Any, Any] | None = None,
        ask: tuple[Any, Any] | None = None,
        stake: tuple[Any, Any, Any] | None = None,
        needs: Needs = NOTHING,
        room_quality: float = 0.0,
        place: np.ndarray | None = None,
        promise: Any = False,
        entity: np.ndarray | None = None,
        again: int | None = None,
    ) -> Sitting:
        """Call people together: one occasion for each unit that is called.

        Args:
            kind: one of the mechanism's `kinds`.
            unit: kind of unit, or a table of units of one's own.
            which: indices of the units called, or a truth value for each unit; None: all. Units outside the communities
                at hand are left out.
            times: int [units], how often each unit is called this week (see `due`), instead of `which`.
            post: kind of volunteers' post of these units, such as a keeper: the holder runs the occasion and spends the evenings that it
                `needs`; where nobody holds the post and does the work there is none. Volunteers learn from it what was asked of
                them and who came.
            when: round of the week (`everyday.WEEKDAY_EVENING` ...), none of visits; a number or one for each occasion, as are the next.
                A tuple: one of these is drawn for each unit, and the next one for its next occasion of the week.
            hours: length, at most 12; with half the preparation half as long.
            room_for: people for whom there is room, the organiser included.
            quality: 0 to 1.
            topic: name of a topic, "none", "any" (drawn for each occasion), or indices.
            purpose: what people decide to do.
            poster: chance of a resident to be reached by a poster.
            chat: the same by the chat group, times digital skill.
            knock: the same at the door.
            pays: yuan to each who comes; it draws, and is the caller's to pay (`ledger`).
            by_committee: the committee is the host, else neighbours.
            openness: towards those one does not recognise.
            organiser: row of who runs it and is there, -1 nobody.
            first: bits of `Role` whose holders hear for sure and ask others.
            among: bool [residents], the audience is those of the unit for whom it is true; None: the whole unit.
            members: (occasions, rows), the audience is those named.
            open_to_all: occasions that are for the whole unit even so, where `members` or `among` name an audience.
            bring: (occasions, rows), who is summoned: hears for sure, decides with a weight of its own, and may stay away.
            invite: (occasions, rows), who is invited by name.
            run: (occasions, rows), who runs it beside the organiser.
            ask: (occasions, rows), who hears first and asks others.
            stake: (occasions, rows, values in [-1, 1]), what hangs on it for a person who may come; it lets nobody in.
            needs: what it needs, see `Needs`.
            room_quality: what a room adds to the quality.
            place: float [occasions, 2], where it is without a room, metres; by default where the unit meets.
            promise: whether it is announced, so that people notice if it is cancelled and judge it by its quality if it is held.
            entity: uint64 for each occasion, identities that its draws are keyed by; by default those of the units.
            again: number of the call, for a unit that is called several times a week for the same kind.

        Returns:
            What was called; from the phase `invite` on it tells what is held, from `attend` on who came.

        Raises:
            ValueError: anything of the above out of bounds, with what is allowed.
        """
        name, what = self._mechanism.name, f"{self._mechanism.name} calls to {kind!r}"
        if kind not in self._mechanism.kinds:
            raise ValueError(f"{what}: there is no such kind of occasion; it declares {sorted(self._mechanism.kinds)}")
        if self._board.phase != "plan":
            raise ValueError(f"{what} in the phase {self._board.phase}; people are called together in the phase plan")
        own = isinstance(unit, UnitTable)
        table = cast(UnitTable, unit) if own else self.units(cast(UnitKind, unit))
        if times is not None and (which is not None or again is not None):
            raise ValueError(f"{what}: times says which units are called and how often; give no which= and no again= beside it")
        index = self._chosen(table, which if times is None else repeated(times, len(table.lo), what), what)
        if post is not None:
            index, organiser = self._run_by(post, unit, index, what)
        nth = None if times is None else running(index)
        # Nothing is copied where all units of a table are called.
        t = table if which is None and times is None and len(index) == len(table.lo) else table.take(index)
        n = len(index)
        identity = identities(name, kind, self.number, t.identity if entity is None else np.asarray(entity, np.uint64), again, nth)
        if len(identity) != n:
            raise ValueError(f"{what}: {len(identity)} identities are given for {n} occasions")
        if isinstance(when, tuple):
            when = in_turn(when, self.draw(f"{kind} round", t.identity), nth, what)
        xy = t.xy if place is None else np.asarray(place)
        columns: dict[str, Any] = {
            "round": when, "lo": t.lo, "hi": t.hi, "x": xy[:, 0], "y": xy[:, 1], "hours": hours, "capacity": room_for, "quality": quality,
            "topic": self._topic(topic, identity, what), "purpose": int(purpose), "poster": poster, "chat": chat, "knock": knock, "yuan": pays,
            "host": int(by_committee), "openness": openness, "organiser": organiser, "helpers": int(first),
        }  # fmt: skip
        self._check(columns, n, what)
        lists = [(flag, *pair, 0.0) for flag, pair in ((SUMMONED, bring), (INVITED, invite), (RUNS, run), (FIRST, ask)) if pair is not None]
        if stake is not None:
            lists.append((0, *stake))
        if among is not None or members is not None:
            columns["listed"] = ~np.broadcast_to(np.asarray(open_to_all, np.bool_), (n,))
            for who in self._audience(among, members, t, what):
                lists.append((MEANT, *who, 0.0))
        led = isinstance(organiser, np.ndarray) or organiser >= 0
        if led or lists:
            starts = self.places.community_rows
            lo, hi = starts[t.community].astype(np.int64), starts[t.community + 1].astype(np.int64)
        if led:
            runs = np.broadcast_to(np.asarray(organiser, np.int64), (n,))
            self._rows_of(runs, lo, hi, what)
            away = np.flatnonzero((runs >= 0) & ((runs < t.lo) | (runs >= t.hi) | columns.get("listed", False)))
            lists.append((RUNS, away, runs[away], 0.0))
        people = named(n, lists, lo, hi, what) if lists else None
        if people is not None:
            people = self._fit(columns, people, n)
        elif "listed" in columns:
            columns["hi"] = columns["lo"]
        columns["compound"] = self.unit_of("compound", t.lo) if needs.room is not None else 0
        columns["room_quality"] = room_quality
        sitting = Sitting(kind, index, t.community, identity, columns, needs, people, promise, post)
        self._board.put(self._mechanism.index, sitting, columns["compound"])
        self._sittings.setdefault(kind, []).append(sitting)
        return sitting

    def call_members(
        self, organisation: str, kind: str, *, evenings: float, yuan: float, quality: float = 0.5, skill: float = 0.0, room: str = "activity room",
        poster: float = 0.0, open_every: int = 1, full: int | None = None, **more: Any,
    ) -> Sitting:  # fmt: skip
        """Call the meetings of organisations that are due: each for its members, now and then for whoever of its compound likes to come.

        Members know their day; to an open meeting they bring others. An organiser without the evenings holds none. It takes place in a
        room if one is free, else where the organiser lives.

        Args:
            organisation: kind of organisation, one that this mechanism keeps.
            kind: kind of occasion.
            evenings: of the organiser, for a meeting.
            yuan: cost of a meeting, paid by the community.
            quality: of a meeting of an organiser of average civic disposition.
            skill: what a standard deviation of it adds.
            room: kind of room.
            poster: chance of others to hear of an open meeting by a poster.
            open_every: of how many meetings the first is open; 1: all are.
            full: members with whom an organisation looks for no more and has no open meetings; None: it always has them.
            more: as in `call`.
        """
        slots = self.organisations.due(organisation)
        table = self.organisations.table(slots)
        here = self.covers("compound")[table["compound"]] & (table["organiser"] >= 0)
        slots, table = slots[here], {name: column[here] for name, column in table.items()}
        home = self.units("gate").xy[self.residents.gate[table["organiser"]]]
        more["poster"] = poster
        if open_every > 1:
            is_open = (table["sessions"] % open_every == 0) & (True if full is None else table["members"] < full)
            k, row = self.organisations.members_of(slots)
            bring = is_open[k]
            more |= {"open_to_all": is_open, "members": (k[~bring], row[~bring]), "ask": (k[bring], row[bring])}
            more["poster"] = np.where(is_open, poster, 1.0)
        sitting = self.call(
            kind, unit="compound", which=table["compound"], entity=table["identity"], organiser=table["organiser"], when=table["round"],
            topic=table["topic"], needs=Needs(evenings=evenings, yuan=yuan, room=room, priority=Priority.CULTURE), place=home,
            quality=np.clip(quality + skill * self.residents.civic[table["organiser"]], 0.0, 1.0), **more,
        )  # fmt: skip
        sitting.slots = slots
        return sitting

    def members_came(self, sitting: Sitting) -> None:
        """Let organisations that met (`call_members`) take notice of who came: organisers of the company, people of the habit."""
        held = np.flatnonzero(sitting.came > 0)
        if len(held):
            k, row = sitting.everyone()
            self.organisations.attended(sitting.slots[held], np.searchsorted(held, k), row)

    def sitting(self, kind: str) -> Sitting:
        """Return this week's call of a kind; an empty one if there was none. Of several calls the last (`sittings` has all)."""
        found = self._sittings.get(kind)
        return found[-1] if found else Sitting(kind, _NONE, _NONE, _NONE.astype(np.uint64), {})

    def sittings(self, kind: str) -> list[Sitting]:
        """Return all calls of a kind of this week, in their order."""
        return list(self._sittings.get(kind, ()))

    def grant(self, role: Role, rows: np.ndarray) -> None:
        """Give residents a role that one can be given (`GRANTED`). Those outside the communities at hand are left out.

        Raises:
            ValueError: another role, or rows that do not exist.
        """
        if role not in GRANTED:
            raise ValueError(f"{self._mechanism.name} grants the role {role.name.lower()}; mechanisms grant {', '.join(r.name.lower() for r in GRANTED)}")
        who = self._existing(rows, "grants a role to")
        self._moment.residents.roles[who] |= np.uint8(role)

    def discover(self, rows: np.ndarray) -> None:
        """Let the hidden talents of residents become known; who has none, or lives outside the communities at hand, stays without."""
        r, who = self._moment.residents, self._existing(rows, "discovers the talent of")
        r.talent_known[who] |= r.talent[who] != NO_TALENT

    # Checks

    def _chosen(self, table: UnitTable, which: np.ndarray | None, what: str) -> np.ndarray:
        n = len(table.lo)
        given = np.arange(n) if which is None else which if isinstance(which, np.ndarray) else np.asarray(which)
        if given.dtype == np.bool_:
            if len(given) != n:
                raise ValueError(f"{what}: {len(given)} truth values are given for {n} units")
            given = np.flatnonzero(given)
        elif len(given) and (given.min() < 0 or given.max() >= n):
            wrong = given[(given < 0) | (given >= n)][0]
            raise ValueError(f"{what}: there is no unit {int(wrong)}; they go from 0 to {n - 1}")
        return given if self.where is None else given[self.where[table.community[given]]]

    def _run_by(self, post: str, unit: UnitKind | UnitTable, index: np.ndarray, what: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the units of `index` whose post somebody holds and does the work of, and who that is."""
        if isinstance(unit, UnitTable):
            raise ValueError(f"{what}: post= is for units of a kind, whose posts are known, and not for a table of units of one's own")
        runs = self.volunteers.runners(post, unit)[index]
        return index[runs >= 0], runs[runs >= 0]

    def _topic(self, topic: Any, identity: np.ndarray, what: str) -> Any:
        if not isinstance(topic, str):
            return topic
        if topic == "any":
            return (self.draw("topic", identity) * len(TOPICS)).astype(np.int64)
        if topic == "none":
            return NO_TOPIC
        if topic not in TOPICS:
            raise ValueError(f"{what}: there is no topic {topic!r}; there are any, none, {', '.join(TOPICS)}")
        return TOPICS.index(topic)

    @staticmethod
    def _check(columns: dict[str, Any], n: int, what: str) -> None:
        """Refuse what no occasion can be.

        Raises:
            ValueError: a column of the wrong length, or a value out of bounds.
        """
        for name, value in columns.items():
            if isinstance(value, list | tuple):
                value = columns[name] = np.asarray(value)
            many = isinstance(value, np.ndarray) and value.ndim > 0
            if many and len(value) != n:
                raise ValueError(f"{what}: {len(value)} values of {name} are given for {n} occasions")
            if n and name in BOUNDS:
                low, high = BOUNDS[name]
                least, most = (value.min(), value.max()) if many else (value, value)
                if not (low <= least and most <= high):
                    wrong = most if low <= least else least
                    raise ValueError(f"{what}: {name} is {wrong:g}; it must lie between {low:g} and {high:g}")
        when = columns["round"]
        if n and not (OPEN[when].all() if isinstance(when, np.ndarray) else 0 <= when < len(ROUNDS) and OPEN[when]):
            raise ValueError(f"{what} in a round that does not exist; there are the rounds {np.flatnonzero(OPEN).tolist()}")

    def _audience(self, among: np.ndarray | None, members: tuple[Any, Any] | None, table: UnitTable, what: str) -> list[tuple[Any, Any]]:
        """Return (occasion, row) of those who may come where an audience is named."""
        found: list[tuple[Any, Any]] = []
        if members is not None:
            found.append(members)
        if among is not None:
            if among.dtype != np.bool_ or len(among) != self.residents.n:
                raise ValueError(f"{what}: `among` is a truth value for each of the {self.residents.n} residents")
            k, rows = ranges(table.lo, table.hi)
            chosen = among[rows]
            found.append((k[chosen], rows[chosen]))
        return found

    @staticmethod
    def _fit(columns: dict[str, Any], people: People, n: int) -> People:
        """Let the range of rows of each occasion hold all who are named; one to which others are called from outside has a list.

        Returns:
            The persons named, with the whole unit where somebody from outside is called to it.
        """
        lo, hi = columns["lo"].astype(np.int64), columns["hi"].astype(np.int64)
        listed = np.broadcast_to(np.asarray(columns.get("listed", False)), (n,)).copy()
        outside = (people.row < lo[people.event]) | (people.row >= hi[people.event])
        # What hangs on it for a person does not let them in.
        in_vain = (people.flags == 0) & (outside | listed[people.event])
        if in_vain.any():
            pair = people.event << 32 | people.row
            in_vain &= ~np.isin(pair, pair[people.flags != 0])
            people, outside = People(*(column[~in_vain] for column in people)), outside[~in_vain]
        wider = np.zeros(n, np.bool_)
        wider[people.event[outside]] = True
        wider &= ~listed
        if wider.any():
            which = np.flatnonzero(wider)
            k, rows = ranges(lo[which], hi[which])
            none = np.zeros(len(k))
            unit = People(which[k], rows, none.astype(np.uint8) + np.uint8(MEANT), none.astype(np.float32))
            people = People(*(np.concatenate(both) for both in zip(people, unit, strict=True)))
            listed |= wider
        if listed.any():
            first, last = np.full(n, np.iinfo(np.int32).max, np.int64), np.full(n, -1, np.int64)
            np.minimum.at(first, people.event, people.row)
            np.maximum.at(last, people.event, people.row)
            # An occasion for which nobody is named has no audience.
            nobody = last < 0
            first, last = np.where(nobody, lo, first), np.where(nobody, lo - 1, last)
            lo, hi = np.where(listed, first, lo), np.where(listed, last + 1, hi)
            columns["lo"], columns["hi"], columns["listed"] = lo, hi, listed
        return people

    @staticmethod
    def _rows_of(rows: np.ndarray, lo: np.ndarray, hi: np.ndarray, what: str) -> None:
        wrong = (rows < -1) | ((rows >= 0) & ((rows < lo) | (rows >= hi)))
        if wrong.any():
            at = int(np.argmax(wrong))
            raise ValueError(f"{what}: the organiser {int(rows[at])} is not a resident of its community, whose rows are {int(lo[at])} to {int(hi[at]) - 1}")

    def _existing(self, rows: np.ndarray, what: str) -> np.ndarray:
        who = np.asarray(rows, np.int64)
        if len(who) and (who.min() < 0 or who.max() >= self.residents.n):
            raise ValueError(f"{self._mechanism.name} {what} row {int(who.max())}; rows go from 0 to {self.residents.n - 1}")
        return who if self.where is None else who[self.covers_rows(who)]


def _alike(a: np.ndarray | None, b: np.ndarray | None) -> bool:
    """Return whether two choices of communities are the same."""
    return a is b or (a is not None and b is not None and np.array_equal(a, b))
