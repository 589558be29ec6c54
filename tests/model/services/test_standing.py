"""Where trust comes from by itself: a baseline of one's own, company, ordinary requests, what is told; and what does not move it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from linli.model.contract.mechanism import Mechanism, MechanismParameters
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.text import Text
from linli.model.mechanisms.meetings import MeetingsParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.experiences import Experience
from linli.model.people.trust import DAYS
from linli.model.services.moment import Moment
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=1, floors=6)
QUIET = TrustConstants(needs=0.0, quarrels=0.0, requests=0.0, company=0.0)
NO_MOVES = PopulationParameters(moves_owners=0.0, moves_renters=0.0)


def quiet(**trust: float) -> Society:
    constants = Constants(trust=QUIET.model_copy(update=trust))
    return Society(neighbourhood=SMALL, population=NO_MOVES, constants=constants)


def test_trust_returns_to_a_baseline_of_its_own_with_its_half_life() -> None:
    society = quiet(half_life=26.0)
    r = society.residents
    own = r.trust_neighbours.copy(), r.trust_institutions.copy()
    assert own[1].std() > 0.1
    society.step()
    gain = np.minimum(0.2, 1.0 - own[1])
    r.trust_institutions[:], r.trust_neighbours[:] = own[1] + gain, own[0] * 0.5
    society.run(26)
    assert r.trust_institutions == pytest.approx(own[1] + gain / 2.0, abs=1e-4)
    assert r.trust_neighbours == pytest.approx(own[0] * 0.75, abs=1e-4)
    society.run(26)
    assert r.trust_institutions == pytest.approx(own[1] + gain / 4.0, abs=1e-4)


def test_newcomers_bring_a_baseline_of_their_own() -> None:
    society = Society(neighbourhood=SMALL, population=PopulationParameters(moves_owners=0.5, moves_renters=0.5), constants=Constants(trust=QUIET))
    society.run(52)
    new = society.residents.arrival > 0
    assert new.sum() > 20
    standing = society.services.standing
    assert np.array_equal(standing.own_institutions, society.residents.trust_institutions)


def test_company_pulls_towards_the_value_of_the_days_with_a_talk() -> None:
    society = quiet(company=0.1, half_life=2000.0)
    society.step()
    r = society.residents
    for talks, value in ((0, 0.0), (3, DAYS[3] / (DAYS[3] + 1.0)), (200, DAYS[63] / (DAYS[63] + 1.0))):
        r.talks[:] = talks
        r.trust_neighbours[:] = society.services.standing.own_neighbours[:] = 0.5
        society.services.standing.react(society.moment)
        assert r.trust_neighbours == pytest.approx(0.5 + 0.1 * (value - 0.5), abs=1e-3)


def test_ordinary_requests_happen_to_grown_ups_and_are_answered_or_not() -> None:
    society = quiet(requests=4.0, answered=0.6)
    society.run(52)
    standing = society.services.standing
    grown = int((society.residents.age >= 18).sum())
    mean = 52.0 * grown * -np.expm1(-4.0 / 52.0)
    assert abs(standing.requests - mean) < 4.0 * np.sqrt(mean)
    assert abs(standing.requests_answered / standing.requests - 0.6) < 4.0 * np.sqrt(0.24 / mean)
    log = society.moment.log[-1]
    assert log[Experience.HEARD.number] + log[Experience.PASSED_OVER.number] == standing.requests
    assert (society.residents.trust_institutions != standing.own_institutions).mean() > 0.9


@pytest.mark.parametrize("told", [0.0, 0.5])
def test_who_hears_of_a_broken_promise_has_a_part_of_the_experience_once(told: float) -> None:
    society = quiet(told=told, half_life=2000.0)
    society.run(20)
    r, n = society.residents, society.residents.n
    standing, week = society.services.standing, society.moment
    r.trust_institutions[:] = standing.own_institutions[:] = 0.5
    standing.seen(week, Experience.BROKEN, np.array([3, 3, 9]), np.arange(n // 2))
    alpha = society.constants.trust.alpha
    assert r.trust_institutions[[9, 3]] == pytest.approx([0.5 - alpha * 0.5, 0.5 * (1.0 - alpha) ** 2])
    assert (r.trust_institutions < 0.5).sum() == 2
    society.run(3)
    heard = np.flatnonzero(np.delete(r.trust_institutions, [3, 9]) < 0.499)
    assert (len(heard) > 0) == (told > 0.0)
    if told > 0.0:
        society.run(40)
        assert r.trust_institutions[n // 2 :] == pytest.approx(0.5)
        rest = np.delete(r.trust_institutions, [3, 9])
        low = rest[rest < 0.495]
        assert len(heard) <= len(low) < n
        # Half of an experience, once, whatever one hears again; a little of it has come back since.
        assert low.min() >= 0.5 - 0.5 * told * alpha - 1e-6
        assert low.max() < 0.5 - 0.45 * told * alpha
        assert (standing.account == -1).all()


class Calls(Mechanism[MechanismParameters]):
    """An occasion for everybody every week, announced; it can never be held where it costs what nobody has."""

    name = "calls"
    title = Text("calls", "活动")
    kinds: ClassVar[dict[str, Text]] = {"occasion": Text("occasion", "活动")}
    dear = False

    def plan(self, week: Week) -> None:
        from linli.model.contract.needs import NOTHING, Needs

        needs: Any = Needs(yuan=1e9) if self.dear else NOTHING
        week.call("occasion", unit="community", poster=1.0, knock=1.0, room_for=9999, by_committee=True, promise=True, quality=0.1, needs=needs)


class DearCalls(Calls):
    """The same, never held."""

    name = "dear-calls"
    dear = True


def test_coming_to_what_was_announced_moves_no_trust_in_institutions_and_its_failing_does() -> None:
    held, broken = quiet(), quiet()
    held.attach({"calls": MechanismParameters()}, {"calls": Calls})
    broken.attach({"dear-calls": MechanismParameters()}, {"dear-calls": DearCalls})
    own = held.residents.trust_institutions.copy()
    held.run(12)
    broken.run(12)
    assert held.residents.times_came.sum() > 40
    assert held.services.promises.promises_kept == 12
    assert np.array_equal(held.residents.trust_institutions, own)
    assert broken.services.promises.promises_broken == 12
    assert (broken.residents.trust_institutions < own - 0.01).mean() > 0.5


def test_meetings_of_the_committee_and_of_neighbours_have_the_same_effect_on_trust() -> None:
    """All else equal, with all that moves trust at work: they differ by luck only, both from each other and from no meetings."""
    found = []
    for seed in range(1, 5):
        trust = []
        for a_year, by_committee in ((26.0, True), (26.0, False), (0.0, False)):
            society = Society(neighbourhood=SMALL, seed=seed)
            society.attach({"meetings": MeetingsParameters(a_year=a_year, by_committee=by_committee, knock=0.5, poster=0.5)})
            society.run(104)
            trust.append((float(society.residents.trust_institutions.mean()), int(society.residents.times_came.sum())))
        assert min(trust[0][1], trust[1][1]) > 100
        found.append([t for t, _ in trust])
    committee, neighbours, none = np.array(found).T
    for difference in (committee - neighbours, committee - none, neighbours - none):
        assert np.abs(difference).max() < 0.005


def test_a_saved_society_knows_baselines_and_accounts(tmp_path: Any) -> None:
    society = quiet(requests=2.0, told=0.5)
    society.run(10)
    society.services.standing.seen(society.moment, Experience.BROKEN, np.array([3]), np.arange(50))
    society.save(tmp_path / "society")
    again = Society.load(tmp_path / "society")
    for one in (society, again):
        one.run(10)
    assert np.array_equal(society.residents.trust_institutions, again.residents.trust_institutions)
    assert np.array_equal(society.services.standing.own_neighbours, again.services.standing.own_neighbours)


def test_nothing_of_it_depends_on_a_moment_that_has_not_begun() -> None:
    society = quiet()
    before = society.residents.trust_institutions.copy()
    society.services.standing.react(Moment(society))
    assert np.array_equal(society.residents.trust_institutions, before)
