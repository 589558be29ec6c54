"""A decision between two arms: chances counted by hand, what knowledge is worth where it is known in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.deciding import between, decide, information, value_of
from linli.experiments.smoothing import expected
from linli.scenarios.errors import UserError
from scipy.stats import norm


def closed_form(mean: float, sd: float) -> float:
    """Value of knowing a normal number of this mean and spread, by which one choice is ahead of another: E max(x, 0) less max(mean, 0)."""
    z = mean / sd
    return float(mean * norm.cdf(z) + sd * norm.pdf(z) - max(mean, 0.0))


@pytest.mark.parametrize("mean", [0.0, 0.5, -0.8])
def test_the_value_of_knowing_one_of_two_normal_numbers_is_that_of_the_closed_form(mean: float) -> None:
    rng = np.random.default_rng(7)
    first, second = rng.normal(size=6000), rng.normal(scale=0.6, size=6000)
    ahead = mean + first + second
    luck = ahead + rng.normal(scale=0.8, size=6000)
    found = information({("first", False): np.exp(first), ("second", True): second, ("nothing", False): rng.random(6000)}, ahead, luck)
    worth = {one.key: one for one in found.telling}
    assert found.perfect == pytest.approx(closed_form(mean, np.hypot(1.0, 0.6)), abs=0.03)
    assert worth["first"].value == pytest.approx(closed_form(mean, 1.0), abs=0.03)
    if mean >= 0.0:
        assert worth["second"].value == pytest.approx(closed_form(mean, 0.6), abs=0.03)
        assert (worth["first"].local, worth["second"].local) == (False, True)
    assert "nothing" not in worth
    assert list(worth) == sorted(worth, key=lambda key: -worth[key].value)


def test_a_curve_that_goes_up_and_down_is_worth_something_though_no_line_sees_it() -> None:
    rng = np.random.default_rng(2)
    known = rng.permutation(np.linspace(-1.0, 1.0, 3000))
    noise = rng.normal(size=3000)
    ahead = known**2 - 1.0 / 3.0 + 0.3 * (noise - noise.mean())
    # E max(x^2 - 1/3, 0) over an even x: the integral from 1/sqrt(3) to 1.
    truth = (1.0 - 3.0**-1.5) / 3.0 - (1.0 - 3.0**-0.5) / 3.0
    (one,) = information({("hill", False): known}, ahead, ahead).telling
    assert one.value == pytest.approx(truth, abs=0.01)


def test_where_one_arm_is_always_ahead_nothing_is_worth_knowing() -> None:
    rng = np.random.default_rng(3)
    known = rng.random(50)
    found = information({("a", False): known}, 2.0 + known, 2.0 + known)
    assert (found.perfect, found.telling, found.chance) == (0.0, (), 0.0)


def test_no_number_is_worth_more_than_all_of_them_though_a_curve_follows_luck() -> None:
    rng = np.random.default_rng(8)
    known = rng.random(30)
    ahead = known - 0.5
    found = information({("a", False): known}, ahead, ahead + 0.3 * rng.normal(size=30) + 0.3 * (known - 0.5))
    assert found.telling[0].value == found.perfect


def test_of_numbers_that_tell_nothing_hardly_any_passes_for_telling() -> None:
    rng = np.random.default_rng(11)
    passed = 0
    for _ in range(60):
        ahead = rng.normal(size=24)
        passed += bool(information({(f"c{k}", False): rng.random(24) for k in range(20)}, ahead, ahead).telling)
    # Once in twenty times: three of sixty are expected.
    assert passed <= 8


def test_what_is_expected_of_kinds_is_their_mean_and_of_few_points_a_line() -> None:
    values = np.array([1.0, 5.0, 3.0, 7.0, 2.0, 6.0])
    assert expected(np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]), values).tolist() == [2.0, 6.0, 2.0, 6.0, 2.0, 6.0]
    x = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 7.0, 6.0, 8.0])
    bent = x**2
    slope, level = np.polyfit(x, bent, 1)
    assert expected(x, bent) == pytest.approx(level + slope * x)
    assert value_of(np.array([[1.0, 1.0], [-1.0, 3.0]])).tolist() == [0.5, 0.0]


def test_two_arms_of_a_comparison_are_a_comparison_with_the_other_one_as_its_baseline(comparison: Comparison) -> None:
    two = between(comparison, "before", "after")
    assert (two.baseline, two.arms) == ("after", ("before",))
    assert two.difference("before", "acquaintances").mean == pytest.approx(-comparison.difference("after", "acquaintances").mean)
    assert between(comparison).arms == ("after",)
    assert between(comparison, other="after").arms == ("more",)
    assert between(comparison, "before", "more").baseline == "more"
    with pytest.raises(UserError, match="Did you mean"):
        between(comparison, "aftre")
    with pytest.raises(UserError, match="between two"):
        between(comparison, "after", "after")


def test_chances_of_seeds_are_counted_and_mirror_one_another(comparison: Comparison) -> None:
    found, back = decide(comparison, "after", "before"), decide(comparison, "before", "after")
    apart = comparison.ends("after", "acquaintances") - comparison.ends("before", "acquaintances")
    assert found.of_runs == ((np.sign(apart) + 1.0) / 2.0).mean()
    assert found.share + back.share == pytest.approx(1.0)
    assert decide(comparison, "after", "before", less=True).of_runs == pytest.approx(1.0 - found.of_runs)
    # One set of constants: nothing is known of what they do.
    assert (found.turned, found.information, found.rules, found.draws, found.told) == (None, None, (), 0, False)
    (row,) = found.to_frame().to_dict("records")
    assert (row["one"], row["other"], row["median"], row["of_runs"], row["draws"]) == ("after", "before", found.ahead.median, found.of_runs, 0)
    assert np.isnan(row["perfect"])
    with pytest.raises(UserError, match="acquaintances"):
        decide(comparison, measure="acquaintence")


def test_with_a_price_what_it_costs_is_taken_off(comparison: Comparison) -> None:
    people = np.array([comparison.residents[seed] for seed in comparison.seeds])
    gain = (comparison.ends("after", "acquaintances") - comparison.ends("before", "acquaintances")) * people
    yuan = comparison.ends("after", "yuan") - comparison.ends("before", "yuan")
    found = decide(comparison, "after", "before", price=100.0)
    assert found.ahead.effects.mean() == pytest.approx((100.0 * gain - yuan).mean())
    assert decide(comparison, "after", "before", price=0.0).of_runs == 0.0, "for nothing nobody pays"


def test_of_few_draws_it_cannot_be_told_and_of_enough_the_planted_constant_is_found(comparison: Comparison) -> None:
    rng = np.random.default_rng(5)

    def drawn(many: int) -> Comparison:
        """Return made draws of one seed each, in which one constant turns the ranking at 0.4."""
        key, values = "ties.p_join", rng.random(many)
        seeds = tuple(range(many))
        tracks = {}
        for k in seeds:
            for arm in ("before", "after"):
                old = comparison.tracks[arm, comparison.seeds[0]]
                values_of = {name: list(column) for name, column in old.values.items()}
                level = 5.0 + 0.02 * rng.normal() + (4.0 * (values[k] - 0.4) if arm == "after" else 0.0)
                values_of["acquaintances"][-1] = float(level)
                tracks[arm, k] = replace(old, values=values_of)
        vectors = {key: values, "ties.other": rng.random(many)}
        people = dict.fromkeys(seeds, 100)
        return replace(comparison, seeds=seeds, draws=seeds, tracks=tracks, vectors=vectors, residents=people, arms=("after",), _differences={})

    few = decide(drawn(8))
    assert (few.told, few.turned, few.information) == (False, None, None)
    found = decide(drawn(48))
    assert found.told
    assert found.turned is not None
    assert found.information is not None
    assert found.to_frame()["perfect"].tolist() == [found.information.perfect]
    (turned,) = found.turned
    assert (turned.key, turned.above) == ("ties.p_join", False)
    assert turned.value == pytest.approx(0.4, abs=0.05)
    first = found.information.telling[0]
    assert (first.key, first.local) == ("ties.p_join", False)
    assert first.value == pytest.approx(found.information.perfect, rel=0.1)
