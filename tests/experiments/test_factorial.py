"""The factorial of building-gates' parts: closed forms of its contrasts, and the whole of it in small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.experiments.factorial import PARTS, arm_of, effects, ends_of, factorial_scenario, gain, play, subsets, whole_against_parts
from linli.scenarios.loader import load
from linli.viz.factorial_page import Factorial, beating, factorial_page, write_factorial

SEEDS = np.array([0.0, 0.2, -0.1, 0.05])
ADDS = {"gatherings": 2.0, "decorating": 0.5, "shows": 0.25, "circles": 1.0}


def made(together: float) -> dict[str, np.ndarray]:
    """Ends in which parts add up, but for gatherings and circles, which add `together` more; seeds differ by the level only."""
    return {
        arm_of(chosen, 12): 9.0 + SEEDS + sum(ADDS[part] for part in chosen) + together * ({"gatherings", "circles"} <= set(chosen)) for chosen in subsets()
    }


def test_every_combination_is_an_arm_and_gatherings_alone_are_counted_by_frequency() -> None:
    scenario = factorial_scenario(load("building-gates"))
    assert len(subsets()) == 16
    assert len(scenario.arms) == 8 + 3 * 8
    assert scenario.arms[0] == "none"
    levers = scenario.arm(arm_of(PARTS, 26)).mechanisms["building-gates"]
    assert (levers.gatherings_a_year, levers.decorating_a_year, levers.talent_shows_a_year) == (26.0, 1.0, 2.0)  # type: ignore[attr-defined]
    alone = scenario.arm("circles").mechanisms["building-gates"]
    assert alone.interest_circles  # type: ignore[attr-defined]
    assert alone.gatherings_a_year == 0.0  # type: ignore[attr-defined]


@pytest.mark.parametrize("together", [0.0, -1.5, 0.8])
def test_effects_and_interactions_are_those_that_were_put_in(together: float) -> None:
    ends = made(together)
    found = {one.parts: one.estimate.mean for one in effects(ends, 12)}
    assert len(found) == 15
    for part, adds in ADDS.items():
        # Half of the settings of the others have the partner.
        assert found[(part,)] == pytest.approx(adds + (together / 2.0 if part in ("gatherings", "circles") else 0.0))
    for parts, mean in found.items():
        if len(parts) > 1:
            assert mean == pytest.approx(together if parts == ("gatherings", "circles") else 0.0)
    assert gain(ends, PARTS, 12) == pytest.approx(np.full(4, 3.75 + together))


def test_a_part_that_beats_the_whole_is_named() -> None:
    assert beating(made(0.0), 12) == []
    hurts = beating(made(-1.5), 12)
    assert ("gatherings", "decorating", "shows") in [one.parts for one in hurts]
    assert {one.parts: one.estimate.mean for one in whole_against_parts(made(-1.5), 12)}[("gatherings",)] == pytest.approx(0.25)
    page = factorial_page(Factorial(made(-1.5), (12,), 260, 3000), "en", Path("factorial.md"))
    assert "does more than all four together" in page
    assert "No part" not in page


def test_it_runs_in_small_and_no_part_alone_beats_the_whole(tmp_path: Path) -> None:
    """One building, one year, three seeds: the whole road from the scenario to the page in both languages."""
    base = load("building-gates").with_settings(["neighbourhood.buildings=1", "neighbourhood.floors=6"])
    found = play(base, frequencies=(26,), seeds=3, weeks=52, threads=1)
    ends = ends_of(found)
    assert beating(ends, 26) == []
    assert gain(ends, PARTS, 26).mean() > 0.0
    assert gain(ends, ["gatherings"], 26).mean() > 0.0
    pages = write_factorial(Factorial(ends, (26,), 52, found.residents[found.seeds[0]]), tmp_path / "factorial.md")
    assert [page.name for page in pages] == ["factorial.md", "factorial.zh.md"]
    assert "26 gatherings a year and gate" in pages[0].read_text()
    assert pages[1].read_text().count("|\n") >= 2 * (15 + 2)


def test_the_whole_is_compared_with_every_combination_that_is_smaller() -> None:
    found = {one.parts: one.estimate.mean for one in whole_against_parts(made(0.0), 12)}
    assert set(found) == set(subsets()) - {(), tuple(PARTS)}
    assert found[("gatherings",)] == pytest.approx(sum(ADDS.values()) - ADDS["gatherings"])
