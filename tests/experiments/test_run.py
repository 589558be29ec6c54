import numpy as np
import pytest
from linli.experiments import spinup
from linli.experiments.loading import load_run
from linli.experiments.progress import Quiet
from linli.experiments.results import Interrupted
from linli.experiments.run import run_scenario
from linli.experiments.study import Study
from linli.scenarios.errors import UserError


def test_arms_begin_alike_and_the_policy_makes_the_difference(run):
    assert run.arms == ("before", "after")
    before, after = run.tracks["before"], run.tracks["after"]
    same = [m for m in run.names if np.array_equal(before.start(m), after.start(m), equal_nan=True) or m.startswith("week_")]
    assert set(run.names) - set(same) == set(), "both arms start from one state"
    assert run.without("building-gates.person_times") == 0.0
    assert run.end("building-gates.person_times") > 0.0
    assert run.end("building-gates.person_times") < sum(run.tracks["after"].course("week_attendances")[1])  # ordinary life puts on too
    assert run.start("acquaintances") > 0.0
    assert run.degrees["after"].mean() == pytest.approx(run.end("acquaintances"))


def test_number_of_threads_changes_nothing(scenario, run):
    again = run_scenario(scenario, seed=1, threads=1, snapshot_weeks=[0, 10])
    assert again.measures.equals(run.measures)
    for name in ("source", "target", "closeness", "slow", "origin", "kept"):
        assert np.array_equal(getattr(again.snapshot(), name), getattr(run.snapshot(), name))


def test_a_broken_kept_state_is_made_anew(scenario, run, kept):
    path = spinup.kept_file(scenario.arm("after"), 1)
    assert path.parent == kept
    assert path.exists()
    path.write_bytes(path.read_bytes()[:1000])
    assert run_scenario(scenario, seed=1, snapshot_weeks=[0, 10]).measures.equals(run.measures)
    assert path.stat().st_size > 1000


def test_without_a_place_to_keep_states_it_runs_all_the_same(scenario, run, tmp_path, monkeypatch):
    barred = tmp_path / "a file"
    barred.write_text("no folder can be made below a file")
    monkeypatch.setattr(spinup, "kept_folder", lambda: barred / "spinup")
    assert run_scenario(scenario, seed=1, snapshot_weeks=[0, 10]).measures.equals(run.measures)


def test_oldest_kept_states_make_room(tmp_path, monkeypatch):
    import os

    monkeypatch.setattr(spinup, "MOST_BYTES", 250)
    for age, name in enumerate("dcba"):
        (tmp_path / f"{name}.society").write_bytes(bytes(100))
        os.utime(tmp_path / f"{name}.society", (1000 + age, 1000 + age))
    spinup._make_room(tmp_path / "a.society")
    assert sorted(p.stem for p in tmp_path.iterdir()) == ["a", "b"]


def test_the_baseline_alone_is_one_arm(scenario, run):
    alone = run_scenario(scenario, arm="before", seed=1)
    assert alone.arms == ("before",)
    assert alone.difference("acquaintances") == 0.0
    assert alone.end("acquaintances") == run.without("acquaintances")


def test_events_and_snapshots_are_kept(run):
    assert [(s.arm, s.week) for s in run.snapshots] == [("before", 0), ("before", 10), ("after", 0), ("after", 10)]
    assert run.snapshot(10, "before").week == 10
    with pytest.raises(LookupError, match="were not kept"):
        run.snapshot(3)
    events = run.events
    assert set(events["arm"]) == {"before", "after"}
    gates = np.char.startswith(events["kind"].astype(str), "building-gates.")
    assert set(events["arm"][gates]) == {"after"}
    assert events["came"][gates].sum() == run.end("building-gates.person_times")
    assert "building-gates.gathering" in set(events["kind"])


class Impatient(Quiet):
    """Presses Ctrl-C once the arms are under way."""

    def __init__(self):
        self.running = False

    def stage(self, title, total):
        self.running = title.en == "running"

    def done(self, steps):
        if self.running and steps > 8:
            raise KeyboardInterrupt


@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_leaves_a_readable_run(scenario, tmp_path, threads):
    folder = tmp_path / "run"
    with pytest.raises(Interrupted) as stopped:
        run_scenario(scenario, weeks=5000, seed=1, out=folder, threads=threads, progress=Impatient())
    result = stopped.value.result
    assert not result.finished
    assert 4 <= result.weeks < 5000
    back = load_run(folder)
    assert not back.finished
    assert back.measures.shape == result.measures.shape
    ends = {back.tracks[arm].course("acquaintances")[0][-1] for arm in back.arms}
    assert ends == {result.weeks}, "both arms were stopped in the same week, so that they can be compared"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"arm": "aftr"}, 'Did you mean "after"'),
        ({"seed": -1}, "Error in seed: -1 is not a seed"),
        ({"seed": 1.5}, "Error in seed: 1.5"),
        ({"seed": True}, "Error in seed: true"),
        ({"weeks": 0}, "between 1 and"),
        ({"threads": 0}, "Error in threads: 0"),
        ({"snapshot_weeks": [21]}, "Error in snapshot_weeks: 21 is not a week of this run. It must be a whole number between 0 and 20"),
        ({"gatherings_per_year": 3}, "gatherings_a_year"),
        ({"gatherings_a_year": "many"}, "gatherings_a_year"),
    ],
)
def test_wrong_input_is_one_sentence_and_nothing_is_written(scenario, tmp_path, asked, says):
    with pytest.raises(UserError) as refused:
        Study(scenario).run(out=tmp_path / "run", **asked)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_settings_from_python_reach_the_run(scenario):
    more = Study(scenario).set(gatherings_a_year=12)
    assert more.scenario.arm("after").mechanisms["building-gates"].gatherings_a_year == 12.0
    assert Study(scenario).set(population__renters=0.5).scenario.population.renters == 0.5
