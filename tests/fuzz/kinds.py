"""The kinds of inputs: right ones to begin with, how they are made wrong, and who reads them."""

from __future__ import annotations

import contextlib
import io
import random
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from cities import (
    CITIES,
    FEW,
    TABLES,
    begin_city,
    make_city,
    make_communities,
    make_travelling,
    read_city,
    read_city_folder,
    read_communities,
    read_travelling,
    right_travelling,
)
from collected import begin_local, begin_rehearsal, make_tables, read_tables, right_tables
from fits import begin_fit, make_fit, read_fit, right_fit
from folders import TINY, WRITTEN, keep, make_folder, read_folder, right_folder
from linli.model.founding.size import expected_residents
from linli.model.ground.refusal import InputError
from linli.scenarios import loader, published
from linli.scenarios.errors import one_line_title
from linli.scenarios.rosters import found_society
from linli.scenarios.schema import Scenario
from linli.scenarios.settings import constants_with
from mutators import as_toml, changed_bytes, changed_cells, changed_data
from own_compound import COUNTS, make_counts, make_map, read_compound, right_maps
from searches import CONDITIONS, begin_condition, begin_search, make_condition, make_search_plan, read_condition, read_search, read_search_plan
from searches import PLANS as SEARCH_PLANS

SMALL, OFTEN = 400.0, 25
"""Residents of a scenario that is lived in for two weeks, and of how many accepted inputs one is."""
Make = Callable[[random.Random], bytes]
Read = Callable[[bytes, Path, int], None]


class Kind(NamedTuple):
    """One kind of inputs.

    Attributes:
        name: of the kind.
        right: right inputs, which must be accepted; made after `begin`.
        make: the input of a generator.
        read: read it as linli does; what it raises is looked at.
        begin: is called once before all.
    """

    name: str
    right: Callable[[], Sequence[bytes]]
    make: Make
    read: Read
    begin: Callable[[Path], None] = lambda _folder: None


def _file(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def _mixed(r: random.Random, raw: bytes, data: Any, write: Callable[[Any], bytes]) -> bytes:
    return changed_bytes(r, raw) if r.random() < 0.5 else write(changed_data(r, data))


# Scenarios

RICH = b"""
format = 1
title = { en = "Rich", zh = "\xe4\xb8\xb0\xe5\xaf\x8c" }
weeks = 60
[neighbourhood]
preset = "old-walk-up"
buildings = 1
entrances = 2
floors = 3
[population]
renters = 0.4
[population.households]
one = 0.5
[ties]
slots = 24
tau = 1.0
[services.help]
base = 0.2
[everyday.yard]
hours = 5.0
rounds = [1, 10]
chance = { retired = 0.5, carer = 0.4 }
[everyday.cards]
scope = "group"
size = 4
hours = 2.0
rounds = [3]
chance = { retired = 0.2 }
[mechanisms.building-gates]
gatherings_a_year = 6
[[schedule]]
week = 20
set = { building-gates = { incentive = "money" } }
[arms.before]
title = "Without"
[arms.after.building-gates]
gatherings_a_year = 24
[arms.more]
population = { renters = 0.1 }
mechanisms = { meetings = { a_year = 4 } }
"""
SCENARIOS = [RICH, RICH, *((loader.FOLDER / f"{name}.toml").read_bytes() for name in loader.names())]


def make_scenario(r: random.Random) -> bytes:
    raw = r.choice(SCENARIOS)
    return _mixed(r, raw, tomllib.loads(raw.decode()), as_toml)


def live(scenario: Scenario, number: int) -> None:
    """Let the people of every so manieth scenario live for two weeks, if they are few."""
    people = expected_residents(scenario.neighbourhood, scenario.population)[0] * scenario.neighbourhood.communities
    if number % OFTEN or people > SMALL:
        return
    from linli.model.society.society import Society

    s = scenario.arm(scenario.arms[-1])
    society = Society(neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, mechanisms=s.standing)
    society.begin_scenario()
    society.attach(s.schedules)
    society.run(2)
    assert all(np.isfinite(list(society.measure().values())) | np.isnan(list(society.measure().values())))


def begin_living(folder: Path) -> None:
    """Let some people live and be asked once, so that all is compiled before time is taken."""
    live(Scenario.from_dict(tomllib.loads(RICH.decode()), "rich"), 0)
    from linli.experiments.reproduction.reproduce import reproduce

    reproduce(published.load_study("van-de-bunt"), quick=True)


def read_scenario(raw: bytes, folder: Path, number: int) -> None:
    scenario = loader.load(_file(folder, "mine.toml", raw))
    again = Scenario.from_dict(tomllib.loads(scenario.to_toml()), "again")
    assert again.hash() == scenario.hash(), "what is written is not what was read"
    for arm in scenario.arms:
        title = scenario.arm_title(arm)
        assert one_line_title(title.en) == title.en
        assert one_line_title(title.zh) == title.zh
    live(scenario, number)


# Settings

SETTINGS = (
    "building-gates.gatherings_a_year=24", "population.renters=0.3", "neighbourhood.preset=towers", "weeks=52", "arms.after.building-gates.incentive=\"money\"",
    "everyday.yard.hours=3.5", "ties.kappa=0.8", "everyday.yard.rounds=[1, 2]", "seed=3",
)  # fmt: skip


def make_setting(r: random.Random) -> bytes:
    return changed_bytes(r, r.choice(SETTINGS).encode())


def read_setting(raw: bytes, folder: Path, number: int) -> None:
    setting = raw.decode("utf-8", "surrogateescape").replace("\0", "")
    loader.load("building-gates").with_settings([setting])
    if number % 2:
        constants_with([setting])


# Studies

STUDIES = [(published.FOLDER / f"{name}.toml").read_bytes() for name in published.study_names()]


def make_study(r: random.Random) -> bytes:
    raw = r.choice(STUDIES)
    return _mixed(r, raw, tomllib.loads(raw.decode()), as_toml)


def read_study(raw: bytes, folder: Path, number: int) -> None:
    study = published.load_study(_file(folder, "mine.toml", raw))
    assert one_line_title(study.title.en) == study.title.en
    assert study.hash() == published.load_study(folder / "mine.toml").hash()
    for table in study.tables:
        assert table.rows >= 1
        assert len(table.labels) == table.rows
        assert np.isfinite(table.fields.published).all()
        assert all(one > 0 for one in (*table.fields.n, *table.fields.se))
    if number % OFTEN == 0 and study.head.years_before == 0 and study.head.weeks <= 30:
        people = max((arm.people.number if arm.people is not None else 1e9) for arm in study.arms.values())
        if people * study.head.quick.sites <= 2 * SMALL:
            from linli.experiments.reproduction.reproduce import reproduce

            reproduce(study, quick=True)


# Tables of people

ROSTER = (
    b"id,flat,age,sex,tenure,education,free_hours,interest_chess,party,trust_neighbours\n"
    b"a,1,70,female,owner,lower,30,0.5,no,0.7\nb,1,72,male,owner,upper,35,0.2,yes,0.6\nc,2,34,f,renter,tertiary,12,,no,0.5\nd,3,29,m,,3,10,0.9,0,\n"
    b"e,4,45,\xe5\xa5\xb3,\xe8\x87\xaa\xe6\x9c\x89,1,20,0.1,1,0.9\n"
)
PLACED = b"building,gate,floor,flat,age,sex\n1,1,1,1,60,0\n1,1,1,2,61,1\n1,2,3,1,20,0\n1,2,3,1,52,1\n"
EDGES = b"a,b,closeness,slow\na,e,40,50\na,c,3.5,4\nc,d,10,12\nd,e,1,2\n"
SHARES = b"field,value\nrenters,0.4\nhouseholds.one,0.5\nparty,0.05\n"


def _roster_scenario(folder: Path, **files: str) -> Scenario:
    data = {"neighbourhood": {"buildings": 1, "entrances": 2, "floors": 3, "flats_per_floor": 2}, "roster": files}
    return Scenario.from_dict(data, "mine", "mine.toml", str(folder))


def make_roster(r: random.Random) -> bytes:
    raw = r.choice((ROSTER, PLACED))
    return changed_bytes(r, raw) if r.random() < 0.4 else changed_cells(r, raw)


def read_roster(raw: bytes, folder: Path, number: int) -> None:
    _file(folder, "people.csv", raw)
    scenario = _roster_scenario(folder, residents="people.csv")
    if number % OFTEN == 0:
        _file(folder, "none.csv", b"a,b,closeness\n")
        with contextlib.suppress(InputError):
            found_society(_roster_scenario(folder, residents="people.csv", ties="none.csv"), 1).run(1)
    scenario.hash()


def make_edges(r: random.Random) -> bytes:
    return changed_bytes(r, EDGES) if r.random() < 0.4 else changed_cells(r, EDGES)


def read_edges(raw: bytes, folder: Path, number: int) -> None:
    _file(folder, "people.csv", ROSTER)
    _file(folder, "ties.csv", raw)
    scenario = _roster_scenario(folder, residents="people.csv", ties="ties.csv")
    if number % OFTEN == 0:
        found_society(scenario, 1).run(1)


def make_shares(r: random.Random) -> bytes:
    return changed_bytes(r, SHARES) if r.random() < 0.4 else changed_cells(r, SHARES)


def read_shares(raw: bytes, folder: Path, number: int) -> None:
    _file(folder, "tables.csv", raw)
    _roster_scenario(folder, tables="tables.csv")


def right_frame() -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(ROSTER))


def packed(frame: pd.DataFrame, compression: str | None = "snappy") -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream, compression=compression)
    return stream.getvalue()


def make_parquet(r: random.Random) -> bytes:
    """Change the bytes of a Parquet file, or write one of columns of odd kinds."""
    frame = right_frame()
    if r.random() < 0.5:
        column = r.choice(list(frame.columns))
        odd = r.choice(
            (
                lambda c: [[1, 2]] * len(c), lambda c: pd.Timestamp("2020-01-01"), lambda c: [b"\xff\xfe"] * len(c), lambda c: None, lambda c: 1e300,
                lambda c: [{"a": 1}] * len(c), lambda c: pd.Series(c, dtype="category"), lambda c: True, lambda c: float("inf"), lambda c: "x" * 3000,
                lambda c: pd.Timedelta(3, "h"),
            )
        )  # fmt: skip
        frame[column] = odd(frame[column])
    raw = packed(frame, r.choice(("snappy", "gzip", "zstd", None)))
    return changed_bytes(r, raw) if r.random() < 0.7 else raw


def read_parquet(raw: bytes, folder: Path, number: int) -> None:
    _file(folder, "people.parquet", raw)
    _roster_scenario(folder, residents="people.parquet")


# Posteriors and surveys


def right_posterior() -> bytes:
    from linli.experiments.calibration.posterior import SHIPPED

    return b"\n".join(SHIPPED.read_bytes().splitlines()[:6]) + b"\n"


def make_posterior(r: random.Random) -> bytes:
    raw = right_posterior()
    return changed_bytes(r, raw) if r.random() < 0.5 else changed_cells(r, raw)


def read_posterior(raw: bytes, folder: Path, number: int) -> None:
    from linli.experiments.calibration.posterior import read_posterior as read

    found = read(_file(folder, "posterior.csv", raw))
    assert np.isfinite(found.draws).all()
    assert len(set(found.keys)) == len(found.keys)


def right_survey(language: str) -> bytes:
    from linli.model.questions.own_survey import FORM
    from linli.scenarios.own_survey import sheet

    return sheet(language, {kind.name: [5 + k for k in range(len(kind.answers.texts))] for kind in FORM})


def make_survey(r: random.Random) -> bytes:
    raw = right_survey(r.choice(("en", "zh", "both")))
    return changed_bytes(r, raw) if r.random() < 0.5 else changed_cells(r, raw)


def read_survey(raw: bytes, folder: Path, number: int) -> None:
    from linli.scenarios.own_survey import read_survey as read
    from linli.scenarios.own_survey import survey_study

    survey = read(_file(folder, "counts.csv", raw))
    assert all(count >= 0 for counts in survey.counts.values() for count in counts)
    if number % OFTEN == 0:
        survey_study(survey)


# What linli wrote itself

def begin_state(folder: Path) -> None:
    from linli.model.society.society import Society

    s = Scenario.from_dict(TINY, "tiny")
    society = Society(neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, mechanisms=s.standing)
    society.run(1)
    society.save(folder / "right.society")
    WRITTEN["state"] = (folder / "right.society").read_bytes()


def make_state(r: random.Random) -> bytes:
    return changed_bytes(r, WRITTEN["state"])


def read_state(raw: bytes, folder: Path, number: int) -> None:
    from linli.model.society.society import Society
    from linli.model.society.storage import StoredError

    try:
        Society.load(_file(folder, "mine.society", raw))
    except StoredError as error:
        raise InputError(str(error), str(error)) from None
    assert raw == WRITTEN["state"], "a changed state was believed"


def begin_folder(folder: Path) -> None:
    from linli.experiments.run import run_scenario

    right = folder / "right"
    run_scenario(Scenario.from_dict(TINY, "tiny"), seed=1, threads=1, snapshot_weeks=[0, 3], out=right)
    keep(right)


# Plans and folders of sweeps

PLANS = [
    b"""
title = { en = "A plan", zh = "\xe8\xae\xa1\xe5\x88\x92" }
scenario = "tiny.toml"
arms = ["before", "after"]
weeks = 3
replications = 2
seeds = "own"
measures = ["acquaintances", "yuan"]
every = 2
limit = 500
[set]
"neighbourhood.floors" = 2
[design]
kind = "KIND"
[parameters]
PARAMETERS
""".replace(b"KIND", kind).replace(b"PARAMETERS", said)
    for kind, said in (
        (b"factorial", b'"gatherings_a_year" = [0, 24]\n"building-gates.knock_share" = { low = 0.0, high = 1.0, steps = 3 }'),
        (b'sobol"\npoints = 8\nseed = 3 # "', b'"building-gates.knock_share" = { low = 0.1, high = 1.0, scale = "log" }'),
        (b'morris"\npoints = 4\nlevels = 6 # "', b'"neighbourhood.floors" = { low = 1, high = 4, whole = true }\nbuilding-gates.gatherings_a_year = [0, 5.5]'),
    )
]


def make_plan(r: random.Random) -> bytes:
    raw = r.choice(PLANS)
    return _mixed(r, raw, tomllib.loads(raw.decode()), as_toml)


def read_plan(raw: bytes, folder: Path, number: int) -> None:
    from linli.experiments.sweep.plan import Plan
    from linli.experiments.sweep.work import Worker, job_of

    _file(folder, "tiny.toml", as_toml(TINY))
    plan = Plan.read(_file(folder, "plan.toml", raw))
    assert one_line_title(plan.title.en) == plan.title.en
    assert len(plan.points) * plan.replications == plan.runs
    assert plan.hash() == Plan.read(folder / "plan.toml").hash()
    last = plan.task(plan.runs - 1)
    assert last.point == len(plan.points) - 1
    s = plan.scenario
    if number % OFTEN == 0 and expected_residents(s.neighbourhood, s.population)[0] * s.neighbourhood.communities < SMALL and plan.weeks < 20:
        Worker(job_of(plan, 1)).work(last)


def begin_sweep(folder: Path) -> None:
    from linli.experiments.sweep.api import sweep

    _file(folder, "tiny.toml", as_toml(TINY))
    right = folder / "right"
    sweep(_file(folder, "plan.toml", PLANS[0]), right, workers=0, progress=False)
    keep(right)


# A kind that breaks the limits, to see that they are kept.


def read_hungry(raw: bytes, folder: Path, number: int) -> None:
    if number == 0:
        np.ones(3 << 30, np.uint8)
    elif number == 1:
        raise RuntimeError("a fault")
    else:
        raise InputError("5: Input should be less", "")


KINDS = {
    kind.name: kind
    for kind in (
        Kind("scenario", lambda: SCENARIOS, make_scenario, read_scenario, begin_living),
        Kind("setting", lambda: [one.encode() for one in SETTINGS], make_setting, read_setting),
        Kind("study", lambda: STUDIES, make_study, read_study, begin_living),
        Kind("roster", lambda: [ROSTER, PLACED], make_roster, read_roster, begin_living),
        Kind("edges", lambda: [EDGES], make_edges, read_edges, begin_living),
        Kind("shares", lambda: [SHARES], make_shares, read_shares),
        Kind("parquet", lambda: [packed(right_frame())], make_parquet, read_parquet),
        Kind("posterior", lambda: [right_posterior()], make_posterior, read_posterior),
        Kind("survey", lambda: [right_survey(language) for language in ("en", "zh", "both")], make_survey, read_survey),
        Kind("map", right_maps, make_map, read_compound),
        Kind("counts", lambda: COUNTS, make_counts, read_compound),
        Kind("state", lambda: [WRITTEN["state"]], make_state, read_state, begin_state),
        Kind("folder", right_folder, make_folder, read_folder, begin_folder),
        Kind("plan", lambda: PLANS, make_plan, read_plan, begin_living),
        Kind("sweep", right_folder, make_folder, read_folder, begin_sweep),
        Kind("search plan", lambda: SEARCH_PLANS, make_search_plan, read_search_plan),
        Kind("search", right_folder, make_folder, read_search, begin_search),
        Kind("condition", lambda: [one.encode() for one in CONDITIONS[:-1]], make_condition, read_condition, begin_condition),
        Kind("city", lambda: [*CITIES, FEW], make_city, read_city),
        Kind("communities", lambda: TABLES, make_communities, read_communities),
        Kind("city folder", right_folder, make_folder, read_city_folder, begin_city),
        Kind("travelling", right_travelling, make_travelling, read_travelling),
        Kind("local folder", right_folder, make_folder, read_folder, begin_local),
        Kind("rehearsal", right_folder, make_folder, read_folder, begin_rehearsal),
        Kind("collected", right_tables, make_tables, read_tables),
        Kind("fit", right_fit, make_fit, read_fit, begin_fit),
    )
}
KINDS["hungry"] = Kind._make(("hungry", list, lambda _r: b"", read_hungry, lambda _folder: None))
