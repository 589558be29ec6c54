"""The residents of an engine as one structure of arrays: an array an attribute, a row a resident.

Rows are sorted by community, compound, building, gate, floor, flat, member, so that the people of each of these are one
contiguous range of rows (`Places` in places.py holds the offsets).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Annotated, Literal, NamedTuple, get_type_hints

import numpy as np


class Situation(IntEnum):
    """Life situation: who has which week (生活处境)."""

    RETIRED = 0
    CARER = 1
    OWNER = 2
    RENTER = 3
    STUDENT = 4


class Role(IntEnum):
    """Bits of `Residents.roles`."""

    PARTY = 1
    ACTIVIST = 2
    BACKBONE = 4
    ORGANISER = 8
    HEAD = 16


TOPICS = ("singing", "dancing", "opera", "calligraphy", "chess", "handicraft", "sport", "cooking")
"""What an event can be about; the columns of `Residents.interests`."""

THINGS = 8
"""Sorts of things that one may be asked to (`foci.events.thing_of_kind`); columns of `Residents.fatigue`."""
NO_TALENT = 255
NO_GROUP = 65535
NEVER = -10000
"""`Residents.last_came` of those who never came to an event."""

Kind = Literal["identity", "index", "number", "week", "word", "yes or no", "bits", "topics", "things", "group"]
"""What the numbers of an attribute are; a week is an absolute one."""


class Attribute(NamedTuple):
    """What one attribute of residents is, declared once in `Residents`: arrays, views, snapshots and graphs go by it.

    Attributes:
        dtype: type of the array.
        about: what it is, with its unit.
        kind: what its numbers are.
        low: lowest value that a user may write, included.
        high: highest value that a user may write, included.
        words: words that the codes 0, 1, 2 ... stand for.
        write: False where only the engine may write.
        kept: True if snapshots hold it.
    """

    dtype: type
    about: str
    kind: Kind = "number"
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()
    write: bool = True
    kept: bool = True


def _word(about: str, *words: str, write: bool = True) -> Attribute:
    return Attribute(np.uint8, about, "word", 0, len(words) - 1, words, write)


def _share(about: str) -> Attribute:
    return Attribute(np.float32, about, "number", 0.0, 1.0)


_SITUATIONS = tuple(situation.name.lower() for situation in Situation)


@dataclass(slots=True)
class Residents:
    """One array an attribute; all have n rows (`groups` along its second axis). `ATTRIBUTES` holds what is declared here.

    Habitual groups are numbered within the compound, those born at events within the community.
    """

    identity: Annotated[np.ndarray, Attribute(np.uint64, "Permanent identity, packed by `identities`.", "identity", write=False)]
    flat: Annotated[np.ndarray, Attribute(np.int32, "Index of the flat; people of one flat are one household.", "index", write=False)]
    gate: Annotated[np.ndarray, Attribute(np.int32, "Index of the gate (entrance, 单元).", "index", write=False)]
    age: Annotated[np.ndarray, Attribute(np.uint8, "Years. Ages stand still: the cross-section is held, newcomers renew it.", "number", 14, 110)]
    sex: Annotated[np.ndarray, _word("Sex.", "female", "male")]
    situation: Annotated[np.ndarray, _word("Life situation: a `Situation`; owners and renters are those who work.", *_SITUATIONS)]
    tenure: Annotated[np.ndarray, _word("Tenure; it belongs to the flat.", "owner", "renter", write=False)]
    registration: Annotated[np.ndarray, _word("Household registration (户口).", "local", "migrant")]
    education: Annotated[np.ndarray, _word("Education.", "primary or less", "lower secondary", "upper secondary", "tertiary")]
    traits: Annotated[np.ndarray, Attribute(np.uint8, "What homophily compares, packed by `pack_traits`.", "bits", write=False, kept=False)]
    arrival: Annotated[np.ndarray, Attribute(np.int32, "Week in which they moved in, negative before week 0.", "week", write=False)]
    free_hours: Annotated[np.ndarray, Attribute(np.float32, "Free hours a week.", "number", 0.0, 168.0)]
    interests: Annotated[np.ndarray, Attribute(np.uint8, "[n, 8], interests by `TOPICS`, 0 to 255 for 0 to 1.", "topics", kept=False)]
    talent: Annotated[np.ndarray, Attribute(np.uint8, "Index in `TOPICS`, or `NO_TALENT`; hidden until discovered.", "topics", kept=False)]
    talent_known: Annotated[np.ndarray, Attribute(np.bool_, "Whether the talent has been discovered.", "yes or no", 0, 1, kept=False)]
    roles: Annotated[np.ndarray, Attribute(np.uint8, "Bits of `Role`.", "bits", write=False)]
    sociability: Annotated[np.ndarray, Attribute(np.float32, "How readily one talks (g); log-normal, median 1, persistent.", "number", 0.01, 100.0, kept=False)]
    civic: Annotated[np.ndarray, Attribute(np.float32, "Civic disposition; standard normal, persistent.", "number", -8.0, 8.0)]
    trust_neighbours: Annotated[np.ndarray, _share("Trust in neighbours, 0 to 1.")]
    trust_institutions: Annotated[np.ndarray, _share("Trust in institutions, 0 to 1.")]
    digital: Annotated[np.ndarray, _share("Digital skill, 0 to 1.")]
    frailty: Annotated[np.ndarray, _share("Frailty, 0 to 1.")]
    habit: Annotated[np.ndarray, _share("Habit of coming, 0 to 1: average of having come to the events one heard of.")]
    fatigue: Annotated[np.ndarray, Attribute(np.float32, "[n, 8], decayed invitations, by sort of thing.", "things", 0.0, 1000.0, write=False, kept=False)]
    last_came: Annotated[np.ndarray, Attribute(np.int32, "Last week of coming to an event; `NEVER` if they never did.", "week", write=False)]
    times_came: Annotated[np.ndarray, Attribute(np.uint16, "Events attended since the scenario began, or since moving in.", write=False)]
    came_to: Annotated[np.ndarray, Attribute(np.uint8, "Bit b: came to the sort of thing b, without a long pause since.", "bits", write=False, kept=False)]
    chat_days: Annotated[np.ndarray, Attribute(np.float32, "Days a week with any talk, exponentially averaged over a year.", write=False)]
    talks: Annotated[np.ndarray, Attribute(np.uint16, "Talks of the last week.", write=False, kept=False)]
    groups: Annotated[np.ndarray, Attribute(np.uint16, "[group kinds, n], number of the habitual group, or `NO_GROUP`.", "group", write=False, kept=False)]

    @property
    def n(self) -> int:
        """Number of residents."""
        return len(self.identity)

    @classmethod
    def empty(cls, n: int, group_kinds: int) -> Residents:
        """Make the arrays for n residents, zero-filled where zero is a value and marked as none elsewhere."""
        shape: dict[str, tuple[int, ...]] = {"interests": (n, len(TOPICS)), "fatigue": (n, THINGS), "groups": (group_kinds, n)}
        arrays: dict[str, np.ndarray] = {f.name: np.zeros(shape.get(f.name, (n,)), ATTRIBUTES[f.name].dtype) for f in fields(cls)}
        arrays["talent"][:] = NO_TALENT
        arrays["last_came"][:] = NEVER
        arrays["groups"][:] = NO_GROUP
        return cls(**arrays)

    def read_only(self) -> Residents:
        """Return the same arrays in a form that cannot be written to (they follow what happens)."""
        views = {}
        for name, array in self.arrays().items():
            views[name] = array.view()
            views[name].flags.writeable = False
        return Residents(**views)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return name -> array for all attributes (not copies)."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


ATTRIBUTES: dict[str, Attribute] = {name: hint.__metadata__[0] for name, hint in get_type_hints(Residents, include_extras=True).items()}
"""Name -> what it is, of all attributes of residents, in their order."""
WORDS: dict[str, tuple[str, ...]] = {name: a.words for name, a in ATTRIBUTES.items() if a.words}
"""Attributes whose codes stand for words."""


def identities(community: np.ndarray | int, flat: np.ndarray, ordinal: np.ndarray | int, member: np.ndarray | int) -> np.ndarray:
    """Pack permanent identities: community (16 bits), flat within the community (20), arrival ordinal (20), member (8)."""
    parts = (np.asarray(community, np.uint64) << np.uint64(48)) | (np.asarray(flat, np.uint64) << np.uint64(28))
    found: np.ndarray = parts | (np.asarray(ordinal, np.uint64) << np.uint64(8)) | np.asarray(member, np.uint64)
    return found


def pack_traits(sex: np.ndarray, age: np.ndarray, registration: np.ndarray, education: np.ndarray) -> np.ndarray:
    """Pack what homophily compares into one byte: sex (bit 0), age group (bits 1, 2), registration (bit 3), education (bits 4, 5)."""
    group = np.digitize(age, (30, 45, 60)).astype(np.uint8)
    packed = sex | (group << 1) | (registration << 3) | (education << 4)
    found: np.ndarray = packed.astype(np.uint8)
    return found
