"""How the vectors of a generation are drawn: each from random numbers of its own.

pyabc draws from numpy's global stream, so that what a vector is would hang on how many were drawn before it in this process, and a fit that
goes on would be another one. Here the stream is set anew for every vector, by the seed of the fit, the generation and the vector's number:
a fit is the same however often it was stopped, and for any number of processes.
"""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from pyabc.sampler import Sampler

AHEAD = 4
"""Vectors that are played at once for each process; what is played beyond the last one needed is dropped."""
Evaluate = Callable[[list[int]], list[Any]]
"""Plays vectors by their numbers."""


class KeyedSampler(Sampler):  # type: ignore[misc]
    """Draws the vectors of a generation by their numbers, in order, until enough are accepted."""

    def __init__(self, seed: int, processes: int = 1) -> None:
        """Keep the seed of the fit and the number of processes that play side by side."""
        super().__init__()
        self.seed, self.processes = seed, processes

    def sample_until_n_accepted(
        self, n: int, simulate_one: Callable[[], Any], t: int, *, max_eval: float = np.inf, all_accepted: bool = False, ana_vars: Any = None
    ) -> Any:
        """Return a sample with `n` accepted vectors, as pyabc asks for it."""
        sample = self._create_empty_sample()
        played = 0
        with _evaluating(simulate_one, f"{self.seed} {'prior' if all_accepted else t}", self.processes) as evaluate:
            for first in itertools.count(0, self.processes * AHEAD if self.processes > 1 else 1):
                many = self.processes * AHEAD if self.processes > 1 else 1
                for particle in evaluate(list(range(first, first + many))):
                    sample.append(particle)
                    played += 1
                    if sample.n_accepted == n or played >= max_eval:
                        break
                if sample.n_accepted == n or played >= max_eval:
                    break
        self.nr_evaluations_ = played
        sample.ok = sample.n_accepted == n
        return sample


def set_stream(key: str) -> None:
    """Set numpy's global stream by a key."""
    np.random.seed(np.frombuffer(hashlib.blake2b(key.encode(), digest_size=16).digest(), "<u4"))  # noqa: NPY002


@contextmanager
def _evaluating(simulate_one: Callable[[], Any], key: str, processes: int) -> Iterator[Evaluate]:
    job = _Job(simulate_one, key)
    if processes == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda numbers: [job(number) for number in numbers]
        return
    # What is to be done cannot be sent; workers that are forked have it.
    with multiprocessing.get_context("fork").Pool(processes, _begin, (job,)) as pool:
        yield lambda numbers: pool.map(_again, numbers, chunksize=1)


class _Job:
    def __init__(self, simulate_one: Callable[[], Any], key: str) -> None:
        self.simulate_one, self.key = simulate_one, key

    def __call__(self, number: int) -> Any:
        set_stream(f"{self.key} {number}")
        return self.simulate_one()


_job: _Job | None = None


def _begin(job: _Job) -> None:
    global _job
    _job = job
    end_with_parent()


def _again(number: int) -> Any:
    assert _job is not None
    return _job(number)


def end_with_parent() -> None:
    """Let this worker end when the process that forked it does, also when that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
