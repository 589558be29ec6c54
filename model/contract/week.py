"""One week as one mechanism sees it and acts in it: the world is changed by calls, services, roles and talents, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ..foci.events import ERRAND, FIRST, INVITED, MEANT, RUNS, SUMMONED
from ..people.everyday import WEEKEND_AFTERNOON
from ..people.places import Places
from ..people.purposes import NO_TOPIC, Purpose
from ..people.residents import NO_TALENT, TOPICS, Residents, Role
from ..people.units import UnitKind, UnitTable
from ..services.ledger import ORGANISATION, number_of
from ..services.moment import Moment
from ..services.services import Services
from ..services.staff import duty_number
from .audience import Extent, fitted, meant, named
from .board import Board
from .board_rules import ANY_TOPIC
from .call import Sitting, call_name, repeated_identities
from .needs import NOTHING, Needs, Priority
from .occasions import in_turn, repeated, running
from .view import View

if TYPE_CHECKING:
    from .mechanism import Mechanism

_NOBODY = np.zeros(0, np.int64)
GRANTED = (Role.ACTIVIST, Role.BACKBONE)
"""Roles that a mechanism may grant; others are born with, or come with an office or an organisation."""


class Week(View):
    """One week of one society for one mechanism, to be read (`View`) and acted in.

    Attributes:
        memo: what a phase leaves for a later phase of this week.
    """

    def __init__(self, mechanism: Mechanism[Any], moment: Moment, services: Services, board: Board, residents: Residents, places: Places) -> None:
        """Open the society to a mechanism; `Programme` makes these."""
        self._board = board
        self.memo: dict[str, Any] = {}
        self._sittings: dict[str, list[Sitting]] = {}
        super().__init__(mechanism, moment, services, residents, places)

    def turn(self, where: np.ndarray | None, policy: bool) -> None:
        """Move on to the society's present week."""
        super().turn(where, policy)
        if self.memo:
            self.memo = {}
        if self._sittings:
            self._sittings = {}

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
        purpose: Purpose | str = Purpose.COME,
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
        errand: tuple[Any, Any] | None = None,
        stake: tuple[Any, Any, Any] | None = None,
        needs: Needs = NOTHING,
        room_quality: float = 0.0,
        place: np.ndarray | None = None,
        promise: Any = False,
        promised_to: tuple[Any, Any] | None = None,
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
            purpose: what people decide to do; a name, such as "vote", will do.
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
            errand: (occasions, rows), who is there on business of their own that brings them anyway, at a counter for instance. Say so only
                of people who have decided to come: they decide nothing here, and it is no coming to an occasion (see `foci.events`).
            stake: (occasions, rows, values in [-1, 1]), what hangs on it for a person who may come; it lets nobody in.
            needs: what it needs, see `Needs`.
            room_quality: what a room adds to the quality.
            place: float [occasions, 2], where it is without a room, metres; by default where the unit meets.
            promise: whether it is announced, so that people notice if it is called off (and are not surprised if it is held).
            promised_to: (occasions, rows), who counts on what is announced, such as those who come there; None: all for whom it is.
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
        if which is None and times is None and not own:
            index = self._whole(cast(UnitKind, unit))
        else:
            index = self._chosen(table, which if times is None else repeated(times, len(table.lo), what), what)
        if post is not None:
            index, organiser = self._run_by(post, unit, index, what)
        if len(index) == 0 and all(who is None for who in (among, members, bring, invite, run, ask, errand, stake, promised_to)):
            # Nothing falls due in most weeks of a small community.
            self._topic(topic, what)
            return self._commit(Sitting(kind, index, self._board.calls, None, post, promise is not False))
        nth = None if times is None else running(index)
        # Nothing is copied where all units of a table are called.
        t = table if which is None and times is None and len(index) == len(table.lo) else table.take(index)
        n = len(index)
        identity = t.identity if entity is None else np.asarray(entity, np.uint64)
        if len(identity) != n:
            raise ValueError(f"{what}: {len(identity)} identities are given for {n} occasions")
        if nth is not None:
            identity = repeated_identities(name, kind, self.number, identity, nth)
        if isinstance(when, tuple):
            when = in_turn(when, self.draw(f"{kind} round", t.identity), nth, what)
        xy = t.xy if place is None else np.asarray(place)
        listed: Any = False
        if among is not None or members is not None:
            listed = ~open_to_all if isinstance(open_to_all, np.ndarray) else not open_to_all
        columns: dict[str, Any] = {
            "identity": identity, "community": t.community, "lo": t.lo, "hi": t.hi, "x": xy[:, 0], "y": xy[:, 1], "round": when, "hours": hours,
            "capacity": room_for, "quality": quality, "topic": self._topic(topic, what), "purpose": self._purpose(purpose, what), "poster": poster,
            "chat": chat, "knock": knock, "yuan": pays, "host": int(by_committee), "openness": openness, "organiser": organiser, "helpers": int(first),
            "listed": listed, "room_quality": room_quality, "promised": promise, "mechanism": self._mechanism.index,
        }  # fmt: skip
        if needs is not NOTHING:
            columns |= self._needed(needs, what)
        rows, away = self._board.enter(what, n, columns, call_name(name, kind, again), f"{name} topic", self.number, nth is not None)
        lists = [(flag, *pair, 0.0) for flag, pair in ((SUMMONED, bring), (INVITED, invite), (RUNS, run), (FIRST, ask), (ERRAND, errand)) if pair is not None]
        if stake is not None:
            lists.append((0, *stake))
        if listed is not False:
            lists += [(MEANT, *who, 0.0) for who in meant(among, members, t, self.residents.n, what)]
        if away:
            runs = rows["organiser"]
            elsewhere = ((runs >= 0) & ((runs < t.lo) | (runs >= t.hi) | rows["listed"])).nonzero()[0]
            lists.append((RUNS, elsewhere, runs[elsewhere], 0.0))
        people = None
        if lists or listed is not False:
            starts = self.places.community_rows
            people = named(n, lists, starts[t.community].astype(np.int64), starts[t.community + 1].astype(np.int64), what)
            rows["lo"], rows["hi"], rows["listed"], people = fitted(Extent(t.lo, t.hi, rows["listed"].copy(), people))
        told = None
        if promised_to is not None:
            starts = self.places.community_rows
            on = named(n, [(0, *promised_to, 0.0)], starts[t.community].astype(np.int64), starts[t.community + 1].astype(np.int64), what)
            told = (on.event, on.row) if on is not None else (_NOBODY, _NOBODY)
        sitting = Sitting(kind, index, self._board.calls, people, post, promise is not False, told)
        return self._commit(sitting)

    def _commit(self, sitting: Sitting) -> Sitting:
        self._board.commit(self._mechanism.index, sitting)
        self._sittings.setdefault(sitting.kind, []).append(sitting)
        return sitting

    def call_members(
        self, organisation: str, kind: str, *, evenings: Any, yuan: float, quality: Any = 0.5, skill: float = 0.0, room: str | None = "activity room",
        poster: float = 0.0, open_every: int = 1, full: int | None = None, slots: np.ndarray | None = None, place: np.ndarray | None = None,
        when: np.ndarray | None = None, **more: Any,
    ) -> Sitting:  # fmt: skip
        """Call the meetings of organisations that are due: each for its members, now and then for whoever of its compound likes to come.

        Members know their day; to an open meeting they bring others. An organiser without the evenings holds none. It takes place in a
        room if one is free, else at `place`, else where the organiser lives.

        Args:
            organisation: kind of organisation, one that this mechanism keeps.
            kind: kind of occasion.
            evenings: of the organiser, for a meeting; for all, or for each of `slots`, as the quality.
            yuan: cost of a meeting, paid by the community.
            quality: of a meeting of an organiser of average civic disposition.
            skill: what a standard deviation of it adds.
            room: kind of room; None: they ask for none.
            poster: chance of others to hear of an open meeting by a poster.
            open_every: of how many meetings the first is open; 1: all are.
            full: members with whom an organisation looks for no more and has no open meetings; None: it always has them.
            slots: which of the organisations that are due; None: all.
            place: float [slots, 2], where each of `slots` meets, metres.
            when: round in which each of `slots` meets this time; None: its own.
            more: as in `call`.
        """
        if slots is None:
            slots = self.organisations.due(organisation)
        table = self.organisations.table(slots)
        here = self.covers("compound")[table["compound"]] & (table["organiser"] >= 0)
        if not here.all():
            slots, table = slots[here], {name: column[here] for name, column in table.items()}
            evenings, quality = (one[here] if isinstance(one, np.ndarray) and one.ndim else one for one in (evenings, quality))
            place, when = None if place is None else place[here], None if when is None else when[here]
        at = self.units("gate").xy[self.residents.gate[table["organiser"]]] if place is None else place
        told: Any = poster
        if open_every > 1:
            is_open = (table["sessions"] % open_every == 0) & (True if full is None else table["members"] < full)
            k, row = self.organisations.members_of(slots)
            asks = is_open[k]
            more |= {"open_to_all": is_open, "members": (k[~asks], row[~asks]), "ask": (k[asks], row[asks])}
            told = np.where(is_open, poster, 1.0)
        sitting = self.call(
            kind, unit="compound", which=table["compound"], entity=table["identity"], organiser=table["organiser"],
            when=table["round"] if when is None else when,
            topic=table["topic"], poster=told, needs=Needs(evenings=evenings, yuan=yuan, room=room, priority=Priority.CULTURE), place=at,
            quality=np.clip(quality + skill * self.residents.civic[table["organiser"]], 0.0, 1.0), **more,
        )  # fmt: skip
        sitting.slots = slots
        return sitting

    def members_came(self, sitting: Sitting) -> None:
        """Let organisations that met (`call_members`) take notice of who came: organisers of the company, people of the habit."""
        held = (sitting.came > 0).nonzero()[0]
        if len(held):
            k, row = sitting.everyone()
            self.organisations.attended(sitting.slots[held], np.searchsorted(held, k), row)

    def sitting(self, kind: str) -> Sitting:
        """Return this week's call of a kind; an empty one if there was none. Of several calls the last (`sittings` has all)."""
        found = self._sittings.get(kind)
        return found[-1] if found else Sitting(kind)

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
            given = given.nonzero()[0]
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

    def _topic(self, topic: Any, what: str) -> Any:
        if not isinstance(topic, str):
            return topic
        if topic == "any":
            return ANY_TOPIC
        if topic == "none":
            return NO_TOPIC
        if topic not in TOPICS:
            raise ValueError(f"{what}: there is no topic {topic!r}; there are any, none, {', '.join(TOPICS)}")
        return TOPICS.index(topic)

    def _purpose(self, purpose: Purpose | str, what: str) -> int:
        if not isinstance(purpose, str):
            return int(purpose)
        if purpose.upper() not in Purpose.__members__:
            raise ValueError(f"{what}: there is no purpose {purpose!r}; there are {', '.join(name.lower() for name in Purpose.__members__)}")
        return int(Purpose[purpose.upper()])

    def _needed(self, needs: Needs, what: str) -> dict[str, Any]:
        """Return what occasions need as columns of the table of calls."""
        source, target = number_of(needs.account), number_of(needs.payee)
        if source == target:
            raise ValueError(f"{what}: {needs.account!r} cannot pay itself")
        if ORGANISATION in (source, target):
            raise ValueError(f"{what}: needs do not say which organisation pays or is paid; ask `week.grants` for that")
        return {
            "needs": True, "evenings": needs.evenings, "least": needs.least, "cost": needs.yuan, "staff": needs.staff, "duty": duty_number(needs.duty),
            "source": source, "target": target, "room": -1 if needs.room is None else self._board.rooms.kind(needs.room).number,
            "optional": not needs.room_needed, "door_evenings": needs.door_evenings, "priority": needs.priority,
            "doors": isinstance(needs.door_evenings, np.ndarray) or needs.door_evenings > 0.0,
        }  # fmt: skip

    def _existing(self, rows: np.ndarray, what: str) -> np.ndarray:
        who = np.asarray(rows, np.int64)
        if len(who) and (who.min() < 0 or who.max() >= self.residents.n):
            raise ValueError(f"{self._mechanism.name} {what} row {int(who.max())}; rows go from 0 to {self.residents.n - 1}")
        return who if self.where is None else who[self.covers_rows(who)]
