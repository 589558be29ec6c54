"""Lists of who came to what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from linli.model.mechanisms.meetings import MeetingsParameters
from linli.model.questions import View
from linli.model.questions.gatherings import EventsAttended, EventSizes, EventsShared, Lists
from linli.model.society.society import Society

Made = Callable[..., Society]


def lists(*events: list[int], n: int = 4, site: int = 0, sites: int = 1) -> Lists:
    came = np.zeros((len(events), n), bool)
    for number, who in enumerate(events):
        came[number, who] = True
    return Lists(sites, np.full(len(events), site), came)


def test_a_hand_made_list() -> None:
    seen = [lists([0, 1, 2]), lists(), lists([0, 1], [0, 3])]
    # Events each: 3, 2, 1, 1; pairs: 0-1 twice, 0-2, 1-2, 0-3 once, 1-3 and 2-3 never.
    assert EventsAttended().answer(seen)[0].tolist() == pytest.approx([7 / 4, np.std([3, 2, 1, 1]) / (7 / 4)])
    assert EventSizes().answer(seen)[0].tolist() == pytest.approx([7 / 3, np.std([3, 2, 2]) / (7 / 3)])
    assert EventsShared().answer(seen)[0].tolist() == pytest.approx([100 * 2 / 6, 100 * 4 / 6, 0.0])


def test_those_who_came_seldom_are_not_listed() -> None:
    seen = [lists([0, 1, 2], [0, 1], [0, 3])]
    assert EventsAttended(fewest=2).answer(seen)[0, 0] == 2.5
    assert EventSizes(fewest=2).answer(seen)[0, 0] == pytest.approx((2 + 2 + 1) / 3)
    assert EventsShared(fewest=2).answer(seen)[0].tolist() == [0.0, 100.0, 0.0]


def test_sites_apart_and_a_site_without_events() -> None:
    seen = [lists([0, 1], site=1, sites=3), lists([0, 1, 2], site=0, sites=3)]
    sizes = EventSizes().answer(seen)
    assert sizes[:2, 0].tolist() == [3.0, 2.0]
    assert np.isnan(sizes[2]).all()
    assert EventsShared().answer(seen)[2].tolist() == [100.0, 0.0, 0.0]
    assert EventsAttended().answer(seen)[:, 0].tolist() == [0.75, 0.5, 0.0]


def test_the_women_of_davis_give_the_published_figures() -> None:
    """What the study file compares with is what the question counts in the data."""
    from linli.scenarios.published import load_study

    graph = nx.davis_southern_women_graph()
    women = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    events = [[women.index(who) for who in graph[node]] for node, side in graph.nodes(data="bipartite") if side == 1]
    seen = [lists(*events, n=len(women))]
    for table in load_study("southern-women").tables:
        found = table.question.answer(seen)[0]
        assert table.fields.mark == "computed"
        assert found.tolist() == pytest.approx(list(table.fields.published), abs=0.06)


def held(made: Made, put: Any, weeks: int = 26) -> tuple[Society, list[Lists]]:
    society = made(12, count=4, mechanisms={"meetings": MeetingsParameters(a_year=26.0, audience="community", knock=1.0, quality=1.0)})
    seen = []
    for week in range(1, weeks + 1):
        society.step()
        seen.append(put.observe(View(society, week)))
    return society, seen


def test_lists_are_those_of_who_came(made: Made) -> None:
    put = EventsAttended(smallest=1)
    society, seen = held(made, put)
    came = np.concatenate([one.came for one in seen])
    site = np.concatenate([one.site for one in seen])
    times = society.residents.times_came.reshape(4, 12)
    assert times.sum() > 20
    for k in range(4):
        assert came[site == k].sum(axis=0).tolist() == times[k].tolist()
    assert put.answer(seen)[:, 0].tolist() == pytest.approx(times.mean(axis=1).tolist())


def test_events_of_others_and_small_ones_are_left_out(made: Made) -> None:
    _, all_of_them = held(made, EventSizes(smallest=3))
    assert min(one.came.sum(axis=1).min(initial=3) for one in all_of_them) == 3
    _, of_meetings = held(made, EventSizes(smallest=3, mechanism="meetings"))
    assert [one.came.tolist() for one in of_meetings] == [one.came.tolist() for one in all_of_them]
    _, of_gates = held(made, EventSizes(smallest=3, mechanism="building-gates"), weeks=10)
    assert sum(len(one.came) for one in of_gates) == 0
