"""All four innovations in one community: the settings of the rows' own scenarios, every combination of pillars, one purse, one staff."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from linli.experiments.rows import row_names
from linli.model.services.ledger import NUMBERS
from linli.model.society.society import Society
from linli.scenarios.loader import load

PILLARS = {
    "party": ("party-service-centres", "three-level-linkage"),
    "autonomy": ("council-and-reasoning-hall", "consultation-minority", "unified-elections", "social-organisations", "democratic-supervision"),
    "technology": ("service-platform", "lost-persons", "online-services"),
    "culture": ("cultural-services", "acquaintance-covenants", "building-gates"),
}
ELSEWHERE = ("fire-app",)
"""Rows of another place than a compound of blocks."""
WEEKS = 60


def test_each_pillar_is_its_rows_at_their_own_settings() -> None:
    four = load("four-innovations")
    assert {row for rows in PILLARS.values() for row in rows} | set(ELSEWHERE) >= set(row_names()) - {"four-innovations"}
    for pillar, rows in PILLARS.items():
        assert list(four.overrides[pillar]["mechanisms"]) == list(rows)
        for row in rows:
            own = load(row)
            assert four.overrides[pillar]["mechanisms"][row] == own.overrides["after"]["mechanisms"][row]
            assert four.data["mechanisms"][row] == own.data["mechanisms"][row]
    assert four.data["mechanisms"]["ordinary-life"] == load("building-gates").data["mechanisms"]["ordinary-life"]


def test_there_is_an_arm_for_every_combination_of_pillars() -> None:
    four = load("four-innovations")
    wanted = {"-".join(some) for n in (1, 2, 3) for some in combinations(PILLARS, n)} | {"before", "after"}
    assert set(four.arms) == wanted
    assert len(wanted) == 16
    assert four.arms[:2] == ("before", "after")
    for arm in wanted - {"before"}:
        pillars = arm.split("-") if arm != "after" else list(PILLARS)
        assert set(four.overrides[arm]["mechanisms"]) == {row for pillar in pillars for row in PILLARS[pillar]}


@cache
def _lived(*settings: str) -> Society:
    own = load("four-innovations").with_settings(["neighbourhood.buildings=1", *settings]).arm("after")
    society = Society(neighbourhood=own.neighbourhood, population=own.population, constants=own.constants, everyday=own.everyday, seed=1, threads=1)
    society.spin_up(years=1)
    society.attach(own.schedules)
    society.run(WEEKS)
    return society


@pytest.mark.slow
def test_no_more_public_money_is_spent_than_there_is() -> None:
    for limit in (500_000.0, 20_000.0):
        society = _lived(f"services.money.public_a_year={limit}")
        ledger = society.services.ledger
        paid = ledger.spent[[NUMBERS[name] for name in ("public", "street", "community")]].sum() / 100.0
        assert ledger.spent[NUMBERS["public"]].sum() == 0
        assert 0.0 < paid <= 2 * limit
        assert ledger.fen[NUMBERS["street"]].min() >= 0


@pytest.mark.slow
def test_less_money_means_less_is_held_and_fewer_come() -> None:
    rich, poor = (_lived(f"services.money.public_a_year={limit}") for limit in (500_000.0, 20_000.0))
    assert poor.person_times < rich.person_times
    assert poor.services.ledger.yuan() < rich.services.ledger.yuan()


@pytest.mark.slow
def test_everything_asks_one_staff() -> None:
    staff = _lived("services.money.public_a_year=500000.0").services.staff
    assert (np.asarray(staff.pool_left) >= -1e-6).all()
