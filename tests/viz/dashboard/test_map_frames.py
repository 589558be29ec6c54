"""Frames of the map: equal to the society's own tables, and never changed afterwards."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.agents.community import Community
from linli.model.people.residents import NEVER
from linli.model.society.groups import FEW
from linli.viz.dashboard.map.colourings import COLOURINGS
from linli.viz.dashboard.map.frames import CAME, GATE_COLUMNS, HEAD, ISOLATED, NEWCOMER, Frame

ROW = {one.name: k for k, one in enumerate(COLOURINGS)}


def counts(frame: Frame, name: str) -> list[int]:
    return np.bincount(frame.dots[ROW[name]], minlength=len(COLOURINGS[ROW[name]].classes)).tolist()


def test_classes_of_ties_written_by_hand(make):
    s = make()
    s.ties.partner[:] = 65535
    s.residents.arrival[:] = -1000
    # Row 0 knows nobody, row 1 one, row 2 two, row 3 three ... row 25 twenty-five.
    for row in range(26):
        others = range(30, 30 + row)
        for slot, other in enumerate(others):
            s.ties.partner[row, slot], s.ties.slow[row, slot], s.ties.last[row, slot] = other, 1e6, s.week
    found = Frame.of(s).dots[ROW["acquaintances"]]
    assert found[:26].tolist() == [0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5]
    assert not found[26:].any()


def test_classes_of_age_and_of_the_last_coming(make):
    s = make()
    s.residents.age[:8] = [14, 29, 30, 44, 45, 60, 74, 75]
    s.residents.last_came[:8] = [NEVER, s.week - 53, s.week - 52, s.week - 14, s.week - 13, s.week - 5, s.week - 4, s.week - 1]
    frame = Frame.of(s)
    assert frame.dots[ROW["age"], :8].tolist() == [0, 0, 1, 1, 2, 3, 3, 4]
    assert frame.dots[ROW["participation"], :8].tolist() == [0, 1, 2, 2, 3, 3, 4, 4]
    assert np.array_equal(frame.dots[ROW["tenure"]], s.residents.tenure)


def test_numbers_are_those_of_the_society(make):
    s = make()
    for _ in range(3):
        s.run(9)
        frame, measured, n = Frame.of(s), s.measure(), s.residents.n
        assert frame.week == s.scenario_week
        assert frame.acquaintances == pytest.approx(measured["acquaintances"], rel=1e-12)
        assert frame.strangers == measured["strangers"] == (np.count_nonzero(frame.dots[-1] & ISOLATED)) / n
        assert frame.came_quarter == measured["came_quarter"] == sum(counts(frame, "participation")[3:]) / n
        assert counts(frame, "participation")[0] == pytest.approx(n * (1.0 - measured["came_ever"]))
        assert counts(frame, "acquaintances")[0] == pytest.approx(n * measured["none"])
        assert all(sum(counts(frame, name)) == n for name in ROW)
        assert frame.newcomers == np.count_nonzero(s.week - s.residents.arrival <= 52) == np.count_nonzero(frame.dots[-1] & NEWCOMER)


def test_gates_add_up_and_heads_are_those_in_office(make):
    s = make()
    s.run(20)
    frame, community = Frame.of(s), Community.of(s)
    gates = dict(zip(GATE_COLUMNS, frame.gates.T, strict=True))
    assert np.array_equal(gates["residents"], np.diff(s.places.gate_rows))
    assert (gates["residents"] * gates["acquaintances"]).sum() / s.residents.n == pytest.approx(frame.acquaintances, rel=1e-5)
    assert gates["strangers"].sum() == round(frame.strangers * s.residents.n)
    for gate, people in enumerate(np.split(np.arange(s.residents.n), s.places.gate_rows[1:-1])):
        assert gates["strangers"][gate] == sum(len(community.residents[int(row)].acquaintances) < FEW for row in people)
    heads = {head.gate: head for head in community.gate_heads}
    assert heads
    for gate in range(s.places.gates):
        assert gates["head_known"][gate] == (heads[gate].known_by if gate in heads else -1)
    in_office = [s.places.gate_rows[0] + k for k in np.flatnonzero(frame.dots[-1] & HEAD).tolist()]
    assert sorted(in_office) == sorted(head.resident.row for head in heads.values())


def test_events_are_those_of_the_week(make):
    s, held = make(), 0
    assert len(s.events)
    assert len(Frame.of(s).events) == np.count_nonzero(Frame.of(s).dots[-1] & CAME) == 0
    for _ in range(12):
        s.step()
        frame = Frame.of(s)
        table = s.events.table
        assert frame.events[:, 0].tolist() == table["x"].tolist()
        assert frame.events[:, 2].tolist() == table["came"].tolist()
        assert frame.came == table["came"].sum()
        came = set(s.events.everyone()[1].tolist()) if len(s.events) else set()
        assert set(np.flatnonzero(frame.dots[-1] & CAME).tolist()) == came
        held += frame.held
    assert held > 0


def test_a_frame_stays_what_it_was(make):
    s = make()
    s.run(5)
    frame = Frame.of(s)
    kept = [array.copy() for array in (frame.dots, frame.gates, frame.events)]
    s.run(5)
    assert all(np.array_equal(now, then) for now, then in zip((frame.dots, frame.gates, frame.events), kept, strict=True))
    assert not np.array_equal(Frame.of(s).dots, frame.dots)
    with pytest.raises(ValueError, match="read-only"):
        frame.dots[0, 0] = 1
    assert frame.size == frame.dots.nbytes + frame.gates.nbytes + frame.events.nbytes


def _seen(colour: str, lost: str) -> np.ndarray:
    """Return a colour in L*a*b* as somebody without one kind of cones sees it (Viénot, Brettel and Mollon 1999)."""
    rgb = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if lost != "nothing":
        to_lms = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
        without = {"red": [[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]], "green": [[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]}[lost]
        linear = np.clip(np.linalg.inv(to_lms) @ np.array(without) @ to_lms @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("lost", ["nothing", "red", "green"])
@pytest.mark.parametrize("colouring", COLOURINGS, ids=lambda one: one.name)
def test_colours_are_told_apart_by_the_colour_blind(colouring, lost):
    seen = [_seen(colour, lost) for _, colour in colouring.classes]
    apart = [float(np.linalg.norm(a - b)) for k, a in enumerate(seen) for b in seen[:k]]
    assert min(apart) > 15.0
