"""What else a community consists of, as thin views: households, gate heads, social organisations, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np

from ..ground.text import Text
from ..people.everyday import ROUNDS
from ..people.residents import TOPICS
from ..services.base import NOBODY
from ..services.organisation_desk import OrganisationsDesk
from .resident import HasLeft, made_by_the_community

if TYPE_CHECKING:
    from ..foci.events import Events
    from ..foci.origins import FocusKindInfo
    from .community import Community
    from .resident import Resident

GATE_HEAD = "gate head"
"""Name of the office in `services.offices`."""


class _View(mesa.Agent):  # type: ignore[misc]
    """An agent that Mesa does not number (see `Resident.__init__`)."""

    model: Community

    def __init__(self, model: Community, unique_id: int) -> None:
        self.model = model
        self.unique_id = unique_id
        self.pos = None


class Household:
    """The people of one flat, until they move.

    Attributes:
        model: the community.
        flat: index of the flat.
        ordinal: how many households have lived in the flat before since the founding.
    """

    def __init__(self, model: Community, flat: int | None = None) -> None:
        """View the household that lives in a flat now; `community.households` makes these.

        Raises:
            InputError: no flat is given.
        """
        if flat is None:
            raise made_by_the_community("Household", "community.household(flat)")
        self.model = model
        self.flat = flat
        self.ordinal = int(model.society.places.flat_arrivals[flat])
        self._rows = range(int(model.society.places.flat_rows[flat]), int(model.society.places.flat_rows[flat + 1]))

    def __repr__(self) -> str:
        return f"<Household flat {self.flat}, {len(self._rows)} residents{'' if self.here else ', moved out'}>"

    def __len__(self) -> int:
        """Return the number of residents of 14 and older."""
        return len(self._rows)

    @property
    def here(self) -> bool:
        """Whether they still live here."""
        return int(self.model.society.places.flat_arrivals[self.flat]) == self.ordinal

    @property
    def members(self) -> list[Resident]:
        """The residents of 14 and older.

        Raises:
            HasLeft: they have moved out.
        """
        if not self.here:
            raise HasLeft(
                f"the household of flat {self.flat} has moved out; ask community.household({self.flat}) for the one that lives there now.",
                f"住户（第 {self.flat} 套）已搬走，现住户见 community.household({self.flat})。",
            )
        return self.model._at(self._rows)

    @property
    def children(self) -> int:
        """Children under 14.

        Raises:
            HasLeft: they have moved out.
        """
        from ..founding.populate import children_under_14

        s = self.model.society
        self.members  # noqa: B018  (it raises)
        return int(children_under_14(s.residents, s.places, s.seed, s.population, np.array([self.flat], np.int32))[0])

    @property
    def tenure(self) -> str:
        """Tenure of the flat: "owner" or "renter"."""
        return self.members[0].tenure

    @property
    def arrival(self) -> int:
        """Scenario week in which they moved in; negative before the scenario began."""
        return self.members[0].arrival

    @property
    def gate(self) -> int:
        """Index of the gate."""
        return self.members[0].gate

    @property
    def place(self) -> tuple[float, float, float]:
        """Coordinates of the flat in metres."""
        x, y, z = self.model.society.places.flat_xyz[self.flat].tolist()
        return x, y, z


class GateHead(NamedTuple):
    """The office of a gate head (楼门长) and who holds it now.

    Attributes:
        resident: the holder.
        gate: index of the gate.
        since: scenario week in which the term began.
        known_by: other residents of the gate who know the head in office.
        evenings: evenings a week that the head has for voluntary work.
    """

    resident: Resident
    gate: int
    since: int
    known_by: int
    evenings: float


def gate_heads(model: Community) -> list[GateHead]:
    """Return the gate heads in office, in the order of gates; none where no mechanism has the office."""
    s = model.society
    office = s.services.offices.kinds.get(GATE_HEAD)
    if office is None:
        return []
    held = np.flatnonzero(office.holder >= 0)
    rows, known = office.holder[held], office.knowers()[held]
    evenings = s.services.staff.evenings(rows)
    return [
        GateHead(model.residents[int(row)], int(gate), int(office.since[gate]) - s.policy_week0, int(count), float(free))
        for gate, row, count, free in zip(held, rows, known, evenings, strict=True)
    ]


class Event(_View):
    """One event of the week lived last, as a row of the table of events; it stays readable when later weeks have come.

    Attributes:
        index: row in the table of that week's events.
        week: scenario week.
    """

    def __init__(self, model: Community, events: Events | None = None, index: int = 0) -> None:
        """View one event; `community.events` makes these.

        Raises:
            InputError: no table of events is given.
        """
        if events is None:
            raise made_by_the_community("Event", "community.events")
        super().__init__(model, int(events.table["identity"][index]))
        self._events = events
        self.index = index
        self.week = model.week - 1
        # Who is whom is fixed now: rows get other people when households move.
        self._rows = events.rows(index).copy()
        self._who = model.society.residents.identity[self._rows].copy()

    def __repr__(self) -> str:
        return f"<Event {self.kind}, week {self.week}, {self.came} came>"

    def _number(self, column: str) -> Any:
        return self._events.table[column][self.index].item()

    @property
    def _info(self) -> FocusKindInfo:
        kinds: list[FocusKindInfo] = self.model.society.focus_kinds
        return kinds[int(self._number("kind"))]

    @property
    def kind(self) -> str:
        """Name of the kind of focus."""
        return self._info.name

    @property
    def title(self) -> Text:
        """Title of the kind, in English and Chinese."""
        return self._info.title

    @property
    def when(self) -> Text:
        """Part of the week in which it was held."""
        return ROUNDS[self._number("round")]

    @property
    def topic(self) -> str:
        """What it was about."""
        return TOPICS[self._number("topic")]

    @property
    def hours(self) -> float:
        """Hours that it lasted."""
        return float(self._number("hours"))

    @property
    def place(self) -> tuple[float, float]:
        """Coordinates in metres."""
        return float(self._number("x")), float(self._number("y"))

    @property
    def capacity(self) -> int:
        """People for whom there was room."""
        return int(self._number("capacity"))

    @property
    def quality(self) -> float:
        """Quality, 0 to 1."""
        return float(self._number("quality"))

    @property
    def audience(self) -> int:
        """People who could have come."""
        return int(self._number("hi") - self._number("lo"))

    @property
    def heard(self) -> int:
        """People who heard of it."""
        return int(self._number("heard"))

    @property
    def wanted(self) -> int:
        """People who wanted to come, those turned away included."""
        return int(self._number("wanted"))

    @property
    def came(self) -> int:
        """People who came."""
        return int(self._number("came"))

    @property
    def first_times(self) -> int:
        """Of those who came, people who never came to anything before."""
        return int(self._number("first_times"))

    @property
    def mechanism(self) -> str:
        """Name of the mechanism that planned it."""
        return str(self.model.society.programme.mechanisms[self._number("mechanism")].name)

    @property
    def organiser(self) -> Resident | None:
        """Who ran it; None if nobody of the residents did, or they have moved out since."""
        row = self._number("organiser")
        at = np.flatnonzero(self._rows == row)
        return self._still_here(int(at[0])) if len(at) else None

    @property
    def attendees(self) -> list[Resident]:
        """Those who came and still live here."""
        return [found for found in map(self._still_here, range(len(self._rows))) if found is not None]

    def _still_here(self, place: int) -> Resident | None:
        row = int(self._rows[place])
        return self.model.residents[row] if self.model.society.residents.identity[row] == self._who[place] else None


class OrganizationRecord(NamedTuple):
    """What the service of organisations tells of one.

    Attributes:
        identity: permanent number.
        kind: name of the kind, such as "circle".
        title: for people.
        mechanism: name of the mechanism that keeps it, "" if none does.
        row: row of the resident who organises it, -1 if nobody does.
        topic: what it is about, "" if nothing in particular.
        began: absolute week in which it began.
        every: weeks between two meetings, 0 if it has none.
        company: people at the usual meeting, the organiser not counted.
        meetings: meetings held.
        members: residents who belong to it.
    """

    identity: int
    kind: str
    title: Text
    mechanism: str
    row: int
    topic: str
    began: int
    every: int
    company: float
    meetings: int
    members: int


def organization_records(model: Community) -> dict[int, OrganizationRecord]:
    """Return identity -> record of all organisations that exist."""
    society = model.society
    desk = OrganisationsDesk(society.services.organisations, society.moment, NOBODY)
    mechanisms = society.programme.mechanisms
    found = {}
    for kind, about in society.services.organisations.kinds.items():
        slots = desk.of(kind)
        t = desk.table(slots)
        keeper = mechanisms[about.keeper].name if 0 <= about.keeper < len(mechanisms) else ""
        for k, number in enumerate((t["identity"] >> np.uint64(1)).tolist()):
            topic = TOPICS[int(t["topic"][k])] if about.organised and t["topic"][k] < len(TOPICS) else ""
            found[number] = OrganizationRecord(
                number, kind, about.title, keeper, int(t["organiser"][k]), topic, int(t["began"][k]), int(t["every"][k]),
                float(t["company"][k]), int(t["sessions"][k]), int(t["members"][k]),
            )  # fmt: skip
    return found


class SocialOrganization(_View):
    """A social organisation (社会组织), such as an interest circle, as long as it exists.

    Attributes:
        mechanism: name of the mechanism that knows it.
        kind: name of the kind.
        title: for people.
        topic: what it is about.
        began: scenario week in which it began.
        every: weeks between two meetings.
    """

    def __init__(self, model: Community, record: OrganizationRecord | None = None) -> None:
        """View one organisation; `community.organizations` makes these.

        Raises:
            InputError: no record is given.
        """
        if record is None:
            raise made_by_the_community("SocialOrganization", "community.organizations")
        super().__init__(model, record.identity)
        self.mechanism = record.mechanism
        self.kind, self.title, self.topic, self.every = record.kind, record.title, record.topic, record.every
        self.began = record.began - model.society.policy_week0

    def __repr__(self) -> str:
        return f"<SocialOrganization {self.kind} ({self.topic}), since week {self.began}{'' if self.here else ', ended'}>"

    @property
    def here(self) -> bool:
        """Whether it still exists."""
        return self.unique_id in organization_records(self.model)

    @property
    def organiser(self) -> Resident | None:
        """Who organises it; None if nobody of the residents does."""
        row = self._record.row
        return self.model.residents[row] if row >= 0 else None

    @property
    def company(self) -> float:
        """People at the usual meeting, the organiser not counted."""
        return self._record.company

    @property
    def meetings(self) -> int:
        """Meetings held so far."""
        return self._record.meetings

    @property
    def _record(self) -> OrganizationRecord:
        found = organization_records(self.model).get(self.unique_id)
        if found is None:
            raise HasLeft(f"this {self.kind} has ended.", f"该{self.title.zh}已结束。")
        return found
