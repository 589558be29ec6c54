"""What people did lately, worked out afterwards: visits and help of past weeks, and nothing of weeks before somebody moved in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.people.constants import Constants, TieConstants, TrustConstants, VisitHours
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.people.residents import Situation
from linli.model.people.service_constants import HelpConstants, ServiceConstants
from linli.model.society.society import Society
from linli.model.survey import helped, visited
from linli.model.ties.store import TICKS

Alike = Callable[..., Society]
EAGER = HelpConstants(base=6.0, ask_stranger=0.0, known=6.0)
Pairs = list[tuple[int, int]]


def pairs_of(alike: Alike, bits: Callable[..., Any], **constants: Any) -> Society:
    """Make forty people of whom 0 and 1, 2 and 3 ... know each other very well, in week 10; they have lived here for long."""
    nobody = IntroductionConstants(at_home=0.0, by_friend=0.0, told=0.0)
    s = alike(40, {}, constants=Constants(ties=TieConstants(s0=1.0, p_join=0.0), introductions=nobody, **constants))
    rows = np.arange(40)
    s.ties.partner[:, 0], s.ties.slow[:, 0], s.ties.last[:, 0] = rows ^ 1, 200.0, 9
    s.ties.closeness[:, 0] = round(200.0 * TICKS)
    s.week = 10
    return s


def listed(found: tuple[np.ndarray, np.ndarray]) -> Pairs:
    return list(zip(*(side.tolist() for side in found), strict=True))


EVERY = [(a, a + 1) for a in range(0, 40, 2)]


def test_two_who_visit_each_other_every_week_did_so_lately(alike: Alike, bits: Callable[..., Any]) -> None:
    s = pairs_of(alike, bits, visits=VisitHours(retired=2.5, owner=0.0))
    before = bits(s)
    assert listed(visited(s)) == EVERY
    assert listed(visited(s, weeks=1)) == EVERY
    assert all(np.array_equal(before[name], now) for name, now in bits(s).items()), "to ask changes nothing"
    s.residents.situation[:10] = Situation.OWNER
    assert listed(visited(s)) == EVERY[5:], "who has no time for visits made none"
    s.week = 1
    assert listed(visited(s)) == [], "no week is over but the one before the first"


@pytest.mark.parametrize(("arrival", "knows"), [(8, True), (9, False)])
def test_nobody_was_visited_here_before_a_week_of_living_here(alike: Alike, bits: Callable[..., Any], arrival: int, knows: bool) -> None:
    """The last week is the ninth: two who moved in with the eighth could visit each other in it, two who moved in with it had no tie yet."""
    s = pairs_of(alike, bits, visits=VisitHours(retired=2.5))
    s.residents.arrival[:2] = arrival
    assert listed(visited(s)) == (EVERY if knows else EVERY[1:])


def test_no_visit_is_told_of_weeks_further_back(alike: Alike, bits: Callable[..., Any]) -> None:
    """Rare visits: in more weeks more pairs have met, each once in the list, those of fewer weeks among them."""
    s = pairs_of(alike, bits, visits=VisitHours(retired=0.5))
    one, four, eight = (set(listed(visited(s, weeks=weeks))) for weeks in (1, 4, 8))
    assert one <= four <= eight <= set(EVERY)
    assert len(one) < len(eight)
    assert len(listed(visited(s, weeks=8))) == len(eight)
    assert listed(visited(s, weeks=9)) == listed(visited(s, weeks=90)), "week 0 is the first, and its visits are not known"


def helping(alike: Alike, bits: Callable[..., Any]) -> Society:
    """Everybody is in need every second week and every acquaintance helps; of the last ten people nobody knows anybody."""
    s = pairs_of(
        alike, bits, trust=TrustConstants(needs=26.0), services=ServiceConstants(help=EAGER), visits=VisitHours(retired=0.0)
    )  # fmt: skip
    s.ties.partner[30:, 0], s.ties.slow[30:, 0], s.ties.closeness[30:, 0] = 65535, 0.0, 0
    s.week, s.ties.last[:30, 0] = 60, 9
    return s


def test_who_has_an_acquaintance_was_helped_or_helped_within_the_year(alike: Alike, bits: Callable[..., Any]) -> None:
    s = helping(alike, bits)
    before = bits(s)
    assert helped(s).tolist() == [True] * 30 + [False] * 10
    assert all(np.array_equal(before[name], now) for name, now in bits(s).items()), "to ask changes nothing"
    one = helped(s, weeks=1)
    assert 10 < one.sum() < 30
    assert (one[:30:2] == one[1:30:2]).all(), "who helped and who was helped, both"
    s.week = 0
    assert not helped(s).any()


@pytest.mark.parametrize(("arrival", "weeks", "some"), [(59, 1, True), (60, 1, False), (60, 52, False)])
def test_nobody_helped_here_before_they_moved_in(alike: Alike, bits: Callable[..., Any], arrival: int, weeks: int, some: bool) -> None:
    """The last week is the 59th."""
    s = helping(alike, bits)
    s.residents.arrival[:30], s.ties.last[:30, 0] = arrival, 60
    assert helped(s, weeks=weeks)[:30].any() == some
