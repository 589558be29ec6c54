"""Households on their way are believed if their file is whole, of this city, year and community, and holds people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.city.barrier import Leaving
from linli.experiments.city.execute import execute
from linli.experiments.city.plan import CityPlan
from linli.experiments.city.result import City, load_city
from linli.experiments.city.travelling import coming_of, leaving_of, load_coming, load_leaving, save_coming, save_leaving
from linli.model.founding.arrivals import BROUGHT, Arrivals
from linli.model.people.residents import ATTRIBUTES, NO_TALENT
from linli.scenarios.errors import UserError

from .conftest import HERE, same


def people(n: int) -> dict[str, np.ndarray]:
    """Return so many people who differ by their civic disposition."""
    found = {name: np.zeros((n, 8) if name == "interests" else n, ATTRIBUTES[name].dtype) for name in BROUGHT}
    return found | {"age": np.full(n, 20, np.uint8), "talent": np.full(n, NO_TALENT, np.uint8), "civic": np.arange(n, dtype=np.float32)}


GOING = Leaving(np.array([1, 4], np.int32), np.array([2, 1], np.uint8), np.array([0, 1], np.uint8), np.array([0.5, 0.25]), people(3))
COMING = Arrivals(np.array([2, 9], np.int32), people(3))


def arrays(found: Leaving) -> dict[str, np.ndarray]:
    return {**{name: getattr(found, name) for name in Leaving._fields[:-1]}, **found.people}


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    save_leaving(GOING, tmp_path / "deep" / "a.npz", "city 1")
    there = load_leaving(tmp_path / "deep" / "a.npz", "city 1")
    for name, values in arrays(GOING).items():
        np.testing.assert_array_equal(arrays(there)[name], values)
    save_coming(COMING, tmp_path / "b.npz", "city 1")
    came = load_coming(tmp_path / "b.npz", "city 1", 3)
    np.testing.assert_array_equal(came.flats, COMING.flats)
    np.testing.assert_array_equal(came.people["civic"], COMING.people["civic"])


def test_a_changed_byte_another_city_and_a_file_that_is_gone_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    save_leaving(GOING, path, "city 1")
    with pytest.raises(UserError, match=r"is damaged or gone .*its checksum is wrong.*; the city cannot go on without it"):
        load_leaving(path, "city 2")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(UserError, match="its checksum is wrong"):
        load_leaving(path, "city 1")
    path.unlink()
    with pytest.raises(UserError, match="it is gone"):
        load_leaving(path, "city 1")


@pytest.mark.parametrize(
    "changes",
    [
        {"flats": np.array([4, 1], np.int32)}, {"flats": np.array([-1, 4], np.int32)}, {"flats": np.array([1.0, 4.0])}, {"beds": np.array([0, 3], np.uint8)},
        {"tenure": np.array([0, 2], np.uint8)}, {"order": np.array([0.5, np.nan])}, {"sex": np.array([0, 1, 2], np.uint8)}, {"sex": np.zeros(2, np.uint8)},
        {"age": np.array([20, 20, 3], np.uint8)}, {"talent": np.full(3, 9, np.uint8)}, {"civic": np.full(3, np.inf, np.float32)},
        {"education": np.array([0, 1, 0], np.uint8)}, {"more": np.zeros(3)},
    ],
)  # fmt: skip
def test_arrays_that_are_no_households_are_refused(changes: dict[str, np.ndarray]) -> None:
    leaving_of(arrays(GOING))
    with pytest.raises(ValueError, match=r".+"):
        leaving_of(arrays(GOING) | changes)


def test_those_who_come_are_as_many_as_were_told() -> None:
    told = {"flats": COMING.flats, **COMING.people}
    coming_of(told, 3)
    for many in (2, 4, 1):
        with pytest.raises(ValueError, match=r".+"):
            coming_of(told, many)


def test_damage_in_the_states_of_a_city_ends_it_with_a_sentence_or_is_mended(
    lived: City, plan_alone: CityPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_after: Callable[[int], None]
) -> None:
    folder = tmp_path / "city"
    stopped_after(4 + 2)
    assert execute(plan_alone, folder, HERE).stopped
    monkeypatch.undo()
    there = folder / "states" / "seed-1"
    left = next(there.glob("plan/year-1/*.leaving.npz"))
    whole = left.read_bytes()
    beginning = next(path for path in (there / "start").glob("*.society") if not (there / "plan" / "year-1" / path.name).exists())
    for path in (beginning, left):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match=r'"seed-1/plan/year-1/0000\d\.leaving\.npz" is damaged or gone'):
        execute(plan_alone, folder, HERE)
    left.write_bytes(whole)
    execute(plan_alone, folder, HERE)
    same(load_city(folder), lived)
