"""The factorial of the four pillars: closed forms of its contrasts, its record, and the whole of it in small."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from linli.experiments import pillars
from linli.experiments.calibration.posterior import Posterior
from linli.experiments.factorial import subsets
from linli.experiments.loading import load_comparison
from linli.experiments.pillars import (
    BEFORE,
    EVENINGS,
    PILLARS,
    RECORDED,
    Played,
    arm_of,
    arms,
    beyond_the_sum,
    chances,
    interactions,
    play,
    read_played,
    up_to_date,
    write_played,
)  # fmt: skip
from linli.experiments.rows import rests_on
from linli.model.mechanisms.registry import find_mechanism
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

FOUR = "four-innovations"
DRAWS = tuple(draw for draw in range(12) for _ in range(2))
LEVELS = np.linspace(8.0, 9.0, len(DRAWS))
ADDS = {"party": 0.25, "autonomy": -0.5, "technology": 0.125, "culture": 2.0}
POSTERIOR = Posterior(("ties.kappa",), np.array([[0.4], [0.5]]), {})


def made(together: float, scenario: str = FOUR, rests: str | None = None) -> Played:
    """Ends in which pillars add up, but for party and culture, which add `together` more; seeds differ by the level only."""

    def of(chosen: tuple[str, ...]) -> dict[str, np.ndarray]:
        more = sum(ADDS[one] for one in chosen) + together * ({"party", "culture"} <= set(chosen))
        return dict.fromkeys(RECORDED, LEVELS + more)

    ends = {arm_of(chosen): of(chosen) for chosen in subsets(PILLARS)}
    return Played(scenario, (), rests or rests_on(scenario), 260, DRAWS, tuple(range(24)), (3000,) * 24, ends)


def test_the_arms_are_those_of_the_scenario_and_of_each_compound() -> None:
    assert len(arms()) == 16
    assert set(load(FOUR).arms) == set(arms())
    assert pillars.has_pillars(load(f"{FOUR}-towers"))
    assert (arm_of(()), arm_of(("culture", "party")), arm_of(PILLARS)) == ("before", "party-culture", "after")


def test_every_measure_that_is_recorded_is_one_that_the_scenario_has() -> None:
    mechanisms = load(FOUR).mechanisms
    own = [name for name in RECORDED if "." in name]
    for name in own:
        assert name in find_mechanism(name.split(".", 1)[0]).declared_measures()
    assert {name.split(".", 1)[0] for name in own} <= set(mechanisms)
    for name, pillar in EVENINGS.items():
        assert (name.split(".", 1)[0] in load(FOUR).overrides[pillar]["mechanisms"]) if pillar else name.startswith("ordinary-life.")


@pytest.mark.parametrize("together", [0.0, -1.5, 0.75])
def test_effects_and_interactions_are_those_that_were_put_in(together: float) -> None:
    found = interactions(made(together), "acquaintances")
    assert len(found) == 15
    for pillar, adds in ADDS.items():
        # Half of the settings of the others have the partner.
        assert found[(pillar,)].median == pytest.approx(adds + (together / 2.0 if pillar in ("party", "culture") else 0.0))
    for chosen, known in found.items():
        if len(chosen) > 1:
            assert known.median == pytest.approx(together if chosen == ("party", "culture") else 0.0, abs=1e-9)
    assert beyond_the_sum(made(together), "acquaintances").median == pytest.approx(together, abs=1e-9)


def test_chances_are_of_every_pair_of_arms() -> None:
    found = chances(made(0.0), "acquaintances")
    assert len(found) == 16 * 15
    assert found["culture", BEFORE].probability == 1.0
    assert found["culture", BEFORE].certain
    assert found["autonomy", BEFORE].probability == 0.0
    assert found["after", "culture"].median == pytest.approx(-0.125)


def test_a_record_is_read_as_it_was_written_and_says_when_it_is_out_of_date(tmp_path: Path) -> None:
    file, four = tmp_path / "pillars.csv", load(FOUR)
    assert read_played(file) is None
    assert not up_to_date(None, four, [], 12, 2)
    write_played(made(0.5), file)
    kept = read_played(file)
    assert kept is not None
    assert kept._replace(ends={}) == made(0.5)._replace(ends={})
    for arm in arms():
        assert kept.ends[arm]["acquaintances"] == pytest.approx(made(0.5).ends[arm]["acquaintances"], rel=1e-5)
    assert up_to_date(kept, four, [], 12, 2)
    others: list[Callable[[], bool]] = [
        lambda: up_to_date(kept, four, [], 12, 1), lambda: up_to_date(kept, four.with_weeks(52), [], 12, 2), lambda: up_to_date(kept, four, ["seed=2"], 12, 2),
        lambda: up_to_date(kept, load(f"{FOUR}-towers"), [], 12, 2), lambda: up_to_date(made(0.5, rests="other"), four, [], 12, 2),
    ]  # fmt: skip
    assert not any(other() for other in others)


@pytest.mark.parametrize("content", ["", "arm,draw\nbefore,1\n", "\xff\xfe"])
def test_what_is_no_record_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pillars.csv"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(UserError, match="no record of pillars"):
        read_played(file)


def test_a_record_of_arms_with_other_seeds_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pillars.csv"
    write_played(made(0.0), file)
    lines = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    seed = lines[0].index("seed")
    lines[-1][seed] = "99"
    file.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="no record of pillars"):
        read_played(file)


def test_a_scenario_without_all_combinations_is_refused() -> None:
    with pytest.raises(UserError, match='one for each combination of party'):
        play(load("building-gates"), draws=2, seeds=1)


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return load(FOUR).with_settings(["neighbourhood.buildings=1", "neighbourhood.entrances=1", "neighbourhood.floors=4", "neighbourhood.years=1"])


@pytest.mark.slow
def test_it_plays_in_small_what_the_comparison_plays(tiny: Scenario, tmp_path: Path) -> None:
    settings = ["neighbourhood.buildings=1"]
    played = play(tiny.with_weeks(2), settings=settings, draws=2, seeds=1, threads=1, posterior=POSTERIOR, out=tmp_path / "kept")
    same = load_comparison(tmp_path / "kept")
    assert played.ends["culture"]["acquaintances"].tolist() == same.ends("culture", "acquaintances").tolist()
    assert played.more(("culture",), "acquaintances").median == pytest.approx(same.ranged("culture", "acquaintances").median, abs=1e-7)
    assert played.ends["before"]["staff_hours"] == pytest.approx(same.ends("before", "staff_hours") * 52 / 2)
    assert (played.settings, played.weeks, len(set(played.draws))) == (tuple(settings), 2, 2)
    write_played(played, tmp_path / "pillars.csv")
    again = read_played(tmp_path / "pillars.csv")
    assert again is not None
    for arm in arms():
        np.testing.assert_array_equal([again.ends[arm][name] for name in RECORDED], [played.ends[arm][name] for name in RECORDED])


def test_what_differs_in_the_last_digits_is_no_effect() -> None:
    ends = {arm: {name: values * (1.0 + 1e-16 * k) for name, values in own.items()} for k, (arm, own) in enumerate(made(0.0).ends.items())}
    found = interactions(made(0.0)._replace(ends=ends), "acquaintances")
    assert {known.low for chosen, known in found.items() if len(chosen) > 2} == {0.0}
