"""A survey of one's own: the sheet of counts (a CSV file), read and checked, and as a study that constants can be fitted to.

The sheet has a line for each answer of each question of the form (`model.questions.own_survey`): question, answer, count. Words of both
languages are understood. It holds counts and nothing else; what looks like data of single people is refused.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..model.founding.privacy import holds_private, looks_private
from ..model.ground.refusal import InputNote
from ..model.ground.table import Table, TableError
from ..model.ground.tables import read_table, table_of
from ..model.ground.text import Text
from ..model.people.constants import Constants
from ..model.questions.own_base import OwnQuestion
from ..model.questions.own_survey import FORM, Age, Home, Years
from .errors import UserError, did_you_mean, one_line, show
from .published import PublishedStudy, study_from_dict
from .schema import Scenario

LARGEST_FILE = 200_000
LARGEST_COUNT = 1_000_000
COLUMNS = (Text("question", "问题"), Text("answer", "回答"), Text("count", "人数"))
BETWEEN = " / "
"""Between English and Chinese in a sheet of both."""
LANGUAGES = ("en", "zh", "both")
BEGIN_WITH = Text(" Begin with a new sheet: linli survey new.", "可重新生成空表：linli survey new。")
_NO_PERSONS = Text(" A sheet of counts has nothing of single people.", "人数统计表不含个人数据。")


class OwnSurvey(NamedTuple):
    """A counted survey, checked. Make it with `read_survey`.

    Attributes:
        file: how errors name it.
        counts: name of the question (such as "own-chat") -> people by answer, in the order of the form. All questions are there.
    """

    file: str
    counts: dict[str, tuple[int, ...]]

    @property
    def asked(self) -> int:
        """People who answered the question that most answered: at least so many forms were counted."""
        return max(sum(counts) for counts in self.counts.values())

    def n(self, name: str) -> int:
        """Return how many answered a question."""
        return sum(self.counts[name])

    def shares(self, name: str) -> list[float]:
        """Return the shares of the answers to a question; they sum to 1."""
        return [count / self.n(name) for count in self.counts[name]]


def words(text: Text, language: str) -> str:
    """Return a text in "en", "zh" or "both"."""
    return f"{text.en}{BETWEEN}{text.zh}" if language == "both" else text.say(language)


def question_words(kind: type[OwnQuestion], language: str) -> str:
    """Return how a question is called in the sheet, such as "1 Chatting with neighbours"."""
    return f"{kind.number} {words(kind.title, language)}"


_HEADINGS = {column.en: (column.zh, words(column, "both")) for column in COLUMNS}
"""Column of a sheet -> other headings that mean it."""


def sheet(language: str, counts: Mapping[str, Sequence[int]] | None = None) -> bytes:
    """Write a sheet of counts.

    Args:
        language: "en", "zh" or "both".
        counts: as in `OwnSurvey`; None: blank, to be filled in.

    Returns:
        UTF-8 with a mark at the beginning, by which spreadsheet programs know it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([words(column, language) for column in COLUMNS])
    for kind in FORM:
        for place, answer in enumerate(kind.answers.texts):
            writer.writerow([question_words(kind, language), words(answer, language), "" if counts is None else counts[kind.name][place]])
    return text.getvalue().encode("utf-8-sig")


def read_survey(path: str | Path) -> OwnSurvey:
    """Read and check a filled sheet.

    Args:
        path: the file, in any form that `ground.tables` reads.

    Raises:
        UserError: the first fault that is found.
    """
    return _checked(lambda: read_table(path, _HEADINGS, largest=LARGEST_FILE))


def survey_of(raw: bytes, file: str = "survey.csv") -> OwnSurvey:
    """Check the bytes of a filled sheet; errors as in `read_survey`."""
    return _checked(lambda: table_of(raw, file, _HEADINGS, largest=LARGEST_FILE))


def _checked(reading: Callable[[], Table]) -> OwnSurvey:
    try:
        written = reading()
        _refuse_persons(written)
        table = written.named(_HEADINGS, tuple(_HEADINGS), advice=_NO_PERSONS)
    except TableError as error:
        raise UserError(error.bare.en + BEGIN_WITH.en, error.bare.zh + BEGIN_WITH.zh, file=error.file) from None
    for note in table.notes:
        warnings.warn(InputNote(*note), stacklevel=3)
    file = table.file
    counts: dict[tuple[str, int], tuple[int, int]] = {}
    blank: list[int] = []
    for number, asked, answered, count in zip(table.lines, *(table.cells(name) for name in _HEADINGS), strict=True):
        kind = _question(asked, number, file)
        key = kind.name, _answer(kind, answered, number, file)
        if key in counts:
            before = counts[key][0]
            raise _at(number, f"the same answer stands in line {before} already. Keep one of them.", f"该回答在第 {before} 行已出现，请只保留一行。", file)
        if not count:
            blank.append(number)
        counts[key] = number, _whole(count, number, file) if count else 0
    return _complete(file, {key: count for key, (_, count) in counts.items()}, blank)


def _at(line: int, en: str, zh: str, file: str) -> UserError:
    return UserError(f"line {line}: {en}", f"第 {line} 行：{zh}", file=file)


def _plain(text: str) -> str:
    """Return a text as it is compared: full and half width, large and small letters, blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".:。 ")


def _forms(text: Text) -> list[str]:
    return [text.en, text.zh, words(text, "both")]


def _refuse_persons(table: Table) -> None:
    """Refuse headings and cells that look like data of a person; no cell is printed.

    Raises:
        TableError: there is one.
    """
    for heading, cells in zip(table.headings, table.columns, strict=True):
        what = looks_private(heading)
        if what is not None:
            raise table.refuse(
                f"column {show(heading)} looks like {what.en}. A sheet holds counts only: remove the column.",
                f"列 {show(heading)} 像是{what.zh}。表中只能有人数，请删除该列。",
            )
        if holds_private(cells) is None:
            continue
        for k, cell in enumerate(cells):
            what = holds_private([cell])
            if what is not None:
                raise table.refuse_line(
                    k, f"a cell looks like {what.en}. A sheet holds counts only: remove it.", f"有一格像是{what.zh}。表中只能有人数，请删除。"
                )


def _question(given: str, line: int, file: str) -> type[OwnQuestion]:
    asked = _plain(given)
    for kind in FORM:
        forms = [*_forms(kind.title), *(f"{kind.number} {form}" for form in _forms(kind.title)), kind.number]
        if asked in map(_plain, forms):
            return kind
    hints = [did_you_mean(given, [question_words(kind, language) for kind in FORM], cutoff=0.5) for language in ("en", "zh")]
    hint = next(
        (hint for hint in hints if "Did you" in hint.en),
        Text(f" Allowed: 1 to 11, 12a, 12b, 12c.{BEGIN_WITH.en}", f"可用：1 至 11、12a、12b、12c。{BEGIN_WITH.zh}"),
    )
    raise _at(line, f"there is no question {show(given)}.{hint.en}", f"没有问题 {show(given)}。{hint.zh}", file)


def _answer(kind: type[OwnQuestion], given: str, line: int, file: str) -> int:
    for place, text in enumerate(kind.answers.texts):
        if _plain(given) in map(_plain, _forms(text)):
            return place
    name = {language: question_words(kind, language) for language in ("en", "zh")}
    near: Callable[[str], Text] = lambda language: did_you_mean(given, [text.say(language) for text in kind.answers.texts])  # noqa: E731
    near_en, near_zh = near("en"), near("zh")
    both = near_zh if "Did you" in near_zh.en and "Did you" not in near_en.en else None
    en, zh = (both or near_en).en, (both or (near_en if "Did you" in near_en.en else near_zh)).zh
    raise _at(line, f"{show(name['en'])} has no answer {show(given)}.{en}", f"{show(name['zh'])} 没有回答 {show(given)}。{zh}", file)


def _whole(given: str, line: int, file: str) -> int:
    digits = _plain(given)
    if digits.isascii() and digits.isdigit() and len(digits) <= 12 and int(digits) <= LARGEST_COUNT:
        return int(digits)
    bare = digits.partition(".")
    hint = Text("", "")
    if bare[0].isascii() and bare[0].isdigit() and len(bare[0]) < 7 and not bare[2].strip("0"):
        hint = Text(f" Did you mean {int(bare[0])}?", f"您是否想写 {int(bare[0])}？")
    raise _at(
        line,
        f"{show(given)} is not a count. It must be a whole number between 0 and {LARGEST_COUNT:,}.{hint.en}",
        f"{show(given)} 不是人数，须为 0 与 {LARGEST_COUNT:,} 之间的整数。{hint.zh}",
        file,
    )


def _complete(file: str, counts: Mapping[tuple[str, int], int], blank: list[int]) -> OwnSurvey:
    """Refuse what is not there: lines, counts, questions that nobody answered."""
    for kind in FORM:
        for place, text in enumerate(kind.answers.texts):
            if (kind.name, place) not in counts:
                raise UserError(
                    f"there is no line for the answer {show(text.en)} of {show(question_words(kind, 'en'))}. Add it, with 0 if nobody gave it.",
                    f"{show(question_words(kind, 'zh'))} 缺少回答 {show(text.zh)} 一行，请补上；无人选择则写 0。", file=file,
                )  # fmt: skip
    if blank:
        listed = ", ".join(map(str, blank[:12])) + (", ..." if len(blank) > 12 else "")
        raise UserError(f"no count stands in line {listed}. Write 0 where nobody gave the answer.", f"第 {listed} 行没有填写人数；无人选择请写 0。", file=file)
    for kind in FORM:
        if not any(counts[kind.name, place] for place in range(len(kind.answers.texts))):
            raise UserError(
                f"nobody answered {show(question_words(kind, 'en'))}: all its counts are 0. Each question needs answers.",
                f"{show(question_words(kind, 'zh'))} 无人回答：人数全为 0。每题都需有人回答。", file=file,
            )  # fmt: skip
    return OwnSurvey(file, {kind.name: tuple(counts[kind.name, place] for place in range(len(kind.answers.texts))) for kind in FORM})


def survey_tables(survey: OwnSurvey, background: bool = False) -> list[dict[str, Any]]:
    """Return the tables of a survey as they stand in the file of a study.

    Args:
        survey: the survey.
        background: with the three parts of question 12 too, as predictions. They tell who answered, and no constant of people does that.

    The simulated people are weighted like those who answered (age, home, years), so that a survey of the old is compared with the old.
    """
    like = {field: survey.shares(kind.name) for field, kind in (("age", Age), ("home", Home), ("years", Years))}
    found: list[dict[str, Any]] = []
    for kind in FORM:
        if kind.background and not background:
            continue
        own: dict[str, Any] = {"role": "predict"} if kind.background else {"role": "fit", "with": like}
        published = [100.0 * share for share in survey.shares(kind.name)]
        found.append({"question": kind.name, "published": published, "n": survey.n(kind.name), "mark": "computed", **own})
    return found


def survey_study(
    survey: OwnSurvey,
    scenario: Scenario | None = None,
    *,
    arm: str | None = None,
    sites: int = 8,
    weeks: int = 13,
    years_before: int = 12,
    background: bool = False,
) -> PublishedStudy:
    """Turn a survey into a study, so that it is played, judged and fitted to like any other.

    Args:
        survey: the survey.
        scenario: the compound that was asked; None: the default compound without any policy.
        arm: the arm that describes it as it is; None: the first.
        sites: simulated compounds like it.
        weeks: weeks that its mechanisms have worked when it is asked. Up to 13 the question about activities is exact.
        years_before: years that people have lived together before.
        background: as in `survey_tables`.

    Raises:
        UserError: there is no such arm, or the scenario has what a study cannot have: a roster, a schedule, constants of its own.
    """
    data: dict[str, Any] = {} if scenario is None else _setting(scenario.arm(arm or scenario.arms[0]))
    name = one_line(Path(survey.file).stem) or "survey"
    data |= {
        "title": {"en": f"Own survey: {name}", "zh": f"自行调查：{name}"}, "licence": "counts of a survey of one's own", "role": "fit",
        "sites": sites, "weeks": weeks, "years_before": years_before, "ordinary_week": True,
        # A shorter past would have fewer acquaintances, and the fit would make up for it by a lower cut-off.
        "quick": {"sites": 1}, "tables": survey_tables(survey, background),
    }  # fmt: skip
    return study_from_dict(data, name, survey.file)


def _setting(scenario: Scenario) -> dict[str, Any]:
    """Return the sections of a study's file for one arm of a scenario."""

    def refuse(section: str, en: str, zh: str) -> UserError:
        return UserError(f"a survey cannot be fitted {en}.", f"调查无法拟合到{zh}。", file=scenario.file, section=f"[{section}]")

    if scenario.roster.residents:
        raise refuse("roster", "to a roster; give a scenario of drawn people", "名册，请用抽样人口的情景")
    if any(schedule.changes for schedule in scenario.schedules.values()):
        raise refuse("schedule", "while parameters change; take the schedule out", "参数中途变化的情景，请删去 schedule")
    for section in Constants.model_fields:
        if section != "visits" and getattr(scenario.constants, section) != getattr(Constants(), section):
            raise refuse(section, "with constants of people of its own; they are what is fitted. Take the section out", "自带人的常数的情景，请删去该部分")
    full = scenario.to_dict()
    # A site is one community, whatever the scenario has.
    full.get("neighbourhood", {}).pop("communities", None)
    # Nor does it have the scenario's past: a study says how long people have lived together.
    full.get("neighbourhood", {}).pop("years", None)
    return {section: full[section] for section in ("neighbourhood", "population", "visits", "everyday", "mechanisms") if full.get(section)}
