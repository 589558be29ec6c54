"""Events that people of a roster attended before the start: who came lately, and how much of a habit it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.model.founding.given_events import read_attended, set_attended
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.founding.roster import Roster, populate_from_roster
from linli.model.founding.roster_file import read_roster
from linli.model.ground.refusal import InputError
from linli.model.people.residents import NEVER

SMALL = NeighbourhoodParameters(buildings=1, entrances=2, floors=3, flats_per_floor=2)


def write(folder: Path, text: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return read_roster(write(tmp_path, "id,flat,age\nx,h1,40\ny,h2,50\nz,h3,60\nkid,h3,4\n", "people.csv"))


def test_the_last_week_and_the_habit_are_those_of_the_attendances(tmp_path, roster):
    attended = read_attended(write(tmp_path, "编号,活动,周\ny,dance,-8\nx,dance,-8\ny,dance,-1\ny,chess,-30\n"), roster)
    _, r, rows = populate_from_roster(roster, SMALL, PopulationParameters(), 1, 1)
    r.habit[:], r.last_came[:], r.came_to[:] = 0.9, 3, 255
    set_attended(r, rows, attended, 100, 0.15)
    assert r.last_came[rows].tolist() == [92, 99, NEVER]
    lived = 0.0
    for _ in range(3):
        lived += 0.15 * (1.0 - lived)
    assert r.habit[rows] == pytest.approx([0.15, lived, 0.0])
    assert r.came_to[rows].tolist() == [0, 0, 0]
    assert np.count_nonzero(r.last_came != NEVER) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,week\nx,-1\nw,-2\n", 'column "id", line 3: "w" is not a code of the roster'),
        ("id,week\nkid,-2\n", "line 2: .*child under 14"),
        ("id,week\nx,1\n", 'column "week", line 2: "1" is not allowed; allowed is a whole number from -5000 to -1'),
        ("id,week\nx,\n", 'column "week", line 2: a blank cell'),
        ("id,week,event\nx,-1,e\ny,-1,e\nx,-1,e\n", 'column "event", line 4: the same person, event and week stand in line 2'),
        ("id\nx\n", 'column "week" is missing'),
        ("id,week,when\nx,-1,2\n", 'no column "when"'),
    ],
)
def test_wrong_events_are_refused_with_their_line(tmp_path, roster, text, said):
    with pytest.raises(InputError, match=said):
        read_attended(write(tmp_path, text), roster)


def test_coming_twice_in_a_week_counts_twice(tmp_path, roster):
    attended = read_attended(write(tmp_path, "id,week\nx,-1\nx,-1\n"), roster)
    assert np.bincount(attended.person).tolist() == [2]
