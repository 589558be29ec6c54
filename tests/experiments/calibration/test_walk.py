"""The walk of a fit's last generation: it stays within the distance, spreads evenly over what lies there, and goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.experiments.calibration.kept import SealedFolder
from linli.experiments.calibration.walk import TRAIL, Near, walk

LIMIT = 0.2


def disc(vector: np.ndarray, seed: int) -> float:
    """Distance from the middle of the unit square."""
    del seed
    return float(np.hypot(*(vector - 0.5)))


def sealed(folder: Path) -> SealedFolder:
    """The folder of a fit."""
    return SealedFolder(folder, "fit")


def begin(n: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Begin in one corner of the disc."""
    rng = np.random.Generator(np.random.PCG64(5))
    vectors = 0.5 + 0.1 * rng.random((n, 2))
    return vectors, np.array([disc(v, 0) for v in vectors])


def test_it_spreads_evenly_over_the_disc_and_never_leaves_it(tmp_path: Path) -> None:
    vectors, distances = begin()
    found = walk(vectors, distances, disc, LIMIT, steps=120, seed=1, kept=sealed(tmp_path))
    assert found.trail.shape == (121, 40, 2)
    assert found.distances == pytest.approx(np.hypot(*(np.moveaxis(found.trail, -1, 0) - 0.5)))
    assert found.distances.max() <= LIMIT
    late = found.trail[60:].reshape(-1, 2)
    assert late.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.02)
    # Half of an even disc lies beyond radius R / sqrt(2).
    assert np.mean(found.distances[60:] > LIMIT / np.sqrt(2.0)) == pytest.approx(0.5, abs=0.06)
    assert 0.1 < found.moved < 0.9


def test_it_goes_on_where_it_stopped_and_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    vectors, distances = begin()
    (tmp_path / "a").mkdir()
    whole = walk(vectors, distances, disc, LIMIT, steps=6, seed=2, kept=sealed(tmp_path / "a"))
    (tmp_path / "b").mkdir()
    told: list[int] = []
    walk(vectors, distances, disc, LIMIT, steps=3, seed=2, kept=sealed(tmp_path / "b"), tell=lambda step, _: told.append(step))
    rest = walk(vectors, distances, disc, LIMIT, steps=6, seed=2, kept=sealed(tmp_path / "b"), tell=lambda step, _: told.append(step))
    assert told == [1, 2, 3, 4, 5, 6]
    assert np.array_equal(rest.trail, whole.trail)
    (tmp_path / "c").mkdir()
    two = walk(vectors, distances, disc, LIMIT, steps=6, seed=2, kept=sealed(tmp_path / "c"), processes=2)
    assert np.array_equal(two.trail, whole.trail)
    other = walk(vectors, distances, disc, 0.19, steps=3, seed=2, kept=sealed(tmp_path / "b"))
    assert len(other.trail) == 4, "another limit begins anew"


def test_a_trail_with_a_flipped_bit_or_of_another_fit_is_walked_anew(tmp_path: Path) -> None:
    vectors, distances = begin()
    whole = walk(vectors, distances, disc, LIMIT, steps=3, seed=2, kept=sealed(tmp_path))
    kept = (tmp_path / TRAIL).read_bytes()
    told: list[int] = []
    for place in range(0, len(kept), len(kept) // 40):
        harmed = bytearray(kept)
        harmed[place] ^= 1 << (place % 8)
        (tmp_path / TRAIL).write_bytes(harmed)
        again = walk(vectors, distances, disc, LIMIT, steps=3, seed=2, kept=sealed(tmp_path), tell=lambda step, _: told.append(step))
        assert np.array_equal(again.trail, whole.trail)
        assert told == [1, 2, 3], "nothing of it was believed"
        told.clear()
    walk(vectors, distances, disc, LIMIT, steps=3, seed=2, kept=SealedFolder(tmp_path, "another"), tell=lambda step, _: told.append(step))
    assert told == [1, 2, 3]


def test_outside_the_prior_nothing_is_played() -> None:
    def never(vector: np.ndarray, seed: int) -> float:
        raise AssertionError

    assert Near(never, 1.0)(np.array([0.5, 1.01])) == (-np.inf, np.inf)


def test_a_vector_has_its_own_seed() -> None:
    seen: list[int] = []

    def note(vector: np.ndarray, seed: int) -> float:
        seen.append(seed)
        return 0.0

    near = Near(note, 1.0)
    for vector in (np.array([0.1, 0.2]), np.array([0.1, 0.2]), np.array([0.1, 0.3])):
        near(vector)
    assert seen[0] == seen[1] != seen[2]
    assert all(0 <= seed < 2**31 for seed in seen)
