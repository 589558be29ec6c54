"""The page of study files: fields of the head, of people, of tables and of every question, as they are declared."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from ...model.founding.sites import SitePeople
from ...model.ground.text import Text
from ...model.questions import QUESTIONS, Question
from ...scenarios.published import SETTING
from ...scenarios.study_fields import MARKS, StudyHead, TableFields
from .fields import field_table, flat
from .markdown import DASH, cell, code, heads, table

TITLE = Text("Fields of a study file", "研究文件的字段")
ABOUT = Text(
    "Every key of a study file, as the code declares it. How to write one, with a whole example: [study files](../studies.md). "
    "Beside these a study has the sections {sections} "
    "([fields of a scenario](scenario.md)), but none of the constants of people: these are the same in every study.",
    "研究文件的全部键，取自代码中的声明。写法与完整例子见[研究文件](../studies.md)。"
    "此外研究可有 {sections} 各部分（见[情景字段](scenario.md)），但不得有人的常数：所有研究共用一组。",
)
HEAD, PEOPLE, TABLES = Text("## The first lines", "## 开头几行"), Text("## `[people]`", "## `[people]`"), Text("## `[[tables]]`", "## `[[tables]]`")
QUESTIONS_TITLE = Text("## Questions", "## 问题")
QUESTIONS_ABOUT = Text(
    "A table names its question in `question`; the question's own keys stand in `with = { ... }`. *Ratio* means a figure without a unit. "
    "*Parts*: the answers of one week are parts of one whole. "
    "*Group*: only of a group of which every site has as many people.",
    "表格以 `question` 指名问题，问题自己的键写在 `with = { ... }` 中。“比值”指无单位的数字。“整体”：同一时点的各答案是同一整体的组成部分。"
    "“小组”：只用于各地点人数相同的小组。",
)
WITH = Text("keys in `with`", "`with` 的键")


def studies_page(language: str) -> Iterable[str]:
    """Yield the parts of the page of study files."""
    yield f"# {TITLE.say(language)}"
    yield ABOUT.say(language, sections=", ".join(f"`[{name}]`" for name in SETTING))
    yield HEAD.say(language)
    yield field_table(flat(StudyHead), language)
    yield PEOPLE.say(language)
    yield field_table(flat(SitePeople), language)
    yield TABLES.say(language)
    yield field_table(flat(TableFields), language)
    yield Text("Marks of a table: ", "表格的依据：").say(language) + Text("; ", "；").say(language).join(
        f"`{name}` {word.say(language)}" for name, word in MARKS.items()
    )
    yield QUESTIONS_TITLE.say(language)
    yield QUESTIONS_ABOUT.say(language)
    yield table(
        heads(language, Text("question", "问题"), Text("what is asked", "所问"), Text("unit", "单位"), Text("kind", "类型"), WITH),
        (_question(name, kind, language) for name, kind in sorted(QUESTIONS.items())),
    )
    for name, kind in sorted(QUESTIONS.items()):
        yield f"### {name}"
        yield cell(kind.title.say(language)) + ("" if language == "zh" else f". {first_line(kind)}")
        if rows := list(flat(kind)):
            yield field_table(rows, language)


def first_line(kind: type[Question]) -> str:
    """Return the first sentence of a question's docstring."""
    return cell((inspect.getdoc(kind) or "").split("\n\n")[0])


def _question(name: str, kind: type[Question], language: str) -> list[str]:
    unit = kind.unit or Text("ratio", "比值").say(language)
    kinds = [Text("parts", "整体")] if kind.parts_of_whole else []
    kinds += [Text("group", "小组")] if kind.whole_group else []
    kinds += [Text("every step", "逐步")] if kind.every_week else []
    told = Text(", ", "、").say(language).join(one.say(language) for one in kinds) or DASH
    return [f"[`{name}`](#{name})", cell(kind.title.say(language)), cell(unit), told, ", ".join(code(one) for one in kind.model_fields) or DASH]
