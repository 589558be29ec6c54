"""How a city is told: in the terminal, in a notebook and as a map, in both languages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.city.folder import city_folder
from linli.experiments.city.plan import CityPlan
from linli.experiments.city.result import City, load_city
from linli.experiments.city.work import Outcome, Task
from linli.viz.city_tables import print_city
from linli.viz.figures import city as drawing
from linli.viz.figures.city import draw_city
from linli.viz.notebook import html
from linli.viz.terminal import Terminal

DATA = {
    "title": {"en": "Ten", "zh": "十个社区"}, "scenario": "three-level-linkage", "arms": ["before", "plan"], "years": 1, "replications": 2,
    "measures": ["acquaintances", "strangers"], "district": {"rule": "reports"},
    "communities": {"number": 10, "residents": 20_000.0, "presets": {"towers": 0.5, "beijing": 0.5}},
}  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Ten communities of 100, 200, ... residents with 1, 2, ... acquaintances; on the second seed a tenth more.

    With the plan each has one more, but the smallest half of it and the largest one and a half.
    """
    plan, folder = CityPlan.from_dict(DATA, "ten"), tmp_path_factory.mktemp("city") / "out"
    with city_folder(folder, plan) as kept:
        for seed in plan.seeds:
            for a, arm in enumerate(plan.arms):
                for k in range(10):
                    more = a * (1.0 - 0.45 * (k == 0) + 0.45 * (k == 9)) + 0.1 * (seed == 2)
                    values = {
                        "acquaintances": k + 1.0 + more, "strangers": 0.5 - 0.1 * a, "residents": 100.0 * (k + 1), "acquaintances_sd": 2.0,
                        "budget": 10_000.0 * k if a else float("nan"), "moved": 3.0 * a,
                    }  # fmt: skip
                    told = tuple((year, name, value) for year in (0, 1) for name, value in values.items())
                    kept.add(Outcome(Task(((seed - 1) * 2 + a) * 10 + k, seed, arm, 1, k), told, seconds=2.0, weeks=5200, bytes=300_000_000))
        kept.write()
    return load_city(folder)


def printed(city: City, language: str, full: bool = False) -> str:
    stream = io.StringIO()
    print_city(city, language=language, console=Terminal(file=stream, width=110), full=full)
    return stream.getvalue()


def test_a_city_says_means_differences_inequality_money_and_speed(city: City) -> None:
    text = printed(city, "en")
    assert text.startswith("Ten\n10 communities, 5,500 residents of 14 and older; years: 1; scenario three-level-linkage; seeds: 1, 2\n")
    # By residents: (1*1 + 2*2 + ... + 10*10) / 55 = 7, and a tenth more on every second seed.
    assert re.search(r"acquaintances a resident +7\.0 \(6\.4 … 7\.7\) +\+1\.\d+", text)
    assert re.search(r"strangers .*50 % \(50 % … 50 %\) +−10", text)
    # Between communities the variance is 6 (by residents), within them 4.
    assert re.search(r"before .*60 % +100 % *\n", text)
    assert "District money (by what is reported), plan: 450,000 yuan in the last year; 0 to 90,000 yuan a community" in text.replace("\n", " ")
    assert "The communities that got most (C10) have +1.45 acquaintances a resident against before, all others +0.95." in text.replace("\n", " ")
    assert re.search(r"Towers of commercial housing +5 ", text)
    assert "2,600 resident-weeks a second of a worker; a worker had at most 300 MB." in text
    assert "C07" not in text


def test_all_communities_are_listed_on_demand(city: City) -> None:
    assert re.search(r"C07 +.*700 +7\.05 +8\.05", printed(city, "en", full=True))


def test_in_chinese(city: City) -> None:
    text = printed(city, "zh")
    assert text.startswith("十个社区\n10 个社区，14 岁及以上居民 5,500 人；年数：1；")
    assert re.search(r"商品房高层小区 +5 ", text)
    assert "区级经费（按上报数），plan：末年共 450,000 元" in text.replace("\n", "")


def test_a_notebook_shows_it(city: City) -> None:
    page = html(city)
    assert "Ten" in page
    assert "<table" in page


def test_the_map_has_a_circle_a_community_sized_by_residents_and_coloured_by_acquaintances(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    real = drawing.finish

    def finish(on: object, *more: object, **rest: object) -> object:
        seen["figure"], seen["title"] = on.figure, more[2]  # type: ignore[attr-defined]
        seen["circles"] = {
            one.get_gid(): (np.asarray(one._widths), np.asarray(one.get_array())) for axes in on.figure.axes for one in axes.collections if one.get_gid()  # type: ignore[attr-defined]
        }
        return real(on, *more, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "finish", finish)
    paths = draw_city(city, tmp_path)
    assert [path.name for path in paths] == ["map.png"]
    assert paths[0].stat().st_size > 10_000
    widths, colours = seen["circles"]["communities of plan"]
    np.testing.assert_allclose((widths / widths.max()) ** 2, np.arange(1, 11) / 10.0)
    np.testing.assert_allclose(colours[1:-1], 1.0)
    np.testing.assert_allclose(colours[[0, -1]], [0.55, 1.45])
    np.testing.assert_allclose(seen["circles"]["communities of before"][1], np.arange(1, 11) + 0.05)
    assert seen["title"] == "plan against before: +0.6 to +1.4 acquaintances a resident in the communities"
    assert set(seen["circles"]) == {"communities of before", "communities of plan"}
