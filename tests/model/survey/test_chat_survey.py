"""Everyday life without any policy comes near the Shanghai survey of chatting with neighbours, and stays as it is."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.people.constants import Constants
from linli.model.people.everyday import EVERYDAY
from linli.model.society.measures import tie_measures
from linli.model.society.society import SPIN_UP_DRIFT, Society
from linli.model.survey import chat_answers, chat_shares

SHANGHAI = np.array([0.273, 0.294, 0.198, 0.235])
"""SUNS 2017: chat with neighbours daily, weekly, less often, never. No constant is set to these numbers."""
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def grown() -> list[Society]:
    """Default communities after their spin-up."""
    found = [Society(seed=seed) for seed in SEEDS]
    for society in found:
        society.spin_up()
    return found


@pytest.mark.slow
def test_the_default_community_is_the_default() -> None:
    society = Society()
    assert society.neighbourhood == NeighbourhoodParameters()
    assert society.population == PopulationParameters()
    assert society.constants == Constants()
    assert society.everyday == EVERYDAY
    assert 2700 < society.residents.n < 3300
    assert society.places.gates == 36


@pytest.mark.slow
def test_chatting_with_neighbours_lies_within_six_points_of_the_survey(grown: list[Society]) -> None:
    for society in grown:
        shares = chat_shares(society.residents.chat_days, society.residents.identity, society.seed)
        assert shares.sum() == pytest.approx(1.0)
        assert np.abs(shares - SHANGHAI).max() < 0.06, shares
        measured = society.measure()
        assert [measured[f"chat_{name}"] for name in ("daily", "weekly", "less", "never")] == shares.tolist()


@pytest.mark.slow
def test_the_society_of_strangers_has_the_texture_of_published_ones(grown: list[Society]) -> None:
    """5-10 acquaintances, unequal (CV .7 and more), transitivity .2-.4; owners know more than renters; knowing grows with the years."""
    for society in grown:
        measured = society.measure()
        assert 5.0 < measured["acquaintances"] < 12.0
        assert 0.2 < measured["transitivity"] < 0.45
        from linli.model.ties.counting import acquaintance_counts

        known = acquaintance_counts(society, np.arange(society.residents.n))
        assert known.std() / known.mean() > 0.7
        assert known[society.residents.tenure == 0].mean() > 2.0 * known[society.residents.tenure == 1].mean()
        years = (society.week - society.residents.arrival) / 52.0
        by_years = [known[(years >= low) & (years < high)].mean() for low, high in ((0, 1), (1, 3), (3, 9), (9, 99))]
        assert by_years == sorted(by_years)


@pytest.mark.slow
def test_ties_are_stationary_at_the_end_of_the_spin_up(grown: list[Society]) -> None:
    """Yearly drift of headline measures below 1 %: the mean of the next four years against the year of the end, and the mean over seeds."""
    names = ("recognised", "acquaintances", "friendly")
    drifts = []
    for society in grown:
        levels = []
        for _ in range(8):
            society.run(52)
            measured = tie_measures(society)
            levels.append([measured[name] for name in names])
        late, early = np.mean(levels[4:], axis=0), np.mean(levels[:4], axis=0)
        drifts.append((late / early - 1.0) / 4.0)
    # A single community of 3,000 wavers by itself, more on closeness than on the slow trace.
    assert np.abs(np.mean(drifts, axis=0)).max() < SPIN_UP_DRIFT, drifts
    assert np.abs(drifts)[:, :2].max() < 1.5 * SPIN_UP_DRIFT, drifts


def test_answers_follow_the_days_with_a_talk() -> None:
    days = np.array([7.0, 4.1, 3.9, 0.5, 0.47, 0.031, 0.029, 0.0])
    identity = np.arange(8, dtype=np.uint64)
    assert chat_answers(days, identity, 1, noise=False).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    many = np.full(4000, 4.0)
    noisy = chat_answers(many, np.arange(4000, dtype=np.uint64), 1)
    assert abs((noisy == 0).mean() - 0.5) < 0.04
    assert np.array_equal(noisy, chat_answers(many, np.arange(4000, dtype=np.uint64), 1))
