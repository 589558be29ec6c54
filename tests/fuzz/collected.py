"""What a committee has of its compound, made wrong: a table of two waves and one of those who came. An input is a table's name, a line end, the table."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
from folders import TINY, keep
from mutators import changed_bytes, changed_cells

PEOPLE = range(12)
WAVES = ("wave1.csv", "wave2.csv", "attendance.csv")
WEEKS = {
    "wave1.csv": "id,week,known,helpers,groups,years\n" + "".join(f"p{k},13,{k},{k // 2},{k % 3},{k + 0.5}\n" for k in PEOPLE),
    "wave2.csv": "id,week,known,again,came\n" + "".join(f"p{k},{40 + k % 2},{k + 1},{max(k - 1, 0)},\n" for k in PEOPLE[1:]),
    "attendance.csv": "event,week,id,kind\ne1,3,a,gathering\ne1,3,b,gathering\ne2,9,a,show\n",
}
DATES = {
    "wave1.csv": "编号,日期,熟人数\n" + "".join(f"p{k},2025-04-01,{k}\n" for k in PEOPLE),
    "wave2.csv": "编号,调查日期,熟人数,再次列出人数,被邀次数\n" + "".join(f"p{k},2025/10/0{k % 7 + 1},{k},{max(k - 1, 0)},1\n" for k in PEOPLE),
    "attendance.csv": "活动,日期,到场人数\n元宵,2025-02-12,20\n端午,2025-05-31,35\n",
}


def right_tables() -> list[bytes]:
    return [f"{how} {name}\n{tables[name]}".encode() for how, tables in (("weeks", WEEKS), ("dates", DATES)) for name in WAVES]


def make_tables(r: random.Random) -> bytes:
    head, _, raw = r.choice(right_tables()).partition(b"\n")
    return head + b"\n" + (changed_bytes(r, raw) if r.random() < 0.4 else changed_cells(r, raw))


def read_tables(raw: bytes, folder: Path, number: int) -> None:
    """Read all three; what is accepted must give statistics and a way of asking that a play can follow."""
    from linli.experiments.local.collected import pattern_of
    from linli.experiments.local.reading import Period, read_collected, tables_of
    from linli.experiments.local.statistics import statistics

    head, _, content = raw.partition(b"\n")
    how, name = head.decode().split()
    for other, right in (WEEKS if how == "weeks" else DATES).items():
        (folder / other).write_bytes(content if other == name else right.encode())
    period = Period(52, date(2025, 1, 1) if how == "dates" else None, ("building-gates.gathering", "building-gates.show"))
    first, second, lists = (folder / one for one in WAVES)
    found = read_collected(first, second, lists, period)
    pattern = pattern_of(found)
    assert 0 <= pattern.weeks[0] < pattern.weeks[1] <= period.weeks
    assert 1 <= pattern.span[0] <= pattern.span[1] <= period.weeks
    told = statistics(found)
    assert told
    assert not np.isinf(list(told.values())).any()
    for other, text in tables_of(found).items():
        (folder / other).write_text(text, encoding="utf-8")
    again = read_collected(first, second, lists, period._replace(start=None))
    assert [wave.week for wave in again.waves] == [wave.week for wave in found.waves]


def begin_local(folder: Path) -> None:
    """Write a fit of a tiny compound to few plays: no number in it means anything."""
    from linli.experiments.local import estimate, fit
    from linli.experiments.local.rehearsal import local_simulated
    from linli.scenarios.schema import Scenario

    estimate.FEWEST_NEAR, estimate.SHUFFLES, fit.DRAWS = 1, 3, 5
    compound = Scenario.from_dict({**TINY, "weeks": 3}, "tiny").arm("after")
    fit.local_fit(compound, local_simulated(compound, 12, weeks=(1, 3)), out=folder / "right", plays=16, workers=0, progress=False)
    keep(folder / "right")


def begin_rehearsal(folder: Path) -> None:
    """Write a rehearsal of a tiny compound by few plays."""
    from linli.experiments.local import estimate
    from linli.experiments.local.rehearsal import local_rehearsal
    from linli.scenarios.schema import Scenario

    estimate.FEWEST_NEAR, estimate.SHUFFLES = 1, 3
    compound = Scenario.from_dict({**TINY, "weeks": 3}, "tiny")
    local_rehearsal(compound, out=folder / "right", arm="after", answered=(12,), weeks=(1, 3), plays=16, truths=5, workers=0, progress=False)
    keep(folder / "right")
