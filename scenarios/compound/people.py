"""From counts of people to the shares of a population: households, tenure, children, ages. What cannot be met exactly is said.

The model draws households and not single people; so the ages of heads are found with which the drawn people come nearest to the counts.
Everybody's age follows from the head's by the rules of founding/households.py, so the counts that are to be expected are a mixture of those of
each age of heads: they are drawn once for each, and the best mixture is a problem of least squares without negative weights.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ...model.founding.neighbourhood import NeighbourhoodParameters, Preset
from ...model.founding.population import OwnerAges, PopulationParameters
from ...model.founding.population_tables import size_shares
from ...model.founding.presets import PEOPLE, merged, population_of
from ...model.ground.text import Text
from ..errors import UserError
from .counts import ITEMS, Counts, People

_TENURES = ("owners", "renters")
_HEADS = tuple(OwnerAges.model_fields)
_OLDEST = 100
_TRIAL_FLATS, _SEED = 4000, 1
"""Flats that are peopled to see which ages follow from which heads, and the seed of that draw."""
_SURE = 1e3
"""Weight of the sum of the shares of heads in least squares, so that it is 1."""
_CLOSE = 0.02
"""Share of all people that a band may miss its count by without being said."""


class Peopled(NamedTuple):
    """What counts make of a population.

    Attributes:
        population: changes of the preset's, laid out as `[population]`.
        occupancy: share of flats lived in, None: the preset's.
        notes: what was worked out, filled in or not met.
        ages: (tenure, first age, last age, counted, expected in the scenario), in people of 14 and more.
    """

    population: dict[str, Any]
    occupancy: float | None
    notes: tuple[Text, ...]
    ages: tuple[tuple[str, int, int, int, float], ...] = ()


def peopled(counts: Counts, preset: Preset, flats: int, usual_occupancy: float, file: str) -> Peopled:
    """Turn counts into shares of a population.

    Args:
        counts: what was counted.
        preset: what supplies the rest.
        flats: of the community.
        usual_occupancy: share of them lived in, as the preset has it.
        file: how errors name the counts.

    Raises:
        UserError: the counts contradict one another or the flats.
    """
    items, notes = dict(counts.items), list[Text]()
    changes: dict[str, Any] = {}
    by = {tenure: sum(one.many for one in counts.people if one.tenure == tenure) for tenure in (*_TENURES, "people")}
    counted = sum(by.values())
    _fill_from_ages(items, counts.people, counted)
    sizes = {f"size{k}": items[f"size{k}"] for k in range(1, 6) if f"size{k}" in items}
    if sizes:
        if sum(sizes.values()) == 0:
            raise UserError("no household is counted in any size.", "各规模的户数均为零。", file=file)
        changes["households"] = dict(zip(("one", "two", "three", "four", "five_up"), (float(sizes.get(f"size{k}", 0)) for k in range(1, 6)), strict=True))
        items.setdefault("households", sum(sizes.values()))
    base = PopulationParameters.model_validate(merged(PEOPLE[preset].population, changes))
    mean = float(size_shares(base) @ np.arange(1, 8))
    if "households" in items and "residents" in items and not sizes:
        changes["households"] = _sizes_of_mean(base, items["residents"] / items["households"], file)
        mean = items["residents"] / items["households"]
        notes.append(Text(f"Households have {mean:.2f} members on average, as counted; the sizes follow the preset.",
                          f"平均每户 {mean:.2f} 人（按所填的数），各规模比例参照预设。"))  # fmt: skip
    occupancy = _occupancy(items, flats, mean, notes, file)
    households = items.get("households", (occupancy or usual_occupancy) * flats)
    if "renting" in items:
        changes["renters"] = _share(items["renting"], households, "renting", "households", file)
    elif {"owners", "renters"} <= {one.tenure for one in counts.people} and counted:
        changes["renters"] = round(by["renters"] / (by["owners"] + by["renters"]), 4)
        notes.append(Text(f"Households that rent are taken to be as many as the people in them: {100 * changes['renters']:.0f} %.",
                          f"租户比例按租房人口比例计：{100 * changes['renters']:.0f}%。"))  # fmt: skip
    elif counts.renters is not None:
        changes["renters"] = round(counts.renters, 4)
    people = items.get("residents", households * mean)
    if "under14" in items:
        share = _share(items["under14"], people, "under14", "residents", file)
        most = 0.25
        changes["under14"] = min(share, most)
        if share > most:
            notes.append(Text(f"Children under 14 are {100 * share:.0f} % of all; the model has at most {100 * most:.0f} %.",
                              f"14岁以下占 {100 * share:.0f}%，模型至多为 {100 * most:.0f}%。"))  # fmt: skip
    if "party" in items:
        changes["party"] = min(_share(items["party"], max(people - items.get("under14", 0), 1.0), "party", "residents", file), 0.3)
    if "migrants" in items:
        _migrants(changes, merged(PEOPLE[preset].population, changes), _share(items["migrants"], people, "migrants", "residents", file), preset)
    told = [one for one in counts.people if one.low >= 14]
    across = sorted({(one.low, one.high) for one in counts.people if one.low < 14 <= one.high})
    if across:
        bands = ", ".join(f"{low}-{high}" for low, high in across)
        notes.append(
            Text(
                f"The ages {bands} reach across 14, below which the model counts children of a household; they say nothing of the ages of heads.",
                f"年龄段 {bands} 跨越 14 岁，而模型把 14 岁以下计为住户的孩子；未用于户主年龄。",
            )
        )
    ages: tuple[tuple[str, int, int, int, float], ...] = ()
    if sum(one.many for one in told):
        heads, ages, said = _heads(told, merged(PEOPLE[preset].population, changes))
        changes |= heads
        notes += said
    return Peopled(changes, occupancy, tuple(notes), ages)


def _fill_from_ages(items: dict[str, int], people: tuple[People, ...], counted: int) -> None:
    """Count all people and children by the table of ages, where it reaches from birth and nothing else tells them."""
    tenures = {one.tenure for one in people}
    if not ("people" in tenures or tenures >= {"owners", "renters"}) or min(one.low for one in people) > 0 or not counted:
        return
    items.setdefault("residents", counted)
    young = [one for one in people if one.low < 14]
    if all(one.high < 14 for one in young):
        items.setdefault("under14", sum(one.many for one in young))


def _share(part: float, whole: float, name: str, of: str, file: str) -> float:
    if part > whole + 0.5:
        a, b = ITEMS[name].text, ITEMS[of].text
        raise UserError(f"{a.en}: {part:,.0f} are more than all {b.en}, {whole:,.0f}.", f"{a.zh} {part:,.0f} 多于{b.zh} {whole:,.0f}。", file=file)
    return round(min(part / max(whole, 1.0), 1.0), 4)


def _occupancy(items: dict[str, int], flats: int, mean: float, notes: list[Text], file: str) -> float | None:
    """Return the share of flats lived in, None if no count tells it."""
    if "households" in items:
        households = float(items["households"])
    elif "residents" in items:
        households = items["residents"] / mean
        notes.append(Text(f"How many households live there is not told: {households:,.0f}, at {mean:.2f} members each.",
                          f"未填常住户数：按每户 {mean:.2f} 人计为 {households:,.0f} 户。"))  # fmt: skip
    else:
        notes.append(Text("How many people live there is not told: flats lived in and sizes of households are those of the preset.",
                          "未填人数与户数：入住率与户规模按预设。"))  # fmt: skip
        return None
    if households > flats * 1.0005:
        raise UserError(
            f"{households:,.0f} households live in {flats:,} flats; at most one in each. Look at floors, entrances and flats of a floor.",
            f"{flats:,} 套住房中有 {households:,.0f} 户，每套至多一户。请核对层数、单元数与每层户数。", file=file,
        )  # fmt: skip
    return round(max(min(households / flats, 1.0), 0.01), 4)


def _sizes_of_mean(base: PopulationParameters, mean: float, file: str) -> dict[str, float]:
    """Return weights of the sizes of households with a mean, tilted from those of the preset."""
    sizes = np.array([getattr(base.households, name) for name in ("one", "two", "three", "four", "five_up")])
    members = np.array((1.0, 2.0, 3.0, 4.0, float(size_shares(base)[4:] @ (5, 6, 7) / max(size_shares(base)[4:].sum(), 1e-12))))
    if not 1.0 <= mean <= members[-1]:
        raise UserError(
            f"there would be {mean:.2f} members a household; between 1 and {members[-1]:.1f} are possible.",
            f"平均每户 {mean:.2f} 人，须在 1 与 {members[-1]:.1f} 之间。", file=file,
        )  # fmt: skip
    low, high = -40.0, 40.0
    for _ in range(200):
        tilt = 0.5 * (low + high)
        weights = sizes * np.exp(tilt * (members - members.mean()))
        low, high = (tilt, high) if weights @ members < mean * weights.sum() else (low, tilt)
    return {name: round(float(weight), 5) for name, weight in zip(("one", "two", "three", "four", "five_up"), weights / weights.sum(), strict=True)}


def _migrants(changes: dict[str, Any], population: dict[str, Any], share: float, preset: Preset) -> None:
    """Put in migrants of both tenures: the preset's log-odds, both moved by the same until their mixture is the share."""
    spec = PopulationParameters.model_validate(population)
    usual = population_of(preset)
    odds = [np.log(p / (1.0 - p)) for p in (np.clip(usual.migrants_owners, 1e-3, 1 - 1e-3), np.clip(usual.migrants_renters, 1e-3, 1 - 1e-3))]
    low, high = -20.0, 20.0
    for _ in range(100):
        move = 0.5 * (low + high)
        owners, renters = (1.0 / (1.0 + np.exp(-(one + move))) for one in odds)
        low, high = (move, high) if (1.0 - spec.renters) * owners + spec.renters * renters < share else (low, move)
    changes |= {"migrants_owners": round(float(owners), 4), "migrants_renters": round(float(renters), 4)}


@lru_cache(maxsize=32)
def _drawn(population: str) -> np.ndarray:
    """Return float64 [heads, tenures, ages]: people by age, if all heads of table ages were of one band."""
    from ...model.founding.households import AGES
    from ...model.founding.populate import draw_people, lay_out

    spec = PopulationParameters.model_validate_json(population)
    place = NeighbourhoodParameters(buildings=1, entrances=50, floors=_TRIAL_FLATS // 200, flats_per_floor=4, occupancy=1.0, communities=4)
    found = np.zeros((len(_HEADS), 2, _OLDEST + 1))
    for k, head in enumerate(_HEADS):
        weights = {name: float(name == head) for name in _HEADS}
        one = PopulationParameters.model_validate({**spec.model_dump(), "owner_ages": weights, "renter_ages": weights})
        places, residents = lay_out(place, one, _SEED, 1)
        draw_people(residents, places, np.arange(places.flats, dtype=np.int32), np.zeros(places.flats, np.int32), 0, _SEED, one, 0.0, AGES)
        np.add.at(found[k], (residents.tenure, np.minimum(residents.age, _OLDEST)), 1.0)
    return found / (place.communities * _TRIAL_FLATS)


def _heads(told: list[People], population: dict[str, Any]) -> tuple[dict[str, Any], tuple[tuple[str, int, int, int, float], ...], list[Text]]:
    """Return the ages of heads with which the people come nearest to the counts, the counts beside what is to be expected, and notes."""
    from scipy.optimize import nnls

    spec = PopulationParameters.model_validate(population)
    drawn = _drawn(spec.model_dump_json(exclude={"owner_ages", "renter_ages"}))
    both = any(one.tenure == "people" for one in told)
    found: dict[str, Any] = {}
    rows: list[tuple[str, int, int, int, float]] = []
    for tenure in ("people",) if both else _TENURES:
        own = [one for one in told if one.tenure == tenure]
        total = sum(one.many for one in own)
        if not total:
            continue
        people = drawn.sum(axis=1) if both else drawn[:, _TENURES.index(tenure)]
        expected = np.array([people[:, one.low : one.high + 1].sum(axis=1) for one in own])
        # Shares of the people whose ages are told.
        each = expected.sum(axis=0)
        target = np.array([one.many for one in own], np.float64) / total
        # Least squares on counts a household: the mean number of people of these ages hardly depends on the heads.
        size = float(each.mean())
        if size == 0.0:
            # Nobody is ever of these ages: no heads come nearer to the counts than others.
            rows += [(tenure, one.low, one.high, one.many, 0.0) for one in own]
            continue
        matrix = np.vstack((expected / size, np.full(len(_HEADS), _SURE)))
        weights, _ = nnls(matrix, np.append(target, _SURE))
        weights = np.round(weights / weights.sum(), 4)
        ages = {name: float(weight) for name, weight in zip(_HEADS, weights, strict=True)}
        found |= {"owner_ages": ages, "renter_ages": ages} if both else {"owner_ages" if tenure == "owners" else "renter_ages": ages}
        mixture = expected @ weights / (each @ weights)
        rows += [(tenure, one.low, one.high, one.many, float(share * total)) for one, share in zip(own, mixture, strict=True)]
    return found, tuple(rows), _missed(rows)


def _missed(rows: list[tuple[str, int, int, int, float]]) -> list[Text]:
    total = sum(row[3] for row in rows)
    notes = [Text("The ages of the heads of households were chosen so that the people come nearest to the counts by age.",
                  "户主年龄的分布已按最接近各年龄段人数的方式确定。")]  # fmt: skip
    words = {"owners": Text("owners", "自有"), "renters": Text("renters", "租房"), "people": Text("people", "合计")}
    off = [row for row in rows if abs(row[3] - row[4]) > _CLOSE * total]
    for tenure, low, high, count, expected in sorted(off, key=lambda row: -abs(row[3] - row[4]))[:6]:
        notes.append(
            Text(
                f"{words[tenure].en} of {low} to {high}: {count:,} counted, {expected:,.0f} to be expected in the scenario. "
                "The households of the model allow no nearer.",
                f"{words[tenure].zh} {low} 至 {high} 岁：填报 {count:,} 人，情景中预计 {expected:,.0f} 人，模型的户结构无法更接近。",
            )
        )
    return notes
