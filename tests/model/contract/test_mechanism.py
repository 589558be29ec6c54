"""The contract of a mechanism: parameters by the week, phases, draws, saving."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.contract.mechanism import Mechanism, MechanismParameters, Schedule
from linli.model.contract.programme import Programme
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.draws import draws, falls_due
from linli.model.ground.parameters import constant
from linli.model.ground.random import draw
from linli.model.ground.refusal import InputError
from linli.model.ground.text import Text
from linli.model.mechanisms.registry import find_mechanism
from linli.model.people.declared import measure, state
from linli.model.people.units import Units, ranges
from linli.model.society.society import Society
from pydantic import ValidationError


class TeaParameters(MechanismParameters):
    cups: int = constant(0, unit="cups", low=0, high=9, en="Cups", zh="杯")


class Tea(Mechanism[TeaParameters]):
    """Tea in the first gate, each week in which there are cups."""

    name = "tea"
    title = Text("Tea", "茶会")
    Parameters = TeaParameters
    levers = {"cups": 0}

    kinds = {"tea": Text("tea", "茶会")}
    weeks: tuple[int, ...] = state("one", ())

    def plan(self, week: Week) -> None:
        self.weeks = (*self.weeks, week.scenario_week)
        if self.now.cups:
            week.call("tea", which=np.array([0]), poster=1.0, quality=1.0)

    @measure("teas", "茶会", unit="weeks")
    def teas(self) -> float:
        return float(len(self.weeks))


class Standing(Tea):
    standing = True


TYPES = {"tea": Tea}
SMALL = NeighbourhoodParameters(buildings=1, floors=6)


def _society(parameters: object = None, types: object = TYPES, **values: object) -> Society:
    society = Society(neighbourhood=SMALL, **values)  # type: ignore[arg-type]
    if parameters is not None:
        society.attach({"tea": parameters}, types)  # type: ignore[dict-item, arg-type]
    return society


def test_an_unknown_mechanism_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match='Did you mean "building-gates"'):
        find_mechanism("building-gate")
    with pytest.raises(InputError, match='Did you mean "building-gates"'):
        Society(neighbourhood=SMALL).attach({"building-gate": MechanismParameters()})
    with pytest.raises(TypeError, match="TeaParameters"):
        Programme({"tea": MechanismParameters()}, TYPES)


def test_weeks_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="end_week 3 comes before start_week 5"):
        TeaParameters(start_week=5, end_week=3)


def test_phases_are_called_in_the_weeks_of_the_policy_only() -> None:
    society = _society(TeaParameters(start_week=2, end_week=4, cups=1))
    society.run(6)
    assert society.programme.mechanisms[0].weeks == (2, 3)  # type: ignore[attr-defined]
    assert society.measure()["tea.teas"] == 2.0


def test_a_standing_mechanism_works_on_without_its_levers() -> None:
    society = _society(TeaParameters(start_week=2, end_week=4, cups=1), {"tea": Standing})
    held = []
    for _ in range(6):
        society.step()
        held.append(len(society.events))
    assert held == [0, 0, 1, 1, 0, 0]
    assert society.programme.mechanisms[0].weeks == tuple(range(6))  # type: ignore[attr-defined]


def test_a_schedule_is_read_every_week() -> None:
    schedule = Schedule(TeaParameters(), [(3, TeaParameters(cups=0)), (1, TeaParameters(cups=1))])
    society = _society(schedule)
    held = []
    for _ in range(5):
        society.step()
        held.append(len(society.events))
    schedule.change(5, TeaParameters(cups=2))
    society.step()
    assert [*held, len(society.events)] == [0, 1, 1, 0, 0, 1]


@pytest.mark.parametrize("parameters", [None, TeaParameters(on=False, cups=3), TeaParameters(start_week=99, cups=3), TeaParameters(cups=0)])
def test_a_mechanism_that_is_off_or_idle_changes_not_one_bit(parameters: TeaParameters | None) -> None:
    plain, other = _society(), _society(parameters)
    for society in (plain, other):
        society.run(8)
    for name, array in plain.residents.arrays().items():
        assert np.array_equal(array, other.residents.arrays()[name]), name
    for a, b in zip(plain.ties, other.ties, strict=True):
        assert np.array_equal(a, b)


def test_a_mechanism_that_is_on_does() -> None:
    plain, other = _society(), _society(TeaParameters(cups=1))
    for society in (plain, other):
        society.run(8)
    assert not np.array_equal(plain.residents.last_came, other.residents.last_came)


def test_only_what_stands_lives_before_the_scenario_begins() -> None:
    society = _society(TeaParameters(cups=1), {"tea": Standing})
    society.policy_week0 = 3
    society.run(5)
    assert society.programme.mechanisms[0].weeks == (-3, -2, -1, 0, 1)  # type: ignore[attr-defined]
    society = _society(TeaParameters(cups=1))
    society.policy_week0 = 3
    society.run(5)
    assert society.programme.mechanisms[0].weeks == (0, 1)  # type: ignore[attr-defined]


def test_keyed_draws_are_those_of_the_random_module() -> None:
    entities = np.array([0, 7, 2**63 + 5], np.uint64)
    for week, counter in ((0, 0), (-3, 2), (900, 1)):
        assert (draws(11, "a stream", week, entities, counter) == draw(11, "a stream", week, entities, counter)).all()


@pytest.mark.parametrize("a_year", [0.0, 1.0, 12.0, 17.3, 52.0, 260.0])
def test_what_falls_due_so_many_times_a_year_does(a_year: float) -> None:
    offset = np.linspace(0.0, 0.999, 40)
    ten_years = sum(falls_due(offset, a_year, week) for week in range(520))
    assert np.abs(ten_years - 10 * a_year).max() <= 1.0
    first_quarter = sum(falls_due(offset, a_year, week) for week in range(13))
    assert abs(np.mean(first_quarter) - a_year / 4.0) < 0.1


def test_identities_of_gates_do_not_depend_on_other_communities() -> None:
    def identities(first: int, communities: int) -> np.ndarray:
        numbers = NeighbourhoodParameters(buildings=2, floors=3, first_community=first, communities=communities)
        units = Units(Society(neighbourhood=numbers).places)
        return np.concatenate([units.gate_identity, units.compound_identity])

    both = identities(4, 2)
    assert len(set(both.tolist())) == len(both)
    assert set(identities(5, 1).tolist()) < set(both.tolist())


def test_ranges_are_written_out() -> None:
    which, number = ranges(np.array([3, 9, 5]), np.array([5, 9, 8]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert number.tolist() == [3, 4, 5, 6, 7]


def test_a_programme_takes_its_state_back() -> None:
    first = _society(TeaParameters(cups=1))
    first.run(3)
    second = _society(TeaParameters(cups=1))
    second.programme.restore(first.programme.state())
    assert second.programme.mechanisms[0].weeks == (0, 1, 2)  # type: ignore[attr-defined]
