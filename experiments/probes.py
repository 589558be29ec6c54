"""What the benchmark measures, each in a process of its own: `python -m linli.experiments.probes NAME JSON` prints JSON.

A process of its own gives a clean peak of memory and clean compiled code; nothing measured before can help or hinder.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..scenarios import DEFAULT

if TYPE_CHECKING:
    from ..model.society.society import Society

SCENARIO = DEFAULT
A_COMMUNITY = 2_972
"""Residents of the default community, on average."""


def peak_bytes() -> int:
    """Return the most memory that this process has held."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def society_of(seed: int = 1, threads: int = 1, years: int | None = 3, policy: bool = True, **neighbourhood: object) -> Society:
    """Found the benchmark's society, let it live some years without policy, and begin the policy of the default scenario at once.

    Args:
        seed: the seed.
        threads: threads.
        years: years without policy; None: until ties are stationary.
        policy: whether the mechanisms begin; else there are none.
        neighbourhood: settings of the neighbourhood.
    """
    from ..model.society.society import Society
    from ..scenarios.loader import load

    settings = [f"neighbourhood.{name}={value}" for name, value in neighbourhood.items()]
    scenario = load(SCENARIO)
    begun = [f"{name}.start_week=0" for name in scenario.mechanisms]
    chosen = scenario.with_settings([*settings, *begun]).arm(scenario.arms[1])
    society = Society(
        neighbourhood=chosen.neighbourhood, population=chosen.population, constants=chosen.constants, everyday=chosen.everyday, seed=seed, threads=threads
    )
    society.spin_up(years=years)
    if policy:
        society.attach(chosen.schedules)
    return society


def timed_weeks(society: Society, weeks: int) -> float:
    """Return the seconds that some weeks take."""
    begun = time.perf_counter()
    society.run(weeks)
    return time.perf_counter() - begun


def streaming_pass(society: Society) -> float:
    """Return the seconds that one thread takes to read the whole tie store once, from its first byte to its last; the best of five."""
    import numpy as np

    slots = [one.reshape(-1) for one in society.ties if one.ndim == 2]
    # Eight bytes at a time; the few that are over do not count.
    whole = [one[: one.nbytes // 8 * 8 // one.itemsize].view(np.uint64) for one in slots]
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        for one in whole:
            np.bitwise_or.reduce(one)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def bare() -> dict[str, Any]:
    """Measure the memory of an interpreter that has imported everything and done nothing."""
    import numba  # noqa: F401

    from ..model.society import measures, society, storage  # noqa: F401
    from ..scenarios import loader

    loader.load(SCENARIO)
    return {"peak_bytes": peak_bytes()}


def large(residents: int, threads: int, years: int, weeks: int) -> dict[str, Any]:
    """Run the whole scenario with many communities, on several threads and on one."""
    begun = time.perf_counter()
    society = society_of(threads=threads, years=years, communities=max(1, round(residents / A_COMMUNITY)))
    spun = time.perf_counter() - begun
    society.run(13)
    n = society.residents.n
    before = society.engine.tallies
    several = timed_weeks(society, weeks)
    society.threads = 1
    one = timed_weeks(society, weeks)
    after = society.engine.tallies
    done = n * weeks
    return {
        "residents": n, "threads": threads, "years": years, "founding_and_spin_up_seconds": spun,
        "rate_threads": done / several, "rate_one": done / one, "week_one_seconds": one / weeks, "pass_seconds": streaming_pass(society),
        "talks": (after["talks"] - before["talks"]) / (2 * done), "sides_one": (after["contact_sides"] - before["contact_sides"]) / 2 / one,
        "peak_bytes": peak_bytes(),
    }  # fmt: skip


def small(years: int, weeks: int, seeds: int) -> dict[str, Any]:
    """Run the default community: talks a resident-week, the mean over some seeds, after as many years as the large one."""
    talks, people = 0.0, 0
    for seed in range(1, seeds + 1):
        society = society_of(seed=seed, years=years)
        society.run(13)
        before = society.engine.tallies["talks"]
        society.run(2 * weeks)
        talks += society.engine.tallies["talks"] - before
        people += society.residents.n
    return {"residents": people / seeds, "seeds": seeds, "talks": talks / (people * 2 * weeks)}


def ten_thousand(years: int, weeks: int) -> dict[str, Any]:
    """Run 10,000 residents on one thread, for the growth of cost."""
    society = society_of(years=years, communities=3, buildings=13)
    society.run(13)
    seconds = timed_weeks(society, weeks)
    return {"residents": society.residents.n, "week_seconds": seconds / weeks, "rate": society.residents.n * weeks / seconds}


def twin(threads: int, years: int, weeks: int, twin_weeks: int) -> dict[str, Any]:
    """Run 10,000 residents without mechanisms in the engine and in the plain twin, from one and the same state."""
    from ..model.reference.community import ReferenceCommunity
    from ..model.reference.records import records_of, ties_of

    society = society_of(threads=threads, years=years, policy=False, communities=4, buildings=10)
    people, homes = records_of(society.places, society.residents, society.everyday)
    ties = ties_of(society.places, society.residents, society.ties, [kind.name for kind in society.focus_kinds])
    plain = ReferenceCommunity.from_records(people, homes, society.constants, society.everyday, society.seed, ties=ties, week=society.week)
    plain.step()
    begun = time.perf_counter()
    for _ in range(twin_weeks):
        plain.step()
    slow = (time.perf_counter() - begun) / twin_weeks
    society.run(2)
    fast = timed_weeks(society, weeks) / weeks
    return {"residents": society.residents.n, "threads": threads, "twin_week_seconds": slow, "engine_week_seconds": fast, "times": slow / fast}


def overhead(weeks: int) -> dict[str, Any]:
    """Measure what Python costs a week of about 500 residents: the time of a step less the time in compiled loops."""
    society = society_of(years=1, buildings=2)
    society.run(13)
    inside = time_kernels()
    spent = timed_weeks(society, weeks)
    found = {"week_seconds": spent, "kernel_seconds": inside[0], "overhead_seconds": spent - inside[0]}
    return {"residents": society.residents.n, **{name: seconds / weeks for name, seconds in found.items()}}


def time_kernels() -> list[float]:
    """Put a clock around every compiled loop that Python calls; the list that is returned holds the seconds spent in them."""
    from numba.core.dispatcher import Dispatcher

    seconds = [0.0]
    clock = time.perf_counter

    def wrapped(loop: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            begun = clock()
            try:
                return loop(*arguments)
            finally:
                seconds[0] += clock() - begun

        return call

    home = __package__.rpartition(".")[0] + ".model"
    for name, module in list(sys.modules.items()):
        if name.startswith(home) and module is not None:
            for key, value in list(vars(module).items()):
                if isinstance(value, Dispatcher):
                    setattr(module, key, wrapped(value))
    return seconds


def starsim(people: int, steps: int) -> dict[str, Any]:
    """Measure the contact-sides a second of Starsim's RandomNet (no memory, no attention); nothing if it is not installed."""
    try:
        import starsim as ss
    except ImportError:
        return {}
    contacts = 10
    sim = ss.Sim(n_agents=people, networks=ss.RandomNet(n_contacts=contacts), dur=steps + 5, verbose=0)
    sim.init()
    net = sim.networks[0]
    net.step()
    begun = time.perf_counter()
    sides = 0
    for _ in range(steps):
        net.step()
        sides += 2 * len(net.edges.p1)
    spent = time.perf_counter() - begun
    return {"version": ss.__version__, "people": people, "sides": sides / spent}


def main() -> None:
    """Run the probe that is named and print what it found."""
    probes = {f.__name__: f for f in (bare, large, small, ten_thousand, twin, overhead, starsim)}
    found = probes[sys.argv[1]](**json.loads(sys.argv[2]))
    Path(sys.argv[3]).write_text(json.dumps(found))


if __name__ == "__main__":
    main()
