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


def test_difference_is_that_of_the_pairs(comparison):
    found = comparison.difference("after", "came_quarter")
    pairs = comparison.ends("after", "came_quarter") - comparison.ends("before", "came_quarter")
    assert found.mean == pytest.approx(pairs.mean())
    assert found.low < found.mean < found.high
    assert found.certain
    assert found.without == pytest.approx(comparison.ends("before", "came_quarter").mean())
    unchanged = comparison.difference("after", "quarrels")
    assert unchanged.pairs == 3
    table = comparison.summary()
    assert table.loc[("more", "came_quarter"), "difference"] == comparison.difference("more", "came_quarter").mean


def test_number_of_threads_changes_nothing(scenario, comparison):
    assert compare(scenario, seeds=3, threads=1).measures.equals(comparison.measures)


def test_cost_of_an_acquaintance_is_named_only_where_there_is_a_gain(comparison):
    cost = comparison.cost("after")
    gain = comparison.difference("after", "acquaintances")
    assert cost.certain == (gain.low > 0.0)
    assert cost.detectable == gain.detectable
    yuan = comparison.ends("after", "yuan") - comparison.ends("before", "yuan")
    assert cost.yuan == pytest.approx(yuan.mean())
    assert cost.yuan > 0.0
    hours = comparison.ends("after", "volunteer_hours") - comparison.ends("before", "volunteer_hours")
    assert cost.price == comparison.scenario.constants.services.money.volunteer_price == 27.7
    worth = comparison.ends("after", "priced") - comparison.ends("after", "yuan")
    assert worth.tolist() == pytest.approx((27.7 * comparison.ends("after", "volunteer_hours")).tolist())
    if cost.certain:
        assert cost.priced[0] == pytest.approx((yuan + 27.7 * hours).mean() / cost.gain)
    for seed in comparison.seeds:
        comparison.tracks["after", seed].values["acquaintances"][-1] = comparison.tracks["before", seed].end("acquaintances")
    comparison._differences.clear()
    try:
        assert not comparison.cost("after").certain, "no gain has no price"
    finally:
        comparison._differences.clear()


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
