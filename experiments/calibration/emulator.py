"""An emulator of the tables: what a play would give for any vector of constants, guessed from the vectors that were played.

A play takes seconds and a walk through twenty dimensions needs some hundred thousand of them. So Gaussian processes stand in for the play
(history matching: Craig et al. 1997; Andrianakis et al. 2015 for 22 constants of a model of people). They say how sure they are: what the
emulator does not know is part of what the fit does not know. The rows move together (fifteen weeks of one class), so that not each row but
each principal component of all rows has a process of its own.

What is guessed is the deviation of a row from its published figure, in standard errors, far ones bent towards their logarithm: a row that is
twenty standard errors off is as much ruled out as one that is ten off, and should not rule the guess.
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .side_by_side import side_by_side

BEND = 3.0
"""Standard errors below which a deviation counts about as it is."""
LEFT_OUT = 0.05
"""Components are taken until what they leave out of a row is less than this part of a squared standard error, on average."""
MOST_COMPONENTS = 15
LEARN_FROM = 150
"""Vectors from which the length scales are learned; the processes themselves rest on all."""
STEPS = 25
"""Steps of the search for length scales."""


def bend(deviations: np.ndarray) -> np.ndarray:
    """Return deviations in standard errors, far ones bent towards their logarithm."""
    return np.asarray(BEND * np.arcsinh(deviations / BEND))


class Guess(NamedTuple):
    """What an emulator expects of vectors.

    Attributes:
        mean: float64 [vectors, rows], bent deviations.
        parts: float64 [vectors, components], variance of the emulator's own ignorance.
    """

    mean: np.ndarray
    parts: np.ndarray


class Emulator:
    """Gaussian processes, one for each principal component of the bent deviations.

    Attributes:
        weights: float64 [components, rows], what one unit of a component does to the rows.
        luck: float64 [components], variance of a single play around what is expected.
        left_out: float64 [rows], variance that the components do not carry.
        factor: by which the processes' own variance is multiplied, learned from plays that were foretold.
    """

    def __init__(self, vectors: np.ndarray, bent: np.ndarray, seed: int, factor: float = 1.0, workers: int = 1) -> None:
        """Learn from plays.

        Args:
            vectors: float64 [n, constants], in the unit cube.
            bent: float64 [n, rows], bent deviations of their plays.
            seed: of the choice of vectors from which length scales are learned.
            factor: see above.
            workers: that learn side by side; they do not change what is learned.
        """
        from sklearn.decomposition import PCA

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            full = PCA(n_components=min(MOST_COMPONENTS, *bent.shape), svd_solver="full").fit(bent)
            total = float(bent.var(axis=0, ddof=1).sum())
            over = total - np.cumsum(full.explained_variance_) > LEFT_OUT * bent.shape[1]
            count = min(int(over.sum()) + 1, len(full.explained_variance_))
            spread = np.sqrt(np.maximum(full.explained_variance_[:count], 1e-12))
            self.centre: np.ndarray = full.mean_
            self.weights: np.ndarray = full.components_[:count] * spread[:, None]
            scores = (bent - self.centre) @ full.components_[:count].T / spread
            self.left_out: np.ndarray = np.mean((bent - self.centre - scores @ self.weights) ** 2, axis=0)
            some = np.random.Generator(np.random.PCG64(seed)).permutation(len(vectors))[:LEARN_FROM]
            with side_by_side(lambda k: _process(_centred(vectors), scores[:, k], some), workers) as each:
                self.processes = each(range(count))
        self.luck: np.ndarray = np.array([_noise(process) for process in self.processes])
        self.factor = factor

    @property
    def luck_of_rows(self) -> np.ndarray:
        """Covariance of the rows of single plays around what is expected, float64 [rows, rows]."""
        return np.asarray(self.weights.T @ (self.luck[:, None] * self.weights) + np.diag(self.left_out))

    def guess(self, vectors: np.ndarray) -> Guess:
        """Return what is expected of vectors, float64 [n, constants] in the unit cube."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            means, sds = zip(*(process.predict(_centred(vectors), return_std=True) for process in self.processes), strict=True)
        own = np.maximum(np.square(np.stack(sds, axis=1)) - self.luck, 1e-9)
        return Guess(self.centre + np.stack(means, axis=1) @ self.weights, own * self.factor)

    def scores(self, bent: np.ndarray) -> np.ndarray:
        """Return the components of rows, float64 [n, components]."""
        return np.asarray((bent - self.centre) @ self.weights.T / np.square(self.weights).sum(axis=1))


class Foretold(NamedTuple):
    """How plays came out against what had been expected of them.

    Attributes:
        explained: share of the rows' variance between vectors, luck of a play included, that the expectation had.
        size: root mean square of the components' deviations in units of what was expected (1: the emulator knows how sure it is).
        covered: share of rows within the 90 % range of what was expected of their plays.
        factor: see `Emulator`; at least 1.
    """

    explained: float
    size: float
    covered: float
    factor: float


def foretold(emulator: Emulator, guess: Guess, bent: np.ndarray) -> Foretold:
    """Compare plays with what the emulator, which did not know them, had expected.

    Args:
        emulator: the emulator.
        guess: of the vectors.
        bent: float64 [n, rows], bent deviations of single plays of them.
    """
    off = emulator.scores(bent) - emulator.scores(guess.mean)
    size = float(np.sqrt(np.mean(off**2 / (guess.parts + emulator.luck))))
    # What is more than expected is laid to the emulator: its luck was learned from many more plays. Components count by what they do to rows.
    heavy = np.square(emulator.weights).sum(axis=1)
    more = np.sum(heavy * (np.mean(off**2, axis=0) - emulator.luck)) / np.sum(heavy * np.mean(guess.parts, axis=0) / emulator.factor)
    rows = np.einsum("nk,kr->nr", guess.parts + emulator.luck, emulator.weights**2) + emulator.left_out
    covered = float(np.mean(np.abs(bent - guess.mean) <= 1.6449 * np.sqrt(rows)))
    explained = 1.0 - float(np.sum((bent - guess.mean) ** 2) / np.sum((bent - bent.mean(axis=0)) ** 2))
    return Foretold(explained, size, covered, max(float(more), 1.0))


def _centred(vectors: np.ndarray) -> np.ndarray:
    return 2.0 * np.asarray(vectors) - 1.0


def _process(x: np.ndarray, y: np.ndarray, some: np.ndarray) -> Any:
    """Return a process: a plane, what bends around it with a length for each constant, and luck."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern, WhiteKernel

    plane = ConstantKernel(0.3, (1e-4, 1e2)) * DotProduct(1.0, "fixed")
    bent = ConstantKernel(0.5, (1e-4, 1e2)) * Matern(np.full(x.shape[1], 3.0), (0.2, 50.0), nu=2.5)
    first = GaussianProcessRegressor(plane + bent + WhiteKernel(0.2, (1e-5, 2.0)), optimizer=_search).fit(x[some], y[some])
    return GaussianProcessRegressor(first.kernel_, optimizer=None).fit(x, y)


def _search(loss: Any, begin: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, float]:
    from scipy.optimize import minimize

    options: Any = {"method": "L-BFGS-B", "jac": True, "bounds": bounds, "options": {"maxiter": STEPS}}
    found = minimize(loss, begin, **options)
    return found.x, float(found.fun)


def _noise(process: Any) -> float:
    return float(process.kernel_.k2.noise_level)
