"""Democratic supervision: accounts, who reads and asks, works with a date, appraisal, recall, and how they fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.democratic_supervision import DemocraticSupervision
from linli.model.mechanisms.democratic_supervision_judging import MEMBER, knows_member
from linli.model.mechanisms.democratic_supervision_parameters import LEVERS, DemocraticSupervisionParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.constants import Constants
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import OrganisationConstants, OwnersConstants, PropertyConstants
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
OPEN: dict[str, Any] = {"board": 1.0, "read_committee": -2.0, "watchers": 5}


def grown(
    weeks: int = 0, seed: int = 3, *, trust: float | None = None, committee: float = 0.0, numbers: NeighbourhoodParameters = SMALL, **levers: Any
) -> Society:
    """Let a compound with a property company (and an owners' committee in the share `committee`) live; `trust`: with which all begin."""
    estates = OrganisationConstants(companies=PropertyConstants(share=1.0), owners=OwnersConstants(share=committee))
    chosen: dict[str, Any] = {"democratic-supervision": DemocraticSupervisionParameters(**levers), "ordinary-life": OrdinaryLifeParameters()}
    society = Society(neighbourhood=numbers, constants=Constants(services=ServiceConstants(organisations=estates)), mechanisms=chosen, seed=seed)
    if trust is not None:
        society.residents.trust_institutions[:] = trust
    society.run(weeks)
    return society


def mechanism(society: Society) -> DemocraticSupervision:
    return next(found for found in society.programme.mechanisms if isinstance(found, DemocraticSupervision))


def own(society: Society, name: str) -> float:
    return society.measure()[f"democratic-supervision.{name}"]


def trust(society: Society) -> float:
    return float(society.residents.trust_institutions.mean())


def seats(society: Society) -> np.ndarray:
    return society.services.offices.kinds[MEMBER].holders


def test_levers_off_are_the_defaults_and_do_nothing(same: Callable[..., None]) -> None:
    plain = DemocraticSupervisionParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS
    with_ = grown(20)
    alone = grown(20, on=False)
    same(with_, alone)
    assert np.array_equal(with_.services.ledger.fen, alone.services.ledger.fen)


# Accounts


def test_an_account_tells_what_became_of_the_committees_money() -> None:
    society = grown(13, committee_accounts_a_year=52.0, works_a_year=4.0, budget=40_000.0, self_use=0.5, **{**OPEN, "watchers": 5000})
    m, ledger = mechanism(society), society.services.ledger
    assert m.own_yuan == 5_000.0
    spent = []
    for _ in range(14):
        society.step()
        spent.append((m.told_up_to[0], float(m.fact[0])))
    total = float(ledger.spent[:2, 0].sum()) / 100.0
    assert m.told_up_to[0] == total
    assert m.own_yuan == 15_000.0
    # In the week of the second quarter's money half of it went to the committee's offices: one account says so, and of no other money.
    shares = [share for _, share in spent if not np.isnan(share)]
    assert min(shares) < 0.6
    assert max(shares) == 1.0
    assert m.posted == m.official_posted == 27


def test_who_reads_it_knows_and_others_hear_of_it() -> None:
    quiet = grown(14, committee_accounts_a_year=4.0, account_half_life=0.1, **OPEN)
    told = grown(14, committee_accounts_a_year=4.0, account_half_life=20.0, **OPEN)
    assert mechanism(quiet).readers == mechanism(told).readers > 10
    assert own(told, "account_known") > 1.5 * own(quiet, "account_known") > 0.0
    assert society_hours(told, "reports") == 12.0 * mechanism(told).posted


def society_hours(society: Society, duty: str) -> float:
    return float(society.services.staff.duty_hours[NUMBERS[duty]].sum())


def test_accounts_that_nobody_reads_change_nothing_but_the_record(same: Callable[..., None]) -> None:
    """The policy does nothing: not a tie, not a trust, not a visit; hours are spent and the record says that all is open."""
    before = grown(30)
    unread = grown(30, committee_accounts_a_year=12.0, board=0.0)
    same(before, unread)
    assert own(unread, "official_posted") >= 6
    assert own(unread, "noticed") == own(unread, "readers") == own(unread, "account_known") == 0
    assert unread.measure()["staff_hours"] > before.measure()["staff_hours"]


def test_owners_read_of_their_common_income_and_renters_hardly() -> None:
    society = grown(1, income_accounts_a_year=12.0, board=1.0, numbers=NeighbourhoodParameters(buildings=4))
    for _ in range(5):
        society.step()
    r, knows = society.residents, society.services.estates.knows
    grown_up = r.age >= 18
    owners, renters = (knows[grown_up & (r.tenure == tenure)].mean() for tenure in (0, 1))
    assert owners > renters + 0.2
    assert mechanism(society).income_posted > 0


# The common income


def test_the_keeper_spends_the_common_income_when_enough_owners_ask(same: Callable[..., None]) -> None:
    levers: dict[str, Any] = {"income_accounts_a_year": 4.0, "board": 1.0, "ask": -2.0}
    gives, keeps = grown(52, **levers, yields=0.02), grown(52, **levers, yields=1.0)
    for society in (gives, keeps):
        assert mechanism(society).questions > 20
    spent = gives.services.ledger.spent[12].sum() / 100.0
    assert spent == pytest.approx(own(gives, "income_yuan"))
    assert spent > 10_000
    assert own(keeps, "income_yuan") == 0.0
    households = float((np.diff(gives.places.flat_rows) > 0).sum())
    came_in = float(gives.services.estates.earned.sum())
    assert own(gives, "kept_back") == pytest.approx((came_in - spent) / households)
    assert own(keeps, "kept_back") == pytest.approx(came_in / households)
    m = {society: society.measure() for society in (gives, keeps)}
    # In the books all is closed in time; by the word of those who asked only where there was money.
    assert m[gives]["tickets_in_time"] == m[keeps]["tickets_in_time"] == 1.0
    assert m[gives]["tickets_solved"] > 0.5
    assert m[keeps]["tickets_solved"] == 0.0


def test_who_asks_and_gets_a_letter_loses_trust() -> None:
    """Harm: open accounts of money that nobody gives back."""
    levers: dict[str, Any] = {"income_accounts_a_year": 4.0, "board": 1.0, "ask": -2.0, "yields": 1.0}
    assert trust(grown(52, **levers)) < trust(grown(52)) - 0.005


def test_an_owners_committee_spends_from_its_own_till() -> None:
    society = grown(52, committee=1.0, income_accounts_a_year=4.0, board=1.0, ask=-2.0, yields=0.02)
    estates = society.services.estates
    assert own(society, "income_yuan") > 0.0
    left = estates.balance("owners' committee").sum()
    assert left == pytest.approx(estates.earned.sum() - own(society, "income_yuan"), rel=1e-6)


# Works


def test_the_committee_spends_on_itself_until_people_look() -> None:
    works: dict[str, Any] = {"works_a_year": 4.0, "self_use": 0.3, "dated": False}
    blind = grown(60, **works)
    seen = grown(60, **works, committee_accounts_a_year=12.0, **OPEN)
    assert own(blind, "own_yuan") == pytest.approx(5 * 0.3 * 6_000)
    # In the first quarter nobody has seen an account yet.
    assert own(seen, "own_yuan") == pytest.approx(0.3 * 6_000)
    assert own(seen, "done") > own(blind, "done")


def test_a_kept_date_is_seen_and_a_work_without_a_date_moves_nobody(same: Callable[..., None]) -> None:
    works: dict[str, Any] = {"works_a_year": 12.0, "budget": 200_000.0}
    before, undated, dated = grown(30), grown(30, **works, dated=False), grown(30, **works)
    same(before, undated)
    assert own(undated, "done") == own(dated, "done") >= 6
    assert undated.measure()["yuan"] == dated.measure()["yuan"] > before.measure()["yuan"]
    assert trust(dated) > trust(before) + 0.01
    assert dated.measure()["promises_broken"] == before.measure()["promises_broken"]


def test_more_promised_than_there_is_money_for_costs_trust() -> None:
    """Harm: the same money with many dates."""
    modest = grown(70, works_a_year=2.0, date_weeks=13, self_use=0.0)
    boastful = grown(70, works_a_year=26.0, date_weeks=13, self_use=0.0)
    assert own(modest, "missed") <= 1
    assert own(boastful, "missed") > 2 * own(boastful, "done")
    assert trust(boastful) < trust(grown(70)) - 0.02 < trust(modest)


def test_hours_that_go_into_accounts_are_not_there_for_works() -> None:
    works: dict[str, Any] = {"works_a_year": 12.0, "budget": 200_000.0, "date_weeks": 4, "work_staff": 60.0}
    free = grown(30, **works)
    busy = grown(30, **works, committee_accounts_a_year=52.0, account_staff=160.0)
    assert own(free, "missed") == 0
    assert own(busy, "missed") > 3
    assert society_hours(busy, "inspections") < society_hours(free, "inspections")


# Appraisal


def test_acquaintances_of_the_members_praise_them_more_than_residents_do() -> None:
    numbers = NeighbourhoodParameters(buildings=4)
    society = grown(60, numbers=numbers, trust=0.4, appraisals_a_year=4.0, appraisers="acquaintances")
    assert own(society, "appraisers") > 10
    assert own(society, "official_satisfied") > own(society, "satisfied") + 0.1


def test_marks_given_in_secret_are_what_people_think() -> None:
    levers: dict[str, Any] = {"trust": 0.4, "appraisals_a_year": 4.0, "poster": 0.8, "face": 3.0}
    open_, secret = grown(26, **levers), grown(26, **levers, secret=True)
    assert own(open_, "appraisers") == own(secret, "appraisers") > 5
    assert own(secret, "official_satisfied") < own(open_, "official_satisfied") - 0.1


def test_who_is_called_by_name_is_who_the_lever_says() -> None:
    for appraisers in ("acquaintances", "delegates"):
        society = grown(40, appraisals_a_year=4.0, appraisers=appraisers, invited=15)
        m = mechanism(society)
        came: list[int] = []
        for _ in range(26):
            society.step()
            meeting = m.view.sitting("appraisal")
            if len(meeting):
                came += meeting.everyone()[1].tolist()
                assert len(meeting.everyone()[1]) <= 15
                if appraisers == "acquaintances":
                    # A week's talks are little: nearly all of them are still acquaintances.
                    assert knows_member(m.view, meeting.everyone()[1].astype(np.int64)).mean() > 0.7
        assert len(set(came)) > 1


def test_two_failed_appraisals_end_the_term_if_there_is_recall_and_others_follow() -> None:
    levers: dict[str, Any] = {"trust": 0.0, "appraisals_a_year": 4.0, "judge": -3.0, "judge_known": 0.0, "pass_mark": 0.9}
    kept, ended = grown(40, **levers), grown(0, **levers, recall=True, petition=-15.0)
    ended.step()
    first = ended.residents.identity[seats(ended)[0]]
    ended.run(39)
    assert own(kept, "recalled") == 0
    assert own(kept, "official_satisfied") < 0.5
    assert own(ended, "recalled") >= 5
    now = seats(ended)[0]
    assert (now >= 0).all()
    assert not np.isin(ended.residents.identity[now], first).any()


# Recall

ANGRY: dict[str, Any] = {"trust": 0.0, "judge": -4.0, "recall": True, "petition": -3.0, "sign": 3.0}


def test_a_petition_that_many_sign_is_voted_on_and_a_committee_without_friends_falls() -> None:
    society = grown(40, **ANGRY, quorum=0.05)
    assert own(society, "petitions") >= 1
    assert own(society, "signatures") >= 0.2 * 100
    assert own(society, "votes") >= 1
    assert own(society, "recalled") >= 5
    assert society_hours(society, "assemblies") >= 60 * own(society, "votes")
    assert society.measure()["matters_passed"] >= 1


def test_without_signatures_or_without_voters_the_committee_stays() -> None:
    unsigned = grown(40, **ANGRY, signatures=1.0)
    assert own(unsigned, "petitions") >= 1
    assert own(unsigned, "votes") == own(unsigned, "recalled") == 0
    absent = grown(40, **ANGRY, quorum=1.0)
    assert own(absent, "votes") >= 1
    assert own(absent, "recalled") == 0


def test_a_petition_that_failed_is_followed_by_a_pause() -> None:
    levers: dict[str, Any] = {**ANGRY, "petition": 0.0, "signatures": 1.0, "petition_weeks": 2}
    assert own(grown(40, **levers, petition_pause=0), "petitions") > 4
    assert own(grown(40, **levers, petition_pause=104), "petitions") == 1


def test_who_is_satisfied_signs_nothing() -> None:
    society = grown(40, **{**ANGRY, "trust": 1.0, "judge": 10.0})
    assert own(society, "petitions") == own(society, "signatures") == 0
    assert own(society, "satisfied") > 0.99


# The scenario


def test_the_scenario_has_an_arm_for_each_part_and_one_in_which_it_fails() -> None:
    scenario = load("democratic-supervision")
    arms = {name: parameters_of(scenario.arm(name)) for name in scenario.arms}
    assert list(arms)[:2] == ["before", "after"]
    on = {name: {lever for lever, off in LEVERS.items() if getattr(p, lever) != off} for name, p in arms.items()}
    assert on["before"] == set()
    assert on["after"] == set(LEVERS)
    assert {lever for name, levers in on.items() if len(levers) == 1 for lever in levers} == set(LEVERS)
    fails = arms["fails"]
    assert (fails.appraisers, fails.recall, fails.income_accounts_a_year) == ("acquaintances", False, 0.0)
    assert fails.committee_accounts_a_year > arms["after"].committee_accounts_a_year


def test_in_the_arm_that_fails_the_record_is_good_and_nobody_looks() -> None:
    fails = parameters_of(load("democratic-supervision").arm("fails"))
    society = grown(60, numbers=NeighbourhoodParameters(buildings=4), trust=0.4, **fails.model_dump(exclude_unset=True))
    assert own(society, "official_posted") >= 13
    assert own(society, "noticed") == 0
    assert own(society, "own_yuan") > 0.0
    assert own(society, "official_satisfied") > own(society, "satisfied") + 0.1


def parameters_of(arm: Scenario) -> DemocraticSupervisionParameters:
    found = arm.mechanisms["democratic-supervision"]
    assert isinstance(found, DemocraticSupervisionParameters)
    return found
