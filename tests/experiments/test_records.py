import math

import numpy as np
import pytest
from linli.experiments.records import Snapshot, Track, tidy


def test_track_keeps_what_was_measured_and_when():
    track = Track("after", 7)
    track.add(0, {"a": 1.0})
    track.add(1, {"b": 5.0})
    track.add(4, {"b": 6.0})
    track.add(4, {"a": 2.0})
    weeks, values = track.course("a")
    assert weeks.tolist() == [0, 4]
    assert values.tolist() == [1.0, 2.0]
    assert (track.start("a"), track.end("a"), track.end("b")) == (1.0, 2.0, 6.0)
    assert math.isnan(track.start("b")), "b was not taken at the start"
    assert math.isnan(track.end("c"))
    track.add(8, {"a": math.nan, "b": 7.0})
    assert math.isnan(track.end("a")), "at the end there was nothing to take a share of; what it was before is another week's"
    assert track.course("a")[1].tolist() == [1.0, 2.0]
    rows = [(0, "a", 1.0), (4, "a", 2.0), (1, "b", 5.0), (4, "b", 6.0), (8, "b", 7.0)]
    assert [tuple(row) for row in track.rows()] == [("after", 7, *row) for row in rows]
    assert tidy([track])["week"] == [0, 4, 1, 4, 8]
    with pytest.raises(ValueError, match="comes after"):
        track.add(3, {"a": 0.0})


def test_snapshot_counts_agree_with_counting_by_hand():
    rng = np.random.default_rng(5)
    n, m = 30, 120
    pairs = np.array([(a, b) for a in range(n) for b in range(a + 1, n)])
    chosen = pairs[rng.choice(len(pairs), m, replace=False)].astype(np.int32)
    slow = rng.uniform(0.0, 6.0, m).astype(np.float32)
    gate = np.sort(rng.integers(0, 5, n)).astype(np.int32)
    shot = Snapshot("after", 3, chosen[:, 0], chosen[:, 1], slow, slow, np.zeros(m, np.uint8), {"gate": gate})
    degrees = np.zeros(n, int)
    between: dict[tuple[int, int], int] = {}
    for (a, b), s in zip(chosen, slow, strict=True):
        if s >= 3.0:
            degrees[a] += 1
            degrees[b] += 1
            key = (int(min(gate[a], gate[b])), int(max(gate[a], gate[b])))
            between[key] = between.get(key, 0) + 1
    assert shot.degrees(3.0).tolist() == degrees.tolist()
    assert {(int(a), int(b)): int(k) for a, b, k in shot.gate_ties(3.0)} == between
