"""One and the same sweep by linli, by Mesa's `batch_run` and by EMAworkbench's evaluator: `python tests/rival_sweeps.py TOOL WORKERS REPLICATIONS`.

To be started in a folder of its own, by figures_of_sweeps.py, which measures it from outside. The model is the same `Society` in all three, and so is the
plan: two points, so many seeds, 26 weeks after one year of living together, three measures at the end. For Mesa and for the workbench it comes as what they
take: a Mesa model, and a function that steps one. Each run times itself, from the founding to the last measure; what is beyond that is the tool's.

Written to `answer.json`: wall, seconds of the runs, and the measures by point and seed, which have to be the same to the bit.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import linli

TOOLS = ("linli", "mesa", "ema")
WEEKS = 26
MEASURES = ("acquaintances", "strangers", "yuan")
GATHERINGS = (0.0, 24.0)
FILE = Path("gates.toml")
FILE.write_text(
    f"""
format = 1
title = {{ en = "Two buildings", zh = "两栋楼" }}
weeks = {WEEKS}
neighbourhood = {{ buildings = 2, years = 1 }}
mechanisms = {{ building-gates = {{}} }}
arms = {{ after = {{}} }}
""",
    encoding="utf-8",
)


class Gates(linli.mesa_class(FILE, "after")):  # type: ignore[misc]
    """The scenario as a Mesa model that ends after its weeks, and measures then."""

    def __init__(self, gatherings_a_year: float, rng: int) -> None:
        """Found it."""
        from mesa.datacollection import DataCollector

        self.begun, self.seconds, self.found = time.perf_counter(), 0.0, dict[str, float]()
        super().__init__(gatherings_a_year=gatherings_a_year, rng=rng, collect=())
        self.datacollector = DataCollector({"seconds": "seconds", **{name: lambda model, name=name: model.found.get(name) for name in MEASURES}})

    def step(self) -> None:
        """Let a week pass."""
        super().step()
        if self.week == WEEKS:
            self.found = self.measure()
            self.running = False
            self.seconds = time.perf_counter() - self.begun
        self.datacollector.collect(self)


def stepped(gatherings_a_year: float, rng: int) -> dict[str, float]:
    """Run the model; what the workbench calls."""
    model = Gates(gatherings_a_year, int(rng))
    while model.running:
        model.step()
    return {"seconds": model.seconds, **{name: model.found[name] for name in MEASURES}}


def by_linli(workers: int, seeds: range) -> list[dict[str, Any]]:
    """Sweep with linli."""
    plan = linli.Plan.from_dict(
        {
            "scenario": str(FILE), "replications": len(seeds), "seed": seeds[0], "measures": list(MEASURES),
            "parameters": {"building-gates.gatherings_a_year": list(GATHERINGS)},
        }
    )  # fmt: skip
    found = linli.sweep(plan, "out", workers=workers, progress=False)
    ends = found.ends.merge(found.runs[["run", "seconds"]], on="run")
    keys = {"gatherings_a_year": "building-gates.gatherings_a_year", "rng": "seed"}
    return [{**{name: row[key] for name, key in keys.items()}, **{name: row[name] for name in ("seconds", *MEASURES)}} for row in ends.to_dict("records")]


def by_mesa(workers: int, seeds: range) -> list[dict[str, Any]]:
    """Sweep with Mesa."""
    import mesa

    return mesa.batch_run(Gates, {"rng": list(seeds), "gatherings_a_year": list(GATHERINGS)}, number_processes=workers, max_steps=WEEKS, display_progress=False)


def by_ema(workers: int, seeds: range) -> list[dict[str, Any]]:
    """Sweep with EMAworkbench."""
    from ema_workbench import IntegerParameter, Model, MultiprocessingEvaluator, RealParameter, ScalarOutcome, Scenario, perform_experiments

    model = Model("gates", function=stepped)
    model.uncertainties = [RealParameter("gatherings_a_year", min(GATHERINGS), max(GATHERINGS)), IntegerParameter("rng", seeds[0], seeds[-1] + 1)]
    model.outcomes = [ScalarOutcome(name) for name in ("seconds", *MEASURES)]
    cases = [Scenario(gatherings_a_year=gatherings, rng=seed) for seed in seeds for gatherings in GATHERINGS]
    with MultiprocessingEvaluator(model, n_processes=workers) as evaluator:
        cases_run, outcomes = perform_experiments(model, scenarios=cases, evaluator=evaluator)
    return cases_run[["gatherings_a_year", "rng"]].assign(**outcomes).to_dict("records")


def main() -> None:
    """Sweep, and write what came of it."""
    tool, workers, replications = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    begun = time.perf_counter()
    rows = {"linli": by_linli, "mesa": by_mesa, "ema": by_ema}[tool](workers, range(1, replications + 1))
    wall = time.perf_counter() - begun
    keys = ("gatherings_a_year", "rng", *MEASURES)
    table = sorted([float(row[key]) for key in keys] for row in rows)
    Path("answer.json").write_text(json.dumps({"wall": wall, "runs": len(rows), "model": sum(float(row["seconds"]) for row in rows), "table": table}))


if __name__ == "__main__":
    main()
