"""What tests of services share: a society in which only help and disputes happen, and a state as a file gives it back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.service_constants import ServiceConstants
from linli.model.services.moment import Moment
from linli.model.society.society import Society
from linli.model.ties.store import TICKS

SMALL = NeighbourhoodParameters(buildings=1, floors=6)
Live = Callable[..., Society]


def week_of(society: Society) -> Moment:
    """Let a week of services pass, and nothing else."""
    week = Moment.of(society)
    society.services.begin(week)
    society.services.react(week)
    society.week += 1
    return week


@pytest.fixture
def live() -> Live:
    """Make a society whose next neighbours have ties of `closeness` hours, or none, and let services live some weeks."""

    def make(
        weeks: int = 0, *, needs: float = 0.0, quarrels: float = 0.0, closeness: float = 0.0, constants: ServiceConstants | None = None,
        neighbourhood: NeighbourhoodParameters = SMALL,
    ) -> Society:  # fmt: skip
        trust = TrustConstants(needs=needs, quarrels=quarrels, requests=0.0, company=0.0)
        society = Society(neighbourhood=neighbourhood, constants=Constants(trust=trust, services=constants or ServiceConstants()))
        r, ties = society.residents, society.ties
        if closeness > 0.0:
            for i in range(r.n):
                near = [j for j in range(max(0, i - 12), min(r.n, i + 13)) if r.flat[j] != r.flat[i]]
                for k, j in enumerate(near):
                    ties.partner[i, k], ties.closeness[i, k], ties.slow[i, k] = j, round(closeness * TICKS), closeness
        r.arrival[:] = 0
        for _ in range(weeks):
            week_of(society)
        return society

    return make


@pytest.fixture
def pass_week() -> Callable[[Society], Moment]:
    """`week_of`."""
    return week_of


@pytest.fixture
def saved_and_read() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a state as a file gives it back."""

    def through_a_file(state: dict[str, Any]) -> dict[str, Any]:
        file = io.BytesIO()
        np.savez(file, allow_pickle=False, **{k: v for k, v in state.items() if isinstance(v, np.ndarray)})
        file.seek(0)
        plain = json.loads(json.dumps({k: v for k, v in state.items() if not isinstance(v, np.ndarray)}))
        with np.load(file, allow_pickle=False) as arrays:
            return {**{k: arrays[k] for k in arrays.files}, **plain}

    return through_a_file
