from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.ranges import Carried, Sensitivity
from linli.experiments.results import RunResult
from linli.viz.numbers import number
from linli.viz.story import Story
from linli.viz.tables import heading, print_comparison, print_run, print_story, sentences, table
from rich.cells import cell_len
from rich.console import Console

MakeRun = Callable[..., RunResult]
MakeComparison = Callable[..., Comparison]


def row(text: str, label: str) -> list[str]:
    """Return the cells of the row that begins with a label: parts that two or more spaces part."""
    line = next(line for line in text.splitlines() if line.strip().startswith(label))
    return [part.strip() for part in line.strip().replace(label, "", 1).split("  ") if part.strip()]


def test_a_run_shows_start_without_and_with(make_run: MakeRun, console: Console) -> None:
    result = make_run()
    print_run(result, language="en", console=console)
    text = console.export_text()
    start, without, with_, change = row(text, "acquaintances a resident")
    assert [start, without, with_] == [number(v, 1) for v in (6.1, result.without("acquaintances"), result.end("acquaintances"))]
    assert change.startswith("+")
    assert row(text, "strangers (fewer than 3 acquaintances)")[0] == "31 %"
    assert "one run: a difference, not an interval" in text
    assert "…" not in "".join(row(text, "acquaintances a resident"))
    assert "14 of the 41 constants it rests on are assumed" in text
    assert "3,014 residents, 36 gates, 5 years, seed 1; without: before, with: after" in text


def test_official_counts_stand_beside_what_happened(make_run: MakeRun, console: Console) -> None:
    result = make_run()
    print_run(result, language="en", console=console)
    text = console.export_text()
    lines = [line.strip() for line in text.splitlines()]
    official = row(text, "official: person-times a year")
    assert official[1] == number(result.end("building-gates.official_person_times") / 5, 0)
    under = lines.index(next(line for line in lines if line.startswith("official: person-times"))) + 1
    assert row(lines[under], "person-times that happened a year")[1] == number(result.end("building-gates.person_times") / 5, 0)
    assert row(text, "never came")[:2] == ["84 %", "44 %"]
    assert row(text, "official: mediated with success")[0] == "97 %"
    assert row(text, "quarrels that were settled")[0] == "61 %"


def test_a_comparison_has_intervals_costs_and_origins(make_comparison: MakeComparison, console: Console) -> None:
    found = make_comparison(10)
    print_comparison(found, language="en", console=console)
    text = console.export_text()
    assert " … +" in row(text, "acquaintances a resident")[-1]
    assert "points" in row(text, "came to something in the last quarter")[-1]
    cost = found.cost("after")
    flat = " ".join(text.split())
    assert f"{number(cost.ratio, 1)} yuan an additional pair of acquaintances (" in flat
    assert cost.price == 27.7
    assert cost.priced[0] > cost.ratio
    assert f", {number(cost.priced[0], 0)} ({number(cost.priced[1], 0)} … {number(cost.priced[2], 0)}) with volunteer hours at 27.7 yuan" in flat
    assert "where acquaintances began (with): landing 29 %" in flat
    assert "10 seeds" in flat


def test_no_cost_of_a_gain_that_is_not_certain(make_comparison: MakeComparison, console: Console) -> None:
    print_comparison(make_comparison(5, gain=0.0, noise=2.0), language="en", console=console)
    flat = " ".join(console.export_text().split())
    assert "yuan an additional pair" not in flat
    assert "a gain in acquaintances is not distinguishable from none (these seeds could have shown" in flat


def test_several_arms_have_a_row_each(make_comparison: MakeComparison, console: Console) -> None:
    print_comparison(make_comparison(4, ("after", "gatherings", "talent")), language="en", console=console)
    lines = console.export_text().splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip().startswith("acquaintances a resident"))
    assert [line.split()[0] for line in lines[first + 1 : first + 5]] == ["before", "after", "gatherings", "talent"]


def test_what_was_interrupted_says_so(make_comparison: MakeComparison, console: Console) -> None:
    found = make_comparison(3)
    found.asked, found.finished = 20, False
    print_comparison(found, language="en", console=console)
    assert "interrupted: 3 of 20 seeds finished" in console.export_text()
    found.seeds = ()
    print_comparison(found, language="en", console=console)
    assert "no seed finished" in console.export_text()


@pytest.mark.parametrize("width", [80, 120])
def test_chinese_columns_stand_under_one_another(make_run: MakeRun, console: Console, width: int) -> None:
    console.width = width
    print_run(make_run(), language="zh", console=console)
    text = console.export_text()
    assert row(text, "人均熟人数")[0] == "6.1"
    assert row(text, "陌生人（熟人不足3人）")[0] == "31%"
    assert "官方统计：每年参与人次" in text
    assert "41 个常数中有 14 个是假设的" in text

    def end_of_start(label: str, value: str) -> int:
        line = next(line for line in text.splitlines() if line.strip().startswith(label))
        return cell_len(line[: line.index(value) + len(value)])

    assert end_of_start("人均熟人数", "6.1") == end_of_start("同楼门两人相识", "9%") == end_of_start("对邻居的信任", "0.52")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_wider_than_a_narrow_terminal_or_cut(make_comparison: MakeComparison, console: Console, language: str) -> None:
    console.width = 80
    print_comparison(make_comparison(6), language=language, console=console)
    text = console.export_text()
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    labels = [line[:20] for line in text.splitlines()[4:25]]
    assert not any("…" in label for label in labels)


def printed(story: Story, console: Console, language: str, full: bool = False) -> list[list[str]]:
    """Print a story and return its lines, each as the parts that two or more spaces part."""
    print_story(story, language=language, console=console, full=full)
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in console.export_text().splitlines()]


def test_chinese_headings_say_without_before_with(hand: Any, console: Console) -> None:
    lines = printed(hand.run(), console, "zh")
    assert lines[0] == ["茶", "200 位居民，3 个楼门，2 年，随机种子 1；无政策：之前，有政策：之后"]
    assert lines[1:3] == [["期末", "期末", "差值"], ["开始时", "无政策", "有政策", "（单次运行）"]]
    assert ["人均熟人数", "4.0", "6.0", "9.0", "+3.0"] in lines
    assert ["陌生人（熟人不足3人）", "40%", "30%", "20%", "−10 个百分点"] in lines


@pytest.mark.parametrize(
    ("weeks", "en", "zh"),
    [
        (52, "52 weeks", "52 周"), (103, "103 weeks", "103 周"), (104, "2 years", "2 年"), (105, "105 weeks", "105 周"), (130, "130 weeks", "130 周"),
        (1040, "20 years", "20 年"),
    ],
)  # fmt: skip
def test_whole_years_are_told_in_years_from_two_on(hand: Any, weeks: int, en: str, zh: str) -> None:
    told = replace(hand.story(), weeks=weeks)
    assert heading(told, "en")[1] == f"200 residents, 3 gates, {en}, 3 seeds"
    assert heading(told, "zh")[1] == f"200 位居民，3 个楼门，{zh}，3 个随机种子"


@pytest.mark.parametrize(("width", "ends"), [(80, 79), (90, 89), (100, 99), (200, 99)])
def test_what_was_run_stands_to_the_right_of_the_title_up_to_a_hundred_columns(hand: Any, console: Console, width: int, ends: int) -> None:
    console.width = width
    print_story(hand.run(), language="en", console=console)
    first = console.export_text().splitlines()[0]
    assert first.startswith(" Tea  ")
    assert first.endswith("with: After")
    assert len(first) == ends


def last_cells(made: Any) -> list[Any]:
    """Return the cells of the last column."""
    return [part.cells[-1] for part in made.parts if hasattr(part, "cells")]


def test_what_is_not_distinguishable_is_pale_and_what_is_stands_out(hand: Any) -> None:
    made = table(hand.story(), "en")
    styles = {cell.plain: str(cell.style) for cell in last_cells(made) if cell.plain}
    assert styles["+3.0 (+2.0 … +4.0)"] == ""
    assert styles["not distinguishable (−0.5 … +1.5)"] == "dim"
    one = table(hand.run(), "en")
    assert [column.heading for column in one.columns][-2:] == ["end,\nwith", "difference\n(one run)"]
    assert [str(column.style) for column in one.columns] == ["", "", "", "bold", ""], "the arm that was asked for stands out"
    told = [cell for cell in last_cells(one) if cell.plain not in ("", "–")]
    assert {str(cell.style) for cell in told} == {""}, "one run has no interval that could hold zero"


def test_what_was_cut_short_says_where(hand: Any) -> None:
    assert "interrupted after 104 weeks" in sentences(replace(hand.run(), finished=False), "en")
    assert "interrupted: 3 of 9 seeds finished" in sentences(replace(hand.story(), finished=False, asked=9), "en")
    assert "已中断：9 个随机种子中完成了 3 个" in sentences(replace(hand.story(), finished=False, asked=9), "zh")
    assert not any("interrupted" in line for line in sentences(hand.story(asked=9), "en"))
    assert "one run: a difference, not an interval (linli compare tea gives intervals)" in sentences(hand.run(), "en")
    assert not any("one run" in line for line in sentences(hand.story(), "en"))


def test_chinese_headings_of_a_comparison_and_of_several_arms(hand: Any, console: Console) -> None:
    one = replace(hand.story(), arms=("after",))
    lines = printed(one, console, "zh")
    assert lines[0] == ["茶", "200 位居民，3 个楼门，2 年，3 个随机种子；无政策：之前，有政策：之后"]
    assert lines[1:3] == [["期末", "期末", "差值"], ["开始时", "无政策", "有政策", "（95%）"]]
    assert ["人均熟人数", "4.0", "6.0", "9.0", "+3.0（+2.0 … +4.0）"] in lines
    lines = printed(replace(one, draws=40), console, "zh")
    assert lines[1:3] == [["期末", "期末", "差值（中位数，"], ["开始时", "无政策", "有政策", "抽取的 5%–95%）"]]
    lines = printed(hand.story(), console, "zh")
    assert lines[0] == ["茶", "200 位居民，3 个楼门，2 年，3 个随机种子"]
    assert lines[1:3] == [["差值"], ["开始时", "期末", "（95%）"]]
    at = lines.index(["人均熟人数", "4.0"])
    assert lines[at + 1 : at + 4] == [["之前", "6.0"], ["之后", "9.0", "+3.0（+2.0 … +4.0）"], ["更多", "6.5", "无法区分（−0.5 … +1.5）"]]


def test_english_headings_say_the_same(hand: Any, console: Console) -> None:
    lines = printed(hand.run(), console, "en")
    assert lines[1:3] == [["at the", "end,", "end,", "difference"], ["start", "without", "with", "(one run)"]]
    lines = printed(replace(hand.story(), arms=("after",), draws=40), console, "en")
    assert lines[1:3] == [["at the", "end,", "end,", "difference (median,"], ["start", "without", "with", "5–95 % of draws)"]]
    lines = printed(hand.story(), console, "en")
    assert lines[1:3] == [["at the", "at the", "difference"], ["start", "end", "(95 %)"]]


def test_a_sum_is_told_by_the_year_and_has_no_value_at_the_start(hand: Any, console: Console) -> None:
    """1,000 hours of volunteers and 140 of staff in two years are 500 and 70 a year, 400 and 60 more than without."""
    lines = printed(replace(hand.story(), arms=("after",)), console, "en")
    assert ["volunteer hours a year", "100", "500", "+400 (+350 … +450)"] in lines
    assert ["staff hours a year", "10", "70", "+60.0 (+50.0 … +70.0)"] in lines
    assert ["cost: yuan spent a year", "1,000", "6,000", "+5,000 (+4,500 … +5,500)"] in lines
    assert ["official: guests a year", "0", "550", "–"] in lines
    assert ["guests a year", "0", "250", "–"] in lines
    lines = printed(hand.run(), console, "zh")
    assert ["每年志愿工时", "100", "500", "+400"] in lines
    assert ["每年工作人员工时", "10", "70", "+60"] in lines


def test_the_long_table_has_the_unit_of_each_measure_and_who_measures_it(hand: Any, console: Console) -> None:
    lines = printed(hand.run(), console, "en", full=True)
    at = lines.index(["Tea room"])
    assert lines[at + 1 : at + 3] == [["at the", "end,", "end,", "difference"], ["unit", "start", "without", "with", "(one run)"]]
    assert ["guests a year", "person-times a year", "0", "250", "–"] in lines[at:]
    assert ["full tables", "share of tables", "0 %", "0 %", "75 %", "–"] in lines[at:]
    for whose in ("people and their ties", "where acquaintances began", "services of the community"):
        assert [whose] in lines
    lines = printed(hand.story(), console, "zh", full=True)
    assert ["茶客人次", "人次/年"] not in lines
    assert ["每年茶客人次（人次/年）"] in lines


@pytest.mark.parametrize(
    ("effect", "says"),
    [
        ({"low": 2.0, "high": 4.0}, "; 40.0 yuan an additional pair of acquaintances (32.0 … 52.0), 80 (60 … 120) with volunteer hours at 25 yuan"),
        ({"low": -4.0, "high": -2.0}, "; people have fewer acquaintances with it"),
        ({"low": 0.0, "high": 0.0}, "; as many acquaintances, with every seed"),
        ({"low": -1.0, "high": 2.0}, "; a gain in acquaintances is not distinguishable from none (these seeds could have shown 0.70 a resident)"),
    ],
)
def test_what_a_gain_costs_is_said_only_of_a_gain(hand: Any, effect: dict[str, float], says: str) -> None:
    story = replace(hand.story(), arms=("after",))
    key, certain = ("after", "acquaintances"), effect["low"] > 0.0
    price = story.costs["after"] if certain else replace(story.costs["after"], ratio=float("nan"))
    told = replace(story, effects={**story.effects, key: replace(story.effects[key], **effect)}, costs={"after": price})
    assert sentences(told, "en")[0].startswith("After against Before: +5,000 yuan, +60 staff hours, +400 volunteer hours a year;")
    assert " ".join(sentences(told, "en")[0].split()).endswith(says)
    assert sentences(told, "zh")[0].startswith("之后与之前相比：每年 +5,000 元、工作人员 +60 小时、志愿者 +400 小时；")


def test_a_gain_whose_pairs_have_no_bound_has_no_price(hand: Any) -> None:
    story = replace(hand.story(), arms=("after",))
    key, price = ("after", "acquaintances"), replace(story.costs["after"], ratio=float("nan"))
    told = replace(story, effects={**story.effects, key: replace(story.effects[key], low=2.0, high=4.0)}, costs={"after": price})
    assert " ".join(sentences(told, "en")[0].split()).endswith("; what an additional pair of acquaintances costs cannot be bounded with these seeds")
    assert sentences(told, "zh")[0].replace("\n", "").endswith("这些种子无法给出每多一对熟人的成本范围")


def test_what_draws_say_is_said_of_each_arm(hand: Any) -> None:
    carried = Sensitivity((Carried("ties.kappa", 0.4, True), Carried("decision.base", 0.2, False), Carried("ties.seating=at-random", 0.1, False)), 0.25, 40)
    effects = {key: replace(value, draws=40, positive=0.95, median=value.mean) for key, value in hand.story().effects.items()}
    story = replace(hand.story(), arms=("after",), effects=effects, draws=40, drawn=(7, 90, 4), seeds=tuple(range(80)), sensitivities={"after": carried})
    said = sentences(story, "en")
    assert "After: more acquaintances than Before in 95 % of draws" in said
    (of,) = (line for line in said if "what single constants carry" in line)
    assert "ties.kappa 40 % (more of it, more gain), decision.base 20 % (more of it, less gain), ties.seating=at-random 10 % (with it, less gain)" in of
    assert of.endswith("the largest reaches 25 % by chance once in twenty times")
    assert any("40 draws of what is not known about people, 80 pairs of runs: 7 constants from the posterior" in line for line in said)
    assert not any("one seed a draw" in line for line in said)
    unknown = {key: replace(value, positive=float("nan")) for key, value in effects.items()}
    for other in (unknown, hand.story().effects, {}):
        assert not any("% of draws" in line for line in sentences(replace(story, effects=other), "en")), "not known in how many"
    assert any("one seed a draw" in line for line in sentences(replace(story, seeds=tuple(range(40))), "en"))
    chinese = "；".join(sentences(story, "zh"))
    assert "在 95 % 的抽取中熟人多于之前" in chinese
    assert "ties.kappa 40 %（越大增加越多）、decision.base 20 %（越大增加越少）、ties.seating=at-random 10 %（如此则增加更少）" in chinese


def test_seeds_and_arms_are_named_in_the_small_print(hand: Any) -> None:
    story = hand.story(seeds=(1, 2, 3, 7, 9, 10))
    assert story.provenance("en") == "Simulated: scenario tea; arms before, after, more; seeds 1–3, 7, 9–10; 104 weeks; 200 residents; linli 0.1.0, tea 1.0"
    assert story.provenance("zh") == "模拟结果：情景 tea；方案 before, after, more；随机种子 1–3, 7, 9–10；104 周；居民 200 人；linli 0.1.0, tea 1.0"
    assert [story.label(arm, "zh") for arm in story.everybody] == ["无政策（之前）", "之后", "更多"]
    one = hand.run()
    assert [one.label(arm, "zh") for arm in one.everybody] == ["无政策（之前）", "有政策（之后）"]
    assert [one.short(arm, "zh") for arm in one.everybody] == ["无政策", "有政策"]
    assert [one.short(arm, "en") for arm in one.everybody] == ["without", "with"]
    alone = replace(one, arms=())
    assert (alone.label("before", "en"), alone.short("before", "zh")) == ("Before", "之前")


def test_a_seed_without_a_value_is_left_out_of_a_mean(hand: Any) -> None:
    course = next(iter(hand.story().courses.values()))
    course.values[0, 2], course.values[:, 1] = np.nan, np.nan
    assert course.end == pytest.approx(course.values[1:, 2].mean())
    assert np.isnan(course.middle[1])
