from collections.abc import Callable

import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.results import RunResult
from linli.viz.numbers import number
from linli.viz.tables import print_comparison, print_run
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
    assert "41 个常数中有 14 个是假定的" in text

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
