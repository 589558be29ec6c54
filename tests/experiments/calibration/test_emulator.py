"""The emulator: it guesses what plays give, knows how sure it is, and finds out where it is too sure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.experiments.calibration.emulator import Emulator, bend, foretold


def rows(cheap: Any, u: np.ndarray, seed: int) -> np.ndarray:
    """Plays of vectors, bent: five rows, and as many that say the same."""
    luck = cheap.luck * np.random.Generator(np.random.PCG64(seed)).standard_normal((len(u), 5))
    found = cheap.expected(u) - cheap.expected(np.full((1, 4), 0.5)) + luck
    return bend(np.concatenate([found, found], axis=1))


@pytest.fixture(scope="module")
def learned(cheap: Any) -> Emulator:
    """An emulator that knows eighty plays."""
    u = np.random.Generator(np.random.PCG64(1)).random((80, 4))
    return Emulator(u, rows(cheap, u, 2), 3)


def test_what_is_near_counts_as_it_is_and_what_is_far_by_its_logarithm() -> None:
    assert bend(np.array([0.0, 0.1, -0.1])) == pytest.approx([0.0, 0.1, -0.1], abs=1e-4)
    assert bend(np.array([1000.0]))[0] - bend(np.array([100.0]))[0] == pytest.approx(3.0 * np.log(10.0), abs=0.01)
    assert bend(np.array([-7.0]))[0] == -bend(np.array([7.0]))[0]


def test_it_foretells_plays_that_it_does_not_know_and_knows_how_sure_it_is(cheap: Any, learned: Emulator) -> None:
    u = np.random.Generator(np.random.PCG64(4)).random((200, 4))
    played = rows(cheap, u, 5)
    told = foretold(learned, learned.guess(u), played)
    assert told.explained > 0.9
    assert told.size == pytest.approx(1.0, abs=0.2)
    assert told.covered == pytest.approx(0.9, abs=0.06)
    assert 1.0 <= told.factor < 3.0
    true = bend(cheap.expected(u) - cheap.expected(np.full((1, 4), 0.5)))
    off = learned.guess(u).mean[:, :5] - true
    assert np.sqrt(np.mean(off**2)) < 0.5 * cheap.luck, "the luck of a play is not taken for what the constants do"


def test_ten_rows_that_say_what_five_say_need_no_more_components(learned: Emulator) -> None:
    assert len(learned.weights) <= 5
    luck = learned.luck_of_rows
    assert luck[0, 5] > 0.5 * luck[0, 0], "rows that are the same have the same luck, but for what the components leave out"


def test_it_is_less_sure_where_it_knows_no_plays(cheap: Any) -> None:
    u = 0.5 * np.random.Generator(np.random.PCG64(1)).random((60, 4))
    half = Emulator(u, rows(cheap, u, 2), 3)
    near, far = half.guess(np.full((1, 4), 0.25)).parts, half.guess(np.full((1, 4), 1.0)).parts
    assert far.sum() > 3.0 * near.sum()


def test_one_that_is_too_sure_learns_by_how_much(cheap: Any, learned: Emulator) -> None:
    """A jump at .9, where nothing was played, is not foretold; afterwards the emulator says that it knows less."""
    u = 0.9 * np.random.Generator(np.random.PCG64(1)).random((60, 4))
    before = Emulator(u, rows(cheap, u, 2), 3)
    new = np.random.Generator(np.random.PCG64(4)).random((100, 4))
    jumped = rows(cheap, new, 5) + 4.0 * (new[:, :1] > 0.9)
    told = foretold(before, before.guess(new), jumped)
    assert told.size > 1.5
    assert told.factor > 2.0
    after = Emulator(u, rows(cheap, u, 2), 3, told.factor)
    assert after.guess(new).parts == pytest.approx(told.factor * before.guess(new).parts)
    assert foretold(after, after.guess(new), jumped).size < told.size


def test_the_same_plays_give_the_same_emulator(cheap: Any, learned: Emulator) -> None:
    u = np.random.Generator(np.random.PCG64(1)).random((80, 4))
    again = Emulator(u, rows(cheap, u, 2), 3)
    assert np.array_equal(again.guess(u).mean, learned.guess(u).mean)
