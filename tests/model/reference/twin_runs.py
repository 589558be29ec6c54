"""The array engine and the plain twin on the same people: `python twin_runs.py SEEDS FILE` writes their measures as JSON.

SEEDS is a list of numbers separated by commas; each is one community of about 200 residents, drawn once, lived by both for 78
weeks from no ties at all, with a weekly event for every gate and one for all from week 26 on. Every third seed lives by the other rule of each pair
that the tables cannot tell apart. Run by test_twin.py.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from linli.model.contract.mechanism import Mechanism, MechanismParameters
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people.constants import Constants, DecisionConstants, TieConstants
from linli.model.people.everyday import EVERYDAY
from linli.model.people.residents import Role
from linli.model.reference import ReferenceCommunity, ReferenceEvent, measures, records_of
from linli.model.reference.measures import CHAT_DAYS
from linli.model.society.society import Society
from linli.model.ties.counting import acquaintance_counts

WEEKS, FIRST = 78, 26
FOR_ALL = {"poster": 0.05, "hours": 1.0, "capacity": 12, "round": 5, "topic": 4, "openness": 0.6}
HOUSES = NeighbourhoodParameters(buildings=2, entrances=2, floors=8, flats_per_floor=3)
EVENT = {
    "poster": 0.2, "chat": 0.4, "knock": 0.15, "quality": 0.8, "hours": 2.0, "capacity": 9, "topic": 1, "round": 11, "yuan": 5.0, "helpers": int(Role.PARTY),
}  # fmt: skip


class Evenings(Mechanism[MechanismParameters]):
    """A weekly event for every gate, and before it in the week one for all."""

    name = "evenings"
    title = Text("evenings", "聚会")

    kinds = {"event": Text("event", "活动")}

    def plan(self, week: Week) -> None:
        p = week.places
        if week.number >= FIRST:
            week.call("event", unit="community", place=np.zeros((1, 2)), again=1, **renamed(FOR_ALL))
            week.call("event", organiser=p.gate_rows[:-1] + 3, by_committee=True, **renamed(EVENT))


def renamed(columns: dict[str, float]) -> dict[str, Any]:
    """Return columns of events under the names that a call has for them."""
    names = {"capacity": "room_for", "round": "when", "yuan": "pays", "helpers": "first"}
    return {names.get(name, name): value for name, value in columns.items()}


def constants_of(seed: int) -> Constants:
    """Return the constants of a seed: every third has the other rules."""
    if seed % 3:
        return Constants()
    return Constants(ties=TieConstants(forgetting="power", familiarity="gradual"), decision=DecisionConstants(habit_mate="liked"))


def engine_of(seed: int) -> Society:
    s = Society(neighbourhood=HOUSES, seed=seed, constants=constants_of(seed))
    s.attach({"evenings": MechanismParameters()}, {"evenings": Evenings})
    return s


def engine_measures(s: Society) -> dict[str, float]:
    """Live the engine and count what the twin counts, by the twin's names."""
    n = s.residents.n
    s.run(WEEKS - 1)
    before = s.engine.tallies
    s.step()
    found = {**s.measure(), "chat_days": float(s.residents.chat_days.mean())}
    found["origin.event"] = found.pop("origin.evenings.event")
    for name in ("talks", "visits"):
        found[name] = (s.engine.tallies[name] - before[name]) / n
    above = np.inf
    for name, low in CHAT_DAYS:
        found[name] = float(((s.residents.chat_days >= low) & (s.residents.chat_days < above)).mean())
        above = low
    for name in ("heard", "wanted", "came"):
        found[name] = float(s.events.table[name].sum())
    found["acquaintances_sd"] = float(acquaintance_counts(s, np.arange(n)).std())
    found["newcomers"] = float((s.residents.arrival >= 0).mean())
    found["born"] = float((s.residents.groups[-1] != 65535).mean())
    return found


def twin_measures(s: Society, seed: int) -> dict[str, float]:
    """Live the twin, from the same people and groups as the engine has at the beginning."""
    people, homes = records_of(s.places, s.residents, EVERYDAY)
    rows, xy = s.places.gate_rows.tolist(), s.places.gate_xy.tolist()

    def plan(week: int) -> list[ReferenceEvent]:
        if week < FIRST:
            return []
        for_all = ReferenceEvent(identity=1000 * week + 999, audience=range(rows[-1]), **FOR_ALL)  # type: ignore[arg-type]
        return [for_all] + [
            ReferenceEvent(
                identity=gate + 1000 * week, audience=range(lo, hi), x=xy[gate][0], y=xy[gate][1], by_committee=True, organiser=lo + 3, **EVENT,  # type: ignore[arg-type]
            )
            for gate, (lo, hi) in enumerate(pairwise(rows))
        ]  # fmt: skip

    twin = ReferenceCommunity.from_records(people, homes, constants_of(seed), seed=seed, plan=plan)
    for _ in range(WEEKS):
        twin.step()
    found = measures(twin)
    found["newcomers"] = sum(i.person.arrival >= 0 for i in twin.residents) / len(twin.residents)
    found["born"] = sum("born" in i.groups for i in twin.residents) / len(twin.residents)
    return found


def main() -> None:
    """Write [[engine, twin], ...] of the seeds."""
    out = []
    for seed in (int(x) for x in sys.argv[1].split(",")):
        s = engine_of(seed)
        twin = twin_measures(s, seed)
        engine = engine_measures(s)
        out.append([engine, {name: value for name, value in twin.items() if name in engine}])
    Path(sys.argv[2]).write_text(json.dumps(out))


if __name__ == "__main__":
    main()
