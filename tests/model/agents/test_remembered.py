"""What residents keep of others, read at once, is what reading slot by slot gives."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.agents.community import Community
from linli.model.agents.remembered import remembered
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY

pytestmark = pytest.mark.mesa


@pytest.fixture(scope="module")
def society() -> Society:
    community = Community(buildings=1, communities=2, spin_up_years=2, moves_renters=0.9, collect=(), rng=5)
    for _ in range(6):
        community.step()
    return community.society


def slot_by_slot(s: Society, row: int, lowest: float, on_slow_trace: bool) -> list[tuple[int, float, float, int, int]]:
    """The same in the plainest Python."""
    base = 0 if row < s.places.community_rows[1] else int(s.places.community_rows[1])
    found = []
    for k in range(s.ties.partner.shape[1]):
        if s.ties.partner[row, k] == EMPTY:
            continue
        other, last = base + int(s.ties.partner[row, k]), int(s.ties.last[row, k])
        if last < s.residents.arrival[row] or last < s.residents.arrival[other]:
            continue
        age = s.week - last
        slow, closeness = s.ties.slow[row, k] * s.fade.slow[age], np.float32(s.ties.closeness[row, k]) * s.fade.fast[age]
        if (slow if on_slow_trace else closeness) >= lowest:
            found.append((other, float(closeness), float(slow), int(s.ties.origin[row, k]), last))
    return sorted(found, key=lambda tie: (-tie[2], tie[0]))


@pytest.mark.parametrize(("lowest", "on_slow_trace"), [(0.0, True), (0.7, True), (3.0, True), (2.0, False)])
def test_read_at_once_and_slot_by_slot(society: Society, lowest: float, on_slow_trace: bool):
    n = society.residents.n
    whole = remembered(society, np.arange(n), lowest, on_slow_trace)
    assert whole.starts[0] == 0
    assert whole.starts[-1] == len(whole.other) > 0
    columns = [column.tolist() for column in whole[1:]]
    read = list(zip(*columns, strict=True))
    stale = 0
    for row in range(n):
        expected = slot_by_slot(society, row, lowest, on_slow_trace)
        assert read[whole.starts[row] : whole.starts[row + 1]] == expected
        stale += int((society.ties.partner[row] != EMPTY).sum()) - len(expected)
    # There are entries of people who have moved out, which nobody may read.
    assert stale > 0


def test_some_rows_in_any_order(society: Society):
    rows = np.array([society.residents.n - 1, 3, 40])
    some = remembered(society, rows, 0.7)
    for place, row in enumerate(rows.tolist()):
        alone = remembered(society, np.array([row]), 0.7)
        for whole, own in zip(some[1:], alone[1:], strict=True):
            assert np.array_equal(whole[some.starts[place] : some.starts[place + 1]], own)
    assert len(remembered(society, np.zeros(0, np.int64)).other) == 0
