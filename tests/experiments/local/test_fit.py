"""The fit as a whole: with made-up plays whose rule is known, and once with a compound that is really played."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import linli
import numpy as np
import pandas as pd
import pytest
from linli.experiments.calibration.posterior import read_posterior
from linli.experiments.held_folder import write_manifest
from linli.experiments.local import estimate, fit, rehearsal
from linli.experiments.local.collected import Attendance, Collected
from linli.experiments.local.plays import Played, plan_of
from linli.experiments.local.rehearsal import local_rehearsal, local_simulated
from linli.experiments.local.space import local_space
from linli.scenarios.errors import UserError
from linli.viz.local import fit_reading
from pandas.testing import assert_frame_equal


def plays_of(drawn: np.ndarray, names: tuple[str, ...], noise: float = 0.4) -> np.ndarray:
    """Return statistics: what was asked tells of asking friends, memberships of groups; the rest is noise."""
    rng = np.random.default_rng(7)
    found = rng.normal(size=(len(drawn), len(names)))
    z = np.log(drawn / (1.0 - drawn))
    for k, name in enumerate(names):
        if "asked: mean" in name:
            found[:, k] = z[:, 3] + noise * found[:, k]
        if "groups: mean" in name:
            found[:, k] = z[:, 0] + noise * found[:, k]
    return found


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make plays up: their statistics follow from their constants at once."""

    def play(plan, folder, space, where, progress):
        folder.mkdir(parents=True, exist_ok=True)
        names = plan.watch.names
        drawn = np.random.default_rng(5).random((len(plan.points), len(space)))
        each = [{**dict(zip(keys_of(plan), point, strict=True)), **at(space, drawn[k])} for k, point in enumerate(plan.points)]
        vectors = np.array([[values[key] for key in keys_of(plan)] for values in each])
        return Played(drawn, plays_of(drawn, names), names, vectors, keys_of(plan), 0)

    for module in (fit, rehearsal):
        monkeypatch.setattr(module, "_play", play)


def keys_of(plan) -> tuple[str, ...]:
    return tuple(one.key for one in plan.parameters)


def at(space, drawn) -> dict[str, float]:
    return {key: value for one, share in zip(space, drawn, strict=True) for key, value in one.settings(float(share)).items()}


@pytest.fixture
def asked(waves: Callable[..., Collected], monkeypatch: pytest.MonkeyPatch) -> Collected:
    """A compound where much is asked, and whose groups are as usual."""
    found = waves(first={"groups": np.ones(12)}, second={"groups": np.ones(9), "asked": np.ones(9)})
    real = fit.statistics
    monkeypatch.setattr(fit, "statistics", lambda given: {name: 1.5 if "asked: mean" in name else 0.0 for name in real(given)})
    return found


@pytest.mark.usefixtures("stand_in")
def test_what_the_data_tell_is_known_better_and_the_rest_is_not(tiny, asked, tmp_path):
    found = linli.local_fit(tiny, asked, out=tmp_path / "fit", plays=200)
    frame = found.to_frame()
    assert frame["better"].tolist() == [True, False, False, True, False, False, False]
    assert frame.loc["decision.ask_friendly", "low"] > frame.loc["decision.ask_friendly", "usual"]
    assert frame.loc["memberships", "low"] < 1.0 < frame.loc["memberships", "high"]
    assert (frame["before_low"] < frame["usual"]).all()
    assert (frame["usual"] < frame["before_high"]).all()
    assert "known_better=['memberships', 'decision.ask_friendly']" in repr(found)
    assert found._repr_html_().count("<td") >= 5 * 7, "a notebook shows a row a constant"


@pytest.mark.usefixtures("stand_in")
def test_the_folder_holds_a_posterior_for_a_comparison(tiny, asked, tmp_path):
    found = linli.local_fit(tiny, asked, out=tmp_path / "fit", plays=200)
    read = read_posterior(tmp_path / "fit" / "posterior.csv")
    frame = found.to_frame()
    assert len(read.draws) == fit.DRAWS
    asking = read.draws[:, read.keys.index("decision.ask_friendly")]
    assert np.median(asking) == pytest.approx(frame.loc["decision.ask_friendly", "median"], rel=0.05)
    # Beside them stand the constants of people with which a vector was played, whole vectors of the posterior that comes with linli.
    shipped = read_posterior()
    rows = {tuple(round(float(x), 9) for x in row) for row in shipped.draws}
    mine = read.draws[:, [read.keys.index(key) for key in shipped.keys]]
    assert all(tuple(round(float(x), 9) for x in row) in rows for row in mine)
    facts = json.loads((tmp_path / "fit" / "posterior.json").read_text(encoding="utf-8"))
    assert facts["answered"] == [12, 9]
    assert facts["known better"] == frame["better"].tolist()
    assert (tmp_path / "fit" / "constants.csv").read_text(encoding="utf-8").startswith("constant,usual,before_low")


@pytest.mark.usefixtures("stand_in")
def test_a_rehearsal_says_what_which_data_would_teach(tiny, tmp_path):
    rehearsed = local_rehearsal(tiny, out=tmp_path / "plays", answered=(20, 40), weeks=(2, 14), plays=160, truths=40)
    assert "both waves, lists with codes" in rehearsed._repr_html_()
    found = rehearsed.to_frame()
    assert set(found["answered"]) == {20, 40}
    whole = found[(found["data"] == "both waves alone") & (found["answered"] == 40)].set_index("constant")
    assert whole.loc["decision.ask_friendly", "narrower"] > 0.3
    assert whole.loc["ties.slow_half_life", "narrower"] < 0.15
    assert whole["compounds"].tolist() == [40] * 7
    lists = found[(found["data"] == "lists with codes alone") & (found["answered"] == 40)].set_index("constant")
    assert lists.loc["decision.ask_friendly", "narrower"] < 0.15, "lists do not say who was asked"
    assert linli.open(tmp_path / "plays") == rehearsed, "the folder tells the same to the last bit"
    assert len(pd.read_csv(tmp_path / "plays" / "rehearsal.csv")) == len(rehearsed.rows)
    with pytest.raises(UserError, match="it holds another rehearsal: answers"):
        local_rehearsal(tiny, out=tmp_path / "plays", answered=(20, 60), weeks=(2, 14), plays=160, truths=40)
    assert linli.open(tmp_path / "plays") == rehearsed


def told_otherwise(folder: Path, change: Callable[[dict], object]) -> None:
    """Change what a manifest tells, its checksum with it."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    change(manifest)
    write_manifest(folder, manifest)


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(
    "wrong",
    [
        ["20", "both waves alone", "memberships", 0.1, 0.9, 40], [20, "gossip", "memberships", 0.1, 0.9, 40], [20, "both waves alone", "luck", 0.1, 0.9, 40],
        [20, "both waves alone", "memberships", 0.1, 1.9, 40], [20, "both waves alone", "memberships", 0.1, 0.9], 7,
    ],
)  # fmt: skip
def test_a_rehearsal_that_tells_what_none_tells_is_not_believed(tiny, tmp_path, wrong):
    local_rehearsal(tiny, out=tmp_path / "plays", answered=(20,), weeks=(2, 14), plays=160, truths=40)
    told_otherwise(tmp_path / "plays", lambda manifest: manifest["told"].__setitem__(0, wrong))
    with pytest.raises(UserError, match="damaged"):
        linli.open(tmp_path / "plays")


@pytest.mark.usefixtures("stand_in")
def test_a_rehearsal_that_has_not_ended_says_how_far_it_is(tiny, tmp_path):
    local_rehearsal(tiny, out=tmp_path / "plays", answered=(20,), weeks=(2, 14), plays=160, truths=40)
    told_otherwise(tmp_path / "plays", lambda manifest: manifest.update(told=None))
    with pytest.raises(UserError, match=r"the rehearsal in .* has not come to its end: 0 of 160 plays. Run the same linli local rehearse again"):
        linli.open(tmp_path / "plays")


def test_each_play_is_a_compound_of_its_own(tiny):
    space = local_space(tiny)
    plan = plan_of(tiny, space, [], read_posterior(), 30, 4)
    assert [plan.task(run).seed for run in range(30)] == list(range(4, 34))
    table = plan.table
    for one in space:
        shares = np.array([one.share(value) for value in table[one.keys[0]]]) if len(one.keys) == 1 else None
        if shares is not None:
            assert sorted(np.floor(shares * 30).astype(int).tolist()) == list(range(30)), "a Latin hypercube: one in each thirtieth"
    scenario = plan.scenario_at(plan.points[3])
    assert scenario.constants.decision.ask_chance == table["decision.ask_chance"][3]
    assert scenario.constants.ties.kappa == read_posterior().one(7)["ties.kappa"]


@pytest.mark.usefixtures("stand_in")
def test_the_compound_is_played_to_the_last_that_was_collected(tiny, waves, tmp_path, monkeypatch):
    lengths, real = [], fit.plan_of

    def plan_of_these(compound, *more):
        lengths.append(compound.weeks)
        return real(compound, *more)

    monkeypatch.setattr(fit, "plan_of", plan_of_these)
    collected = waves()
    for n, last in enumerate((3, 16)):
        lists = Attendance(np.array([1, 2, last]), np.array([5, 6, 7]))
        linli.local_fit(tiny, collected._replace(attendance=lists), out=tmp_path / str(n), plays=200)
    second = collected.waves[1].week
    assert 3 < second < 16
    assert lengths == [second, 16]


def test_wrong_waves_and_too_few_plays_are_refused(tiny, waves, tmp_path):
    with pytest.raises(UserError, match="159 plays are too few for 7 constants; take 160 or more"):
        linli.local_fit(tiny, waves(), out=tmp_path, plays=159)
    with pytest.raises(UserError, match="needs the tables of two waves"):
        linli.local_fit(tiny, "wave1.csv", out=tmp_path)
    with pytest.raises(UserError, match="both lie within the 16 weeks"):
        local_rehearsal(tiny, out=tmp_path, weeks=(4, 52))


def test_a_simulated_compound_is_played_fitted_and_goes_on(tiny, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(estimate, "FEWEST_NEAR", 1)
    monkeypatch.setattr(estimate, "SHUFFLES", 3)
    truth = tiny.arm(tiny.arms[0]).with_settings(["decision.ask_friendly=0.3"])
    collected = local_simulated(truth, 30, weeks=(2, 15), seed=99)
    found = linli.local_fit(tiny, collected, out=tmp_path / "fit", plays=16, workers=0)
    assert np.isfinite(found.played.statistics).any(axis=1).all()
    assert found.played.failed == 0
    assert len({row.tobytes() for row in found.played.statistics}) == 16
    assert (found.told.draws.shares >= 0.0).all()
    opened_again(found, tmp_path / "fit")
    again = linli.local_fit(tiny, collected, out=tmp_path / "fit", plays=16, workers=0)
    assert np.array_equal(found.posterior.draws, again.posterior.draws)
    other = collected._replace(waves=(collected.waves[0]._replace(week=3), collected.waves[1]))
    with pytest.raises(UserError, match="it holds another local fit: week of the first wave is 2 there and 3 here"):
        linli.local_fit(tiny, other, out=tmp_path / "fit", plays=16, workers=0)
    opened_again(found, tmp_path / "fit")
    refused_where_wrong(tmp_path / "fit")


def opened_again(found, folder: Path) -> None:
    """Hold a fit against what its folder gives: the same bits, but for the posterior, which is written with five digits."""
    there = linli.open(folder)
    assert isinstance(there, fit.LocalFit)
    assert_frame_equal(there.to_frame(), found.to_frame(), check_exact=True)
    assert there.told.draws.effective == found.told.draws.effective
    assert (there.told.used, there.told.beyond, there.told.held_back) == (found.told.used, found.told.beyond, found.told.held_back)
    assert np.array_equal(there.played.statistics, found.played.statistics, equal_nan=True)
    np.testing.assert_allclose(there.posterior.draws, found.posterior.draws, rtol=1e-4)
    for language in ("en", "zh"):
        assert fit_reading(there, language) == fit_reading(found, language)


def refused_where_wrong(folder: Path) -> None:
    """A fit that has not ended says how far it is; a damaged one is not believed, and its folder holds nothing else."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with pytest.raises(UserError, match='it holds a "local fit" and no sweep'):
        linli.sweep({"scenario": "building-gates"}, folder, workers=0)
    del manifest["checksum"]
    for changes, said in (
        ({"told": None}, "has not come to its end: 16 of 16 plays"), ({"told": {**manifest["told"], "narrower": [0.5]}}, "is damaged or incomplete"),
        ({"format": 99}, "in format 99"),
    ):  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")
        with pytest.raises(UserError, match=said):
            linli.open(folder)
