"""A researcher's own data: what is told is kept, what is not is drawn to fit, what could name a person is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.given_ties import read_edges, set_ties
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import populate
from linli.model.founding.population import PopulationParameters
from linli.model.founding.privacy import looks_private
from linli.model.founding.roster import populate_from_roster
from linli.model.founding.roster_columns import COLUMNS
from linli.model.founding.roster_file import read_roster
from linli.model.ground.refusal import InputError
from linli.model.people.residents import Role, Situation, pack_traits
from linli.model.ties.store import EMPTY, Ties
from linli.scenarios.shares import read_shares as read_tables

SMALL = NeighbourhoodParameters(buildings=1, entrances=2, floors=3, flats_per_floor=2)
SPEC = PopulationParameters()


def write(folder: Path, text: str, name: str = "roster.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as refused:
        read_roster(path)
    assert refused.value.text.zh
    assert "\n" not in refused.value.text.en
    return refused.value


PLACED = """id,building,gate,floor,flat,age,sex,tenure,party,interest_dancing
q1,1,2,3,1,67,女,owner,yes,0.9
q2,1,2,3,1,70,male,owner,,
q3,1,1,1,2,16,f,renter,no,
"""


def test_a_placed_roster_is_kept_to_the_flat_and_the_rest_is_drawn_to_fit(tmp_path):
    roster = read_roster(write(tmp_path, PLACED))
    places, r, rows = populate_from_roster(roster, SMALL, SPEC, 1, 2)
    assert r.n == 3
    assert r.age[rows].tolist() == [67, 70, 16]
    assert r.sex[rows].tolist() == [0, 1, 0]
    assert r.tenure[rows].tolist() == [0, 0, 1]
    assert r.gate[rows].tolist() == [1, 1, 0]
    assert r.flat[rows].tolist() == [10, 10, 1]
    assert r.roles[rows][0] & Role.PARTY
    assert not r.roles[rows][2] & Role.PARTY
    assert r.interests[rows[0], 1] == 230
    assert r.situation[rows[2]] == Situation.STUDENT
    assert (r.traits == pack_traits(r.sex, r.age, r.registration, r.education)).all()
    assert r.education[rows[2]] == 2
    assert (r.free_hours > 0).all()
    assert (r.arrival < 0).all()
    assert np.diff(places.flat_rows)[[1, 10]].tolist() == [1, 2]


def test_households_without_a_place_are_spread_over_the_flats(tmp_path):
    lines = "flat,situation\n" + "".join(f"h{k // 2},retired\n" for k in range(12))
    _, r, rows = populate_from_roster(read_roster(write(tmp_path, lines)), SMALL, SPEC, 1, 1)
    assert r.n == 12
    assert (r.situation == Situation.RETIRED).all()
    assert r.free_hours.mean() > 25
    flats = r.flat[rows]
    assert (flats[::2] == flats[1::2]).all()
    assert len(set(flats)) == 6
    assert flats.max() >= 10


def test_a_drawn_population_written_as_a_roster_comes_back(tmp_path):
    spec = NeighbourhoodParameters(buildings=2)
    places, r = populate(spec, SPEC, 4, 1)
    numbers = spec.resolved()
    flat, rest = r.flat % numbers.flats_per_floor + 1, r.flat // numbers.flats_per_floor
    frame = pd.DataFrame(
        {"flat": flat, "floor": rest % numbers.floors + 1, "gate": r.gate % numbers.entrances + 1, "building": r.gate // numbers.entrances + 1}
    )
    same = ["age", "sex", "tenure", "arrival", "registration", "education", "situation", "civic", "talent", "talent_known", "sociability"]
    for name in same:
        frame[name] = getattr(r, name)
    path = tmp_path / "roster.parquet"
    frame.astype({"talent_known": int}).sample(frac=1.0, random_state=1).to_parquet(path)
    again_places, again, _ = populate_from_roster(read_roster(path), spec, SPEC, 5, 1)
    assert (again_places.flat_rows == places.flat_rows).all()
    for name in ("tenure", "flat", "gate"):
        assert (getattr(again, name) == getattr(r, name)).all()
    for name in same:
        key = (getattr(x, name)[np.lexsort((getattr(x, name), x.flat))] for x in (r, again))
        assert np.array_equal(*key), name


def test_chinese_csv_from_a_spreadsheet_is_read(tmp_path):
    roster = read_roster(write(tmp_path, "flat,sex,registration\na,女,外来\na,男,本地\n", encoding="gb18030"))
    assert roster.values["sex"].tolist() == [0, 1]
    assert roster.values["registration"].tolist() == [1, 0]


PRIVATE = [
    *("name", "Full Name", "surname", "姓名", "户主姓名", "xingming", "phone_number", "Tel", "mobilePhone", "手机号", "联系电话", "dianhua"),
    *("home address", "家庭住址", "dizhi", "e-mail", "email", "微信号", "weixin", "身份证号", "ID number", "id_card", "shenfenzhenghao", "护照"),
    *("date of birth", "生日"),
]


@pytest.mark.parametrize("header", PRIVATE)
def test_headers_that_look_private_are_refused(tmp_path, header):
    error = refusal(write(tmp_path, f"flat,{header}\n1,x\n"))
    assert header in str(error.text.en)
    assert "anonymous" in error.text.en


def test_no_column_of_a_roster_looks_private():
    assert not [
        c for c in ("id", "flat", "floor", "gate", "building", "community", "a", "b", "closeness", "slow", "field", "value", *COLUMNS) if looks_private(c)
    ]


SECRET = ["11010519491231002X", "110105194912310021", "13812345678", "+86 138-1234-5678", "010-62781234", "wang@example.org", "3号楼2单元501室"]


@pytest.mark.parametrize("value", SECRET)
def test_values_that_look_private_are_refused_and_not_printed(tmp_path, value):
    error = refusal(write(tmp_path, f"id,flat\na1,1\n{value},2\n"))
    assert '"id"' in error.text.en
    assert value not in error.text.en + error.text.zh


def test_identity_numbers_in_parquet_are_refused(tmp_path):
    path = tmp_path / "r.parquet"
    pd.DataFrame({"id": [13812345678, 5], "flat": [1, 2]}).to_parquet(path)
    assert "telephone" in refusal(path).text.en


@given(st.integers(10**17, 10**18 - 1))
def test_every_eighteen_digits_are_an_identity_number(number):
    from linli.model.founding.privacy import holds_private

    assert holds_private(pd.Series(["7", str(number)])) is not None
    assert holds_private(pd.Series([str(number)[:8], "B-12"])) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flat,agee\n1,20\n", ["agee", "Did you mean", '"age"']),
        ("age\n20\n", ['"flat"', "missing"]),
        ("flat,age\n1,13\n", ["age", "line 1", "13", "14 to 110"]),
        ("flat,age\n1,20\n2,30.5\n", ["age", "line 2", "30.5", "whole"]),
        ("flat,sex\n1,woman\n", ["sex", "woman", "female"]),
        ("flat,talent\n1,99\n", ["talent", "99"]),
        ("id,flat\n7,1\n7,2\n", ['"id"', "line 2"]),
        ("flat,age\n,20\n", ['"flat"', "line 1", "blank"]),
        ("building,flat\n1,x\n", ['"flat"', "x"]),
        ("flat,trust_neighbours\n1,55\n", ["trust_neighbours", "55", "0 to 1"]),
        ("flat,age\n", ["no lines"]),
    ],
)
def test_wrong_rosters_are_refused_with_file_column_line_and_what_is_allowed(tmp_path, text, words):
    error = refusal(write(tmp_path, text))
    assert "roster.csv" in error.text.en
    assert all(word in error.text.en for word in words), error.text.en


def test_missing_files_and_other_formats_are_refused(tmp_path):
    assert "no such file" in refusal(tmp_path / "none.csv").text.en
    assert ".xlsx" in refusal(write(tmp_path, "", "roster.xlsx")).text.en
    assert "cannot be read" in refusal(write(tmp_path, "junk", "roster.parquet")).text.en


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("building,flat\n2,1\n", ['"building"', "1 to 1"]),
        ("flat,tenure\nh,owner\nh,renter\n", ["tenure", "one flat"]),
        ("flat\n" + "".join(f"h{k}\n" for k in range(13)), ["13 households", "12 flats"]),
    ],
)
def test_rosters_that_do_not_fit_the_neighbourhood_are_refused(tmp_path, text, words):
    roster = read_roster(write(tmp_path, text))
    with pytest.raises(InputError) as refused:
        populate_from_roster(roster, SMALL, SPEC, 1, 1)
    assert all(word in refused.value.text.en for word in words)


def test_starting_ties_are_on_both_sides_and_the_weakest_are_left_out(tmp_path):
    lines = "id,flat\n" + "".join(f"p{k},h{k}\n" for k in range(6))
    roster = read_roster(write(tmp_path, lines))
    places, r, rows = populate_from_roster(roster, SMALL, SPEC, 1, 1)
    edges = read_edges(write(tmp_path, "a,b,closeness,slow\np0,p1,5,9\np0,p2,4,\np3,p0,1,2\n", "ties.csv"), roster)
    ties = Ties.empty(r.n, 2)
    left_out = set_ties(ties, places, rows, edges, 3, 7)
    assert left_out == 1
    assert ties.forgot[rows[0]] == 1
    assert ties.partner[rows[0]].tolist() == [rows[1], rows[2]]
    assert ties.slow[rows[0]].tolist() == [9, 4]
    assert ties.closeness[rows[0]].tolist() == [5 * 64, 4 * 64]
    assert ties.partner[rows[1]].tolist() == [rows[0], EMPTY]
    assert ties.partner[rows[3], 0] == rows[0]
    assert ties.slow[rows[3], 0] == 2
    assert (ties.last[rows[1], 0], ties.origin[rows[1], 0]) == (3, 7)


@pytest.mark.parametrize(
    ("line", "word"), [("p0,p9,1", "p9"), ("p0,p0,1", "different"), ("p0,p1,1\np1,p0,2", "once"), ("p0,p1,-1", "-1"), ("p0,p1,", "blank")]
)  # fmt: skip
def test_wrong_edges_are_refused(tmp_path, line, word):
    roster = read_roster(write(tmp_path, "id,flat\np0,1\np1,2\n"))
    with pytest.raises(InputError, match=word):
        read_edges(write(tmp_path, f"a,b,closeness\n{line}\n", "ties.csv"), roster)


def test_tables_of_shares_replace_the_drawn_ones(tmp_path):
    spec = read_tables(write(tmp_path, "field,value\nrenters,0.554\nhouseholds.one,0.5\n", "tables.csv"), SPEC)
    assert spec.renters == 0.554
    assert spec.households.one == 0.5
    assert spec.households.two == SPEC.households.two
    with pytest.raises(InputError, match="renters"):
        read_tables(write(tmp_path, "field,value\nrentres,0.5\n", "tables.csv"), SPEC)
    with pytest.raises(InputError, match=r"55\.4"):
        read_tables(write(tmp_path, "field,value\nrenters,55.4\n", "tables.csv"), SPEC)
