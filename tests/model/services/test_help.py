"""Help: needs, acquaintances, helpers who offer themselves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.service_constants import HelpConstants, ServiceConstants
from linli.model.services.help import HelpDesk
from linli.model.services.help_kernels import helpers_for
from linli.model.services.moment import Moment
from linli.model.society.society import Society

Live = Callable[..., Society]


def alone(live: Live, needs: float = 26.0, **values: object) -> Society:
    """Nobody rings at a stranger's door: without ties all go without, and all turn to helpers on offer."""
    help_ = HelpConstants(**{"ask_stranger": 0.0, "ask_team": 1.0, **values.pop("help", {})})  # type: ignore[dict-item, arg-type]
    return live(0, needs=needs, constants=ServiceConstants(help=help_), **values)


def desk(society: Society, by: int = 0) -> HelpDesk:
    return HelpDesk(society.services.help, Moment.of(society), by)


def test_without_needs_nothing_happens_to_trust(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    society = live()
    before = society.residents.trust_neighbours.copy()
    desk(society).offer(np.arange(9))
    pass_week(society)
    assert (society.residents.trust_neighbours == before).all()
    assert not any(society.services.help.measures().values())


def test_needs_come_as_often_as_they_should(live: Live) -> None:
    society = live(104, needs=2.0)
    expected = 2.0 * society.residents.n * 2
    assert abs(society.services.help.help_needed - expected) < 5 * expected**0.5


def test_every_need_ends_in_one_way(live: Live) -> None:
    h = live(52, needs=4.0, closeness=5.0).services.help
    assert h.help_given + h.refused + h.without == h.help_needed > 100
    assert h.refused > 0


def test_acquaintances_help_more_than_strangers(live: Live) -> None:
    apart, known = (live(52, needs=4.0, closeness=hours).services.help for hours in (0.0, 5.0))
    assert apart.without > 0.5 * apart.help_needed
    assert known.without == 0
    assert known.help_given / known.help_needed > 2 * apart.help_given / apart.help_needed


@pytest.mark.parametrize(
    ("closeness", "people", "adds"),
    [
        (4.0, {}, 1.0), (40.0, {}, 1.0 + 0.7), (4.0, {"trust_neighbours": 0.9}, 1.0 + 2.0 * 0.4), (4.0, {"trust_neighbours": 0.1}, 1.0 - 2.0 * 0.4),
        (4.0, {"free_hours": 40.0}, 1.0 + 0.6), (4.0, {"free_hours": 5.0}, 1.0 - 0.6 * 0.75), (4.0, {"frailty": 0.8}, 1.0 - 1.5 * 0.8),
    ],
)  # fmt: skip
def test_one_who_is_asked_for_help_gives_it_the_more_readily_the_nearer_freer_and_stronger_they_are(
    live: Live, closeness: float, people: dict[str, float], adds: float
) -> None:
    rule = HelpConstants(base=-1.0, known=1.0, friendly=0.7, trust=2.0, time=0.6, frailty=1.5)
    society = live(0, needs=26.0, closeness=closeness, constants=ServiceConstants(help=rule))
    r, asked, given = society.residents, 0, 0
    for name, value in {"trust_neighbours": 0.5, "free_hours": 20.0, "frailty": 0.0, **people}.items():
        getattr(r, name)[:] = value
    trust = r.trust_neighbours.copy()
    for society.week in range(6):
        r.trust_neighbours[:] = trust
        week = Moment.of(society)
        society.services.begin(week)
        society.services.react(week)
    h = society.services.help
    asked, given = int(h.help_given + h.refused), int(h.help_given)
    chance = 1.0 / (1.0 + np.exp(1.0 - adds))
    assert asked > 300
    assert abs(given / asked - chance) < 4.0 * np.sqrt(chance * (1.0 - chance) / asked)


# Helpers on offer


def test_helpers_come_where_nobody_else_has_helped(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    society = alone(live)
    h, staff = society.services.help, society.services.staff
    before = society.residents.trust_neighbours.copy()
    everybody = np.arange(society.residents.n)
    for _ in range(8):
        desk(society).offer(everybody, 9)
        pass_week(society)
    assert h.help_needed == h.without == h.by_teams == h.help_given > 100
    assert staff.volunteer_hours.sum() == pytest.approx(h.by_teams * h.constants.team_hours, rel=1e-4)
    assert (society.residents.trust_neighbours >= before).all()
    assert len(desk(society).unhelped()) == 0


def test_some_of_those_whom_nobody_helped_turn_to_helpers(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    society = alone(live, help={"ask_team": 0.3})
    for _ in range(20):
        desk(society).offer(np.arange(society.residents.n), 9)
        pass_week(society)
    h = society.services.help
    sd = (0.3 * 0.7 * h.help_needed) ** 0.5
    assert abs(h.by_teams - 0.3 * h.help_needed) < 4 * sd


def test_a_helper_serves_no_more_than_offered_and_than_time_allows(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    society = alone(live, needs=52.0)
    staff, h = society.services.staff, society.services.help
    free = int(np.argmax(society.residents.free_hours))
    desk(society).offer(np.array([free]), 2)
    pass_week(society)
    assert h.by_teams == 2
    assert len(desk(society).unhelped()) == h.help_needed - 2
    desk(society).offer(np.array([free]), 10**6)
    pass_week(society)
    hours = float(staff.evenings(np.array([free]))[0]) * staff.constants.hours
    assert h.by_teams - 2 == int(hours / h.constants.team_hours + 1e-6)
    pass_week(society)
    assert h.by_teams - 2 == int(hours / h.constants.team_hours + 1e-6), "an offer is for one week"


def test_the_nearest_helper_comes_and_nobody_from_another_community(live: Live) -> None:
    society = live(neighbourhood=NeighbourhoodParameters(buildings=2, floors=6, compounds=2, communities=2))
    r, units, places = society.residents, society.services.units, society.places
    first = places.gate_rows[:-1].astype(np.int64)
    compound, community = units.gate_compound, units.gate_community
    same = int(places.gate_rows[1]) - 1
    here, beside, beyond, abroad = same, first[1], first[np.argmax(compound == 1)], first[np.argmax(community == 1)]
    assert compound[1] == 0
    askers = np.array([0], np.int32)
    for helpers, comes in (
        ([abroad, beyond, beside, here], 3), ([here, beside, beyond], 0), ([beyond, beside], 1), ([abroad, beyond], 1), ([abroad], -1),
    ):  # fmt: skip
        for week in range(10):
            rows = np.array(helpers)
            found = helpers_for(
                np.uint64(1), np.int64(week), 0.5, askers, rows, np.ones(len(rows), np.int64), np.ones(len(rows)), r.identity, r.flat, r.gate,
                compound, community,
            )  # fmt: skip
            assert found.tolist() == [comes]


def test_of_equally_near_helpers_a_draw_decides(live: Live) -> None:
    society = live()
    r, units = society.residents, society.services.units
    rows = np.flatnonzero((r.gate == 0) & (r.flat != r.flat[0]))[[0, -1]]
    came = [
        int(helpers_for(
            np.uint64(1), np.int64(week), 0.5, np.array([0], np.int32), rows, np.ones(2, np.int64), np.ones(2), r.identity, r.flat, r.gate,
            units.gate_compound, units.gate_community,
        )[0])
        for week in range(400)
    ]  # fmt: skip
    assert abs(np.mean(came) - 0.5) < 4 * 0.5 / 400**0.5


def test_one_is_not_helped_by_ones_own_household(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    society = alone(live, needs=52.0)
    r = society.residents
    flat = int(np.argmax(np.bincount(r.flat)))
    rows = np.flatnonzero(r.flat == flat)
    r.gate[np.flatnonzero(r.flat != flat)] = 1  # all others are helped from afar if at all
    desk(society).offer(rows, 1000)
    pass_week(society)
    assert set(rows) <= set(desk(society).unhelped())
    assert society.services.help.by_teams > 0


def test_the_order_of_offers_changes_nothing(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    found = []
    for order in ((0, 1), (1, 0)):
        society = alone(live)
        offers = (np.arange(0, 60), np.arange(40, 90))
        for _ in range(6):
            for k in order:
                desk(society, k).offer(offers[k], k + 1)
            pass_week(society)
        found.append((society.residents.trust_neighbours.copy(), society.services.staff.given.copy()))
    assert all((a == b).all() for a, b in zip(*found, strict=True))
    assert found[0][1].sum() > 0


def test_offers_do_not_change_who_needs_help(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    plain, helped = alone(live), alone(live)
    for _ in range(5):
        desk(helped).offer(np.arange(30), 2)
        pass_week(plain)
        pass_week(helped)
    a, b = plain.services.help, helped.services.help
    assert (a.help_needed, a.without, a.refused) == (b.help_needed, b.without, b.refused)
    assert a.help_given < b.help_given


def test_a_lever_in_one_community_leaves_the_other_equal(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    two = NeighbourhoodParameters(buildings=1, floors=6, communities=2)
    plain, helped = alone(live, neighbourhood=two), alone(live, neighbourhood=two)
    border = int(plain.places.community_rows[1])
    for society in (plain, helped):
        for _ in range(6):
            desk(society).offer(np.arange(border, border + 40), 1)
            if society is helped:
                desk(society, 1).offer(np.arange(border - 50, border), 2)
            pass_week(society)
    assert (plain.residents.trust_neighbours[border:] == helped.residents.trust_neighbours[border:]).all()
    assert (plain.services.staff.given[border:] == helped.services.staff.given[border:]).all()
    assert plain.services.staff.given[border:].any()
    assert (plain.residents.trust_neighbours[:border] != helped.residents.trust_neighbours[:border]).any()


def test_who_went_without_is_kept_until_they_move(live: Live, pass_week: Callable[[Society], Moment]) -> None:
    society = alone(live)
    pass_week(society)
    rows = desk(society).unhelped()
    assert len(rows) == society.services.help.help_needed > 3
    again = alone(live)
    again.services.restore(society.services.state())
    assert (desk(again).unhelped() == rows).all()
    assert again.services.help.measures() == society.services.help.measures()
    society.residents.identity[rows[0]] += np.uint64(1 << 40)
    assert (desk(society).unhelped() == rows[1:]).all()
    society.services.restart()
    assert (society.services.help.help_needed, society.services.help.without) == (0, 0)


@pytest.mark.parametrize("rows", [np.array([-1]), np.array([10**6]), np.array([3, 3]), np.array([0.5])])
def test_wrong_rows_are_refused(live: Live, rows: np.ndarray) -> None:
    with pytest.raises(ValueError, match="rows of residents, each once"):
        desk(live()).offer(rows)


def test_a_wrong_capacity_is_refused(live: Live) -> None:
    with pytest.raises(ValueError, match="capacity"):
        desk(live()).offer(np.array([1]), -1)
