"""The twelve defects of the first contract, one test or more for each: what was wrong is said in the name."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import linli
import numpy as np
import pytest
from linli.experiments.contact import Gatherings, GatheringsParameters
from linli.model.contract.mechanism import Mechanism
from linli.model.contract.needs import Needs
from linli.model.contract.week import Week
from linli.model.foci.events import Events
from linli.model.foci.origins import MOST
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.refusal import InputError
from linli.model.ground.text import Text
from linli.model.mechanisms.gate_parameters import BuildingGatesParameters
from linli.model.mechanisms.meetings import MeetingsParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.registry import find_mechanism, mechanism_names, registry
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.declared import counter, measure
from linli.model.people.residents import NEVER
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import PostKind, VolunteerConstants
from linli.model.services.ledger import PAYERS
from linli.model.services.moment import Moment
from linli.model.society.measures import MEASURES, catalogue, info
from linli.model.society.society import Society
from linli.scenarios.schema import Scenario
from linli.viz.numbers import number
from linli.viz.words import places_of

Make = Callable[..., Any]
SMALL = NeighbourhoodParameters(buildings=1, floors=6)
TWO = NeighbourhoodParameters(buildings=2, floors=4, communities=2)
FULL: dict[str, Any] = {
    "gatherings_a_year": 30, "festivals": True, "decorating_a_year": 12, "talent_shows_a_year": 12, "find_talent": True,
    "interest_circles": True, "party_first": True, "knock_share": 0.3, "incentive": "honour",
}  # fmt: skip


def same(a: Society, b: Society) -> None:
    for name, array in a.residents.arrays().items():
        assert np.array_equal(array, b.residents.arrays()[name]), name
    for name, mine, other in zip(a.ties._fields, a.ties, b.ties, strict=True):
        assert np.array_equal(mine, other), name


def tea(self: Any, week: Week) -> None:
    week.call("tea", unit="compound", poster=1.0, quality=1.0, room_for=200)


# 1


def test_1_the_order_of_tables_decides_nothing(probe: Make) -> None:
    """Three mechanisms want the one room, money for two of them and the hours of staff for two of them."""
    granted: dict[tuple[str, ...], list[tuple[str, int]]] = {}

    def plan(self: Any, week: Week) -> None:
        week.ledger.fund("community", 30.0, 0)
        needs = Needs(yuan=40.0, staff=14.0, room="activity room", room_needed=True)
        week.call("tea", unit="compound", poster=0.5, needs=needs)

    lived = []
    for order in permutations(("amber", "birch", "cedar")):
        log: list[tuple[str, int]] = []

        def attend(self: Any, week: Week, log: list[tuple[str, int]] = log) -> None:
            if week.sitting("tea").held[0]:
                log.append((self.name, week.number))

        kinds = {name: probe(name, plan=plan, attend=attend) for name in order}
        society = Society(neighbourhood=SMALL, seed=1)
        society.attach({name: kinds[name].Parameters() for name in order}, kinds)
        society.run(60)
        granted[order] = sorted(log)
        lived.append(society)
    for other in lived[1:]:
        same(lived[0], other)
        assert other.measure() == lived[0].measure()
    assert len({tuple(log) for log in granted.values()}) == 1
    # They did compete, and none came first because of its name.
    share = Counter(name for name, _ in granted["amber", "birch", "cedar"])
    assert max(Counter(week for _, week in granted["amber", "birch", "cedar"]).values()) < 3
    assert min(share.values()) > 8
    assert len(share) == 3


def test_1_the_order_of_built_in_mechanisms_decides_nothing() -> None:
    chosen: dict[str, Any] = {
        "building-gates": BuildingGatesParameters(**FULL), "meetings": MeetingsParameters(a_year=52.0, poster=0.5, cost=50.0),
        "ordinary-life": OrdinaryLifeParameters(activities_a_year=26.0, clubs=10.0),
    }  # fmt: skip
    one, other = (Society(neighbourhood=TWO, seed=1, mechanisms={name: chosen[name] for name in names}) for names in (list(chosen), list(chosen)[::-1]))
    for society in (one, other):
        society.run(20)
    same(one, other)
    assert one.measure() == other.measure()


# 2


def test_2_a_saved_state_keeps_origins_by_name(probe: Make, put: Make, tmp_path: Path) -> None:
    tea_room = probe("tea-room", plan=tea, kinds={"tea": Text("tea in the tea room", "茶室")})
    society = Society(neighbourhood=SMALL, seed=1)
    put(society, tea_room)
    society.run(30)
    share = society.measure()["origin.tea-room.tea"]
    assert share > 0.0
    society.save(tmp_path / "state")
    loaded = Society.load(tmp_path / "state", {})
    put(loaded, probe("a-choir", plan=lambda self, week: week.call("song", poster=1.0), kinds={"song": Text("choir", "合唱")}))
    assert loaded.measure()["origin.tea-room.tea"] == share
    loaded.run(10)
    kinds = {kind.name: kind for kind in loaded.origins.kinds}
    assert kinds["tea-room.tea"].title.zh == "茶室"
    assert "a-choir.song" in kinds
    assert loaded.measure()["origin.tea-room.tea"] > 0.5 * share
    assert sum(value for name, value in loaded.measure().items() if name.startswith("origin.")) == pytest.approx(1.0)


# 3


def test_3_an_idle_mechanism_listed_first_changes_no_origin(probe: Make, put: Make) -> None:
    idle, busy = probe("aardvark", kinds={"nothing": Text("nothing", "无"), "tea": Text("tea", "茶")}), probe("tea-room", plan=tea)
    alone, beside = Society(neighbourhood=SMALL, seed=1), Society(neighbourhood=SMALL, seed=1)
    put(alone, busy)
    put(beside, idle, busy)
    for society in (alone, beside):
        society.run(20)
    assert [mechanism.name for mechanism in beside.programme.mechanisms] == ["aardvark", "tea-room"]
    same(alone, beside)
    assert alone.measure()["origin.tea-room.tea"] == beside.measure()["origin.tea-room.tea"] > 0.0
    assert beside.measure()["origin.aardvark.nothing"] == 0.0


# 4


def sessions(name: str, at_once: int, probe: Make) -> type[Mechanism[Any]]:
    def plan(self: Any, week: Week) -> None:
        self.sessions += at_once

    body = {"sessions": counter("sessions", "场次", unit="sessions"), "plan": plan}
    body["acquaintances"] = measure("friends of tea", "茶友", unit="people", name="acquaintances")(lambda self: 1e6)
    return probe(name, **body)  # type: ignore[no-any-return]


def test_4_measures_of_one_name_do_not_overwrite_one_another(probe: Make, put: Make) -> None:
    plain, society = Society(neighbourhood=SMALL, seed=1), Society(neighbourhood=SMALL, seed=1)
    kinds = sessions("chess", 1, probe), sessions("tea", 10, probe)
    put(society, *kinds)
    for one in (plain, society):
        one.run(5)
    m = society.measure()
    assert (m["chess.sessions"], m["tea.sessions"]) == (5.0, 50.0)
    # What they call acquaintances is not what the engine calls so.
    assert m["acquaintances"] == plain.measure()["acquaintances"] < 1e5
    assert m["tea.acquaintances"] == 1e6
    known = catalogue(kinds)
    assert known["acquaintances"] == MEASURES["acquaintances"]
    assert {"chess.sessions", "tea.sessions"} <= set(known)


def test_4_a_measure_that_does_not_bear_the_mechanisms_name_is_refused(probe: Make, put: Make) -> None:
    cheat = probe("tea", measures=lambda self: {"acquaintances": 99.0})
    society = Society(neighbourhood=SMALL, seed=1)
    put(society, cheat)
    with pytest.raises(ValueError, match=r"tea measures 'acquaintances'; names of its measures begin with 'tea\.'"):
        society.measure()


# 5


@pytest.mark.parametrize(("missing", "given"), [("mechanism", "identity"), ("identity", "mechanism")])
def test_5_an_event_without_mechanism_or_identity_is_refused(missing: str, given: str) -> None:
    with pytest.raises(KeyError, match=f"events need {missing}"):
        Events().add(1, hi=9, **{given: 1})


def test_5_what_is_called_bears_both(probe: Make, put: Make) -> None:
    society = Society(neighbourhood=TWO, seed=1)
    put(society, *(probe(name, plan=tea) for name in ("chess", "tea")))
    society.step()
    table = society.events.table
    assert sorted(table["mechanism"].tolist()) == [0, 0, 1, 1]
    assert len(set(table["identity"].tolist())) == 4


# 6


def only_in(society: Society, community: int) -> None:
    rows = society.places.community_rows
    came = np.flatnonzero(society.residents.last_came != NEVER)
    assert len(came) > 10
    assert ((came >= rows[community]) & (came < rows[community + 1])).all()


def test_6_a_mechanism_of_one_community_does_not_meet_in_another(probe: Make, put: Make) -> None:
    society = Society(neighbourhood=TWO, seed=1)
    put(society, probe(plan=tea), communities=(1,))
    society.run(3)
    only_in(society, 1)


@pytest.mark.parametrize("whole", [False, True])
def test_6_gatherings_of_the_study_of_contact_keep_to_their_community(whole: bool) -> None:
    society = Society(neighbourhood=TWO, seed=1)
    society.attach({"gatherings": GatheringsParameters(a_year=52.0, whole=whole, communities=(1,))}, {"gatherings": Gatherings})
    society.run(3)
    only_in(society, 1)


# 7


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[None]:
    """Install a package whose mechanism cannot be loaded."""
    about = tmp_path / "broken_tea-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-tea\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[linli.mechanisms]\nbroken-tea = broken_tea:Tea\n", encoding="utf-8")
    (tmp_path / "broken_tea.py").write_text("raise RuntimeError('no kettle')\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        yield
    sys.modules.pop("broken_tea", None)


def test_7_a_broken_plugin_is_one_sentence_for_those_who_name_it_only(broken: None) -> None:
    assert "broken-tea" in mechanism_names()
    with pytest.raises(InputError) as refused:
        find_mechanism("broken-tea")
    assert str(refused.value) == 'the mechanism "broken-tea" of the package broken-tea cannot be loaded: RuntimeError: no kettle.'
    with pytest.raises(InputError, match="no kettle"):
        Scenario.from_dict({"mechanisms": {"broken-tea": {}}, "arms": {"before": {}, "tea": {"mechanisms": {"broken-tea": {}}}}}, "broken")
    # Nobody else hears of it.
    assert find_mechanism("meetings").name == "meetings"
    assert "broken-tea" not in registry()
    assert info("building-gates.activities").kind == "count"
    fine = Scenario.from_dict({"arms": {"before": {}, "tea": {"mechanisms": {"meetings": {"a_year": 12.0}}}}}, "fine")
    assert fine.arm("tea").mechanisms["meetings"].a_year == 12.0
    society = Society(neighbourhood=SMALL, mechanisms={"meetings": MeetingsParameters(a_year=52.0)})
    society.step()
    assert society.measure()["meetings.heard"] >= 0.0


# 8


def test_8_what_any_account_pays_counts_as_cost_by_payer(probe: Make, put: Make) -> None:
    amounts = {payer: 10.0 + number for number, payer in enumerate(PAYERS) if payer != "organisation"}

    def plan(self: Any, week: Week) -> None:
        for payer, yuan in amounts.items():
            if payer not in ("public", "residents"):
                week.ledger.fund(payer, yuan, 0)
            assert week.ledger.pay(payer, "suppliers", yuan, 0).all(), payer

    society = Society(neighbourhood=SMALL, seed=1)
    put(society, probe(plan=plan))
    society.run(2)
    m = society.measure()
    assert {payer: m[f"yuan_{payer}"] for payer in amounts} == {payer: pytest.approx(2.0 * yuan) for payer, yuan in amounts.items()}
    assert m["yuan"] == pytest.approx(2.0 * sum(amounts.values()))


# 9


def test_9_shares_of_a_mechanism_are_printed_as_per_cent(probe: Make) -> None:
    regulars = measure("regulars of the tea room", "茶室常客", unit="share of residents", kind="share", name="regulars")(lambda self: 0.314)
    about = catalogue([probe("tea-room", regulars=regulars)])["tea-room.regulars"]
    assert about.kind == "share"
    assert number(0.314, places_of(about, [0.314]), about.kind) == "31 %"


# 10


def test_10_one_kind_of_focus_too_many_is_refused_with_a_sentence(probe: Make, put: Make) -> None:
    names = [f"tea {number}" for number in range(MOST + 1)]

    def plan(self: Any, week: Week) -> None:
        for name in names[: 100 * (week.number + 1)]:
            week.call(name, which=np.array([0]))

    society = Society(neighbourhood=SMALL, seed=1)
    put(society, probe("tea-room", plan=plan, kinds={name: Text(name, name) for name in names}))
    society.run(2)
    assert len(society.origins.kinds) > 200
    with pytest.raises(InputError, match=rf"no room for another kind of focus .*tells {MOST + 1} kinds apart"):
        society.step()


# 11


def test_11_the_setting_of_numba_stays_the_users() -> None:
    code = (
        "import os; before = dict(os.environ); import numba; folder = numba.config.CACHE_DIR; "
        "import linli, linli.model.society.society, linli.experiments.run, linli.__main__; "
        "print('NUMBA_CACHE_DIR' in os.environ, dict(os.environ) == before, numba.config.CACHE_DIR == folder)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True"]


# 12


def test_12_no_draw_is_used_again_by_multiplying_it() -> None:
    """A draw times a number, of which the remainder is taken, was a second draw: of that there is no trace."""
    model = Path(linli.__file__).parent / "model"
    sources = [*(model / "mechanisms").glob("**/*.py"), *(model / "contract").glob("*.py"), *(model / "services").glob("*.py")]
    assert len(sources) > 30
    lines = [(path.name, line.strip()) for path in sources for line in path.read_text(encoding="utf-8").splitlines()]
    found = [at for at in lines if re.search(r"\b(997|1e3|1000\.0?)\b.*%", at[1])]
    assert found == []


def test_12_nobody_draws_the_same_number_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mechanism or service asks twice in a week for one stream, entity and counter."""
    drawn: dict[tuple[str, int], set[int]] = {}
    again: Counter[str] = Counter()
    plain = Moment.draw

    def draw(self: Moment, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        known, those = drawn.setdefault((stream, counter), set()), np.asarray(entities).tolist()
        again[stream] += sum(one in known for one in those) + len(those) - len(set(those))
        known.update(those)
        return plain(self, stream, entities, counter)

    monkeypatch.setattr(Moment, "draw", draw)
    chosen: dict[str, Any] = {
        "building-gates": BuildingGatesParameters(**FULL), "ordinary-life": OrdinaryLifeParameters(clubs=8.0),
        "meetings": MeetingsParameters(a_year=104.0, members=0.5, cost=3.0),
    }  # fmt: skip
    constants = Constants(trust=TrustConstants(quarrels=1.0, needs=4.0))
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=4, floors=8, communities=2), constants=constants, mechanisms=chosen, seed=3)
    streams: set[str] = set()
    for _ in range(40):
        society.step()
        streams |= {stream for stream, _ in drawn}
        drawn.clear()
    assert {"building-gates gathering round", "building-gates gathering topic", "building-gates decorating: lends a hand"} <= streams
    assert +again == Counter()


@pytest.mark.parametrize(("name", "kinds"), [("building-gates", 5), ("meetings", 8)])
def test_12_round_and_topic_of_a_gathering_are_independent(name: str, kinds: int) -> None:
    willing = VolunteerConstants(gate_head=PostKind(accept=6.0, stay=9.0))
    chosen: dict[str, Any] = {
        "building-gates": BuildingGatesParameters(
            gatherings_a_year=52.0, gathering_evenings=0.1, least_preparation=0.0, budget_a_gate=1e6, gathering_staff=0.0
        ),
        "meetings": MeetingsParameters(a_year=52.0, audience="gate"),
        "ordinary-life": OrdinaryLifeParameters(activities_a_year=0.0, festivals=0, health_a_year=0.0, branch_a_year=0.0, assemblies_a_year=0.0, clubs=0.0),
    }  # fmt: skip
    society = Society(
        neighbourhood=NeighbourhoodParameters(buildings=50, entrances=2, floors=2, flats_per_floor=4), seed=2,
        constants=Constants(services=ServiceConstants(volunteers=willing)), mechanisms={key: chosen[key] for key in {name, "ordinary-life"}},
    )  # fmt: skip
    table = np.zeros((13, 256))
    for _ in range(30):
        society.step()
        np.add.at(table, (society.events.table["round"], society.events.table["topic"]), 1)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    assert table.shape == (3, kinds)
    assert table.sum() > 1500
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    assert ((table - expected) ** 2 / expected).sum() < {5: 26.1, 8: 36.1}[kinds], "the 999th of a thousand independent tables"
    for margin in (table.sum(axis=0), table.sum(axis=1)):
        assert abs(margin / margin.mean() - 1.0).max() < 0.25
