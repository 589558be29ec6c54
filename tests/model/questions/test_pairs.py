"""Chances of a tie by kind of pair, against loops over all pairs in plain Python, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.sites import SitePeople
from linli.model.ground.refusal import InputError
from linli.model.people.everyday import EVERYDAY, EverydayKind
from linli.model.people.residents import NO_GROUP
from linli.model.people.survey_constants import SurveyConstants
from linli.model.questions import AskedIn, View, pairs
from linli.model.questions.pairs import PairsByKind, group_numbers
from linli.model.society.society import Society
from linli.model.survey import named, reports

Look = Callable[..., View]
PLACE = NeighbourhoodParameters(preset="old-walk-up", buildings=2, entrances=2, floors=2, flats_per_floor=2)
"""16 flats: two on a landing, four of a gate and of a floor, eight of a building."""
NOISY = SurveyConstants(sigma_u=0.3, sigma_e=0.4, sigma_d=0.6)


def crowd(look: Look, group: Callable[..., EverydayKind], *, household: int = 2, count: int = 2, density: float = 0.3) -> View:
    """Make two sites of 16 households with ties of many strengths, habitual groups and two clubs."""
    n = 16 * household
    rng = np.random.default_rng(5)
    ties = [
        (a, b, float(rng.uniform(1.0, 60.0)))
        for k in range(count)
        for a in range(k * n, (k + 1) * n)
        for b in range(a + 1, (k + 1) * n)
        if a // household != b // household and rng.random() < density
    ]
    view = look(n, ties, count=count, household=household, place=PLACE, everyday={"cards": group(2.0, 5)}, survey=NOISY)
    clubs = view.society.services.organisations.members
    clubs.join(np.repeat([0, 1], 6), np.concatenate((np.arange(6), np.arange(3, 9))), 0)
    return view


def by_loops(view: View, put: PairsByKind) -> np.ndarray:
    """Count each pair of each site by itself."""
    s = view.society
    p, flat, gate = s.places, s.residents.flat.tolist(), s.residents.gate.tolist()
    cards = s.residents.groups[s.engine.table.group[list(s.engine.kinds).index("cards")]].tolist()
    member = {(int(a), int(b)) for a, b in zip(s.services.organisations.members.slot, s.services.organisations.members.row, strict=True)}
    trace = "slow" if put.level in ("recognised", "acquaintance") else "closeness"
    names = named(reports(s, trace), getattr(s.constants.ties, put.level), put.names or None)
    said = set(zip(names.asker.tolist(), names.other.tolist(), strict=True))

    def unit(starts: np.ndarray, row: int) -> int:
        return int(np.searchsorted(starts, row, side="right")) - 1

    def is_of(kind: str, a: int, b: int) -> bool:
        building = [unit(p.building_rows, x) for x in (a, b)]
        if kind == "landing":
            return unit(p.landing_rows, a) == unit(p.landing_rows, b)
        if kind == "gate":
            return gate[a] == gate[b]
        if kind == "building":
            return building[0] == building[1]
        if kind == "compound":
            return unit(p.compound_rows, a) == unit(p.compound_rows, b)
        if kind == "floor":
            height = [round(float(p.flat_xyz[flat[x], 2]), 2) for x in (a, b)]
            return building[0] == building[1] and height[0] == height[1]
        if kind == "cards":
            return cards[a] != NO_GROUP and cards[a] == cards[b]
        return any((club, a) in member and (club, b) in member for club in (0, 1))

    could, did = np.zeros((2, view.sites, put.rows(1)))
    for site in range(view.sites):
        for a, b in permutations(range(int(view.starts[site]), int(view.starts[site + 1])), 2):
            own = flat[a] == flat[b]
            if own and not put.household:
                continue
            kinds = [kind for kind in put.kinds if kind != "elsewhere"]
            of = [k for k, kind in enumerate(kinds) if is_of(kind, a, b)]
            if "elsewhere" in put.kinds and not of:
                of = [len(kinds)]
            if put.metres and (not of or not put.exclusive):
                far = float(np.linalg.norm(p.flat_xyz[flat[a]].astype(float) - p.flat_xyz[flat[b]].astype(float)))
                of = [*of, len(kinds) + sum(far >= edge for edge in put.metres)]
            one, other = (a, b) in said, (b, a) in said
            tied = own or {"one": one, "either": one or other, "both": one and other}[put.side]
            for k in of[:1] if put.exclusive else of:
                could[site, k] += 1
                did[site, k] += tied
    return np.where(could > 0, 100.0 * did / np.maximum(could, 1), np.nan)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kinds": ("landing", "floor", "gate", "building", "elsewhere"), "level": "friendly", "side": "both"},
        {"kinds": ("cards", "landing", "organisation", "elsewhere"), "level": "acquaintance", "side": "either", "names": 4},
        {"kinds": ("building", "gate", "cards", "organisation", "elsewhere"), "exclusive": False, "names": 5},
        {"kinds": ("gate",), "metres": (10.0, 25.0, 40.0), "level": "recognised"},
        {"kinds": ("compound", "landing"), "metres": (20.0,), "exclusive": False, "household": True, "level": "close"},
        {"kinds": (), "metres": (8.0, 30.0), "household": True, "side": "both"},
    ],
    ids=str,
)
@pytest.mark.parametrize("block", [1 << 22, 40])
def test_shares_are_those_of_loops_over_all_pairs(
    look: Look, group: Callable[..., EverydayKind], monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], block: int
) -> None:
    monkeypatch.setattr(pairs, "_BLOCK", block)
    view, put = crowd(look, group), PairsByKind(**fields)
    wanted = by_loops(view, put)
    assert np.isfinite(wanted).any()
    assert len(np.unique(wanted[np.isfinite(wanted)])) > 1
    assert put.observe(view) == pytest.approx(wanted, nan_ok=True)


def test_desk_mates_by_hand(look: Look) -> None:
    # Three desks of two. The first desk are friends of each other; of the second one says it; 0 and 4 of two desks are friends.
    desks = NeighbourhoodParameters(preset="old-walk-up", buildings=1, entrances=3, floors=2, flats_per_floor=1)
    view = look(6, [(0, 1, 50.0), (2, 3, 50.0), (0, 4, 50.0)], place=desks)
    view.society.ties.partner[3] = 65535
    assert PairsByKind(side="both").observe(view)[0] == pytest.approx([100.0 / 3, 100.0 / 12])
    assert PairsByKind(side="either").observe(view)[0] == pytest.approx([200.0 / 3, 100.0 / 12])
    assert PairsByKind().observe(view)[0] == pytest.approx([100.0 * 3 / 6, 100.0 * 2 / 24])
    assert PairsByKind(names=1).observe(view)[0].sum() < PairsByKind().observe(view)[0].sum()


def test_a_kind_without_pairs_has_no_answer(look: Look, group: Callable[..., EverydayKind]) -> None:
    view = look(4, [(0, 1, 50.0)], everyday={"cards": group(2.0, 2)}, count=2)
    view.society.residents.groups[:] = NO_GROUP
    found = PairsByKind(kinds=("cards", "organisation", "elsewhere")).observe(view)
    assert np.isnan(found[:, :2]).all()
    assert found[:, 2].tolist() == pytest.approx([100.0 * 2 / 12, 0.0])


def test_talks_are_what_happened_and_go_back_so_many_steps(look: Look) -> None:
    view = look(4, [(0, 1, 50.0), (2, 3, 1.0)])
    s = view.society
    s.week = 10
    s.ties.last[[0, 1], 0] = 8
    s.ties.last[[2, 3], 0] = 5
    s.ties.partner[3] = 65535
    shares = [PairsByKind(level="talked", kinds=("elsewhere",), lately=steps).observe(view)[0, 0] for steps in (1, 2, 5)]
    assert shares == pytest.approx([0.0, 100.0 / 6, 200.0 / 6])


def test_only_those_asked_are_asked(look: Look, group: Callable[..., EverydayKind]) -> None:
    view = crowd(look, group, count=1)
    asked = pairs.sample_of_sites(view, np.arange(32), 7).tolist()
    said = view.says("friend")[0][0]
    flat = view.society.residents.flat
    apart = flat[:, None] != flat[None, :]
    every = np.ones(32, np.bool_)
    one, both = (PairsByKind(kinds=("elsewhere",), asked=7, side=side).observe(view)[0, 0] for side in ("one", "both"))
    assert one == pytest.approx(100.0 * said[np.ix_(asked, every.nonzero()[0])].sum() / apart[asked].sum())
    mutual = (said & said.T)[np.ix_(asked, asked)]
    assert both == pytest.approx(100.0 * mutual.sum() / apart[np.ix_(asked, asked)].sum())


def test_people_of_one_household_are_tied_or_not_there(look: Look) -> None:
    view = look(4, [], household=2)
    assert PairsByKind(kinds=("elsewhere",)).observe(view).tolist() == [[0.0]]
    assert PairsByKind(kinds=("elsewhere",), household=True).observe(view)[0, 0] == pytest.approx(100.0 * 4 / 12)


def test_rows_have_the_names_of_their_kinds() -> None:
    put = PairsByKind(kinds=("landing", "cards"), metres=(20.0, 62.5))
    assert put.row_labels() == ("landing", "cards", "0-20 m", "20-62.5 m", "62.5+ m")
    assert (put.rows(1), put.rows(2)) == (5, 0)
    assert PairsByKind(kinds=("gate",)).rows(3) == 3


def test_a_group_that_is_not_there_gives_the_nearest_name(look: Look, group: Callable[..., EverydayKind]) -> None:
    view = look(4, everyday={"cards": group(1.0)})
    with pytest.raises(InputError, match="Did you mean \"cards\""):
        group_numbers(view, "crads")


HOME = NeighbourhoodParameters(preset="old-walk-up", buildings=1, entrances=2, floors=3, flats_per_floor=2)
KINDS: dict[str, EverydayKind] = {"yard": EVERYDAY["yard"], "shop": EVERYDAY["shop"], "stairs": EVERYDAY["floors"]}


def refusal(*, place: NeighbourhoodParameters = HOME, mechanisms: tuple[str, ...] = (), **fields: Any) -> tuple[str, str]:
    found = PairsByKind(**fields).refuse(AskedIn(1, 4, SitePeople(number=12), place, KINDS, mechanisms))
    assert found is not None
    assert found[1].zh != found[1].en
    return found[0], found[1].en


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"kinds": ("gat",)}, "kinds", 'there is no kind of pairs "gat" here. Did you mean "gate"?'),
        ({"kinds": ("yrad",)}, "kinds", 'Did you mean "yard"?'),
        ({"kinds": ("zzz",)}, "kinds", "There is: landing, floor, gate, building, compound, yard, organisation, elsewhere."),
        ({"kinds": ("shop",)}, "kinds", 'who meets there shares a compound: write "compound"'),
        ({"kinds": ("stairs",)}, "kinds", 'write "landing"'),
        ({"kinds": ("household", "elsewhere")}, "kinds", "people of one household always know each other here"),
        ({"kinds": ("organisation",)}, "kinds", "no mechanism founds any"),
        ({"kinds": ("gate", "gate")}, "kinds", "given twice"),
        ({"kinds": ("gate", "landing")}, "kinds", '"landing" comes after "gate", which holds all its pairs'),
        ({"kinds": ("elsewhere", "gate")}, "kinds", "it comes last"),
        ({"kinds": ("gate", "elsewhere"), "metres": (5.0,)}, "kinds", "not beside metres"),
        ({"kinds": ("building", "elsewhere")}, "kinds", 'nothing is left for "elsewhere": all people of a site share a building'),
        ({"kinds": ("building",), "metres": (5.0,)}, "metres", 'nothing is left for "metres"'),
        ({"kinds": ("landing",), "place": HOME.model_copy(update={"flats_per_floor": 1})}, "kinds", "each landing has one flat here"),
        ({"kinds": ()}, "kinds", "name at least one"),
        ({"metres": (20.0, 10.0), "kinds": ()}, "metres", "edges must be above 0 and rise"),
        ({"level": "talked", "side": "both"}, "side", "a talk is of both"),
        ({"lately": 3}, "lately", 'with level = "talked" only'),
        ({"household": True}, "household", "every household has one person"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_the_reason(fields: dict[str, Any], field: str, says: str) -> None:
    where, text = refusal(**fields)
    assert where == field
    assert says in text


def test_what_can_be_asked_is_asked() -> None:
    many = {"kinds": ("landing", "floor", "gate", "yard", "elsewhere")}, {"kinds": ("gate", "landing"), "exclusive": False}, {"kinds": (), "metres": (5.0,)}
    for fields in many:
        assert PairsByKind(**fields).refuse(AskedIn(1, 4, SitePeople(number=12), HOME, KINDS, ())) is None  # type: ignore[arg-type]
    alone = HOME.model_copy(update={"flats_per_floor": 1})
    couples = AskedIn(1, 4, SitePeople(number=12, household=2), alone, KINDS, ("ordinary-life",))
    assert PairsByKind(kinds=("landing", "organisation", "elsewhere"), household=True).refuse(couples) is None


def test_of_a_whole_compound_all_pairs_are_looked_at_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(communities=1), seed=1)
    society.run(2)
    n = society.residents.n
    assert n * n > 1 << 22
    put = PairsByKind(kinds=("landing", "gate", "building", "yard"), metres=(50.0,), level="talked", lately=2)
    found = put.observe(View(society, 0))
    assert np.isfinite(found).all()
    assert found[0, 0] > found[0, 2] > 0.0
    monkeypatch.setattr(pairs, "_BLOCK", 1 << 18)
    assert put.observe(View(society, 0)) == pytest.approx(found)
