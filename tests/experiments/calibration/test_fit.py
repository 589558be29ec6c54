"""Fitting: the distance, a fit of a tiny study that goes on where it stopped, the posterior's file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.cli.calibrating import print_fit
from linli.experiments.calibration import kept, plays, target
from linli.experiments.calibration.fit import Budget, fit, load_fit
from linli.experiments.calibration.posterior import Posterior, read_posterior, write_posterior
from linli.experiments.calibration.space import SPACE, Free, default_values, from_unit, to_unit, value_of, with_values
from linli.experiments.calibration.target import Target, target_of
from linli.model.people.constants import Constants
from linli.scenarios.errors import UserError
from linli.scenarios.published import PublishedStudy, study_from_dict
from rich.console import Console

KAPPA = (Free("ties.kappa", 0.1, 2.0), Free("ties.w0", 0.5, 5.0))


def study_of(*tables: dict[str, Any]) -> PublishedStudy:
    """A dozen strangers in a room for some weeks, and what was found of them."""
    return study_from_dict(
        {
            "title": "A room", "role": "fit", "weeks": 6, "sites": 12, "quick": {"sites": 12}, "people": {"number": 12},
            "everyday": {"room": {"scope": "compound", "size": 64, "hours": 4.0, "rounds": [1], "openness": 1.0, "chance": {"retired": 1.0}}},
            "tables": list(tables),
        },
        "room",
    )  # fmt: skip


def room(published: list[float]) -> PublishedStudy:
    """Share of ratings at two levels."""
    return study_of(
        {"question": "level-share", "with": {"level": "friendly"}, "published": published[:1]}, {"question": "unknown-share", "published": published[1:]}
    )


@pytest.fixture(scope="module")
def truth() -> list[float]:
    """What the room looks like with talks twice as frequent as by default."""
    study = room([10.0, 10.0])
    found = target_of([study]).simulate(with_values(Constants(), {"ties.kappa": 1.2}), 77)
    return [float(value) for value in found]


def test_the_space_holds_the_defaults() -> None:
    for free in SPACE:
        assert free.low <= default_values()[free.key] <= free.high
        assert from_unit(free, to_unit(free, free.high)) == pytest.approx(free.high)
        assert from_unit(free, 0.5) == pytest.approx(np.sqrt(free.low * free.high))
    assert value_of(with_values(Constants(), {"survey.sigma_u": 0.2}), "survey.sigma_u") == 0.2
    with pytest.raises(KeyError, match="kapa"):
        with_values(Constants(), {"ties.kapa": 1.0})


def test_distance_is_the_root_of_the_weighted_mean_square() -> None:
    target = Target((), (), np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.5, 1.0]), np.array([0.5, 0.25, 0.25]))
    assert target.distance(np.array([1.0, 2.0, 3.0])) == 0.0
    assert target.distance(np.array([1.1, 2.5, 3.0])) == pytest.approx(np.sqrt(0.75))
    assert target.distance(np.array([np.nan, 2.0, 3.0])) == pytest.approx(np.sqrt(0.5 * 25.0)), "no answer is as far off as can be"
    assert target.distance(np.array([9.0, 2.0, 3.0])) == target.distance(np.array([99.0, 2.0, 3.0])), "one row does not rule the fit"


def test_every_table_counts_alike_however_many_rows_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of three weeks and one of a single row: each half of the distance, so each week a sixth. What is only predicted has no part in it."""
    study = study_of(
        {"question": "unknown-share", "published": [40.0, 30.0, 20.0], "weeks": [2, 4, 6]},
        {"question": "level-share", "with": {"level": "friendly"}, "published": [9.0], "role": "predict"},
        {"question": "level-share", "with": {"level": "recognised"}, "published": [50.0]},
    )
    monkeypatch.setattr(target, "play", lambda *_, **__: [np.full((12, table.rows), 30.0) for table in study.tables])
    found = target_of([study])
    assert found.published.tolist() == [40.0, 30.0, 20.0, 50.0]
    assert found.weight.tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2])
    assert found.used == (((0, 0), (0, 1), (0, 2), (2, 0)),)
    assert found.simulate(Constants(), 1).tolist() == [30.0] * 4
    assert (found.scale >= 0.02 * found.published).all(), "no study is so exact about another place"
    assert target_of([study], role="predict").published.tolist() == [9.0]


def test_what_varies_between_seeds_is_part_of_the_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scale joins the error of the study and the spread over the pilot seeds: here 0 and the standard deviation of 1, 2, 4, 5."""
    study = study_of({"question": "unknown-share", "published": [40.0, 30.0], "weeks": [2, 6]})
    monkeypatch.setattr(target, "play", lambda *_, **__: [np.full((12, 2), 30.0)])
    alone = target_of([study]).scale
    pilots = {2: (1.0, 7.0), 3: (2.0, 7.0), 4: (4.0, 7.0), 5: (5.0, 7.0)}
    monkeypatch.setattr(target, "simulate", lambda studies, used, constants, seed: np.array(pilots[seed]))
    found = target_of([study], seed=1).scale
    assert found[0] == pytest.approx(np.hypot(alone[0], np.sqrt(10.0 / 3.0)))
    assert found[1] == pytest.approx(alone[1]), "what is the same with every seed adds nothing"


def test_a_fit_to_nothing_is_refused() -> None:
    study = room([50.0, 50.0])
    with pytest.raises(UserError, match="no"):
        fit([study._replace(tables=tuple(t._replace(role="predict") for t in study.tables))], Path("nowhere"))


SMALL = Budget(population=8, waves=2, check=4, recover=2, steps=40)
"""A fit of seconds."""


def test_a_fit_recovers_the_truth_and_goes_on_where_it_stopped(truth: list[float], tmp_path: Path) -> None:
    study, told = room(truth), []
    budget = Budget(population=16, waves=1, check=8, recover=0, steps=80)
    first = fit([study], tmp_path / "fit", space=KAPPA, budget=budget, tell=lambda n, *_: told.append((n, *_)))
    assert first.waves == 1
    assert first.evaluations == 2 * 16 + 2 * 8
    then = fit([study], tmp_path / "fit", space=KAPPA, budget=budget._replace(waves=3), tell=lambda n, *_: told.append((n, *_)))
    assert [line[0] for line in told] == [1, 1, 2, 3]
    assert told[0] == told[1], "the second call went on"
    assert told[0][3] is None, "nothing foretold the first wave"
    assert told[3][2] < told[0][2], "later waves are nearer to the tables"
    assert told[3][3].explained > 0.3
    assert then.waves == 3
    assert then.evaluations == 4 * 16 + 2 * 8
    assert then.before > then.distance[1], "the defaults talk half as often"
    low, high = then.posterior.interval()["ties.kappa"]
    assert low < 1.2 * 1.5
    assert high > 1.2 / 1.5
    assert then.posterior.median()["ties.kappa"] > 0.6
    assert np.isnan(then.recovered)
    loaded = load_fit(tmp_path / "fit")
    assert loaded._replace(posterior=then.posterior, recovered=0.0) == then._replace(recovered=0.0)
    file = read_posterior(tmp_path / "fit" / "posterior.csv")
    assert file.draws == pytest.approx(then.posterior.draws, rel=1e-4)
    assert len(file.facts["waves"]) == 3
    assert file.facts["seed"] == 1
    assert file.facts["budget"]["population"] == 16
    assert set(file.facts["discrepancy"]) == {f"room: {table.title.en}" for table in study.tables}
    with pytest.raises(UserError, match="another folder"):
        fit([study], tmp_path / "fit", space=KAPPA, budget=budget, seed=2)


@pytest.fixture
def on_cheap(cheap: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Fits of plays that cost nothing: (folder, published figures, **what `fit` takes) -> the fit."""

    def do(folder: Path, published: np.ndarray, **more: Any) -> Any:
        monkeypatch.setattr("linli.experiments.calibration.fit.target_of", lambda studies: cheap.stand(published))
        return fit([cheap.study()], folder, space=cheap.space, **more)

    return do


def test_planted_constants_are_found_and_what_tables_do_not_tell_stays_open(cheap: Any, on_cheap: Any, tmp_path: Path) -> None:
    planted = np.array([[0.7, 0.3, 0.6, 0.2]])
    error = 0.9 * np.random.Generator(np.random.PCG64(11)).standard_normal(5)
    found = on_cheap(tmp_path / "fit", cheap.expected(planted)[0] + error, budget=Budget(population=24, waves=2, check=20, recover=4, steps=200))
    low, high = (np.array(ends) for ends in zip(*found.posterior.interval().values(), strict=True))
    low, high = (np.array([float(to_unit(free, value)) for free, value in zip(cheap.space, ends, strict=True)]) for ends in (low, high))
    assert ((low <= planted[0]) & (planted[0] <= high)).all()
    width = (high - low) / 0.9
    assert width[0] < 0.5, "what the tables tell is narrower than before"
    assert width[3] > 0.85, "what they say nothing of is not"
    assert found.told[0] > 0.5
    assert 0.75 < found.told[2] < 0.99
    assert found.checked > 8.0, "vectors of the posterior are worth as much when they are played for true"
    assert found.effective > 30.0
    assert found.recovered > 0.75
    assert found.posterior.facts["recovered"]["narrower"]["ties.s0"] < 0.15


def test_a_table_that_no_vector_reaches_is_said_to_be_beyond_the_model(cheap: Any, on_cheap: Any, tmp_path: Path) -> None:
    """The second table lies ten standard errors beyond all that is possible; the first still says what it says."""
    published = cheap.expected(np.array([[0.7, 0.3, 0.6, 0.2]]))[0] + np.array([0.0, 0.0, 0.0, 18.0, 18.0])
    found = on_cheap(tmp_path / "fit", published, budget=Budget(population=20, waves=1, check=8, recover=0, steps=120))
    near, far = found.posterior.facts["discrepancy"].values()
    assert near < 1.5
    assert far > 3.0
    assert found.posterior.interval()["ties.kappa"][0] > 0.45


def test_the_same_seed_gives_the_same_fit(cheap: Any, on_cheap: Any, tmp_path: Path) -> None:
    published = cheap.expected(np.full((1, 4), 0.5))[0]
    found = [on_cheap(tmp_path / name, published, budget=SMALL, seed=seed).posterior.draws for name, seed in (("a", 5), ("b", 5), ("c", 6))]
    assert np.array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])


def test_a_fit_learns_from_the_plays_of_another_one(cheap: Any, on_cheap: Any, tmp_path: Path) -> None:
    published = cheap.expected(np.full((1, 4), 0.5))[0]
    on_cheap(tmp_path / "first", published, budget=SMALL, seed=5)
    then = on_cheap(tmp_path / "then", published, budget=SMALL._replace(waves=1), seed=6, others=[tmp_path / "first"])
    assert then.posterior.facts["taken_up"] == 16 + 8 + 2 * 4
    alone = on_cheap(tmp_path / "alone", published, budget=SMALL._replace(waves=1), seed=6)
    assert then.told[0] != alone.told[0]
    with pytest.raises(UserError, match="another folder"):
        on_cheap(tmp_path / "then", published, budget=SMALL._replace(waves=1), seed=6)
    (tmp_path / "none").mkdir()
    with pytest.raises(UserError, match="holds no plays"):
        on_cheap(tmp_path / "b", published, budget=SMALL, others=[tmp_path / "none"])
    with pytest.raises(UserError, match="other studies or constants"):
        fit([cheap.study()], tmp_path / "b", space=cheap.space[:2], budget=SMALL, others=[tmp_path / "first"])


class Killed(BaseException):
    """What ends a fit in the middle."""


def files(folder: Path) -> dict[str, bytes]:
    """What a fit found, to the bit."""
    return {name: (folder / name).read_bytes() for name in ("posterior.csv", "posterior.json")}


@pytest.fixture(scope="module")
def undisturbed(truth: list[float], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A fit that nothing stops."""
    folder = tmp_path_factory.mktemp("undisturbed")
    fit([room(truth)], folder, space=KAPPA, budget=SMALL, seed=5)
    assert sorted(path.name for path in folder.iterdir()) == ["fit.json", "plays.npz", "posterior.csv", "posterior.json"]
    return files(folder)


@pytest.mark.parametrize("played", [0, 1, 15, 17, 25, 27])
def test_a_fit_that_ends_in_the_middle_goes_on_to_the_same_bits(
    truth: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes], played: int
) -> None:
    left = [played + 5]  # The pilots are played first.
    play = Target.simulate
    monkeypatch.setattr(plays, "BATCH", 4)

    def some(self: Target, constants: Constants, seed: int) -> np.ndarray:
        left[0] -= 1
        if left[0] == 4 - 5:
            raise Killed
        return play(self, constants, seed)

    with monkeypatch.context() as patch:
        patch.setattr(Target, "simulate", some)
        with pytest.raises(Killed):
            fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)
    again = [0]

    def count(self: Target, constants: Constants, seed: int) -> np.ndarray:
        again[0] += 1
        return play(self, constants, seed)

    monkeypatch.setattr(Target, "simulate", count)
    fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)
    assert files(tmp_path) == undisturbed
    assert again[0] <= 1 + 16 + 8 + 8 - (played // 4 - 1) * 4, "what was played is not played again"


def test_killed_before_its_first_play_was_kept(
    truth: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    def cut(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(kept.SealedFolder, "keep_file", cut)
        with pytest.raises(Killed):
            fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)
    fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)
    assert files(tmp_path) == undisturbed
    assert not any(path.name.startswith(".") for path in tmp_path.iterdir()), "what was left is cleared away"


def test_a_fit_is_the_same_for_any_number_of_processes(truth: list[float], tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL._replace(processes=3), seed=5)
    assert (tmp_path / "posterior.csv").read_bytes() == undisturbed["posterior.csv"]


def test_plays_with_a_flipped_bit_are_played_anew_and_said_to_be(truth: list[float], tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL._replace(waves=1), seed=5)
    path = tmp_path / "plays.npz"
    whole = path.read_bytes()
    harmed = bytearray(whole)
    harmed[len(whole) // 2] ^= 16
    path.write_bytes(harmed)
    said: list[str] = []
    told: list[int] = []
    fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5, tell=lambda n, *_: told.append(n), say=lambda line: said.append(line.en))
    assert told == [1, 2]
    assert len(said) == 1
    assert "is damaged; the fit begins anew" in said[0]
    assert files(tmp_path) == undisturbed
    path.write_bytes(path.read_bytes()[:-1])
    (tmp_path / "fit.json").unlink()
    with pytest.raises(UserError, match="not of this fit"):
        fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)
    (tmp_path / "fit.json").write_text("{")
    with pytest.raises(UserError, match="another folder"):
        fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)


def test_two_do_not_fit_in_one_folder_at_once(truth: list[float], tmp_path: Path) -> None:
    refused: list[str] = []

    def another(*_: object) -> None:
        with pytest.raises(UserError) as error:
            fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL, seed=5)
        refused.append(str(error.value))

    fit([room(truth)], tmp_path, space=KAPPA, budget=SMALL._replace(waves=1), seed=5, tell=another)
    assert len(refused) == 1
    assert "another process works on the fit" in refused[0]


def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(truth: list[float], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        fit([room(truth)], tmp_path / "file" / "below", space=KAPPA, budget=SMALL)


def test_posterior_file(tmp_path: Path) -> None:
    made = Posterior(("ties.kappa", "ties.w0"), np.array([[0.5, 1.0], [0.7, 2.0], [0.6, 3.0]]), {"seed": 4})
    write_posterior(made, tmp_path / "p.csv")
    read = read_posterior(tmp_path / "p.csv")
    assert read.keys == made.keys
    assert np.array_equal(read.draws, made.draws)
    assert read.facts == {"seed": 4}
    assert read.median() == {"ties.kappa": 0.6, "ties.w0": 2.0}
    vectors = {tuple(read.one(seed).values()) for seed in range(40)}
    assert vectors == {tuple(line) for line in made.draws.tolist()}, "seeds take all vectors, always whole ones"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv", "p.json"], "nothing half-written is left behind"
    wrong = (
        ("ties.kapa\n1\n", "ties.kappa"), ("ties.kappa\n0.5\nmany\n", "line 3"), ("ties.kappa\n99\n", "line 2"), ("ties.kappa\n", "no lines"),
        ("ties.kappa,ties.kappa\n0.5,0.6\n", "stands there twice"), ("ties.kappa,ties.w0\n0.5,1,2\n", "line 2: it has 3 cells"),
        ("ties.kappa,ties.w0\n0.5\n", "line 2"), ("ties.kappa\n" + 140_000 * "1" + "\n", "line 2: a cell is longer"), ("ties.kappa\ninf\n", "line 2"),
    )  # fmt: skip
    for text, says in wrong:
        (tmp_path / "bad.csv").write_text(text)
        with pytest.raises(UserError, match=says):
            read_posterior(tmp_path / "bad.csv")
    with pytest.raises(UserError, match="no such file"):
        read_posterior(tmp_path / "none.csv")


def test_the_posterior_that_comes_with_linli() -> None:
    shipped = read_posterior()
    assert shipped.draws.shape == (300, len(shipped.keys))
    assert {free.key for free in SPACE} - set(shipped.keys) == set()
    assert set(shipped.keys) <= {free.key for free in SPACE}
    assert json.dumps(shipped.facts)
    for free in (one for one in SPACE if one.key in shipped.keys):
        column = shipped.draws[:, shipped.keys.index(free.key)]
        assert column.min() >= free.low * 0.999
        assert column.max() <= free.high * 1.001
    assert len({tuple(line) for line in shipped.draws.tolist()}) >= 200, "it is a sample and not a few vectors again and again"
    assert float(shipped.facts["check"]["updated"]) >= 10, "a fit that prints a warning is not shipped"


def _sealed(folder: Path, arrays: dict[str, np.ndarray], save: Callable[..., None] = np.savez) -> None:
    stream = io.BytesIO()
    save(stream, **arrays)
    kept.SealedFolder(folder, "fit x").keep_file(kept.PLAYS, stream.getvalue())


def _plays() -> dict[str, np.ndarray]:
    told = {"vectors": np.full((3, 2), 0.5), "seeds": np.arange(3), "rows": np.ones((2, 4)), "told": np.empty(0)}
    return {f"wave 1/{part}": array for part, array in told.items()}


@pytest.mark.parametrize(
    "change",
    [
        {"vectors": np.full((3, 5), 0.5)}, {"vectors": np.full((3, 2), 1.5)}, {"vectors": np.full((3, 2), "a")}, {"rows": np.ones((2, 3))},
        {"rows": np.ones((4, 4))}, {"rows": np.array(1.0)}, {"seeds": np.arange(2)}, {"told": np.ones(2)}, {"told": None}, {"seeds": np.array([{}] * 3)},
    ],
)  # fmt: skip
def test_plays_of_somebody_else_that_do_not_go_together_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    """The seal is right: it tells damage, and not who wrote the file."""
    arrays = {**_plays(), **{f"wave 1/{part}": array for part, array in change.items()}}
    _sealed(tmp_path, {name: array for name, array in arrays.items() if array is not None})
    content = kept.SealedFolder(tmp_path, "fit x").kept_file(kept.PLAYS)
    with pytest.raises(UserError, match="holds no plays of these constants"):
        plays.taken_up([(tmp_path, content or b"")], 2, 4)


def test_plays_of_somebody_else_are_taken_up_and_compressed_ones_refused(tmp_path: Path) -> None:
    for save in (np.savez, np.savez_compressed):
        _sealed(tmp_path, _plays(), save)
        content = kept.SealedFolder(tmp_path, "fit x").kept_file(kept.PLAYS) or b""
        if save is np.savez:
            (wave,) = plays.taken_up([(tmp_path, content)], 2, 4)
            assert wave.vectors.shape == (2, 2)
        else:
            with pytest.raises(UserError, match="holds no plays"):
                plays.taken_up([(tmp_path, content)], 2, 4)


def test_constants_beyond_the_prior_and_a_fit_without_planted_ones_are_shown(tmp_path: Path) -> None:
    told = {
        "waves": [{}], "evaluations": 3, "distance": {"lowest": 0.5, "median": 0.7, "defaults": 2.0}, "directions": [0.9], "effective": 40.0, "agree": 1.0,
        "check": {"vectors": 3, "explained": 0.5, "size": 1.0, "covered": 0.9, "updated": 2.0},
    }  # fmt: skip
    write_posterior(Posterior(("ties.kappa", "ties.w0"), np.array([[0.5, 1.0], [0.0, 15.0]]), told), tmp_path / "posterior.csv")
    print_fit(load_fit(tmp_path), "en", Console(file=io.StringIO()))
    for odd in ({"inside": 0.9}, {"vectors": "many", "inside": 0.9}, [1]):
        write_posterior(Posterior(("ties.kappa",), np.array([[0.5]]), {**told, "recovered": odd}), tmp_path / "posterior.csv")
        with pytest.raises(UserError, match="does not say how the fit went"):
            load_fit(tmp_path)
