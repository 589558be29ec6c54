"""The society: the same bits for any threads, shards, stops and steps; levers reach whom they can reach and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import linli.model.society.society as society_module
import numpy as np
import pytest
from linli.model.contract.mechanism import Mechanism, MechanismParameters, Schedule
from linli.model.contract.week import Week
from linli.model.foci.encounter_week import TALLIES
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.parameters import constant
from linli.model.ground.text import Text
from linli.model.mechanisms.gate_parameters import BuildingGatesParameters
from linli.model.mechanisms.registry import find_mechanism
from linli.model.people.constants import Constants, TieConstants
from linli.model.people.everyday import EVERYDAY, EverydayKind
from linli.model.people.residents import NEVER
from linli.model.society.society import STANDING_YEARS, Society, drift
from linli.model.society.storage import StoredError

Bits = Callable[..., dict[str, np.ndarray]]
CITY = NeighbourhoodParameters(preset="old-walk-up", buildings=2, entrances=2, floors=4, communities=5, compounds=2, first_community=3)
FULL = BuildingGatesParameters(
    start_week=2, gatherings_a_year=26, festivals=True, decorating_a_year=4, talent_shows_a_year=4, find_talent=True,
    interest_circles=True, party_first=True, knock_share=0.5, incentive="points",
)  # fmt: skip
TIGHT = Constants(ties=TieConstants(slots=12))
"""Full tables: entries give way, are refused and come back."""


class FairParameters(MechanismParameters):
    poster: float = constant(0.5, unit="chance", low=0.0, high=1.0, en="Poster", zh="海报")
    compounds: int = constant(0, unit="compounds", low=0, high=100, en="Only the first so many compounds", zh="小区数")


class Fair(Mechanism[FairParameters]):
    """A fair in every compound every second week; a mechanism as others will write them."""

    name = "fair"
    title = Text("Fair", "集市")
    Parameters = FairParameters

    kinds = {"fair": Text("fair", "集市")}

    def plan(self, week: Week) -> None:
        if week.scenario_week % 2 == 0:
            n = self.now.compounds or week.places.compounds
            week.call(
                "fair", unit="compound", which=np.arange(n), poster=self.now.poster, knock=self.now.poster / 4, quality=1.0, room_for=90, pays=30.0, topic=0
            )


def with_fair(society: Society, **values: float) -> Society:
    society.attach({"fair": FairParameters(**values)}, {"fair": Fair})  # type: ignore[arg-type]
    return society


def city(threads: int = 1, mechanisms: bool = True, neighbourhood: NeighbourhoodParameters = CITY, seed: int = 4, **values: object) -> Society:
    chosen = {"building-gates": values.pop("gates", FULL)} if mechanisms else None
    # The buildings of a preset, and people as in a Beijing-like compound.
    values = {"population": PopulationParameters(), "everyday": EVERYDAY, **values}
    return Society(neighbourhood=neighbourhood, constants=TIGHT, mechanisms=chosen, seed=seed, threads=threads, **values)  # type: ignore[arg-type]


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray], but: tuple[str, ...] = ()) -> None:
    assert a.keys() == b.keys()
    different = [name for name in a if name not in but and not np.array_equal(a[name], b[name])]
    assert different == []


@pytest.fixture(scope="module")
def one_thread() -> Society:
    s = city()
    s.run(70)
    return s


def test_the_run_that_others_are_held_against_is_full_of_life(one_thread: Society) -> None:
    s = one_thread
    assert s.person_times > 1000
    assert s.engine.tallies["entries_given_up"] > 1000
    assert s.engine.tallies["entries_refused"] > 0
    assert s.engine.tallies["visits"] > 1000
    assert (s.residents.arrival >= 0).sum() > 100
    assert s.measure()["building-gates.circles"] > 0
    assert s.person_times > 0
    assert (s.residents.groups[-1] != 65535).any()


@pytest.mark.parametrize("threads", [2, 3])
def test_the_same_bits_for_any_number_of_threads(one_thread: Society, bits: Bits, threads: int) -> None:
    s = city(threads)
    s.run(30)
    s.threads = threads + 2
    s.run(40)
    same(bits(s), bits(one_thread))
    assert s.measure() == one_thread.measure()
    assert s.person_times == one_thread.person_times


def test_tallies_are_of_all_communities(one_thread: Society) -> None:
    each, told = one_thread.engine.tally_counts, one_thread.engine.tallies
    assert list(told) == list(TALLIES)
    assert list(told.values()) == [int(sum(counts)) for counts in each.T.tolist()]
    assert told["talks"] > 0


def test_many_steps_are_one_run(one_thread: Society, bits: Bits) -> None:
    s = city()
    told = []
    s.run(10, lambda done, weeks: told.append((done, weeks)))
    for _ in range(59):
        s.step()
    s.run(1)
    same(bits(s), bits(one_thread))
    assert told == [(k, 10) for k in range(1, 11)]
    assert s.week == 70


def test_a_saved_week_goes_on_as_if_never_stopped(one_thread: Society, bits: Bits, tmp_path: Path) -> None:
    s = city()
    for stop in (1, 33, 34):
        s.run(stop - s.week)
        file = tmp_path / f"week {stop}"
        s.save(file)
        again = Society.load(file, threads=2)
        same(bits(again), bits(s))
        assert again.measure() == s.measure()
        again.save(tmp_path / "again")
        with np.load(file) as first, np.load(tmp_path / "again") as second:
            assert sorted(first.files) == sorted(second.files)
            assert all(np.array_equal(first[name], second[name]) for name in first.files)
        s = again
    s.run(36)
    same(bits(s), bits(one_thread))
    assert s.measure() == one_thread.measure()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", "week 1", "week 33", "week 34"]


def test_a_schedule_is_saved_too(bits: Bits, tmp_path: Path) -> None:
    schedule = Schedule(FULL, [(6, BuildingGatesParameters()), (12, FULL)])
    whole, half = city(gates=schedule), city(gates=schedule)
    whole.run(20)
    half.run(5)
    half.save(tmp_path / "half")
    again = Society.load(tmp_path / "half")
    again.run(15)
    same(bits(again), bits(whole))
    assert bits(city(gates=FULL))["ties.partner"].shape == bits(whole)["ties.partner"].shape


def test_arms_start_from_one_state(bits: Bits, tmp_path: Path) -> None:
    base = city(mechanisms=False)
    base.spin_up(years=1)
    base.save(tmp_path / "base")
    before = bits(base)
    first, second = (Society.load(tmp_path / "base", {"building-gates": FULL}) for _ in range(2))
    assert first.scenario_week == 0
    assert first.week == 52
    first.run(10)
    second.run(10)
    same(bits(first), bits(second))
    same(bits(base), before)
    plain = Society.load(tmp_path / "base", {})
    plain.run(10)
    base.run(10)
    same(bits(plain), bits(base))
    assert not np.array_equal(bits(plain)["ties.slow"], bits(first)["ties.slow"])


@pytest.mark.parametrize("content", [b"", b"not a society", b"PK\x03\x04 but broken", b"npy"])
def test_what_is_not_a_saved_society_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    if content == b"npy":
        np.save(tmp_path / "file.npy", np.zeros(3))
        (tmp_path / "file.npy").rename(tmp_path / "file")
    with pytest.raises(StoredError, match="not a saved society"):
        Society.load(tmp_path / "file")


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    city(mechanisms=False).save(tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    for share in (0.2, 0.6, 0.99):
        (tmp_path / "cut").write_bytes(data[: int(len(data) * share)])
        with pytest.raises(StoredError):
            Society.load(tmp_path / "cut")


def test_a_file_of_ones_own_with_a_flipped_bit_is_refused_in_one_sentence(tmp_path: Path) -> None:
    city(mechanisms=False).save(tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    for place in range(0, len(data), len(data) // 100):
        harmed = bytearray(data)
        harmed[place] ^= 1 << (place % 8)
        (tmp_path / "harmed").write_bytes(harmed)
        with pytest.raises(StoredError) as error:
            Society.load(tmp_path / "harmed")
        said = error.value.text
        assert said.en.startswith(f"{tmp_path / 'harmed'} is not a saved society")
        assert "\n" not in said.en
        assert said.zh.endswith("。")


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoredError, match="No such file"):
        Society.load(tmp_path / "none")
    with pytest.raises(StoredError, match="directory"):
        Society.load(tmp_path)


def test_saving_leaves_nothing_where_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        city(mechanisms=False).save(tmp_path / "new" / "state")
    assert list((tmp_path / "new").iterdir()) == []


def origins(society: Society, bits: dict[str, np.ndarray]) -> np.ndarray:
    """Where ties began, by name: codes are given at first use, and a shard uses some first that another never uses."""
    names = [kind.name for kind in society.origins.kinds]
    return np.array([names[code] if code < len(names) else str(code) for code in range(int(bits["ties.origin"].max()) + 1)])[bits["ties.origin"]]


def test_five_shards_equal_one_run(one_thread: Society, bits: Bits) -> None:
    starts = one_thread.places.community_rows
    total = dict.fromkeys(one_thread.engine.tallies, 0)
    for k in range(5):
        shard = city(neighbourhood=CITY.model_copy(update={"communities": 1, "first_community": 3 + k}))
        shard.run(70)
        mine = bits(shard)
        mine.pop("tallies")
        whole = bits(one_thread, int(starts[k]), int(starts[k + 1]))
        same(mine, whole, but=("ties.origin",))
        assert np.array_equal(origins(shard, mine), origins(one_thread, whole))
        total = {name: total[name] + count for name, count in shard.engine.tallies.items()}
    assert total == one_thread.engine.tallies


def test_a_lever_in_one_community_leaves_the_others_equal_to_the_bit(one_thread: Society, bits: Bits) -> None:
    some = city(gates=FULL.model_copy(update={"communities": (4, 7)}))
    none = city(gates=BuildingGatesParameters(start_week=2))
    for s in (some, none):
        s.run(70)
    starts = one_thread.places.community_rows.tolist()
    for k in range(5):
        here = starts[k], starts[k + 1]
        treated = 3 + k in (4, 7)
        other = one_thread if treated else none
        mine, others = bits(some, *here), bits(other, *here)
        same(mine, others, but=("ties.origin",))
        assert np.array_equal(origins(some, mine), origins(other, others))
        assert np.array_equal(bits(some, *here)["ties.slow"], bits(none, *here)["ties.slow"]) is not treated


def test_a_lever_in_one_compound_leaves_the_other_equal_to_the_bit(bits: Bits) -> None:
    """Two compounds of one community without contact: everyday life keeps within a compound, and so do visits."""
    two = NeighbourhoodParameters(buildings=3, entrances=2, floors=5, compounds=2)
    with_, without = with_fair(Society(neighbourhood=two, seed=8), compounds=1), Society(neighbourhood=two, seed=8)
    with_.run(60)
    without.run(60)
    middle = int(with_.places.compound_rows[1])
    assert with_.person_times > 500
    same(bits(with_, middle, with_.residents.n), bits(without, middle, without.residents.n))
    assert not np.array_equal(bits(with_, 0, middle)["ties.slow"], bits(without, 0, middle)["ties.slow"])


def test_events_of_which_nobody_hears_change_no_bit(bits: Bits) -> None:
    small = NeighbourhoodParameters(buildings=3, entrances=2, floors=5)
    with_, without = with_fair(Society(neighbourhood=small), poster=0.0), Society(neighbourhood=small)
    with_.run(40)
    without.run(40)
    same(bits(with_), bits(without))


def test_building_gates_without_its_levers_changes_no_tie(bits: Bits) -> None:
    with_, without = city(gates=BuildingGatesParameters()), city(mechanisms=False)
    without.attach({"ordinary-life": find_mechanism("ordinary-life").Parameters()})
    with_.run(30)
    without.run(30)
    a, b = bits(with_), bits(without)
    # Heads take up offices, mediate, and are thanked or not: that is all.
    same(a, b, but=("roles", "trust_neighbours", "trust_institutions"))


def test_only_the_week_of_an_event_and_later_ones_change(bits: Bits) -> None:
    """Common random numbers: until the first event the arms are the same bits, and those who never come keep their draws."""
    small = NeighbourhoodParameters(buildings=3, entrances=2, floors=5)
    with_, without = (Society(neighbourhood=small, population=PopulationParameters(moves_owners=0.0, moves_renters=0.0)) for _ in range(2))
    with_.run(9)
    without.run(9)
    same(bits(with_), bits(without))
    with_fair(with_)
    with_.run(1)
    without.run(1)
    # The event of week 9 does not take place (every second week); the one of week 10 does.
    same(bits(with_), bits(without))
    with_.run(1)
    without.run(1)
    came = with_.residents.last_came == 10
    assert 10 < came.sum() < with_.residents.n
    assert not np.array_equal(bits(with_)["ties.slow"], bits(without)["ties.slow"])


def test_seeds_differ_and_moves_are_the_same_with_and_without_a_policy() -> None:
    first, second, third = city(seed=4), city(seed=5), city(seed=4, mechanisms=False)
    for s in (first, second, third):
        s.run(40)
    assert not np.array_equal(first.ties.slow[:100], second.ties.slow[:100])
    assert np.array_equal(first.residents.identity, third.residents.identity)
    assert np.array_equal(first.residents.arrival, third.residents.arrival)


def test_the_spin_up_ends_when_ties_are_stationary_and_sets_counters_back() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=3), mechanisms={"building-gates": FULL})
    told: list[tuple[int, int]] = []
    weeks = s.spin_up(lambda done, most: told.append((done, most)))
    assert weeks % 52 == 0
    assert 12 * 52 <= weeks <= 40 * 52
    assert told == [(week, 52 * (40 + STANDING_YEARS)) for week in range(1, weeks + 1)]  # of the standing years too
    assert s.week == s.policy_week0 == weeks
    assert s.scenario_week == 0
    assert not any(s.engine.tallies.values())
    assert s.person_times == 0
    came = s.residents.last_came[s.residents.last_came != NEVER]
    assert ((came >= weeks - 52 * STANDING_YEARS) & (came < weeks)).all()  # only to what stands before the scenario
    s.run(20)
    assert s.person_times > 0


TINY = NeighbourhoodParameters(buildings=1, entrances=1, floors=2)


def test_the_spin_up_ends_in_the_first_year_of_small_drift_that_is_late_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(society_module, "SPIN_UP_SHORTEST", 2)
    monkeypatch.setattr(society_module, "SPIN_UP_LONGEST", 5)
    for drifts, years in (([0.0, 0.01, 0.5, 0.0099], 4), ([0.5, 0.0], 2), ([0.5] * 5, 5)):
        monkeypatch.setattr(society_module, "drift", lambda history, drifts=drifts: drifts[len(history) - 1])
        assert Society(neighbourhood=TINY).spin_up() == 52 * years


def test_what_stands_lives_through_the_last_years_before_the_scenario() -> None:
    weeks: list[int] = []

    class Hall(Fair):
        name = "hall"
        standing = True

        def plan(self, week: Week) -> None:
            weeks.append(week.number)

    s = Society(neighbourhood=TINY)
    s.attach({"hall": FairParameters()}, {"hall": Hall})
    assert s.spin_up(years=STANDING_YEARS) == 2 * 52 * STANDING_YEARS
    assert weeks == list(range(52 * STANDING_YEARS, 2 * 52 * STANDING_YEARS))


def test_drift_is_that_of_four_years_against_the_four_before() -> None:
    rising = [np.array([10.0 + 0.1 * year, 5.0]) for year in range(9)]
    assert drift(rising[:7]) == float("inf")
    assert drift(rising[:8]) == pytest.approx((10.55 / 10.15 - 1.0) / 4.0)
    assert drift([np.array([3.0, 3.0])] * 9) == 0.0


def test_weeks_of_more_hours_than_one_is_awake_are_refused() -> None:
    long = EverydayKind(scope="compound", size=64, hours=24.0, rounds=(0, 1, 2, 3), chance={"retired": 1.0})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="112"):
        Society(everyday={**EVERYDAY, "festival": long}, neighbourhood=NeighbourhoodParameters(buildings=1, entrances=1, floors=1))
