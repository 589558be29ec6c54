import io
import math
from types import SimpleNamespace

import pytest
from linli.experiments.benchmark import QUICK, WHOLE, Measured, _probe, figures_of, run_benchmark
from linli.experiments.facts import environment
from linli.experiments.probes import streaming_pass
from linli.model.ties.store import Ties
from linli.scenarios.errors import UserError
from linli.viz.benchmark_table import print_figures
from rich.console import Console

RAW = {
    "memory": {"peak_bytes": 100_000_000},
    "large": {
        "residents": 1_000_000, "threads": 2, "rate_threads": 2.0e6, "rate_one": 0.8e6, "week_one_seconds": 1.25, "talks": 3.03, "sides_one": 9e6,
        "peak_bytes": 900_000_000, "pass_seconds": 0.05,
    },
    "small": {"talks": 3.0},
    "growth": {"residents": 10_000, "week_seconds": 0.0125},
    "twin": {"times": 61.0},
    "overhead": {"overhead_seconds": 0.0004},
    "starsim": {},
    "shell": {"run_seconds": 3.5, "import_seconds": 0.01},
}  # fmt: skip


def test_figures_are_worked_out_and_judged():
    figures = {f.key: f for f in figures_of(RAW, WHOLE)}
    assert figures["rate_threads"].value == 2.0
    assert figures["rate_threads"].met is True
    assert figures["rate_one"].met is False
    assert figures["growth"].value == pytest.approx(1.0)
    assert figures["memory"].value == 800.0
    assert figures["memory"].met is True
    assert figures["talks_off"].value == pytest.approx(1.0)
    assert figures["overhead"].value == pytest.approx(0.4)
    assert figures["shell"].met is False
    assert figures["starsim"].met is None
    assert math.isnan(figures["starsim"].value)
    assert figures["passes"].value == pytest.approx(25.0)
    beside = {f.key: f for f in figures_of({**RAW, "starsim": {"sides": 90e6}}, WHOLE)}
    assert beside["starsim"].value == pytest.approx(0.1)
    assert math.isnan(figures["first"].value)


@pytest.mark.parametrize(("language", "words"), [("en", ["speed, 2 threads", "at least 1.5", "not measured"]), ("zh", ["速度，2 线程", "不低于 1.5", "未测"])])
def test_the_table_fits_a_terminal_in_both_languages(language, words):
    console = Console(width=100, record=True, file=io.StringIO())
    print_figures(Measured(figures_of(RAW, QUICK), QUICK, environment(), {}), language, console)
    text = console.export_text()
    for word in words:
        assert word in text
    assert text.count("\n") < 26, "one line a figure"


def test_a_probe_runs_in_a_process_of_its_own():
    found = _probe("overhead", {"weeks": 6})
    assert 300 < found["residents"] < 800
    assert 0.0 < found["kernel_seconds"] < found["week_seconds"]
    assert found["overhead_seconds"] == pytest.approx(found["week_seconds"] - found["kernel_seconds"])
    with pytest.raises(RuntimeError, match="the probe starsim failed"):
        _probe("starsim", {"nonsense": 1})


def test_a_pass_over_the_ties_takes_longer_where_there_are_more():
    taken = []
    for residents in (5_000, 200_000):
        taken.append(streaming_pass(SimpleNamespace(ties=Ties.empty(residents, 48))))
    assert 0.0 < 10.0 * taken[0] < taken[1]


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_measured(tmp_path):
    with pytest.raises(UserError, match="cannot be written"):
        run_benchmark(True, tmp_path / "no folder" / "b.json")


