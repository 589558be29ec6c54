"""Sites of people told in shares, and steps of a day."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.foci.presence import joined
from linli.model.founding.population import PopulationParameters
from linli.model.founding.sites import SitePeople, home_of, populate_sites
from linli.model.people.constants import Constants, VisitHours
from linli.model.people.everyday import EverydayKind, Shares
from linli.model.society.engine import group_kinds
from linli.model.society.society import Society
from linli.model.ties.store import pair_values
from pydantic import ValidationError

AT_HOME = Constants(visits=VisitHours(retired=0.0, carer=0.0, owner=0.0, renter=0.0, student=0.0))
STAY = PopulationParameters(moves_owners=0.0, moves_renters=0.0)


def sites_of(people: SitePeople, everyday: dict[str, EverydayKind], sites: int = 6, seed: int = 3, days: float = 7.0, threads: int = 1) -> Society:
    place = home_of(people, None, sites)
    populated = populate_sites(people, place, STAY, seed, group_kinds(everyday), Constants().ties.sigma_g)
    return Society(
        neighbourhood=place, population=STAY, constants=AT_HOME, everyday=everyday, seed=seed, populated=populated, days_a_step=days, threads=threads
    )


def room(hours: float, chance: float = 1.0, rounds: tuple[int, ...] = (1,)) -> dict[str, EverydayKind]:
    return {"room": EverydayKind(scope="compound", size=64, hours=hours, rounds=rounds, openness=1.0, chance=Shares(retired=chance, carer=0.5 * chance))}


def test_each_site_has_its_people_in_their_shares() -> None:
    people = SitePeople(number=40, household=2, sex=(0.75, 0.25), age_group=(0.5, 0.25, 0.25), presence=(0.3, 0.7), party=0.1)
    society = sites_of(people, room(2.0))
    r = society.residents
    assert society.places.communities == 6
    assert np.diff(society.places.community_rows).tolist() == [40] * 6
    for site in range(6):
        rows = slice(40 * site, 40 * site + 40)
        assert np.bincount(r.sex[rows], minlength=2).tolist() == [30, 10]
        assert np.bincount(r.situation[rows], minlength=2).tolist() == [12, 28]
        assert np.histogram(r.age[rows], (14, 30, 45, 60))[0].tolist() == [20, 10, 10]
        assert int((r.roles[rows] & 1).sum()) == 4
        assert np.unique(r.flat[rows], return_counts=True)[1].tolist() == [2] * 20
    assert not np.array_equal(r.sex[:40], r.sex[40:80]), "sites differ in who is what"


def test_sites_do_not_touch_one_another_and_threads_change_nothing() -> None:
    one, two = sites_of(SitePeople(number=20), room(6.0)), sites_of(SitePeople(number=20), room(6.0), threads=3)
    one.run(8)
    two.run(8)
    for mine, other in zip(one.ties, two.ties, strict=True):
        assert np.array_equal(mine, other)
    fewer = sites_of(SitePeople(number=20), room(6.0), sites=2)
    fewer.run(8)
    assert np.array_equal(fewer.ties.partner, one.ties.partner[:40])
    assert np.array_equal(fewer.ties.closeness, one.ties.closeness[:40])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": 31, "household": 2}, "multiple"), ({"sex": (0.0, 0.0)}, "sex"), ({"presence": (1.0,) * 6}, "presence"),
        ({"age_group": (-1.0, 2.0)}, "age_group"),
    ],
)
def test_wrong_people_are_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        SitePeople(**wrong)  # type: ignore[arg-type]


def test_who_joined_is_who_could_talk() -> None:
    """Nobody talks who did not join, and in a long day nearly all who joined do."""
    society = sites_of(SitePeople(number=30, presence=(0.5, 0.5)), room(16.0, chance=0.6), sites=20)
    met = np.zeros(society.residents.n, bool)
    share = []
    for week in range(6):
        society.step()
        there = joined(society, "room", week)
        met[:] = society.residents.talks > 0
        assert not (met & ~there).any()
        share.append(met.sum() / there.sum())
        assert there[society.residents.situation == 0].mean() == pytest.approx(0.6, abs=0.1)
        assert there[society.residents.situation == 1].mean() == pytest.approx(0.3, abs=0.1)
    assert np.mean(share) > 0.95
    society.engine.set_hours("room", 0.0)
    assert not joined(society, "room", 0).any()
    with pytest.raises(KeyError, match="rom"):
        society.engine.set_hours("rom", 1.0)


def test_days_and_weeks_give_the_same_closeness() -> None:
    """Pairs of two with 7 hours a week in weekly steps, or one hour a day in daily ones, end where the other does."""
    sites, people = 1500, SitePeople(number=2)
    weekly, daily = sites_of(people, room(7.0), sites), sites_of(people, room(1.0), sites, seed=4, days=1.0)
    weekly.run(20)
    daily.run(140)
    found = []
    for society in (weekly, daily):
        base = society.places.community_rows[:-1].astype(np.int64)
        rows = base.astype(np.int32)
        found.append(pair_values(society.ties, society.fade, society.residents.arrival, base, rows, rows + 1, np.int64(society.week))[:, 0])
    means = [float(values.mean()) for values in found]
    errors = [float(values.std() / np.sqrt(sites)) for values in found]
    # A weekly step adds its hours at once and fades them half a week too late: with 106 days of half-life that makes 2 %.
    assert means[0] / means[1] == pytest.approx(2.0 ** (3.0 / weekly.constants.ties.half_life), abs=3.0 * np.hypot(*errors) / means[1] + 0.01)
