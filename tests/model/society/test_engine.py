"""The engine as a whole: its invariants in every round, and the same society from compiled loops and from plain Python.

plain_python_engine.py runs the engine's own source without compilation, where every focus and every shared hour can be
seen, checks each week, and hands back the arrays; the compiled engine has to end with the same.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.refusal import InputError
from linli.model.people.constants import Constants, TieConstants
from linli.model.people.everyday import EVERYDAY
from linli.model.society.measures import info
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY

SCRIPT = Path(__file__).parent / "plain_python_engine.py"
CASES = (1, 2, 3, 4)


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plain_python_engine", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    """The arrays of all cases, lived in plain Python by two processes; their weekly checks have passed."""
    folder = tmp_path_factory.mktemp("plain")
    parts = [(",".join(str(c) for c in CASES[k::2]), folder / f"{k}.npz") for k in range(2)]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    running = [
        subprocess.Popen([sys.executable, str(SCRIPT), cases, str(file)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for cases, file in parts
    ]
    found: dict[str, np.ndarray] = {}
    for process, (_, file) in zip(running, parts, strict=True):
        said = process.communicate()[0]
        assert process.returncode == 0, said[-3000:]
        with np.load(file) as arrays:
            found.update({name: arrays[name] for name in arrays.files if name != "counts"})
            for line in arrays["counts"].tolist():
                name, count = line.split()
                found[name] = found.get(name, np.zeros(1)) + int(count)
    return found


@pytest.mark.slow
def test_what_was_checked_in_every_week_did_happen(plain: dict[str, np.ndarray]) -> None:
    """Nobody in two foci of a round, sizes of foci, hours of a week, time for visits, both sides of a tie, no acquaintance given up ..."""
    for name, least in {"foci": 2000, "visits": 200, "events": 20, "entries_given_up": 100, "entries_refused": 100, "talks": 5000}.items():
        assert plain[name][0] > least, name


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_compiled_loops_do_what_their_source_says(plain: dict[str, np.ndarray], case: int) -> None:
    module = script()
    s = module.society_of(case)
    for _ in range(module.WEEKS):
        module.step(s, case)
    arrays = {**s.ties._asdict(), **s.residents.arrays(), "known": s.engine.words.known}
    assert (arrays["known"] != 0).mean() > 0.1
    for name in ("partner", "last", "origin", "forgot", "talks", "last_came", "groups", "identity", "known"):
        assert np.array_equal(arrays[name], plain[f"{case} {name}"]), name
    assert np.abs(arrays["closeness"].astype(int) - plain[f"{case} closeness"].astype(int)).max() <= 1
    for name in ("slow", "chat_days", "habit", "fatigue"):
        assert np.allclose(arrays[name], plain[f"{case} {name}"], rtol=1e-5, atol=1e-6), name


SHAPE = st.fixed_dictionaries(
    {
        "buildings": st.integers(1, 2),
        "entrances": st.integers(1, 2),
        "floors": st.integers(1, 6),
        "flats_per_floor": st.integers(1, 4),
        "compounds": st.integers(1, 2),
        "communities": st.integers(1, 3),
        "occupancy": st.floats(0.05, 1.0),
    }
)


@given(SHAPE, st.integers(8, 20), st.integers(0, 2**31), st.integers(1, 3), st.floats(0.2, 5.0))
@settings(max_examples=40, deadline=None)
def test_small_communities_of_any_shape_live_a_year(shape: dict[str, int], slots: int, seed: int, threads: int, kappa: float) -> None:
    try:
        s = Society(
            neighbourhood=NeighbourhoodParameters(**shape),  # type: ignore[arg-type]
            population=PopulationParameters(moves_owners=0.3, moves_renters=0.9),
            constants=Constants(ties=TieConstants(slots=slots, kappa=kappa)), seed=seed, threads=threads,
        )  # fmt: skip
    except InputError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert "nobody lives there" in refused
        return
    acquainted: set[tuple[int, int]] = set()
    for _ in range(13):
        s.run(4)
        acquainted = sound(s, acquainted)
    for name, value in s.measure().items():
        # Of nothing there is no share and no mean.
        assert np.isfinite(value) or (np.isnan(value) and info(name).kind in ("share", "number")), name
    assert max(s.residents.chat_days, default=0.0) <= 7.0


def sound(s: Society, acquainted: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Check the tie store; return the acquaintances (both sides) that must not be given up while they are acquaintances."""
    t, r, rows = s.ties, s.residents, s.places.community_rows
    base = np.repeat(rows[:-1], np.diff(rows)).astype(np.int64)
    used = t.partner != EMPTY
    assert np.array_equal(used, np.sort(used, axis=1)[:, ::-1]), "used slots come first"
    i, k = np.nonzero(used)
    j = base[i] + t.partner[i, k]
    assert np.all(j < np.repeat(rows[1:], np.diff(rows))[i])
    assert np.all(r.flat[i] != r.flat[j])
    last = t.last[i, k].astype(int)
    assert np.all(last >= r.arrival[i])
    assert np.all(last < s.week)
    assert np.all(t.slow[i, k] > 0.0)
    assert np.all(t.origin[i, k] < len(s.focus_kinds))
    fresh = last >= r.arrival[j]
    pairs = {(a, b): n for n, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True))}
    assert len(pairs) == len(i)
    for (a, b), n in pairs.items():
        other = pairs.get((b, a))
        if other is None or not fresh[n]:
            assert not fresh[n] or t.forgot[b]
            continue
        for array in (t.closeness, t.slow, t.last, t.origin):
            assert array[i[n], k[n]] == array[i[other], k[other]]
    value = t.slow[i, k] * s.fade.slow[s.week - last]
    now = {pair for pair, n in pairs.items() if fresh[n] and value[n] >= s.constants.ties.acquaintance}
    # Four weeks of fading take 1 % of the slow trace.
    held = {pair for pair in acquainted if pair in pairs}
    gone = {(a, b) for a, b in acquainted - held if max(r.arrival[a], r.arrival[b]) < s.week - 4}
    assert gone == set()
    return {pair for pair in now if value[pairs[pair]] > 1.05 * s.constants.ties.acquaintance}


def test_the_hours_of_everyday_life_fit_a_week() -> None:
    """The longest week that the table of kinds allows, with the longest visits, stays below 168 hours; the usual one far below."""
    longest = np.zeros(13)
    for kind in EVERYDAY.values():
        for r in kind.rounds:
            longest[r] = max(longest[r], kind.hours)
    assert longest.sum() + 2 * TieConstants().visit_hours < 40.0
    assert 112.0 + 2 * 12.0 + 13 * 2.0 <= 168.0


def test_two_engines_in_one_process_do_not_disturb_each_other(bits: Callable[..., dict[str, np.ndarray]]) -> None:
    small = NeighbourhoodParameters(buildings=2, entrances=2, floors=4)
    alone = Society(neighbourhood=small, seed=9)
    alone.run(30)
    first, second = Society(neighbourhood=small, seed=9), Society(neighbourhood=small, seed=10, constants=Constants(ties=TieConstants(slots=16)))
    for _ in range(30):
        first.step()
        second.step()
    a, b = bits(first), bits(alone)
    assert all(np.array_equal(a[name], b[name]) for name in a)
