"""The desk of organisations: one mechanism founds and ends those of the kinds that it keeps, and reads all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from ..ground.text import Text
from ..people.declared import Unit
from ..people.purposes import NO_TOPIC
from ..people.residents import TOPICS
from ..people.volunteer_constants import PostKind
from .base import Desk
from .checking import amounts, indices, unique
from .organisations import OrganisationKind, Organisations

_COLUMNS = ("identity", "unit", "compound", "topic", "began", "every", "round", "venue", "sessions")


class OrganisationsDesk(Desk[Organisations]):
    """What one mechanism may do with organisations; `slots` are their places, int arrays.

    Class attributes:
        NO_TOPIC: topic of one that is about none of `TOPICS`, such as a group for the public good.
    """

    __slots__ = ()
    NO_TOPIC: ClassVar[int] = NO_TOPIC

    def declare(
        self, kind: str, title: Text, unit: Unit = "compound", *,
        organiser: PostKind | None = None, by_coming: bool = True, estate: str = "residents",
    ) -> None:  # fmt: skip
        """Declare a kind of organisation; the first mechanism to do so keeps it.

        Args:
            kind: name, "circle" for instance; the post of who runs one is "circle organiser".
            title: what a person reads.
            unit: "compound" or "gate": where it has its place.
            organiser: weights of the volunteer who runs it; None: nobody does.
            by_coming: whether who comes becomes a member, and who stays away does not stay one.
            estate: account that gets what is left in the till when one ends.
        """
        self._service.declare(
            kind, title, unit, organiser=organiser, by_coming=by_coming, estate=estate, keeper=self.by
        )

    def found(
        self, kind: str, unit: np.ndarray, founder: np.ndarray | None = None, *, topic: np.ndarray | int = 0,
        every: np.ndarray | int = 1, round: np.ndarray | int = 0, venue: np.ndarray | int = -1,
    ) -> np.ndarray:  # fmt: skip
        """Found organisations; see `Organisations.found`. Returns their places, -1 where the community is full.

        The topic may be `NO_TOPIC` too: about none of them.
        """
        known, s = self._kept(kind), self._service
        unit = indices(unit, s.places.gates if known.unit == "gate" else s.places.compounds, f"{known.unit}s")
        n = len(unit)
        if founder is not None:
            founder = unique(indices(founder, s.residents.n, "rows of founders"), "founders")
            if len(founder) != n:
                raise ValueError(f"{n} places and {len(founder)} founders were given; it takes one for each")
            starts = s.places.gate_rows if known.unit == "gate" else s.places.compound_rows
            if (s.places.unit_of_row(starts, founder) != unit).any():
                raise ValueError(f"a founder lives in the {known.unit} of the organisation")
        for what, values, most in (
            # One that is about none of them has none.
            ("topics", np.where(np.equal(topic, NO_TOPIC), 0, topic), len(TOPICS)),
            ("weeks between meetings", every, 256),
            ("rounds", round, 13),
        ):
            if n and indices(values, most, what).shape not in ((1,), (n,)):
                raise ValueError(f"{what}: one is given, or one for each of {n}")
        return s.found(self.week, kind, unit, founder, topic=topic, every=every, round=round, venue=venue)

    def end(self, slots: np.ndarray) -> None:
        """End organisations: the mechanism does so, not their organisers."""
        self._service.end(self.week, self._mine(slots))

    def join(self, slot: int, rows: np.ndarray) -> None:
        """Let residents join one organisation; of more than there is room for, the first."""
        slots = self._mine(np.array([slot]))
        rows = indices(rows, self._service.residents.n, "rows of residents")
        self._same_community(int(slots[0]), rows)
        self._service.members.join(np.repeat(slots, len(rows)), rows, self.week.number)

    def leave(self, slot: int, rows: np.ndarray) -> None:
        """Let residents leave one organisation."""
        slots = self._mine(np.array([slot]))
        rows = indices(rows, self._service.residents.n, "rows of residents")
        self._service.members.leave(np.repeat(slots, len(rows)), rows)

    def attended(self, slots: np.ndarray, which: np.ndarray, rows: np.ndarray) -> None:
        """Take notice of who came to a meeting: `which` is the index in `slots` of each who came, organisers included.

        The organisers see the company; some of those who came become members.
        """
        slots = unique(self._mine(slots), "organisations")
        which = indices(which, max(len(slots), 1), "indices of organisations")
        rows = indices(rows, self._service.residents.n, "rows of residents")
        if len(which) != len(rows):
            raise ValueError("of each who came it is said where, and to each place who")
        self._service.attended(self.week, slots, which, rows)

    def deposit(self, slots: np.ndarray, yuan: np.ndarray | float, source: str) -> np.ndarray:
        """Put yuan into tills, each once, from an account of the ledger; return bool, what was moved."""
        slots = unique(self._mine(slots), "organisations")
        return self._service.deposit(slots, amounts(yuan, slots.shape, "yuan"), source)

    def withdraw(self, slots: np.ndarray, yuan: np.ndarray | float, target: str) -> np.ndarray:
        """Take yuan out of tills, each once, to an account of the ledger; return bool, what the till covered."""
        slots = unique(self._mine(slots), "organisations")
        return self._service.withdraw(slots, amounts(yuan, slots.shape, "yuan"), target)

    # Reading

    def mine(self, kind: str) -> np.ndarray:
        """Return int64, the organisations of a kind that this mechanism keeps."""
        self._kept(kind)
        return self._service.of(kind)

    def of(self, kind: str) -> np.ndarray:
        """Return int64, the organisations of any kind, whoever keeps it; none if there is no such kind."""
        return self._service.of(kind)

    def due(self, kind: str) -> np.ndarray:
        """Return int64, the organisations of a kind that meet this week by their rhythm."""
        return self._service.due(kind, self.week.number)

    def has(self, kind: str) -> np.ndarray:
        """Return bool [compounds], which compounds have an organisation of a kind."""
        return self._service.has(kind)

    def table(self, slots: np.ndarray) -> Mapping[str, np.ndarray]:
        """Return what is known of organisations that exist: column -> array [m], copies.

        identity, unit, compound, topic, began, every, round, venue, sessions; organiser (row, -1: nobody), company (people at the usual
        meeting, the organiser not counted), members, yuan (in the till).
        """
        s = self._service
        slots = indices(slots, len(s.code), "organisations")
        found: dict[str, np.ndarray] = {name: getattr(s, name)[slots] for name in _COLUMNS}
        organiser, company = np.full(len(slots), -1, np.int32), np.zeros(len(slots))
        for kind, known in s.kinds.items():
            mine = s.is_of(kind, slots)
            if known.organised and mine.any():
                at, columns = slots[mine], s.volunteers.kinds[known.post].columns
                organiser[mine], company[mine] = columns["row"][at], columns["company"][at]
        found |= {
            "organiser": organiser,
            "company": company,
            "members": s.members.counts()[slots],
            "yuan": s.fen[slots] / 100.0,
        }
        return MappingProxyType(found)

    def members_of(self, slots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the members of organisations: int64 index in `slots`, and int64 row of each."""
        return self._service.members.of(indices(slots, len(self._service.code), "organisations"))

    def history(self, kind: str) -> dict[str, int]:
        """Return how many of a kind were founded, ended and handed over since the start."""
        self._of(kind)
        return self._service.history(kind)

    def _of(self, kind: str) -> OrganisationKind:
        kinds = self._service.kinds
        if kind not in kinds:
            raise ValueError(
                f"there is no organisation of the kind {kind!r}; there are {', '.join(map(repr, kinds)) or 'none'}"
            )
        return kinds[kind]

    def _kept(self, kind: str) -> OrganisationKind:
        known = self._of(kind)
        if known.keeper != self.by:
            raise ValueError(
                f"organisations of the kind {kind!r} are kept by another mechanism; this one may read them"
            )
        return known

    def _mine(self, slots: np.ndarray) -> np.ndarray:
        """Check that organisations exist and are of kinds that this mechanism keeps."""
        s = self._service
        slots = indices(slots, len(s.code), "organisations")
        # The last entry is that of the code -1: no organisation.
        mine = np.array([name in s.kinds and s.kinds[name].keeper == self.by for name in s._names] + [False])
        if not mine[s.code[slots]].all():
            raise ValueError("one of these is no organisation, or another mechanism's")
        return slots

    def _same_community(self, slot: int, rows: np.ndarray) -> None:
        s = self._service
        c = int(np.searchsorted(s.starts, slot, side="right")) - 1
        lo, hi = s.places.community_rows[c : c + 2]
        if ((rows < lo) | (rows >= hi)).any():
            raise ValueError("members live in the community of the organisation")
