"""The residents of an engine as one structure of arrays: an array an attribute, a row a resident.

Rows are sorted by community, compound, building, gate, floor, flat, member, so that the people of each of these are one
contiguous range of rows (`Places` in neighbourhood.py holds the offsets).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

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
    MEMBER = 32


TOPICS = ("singing", "dancing", "opera", "calligraphy", "chess", "handicraft", "sport", "cooking")
"""What an event can be about; the columns of `Residents.interests`."""

NO_TALENT = 255
NO_GROUP = 65535


@dataclass(slots=True)
class Residents:
    """One array an attribute; all have n rows.

    Attributes:
        identity: uint64, permanent identity (community, flat, arrival ordinal of the flat, member), see `identities`.
        flat: int32, index of the flat; people of one flat are one household.
        gate: int32, index of the gate.
        age: uint8, years (14 to 110). Ages stand still: the cross-section is held, newcomers renew it.
        sex: uint8, 0 female, 1 male.
        situation: uint8, a `Situation`.
        tenure: uint8, 0 owner, 1 renter.
        registration: uint8, 0 local, 1 migrant (户口).
        education: uint8, 0 primary or less, 1 lower secondary, 2 upper secondary, 3 tertiary.
        traits: uint8, the four homophily attributes packed: sex 1 bit, age group 2, registration 1, education 2 (bits 0, 1-2, 3, 4-5).
        arrival: int32, the week in which they moved in (negative before week 0).
        free_hours: float32, hours a week.
        interests: uint8 [n, 8], 0 to 255 for 0 to 1, by `TOPICS`.
        talent: uint8, index in TOPICS or NO_TALENT; hidden until discovered.
        talent_known: bool.
        roles: uint8, bits of `Role`.
        sociability: float32, g, log-normal, median 1, persistent.
        civic: float32, standard normal, persistent.
        trust_neighbours: float32 in [0, 1].
        trust_institutions: float32 in [0, 1].
        digital: float32 in [0, 1].
        frailty: float32 in [0, 1].
        habit: float32 in [0, 1], average of having come to the events one heard of.
        fatigue: float32, decayed number of personal invitations.
        last_came: int32, last week of coming to an event; -10000 if never.
        times_came: uint16, events attended since the counter was last reset.
        chat_days: float32, days a week with any talk, exponentially averaged over a year.
        talks: uint16, talks of this week.
        groups: uint16 [group kinds, n], number of the habitual group within the compound (within the community for groups born at events), NO_GROUP if none.
    """

    identity: np.ndarray
    flat: np.ndarray
    gate: np.ndarray
    age: np.ndarray
    sex: np.ndarray
    situation: np.ndarray
    tenure: np.ndarray
    registration: np.ndarray
    education: np.ndarray
    traits: np.ndarray
    arrival: np.ndarray
    free_hours: np.ndarray
    interests: np.ndarray
    talent: np.ndarray
    talent_known: np.ndarray
    roles: np.ndarray
    sociability: np.ndarray
    civic: np.ndarray
    trust_neighbours: np.ndarray
    trust_institutions: np.ndarray
    digital: np.ndarray
    frailty: np.ndarray
    habit: np.ndarray
    fatigue: np.ndarray
    last_came: np.ndarray
    times_came: np.ndarray
    chat_days: np.ndarray
    talks: np.ndarray
    groups: np.ndarray

    @property
    def n(self) -> int:
        """Number of residents."""
        return len(self.identity)

    @classmethod
    def empty(cls, n: int, group_kinds: int) -> Residents:
        """Make the arrays for n residents, zero-filled where zero is a value and marked as none elsewhere."""
        shape: dict[str, tuple[int, ...]] = {"interests": (n, len(TOPICS)), "groups": (group_kinds, n)}
        arrays: dict[str, np.ndarray] = {f.name: np.zeros(shape.get(f.name, (n,)), _DTYPES[f.name]) for f in fields(cls)}
        arrays["talent"][:] = NO_TALENT
        arrays["last_came"][:] = -10000
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


_DTYPES: dict[str, type] = {
    "identity": np.uint64,
    **dict.fromkeys(("flat", "gate", "arrival", "last_came"), np.int32),
    **dict.fromkeys(("age", "sex", "situation", "tenure", "registration", "education", "traits", "interests", "talent", "roles"), np.uint8),
    "talent_known": np.bool_,
    **dict.fromkeys(
        ("free_hours", "sociability", "civic", "trust_neighbours", "trust_institutions", "digital", "frailty", "habit", "fatigue", "chat_days"),
        np.float32,
    ),
    **dict.fromkeys(("times_came", "talks", "groups"), np.uint16),
}


def identities(community: np.ndarray | int, flat: np.ndarray, ordinal: np.ndarray | int, member: np.ndarray | int) -> np.ndarray:
    """Pack permanent identities: community (16 bits), flat within the community (20), arrival ordinal (20), member (8)."""
    parts = (np.asarray(community, np.uint64) << np.uint64(48)) | (np.asarray(flat, np.uint64) << np.uint64(28))
    found: np.ndarray = parts | (np.asarray(ordinal, np.uint64) << np.uint64(8)) | np.asarray(member, np.uint64)
    return found


def pack_traits(sex: np.ndarray, age: np.ndarray, registration: np.ndarray, education: np.ndarray) -> np.ndarray:
    """Pack the four attributes that homophily compares into one byte (see `Residents.traits`)."""
    group = np.digitize(age, (30, 45, 60)).astype(np.uint8)
    packed = sex | (group << 1) | (registration << 3) | (education << 4)
    found: np.ndarray = packed.astype(np.uint8)
    return found
