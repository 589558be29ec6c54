"""Fire-app: what begins a fire, alerts and who believes them, the watch, who notices and comes, how it spreads, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.fire_app.alarm import FOUND_BY
from linli.model.mechanisms.fire_app.app import FireApp
from linli.model.mechanisms.fire_app.blaze import SEVERAL, Ground, Outcome, Weather, burn, reach
from linli.model.mechanisms.fire_app.houses import OUT, WORKS
from linli.model.mechanisms.fire_app.parameters import LEVERS, FireAppParameters
from linli.model.mechanisms.fire_app.watch import WATCH
from linli.model.services.staff import HOURS_A_WEEK, NUMBERS
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY
from linli.scenarios.loader import load

SMALL = NeighbourhoodParameters(preset="natural-village", buildings=2)
OFTEN: dict[str, Any] = {"electrical_a_year": 100.0, "other_a_year": 200.0, "watch_accept": 3.0, "shaken": 0.0, "rebuilding": 1}
"""Things catch fire so often that two hamlets show in months what takes a village decades."""
BOXES: dict[str, Any] = {"protectors": 1.0, "monitors": 1.0, "detectors": 1.0}
CALM = Weather(0.0, 0.0)
P = FireAppParameters()
NEVER = np.inf


def lived(weeks: int, *, seed: int = 3, neighbourhood: NeighbourhoodParameters = SMALL, **levers: Any) -> tuple[Society, FireApp]:
    society = Society(neighbourhood=neighbourhood, mechanisms={"fire-app": FireAppParameters(**levers)}, seed=seed)
    society.run(weeks)
    return society, next(m for m in society.programme.mechanisms if isinstance(m, FireApp))


@cache
def before() -> tuple[Society, FireApp]:
    return lived(40, **OFTEN)


def row_of_houses(n: int, metres: float = 12.0, up: bool = False) -> Ground:
    xy = np.zeros((n, 2))
    xy[:, int(up)] = metres * np.arange(n)
    return Ground(xy, np.ones(n, np.bool_))


def burnt(ground: Ground, arrivals: Any = (), brigade: float = NEVER, first: int = 0, weather: Weather = CALM, patience: float = 1.0, **more: Any) -> Outcome:
    p = FireAppParameters(**more)
    return burn(p, ground, first, weather, np.full(len(ground.xy), patience), np.array(arrivals, np.float64), brigade)


def test_the_defaults_are_the_village_before_and_the_scenario_has_an_arm_for_each_part() -> None:
    assert {name: getattr(P, name) for name in LEVERS} == LEVERS
    scenario = load("fire-app")
    arms = {name: scenario.arm(name).mechanisms["fire-app"] for name in scenario.arms}
    on = {name: {lever for lever, off in LEVERS.items() if getattr(arms[name], lever) != off} for name in arms}
    assert list(arms)[:2] == ["before", "after"]
    assert on["before"] == set()
    assert on["after"] == set(LEVERS) - {"gong"}, "the gong goes on after the app"
    assert on["app-no-gong"] == set(LEVERS)
    for name, parts in (
        ("protectors", {"protectors"}), ("monitors", {"monitors"}), ("warnings", {"monitors", "warnings"}), ("mending", {"monitors", "mending"}),
        ("detectors", {"detectors"}), ("no-gong", {"gong"}), ("fails", set(LEVERS) - {"mending"}),
    ):  # fmt: skip
        assert on[name] == parts, name
    assert scenario.neighbourhood is not None
    assert scenario.neighbourhood.resolved().flats_per_community * 0.8 == pytest.approx(1446, rel=0.02), "as large as Xijiang"


# How a fire spreads and ends: closed forms on a row of houses


def test_heat_falls_to_a_third_over_the_distance_of_the_constant_and_grows_uphill_and_with_the_wind() -> None:
    p = FireAppParameters(slope=0.5, climbs=1.0, carries=0.2)
    ground = Ground(np.array([[0.0, 0.0], [8.0, 0.0], [16.0, 0.0], [0.0, 16.0], [0.0, -16.0], [100.0, 0.0]]), np.ones(6, np.bool_))
    still = reach(p, ground, 0, CALM)
    assert still[1] == pytest.approx(p.spreads * np.exp(-1.0))
    assert still[1] / still[2] == pytest.approx(np.e)
    assert still[3] / still[2] == pytest.approx(np.exp(0.5))
    assert still[4] / still[2] == pytest.approx(np.exp(-0.5))
    assert still[0] == still[5] == 0.0
    windy = reach(p, ground, 0, Weather(3.0, 0.0))
    assert windy[2] / still[2] == pytest.approx(np.exp(0.6))
    assert windy[3] == pytest.approx(still[3]), "across the wind nothing changes"


def test_a_fire_that_nobody_fights_takes_the_row_and_stops_where_no_wood_is() -> None:
    assert len(burnt(row_of_houses(6)).lost) == 6
    wall = row_of_houses(6)
    wall.burnable[3] = False
    assert sorted(burnt(wall, spreads=0.1).lost.tolist()) == [0, 1, 2]
    assert burnt(row_of_houses(3, metres=200.0)).lost.tolist() == [0]
    assert burnt(row_of_houses(6), patience=1e9).lost.tolist() == [0]


def test_who_comes_soon_saves_the_house_and_who_comes_late_the_next_ones() -> None:
    soon = burnt(row_of_houses(6), np.full(40, 2.0))
    late = burnt(row_of_houses(6), np.full(40, 30.0))
    assert len(soon.lost) == 0
    assert 1 <= len(late.lost) < 6
    assert soon.minutes < late.minutes < burnt(row_of_houses(6)).minutes
    lost = [len(burnt(row_of_houses(12), np.full(n, 10.0)).lost) for n in (0, 5, 20, 80)]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] > lost[-1]


def test_a_brigade_counts_from_its_minute_on() -> None:
    near, far = burnt(row_of_houses(12), brigade=6.0), burnt(row_of_houses(12), brigade=60.0)
    assert len(near.lost) < len(far.lost) <= 12
    assert burnt(row_of_houses(12), brigade=6.0, brigade_hands=0.0).lost.tolist() == burnt(row_of_houses(12)).lost.tolist()


def test_more_patience_never_loses_more_and_the_village_sees_several_burn() -> None:
    lost = [len(burnt(row_of_houses(30), np.full(20, 15.0), patience=k).lost) for k in (0.1, 0.5, 1.0, 3.0)]
    assert lost == sorted(lost, reverse=True)
    assert burnt(row_of_houses(SEVERAL - 1)).seen == np.inf
    assert burnt(row_of_houses(12), patience=0.1).seen < np.inf
    ground, p = row_of_houses(30), FireAppParameters(effort=20.0, water=300.0)
    alone = burn(p, ground, 0, CALM, np.full(30, 0.3), np.zeros(0), np.inf)
    helped = burn(p, ground, 0, CALM, np.full(30, 0.3), np.zeros(0), np.inf, np.full(300, 5.0))
    assert len(helped.lost) < len(alone.lost)


# Wiring, protectors, alerts


def test_faulty_and_overloaded_wiring_burns_sooner() -> None:
    wires = {**OFTEN, "other_a_year": 0.0}
    sound, faulty = (lived(30, wears=wears, mends=0.0, **wires)[1] for wears in (0.0, 5.0))
    assert sound.faulty() == 0.0 < faulty.faulty()
    assert faulty.electrical > 1.5 * sound.electrical
    assert sound.electrical_share() == 1.0
    calm, heavy = (lived(30, overloads=often, **wires)[1] for often in (0.0, 30.0))
    assert heavy.electrical > calm.electrical


def test_overloads_that_no_device_tells_of_burn_all_the_same() -> None:
    """Where nobody looks it is worked out for the houses that could burn only: to the last fire the same."""
    _, unseen = before()
    _, seen = lived(40, monitors=1e-9, **OFTEN)
    assert seen.overloads > 50 > unseen.overloads == 0
    assert (seen.ignitions, seen.electrical, seen.houses_lost) == (unseen.ignitions, unseen.electrical, unseen.houses_lost)


def test_a_protector_prevents_electrical_fires_and_none_of_the_others() -> None:
    _, bare = before()
    _, tripping = lived(40, protectors=1.0, bypasses=0.0, breaks=0.0, trips=1.0, **OFTEN)
    assert bare.electrical > 5
    assert tripping.electrical == 0
    assert tripping.ignitions > 0.5 * (bare.ignitions - bare.electrical)
    assert tripping.tripped > 0 == tripping.dead()


def test_a_protector_that_nobody_mends_protects_nobody_after_a_while() -> None:
    """The row's own failure: those with faulty wiring are cut off most often, and switch it out."""
    often: dict[str, Any] = {**OFTEN, **BOXES, "bypasses": 0.5, "nuisance": 2.0, "leaks": 12.0, "breaks": 0.3}
    society, left = lived(60, **often)
    _, mended = lived(60, mending=True, mend_hours=0.5, **often)
    assert left.dead() > 0.5
    assert mended.dead() < 0.6 * left.dead()
    assert mended.faulty() < left.faulty()
    assert left.mended == 0 < mended.mended
    assert left.bypassed > 0 < left.broken
    fault = left.fault[left.protector == OUT].mean()
    assert fault > left.fault[left.protector == WORKS].mean(), "it is out where it is needed most"
    assert society.residents.n > 100


def test_false_alarms_tire_those_who_should_answer() -> None:
    """Alerts with nothing behind them: at first nearly all are looked at, in the end few, and no staff is there at a real fire."""
    _, few = lived(40, monitors=1.0, detectors=1.0, false_alerts=0.0, false_alarms=0.0, tires=1.0, **OFTEN)
    society, many = lived(40, monitors=1.0, detectors=1.0, false_alerts=30.0, tires=1.0, look_hours=0.01, **OFTEN)
    assert few.true_share() == 1.0
    assert few.answered() > 0.9
    assert many.true_share() < 0.3
    assert many.answered() < 0.5 * few.answered()
    assert many.alerts > many.looked > 0
    assert many.looked / many.alerts < 0.8
    hours = float(society.services.staff.duty_hours[NUMBERS["inspections"]].sum())
    assert hours == pytest.approx(0.01 * many.looked)


def test_alerts_compete_for_the_hours_of_the_staff() -> None:
    _, dear = lived(12, monitors=1.0, false_alerts=50.0, look_hours=10.0, prior=1.0, tires=0.0, **OFTEN)
    assert dear.answered() == 1.0
    _, cheap = lived(12, monitors=1.0, false_alerts=50.0, look_hours=0.01, prior=1.0, tires=0.0, **OFTEN)
    assert cheap.looked == cheap.alerts == dear.alerts
    assert 0 < 10.0 * dear.looked <= 12 * 5.1 * HOURS_A_WEEK
    assert dear.looked < 0.6 * dear.alerts
    assert dear.alerts == dear.alerts_true + dear.alerts_false


def test_a_warned_household_takes_load_off_and_stops_reading_when_it_is_warned_for_nothing() -> None:
    levers = {"monitors": 1.0, "warnings": True, "overloads": 10.0, **OFTEN}
    _, quiet = lived(30, false_alerts=0.0, tires=2.0, **levers)
    _, noisy = lived(30, false_alerts=52.0, tires=2.0, prior_alerts=2.0, **levers)
    _, unread = lived(30, reads=0.0, **levers)
    assert quiet.eased > noisy.eased > unread.eased == 0
    assert quiet.overloads == noisy.overloads == unread.overloads, "warnings come after it"


# The watch


def test_the_watch_is_company_and_its_end_takes_it_away() -> None:
    society, gong = before()
    silent, none = lived(40, gong=False, **OFTEN)
    assert gong.gongs() > 0.4
    assert gong.walked > 20
    assert gong.watch_hours > 100.0
    assert none.gongs() == none.walked == none.watch_hours == 0
    assert (silent.services.volunteers.kinds[WATCH].row < 0).all()
    origins = [kind.name for kind in society.origins.kinds]
    met = np.array(origins)[society.ties.origin[society.ties.partner != EMPTY]]
    assert (met == "fire-app.fire").any(), "some met at a fire"


def test_the_gong_reminds_only_where_it_goes_round() -> None:
    stoves = {**OFTEN, "electrical_a_year": 0.0, "other_a_year": 600.0}
    _, heeded = lived(30, reminds=1.0, **stoves)
    _, ended = lived(30, reminds=1.0, gong=False, **stoves)
    _, unheeded = lived(30, reminds=0.0, **stoves)
    assert heeded.ignitions < 0.5 * ended.ignitions
    assert ended.ignitions > 20 < unheeded.ignitions


def test_who_heard_of_a_fire_is_careful_for_a_while() -> None:
    stoves = {**OFTEN, "electrical_a_year": 0.0, "other_a_year": 600.0}
    _, careful = lived(30, **{**stoves, "shaken": 1.0})
    _, careless = lived(30, **stoves)
    assert careful.ignitions < 0.6 * careless.ignitions


# Who notices, who comes


def test_a_fire_alarm_wakes_the_house_and_is_noticed_sooner() -> None:
    _, bare = before()
    _, alarmed = lived(40, detectors=1.0, **OFTEN)
    assert alarmed.minutes_to_notice() < bare.minutes_to_notice()
    assert bare.by_alarm == 0
    for found in (bare, alarmed):
        assert sum(getattr(found, way) for way in FOUND_BY) == found.ignitions


def test_staff_who_do_not_answer_notice_nothing() -> None:
    levers = {"detectors": 1.0, "own_notice": 0.0, "own_asleep": 0.0, "notice": 0.0, "wakes": 0.0, "night": 1.0, "electrical_a_year": 0.0}
    away: dict[str, Any] = {**OFTEN, **levers, "other_a_year": 1000.0}
    _, answer = lived(50, prior=1.0, prior_alerts=10000.0, **away)
    _, deaf = lived(50, prior=0.0, prior_alerts=10000.0, tires=3.0, false_alarms=0.0, **away)
    assert answer.by_alarm > 2
    assert deaf.by_alarm == 0


def test_where_nobody_knows_anybody_fewer_come() -> None:
    """The same weeks with the ties that people have, and with all of them hidden while it is seen who comes."""
    fires = {**OFTEN, "shout": 1.0, "gong_heard": 1.0, "own_minutes": 0.1, "effort": 10000.0, "spreads": 0.0}
    known, strangers = (lived(0, **fires)[0] for _ in range(2))

    def hidden(_: str, call: Callable[[Any], None]) -> Callable[[Any], None]:
        def phase(week: Any) -> None:
            kept = strangers.ties.partner.copy()
            strangers.ties.partner[:] = EMPTY
            call(week)
            strangers.ties.partner[:] = kept

        return phase

    strangers.programme.around("fire-app", hidden)
    came = []
    for society in (known, strangers):
        society.run(30)
        found = next(m for m in society.programme.mechanisms if isinstance(m, FireApp))
        came.append(found.came_to_help / found.fires)
    assert came[0] > 1.5 * came[1]


def test_where_nobody_comes_houses_are_lost_and_the_tail_is_long() -> None:
    alone: dict[str, Any] = {**OFTEN, "comes": -8.0, "comes_known": 0.0, "comes_norm": 0.0, "comes_seen": 0.0, "brigade_minutes": 600.0}
    society, found = lived(12, **{**alone, "other_a_year": 400.0, "own_minutes": 0.1})
    _, helped = lived(12, **{**OFTEN, "other_a_year": 400.0, "own_minutes": 0.1})
    assert found.houses_lost > 2 * helped.houses_lost
    assert found.largest_fire() >= 10
    assert found.lost_one + found.lost_some + found.lost_many + found.lost_village <= found.fires
    assert int((found.burnt > society.week).sum()) <= found.houses_lost
    assert found.recorded >= found.lost_one + found.lost_some


# Nothing, or harm


def test_without_wiring_that_burns_the_app_does_nothing_but_cost() -> None:
    """No ignition is electrical: protectors, monitors, warnings and visits change no fire, to the last one."""
    stoves = {**OFTEN, "electrical_a_year": 0.0}
    _, plain = lived(30, **stoves)
    society, app = lived(30, protectors=1.0, monitors=1.0, warnings=True, mending=True, **stoves)
    for name in ("ignitions", "fires", "houses_lost", "came_to_help", "recorded"):
        assert getattr(plain, name) == getattr(app, name), name
    assert app.staff_hours > 0
    assert float(society.measure()["yuan"]) > 300.0 * 2 * 60


def test_the_app_in_place_of_the_gong_can_do_harm() -> None:
    """Where all fires come of stoves, and the gong reminds of them, giving it up for monitors costs fires."""
    stoves = {**OFTEN, "electrical_a_year": 0.0, "other_a_year": 600.0, "reminds": 0.6}
    _, gong = lived(30, **stoves)
    _, app = lived(30, gong=False, **BOXES, **stoves)
    assert app.ignitions > 1.2 * gong.ignitions
    assert app.walked == 0 < gong.walked
