"""Rooms: kinds, opening rounds, and one occasion a round."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants
from linli.model.people.service_constants import RoomConstants
from linli.model.services.moment import Moment
from linli.model.services.rooms import Rooms, RoomsDesk
from linli.model.society.society import Society

_SMALL = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)
_MANY = Society(neighbourhood=NeighbourhoodParameters(preset="natural-village", buildings=2, communities=2, compounds=3), seed=1)


def test_a_room_holds_one_event_in_a_round() -> None:
    rooms = Rooms(_SMALL.places)
    rooms.count[:] = 1
    granted = rooms.book(np.zeros(3, np.int64), np.array([5, 5, 6]))
    assert granted.tolist() == [True, False, True]
    assert not rooms.book(np.zeros(1, np.int64), np.array([5])).any()
    rooms.begin(Moment.of(_SMALL))
    assert rooms.book(np.zeros(1, np.int64), np.array([5])).all()


def test_a_room_is_the_facility_of_its_kind() -> None:
    rooms, facilities = Rooms(_MANY.places), _MANY.places.facilities
    for name, facility in (("activity room", "activity room"), ("courtyard", "yard"), ("service centre", "service centre"), ("ancestral hall",) * 2):
        kind = rooms.kind(name)
        found = [(compound, x, y) for compound, what, x, y in facilities if what == facility]
        assert kind.count.tolist() == np.bincount([compound for compound, _, _ in found], minlength=6).tolist()
        assert kind.count.sum() > 0
        for compound in np.flatnonzero(kind.count):
            assert tuple(kind.xy[compound]) == pytest.approx(next((x, y) for c, x, y in found if c == compound))
    assert rooms.kind("school hall").count.sum() == 0
    assert (rooms.kind("school hall").near == -1).all()


def test_the_nearest_room_is_one_of_the_same_community() -> None:
    centre = Rooms(_MANY.places).kind("service centre")
    assert centre.count.tolist() == [1, 0, 0, 1, 0, 0]
    assert centre.near.tolist() == [0, 0, 0, 3, 3, 3]
    assert Rooms(_MANY.places).kind("activity room").near.tolist() == list(range(6))


def test_rooms_are_closed_outside_their_rounds() -> None:
    rooms = Rooms(_SMALL.places)
    centre = rooms.kind("service centre")
    rounds = np.arange(13)
    granted = rooms.book(np.zeros(13, np.int64), rounds, "service centre")
    assert rounds[granted].tolist() == list(centre.rounds) == [1, 3, 10]
    assert rooms.book(np.zeros(1, np.int64), np.array([10])).all(), "the activity room is another one"


def test_a_scenario_names_only_what_differs() -> None:
    chosen = Constants.model_validate({"services": {"rooms": {"service_centre": {"rounds": [5]}, "hall": {"people": 7}}}}).services.rooms
    assert chosen.service_centre.model_dump() == {**RoomConstants().service_centre.model_dump(), "rounds": (5,)}
    assert Rooms(_SMALL.places, chosen).kind("hall").people == 7
    assert Rooms(_SMALL.places, chosen).book(np.zeros(2, np.int64), np.array([1, 5]), "service centre").tolist() == [False, True]
    with pytest.raises(ValueError, match="different rounds"):
        RoomConstants.model_validate({"hall": {"rounds": [7]}})


def test_the_desk_shows_rooms_that_cannot_be_changed() -> None:
    rooms = Rooms(_SMALL.places)
    desk = RoomsDesk(rooms, Moment.of(_SMALL), 0)
    kind = desk.kind("activity room")
    for array in (kind.count, kind.xy, kind.near):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 9
    where, rounds = np.zeros(3, np.int64), np.array([5, 7, 10])
    assert desk.free("activity room", where, rounds).tolist() == [True, False, True]
    rooms.book(where[:1], rounds[:1])
    assert desk.free("activity room", where, rounds).tolist() == [False, False, True]
    with pytest.raises(KeyError, match="no kind of room 'ballroom'; there are activity room, hall"):
        desk.kind("ballroom")


def test_rooms_that_are_lent_are_there_for_their_rounds_and_for_this_week() -> None:
    rooms = Rooms(_SMALL.places)
    desk = RoomsDesk(rooms, Moment.of(_SMALL), 0)
    here, evening = np.zeros(1, np.int64), np.array([5])
    have = int(rooms.count[0])
    desk.lend("activity room", here, (5,), 2)
    wanted = np.full(have + 3, 5)
    assert rooms.book(np.zeros(have + 3, np.int64), wanted).sum() == have + 2
    assert desk.taken("activity room", here, evening).tolist() == [have + 2]
    assert not desk.free("activity room", here, evening)[0]
    assert rooms.book(np.zeros(have + 1, np.int64), np.full(have + 1, 6)).sum() == have, "another round has what it had"
    rooms.begin(Moment.of(_SMALL))
    assert rooms.book(np.zeros(have + 3, np.int64), wanted).sum() == have, "a week later they are gone"
    assert desk.taken("activity room", here, evening).tolist() == [have]


def test_no_room_is_lent_in_a_round_in_which_it_is_closed() -> None:
    with pytest.raises(ValueError, match="cannot be lent"):
        Rooms(_SMALL.places).lend("service centre", np.zeros(1, np.int64), (5,), 1)
    with pytest.raises(ValueError, match="0 or more"):
        Rooms(_SMALL.places).lend("activity room", np.zeros(1, np.int64), (5,), -1)


def test_a_room_that_is_lent_is_one_more_in_its_rounds_of_this_week() -> None:
    rooms = Rooms(_SMALL.places)
    desk = RoomsDesk(rooms, Moment.of(_SMALL), 0)
    desk.lend("activity room", np.zeros(1, np.int64), (5, 11))
    three, again = np.zeros(3, np.int64), np.array([5, 5, 5])
    assert rooms.book(three, again).tolist() == [True, True, False]
    assert rooms.book(three, np.array([10, 10, 11])).tolist() == [True, False, True]
    # A hall that the compound has not got is there for the round in which it is lent.
    desk.lend("hall", np.zeros(1, np.int64), (5,))
    assert desk.free("hall", three, np.array([5, 7, 10])).tolist() == [True, False, False]
    rooms.begin(Moment.of(_SMALL))
    assert rooms.book(three, again).tolist() == [True, False, False]
    assert not desk.free("hall", three, again).any()
    with pytest.raises(ValueError, match="go from 0 to"):
        desk.lend("hall", np.array([1]), (5,))
    with pytest.raises(ValueError, match="cannot be lent"):
        desk.lend("hall", np.zeros(1, np.int64), (13,))
