"""A researcher's own data: what is told is kept, what is not is drawn to fit, what could name a person is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import children_under_14, draw_people, populate
from linli.model.founding.population import PopulationParameters
from linli.model.founding.privacy import looks_private
from linli.model.founding.roster import Roster, populate_from_roster
from linli.model.founding.roster_columns import COLUMNS, MISSING
from linli.model.founding.roster_file import read_roster
from linli.model.ground.refusal import InputError
from linli.model.people.given import Given
from linli.model.people.residents import WORDS, Role, Situation, identities, pack_traits

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
        ("flat,age\n1,111\n", ["age", "line 2", "111", "0 to 110"]),
        ("flat,age\n1,20\n2,30.5\n", ["age", "line 3", "30.5", "whole"]),
        ("flat,age\n1,20\n2,2\n", ["flat", "line 3", "a child lives here, and nobody of 14 or older"]),
        ("flat,age\n1,inf\n", ["age", "line 2", "inf"]),
        ("flat,age\n1," + 5000 * "9" + "\n", ["age", "line 2", '999..." is not allowed']),
        ("flat,age\n1,-9\n", ["line 2", "roster.missing"]),
        ("flat,digital\n1,25%\n", ["line 2", "0.25 for 25 %"]),
        ("flat,free_hours\n1,\"1,000\"\n", ["line 2", "without commas"]),
        ("flat;free_hours\n1;1,000\n", ["line 2", "without commas"]),
        ("flat,age\n1,3\u00b2\n", ["line 2"]),
        ("flat,arrival\n1,10\n", ["line 2", "-520 is ten years"]),
        ("flat,arrival\n1,2015-03-01\n", ["line 2", "years_here"]),
        ("flat,arrival,years_here\n1,-5,1\n", ["both arrival and years_here"]),
        ("flat,sex\n1,woman\n", ["sex", "woman", "0 or female", "1 or male"]),
        ("id,flat\nNA,1\n", ['"id"', "line 2", '"NA" marks what is not known', "roster.missing"]),
        ("flat\nNone\n", ['"flat"', "line 2", '"None" marks']),
        ("id,flat\n=1+1,1\n", ["line 2", "formula"]),
        ("id,flat\n1.23E+11,1\n", ["line 2", "shortened"]),
        ("id,flat\na,1\nb,2024-03-01\n", ["line 3", "3-1"]),
        ("id,flat\na,3月1日\n", ["line 2", "3-1"]),
        ("id,flat\na,1-Mar\n", ["line 2", "3-1"]),
        ('id,flat\n"a\nb",1\nc,1\nc,1\n', ["line 5", '"c" was given in line 4']),
        ("flat,talent\n1,99\n", ["talent", "99"]),
        ("id,flat\n7,1\n7,2\n", ['"id"', "line 3", "line 2 already"]),
        ("flat,age\n,20\n", ['"flat"', "line 2", "blank"]),
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


def founded(roster: Roster, seed: int = 1):
    return populate_from_roster(roster, SMALL, SPEC, seed, 1)


def test_sex_by_code_is_female_for_0_and_male_for_1(tmp_path):
    assert read_roster(write(tmp_path, "flat,sex\na,0\na,1\nb,female\nb,男\n")).values["sex"].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("attribute", sorted(WORDS))
def test_words_that_an_export_writes_are_taken_back(tmp_path, attribute):
    lines = "".join(f"h{code},{word}\n" for code, word in enumerate(WORDS[attribute]))
    assert read_roster(write(tmp_path, f"flat,{attribute}\n{lines}")).values[attribute].tolist() == list(range(len(WORDS[attribute])))


def test_the_identity_of_an_export_is_no_telephone_number_but_a_telephone_number_is_one(tmp_path):
    identity = identities(0, np.arange(200), 0, 1)
    assert any(len(str(one)) == 11 and str(one).startswith("13") for one in identity.tolist())
    lines = "".join(f"{one},h{k % 9}\n" for k, one in enumerate(identity.tolist()))
    assert read_roster(write(tmp_path, f"identity,flat\n{lines}")).ids == [str(one) for one in identity.tolist()]
    assert "telephone" in refusal(write(tmp_path, f"id,flat\n{lines}")).text.en
    assert "telephone" in refusal(write(tmp_path, f"identity,flat\n{lines}13812345678,h1\n")).text.en


def test_years_lived_here_are_weeks_of_arrival(tmp_path):
    roster = read_roster(write(tmp_path, "flat,居住年限\na,10\nb,0\nc,\n"))
    assert roster.values["arrival"][:2].tolist() == [-520, -1]
    assert np.isnan(roster.values["arrival"][2])


def test_words_for_the_unknown_are_not_told_and_can_be_others(tmp_path):
    text = "flat,age,talent\na,NA,None\nb,#NULL!,无\nc,-9,singing\nd,(跳过),.\n"
    assert '"-9" is not allowed' in refusal(write(tmp_path, text)).text.en
    roster = read_roster(write(tmp_path, text), missing=(*MISSING, "-9"))
    assert np.isnan(roster.values["age"]).all()
    assert roster.values["talent"][:3].tolist() == [255, 255, 0], "a word of the column is no blank"
    assert np.isnan(roster.values["talent"][3])
    kept = read_roster(write(tmp_path, "id,flat\nNA,None\nb,None\n"), missing=())
    assert kept.ids == ["NA", "b"]
    assert kept.households().tolist() == [0, 0]


def test_ids_are_texts_and_never_merged(tmp_path):
    roster = read_roster(write(tmp_path, "id,flat\n001,a\n01,b\n1,c\n1.0,d\nA,e\na,f\n"))
    assert roster.ids == ["001", "01", "1", "1.0", "A", "a"]
    assert len(set(roster.households().tolist())) == 6
    assert "line 3" in refusal(write(tmp_path, "id,flat\na,1\n a ,2\n")).text.en


KIDS = "id,flat,age\nmum,h1,36\ndad,h1,38\nkid,h1,6\nbaby,h1,0\nold,h2,70\nteen,h2,14\n"


def test_children_are_counted_to_their_household_and_are_no_residents(tmp_path):
    roster = read_roster(write(tmp_path, KIDS))
    assert roster.ids == ["mum", "dad", "old", "teen"]
    assert roster.children is not None
    assert roster.children.tolist() == [2, 2, 0, 0]
    assert roster.young == {"kid": 4, "baby": 5}
    assert "2 children under 14 are counted" in roster.notes[0].en
    for seed in range(20):
        places, r, rows = founded(roster, seed)
        assert r.n == 4
        by_flat = children_under_14(r, places, seed, SPEC)
        assert by_flat[r.flat[rows]].tolist() == [2, 2, 0, 0]
        assert by_flat.sum() == 2
        # Of a household with small children at most its parents look after them; one without has no carer of its own children.
        assert r.age[rows].tolist() == [36, 38, 70, 14]


def test_listed_children_have_carers_and_households_that_follow_are_drawn(tmp_path):
    lines = "".join(f"a{k},h{k},66\nk{k},h{k},3\n" for k in range(12))
    with_kids = read_roster(write(tmp_path, f"id,flat,age\n{lines}"))
    without = read_roster(write(tmp_path, "id,flat,age\n" + "".join(f"a{k},h{k},66\n" for k in range(12)) + "b,h0,60\nk,h0,3\n"))
    carers = [sum((founded(roster, seed)[1].situation == Situation.CARER).sum() for seed in range(20)) for roster in (with_kids, without)]
    assert carers[0] > 3 * carers[1]
    places, r, _ = founded(with_kids)
    everybody = np.arange(places.flats, dtype=np.int32)
    assert (children_under_14(r, places, 1, SPEC)[r.flat] == 1).all()
    places.flat_arrivals[:] = 1
    draw_people(r, places, everybody, places.flat_arrivals, 5, 1, SPEC, 0.5)
    drawn = children_under_14(r, places, 1, SPEC)
    places.children[:] = -1
    assert (drawn == children_under_14(r, places, 1, SPEC)).all()
    assert not (drawn[r.flat] == 1).all()


def test_codes_go_with_the_people(tmp_path):
    roster = read_roster(write(tmp_path, "id,flat\nz,h2\na,h1\nm,h1\n"))
    made = founded(roster)
    given = made.given(roster)
    assert given.codes(made.residents.identity[made.rows]).tolist() == ["z", "a", "m"]
    assert given.codes(made.residents.identity + np.uint64(1 << 8)).tolist() == ["", "", ""], "those who come later have another identity"
    assert Given.none().codes(made.residents.identity).tolist() == ["", "", ""]


VALUES = {
    "age": st.integers(14, 100), "sex": st.sampled_from(["female", "male", "女", 1, 0]), "education": st.sampled_from([*WORDS["education"], "大专", ""]),
    "party": st.sampled_from(["yes", "否", True, False]), "digital": st.sampled_from([0.0, 0.25, 1.0]), "years_here": st.integers(0, 60),
}  # fmt: skip


@st.composite
def frames(draw):
    """Return a table of people as somebody could have it, and the order of its columns and lines."""
    ids = draw(st.lists(st.sampled_from([f"p{k}" for k in range(40)]), min_size=1, max_size=10, unique=True))
    frame = pd.DataFrame({"id": ids, "flat": [draw(st.sampled_from(["h1", "h2", "h3"])) for _ in ids]})
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True)):
        frame[name] = [draw(VALUES[name]) for _ in ids]
    return frame, draw(st.permutations(list(frame))), draw(st.permutations(range(len(ids))))


def save(frame: pd.DataFrame, folder: Path, form: str) -> Path:
    path = folder / f"people.{form.split(':')[0]}"
    if form == "xlsx":
        frame.to_excel(path, index=False)
    elif form == "parquet":
        frame.astype(str).to_parquet(path, index=False)
    else:
        frame.to_csv(path, index=False, sep="\t" if form.startswith("tsv") else ",", encoding=form.split(":")[1])
    return path


@given(frames(), st.sampled_from(["csv:utf-8", "csv:gb18030", "csv:utf-16", "tsv:utf-8-sig", "xlsx", "parquet"]))
def test_the_same_people_are_read_from_any_form_in_any_order(tmp_path_factory, made, form):
    frame, columns, lines = made
    folder = tmp_path_factory.mktemp("forms")
    plain = read_roster(save(frame, folder, "csv:utf-8"))
    other = read_roster(save(frame[columns].iloc[lines], folder, form))
    place = {code: k for k, code in enumerate(other.ids)}
    order = [place[code] for code in plain.ids]
    assert sorted(plain.ids) == sorted(frame["id"])
    assert other.homes["flat"][order].tolist() == plain.homes["flat"].tolist() == frame["flat"].tolist()
    assert set(other.values) == set(plain.values)
    for name in plain.values:
        assert np.array_equal(other.values[name][order], plain.values[name], equal_nan=True), name
    if "age" in frame:
        assert plain.values["age"].tolist() == frame["age"].tolist()
    one, two = founded(plain, 3), founded(other, 3)
    for name, array in one.residents.arrays().items():
        assert np.array_equal(array, getattr(two.residents, name)), name
    assert one.given(plain).codes(one.residents.identity).tolist() == two.given(other).codes(two.residents.identity).tolist()
