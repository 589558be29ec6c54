"""The sheet of counts: read, checked, refused in one sentence; and the study that it makes."""

from __future__ import annotations

import csv
import io
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linli.model.ground.refusal import InputNote
from linli.model.questions.own_survey import FORM
from linli.scenarios import UserError, load
from linli.scenarios.own_survey import OwnSurvey, read_survey, sheet, survey_of, survey_study, survey_tables
from linli.scenarios.schema import Scenario

COUNTS = {kind.name: tuple(3 * place + number for place in range(len(kind.answers.texts))) for number, kind in enumerate(FORM, 1)}
ALL_LANGUAGES = ("en", "zh", "both")


def rows(language: str = "en") -> list[list[str]]:
    """Return the cells of a filled sheet, heading first."""
    return list(csv.reader(io.StringIO(sheet(language, COUNTS).decode("utf-8-sig"))))


def written(cells: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(cells)
    return text.getvalue().encode()


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_a_filled_sheet_is_read_again(language: str, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(sheet(language, COUNTS))
    survey = read_survey(tmp_path / "mine.csv")
    assert survey.counts == COUNTS
    assert survey.asked == max(map(sum, COUNTS.values()))
    for kind in FORM:
        assert sum(survey.shares(kind.name)) == pytest.approx(1.0)
        assert survey.n(kind.name) == sum(COUNTS[kind.name])


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_a_sheet_has_a_line_an_answer_and_nothing_a_spreadsheet_takes_for_a_date(language: str) -> None:
    lines = list(csv.reader(io.StringIO(sheet(language).decode("utf-8-sig"))))
    assert len(lines) == 1 + sum(len(kind.answers.texts) for kind in FORM)
    assert all(len(line) == 3 for line in lines)
    assert all(line[2] == "" for line in lines[1:])
    assert len({tuple(line[:2]) for line in lines}) == len(lines)
    for line in lines[1:]:
        assert not line[1].replace("-", "").replace("/", "").strip().isdigit()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
def test_what_spreadsheets_make_of_it_is_read(encoding: str, delimiter: str) -> None:
    raw = written(rows("zh"), delimiter).decode().encode(encoding)
    assert survey_of(raw).counts == COUNTS


def test_order_and_writing_do_not_matter() -> None:
    cells = rows()
    turned = [[count, answer.upper() + " ", question.split(" ")[0]] for question, answer, count in reversed(cells[1:])]
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    turned[0][0] = turned[0][0].translate(full_width)
    assert survey_of(written([["Count", "ANSWER", " question"], ["", "", ""], *turned])).counts == COUNTS


@pytest.mark.parametrize("form", ["xlsx", "parquet", "index"])
def test_a_sheet_in_a_workbook_in_parquet_or_with_an_index_is_read(form: str) -> None:
    cells, stream = rows("zh"), io.BytesIO()
    frame = pd.DataFrame(cells[1:], columns=cells[0])
    frame["人数"] = frame["人数"].astype(int)
    if form == "xlsx":
        frame.to_excel(stream, index=False)
    elif form == "parquet":
        frame.to_parquet(stream)
    else:
        frame.to_csv(stream)
    with pytest.warns(InputNote, match="counts lines") if form == "index" else nullcontext():
        assert survey_of(stream.getvalue()).counts == COUNTS


def change(line: int, column: int, value: str, language: str = "en") -> bytes:
    cells = rows(language)
    cells[line - 1][column] = value
    return written(cells)


def without(line: int) -> bytes:
    cells = rows()
    del cells[line - 1]
    return written(cells)


WRONG = {
    "unknown question": (change(2, 0, "13 Pets"), 'line 2: there is no question "13 Pets". Allowed: 1 to 11, 12a', "没有问题"),
    "near question": (change(2, 0, "1 Chating with neighbours"), 'Did you mean "1 Chatting with neighbours"?', "您是否想写“1 Chatting"),
    "near question in Chinese": (change(2, 0, "1 与邻居聊", "zh"), 'Did you mean "1 与邻居聊天"?', "您是否想写“1 与邻居聊天”"),
    "unknown answer": (change(3, 1, "weekly"), 'line 3: "1 Chatting with neighbours" has no answer "weekly". Allowed: never, less often', "没有回答"),
    "near answer": (change(3, 1, "at least once the week"), 'Did you mean "at least once a week"?', "您是否想写“at least once a week”"),
    "near answer in Chinese": (change(3, 1, "每周至少1次", "zh"), 'Did you mean "每周至少一次"?', "您是否想写“每周至少一次”"),
    "negative": (change(4, 2, "-3"), 'line 4: "-3" is not a count. It must be a whole number between 0 and 1,000,000.', "整数"),
    "fraction": (change(4, 2, "3.5"), 'line 4: "3.5" is not a count', "整数"),
    "decimals of nothing": (change(4, 2, "12.0"), "Did you mean 12?", "您是否想写 12"),
    "words": (change(4, 2, "many"), 'line 4: "many" is not a count', "不是人数"),
    "too many": (change(4, 2, "1000001"), 'line 4: "1000001" is not a count', "不是人数"),
    "blank": (change(4, 2, ""), "no count stands in line 4. Write 0 where nobody gave the answer.", "第 4 行没有填写人数"),
    "missing line": (without(4), 'there is no line for the answer "at least once a week" of "1 Chatting with neighbours"', "请补上"),
    "twice": (written([*rows(), rows()[5]]), "the same answer stands in line 6 already", "已出现"),
    "nobody": (written([[q, a, "0" if q.startswith("6 ") else c] for q, a, c in rows()]), 'nobody answered "6 Somebody to ask for help"', "无人回答"),
    "no heading": (written(rows()[1:]), 'there is no column "1 Chatting with neighbours"', "没有"),
    "column missing": (written([line[:2] for line in rows()]), 'the column "count" is missing', "缺少列“count”（人数）"),
    "column twice": (written([["question", "answer", "count", "Count"], *rows()[1:]]), 'the column "Count" stands there twice', "两次"),
    "a column more": (written([[*line, "x"] for line in rows()]), 'there is no column "x"', "不含个人数据"),
    "a column without heading": (written([["", *rows()[0]], *(["x", *line] for line in rows()[1:])]), 'line 2: "x" stands in a column without', "没有列名"),
    "a cell more": (written([rows()[0], [*rows()[1], "x"], *rows()[2:]]), "line 2: it has 4 cells", "4 格"),
    "names": (written([["name", *rows()[0]], *(["Li", *line] for line in rows()[1:])]), 'column "name" looks like a name', "像是姓名"),
    "telephones in Chinese": (written([["手机号", *rows()[0]], *(["", *line] for line in rows()[1:])]), "looks like a telephone number", "像是电话号码"),
    "a telephone as a count": (change(4, 2, "13812345678"), "line 4: a cell looks like a telephone number", "像是电话号码"),
    "an address as an answer": (change(4, 1, "5号楼3单元"), "line 4: a cell looks like an address", "像是地址"),
    "empty": (b"", "it is empty. Begin with a new sheet: linli survey new.", "文件是空的"),
    "broken workbook": (b"PK\x03\x04rest", "it is no whole .xlsx workbook", "工作簿"),
    "old workbook": (b"\xd0\xcf\x11\xe0rest", "it is an old workbook (.xls)", "旧版工作簿"),
    "no encoding": (sheet("en", COUNTS) + b"\xff\xff\xff", "neither UTF-8 nor GB18030", "既不是"),
    "large": (b"x" * 300_000, "larger than 200,000 bytes", "超过"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_sheet_is_refused_in_one_sentence(name: str) -> None:
    raw, english, chinese = WRONG[name]
    with pytest.raises(UserError) as raised:
        survey_of(raw, "mine.csv")
    said, zh = raised.value.say("en"), raised.value.say("zh")
    assert said.startswith("Error in mine.csv: ")
    assert english in said
    assert zh.startswith("错误（mine.csv）")
    assert chinese in zh
    assert "\n" not in said + zh
    assert "13812345678" not in said + zh
    assert "5号楼3单元" not in said + zh


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"there is no such file|没有这个文件"):
        read_survey(tmp_path / "none.csv")
    with pytest.raises(UserError, match=r"folder|文件夹"):
        read_survey(tmp_path)
    with pytest.raises(UserError):
        read_survey("a\0b.csv")


CELL = st.one_of(
    st.text(max_size=12), st.sampled_from([cell for language in ALL_LANGUAGES for line in rows(language) for cell in line]), st.integers(-5, 10**13).map(str)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 64), st.integers(0, 3), CELL), min_size=1, max_size=4), st.sampled_from(ALL_LANGUAGES))
def test_changed_cells_are_read_or_refused(changes: list[tuple[int, int, str]], language: str) -> None:
    cells = rows(language)
    for line, column, value in changes:
        target = cells[line % len(cells)]
        target[column:] = [value, *target[column + 1 :]]
    _read_or_refused(written(cells))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 4000), st.integers(0, 40), st.binary(max_size=20), st.sampled_from(ALL_LANGUAGES))
def test_changed_bytes_are_read_or_refused(at: int, length: int, put: bytes, language: str) -> None:
    raw = sheet(language, COUNTS)
    _read_or_refused(raw[:at] + put + raw[at + length :])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(UserError):
        survey_of(raw)


def _read_or_refused(raw: bytes) -> None:
    fault: UserError | None = None
    try:
        survey = survey_of(raw, "mine.csv")
    except UserError as error:
        fault = error
    if fault is not None:
        for language in ("en", "zh"):
            assert len(fault.say(language).splitlines()) == 1
        return
    assert list(survey.counts) == [kind.name for kind in FORM]
    for kind in FORM:
        assert len(survey.counts[kind.name]) == len(kind.answers.texts)
        assert all(count >= 0 for count in survey.counts[kind.name])
        assert survey.n(kind.name) > 0


def test_tables_are_percentages_of_those_who_answered() -> None:
    survey = OwnSurvey("mine.csv", COUNTS)
    study = survey_study(survey)
    assert [table.question.name for table in study.tables] == [kind.name for kind in FORM if not kind.background]
    for table in study.tables:
        counts = COUNTS[table.question.name]
        assert sum(table.fields.published) == pytest.approx(100.0)
        assert table.fields.published == pytest.approx([100.0 * count / sum(counts) for count in counts])
        assert table.fields.n == (sum(counts),)
        assert table.fields.mark == "computed"
        assert table.labels == type(table.question).answers.english  # type: ignore[attr-defined]
        assert table.question.age == pytest.approx(survey.shares("own-age"))  # type: ignore[attr-defined]
        assert table.role == "fit"
        assert table.weeks == (13,)
    assert study.name == "mine"
    assert study.title.zh == "自行调查：mine"


def test_who_answered_is_told_but_never_fitted_to() -> None:
    tables = survey_tables(OwnSurvey("mine.csv", COUNTS), background=True)
    assert [table["role"] for table in tables] == ["fit"] * 11 + ["predict"] * 3
    assert all("with" not in table for table in tables[11:])
    assert len(survey_study(OwnSurvey("mine.csv", COUNTS), background=True).tables) == 14


def test_the_setting_is_the_scenarios() -> None:
    survey = OwnSurvey("mine.csv", COUNTS)
    scenario = load("building-gates").with_settings(["neighbourhood.buildings=2", "population.renters=0.5"])
    first, after = survey_study(survey, scenario, sites=3), survey_study(survey, scenario, arm="after")
    setting = first.arms[""]
    assert setting.neighbourhood is not None
    assert setting.neighbourhood.model_copy(update={"communities": 1}) == scenario.neighbourhood
    assert setting.neighbourhood.communities == 3
    assert setting.population == scenario.population
    assert setting.everyday == scenario.everyday
    assert setting.visits == scenario.constants.visits
    assert setting.mechanisms == scenario.arm("before").mechanisms
    assert after.arms[""].mechanisms == scenario.arm("after").mechanisms != setting.mechanisms


def test_the_default_is_the_default_compound() -> None:
    setting, everyday = survey_study(OwnSurvey("mine.csv", COUNTS)).arms[""], load("everyday")
    assert setting.neighbourhood is not None
    assert setting.neighbourhood.model_copy(update={"communities": 1}) == everyday.neighbourhood
    assert (setting.population, setting.everyday, setting.mechanisms) == (everyday.population, everyday.everyday, {})


def test_a_removed_everyday_kind_stays_removed() -> None:
    scenario = Scenario.from_dict({"everyday": {"yard": {"hours": 0.0}}})
    assert "yard" not in survey_study(OwnSurvey("mine.csv", COUNTS), scenario).arms[""].everyday


@pytest.mark.parametrize(
    ("data", "english"),
    [
        ({"ties": {"kappa": 0.5}}, "[ties]: a survey cannot be fitted with constants of people of its own"),
        ({"survey": {"chat_daily": 5.0}}, "[survey]: a survey cannot be fitted"),
        ({"mechanisms": {"building-gates": {}}, "schedule": [{"week": 5, "set": {"building-gates.gatherings_a_year": 3.0}}]}, "while parameters change"),
    ],
)
def test_what_a_study_cannot_have_is_refused(data: dict[str, object], english: str) -> None:
    with pytest.raises(UserError) as raised:
        survey_study(OwnSurvey("mine.csv", COUNTS), Scenario.from_dict(data, "mine", "mine.toml"))
    assert english in raised.value.say("en")
    assert "mine.toml" in raised.value.say("zh")


def test_an_unknown_arm_is_refused() -> None:
    with pytest.raises(UserError, match="aftr"):
        survey_study(OwnSurvey("mine.csv", COUNTS), load("building-gates"), arm="aftr")


def test_a_roster_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,flat,age\n" + "".join(f"p{k},{k // 2 + 1},40\n" for k in range(40)), encoding="utf-8")
    scenario = Scenario.from_dict({"roster": {"residents": "people.csv"}}, "mine", "mine.toml", str(tmp_path))
    with pytest.raises(UserError) as raised:
        survey_study(OwnSurvey("mine.csv", COUNTS), scenario)
    assert "[roster]: a survey cannot be fitted to a roster" in raised.value.say("en")
