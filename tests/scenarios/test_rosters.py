"""Rosters in scenarios: whose paths they are, what options do, what is told, and that ids, origins and children reach the society."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linli.experiments.export import node_columns
from linli.experiments.loading import load_run
from linli.experiments.snapshots import take_snapshot
from linli.experiments.study import Study
from linli.model.agents.community import Community
from linli.model.founding.given_ties import hours_of
from linli.model.ground.refusal import InputNote
from linli.model.people.constants import TieConstants
from linli.model.people.residents import NEVER
from linli.model.society.society import Society
from linli.scenarios import UserError, load
from linli.scenarios.rosters import found_society
from linli.scenarios.schema import Scenario
from linli.scenarios.shares import read_shares

CASES = {
    "people.csv": "id,flat,age,sex\na1,h1,67,女\na2,h1,70,male\nb1,h2,36,female\nb2,h2,5,male\nc1,h3,25,male\n",
    "ties.csv": "a,b,level\na1,b1,acquaintance\nc1,a2,friend\n",
    "events.csv": "id,week\na1,-3\na1,-20\nc1,-60\n",
}
SMALL = "weeks = 4\n[neighbourhood]\nbuildings = 1\nentrances = 2\nfloors = 6\nflats_per_floor = 3\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in CASES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(f'{SMALL}[roster]\nresidents = "people.csv"\nties = "ties.csv"\nevents = "events.csv"\n', encoding="utf-8")
    return tmp_path


def loaded(path: Path, *settings: str) -> Scenario:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InputNote)
        return load(path, check_files=False).with_settings(settings) if settings else load(path)


def refused(path: Path, *settings: str) -> str:
    with pytest.raises(UserError) as caught:
        loaded(path, *settings)
    assert caught.value.say("zh").startswith("错误（")
    return caught.value.say("en")


@pytest.fixture(scope="module")
def society(tmp_path_factory: pytest.TempPathFactory) -> Society:
    there = tmp_path_factory.mktemp("roster")
    for name, text in CASES.items():
        (there / name).write_text(text, encoding="utf-8")
    (there / "mine.toml").write_text(f'{SMALL}[roster]\nresidents = "people.csv"\nties = "ties.csv"\nevents = "events.csv"\n', encoding="utf-8")
    return found_society(loaded(there / "mine.toml"), 1)


def row(society: Society, code: str) -> int:
    return society.given_id.tolist().index(code)


def test_ids_of_the_file_stay_with_its_people(society: Society, tmp_path: Path) -> None:
    codes = society.given_id
    assert sorted(codes.tolist()) == ["a1", "a2", "b1", "c1"]
    assert society.residents.age[row(society, "a2")] == 70
    community = Community.of(society)
    assert [one.given_id for one in community.residents] == codes.tolist()
    graph = community.ties.to_networkx()
    assert [graph.nodes[k]["given_id"] for k in range(4)] == codes.tolist()
    shot = take_snapshot(society, "as-is", 0)
    assert shot.residents["given_id"].tolist() == codes.tolist()
    assert node_columns(shot)["given_id"].tolist() == codes.tolist()
    society.save(tmp_path / "kept")
    again = Society.load(tmp_path / "kept")
    assert again.given_id.tolist() == codes.tolist()
    assert (again.places.children == society.places.children).all()
    gone = again.residents.identity.copy()
    again.residents.identity[0] += np.uint64(1 << 8)
    assert again.given_id.tolist() == ["", *codes.tolist()[1:]], "who follows has no code"
    again.residents.identity[:] = gone


def test_drawn_people_have_no_ids() -> None:
    drawn = found_society(Scenario.from_dict({"neighbourhood": {"buildings": 1, "entrances": 1, "floors": 2, "flats_per_floor": 2, "years": 1}}), 1)
    assert set(drawn.given_id.tolist()) == {""}
    assert Community.of(drawn).residents[0].given_id == ""
    assert "given_id" not in take_snapshot(drawn, "as-is", 0).residents


def test_ties_of_a_file_have_an_origin_of_their_own(society: Society) -> None:
    tie = Community.of(society).ties.between(row(society, "a1"), row(society, "b1"))
    assert tie is not None
    assert tie.origin == "given"
    assert tie.slow == pytest.approx(hours_of("acquaintance", TieConstants()))
    assert "acquaintance" in tie.levels
    assert "friend" not in tie.levels
    friends = Community.of(society).ties.between(row(society, "a2"), row(society, "c1"))
    assert friends is not None
    assert "friend" in friends.levels
    assert society.measure()["origin.given"] == 1.0
    assert [kind.name for kind in society.origins.kinds].count("given") == 1


def test_events_attended_are_lately_or_long_ago(society: Society) -> None:
    week = society.policy_week0
    assert society.residents.last_came[row(society, "a1")] == week - 3
    assert society.residents.last_came[row(society, "c1")] == week - 60
    assert society.residents.last_came[row(society, "b1")] == NEVER
    assert society.residents.habit[row(society, "a1")] > society.residents.habit[row(society, "c1")] > 0.0
    assert society.measure()["came_quarter"] == pytest.approx(0.25)


def test_children_of_the_file_are_those_of_the_household(society: Society) -> None:
    community = Community.of(society)
    assert {one.given_id: one.household.children for one in community.residents} == {"a1": 0, "a2": 0, "b1": 1, "c1": 0}


def test_the_ids_are_in_the_residents_table_of_a_run(folder: Path) -> None:
    run = Study(loaded(folder / "mine.toml")).run(seed=1, weeks=2)
    run.save(folder / "out")
    shot = load_run(folder / "out").snapshot(0)
    assert sorted(shot.residents["given_id"].tolist()) == ["a1", "a2", "b1", "c1"]
    assert {shot.kinds[code] for code in shot.origin.tolist()} == {"given"}


@pytest.mark.parametrize("order", [3, 11])
def test_the_order_of_lines_and_columns_moves_no_bit_of_the_simulation(folder: Path, order: int) -> None:
    first = found_society(loaded(folder / "mine.toml"), 5)
    for name in CASES:
        frame = pd.read_csv(folder / name, dtype=str)
        turned = frame.sample(frac=1.0, random_state=order).sample(frac=1.0, axis=1, random_state=order)
        assert not turned.equals(frame)
        turned.to_csv(folder / name, index=False)
    second = found_society(loaded(folder / "mine.toml"), 5)
    for society in (first, second):
        society.run(8)
    assert first.given_id.tolist() == second.given_id.tolist()
    for one, two in ((first.residents.arrays(), second.residents.arrays()), (first.ties._asdict(), second.ties._asdict())):
        for name, array in one.items():
            assert np.array_equal(array, two[name]), name
    assert first.ties.last.max() > 0, "they have met"


# Paths


def test_a_path_in_a_file_is_the_files_and_one_in_a_setting_is_the_users(folder: Path, tmp_path_factory, monkeypatch) -> None:
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    (here / "mine.csv").write_text("id,flat\nx,h1\n", encoding="utf-8")
    scenario = loaded(folder / "mine.toml")
    assert scenario.roster.residents == "people.csv"
    assert "there is no file" in refused(folder / "mine.toml", "roster.residents=people.csv")
    without = ("roster.ties=''", "roster.events=''")
    changed = loaded(folder / "mine.toml", "roster.residents=mine.csv", *without)
    assert changed.roster.residents == str(here / "mine.csv")
    monkeypatch.chdir(folder)
    assert found_society(changed, 1).given_id.tolist() == ["x"]
    monkeypatch.chdir(here)
    built_in = loaded(Path("everyday"), "roster.residents=mine.csv", "neighbourhood.buildings=1")
    assert built_in.roster.residents == str(here / "mine.csv")
    assert loaded(Path("everyday"), f"roster.residents={folder / 'people.csv'}").roster.residents == str(folder / "people.csv")
    arm = loaded(Path("building-gates"), "arms.after.roster.residents=mine.csv").arm("after")
    assert arm.roster.residents == str(here / "mine.csv")


def test_a_missing_file_is_named_as_the_user_wrote_it(folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    said = refused(folder / "mine.toml", "roster.residents=peple.csv")
    assert 'there is no file "peple.csv". Did you mean "people.csv"?' in said
    assert "--set roster.residents=peple.csv" in said


# Options


def test_options_are_part_of_what_a_spin_up_rests_on(folder: Path) -> None:
    (folder / "ties.csv").write_text("source,target\na1,b1\n", encoding="utf-8")
    assert 'roster.level = "acquaintance"' in refused(folder / "mine.toml")
    hashes = {loaded(folder / "mine.toml", f"roster.level={level}").hash(spin_up=True) for level in ("acquaintance", "friend", "close")}
    assert len(hashes) == 3
    events = loaded(folder / "mine.toml", "roster.level=friend").hash(spin_up=True)
    (folder / "events.csv").write_text("id,week\na1,-4\n", encoding="utf-8")
    assert loaded(folder / "mine.toml", "roster.level=friend").hash(spin_up=True) != events


def test_options_are_kept_when_a_scenario_is_written_out(folder: Path) -> None:
    scenario = loaded(folder / "mine.toml", 'roster.missing=["x"]', 'roster.ignore=["q*"]', "roster.combine=sum")
    again = Scenario.from_dict(scenario.to_dict(), "again", "again.toml", str(folder))
    assert again.roster == scenario.roster
    none = loaded(folder / "mine.toml", "roster.missing=[]")
    assert Scenario.from_dict(none.to_dict(), "again", "again.toml", str(folder)).roster.missing == ()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("roster.combine=max", '"max" is not one of refuse, strongest, weakest, mean, sum'),
        ("roster.level=aquaintance", 'Did you mean "acquaintance"?'),
        ("roster.above_slots=drop", "leave-out-weakest"),
        ("roster.missing=NA", "a list in square brackets"),
    ],
)
def test_wrong_options_are_refused(folder: Path, setting: str, said: str) -> None:
    assert said in refused(folder / "mine.toml", setting)


def test_notes_are_told_once_each_and_in_both_languages(folder: Path) -> None:
    (folder / "ties.csv").write_text("a,b,closeness\na1,b1,1\n", encoding="utf-8")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        load(folder / "mine.toml")
    notes = [one.message for one in told if isinstance(one.message, InputNote)]
    assert ["1 children under 14" in notes[0].text.en, "no pair reaches the cut-off" in notes[1].text.en] == [True, True]
    assert len(notes) == 2
    assert all(note.text.zh for note in notes)


# Refusals


def test_a_fault_in_an_arms_roster_names_the_arm(folder: Path) -> None:
    (folder / "other.csv").write_text("id,flat,age\nx,h1,200\n", encoding="utf-8")
    (folder / "arms.toml").write_text(f'{SMALL}[arms.before]\n[arms.after.roster]\nresidents = "other.csv"\n', encoding="utf-8")
    said = refused(folder / "arms.toml")
    assert "[arms.after.roster] residents" in said
    assert "line 2" in said


def test_arms_with_and_without_a_roster_stand_in_one_table(folder: Path) -> None:
    ties = 'residents = "people.csv"\nties = "ties.csv"\n'
    (folder / "arms.toml").write_text(f"{SMALL}years = 1\n[arms.before]\n[arms.after.roster]\n{ties}", encoding="utf-8")
    run = Study(loaded(folder / "arms.toml")).run(seed=1, snapshot_weeks=[1])
    run.save(folder / "out")
    kept = load_run(folder / "out")
    assert set(kept.snapshot(1, "before").residents["given_id"].tolist()) == {""}
    assert sorted(kept.snapshot(1, "after").residents["given_id"].tolist()) == ["a1", "a2", "b1", "c1"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("people.csv", "id,flat\n" + "".join(f"p{k},h{k}\n" for k in range(40)), "40 households; the neighbourhood has 36 flats"),
        ("people.csv", "id,building,flat\na1,1,1\na2,2,1\n", "line 3"),
        ("people.csv", "id,flat,tenure\na1,h1,owner\na2,h1,renter\n", 'column "tenure", line 3'),
        ("people.csv", "id,flat\n" + "".join(f"p{k},h1\n" for k in range(256)), "line 257"),
        ("ties.csv", "a,b,level\na1,a2,friend\n", "roster.household_ties"),
        ("ties.csv", "a,b,level\na1,b2,friend\n", "a child under 14"),
        ("events.csv", "id,week\nb2,-1\n", "a child under 14"),
    ],
)
def test_what_has_no_place_is_refused_before_anything_is_run(folder: Path, name: str, text: str, said: str) -> None:
    if name == "people.csv":
        (folder / "ties.csv").write_text("a,b,level\na1,a2,friend\n", encoding="utf-8")
        (folder / "mine.toml").write_text(f'{SMALL}[roster]\nresidents = "people.csv"\n', encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    assert said in refused(folder / "mine.toml")


@pytest.mark.parametrize("key", ["ties", "events"])
def test_ties_and_events_need_people(folder: Path, key: str) -> None:
    (folder / "mine.toml").write_text(f'{SMALL}[roster]\n{key} = "{key}.csv"\n', encoding="utf-8")
    assert f"[roster] {key}" in refused(folder / "mine.toml")


# Shares


def test_tables_of_shares_replace_the_drawn_ones(tmp_path: Path) -> None:
    usual = Scenario.from_dict({}).population
    path = tmp_path / "tables.csv"

    def read(text: str):
        path.write_text(text, encoding="utf-8")
        return read_shares(path, usual)

    spec = read("字段;值\nrenters;0,554\nhouseholds.one;0.5\n")
    assert spec.renters == 0.554
    assert spec.households.one == 0.5
    assert spec.households.two == usual.households.two
    for text, said in (
        ("field,value\nhouseholds.one,0.5\nrentres,0.5\n", 'line 3: there is no field "rentres". Did you mean "renters"?'),
        ("field,value\nhouseholds.one,0.5\nrenters,55.4\n", r"line 3: renters: 55.4 is not a share. It must lie between 0 and 1. Did you mean 0.554?"),
        ("field,value\nrenters,5\n", "line 2: renters: 5 is not a share. It must lie between 0 and 1"),
        ("field,value\nrenters,0.1\nrenters,0.2\n", 'line 3: the field "renters" stands in line 2 already'),
        ("field,value\nrenters,many\n", 'column "value", line 2: "many" is not a number'),
    ):
        with pytest.raises(ValueError) as caught:
            read(text)
        assert said in str(caught.value)
