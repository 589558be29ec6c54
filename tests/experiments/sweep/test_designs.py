"""Designs: the points that libraries give lie in the ranges, evenly as the scale says, and are as many as was counted."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linli.experiments.sweep.designs import Parameter, count, points, shares
from linli.experiments.sweep.fields import DesignFields

TWO = (Parameter("a", (), 1.0, 3.0), Parameter("b", (), 0.01, 1.0, log=True))


@pytest.mark.parametrize(
    ("kind", "more", "many"),
    [
        ("latin-hypercube", {"points": 30}, 30), ("sobol", {"points": 32}, 32), ("saltelli", {"points": 8}, 32),
        ("saltelli", {"points": 8, "second_order": True}, 48), ("morris", {"points": 5}, 15),
    ],
)  # fmt: skip
def test_points_are_as_many_as_was_counted_lie_in_their_ranges_and_are_set_by_the_seed(kind, more, many):
    design = DesignFields(kind=kind, **more)
    found = points(TWO, design)
    assert len(found) == count(TWO, design) == many
    table = np.array(found)
    assert (table >= [1.0, 0.01]).all()
    assert (table <= [3.0, 1.0]).all()
    assert points(TWO, design) == found
    assert points(TWO, design.model_copy(update={"seed": 2})) != found


def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_range():
    table = np.array(points(TWO, DesignFields(kind="latin-hypercube", points=20)))
    slices = np.stack([(table[:, 0] - 1.0) / 2.0, np.log(table[:, 1] / 0.01) / math.log(100.0)], axis=1)
    for k in range(2):
        assert sorted(np.floor(slices[:, k] * 20).astype(int)) == list(range(20))


def test_a_step_of_morris_changes_one_parameter():
    steps = np.diff(shares(TWO, DesignFields(kind="morris", points=3, levels=4)).reshape(3, 3, 2), axis=1)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert np.allclose(np.abs(steps[steps != 0.0]), 2.0 / 3.0), "by levels / 2 / (levels - 1)"
    assert DesignFields(kind="morris", points=3).levels == 4, "as the page of sweeps has it"


def test_all_values_of_a_list_and_all_whole_numbers_have_an_equal_part():
    words, whole = Parameter("w", ("x", "y", "z")), Parameter("n", (), 2.0, 5.0, whole=True)
    found = points((words, whole), DesignFields(kind="sobol", points=1024))
    assert {word for word, _ in found} == {"x", "y", "z"}
    assert np.allclose(np.bincount([n for _, n in found])[2:], 256, atol=2)
    assert all(isinstance(n, int) for _, n in found)
    assert (words.at(0.0), words.at(1.0), whole.at(0.0), whole.at(1.0)) == ("x", "z", 2, 5)


def test_a_logarithmic_range_has_as_many_points_in_every_decade():
    values = [value for value, in points((Parameter("b", (), 0.01, 1.0, log=True),), DesignFields(kind="sobol", points=256))]
    assert sum(value < 0.1 for value in values) == 128


def test_a_factorial_has_every_value_with_every_other_and_the_ends_of_its_ranges():
    found = points((Parameter("a", (True, False)), Parameter("b", (), 1.0, 100.0, log=True, steps=3)), DesignFields())
    assert [a for a, _ in found] == [True] * 3 + [False] * 3
    assert [b for _, b in found[:3]] == pytest.approx([1.0, 10.0, 100.0])
    assert Parameter("n", (), 1.0, 4.0, whole=True, steps=4).grid() == (1, 2, 3, 4)
    assert Parameter("n", (), 1.0, 2.0, whole=True, steps=5).grid() == (1, 2), "each once"


def test_a_list_takes_values_side_by_side():
    assert points((Parameter("a", (1, 2)), Parameter("b", ("x", "y"))), DesignFields(kind="list")) == [(1, "x"), (2, "y")]
    assert points((), DesignFields()) == [()]


def test_sobol_indices_of_ishigami_come_out_of_the_points_of_saltelli():
    # Ishigami and Homma 1990, with a = 7, b = 0.1: first-order indices .3139, .4424, 0.
    from SALib.analyze import sobol

    three = tuple(Parameter(name, (), -math.pi, math.pi) for name in "xyz")
    x = np.array(points(three, DesignFields(kind="saltelli", points=1024)))
    y = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = sobol.analyze({"num_vars": 3, "names": list("xyz"), "bounds": [[-math.pi, math.pi]] * 3}, y, calc_second_order=False, seed=1)
    assert (np.abs(found["S1"] - [0.3139, 0.4424, 0.0]) < found["S1_conf"] + 0.01).all()
