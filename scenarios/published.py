"""A published study as data: its setting, what it asked, what it found. Data only, checked once, then frozen.

docs/studies.md describes the file. A study says who is where for how many hours, never what people are like: the constants of ties,
decisions, trust and answering are the same in every study, and a file that sets them is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any, Literal, NamedTuple

from ..model.constants import Constants, VisitHours
from ..model.everyday import EVERYDAY, EverydayKind, check_week
from ..model.mechanism import MechanismParameters
from ..model.neighbourhood import NeighbourhoodParameters
from ..model.parameters import Parameters, constant
from ..model.population import PopulationParameters
from ..model.questions import QUESTIONS, Question
from ..model.sites import People, home_of
from ..model.text import Text
from .checking import LONGEST_NAME, TitleFields, build, everyday, fault, mechanism_class, mechanisms, merge, plain, table
from .errors import Path, UserError, did_you_mean, in_chinese, show, unknown
from .loader import read

FORMAT = 1
"""Version of the format of study files."""
FOLDER = FilePath(__file__).parent / "studies"
Mark = Literal["computed", "quoted", "memory"]
Role = Literal["fit", "predict"]
Expectation = Literal["more", "less", "same"]
MARKS: dict[str, Text] = {
    "computed": Text("computed from the data", "由原始数据计算"),
    "quoted": Text("quoted", "引自文献"),
    "memory": Text("from memory of the literature", "凭文献记忆"),
}
ROLES: dict[str, Text] = {"fit": Text("fitted", "用于拟合"), "predict": Text("predicted", "用于检验")}
SETTING = ("neighbourhood", "population", "everyday", "mechanisms", "visits", "during")
"""Sections that an arm of a study may change."""


class Quick(Parameters):
    """How the fit plays a study: fewer sites, fewer years before, a smaller neighbourhood."""

    sites: int = constant(4, unit="sites", low=1, high=1000, mark="setting", en="Sites", zh="地点数")
    years_before: int | None = constant(None, unit="years", low=0, high=60, mark="setting", en="Years before week 0", zh="之前的年数")
    buildings: int | None = constant(None, unit="buildings", low=1, high=2000, mark="setting", en="Buildings", zh="楼栋数")


class StudyHead(Parameters):
    """The first lines of a study file."""

    format: int = constant(FORMAT, unit="version", low=1, high=FORMAT, mark="setting", en="Version of the file format", zh="文件格式版本")
    title: TitleFields = TitleFields()
    citation: str = constant("", unit="text", mark="setting", en="The publication", zh="文献")
    licence: str = constant("", unit="text", mark="setting", en="Where the figures come from, and the licence of the data", zh="数字来源与数据许可")
    note: TitleFields = TitleFields()
    role: Role = constant("predict", unit="name", mark="setting", en="fit: the constants were fitted to it; predict: held out", zh="fit 用于拟合；predict 留作检验")
    sites: int = constant(20, unit="sites", low=2, high=2000, mark="setting", en="Simulated sites like that of the study", zh="模拟的同类地点数")
    weeks: int = constant(1, unit="steps", low=0, high=2600, mark="setting", en="Length of the study in steps (weeks, unless days_a_step says otherwise)", zh="步数（默认每步一周）")
    days_a_step: float = constant(7.0, unit="days", low=0.25, high=7.0, mark="setting", en="Days that a step stands for", zh="每步天数")
    years_before: int = constant(0, unit="years", low=0, high=60, mark="setting", en="Years that people have lived together before", zh="之前共同生活的年数")
    ordinary_week: bool = constant(False, unit="yes or no", mark="setting", en="The everyday foci of a compound are there", zh="是否包含小区日常场合")
    quick: Quick = Quick()


class TableFields(Parameters):
    """One table of a study: a question, when it was asked, what was found."""

    question: str = constant("", unit="name", mark="setting", en="Name of the question", zh="问题名称")
    title: TitleFields = TitleFields()
    weeks: tuple[int, ...] = constant((), unit="steps", mark="setting", en="When it was asked; none: at the end", zh="询问时点；缺省为结束时")
    labels: tuple[str, ...] = constant((), unit="text", mark="setting", en="What each row is about", zh="各行标签")
    published: tuple[float, ...] = constant((), unit="number", mark="setting", en="What was found, a row a number", zh="公布的数字")
    expect: tuple[Expectation, ...] = constant((), unit="name", mark="setting", en="What was found, in words: more, less, same", zh="定性结果：more、less、same")
    margin: float | None = constant(None, unit="number", low=0.0, mark="setting", en="Largest difference that counts as the same", zh="视为相同的最大差异")
    mark: Mark = constant("memory", unit="name", mark="setting", en="computed, quoted or memory", zh="computed、quoted 或 memory")
    n: tuple[float, ...] = constant((), unit="number", mark="setting", en="How many were asked (one number, or one a row)", zh="样本量")
    design: float = constant(1.0, unit="factor", low=1.0, high=100.0, mark="setting", en="Design effect of the sample", zh="设计效应")
    se: tuple[float, ...] = constant((), unit="number", mark="setting", en="Standard errors as published", zh="公布的标准误")
    spread: float | None = constant(None, unit="number", low=0.0, mark="setting", en="Standard deviation between people, where n people were asked for a mean", zh="个体标准差")
    arm: str = constant("", unit="name", mark="setting", en="Arm that was asked", zh="所问的方案")
    contrast: tuple[str, ...] = constant((), unit="names", mark="setting", en="Two arms: the second less the first", zh="两方案之差")


class Table(NamedTuple):
    """One checked table of a study.

    Attributes:
        fields: as in the file.
        question: what was asked.
        title: for people.
        weeks: when, in steps since the study began.
        labels: a label a row.
        arms: the arm asked, or (first, second) of a contrast.
        role: fit or predict.
    """

    fields: TableFields
    question: Question
    title: Text
    weeks: tuple[int, ...]
    labels: tuple[str, ...]
    arms: tuple[str, ...]
    role: Role

    @property
    def rows(self) -> int:
        """Number of rows."""
        return max(len(self.fields.published), len(self.fields.expect))


class Setting(NamedTuple):
    """Who is where: one arm of a study."""

    people: People | None
    neighbourhood: NeighbourhoodParameters | None
    population: PopulationParameters
    visits: VisitHours
    everyday: dict[str, EverydayKind]
    during: dict[str, tuple[tuple[int, int], ...]]
    mechanisms: dict[str, MechanismParameters]

    def key(self) -> str:
        """Return a hash of all but the mechanisms and `during`: arms with the same key start from one state."""
        parts = [None if part is None else part.model_dump(mode="json") for part in self[:4]]
        text = json.dumps([parts, {name: kind.model_dump(mode="json") for name, kind in self.everyday.items()}], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class PublishedStudy(NamedTuple):
    """A published study, checked. Make it with `load_study` or `study_from_dict`.

    Attributes:
        name: the name by which it was loaded.
        file: how errors name it.
        head: title, citation, length and so on.
        arms: name -> setting; one named "" if the study has none.
        tables: what it found.
        data: as written.
    """

    name: str
    file: str
    head: StudyHead
    arms: dict[str, Setting]
    tables: tuple[Table, ...]
    data: dict[str, Any]

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.head.title.en or self.name, self.head.title.zh or self.head.title.en or self.name)

    def hash(self) -> str:
        """Return 16 hexadecimal digits that change when the study does."""
        return hashlib.blake2b(json.dumps(self.data, sort_keys=True, ensure_ascii=False).encode(), digest_size=8).hexdigest()

    def asked(self, arm: str) -> list[int]:
        """Return the steps in which some table asks something of an arm, in order."""
        weeks = {week for t in self.tables if arm in t.arms for week in t.weeks}
        if any(t.question.every_week and arm in t.arms for t in self.tables):
            weeks |= set(range(1, self.head.weeks + 1))
        return sorted(weeks)


def study_names() -> list[str]:
    """Return the names of the studies that come with linli."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_study(name_or_path: str | FilePath) -> PublishedStudy:
    """Load and check a study.

    Args:
        name_or_path: the name of a study that comes with linli, such as "van-de-bunt", or the path of a TOML file.

    Raises:
        UserError: there is no such study, or something in it is wrong.
    """
    text = str(name_or_path)
    if text in study_names():
        return study_from_dict(read(FOLDER / f"{text}.toml", f"{text}.toml"), text, f"{text}.toml")
    path = FilePath(text)
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if there:
        return study_from_dict(read(path, text), path.stem, text)
    hint = did_you_mean(text, study_names())
    raise UserError(f"there is no study {show(text)}.{hint.en} (linli reproduce)", f"没有研究 {show(text)}。{hint.zh}（linli reproduce）")


def study_from_dict(data: dict[str, Any], name: str = "study", file: str = "") -> PublishedStudy:
    """Check plain data laid out as a study file.

    Raises:
        UserError: the first fault that is found.
    """
    file = file or name
    plain(data, file)
    allowed = (*StudyHead.model_fields, "people", *SETTING, "arms", "tables")
    for key in data:
        if key in Constants.model_fields and key not in SETTING:
            raise fault(
                Text(
                    "a study may not set the constants of people; they are the same in every study. Change who is where instead.",
                    "研究不得设定人的常数：所有研究共用同一组。请改写谁在何处。",
                ),
                (key,), file, whole=True,
            )  # fmt: skip
        if key not in allowed:
            raise unknown(key, allowed, Text("section or key", "部分或键"), file=file, path=(key,))
    found = {key: data[key] for key in StudyHead.model_fields if key in data}
    for key in ("title", "note"):
        if isinstance(found.get(key), str):
            found[key] = {"en": found[key], "zh": found[key]}
    head = build(StudyHead, found, (), file)
    arms = _arms(data, head, file)
    return PublishedStudy(name, file, head, arms, _tables(data, head, arms, file), data)


def _arms(data: dict[str, Any], head: StudyHead, file: str) -> dict[str, Setting]:
    base = {key: data[key] for key in SETTING if key in data}
    people = build(People, table(data, "people", file), ("people",), file) if "people" in data else None
    given = table(data, "arms", file)
    if not given:
        return {"": _setting(base, people, head, file, ())}
    found = {}
    for arm in given:
        own = table(given, arm, file, ("arms",))
        for key in own:
            if key not in SETTING:
                raise unknown(key, SETTING, Text("section", "部分"), file=file, section=f"[arms.{arm[:LONGEST_NAME]}]", path=("arms", arm, key))
        found[arm] = _setting(merge(base, own), people, head, file, ("arms", arm))
    return found


def _setting(data: dict[str, Any], people: People | None, head: StudyHead, file: str, path: Path) -> Setting:
    """Check one arm; faults are named by its own sections."""
    place = build(NeighbourhoodParameters, table(data, "neighbourhood", file), (*path, "neighbourhood"), file)
    if people is not None:
        place = home_of(people, place if "neighbourhood" in data else None, head.sites)
    else:
        place = place.model_copy(update={"communities": head.sites})
    still = {"moves_owners": 0.0, "moves_renters": 0.0} if people is not None else {}
    population = build(PopulationParameters, {**still, **table(data, "population", file)}, (*path, "population"), file)
    visits = build(VisitHours, table(data, "visits", file), (*path, "visits"), file)
    kinds = _kinds(table(data, "everyday", file), head.ordinary_week, (*path, "everyday"), file)
    chosen = mechanisms(table(data, "mechanisms", file), (*path, "mechanisms"), file)
    during = {name: _spans(name, spans, kinds, (*path, "during"), file) for name, spans in table(data, "during", file).items()}
    return Setting(people, place, population, visits, kinds, during, chosen)


def _kinds(data: dict[str, Any], ordinary_week: bool, path: Path, file: str) -> dict[str, EverydayKind]:
    """Check the everyday kinds; without an ordinary week those of a compound are not there."""
    if ordinary_week:
        return everyday(data, path, file)
    # A study's own kind may bear the name of one of a compound: it is a new one all the same.
    kinds = {}
    for name in data:
        own = build(EverydayKind, table(data, name, file, path), (*path, name), file)
        missing = [key for key in ("scope", "size", "hours", "rounds", "chance") if key not in data[name]]
        if missing:
            raise fault(
                Text(f"it must give {', '.join(missing)} as well.", f"还须给出 {'、'.join(missing)}。"), (*path, name), file, whole=True
            )
        kinds[name] = own.model_copy(update={"en": own.en or name, "zh": own.zh or own.en or name})
    try:
        check_week(kinds)
    except ValueError as error:
        raise fault(in_chinese(str(error)), path, file, whole=True) from None
    return kinds


def _spans(name: str, spans: object, kinds: Mapping[str, EverydayKind], path: Path, file: str) -> tuple[tuple[int, int], ...]:
    """Check the weeks of a kind: a list of [first, last]."""
    if name not in kinds:
        raise unknown(name, kinds, Text("everyday kind here", "日常场合"), file=file, section="[during]", path=(*path, name))
    good = isinstance(spans, list) and all(
        isinstance(span, list) and len(span) == 2 and all(isinstance(w, int) and not isinstance(w, bool) for w in span) and 0 <= span[0] <= span[1] for span in spans
    )
    if not good or not isinstance(spans, list):
        raise fault(
            Text(f"{show(spans)} is not a list of [first, last] steps, such as [[0, 6], [9, 18]].", f"{show(spans)} 不是 [首, 末] 步的列表，例如 [[0, 6], [9, 18]]。"),
            (*path, name), file,
        )  # fmt: skip
    return tuple((int(a), int(b)) for a, b in spans)


def _tables(data: dict[str, Any], head: StudyHead, arms: Mapping[str, Setting], file: str) -> tuple[Table, ...]:
    entries = data.get("tables", [])
    if not isinstance(entries, list) or not entries or not all(isinstance(e, dict) for e in entries):
        raise fault(Text("write what was found as [[tables]] entries, at least one.", "请用至少一个 [[tables]] 条目写出结果。"), ("tables",), file, whole=True)
    return tuple(_table(dict(entry), index, head, arms, file) for index, entry in enumerate(entries))


def _table(entry: dict[str, Any], index: int, head: StudyHead, arms: Mapping[str, Setting], file: str) -> Table:
    path: Path = ("tables", index)
    asked, role = entry.pop("with", {}), entry.pop("role", head.role)

    def wrong(en: str, zh: str, key: str) -> UserError:
        return UserError(en, zh, file=file, section=f"[[tables]] entry {index + 1}", field=key, path=(*path, key))

    if role not in ROLES:
        raise wrong(f"{show(role)} is not one of {', '.join(ROLES)}.", f"{show(role)} 不在可选值 {', '.join(ROLES)} 之中。", "role")
    if isinstance(entry.get("title"), str):
        entry["title"] = {"en": entry["title"], "zh": entry["title"]}
    for key in ("n", "se", "published"):
        if isinstance(entry.get(key), int | float) and not isinstance(entry[key], bool):
            entry[key] = [entry[key]]
    fields = build(TableFields, entry, path, file)
    if fields.question not in QUESTIONS:
        raise unknown(fields.question, QUESTIONS, Text("question", "问题"), file=file, section=f"[[tables]] entry {index + 1}", field="question", path=(*path, "question"))
    if not isinstance(asked, dict):
        raise wrong(f"{show(asked)} is not a table.", f"{show(asked)} 不是表。", "with")
    put = build(QUESTIONS[fields.question], asked, (*path, "with"), file)
    if bool(fields.published) == bool(fields.expect):
        raise wrong("give either published or expect.", "published 与 expect 须二选一。", "published")
    if "same" in fields.expect and fields.margin is None:
        raise wrong("what counts as the same? Give a margin.", "请给出 margin，说明多大差异仍视为相同。", "margin")
    chosen = _arms_of(fields, arms, wrong)
    weeks = fields.weeks or (head.weeks,)
    if any(not 0 <= week <= head.weeks for week in weeks):
        raise wrong(f"the study lasts from step 0 to {head.weeks}.", f"研究从第 0 步到第 {head.weeks} 步。", "weeks")
    rows = max(len(fields.published), len(fields.expect))
    for key in ("n", "se"):
        if len(getattr(fields, key)) not in (0, 1, rows):
            raise wrong(f"give one number, or one a row ({rows}).", f"须给一个数，或每行一个（{rows} 个）。", key)
    return Table(fields, put, _title(fields, put), weeks, _labels(fields, put, weeks, rows, wrong), chosen, role)


def _arms_of(fields: TableFields, arms: Mapping[str, Setting], wrong: Any) -> tuple[str, ...]:
    names = fields.contrast or ((fields.arm,) if fields.arm else (next(iter(arms)),))
    if fields.contrast and len(set(names)) != 2:
        raise wrong("name two different arms.", "须写两个不同的方案。", "contrast")
    for name in names:
        if name not in arms:
            hint = did_you_mean(name, [arm for arm in arms if arm])
            raise wrong(f"there is no arm {show(name)}.{hint.en}", f"没有方案 {show(name)}。{hint.zh}", "contrast" if fields.contrast else "arm")
    return tuple(names)


def _title(fields: TableFields, put: Question) -> Text:
    return Text(fields.title.en or put.title.en, fields.title.zh or fields.title.en or put.title.zh)


def _labels(fields: TableFields, put: Question, weeks: tuple[int, ...], rows: int, wrong: Any) -> tuple[str, ...]:
    if fields.labels:
        if len(fields.labels) != rows:
            raise wrong(f"there are {rows} rows and {len(fields.labels)} labels.", f"有 {rows} 行，却有 {len(fields.labels)} 个标签。", "labels")
        return fields.labels
    if len(put.labels) == rows:
        return put.labels
    if len(weeks) == rows and rows > 1:
        return tuple(str(week) for week in weeks)
    return ("",) if rows == 1 else tuple(str(k + 1) for k in range(rows))


def constants_for(study: PublishedStudy, setting: Setting, constants: Constants) -> Constants:
    """Return the constants of people with the study's own time for visits, which is a setting."""
    del study
    return constants.model_copy(update={"visits": setting.visits})


__all__ = ["EVERYDAY", "PublishedStudy", "load_study", "mechanism_class", "study_from_dict", "study_names"]
