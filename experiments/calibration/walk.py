"""The second half of a fit: the vectors of the last generation walk on, until where they stand no longer hangs on how they came there.

The generations of ABC-SMC close in fast, but in twenty dimensions their importance weights come to rest on a few vectors. So the weights
are dropped, and the vectors walk among all that lie within the last distance: a step is proposed from the differences of other vectors,
and taken if the vector proposed, played anew, lies within the distance too (ABC-MCMC, Marjoram et al. 2003). The prior is even, so this is
the whole rule. The moves are those of emcee (differential evolution, ter Braak 2006; Foreman-Mackey et al. 2013).
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
from collections.abc import Callable
from contextlib import nullcontext
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .kept import SealedFolder

Distance = Callable[[np.ndarray, int], float]
"""(vector in the unit cube, seed of the play) -> distance from the tables."""
TRAIL = "walk.npz"


class Walk(NamedTuple):
    """Where the vectors stood.

    Attributes:
        trail: float64 [steps + 1, vectors, dimensions], in the unit cube; the first line is where they began.
        distances: float64 [steps + 1, vectors].
        moved: share of proposed steps that were taken.
    """

    trail: np.ndarray
    distances: np.ndarray
    moved: float


class Near:
    """Whether a vector lies within a distance, as emcee asks: log-probability 0 or minus infinity, and the distance.

    The play's seed is a hash of the vector, so that the walk is the same for any number of processes.
    """

    def __init__(self, distance: Distance, limit: float) -> None:
        """Keep the distance and the limit."""
        self.distance, self.limit = distance, limit

    def __call__(self, vector: np.ndarray) -> tuple[float, float]:
        """Return (log-probability, distance); outside the unit cube nothing is played."""
        if not ((vector >= 0.0) & (vector <= 1.0)).all():
            return -np.inf, np.inf
        seed = int.from_bytes(hashlib.blake2b(np.ascontiguousarray(vector).tobytes(), digest_size=4).digest(), "little") >> 1
        found = self.distance(vector, seed)
        return (0.0 if found <= self.limit else -np.inf), found


def walk(
    vectors: np.ndarray, distances: np.ndarray, distance: Distance, limit: float, *, steps: int, seed: int, kept: SealedFolder, processes: int = 1,
    tell: Callable[[int, float], None] | None = None,
) -> Walk:
    """Walk on from the vectors, or from where the folder of the fit says that they stand.

    Args:
        vectors: float64 [n, d] in the unit cube, n even and at least twice d, all within the limit.
        distances: float64 [n], theirs.
        distance: plays a vector.
        limit: the distance that must not be passed.
        steps: steps of each vector, in all.
        seed: of the proposals; each step has its own part of it, so that a walk that goes on is the same.
        kept: the folder of the fit; `walk.npz` is kept there after each step.
        processes: that play side by side, where the platform can fork.
        tell: is told after each step: its number, and the share of proposals taken in it.

    Returns:
        The walk.
    """  # fmt: skip
    import emcee

    stood = _read(kept, vectors, limit)
    trail, seen = stood or ([np.asarray(vectors, np.float64)], [np.asarray(distances, np.float64)])
    near, many = Near(distance, limit), processes > 1 and "fork" in multiprocessing.get_all_start_methods()
    pool: Any = multiprocessing.get_context("fork").Pool(processes, _remember, (near,)) if many else nullcontext()
    with pool as workers:
        n, d = trail[0].shape
        moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)]
        sampler = emcee.EnsembleSampler(n, d, _recall if many else near, pool=workers if many else None, moves=moves, blobs_dtype=[("distance", float)])
        for step in range(len(trail), steps + 1):
            stream = np.random.RandomState((seed + 104729 * step) % 2**32).get_state()
            blobs = np.array([(value,) for value in seen[-1]], dtype=[("distance", float)])
            begin = emcee.State(trail[-1], log_prob=np.zeros(n), blobs=blobs, random_state=stream)
            sampler.reset()
            for state in sampler.sample(begin, iterations=1, store=True):
                trail.append(np.array(state.coords))
                seen.append(np.array(state.blobs["distance"], np.float64))
            _write(kept, trail, seen, limit)
            if tell is not None:
                tell(step, _moved(trail[-2:]))
    return Walk(np.stack(trail), np.stack(seen), _moved(trail))


def _moved(trail: list[np.ndarray]) -> float:
    """Return the share of vectors that moved from line to line; 0 of one line."""
    if len(trail) < 2:
        return 0.0
    return float(np.mean([(a != b).any(axis=1).mean() for a, b in pairwise(trail)]))


_near: Near | None = None


def _remember(near: Near) -> None:
    """Keep the question in a worker, so that it is not sent with every vector."""
    from .sampler import end_with_parent

    global _near
    _near = near
    end_with_parent()


def _recall(vector: np.ndarray) -> tuple[float, float]:
    assert _near is not None
    return _near(vector)


def _read(kept: SealedFolder, vectors: np.ndarray, limit: float) -> tuple[list[np.ndarray], list[np.ndarray]] | None:
    """Return the trail that is kept, if it is whole and began with these vectors and this limit; else the walk begins anew."""
    try:
        content = kept.kept_file(TRAIL)
        if content is None:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            if float(file["limit"]) == limit and np.array_equal(file["trail"][0], vectors):
                return list(file["trail"]), list(file["distances"])
    except (OSError, KeyError, ValueError, EOFError, IndexError):
        pass
    return None


def _write(kept: SealedFolder, trail: list[np.ndarray], seen: list[np.ndarray], limit: float) -> None:
    stream = io.BytesIO()
    np.savez(stream, trail=np.stack(trail), distances=np.stack(seen), limit=np.float64(limit))
    kept.keep_file(TRAIL, stream.getvalue())
