"""A mechanism of another package: what it declares is found in every output, in both languages."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from linli.__main__ import main
from linli.viz.figures import drawings
from linli.viz.figures.page import page
from linli.viz.fonts import Lettering, dressed
from linli.viz.story import Story
from matplotlib.text import Text as Word

OUTSIDE = Path(__file__).parent / "outside"
SCENARIO = """
format = 1
title = { en = "Tea in two buildings", zh = "两栋楼的茶馆" }
weeks = 26
[neighbourhood]
buildings = 1
floors = 3
[mechanisms.tea-house]
[arms.closed]
title = { en = "no tea", zh = "无茶" }
[arms.tea]
title = { en = "weekly tea", zh = "每周茶会" }
[arms.tea.tea-house]
open = true
[arms.both]
title = { en = "tea and games", zh = "茶与棋牌" }
[arms.both.tea-house]
open = true
[arms.both.games-room]
"""
Call = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Install a package with two mechanisms, and run and compare its scenario as a user does."""
    site, work = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("work")
    about = site / "tea_house-1.2.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tea-house\nVersion: 1.2\n", encoding="utf-8")
    points = "[linli.mechanisms]\ntea-house = tea_house:TeaHouse\ngames-room = tea_house:GamesRoom\n"
    (about / "entry_points.txt").write_text(points, encoding="utf-8")
    (site / "tea_house.py").write_text((OUTSIDE / "tea_house.py").read_text(encoding="utf-8"), encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(site)
    patch.chdir(work)
    patch.setenv("COLUMNS", "140")
    (work / "tea.toml").write_text(SCENARIO, encoding="utf-8")
    assert main(["run", "tea.toml", "--seed", "3", "--threads", "2", "--out", "run", "--no-figures", "--snapshot-weeks", "26", "--lang", "en"]) == 0
    assert main(["compare", "tea.toml", "--arms", "closed,tea", "--seeds", "2", "--threads", "2", "--out", "two", "--no-figures", "--lang", "en"]) == 0
    assert main(["compare", "tea.toml", "--arms", "closed,tea,both", "--seeds", "2", "--threads", "2", "--out", "three", "--lang", "zh"]) == 0
    yield work
    patch.undo()
    sys.modules.pop("tea_house", None)


@pytest.fixture
def said(folder: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Return what a command prints."""

    def call(*arguments: str) -> str:
        capsys.readouterr()
        assert main(arguments) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return call


def line(text: str, label: str) -> str:
    """Return the line that begins with a label, without it."""
    return next(one for one in text.splitlines() if one.strip().startswith(label)).strip().removeprefix(label)


@pytest.mark.parametrize("what", ["run", "two"])
def test_the_summary_shows_headlines_and_official_counts(said: Call, what: str) -> None:
    english, chinese = said("show", what, "--lang", "en"), said("show", what, "--lang", "zh")
    start, without, with_ = line(english, "residents who know the tea house").split("%")[:3]
    assert (start.strip(), without.strip()) == ("0", "0")
    assert float(with_) > 1, "a share is written in per cent"
    assert "points" in line(english, "residents who know the tea house")
    assert line(chinese, "去过茶馆的居民").count("%") >= 3
    lines = [one.strip() for one in english.splitlines()]
    official = lines.index(next(one for one in lines if one.startswith("official: guests in the register a year")))
    assert lines[official + 1].startswith("guests who came for tea a year")
    assert lines[official + 2].startswith("came more than once")
    assert line(chinese, "官方统计：每年登记茶客")
    assert line(chinese, "每年实到茶客")
    assert "points" in line(said("show", what, "--all", "--lang", "en"), "acquaintances begun: over tea")
    assert "个百分点" in line(said("show", what, "--all", "--lang", "zh"), "熟人来源：茶桌上")


def test_a_yearly_count_is_a_rate_and_the_long_table_has_units(said: Call) -> None:
    english, chinese = said("show", "two", "--all", "--lang", "en"), said("show", "two", "--all", "--lang", "zh")
    assert "\n Tea house\n" in english
    assert "\n 茶馆\n" in chinese
    assert line(english, "tea sessions a year").split()[:5] == ["sessions", "a", "year", "0", "52"]
    assert line(chinese, "每年茶会场次").split()[1:3] == ["0", "52"]
    assert "of all residents" in line(english.split("\n Tea house\n")[1], "residents who know the tea house")
    assert "人次/年" in line(chinese.split("\n 茶馆\n")[1], "官方统计：每年登记茶客")


def test_several_arms_have_a_row_each_and_same_names_stay_apart(said: Call) -> None:
    english, chinese = said("show", "three", "--lang", "en"), said("show", "three", "--lang", "zh")
    for text, label, arms in (
        (english, "residents who know the tea house", ["no tea", "weekly tea", "tea and games"]),
        (chinese, "去过茶馆的居民", ["无茶", "每周茶会", "茶与棋牌"]),
    ):
        lines = [one.strip() for one in text.splitlines()]
        first = next(k for k, one in enumerate(lines) if one.startswith(label))
        assert all(one.startswith(arm) for one, arm in zip(lines[first + 1 : first + 4], arms, strict=True))
    full = said("show", "three", "--all", "--lang", "en")
    tea, games = full.split("\n Tea house\n")[1].split("\n Games room\n")
    for text, label, ends in ((tea, "tea sessions a year", ["0", "52", "52"]), (games, "games sessions a year", ["–", "–", "52"])):
        block = text[text.index(label) :]
        assert [line(block, arm).split()[0] for arm in ("no tea", "weekly tea", "tea and games")] == ends


def test_files_carry_what_was_declared(folder: Path) -> None:
    for what in ("run", "two", "three"):
        manifest = json.loads((folder / what / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["measures"]["tea-house.regulars"] == {
            "en": "residents who know the tea house", "zh": "去过茶馆的居民", "unit": "of all residents", "kind": "share", "headline": True, "a_year": False,
            "beside": "",
        }  # fmt: skip
        assert manifest["measures"]["tea-house.registered"]["beside"] == "tea-house.guests"
        assert manifest["measures"]["tea-house.sessions"]["a_year"] is True
        assert manifest["mechanisms"]["tea-house"] == ["Tea house", "茶馆", "tea-house 1.2"]
        assert manifest["facts"]["kinds"]["tea-house.tea"] == ["over tea", "茶桌上"]
        table = pq.read_table(folder / what / "weekly.parquet").to_pydict()
        assert {arm for arm, name in zip(table["arm"], table["measure"], strict=True) if name == "tea-house.guests"} >= {"closed", "tea"}
    table = pq.read_table(folder / "three" / "weekly.parquet").to_pandas()
    last = table[(table["arm"] == "both") & (table["week"] == 26)].set_index(["seed", "measure"])["value"]
    assert all(last[seed, name] == 26 for seed in (1, 2) for name in ("tea-house.sessions", "games-room.sessions"))
    assert set(pq.read_table(folder / "run" / "ties.parquet").to_pydict()["origin"]) >= {"tea-house.tea"}


@pytest.mark.parametrize(("what", "file"), [("run", "summary.csv"), ("two", "differences.csv"), ("three", "differences.csv")])
def test_the_csv_says_title_unit_and_kind(folder: Path, what: str, file: str) -> None:
    rows = list(csv.DictReader(io.StringIO((folder / what / file).read_text(encoding="utf-8"))))
    told = {row["measure"]: row for row in rows}
    row = told["tea-house.regulars"]
    assert (row["title"], row["title_zh"], row["unit"], row["kind"]) == ("residents who know the tea house", "去过茶馆的居民", "of all residents", "share")
    assert 0.0 < float(row["end_with"]) <= 1.0
    assert told["tea-house.registered"]["unit"] == "person-times since the start"


def test_what_is_read_back_is_what_was_declared(folder: Path) -> None:
    from linli.experiments.loading import load_comparison, load_run

    from_run, from_three = load_run(folder / "run"), load_comparison(folder / "three")
    for back in (from_run, from_three):
        about = back.infos["tea-house.registered"]
        assert (about.title.zh, about.kind, about.headline, about.a_year, about.beside) == ("官方统计：登记茶客", "count", False, True, "tea-house.guests")
        assert back.facts.mechanisms["tea-house"].made_by == "tea-house 1.2"
    assert from_three.infos["games-room.sessions"].title.en == "games sessions"
    assert from_run.snapshot(26).kinds[-1] == "tea-house.tea"


def words(story: Story, name: str, language: str) -> str:
    """Return all words on a figure, as if there were a Chinese font on any computer."""
    with dressed("en") as fonts, page(story, Lettering(language, fonts.families, lambda _: True), 11.0, 6.5) as on:
        title, note = drawings(story)[name](on)
        key = [handle.get_label() for handle in on.key]
        found = [word.get_text() for word in on.figure.findobj(Word)]
    return "\n".join([title, note, story.provenance(language), *key, *found]).replace("\n", " ")


@pytest.mark.parametrize(("language", "headline", "official", "kind", "arm"), [
    ("en", "residents who know the tea house", "official: guests in the register", "over tea", "weekly tea"),
    ("zh", "去过茶馆的居民", "官方统计：登记茶客", "茶桌上", "每周茶会"),
])  # fmt: skip
def test_figures_name_its_measures_arms_and_provenance(folder: Path, language: str, headline: str, official: str, kind: str, arm: str) -> None:
    from linli.experiments.loading import load_comparison
    from linli.viz.telling import story_of_comparison

    story = story_of_comparison(load_comparison(folder / "two"))

    def has(name: str, text: str) -> bool:
        return text.lower().replace(" ", "") in words(story, name, language).lower().replace(" ", "")

    assert has("effects", headline)
    assert has("effects", "points" if language == "en" else "个百分点")
    assert has("participation", official)
    assert has("origins", kind)
    for text in (headline, official, arm, "%", "tea-house 1.2", "of all residents" if language == "en" else "比例"):
        assert has("mechanisms", text), text
    three = story_of_comparison(load_comparison(folder / "three"))
    both = words(three, "mechanisms", language)
    assert ("Games room" if language == "en" else "棋牌室") in both
    assert (folder / "three" / "figures" / "mechanisms.png").stat().st_size > 10_000


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_constants_are_listed_with_mark_and_source(said: Call, language: str) -> None:
    text = said("constants", "tea.toml", "--lang", language)
    brew = line(text, "tea-house.brew = ")
    assert brew.startswith("0.8  0 to 1 [0 … 1]" if language == "en" else "0.8  0 至 1 [0 … 1]")
    assert ("measured" if language == "en" else "实测") in brew
    about = text.splitlines()[text.splitlines().index("tea-house.brew = " + brew) + 1].strip()
    assert about == ("Quality of the tea (Tea survey 2021, table 3)" if language == "en" else "茶的质量（Tea survey 2021, table 3）")
    assert ("factor" if language == "en" else "系数") in line(text, "tea-house.padding = ")
    assert "games-room.start_week" in text, "also of a mechanism that only one arm has"
    assert "tea-house.brew" in said("constants", "tea.toml", "--mark", "measured", "--lang", language)


def test_a_scenario_with_it_can_be_shown_checked_and_made(said: Call, folder: Path) -> None:
    assert "tea-house.open = true" in said("scenarios", "show", "tea.toml", "--lang", "en")
    assert "tea.toml: valid. Arms: closed, tea, both." in said("scenarios", "validate", "tea.toml", "--lang", "en")
    said("scenarios", "new", "fresh.toml", "--mechanism", "tea-house", "--lang", "zh")
    assert "茶的质量" in (folder / "fresh.toml").read_text(encoding="utf-8")
    said("scenarios", "validate", "fresh.toml")


def test_what_its_arm_alone_has_is_drawn_for_that_arm_only(folder: Path) -> None:
    from linli.experiments.calibration.posterior import read_posterior
    from linli.experiments.uncertainty import draw_scenario, uncertain
    from linli.scenarios.schema import Scenario

    data = {"arms": {"closed": {}, "tea": {"mechanisms": {"tea-house": {"open": True}}}}, "neighbourhood": {"buildings": 1}}
    scenario = Scenario.from_dict(data, "tea")
    posterior = read_posterior()
    assert {"tea-house.brew", "tea-house.padding"} <= {one.key for one in uncertain(scenario, posterior)}
    drawn = draw_scenario(scenario, posterior, 5)
    assert drawn.arm("tea").mechanisms["tea-house"].brew != 0.8
    assert drawn.arm("closed").mechanisms == {}


def test_arms_with_other_mechanisms_keep_their_own_kinds_of_foci(folder: Path, said: Call) -> None:
    arms = "[arms.tea.tea-house]\nopen = true\n[arms.gates.building-gates]\ngatherings_a_year = 52.0\nknock_share = 1.0\n"
    head = SCENARIO.split("[mechanisms")[0]
    (folder / "rivals.toml").write_text(head + arms, encoding="utf-8")
    said("run", "rivals.toml", "--seed", "3", "--threads", "2", "--out", "rivals", "--no-figures", "--snapshot-weeks", "26", "--lang", "en")
    table = pq.read_table(folder / "rivals" / "ties.parquet").to_pydict()
    begun = {arm: {kind for whose, kind in zip(table["arm"], table["origin"], strict=True) if whose == arm} for arm in ("tea", "gates")}
    assert "tea-house.tea" in begun["tea"]
    assert "building-gates.gathering" in begun["gates"]
    assert not {"tea-house.tea", "building-gates.gathering"} & (begun["tea"] & begun["gates"])
    text = said("show", "rivals", "--all", "--lang", "en")
    assert "official: guests in the register a year" in text
    assert "official: person-times a year" in text
    assert "acquaintances begun: over tea" in text
