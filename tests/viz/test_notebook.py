"""What a notebook shows: small tables, short words, figures, and results for other programs of tables."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import duckdb
import linli
import matplotlib
import pandas as pd
import polars
import pyarrow as pa
import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.reproduction.kept import Reproduction
from linli.experiments.results import RunResult
from linli.experiments.study import Study
from linli.model.ground.refusal import InputError
from linli.model.ground.text import Text
from linli.scenarios.errors import UserError
from linli.scenarios.schema import Scenario
from linli.viz.figures import drawings
from linli.viz.telling import story_of_comparison, story_of_run
from matplotlib.figure import Figure

MakeRun = Callable[..., RunResult]
MakeComparison = Callable[..., Comparison]
EVIL = "<script>alert('x')</script> & \"co\""


class Reader(HTMLParser):
    """Reads HTML: that every tag is closed, and what is said."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.styles: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.styles += [value or "" for name, value in attrs if name == "style"]
        assert {name for name, _ in attrs} <= {"style", "colspan"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.said)


def read(thing: Any) -> Reader:
    """Return what a notebook shows of a thing; it is checked for what no notebook should get."""
    text = thing._repr_html_()
    page = Reader(text)
    assert page.tags <= {"div", "table", "thead", "tbody", "tr", "th", "td", "b", "span", "br"}
    for style in page.styles:
        assert not re.search(r"(?<!-)color|background|#[0-9a-f]{3}|url", style.replace("currentColor", "")), "dark or light, it is read"
    assert len(text) < 40_000
    assert len(repr(thing)) < 250
    assert "\n" not in repr(thing)
    return page


@pytest.fixture(scope="module")
def community() -> linli.Community:
    return linli.Community(buildings=1, entrances=2, floors=3, spin_up_years=0, rng=1, collect=())


@pytest.fixture(scope="module")
def reproduced() -> Any:
    return linli.load_study("westgate").reproduce(quick=True, sites=2, null=False, threads=1)


@pytest.mark.parametrize(("language", "words"), [("en", "acquaintances a resident"), ("zh", "人均熟人数")])
def test_a_run_and_a_comparison_show_the_tables_of_the_terminal(
    make_run: MakeRun, make_comparison: MakeComparison, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("LINLI_LANG", language)
    run, found = make_run(), make_comparison(4)
    for thing in (run, found, make_comparison(3, ("after", "gatherings"))):
        page = read(thing)
        assert words in page.text
        assert thing.facts.title.say(language) in page.text
    assert "6.1" in read(run).text
    assert "95" in read(found).text
    found.seeds = ()
    assert {"en": "no seed finished", "zh": "没有完成任何随机种子"}[language] in read(found).text


def test_texts_of_users_are_escaped(make_run: MakeRun) -> None:
    page = read(make_run(title=Text(EVIL, EVIL)))
    assert EVIL in page.text
    data = {"format": 1, "title": {"en": EVIL}, "source": EVIL, "arms": {"a": {}, "b": {"title": {"en": EVIL}, "population": {"renters": 0.3}}}}
    for thing in (Scenario.from_dict(data, EVIL), Study(Scenario.from_dict(data, EVIL))):
        page = read(thing)
        assert page.text.count(EVIL) >= 3
        assert "population.renters = 0.3" in page.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_scenarios_studies_and_communities_show_what_they_are(
    community: linli.Community, reproduced: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LINLI_LANG", language)
    study = linli.load("building-gates")
    for thing in (study, study.scenario):
        text = read(thing).text
        assert study.scenario.title.say(language) in text
        assert all(arm in text for arm in study.arms)
    published = linli.load_study("westgate")
    assert published.title.say(language) in read(published).text
    assert published.title.say(language) in read(reproduced).text
    assert reproduced.study.tables[0].labels[0] in read(reproduced).text or language == "zh"
    text = read(community).text
    assert {"en": "acquaintances a resident", "zh": "人均熟人数"}[language] in text
    assert f"{community.society.residents.n}" in text

    class Mine(linli.Community):
        """A student's class."""

    assert "Mine" in read(Mine.of(community.society)).text


def test_words_for_things_are_short(make_run: MakeRun, make_comparison: MakeComparison, reproduced: Any) -> None:
    run, found = make_run(), make_comparison(3)
    assert repr(run) == "RunResult('building-gates', arms=['before', 'after'], seed=1, weeks=260, residents=3,014)"
    assert repr(found) == "Comparison('building-gates', arms=['before', 'after'], seeds=3, weeks=260)"
    run.finished = False
    assert repr(run).endswith(", finished=False)")
    study = linli.load("building-gates")
    things = [*run.tracks.values(), *run.snapshots, run.ground, run.facts, found.difference("after", "strangers"), study.scenario, reproduced.study]
    for thing in (*things, *reproduced.study.tables, study.scenario.arm("after")):
        assert len(repr(thing)) < 400, type(thing)
        assert len(str(thing)) < 400, type(thing)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_of_the_command_line_can_be_had(make_run: MakeRun, make_comparison: MakeComparison, language: str) -> None:
    before = dict(matplotlib.rcParams)
    for thing, story in ((run := make_run(), story_of_run(run)), (found := make_comparison(3), story_of_comparison(found))):
        for name in drawings(story):
            figure = thing.plot(name, language=language)
            assert isinstance(figure, Figure)
            assert len(figure.axes) >= 1
            assert any(text.get_gid() == "title" for text in figure.texts)
    assert dict(matplotlib.rcParams) == before
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


def test_a_figure_shows_itself_and_is_that_of_the_file(make_comparison: MakeComparison, tmp_path: Any) -> None:
    found = make_comparison(3)
    figure = found.plot()
    assert figure._repr_png_().startswith(b"\x89PNG")
    title = next(text.get_text() for text in figure.texts if text.get_gid() == "title")
    assert title == next(text.get_text() for text in found.plot("effects").texts if text.get_gid() == "title")
    growth = make_run_title(found, "growth")
    assert growth != title
    figure.savefig(tmp_path / "x.svg")
    assert (tmp_path / "x.svg").stat().st_size > 5000


def make_run_title(found: Comparison, name: str) -> str:
    return next(text.get_text() for text in found.plot(name).texts if text.get_gid() == "title")


def test_what_one_command_reproduced_shows_its_studies_and_the_scoreboard(reproduced: Any) -> None:
    other = replace(reproduced, study=reproduced.study._replace(name="other"))
    kept = Reproduction([reproduced, other])
    page = read(kept)
    assert page.text.count(reproduced.study.title.en) >= 2
    assert "Published studies, reproduced" in page.text
    assert "Published studies, reproduced" not in read(Reproduction([reproduced])).text
    for name in ("", "scoreboard", "westgate", "other"):
        assert isinstance(kept.plot(name), Figure)
    with pytest.raises(UserError, match="scoreboard"):
        Reproduction([reproduced]).plot("scoreboard")
    assert kept.to_polars().height == 2 * reproduced.to_polars().height


def test_a_study_has_its_figure(reproduced: Any) -> None:
    assert isinstance(reproduced.plot(), Figure)
    assert isinstance(reproduced.plot("westgate"), Figure)
    with pytest.raises(UserError, match='Did you mean "westgate"'):
        reproduced.plot("westgat")


def test_a_figure_that_is_not_there_is_refused_by_name(make_run: MakeRun, make_comparison: MakeComparison) -> None:
    with pytest.raises(UserError, match=r'there is no figure "grwth" of this. Did you mean "growth"\?'):
        make_run().plot("grwth")
    with pytest.raises(UserError, match='"fr" is not one of en, zh'):
        make_run().plot("growth", language="fr")
    found = make_comparison(2)
    found.seeds = ()
    with pytest.raises(UserError, match="nothing to compare"):
        found.plot()


def test_results_go_to_polars_duckdb_and_arrow(make_run: MakeRun, make_comparison: MakeComparison, reproduced: Any) -> None:
    for thing in (make_run(), make_comparison(3)):
        frame = thing.measures
        own, by_interface = thing.to_polars(), polars.DataFrame(thing)
        assert own.equals(by_interface)
        assert own.columns == list(frame.columns)
        assert own.schema["arm"] == polars.String
        assert own.schema["seed"] == polars.Int64
        pd.testing.assert_frame_equal(pd.DataFrame(own.to_dict(as_series=False)), frame, check_dtype=False)
        assert pa.table(thing).equals(thing.to_arrow())
        table = pa.table(thing)
        ((most,),) = duckdb.sql("select max(value) from thing where measure = 'acquaintances'").fetchall()
        assert most == frame.loc[frame["measure"] == "acquaintances", "value"].max()
        assert table.num_rows == len(frame)
    rows = reproduced.to_polars()
    assert rows.columns == list(reproduced.to_frame().columns)
    assert rows["study"].unique().to_list() == ["westgate"]
    assert polars.DataFrame(reproduced.to_arrow()).shape == pa.table(reproduced).shape


def test_a_result_without_rows_has_the_same_columns(make_comparison: MakeComparison) -> None:
    found = make_comparison(2)
    whole = found.to_arrow().schema
    found.tracks = {}
    assert found.to_arrow().schema == whole
    assert found.to_arrow().num_rows == 0


def test_without_polars_a_sentence_says_so(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(InputError, match="pip install polars"):
        make_run().to_polars()


def test_whatever_says_that_a_notebook_can_show_it_is_shown() -> None:
    """All public results are imported; those that ask for HTML have somebody who writes it."""
    from linli.model.ground.faces import Shown
    from linli.viz.notebook import _WRITERS

    for name in linli.__all__:
        getattr(linli, name)
    kinds, found = [Shown], []
    while kinds:
        below = kinds.pop().__subclasses__()
        kinds += below
        found += [kind for kind in below if not kind.__subclasses__() and kind.__module__.startswith("linli.")]
    assert len(found) > 10
    assert not [kind.__name__ for kind in found if not any(one.__name__ in _WRITERS for one in kind.__mro__)]
