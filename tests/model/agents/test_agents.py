"""Residents as views on rows, students' own residents, arranged meetings, and ties as tables and graphs."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from linli.model.agents.columns import Interests
from linli.model.agents.community import Community, HasLeft, PartyMember, Resident
from linli.model.ground.random import key_of, stream
from linli.model.ground.refusal import InputError
from linli.model.people.residents import NO_TALENT, pack_traits
from linli.model.ties.encounters import CHEMISTRY

pytestmark = [pytest.mark.mesa, pytest.mark.filterwarnings("error::FutureWarning"), pytest.mark.filterwarnings("error::DeprecationWarning")]


def small(**keywords: object) -> Community:
    return Community(**{"buildings": 1, "spin_up_years": 1, "rng": 3, "collect": (), **keywords})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def lived() -> Community:
    """A community that tests only read."""
    return small()


def strangers(community: Community, n: int) -> list[tuple[Resident, Resident]]:
    """Pairs of people of different households without a tie, nobody twice."""
    people, found = list(community.residents), []
    half = len(people) // 2
    for a, b in zip(people[:half], people[half:], strict=False):
        if a.flat != b.flat and community.ties.between(a, b) is None:
            found.append((a, b))
    assert len(found) >= n
    return found[:n]


# Views


def test_a_view_reads_its_row(lived: Community):
    r = lived.society.residents
    for row in (0, 17, r.n - 1):
        one = lived.residents[row]
        assert one is lived.residents[row]
        assert (one.age, one.flat, one.gate, one.talks) == (r.age[row], r.flat[row], r.gate[row], r.talks[row])
        assert one.sex == ("female", "male")[r.sex[row]]
        assert one.trust_neighbours == pytest.approx(float(r.trust_neighbours[row]))
        assert one.place == tuple(lived.society.places.flat_xyz[r.flat[row]].tolist())
        assert one.years_here == pytest.approx((lived.society.week - r.arrival[row]) / 52)
        assert all(type(value) in (int, float, str) for value in (one.age, one.habit, one.situation))
    assert lived.residents[-1] is lived.residents[r.n - 1]
    old = lived.residents[r.age >= 70]
    assert [one.row for one in old] == np.flatnonzero(r.age >= 70).tolist()
    assert lived.residents[2:4] == [lived.residents[2], lived.residents[3]]
    with pytest.raises(IndexError, match=rf"no row {r.n}; rows go from 0 to {r.n - 1}$"):
        _ = lived.residents[r.n]
    with pytest.raises(IndexError):
        _ = lived.residents[-r.n - 1]


def test_writing_an_attribute_reaches_the_array():
    community = small(spin_up_years=0)
    r, one = community.society.residents, community.residents[4]
    one.age, one.sex, one.education, one.registration = 75, "male", "tertiary", "migrant"
    one.situation, one.trust_neighbours, one.free_hours = "retired", 0.25, np.float64(33.5)
    one.interests["opera"] = 1.0
    assert (r.age[4], r.sex[4], r.education[4], r.registration[4], r.situation[4]) == (75, 1, 3, 1, 0)
    assert r.traits[4] == pack_traits(np.uint8(1), np.uint8(75), np.uint8(1), np.uint8(3))
    assert (r.trust_neighbours[4], r.free_hours[4], r.interests[4, 2]) == (0.25, 33.5, 255)
    assert isinstance(one.interests, Interests)
    assert one.interests["opera"] == 1.0
    one.interests["chess"] = 0.25
    assert "'chess': 0.25," in repr(one.interests)
    one.talent = "chess"
    assert one.talent == "chess"
    assert r.talent[4] == Interests.column("chess")
    one.talent = None
    assert one.talent is None
    assert r.talent[4] == NO_TALENT


def test_what_does_not_fit_is_refused_and_nothing_written(lived: Community):
    one, before = lived.residents[4], {name: array[4].copy() for name, array in lived.society.residents.arrays().items() if name != "groups"}
    for name, value, words in (
        ("age", 200, "between 14 and 110"),
        ("habit", 1.5, "between 0 and 1"),
        ("trust_neighbours", float("nan"), "between 0 and 1"),
        ("frailty", "weak", "between 0 and 1"),
        ("situation", "retird", 'Did you mean "retired"'),
    ):
        with pytest.raises(InputError, match=words):
            setattr(one, name, value)
    with pytest.raises(InputError, match="between 0 and 1"):
        one.interests["chess"] = 7
    with pytest.raises(KeyError, match="no topic 'poker'"):
        one.interests["poker"] = 0.5
    for name in ("flat", "gate", "tenure", "talks", "times_came"):
        with pytest.raises(AttributeError):
            setattr(one, name, 1)
    for name, value in before.items():
        assert np.array_equal(lived.society.residents.arrays()[name][4], value), name


def test_neighbours_are_of_other_households(lived: Community):
    one = lived.residents[100]
    landing, gate, compound = (one.neighbours(scope) for scope in ("landing", "gate", "compound"))
    assert set(landing) <= set(gate) < set(compound)
    assert {(n.gate, n.floor) for n in landing} <= {(one.gate, one.floor)}
    assert {n.gate for n in gate} == {one.gate}
    assert one.flat not in {n.flat for n in compound}
    assert len(compound) == lived.society.residents.n - len(one.household)
    with pytest.raises(InputError, match='Did you mean "landing"'):
        one.neighbours("landings")


# Students' own residents


class Greeter(Resident):
    """Meets a random neighbour of the gate, every week."""

    def __init__(self, model: Community, row: int) -> None:
        super().__init__(model, row)
        self.weeks = 0

    def step(self) -> None:
        self.weeks += 1
        others = self.neighbours("gate")
        if self.draw("whom") < 0.3:
            self.meet(others[int(self.draw("whom", 1) * len(others))], hours=2.0)


def test_a_students_step_runs_and_makes_people_know_each_other():
    plain, greeted = small(), small(resident_class=Greeter)
    for _ in range(20):
        plain.step()
        greeted.step()
    assert {type(agent) for agent in greeted.agents if "party" not in agent.roles} == {Greeter}
    assert all(isinstance(agent, Greeter) for agent in greeted.agents)
    assert sorted({agent.weeks for agent in greeted.agents if agent.arrival < 0}) == [20]
    member = next(agent for agent in greeted.agents if "party" in agent.roles)
    assert isinstance(member, PartyMember)
    assert member.weeks == 20
    assert greeted.measure()["gate_density"] > plain.measure()["gate_density"] * 1.05


def test_a_students_run_is_exact_over_saving(tmp_path: Path):
    community = small(resident_class=Greeter, moves_renters=0.9)
    for _ in range(3):
        community.step()
    community.save(tmp_path / "state")
    loaded = Community.load(tmp_path / "state", resident_class=Greeter, threads=2)
    for _ in range(4):
        community.step()
        loaded.step()
    for name, array in community.society.ties._asdict().items():
        assert np.array_equal(array, getattr(loaded.society.ties, name)), name
    assert np.array_equal(community.society.residents.chat_days, loaded.society.residents.chat_days)


def test_turns_are_drawn_anew_each_week_for_all():
    turns: list[int] = []

    class Noting(Resident):
        def step(self) -> None:
            turns.append(self.row)

    community = small(resident_class=Noting, spin_up_years=0)
    n = community.society.residents.n
    community.step()
    community.step()
    assert sorted(turns[:n]) == sorted(turns[n:]) == list(range(n))
    assert turns[:n] != turns[n:]
    assert turns[:n] != list(range(n))


def test_a_class_for_party_members_is_theirs_alone():
    class Active(PartyMember):
        acted = 0

        def step(self) -> None:
            type(self).acted += 1

    community = small(resident_class=Active, spin_up_years=0)
    community.step()
    assert set(community.agents_by_type) == {Resident, Active}
    assert Active.acted == len(community.agents_by_type[Active])


# Meetings


def test_talks_of_two_strangers_follow_the_closed_form():
    community = small(buildings=2)
    s, t, hours = community.society, community.society.constants.ties, 12.0
    r, rule = s.residents, s.engine.rule
    expected, talks, pairs = 0.0, 0, strangers(community, 80)
    for a, b in pairs:
        x = int(key_of(s.seed, stream("chemistry"), r.identity[a.row])) ^ int(key_of(s.seed, stream("chemistry"), r.identity[b.row]))
        x = x * 0x9E3779B97F4A7C15 % 2**64
        x = (x ^ x >> 29) * 0xBF58476D1CE4E5B9 % 2**64
        q = float(rule.chemistry[x >> 54])
        assert 0 <= x >> 54 < CHEMISTRY
        groups = [int(np.digitize(one.age, (30, 45, 60))) for one in (a, b)]
        same = (a.sex == b.sex) + (groups[0] == groups[1]) + (a.registration == b.registration) + (a.education == b.education)
        w = q * np.exp(t.beta * (same - 2))
        for own, other in ((a, b), (b, a)):
            attention = w * other.sociability
            expected += t.kappa * hours * own.sociability * attention / (t.w0 + attention)
        talks += a.meet(b, hours)
    # Each side's talks are Poisson numbers: variance = mean.
    assert expected > 20
    assert abs(talks - expected) < 4.0 * np.sqrt(expected)


def test_only_talks_add_to_a_tie_on_both_sides_alike():
    community = small()
    tau = community.society.constants.ties.tau
    met = 0
    for a, b in strangers(community, 60):
        before = a.chat_days, a.talks
        talks = a.meet(b, 20.0)
        one, other = community.ties.between(a, b), community.ties.between(b, a)
        if talks == 0:
            assert one is None
            assert a.chat_days == before[0]
            continue
        met += 1
        assert one is not None
        assert other is not None
        faded = 0.5 ** (7.0 / community.society.constants.ties.slow_half_life)
        assert one.closeness == pytest.approx(other.closeness)
        assert one.slow == pytest.approx(other.slow) == pytest.approx(talks * tau * faded, abs=0.02)
        assert (one.origin, one.other, other.other) == ("visit", b, a)
        assert a.talks == before[1] + talks
        days = [7.0 * (1.0 - (6.0 / 7.0) ** n) for n in (before[1], a.talks)]
        assert a.chat_days == pytest.approx(before[0] + (days[1] - days[0]) / 52.0, abs=1e-4)
    assert met > 5


def test_a_meeting_is_the_same_whoever_proposes_and_others_are_not_touched():
    one, other = small(), small()
    a, b = strangers(one, 1)[0]
    talks = [a.meet(b, 10.0), a.meet(b, 10.0), a.meet(b, 10.0)]
    assert talks == [other.residents[b.row].meet(other.residents[a.row], 10.0) for _ in range(3)]
    assert len(set(talks)) > 1, "each meeting of a week has a draw of its own"
    for name in ("closeness", "slow", "last"):
        theirs, own = getattr(one.society.ties, name), getattr(small().society.ties, name)
        changed = np.flatnonzero((theirs != own).any(axis=1)).tolist()
        assert changed in ([], sorted((a.row, b.row)))


def test_nobody_has_more_time_than_there_is():
    community = small()
    (a, b), (c, d) = strangers(community, 2)
    a.meet(b, 30.0)
    with pytest.raises(InputError, match="at most 10 of the 40"):
        a.meet(c, 11.0)
    a.meet(c, 10.0)
    for hours in (0.0, -1.0, float("nan")):
        with pytest.raises(InputError, match="hours"):
            c.meet(d, hours)
    with pytest.raises(InputError, match="another resident"):
        d.meet(d, 1.0)
    community.step()
    if a.here and b.here:
        a.meet(b, 1.0)


def test_meetings_need_a_week_a_community_and_somebody_who_is_there():
    fresh = small(spin_up_years=0)
    with pytest.raises(RuntimeError, match="step"):
        fresh.residents[0].meet(fresh.residents[50], 1.0)
    two = small(communities=2)
    with pytest.raises(InputError, match="same community"):
        two.residents[0].meet(two.residents[two.society.residents.n - 1], 1.0)
    with pytest.raises(InputError, match="same community"):
        two.residents[0].meet(fresh.residents[50], 1.0)
    moving = small(moves_owners=0.95, moves_renters=0.95)
    people = list(moving.residents)
    for _ in range(5):
        moving.step()
    left, here = next(one for one in people if not one.here), next(one for one in people if one.here)
    with pytest.raises(HasLeft):
        here.meet(left, 1.0)


def test_a_meeting_is_not_inherited_by_those_who_move_in():
    community = small(moves_owners=0.99, moves_renters=0.99, buildings=2)
    for a, b in strangers(community, 200):
        a.meet(b, 40.0)
    met = begun_at_visits(community)
    community.step()
    parted = [(a.row, b.row) for a, b in met if a.here != b.here]
    assert len(parted) > 5
    # Whoever moved in may by chance have talked with that very person in the first week; hardly two have.
    assert sum(community.ties.between(one, other) is not None for one, other in parted) <= 1


def begun_at_visits(community: Community) -> list[tuple[Resident, Resident]]:
    """Pairs whose tie began at a meeting."""
    table = community.ties.edges("recognised")
    began = table[table["origin"] == "visit"]
    return [(community.residents[one], community.residents[other]) for one, other in zip(began["source"].tolist(), began["target"].tolist(), strict=True)]


# Ties


def test_ties_as_tables_graphs_and_records_agree(lived: Community):
    table = lived.ties.edges()
    n, measures = lived.society.residents.n, lived.measure()
    assert 2 * len(table) / n == pytest.approx(measures["acquaintances"], rel=0.01)
    assert len(lived.ties) == len(table)
    assert (table["source"] < table["target"]).all()
    for level in ("recognised", "friendly", "friend", "close"):
        assert 2 * len(lived.ties.edges(level)) / n == pytest.approx(measures[level], rel=0.02, abs=0.02)
    assert (lived.ties.edges("friend")["closeness"] >= lived.society.constants.ties.friend).all()
    graph = lived.ties.to_networkx()
    assert graph.number_of_nodes() == n
    assert set(map(frozenset, graph.edges)) == {frozenset(pair) for pair in table[["source", "target"]].itertuples(index=False)}
    row = table.iloc[0]
    tie = lived.ties.between(int(row["source"]), int(row["target"]))
    assert tie is not None
    assert (tie.closeness, tie.slow, tie.origin) == (pytest.approx(row["closeness"]), pytest.approx(row["slow"]), row["origin"])
    one = lived.residents[int(row["source"])]
    assert one.knows(tie.other)
    assert tie.other in one.acquaintances
    assert [t.slow for t in one.ties] == sorted((t.slow for t in one.ties), reverse=True)
    assert {t.other.row for t in lived.ties.of(one, "acquaintance")} == set(graph.neighbors(one.row))
    assert "acquaintance" in tie.levels
    assert lived.ties.between(0, 0) is None


def test_origins_of_the_edges_are_those_of_the_measures(lived: Community):
    shares = lived.ties.edges()["origin"].value_counts(normalize=True)
    for name, share in shares.items():
        assert share == pytest.approx(lived.measure()[f"origin.{name}"], abs=0.01)


def test_a_graph_of_ties_can_be_written_and_read(lived: Community):
    graph = lived.ties.to_networkx("friendly")
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file, node_type=int)
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes[3]["identity"] == str(lived.residents[3].unique_id)
    assert again.nodes[3]["situation"] == lived.residents[3].situation


def test_levels_and_rows_that_do_not_exist(lived: Community):
    with pytest.raises(InputError, match='Did you mean "friend"'):
        lived.ties.edges("freind")
    with pytest.raises(InputError, match="no row 100000"):
        lived.ties.of(100000)
