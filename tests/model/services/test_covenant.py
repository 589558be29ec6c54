"""The covenant: thresholds in closed form, who is bound by which article, moves, saving, communities."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.moves import move_week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.people.constants import Constants, TieConstants
from linli.model.people.deciding_constants import CovenantConstants
from linli.model.services.covenant import NEVER, Behaviour, Covenant, CovenantDesk, conform, thresholds
from linli.model.services.moment import Moment
from linli.model.society.society import Society
from scipy.stats import norm

NOBODY = np.zeros(0, np.int64)


def society(communities: int = 1, slots: int = 48, **values: Any) -> Society:
    place = NeighbourhoodParameters(buildings=1, floors=6, communities=communities, **values)
    return Society(neighbourhood=place, constants=Constants(ties=TieConstants(slots=slots)), seed=1)


def acquaint(s: Society, pairs: list[tuple[int, int]]) -> None:
    """Let pairs of rows of the first community know each other for long."""
    s.residents.arrival[:] = 0
    used = (s.ties.partner != 65535).sum(axis=1)
    for i, j in pairs:
        for a, b in ((i, j), (j, i)):
            s.ties.partner[a, used[a]], s.ties.slow[a, used[a]] = b, 50.0
            used[a] += 1


def acquaint_neighbours(s: Society, reach: int) -> None:
    """Let the residents of each community know those of near rows, within each community alike."""
    for lo, hi in itertools.pairwise(s.places.community_rows.tolist()):
        for i in range(lo, hi):
            near = [j - lo for j in range(max(lo, i - reach), min(hi, i + reach + 1)) if j != i]
            s.ties.partner[i, : len(near)], s.ties.slow[i, : len(near)] = near, 50.0
    s.residents.arrival[:] = 0


def desk(s: Society, constants: CovenantConstants | None = None) -> tuple[Covenant, Moment, CovenantDesk]:
    service, week = Covenant(s.places, constants or CovenantConstants()), Moment(s)
    return service, week, CovenantDesk(service, week, 0)


def pass_weeks(s: Society, service: Covenant, week: Moment, weeks: int) -> None:
    for _ in range(weeks):
        week.turn(np.zeros(0, np.int32))
        service.begin(week)
        service.react(week)
        s.week += 1


# Thresholds


def everybody_knows_everybody(limits: np.ndarray, keeps: np.ndarray | None = None, rounds: int = 120) -> list[int]:
    """Return how many of a crowd keep an article after each look, each looking at all others."""
    s, n = society(slots=128), len(limits)
    acquaint(s, [(i, j) for i in range(n) for j in range(i)])
    service, week, _ = desk(s)
    code, now = np.full(s.residents.n, -1, np.int32), np.zeros(s.residents.n, np.bool_)
    code[:n] = 0
    if keeps is not None:
        now[:n] = keeps
    behaviour = Behaviour(code, now, np.zeros(s.residents.n, np.bool_))
    found = []
    for _ in range(rounds):
        service.look(week, behaviour, np.arange(n), limits)
        found.append(int(behaviour.keeps.sum()))
    assert not behaviour.keeps[n:].any()
    return found


def test_the_riot_of_granovetter() -> None:
    """Thresholds of 0, 1, ... 99 others: all join, one more at each look. One threshold of 2 for 1: only the first."""
    limits = np.arange(100) / 99
    assert everybody_knows_everybody(limits) == [min(k + 1, 100) for k in range(120)]
    limits[1] = 2 / 99
    assert everybody_knows_everybody(limits, rounds=20) == [1] * 20


def test_all_thresholds_below_and_all_above_what_is_seen() -> None:
    half = np.arange(40) < 20
    assert everybody_knows_everybody(np.full(40, 0.45), half, 3) == [40] * 3
    assert everybody_knows_everybody(np.full(40, 0.55), half, 3) == [0] * 3
    assert everybody_knows_everybody(np.full(40, NEVER), np.ones(40, np.bool_), 2) == [0, 0]


def test_a_covenant_unravels_from_one_who_leaves_off() -> None:
    """One who bears no breach leaves off after the free rider, then one who bears one breach, and so on to the last."""
    limits = np.concatenate([[NEVER], (99 - np.arange(1, 100) + 0.5) / 99])
    found = everybody_knows_everybody(limits, np.ones(100, np.bool_))
    assert found == [max(99 - k, 0) for k in range(120)]


def test_who_sees_nobody_goes_on_as_before_unless_any_share_or_none_would_do() -> None:
    share = np.full(6, np.nan)
    keeps = np.array([True, False, True, False, True, False])
    assert conform(keeps, share, np.array([0.5, 0.5, 0.0, 0.0, NEVER, NEVER])).tolist() == [
        True,
        False,
        True,
        True,
        False,
        False,
    ]
    assert conform(keeps[:2], np.array([0.5, 0.5]), np.array([0.5, 0.6])).tolist() == [True, False]


def test_thresholds_are_those_of_the_constants() -> None:
    c, identity = CovenantConstants(), np.arange(20000, dtype=np.uint64) + np.uint64(7)
    zero = np.zeros(len(identity))
    plain = thresholds(1, "noise", identity, zero, zero, c)
    free = np.isinf(plain)
    assert abs(free.mean() - c.free) < 4 * (0.21 / len(identity)) ** 0.5
    assert abs(plain[~free].mean() - c.threshold) < 4 * c.spread / 100
    assert abs((plain[~free] <= 0.0).mean() - norm.cdf(-c.threshold / c.spread)) < 0.01
    shifted = thresholds(1, "noise", identity, zero + 2.0, zero + 1.0, c)
    assert np.allclose(plain[~free] - shifted[~free], 2.0 * c.civic + c.maker)
    assert np.isinf(shifted[free]).all()
    assert (thresholds(1, "noise", identity[::-1], zero, zero, c)[::-1] == plain).all()
    other = thresholds(1, "pets", identity, zero, zero, c)
    both = ~free & np.isfinite(other)
    assert abs(np.corrcoef(plain[both], other[both])[0, 1]) < 0.05


# Looking


def test_everybody_looks_once_in_some_weeks() -> None:
    s = society()
    service, week, d = desk(s, CovenantConstants(free=0.0, threshold=-2.0, look=4))
    article = d.write("noise", "community", 0, NOBODY)
    seen = []
    for _ in range(4):
        before = d.keepers(article)
        pass_weeks(s, service, week, 1)
        seen.append(int((d.keepers(article) & ~before).sum()))
    assert sum(seen) == s.residents.n
    assert max(seen) < s.residents.n / 2


def test_without_acquaintances_one_looks_at_the_landing() -> None:
    s = society()
    service, week, d = desk(s, CovenantConstants(free=0.0, threshold=0.5, spread=0.0, civic=0.0, maker=0.0, look=1))
    r, lo, hi = s.residents, int(s.places.landing_rows[2]), int(s.places.landing_rows[3])
    rows = np.arange(lo, hi)
    first = rows[r.flat[rows] == r.flat[lo]]
    article = d.write("clutter", "community", 0, rows[~np.isin(rows, first)])
    pass_weeks(s, service, week, 1)
    # The first household sees only keepers; each other one sees all but its own household: the first does not keep it.
    kept = d.keepers(article)
    assert kept[first].all()
    for flat in np.unique(r.flat[rows[~np.isin(rows, first)]]):
        mine = rows[r.flat[rows] == flat]
        others = rows[r.flat[rows] != flat]
        assert (kept[mine] == (np.isin(others, first).mean() <= 0.5)).all()
    assert not kept[:lo].any()
    assert not kept[hi:].any()


def test_a_covenant_that_many_made_is_kept_by_more_than_one_that_was_hung_up() -> None:
    """The same people, ties and thresholds; nothing differs but who took part."""
    kept = []
    for share in (0.0, 0.2, 0.6, 1.0):
        s = society()
        acquaint_neighbours(s, 12)
        service, week, d = desk(s)
        article = d.write("noise", "community", 0, np.flatnonzero(np.arange(s.residents.n) % 10 < share * 10))
        pass_weeks(s, service, week, 104)
        kept.append(d.compliance(article))
    assert kept[0] < 0.2
    assert kept[0] < kept[1] < kept[2] < kept[3]
    assert 0.5 < kept[3] <= 0.72


# Who is bound


def test_the_smaller_unit_and_the_higher_priority_are_in_force() -> None:
    s = society()
    service, _, d = desk(s)
    p, r = s.places, s.residents
    gate = np.arange(p.gate_rows[1], p.gate_rows[2])
    whole = d.write("noise", "community", 0, np.array([0, gate[0]]))
    own = d.write("noise", "gate", 1, gate[1:3])
    assert (d.bound(own) == gate).all()
    assert (d.bound(whole) == np.setdiff1d(np.arange(r.n), gate)).all()
    assert np.flatnonzero(d.keepers(whole)).tolist() == [0]
    # Who kept quiet before keeps quiet under the new article, too.
    assert np.flatnonzero(d.keepers(own)).tolist() == gate[:3].tolist()
    assert d.write("pets", "gate", 1, NOBODY) not in (own, whole)
    above = d.write("noise", "building", 0, NOBODY, priority=1)
    assert len(d.bound(above)) == p.building_rows[1] - p.building_rows[0]
    assert len(d.bound(own)) == 0
    assert d.compliance(own) == 0.0
    d.lapse(above)
    d.lapse(own)
    assert len(d.bound(whole)) == r.n
    assert service.behaviour["noise"].maker.sum() == 2
    assert [a.subject for a in d.articles()] == ["noise", "pets"]


def test_an_article_that_lapses_is_kept_by_nobody() -> None:
    s = society()
    service, week, d = desk(s)
    article = d.write("parking", "compound", 0, np.arange(50))
    assert d.compliance(article) == pytest.approx(50 / s.residents.n)
    assert service.measures() == {
        "official_articles": 1.0,
        "articles_alive": 1.0,
        "covenant_kept": pytest.approx(50 / s.residents.n),
    }
    d.lapse(article)
    assert not d.alive(article)
    assert service.behaviour == {}
    assert service.measures() == {"official_articles": 1.0, "articles_alive": 0.0, "covenant_kept": pytest.approx(math.nan, nan_ok=True)}
    with pytest.raises(ValueError, match="has lapsed in week 0"):
        d.compliance(article)
    again = d.write("parking", "compound", 0, np.arange(3))
    assert np.flatnonzero(d.keepers(again)).tolist() == [0, 1, 2]
    service.begin(week)


def test_the_same_article_written_twice_in_a_week_is_made_together() -> None:
    s = society()
    numbers = []
    for order in (1, -1):
        service, _, d = desk(s)
        for makers in (np.array([3, 5]), np.array([5, 8]))[::order]:
            number = d.write("noise", "gate", 0, makers, priority=int(makers[0]))
        numbers.append(number)
        assert np.flatnonzero(d.keepers(number)).tolist() == [3, 5, 8]
        assert service.official_articles == 1
        assert service.articles[number].priority == 5
    assert numbers[0] == numbers[1]


def test_a_later_article_takes_the_place_of_the_older_one() -> None:
    s = society()
    service, week, d = desk(s)
    old = d.write("noise", "gate", 0, np.array([1, 2]))
    s.week = 5
    week.turn(np.zeros(0, np.int32))
    new = d.write("noise", "gate", 0, np.array([4]))
    assert (d.alive(old), d.alive(new)) == (False, True)
    assert np.flatnonzero(d.keepers(new)).tolist() == [1, 2, 4]
    assert np.flatnonzero(service.behaviour["noise"].maker).tolist() == [4]
    assert service.official_articles == 2


def test_a_quarrel_does_not_begin_if_who_would_give_cause_keeps_the_article() -> None:
    s = society()
    service, week, d = desk(s)
    left, right = np.arange(0, 60), np.arange(60, 120)
    assert not service.prevents(week, "noise", left, right).any()
    d.write("noise", "community", 0, left)
    found = service.prevents(week, "noise", left, right)
    assert 10 < found.sum() < 50
    assert (service.prevents(week, "noise", left, left)).all()
    assert not service.prevents(week, "noise", right, right).any()
    assert not service.prevents(week, "pets", left, right).any()
    some = np.arange(60)[::-3]
    assert (service.prevents(week, "noise", left[some], right[some]) == found[some]).all()


def test_which_units_have_an_article_of_their_own() -> None:
    s = society()
    _, _, d = desk(s)
    article = d.write("noise", "gate", 1, np.array([3]))
    assert [d.has(subject, "gate", gate) for subject in ("noise", "pets") for gate in (0, 1)] == [False, True, False, False]
    assert d.since("gate") == {("noise", 1): s.week}
    assert d.since("building") == {}
    d.lapse(article)
    assert not d.has("noise", "gate", 1)
    assert d.since("gate") == {}


def test_views_are_copies() -> None:
    s = society()
    _, _, d = desk(s)
    article = d.write("noise", "community", 0, np.array([3]))
    d.keepers(article)[:] = True
    d.articles()[0].makers[:] = 0
    d.bound(article)[:] = 0
    assert np.flatnonzero(d.keepers(article)).tolist() == [3]
    assert d.articles()[0].makers.tolist() == [int(s.residents.identity[3])]
    assert len(d.bound(article)) == s.residents.n


def test_what_cannot_be_written_is_refused() -> None:
    s = society(communities=2)
    _, _, d = desk(s)
    with pytest.raises(ValueError, match="no unit 'street'"):
        d.write("noise", "street", 0, NOBODY)
    with pytest.raises(ValueError, match="no gate 99; there are"):
        d.write("noise", "gate", 99, NOBODY)
    with pytest.raises(ValueError, match="no resident of row"):
        d.write("noise", "gate", 0, np.array([s.residents.n]))
    with pytest.raises(ValueError, match="of its community"):
        d.write("noise", "gate", 0, np.array([s.residents.n - 1]))
    with pytest.raises(TypeError, match="of a mask take"):
        d.write("noise", "gate", 0, np.ones(3, np.bool_))
    with pytest.raises(ValueError, match="short name"):
        d.write("", "gate", 0, NOBODY)
    with pytest.raises(ValueError, match="no article 5"):
        d.keepers(5)


# Moves, saving, communities


def test_who_moves_in_has_made_nothing_and_keeps_nothing() -> None:
    s = society()
    service, week, d = desk(s)
    article = d.write("noise", "community", 0, np.arange(s.residents.n))
    moved = np.zeros(0, np.int32)
    while len(moved) == 0:
        s.week += 1
        moved = move_week(s.residents, s.places, s.week, s.seed, PopulationParameters(), 0.6)
    week.turn(moved)
    service.begin(week)
    kept = np.setdiff1d(np.arange(s.residents.n), moved)
    assert (np.flatnonzero(d.keepers(article)) == kept).all()
    assert (np.flatnonzero(service.behaviour["noise"].maker) == kept).all()
    # Their predecessors' part in making it does not come back with another article's end.
    gate = d.write("noise", "gate", 0, NOBODY)
    d.lapse(gate)
    assert (np.flatnonzero(service.behaviour["noise"].maker) == kept).all()


def test_a_saved_covenant_goes_on_as_if_never_stopped(saved_and_read: Callable[..., dict[str, Any]]) -> None:
    s = society()
    acquaint_neighbours(s, 8)
    service, week, d = desk(s)
    article = d.write("noise", "community", 0, np.arange(0, s.residents.n, 2))
    d.lapse(d.write("pets", "gate", 1, np.arange(5)))
    d.write("pets", "gate", 0, np.arange(5), priority=2)
    pass_weeks(s, service, week, 6)
    other, _, e = desk(s)
    other.restore(saved_and_read(service.state()))
    begun = s.week
    for one in (service, other):
        s.week = begun
        pass_weeks(s, one, week, 9)
        CovenantDesk(one, week, 0).write("pets", "gate", 1, np.array([9]))
    one, two = service.state(), other.state()
    assert one.keys() == two.keys()
    assert all(np.array_equal(one[k], two[k]) for k in one)
    assert 0.0 < e.compliance(article) < 1.0


def test_what_happens_in_one_community_leaves_the_other_equal_to_the_bit() -> None:
    found = []
    for busy in (False, True):
        s = society(communities=2)
        acquaint_neighbours(s, 8)
        service, week, d = desk(s)
        lo = int(s.places.community_rows[1])
        if busy:
            d.write("noise", "community", 0, np.arange(0, lo, 3))
            d.write("clutter", "gate", 1, np.arange(4))
        article = d.write("noise", "community", 1, np.arange(lo, s.residents.n, 2))
        pass_weeks(s, service, week, 20)
        left = np.arange(lo, lo + 40)
        found.append(
            (article, d.keepers(article)[lo:], d.compliance(article), service.prevents(week, "noise", left, left + 20))
        )
    assert all(np.array_equal(a, b) for a, b in zip(*found, strict=True))
    assert 0.0 < found[0][2] < 1.0


def test_a_society_without_articles_is_left_alone() -> None:
    s = society()
    service, week, _ = desk(s)
    week.turn(np.arange(5, dtype=np.int32))
    pass_weeks(s, service, week, 2)
    assert service.behaviour == {}
    assert service.measures() == {"official_articles": 0.0, "articles_alive": 0.0, "covenant_kept": pytest.approx(math.nan, nan_ok=True)}


def test_it_says_of_some_residents_whether_they_keep_the_article_that_binds_them() -> None:
    s = society()
    _, _, d = desk(s)
    assert d.keeps("noise", np.array([0, 3])).tolist() == [False, False], "there is none"
    article = d.write("noise", "compound", 0, np.array([3, 5]))
    assert d.keeps("noise", np.array([5, 0, 3])).tolist() == [True, False, True]
    assert d.keeps("parking", np.array([5])).tolist() == [False]
    d.lapse(article)
    assert not d.keeps("noise", np.array([5])).any()
