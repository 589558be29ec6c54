"""`linli survey` as a person uses it: the form, the sheet, simulated answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from linli.__main__ import main, split_language
from linli.model.questions.own_survey import FORM
from linli.scenarios import UserError
from linli.scenarios.own_survey import read_survey, sheet

SMALL = ("--set", "neighbourhood.buildings=1", "--set", "neighbourhood.floors=2", "--threads", "1")
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Run `linli survey` in an empty folder; returns (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_LANG", "en")
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(("survey", *arguments))
        output = capsys.readouterr()
        return status, output.out, output.err

    return call


class Page(HTMLParser):
    """What a form consists of: texts, numbers of questions, boxes, tags, addresses."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.classes: list[str] = []
        self.addresses: list[str] = []
        self.numbers: list[str] = []
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.classes += (dict(attrs).get("class") or "").split()
        self.addresses += [name for name, _ in attrs if name in ("src", "href", "srcset", "data", "action")]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())
            if self.classes and self.classes[-1] == "number":
                self.numbers.append(data.strip())
                self.classes.append("")


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ((), "print a form, count the answers", "打印问卷、统计回答"),
        (("new", "--help"), "twelve questions to print", "十二题的打印问卷"),
        (("simulate", "--help"), "an example whose truth is known", "已知真值的示例"),
    ],
)
def test_help_in_both_languages(line: Line, arguments: tuple[str, ...], english: str, chinese: str) -> None:
    def flat(text: str) -> str:
        return re.sub(r"[\s│]+", "", text)

    assert flat(english) in flat(line(*arguments)[1])
    assert flat(chinese) in flat(line(*arguments, "--lang", "zh")[1])


def test_survey_is_a_command_of_linli(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("--help", "--lang", "en")) == 0
    listed = capsys.readouterr().out.split("Commands", 1)[1]
    assert listed.index("scenarios") < listed.index("survey") < listed.index("constants")


@pytest.mark.parametrize(("language", "shown"), [("en", ("en",)), ("zh", ("zh",)), ("both", ("en", "zh"))])
def test_the_form_has_twelve_questions_and_nothing_from_outside(line: Line, tmp_path: Path, language: str, shown: tuple[str, ...]) -> None:
    status, out, err = line("new", "form.html", "--lang", language)
    assert (status, err) == (0, "")
    assert "form.html" in out
    assert "form.csv" in out
    page = Page(tmp_path / "form.html")
    assert page.numbers == [str(number) for number in range(1, 13)]
    for kind in FORM:
        for text in (kind.ask, *kind.answers.texts):
            for own in ("en", "zh"):
                assert (text.say(own) in page.texts) == (own in shown)
    # One box an answer, and one that shows how to tick.
    assert page.classes.count("box") == sum(len(kind.answers.texts) for kind in FORM) + 1
    assert page.classes.count("page") == 2
    assert page.addresses == []
    assert not {"script", "link", "img", "iframe", "form", "input", "object", "embed", "base"} & set(page.tags)
    assert not re.search(r"https?:|//|url\(|@import", page.source)
    said = " ".join(page.texts)
    promised = {"en": ("no name, no address, no telephone", "only these counts leave"), "zh": ("姓名、住址或电话", "只有统计数字会离开小区")}
    for own, words in promised.items():
        assert all((word in said) == (own in shown) for word in words)
    assert (tmp_path / "form.csv").read_bytes() == sheet(language)


def test_names_and_language_by_default(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line("new")[0] == 0
    assert line("new", "mine")[0] == 0
    monkeypatch.setenv("LINLI_LANG", "zh")
    assert "请用 A4 纸打印" in line("new", "wo")[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv", "mine.html", "survey.csv", "survey.html", "wo.csv", "wo.html"]
    assert "我们小区的邻里往来" in (tmp_path / "wo.html").read_text(encoding="utf-8")
    assert "Neighbours in our compound" in (tmp_path / "mine.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["form.html", "form.csv"])
def test_no_file_is_overwritten_and_none_is_left_alone(line: Line, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    status, out, err = line("new", "form.html")
    assert (status, out) == (2, "")
    assert err == f'Error: "{there}" exists already. Name a new file.\n'
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("new", "form.pdf"), '"form.pdf" is not a name for the form. It must end in .html.', "须以 .html 结尾"),
        (("new", "no/such/form.html"), '"no/such/form.html" cannot be written', "无法写入"),
        (("new", "a\0b.html"), "null byte", "的取值无效"),
        (("new", ""), "is not a name for the form", "不能作为问卷文件名"),
        (("new", ".."), "is not a name for the form", "不能作为问卷文件名"),
        (("new", "x" * 300), "cannot be written", "无法写入"),
        (("simulate",), "Missing argument", "缺少参数"),
        (("simulate", "a.txt"), '"a.txt" is not a name for a sheet of counts. It must end in .csv.', "须以 .csv 结尾"),
        (("simulate", "no/such/a.csv"), 'there is no folder "no/such"', "没有文件夹"),
        (("simulate", "a.csv", "--people", "0"), '--people: "0" is not a whole number between 1 and 1,000,000', "整数"),
        (("simulate", "a.csv", "--people", "500", *SMALL), "--people: 500 people cannot be asked: ", "无法询问 500 人"),
        (("simulate", "a.csv", "--seed", "x"), '--seed: "x" is not a whole number', "整数"),
        (("simulate", "a.csv", "--weeks", "-1"), '--weeks: "-1" is not a whole number', "整数"),
        (("simulate", "a.csv", "--scenario", "evryday"), 'there is no scenario "evryday". Did you mean "everyday"?', "没有情景"),
        (("simulate", "a.csv", "--arm", "after"), 'there is no arm "after"', "没有名为"),
        (("simulate", "a.csv", "--set", "renters=25"), "25 is not a share", "不是比例"),
        (("simulate", "a.csv", "--peple", "3"), 'there is no option --peple. Did you mean "--people"?', "没有选项"),
        (("calibrate",), 'there is no command "calibrate"', "没有命令"),
    ],
)
def test_mistakes_are_one_line_and_status_2(line: Line, tmp_path: Path, arguments: tuple[str, ...], english: str, chinese: str) -> None:
    for language, expected, start in (("en", english, "Error"), ("zh", chinese, "错误")):
        status, out, err = line(*arguments, "--lang", language)
        assert (status, out) == (2, "")
        last = err.splitlines()[-1]
        assert last.startswith(start)
        assert expected in last
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_both_is_a_language_of_forms_only(line: Line) -> None:
    assert split_language(["survey", "new", "--lang", "both", "x"])[1] == ["survey", "new", "--lang", "both", "x"]
    assert split_language(["--lang", "zh", "survey", "new"]) == ("zh", ["survey", "new"])
    assert split_language(["survey", "--lang=both", "new"])[1] == ["survey", "--lang", "both", "new"]
    for arguments in (["run", "--lang", "both"], ["survey", "simulate", "new", "--lang", "both"], ["survey", "new", "--lang", "fr"]):
        with pytest.raises(UserError):
            split_language(arguments)
    assert "not one of en, zh, both" in line("new", "--lang", "fr")[2]
    assert "not one of en, zh." in line("simulate", "a.csv", "--lang", "both")[2]


def test_simulated_answers_are_a_sheet(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("simulate", "one.csv", "--people", "30", "--seed", "3", *SMALL)
    assert (status, out) == (0, "30 simulated residents of everyday (as-is) asked. Written: one.csv\n")
    survey = read_survey(tmp_path / "one.csv")
    assert all(sum(counts) == 30 for counts in survey.counts.values())
    assert survey.counts["own-activities"][0] > 10  # only what ordinary life puts on: no building gates here
    assert line("simulate", "again.csv", "--people", "30", "--seed", "3", *SMALL)[0] == 0
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    status, out, _ = line("simulate", "other.csv", "--people", "30", "--seed", "4", *SMALL, "--lang", "zh")
    assert "30 名模拟居民" in out
    assert "几乎每天" in (tmp_path / "other.csv").read_text(encoding="utf-8")
    assert read_survey(tmp_path / "other.csv").counts != survey.counts
    status, _, err = line("simulate", "one.csv", "--people", "30", *SMALL)
    assert status == 2
    assert "exists already" in err


def test_settings_arm_and_weeks_reach_the_answers(line: Line, tmp_path: Path) -> None:
    assert line("simulate", "rented.csv", "--people", "30", *SMALL, "--set", "renters=1.0")[0] == 0
    assert read_survey(tmp_path / "rented.csv").counts["own-home"] == (0, 30)
    gates = ("--scenario", "building-gates", "--people", "35", *SMALL, "--set", "gatherings_a_year=52")
    assert line("simulate", "without.csv", *gates)[0] == 0
    assert line("simulate", "with.csv", *gates, "--arm", "after")[0] == 0
    assert line("simulate", "first.csv", *gates, "--arm", "after", "--weeks", "0")[0] == 0
    assert line("simulate", "start.csv", *gates, "--weeks", "0")[0] == 0
    never = {name: read_survey(tmp_path / f"{name}.csv").counts["own-activities"][0] for name in ("without", "with", "first", "start")}
    assert never["first"] == never["start"]  # before the first week the arms are one neighbourhood
    assert never["with"] < never["without"]
