"""Draws of what is not known about people: what is drawn, what is not, and seeds nested within draws."""

from __future__ import annotations

import math
from dataclasses import asdict

import numpy as np
import pytest
from linli.experiments.calibration.posterior import Posterior
from linli.experiments.compare import compare
from linli.experiments.loading import load_comparison
from linli.experiments.uncertainty import count, draw_scenario, drawn_values, uncertain, within
from linli.scenarios.errors import UserError

POSTERIOR = Posterior(("ties.kappa", "ties.half_life"), np.array([[0.4, 40.0], [0.6, 60.0], [0.8, 80.0]]), {})


def test_claims_are_drawn_and_choices_are_not(scenario):
    drawn = {one.key: one for one in uncertain(scenario, POSTERIOR)}
    assert drawn["ties.kappa"].range is None
    assert drawn["decision.asked"].range is not None
    assert drawn["trust.alpha"].range is not None
    assert drawn["building-gates.gathering_yuan"].range is not None, "costs are drawn"
    assert "everyday.landing.openness" in drawn
    for key in ("ties.tau", "ties.slots", "building-gates.gatherings_a_year", "neighbourhood.buildings", "population.renters"):
        assert key not in drawn
    chosen = scenario.with_settings(["decision.asked=2.0", "building-gates.quality=0.6"])
    left = {one.key for one in uncertain(chosen, POSTERIOR)}
    assert {"decision.asked", "building-gates.quality"} == set(drawn) - left, "what the user says is not drawn"
    assert sum(count(drawn.values())) == len(drawn)


def test_tables_of_people_are_drawn_where_they_are_assumed(scenario):
    """Beijing's households are statistics; what a preset says of its own households is a judgement."""
    drawn = {one.key for one in uncertain(scenario, POSTERIOR)}
    assert {"population.owner_ages.age65", "population.interests.dancing.women", "population.moves_owners", "population.free_hours.retired"} <= drawn
    assert not {"population.households.one", "population.under14", "population.renters", "population.party"} & drawn
    towers = scenario.with_settings(["neighbourhood.preset=towers"])
    more = {one.key: one for one in uncertain(towers, POSTERIOR)}
    assert {"population.households.one", "population.renters", "population.under14"} <= set(more)
    assert "population.party" not in more, "no preset says how many are of the Party"
    low, high = more["population.renters"].range
    assert low < 0.30 < high
    seen = {draw_scenario(towers, POSTERIOR, number).population.renters for number in range(10)}
    assert len(seen) == 10
    assert all(low <= share <= high for share in seen)
    chosen = towers.with_settings(["population.renters=0.3"])
    assert draw_scenario(chosen, POSTERIOR, 1).population.renters == 0.3


def test_vectors_stay_whole_and_arms_share_them(scenario):
    seen = set()
    for seed in range(12):
        own = draw_scenario(scenario, POSTERIOR, seed)
        vector = (own.constants.ties.kappa, own.constants.ties.half_life)
        assert list(vector) in POSTERIOR.draws.tolist()
        seen.add(vector)
        assert own.arm("after").constants == own.arm("before").constants == own.constants
        assert own.arm("after").mechanisms["building-gates"].gatherings_a_year == 24.0
        for one in uncertain(scenario, POSTERIOR):
            if one.range is not None and one.key.startswith("decision."):
                assert one.range[0] <= getattr(own.constants.decision, one.key.split(".")[1]) <= one.range[1]
    assert len(seen) == 3
    assert draw_scenario(scenario, POSTERIOR, 4).hash() == draw_scenario(scenario, POSTERIOR, 4).hash()
    assert draw_scenario(scenario, POSTERIOR, 4).hash() != draw_scenario(scenario, POSTERIOR, 5).hash()


def test_pairs_of_rules_are_drawn_evenly_unless_the_user_chose(scenario):
    keys = {"ties.forgetting=power", "ties.familiarity=gradual", "ties.seating=at-random", "decision.habit_mate=liked"}
    drawn = uncertain(scenario, POSTERIOR)
    assert {one.key for one in drawn if one.options} == keys
    assert count(drawn)[2] == len(keys)
    seen = [draw_scenario(scenario, POSTERIOR, number) for number in range(40)]
    for name, rules in (("forgetting", {"half-lives", "power"}), ("familiarity", {"step", "gradual"}), ("seating", {"known-and-near", "at-random"})):
        lived = [getattr(own.constants.ties, name) for own in seen]
        assert set(lived) == rules
        assert 10 <= lived.count(min(rules)) <= 30
        values = [drawn_values(drawn, POSTERIOR, number)[next(key for key in keys if name in key)] for number in range(40)]
        assert len(set(zip(values, lived, strict=True))) == 2, "the number told is that of the rule lived by"
    assert len({(own.constants.ties.forgetting, own.constants.ties.familiarity) for own in seen}) == 4, "each pair has a draw of its own"
    chosen = scenario.with_settings(["ties.forgetting=power"])
    assert "ties.forgetting=power" not in {one.key for one in uncertain(chosen, POSTERIOR)}
    assert draw_scenario(chosen, POSTERIOR, 3).constants.ties.forgetting == "power"


def test_each_constant_is_drawn_by_itself(scenario):
    """Were one number drawn for all, draws would say that people are high in everything or low in everything."""
    drawn = [one for one in uncertain(scenario, POSTERIOR) if one.range is not None]
    values = [drawn_values(drawn, POSTERIOR, number) for number in range(60)]
    share = np.array([[place(one.range, of[one.key]) for one in drawn] for of in values])
    assert len({round(u, 9) for u in share[0]}) == len(drawn)
    assert abs(share.mean() - 0.5) < 4.0 * math.sqrt(1.0 / 12.0 / share.size)
    assert share.min() >= 0.0
    assert share.max() <= 1.0
    pairs = np.corrcoef(share.T)[np.triu_indices(len(drawn), 1)]
    assert abs(pairs.mean()) < 0.01, "constants know nothing of one another"
    assert drawn_values(drawn[:1], POSTERIOR, 7)[drawn[0].key] == values[7][drawn[0].key], "one constant more does not shift another"


def place(span, value):
    """Return the share of a range that lies below a value: on the logarithmic scale where both ends are above zero."""
    low, high = span
    return math.log(value / low) / math.log(high / low) if low > 0.0 else (value - low) / (high - low)


def test_within():
    assert within((1.0, 4.0), 0.5) == pytest.approx(2.0)
    assert within((-1.0, 3.0), 0.25) == pytest.approx(0.0)


@pytest.mark.slow
def test_seeds_are_nested_within_draws_and_kept(scenario, tmp_path):
    wide = compare(scenario, arms=["before", "after"], draws=3, seeds=2, threads=2, posterior=POSTERIOR, out=tmp_path / "c")
    assert wide.drawn == count(uncertain(scenario, POSTERIOR))
    first = scenario.seed
    assert wide.draws == (first, first, first + 1, first + 1, first + 2, first + 2)
    assert wide.seeds == tuple(range(first, first + 6)), "no two runs share their luck"
    assert set(wide.vectors) == {one.key for one in uncertain(scenario, POSTERIOR)}
    for k, number in enumerate(dict.fromkeys(wide.draws)):
        assert wide.vectors["ties.kappa"][k] == draw_scenario(scenario, POSTERIOR, number).constants.ties.kappa
    effect = wide.difference("after", "acquaintances")
    assert (effect.draws, effect.pairs) == (3, 6)
    assert effect.low <= effect.median <= effect.high
    assert effect.centre == effect.median
    assert 0.0 <= effect.positive <= 1.0
    per_draw = (wide.ends("after", "acquaintances") - wide.ends("before", "acquaintances")).reshape(3, 2).mean(axis=1)
    assert effect.high - effect.low <= 1.2 * np.ptp(per_draw), "three draws: no wider than they are, but for how well their mean is known"
    assert wide.sensitivity("after") is None, "three draws say nothing of single constants"
    loaded = load_comparison(tmp_path / "c")
    assert (loaded.drawn, loaded.draws) == (wide.drawn, wide.draws)
    # From Python 3.13 on NaN makes two records differ whose parts are the same.
    np.testing.assert_equal(asdict(loaded.difference("after", "acquaintances")), asdict(effect))
    assert all(np.array_equal(loaded.vectors[key], wide.vectors[key]) for key in wide.vectors)
    again = compare(scenario, arms=["before", "after"], draws=3, seeds=2, threads=1, posterior=POSTERIOR)
    assert again.measures.equals(wide.measures), "threads change nothing"
    more = compare(scenario, arms=["before", "after"], draws=4, seeds=2, threads=2, posterior=POSTERIOR)
    kept = more.measures[more.measures.seed < first + 6].reset_index(drop=True)
    assert kept.equals(wide.measures), "one draw more leaves the others as they are"


def test_without_draws_there_is_an_interval_of_luck(comparison):
    effect = comparison.difference("after", "acquaintances")
    assert (comparison.drawn, comparison.draws, comparison.vectors) == (None, (), {})
    assert (effect.draws, effect.centre) == (0, effect.mean)
    assert np.isnan(effect.positive)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"draws": 1}, "1 is not a number of draws"),
        ({"draws": "many"}, "is not a number of draws"),
        ({"draws": 2, "seeds": 0}, "is not a number of seeds of each draw"),
        ({"draws": 2, "seeds": [1, 2]}, "is not a number of seeds of each draw"),
        ({"draws": 60_000, "seeds": 2}, "2 is not a number of seeds of each draw. It must be a whole number between 1 and 1"),
    ],
)
def test_a_number_of_draws_or_seeds_that_cannot_be_is_refused(scenario, what, sentence):
    with pytest.raises(UserError, match=sentence):
        compare(scenario, posterior=POSTERIOR, **what)


def test_a_share_of_nothing_is_left_out_of_pairs(comparison):
    """A measure that a seed could not take says nothing there, and nothing where no seed could."""
    values = {seed: comparison.tracks["after", seed].values for seed in comparison.seeds}
    name = next(n for n in comparison.names if n not in ("acquaintances", "strangers") and not n.startswith("week_"))
    kept = {seed: list(column[name]) for seed, column in values.items()}
    before = comparison.difference("after", name)
    try:
        comparison._differences.clear()
        values[comparison.seeds[0]][name] = [float("nan")] * len(kept[comparison.seeds[0]])
        fewer = comparison.difference("after", name)
        assert (before.pairs, fewer.pairs) == (3, 2)
        assert np.isfinite(fewer.mean)
        comparison._differences.clear()
        for seed in comparison.seeds:
            values[seed][name] = [float("nan")] * len(kept[seed])
        assert np.isnan(comparison.difference("after", name).mean)
    finally:
        for seed in comparison.seeds:
            values[seed][name] = kept[seed]
        comparison._differences.clear()
