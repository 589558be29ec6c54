"""Introductions: who is brought together, who is told of whom, what it leaves; the engine and the twin on the same people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from linli.model.foci.events import Events
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, TieConstants
from linli.model.people.everyday import EVERYDAY
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.reference import ReferenceCommunity, records_of
from linli.model.reference.introductions import introduce_week
from linli.model.reference.records import RecordedTie
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY, TICKS, clear_rows, pair_values

Alike = Callable[..., Society]
OFF = {"at_home": 0.0, "present": 0.0, "by_friend": 0.0, "told": 0.0}


def constants(**on: float) -> Constants:
    return Constants(ties=TieConstants(kappa=0.0, s0=1000.0, friendly=8.0), introductions=IntroductionConstants(**{**OFF, **on}))  # type: ignore[arg-type]


def know(s: Society, pairs: dict[tuple[int, int], float], week: int) -> None:
    """Forget everything, and let these pairs of rows have met this week: hours, on both traces."""
    clear_rows(s.ties, np.arange(s.residents.n, dtype=np.int32))
    used = np.zeros(s.residents.n, int)
    for (a, b), hours in pairs.items():
        for x, y in ((a, b), (b, a)):
            s.ties.partner[x, used[x]], s.ties.last[x, used[x]] = y, week
            s.ties.closeness[x, used[x]], s.ties.slow[x, used[x]] = round(hours * TICKS), hours
            used[x] += 1


def introduce(
    s: Society, pairs: dict[tuple[int, int], float], week: int = 5, mutual: bool = True, everybody: bool = True
) -> dict[tuple[int, int], tuple[float, float]]:
    """Let a week pass in which these pairs have met, and it is everybody's turn or only of some; return pair -> (closeness, slow trace)."""
    from linli.model.ties.introductions import introduce_week as work_week

    know(s, pairs, week)
    e = s.engine
    s.residents.talks[:] = 1
    by = e.introducing._replace(every=1) if everybody else e.introducing
    work_week(0, week, len(e.kinds) + 1, e._ground, e._people, s.ties, e.fade, e.rule, by, e._works[0], e.tally_counts[0])
    i, k = np.nonzero(s.ties.partner != EMPTY)
    values = zip(s.ties.closeness[i, k] / TICKS, s.ties.slow[i, k], strict=True)
    found = {(int(a), int(b)): (float(c), float(d)) for a, b, (c, d) in zip(i, s.ties.partner[i, k], values, strict=True)}
    assert not mutual or all(found[b, a] == value for (a, b), value in found.items())
    return {pair: value for pair, value in found.items() if pair[0] < pair[1]}


def test_a_spouse_gains_hours_and_whoever_lives_alone_nothing(alike: Alike) -> None:
    """Rows 0 and 1 are a couple, 2 and 3 another: 0 knows 2, and each brings the other's spouse along."""
    s = alike(4, {}, beds=2, constants=constants(at_home=1.0, present=1.0, hours=1.5))
    found = introduce(s, {(0, 2): 4.0})
    assert found == {(0, 2): (4.0, 4.0), (1, 2): (0.0, 1.5), (0, 3): (0.0, 1.5)}
    assert s.engine.tallies["introductions"] == 2
    assert (s.residents.talks == 1).all()
    alone = alike(8, {}, constants=constants(at_home=1.0, present=1.0))
    assert introduce(alone, {(0, 2): 4.0}) == {(0, 2): (4.0, 4.0)}


def test_only_some_acquaintances_are_shared_and_always_the_same(alike: Alike) -> None:
    s = alike(400, {}, beds=2, constants=constants(at_home=0.3, present=1.0), seed=3)
    pairs = {(4 * k, 4 * k + 2): 4.0 for k in range(200)}
    weeks = [{k for k in range(200) if (4 * k + 1, 4 * k + 2) in introduce(s, pairs, week)} for week in (5, 6)]
    assert weeks[0] == weeks[1]
    assert abs(len(weeks[0]) / 200 - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 200)


def test_introductions_end_where_two_are_acquainted_and_leave_an_origin(alike: Alike) -> None:
    s = alike(4, {}, beds=2, constants=constants(at_home=1.0, present=1.0, hours=1.0))
    assert introduce(s, {(0, 2): 4.0, (1, 2): 3.5})[1, 2] == (3.5, 3.5)
    introduce(s, {(0, 2): 4.0})
    code = s.ties.origin[1, 0]
    assert s.origins.kinds[code].name == "introduced"


def test_friends_are_brought_together_only_by_one_who_is_friendly_with_both(alike: Alike) -> None:
    s = alike(8, {}, constants=constants(by_friend=1.0, hours=1.0))
    assert introduce(s, {(0, 1): 9.0, (0, 2): 9.0})[1, 2] == (0.0, 1.0)
    assert (1, 2) not in introduce(s, {(0, 1): 9.0, (0, 2): 7.0})


def test_who_is_only_told_of_becomes_no_acquaintance(alike: Alike) -> None:
    """Told of week after week, one knows of somebody; a greeting needs a meeting: no closeness, and no more than a recognised face."""
    s = alike(8, {}, constants=constants(told=1.0, told_hours=0.35), seed=2)
    pairs = {(0, 1): 9.0, (0, 2): 9.0}
    closeness, slow = introduce(s, pairs)[1, 2]
    assert closeness == 0.0
    assert 0.3 < slow < 0.8
    e = s.engine
    from linli.model.ties.introductions import introduce_week as work_week

    for week in range(6, 60):
        met = s.ties.partner != EMPTY
        s.ties.last[met & (s.ties.slow > 5.0)] = week
        by = e.introducing._replace(every=1)
        work_week(0, week, len(e.kinds) + 1, e._ground, e._people, s.ties, e.fade, e.rule, by, e._works[0], e.tally_counts[0])
    heard = pair_values(s.ties, s.fade, s.residents.arrival, np.zeros(1, np.int64), np.array([1]), np.array([2]), 60)[0]
    assert heard[0] == 0.0
    assert 0.7 <= heard[1] < 1.1


def test_who_is_told_of_displaces_nobody(alike: Alike) -> None:
    own = constants(told=1.0)
    full = own.model_copy(update={"ties": own.ties.model_copy(update={"slots": 8})})
    s = alike(40, {}, constants=full, seed=2)
    pairs = {(0, 1): 9.0, (0, 2): 9.0, **{(2, k): 0.8 for k in range(20, 27)}}
    introduce(s, pairs, mutual=False)
    assert sorted(s.ties.partner[2].tolist()) == [0, *range(20, 27)]
    assert 2 in s.ties.partner[1].tolist()


def test_nothing_happens_when_all_is_switched_off(alike: Alike) -> None:
    s = alike(4, {}, beds=2, constants=constants())
    know(s, {(0, 2): 4.0}, 5)
    before = [array.copy() for array in s.ties]
    s.engine.encounter(Events(), 5)
    assert all(np.array_equal(a, b) for a, b in zip(before, s.ties, strict=True))
    assert s.engine.tallies["introductions"] == 0


def test_draws_do_not_depend_on_who_else_is_there(alike: Alike) -> None:
    """A week's introductions of some are the same when others, elsewhere in the rows, have met too."""
    s = alike(100, {}, beds=2, constants=constants(at_home=0.5, present=0.5, by_friend=0.3, told=0.3), seed=4)
    few = {(4 * k, 4 * k + 2): 9.0 for k in range(20)} | {(4 * k, 4 * k + 3): 9.0 for k in range(20)}
    more = {(4 * k, 4 * k + 2): 9.0 for k in range(20, 40)} | few
    one, other = introduce(s, few), introduce(s, more)
    assert {pair: value for pair, value in other.items() if pair[1] < 80} == one


def test_everybody_has_a_turn_once_in_four_weeks_and_speaks_of_all_since_the_last(alike: Alike) -> None:
    """Row 0 met row 2 in week 8: in one of the weeks 8 to 11 it is their turn, and the spouse is introduced; never in a later one."""
    turns = []
    for week in range(8, 16):
        s = alike(4, {}, beds=2, constants=constants(at_home=1.0, present=1.0))
        know(s, {(0, 2): 4.0}, 8)
        e = s.engine
        from linli.model.ties.introductions import introduce_week as work_week

        work_week(0, week, len(e.kinds) + 1, e._ground, e._people, s.ties, e.fade, e.rule, e.introducing, e._works[0], e.tally_counts[0])
        turns.append(2 in s.ties.partner[1])
    assert sum(turns) == 1
    assert any(turns[:4])


CHANCES = {"at_home": 0.4, "present": 0.5, "by_friend": 0.2, "told": 0.05, "hours": 1.0}


def test_the_twin_introduces_as_many(alike: Alike) -> None:
    """A hundred homes of two, the same ties: the two share no draw, so hours of introductions agree in their mean over many weeks."""

    s = alike(100, {}, beds=2, constants=constants(**CHANCES), seed=5)
    rng = np.random.default_rng(1)
    people, homes = records_of(s.places, s.residents)
    engine, twin = [], []
    for trial in range(30):
        pairs: dict[tuple[int, int], float] = {}
        for a, b in rng.integers(0, 200, (300, 2)).tolist():
            if a // 2 != b // 2:
                pairs[min(a, b), max(a, b)] = float(rng.choice([1.0, 4.0, 9.0]))
        week = 5 + trial
        found = introduce(s, pairs, week, everybody=False)
        known = len(pairs)
        engine.append([sum(d for _, d in found.values()), len(found) - known])
        ties = [RecordedTie(x, y, hours, hours, week, "yard") for (a, b), hours in pairs.items() for x, y in ((a, b), (b, a))]
        community = ReferenceCommunity.from_records(people, homes, s.constants, {}, seed=trial, ties=ties, week=week)
        introduce_week(community)
        kept = {id(tie): tie for i in community.residents for tie in i.ties.values()}.values()
        twin.append([sum(tie.slow for tie in kept), len(kept) - known])
    difference = np.array(engine) - np.array(twin)
    error = difference.std(axis=0, ddof=1) / np.sqrt(len(difference))
    assert (np.abs(difference.mean(axis=0)) < 4.0 * error).all()
    assert np.array(engine)[:, 1].min() > 5
    assert abs(difference.mean(axis=0)[1]) < 0.1 * np.array(engine)[:, 1].mean()


def test_the_same_bits_with_any_number_of_threads() -> None:
    found = []
    for threads in (1, 3):
        s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=1, communities=4), everyday=EVERYDAY, seed=6, threads=threads)
        s.run(30)
        assert s.engine.tallies["introductions"] > 0
        found.append([array.copy() for array in s.ties])
    assert all(np.array_equal(a, b) for a, b in zip(*found, strict=True))
