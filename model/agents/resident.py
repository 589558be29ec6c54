"""Residents as Mesa agents: thin views on the rows of a society's arrays, made when somebody asks for one.

Reading an attribute reads the array, writing one writes it. A resident keeps a row until they move out; then another lives there,
with another view, and reading the old one is refused. Other views (households, events ...) are in views.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Self, overload

import mesa
import numpy as np

from ..ground.refusal import InputError, nearest
from ..people.residents import NEVER, NO_TALENT, TOPICS, Residents, Role, pack_traits
from .columns import Column, Interests, Word
from .tie_view import Tie

if TYPE_CHECKING:
    from .community import Community
    from .views import Household

LONGEST_MEETINGS = 40.0
"""Hours a week that one resident can spend in meetings arranged with `Resident.meet`: with them nobody's week exceeds the waking hours."""


_ATTRIBUTES = ("model", "row", "unique_id", "pos")
"""What every view has."""


class HasLeft(InputError):
    """Somebody or something was asked for that is not there any more: a resident who moved out, a circle that ended."""


class Resident(mesa.Agent):  # type: ignore[misc]
    """One resident: a view on a row of the society's arrays.

    Subclass it, give it a `step()` in plain Python and hand the class to `Community(resident_class=...)`:

        class Greeter(Resident):
            def step(self) -> None:
                for neighbour in self.neighbours("landing"):
                    if not self.knows(neighbour):
                        self.meet(neighbour, hours=0.5)

    `step()` is called once a week, after the week has been lived, in an order drawn anew each week. Attributes of your own stay with the
    view; copies of the community have them, `Community.save` does not keep them. For chance use `draw`, which is exact over saving and
    threads, rather than `random`.

    Attributes:
        model: the community.
        row: row in the arrays.
        unique_id: permanent identity, the same person in all arms and runs of a seed.
    """

    model: Community

    # What each is and may be: people/residents.py.
    age = Column(int)
    sex = Word()
    situation = Word()
    tenure = Word()
    registration = Word()
    education = Word()
    free_hours = Column(float)
    sociability = Column(float)
    civic = Column(float)
    trust_neighbours = Column(float)
    trust_institutions = Column(float)
    digital = Column(float)
    frailty = Column(float)
    habit = Column(float)
    talent_known = Column(bool)
    times_came = Column(int)
    talks = Column(int)
    chat_days = Column(float)
    flat = Column(int)
    gate = Column(int)

    def __init__(self, model: Community, row: int | None = None) -> None:
        """View a row. Communities call this; ask `community.residents[row]` for a resident.

        Mesa's own constructor is left out: in Mesa 3.3 it numbers agents in a table that keeps their model for ever, and residents
        bring a number of their own. `Community.agents` registers them.

        Raises:
            InputError: somebody else than the community of that row calls it.
        """
        if row is None or getattr(model, "_making", None) != row:
            raise made_by_the_community(type(self).__name__, "community.residents[row]")
        self.model = model
        self.row = row
        self.unique_id = int(model.society.residents.identity[row])
        self.pos = None
        # Mesa 3.5 keeps data sets by class.
        for name in getattr(type(self), "_datasets", ()):
            model.data_registry[name].add_agent(self)

    @classmethod
    def create_agents(cls, model: Community, n: int, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: there are as many residents as live here.

        Raises:
            InputError: always.
        """
        raise made_by_the_community(cls.__name__, "community.agents")

    @classmethod
    def from_dataframe(cls, model: Community, df: Any, **kwargs: Any) -> NoReturn:
        """Refuse, as `create_agents`; people of one's own come from a roster.

        Raises:
            InputError: always.
        """
        raise made_by_the_community(cls.__name__, "community.agents")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id} row {self.row}{'' if self.here else ', moved out'}>"

    @property
    def _added(self) -> dict[str, Any]:
        """What a class of one's own, or somebody else, has added to this view."""
        return {name: value for name, value in self.__dict__.items() if name not in _ATTRIBUTES}

    def __getstate__(self) -> Any:
        # Residents who keep residents make a chain as long as the community; copying it link by link would go too deep. The community
        # brings what was added to its views, after all views.
        return {name: getattr(self, name) for name in _ATTRIBUTES} if self._kept else super().__getstate__()

    def __copy__(self) -> Self:
        """Return another view of the same person, with what was added to this one."""
        again, state = type(self).__new__(type(self)), super().__getstate__()
        for part in state if isinstance(state, tuple) else (state,):
            for name, value in (part or {}).items():
                setattr(again, name, value)
        return again

    @property
    def _kept(self) -> bool:
        """Whether the community brings along what was added to this view when it is copied."""
        plain = type(self).__getstate__ is Resident.__getstate__ and isinstance(super().__getstate__(), dict)  # no slots with values
        return plain and self.model._views.get(self.row) is self

    @property
    def _people(self) -> Residents:
        # Looked up each time: a copy of the community has arrays of its own.
        return self.model.society.residents

    @property
    def here(self) -> bool:
        """Whether they still live here."""
        return int(self._people.identity[self.row]) == self.unique_id

    @property
    def arrays(self) -> Residents:
        """The arrays of all residents, once it is certain that this one still lives here.

        Raises:
            HasLeft: they have moved out.
        """
        people = self._people
        if int(people.identity[self.row]) != self.unique_id:
            raise HasLeft(
                f"the resident {self.unique_id} has moved out; the flat has other people now (community.residents[{self.row}]). "
                "Ask community.agents anew each week, or keep those of a list who are .here.",
                f"居民 {self.unique_id} 已搬走，住处已有新住户（community.residents[{self.row}]）。请每周重新取 community.agents，或只保留 .here 为真的人。",
            )
        return people

    def here_row(self) -> int:
        """Return the row of a resident who still lives here.

        Raises:
            HasLeft: they have moved out.
        """
        self.arrays  # noqa: B018  (it raises)
        return self.row

    # Who they are

    @property
    def arrival(self) -> int:
        """Scenario week in which they moved in; negative before the scenario began."""
        return int(self.arrays.arrival[self.row]) - self.model.society.policy_week0

    @property
    def given_id(self) -> str:
        """The code by which a roster calls them, "" if they came later or were drawn."""
        people = self.arrays
        return str(self.model.society.given.codes(people.identity[self.row : self.row + 1])[0])

    @property
    def years_here(self) -> float:
        """Years since they moved in."""
        return (self.model.week - self.arrival) / 52.0

    @property
    def last_came(self) -> int | None:
        """Scenario week in which they last came to an event, None if never."""
        week = int(self.arrays.last_came[self.row])
        return None if week == NEVER else week - self.model.society.policy_week0

    @property
    def fatigue(self) -> float:
        """Decayed number of personal invitations, to whatever it was."""
        return float(self.arrays.fatigue[self.row].sum())

    @property
    def interests(self) -> Interests:
        """Interests by topic, 0 to 1."""
        self.here_row()
        return Interests(self)

    @property
    def talent(self) -> str | None:
        """Topic of their talent, discovered or not; None if they have none."""
        topic = int(self.arrays.talent[self.row])
        return None if topic == NO_TALENT else TOPICS[topic]

    @talent.setter
    def talent(self, topic: str | None) -> None:
        self.arrays.talent[self.row] = NO_TALENT if topic is None else Interests.column(topic)

    @property
    def roles(self) -> frozenset[str]:
        """Their roles: any of "party", "activist", "backbone" (of the arts), "organiser", "head" (of the gate)."""
        bits = int(self.arrays.roles[self.row])
        return frozenset(role.name.lower() for role in Role if bits & role)

    # Where they live

    @property
    def household(self) -> Household:
        """Their household."""
        return self.model.household(int(self.arrays.flat[self.row]))

    @property
    def building(self) -> int:
        """Index of the building."""
        return self._unit("building_rows")

    @property
    def compound(self) -> int:
        """Index of the compound."""
        return self._unit("compound_rows")

    @property
    def community(self) -> int:
        """Index of the community (社区) that the compound belongs to."""
        return self._unit("community_rows")

    @property
    def floor(self) -> int:
        """Floor, 0 is the lowest."""
        return self._unit("landing_rows") - int(self.model.society.places.gate_landings[self.gate])

    @property
    def place(self) -> tuple[float, float, float]:
        """Coordinates of the flat in metres."""
        x, y, z = self.model.society.places.flat_xyz[self.flat].tolist()
        return x, y, z

    def neighbours(self, scope: str = "gate") -> list[Resident]:
        """Return the residents of other households in one's "landing", "gate", "building" or "compound".

        Raises:
            InputError: another scope.
        """
        scopes = ("landing", "gate", "building", "compound")
        if scope not in scopes:
            hint = nearest(scope, scopes)
            raise InputError(f'"{scope}" is not one of {", ".join(scopes)}.{hint.en}', f"“{scope}”不在 {'、'.join(scopes)} 之中。{hint.zh}")
        starts = getattr(self.model.society.places, f"{scope}_rows")
        unit, flat = self._unit(f"{scope}_rows"), self.flat
        first, end = int(starts[unit]), int(starts[unit + 1])
        return self.model._at((first + np.flatnonzero(self._people.flat[first:end] != flat)).tolist())

    # Whom they know

    @property
    def ties(self) -> list[Tie]:
        """All their ties, the strongest first (`community.ties.of`)."""
        return self.model.ties.of(self)

    @property
    def acquaintances(self) -> list[Resident]:
        """Their acquaintances (熟人), the strongest tie first; those of all residents are read at once, the first time in a week."""
        return self.model._at(self.model.ties.others(self, "acquaintance"))

    def knows(self, other: Resident) -> bool:
        """Return True if the two are acquaintances."""
        tie = self.model.ties.between(self, other)
        return tie is not None and "acquaintance" in tie.levels

    def meet(self, other: Resident, hours: float) -> int:
        """Spend some hours with another resident, in the week that has just been lived; it acts at once.

        The two are a focus of their own with full openness: whether they talk, and how often, follows from the rule of encounters with
        draws keyed by both, the week and how often they have met so in it. Only talks add to a tie, and no tie is written otherwise;
        one that begins here counts as begun at a visit.

        Args:
            other: of the same community and another household (with one's own household there is nothing to add).
            hours: more than 0; at most 40 a week in all for either of the two.

        Returns:
            Talks that they had; 0 is possible.

        Raises:
            InputError: hours out of bounds, oneself, or somebody of another community.
            HasLeft: one of the two has moved out.
            RuntimeError: no week has been lived yet.
        """
        if not isinstance(other, Resident):
            raise TypeError(f"meet takes a resident, not {type(other).__name__}")
        return self.model._hold_meeting(self, other, hours)

    def draw(self, stream: str, counter: int = 0) -> float:
        """Return a number in [0, 1) of one's own: the same for the same seed, stream name, week, person and counter."""
        from ..ground.random import draw

        number = draw(self.model.society.seed, f"student {stream}", self.model.society.week, self.arrays.identity[self.row], counter)
        return float(number)

    def _unit(self, starts: str) -> int:
        """Return the unit in which one lives, of the kind whose row offsets are `starts`."""
        return int(np.searchsorted(getattr(self.model.society.places, starts), self.here_row(), side="right")) - 1

    def _pack(self) -> None:
        """Keep the packed attributes that homophily compares in step with the single ones."""
        r, i = self._people, self.row
        r.traits[i] = pack_traits(r.sex[i], r.age[i], r.registration[i], r.education[i])


class _ByRole(type):
    """The type of `PartyMember`: every resident with that role is an instance, of whatever class."""

    def __instancecheck__(cls, one: Any) -> bool:
        if super().__instancecheck__(one):
            return True
        return cls is PartyMember and isinstance(one, Resident) and one.here and bool(one.arrays.roles[one.row] & Role.PARTY)


class PartyMember(Resident, metaclass=_ByRole):
    """A resident who is a member of the Party: where a mechanism asks members to come first, they do, and ask others.

    `isinstance(resident, PartyMember)` holds for every member who lives here, whatever class was given for residents.
    """


def class_for(resident_class: type[Resident], party: bool) -> type[Resident]:
    """Return the class of a resident's view: the one that was given.

    Where none was, members of the Party are `PartyMember`. A class that derives from PartyMember is theirs alone.
    """
    if issubclass(resident_class, PartyMember):
        return resident_class if party else Resident
    return PartyMember if party and resident_class is Resident else resident_class


def made_by_the_community(name: str, where: str) -> InputError:
    """Return what to say to whoever makes a view by hand: `name` is its class, `where` is how to ask for it."""
    return InputError(
        f"{name}: the community makes it for people and things that exist; ask {where}. A class of residents of your own goes to "
        "Community(resident_class=...); an agent who lives in no flat derives from mesa.Agent.",
        f"{name}：由社区为已有的人或事生成，请用 {where}。自定义的居民类请传给 Community(resident_class=...)；不住在任何一户的主体请继承 mesa.Agent。",
    )


class ResidentList(Sequence[Resident]):
    """The residents in the order of rows; a view is made when it is asked for, and kept.

    An index is a row; rows that lie between can be asked for as a slice, a list of rows, or a truth value for each resident:
    `community.residents[community.society.residents.age >= 60]`.
    """

    def __init__(self, model: Community) -> None:
        """Keep whose residents they are."""
        self._model = model

    def __len__(self) -> int:
        return self._model.society.residents.n

    @overload
    def __getitem__(self, which: int) -> Resident: ...
    @overload
    def __getitem__(self, which: slice | Sequence[int] | np.ndarray) -> list[Resident]: ...
    def __getitem__(self, which: int | slice | Sequence[int] | np.ndarray) -> Resident | list[Resident]:
        """Return one resident, or a list of them."""
        n = len(self)
        if isinstance(which, int | np.integer):
            if not -n <= which < n:
                raise IndexError(f"there is no row {which}; rows go from 0 to {n - 1}")
            return self._model._view(int(which) % n)
        if isinstance(which, slice):
            return self._model._at(range(*which.indices(n)))
        return self._model._at(np.arange(n)[np.asarray(which)].tolist())
