"""Loans of offices: whoever elects fills the seats for a time, and whichever mechanism plans first changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.services.moment import Moment
from linli.model.services.offices import Offices, OfficesDesk
from linli.model.society.society import Society

MEMBER, TITLE = "member", Text("member", "委员")
ALL = np.array([0])
_SMALL = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)


def _desks() -> tuple[OfficesDesk, OfficesDesk, Offices, Moment]:
    offices, week = Offices(_SMALL.residents), Moment.of(_SMALL)
    keeper, borrower = OfficesDesk(offices, week, 0), OfficesDesk(offices, week, 1)
    keeper.declare(MEMBER, TITLE, "community", seats=2)
    return keeper, borrower, offices, week


def test_without_a_loan_nothing_is_lent_and_nothing_more_is_saved() -> None:
    keeper, _, offices, _ = _desks()
    assert not keeper.lent(MEMBER).any()
    assert not any("lent" in name for name in offices.state())


def test_a_loan_begins_a_week_after_it_is_asked_for_and_ends_a_week_after_the_last_time() -> None:
    keeper, borrower, _, week = _desks()
    seen = []
    for number in range(10, 16):
        week.number = number
        before = keeper.lent(MEMBER)[0]
        if number in (11, 12):
            borrower.borrow(MEMBER, ALL)
        # Whoever plans first sees the same in one week.
        assert keeper.lent(MEMBER)[0] == before
        seen.append(bool(before))
    assert seen == [False, False, True, True, False, False]


def test_while_it_is_lent_the_borrower_appoints_and_the_keeper_does_not() -> None:
    keeper, borrower, _, week = _desks()
    week.number = 10
    borrower.borrow(MEMBER, ALL)
    with pytest.raises(ValueError, match="kept by another mechanism"):
        borrower.appoint(MEMBER, ALL, np.array([5]))
    keeper.appoint(MEMBER, ALL, np.array([4]))
    week.number = 11
    borrower.appoint(MEMBER, ALL, np.array([5]))
    assert keeper.holder(MEMBER).tolist() == [[5, -1]]
    with pytest.raises(ValueError, match="is lent"):
        keeper.appoint(MEMBER, ALL, np.array([4]))
    week.number = 12
    keeper.appoint(MEMBER, ALL, np.array([4]))
    with pytest.raises(ValueError, match="kept by another mechanism"):
        borrower.vacate(MEMBER, ALL)


def test_a_second_borrower_is_refused_and_an_office_of_volunteers_is_not_lent() -> None:
    _, borrower, offices, week = _desks()
    borrower.borrow(MEMBER, ALL)
    with pytest.raises(ValueError, match="lent to another mechanism"):
        OfficesDesk(offices, week, 2).borrow(MEMBER, ALL)
    offices.kinds[MEMBER].keeper = -2
    with pytest.raises(ValueError, match="held by volunteers"):
        borrower.borrow(MEMBER, ALL)


def test_a_loan_goes_on_after_saving_and_loading() -> None:
    _, borrower, offices, week = _desks()
    week.number = 10
    borrower.borrow(MEMBER, ALL)
    again = Offices(_SMALL.residents)
    again.restore(offices.state())
    week.number = 11
    keeper = OfficesDesk(again, week, 0)
    keeper.declare(MEMBER, TITLE, "community", seats=2)
    assert keeper.lent(MEMBER).all()
    later = OfficesDesk(again, week, 7)
    later.borrow(MEMBER, ALL)
    later.appoint(MEMBER, ALL, np.array([5]), 1)
    assert keeper.holder(MEMBER).tolist() == [[-1, 5]]
