"""Scenarios as Mesa classes: flat keywords, batch_run, SolaraViz."""

from __future__ import annotations

import inspect
import multiprocessing
import pickle
import warnings
from pathlib import Path
from typing import Any

import linli
import numpy as np
import pytest
from linli.model.agents.community import Community, Resident
from linli.model.ground.refusal import InputError
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load
from linli.scenarios.mesa import ScenarioCommunity, mesa_class
from mesa.batchrunner import batch_run

pytestmark = [pytest.mark.mesa, pytest.mark.filterwarnings("error::FutureWarning"), pytest.mark.filterwarnings("error::DeprecationWarning")]

SMALL = {"buildings": 1, "spin_up_years": 1}


def batch(made: type[ScenarioCommunity], keywords: dict[str, Any], seeds: list[int], **more: Any) -> list[dict[str, Any]]:
    """Call batch_run as each version of Mesa wants it."""
    if "rng" in inspect.signature(batch_run).parameters:
        return batch_run(made, {**SMALL, **keywords}, rng=seeds, display_progress=False, **more)
    return batch_run(made, {**SMALL, **keywords, "rng": seeds}, display_progress=False, **more)


def test_the_class_of_a_scenario():
    made = linli.mesa_class("building-gates")
    assert issubclass(made, Community)
    assert made.__name__ == "BuildingGates"
    assert made is mesa_class("building-gates", "after")
    scenario = load("building-gates").arm("after")
    parameters = inspect.signature(made).parameters
    assert parameters["gatherings_a_year"].default == scenario.mechanisms["building-gates"].gatherings_a_year == 12.0
    assert inspect.signature(mesa_class("building-gates", "before")).parameters["gatherings_a_year"].default == 0.0
    kinds = {p.kind for p in parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
    assert not {"scenario", "seed", "time", "kwargs", "args"} & set(parameters)
    assert all(p.default is not inspect.Parameter.empty for p in parameters.values())
    assert "Gatherings of a gate that are asked for (times a year and gate, 0 to 52)" in str(made.__init__.__doc__)
    levers = [name for name, keyword in made.keywords.items() if keyword.lever]
    assert set(levers) == set(type(made(spin_up_years=0, buildings=1).society.programme.mechanisms[0]).levers)


def test_it_is_the_scenario_itself():
    from linli.model.society.society import Society

    scenario = load("building-gates").arm("after").with_settings(["buildings=1", "gatherings_a_year=52"])
    society = Society(
        neighbourhood=scenario.neighbourhood, population=scenario.population, constants=scenario.constants, everyday=scenario.everyday, seed=4,
        mechanisms=scenario.standing,
    )  # fmt: skip
    society.spin_up(years=1)
    society.attach(scenario.schedules)
    society.run(10)
    made = mesa_class("building-gates")
    for _ in range(2):  # the second time from the kept state
        community = made(**SMALL, gatherings_a_year=np.float64(52), rng=4)
        for _ in range(10):
            community.step()
        assert community.measure() == society.measure()
        assert np.array_equal(community.society.ties.slow, society.ties.slow)


def test_levers_reach_the_people():
    made = mesa_class("building-gates", "before")
    none, many = made(**SMALL, rng=1), made(**SMALL, rng=1, gatherings_a_year=52.0, knock_share=1.0)
    for _ in range(15):
        none.step()
        many.step()
    # Without the policy there are an ordinary community's few activities.
    assert none.measure()["building-gates.activities"] == 0.0
    assert many.measure()["came_quarter"] > none.measure()["came_quarter"] + 0.05


@pytest.mark.parametrize(
    ("keywords", "kind", "words"),
    [
        ({"gatherings_a_year": 99}, UserError, "gatherings_a_year: 99 is out of bounds. It must lie between 0 and 52"),
        ({"incentive": "honor"}, UserError, 'Did you mean "honour"'),
        ({"renters": 25.6}, UserError, "Did you mean 0.256"),
        ({"gathering_a_year": 3}, TypeError, 'Did you mean "gatherings_a_year"'),
        ({"preset": None}, UserError, "cannot be taken away"),
        ({"rng": "x"}, InputError, "not a seed"),
    ],
)
def test_wrong_keywords_are_refused(keywords: dict[str, Any], kind: type[Exception], words: str):
    with pytest.raises(kind, match=words):
        mesa_class("building-gates")(**SMALL, **keywords)


def test_scenarios_and_arms_that_do_not_exist():
    with pytest.raises(UserError, match="there is no scenario"):
        mesa_class("building-gate")
    with pytest.raises(UserError, match="there is no arm"):
        mesa_class("building-gates", "afterwards")


def test_a_file_of_ones_own(tmp_path: Path):
    file = tmp_path / "mine.toml"
    file.write_text('format = 1\ntitle = "Mine"\n[neighbourhood]\nbuildings = 1\n[mechanisms.building-gates]\ngatherings_a_year = 4\n')
    first = mesa_class(file)
    assert inspect.signature(first).parameters["gatherings_a_year"].default == 4.0
    file.write_text(file.read_text().replace("= 4", "= 6"))
    again = mesa_class(file)
    assert inspect.signature(again).parameters["gatherings_a_year"].default == 6.0
    assert again.__name__ == "Mine"


def test_a_student_derives_a_class():
    class Helper(Resident):
        steps = 0

        def step(self) -> None:
            Helper.steps += 1

    class Mine(mesa_class("building-gates")):  # type: ignore[misc]
        def __init__(self, *, gatherings_a_year: float = 12.0, rng: int | None = None) -> None:
            super().__init__(buildings=1, spin_up_years=0, gatherings_a_year=gatherings_a_year, resident_class=Helper, rng=rng)

    community = Mine(gatherings_a_year=26.0, rng=2)
    community.step()
    assert Helper.steps == community.society.residents.n
    assert community.society.programme.mechanisms[0].now.gatherings_a_year == 26.0


def test_batch_run_over_a_lever_and_seeds():
    made = mesa_class("building-gates")
    rows = batch(made, {"gatherings_a_year": [0.0, 52.0]}, [1, 2], max_steps=8)
    assert {(row["gatherings_a_year"], row["rng"]) for row in rows} == {(0.0, 1), (0.0, 2), (52.0, 1), (52.0, 2)}
    alone = made(**SMALL, gatherings_a_year=52.0, rng=2)
    for _ in range(8):
        alone.step()
    expected = alone.measure()
    row = next(row for row in rows if row["gatherings_a_year"] == 52.0 and row["rng"] == 2)
    assert row["Step"] == 8
    assert {name: row[name] for name in expected} == expected


def test_a_class_can_be_sent_to_another_process():
    made = mesa_class("building-gates")
    assert pickle.loads(pickle.dumps(made)) is made
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(inspect.signature, (made,)).parameters.keys() == inspect.signature(made).parameters.keys()
    assert pickle.loads(pickle.dumps(ScenarioCommunity)) is ScenarioCommunity


# SolaraViz


@pytest.fixture
def view() -> Any:
    pytest.importorskip("solara")
    pytest.importorskip("altair", reason="mesa.visualization needs it")
    # Mesa's and Solara's own warnings while they are imported are not ours.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from linli.viz import solara_view
    return solara_view


def small_file(folder: Path) -> str:
    text = (Path(linli.__file__).parent / "scenarios" / "building-gates.toml").read_text(encoding="utf-8")
    (folder / "small.toml").write_text(text.replace('preset = "beijing"', 'preset = "beijing"\nbuildings = 1'), encoding="utf-8")
    return str(folder / "small.toml")


def test_levers_become_controls(view: Any):
    made = mesa_class("building-gates")
    params = view.model_params(made, "zh", rng=1)
    assert params["rng"] == 1
    assert params["gatherings_a_year"] == {"value": 12.0, "label": "每楼门每年聚会次数", "type": "SliderFloat", "min": 0.0, "max": 52.0, "step": 1}
    assert params["incentive"]["values"] == ["none", "honour", "points", "money"]
    assert params["festivals"]["type"] == "Checkbox"
    assert set(params) - {"rng"} == {name for name, keyword in made.keywords.items() if keyword.lever}


@pytest.mark.filterwarnings("default")
def test_solara_viz_shows_a_scenario_steps_and_resets(view: Any, tmp_path: Path):
    import ipyvuetify
    import ipywidgets
    import solara
    from linli.viz.dashboard.map.widget import MapWidget

    file = small_file(tmp_path)

    @solara.component
    def App() -> None:
        with solara.AppLayout():
            view.ScenarioView(file, language="en", spin_up_years=1)

    _, rc = solara.render(App(), handle_error=False)

    def press(label: str) -> None:
        next(button for button in rc.find(ipyvuetify.Btn).widgets if button.children == [label]).click()

    def type_seed(text: str) -> None:
        box = next(field for field in rc.find(ipyvuetify.TextField).widgets if field.label == "Seed")
        box.v_model = text
        box.fire_event("keyup.enter")

    def shown() -> MapWidget:
        found: MapWidget = rc.find(MapWidget).widget
        # What a browser says when it has drawn a frame.
        found._handle_custom_msg({"do": "seen", "frame": found.frame}, [])
        return found

    def pictures() -> list[Any]:
        charts = [str(one.unsafe_innerHTML) for one in rc.find(solara.widgets.HTML).widgets if "<svg" in str(one.unsafe_innerHTML)]
        return [bytes(shown().dots), *charts]

    try:
        first = pictures()
        assert len(first) == 4
        assert not shown().playable
        assert rc.find(ipywidgets.Image).widgets == []
        labels = [control.label for control in rc.find(ipyvuetify.Slider).widgets]
        assert "Gatherings of a gate that are asked for" in labels
        press("Step")
        stepped = pictures()
        assert all(a != b for a, b in zip(first, stepped, strict=True))
        # A click tells of a gate, and goes on doing so.
        shown()._handle_custom_msg({"do": "choose", "kind": "gate", "index": 2}, [])
        assert shown().state["told"]["title"] == "Gate 3, building 1"
        press("Step")
        assert shown().state["week"] == 2
        assert shown().state["told"]["title"] == "Gate 3, building 1"
        press("Reset")
        assert pictures() == first
        # A seed is typed as text. What is no seed is said, and the community stays that of the seed before.
        type_seed("2")
        press("Reset")
        other = pictures()
        assert other != first
        assert rc.find(ipyvuetify.Alert).widgets == []
        type_seed("two")
        press("Reset")
        assert "'two' is not a seed" in str([alert.children for alert in rc.find(ipyvuetify.Alert).widgets])
        assert pictures() == other
        type_seed("1")
        press("Reset")
        assert pictures() == first
        assert rc.find(ipyvuetify.Alert).widgets == []
    finally:
        rc.close()


@pytest.mark.parametrize("typed", ["7", " 7 ", "７", 7, np.int64(7)])
def test_a_seed_may_be_typed_as_text(view: Any, typed: object):
    assert view.seed_from(typed, 3, "en") == (7, "")


@pytest.mark.parametrize("typed", ["", "x", "1.5", "-1", "99999999999", 1.5, True, [1]])
def test_what_is_no_seed_is_said_and_the_seed_stays(view: Any, typed: object):
    seed, said = view.seed_from(typed, 3, "zh")
    assert seed == 3
    assert said.startswith("rng：")
    assert said.endswith("种子仍为 3。")


@pytest.mark.filterwarnings("default")
def test_a_scenario_that_does_not_exist_is_a_sentence(view: Any):
    import ipyvuetify
    import solara

    @solara.component
    def App() -> None:
        view.ScenarioView("building-gate", language="en")

    _, rc = solara.render(App(), handle_error=False)
    try:
        assert "there is no scenario" in str([alert.children for alert in rc.find(ipyvuetify.Alert).widgets])
    finally:
        rc.close()


def test_a_chart_is_not_empty_at_week_0_nor_without_a_collector(view: Any, tmp_path: Path):
    names = ("acquaintances", "recognised")

    def drawn(community: Community) -> list[tuple[list[float], list[float]]]:
        svg = view.draw_chart(community, names, "zh")
        assert svg.count("<circle") == (2 if community.week == 0 or not community.datacollector.model_vars else 0)
        assert svg.count("人均熟人数") == 2
        return [(course.weeks, course.values) for course in view.courses(community, names, "zh")]

    community = Community(buildings=1, spin_up_years=1, rng=1, collect=names)
    now = community.measure()
    assert drawn(community) == [([0], [now[name]]) for name in names]
    community.step()
    community.step()
    assert [weeks for weeks, _ in drawn(community)] == [[0, 1, 2]] * 2
    community.save(tmp_path / "state")
    loaded = Community.load(tmp_path / "state")
    now = loaded.measure()
    assert drawn(loaded) == [([2], [now[name]]) for name in names]
