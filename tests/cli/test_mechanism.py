"""`linli mechanism new | check | list`, and packages that are broken."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from linli.__main__ import main
from linli.model.mechanisms import registry

Line = Callable[..., tuple[int, str, str]]
SCENARIO = """
format = 1
weeks = 4
[neighbourhood]
buildings = 1
floors = 3
[arms.before]
[arms.after]
"""
BAD = """
from linli import Mechanism, MechanismParameters, Text

class Dull(Mechanism[MechanismParameters]):
    name = "dull"
    title = Text("Dull", "Dull")
"""


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let installed packages offer mechanisms: name -> module:Class."""

    def offer(**points: str) -> None:
        own = [EntryPoint(name.replace("_", "-"), value, registry.GROUP) for name, value in points.items()]
        monkeypatch.setattr(registry, "entry_points", lambda group: own if group == registry.GROUP else [])

    return offer


@pytest.fixture(autouse=True)
def modules(tmp_path: Path) -> Iterator[None]:
    """Forget the files of a test that were imported."""
    yield
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", "") or "").startswith(str(tmp_path)):
            del sys.modules[name]


def test_a_new_mechanism_passes_its_check_and_runs(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offered: Callable[..., None]
) -> None:
    status, out, _ = line("mechanism", "new", "tea-garden")
    assert status == 0
    assert "linli mechanism check tea-garden/tea_garden.py" in out.replace("\\", "/")
    folder = tmp_path / "tea-garden"
    assert sorted(p.name for p in folder.iterdir()) == [
        "pyproject.toml",
        "tea-garden.toml",
        "tea_garden.py",
        "test_tea_garden.py",
    ]
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["linli.mechanisms"] == {"tea-garden": "tea_garden:TeaGarden"}
    status, out, err = line("mechanism", "check", "tea-garden/tea_garden.py", "--weeks", "12")
    assert (status, err) == (0, "")
    assert "tea-garden: all 25 checks passed in" in out
    assert "lever-at-zero" in out
    # Installed, its scenario runs by name.
    monkeypatch.syspath_prepend(folder)
    offered(tea_garden="tea_garden:TeaGarden")
    assert line("scenarios", "validate", "tea-garden/tea-garden.toml")[0] == 0
    assert "tea-garden  Tea garden" in line("mechanism", "list")[1]
    status, out, _ = line(
        "run", "tea-garden/tea-garden.toml", "--weeks", "4", "--no-figures", "--set", "neighbourhood.buildings=1"
    )
    assert status == 0
    assert "residents who have been there" in out


def test_the_test_that_is_written_with_it_passes(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line("mechanism", "new", "mine", "--out", "elsewhere")[0] == 0
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    scope: dict[str, object] = {}
    exec((tmp_path / "elsewhere" / "test_mine.py").read_text(encoding="utf-8"), scope)
    test = scope["test_it_keeps_every_promise"]
    assert callable(test)
    test()


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (
            ("new", "Tea Room"),
            'Error: "Tea Room" cannot be the name of a mechanism. Use lower case',
            '错误："Tea Room" 不能作机制名称',
        ),
        (("new", "meetings"), 'Error: there is a mechanism "meetings" already', '错误：已有名为 "meetings" 的机制'),
        (("new", "json"), 'Error: "json" is a name that Python itself uses', '错误："json" 是 Python 自用的名称'),
        (("new", "fresh", "--out", "."), 'Error: "." exists already', '错误："." 已存在'),
        (("check", "nothing.py"), 'Error: there is no file "nothing.py"', '错误：没有文件 "nothing.py"'),
        (("check", "building-gate"), 'Did you mean "building-gates"?', "building-gates"),
        (
            ("check", "meetings", "--weeks", "1"),
            'Error in --weeks: "1" is not a whole number between 4 and 520',
            "错误（--weeks）",
        ),
        (
            ("check", "bad.py:Other"),
            'Error in bad.py: there is no mechanism "Other" in it',
            '错误（bad.py）：其中没有机制 "Other"',
        ),
        (
            ("check", "empty.py"),
            "Error in empty.py: there is no class derived from linli.Mechanism",
            "错误（empty.py）：其中没有 linli.Mechanism 的子类",
        ),
        (
            ("check", "wrong.py"),
            "Error in wrong.py: it cannot be imported: NameError",
            "错误（wrong.py）：无法导入：NameError",
        ),
        (
            ("check", "two.py"),
            "Error in two.py: there are several mechanisms in it: Dull, Other. Name one: two.py:Dull",
            "错误（two.py）：其中有多个机制",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence_and_status_2(
    line: Line, tmp_path: Path, arguments: tuple[str, ...], english: str, chinese: str
) -> None:
    for file, text in {
        "bad": BAD,
        "empty": "",
        "wrong": "moon()",
        "two": BAD + "\nclass Other(Dull):\n    name = 'other'\n",
    }.items():
        (tmp_path / f"{file}.py").write_text(text, encoding="utf-8")
    for language, sentence in (("en", english), ("zh", chinese)):
        status, _, err = line("mechanism", *arguments, "--lang", language)
        assert status == 2
        assert sentence in err
        assert len(err.strip().splitlines()) == 1


def test_a_mechanism_that_fails_is_status_2_with_a_sentence_for_each_failure(line: Line, tmp_path: Path) -> None:
    (tmp_path / "dull.py").write_text(BAD, encoding="utf-8")
    status, out, err = line("mechanism", "check", "dull.py", "--weeks", "4")
    assert status == 2
    assert err.strip().splitlines() == [
        "Error in texts: not said in English and in Chinese: the title.",
        "Error in does-something: nothing comes of it in 4 weeks; give parameters=, or a class method example(), "
        "under which something does.",
    ]
    assert "it has no levers" in out
    assert "dull: 22 of 25 checks passed, 1 skipped" in out
    status, _, err = line("mechanism", "check", "dull.py", "--weeks", "4", "--lang", "zh")
    assert status == 2
    assert err.startswith("错误（texts）：缺少英文或中文")


def test_help_names_the_page_in_both_languages(line: Line) -> None:
    assert "docs/mechanism.md" in line("mechanism", "--help", "--lang", "en")[1]
    assert "docs/mechanism.md" in line("mechanism", "--lang", "zh")[1]
    assert "mechanism" in line("--help")[1]


# A broken package


def test_a_broken_package_disturbs_only_those_who_name_it(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offered: Callable[..., None]
) -> None:
    (tmp_path / "broken_room.py").write_text("raise RuntimeError('half installed')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    offered(broken_room="broken_room:Room", missing_room="missing_room:Room", wrong_room="json:JSONDecoder")
    (tmp_path / "fine.toml").write_text(SCENARIO + "[mechanisms.meetings]\n", encoding="utf-8")
    status, _, err = line("run", "fine.toml", "--no-figures")
    assert (status, err.count("broken")) == (0, 0), err
    sentence = (
        'the mechanism "broken-room" of the package broken_room:Room cannot be loaded: RuntimeError: half installed.'
    )
    for text, place in (
        (SCENARIO + "[mechanisms.broken-room]\n", "[mechanisms.broken-room]"),
        (SCENARIO + "[arms.third.broken-room]\n", "[arms.third.broken-room]"),
    ):
        (tmp_path / "ill.toml").write_text(text, encoding="utf-8")
        for command in (
            ("run", "ill.toml", "--arm", place.split(".")[1]) if "arms" in place else ("run", "ill.toml"),
            ("scenarios", "validate", "ill.toml"),
        ):
            status, _, err = line(*command, "--no-figures") if command[0] == "run" else line(*command)
            assert status == 2
            assert err == f"Error in ill.toml, {place}: {sentence}\n"
    status, _, err = line("scenarios", "validate", "ill.toml", "--lang", "zh")
    assert (
        err
        == "错误（ill.toml，[arms.third.broken-room]）：软件包 broken_room:Room 的机制“broken-room”无法载入：RuntimeError: half installed。\n"
    )
    assert line("scenarios", "new", "with.toml", "--mechanism", "broken-room") == (2, "", f"Error: {sentence}\n")
    assert line("mechanism", "check", "broken-room") == (2, "", f"Error: {sentence}\n")
    (tmp_path / "ill.toml").write_text(SCENARIO + "[mechanisms.broken-rooms]\n", encoding="utf-8")
    assert 'Did you mean "broken-room"?' in line("run", "ill.toml")[2]


def test_the_list_shows_titles_and_why_a_package_is_broken(line: Line, offered: Callable[..., None]) -> None:
    offered(missing_room="missing_room:Room", wrong_room="json:JSONDecoder")
    status, out, _ = line("mechanism", "list", "--lang", "en")
    assert status == 0
    assert "building-gates  Building-gate culture\n" in out
    assert (
        'missing-room  cannot be used: the mechanism "missing-room" of the package missing_room:Room cannot be loaded: ModuleNotFoundError'
        in out
    )
    assert "wrong-room  cannot be used: " in out
    assert "not a class derived from linli.Mechanism" in out
    out = line("mechanism", "list", "--lang", "zh")[1]
    assert "building-gates  楼门文化\n" in out
    assert "missing-room  无法使用：" in out


def test_nothing_of_others_is_loaded_to_read_a_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offered: Callable[..., None]
) -> None:
    from linli.model.society.measures import info

    (tmp_path / "loud_room.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    offered(loud_room="loud_room:Room")
    assert info("meetings.held").a_year
    assert info("strangers").headline
    assert info("moon.held").title.en == "moon.held"
    assert main(["scenarios", "list"]) == 0
