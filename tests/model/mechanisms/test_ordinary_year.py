"""The year of an ordinary compound: festivals, health talks, the Party branch's day, representatives; who has an activity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.ordinary_life import CLUB, HABITS, OrdinaryLife
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.ordinary_year import FESTIVE, KINDS
from linli.model.people.calendar import FESTIVALS
from linli.model.people.everyday import EVERYDAY, WEEKDAY_AFTERNOON, WEEKDAY_MORNING
from linli.model.people.residents import Role, Situation
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=4, floors=8)
NOTHING: dict[str, Any] = {
    "activities_a_year": 0.0, "festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0, "clubs": 0.0,
}  # fmt: skip
"""Nobody calls anybody together."""


def lived(weeks: int = 0, neighbourhood: NeighbourhoodParameters = SMALL, seed: int = 3, **parameters: Any) -> Society:
    society = Society(neighbourhood=neighbourhood, mechanisms={"ordinary-life": OrdinaryLifeParameters(**{**NOTHING, **parameters})}, seed=seed)
    society.run(weeks)
    return society


def events_by_week(society: Society, weeks: int) -> dict[int, list[set[int]]]:
    """Return week -> who came to each event of it, of the weeks that had any."""
    found = {}
    for week in range(weeks):
        society.step()
        if len(society.events):
            found[week] = [set(society.events.rows(e).tolist()) for e in range(len(society.events))]
    return found


@pytest.mark.parametrize("festivals", [0, 2, 4])
def test_festivals_are_held_in_their_weeks_the_best_known_first(festivals: int) -> None:
    society = lived(festivals=festivals)
    weeks = {f.name: f.week for f in FESTIVALS}
    assert list(events_by_week(society, 52)) == sorted(weeks[name] for name in FESTIVE[:festivals])
    assert society.measure()["yuan_public"] == 3000.0 * festivals


def test_health_talks_are_for_those_who_are_older() -> None:
    society = lived(health_a_year=12.0, health_age=60)
    held = events_by_week(society, 52)
    assert len(held) == 12
    everyone = np.array(sorted(set().union(*(who for events in held.values() for who in events))))
    everyone = everyone[society.residents.arrival[everyone] < 0]
    assert len(everyone) > 5
    assert (society.residents.age[everyone] >= 60).all()


def test_the_branch_gathers_retired_party_members_of_the_community() -> None:
    society = lived(branch_a_year=12.0, neighbourhood=NeighbourhoodParameters(buildings=2, floors=8, communities=2))
    r = society.residents
    branch = np.flatnonzero(((r.roles & Role.PARTY) != 0) & (r.situation == Situation.RETIRED))
    held = events_by_week(society, 26)
    came = [who for events in held.values() for who in events]
    assert len(held) >= 6
    moved = set(np.flatnonzero(r.arrival >= 0).tolist())
    assert set().union(*came) - moved <= set(branch.tolist())
    # The same people month by month: most have come, some often.
    assert len(set().union(*came)) > 0.6 * len(branch)
    assert r.times_came.max() >= 3
    border = int(society.places.community_rows[1])
    assert all(max(who) < border or min(who) >= border for who in came if who)


def test_heads_the_committee_and_activists_are_the_representatives() -> None:
    society = lived(assemblies_a_year=12.0)
    for _ in range(30):
        society.step()
        if len(society.events):
            head = society.services.volunteers.kinds["gate head"].row
            member = society.services.offices.kinds["committee member"].holders
            active = np.flatnonzero((society.residents.roles & Role.ACTIVIST) != 0)
            assert set(society.events.rows(0).tolist()) <= {*head.tolist(), *member.ravel().tolist(), *active.tolist()}
            assert len(society.events.rows(0)) > 3


def test_what_is_not_held_is_not_paid() -> None:
    """The money stays with the state: no purse has got anything that was meant for an activity."""
    society = lived(104, activities_a_year=6.0, festivals=4, activity_staff=400.0, festival_staff=400.0)
    ledger = society.services.ledger
    assert society.person_times == 0
    assert ledger.spent.sum() == 0
    assert ledger.balance("community", 0) == 0.0
    held = lived(52, activities_a_year=6.0, festivals=4)
    assert held.services.ledger.balance("community", 0) == 0.0
    assert held.measure()["yuan_public"] == held.measure()["yuan"] == 6 * 1500.0 + 4 * 3000.0


def test_all_of_the_year_is_a_few_minutes_of_everybodys_day() -> None:
    """Adults have 24 minutes a day for social contact of all kinds: what a compound holds is a small part of it."""
    society = Society(neighbourhood=SMALL, mechanisms={"ordinary-life": OrdinaryLifeParameters()}, seed=3)
    hours = 0.0
    for _ in range(52):
        society.step()
        if len(society.events):
            hours += float((society.events.table["came"] * society.events.table["hours"]).sum())
    assert 0.01 < 60.0 * hours / society.residents.n / 364.0 < 5.0


def test_the_measures_of_those_over_60_count_who_has_what() -> None:
    society = lived(60, activities_a_year=12.0, clubs=8.0, neighbourhood=NeighbourhoodParameters(buildings=6, floors=8))
    r = society.residents
    old = r.age >= 60
    grouped = [name for name, kind in EVERYDAY.items() if kind.grouped]
    habits = np.zeros(r.n, np.bool_)
    for name in HABITS:
        habits |= r.groups[grouped.index(name)] != 65535
    organised = society.week - r.last_came <= 4
    for slot in society.services.organisations.of(CLUB).tolist():
        organised[society.services.organisations.members.of(np.array([slot]))[1]] = True
    m = society.measure()
    assert m["ordinary-life.organised_60"] == pytest.approx(organised[old].mean())
    assert m["ordinary-life.active_60"] == pytest.approx((organised | habits)[old].mean())
    assert 0.0 < m["ordinary-life.organised_60"] < m["ordinary-life.active_60"] < 1.0
    assert not society.programme.mechanisms[0].view.in_habit("no such kind").any()


# Clubs and their successors


def test_a_club_that_nobody_needs_is_not_founded_twice() -> None:
    society = lived(1, clubs=0.001, club_begin=4.0)
    organisations, r = society.services.organisations, society.residents
    clubs = organisations.of(CLUB)
    # Everybody who may is ready: in the first week one club for each topic that somebody likes best.
    adults = r.age >= 18
    liked = np.unique(r.interests[adults].argmax(axis=1))
    assert sorted(organisations.topic[clubs].tolist()) == liked.tolist()
    founders = organisations.organiser(CLUB)[clubs]
    assert (r.interests[founders].argmax(axis=1) == organisations.topic[clubs]).all()
    assert adults[founders].all()
    society.run(4)
    assert set(organisations.topic[organisations.of(CLUB)].tolist()) == set(liked.tolist())
    history = organisations.history(CLUB)
    assert history["founded"] - len(clubs) == history["ended"]


def test_a_full_club_leaves_room_for_another_of_its_topic() -> None:
    society = lived(3, clubs=8.0, club_begin=4.0, club_full=1)
    organisations = society.services.organisations
    society.run(2)
    topics = organisations.topic[organisations.of(CLUB)]
    assert np.bincount(topics).max() >= 2


def test_clubs_that_end_have_successors() -> None:
    """Over twelve years about as many are founded as end; without founding they die out."""
    town = NeighbourhoodParameters()
    with_, without = (lived(0, neighbourhood=town, clubs=1.5, club_begin=begin, seed=2) for begin in (OrdinaryLifeParameters().club_begin, -20.0))
    numbers: dict[Society, list[int]] = {with_: [], without: []}
    for society, found in numbers.items():
        for _ in range(12):
            society.run(52)
            found.append(len(society.services.organisations.of(CLUB)))
    assert numbers[without][-1] < 0.6 * numbers[without][0]
    assert np.mean(numbers[with_][6:]) > 0.6 * numbers[with_][0]
    assert max(numbers[with_]) < 3.0 * numbers[with_][0]


# Heads in name only


def test_once_a_year_the_committee_writes_down_a_name_for_a_vacant_gate() -> None:
    gates = NeighbourhoodParameters(buildings=40, floors=2, entrances=3, flats_per_floor=2)
    society = lived(1, neighbourhood=gates, nominal=0.0)
    posts = society.services.volunteers.kinds["gate head"].columns
    vacant = posts["row"] < 0
    assert vacant.sum() > 20
    named = lived(54, neighbourhood=gates, nominal=1.0)
    assert (named.services.volunteers.kinds["gate head"].columns["row"] < 0).mean() < 0.1
    society.run(53)
    assert not (posts["nominal"] & (posts["since"] == 0)).any()


def test_the_measure_of_heads_counts_those_who_work() -> None:
    society = lived(60, nominal=1.0)
    posts = society.services.volunteers.kinds["gate head"].columns
    m = society.measure()
    works = (posts["row"] >= 0) & ~posts["nominal"]
    assert m["ordinary-life.heads_at_work"] == pytest.approx(works.mean())
    assert m["gate_head_in_office"] > m["ordinary-life.heads_at_work"] > 0.0
    mechanism = society.programme.mechanisms[0]
    assert isinstance(mechanism, OrdinaryLife)
    # Notices, inspections and quarrels are all that heads give; nothing else costs volunteers' time here.
    hours = society.services.constants.evenings.hours
    assert mechanism.head_evenings * hours == pytest.approx(m["volunteer_hours"], rel=1e-4)


def test_rounds_are_those_of_the_retired() -> None:
    society = lived(health_a_year=52.0, branch_a_year=52.0)
    rounds = set()
    for _ in range(4):
        society.step()
        rounds |= set(society.events.table["round"].tolist())
    assert rounds == {WEEKDAY_MORNING, WEEKDAY_AFTERNOON}
    assert set(KINDS) < set(OrdinaryLife.kinds)
