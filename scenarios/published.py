"""A published study as data: its setting, what it asked, what it found. Data only, checked once, then frozen.

docs/studies.md describes the file. A study says who is where for how many hours, never what people are like: the constants of ties,
decisions, trust and answering are the same in every study, and a file that sets them is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, NamedTuple, cast

from ..model.contract.mechanism import MechanismParameters
from ..model.founding.neighbourhood import NeighbourhoodParameters
from ..model.founding.population import PopulationParameters
from ..model.founding.sites import SitePeople, home_of
from ..model.ground.text import Text
from ..model.people.constants import Constants, VisitHours
from ..model.people.everyday import EVERYDAY, EverydayKind, check_week
from ..model.questions import QUESTIONS, AskedIn, Question
from .checking import build, everyday, mechanism_class, mechanisms, merge, refuse_crowded, refuse_long_title
from .errors import LONGEST_NAME, Path, UserError, did_you_mean, in_chinese, one_line_title, show, unknown
from .loader import is_file, name_of, no_file, read
from .plain_data import fault, plain, refuse_many, table
from .study_checks import in_the_questions_unit, refuse_what_says_nothing
from .study_effects import (
    refuse_arms_nobody_asks,
    refuse_classes_nobody_is_of,
    refuse_keys_passed_over,
    refuse_kinds_without_effect,
    refuse_place_without_effect,
    refuse_population_beside_people,
    refuse_too_many,
    refuse_years,
)
from .study_fields import MARKS, ROLES, Role, StudyHead, TableFields
from .study_parts import is_distribution, refuse_sampling, whole_of
from .study_times import spans

FOLDER = FilePath(__file__).parent / "studies"
HISTORY = "history.toml"
"""The file beside studies that says what happened to them (history.py); it is no study."""
MOST_TABLES, MOST_ARMS = 300, 100
SETTING = ("neighbourhood", "population", "everyday", "mechanisms", "visits", "during")
"""Sections that an arm of a study may change."""


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

    def __repr__(self) -> str:
        return f"Table({self.title.en!r}, question={self.fields.question!r}, rows={self.rows}, role={self.role!r})"

    @property
    def rows(self) -> int:
        """Number of rows."""
        return max(len(self.fields.published), len(self.fields.expect))

    @property
    def whole(self) -> float:
        """What all parts of a whole add up to in the unit of the answers: 100 of percentages, else 1."""
        return whole_of(self.question)

    @property
    def distribution(self) -> bool:
        """Whether the rows are parts of one distribution and count as one."""
        return is_distribution(self.fields, self.question)


class Setting(NamedTuple):
    """Who is where: one arm of a study."""

    people: SitePeople | None
    neighbourhood: NeighbourhoodParameters | None
    population: PopulationParameters
    visits: VisitHours
    everyday: dict[str, EverydayKind]
    during: dict[str, tuple[tuple[int, int], ...]]
    mechanisms: dict[str, MechanismParameters]

    def key(self) -> str:
        """Return a hash of all that is there before the study begins: arms with the same key start from one state.

        Mechanisms come later, and so do everyday foci that are there in some weeks only; which ones those are counts.
        """
        parts = [None if part is None else part.model_dump(mode="json") for part in self[:4]]
        kinds = {name: kind.model_dump(mode="json") for name, kind in self.everyday.items()}
        text = json.dumps([parts, kinds, sorted(self.during)], sort_keys=True)
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
        history: what is on record of it, as `history.Entry`; None: what stands in the record beside its file.
    """

    name: str
    file: str
    head: StudyHead
    arms: dict[str, Setting]
    tables: tuple[Table, ...]
    data: dict[str, Any]
    history: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return f"PublishedStudy({self.name!r}, tables={len(self.tables)}, rows={sum(table.rows for table in self.tables)})"

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(one_line_title(self.head.title.en or self.name), one_line_title(self.head.title.zh or self.head.title.en or self.name))

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
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.name != HISTORY)


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
    if is_file(path):
        return study_from_dict(read(path, text), name_of(path), text)
    if path.suffix == ".toml" or len(path.parts) > 1:
        raise no_file(path)
    hint = did_you_mean(text, study_names())
    raise UserError(f"there is no study {show(text)}.{hint.en} (linli reproduce)", f"没有研究 {show(text)}。{hint.zh}（linli reproduce）")


def study_from_dict(data: dict[str, Any], name: str = "study", file: str = "") -> PublishedStudy:
    """Check plain data laid out as a study file.

    Raises:
        UserError: the first fault that is found.
    """
    file = file or name
    data = table({"": plain(data, file)}, "", file)
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
    refuse_long_title(head.title, ("title",), file)
    lived: dict[Path, int] = {("years_before",): head.years_before, ("quick", "years_before"): head.quick.years_before or 0}
    for where, years in lived.items():
        if head.days_a_step != 7.0 and years > 0:
            text = Text("years before are lived in weeks; with this days_a_step it must be 0.", "之前的年份按周推进；采用此 days_a_step 时须为 0。")
            raise fault(text, where, file)
    arms = _arms(data, head, file)
    tables = _tables(data, head, arms, file)
    refuse_arms_nobody_asks(arms, {name for table in tables for name in table.arms}, file)
    for arm, setting in arms.items() if "people" in data else ():
        path: Path = ("arms", arm) if arm else ()
        whole = data if not arm else merge({key: data[key] for key in SETTING if key in data}, data["arms"][arm])
        asked = [one.question for one in tables if arm in one.arms]
        refuse_place_without_effect(whole.get("neighbourhood", {}), setting, asked, (*path, "neighbourhood"), file)
    return PublishedStudy(name, file, head, arms, tables, data)


def _arms(data: dict[str, Any], head: StudyHead, file: str) -> dict[str, Setting]:
    base = {key: data[key] for key in SETTING if key in data}
    people = build(SitePeople, table(data, "people", file), ("people",), file) if "people" in data else None
    given = table(data, "arms", file)
    refuse_many(given, MOST_ARMS, Text("arms", "方案"), ("arms",), file)
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


def _setting(data: dict[str, Any], people: SitePeople | None, head: StudyHead, file: str, path: Path) -> Setting:
    """Check one arm; faults are named by its own sections."""
    for key in ("communities",) if people is None else ("communities", "compounds", "occupancy"):
        if key in table(data, "neighbourhood", file):
            en = "it has no effect here: a site is one community. Say how many there are with sites."
            zh = "在此不起作用：每个地点即一个社区，个数由 sites 给出。"
            if key != "communities":
                en = "it has no effect beside [people], who live in one compound, all flats lived in; leave it out."
                zh = "有 [people] 时不起作用：所有人住在同一小区，住房全部有人居住；请去掉。"
            raise fault(Text(en, zh), (*path, "neighbourhood", key), file)
    refuse_years(table(data, "neighbourhood", file), (*path, "neighbourhood"), file)
    place = build(NeighbourhoodParameters, table(data, "neighbourhood", file), (*path, "neighbourhood"), file)
    if people is not None:
        place = home_of(people, place if "neighbourhood" in data else None, head.sites)
        _room_for(people, place, head, path, file)
    else:
        place = place.model_copy(update={"communities": head.sites})
    still = {"moves_owners": 0.0, "moves_renters": 0.0} if people is not None else {}
    population = build(PopulationParameters, {**still, **table(data, "population", file)}, (*path, "population"), file)
    if people is None:
        refuse_crowded(place, population, (*path, "neighbourhood"), file)
    else:
        refuse_population_beside_people(table(data, "population", file), (*path, "population"), file)
    refuse_too_many(people, place, population, head.sites, ("sites",), file)
    visits = build(VisitHours, table(data, "visits", file), (*path, "visits"), file)
    refuse_classes_nobody_is_of(table(data, "visits", file), people, (*path, "visits"), file)
    kinds = _kinds(table(data, "everyday", file), head.ordinary_week, (*path, "everyday"), file)
    refuse_kinds_without_effect(table(data, "everyday", file), kinds, people, (*path, "everyday"), file)
    chosen = mechanisms(table(data, "mechanisms", file), (*path, "mechanisms"), file)
    during = {name: spans(name, given, kinds, head.weeks, (*path, "during"), file) for name, given in table(data, "during", file).items()}
    return Setting(people, place, population, visits, kinds, during, chosen)


def _room_for(people: SitePeople, place: NeighbourhoodParameters, head: StudyHead, path: Path, file: str) -> None:
    """Refuse a place with fewer flats than the people have households."""
    households, flats = people.number // people.household, place.resolved().flats_per_community
    if households > flats:
        english = f"a site has {households:,} households and {flats:,} flats; take more buildings."
        raise fault(Text(english, f"每个地点有 {households:,} 户，而只有 {flats:,} 套住房。"), (*path, "neighbourhood"), file, whole=True)
    if head.quick.buildings is not None:
        text = Text("buildings is for studies without [people]; take fewer sites.", "buildings 只用于没有 [people] 的研究；请减少地点数。")
        raise fault(text, ("quick", "buildings"), file)


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


def _tables(data: dict[str, Any], head: StudyHead, arms: Mapping[str, Setting], file: str) -> tuple[Table, ...]:
    entries = data.get("tables", [])
    if not isinstance(entries, list) or not entries or not all(isinstance(e, dict) for e in entries):
        raise fault(Text("write what was found as [[tables]] entries, at least one.", "请用至少一个 [[tables]] 条目写出结果。"), ("tables",), file, whole=True)
    refuse_many(entries, MOST_TABLES, Text("tables", "张表"), ("tables",), file)
    return tuple(_table(dict(entry), index, head, arms, file) for index, entry in enumerate(entries))


def _table(entry: dict[str, Any], index: int, head: StudyHead, arms: Mapping[str, Setting], file: str) -> Table:
    path: Path = ("tables", index)
    asked, role = entry.pop("with", {}), entry.pop("role", head.role)

    def wrong(en: str, zh: str, key: str) -> UserError:
        return UserError(en, zh, file=file, section=f"[[tables]] entry {index + 1}", field=key, path=(*path, key))

    if not isinstance(role, str) or role not in ROLES:
        raise wrong(f"{show(role)} is not one of {', '.join(ROLES)}.", f"{show(role)} 不在可选值 {', '.join(ROLES)} 之中。", "role")
    if isinstance(entry.get("title"), str):
        entry["title"] = {"en": entry["title"], "zh": entry["title"]}
    for key in ("n", "se", "published"):
        if isinstance(entry.get(key), int | float) and not isinstance(entry[key], bool):
            entry[key] = [entry[key]]
    fields = build(TableFields, entry, path, file)
    if fields.question not in QUESTIONS:
        entry_name = f"[[tables]] entry {index + 1}"
        known = sorted(QUESTIONS, key=lambda name: (name.startswith("own-"), name))
        raise unknown(fields.question, known, Text("question", "问题"), file=file, section=entry_name, field="question", path=(*path, "question"))
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
    if list(weeks) != sorted(set(weeks)):
        raise wrong("weeks must rise, each once.", "weeks 须依次递增，不可重复。", "weeks")
    rows = max(len(fields.published), len(fields.expect))
    _ask(put, fields, weeks, rows, [arms[name] for name in chosen], head, wrong)
    refuse_what_says_nothing(fields, put, wrong)
    refuse_keys_passed_over(fields, wrong)
    fields = in_the_questions_unit(fields, put, wrong)
    refuse_sampling(fields, put, wrong)
    for key in ("n", "se"):
        if len(getattr(fields, key)) not in (0, 1, rows):
            raise wrong(f"give one number, or one a row ({rows}).", f"须给一个数，或每行一个（{rows} 个）。", key)
    return Table(fields, put, _title(fields, put), weeks, _labels(fields, put, weeks, rows, wrong), chosen, cast(Role, role))


def _ask(put: Question, fields: TableFields, weeks: tuple[int, ...], rows: int, settings: Sequence[Setting], head: StudyHead, wrong: Any) -> None:
    """Refuse a table whose question cannot be asked so, or has another number of answers."""
    if put.every_week and fields.weeks:
        raise wrong("this question looks in every step; leave weeks out.", "该问题逐步观察，请勿写 weeks。", "weeks")
    for setting in settings:
        if setting.neighbourhood is None:
            continue
        refusal = put.refuse(AskedIn(len(weeks), head.weeks, setting.people, setting.neighbourhood, setting.everyday, setting.mechanisms))
        if refusal is not None:
            field, why = refusal
            raise wrong(why.en, why.zh, field if field == "question" else f"with.{field}")
    answers = put.rows(len(weeks))
    if answers < 1:
        raise wrong(f"this question cannot be asked in {len(weeks)} weeks.", f"该问题不能在 {len(weeks)} 个时点询问。", "weeks")
    if answers != rows:
        key = "expect" if fields.expect else "published"
        many = "1 answer" if answers == 1 else f"{answers} answers"
        raise wrong(f"there are {rows} numbers; the question has {many} here.", f"给出 {rows} 个数，而该问题在此有 {answers} 个答案。", key)


def _arms_of(fields: TableFields, arms: Mapping[str, Setting], wrong: Any) -> tuple[str, ...]:
    names = fields.contrast or ((fields.arm,) if fields.arm else (next(iter(arms)),))
    if fields.contrast and len(set(names)) != 2:
        raise wrong("name two different arms.", "须写两个不同的方案。", "contrast")
    for name in names:
        if name not in arms:
            hint = did_you_mean(name, [arm for arm in arms if arm])
            raise wrong(f"there is no arm {show(name)}.{hint.en}", f"没有方案 {show(name)}。{hint.zh}", "contrast" if fields.contrast else "arm")
    if fields.contrast and arms[names[0]] == arms[names[1]]:
        raise wrong("the two arms are the same setting; their difference is 0 whatever happens.", "两个方案的设定相同，差异恒为 0。", "contrast")
    return tuple(names)


def _title(fields: TableFields, put: Question) -> Text:
    return Text(fields.title.en or put.title.en, fields.title.zh or fields.title.en or put.title.zh)


def _labels(fields: TableFields, put: Question, weeks: tuple[int, ...], rows: int, wrong: Any) -> tuple[str, ...]:
    if fields.labels:
        if len(fields.labels) != rows:
            raise wrong(f"there are {rows} rows and {len(fields.labels)} labels.", f"有 {rows} 行，却有 {len(fields.labels)} 个标签。", "labels")
        return fields.labels
    if len(put.row_labels()) == rows:
        return put.row_labels()
    if len(weeks) == rows and rows > 1:
        return tuple(str(week) for week in weeks)
    return ("",) if rows == 1 else tuple(str(k + 1) for k in range(rows))


def constants_for(study: PublishedStudy, setting: Setting, constants: Constants) -> Constants:
    """Return the constants of people with the study's own time for visits, which is a setting."""
    del study
    return constants.model_copy(update={"visits": setting.visits})


__all__ = ["EVERYDAY", "MARKS", "ROLES", "PublishedStudy", "Role", "load_study", "mechanism_class", "study_from_dict", "study_names"]
