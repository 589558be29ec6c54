"""Property companies and owners' committees: who pays, what it buys, where common income goes, who knows of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.volunteer_constants import (
    OrganisationConstants,
    OwnersConstants,
    PropertyConstants,
    VolunteerConstants,
)
from linli.model.services.estates import COMMITTEE, COMPANY, Estates, EstatesDesk
from linli.model.services.ledger import NUMBERS
from linli.model.services.moment import Moment
from linli.model.services.offices import Offices
from linli.model.services.organisations import Organisations
from linli.model.services.volunteers import Volunteers
from linli.model.society.society import Society


class Town:
    """A society without a life of its own, with the services that are tested."""

    def __init__(
        self,
        communities: int = 1,
        compounds: int = 1,
        company: dict[str, Any] | None = None,
        owners: dict[str, Any] | None = None,
    ) -> None:
        numbers = NeighbourhoodParameters(buildings=2, floors=6, compounds=compounds, communities=communities)
        self.society = Society(neighbourhood=numbers, seed=4)
        s, r, p = self.society.services, self.society.residents, self.society.places
        self.week = Moment.of(self.society)
        self.offices = Offices(r)
        constants = OrganisationConstants(
            companies=PropertyConstants(**{"share": 1.0, **(company or {})}),
            owners=OwnersConstants(**{"share": 1.0, **(owners or {})}),
        )
        people = VolunteerConstants()
        self.volunteers = Volunteers(r, p, s.units, s.staff, self.offices, people)
        self.organisations = Organisations(r, p, s.units, self.volunteers, s.ledger, constants)
        self.estates = Estates(r, p, s.units, self.volunteers, self.organisations, constants, people)
        self.desk = EstatesDesk(self.estates, self.week, 0)

    def turn(self, number: int, moved: tuple[int, ...] = ()) -> None:
        self.society.week = number
        self.week.turn(np.array(moved, np.int32))
        for part in (self.offices, self.volunteers, self.organisations, self.estates):
            part.begin(self.week)

    def react(self) -> None:
        self.volunteers.react(self.week)
        self.organisations.react(self.week)

    def pass_weeks(self, first: int, last: int) -> None:
        for number in range(first, last):
            self.turn(number)
            self.react()


def test_companies_and_committees_stand_in_their_share_of_compounds() -> None:
    town = Town(communities=8, compounds=8, company={"share": 0.7}, owners={"share": 0.3})
    town.estates.standing(town.week)
    for kind, share in ((COMPANY, 0.7), (COMMITTEE, 0.3)):
        has = town.desk.has(kind)
        assert abs(has.sum() - 64 * share) < 5 * (64 * share * (1 - share)) ** 0.5
        assert (has == town.organisations.has(kind)).all()
    assert (town.desk.fee() == np.where(town.desk.has(COMPANY), 90.0, 0.0)).all()


def test_they_are_founded_once() -> None:
    town = Town(compounds=3)
    town.estates.standing(town.week)
    founded = town.organisations.organisations_founded
    town.turn(1)
    town.estates.standing(town.week)
    assert town.organisations.organisations_founded == founded == 6


def test_members_of_the_committee_are_owners_of_the_compound() -> None:
    town = Town(compounds=6, owners={"share": 0.5})
    town.estates.standing(town.week)
    town.pass_weeks(1, 80)
    r, holders = town.society.residents, town.offices.kinds[COMMITTEE].holder
    has = town.desk.has(COMMITTEE)
    assert (holders[~has] < 0).all()
    unit, seat = np.nonzero(holders >= 0)
    rows = holders[unit, seat]
    assert len(rows) > 2 * has.sum()
    assert (r.tenure[rows] == 0).all()
    assert (r.age[rows] >= 18).all()
    assert (town.society.places.unit_of_row(town.society.places.compound_rows, rows) == unit).all()
    assert len(set(rows.tolist())) == len(rows)
    assert town.estates.measures()["owners_committees"] == pytest.approx(has.mean(), abs=0.2)


def test_one_who_owns_nothing_here_any_more_leaves_the_committee_and_another_owner_is_asked() -> None:
    town = Town(owners={"searches": 50})
    town.estates.standing(town.week)
    member = int(town.offices.kinds[COMMITTEE].holder[0, 0])
    assert member >= 0
    town.turn(1, moved=(member,))
    assert town.offices.kinds[COMMITTEE].holder[0, 0] != member
    town.pass_weeks(2, 80)
    assert (town.offices.kinds[COMMITTEE].holder >= 0).sum() >= 2


# Money


def test_the_books_of_the_common_income_say_what_came_in() -> None:
    town = Town(compounds=3, company={"share": 0.5, "common_income": 120.0}, owners={"share": 0.5})
    town.estates.standing(town.week)
    town.pass_weeks(1, 53)
    kept = town.desk.has(COMPANY) | town.desk.has(COMMITTEE)
    # A month at the founding, and twelve since.
    assert town.desk.earned() == pytest.approx(np.where(kept, 13 * 10.0 * town.estates.households, 0.0))
    only = town.desk.has(COMMITTEE)
    assert town.desk.balance(COMMITTEE)[only] == pytest.approx(town.desk.earned()[only])
    town.desk.earned()[:] = 0.0
    assert town.desk.earned().any()
    town.estates.restart()
    assert not town.desk.earned().any()


def test_when_its_term_is_over_all_seats_of_a_committee_are_filled_anew() -> None:
    town = Town(compounds=4, owners={"searches": 12, "term": 104})
    town.estates.standing(town.week)
    office = town.volunteers.kinds[COMMITTEE].office
    assert office is not None
    first, seated = office.holders.copy(), (office.holders >= 0).any(axis=1)
    assert seated.any()
    town.pass_weeks(1, 104)
    assert (office.term_began[seated] == 0).all()
    town.turn(104)
    again = seated & (office.holders >= 0).any(axis=1)
    assert again.any()
    assert (office.term_began[again] == 104).all()
    assert (office.begun[office.holders >= 0] == 104).all()
    r = town.society.residents
    assert (r.tenure[office.holders[office.holders >= 0]] == 0).all()
    assert not np.array_equal(office.holders, first)
    # The next one is two years on.
    town.pass_weeks(105, 207)
    assert (office.term_began[again] == 104).all()


def test_who_pays_is_the_logit_of_the_households_trust_and_what_is_not_paid_is_owed() -> None:
    town = Town(compounds=4, company={"pays": 0.0, "pays_trust": 3.0})
    r, p = town.society.residents, town.society.places
    r.trust_institutions[:] = np.where(r.flat % 2 == 0, 0.9, 0.1)
    town.estates.standing(town.week)
    flats = np.flatnonzero(np.diff(p.flat_rows) > 0)
    pays = town.desk.owed()[flats] == 0.0
    for parity, chance in ((0, 1 / (1 + np.exp(-1.2))), (1, 1 / (1 + np.exp(1.2)))):
        mine = flats % 2 == parity
        assert abs(pays[mine].mean() - chance) < 5 * (chance * (1 - chance) / mine.sum()) ** 0.5
    assert town.desk.owed()[flats[~pays]] == pytest.approx(90.0)
    town.pass_weeks(1, 53)
    # The same do not pay: they owe 13 months. Every yuan billed was paid or is owed.
    assert town.desk.owed()[flats[~pays]] == pytest.approx(13 * 90.0)
    assert town.estates.billed.sum() == pytest.approx(town.estates.collected.sum() + town.estates.arrears().sum())
    assert town.estates.measures()["property_fees_paid"] == pytest.approx(pays.mean())


def test_who_trusts_again_pays_what_they_owe_and_newcomers_owe_nothing() -> None:
    town = Town(company={"pays": 0.0, "pays_trust": 5.0})
    r = town.society.residents
    r.trust_institutions[:] = 0.0
    town.estates.standing(town.week)
    owed = town.desk.owed().copy()
    assert owed.sum() > 0
    debtor = int(np.flatnonzero(owed)[0])
    town.turn(1, moved=(int(town.society.places.flat_rows[debtor]),))
    assert town.desk.owed()[debtor] == 0
    assert town.desk.owed().sum() == pytest.approx(owed.sum() - owed[debtor])
    r.trust_institutions[:] = 1.0
    town.pass_weeks(2, 10)
    assert np.count_nonzero(town.desk.owed()) < 0.2 * np.count_nonzero(owed)


def test_hours_of_work_are_bought_with_what_comes_in() -> None:
    hours = {}
    for name, pays in (("paid", 10.0), ("hardly", -0.5)):
        town = Town(company={"pays": pays, "pays_trust": 0.0, "reserve": 0.0, "common_income": 0.0})
        town.estates.standing(town.week)
        town.pass_weeks(1, 53)
        hours[name] = float(town.estates.hours[0])
        households = town.estates.households[0]
        collected = town.estates.collected[0] / 13.0
        wanted = 0.7 * households
        assert town.estates.hours[0] == pytest.approx(min(wanted, collected / 24.0 / (52.0 / 12.0)), rel=1e-3)
    assert hours["hardly"] < 0.75 * hours["paid"]


def test_hours_are_granted_until_the_weeks_are_used_up() -> None:
    town = Town(compounds=2, company={"share": 1.0})
    town.estates.standing(town.week)
    left = town.desk.hours_left()
    granted = town.desk.work(np.array([0, 1, 0, 0]), np.array([left[0] - 1.0, 2.0, 3.0, 4.0]))
    assert granted.tolist() == [left[0] - 1.0, 2.0, 1.0, 0.0]
    assert town.desk.hours_left().tolist() == [0.0, left[1] - 2.0]
    assert town.estates.property_hours == pytest.approx(left[0] + 2.0)
    town.turn(1)
    assert (town.desk.hours_left() == town.estates.hours).all()


def test_without_a_company_there_is_no_fee_and_no_work() -> None:
    town = Town(company={"share": 0.0}, owners={"share": 0.0})
    town.estates.standing(town.week)
    town.pass_weeks(1, 60)
    assert town.desk.work(np.array([0]), 5.0).tolist() == [0.0]
    assert town.desk.owed().sum() == 0 == town.organisations.fen.sum()
    assert town.estates.measures()["common_income_known"] == 0


def test_common_income_goes_to_the_committee_or_else_to_the_company() -> None:
    for share in (0.0, 1.0):
        town = Town(
            company={"pays": -6.0, "pays_trust": 0.0, "common_income": 120.0, "hours": 0.0, "reserve": 60.0},
            owners={"share": share},
        )
        town.estates.standing(town.week)
        town.pass_weeks(1, 53)
        income = 13 * 10.0 * town.estates.households[0]
        fees = town.estates.collected[0]
        assert town.desk.balance(COMMITTEE)[0] == pytest.approx(income * share)
        assert town.desk.balance(COMPANY)[0] + 0.0 <= fees + income * (1 - share) + 0.01


def test_every_fen_of_companies_and_committees_came_from_an_account() -> None:
    town = Town(communities=2, compounds=2)
    town.estates.standing(town.week)
    town.pass_weeks(1, 60)
    spent = town.desk.spend(COMMITTEE, np.arange(4), 50.0, "suppliers")
    assert spent.all()
    assert not town.desk.spend(COMMITTEE, np.array([0]), 1e9, "suppliers").any()
    starts = town.organisations.starts
    for c in range(2):
        held = int(town.organisations.fen[starts[c] : starts[c + 1]].sum())
        assert town.organisations.ledger.fen[NUMBERS["organisation"], c] == held
    assert (town.organisations.ledger.fen.sum(axis=0) == 0).all()
    assert town.organisations.fen.min() >= 0
    # What households paid is what went in.
    assert -town.organisations.ledger.fen[NUMBERS["residents"]].sum() == pytest.approx(100 * town.estates.collected.sum())


def test_a_committees_account_is_read_by_more_than_a_companys_notice() -> None:
    known = {}
    for share in (0.0, 1.0):
        town = Town(compounds=2, company={"told": 0.03}, owners={"share": share, "told": 0.3})
        town.estates.standing(town.week)
        town.pass_weeks(1, 105)
        known[share] = town.estates.measures()["common_income_known"]
    n = town.society.residents.n
    for share, chance in ((0.0, 1 - 0.97**3), (1.0, 1 - 0.7**3)):
        # The members know anyway.
        assert abs(known[share] - chance) < 5 * (chance * (1 - chance) / n) ** 0.5 + 10 / n
    town.desk.tell(np.arange(n))
    assert town.desk.knows().all()


# Saving, communities, the desk


def test_a_saved_state_goes_on_as_if_never_stopped() -> None:
    straight, saved, again = (Town(compounds=3, owners={"share": 0.7}) for _ in range(3))
    for town in (straight, saved):
        town.estates.standing(town.week)
        town.pass_weeks(1, 70)
    again.society.residents.roles[:] = saved.society.residents.roles
    for part in ("offices", "volunteers", "organisations", "estates"):
        state = getattr(saved, part).state()
        getattr(again, part).restore({k: np.copy(v) if isinstance(v, np.ndarray) else v for k, v in state.items()})
    for town in (straight, again):
        town.pass_weeks(70, 130)
        town.estates.standing(town.week)
    for part in ("offices", "volunteers", "organisations", "estates"):
        mine, other = getattr(straight, part).state(), getattr(again, part).state()
        assert set(mine) == set(other)
        for name, value in mine.items():
            assert np.array_equal(value, other[name]), name
    assert straight.estates.measures() == again.estates.measures()


def test_what_happens_in_one_community_leaves_the_other_equal_to_the_bit() -> None:
    plain, poor = Town(communities=2), Town(communities=2)
    border = int(plain.society.places.community_rows[1])
    poor.society.residents.trust_institutions[:border] = 0.0
    for town in (plain, poor):
        town.estates.standing(town.week)
        for number in range(1, 80):
            town.turn(number, moved=(number % border,) if town is poor else ())
            town.react()
    starts, flats = plain.organisations.starts, int(plain.society.places.community_flats[1])
    a, b = plain.estates, poor.estates
    for name in ("hours", "fee", "billed", "collected", "company", "committee"):
        assert getattr(a, name)[1] == getattr(b, name)[1], name
    assert np.array_equal(a.owed[flats:], b.owed[flats:])
    assert np.array_equal(a.knows[border:], b.knows[border:])
    assert np.array_equal(plain.organisations.fen[starts[1] :], poor.organisations.fen[starts[1] :])
    assert a.collected[0] > b.collected[0]
    mine, other = (town.offices.kinds[COMMITTEE].holder[1] for town in (plain, poor))
    assert np.array_equal(mine, other)


def test_what_does_not_stand_costs_nothing_and_does_nothing() -> None:
    town = Town()
    town.pass_weeks(0, 60)
    assert town.organisations.organisations_founded == 0
    assert not town.volunteers.kinds
    assert town.estates.measures()["owners_committees"] == 0


def test_what_comes_in_is_checked() -> None:
    town = Town()
    town.estates.standing(town.week)
    with pytest.raises(ValueError, match="no 'garden club'"):
        town.desk.has("garden club")
    with pytest.raises(ValueError, match="compounds go from 0 to 0"):
        town.desk.work(np.array([1]), 1.0)
    with pytest.raises(ValueError, match="hours are numbers of 0 or more"):
        town.desk.work(np.array([0]), -1.0)
    with pytest.raises(ValueError, match="each may come once"):
        town.desk.spend(COMPANY, np.array([0, 0]), 1.0, "suppliers")
