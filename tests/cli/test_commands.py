"""The command line as a person uses it: what it prints, where it writes, how it ends."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from linli.__main__ import split_language
from linli.scenarios import UserError

SMALL = ("--set", "neighbourhood.buildings=1", "--set", "neighbourhood.floors=2", "--threads", "2")
Line = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ((), "how neighbours become acquaintances", "模拟邻居怎样成为熟人"),
        (("--help",), "Commands", "命令"),
        (("run", "--help"), "Length of the run in weeks", "运行周数"),
        (("compare", "-h"), "How many seeds", "种子数"),
        (("show", "--help"), "all measures with their units", "全部指标及单位"),
        (("scenarios", "--help"), "Check scenario files", "校验情景文件"),
        (("scenarios", "new", "--help"), "every value explained", "对每个值都有说明"),
        (("constants", "--help"), "mark and source", "依据与来源"),
        (("export", "--help"), "GraphML", "边表"),
        (("reproduce", "--help"), "a verdict a row", "逐行判定"),
        (("sensitivity", "--help"), "which parameters of a sweep matter", "哪些参数重要"),
        (("city", "--help"), "a district that shares money out", "整座城市"),
        (("benchmark", "--help"), "beside its target", "与目标并列"),
        (("scenarios", "list"), "Building-gate culture in Tongzhou", "北京通州：楼门文化"),
        (("scenarios", "show", "building-gates"), "Arm after", "方案 after"),
        (("constants", "--mark", "measured"), "constants:", "个常数"),
        (("constants", "--mark", "assumed"), "likely 1.1 … 2.1", "可能为 1.1 … 2.1"),
    ],
)
def test_both_languages(line: Line, arguments: tuple[str, ...], english: str, chinese: str) -> None:
    def flat(text: str) -> str:
        return re.sub(r"[\s│]+", "", text)

    status, out, _ = line(*arguments)
    assert status == 0
    assert flat(english) in flat(out)
    assert not re.search("[一-鿿]", out.replace("邻里", "").replace("我国社区治理四大创新夯实幸福中国基石", "")) or arguments[-1] != "--help"
    status, out, _ = line(*arguments, "--lang", "zh")
    assert status == 0
    assert flat(chinese) in flat(out)


def test_version(line: Line) -> None:
    import linli

    assert line("--version") == (0, f"linli {linli.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("run", "building-gate"), 'there is no scenario "building-gate". Did you mean "building-gates"? (linli scenarios list)', "没有情景"),
        (("run", "mine.toml"), 'there is no file "mine.toml"', "没有文件"),
        (("run", "everyday", "--arm", "after"), 'there is no arm "after"', "没有名为"),
        (("run", "--arm", "aftr"), 'Did you mean "after"?', "您是否想写“after”"),
        (("run", "--weeks", "0"), '--weeks: "0" is not a whole number between 1 and 5,200', "--weeks"),
        (("run", "--seed", "x"), '--seed: "x" is not a whole number', "整数"),
        (("run", "--seed", "-1"), '--seed: "-1" is not a whole number between 0 and 2,147,483,647', "整数"),
        (("run", "--threads", "0"), '--threads: "0"', "整数"),
        (("run", "--snapshot-weeks", "0,900"), '--snapshot-weeks: "900" is not a whole number between 0 and 260', "整数"),
        (("run", "--set", "renters=25.6"), "25.6 is not a share. It must lie between 0 and 1. Did you mean 0.256?", "不是比例"),
        (("run", "--set", "renterz=1"), "there is no key", "没有键"),
        (("run", "--weaks", "3"), 'there is no option --weaks. Did you mean "--weeks"?', "没有选项 --weaks"),
        (("run", "--weeks"), "requires an argument", "需要一个值"),
        (("run", "everyday", "surplus"), "unexpected extra argument", "多余的参数：surplus"),
        (("run", "--set", "neighbourhood.communities=20000"), "GB of memory", "GB 内存"),
        (("run", "--set", "neighbourhood.buildings=500"), "at most 65,000 are allowed", "最多允许 65,000"),
        (("run", "--no-figures=3"), "does not take a value", "不带值"),
        (("rnu",), 'there is no command "rnu". Did you mean "run"?', "没有命令"),
        (("compare", "--arms", "before,aftr"), 'there is no arm "aftr"', "没有名为"),
        (("compare", "--arms", "after,after"), "two or more different arms", "不同的方案"),
        (("compare", "--arms", "after"), "two or more different arms", "不同的方案"),
        (("compare", "--seeds", "0"), "--seeds", "整数"),
        (("show", "nowhere"), 'there is no folder "nowhere"', "nowhere"),
        (("scenarios", "show", "nothing"), 'there is no scenario "nothing"', "没有情景"),
        (("scenarios", "show"), "Missing argument", "缺少参数"),
        (("scenarios", "new", "a.toml", "--mechanism", "gates"), 'there is no mechanism "gates"', "没有名为"),
        (("scenarios", "new", "no/such/folder/a.toml"), "cannot be written", "无法写入"),
        (("constants", "--mark", "asumed"), 'Did you mean "assumed"?', "assumed"),
        (("export", "nowhere", "--format", "graphml", "--out", "x"), "nowhere", "nowhere"),
        (("export", "nowhere", "--format", "gefx", "--out", "x"), 'there is no format "gefx". Did you mean "gexf"?', "没有名为"),
        (("export", "nowhere", "--format", "gexf", "--level", "freind", "--out", "x"), 'there is no level "freind". Did you mean "friend"?', "没有名为"),
    ],
)
def test_bad_input_is_one_line_and_status_2(line: Line, tmp_path: Path, arguments: tuple[str, ...], english: str, chinese: str) -> None:
    for language, expected, start in (("en", english, "Error"), ("zh", chinese, "错误")):
        status, out, err = line(*arguments, "--lang", language)
        assert status == 2
        assert out == ""
        assert expected in err
        assert err.startswith(start)
        assert err.count("\n") == 1
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_language_is_refused(line: Line) -> None:
    status, _, err = line("run", "--lang", "fr")
    assert status == 2
    assert '"fr" is not one of en, zh.' in err
    assert line("--lang")[0] == 2


def test_the_language_is_found_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_LANG", "zh_CN.UTF-8")
    assert split_language(["run", "--weeks", "3"]) == ("zh", ["run", "--weeks", "3"])
    assert split_language(["--lang", "en", "run"]) == ("en", ["run"])
    assert split_language(["run", "--lang=zh-CN"]) == ("zh", ["run"])
    assert split_language(["run", "--", "--lang"]) == ("zh", ["run", "--", "--lang"])
    with pytest.raises(UserError):
        split_language(["--lang", "english"])


def test_our_own_fault_is_status_1_and_says_so(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("linli.scenarios.loader.listed", broken)
    status, _, err = line("scenarios", "list")
    assert status == 1
    assert "RuntimeError: broken" in err
    assert "fault of linli" in err


def test_validate_checks_every_file(line: Line, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text("[arms.a]\n[arms.b]\n", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[population]\nrenters = 25.6\n", encoding="utf-8")
    (tmp_path / "broken.toml").write_text("weeks =\n", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('source = "Caf\xe9"\n'.encode("latin-1"))
    status, out, err = line("scenarios", "validate", "good.toml", "bad.toml", "broken.toml", "latin.toml", "building-gates")
    assert status == 2
    assert out.splitlines()[0] == "good.toml: valid. Arms: a, b."
    assert out.splitlines()[1].startswith("building-gates: valid.")
    assert "bad.toml, [population] renters" in err
    assert "broken.toml: it is not a valid TOML file" in err
    assert "latin.toml: line 1 is not UTF-8 text" in err
    assert line("scenarios", "validate", "good.toml")[0] == 0


def test_new_writes_once(line: Line, tmp_path: Path) -> None:
    assert line("scenarios", "new", "mine.toml", "--mechanism", "building-gates", "--lang", "zh")[0] == 0
    assert "去掉行首的 #" in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert line("scenarios", "validate", "mine.toml")[0] == 0
    status, _, err = line("scenarios", "new", "mine.toml")
    assert status == 2
    assert "exists already" in err
    assert line("scenarios", "new", "copy.toml", "--from", "building-gates")[0] == 0
    status, out, _ = line("scenarios", "show", "copy.toml", "--toml")
    assert out == line("scenarios", "show", "building-gates", "--toml")[1]


def test_show_full_can_be_read_again(line: Line, tmp_path: Path) -> None:
    _, out, _ = line("scenarios", "show", "building-gates", "--full")
    (tmp_path / "full.toml").write_text(out, encoding="utf-8")
    assert line("scenarios", "validate", "full.toml")[0] == 0
    assert "kappa = 0.4" in out


def test_run_writes_and_prints(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("run", "--weeks", "5", "--seed", "3", *SMALL, "--out", "here", "--no-figures", "--snapshot-weeks", "0,5")
    assert status == 0
    assert "acquaintances a resident" in out
    assert "Written to here" in out
    manifest = json.loads((tmp_path / "here" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["finished"] is True
    assert not (tmp_path / "here" / "figures").exists()
    status, out, _ = line("export", "here", "--format", "edges", "--out", "edges")
    assert status == 0
    assert list((tmp_path / "edges").iterdir())
    status, _, err = line("run", "--weeks", "5", *SMALL, "--out", "here")
    assert status == 2
    assert '"here" is not empty' in err


def test_run_in_chinese_with_figures_and_a_name_of_its_own(line: Line, tmp_path: Path) -> None:
    for _ in range(2):
        status, out, _ = line("run", "--weeks", "5", "--seed", "3", *SMALL, "--lang", "zh")
        assert status == 0
        assert "人均熟人数" in out
    assert sorted(os.listdir(tmp_path / "runs")) == ["building-gates-after-3", "building-gates-after-3-2"]
    assert list((tmp_path / "runs" / "building-gates-after-3" / "figures").glob("*.png"))


def test_run_of_a_scenario_without_arms(line: Line) -> None:
    status, out, _ = line("run", "everyday", "--weeks", "3", *SMALL, "--no-figures")
    assert status == 0
    assert "Written to runs/everyday-as-is-1" in out


def test_compare_writes_and_prints(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("compare", "--arms", "before,gatherings", "--seeds", "2", "--weeks", "5", *SMALL, "--no-figures", "--out", "there")
    assert status == 0
    assert "2 seeds" in out
    assert (tmp_path / "there" / "manifest.json").exists()


def test_settings_reach_the_run(line: Line, tmp_path: Path) -> None:
    line("run", "--weeks", "3", *SMALL, "--set", "gatherings_a_year=52", "--no-figures", "--out", "here")
    scenario = json.loads((tmp_path / "here" / "manifest.json").read_text(encoding="utf-8"))["scenario"]
    assert scenario["arms"]["after"]["mechanisms"]["building-gates"]["gatherings_a_year"] == 52
    assert scenario["weeks"] == 3
    assert scenario["neighbourhood"]["floors"] == 2


@pytest.mark.parametrize("ties", [True, False])
def test_a_roster_is_run(line: Line, tmp_path: Path, ties: bool) -> None:
    people = [f"p{k},{k // 2 + 1},{30 + k}" for k in range(40)]
    (tmp_path / "people.csv").write_text("id,flat,age\n" + "\n".join(people) + "\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("a,b,closeness\np0,p7,12\n", encoding="utf-8")
    given = '[roster]\nresidents = "people.csv"\n' + ('ties = "ties.csv"\n' if ties else "")
    (tmp_path / "mine.toml").write_text(f"weeks = 4\n{given}[neighbourhood]\nbuildings = 1\nfloors = 3\n", encoding="utf-8")
    status, out, err = line("run", "mine.toml", "--no-figures", "--out", "here", "--snapshot-weeks", "0")
    assert status == 0, err
    assert "40 residents" in out
    from linli.experiments.loading import load_run

    start = load_run(tmp_path / "here").snapshot(0)
    assert sorted(start.residents["age"]) == [30 + k for k in range(40)]
    if ties:
        assert len(start.source) == 1
        assert start.slow[0] == pytest.approx(12.0, abs=0.1)
    else:
        assert len(start.source) > 40
