"""The society as a Mesa model: `Community` steps a `Society` by the week and shows residents as agents to those who ask.

A run that never asks for an agent never makes one: a sweep over a `Community` costs what it costs over the bare society, and the
measures that its data collector takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, get_args

import mesa
import numpy as np
from mesa.agent import AgentSet
from mesa.datacollection import DataCollector
from pydantic import ValidationError

from ..contract.mechanism import MechanismParameters, Schedule
from ..founding.neighbourhood import NeighbourhoodParameters, Preset
from ..founding.population import PopulationParameters
from ..founding.presets import PEOPLE, merged
from ..ground.faces import Shown
from ..ground.numbers import plain, whole
from ..ground.parameters import Parameters, describe
from ..ground.random import draw
from ..ground.refusal import InputError
from ..society.society import Society
from .resident import LONGEST_MEETINGS, HasLeft, PartyMember, Resident, ResidentList
from .roll import Roll
from .tie_view import Tie, TieView
from .views import Event, GateHead, Household, SocialOrganization, gate_heads, organization_records

if TYPE_CHECKING:
    import networkx

    from ..people.constants import Constants
    from .arranged import ArrangedTalks

__all__ = ["Community", "Event", "GateHead", "HasLeft", "Household", "PartyMember", "Resident", "SocialOrganization", "Tie"]

P = TypeVar("P", bound=Parameters)
LARGEST_SEED = 2**31 - 1


class Community(Roll, Shown):
    """A society as a Mesa model; one step is one week.

        community = Community(buildings=4, renters=0.4, rng=1)
        community.step()
        community.measure()["acquaintances"]
        community.residents[0].acquaintances

    Without `mechanisms` there is no policy. A scenario as a Mesa class comes from `linli.mesa_class("building-gates")`. For anything that
    has no keyword here, make a `Society` and wrap it with `Community.of`.

    Attributes:
        society: the engine, with all its arrays.
        datacollector: Mesa's data collector. It is the community's own: one row at the start and one after each week. Put your own in
            its place, and collect with it yourself, as in any Mesa model.
        residents: the residents by row, each made when asked for.
        ties: the ties: `.of`, `.between`, `.edges`, `.to_networkx`.
    """

    def __init__(
        self,
        *,
        preset: Preset = "beijing",
        buildings: int | None = None,
        entrances: int | None = None,
        floors: int | None = None,
        flats_per_floor: int | None = None,
        occupancy: float | None = None,
        compounds: int = 1,
        communities: int = 1,
        renters: float | None = None,
        party: float | None = None,
        activists: float | None = None,
        talents: float | None = None,
        moves_owners: float | None = None,
        moves_renters: float | None = None,
        mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
        constants: Constants | None = None,
        spin_up_years: int | None = None,
        collect: Sequence[str] | None = None,
        resident_class: type[Resident] = Resident,
        threads: int = 1,
        rng: int | None = None,
    ) -> None:
        """Found a community and let its people live together before week 0.

        Args:
            preset: kind of housing; it supplies the numbers not given, of buildings and of people, and their everyday places.
            buildings: a compound.
            entrances: gates a building.
            floors: of a building.
            flats_per_floor: of one gate.
            occupancy: share of flats lived in.
            compounds: a community.
            communities: communities without contact with one another.
            renters: share of households; as the next ones, the preset's if not given.
            party: share of Party members.
            activists: share of activists.
            talents: share of people with a talent.
            moves_owners: chance a year that an owners' household moves.
            moves_renters: the same of renters'.
            mechanisms: name -> parameters, or a schedule of them.
            constants: the constants of people; None: the defaults, with the preset's slots.
            spin_up_years: years before week 0; None: the preset's past, or until ties are stationary (12 to 40 years); 0: strangers.
            collect: names of the measures that the data collector takes each week; None: all; empty: none.
            resident_class: class of the residents, see `Resident`.
            threads: threads to use; they do not change the outcome.
            rng: the seed, a whole number from 0 to 2,147,483,647; None: one is drawn and kept in `seed`.

        Raises:
            InputError: a value that is not allowed.
            KeyError: an unknown mechanism, or a measure that does not exist.
        """
        place: dict[str, Any] = {"preset": preset, "buildings": buildings, "entrances": entrances, "floors": floors, "flats_per_floor": flats_per_floor}
        place |= {"occupancy": occupancy, "compounds": compounds, "communities": communities}
        people = {"renters": renters, "party": party, "activists": activists, "talents": talents}
        people |= {"moves_owners": moves_owners, "moves_renters": moves_renters}
        neighbourhood = checked(NeighbourhoodParameters, place)
        given = {name: value for name, value in people.items() if value is not None}
        society = Society(
            neighbourhood=neighbourhood, population=checked(PopulationParameters, merged(PEOPLE[neighbourhood.preset].population, given)), constants=constants,
            seed=seed_of(rng), threads=threads, mechanisms=mechanisms,
        )  # fmt: skip
        society.spin_up(years=spin_up_years)
        self._begin(society, resident_class, collect, drawn=rng is None)

    @classmethod
    def of(cls, society: Society, *, resident_class: type[Resident] = Resident, collect: Sequence[str] | None = ()) -> Self:
        """Show a society that exists as a Mesa model; it is not copied. A subclass's own constructor is not called.

        Args:
            society: the society.
            resident_class: class of the residents.
            collect: as in the constructor, but none by default.
        """
        community = cls.__new__(cls)
        community._begin(society, resident_class, collect)
        return community

    def _begin(self, society: Society, resident_class: type[Resident], collect: Sequence[str] | None, drawn: bool = False) -> None:
        """Become the model of a society. Subclasses with a constructor of their own end it with this.

        Args:
            society: the society.
            resident_class: class of the residents.
            collect: as in the constructor.
            drawn: nobody gave a seed, so it was drawn: the data collector keeps it beside the measures, and so does `batch_run`.
        """
        self._open(society, resident_class)
        self.residents = ResidentList(self)
        self.ties = TieView(society, self._view)
        self._acts = resident_class.step is not mesa.Agent.step
        self._households: dict[int, Household] = {}
        self._events: tuple[object, list[Event]] = (None, [])
        self._organizations: dict[int, SocialOrganization] = {}
        self._arranged: ArrangedTalks | None = None
        self._measured = self.measure() if collect is None or len(collect) else {}
        names = tuple(self._measured) if collect is None else tuple(collect)
        unknown = [name for name in names if name not in self._measured]
        if unknown:
            raise KeyError(f"there is no measure {unknown[0]!r}; there are {', '.join(self._measured)}")
        reporters: dict[str, Any] = {name: partial(_measured, name=name) for name in names}
        if names and drawn:
            reporters["rng"] = "seed"
        self._collector = self.datacollector = DataCollector(model_reporters=reporters)
        if names:
            self._collector.collect(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(week={self.week}, residents={self.society.residents.n:,}, seed={self.seed})"

    # Time

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        return self.society.seed

    @property
    def week(self) -> int:
        """Weeks since the scenario began."""
        return self.society.scenario_week

    def step(self) -> None:
        """Let one week pass; then let residents act whose class has a `step()`, in an order drawn for the week; then collect."""
        self.society.step()
        if self._views:
            self._turn()
        if self._acts:
            self._act()
        if self.datacollector is self._collector and self._collector.model_reporters:
            self._measured = self.measure()
            self._collector.collect(self)

    def _act(self) -> None:
        present, s = self.agents, self.society
        turns = draw(s.seed, "residents' turns", s.week, s.residents.identity)
        for row in np.argsort(turns, kind="stable").tolist():
            view = self._views[row]
            if type(view).step is not mesa.Agent.step and view in present:
                view.step()

    def measure(self) -> dict[str, float]:
        """Return all measures now: name -> value (`model.society.measures.MEASURES` says what each is)."""
        return self.society.measure()

    def save(self, path: Path | str) -> None:
        """Write everything to a file, between two weeks: a loaded community goes on as if never stopped.

        Kept is the society. Attributes that a student's class adds to its residents, agents of one's own, what a data collector has taken,
        and Mesa's own generators `random` and `rng` are not: `copy.deepcopy` and `pickle` keep these as well.
        """
        self.society.save(path)

    @classmethod
    def load(
        cls,
        path: Path | str,
        *,
        mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
        resident_class: type[Resident] = Resident,
        collect: Sequence[str] | None = (),
        threads: int = 1,
    ) -> Self:
        """Read a saved community, or society; `steps` goes on from its week.

        Args:
            path: the file.
            mechanisms: begin with these instead of the saved ones.
            resident_class: class of the residents.
            collect: as in the constructor, but none by default.
            threads: threads to use.

        Raises:
            StoredError: not a saved society, or one of another format.
        """
        return cls.of(Society.load(path, mechanisms, threads), resident_class=resident_class, collect=collect)

    # Agents

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Class -> agents: residents and agents of one's own, and this week's events and the social organisations, if there are any.

        All residents are of the class that was given. Where none was, Party members are `PartyMember` and the others `Resident`.
        """
        found = super().agents_by_type
        for some in (self.organizations, self.events):
            if some:
                found[type(some[0])] = AgentSet(some, random=self.random)
        return found

    def household(self, flat: int) -> Household:
        """Return the household that lives in a flat now.

        Raises:
            IndexError: there is no such flat, or it is empty.
        """
        starts = self.society.places.flat_rows
        if not 0 <= flat < len(starts) - 1 or starts[flat] == starts[flat + 1]:
            raise IndexError(f"nobody lives in flat {flat}; flats go from 0 to {len(starts) - 2}, and some are empty")
        found = self._households.get(flat)
        if found is None or not found.here:
            found = self._households[flat] = Household(self, flat)
        return found

    @property
    def households(self) -> list[Household]:
        """All households, in the order of flats."""
        return [self.household(flat) for flat in np.flatnonzero(np.diff(self.society.places.flat_rows)).tolist()]

    @property
    def gate_heads(self) -> list[GateHead]:
        """The gate heads in office; none where no mechanism has the office."""
        return gate_heads(self)

    @property
    def events(self) -> list[Event]:
        """The events of the week lived last."""
        events, found = self._events
        if events is not self.society.events:
            found = [Event(self, self.society.events, index) for index in range(len(self.society.events))]
            self._events = (self.society.events, found)
        return list(found)

    @property
    def organizations(self) -> list[SocialOrganization]:
        """The social organisations that exist."""
        records = organization_records(self)
        for number, record in records.items():
            if number not in self._organizations:
                self._organizations[number] = SocialOrganization(self, record)
        return [self._organizations[number] for number in records]

    def to_networkx(self) -> networkx.Graph:
        """Return the neighbourhood: community > compound > building > entrance > floor > flat, and facilities. `ties` has the ties."""
        from ..founding.tree import to_networkx

        return to_networkx(self.society.places, self.society.residents)

    def _hold_meeting(self, a: Resident, b: Resident, hours: float) -> int:
        """Check and hold an arranged meeting, see `Resident.meet`."""
        if self._arranged is None:
            from .arranged import ArrangedTalks

            self._arranged = ArrangedTalks(self.society)
        i, j = a.here_row(), b.here_row()
        if b.model is not self or i == j or a.community != b.community:
            raise InputError("one can meet another resident of the same community.", "只能与同一社区的其他居民见面。")
        if self.society.week == 0:
            raise RuntimeError("nobody has lived here for a week yet; step() first")
        left = LONGEST_MEETINGS - max(self._arranged.spent(i), self._arranged.spent(j))
        if not 0.0 < hours <= left:
            raise InputError(
                f"hours: {hours!r} is not allowed; it must be more than 0, and at most {left:g} of the {LONGEST_MEETINGS:g} a week are left to these two.",
                f"hours：不允许 {hours!r}；须大于 0，两人本周 {LONGEST_MEETINGS:g} 小时中还剩 {left:g} 小时。",
            )
        self.ties.touched(i, j)
        return self._arranged.hold(i, j, hours)


def _measured(model: Community, name: str) -> float:
    return model._measured[name]


def seed_of(rng: object) -> int:
    """Return the seed that somebody asked for; draw one if it is None.

    Raises:
        InputError: it is not a whole number from 0 to `LARGEST_SEED`.
    """
    if rng is None:
        return int(np.random.SeedSequence().generate_state(1)[0]) & LARGEST_SEED
    found = whole(rng, 0, LARGEST_SEED)
    if found is None:
        shown = repr(rng)[:60]
        raise InputError(
            f"rng: {shown} is not a seed; it must be a whole number between 0 and {LARGEST_SEED}.",
            f"rng：{shown} 不是随机种子，须为 0 至 {LARGEST_SEED} 的整数。",
        )
    return found


def checked(kind: type[P], values: Mapping[str, Any]) -> P:
    """Build parameters from keywords; numbers of numpy are welcome.

    Raises:
        InputError: a value that is not allowed.
    """
    try:
        return kind(**{name: plain(value) for name, value in values.items()})
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else kind.__name__
        facts = {row.name: row for row in describe(kind)}.get(name)
        given, reason = repr(fault.get("input"))[:60], str(fault["msg"])
        if facts is not None and facts.low is not None and facts.high is not None:
            raise InputError(
                f"{name}: {given} is not allowed; it must lie between {facts.low:g} and {facts.high:g}.",
                f"{name}：不允许 {given}，须在 {facts.low:g} 与 {facts.high:g} 之间。",
            ) from None
        if fault["type"] == "literal_error":
            allowed = ", ".join(map(str, get_args(kind.model_fields[name].annotation)))
            raise InputError(f"{name}: {given} is not one of {allowed}.", f"{name}：{given} 不在可选值 {allowed} 之中。") from None
        raise InputError(f"{name}: {given} is not allowed ({reason}).", f"{name}：不允许 {given}（{reason}）。") from None
