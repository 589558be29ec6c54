"""A link holds all that a page shows, and names no file."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario
from linli.viz.dashboard.link import LONGEST_LINK, from_query, has_outlines, leaves_outlines, packed, to_query, unpacked
from linli.viz.dashboard.packages import with_copy, with_value
from linli.viz.dashboard.state import MOST_RESIDENTS, State, first_state


@pytest.fixture(scope="module")
def start() -> State:
    return first_state(load("building-gates"), "en")


def again(state: State, start: State) -> State:
    return from_query(to_query(state), start)


def test_what_is_not_said_is_as_in_the_beginning(start: State) -> None:
    assert from_query("", start) == start
    assert from_query("lang=zh&page=why", start) == replace(start, language="zh", page="why")


def test_a_scenario_of_linli_is_named_and_not_packed(start: State) -> None:
    state = replace(start, chosen=("before", "gatherings", "talent"), seeds=20, page="levers", language="zh")
    assert "own" not in parse_qs(to_query(state))
    assert again(state, start) == state
    assert "colours" not in to_query(start)
    assert again(replace(start, colouring="age"), start).colouring == "age"


def test_a_changed_scenario_comes_back_to_the_last_digit(start: State) -> None:
    scenario, name = with_copy(start.scenario, "after")
    scenario = with_value(scenario, name, "building-gates", "gatherings_a_year", 17.3)
    state = replace(start, scenario=scenario, chosen=("before", "after", name), draws=24, seeds=2, package=name)
    back = again(state, start)
    assert back.scenario.data == scenario.data
    assert back.scenario.hash() == scenario.hash()
    assert (back.chosen, back.draws, back.seeds, back.looked_at) == (state.chosen, 24, 2, name)
    assert len(to_query(state)) < 8_000


def test_another_scenario_of_linli_begins_with_its_first_two_arms(start: State) -> None:
    found = from_query("scenario=party-service-centres", start)
    assert found.scenario.name == "party-service-centres"
    assert found.chosen == found.scenario.arms[:2]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("scenario=nobody", "there is no scenario"),
        ("scenario=/etc/passwd", "there is no scenario"),
        ("arms=before,nothing", "there is no arm"),
        ("seeds=many", "is not a whole number between 1 and 50"),
        ("seeds=51", "is not a whole number between 1 and 50"),
        ("colours=ages", "there is no way of colouring \"ages\".*age"),
        ("own=AAAA", "the link is not complete"),
        ("own=%F0", "the link is not complete"),
        ("x=" + "y" * LONGEST_LINK, "the link is not complete"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(start: State, query: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        from_query(query, start)


def test_a_link_that_unpacks_without_end_is_refused(start: State) -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"#" * 50_000_000)).decode().rstrip("=")
    with pytest.raises(UserError, match="the link is not complete"):
        unpacked(bomb)


@pytest.mark.parametrize("where", ["", "arms"])
def test_a_link_that_names_a_file_is_refused(start: State, where: str) -> None:
    data = dict(start.scenario.data)
    roster = {"residents": "/etc/passwd"}
    if where:
        data["arms"] = {**data["arms"], "after": {**data["arms"]["after"], "roster": roster}}
    else:
        data["roster"] = roster
    import tomli_w

    own = base64.urlsafe_b64encode(zlib.compress(tomli_w.dumps(data).encode())).decode().rstrip("=")
    with pytest.raises(UserError, match="may not name files"):
        from_query(urlencode({"own": own}), start)


def test_a_scenario_beyond_the_bounds_of_a_session_is_refused(start: State) -> None:
    large = start.scenario.with_settings(["neighbourhood.communities=20"])
    with pytest.raises(UserError, match=f"up to {MOST_RESIDENTS:,}"):
        from_query(f"own={packed(large)}", start)


def test_a_roster_that_was_opened_stays_with_the_server_and_out_of_the_link() -> None:
    whole = load("building-gates")
    data = {**whole.data, "roster": {"tables": "shares.csv"}}
    opened = Scenario.from_dict(whole.data, "mine").model_copy(update={"data": data})
    state = replace(first_state(whole, "en"), scenario=opened, opened=True)
    assert "shares" not in str(unpacked(parse_qs(to_query(state))["own"][0]))


def outlined(many: int, corners: int) -> Scenario:
    """A compound of many small houses with outlines of many corners, no two alike."""
    rng = np.random.default_rng(2)
    outlines = (9.0 + rng.random((many, corners, 2))).round(1).tolist()
    houses = [
        {"x": 30.0 * (k % 40), "y": 30.0 * (k // 40), "length": 20.0, "depth": 10.0, "entrances": 1, "floors": 1, "flats_per_floor": 1, "outline": outline}
        for k, outline in enumerate(outlines)
    ]
    data = {**load("building-gates").data, "neighbourhood": {"placed": houses}}
    return Scenario.from_dict(data, "mine", "")


def test_outlines_are_in_the_link_as_far_as_it_holds_them(start: State) -> None:
    few = first_state(outlined(3, 8), "en")
    assert again(few, start).scenario.neighbourhood == few.scenario.neighbourhood
    assert not leaves_outlines(few)
    many = first_state(outlined(300, 90), "en")
    assert leaves_outlines(many)
    back = again(many, start).scenario
    assert not has_outlines(back)
    assert [(one.x, one.y, one.flats) for one in back.neighbourhood.placed] == [(one.x, one.y, one.flats) for one in many.scenario.neighbourhood.placed]
    # What is shown and what its address says are the same page: it is not drawn anew.
    assert to_query(again(many, start)) == to_query(many)
