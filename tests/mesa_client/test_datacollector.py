"""What Mesa's tests expect of a DataCollector, with a community's residents and measures."""

from __future__ import annotations

from collections.abc import Callable

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, PartyMember, Resident
from mesa.datacollection import DataCollector

Make = Callable[..., Community]


def doubled(agent: Resident) -> int:
    return agent.age * 2


def older(agent: Resident, years: int, more: int) -> int:
    return agent.age * years + more


class Reporting(Community):
    """A model with a collector of its own, written as Mesa's tutorial does."""

    def __init__(self, *, rng: int | None = None, **more: object) -> None:
        super().__init__(buildings=1, spin_up_years=0, collect=(), rng=rng, **more)  # type: ignore[arg-type]
        self.value = 100
        self.datacollector = DataCollector(
            model_reporters={
                "agents": lambda model: len(model.agents), "value": "value", "week": "week", "shared": [self.share, [3, 4]], "method": self.double,
            },
            agent_reporters={"age": "age", "older": lambda agent: agent.age + 1, "doubled": doubled, "with_parameters": [older, [2, 3]]},
            agenttype_reporters={PartyMember: {"roles": lambda agent: "party" in agent.roles}, mesa.Agent: {"age": "age"}},
            tables={"final": ["agent", "age"]},
        )  # fmt: skip

    def share(self, one: int, other: int) -> float:
        return self.value * one / other

    def double(self) -> int:
        return self.value * 2

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


@pytest.fixture(scope="module")
def run() -> Reporting:
    model = Reporting(rng=1)
    model.datacollector.collect(model)
    for _ in range(7):
        model.step()
    for agent in model.agents:
        model.datacollector.add_table_row("final", {"agent": agent.unique_id, "age": agent.age})
    return model


def test_what_is_true_of_the_model(run: Reporting):
    table = run.datacollector.get_model_vars_dataframe()
    assert table.shape == (8, 5)
    assert set(table["agents"]) == {run.society.residents.n}
    assert set(table["value"]) == {100}
    assert set(table["shared"]) == {75.0}
    assert set(table["method"]) == {200}
    assert table["week"].tolist() == list(range(8))


def test_what_is_true_of_the_agents(run: Reporting):
    table = run.datacollector.get_agent_vars_dataframe()
    assert table.shape == (8 * run.society.residents.n, 4)
    assert (table["older"] == table["age"] + 1).all()
    assert (table["doubled"] == table["age"] * 2).all()
    assert (table["with_parameters"] == table["age"] * 2 + 3).all()
    assert sorted(set(table.index.get_level_values("Step"))) == list(range(8))
    last = table.xs(7, level="Step")
    assert last["age"].to_dict() == dict(zip(run.society.residents.identity.tolist(), run.society.residents.age.tolist(), strict=True))


def test_what_is_true_of_a_class(run: Reporting):
    members = run.datacollector.get_agenttype_vars_dataframe(PartyMember)
    assert members["roles"].all()
    assert len(members.xs(7, level="Step")) == int((run.society.residents.roles & 1 > 0).sum())
    everybody = run.datacollector.get_agenttype_vars_dataframe(mesa.Agent)
    assert everybody["age"].equals(run.datacollector.get_agent_vars_dataframe()["age"])


def test_party_members_of_a_given_class_are_reported_under_both(host: type[Resident]):
    model = Reporting(rng=1, resident_class=host)
    model.datacollector = DataCollector(agenttype_reporters={host: {"energy": "energy"}, PartyMember: {"age": "age"}})
    model.datacollector.collect(model)
    assert len(model.datacollector.get_agenttype_vars_dataframe(host)) == model.society.residents.n
    assert len(model.datacollector.get_agenttype_vars_dataframe(PartyMember)) == int((model.society.residents.roles & 1 > 0).sum())


def test_tables_of_ones_own(run: Reporting):
    collector = run.datacollector
    assert len(collector.get_table_dataframe("final")) == run.society.residents.n
    with pytest.raises(Exception, match="Table does not exist"):
        collector.add_table_row("none", {})
    with pytest.raises(Exception, match="missing column"):
        collector.add_table_row("final", {"age": 1})
    collector.add_table_row("final", {"agent": -9}, ignore_missing=True)
    assert collector.get_table_dataframe("final")["age"].isna().sum() == 1
    with pytest.raises(Exception, match="No such table"):
        collector.get_table_dataframe("none")


def test_a_class_that_is_not_there(small: Make):
    class Nobody(mesa.Agent):  # type: ignore[misc]
        pass

    model = small()
    collector = DataCollector(agenttype_reporters={Nobody: {"age": "age"}})
    collector.collect(model)
    assert collector.get_agenttype_vars_dataframe(Nobody)["age"].isna().all()
    with pytest.warns(UserWarning, match="Resident"):
        assert collector.get_agenttype_vars_dataframe(Resident).empty
    with pytest.raises(ValueError, match="not recognized as an Agent type"):
        DataCollector(agenttype_reporters={int: {"age": "age"}}).collect(model)


def test_reporters_that_cannot_work(small: Make, newest: bool):
    model = small()
    with pytest.raises(RuntimeError, match="bad"):
        DataCollector(model_reporters={"bad": lambda model: model.nothing_of_the_kind}).collect(model)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        DataCollector(model_reporters={"bad": "nothing_of_the_kind"}).collect(model)
    with pytest.raises(ValueError, match="function list"):
        DataCollector(model_reporters={"bad": ["no function", [1]]}).collect(model)
    missing = DataCollector(agent_reporters={"bad": "nothing_of_the_kind"})
    if newest:
        with pytest.raises(AttributeError, match="nothing_of_the_kind"):
            missing.collect(model)
    else:
        # Mesa 3.3's own: an attribute that agents do not have is reported as None.
        missing.collect(model)
        assert missing.get_agent_vars_dataframe()["bad"].isna().all()


def test_what_is_reported_does_not_change_afterwards(small: Make, newest: bool):
    class Writing(Resident):
        def __init__(self, model: Community, row: int) -> None:
            super().__init__(model, row)
            self.weeks: list[int] = []

    model = small(resident_class=Writing, moves_owners=0.0, moves_renters=0.0)
    collector = DataCollector(agent_reporters={"weeks": "weeks"}, model_reporters={"first": lambda model: model.residents[0].weeks})
    for _ in range(3):
        model.step()
        collector.collect(model)
        model.agents.do(lambda agent: agent.weeks.append(model.week))
    assert collector.model_vars["first"] == [[], [1], [1, 2]]
    taken = collector.get_agent_vars_dataframe()["weeks"].xs(0, level="AgentID").tolist()
    # Mesa 3.3's own: what agents report is not copied, so a list that goes on growing grows in the table too.
    assert taken == ([[], [1], [1, 2]] if newest else [[1, 2, 3]] * 3)


def test_steps_of_a_loaded_model_are_its_weeks(small: Make, tmp_path: object):
    model = small()
    for _ in range(5):
        model.step()
    again = Community.of(model.society)
    collector = DataCollector(agent_reporters={"age": "age"})
    collector.collect(again)
    again.step()
    collector.collect(again)
    assert sorted({int(step) for step in collector.get_agent_vars_dataframe().index.get_level_values("Step")}) == [5, 6]


def test_a_seed_that_was_drawn_is_collected_and_one_that_was_given_is_not():
    drawn = Community(buildings=1, spin_up_years=0, collect=("recognised",))
    drawn.step()
    table = drawn.datacollector.get_model_vars_dataframe()
    assert table["rng"].tolist() == [drawn.seed] * 2
    again = Community(buildings=1, spin_up_years=0, collect=("recognised",), rng=int(table["rng"].iloc[-1]))
    again.step()
    assert list(again.datacollector.get_model_vars_dataframe().columns) == ["recognised"]
    assert again.datacollector.model_vars["recognised"] == table["recognised"].tolist()
    assert np.array_equal(again.society.residents.identity, drawn.society.residents.identity)
