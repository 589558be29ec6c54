"""In which range a constant probably lies, by its mark and its unit."""

from __future__ import annotations

import math

import pytest
from linli.model.ground.parameters import likely_range


@pytest.mark.parametrize(("mark", "factor"), [("measured", 1.1), ("fitted", 1.25), ("assumed", 1.5)])
def test_a_number_may_be_off_by_the_factor_of_its_mark(mark: str, factor: float) -> None:
    assert likely_range(2.0, "hours", mark, 0.0, 100.0, None) == pytest.approx((2.0 / factor, 2.0 * factor))
    assert likely_range(-2.0, "metres", mark, None, None, None) == pytest.approx((-2.0 * factor, -2.0 / factor))


@pytest.mark.parametrize(("mark", "off"), [("measured", 0.1), ("fitted", 0.3), ("assumed", 0.5)])
def test_log_odds_and_shares_may_be_off_by_so_much_on_the_scale_of_log_odds(mark: str, off: float) -> None:
    assert likely_range(-3.0, "log-odds", mark, -9.0, 9.0, None) == pytest.approx((-3.0 - off, -3.0 + off))
    low, high = likely_range(0.9, "share", mark, 0.0, 1.0, None) or (0.0, 0.0)
    assert (low / (1.0 - low), high / (1.0 - high)) == pytest.approx((9.0 / math.exp(off), 9.0 * math.exp(off)))


def test_log_odds_are_off_by_no_more_than_half_of_themselves() -> None:
    assert likely_range(0.2, "log-odds per unit", "assumed", 0.0, 9.0, None) == pytest.approx((0.1, 0.3))
    assert likely_range(-0.2, "logit", "assumed", -9.0, 9.0, None) == pytest.approx((-0.3, -0.1))


def test_a_range_ends_at_the_bounds_and_one_is_the_whole_share() -> None:
    assert likely_range(4.0, "hours", "assumed", 0.0, 5.0, None) == pytest.approx((4.0 / 1.5, 5.0))
    assert likely_range(4.0, "hours", "assumed", 3.0, 9.0, None) == pytest.approx((3.0, 6.0))
    assert likely_range(1.0, "share", "assumed", 0.0, 1.0, None) == pytest.approx((1.0 / 1.5, 1.0))


def test_a_range_of_its_own_moves_with_a_value_that_lies_outside() -> None:
    assert likely_range(3.0, "hours", "fitted", 0.5, 20.0, (2.0, 5.0)) == (2.0, 5.0)
    assert likely_range(5.0, "hours", "fitted", 0.5, 20.0, (2.0, 5.0)) == (2.0, 5.0)
    centre = 10.0**0.5
    assert likely_range(12.0, "hours", "fitted", 0.5, 20.0, (2.0, 5.0)) == pytest.approx((24.0 / centre, 60.0 / centre))
    assert likely_range(5.0, "degrees", "fitted", -20.0, 20.0, (-1.0, 3.0)) == pytest.approx((-5.0, 15.0))


def test_settings_and_what_is_switched_off_are_not_uncertain() -> None:
    assert likely_range(3.0, "buildings", "setting", 1.0, 9.0, None) is None
    assert likely_range(0.0, "hours", "assumed", 0.0, 9.0, None) is None
