"""Rules of decision against cases that can be counted by hand, and against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.services.deciding_rules import RULES, Ballot, Rule, count, rule_of
from scipy.stats import binom


def ballot(
    agrees: list[int],
    heads: list[int] | int = 2,
    came: list[int] | int | None = None,
    doorway: list[int] | int = 0,
    **others: object,
) -> Ballot:
    """Make a ballot of households; by default two heads each who all came, one doorway, flats of one size, no gain."""
    n = len(agrees)

    def full(x: object, kind: type) -> np.ndarray:
        return np.broadcast_to(np.asarray(x, kind), (n,)).copy()

    voters = heads if came is None else came
    return Ballot(
        full(heads, np.int64),
        full(voters, np.int64),
        full(agrees, np.bool_),
        full(others.get("area", 1.0), np.float64),
        full(doorway, np.int64),
        full(others.get("gain", 0.0), np.float64),
    )


def test_a_majority_is_more_than_half_of_the_votes_cast() -> None:
    assert not count(RULES["majority"], ballot([1, 1, 0, 0])).passed
    assert count(RULES["majority"], ballot([1, 1, 0, 0], came=[2, 2, 2, 1])).passed
    assert count(RULES["majority"], ballot([1, 0, 0], came=[2, 0, 0])).yes == (1.0,)


def test_heads_households_and_area_may_disagree() -> None:
    votes = ballot([1, 0, 0, 0], heads=[7, 2, 2, 2], area=[50.0, 60.0, 60.0, 60.0])
    assert count(RULES["majority"], votes).passed
    assert not count(RULES["households"], votes).passed
    assert not count(RULES["area"], votes).passed
    assert count(RULES["majority"], votes).yes == (pytest.approx(7 / 13),)
    assert not count(Rule(by=("heads", "area"), more=True), votes).passed


def test_one_doorway_stops_what_most_heads_want() -> None:
    """Eight large doorways are for it and a small one is against it: it passes by heads and not by doorway."""
    agrees = [1] * 8 * 10 + [0, 0, 1]
    where = np.repeat(np.arange(9), [10] * 8 + [3]).tolist()
    votes = ballot(agrees, doorway=where)
    assert count(RULES["majority"], votes).passed
    found = count(RULES["every doorway"], votes)
    assert not found.passed
    assert found.doorways == pytest.approx(8 / 9)
    assert count(replace(RULES["every doorway"], doorways=8 / 9), votes).passed
    assert not count(replace(RULES["every doorway"], doorways=0.9), votes).passed


def test_a_doorway_may_win_what_most_heads_refuse() -> None:
    agrees = [1, 1, 0, 1, 1, 0, *[0] * 12]
    votes = ballot(agrees, doorway=[0, 0, 0, 1, 1, 1, *[2] * 12])
    assert not count(RULES["households"], votes).passed
    assert count(replace(RULES["every doorway"], doorways=0.6), votes).passed


def test_shares_needed_are_met_exactly() -> None:
    for number, needed, name in (
        (12, 8, "two thirds"),
        (10, 9, "nine tenths"),
        (12, 11, "nine tenths"),
        (30, 20, "two thirds"),
        (7, 7, "unanimity"),
    ):
        for yes in (needed - 1, needed):
            assert count(RULES[name], ballot([1] * yes + [0] * (number - yes))).passed == (yes == needed)


def test_who_stays_away_counts_only_under_a_share_of_all() -> None:
    votes = ballot([1] * 12, came=[2] * 7 + [0] * 5)
    assert count(RULES["majority"], votes).passed
    assert not count(RULES["two thirds"], votes).passed
    assert count(RULES["majority"], votes).turnout == pytest.approx(7 / 12)


@pytest.mark.parametrize("agree", [0.6, 0.8, 0.9])
def test_lifts_pass_in_as_many_doorways_as_the_binomial_says(agree: float) -> None:
    """Twelve households a doorway: nine tenths are eleven, two thirds are eight."""
    doorways = 3000
    wants = np.random.default_rng(4).random((doorways, 12)) < agree
    for name, needed in (("nine tenths", 11), ("two thirds", 8)):
        expected = binom.sf(needed - 1, 12, agree)
        passed = np.mean([count(RULES[name], ballot(row.tolist())).passed for row in wants])
        assert abs(passed - expected) < 4 * np.sqrt(expected * (1 - expected) / doorways) + 1e-9


def test_a_quorum_is_asked_of_every_basis() -> None:
    """The civil code asks for two thirds by heads and by area."""
    votes = ballot([1, 1, 1], came=[2, 2, 0], area=[60.0, 60.0, 100.0])
    found = count(RULES["civil code"], votes)
    assert not found.quorum
    assert not found.passed
    assert count(replace(RULES["civil code"], quorum=0.5), votes).passed
    assert count(RULES["civil code"], ballot([1, 1, 1], came=[2, 2, 0])).passed
    assert not count(RULES["civil code, grave"], ballot([1, 1, 0, 1], came=2, area=[1.0, 1.0, 1.1, 1.0])).passed
    assert count(RULES["civil code, grave"], ballot([1, 1, 0, 1])).passed


def test_the_few_veto_unless_they_are_compensated_or_agree() -> None:
    rule = rule_of("majority", few=1000.0)
    loses = ballot([1, 1, 1, 0], gain=[500.0, 500.0, 500.0, -3000.0])
    found = count(rule, loses)
    assert not found.passed
    assert found.vetoes.tolist() == [False, False, False, True]
    assert count(rule, loses._replace(gain=np.array([500.0, 500.0, 500.0, -1000.0]))).passed
    assert count(rule, loses._replace(agrees=np.ones(4, np.bool_))).passed
    assert count(RULES["majority"], loses).passed


def test_who_has_no_vote_neither_counts_nor_vetoes() -> None:
    votes = ballot([1, 0, 0], heads=[2, 0, 0], gain=[0.0, -9000.0, -9000.0], doorway=[0, 1, 1])
    assert count(rule_of("unanimity", few=10.0), votes).passed
    assert count(RULES["every doorway"], votes).passed
    nobody = count(RULES["majority"], ballot([1, 1], heads=0))
    assert not nobody.passed
    assert nobody.turnout == 0.0
    assert not count(RULES["majority"], ballot([])).passed
    assert not count(RULES["majority"], ballot([1, 1], came=0)).passed


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 5), st.integers(0, 4), st.floats(0.5, 3.0)), min_size=1, max_size=30
    ),
    st.sampled_from(sorted(RULES)),
    st.integers(0, 29),
)
def test_one_who_changes_to_yes_never_makes_it_fail(
    rows: list[tuple[bool, int, int, float]], name: str, who: int
) -> None:
    agrees, heads, doorway, area = (list(x) for x in zip(*rows, strict=True))
    before = ballot(agrees, heads, None, doorway, area=area)  # type: ignore[arg-type]
    after = before._replace(agrees=before.agrees | (np.arange(len(rows)) == who % len(rows)))
    assert count(RULES[name], after).passed or not count(RULES[name], before).passed


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 5), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=30
    ),
    st.floats(0.05, 1.0),
)
def test_by_doorway_is_each_doorway_by_itself(rows: list[tuple[bool, int, int, int]], need: float) -> None:
    agrees, heads, came, doorway = (np.array(x) for x in zip(*rows, strict=True))
    votes = ballot(agrees.tolist(), heads.tolist(), np.minimum(came, heads).tolist(), doorway.tolist())
    alone = Rule(by=("heads", "households"), need=need, quorum=0.3)
    passed = [count(alone, Ballot(*(x[doorway == d] for x in votes))).passed for d in np.unique(doorway)]
    assert count(replace(alone, doorways=1.0), votes).doorways == pytest.approx(np.mean(passed))
    assert count(replace(alone, doorways=1.0), votes).passed == all(passed)


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no rule 'most'"):
        rule_of("most")
    with pytest.raises(ValueError, match="counted by heads, households, area"):
        Rule(by=("votes",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="need is a share"):
        Rule(need=2.0)
    with pytest.raises(ValueError, match="'entitled' or of 'cast'"):
        Rule(of="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="few is a loss"):
        Rule(few=-1.0)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_comes_back_from_plain_values(name: str) -> None:
    assert Rule.of_plain(RULES[name].plain()) == RULES[name]
    assert rule_of(name, quorum=0.4, few=7.0) == replace(RULES[name], quorum=0.4, few=7.0)
