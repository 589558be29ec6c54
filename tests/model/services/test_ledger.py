"""The ledger: every yuan comes from an account and goes to one; what is spent counts by payer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants
from linli.model.people.experiences import Experience
from linli.model.people.service_constants import MoneyConstants, ServiceConstants
from linli.model.services.ledger import ACCOUNTS, NUMBERS, ORGANISATION, OUTSIDE, PAYERS, RECEIVERS, Ledger, LedgerDesk
from linli.model.services.moment import Moment
from linli.model.services.services import Services
from linli.model.society.society import Society

_THREE = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=3), seed=1)
_ONE = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)
NAMES = list(ACCOUNTS)


def ledger_of(society: Society = _THREE) -> Ledger:
    return Ledger(society.places)


def week_of(society: Society, mechanisms: int = 4) -> Moment:
    week = Moment.of(society)
    week.log = np.zeros((mechanisms + 1, len(Experience)), np.int64)
    return week


def holds_together(ledger: Ledger) -> None:
    """Nothing is made and nothing is lost, and the organisations of a community hold what its row says."""
    assert ledger.fen.sum() == 0
    sums = [ledger.organisation_fen[a:b].sum() for a, b in zip(ledger.slots[:-1], ledger.slots[1:], strict=True)]
    assert (ledger.fen[ORGANISATION] == sums).all()


def covered(fen: np.ndarray, till: np.ndarray, source: str, giver: np.ndarray, slot: np.ndarray, yuan: np.ndarray, overdraw: bool) -> list[bool]:
    """Return what is to be paid: an amount that the account covers besides all that was asked of it before; all of it where it may owe."""
    asked: dict[int, int] = {}
    found = []
    for where, place, amount in zip(giver.tolist(), slot.tolist(), yuan.tolist(), strict=True):
        key, has = (place, till[place]) if source == "organisation" else (where, fen[NUMBERS[source], where])
        asked[key] = asked.get(key, 0) + round(amount * 100)
        found.append(overdraw or source in OUTSIDE or asked[key] <= has)
    return found


AMOUNTS = st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 2), st.integers(0, 2), st.integers(0, 9)), max_size=5)
PAYMENT = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), AMOUNTS, st.booleans(), st.booleans())


@given(st.lists(PAYMENT, max_size=20))
@settings(max_examples=150, deadline=None)
def test_every_yuan_comes_from_an_account_and_goes_to_one(payments: list[tuple[str, str, list[tuple[float, int, int, int]], bool, bool]]) -> None:
    ledger = ledger_of()
    cost = np.zeros((len(NAMES), 3), np.int64)
    for source, target, items, overdraw, across in payments:
        if source == target:
            continue
        yuan, giver = np.array([y for y, *_ in items]), np.array([c for _, c, _, _ in items], np.int64)
        taker = np.array([c for _, _, c, _ in items], np.int64) if across else giver
        slot = ledger.slots[giver if source == "organisation" else taker] + np.array([s for *_, s in items], np.int64)
        before, till = ledger.fen.copy(), ledger.organisation_fen.copy()
        if across:
            paid = ledger.transfer(source, giver, target, taker, yuan, overdraw=overdraw, organisation=slot)
        else:
            paid = ledger.pay(source, target, yuan, giver, overdraw=overdraw, organisation=slot)
        assert paid.tolist() == covered(before, till, source, giver, slot, yuan, overdraw)
        fen = np.rint(yuan[paid] * 100).astype(np.int64)
        moved = np.zeros_like(ledger.fen)
        np.add.at(moved[NUMBERS[target]], taker[paid], fen)
        np.subtract.at(moved[NUMBERS[source]], giver[paid], fen)
        assert (ledger.fen - before == moved).all()
        holds_together(ledger)
        if not across:
            assert (ledger.fen.sum(axis=0) == before.sum(axis=0)).all()
        if not overdraw and source not in OUTSIDE:
            assert (ledger.fen[NUMBERS[source]] >= np.minimum(before[NUMBERS[source]], 0)).all()
            if source == "organisation":
                assert (ledger.organisation_fen >= np.minimum(till, 0)).all()
        if target in RECEIVERS and source in PAYERS:
            np.add.at(cost[NUMBERS[source]], giver[paid], fen)
    assert (ledger.spent == cost).all()


def test_one_community_pays_like_one_of_several_and_from_its_own_account() -> None:
    for society, where in ((_ONE, 0), (_THREE, 1)):
        ledger = ledger_of(society)
        everywhere = np.arange(society.places.communities)
        ledger.pay("public", "community", np.where(everywhere == where, 100.0, 1000.0), everywhere)
        paid = ledger.pay("community", "suppliers", np.array([60.0, 60.0, 40.0]), np.full(3, where))
        assert paid.tolist() == [True, False, False], "what the neighbours have pays for nothing here"
        for other in everywhere:
            assert ledger.balance("community", other) == (40.0 if other == where else 1000.0)
            assert ledger.spent[NUMBERS["community"], other] == (6000 if other == where else 0)


def test_a_wrong_payment_is_refused_and_moves_nothing() -> None:
    ledger = ledger_of()
    with pytest.raises(KeyError, match="no account 'bank'; there are public, community"):
        ledger.pay("bank", "community", 1.0, 0)
    for yuan in (-1.0, float("nan"), float("inf"), np.array([1.0, -1.0])):
        with pytest.raises(ValueError, match="negative"):
            ledger.pay("public", "community", yuan, 0)
    with pytest.raises(ValueError, match="itself"):
        ledger.pay("public", "public", 1.0, 0)
    with pytest.raises(ValueError, match="itself"):
        ledger.transfer("community", np.array([0, 1]), "community", np.array([1, 1]), 1.0)
    for community in (3, -1, np.array([0, 7])):
        with pytest.raises(ValueError, match="numbered 0 to 2"):
            ledger.pay("public", "community", 1.0, community)
    for slot in (None, 0, int(ledger.slots[2])):
        with pytest.raises(ValueError, match="organisation"):
            ledger.pay("public", "organisation", 1.0, 1, organisation=slot)
    assert (ledger.fen == 0).all()


@pytest.mark.parametrize("payer", PAYERS)
def test_every_account_that_buys_something_counts_as_cost(payer: str) -> None:
    ledger = ledger_of()
    slot = int(ledger.slots[1]) + 2
    if payer not in OUTSIDE:
        ledger.pay("public", payer, 500.0, 1, organisation=slot)
    assert sum(ledger.measures().values()) == 0.0, "money that only moves is no cost"
    target = "staff" if payer == "residents" else "residents"
    assert ledger.pay(payer, "suppliers", 120.0, 1, organisation=slot).all()
    assert ledger.pay(payer, target, 30.5, 1, organisation=slot).all()
    m = ledger.measures()
    assert m.pop("yuan") == m.pop("priced") == 150.5
    assert m.pop(f"yuan_{payer}") == 150.5
    assert set(m.values()) == {0.0}
    ledger.restart()
    assert set(ledger.measures().values()) == {0.0}
    assert ledger.balance("suppliers", 1) == 120.0


def test_what_is_measured_is_declared() -> None:
    assert list(ledger_of().measures()) == list(Ledger.declared_measures())
    assert all(info.title.en and info.title.zh for info in Ledger.declared_measures().values())


def test_communities_of_a_district_pay_each_other() -> None:
    ledger = ledger_of()
    ledger.pay("public", "district", np.array([100.0, 0.0, 0.0]), np.arange(3))
    paid = ledger.transfer("district", np.zeros(3, np.int64), "community", np.array([1, 2, 1]), np.array([70.0, 40.0, 20.0]))
    assert paid.tolist() == [True, False, False]
    assert ledger.transfer("community", 1, "community", 2, 30.0).all()
    assert [ledger.balance("community", c) for c in range(3)] == [0.0, 40.0, 30.0]
    assert ledger.yuan() == 0.0
    assert ledger.transfer("community", 2, "suppliers", 0, 25.0).all()
    assert ledger.spent[NUMBERS["community"]].tolist() == [0, 0, 2500]
    holds_together(ledger)


def test_volunteers_hours_can_be_priced() -> None:
    values = {}
    for price in (0.0, 20.0):
        constants = Constants(services=ServiceConstants(money=MoneyConstants(volunteer_price=price)))
        services = Services(_ONE.places, _ONE.residents, constants)
        services.ledger.pay("public", "suppliers", 7.0, 0)
        services.staff.volunteer(np.array([3, 4]), 1.5)
        m = services.measures()
        values[price] = (m["yuan_volunteers"], m["priced"], m["yuan"], m["yuan_public"])
    # What is spent is told without it, and once more with it.
    assert values == {0.0: (0.0, 7.0, 7.0, 7.0), 20.0: (60.0, 67.0, 7.0, 7.0)}
    assert MoneyConstants().volunteer_price == 27.7


def test_who_is_not_paid_experiences_a_broken_promise() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2), seed=1)
    week, ledger = week_of(society), society.services.ledger
    first = int(society.places.community_rows[1])
    ledger.pay("public", "community", 250.0, 0)
    rows = np.array([0, 1, 2, 3, first, first + 1])
    before = society.residents.trust_institutions.copy()
    paid = LedgerDesk(ledger, week, 2).owe(rows, 100.0, "community")
    assert paid[:4].sum() == 2
    assert not paid[4:].any()
    moved = np.flatnonzero(society.residents.trust_institutions != before)
    assert moved.tolist() == rows[~paid].tolist()
    assert (society.residents.trust_institutions[moved] < before[moved]).all()
    assert week.log[2, Experience.BROKEN.number] == 4
    assert week.log.sum() == 4
    assert ledger.balance("volunteers", 0) == 200.0
    assert ledger.measures()["yuan_community"] == 200.0


def test_a_short_wage_account_is_fair_to_all() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=2)
    week, times = week_of(society), np.zeros(4)
    for number in range(400):
        week.number = number
        ledger = ledger_of(society)
        ledger.pay("public", "company", 20.0, 0)
        times += ledger.owe(week, np.arange(4), 10.0, "company", "staff")
    assert times.sum() == 800
    assert (abs(times - 200) < 5 * 10).all()


def test_wages_are_refused_for_nobody() -> None:
    week = week_of(_ONE)
    with pytest.raises(ValueError, match="a row is not of a resident"):
        ledger_of(_ONE).owe(week, np.array([0, 10**6]), 1.0, "public")
    with pytest.raises(ValueError, match="paid as suppliers"):
        ledger_of(_ONE).owe(week, np.array([0]), 1.0, "public", "market")
    assert len(ledger_of(_ONE).owe(week, np.zeros(0, np.int64), 1.0, "public")) == 0


def test_the_desk_hands_out_copies() -> None:
    ledger = ledger_of()
    desk = LedgerDesk(ledger, week_of(_THREE), 0)
    slots = ledger.slots[:-1] + 1
    desk.fund("community", 12.34, np.arange(3))
    desk.fund("organisation", np.array([5.0, 6.0, 7.0]), np.arange(3), organisation=slots)
    assert desk.balance("community").tolist() == [12.34] * 3
    assert desk.organisation_balance(slots).tolist() == [5.0, 6.0, 7.0]
    assert desk.pay("organisation", "suppliers", 6.0, np.arange(3), organisation=slots).tolist() == [False, True, True]
    assert desk.transfer("community", 0, "community", 1, 2.34).all()
    # What another community got is no cost yet; what suppliers got is.
    assert desk.spent("organisation").tolist() == [0.0, 6.0, 6.0]
    assert desk.spent("community").tolist() == [0.0] * 3
    desk.balance("community")[:] = 1e9
    assert desk.balance("community").tolist() == [10.0, 14.68, 12.34]
    with pytest.raises(AttributeError, match="the desk of ledger has no 'fen'; it offers balance, by, fund"):
        _ = desk.fen


def test_balances_and_spending_are_saved() -> None:
    ledger, again = ledger_of(), ledger_of()
    ledger.pay("donors", "organisation", 50.0, 2, organisation=int(ledger.slots[2]))
    ledger.pay("organisation", "suppliers", 20.0, 2, organisation=int(ledger.slots[2]))
    again.restore(ledger.state())
    ledger.pay("public", "suppliers", 1.0, 0)
    assert again.measures() == {**ledger.measures(), "yuan": 20.0, "priced": 20.0, "yuan_public": 0.0}
    assert again.organisation_fen[again.slots[2]] == 3000
    holds_together(again)


def test_public_money_with_a_limit_is_what_the_street_office_holds() -> None:
    ledger, week = Ledger(_THREE.places, MoneyConstants(public_a_year=4000.0)), week_of(_THREE)
    desk, street = LedgerDesk(ledger, week, 0), NUMBERS["street"]
    for quarter in range(6):
        week.scenario_week = 13 * quarter
        ledger.begin(week)
        # Community 2 spends nothing: what is left of a quarter stays, what is left of a year goes back.
        assert ledger.fen[street, 2] == 100_000 * (quarter % 4 + 1)
        assert (ledger.fen[street, :2] == 100_000).all()
        week.scenario_week += 1
        ledger.begin(week)
        desk.fund("street", 1e6, np.arange(3))
        assert (ledger.fen[street, :2] == 100_000).all(), "there is no other public money to give it"
        assert not ledger.pay("public", "suppliers", 1000.01, [0]).any()
        assert ledger.pay("public", "suppliers", 1000.0, [0]).all()
        desk.fund("community", 1000.0, [1])
        assert not ledger.pay("public", "volunteers", 0.01, np.array([0, 1])).any()
        holds_together(ledger)
    assert ledger.spent[NUMBERS["public"]].sum() == 0
    assert ledger.spent[street].tolist() == [600_000, 0, 0]
    assert ledger.fen[NUMBERS["community"]].tolist() == [0, 600_000, 0]


@given(st.lists(st.tuples(st.floats(0, 3000.0), st.integers(0, 2)), max_size=60), st.floats(1.0, 20_000.0))
@settings(max_examples=60, deadline=None)
def test_of_public_money_with_a_limit_no_more_is_spent_in_a_year(wants: list[tuple[float, int]], limit: float) -> None:
    ledger, week = Ledger(_THREE.places, MoneyConstants(public_a_year=limit)), week_of(_THREE)
    for at, (yuan, where) in enumerate(wants):
        week.scenario_week = at
        ledger.begin(week)
        ledger.pay("public", "suppliers", yuan, [where])
        holds_together(ledger)
        years = at // 52 + 1
        assert (ledger.spent.sum(axis=0) <= np.ceil(100.0 * limit) * years).all()


def test_without_a_limit_nobody_holds_anything() -> None:
    ledger, week = ledger_of(), week_of(_THREE)
    week.scenario_week = 0
    ledger.begin(week)
    assert not ledger.fen.any()
    assert ledger.pay("public", "suppliers", 1e6, [0]).all()
    assert (ledger.purse(np.array([0, 5])) == [0, 5]).all()
