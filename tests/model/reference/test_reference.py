"""The plain twin: its rules one by one, against closed forms where there are any."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from statistics import mean, pvariance

import numpy as np
import pytest
from linli.model.ground import random as compiled
from linli.model.people.constants import Constants, DecisionConstants, Purpose, PurposeConstants, TieConstants, VisitHours
from linli.model.people.everyday import EVERYDAY, VISIT_ROUNDS, EverydayKind
from linli.model.people.residents import NEVER
from linli.model.reference import Home, Person, RecordedTie, ReferenceCommunity, ReferenceEvent, Tie, measures
from linli.model.reference.circles import circles
from linli.model.reference.draws import Draws, absorb, unit
from linli.model.reference.encounters import affinity, chemistry, hold, homophily, warmth
from linli.model.reference.events import Named, utility
from linli.model.reference.measures import gini
from linli.model.reference.presence import Focus, everyday_foci
from linli.model.reference.ties import acquaintances, share_hours, tie_between
from linli.model.reference.visits import visiting_round


def compound(flats: int = 12, per_flat: int = 1, flats_per_floor: int = 3, floors: int = 2, **values: float) -> tuple[list[Person], list[Home]]:
    """Return some flats, `floors` floors of `flats_per_floor` a gate, each with `per_flat` equal people."""
    homes, people = [], []
    for flat in range(flats):
        landing = flat // flats_per_floor
        gate, level = divmod(landing, floors)
        homes.append(Home(0, 0, 0, gate, landing, level))
        for member in range(per_flat):
            person = Person(identity=(flat << 28) | member, home=flat)
            people.append(replace(person, **values))  # type: ignore[arg-type]
    return people, homes


def community(
    flats: int = 12, per_flat: int = 1, *, constants: Constants | None = None, everyday: dict[str, EverydayKind] | None = None, **values: float
) -> ReferenceCommunity:
    people, homes = compound(flats, per_flat, **values)
    return ReferenceCommunity.from_records(people, homes, constants, everyday if everyday is not None else {}, seed=3)


def pair_focus(c: ReferenceCommunity, i: int, j: int, openness: float = 1.0, round_: int = 0, hours: float = 1.0) -> Focus:
    return Focus("bench", [c.residents[i], c.residents[j]], hours, openness, round_)


def test_draws_are_those_of_the_compiled_function() -> None:
    key = np.uint64(7)
    for number in (0, 1, 12345, 2**63 + 5, 2**64 - 1):
        plain = absorb(int(key), number)
        assert plain == int(compiled.absorb_many(key, np.array(number, np.uint64)))
        assert unit(plain) == float(compiled.uniform(np.uint64(plain)))
        key = np.uint64(plain)
    entities = np.array([3, 2**60 + 1])
    expected = compiled.draw(42, "some stream", -5, entities, 2)
    draws = Draws(42)
    assert [draws.uniform("some stream", -5, int(e), 2) for e in entities] == expected.tolist()


def test_a_kind_of_the_past_is_lived_in_the_first_years_and_before_the_scenario() -> None:
    """Chance 1: all twelve are there, or the kind does not take place."""
    school = EverydayKind(scope="compound", size=12, rounds=(1,), chance=dict.fromkeys(("retired", "carer", "owner", "renter", "student"), 1.0), past=1.0)  # type: ignore[arg-type]
    for begins, lived in ((104, [0, 30, 51]), (26, [0]), (0, [])):
        c = community(everyday={"school": school})
        c.begins = begins
        found = []
        for c.week in (0, 30, 51, 52, 103, 104):
            if everyday_foci(c, 1, set()):
                found.append(c.week)
        assert found == lived


def test_lone_tie_fades_by_half_in_one_half_life() -> None:
    c = community(constants=Constants(ties=TieConstants(half_life=70.0, slow_half_life=700.0)))
    i, j = c.residents[:2]
    share_hours(i, j, 8.0, "bench", c)
    tie = tie_between(i, j)
    assert tie is not None
    assert tie.closeness_at(10, c.constants.ties) == pytest.approx(4.0)
    assert tie.slow_at(100, c.constants.ties) == pytest.approx(4.0)
    c.week = 20
    share_hours(i, j, 1.0, "lift", c)
    assert (tie.closeness, tie.slow) == (pytest.approx(3.0), pytest.approx(8.0 * 0.5**0.2 + 1.0))
    assert tie.origin == "bench"


def test_two_people_alone_talk_as_often_as_the_closed_form() -> None:
    people, homes = compound(flats=2)
    people = [replace(people[0], sociability=1.4, education=3), replace(people[1], sociability=0.7)]
    c = ReferenceCommunity.from_records(people, homes, everyday={}, seed=11)
    i, j = c.residents
    t, h, o = c.constants.ties, 1.5, 0.5
    w = chemistry(i, j, c) * math.exp(t.beta * (3 - 2)) * o
    expected = sum(t.kappa * h * a.sociability * w * b.sociability / (t.w0 + w * b.sociability) for a, b in ((i, j), (j, i)))
    counts = []
    weeks = 6000
    for c.week in range(weeks):
        c.talks = 0
        i.ties.clear()
        j.ties.clear()
        hold(pair_focus(c, 0, 1, o, hours=h), c)
        counts.append(c.talks)
        tie = tie_between(i, j)
        assert (0.0 if tie is None else tie.slow) == pytest.approx(t.tau * c.talks)
    assert abs(mean(counts) - expected) < 4.0 * math.sqrt(expected / weeks)
    assert pvariance(counts) == pytest.approx(expected, rel=0.1)


def test_closeness_and_recognition_draw_attention() -> None:
    c = community(flats=2)
    i, j = c.residents
    t, o, weeks = c.constants.ties, 0.1, 3000
    i.ties[j] = j.ties[i] = tie = Tie(10.0, 10.0, 0, "bench")
    w = affinity(i, j, c) * (1.0 + t.rho * 10.0 / 10.0)
    expected = 2.0 * t.kappa * w / (t.w0 + w)
    total = 0
    for c.week in range(weeks):
        tie.closeness = tie.slow = 10.0
        tie.last = c.week
        c.talks = 0
        hold(pair_focus(c, 0, 1, o), c)
        total += c.talks
    assert abs(total / weeks - expected) < 4.0 * math.sqrt(expected / weeks)


@pytest.mark.parametrize("liking", [0.0, 4.0])
def test_an_hour_makes_closeness_by_the_affinity_of_the_pair(liking: float) -> None:
    c = community(flats=2, constants=Constants(ties=TieConstants(liking=liking)))
    i, j = c.residents
    x = affinity(i, j, c)
    assert warmth(i, j, c) == pytest.approx((1.0 + liking) * x / (x + liking))
    for c.week in range(20):
        i.ties.clear()
        j.ties.clear()
        hold(pair_focus(c, 0, 1, hours=9.0), c)
        tie = tie_between(i, j)
        assert tie is None or tie.closeness == pytest.approx(warmth(i, j, c) * tie.slow)
    assert c.talks > 0


def test_a_ring_of_pair_foci_matches_its_closed_form() -> None:
    n, weeks = 600, 20
    c = community(flats=n, constants=Constants(ties=TieConstants(rho=0.0, sigma_q=0.0, beta=0.0)))
    for _ in range(weeks):
        for first in (0, 1):
            for i in range(first, n, 2):
                hold(pair_focus(c, i, (i + 1) % n, round_=first, hours=0.2), c)
        c.week += 1
    t = c.constants.ties
    rate = 2.0 * t.kappa * 0.2 / (t.w0 + 1.0)
    ties = [tie_between(c.residents[i], c.residents[(i + 1) % n]) for i in range(n)]
    met = 1.0 - math.exp(-rate * weeks)
    assert abs(sum(tie is not None for tie in ties) / n - met) < 4.0 * math.sqrt(met * (1.0 - met) / n)
    left = [0.5 ** (7.0 * (weeks - 1 - week) / t.half_life) for week in range(weeks)]
    expected, spread = rate * t.tau * sum(left), math.sqrt(rate * sum(x * x for x in left)) * t.tau
    closeness = mean(0.0 if tie is None else tie.closeness_at(weeks - 1, t) for tie in ties)
    assert abs(closeness - expected) < 4.0 * spread / math.sqrt(n)
    assert all(set(i.ties) <= {c.residents[i.bed - 1], c.residents[(i.bed + 1) % n]} for i in c.residents)


def test_chemistry_is_log_normal_and_the_same_for_life_and_both_ways() -> None:
    c = community(flats=70)
    logs = [math.log(chemistry(i, j, c)) for i in c.residents for j in c.residents if i.bed < j.bed]
    sigma = c.constants.ties.sigma_q
    assert abs(mean(logs)) < 4.0 * sigma / math.sqrt(len(logs))
    assert math.sqrt(pvariance(logs)) == pytest.approx(sigma, rel=0.06)
    i, j = c.residents[:2]
    assert chemistry(i, j, c) == chemistry(j, i, c)
    assert homophily(i, j, 0.92) == pytest.approx(math.exp(2 * 0.92))


@pytest.mark.parametrize("sharing", [1.0, 0.0])
def test_attention_is_finite_in_a_crowd_of_40_if_it_is_shared(sharing: float) -> None:
    c = community(flats=40, constants=Constants(ties=TieConstants(sigma_q=0.0, beta=0.0, rho=0.0, sharing=sharing)))
    t = c.constants.ties
    total, weeks = 0, 40
    for c.week in range(weeks):
        c.talks = 0
        for i in c.residents:
            i.ties.clear()
        hold(Focus("class", list(c.residents), 1.0, 1.0, 0), c)
        total += c.talks
    expected = t.kappa * 39.0 / (t.w0 + (39.0 if sharing else 1.0))
    assert abs(total / weeks / 40 - expected) < 4.0 * math.sqrt(expected / (weeks * 40))


def test_people_of_one_household_make_no_tie() -> None:
    c = community(flats=2, per_flat=3)
    for c.week in range(40):
        hold(Focus("bench", list(c.residents), 3.0, 1.0, 0), c)
    assert any(i.ties for i in c.residents)
    assert all(i.home is not j.home for i in c.residents for j in i.ties)


def test_tie_of_a_moved_out_person_is_invalid() -> None:
    c = community(constants=Constants(visits=VisitHours(owner=0.0)))
    i, j = c.residents[0], c.residents[1]
    share_hours(i, j, 20.0, "bench", c)
    c.owner_moves = 1.0 - 1e-12
    for _ in range(30):
        c.step()
        if not j.lives_here and i.lives_here:
            break
    newcomer = c.residents[j.bed]
    assert newcomer is not j
    assert newcomer.home is j.home
    assert newcomer.identity != j.identity
    assert newcomer.person.arrival == c.week - 1
    assert tie_between(i, j) is None
    assert tie_between(i, newcomer) is None
    assert acquaintances(i, c) == []
    assert measures(c)["recognised"] == 0.0
    assert len(c.agents) == len(c.residents)


def test_households_move_at_the_hazard_of_their_tenure() -> None:
    people, homes = compound(flats=800)
    people = [replace(p, tenure=p.home % 2) for p in people]
    c = ReferenceCommunity.from_records(people, homes, everyday={}, seed=5)
    for _ in range(26):
        c.step()
    for tenure, yearly in ((0, 0.05), (1, 0.25)):
        now = [i for i in c.residents if i.person.tenure == tenure]
        replaced = sum(i.person.arrival > 0 or i.identity != people[i.bed].identity for i in now) / len(now)
        expected = 1.0 - (1.0 - yearly) ** 0.5
        assert abs(replaced - expected) < 4.0 * math.sqrt(expected / len(now))


def test_no_acquaintance_is_evicted_and_a_forgotten_side_comes_back() -> None:
    c = community(flats=12, constants=Constants(ties=TieConstants(slots=8)))
    i, *others = c.residents
    for j in others[:7]:
        share_hours(i, j, 5.0, "bench", c)
    face, newcomer, late = others[7:10]
    share_hours(i, face, 1.0, "lift", c)
    share_hours(i, newcomer, 4.0, "bench", c)
    assert face not in i.ties
    assert newcomer in i.ties
    assert c.forgotten == 1
    assert i in face.ties
    share_hours(i, late, 1.0, "bench", c)
    assert late not in i.ties
    assert i in late.ties
    assert c.refused == 1
    assert set(others[:7]) <= set(i.ties)
    del i.ties[newcomer]
    share_hours(i, face, 0.5, "bench", c)
    assert i.ties[face].slow == pytest.approx(1.5)
    assert i.ties[face].origin == "lift"


def ordinary() -> ReferenceCommunity:
    """Return 216 people of all situations who have lived one month by all everyday kinds."""
    people, homes = compound(flats=108, per_flat=2, flats_per_floor=3, floors=6)
    people = [replace(p, situation=(p.home + p.identity % 2) % 5, tenure=int(p.home % 4 == 0)) for p in people]
    c = ReferenceCommunity.from_records(people, homes, everyday=EVERYDAY, seed=2)
    for _ in range(4):
        c.step()
    return c


def test_nobody_is_in_two_foci_in_a_round() -> None:
    c = ordinary()
    for i in c.residents[:20]:
        i.groups["born"] = 0
    away = set(c.residents[:30])
    kinds = set()
    for round_ in (r for r in range(13) if r not in VISIT_ROUNDS):
        foci = everyday_foci(c, round_, set(away))
        present = [i for focus in foci for i in focus.people]
        assert len(present) == len(set(present))
        assert not away & set(present)
        assert all(len(focus.people) >= 2 for focus in foci)
        for focus in foci:
            kinds.add(focus.kind)
            if focus.kind == "landing":
                assert len({i.home.landing for i in focus.people}) == 1
                assert len(focus.people) == 2
            if focus.kind == "floors":
                levels = [i.home.level for i in focus.people]
                assert len({i.home.gate for i in focus.people}) == 1
                assert max(levels) - min(levels) <= 2
    assert set(EVERYDAY) <= kinds


def test_a_pair_is_of_two_households_where_possible() -> None:
    c = ordinary()
    mixed = alone = 0
    for c.week in range(4, 30):
        for focus in everyday_foci(c, 0, set()):
            same = focus.people[0].home is focus.people[1].home
            alone, mixed = alone + same, mixed + (not same)
    assert mixed > 10 * alone


def test_habitual_groups_have_the_stated_size_and_lie_near() -> None:
    people, homes = compound(flats=1200, flats_per_floor=4, floors=5)
    yard = {"yard": EVERYDAY["yard"]}
    c = ReferenceCommunity.from_records(people, homes, everyday=yard, seed=4)
    assert c.group_count["yard", 0] == round(1200 * 0.8 / 10)
    members = [i for i in c.residents if "yard" in i.groups]
    assert abs(len(members) / 1200 - 0.8) < 4.0 * math.sqrt(0.8 * 0.2 / 1200)
    distances = [abs(i.groups["yard"] * 60 / c.group_count["yard", 0] - i.home.gate) for i in members]
    near = sum(d <= 2 for d in distances) / len(distances)
    assert 0.75 < near < 0.85


@pytest.mark.parametrize("crowd", [65, 73, 85, 100])
def test_circles_seat_everybody_once_and_nobody_alone(crowd: int) -> None:
    c = community(flats=crowd)
    share_hours(c.residents[0], c.residents[40], 9.0, "bench", c)
    seated = circles(list(c.residents), 11, c)
    assert sorted(i.bed for circle in seated for i in circle) == list(range(crowd))
    assert all(len(circle) == 12 for circle in seated[:-1])
    assert 2 <= len(seated[-1]) <= 13


def test_visits_match_their_closed_form_and_their_budget() -> None:
    c = community(flats=2, constants=Constants(visits=VisitHours(retired=5.0), ties=TieConstants(half_life=2000.0)))
    i, j = c.residents
    held, weeks, s = {7: 0, 12: 0}, 1500, 40.0
    for c.week in range(weeks):
        i.ties[j] = j.ties[i] = Tie(s, s, c.week, "bench")
        c.agents.do("begin_week")
        assert i.visits_left == 2
        for round_ in held:
            i.ties[j].closeness = s
            held[round_] += len(visiting_round(c, round_, set()))
    v = s**2 * homophily(i, j, c.constants.ties.beta)
    p = v / (c.constants.ties.s0**2 + v)
    for round_, chance in ((7, 1.0 - (1.0 - p / 2.0) ** 2), (12, 1.0 - (1.0 - p) ** 2)):
        assert abs(held[round_] / weeks - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / weeks)
    i.visits_left = 0
    assert visiting_round(c, 12, set()) == []
    assert visiting_round(c, 12, {j}) == []


def test_a_third_joins_a_visit_and_all_three_pairs_gain() -> None:
    c = community(flats=3, constants=Constants(visits=VisitHours(retired=5.0), ties=TieConstants(s0=1.0, p_join=1.0, liking=0.0)))
    i, j, k = c.residents
    share_hours(i, j, 100.0, "bench", c)
    share_hours(i, k, 100.0, "bench", c)
    c.agents.do("begin_week")
    k.visits_left = j.visits_left = 0
    assert visiting_round(c, 12, set()) == []
    j.visits_left = 1
    assert [set(party) for party in visiting_round(c, 12, set())] == [{i, j}]
    share_hours(j, k, 2.0, "lift", c)
    i.visits_left = j.visits_left = k.visits_left = 1
    assert [set(party) for party in visiting_round(c, 12, set())] == [{i, j, k}]
    tie = tie_between(j, k)
    assert tie is not None
    assert tie.origin == "lift"
    assert tie.closeness == 4.5
    assert i.visits_left == j.visits_left == k.visits_left == 0


def event(**values: object) -> ReferenceEvent:
    return ReferenceEvent(**{"identity": 77, "audience": range(0, 12), **values})  # type: ignore[arg-type]


def with_plan(c: ReferenceCommunity, plan: Callable[[int], list[ReferenceEvent]]) -> ReferenceCommunity:
    c.plan = plan
    return c


EAGER = Constants(decision=DecisionConstants(base=6.0))


def test_capacity_is_respected_and_the_organiser_has_the_first_place() -> None:
    c = with_plan(community(constants=EAGER), lambda week: [event(identity=week, knock=1.0, capacity=5, organiser=3), event(identity=week, knock=1.0, round=5)])
    for _ in range(10):
        c.step()
        full, roomy = c.events
        assert len(full.came) == 5
        assert full.wanted > 5
        assert full.heard == 12
        assert c.residents[3] in full.came
        assert len(roomy.came) == roomy.wanted > 5
    assert all(i.times_came <= 20 and 0.0 <= i.habit <= 1.0 for i in c.residents)


def test_one_round_one_event() -> None:
    c = with_plan(community(constants=EAGER), lambda week: [event(identity=2 * week + n, knock=1.0) for n in range(2)])
    c.step()
    first, second = c.events
    assert first.came
    assert not set(first.came) & set(second.came)
    assert second.heard == 12 - len(first.came)


def test_an_event_for_persons_named_is_for_nobody_else() -> None:
    named = {bed: Named(summoned=True) for bed in (1, 4, 7)}
    c = with_plan(community(constants=EAGER), lambda week: [event(identity=week, capacity=12, named=named, listed=True)])
    c.step()
    assert c.events[0].heard == 3
    assert {i.bed for i in c.events[0].came} <= set(named)


def test_who_runs_an_event_is_there_and_who_is_invited_counts_as_asked() -> None:
    named = {3: Named(runs=True), 5: Named(invited=True)}
    c = with_plan(community(), lambda week: [event(identity=week, capacity=12, named=named)])
    c.step()
    assert 3 in {i.bed for i in c.events[0].came}
    assert c.events[0].heard == 2


def test_who_is_on_an_errand_is_there_and_has_come_to_nothing() -> None:
    c = with_plan(community(), lambda week: [event(identity=week, capacity=12, named={3: Named(errand=True), 5: Named(runs=True)}, listed=True)])
    before = [(i.habit, i.last_came, i.times_came) for i in c.residents]
    c.step()
    assert {i.bed for i in c.events[0].came} == {3, 5}
    after = [(i.habit, i.last_came, i.times_came) for i in c.residents]
    assert [bed for bed, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [5]
    assert not c.residents[3].came_to


def test_who_writes_online_is_where_they_would_be_and_has_come_to_nothing() -> None:
    def plan(week: int) -> list[ReferenceEvent]:
        return [event(identity=10 * week + k, capacity=12, purpose=purpose, poster=1.0, round=5) for k, purpose in enumerate(("online", "come"))]

    eager = Constants(decision=DecisionConstants(base=6.0), purposes=PurposeConstants(online=Purpose(base=6.0)))
    c = with_plan(community(constants=eager), plan)
    before = [(i.habit, i.last_came) for i in c.residents]
    c.step()
    online, there = ({i.bed for i in found.came} for found in c.events)
    assert online & there
    changed = {bed for bed, (old, i) in enumerate(zip(before, c.residents, strict=True)) if old != (i.habit, i.last_came)}
    assert changed == there
    c = with_plan(community(constants=eager), lambda week: plan(week)[:1])
    c.step()
    assert c.events[0].came
    assert all(i.last_came == NEVER and i.times_came == 0 for i in c.residents)


def test_a_stake_and_a_purpose_count_as_the_rules_say() -> None:
    c = community()
    i = c.residents[0]
    plain, staked = event(), event(named={0: Named(stake=0.5, summoned=True)})
    d = c.constants.decision
    assert utility(i, staked, False, False, 0, c) - utility(i, plain, False, False, 0, c) == pytest.approx(0.5 * d.stake + d.summoned)
    vote = utility(i, event(purpose="vote"), False, False, 0, c) - utility(i, plain, False, False, 0, c)
    w = c.constants.purposes.vote
    interest = i.person.interests[plain.topic] - 0.5
    far = math.hypot(i.home.x - plain.x, i.home.y - plain.y) / 100.0
    skill = w.digital * (i.person.digital - 0.5)
    expected = w.base - d.base + (w.interest - d.interest) * interest + (w.civic - d.civic) * i.person.civic - (w.distance - d.distance) * far + skill
    assert vote == pytest.approx(expected)


def test_people_come_as_often_as_the_logit_says() -> None:
    c = with_plan(community(flats=400, civic=1.0), lambda week: [event(audience=range(400), knock=1.0, capacity=400, yuan=20.0, x=100.0, quality=0.9)])
    i = c.residents[0]
    d = c.constants.decision
    u = d.base + d.knocked - d.distance + d.quality * 0.4 + d.incentive * math.log(3.0) + d.civic
    assert utility(i, event(yuan=20.0, x=100.0, quality=0.9), False, True, 0, c) == pytest.approx(u)
    p = 1.0 / (1.0 + math.exp(-u))
    c.step()
    assert c.events[0].heard == 400
    assert c.events[0].first_times == len(c.events[0].came)
    assert abs(len(c.events[0].came) / 400 - p) < 4.0 * math.sqrt(p * (1.0 - p) / 400)
    assert i.fatigue == {"event": pytest.approx(0.5**0.25)}


def test_word_reaches_by_chat_by_poster_and_by_acquaintances_only() -> None:
    silent = with_plan(community(flats=400), lambda week: [event(audience=range(400))])
    silent.step()
    assert silent.events[0].heard == 0
    reached = with_plan(community(flats=400, digital=0.5), lambda week: [event(audience=range(400), chat=0.6)])
    reached.step()
    assert abs(reached.events[0].heard / 400 - 0.3) < 4.0 * math.sqrt(0.21 / 400)
    asking = with_plan(community(flats=400, constants=EAGER), lambda week: [event(audience=range(399), identity=week, capacity=400)])
    host, outsider = asking.residents[0], asking.residents[399]
    host.last_came, host.came_to = 0, {"event": 0}
    for j in asking.residents[1:40]:
        asking.week = 0
        share_hours(host, j, 20.0, "bench", asking)
    share_hours(host, outsider, 20.0, "bench", asking)
    asking.step()
    heard = asking.events[0].heard
    assert abs(heard / 39 - 0.15) < 4.0 * math.sqrt(0.15 * 0.85 / 39)
    assert heard > 0
    assert {i for i in asking.residents if i.fatigue} <= set(host.ties) - {outsider}


def test_attendance_leaves_the_everyday_focus_and_makes_ties_of_its_own_kind() -> None:
    bench = {"bench": EverydayKind(scope="compound", size=64, hours=3.0, rounds=(11,), openness=1.0, chance={"retired": 1.0})}
    c = with_plan(community(constants=EAGER, everyday=bench), lambda week: [event(identity=week, knock=1.0, capacity=6, round=11)])
    c.step()
    came = set(c.events[0].came)
    assert len(came) == 6
    assert c.talks > 0
    for i in c.residents:
        assert all(tie.origin == ("event" if i in came else "bench") and (j in came) == (i in came) for j, tie in i.ties.items())


def test_habits_are_born_among_those_who_meet_again_and_end() -> None:
    sure = Constants(decision=DecisionConstants(base=6.0, habit_chance=1.0, habit_hours=0.0, habit_leave=0.1), ties=TieConstants(kappa=5.0))
    c = with_plan(community(constants=sure), lambda week: [event(identity=week, knock=1.0)] if week < 10 else [])
    for _ in range(10):
        c.step()
    sizes = [sum(i.groups.get("born") == g for i in c.residents) for g in range(c.next_born_group)]
    assert sum(sizes) > 0
    assert max(sizes) <= 10
    assert any(focus.kind == "born" for focus in everyday_foci(c, 6, set()))
    for _ in range(60):
        c.step()
    assert sum("born" in i.groups for i in c.residents) <= 1


def test_recorded_ties_and_groups_are_kept() -> None:
    people, homes = compound()
    people[0] = replace(people[0], groups={"yard": 4})
    ties = [RecordedTie(0, 1, 5.0, 6.0, 9, "yard"), RecordedTie(1, 0, 5.0, 6.0, 9, "yard"), RecordedTie(2, 0, 1.0, 4.0, 9, "lift")]
    c = ReferenceCommunity.from_records(people, homes, everyday={"yard": EVERYDAY["yard"]}, seed=1, ties=ties, week=10)
    assert c.residents[0].groups == {"yard": 4}
    assert c.group_count["yard", 0] == 5
    assert c.residents[0].ties[c.residents[1]] is c.residents[1].ties[c.residents[0]]
    now = measures(c)
    assert now["acquaintances"] == pytest.approx(2 * 2 / 12)
    assert now["origin.lift"] == 0.5
    assert now["none"] == pytest.approx(9 / 12)
    assert now["strangers"] == 1.0


def test_measures_count_what_is_there() -> None:
    c = community(flats=12, constants=Constants(ties=TieConstants(friendly=8.0)))
    r = c.residents
    for a, b in ((0, 1), (1, 2), (0, 2), (2, 3)):
        share_hours(r[a], r[b], 9.0, "bench", c)
    share_hours(r[0], r[11], 1.0, "lift", c)
    c.week = 1
    now = measures(c)
    assert now["acquaintances"] == now["friendly"] == pytest.approx(8 / 12)
    assert now["recognised"] == pytest.approx(10 / 12)
    assert now["friend"] == 0.0
    assert now["transitivity"] == pytest.approx(3 / 5)
    assert now["gate_density"] == pytest.approx(4 / (2 * 15))
    assert now["strangers"] == pytest.approx(11 / 12)
    assert now["none"] == pytest.approx(8 / 12)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert gini([2, 2, 2]) == pytest.approx(0.0)
    assert gini([0, 0]) == 0.0


def test_one_seed_one_history() -> None:
    first, second = measures(ordinary()), measures(ordinary())
    assert first == second
    assert first["talks"] > 1.0
