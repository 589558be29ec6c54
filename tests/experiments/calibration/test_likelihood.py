"""How likely tables are: known answers, what cannot be reached does not rule, and the size of what the model has wrong."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from linli.experiments.calibration.likelihood import OWN, SIZES, TOGETHER, Judge, judge_of, log_likelihood, sizes_of
from scipy.stats import multivariate_normal, norm

NO_PARTS = (np.zeros((1, 1)), np.zeros(1))


def judge(tables: list[list[int]], errors: np.ndarray) -> Judge:
    return Judge(tuple(np.array(rows) for rows in tables), errors)


def of_one(z: float, parts: float = 0.0) -> float:
    """Log-likelihood of one row that is expected z standard errors off."""
    one = judge([[0]], np.eye(1))
    return float(log_likelihood(one, np.array([[z]]), np.ones((1, 1)), np.array([[parts]]), np.zeros(1))[0]) - 0.5 * np.log(2.0 * np.pi)


@pytest.mark.parametrize(("z", "parts"), [(0.0, 0.0), (1.5, 0.0), (1.5, 2.0), (6.0, 0.5)])
def test_one_row_is_a_mixture_over_sizes_of_what_the_model_has_wrong(z: float, parts: float) -> None:
    right = np.mean([norm.pdf(z, scale=np.sqrt(1.0 + parts + size**2)) for size in SIZES])
    assert of_one(z, parts) == pytest.approx(np.log(right))


def test_errors_go_together_as_luck_does_but_for_a_part_of_each_rows_own() -> None:
    luck = np.array([[4.0, 3.0, 0.0], [3.0, 9.0, 0.0], [0.0, 0.0, 0.0]])
    found = judge_of((np.array([0, 1, 2]),), SimpleNamespace(luck_of_rows=luck)).errors  # type: ignore[arg-type]
    assert np.diag(found)[:2] == pytest.approx([1.0, 1.0])
    assert found[0, 1] == found[1, 0] == pytest.approx((1.0 - OWN) * 3.0 / 6.0)
    assert found[2] == pytest.approx([0.0, 0.0, OWN]), "a row without luck has its own part alone"
    assert 0.0 < OWN < 1.0


def test_two_tables_with_errors_that_go_together() -> None:
    errors = np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.2], [0.3, 0.2, 1.0]])
    weights = np.array([[0.5, 1.0, -0.3], [0.0, 0.4, 2.0]])
    mean, parts, left = np.array([[1.0, -2.0, 0.5], [0.1, 0.2, 3.0]]), np.array([[0.3, 0.1], [1.0, 0.0]]), np.array([0.01, 0.02, 0.03])
    found = log_likelihood(judge([[0, 1], [2]], errors), mean, weights, parts, left)
    for k in range(2):
        whole = errors + weights.T @ np.diag(parts[k]) @ weights + np.diag(left)
        right = 1.5 * np.log(2.0 * np.pi)
        for rows in ([0, 1], [2]):
            off = (1.0 - TOGETHER) * np.eye(len(rows)) + TOGETHER
            right += np.log(np.mean([multivariate_normal.pdf(mean[k, rows], cov=whole[np.ix_(rows, rows)] + size**2 * off) for size in SIZES]))
        assert found[k] == pytest.approx(right)


def test_a_table_that_cannot_be_reached_does_not_rule_and_one_that_can_does() -> None:
    assert of_one(7.0) - of_one(7.5) < 0.3
    assert of_one(0.0) - of_one(2.0) > 0.7
    assert of_one(2.0, 4.0) - of_one(3.0, 4.0) < of_one(2.0) - of_one(3.0), "where the emulator does not know, less is ruled out"


def test_the_tables_say_how_wrong_the_model_is() -> None:
    both = judge([[0, 1, 2], [3, 4, 5]], np.eye(6))
    mean = np.array([[0.1, -0.2, 0.1, 6.0, 5.5, 6.5]])
    near, far = sizes_of(both, mean, np.zeros((1, 6)), np.zeros((1, 1)), np.zeros(6))
    assert near < 0.8
    assert far > 3.5
