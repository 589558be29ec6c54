"""A roster of one's own from the command line: an example to begin with, options that errors name, notes, and files as people have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Line

SMALL = "format = 1\nweeks = 4\n[neighbourhood]\nbuildings = 1\nentrances = 2\nfloors = 6\nflats_per_floor = 3\noccupancy = 1.0\n"
"""The scenario of `validate` and `run` below."""
TRAILING = "id,flat,age\na,h1,30,\nb,h2,32,\nc,h3,70,\n"
THREE = "id,flat,age\n1,h1,30\n2,h2,32\n5,h3,70\n"
CONTACTS = "target,source\n71,81\n79,9\n4,84\n79,9\n"
CONTACTS2 = "a,b,closeness\n71,81,1\n79,9,1\n4,84,1\n"
PEOPLE = "id,flat\n71,h71\n81,h81\n79,h79\n9,h9\n4,h4\n84,h84\n"


@pytest.fixture
def small(line: Line, tmp_path: Path):
    """Run the small scenario with settings; returns (exit status, standard output, standard error)."""
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    files = {"trailing.csv": TRAILING, "three.csv": THREE, "contacts.csv": CONTACTS, "contacts2.csv": CONTACTS2, "people.csv": PEOPLE}
    files |= {"trailing-ties.csv": "a,b,closeness,slow\n1,2,5,5,\n", "semicolon.csv": "id;flat;age\na;h1;30\nb;h2;32\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def call(*settings: str) -> tuple[int, str, str]:
        return line("run", "small.toml", "--no-figures", "--out", "here", "--snapshot-weeks", "0", *(part for one in settings for part in ("--set", one)))

    return call


def start(folder: Path):
    from linli.experiments.loading import load_run

    return load_run(folder / "here").snapshot(0)


def acquaintances(out: str) -> str:
    found = re.search(r"acquaintances a resident +(\S+)", out)
    assert found is not None, out
    return found[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_example_runs_as_it_stands(line: Line, tmp_path: Path, language: str) -> None:
    status, out, _ = line("--lang", language, "scenarios", "roster", "new", "mine.csv")
    assert status == 0
    assert ("写入" in out) == (language == "zh")
    command = out.strip().rpartition("linli ")[2].split()
    assert command[:2] == ["run", "everyday"]
    assert (tmp_path / "mine.csv").read_bytes().startswith(b"\xef\xbb\xbf#"), "spreadsheet programs know it by its mark"
    heading = next(text for text in (tmp_path / "mine.csv").read_text(encoding="utf-8-sig").splitlines() if not text.startswith("#"))
    assert heading.startswith("编号,住户,年龄" if language == "zh" else "id,flat,age")
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    status, out, err = line("run", "small.toml", *command[2:], "--no-figures", "--out", "here", "--snapshot-weeks", "0")
    assert status == 0, err
    shot = start(tmp_path)
    assert sorted(shot.residents["given_id"].tolist()) == ["p01", "p02", "p03", "p04", "p06", "p07"]
    assert len(shot.source) == 4
    assert "1 children under 14 are counted to their households" in err


def test_the_example_explains_every_column_that_it_has(line: Line, tmp_path: Path) -> None:
    line("scenarios", "roster", "new")
    for name in ("people.csv", "people-ties.csv"):
        lines = (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()
        remarks = " ".join(text for text in lines if text.startswith("#"))
        heading = next(text for text in lines if not text.startswith("#"))
        assert all(re.search(rf"\b{column}\b", remarks) for column in heading.split(","))


def test_an_example_is_written_whole_or_not_at_all(line: Line, tmp_path: Path) -> None:
    (tmp_path / "people-ties.csv").write_text("mine", encoding="utf-8")
    status, _, err = line("scenarios", "roster", "new", "people.csv")
    assert status == 2
    assert '"people-ties.csv" exists already' in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people-ties.csv"]
    assert (tmp_path / "people-ties.csv").read_text(encoding="utf-8") == "mine"
    for wrong in ("people.xlsx", "none/people.csv"):
        status, _, err = line("scenarios", "roster", "new", wrong)
        assert (status, len(err.strip().splitlines())) == (2, 1)


def test_commas_at_the_ends_of_lines_shift_no_column(small, tmp_path: Path) -> None:
    status, _, err = small("roster.residents=trailing.csv")
    assert status == 0, err
    shot = start(tmp_path)
    assert dict(zip(shot.residents["given_id"].tolist(), shot.residents["age"].tolist(), strict=True)) == {"a": 30, "b": 32, "c": 70}


def test_commas_at_the_ends_of_ties_shift_no_end(small, tmp_path: Path) -> None:
    status, _, err = small("roster.residents=three.csv", "roster.ties=trailing-ties.csv")
    assert status == 0, err
    shot = start(tmp_path)
    codes = shot.residents["given_id"]
    assert [sorted((codes[a], codes[b])) for a, b in zip(shot.source, shot.target, strict=True)] == [["1", "2"]]
    assert shot.slow.tolist() == [5.0]


def test_semicolons_are_read(small, tmp_path: Path) -> None:
    status, _, err = small("roster.residents=semicolon.csv")
    assert status == 0, err
    assert sorted(start(tmp_path).residents["age"].tolist()) == [30, 32]


def test_contacts_are_read_with_the_options_that_the_errors_name(small, tmp_path: Path) -> None:
    given = ["roster.residents=people.csv", "roster.ties=contacts.csv"]
    for wanted in ('roster.level = "acquaintance"', "roster.combine"):
        status, _, err = small(*given)
        assert status == 2
        assert wanted in err
        given.append("roster.level=acquaintance" if "level" in wanted else "roster.combine=strongest")
    status, out, err = small(*given)
    assert status == 0, err
    assert acquaintances(out) == "1.0"
    shot = start(tmp_path)
    assert {shot.kinds[code] for code in shot.origin.tolist()} == {"given"}
    assert "given in a file" in re.sub(r"\s+", " ", out)
    codes = shot.residents["given_id"]
    assert sorted(sorted((codes[a], codes[b])) for a, b in zip(shot.source, shot.target, strict=True)) == [["4", "84"], ["71", "81"], ["79", "9"]]


def test_a_weight_that_makes_no_acquaintance_is_told_of_once(small) -> None:
    status, out, err = small("roster.residents=people.csv", "roster.ties=contacts2.csv")
    assert status == 0
    assert float(acquaintances(out)) == 0.0
    assert err.count("no pair reaches the cut-off of an acquaintance") == 1
    assert "Note: contacts2.csv: " in err
    assert "Warning" not in err


def test_notes_are_in_the_language_of_the_command(line: Line, small) -> None:
    files = ("--set", "roster.residents=people.csv", "--set", "roster.ties=contacts2.csv")
    _, _, err = line("--lang", "zh", "run", "small.toml", "--weeks", "1", "--no-figures", *files)
    assert "注意：contacts2.csv：没有一对达到熟人的门槛" in err


def test_a_big_cell_is_not_printed(small, tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_text("flat,age\n1," + 5000 * "9" + "\n", encoding="utf-8")
    status, _, err = small("roster.residents=big.csv")
    assert status == 2
    assert len(err) < 400


def test_a_damaged_parquet_is_one_sentence(small, tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"PAR1" + bytes(range(256)) + b"PAR1")
    status, _, err = small("roster.residents=bad.parquet")
    assert status == 2
    assert "Traceback" not in err
    assert "no whole Parquet file" in err
