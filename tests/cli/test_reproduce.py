"""`linli reproduce` as a person uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from linli.experiments.reproduction.board import nothing_fails, sparing, tally
from linli.experiments.reproduction.necessity import WITHOUT, changes, weaken
from linli.experiments.reproduction.reproduce import reproduce
from linli.model.people.constants import Constants
from linli.scenarios.errors import UserError
from linli.scenarios.published import FOLDER, load_study, study_names
from linli.viz.evidence_page import check_page
from linli.viz.necessity_page import Without, write_necessity

Line = Callable[..., tuple[int, str, str]]
CLASS = Path(__file__).parents[1] / "class.toml"


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """Put a study of one's own into the folder in which the command line runs."""
    (tmp_path / "mine.toml").write_text(CLASS.read_text(encoding="utf-8"), encoding="utf-8")
    return "mine.toml"


def test_without_a_name_the_studies_are_listed(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("reproduce")
    assert status == 0
    for name in study_names():
        found = next(text for text in out.splitlines() if text.split()[:1] == [name])
        study = load_study(name)
        assert found.split()[-1] == str(sum(1 if table.distribution else table.rows for table in study.tables))
        assert study.title.en.split()[0] in found
    assert "linli reproduce all" in out
    status, out, _ = line("reproduce", "--lang", "zh")
    assert load_study("van-de-bunt").title.zh in out
    assert list(tmp_path.iterdir()) == []


def test_one_study_is_printed_row_by_row_and_written(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("reproduce", "van-de-bunt", "--sites", "6", "--no-figures", "--out", "here", "--threads", "2")
    assert status == 0
    rows = pd.read_parquet(tmp_path / "here" / "rows.parquet")
    inside, null = int((rows["verdict"] == "inside").sum()), int((rows["null_verdict"] == "inside").sum())
    assert f"{inside} of {len(rows)} rows inside (null model: {null})" in out
    assert "Van de Bunt, van Duijn & Snijders 1999" in out
    assert "no licence of the" in " ".join(out.split())
    assert "computed from the data; error between simulated places, at most a quarter" in " ".join(out.split())
    lines = out.splitlines()
    begin = next(k for k, text in enumerate(lines) if "students without a friend" in text)
    first = rows[rows["table"].str.startswith("students without")].iloc[0]
    assert lines[begin + 2].split()[:4] == ["week", "3", "59.0", f"{first['simulated']:.1f}"]
    assert lines[begin + 2].split()[-3] == first["verdict"]
    assert lines[begin + 2].split()[-2] == f"{first['null']:.1f}"
    assert sum(out.count(sign) for sign in "●◐○◌") == 2 * len(rows)
    manifest = json.loads((tmp_path / "here" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["studies"]["van-de-bunt"]["sites"] == 6
    assert not (tmp_path / "here" / "figures").exists()
    assert out.rstrip().endswith("Written to here")


def test_a_file_of_ones_own_in_chinese_with_figures(line: Line, tmp_path: Path, mine: str) -> None:
    status, out, _ = line("reproduce", mine, "--lang", "zh", "--seed", "4")
    assert status == 0
    assert "每周见面两次的班级" in out
    assert "第 2 周" in out
    assert "更多" in out
    assert "行吻合（零模型：" in out
    assert (tmp_path / "runs" / "reproduce-mine" / "figures" / "mine.png").stat().st_size > 10_000
    assert json.loads((tmp_path / "runs" / "reproduce-mine" / "manifest.json").read_text(encoding="utf-8"))["seed"] == 4


def test_the_seed_decides_and_threads_do_not(line: Line, tmp_path: Path, mine: str) -> None:
    for folder, more in (("a", ("--threads", "1")), ("b", ("--threads", "2")), ("c", ("--seed", "2"))):
        line("reproduce", mine, "--no-figures", "--out", folder, *more)
    rows = {folder: (tmp_path / folder / "rows.csv").read_text() for folder in "abc"}
    assert rows["a"] == rows["b"] != rows["c"]


def test_several_studies_end_in_a_scoreboard(line: Line, mine: str) -> None:
    status, out, _ = line("reproduce", mine, "windsurfers", "--no-figures", "--sites", "4")
    assert status == 0
    assert "talk today, by earlier days with a talk" in out
    flat = " ".join(out.split())
    assert "all adjusted 3 " in flat
    # Two rows of windsurfers are such that nothing fails them (docs/necessity.csv): they do not count.
    assert "all fitted 11 " in flat
    assert "none of these studies was frozen before it was played: no headline" in flat
    assert "carrying them to a Chinese compound is an assumption: docs/evidence.md" in flat


def test_all_is_the_scoreboard_alone_and_writes_the_page(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = load_study(CLASS)
    monkeypatch.setattr("linli.cli.reproducing.chosen", lambda *_: [small._replace(name=name) for name in ("one", "two")])
    status, out, err = line("reproduce", "all", "--page", "evidence.md", "--no-figures")
    assert status == 0, err
    assert out.count("A class that meets twice a week") == 2
    assert "week 2" not in out
    assert "all fitted" in out
    assert "Which rows nothing fails is not known: necessity.csv is not there." in " ".join(out.split())
    assert (tmp_path / "evidence.md").exists()
    assert (tmp_path / "evidence.zh.md").exists()
    assert (tmp_path / "runs" / "reproduce-all" / "rows.csv").exists()


def test_all_means_every_study_once() -> None:
    from linli.cli.reproducing import chosen

    assert [study.name for study in chosen(["windsurfers", "all"], None)] == study_names()
    assert [(study.name, study.head.sites) for study in chosen(["windsurfers", "windsurfers"], 3)] == [("windsurfers", 3)]


def test_more_sites_than_memory_are_refused(line: Line, mine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.model.founding.size.BYTES_A_RESIDENT", 10**12)
    status, _, err = line("reproduce", mine, "--sites", "200")
    assert status == 2
    assert err.startswith("Error in --sites, ")
    assert ": about 2,000 residents need about 2,000,000" in err
    assert "in which about 0 would fit" in err
    assert err.endswith("Take fewer sites.\n")


def test_a_study_is_checked_without_playing(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_bytes((FOLDER / "westgate.toml").read_bytes())
    assert line("reproduce", "--check", "mine.toml")[:2] == (0, "mine.toml: valid; 3 tables with 6 rows, 24 simulated sites.\n")
    (tmp_path / "mine.toml").write_text("weeks = 3\n", encoding="utf-8")
    status, _, err = line("reproduce", "--check", "mine.toml")
    assert status == 2
    assert "write what was found as [[tables]] entries" in err
    assert line("reproduce", "--check", "none.toml")[0] == 2
    (tmp_path / "mine.toml").write_bytes((FOLDER / "westgate.toml").read_bytes())
    status, _, err = line("scenarios", "validate", "mine.toml")
    assert status == 2
    assert "linli reproduce --check mine.toml" in err


def test_a_page_is_checked_without_playing(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.experiments.reproduction.inputs import inputs

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("played")

    monkeypatch.setattr("linli.experiments.reproduction.reproduce.play", never)
    hashes = " ".join(f"{kind}={value}" for kind, value in inputs().items())
    (tmp_path / "good.md").write_text(f"<!-- inputs: {hashes} -->\n", encoding="utf-8")
    (tmp_path / "old.zh.md").write_text(f"<!-- inputs: {hashes.replace('sources=', 'sources=0')} -->\n", encoding="utf-8")
    (tmp_path / "other.md").write_text("# Something else\n", encoding="utf-8")
    assert line("reproduce", "--check", "good.md")[:2] == (0, "good.md: up to date.\n")
    status, _, err = line("reproduce", "--check", "old.zh.md")
    assert status == 2
    assert '"old.zh.md" is out of date: the sources changed since. Write it anew: linli reproduce all --page old.md' in err
    (tmp_path / "kinds.md").write_text(f"<!-- inputs: {hashes} history=0 -->\n", encoding="utf-8")
    assert "out of date: the record of what was frozen changed since" in line("reproduce", "--check", "kinds.md")[2]
    assert "is not a page of evidence" in line("reproduce", "--check", "other.md")[2]
    assert "cannot be read" in line("reproduce", "--check", "none.md")[2]


def test_a_constant_that_is_set_reaches_the_people(line: Line, tmp_path: Path, mine: str) -> None:
    line("reproduce", mine, "--set", "ties.kappa=0", "--no-figures", "--out", "here")
    assert set(pd.read_csv(tmp_path / "here" / "rows.csv")["simulated"]) == {0.0}
    assert json.loads((tmp_path / "here" / "manifest.json").read_text(encoding="utf-8"))["constants"]["ties"]["kappa"] == 0.0


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("van-de-bun",), 'there is no study "van-de-bun". Did you mean "van-de-bunt"? (linli reproduce)', "没有研究"),
        (("none.toml",), 'there is no file "none.toml"', "没有文件"),
        (("broken.toml",), "broken.toml, [ties]: a study may not set the constants of people", "不得设定人的常数"),
        (("rows.toml",), "rows.toml, [[tables]] entry 1 published: there are 2 numbers; the question has 1 answer here.", "有 1 个答案"),
        (("mine.toml", "--set", "ties.kapa=1"), 'Did you mean "ties.kappa"?', "ties.kappa"),
        (("mine.toml", "--set", "ties.kappa=-1"), "out of bounds", "超出范围"),
        (("mine.toml", "--set", "population.renters=0.2"), "belongs to the setting of a study", "属于研究的设定"),
        (("mine.toml", "--sites", "1"), '--sites: "1" is not a whole number between 2 and 2,000', "整数"),
        (("mine.toml", "--seed", "x"), '--seed: "x" is not a whole number', "整数"),
        (("mine.toml", "--without", "gravity"), 'there is no rule that can be taken out "gravity"', "可去除的规则"),
        (("mine.toml", "--page", "e.md"), "without STUDY", "不带 STUDY"),
        (("all", "--page", "e.md", "--set", "ties.kappa=1", "--sites", "3"), "without --set, --sites", "不带 --set, --sites"),
        (("mine.toml", "--out", "full"), '"full" is not empty', "不为空"),
        (("mine.toml", "--sets", "x=1"), "there is no option --sets", "没有选项"),
    ],
)
def test_bad_input_is_one_line_and_status_2(line: Line, tmp_path: Path, mine: str, arguments: tuple[str, ...], english: str, chinese: str) -> None:
    (tmp_path / "broken.toml").write_text("[ties]\nkappa = 1.0\n", encoding="utf-8")
    (tmp_path / "rows.toml").write_text(CLASS.read_text(encoding="utf-8").replace("weeks = [2, 4]\n", ""), encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    for language, expected in (("en", english), ("zh", chinese)):
        status, out, err = line("reproduce", *arguments, "--lang", language)
        assert (status, out) == (2, "")
        assert expected in err
        assert err.count("\n") == 1
    assert not (tmp_path / "runs").exists()


def test_ctrl_c_is_status_130_and_leaves_nothing(line: Line, tmp_path: Path, mine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("linli.experiments.reproduction.reproduce.await_jobs", pressed)
    status, out, err = line("reproduce", mine)
    assert (status, out) == (130, "")
    assert err == "Stopped before the studies had ended; nothing was written.\n"
    assert [path.name for path in tmp_path.iterdir()] == [mine]


def test_what_breaks_without_a_rule_is_shown(line: Line, tmp_path: Path, mine: str) -> None:
    status, out, _ = line("reproduce", mine, "--without", "capacity", "--no-refit", "--no-figures", "--out", "here")
    assert status == 0
    assert "Without capacity: rows inside or near" in out
    assert re.search(r"\d+ of \d+ tables break without capacity", out)
    manifest = json.loads((tmp_path / "here" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["without"], manifest["constants"]["ties"]["sharing"]) == (["capacity"], 0.0)
    assert manifest["constants"]["ties"]["kappa"] == Constants().ties.kappa
    assert 'Did you mean "capacity"?' in line("reproduce", mine, "--without", "capacty")[2]


def test_each_rule_is_taken_out_one_after_the_other(line: Line, tmp_path: Path, mine: str) -> None:
    status, out, _ = line("reproduce", mine, "--without", "each", "--no-refit", "--sites", "4")
    assert status == 0, "each"
    for rule in WITHOUT:
        assert re.search(rf"\d+ of \d+ tables break without {rule}\b", out)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"], "it only prints"
    status, _, err = line("reproduce", mine, "--without", "each", "--page", "necessity.md")
    assert status == 2
    assert "all studies" in err


def test_the_page_of_necessity_lists_rules_and_what_breaks(tmp_path: Path) -> None:
    study = load_study(str(CLASS))
    constants = Constants()
    whole = [reproduce(study, constants=constants, null=True)]
    weak = [reproduce(study, constants=weaken(constants, ["capacity"]))]
    pages = write_necessity(whole, constants.ties.kappa, [Without("capacity", 0.6, weak), Without("civic", 0.6, whole)], tmp_path / "necessity.md")
    assert [page.name for page in pages] == ["necessity.csv", "necessity.md", "necessity.zh.md"]
    listed, *pages = pages
    lines = listed.read_text(encoding="utf-8").splitlines()
    assert lines[1] == "study,table,row,all,null,capacity,civic"
    assert lines[2].split(",")[:4] == ["class", "0", "0", whole[0].rows[0][0].verdict]
    assert len(lines) == 2 + 5
    spared, unknown = nothing_fails(listed)
    assert unknown is None
    every = [line.split(",") for line in lines[2:]]
    assert spared.get("class", frozenset()) == {(int(line[1]), int(line[2])) for line in every if set(line[3:]) == {"inside"}}
    assert spared, "this class is told so that some rows fail nothing"
    (result,) = sparing(whole, spared)
    assert tally([result]).spared == len(spared["class"])
    assert tally([result]).rows == 5 - len(spared["class"])
    listed.write_text(listed.read_text(encoding="utf-8").replace("sources=", "sources=0"), encoding="utf-8")
    assert nothing_fails(listed)[0] == {}
    assert "of other studies, sources or constants" in str(nothing_fails(listed)[1])
    text = pages[0].read_text(encoding="utf-8")
    broken = sum(change.breaks for change in changes(whole, weak))
    assert f"| `capacity` | attention is shared among those present | 0.60 | {broken} |" in text
    assert "| `civic` | a lasting civic disposition | 0.60 | 0 | 0 | 0 |" in text
    assert "## Rows that nothing fails" in text
    assert text.rstrip().endswith("No table suffers.")
    check_page(pages[0])
    pages[1].write_text(pages[1].read_text(encoding="utf-8").replace("constants=", "constants=0"), encoding="utf-8")
    with pytest.raises(UserError, match="--without each --page"):
        check_page(pages[1])


def test_a_study_is_frozen_before_its_first_play_and_never_after(line: Line, tmp_path: Path, mine: str) -> None:
    status, out, _ = line("reproduce", "--freeze", mine)
    assert status == 0
    assert "mine: frozen" in out
    assert "on record in history.toml" in out
    assert line("reproduce", "--freeze", mine)[1] == out, "the same again changes nothing"
    status, out, _ = line("reproduce", mine, "--no-figures", "--no-null", "--out", "here")
    assert "frozen 3, fitted 2" in out
    assert "null" not in out
    text = (tmp_path / mine).read_text(encoding="utf-8")
    (tmp_path / mine).write_text(text.replace("published = [12.0]", "published = [9.0]"), encoding="utf-8")
    status, _, err = line("reproduce", "--freeze", mine)
    assert status == 2
    assert "has changed since" in err
    assert "adjusted 3, fitted 2" in line("reproduce", mine, "--no-figures", "--no-null", "--out", "there")[1]
    (tmp_path / "history.toml").unlink()
    status, _, err = line("reproduce", "--freeze", mine)
    assert status == 2
    assert "it was played already: there holds a play of it" in err
    assert "played on 2026-11-24" in line("reproduce", "--freeze", "westgate")[2]
    assert line("reproduce", "--freeze", "none.toml")[0] == 2
