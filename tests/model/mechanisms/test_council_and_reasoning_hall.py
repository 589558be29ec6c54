"""Council and hall of reasoning: who sits, who comes, what settles a case, what becomes an article, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms import council_articles, council_seats
from linli.model.mechanisms.council_and_reasoning_hall import CouncilAndReasoningHall
from linli.model.mechanisms.council_and_reasoning_hall_parameters import LEVERS, CouncilParameters
from linli.model.mechanisms.council_hearing import Bench, bench_of, common_acquaintances, log_odds
from linli.model.mechanisms.council_seats import LAWYER, MEMBER
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.dispute_constants import DisputeConstants
from linli.model.people.experiences import Experience
from linli.model.people.service_constants import QuarrelConstants, ServiceConstants
from linli.model.people.volunteer_constants import OrganisationConstants, PropertyConstants
from linli.model.services.dispute_table import BETWEEN_NEIGHBOURS, KINDS
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=3, floors=6)
QUIET: dict[str, Any] = {
    "activities_a_year": 0.0, "festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0, "clubs": 0.0,
    "notices_a_week": 0.0, "inspections_a_month": 0.0,
}  # fmt: skip
"""Ordinary life in which nobody but the hall asks for evenings, staff and money; heads mediate."""
ANGRY = Constants(
    trust=TrustConstants(quarrels=0.6), services=ServiceConstants(quarrels=QuarrelConstants(report=0.05, base=-6.0, known=0.0, friendly=0.0)),
)  # fmt: skip
"""Many quarrels that the two do not settle, and in which somebody asks for help."""
HALL: dict[str, Any] = {"sittings_a_year": 52.0, "notice": 0.5, "priority": 1, "accept": 1.0, "lawyer_accept": 3.0, "lawyers": 0.05}
FAILS: dict[str, Any] = {"chosen": "same", "articles_from": "council", "articles_a_year": 12.0, "adopted_by": "council", "article_unit": "compound"}


def lived(weeks: int, *, seed: int = 4, constants: Constants = ANGRY, neighbourhood: NeighbourhoodParameters = SMALL, **levers: Any) -> Society:
    chosen = {"council-and-reasoning-hall": CouncilParameters(**levers), "ordinary-life": OrdinaryLifeParameters(**QUIET)}
    society = Society(neighbourhood=neighbourhood, mechanisms=chosen, constants=constants, seed=seed)
    society.run(weeks)
    return society


def hall(society: Society) -> CouncilAndReasoningHall:
    return next(m for m in society.programme.mechanisms if isinstance(m, CouncilAndReasoningHall))


def members(society: Society) -> np.ndarray:
    rows = society.services.volunteers.kinds[MEMBER].row
    return np.asarray(rows[rows >= 0])


@pytest.fixture(scope="module")
def after() -> Society:
    return lived(60, **HALL, listeners=0.5, lawyer=True, suggest=True, articles_from="hall", benefit=20000.0, burden=0.0)


def test_a_lawyer_listeners_and_suggestions_without_a_hall_do_nothing_at_all(same: Callable[..., None]) -> None:
    assert {"listeners", "lawyer", "suggest"} < set(LEVERS)
    same(lived(12), lived(12, listeners=1.0, lawyer=True, suggest=True))


# Who sits


def test_a_council_that_nobody_joins_hears_nobody() -> None:
    """The policy is there, and nothing happens: no case, no hearing, no word of a hall."""
    society = lived(20, **{**HALL, "accept": -10.0})
    found = hall(society)
    assert society.services.volunteers.counts(MEMBER)["asked"] > 0
    assert found.seats_held() == 0.0
    assert found.taken == found.hearings == found.settled == 0
    assert society.services.disputes.asked.sum() > 10
    assert found.reason_known() == 0.0
    assert society.services.staff.duty_hours[NUMBERS["assemblies"]].sum() == 0.0


def test_those_who_come_to_mind_are_seldom_those_whom_the_lot_finds() -> None:
    many = {"seats": 20, **HALL}
    appointed, lot, few = (lived(10, chosen=c, **many) for c in ("appointed", "lot", "same"))
    assert min(len(members(s)) for s in (appointed, lot)) >= 12
    civic = {s: float(s.residents.civic[members(s)].mean()) for s in (appointed, lot)}
    assert civic[appointed] > civic[lot] + 0.7
    assert hall(appointed).same_few() > hall(lot).same_few() + 0.15
    assert hall(few).same_few() == 1.0
    for s in (appointed, lot, few):
        assert len(set(members(s).tolist())) == len(members(s))


def test_the_elected_are_those_whom_voters_know(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[np.ndarray, np.ndarray]] = []
    elect = council_seats.elect

    def watched(week: Any, sitting: Any) -> None:
        elect(week, sitting)
        seen.append((sitting.rows(0).astype(np.int64), week.volunteers.holder(MEMBER)))

    monkeypatch.setattr(council_seats, "elect", watched)
    society = lived(16, chosen="elected", stand=-2.0, election_poster=1.0, **HALL)
    voters, won = next((v, w[w >= 0]) for v, w in seen if (w >= 0).any())
    assert len(won) > 2
    week = hall(society).view
    for one in won.tolist():
        assert week.known(voters, np.full(len(voters), one)).any() or one in voters
    assert hall(society).settled > 0
    assert society.services.volunteers.counts(MEMBER)["asked"] == 0, "nobody was asked: they stood"


def test_when_the_term_is_over_the_lot_is_drawn_again_and_the_appointed_stay() -> None:
    stays = {"term": 26, "accept": 1.0, "seats": 7}
    for chosen, least, most in (("appointed", 0.6, 1.0), ("lot", 0.0, 0.3)):
        society = lived(25, chosen=chosen, **{**HALL, **stays})
        before = set(society.residents.identity[members(society)].tolist())
        society.run(8)
        now = set(society.residents.identity[members(society)].tolist())
        assert least <= len(before & now) / len(before) <= most, chosen


# What comes to the hall, and what settles it


def test_both_sides_are_there_when_a_case_is_settled_and_it_costs_money_and_hours(after: Society) -> None:
    found, services = hall(after), after.services
    assert found.settled > 5
    assert found.settled <= found.hearings
    assert found.taken >= found.settled + found.given_up
    assert found.settled_share() == found.settled / (found.settled + found.given_up)
    held = found.hearings + found.one_side
    m = after.measure()
    assert m["origin.council-and-reasoning-hall.hearing"] > 0
    assert services.ledger.spent.sum() == pytest.approx(100 * 100.0 * held)
    assemblies = services.staff.duty_hours[NUMBERS["assemblies"]].sum() - 4.0 * held
    assert 0.0 <= assemblies == pytest.approx(2.0 * round(assemblies / 2.0))
    assert held <= 60


def test_the_hall_settles_what_nobody_else_does() -> None:
    with_, without = lived(52, **HALL), lived(52)
    left = {s: s.services.disputes.measures()["quarrels_open"] for s in (with_, without)}
    assert hall(with_).settled > 5
    assert left[with_] < left[without]


def test_sides_who_do_not_come_are_never_reconciled_and_the_record_hardly_says_so() -> None:
    society = lived(60, **HALL, side_stake=-1.0, visits=False)
    found = hall(society)
    assert found.one_side > 4 * found.hearings
    assert found.given_up > found.settled
    assert found.settled_share() < 0.5
    assert society.services.disputes.recorded[:, 6, 0].sum() < 0.5 * found.given_up
    coming = hall(lived(60, **HALL))
    assert coming.hearings > 2 * found.hearings


def test_a_hall_that_sits_seldom_hears_few_and_leaves_cases_to_others() -> None:
    seldom, often = lived(52, **{**HALL, "sittings_a_year": 4.0}), lived(52, **HALL)
    assert hall(seldom).hearings + hall(seldom).one_side <= 5 < hall(often).hearings
    assert len(hall(seldom).view.disputes.mine("hall").numbers) <= hall(seldom).now.docket


def test_without_evenings_hearings_are_put_off() -> None:
    society = lived(4, **HALL)
    society.residents.free_hours[:] = 0.4
    society.run(12)
    found = hall(society)
    assert found.adjourned > 5
    assert found.hearings == 0


def test_a_neighbour_who_suggests_it_brings_cases_in_which_nobody_had_asked() -> None:
    shy = ANGRY.model_copy(update={"services": ServiceConstants(quarrels=QuarrelConstants(report=0.0, base=-6.0, known=0.0, friendly=0.0))})
    silent, told = (lived(40, constants=shy, suggestion=2.0, suggest=s, **HALL) for s in (False, True))
    assert hall(silent).taken == hall(silent).suggested == silent.services.disputes.asked.sum() == 0
    assert hall(told).suggested == told.services.disputes.asked.sum() > 3
    assert hall(told).settled > 0


def test_neighbours_listen_where_they_are_invited_and_learn_the_reasons() -> None:
    closed, opened = lived(52, **HALL), lived(52, listeners=1.0, **HALL)
    assert hall(closed).listened == 0 < hall(opened).listened
    assert min(hall(s).accepted for s in (closed, opened)) > 3
    assert hall(opened).reason_known() > 0.0


def test_nobody_sits_on_a_case_of_their_own_household(after: Society) -> None:
    week, found = hall(after).view, hall(after)
    post, _, rows = council_seats.seated(week)
    cases = week.disputes.waiting(relation="neighbours")
    assert len(cases.numbers)
    one = cases.take(np.array([0]))
    own = one._replace(a=rows[:1].astype(np.int32))
    bench = bench_of(week, found.now, own)
    flats = week.residents.flat
    assert rows[0] not in bench.row
    assert (flats[bench.row] != flats[rows[0]]).all()
    assert bench.runs.sum() == 1
    assert (bench.post[bench.runs] >= 0).all()
    assert set(bench.post[bench.post >= 0].tolist()) <= set(post.tolist())


def test_each_thing_that_settles_counts_as_its_coefficient_says(after: Society) -> None:
    found, week = hall(after), hall(after).view
    p = CouncilParameters(reason=0.5, common=0.3, in_the_room=0.2, law=0.4, trust=1.0)
    cases = week.disputes.waiting(relation="neighbours").take(np.array([0]))
    a, b = int(cases.a[0]), int(cases.b[0])
    bench = bench_of(week, p, cases)
    lawyers = Bench(np.append(bench.k, 0), np.append(bench.post, -1), np.append(bench.row, int(bench.row[0])), np.append(bench.runs, False))
    nobody, everybody = np.zeros(0, np.int64), np.ones(len(lawyers.k), np.bool_)

    def odds(words: list[int] = [], came: np.ndarray = nobody, **changed: float) -> float:  # noqa: B006
        return log_odds(week, p.model_copy(update=changed), cases, 0, lawyers, everybody, came, words)

    plain = odds(law=0.0)
    assert odds() - plain == pytest.approx(0.4)
    common = common_acquaintances(week, a, b)
    slowly = [i for i in range(week.residents.n) if i not in (a, b) and week.known(np.array([a, b]), np.array([i, i])).all()]
    assert common.tolist() == slowly
    assert odds(law=0.0) - odds(law=0.0, common=0.0) == pytest.approx(0.3 * np.log1p(len(common)))
    assert odds(law=0.0, came=common) - plain == pytest.approx(0.2 * min(len(common), 3))
    words = [after.services.word.new(week._moment, f"test {i}", np.array([a, b])[: 1 + (i > 0)]) for i in range(6)]
    assert odds(words[:1], law=0.0) == plain, "one of the two has never heard it"
    assert odds(words[:3], law=0.0) - plain == pytest.approx(1.0)
    assert odds(words, law=0.0) - plain == pytest.approx(1.5), "more than three change nothing"
    trust = 0.5 * float(week.residents.trust_institutions[[a, b]].sum()) - 0.5
    assert plain - odds(law=0.0, trust=0.0) == pytest.approx(trust, abs=1e-6)
    for word in words:
        after.services.word.forget(word)
    assert found.now.reason == 0.5


# Articles


def test_a_reason_accepted_becomes_an_article_of_the_gate_made_by_those_who_came(after: Society) -> None:
    found, covenant = hall(after), after.services.covenant
    assert found.proposed > 0 < found.official_articles
    assert found.official_articles == covenant.official_articles
    assert found.voters > found.official_articles
    for article in covenant.articles.values():
        assert article.unit == "gate"
        assert article.subject in council_articles.OF_THE_OLD
        gate = slice(*after.places.gate_rows[article.index : article.index + 2])
        assert np.isin(article.makers, after.residents.identity).any()
        code = [kind.name for kind in KINDS].index(article.subject)
        assert (found.words[0, code] >= 0).any(), "a reason on this matter has been accepted"
        assert len(np.intersect1d(article.makers, after.residents.identity[gate])) > 0


def test_who_knows_the_reason_stands_for_the_article(after: Society) -> None:
    """The word is a reason: households that hold it move towards the article."""
    found, week = hall(after), hall(after).view
    matter = "leak"
    row = int(week.places.gate_rows[0])
    p = found.now.model_copy(update={"benefit": 0.0, "burden": 0.0, "article_unit": "building"})
    for article in week.covenant.articles(matter):
        week.covenant.lapse(article.number)
    assert council_articles.propose(week, p, matter, row)
    assert not council_articles.propose(week, p, matter, row), "one waits already"
    number, proposal = council_articles.proposals(week)[-1]
    before = week.deciding.households(number)
    code = [kind.name for kind in KINDS].index(matter)
    knower = int(week.places.flat_rows[before.flats[0]])
    words = np.full_like(found.words, -1)
    words[0, code, 0] = after.services.word.new(week._moment, "test reason", np.array([knower]))
    council_articles._remember(week, number, proposal, words)
    now = week.deciding.reasons(number)
    assert now[0, 0]
    assert week.deciding.households(number).positions[1:].tolist() == before.positions[1:].tolist()
    week.deciding.drop(number)


def test_with_half_of_all_households_as_quorum_no_article_is_ever_adopted() -> None:
    society = lived(40, **HALL, articles_from="hall", quorum=0.9, assembly_poster=0.2, benefit=20000.0)
    found = hall(society)
    assert found.proposed > 0
    assert found.official_articles == 0
    assert found.refused > 0


def test_a_council_of_the_same_few_writes_for_itself_and_hardly_anybody_keeps_it() -> None:
    """The row's own failure: articles on the wall, seven votes, most do not keep them; losers were not heard, and trust falls."""
    calm = Constants()
    society, before = lived(80, constants=calm, accept=1.0, **FAILS), lived(80, constants=calm)
    found, number = hall(society), hall(society).index
    assert found.same_few() == 1.0
    assert found.official_articles >= 2
    assert found.articles_kept() == 0.0
    assert society.measure()["covenant_kept"] < 0.3
    assert found.voters <= 7 * (found.official_articles + found.refused)
    assert found.members_gain() > found.gain_by_articles()
    log = found.view._moment.log
    assert log[number, Experience.PASSED_OVER.number] > 20
    assert society.measure()["trust_institutions"] < before.measure()["trust_institutions"]


def test_the_households_of_a_gate_who_made_their_article_keep_it_more_than_those_who_were_told() -> None:
    calm = Constants()
    same_matter = {"articles_from": "council", "articles_a_year": 24.0, "accept": 1.0, "benefit": 20000.0, "burden": 0.0}
    asked = lived(60, constants=calm, assembly_poster=1.0, assembly_knock=1.0, **same_matter)
    told = lived(60, constants=calm, adopted_by="council", article_unit="compound", **same_matter)
    assert min(hall(s).official_articles for s in (asked, told)) >= 2
    assert asked.measure()["covenant_kept"] > told.measure()["covenant_kept"]


def test_whom_a_matter_bothers_stays_the_same_and_old_households_are_bothered_by_dogs(after: Society) -> None:
    week, p = hall(after).view, CouncilParameters(tilt=4.0)
    flats = np.flatnonzero(np.diff(week.places.flat_rows) > 0)
    found = council_articles.stakes(week, p, "pets", flats)
    rows = week.places.flat_rows
    old = np.array([(week.residents.age[rows[f] : rows[f + 1]] >= 60).all() for f in flats])
    assert found.bothered[old].mean() > found.bothered[~old].mean() + 0.2
    assert found.causes[old].mean() < found.causes[~old].mean()
    again = council_articles.stakes(week, p, "pets", flats[::-1])
    assert (again.gain[::-1] == found.gain).all()
    assert (found.gain == p.benefit * found.bothered - p.burden * found.causes).all()


def test_lawyers_are_looked_for_among_lawyers_only() -> None:
    society = lived(6, **HALL, lawyer=True)
    week, rows = hall(society).view, society.services.volunteers.kinds[LAWYER].row
    assert (rows >= 0).all()
    assert (week.for_life("is a lawyer", society.residents.identity[rows]) < HALL["lawyers"]).all()
    assert lived(6, **HALL).services.volunteers.kinds[LAWYER].row.max() < 0


def test_disputes_with_the_property_company_never_come_to_the_hall() -> None:
    """There is no neighbour to know: they are another kind, and take other roads."""
    services = ServiceConstants(
        disputes=DisputeConstants(company=5.0, company_report=0.5),
        organisations=OrganisationConstants(companies=PropertyConstants(share=1.0)),
    )
    society = lived(20, constants=Constants(trust=TrustConstants(quarrels=0.0), services=services), **HALL)
    disputes = society.services.disputes
    assert disputes.asked[~BETWEEN_NEIGHBOURS].sum() > 20
    assert hall(society).taken == hall(society).hearings == 0
    assert len(hall(society).view.disputes.waiting(relation="company").numbers) > 0
