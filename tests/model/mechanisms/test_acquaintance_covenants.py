"""Acquaintance covenants: how long newcomers wait, who is welcomed and who comes, who makes articles, and how it fails."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.mechanisms.acquaintance_covenants.articles import SUBJECTS
from linli.model.mechanisms.acquaintance_covenants.company import EXCHANGE, HOST
from linli.model.mechanisms.acquaintance_covenants.newcomers import LEVELS, MONTH, STEPS, WHO
from linli.model.mechanisms.acquaintance_covenants.parameters import LEVERS, CovenantsParameters
from linli.model.mechanisms.acquaintance_covenants.row import AcquaintanceCovenants
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.society.society import Society
from linli.scenarios.loader import load

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
YOUNG = PopulationParameters(renters=0.4, migrants_owners=0.55, migrants_renters=0.68, moves_owners=0.3, moves_renters=0.6)
"""So many move that a small compound shows in months what takes a city years."""
READY: dict[str, Any] = {"welcome_accept": 4.0, "table_accept": 4.0, "exchange_begin": -1.0, "exchange_notice": 1.0}
"""Whoever is asked says yes."""


def grown(weeks: int = 0, seed: int = 3, population: PopulationParameters = YOUNG, **levers: Any) -> Society:
    chosen: dict[str, Any] = {"acquaintance-covenants": CovenantsParameters(**levers), "ordinary-life": OrdinaryLifeParameters()}
    society = Society(neighbourhood=SMALL, population=population, mechanisms=chosen, seed=seed)
    society.run(weeks)
    return society


def mechanism(society: Society) -> AcquaintanceCovenants:
    return next(found for found in society.programme.mechanisms if isinstance(found, AcquaintanceCovenants))


def known(society: Society) -> np.ndarray:
    return mechanism(society).view.acquaintances(np.arange(society.residents.n))


def test_levers_off_are_the_defaults_and_newcomers_are_counted_without_a_trace(same: Callable[..., None]) -> None:
    plain = CovenantsParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS
    with_, alone = grown(30), grown(30, on=False)
    assert mechanism(with_).waited.sum() > 50
    same(with_, alone)


# Newcomers


def test_curves_are_those_of_everybody_followed_by_hand() -> None:
    society = grown(days_a_year=26.0)
    waited, found = np.zeros((len(LEVELS), len(WHO), STEPS), np.int64), np.zeros((len(LEVELS), len(WHO), STEPS), np.int64)
    done: set[tuple[int, int]] = set()
    counts: list[np.ndarray] = []

    def after(_: str, call: Callable[[Any], None]) -> Callable[[Any], None]:
        def phase(week: Any) -> None:
            if call.__name__ == "account":
                counts.append(week.acquaintances(np.arange(week.residents.n)))
            call(week)

        return phase

    society.programme.around("acquaintance-covenants", after)
    for week in range(40):
        society.step()
        r = society.residents
        for row in np.flatnonzero(r.arrival >= 0).tolist():
            lived = week + 1 - int(r.arrival[row])
            if lived % MONTH:
                continue
            for number, level in enumerate(LEVELS):
                who = (number, int(r.identity[row]))
                if who not in done:
                    place = number, int(r.registration[row]), lived // MONTH - 1
                    waited[place] += 1
                    if counts[-1][row] >= level.many:
                        found[place] += 1
                        done.add(who)
    assert waited[0].sum() > 200
    assert 0 < found[1].sum() < found[0].sum()
    assert np.array_equal(mechanism(society).waited, waited)
    assert np.array_equal(mechanism(society).found, found)


def test_a_curve_is_the_product_of_those_who_go_on_waiting() -> None:
    m = mechanism(grown())
    m.followed = 40
    m.waited[0, 0, :5], m.found[0, 0, :5] = (50, 40, 20, 10, 4), (10, 20, 0, 5, 1)
    m.waited[0, 1, :2], m.found[0, 1, :2] = (20, 5), (15, 5)
    assert m.left(0, 0)[:4] == pytest.approx([0.8, 0.4, 0.4, 0.2])
    assert np.isnan(m.left(0, 0)[4]), "of four no share is told"
    assert m.left(0, 1)[:10] == pytest.approx([0.25, *[0.0] * 9])
    assert np.isnan(m.left(0, 1)[10]), "nobody has been here for so long"
    assert m.left(0, 2)[0] == pytest.approx(45.0 / 70.0)
    assert m.measures()["acquaintance-covenants.first_locals_012"] == pytest.approx(0.4)
    m.followed = 60
    assert m.stranger_year_migrants() == pytest.approx(1.25 / 13.0)
    assert np.isnan(m.stranger_year_locals())


def test_segregation_is_that_of_all_pairs() -> None:
    society = grown(30)
    m, r = mechanism(society), society.residents
    one, other = (a.ravel() for a in np.meshgrid(np.arange(r.n), np.arange(r.n), indexing="ij"))
    pairs = m.view.known(one, other) & (one != other)
    across = r.registration[one] != r.registration[other]
    expected = across[one != other].mean()
    # Of a pair one side may have forgotten what the other keeps: the measure reads each one's own side.
    assert m.segregation() == pytest.approx(1.0 - across[pairs].mean() / expected, abs=0.02)
    assert 0.0 < m.segregation() < 1.0


# Welcome


def test_welcomed_newcomers_are_strangers_for_less_long() -> None:
    before, after = grown(60), grown(60, welcome=True, welcome_hears=1.0, welcome_hours=3.0, **READY)
    assert mechanism(after).welcomed > 15
    assert mechanism(after).official_welcomed >= mechanism(after).welcomed
    assert mechanism(after).stranger_year() < mechanism(before).stranger_year() - 0.03
    assert float(after.measure()["yuan"]) > float(before.measure()["yuan"])


def test_only_those_who_have_bought_are_welcomed_where_it_says_so() -> None:
    renters = YOUNG.model_copy(update={"renters": 1.0})
    all_, owners = (mechanism(grown(20, population=renters, welcome=True, welcome_whom=whom, **READY)) for whom in ("all", "owners"))
    assert all_.official_welcomed > 5
    assert owners.official_welcomed == 0


def test_who_was_welcomed_or_is_new_no_more_is_not_visited_again() -> None:
    society = grown(20, welcome=True, welcome_hears=1.0, welcome_within=6, **READY)
    m, r = mechanism(society), society.residents
    first = society.places.flat_rows[np.flatnonzero(m.new)]
    assert (society.week - r.arrival[first] <= 8).all()
    assert m.welcomed > 5
    late = mechanism(grown(20, welcome=True, welcome_hears=0.0, **READY))
    assert late.official_welcomed == 0


def test_where_nobody_says_yes_nothing_is_held() -> None:
    after = mechanism(grown(30, welcome=True, tables_a_year=12.0, covenant="company", welcome_accept=-10.0, table_accept=-10.0))
    assert after.tables_due > 0
    assert after.tables == after.welcomed == after.articles_made == 0


def test_a_covenant_to_be_made_in_company_is_nothing_where_there_is_no_company(same: Callable[..., None]) -> None:
    """The policy is there, and nobody's life differs."""
    before, after = grown(30), grown(30, covenant="company")
    same(before, after)


# Company


def test_days_cost_hours_and_money_and_doors_cost_more() -> None:
    # Few hours, so that nothing else of the committee has to wait for them.
    none, some, doors = grown(26), grown(26, days_a_year=8.0, day_staff=4.0), grown(26, days_a_year=8.0, day_staff=4.0, day_knock=0.5)
    hours = [float(s.measure()["staff_hours"]) for s in (none, some, doors)]
    held = mechanism(some).days
    assert held == mechanism(doors).days == 4
    flats = int((np.diff(some.places.flat_rows) > 0).sum())
    assert hours[1] - hours[0] == pytest.approx(4.0 * held, abs=1.0)
    assert hours[2] - hours[1] == pytest.approx(0.5 * flats / 12.0 * held, rel=0.05)
    assert mechanism(doors).at_days > mechanism(some).at_days
    assert mechanism(some).official_at_days >= mechanism(some).at_days > 0
    assert float(some.measure()["yuan"]) - float(none.measure()["yuan"]) == pytest.approx(3000.0 * held)


def test_days_that_are_announced_and_called_off_do_harm() -> None:
    """More is announced than the staff can hold: nobody meets, and people think less of those who promised it."""
    before, after = grown(26), grown(26, days_a_year=26.0, day_staff=400.0)
    assert mechanism(after).days_off > 5
    assert mechanism(after).days == mechanism(after).person_times == 0
    assert float(after.measure()["trust_institutions"]) < float(before.measure()["trust_institutions"]) - 0.005
    assert float(after.measure()["acquaintances"]) == float(before.measure()["acquaintances"])


def test_newcomers_who_are_invited_by_name_sit_at_tables() -> None:
    asked, left = (mechanism(grown(40, tables_a_year=26.0, table_invites=n, table_knock=0.0, table_poster=0.1, **READY)) for n in (6, 0))
    assert asked.tables > 20
    assert asked.by_newcomers / asked.person_times > left.by_newcomers / left.person_times + 0.1


def test_tables_need_a_host_and_a_host_does_the_work() -> None:
    society = grown(30, tables_a_year=26.0, **READY)
    m = mechanism(society)
    assert 0 < m.tables <= m.tables_due
    assert (m.view.volunteers.table(HOST)["strain"] > 0.0).any()


def test_as_many_groups_as_are_offered_a_room_and_none_after_the_policy() -> None:
    society = grown(30, exchanges=2, end_week=30, **READY)
    m = mechanism(society)
    assert m.groups() == 2
    assert m.lessons > 10
    assert (society.residents.talent_known[m.view.organisations.table(m.view.organisations.mine(EXCHANGE))["organiser"]]).all()
    society.run(2)
    assert m.groups() == 0


def test_by_mouth_come_those_who_know_people() -> None:
    """The failure of the row: the same days and tables, and the newcomers and strangers are not there."""
    settled = YOUNG.model_copy(update={"moves_owners": 0.1, "moves_renters": 0.3})
    company: dict[str, Any] = {"days_a_year": 12.0, "tables_a_year": 26.0, "start_week": 40, **READY}
    door, mouth = (mechanism(grown(90, population=settled, word=word, **company)) for word in ("door", "mouth"))
    assert mouth.person_times > 50
    assert mouth.strangers_came() < door.strangers_came() - 0.05
    assert mouth.by_newcomers / mouth.person_times < door.by_newcomers / door.person_times


# Covenant


def test_hung_up_it_hangs_everywhere_and_nobody_made_it() -> None:
    society = grown(20, covenant="posted")
    m = mechanism(society)
    assert m.articles_posted == len(SUBJECTS) * (len(society.places.building_rows) - 1)
    assert m.makers == 0 < m.official_signed
    assert m.kept() < 0.2


def test_articles_made_at_talks_are_kept_better_than_those_hung_up() -> None:
    posted, made = (mechanism(grown(26, covenant=how, talks_a_year=13.0, talk_knock=1.0)) for how in ("posted", "talks"))
    assert made.articles_made > 2
    assert 0 < made.makers < made.official_signed
    assert made.kept() > posted.kept() + 0.02


def test_no_company_no_article_and_few_make_none() -> None:
    alone = mechanism(grown(30, covenant="company"))
    few = mechanism(grown(30, covenant="company", tables_a_year=26.0, covenant_least=50, **READY))
    some = mechanism(grown(30, covenant="company", tables_a_year=26.0, covenant_least=2, **READY))
    assert few.tables > 10
    assert alone.articles_made == few.articles_made == 0 < some.articles_made


def test_an_article_of_the_settled_is_made_by_them_alone_and_binds_all() -> None:
    society = grown(covenant="talks", covenant_by="settled", talks_a_year=26.0, talk_knock=1.0, covenant_least=1)
    for _ in range(20):
        society.step()
        r = society.residents
        settled = set(r.identity[(r.tenure == 0) & (society.week - r.arrival >= 260)].tolist())
        for article in mechanism(society).view.covenant.articles():
            if article.since == society.week - 1:
                assert settled.issuperset(article.makers.tolist())
    m = mechanism(society)
    assert m.articles_made > 0
    bound = np.concatenate([m.view.covenant.bound(a.number) for a in m.view.covenant.articles()])
    assert (society.residents.tenure[bound] == 1).any()
    everybody = mechanism(grown(20, covenant="talks", talks_a_year=26.0, talk_knock=1.0, covenant_least=1))
    assert m.makers < everybody.makers
    assert m.kept() < everybody.kept()


# The scenario


def parameters_of(arm: str) -> CovenantsParameters:
    found = load("acquaintance-covenants").arm(arm).mechanisms["acquaintance-covenants"]
    assert isinstance(found, CovenantsParameters)
    return found


def test_the_scenario_has_an_arm_for_each_part_and_one_in_which_it_fails() -> None:
    names = list(load("acquaintance-covenants").arms)
    arms = {name: parameters_of(name) for name in names}
    assert names[:2] == ["before", "after"]
    on = {name: {lever for lever, off in LEVERS.items() if getattr(p, lever) != off} for name, p in arms.items()}
    assert on["before"] == set()
    assert on["after"] == on["fails"] == set(LEVERS)
    assert {lever for levers in on.values() if len(levers) == 1 for lever in levers} == set(LEVERS)
    fails = arms["fails"]
    assert (fails.word, fails.welcome_whom, fails.covenant_by) == ("mouth", "owners", "settled")


def test_events_as_in_hong_kong_are_those_of_the_study() -> None:
    """Three in a week for the compound: one for each 384 flats, as in the estate of the study."""
    arm = parameters_of("events-as-in-hong-kong")
    text = (resources.files("linli.scenarios") / "studies" / "hong-kong-estates.toml").read_text(encoding="utf-8")
    study = {"chat": 0.0, "by_committee": False, **tomllib.loads(text)["arms"]["with"]["mechanisms"]["meetings"]}
    ours = {"hours": arm.day_hours, "room": arm.day_room, "poster": arm.day_poster, "knock": arm.day_knock, "quality": arm.day_quality}
    assert ours == {name: study[name] for name in ours}
    assert arm.end_week == study["end_week"] == 52
    assert arm.days_a_year == 3 * study["a_year"]
    assert arm.day_chat == study["chat"] == 0.0
    assert (arm.day_host, study["by_committee"]) == ("neighbours", False)
