"""Starting ties of a file: each line is a tie, or is refused with its line, or is what an option asked for."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.given_ties import TieRules, hours_of, read_edges, set_ties
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.founding.roster import Roster, populate_from_roster
from linli.model.founding.roster_columns import LEVELS
from linli.model.founding.roster_file import read_roster
from linli.model.ground.refusal import InputError
from linli.model.people.constants import TieConstants
from linli.model.ties.store import EMPTY, Ties

SMALL = NeighbourhoodParameters(buildings=1, entrances=2, floors=3, flats_per_floor=2)
CUTS = TieConstants()


def write(folder: Path, text: str, name: str = "ties.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """p0 to p5, each in a household of their own, and q, who lives with p5 and a child."""
    people = "id,flat,age\n" + "".join(f"p{k},h{k},40\n" for k in range(6)) + "q,h5,41\nkid,h5,5\n"
    return read_roster(write(tmp_path, people, "people.csv"))


def read(folder: Path, roster: Roster, text: str, **rules):
    return read_edges(write(folder, text), roster, CUTS, TieRules(**rules))


def refused(folder: Path, roster: Roster, text: str, **rules) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, roster, text, **rules)
    assert "ties.csv" in caught.value.text.zh
    return caught.value.text.en


def pairs(edges) -> dict[tuple[int, int], float]:
    return dict(zip(zip(edges.a.tolist(), edges.b.tolist(), strict=True), edges.closeness.tolist(), strict=True))


def test_starting_ties_are_on_both_sides_and_the_weakest_are_left_out_where_that_is_asked_for(tmp_path, roster):
    places, r, rows = populate_from_roster(roster, SMALL, PopulationParameters(), 1, 1)
    text = "a,b,closeness,slow\np0,p1,5,9\np0,p2,4,\np3,p0,1,2\n"
    edges = read(tmp_path, roster, text)
    ties = Ties.empty(r.n, 2)
    assert set_ties(ties, places, rows, edges, 3, 7) == 1
    assert ties.forgot[rows[0]] == 1
    assert ties.partner[rows[0]].tolist() == [rows[1], rows[2]]
    assert ties.slow[rows[0]].tolist() == [9, 4]
    assert ties.closeness[rows[0]].tolist() == [5 * 64, 4 * 64]
    assert ties.partner[rows[1]].tolist() == [rows[0], EMPTY]
    assert ties.partner[rows[3], 0] == rows[0]
    assert ties.slow[rows[3], 0] == 2
    assert (ties.last[rows[1], 0], ties.origin[rows[1], 0]) == (3, 7)


def test_ties_above_the_slots_are_refused_unless_asked_for(tmp_path):
    people = read_roster(write(tmp_path, "id,flat\n" + "".join(f"p{k},h{k}\n" for k in range(12)), "people.csv"))
    text = "a,b,closeness\n" + "".join(f"p0,p{k},{k}\n" for k in range(1, 11))
    few = TieConstants(slots=8)
    with pytest.raises(InputError, match=r'line 10: "p0" has 10 ties; a resident keeps 8 .*roster\.above_slots') as caught:
        read_edges(write(tmp_path, text), people, few)
    assert "第 10 行" in caught.value.text.zh
    kept = read_edges(write(tmp_path, text), people, few, TieRules(above_slots="leave-out-weakest"))
    assert len(kept.a) == 10
    assert "2 entries of the weakest are left out" in kept.notes[0].en
    assert len(read_edges(write(tmp_path, text), people, TieConstants(slots=10)).a) == 10


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("p0,p1,5\n\np0,p9,1\n", 'column "b", line 4: "p9" is not a code of the roster'),
        ("p0,p1.0,1\n", 'There is "p1"'),
        ("p0,p0,1\n", 'line 2: "p0" is tied to themselves'),
        ("p0,p1,3\np5,q,1\n", 'line 3: "p5", "q" are of one household; .*roster.household_ties = "leave-out"'),
        ("p0,p1,3\nkid,p1,1\n", r'line 3: "kid" is a child under 14 \(.*people.csv, line 9\)'),
        ("p0,p1,1\np2,p3,1\np0,p1,2\n", r"line 4: the pair .* stands in line 2 already, in the same direction.*roster\.combine"),
        ("p0,p1,1\np1,p0,2\n", r"line 3: the pair .* stands in line 2 already, in the other direction.*roster\.symmetrise"),
        ("p0,p1,-1\n", 'line 2: "-1" is not allowed'),
        ("p0,p1,0\n", 'line 2: "0" is not allowed; allowed is a number from 0.02 to 1000'),
        ("p0,p1,1001\n", "line 2: .*to 1000"),
        ("p0,p1,\n", r"line 2: neither closeness nor level is given \(blank\)"),
        ("p0,,1\n", 'column "b", line 2: a blank cell'),
        ("NA,p1,1\n", 'column "a", line 2: "NA" marks what is not known'),
        ("p0,p1,5,5,5\n", "line 2: it has 5 cells, the heading has 3"),
    ],
)
def test_a_tie_that_has_no_place_is_refused_with_its_line(tmp_path, roster, lines, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, roster, f"a,b,closeness\n{lines}")


def test_a_comma_at_the_end_of_ties_shifts_nothing(tmp_path, roster):
    edges = read(tmp_path, roster, "a,b,closeness,slow\np1,p2,5,6,\n")
    assert pairs(edges) == {(1, 2): 5.0}
    assert edges.slow.tolist() == [6.0]


def test_lines_inside_households_are_left_out_when_that_is_asked_for(tmp_path, roster):
    edges = read(tmp_path, roster, "a,b,closeness\np5,q,4\np0,p1,5\n", household="leave-out")
    assert pairs(edges) == {(0, 1): 5.0}
    assert "1 lines inside households are left out" in edges.notes[0].en


TWICE = "a,b,closeness\np0,p1,4\np0,p1,8\np1,p0,3\np2,p3,5\np4,p2,6\np2,p4,6\n"


@pytest.mark.parametrize(
    ("combine", "symmetrise", "wanted"),
    [
        ("strongest", "strongest", {(0, 1): 8, (2, 3): 5, (2, 4): 6}),
        ("weakest", "weakest", {(0, 1): 3, (2, 3): 5, (2, 4): 6}),
        ("sum", "sum", {(0, 1): 15, (2, 3): 5, (2, 4): 12}),
        ("mean", "mean", {(0, 1): 4.5, (2, 3): 5, (2, 4): 6}),
        ("sum", "weakest", {(0, 1): 3, (2, 3): 5, (2, 4): 6}),
        ("mean", "mutual", {(0, 1): 4.5, (2, 4): 6}),
    ],
)
def test_lines_of_a_pair_become_one_tie_as_asked(tmp_path, roster, combine, symmetrise, wanted):
    edges = read(tmp_path, roster, TWICE, combine=combine, symmetrise=symmetrise)
    assert pairs(edges) == wanted
    assert any("1 pairs that only one of the two names are left out" in note.en for note in edges.notes) == (symmetrise == "mutual")


def test_each_option_is_needed_for_its_own_kind_of_lines(tmp_path, roster):
    assert "roster.combine" in refused(tmp_path, roster, TWICE, symmetrise="strongest")
    assert "roster.symmetrise" in refused(tmp_path, roster, TWICE, combine="strongest")
    assert "add up to 1200 hours" in refused(tmp_path, roster, "a,b,closeness\np0,p1,600\np0,p1,600\n", combine="sum")


@pytest.mark.parametrize("level", list(LEVELS))
def test_a_level_reaches_its_cut_off_and_not_the_next(level):
    names = list(LEVELS)
    hours = hours_of(level, CUTS)
    assert hours > 1.1 * getattr(CUTS, level)
    for above in names[names.index(level) + 1 :]:
        assert hours < getattr(CUTS, above)
    assert hours_of("acquaintance", TieConstants(acquaintance=20.0)) > 20.0, "also where the cut-offs are in another order"


def test_levels_in_words_of_both_languages_beside_hours(tmp_path, roster):
    edges = read(tmp_path, roster, "居民甲,居民乙,关系等级,亲近度\np0,p1,熟人,\np0,p2,Friend,\np0,p3,,7\n")
    assert pairs(edges) == {(0, 1): hours_of("acquaintance", CUTS), (0, 2): hours_of("friend", CUTS), (0, 3): 7.0}
    assert edges.slow.tolist() == edges.closeness.tolist()
    assert "line 2: both closeness and level" in refused(tmp_path, roster, "a,b,level,closeness\np0,p1,friend,3\n")
    assert 'line 2: "pal" is no level; allowed are recognised (面熟)' in refused(tmp_path, roster, "a,b,level\np0,p1,pal\n")


def test_a_file_of_ends_alone_needs_a_level_for_all(tmp_path, roster):
    text = "target,source\np1,p0\np3,p2\n"
    assert 'roster.level = "acquaintance"' in refused(tmp_path, roster, text)
    edges = read(tmp_path, roster, text, level="friend")
    assert pairs(edges) == {(0, 1): hours_of("friend", CUTS), (2, 3): hours_of("friend", CUTS)}
    assert "ties have no direction" in edges.notes[0].en
    assert not read(tmp_path, roster, text, level="friend", symmetrise="strongest").notes
    assert "A weight says how well two know each other only in hours" in refused(tmp_path, roster, "source,target,weight\np0,p1,3\n")


def test_a_file_without_any_acquaintance_is_told_of(tmp_path, roster):
    weak = read(tmp_path, roster, "a,b,closeness\np0,p1,1\np2,p3,2.9\n")
    assert "no pair reaches the cut-off of an acquaintance (3 hours on the slow trace; the strongest has 2.9)" in weak.notes[0].en
    assert "没有一对达到熟人的门槛" in weak.notes[0].zh
    assert not read(tmp_path, roster, "a,b,closeness\np0,p1,1\np2,p3,3\n").notes


def test_a_tie_of_two_communities_is_refused_with_its_line(tmp_path):
    people = read_roster(write(tmp_path, "id,community,flat\nx,1,1\ny,2,1\nz,1,2\n", "people.csv"))
    spec = SMALL.model_copy(update={"communities": 2})
    places, r, rows = populate_from_roster(people, spec, PopulationParameters(), 1, 1)
    edges = read_edges(write(tmp_path, "a,b,closeness\nx,z,3\nx,y,3\n"), people)
    with pytest.raises(InputError, match="line 3: the tie joins residents of two communities"):
        set_ties(Ties.empty(r.n, 8), places, rows, edges, 0, 0)


LINES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0.5, 1.0, 2.25, 40.0])).filter(lambda t: t[0] != t[1]), min_size=1)


@given(LINES, st.sampled_from(["strongest", "weakest", "mean", "sum"]), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_columns_changes_no_bit(tmp_path_factory, lines, how, rnd):
    folder = tmp_path_factory.mktemp("order")
    people = read_roster(write(folder, "id,flat\n" + "".join(f"p{k},h{k}\n" for k in range(5)), "people.csv"))
    frame = pd.DataFrame([(f"p{a}", f"p{b}", hours) for a, b, hours in lines], columns=["a", "b", "closeness"])
    columns, order = list(frame), list(range(len(frame)))
    rnd.shuffle(columns)
    rnd.shuffle(order)
    rules = TieRules(combine=how, symmetrise=how)
    first = read_edges(write(folder, frame.to_csv(index=False)), people, CUTS, rules)
    second = read_edges(write(folder, frame[columns].iloc[order].to_csv(index=False)), people, CUTS, rules)
    for name in ("a", "b", "closeness", "slow"):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
    groups = frame.assign(pair=[tuple(sorted(pair)) for pair in zip(frame["a"], frame["b"], strict=True)]).groupby("pair")["closeness"]
    assert len(first.a) == len(groups)
    if how in ("sum", "strongest", "weakest"):
        plain = {"sum": groups.sum, "strongest": groups.max, "weakest": groups.min}[how]().to_dict()
        for (a, b), hours in pairs(first).items():
            assert math.isclose(hours, plain[f"p{a}", f"p{b}"])
