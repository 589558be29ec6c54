"""`linli benchmark`: what linli promises about speed and memory, measured on this machine beside the promise.

Every figure is measured in a process of its own (probes.py), all in one run, one after the other.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..model.ground.text import LANGUAGES, Text
from ..scenarios.files import write_file
from .facts import environment
from .probes import SCENARIO
from .progress import Progress, Quiet, cores


@dataclass(frozen=True)
class Sizes:
    """How much the benchmark does.

    Attributes:
        residents: of the large society.
        years: years without policy before anything is measured.
        weeks: weeks that are timed.
        seeds: default communities for the talks.
        twin_weeks: weeks that the plain twin is timed.
        runs: how often `linli run` is timed; the fastest counts.
        first_run: whether the first run ever, with compilation, is measured.
    """

    residents: int
    years: int
    weeks: int
    seeds: int
    twin_weeks: int
    runs: int
    first_run: bool


QUICK = Sizes(residents=100_000, years=1, weeks=13, seeds=4, twin_weeks=1, runs=1, first_run=False)
WHOLE = Sizes(residents=1_000_000, years=2, weeks=13, seeds=8, twin_weeks=2, runs=3, first_run=True)


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        key: short name, in the JSON file.
        title: what it is.
        value: what was measured; NaN if it was not.
        unit: of value and target.
        target: the promise; None: only reported.
        better: "high" or "low" values are better.
        digits: decimals that are printed.
        sized: the target is for 1,000,000 residents.
    """

    key: str
    title: Text
    value: float
    unit: Text
    target: float | None = None
    better: Literal["high", "low"] = "high"
    digits: int = 2
    sized: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the promise is kept; None if there is none or nothing was measured."""
        if self.target is None or math.isnan(self.value):
            return None
        return self.value >= self.target if self.better == "high" else self.value <= self.target


STEPS = {
    "memory": Text("memory of the bare interpreter", "解释器自身内存"),
    "large": Text("{size} residents", "{size} 名居民"),
    "small": Text("the default community", "默认社区"),
    "growth": Text("10,000 residents", "1 万名居民"),
    "twin": Text("the plain twin", "朴素孪生模型"),
    "overhead": Text("500 residents", "500 名居民"),
    "starsim": Text("Starsim's RandomNet", "Starsim 的 RandomNet"),
    "shell": Text("linli run from shell to shell", "linli run 全程耗时"),
    "first": Text("the first run ever", "首次运行"),
}
_RATE = Text("M resident-weeks/s", "百万人·周/秒")


class Measured(NamedTuple):
    """What a benchmark found.

    Attributes:
        figures: each figure with its target.
        sizes: how much was done.
        facts: the machine.
        result: all of it, as the JSON file holds it.
    """

    figures: list[Figure]
    sizes: Sizes
    facts: dict[str, Any]
    result: dict[str, Any]

    def write(self, path: Path) -> None:
        """Write all figures to a JSON file."""
        text = json.dumps(self.result, ensure_ascii=False, indent=1, default=str).replace("NaN", "null")
        write_file(path, text + "\n", argument="json")


def run_benchmark(quick: bool, json_path: Path | None = None, threads: int | None = None, progress: Progress | None = None) -> Measured:
    """Measure; `viz.benchmark_table` prints it.

    Args:
        quick: 100,000 residents instead of 1,000,000, and no first run with compilation: under 40 s.
        json_path: file to which all will be written; None: nowhere.
        threads: threads; None: two, or one where there is one processor.
        progress: is told which probe runs.

    Raises:
        UserError: the file cannot be written; known before anything is measured.
    """
    _check_file(json_path)
    sizes = QUICK if quick else WHOLE
    threads = min(2, cores()) if threads is None else threads
    begun = time.monotonic()
    raw = measure_all(sizes, threads, progress or Quiet())
    figures = figures_of(raw, sizes)
    facts = machine()
    result: dict[str, Any] = {
        "quick": quick, "threads": threads, "seconds": round(time.monotonic() - begun, 1), "machine": facts,
        "figures": {f.key: {**asdict(f), "title": f.title.en, "unit": f.unit.en, "met": f.met} for f in figures}, "raw": raw,
    }  # fmt: skip
    return Measured(figures, sizes, facts, result)


def measure_all(sizes: Sizes, threads: int, told: Progress) -> dict[str, dict[str, Any]]:
    """Run all probes, one after the other, each a stage."""
    years, weeks = sizes.years, sizes.weeks
    probes: dict[str, tuple[str, dict[str, Any]]] = {
        "memory": ("bare", {}),
        "large": ("large", {"residents": sizes.residents, "threads": threads, "years": years, "weeks": weeks}),
        "small": ("small", {"years": years, "weeks": weeks, "seeds": sizes.seeds}),
        "growth": ("ten_thousand", {"years": years, "weeks": 2 * weeks}),
        "twin": ("twin", {"threads": threads, "years": years, "weeks": weeks, "twin_weeks": sizes.twin_weeks}),
        "overhead": ("overhead", {"weeks": 104}),
        "starsim": ("starsim", {"people": 100_000, "steps": 10}),
    }
    found: dict[str, dict[str, Any]] = {}

    def tell(key: str) -> None:
        text = STEPS[key]
        told.stage(Text(*(text.say(language, size=f"{sizes.residents:,}") for language in LANGUAGES)), 0)

    tell("shell")
    found["shell"] = _shell(sizes.runs)
    for key, (name, arguments) in probes.items():
        tell(key)
        found[key] = _probe(name, arguments)
    if sizes.first_run:
        tell("first")
        found["first"] = _first_run()
    return found


def _probe(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="linli-benchmark-") as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", f"{__package__}.probes", name, json.dumps(arguments), str(answer)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the probe {name} failed:\n{done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(answer.read_text())
        return found


def _linli() -> str:
    return (__package__ or "").rpartition(".")[0]


def _run_command(folder: str, cache: str | None = None) -> float:
    """Return the seconds of `linli run` without figures, from shell to shell."""
    command = [sys.executable, "-m", _linli(), "run", SCENARIO, "--no-figures", "--out", f"{folder}/run-{time.monotonic_ns()}"]
    more = {"LINLI_CACHE": cache} if cache else {}
    begun = time.perf_counter()
    subprocess.run(command, env={**os.environ, **more}, check=True, capture_output=True)
    return time.perf_counter() - begun


def _shell(times: int) -> dict[str, Any]:
    """Time `linli run` (compiled and spun up) and `import linli`."""
    with tempfile.TemporaryDirectory(prefix="linli-benchmark-") as folder:
        if not _ready():
            _run_command(folder)
        runs = [_run_command(folder) for _ in range(times)]
    code = f"import time; t = time.perf_counter(); import {_linli()}; print(time.perf_counter() - t)"
    imports = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(5)]
    return {"run_seconds": min(runs), "import_seconds": min(imports)}


def _ready() -> bool:
    """Return whether the default run is compiled and spun up."""
    from ..scenarios.loader import load
    from .progress import compiled
    from .spinup import kept_file

    scenario = load(SCENARIO)
    return compiled() and kept_file(scenario.arm(scenario.arms[1]), scenario.seed).exists()


def _first_run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="linli-benchmark-") as folder:
        return {"seconds": _run_command(folder, cache=f"{folder}/cache")}


def figures_of(raw: dict[str, dict[str, Any]], sizes: Sizes) -> list[Figure]:
    """Work out the lines of the table from what the probes found."""
    large, twin, growth = raw["large"], raw["twin"], raw["growth"]
    whole = sizes is WHOLE
    nothing = math.nan
    seconds, share = Text("s", "秒"), Text("%", "%")
    exponent = math.log(large["week_one_seconds"] / growth["week_seconds"]) / math.log(large["residents"] / growth["residents"])
    off = 100.0 * abs(large["talks"] / raw["small"]["talks"] - 1.0)
    memory = (large["peak_bytes"] - raw["memory"]["peak_bytes"]) / large["residents"]
    n = large["threads"]
    sides = raw["starsim"].get("sides", nothing)
    passes = large["week_one_seconds"] / large["pass_seconds"]
    overhead = 1e3 * raw["overhead"]["overhead_seconds"]
    return [
        Figure("rate_threads", Text(f"speed, {n} threads", f"速度，{n} 线程"), large["rate_threads"] / 1e6, _RATE, 1.5 if n == 2 else None, sized=True),
        Figure("rate_one", Text("speed, 1 thread", "速度，1 线程"), large["rate_one"] / 1e6, _RATE, 0.85, sized=True),
        Figure("talks_off", Text("talks a person, off the default's", "人均交谈与默认社区之差"), off, share, 2.0, "low"),
        Figure("memory", Text("memory a resident", "每居民内存"), memory, Text("bytes", "字节"), 800.0 if whole else None, "low", 0, True),
        Figure("twin", Text("speed against the plain twin", "相对朴素孪生模型的速度"), twin["times"], Text("times", "倍"), 30.0, digits=1),
        Figure("sides", Text("contact-sides, 1 thread", "接触侧，1 线程"), large["sides_one"] / 1e6, Text("million/s", "百万/秒"), digits=1),
        Figure("starsim", Text("contact-sides against Starsim's", "接触侧，相对 Starsim RandomNet"), large["sides_one"] / sides, Text("times", "倍"), digits=3),
        Figure("passes", Text("a week, 1 thread", "一周，1 线程"), passes, Text("passes over the ties", "遍历关系存储的次数"), None, "low", 1),
        Figure("growth", Text("growth of cost from 10,000 on", "自 1 万人起的成本增长"), exponent, Text("exponent", "指数"), 1.05, "low", 3, True),
        Figure("overhead", Text("Python's overhead a week, 500", "每周 Python 开销，500 人"), overhead, Text("ms", "毫秒"), 0.5, "low"),
        Figure("shell", Text("linli run, 5 years, from the shell", "linli run 五年，全程"), raw["shell"]["run_seconds"], seconds, 3.0, "low"),
        Figure("first", Text("first run ever, compiling", "首次运行（含编译）"), raw.get("first", {}).get("seconds", nothing), seconds, 60.0, "low", 1),
        Figure("import", Text("import linli", "import linli"), raw["shell"]["import_seconds"], seconds, 0.4, "low", 3),
    ]  # fmt: skip


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    found = environment()
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                found["processor"] = line.split(":", 1)[1].strip()
                break
    found.setdefault("processor", platform.processor())
    with suppress(AttributeError, OSError, ValueError):
        found["load"] = os.getloadavg()[0]
    return found


def _check_file(path: Path | None) -> None:
    from ..scenarios.errors import UserError, show

    if path is None:
        return
    try:
        usable = path.absolute().parent.is_dir() and not path.is_dir() and os.access(path.absolute().parent, os.W_OK)
    except (OSError, ValueError):
        usable = False
    if not usable:
        raise UserError(f"the file {show(str(path))} cannot be written.", f"无法写入文件 {show(str(path))}。", argument="json")
