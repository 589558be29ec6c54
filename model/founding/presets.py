"""Who lives in a preset, what their weeks are like, and what they have lived through together.

A preset carries people beside its buildings: what it says replaces the defaults of `PopulationParameters`, of the everyday kinds and of the
slots of a resident, where a scenario says nothing of its own. "beijing" is the defaults themselves. All numbers here are assumed
unless a source is named (docs/decisions/0023-presets-carry-people.md); none is a tie: what is known of others comes of hours together.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from ..people.constants import Constants
from ..people.everyday import EVERYDAY, EverydayKind
from .population import PopulationParameters

Changes = dict[str, Any]
BYTES_A_SLOT = 11
"""Memory that one slot of a resident takes: partner, closeness, slow trace, last week, origin (model/ties/store.py)."""


class PresetPeople(NamedTuple):
    """What a preset says of people, laid out as the sections of a scenario.

    Attributes:
        population: as `[population]`.
        everyday: as `[everyday.KIND]`: changes of default kinds (`hours = 0`: there is none), and kinds of its own.
        slots: others that a resident can keep, `BYTES_A_SLOT` each.
        needs: times a year that one needs a neighbour's help (`[trust] needs`), None: the default. Fields and weddings need many hands,
            a rented room hardly any.
    """

    population: Changes
    everyday: dict[str, Changes]
    slots: int = 48
    needs: float | None = None


def _chances(retired: float, carer: float, owner: float, renter: float, student: float) -> Changes:
    return {"retired": retired, "carer": carer, "owner": owner, "renter": renter, "student": student}


def _sizes(one: float, two: float, three: float, four: float, five_up: float) -> Changes:
    return {"one": one, "two": two, "three": three, "four": four, "five_up": five_up}


def _ages(*weights: float) -> Changes:
    return dict(zip(("age18", "age25", "age35", "age45", "age55", "age65", "age75"), weights, strict=True))


def _schooling(primary: float, lower: float, upper: float, tertiary: float) -> Changes:
    return {"primary": primary, "lower": lower, "upper": upper, "tertiary": tertiary}


_COUNTRY_SCHOOLING = {
    "under30": _schooling(0.02, 0.33, 0.35, 0.30), "from30": _schooling(0.10, 0.52, 0.24, 0.14),
    "from45": _schooling(0.30, 0.52, 0.14, 0.04), "from60": _schooling(0.60, 0.32, 0.07, 0.01),
}  # fmt: skip
_KIN = {
    "scope": "kin", "size": 12, "hours": 2.5, "rounds": [11], "openness": 0.5, "attendance": 0.4, "mixing": 0.0,
    "chance": _chances(0.9, 0.9, 0.9, 0.0, 0.6), "en": "with one's kin", "zh": "宗亲来往",
}  # fmt: skip

_OLD_WALK_UP = PresetPeople(
    # Flats bought of the work unit in the nineties: old people who stay, a fifth let to migrants.
    population={
        "households": _sizes(0.29, 0.38, 0.20, 0.08, 0.05), "under14": 0.085, "renters": 0.22,
        "owner_ages": _ages(0.01, 0.05, 0.07, 0.10, 0.27, 0.31, 0.19),
        "migrants_owners": 0.08, "migrants_renters": 0.75, "moves_owners": 0.025, "moves_renters": 0.25,
    },
    everyday={
        "lift": {"en": "hall and stairs", "zh": "门厅与楼道"},
        "work-unit": {
            "scope": "group", "size": 10, "hours": 2.0, "rounds": [1, 3], "openness": 0.5, "near_share": 0.3, "attendance": 0.9, "mixing": 0.1,
            "chance": _chances(0.8, 0.6, 0.7, 0.0, 0.0), "renter_factor": 0.0, "past": 14.0, "en": "the same work unit", "zh": "同一单位共事",
        },
    },
    slots=96,
)  # fmt: skip
_TOWERS = PresetPeople(
    # Sold to whoever could pay: young families and commuters from everywhere, home late, in an estate eight years old.
    population={
        "households": _sizes(0.25, 0.31, 0.28, 0.11, 0.05), "under14": 0.15, "renters": 0.30,
        "owner_ages": _ages(0.02, 0.30, 0.30, 0.18, 0.12, 0.06, 0.02),
        "migrants_owners": 0.45, "migrants_renters": 0.80, "moves_owners": 0.05, "moves_renters": 0.30,
    },
    everyday={
        "yard": {"chance": _chances(0.6, 0.12, 0.03, 0.01, 0.0)},
        "stroll": {"chance": _chances(0.25, 0.15, 0.35, 0.10, 0.10)},
    },
    needs=0.35,
)  # fmt: skip
_RESETTLEMENT = PresetPeople(
    # A village that was moved together into flats, drawn by lot; spare flats are let to migrants.
    population={
        "households": _sizes(0.22, 0.28, 0.24, 0.14, 0.12), "under14": 0.13, "renters": 0.30, "education": _COUNTRY_SCHOOLING,
        "migrants_owners": 0.03, "migrants_renters": 0.90, "moves_owners": 0.01, "moves_renters": 0.35,
    },
    everyday={
        "village": {
            "scope": "group", "size": 12, "hours": 2.5, "rounds": [1, 3], "openness": 0.5, "near_share": 0.0, "attendance": 0.8, "mixing": 0.15,
            "chance": _chances(0.8, 0.8, 0.8, 0.0, 0.3), "renter_factor": 0.0, "past": 12.0,
            "en": "fields and lanes of the old village", "zh": "原村的田间与巷里",
        },
        "kin": _KIN,
    },
    slots=96,
    needs=0.8,
)  # fmt: skip
_URBAN_VILLAGE = PresetPeople(
    # Villagers who let out their houses, and tenants who came one after the other from the same places.
    population={
        "households": _sizes(0.42, 0.32, 0.16, 0.06, 0.04), "under14": 0.08, "renters": 0.80, "education": _COUNTRY_SCHOOLING,
        "owner_ages": _ages(0.01, 0.08, 0.12, 0.18, 0.27, 0.22, 0.12),
        "migrants_owners": 0.02, "migrants_renters": 0.95, "moves_owners": 0.01, "moves_renters": 0.40,
    },
    everyday={
        "lift": {"en": "door and stairs", "zh": "门口与楼道"},
        "home-place": {
            "scope": "group", "size": 8, "hours": 2.0, "rounds": [11], "openness": 0.4, "near_share": 0.6, "attendance": 0.7, "mixing": 0.05,
            "chance": _chances(0.1, 0.3, 0.0, 0.45, 0.2), "en": "people of one's home place", "zh": "同乡相聚",
        },
        "village": {
            "scope": "group", "size": 12, "hours": 2.5, "rounds": [1, 3], "openness": 0.5, "near_share": 0.5, "attendance": 0.8, "mixing": 0.15,
            "chance": _chances(0.8, 0.8, 0.8, 0.0, 0.3), "renter_factor": 0.0, "past": 8.0,
            "en": "fields and lanes of the old village", "zh": "原村的田间与巷里",
        },
        "kin": {**_KIN, "rounds": [10]},
    },
    slots=64,
    needs=0.35,
)  # fmt: skip
_NATURAL_VILLAGE = PresetPeople(
    # Families who have always lived here and farm together; hardly anybody comes or goes.
    population={
        "households": _sizes(0.17, 0.32, 0.20, 0.15, 0.16), "under14": 0.15, "renters": 0.01, "education": _COUNTRY_SCHOOLING,
        "migrants_owners": 0.01, "migrants_renters": 0.50, "moves_owners": 0.004, "moves_renters": 0.10, "retire_women": 62, "retire_men": 66,
    },
    everyday={
        "lift": {"hours": 0.0},
        "floors": {"hours": 0.0},
        "landing": {
            "size": 4, "hours": 0.5, "openness": 0.3, "chance": _chances(0.9, 0.9, 0.7, 0.5, 0.5), "en": "lane and doorway", "zh": "巷里与门口",
        },
        "shop": {"size": 5, "hours": 0.6, "openness": 0.3, "chance": _chances(0.9, 0.9, 0.7, 0.6, 0.4), "en": "shop and well", "zh": "小店与井边"},
        "yard": {"mixing": 0.1, "en": "under the big tree", "zh": "大树下"},
        "fields": {
            "scope": "group", "size": 8, "hours": 3.0, "rounds": [1, 3], "openness": 0.5, "near_share": 0.5, "attendance": 0.8, "mixing": 0.3,
            "chance": _chances(0.3, 0.3, 0.6, 0.3, 0.0), "en": "fields and mutual help", "zh": "田间与换工",
        },
        "banquet": {
            "scope": "compound", "size": 10, "hours": 1.5, "rounds": [10], "openness": 0.5, "chance": _chances(0.8, 0.8, 0.8, 0.4, 0.5),
            "en": "weddings, funerals, festivals", "zh": "红白喜事与年节",
        },
        "school": {
            "scope": "group", "size": 20, "hours": 3.0, "rounds": [1, 3], "openness": 0.5, "near_share": 0.0, "attendance": 0.9, "mixing": 0.1,
            "chance": _chances(0.8, 0.8, 0.8, 0.3, 0.8), "past": 6.0, "en": "school years", "zh": "同学时光",
        },
        "kin": {**_KIN, "attendance": 0.6},
    },
    slots=192,
    needs=1.6,
)  # fmt: skip
PEOPLE: dict[str, PresetPeople] = {
    "beijing": PresetPeople({}, {}),
    "old-walk-up": _OLD_WALK_UP,
    "towers": _TOWERS,
    "resettlement": _RESETTLEMENT,
    "urban-village": _URBAN_VILLAGE,
    "natural-village": _NATURAL_VILLAGE,
}
"""Preset -> its people; the same names as in `neighbourhood.PRESET_TITLES`."""


def merged(base: Changes, over: Changes) -> Changes:
    """Return base with the values of `over` put in, table by table."""
    found = dict(base)
    for key, value in over.items():
        old = found.get(key)
        found[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def sections_of(preset: str) -> dict[str, Changes]:
    """Return what a preset says where a scenario is silent, by section; everyday kinds are apart (`everyday_of`)."""
    people = PEOPLE[preset]
    found: dict[str, Changes] = {"population": people.population, "ties": {"slots": people.slots}}
    return found if people.needs is None else {**found, "trust": {"needs": people.needs}}


@lru_cache(maxsize=16)
def population_of(preset: str) -> PopulationParameters:
    """Return who lives in a preset."""
    return PopulationParameters.model_validate(PEOPLE[preset].population)


def everyday_of(preset: str) -> dict[str, EverydayKind]:
    """Return the everyday kinds of a preset by name, those of the past (`EverydayKind.past`) included."""
    return dict(_everyday(preset))


@lru_cache(maxsize=16)
def _everyday(preset: str) -> dict[str, EverydayKind]:
    kinds = dict(EVERYDAY)
    for name, change in PEOPLE[preset].everyday.items():
        usual = kinds[name].model_dump() if name in kinds else {}
        kinds[name] = EverydayKind.model_validate(merged(usual, change))
    return {name: kind for name, kind in kinds.items() if kind.hours > 0.0}


def constants_of(preset: str) -> Constants:
    """Return the constants of people, with what a preset says of them."""
    return Constants.model_validate({name: own for name, own in sections_of(preset).items() if name in Constants.model_fields})
