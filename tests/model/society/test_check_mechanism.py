"""The checks of a mechanism: those of linli pass, and every bad habit is caught by the check of its name."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from linli.model.contract.mechanism import Mechanism, MechanismParameters
from linli.model.contract.needs import Needs
from linli.model.contract.week import Week
from linli.model.ground.parameters import constant
from linli.model.ground.refusal import InputError
from linli.model.ground.text import Text
from linli.model.mechanisms import BUILT_IN
from linli.model.people.declared import counter, measure, state
from linli.model.society.checks import limits
from linli.model.society.checks.every import CHECKS, check_mechanism
from linli.model.society.checks.laboratory import Lab, same
from linli.model.society.checks.report import Failed, MechanismCheckError, Report, Result

WEEKS = 12


class TeaParameters(MechanismParameters):
    a_year: float = constant(26.0, unit="times a year", low=0.0, high=104.0, mark="setting", en="Teas", zh="茶会次数")
    topic: bool = constant(False, unit="yes or no", mark="setting", en="Whether it has a topic", zh="是否有主题")


class Tea(Mechanism[TeaParameters]):
    """Tea in every gate: a good mechanism, from which the bad ones are made."""

    name = "tea"
    title = Text("Tea", "茶会")
    Parameters = TeaParameters
    levers = {"a_year": 0.0}
    kinds = {"tea": Text("tea", "茶会")}
    cups = counter("cups of tea", "喝茶杯数", unit="cups", a_year=True)
    reported = counter("official: cups of tea", "官方统计：喝茶杯数", unit="cups", a_year=True, beside="cups")

    def plan(self, week: Week) -> None:
        due = week.due("tea", self.now.a_year)
        week.call(
            "tea",
            times=due,
            poster=0.5,
            topic="any" if self.now.topic else "none",
            when=(10, 11),
            needs=Needs(yuan=5.0, account="public"),
        )

    def attend(self, week: Week) -> None:
        came = int(week.sitting("tea").came.sum())
        self.cups += came
        self.reported += 2 * came


def result(kind: type[Mechanism[Any]], name: str, **more: Any) -> Result:
    """Run a check and those that it needs, and return it."""
    return check_mechanism(kind, weeks=WEEKS, only=[name], raises=False, **more)[name]


@pytest.fixture(scope="module")
def good() -> Report:
    return check_mechanism(Tea, weeks=WEEKS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)
def test_the_mechanisms_of_linli_keep_every_promise(kind: type[Mechanism[Any]]) -> None:
    report = check_mechanism(kind)
    assert [r.name for r in report.results] == [one.name for one in CHECKS]
    assert {r.outcome for r in report.results} == {"passed"}, str(report)


def test_a_good_mechanism_passes_and_the_report_says_so(good: Report) -> None:
    assert {r.outcome for r in good.results} == {"passed"}
    assert good["bounds"].text.en == "4 values"
    assert "ms a week" in good["time-a-week"].text.en
    assert "毫秒" in good["time-a-week"].text.zh
    assert str(good).splitlines()[0].startswith("tea (")
    good.raise_for_failures()
    with pytest.raises(KeyError, match="there is no check 'nothing'"):
        good["nothing"]


def test_every_check_has_a_name_of_its_own_and_a_title_in_both_languages() -> None:
    names = [one.name for one in CHECKS]
    assert len(set(names)) == len(names)
    for place, one in enumerate(CHECKS):
        assert one.title.en.isascii()
        assert not one.title.zh.isascii()
        assert set(one.needs) <= set(names[:place]), "what a check needs comes before it"


# What a mechanism says of itself


class NoUnit(MechanismParameters):
    a_year: float = constant(26.0, unit="", low=0.0, high=9.0, en="Teas", zh="茶会")


class NoBounds(MechanismParameters):
    a_year: float = constant(26.0, unit="times a year", en="Teas", zh="茶会")


class NoSource(MechanismParameters):
    a_year: float = constant(26.0, unit="times a year", low=0.0, high=99.0, mark="measured", en="Teas", zh="茶会")


def changed(**body: Any) -> type[Mechanism[Any]]:
    return type("Changed", (Tea,), {"name": "tea", **body})


@pytest.mark.parametrize(
    ("body", "check", "sentence"),
    [
        ({"name": "Tea Room"}, "name", "lower case with hyphens"),
        ({"name": "meetings"}, "name", "a mechanism of linli"),
        ({"title": Text("Tea", "Tea")}, "texts", "the title"),
        ({"title": Text("茶", "茶")}, "texts", "the title"),
        ({"kinds": {"tea": Text("tea", "")}}, "texts", "the occasion tea"),
        ({"Parameters": NoUnit}, "parameters", "a_year has no unit"),
        ({"Parameters": NoBounds}, "parameters", "no lowest and highest"),
        ({"Parameters": NoSource}, "parameters", "no source is named"),
        ({"levers": {"teas": 0.0}}, "levers", "no parameter teas"),
        ({"levers": {"a_year": -1.0}}, "levers", "the lever a_year cannot"),
        ({"rumour": counter("official: rumours", "官方统计：传闻", unit="rumours")}, "measures", "stands alone"),
        (
            {"rumour": counter("rumours", "传闻", unit="rumours", beside="moon")},
            "measures",
            "'moon', which is no other measure",
        ),
    ],
)
def test_what_is_declared_wrongly_is_named(body: dict[str, Any], check: str, sentence: str) -> None:
    lab = Lab(changed(**body), None, WEEKS, 1)
    one = next(one for one in CHECKS if one.name == check)
    with pytest.raises(Exception, match=sentence):
        one.run(lab)


def test_without_levers_the_check_of_levers_is_skipped_with_a_reason() -> None:
    lab = Lab(changed(levers={}), None, WEEKS, 1)
    with pytest.raises(Exception, match="leaves its table out"):
        next(one for one in CHECKS if one.name == "levers").run(lab)


# Bad habits


class WritesATrait(Tea):
    """Makes people more civic through the week's inside."""

    name = "tea"

    def react(self, week: Week) -> None:
        week._moment.residents.civic[:5] += np.float32(0.1)


class WritesTies(Tea):
    name = "tea"

    def encounter(self, week: Week) -> None:
        week._moment.society.ties.slow[:3] += np.float32(1.0)


class WritesTrust(Tea):
    name = "tea"

    def react(self, week: Week) -> None:
        week._moment.residents.trust_neighbours[:] = 1.0


class MakesMoney(Tea):
    name = "tea"

    def account(self, week: Week) -> None:
        week.ledger._service.fen[0] += 100


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (WritesATrait, "residents.civic"),
        (WritesTies, "ties.slow"),
        (WritesTrust, "residents.trust"),
        (MakesMoney, "ledger.fen"),
    ],
)
def test_a_write_past_the_services_is_found(kind: type[Mechanism[Any]], what: str) -> None:
    found = result(kind, "forbidden-writes")
    assert found.outcome == "failed"
    assert what in found.text.en
    assert what in found.text.zh


def test_money_out_of_nothing_is_found() -> None:
    found = result(MakesMoney, "money")
    assert (found.outcome, "add up to zero" in found.text.en) == ("failed", True)


class Opens(Tea):
    """Opens an array for writing."""

    name = "tea"

    def setup(self, week: Week) -> None:
        week.residents.age.flags.writeable = True


def test_an_array_that_was_opened_for_writing_is_found() -> None:
    assert "week.residents.age can be written to" in result(Opens, "read-only").text.en


class Rolls(Tea):
    """Rolls dice of its own."""

    name = "tea"

    def plan(self, week: Week) -> None:
        week.call("tea", which=np.flatnonzero([random.random() < 0.4 for _ in week.units("gate").lo]), poster=0.9)


class RollsNumpy(Rolls):
    name = "tea"

    def plan(self, week: Week) -> None:
        week.call("tea", which=np.flatnonzero(np.random.rand(len(week.units("gate").lo)) < 0.4), poster=0.9)  # noqa: NPY002


@pytest.mark.parametrize(("kind", "sentence"), [(Rolls, "Python's random"), (RollsNumpy, "numpy.random")])
def test_dice_of_ones_own_are_found(kind: type[Mechanism[Any]], sentence: str) -> None:
    report = check_mechanism(kind, weeks=WEEKS, only=["keyed-draws", "threads"], raises=False)
    assert sentence in report["keyed-draws"].text.en
    assert report["same-twice"].outcome == "failed"
    assert report["threads"].outcome == "skipped", "two runs that differ anyway say nothing of threads"
    assert "same-twice" in report["threads"].text.en


BUILT: Iterator[int] = itertools.count()


class CountsParameters(TeaParameters):
    """Counts in a global how many sets of parameters were read before it."""

    def model_post_init(self, context: Any) -> None:
        object.__setattr__(self, "_place", next(BUILT))


class Counts(Tea):
    """Depends on when its table is read."""

    name = "tea"
    Parameters = CountsParameters

    def plan(self, week: Week) -> None:
        week.call("tea", which=np.array([self.now._place % len(week.units("gate").lo)]), poster=0.9)


def test_dependence_on_when_a_table_is_read_is_found() -> None:
    report = check_mechanism(Counts, weeks=WEEKS, only=["same-twice", "order-of-tables"], raises=False)
    assert report["same-twice"].outcome == "passed"
    found = report["order-of-tables"]
    assert found.outcome == "failed"
    assert "first and last in the file" in found.text.en


class Forgets(Tea):
    """Keeps in an attribute of its own at which gate it is."""

    name = "tea"

    def setup(self, week: Week) -> None:
        self.turn = 0

    def plan(self, week: Week) -> None:
        self.turn += 1
        week.call("tea", which=np.array([self.turn % len(week.units("gate").lo)]), poster=0.9)


class Remembers(Forgets):
    """The same, declared."""

    name = "tea"
    turn: int = state("one", 0)

    def setup(self, week: Week) -> None:
        """Nothing."""


def test_what_is_not_saved_is_found() -> None:
    found = result(Forgets, "save-and-load")
    assert found.outcome == "failed"
    assert "saved and loaded" in found.text.en
    assert result(Remembers, "save-and-load").outcome == "passed"


class Everywhere(Tea):
    """Gives money to all communities, whoever has the policy."""

    name = "tea"

    def plan(self, week: Week) -> None:
        super().plan(week)
        week.ledger.fund("community", 10.0, np.arange(week.places.communities))


class FirstOnly(Tea):
    """Draws by rows, so that people depend on who lives before them."""

    name = "tea"

    def plan(self, week: Week) -> None:
        gates = np.arange(len(week.units("gate").lo))
        week.call("tea", which=gates[week.draw("row", gates.astype(np.uint64)) < 0.4], poster=0.9)


def test_a_mechanism_that_acts_in_the_other_community_is_found() -> None:
    found = result(Everywhere, "second-community")
    assert found.outcome == "failed"
    assert "ledger" in found.text.en


def test_draws_by_rows_are_found() -> None:
    assert result(FirstOnly, "alone-or-beside").outcome == "failed"


class AlwaysOn(Tea):
    """Works with its lever at zero."""

    name = "tea"

    def plan(self, week: Week) -> None:
        week.call("tea", poster=0.9)


class BusyInSetup(Tea):
    name = "tea"

    def setup(self, week: Week) -> None:
        week.ledger.fund("community", 10.0, 0)


class LooksHard(Tea):
    """Changes something when it is measured."""

    name = "tea"
    looked: int = state("one", 0)

    @measure("looks", "查看次数", unit="times", kind="count")
    def looks(self) -> float:
        self.looked += 1
        return float(self.looked)


class NoShare(Tea):
    name = "tea"

    @measure("share of nothing", "无的比例", unit="share", kind="share")
    def nothing(self) -> float:
        return 1.5


class Undefined(NoShare):
    name = "tea"

    @measure("count of nothing", "无的数目", unit="cups", kind="count")
    def nothing(self) -> float:
        return float("nan")


class Endless(NoShare):
    name = "tea"

    @measure("share of nothing", "无的比例", unit="share", kind="share")
    def nothing(self) -> float:
        return float("inf")


class MissingShare(NoShare):
    name = "tea"

    @measure("share of nothing", "无的比例", unit="share", kind="share")
    def nothing(self) -> float:
        return float("nan")


class Idle(Tea):
    name = "tea"

    @classmethod
    def example(cls) -> TeaParameters:
        return TeaParameters(a_year=0.0)


class Slow(Tea):
    name = "tea"

    def react(self, week: Week) -> None:
        sum(range(60_000))


@pytest.mark.parametrize(
    ("kind", "check", "sentence"),
    [
        (AlwaysOn, "lever-at-zero", "its levers at zero"),
        (BusyInSetup, "looking", "before and after it was put in"),
        (BusyInSetup, "off", "switched off"),
        (LooksHard, "looking", "before and after measuring"),
        (NoShare, "shares", "tea.nothing is 1.5"),
        (Undefined, "lives", "tea.nothing is nan"),
        (Endless, "lives", "tea.nothing is inf"),
        (Idle, "does-something", "nothing comes of it in 12 weeks"),
    ],
)
def test_other_bad_habits(kind: type[Mechanism[Any]], check: str, sentence: str) -> None:
    found = result(kind, check)
    assert (found.outcome, sentence in found.text.en) == ("failed", True), found


@pytest.mark.parametrize(("many", "said"), [(1, "they: a differ"), (4, "they: a, b, c, d differ"), (5, "they: a, b, c, d and 1 more differ")])
def test_what_differs_is_named_up_to_four(many: int, said: str) -> None:
    kept = dict.fromkeys("abcdef"[:many], "1")
    with pytest.raises(Failed) as caught:
        same(kept | {"x": "1"}, {"x": "1"}, "they", "两者")
    assert caught.value.text.en == said
    assert (f"等 {many} 项" in caught.value.text.zh) == (many > 4)
    same({"x": "1"}, {"x": "1"} | kept, "they", "两者")


def test_of_nothing_there_is_no_share_and_that_is_no_fault() -> None:
    for name in ("lives", "shares", "same-twice"):
        assert result(MissingShare, name).outcome == "passed", name


def test_what_takes_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLOW", 0.01)
    assert "at most 0.01" in result(Slow, "time-a-week").text.en


class Breaks(Tea):
    """Breaks where its parameter is high."""

    name = "tea"

    def plan(self, week: Week) -> None:
        _ = 1 / (104.0 - self.now.a_year)
        super().plan(week)


def test_a_value_that_breaks_it_is_named() -> None:
    found = result(Breaks, "bounds")
    assert "a_year = 104.0 (ZeroDivisionError: float division by zero)" in found.text.en


class Raises(Tea):
    name = "tea"

    def plan(self, week: Week) -> None:
        week.call("coffee")


def test_one_that_does_not_live_says_where_and_the_rest_is_skipped() -> None:
    with pytest.raises(MechanismCheckError) as error:
        check_mechanism(Raises, weeks=WEEKS)
    assert isinstance(error.value, InputError)
    report = error.value.report
    assert [r.name for r in report.failed] == ["lives"]
    assert "ValueError in test_check_mechanism.py, line" in report["lives"].text.en
    assert "no such kind" in report["lives"].text.en
    assert report["bounds"].outcome == "skipped"
    assert '1 of 25 checks of the mechanism "tea" failed.' in error.value.text.en
    assert "25 项检查中有 1 项未通过" in error.value.text.zh


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        (dict, {}, "not a class derived"),
        (Tea, {"weeks": 2}, "too few"),
        (Tea, {"only": ["bound"]}, 'no check "bound". Did you mean "bounds"'),
    ],
)
def test_what_cannot_be_checked_is_refused(kind: Any, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check_mechanism(kind, **more)


def test_one_check_can_be_tried_with_those_that_it_needs() -> None:
    report = check_mechanism(Tea, weeks=WEEKS, only=["lever-at-zero"])
    assert [r.name for r in report.results] == ["parameters", "levers", "lives", "same-twice", "lever-at-zero"]


def test_parameters_can_be_given() -> None:
    parameters: Callable[..., TeaParameters] = TeaParameters
    assert result(Idle, "does-something", parameters=parameters(a_year=52.0)).outcome == "passed"
