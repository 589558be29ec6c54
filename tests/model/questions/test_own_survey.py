"""The questions of a survey of one's own, as simulated people answer them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.everyday import EVERYDAY, VISIT_ROUNDS
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.questions import QUESTIONS, View
from linli.model.questions.own_base import OwnQuestion, adults, known, own, raked
from linli.model.questions.own_survey import FORM
from linli.model.society.society import Society
from linli.model.survey import helped, visited

Bits = Callable[[Society], Mapping[str, np.ndarray]]


def made(hours: float = 1.0, weeks: int = 80, constants: Constants | None = None, **neighbourhood: int) -> Society:
    """Make two communities of some 120 people who have lived together; everyday occasions last `hours` times as long."""
    kinds = {name: kind.model_copy(update={"hours": kind.hours * hours}) for name, kind in EVERYDAY.items()}
    numbers = {"buildings": 1, "floors": 5, "communities": 2, **neighbourhood}
    society = Society(neighbourhood=NeighbourhoodParameters(**numbers), everyday=kinds, seed=5, constants=constants)
    society.run(weeks)
    return society


@pytest.fixture(scope="module")
def society() -> Society:
    return made()


@pytest.fixture(scope="module")
def view(society: Society) -> View:
    return View(society, 0)


@pytest.mark.parametrize("kind", FORM)
def test_percentages_sum_to_100_and_nothing_is_changed(kind: type[OwnQuestion], society: Society, bits: Bits) -> None:
    before = bits(society)
    found = kind().observe(View(society, 0))
    assert found.shape == (2, len(kind.answers.texts))
    assert (found >= 0.0).all()
    assert found.sum(axis=1) == pytest.approx(100.0)
    after = bits(society)
    assert all((before[name] == after[name]).all() for name in before)
    assert QUESTIONS[kind.name] is kind
    assert kind().answer([found]).shape == found.shape


@pytest.mark.parametrize("kind", FORM)
def test_percentages_count_what_adults_say(kind: type[OwnQuestion], view: View) -> None:
    rows = adults(view)
    assert (view.society.residents.age[rows] >= 18).all()
    said = kind.said(view, rows)
    first = said[rows < view.starts[1]]
    assert kind().observe(view)[0] == pytest.approx([100.0 * float((first == k).mean()) for k in range(len(kind.answers.texts))])


@pytest.mark.parametrize("kind", FORM)
def test_one_alone_says_what_one_says_among_all(kind: type[OwnQuestion], view: View) -> None:
    rows = adults(view)
    some = rows[::7]
    assert (kind.said(view, some) == kind.said(view, rows)[::7]).all()


def test_numbers_of_neighbours_are_those_of_a_plain_count(view: View) -> None:
    s = view.society
    reports = view.reports("slow")
    plain = [0] * s.residents.n
    for asker, other, hours in zip(reports.asker.tolist(), reports.other.tolist(), reports.hours.tolist(), strict=True):
        plain[asker] += hours >= s.constants.ties.acquaintance and s.residents.flat[asker] != s.residents.flat[other]
    band = {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, **dict.fromkeys(range(6, 11), 3), **dict.fromkeys(range(11, 21), 4), **dict.fromkeys(range(21, 49), 5)}
    rows = adults(view)
    said = own("names").said(view, rows).tolist()
    assert said == [band[plain[row]] for row in rows.tolist()]
    assert len(set(said)) > 2


def put_tie(society: Society, a: int, b: int, slot: int) -> None:
    """Let row `a` know row `b` of the same community very well; put it into a slot."""
    base = int(society.places.community_rows[np.searchsorted(society.places.community_rows, a, side="right") - 1])
    ties = society.ties
    ties.partner[a, slot], ties.closeness[a, slot], ties.slow[a, slot], ties.last[a, slot] = b - base, 60_000, 900.0, society.week


def planted() -> tuple[Society, int, int, int, int]:
    """Return a society and rows: one, a flatmate, a neighbour, somebody of another compound; the one knows all three."""
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=5, compounds=2), everyday={}, seed=5)
    society.week = 10
    r, places = society.residents, society.places
    r.arrival[:] = 0
    one = int(np.flatnonzero((np.diff(r.flat) == 0) & (r.age[:-1] >= 18))[0])
    mate, far = one + 1, int(places.compound_rows[1])
    near = int(np.flatnonzero((r.flat != r.flat[one]) & (np.arange(r.n) < far))[0])
    for slot, other in enumerate((mate, near, far)):
        put_tie(society, one, other, slot)
        put_tie(society, other, one, 0)
    return society, one, mate, near, far


def test_neither_flatmates_nor_those_of_another_compound_are_neighbours() -> None:
    society, one, _, near, _ = planted()
    for level in ("recognised", "acquaintance", "friendly"):
        found = known(View(society, 0), level)
        assert sorted(zip(found.asker.tolist(), found.other.tolist(), strict=True)) == sorted([(one, near), (near, one)])
    view, rows = View(society, 0), np.array([one])
    assert (own("sight").said(view, rows)[0], own("names").said(view, rows)[0], own("ask").said(view, rows)[0]) == (1, 1, 1)


def test_flatmates_do_not_visit_one_another() -> None:
    society, one, mate, near, far = planted()
    society.week = 200
    society.ties.last[[one, mate, near, far]] = 199
    low, high = visited(society, weeks=100)
    pairs = set(zip(low.tolist(), high.tolist(), strict=True))
    assert (min(one, near), max(one, near)) in pairs
    assert (one, mate) not in pairs


def test_one_without_other_homes_on_the_floor_says_so() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=5, flats_per_floor=1, occupancy=1.0), seed=2)
    view = View(society, 0)
    assert own("landing")().observe(view)[0].tolist() == [0.0, 0.0, 0.0, 0.0, 100.0]
    assert own("gate")().observe(view)[0].tolist() == [100.0, 0.0, 0.0, 0.0, 0.0]


MORE = ("chat", "sight", "names", "landing", "gate", "ask", "visits", "help")
"""Questions of contact; the answers of all of them rise from little to much."""


def test_more_contact_gives_higher_answers() -> None:
    little, much = (View(made(hours), 0) for hours in (0.15, 2.0))
    for name in MORE:
        places = [float((own(name)().observe(view).mean(axis=0) * np.arange(len(own(name).answers.texts))).sum()) for view in (little, much)]
        assert places[1] > places[0], name


def test_without_contact_nobody_knows_anybody() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=3), everyday={}, seed=2)
    society.run(3)
    view = View(society, 0)
    for name in set(MORE) - {"help", "landing", "gate"}:
        assert own(name)().observe(view)[0, 0] == 100.0, name
    for name in ("landing", "gate"):
        found = own(name)().observe(view)[0]
        assert found[0] + found[4] == pytest.approx(100.0)
        assert found[0] > 0.0


def test_trust_is_said_in_fifths(society: Society) -> None:
    view, rows = View(society, 0), np.arange(5)
    kept = society.residents.trust_neighbours[:5].copy()
    society.residents.trust_neighbours[:5] = (0.0, 0.3, 0.5, 0.79, 1.0)
    try:
        assert own("trust").said(view, rows).tolist() == [0, 1, 2, 3, 4]
    finally:
        society.residents.trust_neighbours[:5] = kept


def test_times_of_three_months_are_exact_while_the_count_is_that_young() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=3), seed=2)
    society.week, society.policy_week0 = 500, 490
    r, rows = society.residents, np.arange(5)
    r.arrival[:] = 0
    r.times_came[:5] = (0, 1, 2, 5, 6)
    r.last_came[1:5] = 495
    assert own("activities").said(View(society, 10), rows).tolist() == [0, 1, 2, 2, 3]
    r.last_came[:5] = 480
    society.policy_week0 = 400
    assert own("activities").said(View(society, 10), rows).tolist() == [0, 0, 0, 0, 0]


def test_times_of_a_longer_count_are_spread_over_it() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=4, floors=10), seed=2)
    society.week, society.policy_week0 = 500, 396
    r = society.residents
    r.arrival[:], r.times_came[:], r.last_came[:] = 0, 3, 499
    rows = np.arange(r.n)
    once = float((own("activities").said(View(society, 104), rows) == 1).mean())
    # Both other times fell before the last 13 of 104 weeks.
    assert once == pytest.approx((1 - 13 / 104) ** 2, abs=4 * np.sqrt(0.25 / r.n))


def test_weights_reach_all_margins() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 3, 500), rng.integers(0, 2, 500)
    wanted = (np.array([0.2, 0.5, 0.3]), np.array([0.9, 0.1]))
    weights = raked([(a, wanted[0]), (b, wanted[1])], 500)
    assert weights.sum() == pytest.approx(500.0)
    for band, shares in zip((a, b), wanted, strict=True):
        assert np.bincount(band, weights=weights) / 500.0 == pytest.approx(shares, abs=1e-9)


def test_weights_of_one_margin_are_the_quotient_and_absent_bands_are_left_out() -> None:
    assert raked([(np.array([0, 0, 0, 1]), np.array([0.5, 0.25, 0.25]))], 4) == pytest.approx([8 / 9, 8 / 9, 8 / 9, 4 / 3])
    assert raked([], 3).tolist() == [1.0, 1.0, 1.0]


def test_people_are_weighted_like_those_who_answered(view: View) -> None:
    shares = (0.0, 0.1, 0.2, 0.3, 0.4)
    assert own("age")(age=shares).observe(view)[0] / 100.0 == pytest.approx(shares, abs=1e-9)
    plain, old = own("chat")().observe(view), own("chat")(age=shares).observe(view)
    assert (old[:, -1] > plain[:, -1]).all()


def test_visits_are_those_of_the_week(tmp_path: Path) -> None:
    """From the state before a week the visits of the week are found exactly."""
    # Who is introduced is noted in the same week, and is no visit.
    quiet = Constants(introductions=IntroductionConstants(at_home=0.0, by_friend=0.0, told=0.0))
    made(weeks=60, constants=quiet).save(tmp_path / "before")
    later, before = (Society.load(tmp_path / "before") for _ in range(2))
    for kind in later.everyday:
        later.engine.set_hours(kind, 0.0)
    held = later.engine.tallies["visits"]
    later.step()
    assert VISIT_ROUNDS == (7, 12)
    row, slot = np.nonzero((later.ties.last == 60) & (later.ties.partner != 65535))
    starts, flat = later.places.community_rows, later.residents.flat
    other = starts[np.searchsorted(starts, row, side="right") - 1] + later.ties.partner[row, slot]
    truth = {(min(i, j), max(i, j)) for i, j in zip(row.tolist(), other.tolist(), strict=True) if flat[i] != flat[j]}
    assert later.engine.tallies["visits"] - held > 5
    before.week = 61
    low, high = visited(before, weeks=1)
    assert set(zip(low.tolist(), high.tolist(), strict=True)) == truth
    assert (low < high).all()


def test_more_weeks_hold_more_visits(society: Society) -> None:
    one, four = (len(visited(society, weeks)[0]) for weeks in (1, 4))
    assert 0 < one < four


def test_help_is_that_of_the_weeks_where_nothing_has_changed() -> None:
    still = PopulationParameters(moves_owners=0.0, moves_renters=0.0)
    constants = Constants(trust=TrustConstants(alpha=0.0, needs=2.0))
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=5), population=still, constants=constants, everyday={}, seed=4)
    society.residents.arrival[:] = -10
    truth = np.zeros(society.residents.n, np.bool_)
    times = 0
    for week in range(60):
        asker, helper, how = society.services.help.happen(society, week, society.ties)
        if week >= 8:
            truth[asker[how == 1]] = truth[helper[how == 1]] = True
        times += int((how == 1).sum())
        society.step()
    assert society.services.help.help_given == times > 20
    assert (helped(society) == truth).all()
    assert 0.1 < truth.mean() < 1.0


def test_newcomers_were_not_helped_before_they_came(society: Society) -> None:
    kept = society.residents.arrival.copy()
    society.residents.arrival[:] = society.week
    try:
        assert not helped(society).any()
        assert len(visited(society)[0]) == 0
    finally:
        society.residents.arrival[:] = kept


def test_the_form_has_twelve_questions_in_both_languages() -> None:
    assert [kind.number for kind in FORM] == [*map(str, range(1, 12)), "12a", "12b", "12c"]
    for kind in FORM:
        for text in (kind.title, kind.ask, *kind.answers.texts):
            assert text.en.isascii()
            assert any("一" <= c <= "鿿" for c in text.zh)
        for language in ("en", "zh"):
            said = [text.say(language) for text in kind.answers.texts]
            assert len(set(said)) == len(said)
    assert len({kind.title for kind in FORM}) == len(FORM)


def test_bands_of_numbers_do_not_overlap_in_either_language() -> None:
    """以上 includes its number: 30人以上 would hold the 30 of 16至30人."""
    for kind in FORM:
        for text in kind.answers.texts:
            assert ("more than" in text.en) == ("超过" in text.zh), text
            assert ("以上" in text.zh) == ("及以上" in text.zh), text
            assert [int(n) for n in re.findall(r"\d+", text.en)] == [int(n) for n in re.findall(r"\d+", text.zh)] or not re.search(r"\d", text.en), text


def test_answers_go_from_least_to_most() -> None:
    least = {"never", "nobody", "none", "no", "not at all", "under 1 year", "own", "18 to 29"}
    assert {kind.answers.texts[0].en for kind in FORM} == least
