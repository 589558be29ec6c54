"""Whatever is done to a scenario file, it either loads or gives one clean sentence."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linli.scenarios import Scenario, UserError, load, names
from linli.scenarios.loader import FOLDER, parse_bytes, read

FILES = {name: (FOLDER / f"{name}.toml").read_bytes() for name in names()}
RICH: dict[str, Any] = {
    **read(FOLDER / "building-gates.toml"),
    "ties": {"tau": 1.0, "slots": 48},
    "services": {"help": {"base": 0.2}},
    "everyday": {"yard": {"hours": 5.0, "rounds": [1, 10], "chance": {"retired": 0.5}}, "dancing": {"hours": 0}},
    "schedule": [{"week": 52, "set": {"building-gates": {"incentive": "money"}}}],
}
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(min_value=10**30, max_value=10**40), st.floats(), st.text(max_size=20),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=8), st.integers(), max_size=3), st.dates(), st.binary(max_size=3),
)  # fmt: skip


def complaint(action: Callable[[], object]) -> UserError | None:
    try:
        action()
    except UserError as error:
        return error
    return None


def accepts_or_says_why(data: dict[str, Any]) -> None:
    error = complaint(lambda: Scenario.from_dict(data, "mine", "mine.toml"))
    if error is None:
        scenario = Scenario.from_dict(data, "mine", "mine.toml")
        assert Scenario.from_dict(scenario.to_dict()).hash() == scenario.hash()
        return
    for line in (error.say("en"), error.say("zh")):
        assert "mine.toml" in line
        assert "\n" not in line
        assert "Traceback" not in line
        assert len(line) < 1500


def reads_or_says_why(raw: bytes) -> None:
    error = complaint(lambda: parse_bytes(raw, "mine.toml"))
    if error is None:
        accepts_or_says_why(parse_bytes(raw, "mine.toml"))
    else:
        assert error.say("en").startswith("Error in mine.toml: ")
        assert error.say("zh").startswith("错误（mine.toml）：")


def paths(data: Any, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [prefix] * bool(prefix) + [path for key, value in inside for path in paths(value, (*prefix, key))]


PATHS = paths(RICH)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(PATHS), odd=ODD, how=st.sampled_from(["replace", "rename", "add", "drop", "wrap", "move"]), name=st.text(max_size=12))
def test_changed_data_load_or_say_why(path: tuple[Any, ...], odd: Any, how: str, name: str) -> None:
    data = copy.deepcopy(RICH)
    owner: Any = data
    for key in path[:-1]:
        owner = owner[key]
    value = owner[path[-1]]
    if how == "replace" or isinstance(owner, list):
        owner[path[-1]] = odd
    elif how == "rename":
        owner[name] = owner.pop(path[-1])
    elif how == "add":
        owner[name] = odd
    elif how == "drop":
        del owner[path[-1]]
    elif how == "wrap":
        owner[path[-1]] = {name: value}
    else:
        data[str(path[-1])] = owner.pop(path[-1])
    accepts_or_says_why(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(FILES)), at=st.floats(0, 1), cut=st.integers(0, 40), new=st.binary(max_size=12))
def test_changed_bytes_load_or_say_why(name: str, at: float, cut: int, new: bytes) -> None:
    raw = FILES[name]
    begin = int(at * len(raw))
    reads_or_says_why(raw[:begin] + new + raw[begin + cut :])


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "[" * 500 + "]" * 500,
        "[" + ".".join(["a"] * 3000) + "]",
        "weeks = " + "9" * 5000,
        "weeks = 1979-05-27",
        "weeks = 1\nweeks = 2",
        'title = "\\uD800"',
        "seed = inf",
        "[population]\nrenters = 1e999",
        "[mechanisms.\"__import__('os').system('false')\"]",
        'title = { en = "{0.__class__}", zh = "{x!r}" }',
        "\x00",
        "=",
    ],
)
def test_nasty_files_load_or_say_why(text: str) -> None:
    reads_or_says_why(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(key=st.text(max_size=30), value=st.text(max_size=30))
def test_any_setting_is_taken_or_refused_in_one_line(key: str, value: str) -> None:
    error = complaint(lambda: load("everyday").with_settings([f"{key}={value}"]))
    assert error is None or "--set" in error.say("en")


@settings(max_examples=100, deadline=None)
@given(name=st.text(max_size=40))
def test_any_name_is_found_or_refused(name: str) -> None:
    error = complaint(lambda: load(name))
    assert error is None or error.say("zh").startswith("错误")
