"""Which constants are a compound's own, how far they are drawn, and that what is found can be used by a comparison."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linli.experiments.calibration.posterior import Posterior, read_posterior, write_posterior
from linli.experiments.local.space import MEMBERSHIPS, local_space
from linli.experiments.uncertainty import draw_scenario, uncertain
from linli.model.ground.parameters import likely_range
from linli.scenarios.errors import UserError
from linli.scenarios.facts import constants


@pytest.fixture(scope="module")
def space(tiny):
    return local_space(tiny)


def test_memberships_asking_fatigue_and_slow_decay_are_fitted(space):
    names = [one.name for one in space]
    assert names[0] == MEMBERSHIPS
    assert {"decision.base", "decision.ask_chance", "decision.ask_friendly", "decision.fatigue", "ties.slow_half_life"} < set(names)


def test_the_middle_of_a_range_is_what_the_scenario_has(space):
    for one in space:
        share = one.share(one.usual)
        assert 0.0 < share < 1.0
        assert one.value(share) == pytest.approx(one.usual)
        assert one.value(0.0) == pytest.approx(one.low)
        assert one.value(1.0) == pytest.approx(one.high)


def test_a_compound_is_drawn_twice_as_far_as_people_in_general(tiny, space):
    facts = {fact.key: fact for fact in constants(tiny)}
    fact, one = facts["ties.slow_half_life"], next(one for one in space if one.name == "ties.slow_half_life")
    low, high = likely_range(fact.value, fact.unit, fact.mark, fact.low, fact.high, fact.likely)
    assert math.log(one.high / fact.value) == pytest.approx(2.0 * math.log(high / fact.value))
    assert math.log(one.low / fact.value) == pytest.approx(2.0 * math.log(low / fact.value))


def test_memberships_move_all_chances_together_and_none_out_of_bounds(tiny, space):
    one = space[0]
    for share, sign in ((0.0, -1), (1.0, 1)):
        values = np.array(list(one.settings(share).values()))
        assert (np.sign(values - np.array(one.values)) == sign).all()
        assert ((values > 0.0) & (values < 1.0)).all()
    assert "everyday.yard.chance.retired" in one.keys
    assert not any("landing" in key for key in one.keys), "on a landing one belongs to no group"
    played = tiny.with_settings(values={key.replace(".", "__"): value for key, value in one.settings(1.0).items()})
    assert played.everyday["yard"].chance.retired == pytest.approx(one.settings(1.0)["everyday.yard.chance.retired"])


def test_a_scenario_that_says_one_itself_is_refused(tiny):
    with pytest.raises(UserError, match=r"it says decision\.ask_chance itself, which is to be fitted"):
        local_space(tiny.with_settings(["decision.ask_chance=0.1"]))


def test_a_comparison_draws_what_was_found(tiny, space, tmp_path):
    keys = tuple(key for one in space for key in one.keys)
    vector = [value for one in space for value in one.settings(0.7).values()]
    write_posterior(Posterior(keys, np.array([vector]), {}), tmp_path / "posterior.csv")
    found = read_posterior(tmp_path / "posterior.csv")
    assert found.keys == keys
    drawn = {one.key: one for one in uncertain(tiny, found)}
    assert all(drawn[key].range is None for key in keys)
    lived = draw_scenario(tiny, found, 3)
    assert lived.constants.decision.ask_friendly == pytest.approx(space[3].value(0.7), rel=1e-4)
    assert lived.everyday["yard"].chance.retired == pytest.approx(space[0].settings(0.7)["everyday.yard.chance.retired"], rel=1e-4)


def test_a_posterior_with_a_chance_out_of_bounds_is_refused(tmp_path):
    (tmp_path / "posterior.csv").write_text("ties.kappa,everyday.yard.chance.retired\n0.5,1.4\n", encoding="utf-8")
    with pytest.raises(UserError, match=r'column "everyday.yard.chance.retired", line 2: a chance lies between 0 and 1'):
        read_posterior(tmp_path / "posterior.csv")
