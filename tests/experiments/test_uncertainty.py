"""Each seed with constants of its own: what is drawn, and what is not."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.calibration.posterior import Posterior
from linli.experiments.compare import compare
from linli.experiments.loading import load_comparison
from linli.experiments.uncertainty import count, draw_scenario, uncertain, within

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


def test_within():
    assert within((1.0, 4.0), 0.5) == pytest.approx(2.0)
    assert within((-1.0, 3.0), 0.25) == pytest.approx(0.0)


@pytest.mark.slow
def test_uncertainty_widens_the_interval_and_is_kept(scenario, comparison, tmp_path):
    wide = compare(scenario, seeds=3, threads=2, posterior=POSTERIOR, out=tmp_path / "c")
    assert wide.drawn == count(uncertain(scenario, POSTERIOR))
    assert load_comparison(tmp_path / "c").drawn == wide.drawn
    assert comparison.drawn is None
    spread = {name: np.ptp(c.ends("before", "acquaintances")) for name, c in (("wide", wide), ("same", comparison))}
    assert spread["wide"] > 2.0 * spread["same"]
    again = compare(scenario, seeds=3, threads=1, posterior=POSTERIOR)
    assert again.measures.equals(wide.measures), "threads change nothing"
