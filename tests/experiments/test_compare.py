import math

import pytest
from linli.experiments.compare import compare
from linli.experiments.loading import load_comparison
from linli.experiments.progress import Quiet
from linli.experiments.results import Interrupted
from linli.experiments.run import run_scenario
from linli.scenarios.errors import UserError


def test_pairs_are_the_runs_of_the_same_seed(scenario, comparison, run):
    assert comparison.seeds == (1, 2, 3)
    assert comparison.everybody == ("before", "after", "more")
    for arm in run.arms:
        # The run was also counted in week 10, for its snapshot.
        mine = {(row.measure, row.week): row.value for row in comparison.tracks[arm, 1].rows()}
        other = {(row.measure, row.week): row.value for row in run.tracks[arm].rows()}
        assert len(mine) > 300
        assert mine == {key: other[key] for key in mine}
    third = run_scenario(scenario, arm="more", seed=3)
    assert list(comparison.tracks["more", 3].rows()) == list(third.tracks["more"].rows())


def test_a_difference_is_told_of_every_arm_and_measure(comparison):
    found = comparison.difference("after", "came_quarter")
    assert found.certain, "twice a month somebody knocks at the door"
    assert found.mean > 0.0
    assert comparison.difference("after", "quarrels").pairs == 3
    table = comparison.summary()
    assert list(table.index) == [(arm, name) for arm in ("after", "more") for name in comparison.names]
    assert table.loc[("more", "came_quarter"), "difference"] == comparison.difference("more", "came_quarter").mean


def test_number_of_threads_changes_nothing(scenario, comparison):
    assert compare(scenario, seeds=3, threads=1).measures.equals(comparison.measures)


def test_what_volunteers_give_is_priced_beside_what_is_spent(comparison):
    assert comparison.cost("after").yuan > 0.0
    worth = comparison.ends("after", "priced") - comparison.ends("after", "yuan")
    assert worth.tolist() == pytest.approx((27.7 * comparison.ends("after", "volunteer_hours")).tolist())
    assert (worth > 0.0).all()


def test_one_seed_has_no_interval(scenario):
    alone = compare(scenario, arms=["more"], seeds=[5])
    assert alone.everybody == ("before", "more")
    assert math.isnan(alone.difference("more", "acquaintances").low)
    assert not alone.cost("more").certain


def test_courses_line_up(comparison):
    weeks, values = comparison.course("after", "acquaintances")
    assert weeks.tolist() == [0, 4, 8, 12, 16, 20]
    assert values.shape == (3, 6)
    weeks, values = comparison.course("after", "no such measure")
    assert len(weeks) == 0
    assert values.shape == (3, 0)


class Impatient(Quiet):
    """Presses Ctrl-C when the first seed has long finished."""

    def __init__(self, after):
        self.after = after

    def done(self, steps):
        if steps > self.after:
            raise KeyboardInterrupt


def test_ctrl_c_keeps_the_seeds_that_finished(scenario, tmp_path):
    folder = tmp_path / "comparison"
    with pytest.raises(Interrupted) as stopped:
        compare(scenario, arms=["before", "after"], seeds=400, threads=1, out=folder, progress=Impatient(2 * 20 + 5))
    result = stopped.value.result
    assert not result.finished
    assert 1 <= len(result.seeds) < 400
    back = load_comparison(folder)
    assert back.seeds == result.seeds
    assert (back.asked, back.finished) == (400, False)


def test_ctrl_c_before_anything_finished_leaves_nothing(scenario, tmp_path):
    with pytest.raises(Interrupted) as stopped:
        compare(scenario, arms=["before", "after"], seeds=2, weeks=5000, threads=2, out=tmp_path / "c", progress=Impatient(-1))
    assert stopped.value.result is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"arms": ["before"]}, "takes two arms"),
        ({"arms": ["before", "afte"]}, 'Did you mean "after"'),
        ({"seeds": 0}, "Error in seeds: 0"),
        ({"seeds": "3"}, "Error in seeds:"),
        ({"seeds": []}, "no seed"),
        ({"seeds": [1, -2]}, "Error in seeds: -2"),
        ({"threads": -1}, "Error in threads: -1"),
    ],
)
def test_wrong_input_is_one_sentence(scenario, asked, says):
    with pytest.raises(UserError) as refused:
        compare(scenario, **asked)
    assert says in str(refused.value)
