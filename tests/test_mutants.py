"""The tester of tests: what it takes for a fault, which tests it runs, that the same seed draws the same faults."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = '''\
"""A page."""
from __future__ import annotations

def f(a: int | None, *, b: float = 2.5) -> int | None:
    """Say 1 + 1."""
    axes.plot([a], [3.0], linewidth=2.5, label="字" + str(7))
    return a + 1 if a is not None else None
'''


@pytest.fixture(scope="module")
def mutants() -> Any:
    spec = util.spec_from_file_location("mutants", ROOT / "tests" / "mutants.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["mutants"] = module
    spec.loader.exec_module(module)
    return module


def test_what_is_for_readers_and_type_checkers_is_no_fault(mutants: Any) -> None:
    for same in (("int | None:", "int & None:"), ("a: int | None", "a: int - None"), ("float", "str")):
        assert mutants.bare(SOURCE.replace(*same)) == mutants.bare(SOURCE)
    for other in (("a + 1", "a - 1"), ("2.5) ->", "3.5) ->"), ("is not None", "is None")):
        assert mutants.bare(SOURCE.replace(*other)) not in ("", mutants.bare(SOURCE))
    assert mutants.bare(SOURCE.replace("*,", ">>,")) == "", "what is no program is no fault"
    hint = "if TYPE_CHECKING:\n    import a\n"
    assert mutants.bare(hint) == mutants.bare("if not TYPE_CHECKING:\n    import b\n")


def test_only_arguments_that_say_how_it_looks_are_left_out(mutants: Any) -> None:
    (found,) = mutants.looks(SOURCE)
    line = SOURCE.split("\n")[found[0][0] - 1]
    assert line[found[0][1] : found[1][1]] == "2.5"
    assert mutants.looks('x = {"legend.fontsize": 11, "weeks": 5}') == [((1, 24), (1, 26))]
    assert mutants.looks('f("字字字", linewidth=4)') == [((1, 19), (1, 20))], "columns are counted in characters"


def test_the_tests_that_know_a_file_best_run(mutants: Any) -> None:
    assert mutants.known_by(Path("experiments/ranges.py"), False) == ["tests/experiments/test_ranges.py"]
    assert mutants.known_by(Path("experiments/ranges.py"), True) == ["tests/experiments/test_ranges.py", "tests/experiments"]
    assert mutants.known_by(Path("model/society/checks/bits.py"), False) == ["tests/model/society/test_check_mechanism.py"], "the word of its folder"
    assert mutants.known_by(Path("model/society/checks/bits.py"), True)[-1] == "tests/model/society", "the nearest folder that has tests"
    for file, tests in mutants.SETTINGS["own"].items():
        assert list(ROOT.glob(file)), file
        for test in tests:
            assert (ROOT / test.partition("::")[0]).exists(), test
    for room in mutants.SETTINGS["rooms"]:
        assert mutants.files_of(room), room
    assert set(mutants.SETTINGS["interpreted"]) <= set(mutants.SETTINGS["rooms"])


def test_a_file_is_near_compiled_code_if_a_kernel_takes_something_from_it(mutants: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    found = mutants.near_compiled(ROOT.parent)
    assert {"model/ties/encounters.py", "model/ties/store.py", "model/people/constants.py"} <= found
    assert not any(file.startswith("model/questions") for file in found)


def test_the_same_seed_draws_the_same_faults_and_more_of_them(mutants: Any) -> None:
    pytest.importorskip("cosmic_ray")
    rooms = ["model/ground", "experiments/calibration"]
    few, many, other = (list(mutants.drawn(rooms, number, seed)) for number, seed in ((4, 1), (10, 1), (10, 2)))
    assert set(few) < set(many)
    assert many != other
    assert [mutants.room_of(file) for file, *_ in many] == ["model/ground", "experiments/calibration"] * 5, "rooms by turns"
    assert len(set(many)) == 10
    places = mutants.places_of(SOURCE)
    assert (6, SOURCE.split("\n")[5].index("2.5")) not in [(place.line, place.column) for place in places]
    assert {place.line for place in places} >= {4, 6, 7}


class Found:
    """What the tests made of a fault."""

    def __init__(self, killed: bool, output: str = "") -> None:
        self.is_killed, self.output = killed, output


def test_killed_and_survived_are_told_by_room(mutants: Any, capsys: pytest.CaptureFixture[str]) -> None:
    results = {
        "viz/rows.py:3:1 AddNot | if a:": Found(True), "viz/story.py:9:1 AddNot | if b:": Found(False),
        "viz/figures/cost.py:1:2 NumberReplacer | x = 1": Found(True, mutants.ENDLESS),
        "model/ties/store.py:8:4 NumberReplacer | y = 2": Found(True),
    }  # fmt: skip
    assert mutants.report(results) == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    for line in (["viz", "1", "1"], ["viz/figures", "1", "0"], ["model/ties", "1", "0"]):
        assert line in lines
    assert ["all", "3", "1", "25%", "survived;", "1", "had", "no", "end", "or", "no", "beginning"] in lines
    assert lines[-1][0] == "viz/story.py:9:1"
    assert mutants.report({}) == 0
