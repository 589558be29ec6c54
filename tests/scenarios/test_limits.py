"""Limits that are looked at before a file is read, and the words of refusals."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.scenarios import Scenario, UserError, load
from linli.scenarios.errors import LONGEST_PLACE
from linli.scenarios.loader import read
from linli.scenarios.published import load_study, study_from_dict
from linli.scenarios.toml_text import DEEPEST_KEY, LARGEST_FILE, LONGEST_WORD, parse


def refusal(action) -> UserError:
    with pytest.raises(UserError) as refused:
        action()
    for line in (refused.value.say("en"), refused.value.say("zh"), refused.value.say("en", options=True)):
        assert line.isprintable()
        assert len(line) < 1500
    return refused.value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1\n" + "a." * DEEPEST_KEY + "a = 1", f"line 2: a key has more than {DEEPEST_KEY} parts"),
        ("[" + " . ".join(["a"] * (DEEPEST_KEY + 1)) + "]", "line 1: a key has more"),
        ("v = { " + '"q".' * DEEPEST_KEY + "a = 1 }", "line 1: a key has more"),
        ("# x\n\nweeks = 0x" + "f" * LONGEST_WORD, f"line 3: a word or number has more than {LONGEST_WORD}"),
        ("weeks = " + "9" * 5000, "a word or number"),
        ("weeks = " + "1_" * 300 + "1", "a word or number"),
        ("a = " + "[" * 50_000, "nested too deep"),
        ('a = """x', "not a valid TOML file"),
        ("a = 'x\nb = 1", "not a valid TOML file"),
    ],
)
def test_what_would_eat_memory_is_refused_with_its_line(text: str, says: str) -> None:
    error = refusal(lambda: parse(text, "mine.toml"))
    assert says in error.say("en")
    assert error.file == "mine.toml"


@pytest.mark.parametrize(
    "text",
    [
        "a." * (DEEPEST_KEY - 1) + "a = 1",
        'a = "' + "b." * 400 + '"',
        "a = '''\n" + "b.\n" * 400 + "'''",
        'a = """' + '\\"""' * 50 + "x" * 2000 + '"""',
        "# " + "c." * 400 + "x" * 2000 + "\na = 1",
        'a = "' + "x" * 2000 + '"',
        '"' + "k" * 2000 + '" = 1',
        "a = 1.5\nb = 1979-05-27T07:32:00.999999-07:00",
    ],
)
def test_dots_and_long_words_in_texts_and_comments_are_no_keys(text: str) -> None:
    assert parse(text, "mine.toml")


@settings(max_examples=200)
@given(st.text(alphabet="ab.\"'#\\\n=[]{} 1_-", max_size=80))
def test_any_text_is_parsed_as_tomllib_does_or_refused(text: str) -> None:
    import tomllib

    try:
        found = parse(text, "mine.toml")
    except UserError:
        with pytest.raises((ValueError, RecursionError)):
            tomllib.loads(text)
        return
    assert found == tomllib.loads(text)


def test_the_place_of_a_fault_of_toml_is_told_in_both_languages() -> None:
    error = refusal(lambda: parse("weeks = 1\nweeks 2", "mine.toml"))
    assert "(at line 2, column 7)" in error.say("en")
    assert "不是有效的 TOML 文件（第 2 行第 7 列：" in error.say("zh")
    assert "at line" not in error.say("zh")


def test_files_have_a_size(tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    file.write_bytes(b"#" * LARGEST_FILE)
    assert read(file) == {}
    file.write_bytes(b"#" * (LARGEST_FILE + 1))
    assert "larger than 500,000 bytes" in refusal(lambda: read(file)).say("en")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("loading", [load, load_study])
def test_a_pipe_is_no_file_and_is_not_proposed(tmp_path: Path, loading) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    error = refusal(lambda: loading(tmp_path / "pipe.toml"))
    assert "not a regular file" in error.say("en")
    assert "Did you mean" not in error.say("en")
    assert "it is a folder" in refusal(lambda: loading(tmp_path)).say("en")


def test_a_file_that_is_not_there_is_not_proposed_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").symlink_to("gone")
    assert "there is no such file" in refusal(lambda: load("mine.toml")).say("en")
    assert 'Did you mean "mine.toml"?' in refusal(lambda: load("mina.toml")).say("en")


@pytest.mark.parametrize("odd", ["\x1b]0;evil\x07", "\x00", "\x85", "\u202e", "\u2066", "\u2028", "\x7f"])
def test_what_steers_a_terminal_is_refused_wherever_it_stands(odd: str) -> None:
    for data in (
        {"title": odd}, {"title": {"zh": f"a{odd}"}}, {"source": odd}, {"arms": {"a": {"title": odd}}}, {"everyday": {"yard": {"en": odd}}}, {odd: 1},
        {"arms": {"a": {odd: {}}}}, {"population": {odd: 1}},
    ):  # fmt: skip
        assert f"U+{ord(odd[0]):04X}" in refusal(lambda data=data: Scenario.from_dict(data)).say("en")
    study = {"title": odd, "tables": [{"question": "degree", "published": [1.0]}]}
    assert "cannot be printed" in refusal(lambda: study_from_dict(study)).say("en")


def test_letters_of_all_scripts_and_joiners_pass_and_titles_are_one_line() -> None:
    scenario = Scenario.from_dict({"title": "邻\u200d里 👩\u200d👧 نام\u200cه\n two", "source": "a\tb\nc", "arms": {"a": {"title": "x\n\ny"}}})
    assert scenario.title.en == "邻\u200d里 👩\u200d👧 نام\u200cه two"
    assert scenario.arm_title("a").zh == "x y"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"title": "x" * 301}, "a title has at most 300"),
        ({"arms": {"a": {"title": {"zh": "字" * 301}}}}, "a title has at most 300"),
        ({"source": "x" * 20_001}, "it has 20,001 characters"),
        ({"arms": {f"a{k}": {} for k in range(501)}}, "there are 501 arms; at most 500"),
        ({"everyday": {f"k{k}": {} for k in range(101)}}, "there are 101 everyday kinds; at most 100"),
        ({"schedule": [{"week": 1, "set": {}}] * 201}, "there are 201 entries; at most 200"),
        ({"weeks": 10**4000}, "very many digits"),
        ({"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {}}}}}}}}}}}}}}, "nested too deep"),
        ({"tables": {"x": None}}, "no key takes"),
    ],
)
def test_a_scenario_has_limits(data, says: str) -> None:
    assert says in refusal(lambda: Scenario.from_dict(data, "mine", "mine.toml")).say("en")


def test_lines_of_refusals_are_cut_where_names_are_long() -> None:
    error = UserError("a.", "甲。", file="x" * 5000, section="[" + "y" * 5000 + "]", field="z")
    assert len(error.say("en")) < 2 * LONGEST_PLACE + 40
    assert "..." in error.say("zh")
    assert len(refusal(lambda: load("everyday").with_settings(["population.renters=" + "7" * 9000])).say("en")) < 500


def test_an_arms_roster_names_the_arm(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("flat,age\n1,500\n")
    data = {"arms": {"before": {}, "after": {"roster": {"residents": "bad.csv"}}}}
    error = refusal(lambda: Scenario.from_dict(data, "mine", "mine.toml", str(tmp_path)))
    assert "[arms.after.roster]" in error.say("en")
    assert "age" in error.say("en")


@pytest.mark.parametrize("key", ["title.en", "title", "source", "format", "schedule", "arms.after.title"])
def test_what_stands_at_the_top_of_a_file_is_not_set(key: str) -> None:
    error = refusal(lambda: load("building-gates").with_settings([f"{key}=x"]))
    assert "is not set from outside" in error.say("en")
    assert "Did you mean" not in error.say("en")


def test_settings_have_limits() -> None:
    base = load("everyday")
    assert "it has 20,012 characters" in refusal(lambda: base.with_settings(["source_of_x=" + "x" * 20_000])).say("en")
    assert "the key has 13 parts; at most 12" in refusal(lambda: base.with_settings([".".join(["a"] * 13) + "=1"])).say("en")
    assert "is not complete" in refusal(lambda: base.with_settings(["weeks={" + "a." * 30 + "a=1}"])).say("en")


def test_a_number_without_bounds_that_is_none_gets_a_whole_sentence() -> None:
    table = {"question": "level-share", "published": [float("nan")]}
    data = {"weeks": 1, "people": {"number": 10}, "everyday": {"c": {"scope": "compound", "size": 3, "hours": 1.0, "rounds": [1], "chance": {"retired": 1.0}}}}
    error = refusal(lambda: study_from_dict({**data, "tables": [table]}))
    assert error.text.en == "nan is not a finite number."
    assert error.text.zh == "nan 不是有限的数。"
