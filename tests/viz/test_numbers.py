import math

import pytest
from linli.viz.numbers import decimals, difference, difference_places, interval, number, spaced


@pytest.mark.parametrize(
    ("value", "scale", "said"),
    [
        (3014, "plain", "3,014"),
        (6.12, "plain", "6.1"),
        (0.521, "plain", "0.52"),
        (-8.0, "plain", "−8.0"),
        (0.314, "share", "31 %"),
        (0.004, "share", "0.40 %"),
        (0.0, "share", "0 %"),
        (math.nan, "plain", "–"),
    ],
)
def test_numbers_are_short_and_have_their_unit(value: float, scale: str, said: str) -> None:
    assert number(value, None, scale) == said  # type: ignore[arg-type]


def test_differences_have_a_sign_and_zero_has_none() -> None:
    assert difference(1.9) == "+1.9"
    assert difference(-0.08, None, "share") == "−8"
    assert difference(-0.0001, 1) == "0.0"


def test_a_bound_beside_zero_is_never_written_as_zero() -> None:
    places = difference_places(1.2, 0.004, 2.4)
    assert interval(0.004, 2.4, places) == "(+0.004 … +2.400)"


def test_the_ends_of_an_interval_are_told_apart() -> None:
    places = difference_places(0.05, 0.046, 0.0502, "share")
    low, high = interval(0.046, 0.0502, places, "share").strip("()").split(" … ")
    assert low != high


def test_an_interval_without_width_has_no_more_decimals_for_it() -> None:
    """Every seed gains .4; as sums of numbers that a computer cannot hold exactly they differ in the sixteenth digit."""
    low, high = -0.4 - 1e-16, -0.4 + 1e-16
    assert low != high
    assert interval(low, high, difference_places(-0.4, low, high, "share"), "share") == "(−40 … −40)"


@pytest.mark.parametrize(
    ("size", "places"), [(0.0, 0), (0.0009, 3), (0.0999, 3), (0.1, 2), (0.999, 2), (1.0, 1), (99.9, 1), (100.0, 0), (1e7, 0), (math.nan, 0), (math.inf, 0)]
)
def test_a_number_has_about_two_digits(size: float, places: int) -> None:
    assert decimals([size]) == decimals([-size, 0.0]) == places


@pytest.mark.parametrize(("size", "places"), [(0.0, 0), (0.0001, 2), (0.0049, 2), (0.005, 1), (0.049, 1), (0.051, 0), (0.5, 0), (1.0, 0)])
def test_a_share_has_decimals_below_five_per_cent(size: float, places: int) -> None:
    assert decimals([size], "share") == decimals([-size], "share") == places


def test_a_bound_or_an_end_has_no_more_decimals_than_it_needs() -> None:
    assert difference_places(1.2, 0.04, 2.4) == 2
    assert difference_places(1.2, -0.004, 2.4) == 1, "the interval holds zero: a bound may be written as zero"
    assert difference_places(0.05, 0.0004, 0.09, "share") == 2
    assert difference_places(3e-5, 1e-6, 6e-5) == 4, "there are never more than four"
    assert difference_places(5.0, 5.0, 5.0) == 1


def test_columns_of_a_row_share_their_decimals() -> None:
    assert decimals([0.3, 12.0]) == 1
    assert decimals([0.003, 0.31], "share") == 0
    assert decimals([]) == 0


def test_per_cent_is_written_as_the_language_has_it() -> None:
    assert spaced("31 %", "zh") == "31%"
    assert spaced("31 %", "en") == "31 %"
