"""Checks the plain data of a scenario, section by section, and builds the parameter sets from it.

Data comes in as nested dictionaries (from TOML, JSON or Python). Nothing in it is evaluated or imported: names are looked
up in fixed tables, values are validated by the parameter classes of model/. Each fault becomes one `UserError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ..model.contract.mechanism import Mechanism, MechanismParameters, Schedule
from ..model.founding import size
from ..model.founding.neighbourhood import NeighbourhoodParameters
from ..model.founding.population import PopulationParameters
from ..model.founding.presets import everyday_of, merged, sections_of
from ..model.ground.parameters import Parameters, constant
from ..model.ground.refusal import InputError
from ..model.ground.text import Text
from ..model.mechanisms.registry import find_mechanism
from ..model.people.constants import Constants
from ..model.people.everyday import EVERYDAY, EverydayKind, check_week
from .errors import LONGEST_NAME, Path, UserError, did_you_mean, field_at, first_fault, in_chinese, show, unknown
from .plain_data import fault, refuse_many, section_name, table
from .rosters import RosterFiles, with_tables

FORMAT = 1
"""Version of the scenario format that this linli writes. It reads this and older ones."""
LONGEST_TITLE = 300
MOST_ARMS, MOST_KINDS, MOST_ENTRIES = 500, 100, 200
"""Arms, everyday kinds and entries of a schedule of one scenario: each arm is checked with all of them."""
P = TypeVar("P", bound=Parameters)
merge = merged


class TitleFields(Parameters):
    """A title in one or two languages."""

    en: str = constant("", unit="text", mark="setting", en="English", zh="英文")
    zh: str = constant("", unit="text", mark="setting", en="Chinese", zh="中文")


class Head(Parameters):
    """The first lines of a scenario file."""

    format: int = constant(FORMAT, unit="version", low=1, mark="setting", en="Version of the file format", zh="文件格式版本")
    title: TitleFields = TitleFields()
    source: str = constant("", unit="text", mark="setting", en="Where the case comes from", zh="来源")
    weeks: int = constant(260, unit="weeks", low=1, high=5200, mark="setting", en="Length of a run", zh="运行周数")
    seed: int = constant(1, unit="number", low=0, high=2**31 - 1, mark="setting", en="Seed of a run when none is given", zh="默认随机种子")


CONSTANTS: dict[str, type[Parameters]] = {name: type(field.default) for name, field in Constants.model_fields.items()}
"""Section -> class, of the constants of people and their institutions."""
SECTIONS: dict[str, type[Parameters]] = {"neighbourhood": NeighbourhoodParameters, "population": PopulationParameters, **CONSTANTS, "roster": RosterFiles}
"""Section -> the parameter class that checks it."""
TABLES = ("everyday", "mechanisms")
"""Sections that hold one table a name."""
TOP = (*Head.model_fields, *SECTIONS, *TABLES, "arms", "schedule")


class Parts(NamedTuple):
    """The checked parts of a scenario."""

    head: Head
    neighbourhood: NeighbourhoodParameters
    population: PopulationParameters
    constants: Constants
    everyday: dict[str, EverydayKind]
    mechanisms: dict[str, MechanismParameters]
    schedules: dict[str, Schedule[Any]]
    roster: RosterFiles


def build(model: type[P], data: dict[str, Any], path: Path, file: str) -> P:
    """Build one parameter set, strictly: no text is taken for a number, no number for a truth value.

    Raises:
        UserError: an unknown key, a wrong type or a value out of bounds.
    """
    try:
        return model.model_validate_json(json.dumps(whole_floats(model, data)), strict=True)
    except ValidationError as error:
        loc, text = first_fault(error, model)
        raise fault(text, (*path, *loc), file, whole=not loc) from None


def whole_floats(model: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """Return data with whole floats as whole numbers where a field takes only these: `weeks = 52.0` is 52."""
    found = dict(data)
    for name, value in data.items():
        inner, field = field_at(model, (name, "?")) if isinstance(value, dict) else (model, model.model_fields.get(name))
        if isinstance(value, dict) and inner is not model:
            found[name] = whole_floats(inner, value)
        elif field is not None:
            atoms = _atoms(field.annotation)
            found[name] = _wholes(value) if int in atoms and float not in atoms else value
    return found


def _atoms(annotation: Any) -> set[Any]:
    """Return the types that a type is made of, such as {int, NoneType} of `tuple[int, ...] | None`."""
    inner = get_args(annotation)
    return {annotation} if not inner else {atom for part in inner for atom in _atoms(part)}


def _wholes(value: Any) -> Any:
    if isinstance(value, list):
        return [_wholes(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def mechanism_class(name: str, *, file: str = "", section: str = "", path: Path = ()) -> type[Mechanism[Any]] | None:
    """Return the mechanism of a name, None if there is none. Another package is loaded only if its mechanism is the one named.

    Args:
        name: of the mechanism.
        file: how an error names the file that asks for it.
        section: where in the file.
        path: keys from the top of the scenario down to it.

    Raises:
        UserError: a package offers it, and cannot be used; the sentence says why.
    """
    from ..model.mechanisms.registry import find_mechanism

    if not is_mechanism(name):
        return None
    try:
        return find_mechanism(name)
    except InputError as error:
        raise UserError(*error.text, file=file, section=section, path=path) from error


def mechanism_names() -> list[str]:
    """Return the names of all known mechanisms; nothing is loaded."""
    from ..model.mechanisms import registry

    return sorted(registry.mechanism_names())


def is_mechanism(name: str) -> bool:
    """Return whether there is a mechanism of a name; it is not loaded."""
    from ..model.mechanisms import registry

    return registry.is_mechanism(name)


def head(data: dict[str, Any], file: str) -> Head:
    """Check the first lines: format, title, source, weeks, seed.

    Raises:
        UserError: one of them is wrong, or the file is of a newer format.
    """
    found = {key: data[key] for key in Head.model_fields if key in data}
    version = found.get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise fault(
            Text(
                f"{show(version)} is newer than this linli can read (it reads up to {FORMAT}). Install a newer linli.",
                f"{show(version)} 比本版 linli 能读的格式（至 {FORMAT}）更新。请安装更新的 linli。",
            ),
            ("format",),
            file,
        )
    if isinstance(found.get("title"), str):
        found["title"] = {"en": found["title"], "zh": found["title"]}
    made = build(Head, found, (), file)
    refuse_long_title(made.title, ("title",), file)
    return made


def refuse_long_title(title: TitleFields, path: Path, file: str) -> None:
    """Refuse a title that is no title any more: it stands above tables and figures.

    Raises:
        UserError: it is longer than `LONGEST_TITLE`.
    """
    for text in (title.en, title.zh):
        if len(text) > LONGEST_TITLE:
            english = f"it has {len(text):,} characters; a title has at most {LONGEST_TITLE}."
            raise fault(Text(english, f"有 {len(text):,} 个字符，标题最多 {LONGEST_TITLE} 个。"), path, file)


def everyday(data: dict[str, Any], path: Path, file: str, usual: Mapping[str, EverydayKind] = EVERYDAY) -> dict[str, EverydayKind]:
    """Check the everyday kinds: the usual ones with the changes put in; `hours = 0` removes one; others are new.

    Raises:
        UserError: a wrong value, a new kind that leaves out what it must say, or a week that is too long.
    """
    refuse_many(data, MOST_KINDS, Text("everyday kinds", "日常场合"), path, file)
    kinds = dict(usual)
    needed = ("scope", "size", "hours", "rounds", "chance")
    for name in data:
        change = table(data, name, file, path)
        if name in kinds:
            kinds[name] = build(EverydayKind, merge(kinds[name].model_dump(mode="json"), change), (*path, name), file)
            continue
        known = build(EverydayKind, change, (*path, name), file)
        if change.get("hours") == 0:
            continue
        if any(key not in change for key in needed) or len(name) > LONGEST_NAME:
            hint = did_you_mean(name, usual)
            text = Text(
                f"there is no everyday kind {show(name)}, and a new one must give {', '.join(needed)}.{hint.en}",
                f"没有日常场合 {show(name)}；新增的须给出 {'、'.join(needed)}。{hint.zh}",
            )
            raise fault(text, (*path, name), file, whole=True)
        kinds[name] = known.model_copy(update={"en": known.en or name, "zh": known.zh or known.en or name})
    kinds = {name: kind for name, kind in kinds.items() if kind.hours > 0}
    try:
        check_week(kinds)
    except ValueError as error:
        raise fault(in_chinese(str(error)), path, file, whole=True) from None
    return kinds


def mechanisms(data: dict[str, Any], path: Path, file: str) -> dict[str, MechanismParameters]:
    """Check the parameters of each mechanism; those that one rests on are there with their defaults.

    Raises:
        UserError: an unknown mechanism or a wrong parameter.
    """
    found: dict[str, MechanismParameters] = {}
    needed: set[str] = set()
    for name in data:
        own = table(data, name, file, path)
        kind = mechanism_class(name, file=file, section=section_name((*path, name)), path=(*path, name))
        if kind is None:
            raise unknown(name, mechanism_names(), Text("mechanism", "机制"), file=file, section=section_name(path), path=(*path, name))
        found[name] = build(kind.Parameters, own, (*path, name), file)
        needed.update(kind.rests_on)
    for name in sorted(needed - set(found)):
        found[name] = find_mechanism(name).Parameters()
    return found


def before(parameters: Mapping[str, MechanismParameters]) -> dict[str, MechanismParameters]:
    """Return the standing mechanisms among these as they are before the scenario: always and everywhere on, levers at "no policy"."""
    found = {}
    for name, own in parameters.items():
        kind = find_mechanism(name)
        if kind.standing and own.on:
            found[name] = own.model_copy(update={**kind.levers, "start_week": 0, "end_week": None, "communities": ()})
    return found


def schedules(parameters: dict[str, MechanismParameters], data: dict[str, Any], weeks: int, file: str) -> dict[str, Schedule[Any]]:
    """Check the schedule and return each mechanism's parameters by scenario week.

    Raises:
        UserError: an entry without a week, a week outside the run, an unknown mechanism or a wrong parameter.
    """
    entries = data.get("schedule", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise fault(
            Text("write it as [[schedule]] entries, each with week and set.", "须写成 [[schedule]] 条目，每条含 week 与 set。"), ("schedule",), file, whole=True
        )
    refuse_many(entries, MOST_ENTRIES, Text("entries", "条目"), ("schedule",), file)
    raw = {name: table(table(data, "mechanisms", file), name, file) for name in parameters}
    changes: dict[str, list[tuple[int, Any]]] = {name: [] for name in parameters}
    checked = [(_entry(entry, index, weeks, file), index) for index, entry in enumerate(entries)]
    for (week, settings), index in sorted(checked, key=lambda pair: pair[0][0]):
        for name, values in settings.items():
            path: Path = ("schedule", index, "set", name)
            if name not in parameters:
                raise unknown(
                    name,
                    parameters,
                    Text("mechanism in this scenario named", "本情景所含机制"),
                    file=file,
                    section=section_name(path[:2]),
                    field="set",
                    path=path,
                )
            raw[name] = merge(raw[name], values)
            changes[name].append((week, build(type(parameters[name]), raw[name], path, file)))
    return {name: Schedule(first, _last_of_week(changes[name])) for name, first in parameters.items()}


def _last_of_week(changes: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    return list(dict(changes).items())


def _entry(entry: dict[str, Any], index: int, weeks: int, file: str) -> tuple[int, dict[str, dict[str, Any]]]:
    path: Path = ("schedule", index)
    for key in entry:
        if key not in ("week", "set"):
            raise unknown(key, ("week", "set"), Text("key", "键"), file=file, section=section_name(path), path=(*path, key))
    week = _wholes(entry.get("week"))
    if isinstance(week, bool) or not isinstance(week, int):
        given = show(week) if "week" in entry else Text("nothing", "空").en
        raise fault(
            Text(f"{given} is not a whole number of weeks, between 0 and {weeks - 1}.", f"{given} 不是 0 至 {weeks - 1} 之间的整数周。"), (*path, "week"), file
        )
    if not 0 <= week < weeks:
        raise _outside(week, weeks, (*path, "week"), file)
    settings: dict[str, dict[str, Any]] = {}
    for name, value in table(entry, "set", file, path).items():
        mechanism, _, key = name.partition(".")
        inner: Any = {key: value} if key else value
        if not isinstance(inner, dict):
            raise fault(
                Text(
                    f"{show(value)} is not a table; write set = {{ mechanism.parameter = value }}.", f"{show(value)} 不是表；请写 set = {{ 机制.参数 = 值 }}。"
                ),
                (*path, "set", name),
                file,
            )
        settings[mechanism] = merge(settings.get(mechanism, {}), inner)
    return week, settings


def _outside(week: int, weeks: int, path: Path, file: str) -> UserError:
    return fault(
        Text(
            f"week {show(week)} is outside the run of {weeks} weeks. It must lie between 0 and {weeks - 1}.",
            f"第 {show(week)} 周超出 {weeks} 周的运行期，须在 0 与 {weeks - 1} 之间。",
        ),
        path,
        file,
    )


def about_residents(neighbourhood: NeighbourhoodParameters, population: PopulationParameters) -> float:
    """Return about how many residents of 14 and older one community will have."""
    numbers = neighbourhood.resolved()
    weights = list(population.households.model_dump().values())
    members = sum(size * weight for size, weight in enumerate(weights, 1)) / sum(weights)
    return float(numbers.flats_per_community * numbers.occupancy * max(1.0, members * (1.0 - population.under14)))


def refuse_crowded(neighbourhood: NeighbourhoodParameters, population: PopulationParameters, path: Path, file: str) -> None:
    """Refuse a neighbourhood with a community that could be too large, or in which probably nobody lives.

    Raises:
        UserError: it is.
    """
    try:
        size.refuse_crowded(neighbourhood, population)
    except InputError as error:
        raise fault(error.text, path, file, whole=True) from None


def parts(data: dict[str, Any], file: str, folder: str) -> Parts:
    """Check a scenario without its arms. What it does not say of people is the preset's.

    Args:
        data: the scenario as nested dictionaries; `arms` is not looked at.
        file: how errors name it.
        folder: where the files of a roster are looked for.

    Raises:
        UserError: the first fault that is found.
    """
    for key in data:
        if key not in TOP:
            hint = did_you_mean(key, TOP)
            extra = Text(f' Did you mean "[mechanisms.{key}]"?', f"您是否想写“[mechanisms.{key}]”？") if is_mechanism(key) else hint
            raise UserError(f"there is no section or key {show(key)}.{extra.en}", f"没有名为 {show(key)} 的部分或键。{extra.zh}", file=file, path=(key,))
    first = head(data, file)
    place = build(NeighbourhoodParameters, table(data, "neighbourhood", file), ("neighbourhood",), file)
    usual = sections_of(place.preset)
    built: dict[str, Any] = {
        name: build(model, merge(usual.get(name, {}), table(data, name, file)), (name,), file) for name, model in SECTIONS.items()
    }  # fmt: skip
    kinds = everyday(table(data, "everyday", file), ("everyday",), file, everyday_of(place.preset))
    chosen = mechanisms(table(data, "mechanisms", file), ("mechanisms",), file)
    for name, own in chosen.items():
        if own.start_week >= first.weeks:
            raise _outside(own.start_week, first.weeks, ("mechanisms", name, "start_week"), file)
    planned = schedules(chosen, data, first.weeks, file)
    constants = Constants(**{name: built[name] for name in CONSTANTS})
    population = with_tables(built["population"], built["roster"], folder, file)
    if not built["roster"].residents:
        refuse_crowded(built["neighbourhood"], population, ("neighbourhood",), file)
    return Parts(first, built["neighbourhood"], population, constants, kinds, chosen, planned, built["roster"])


def is_name(text: str) -> bool:
    """Return whether a text can be the name of an arm: letters, digits, - and _. Such a name is one part of a path and holds no quotes."""
    return 0 < len(text) <= LONGEST_NAME and all(c.isalnum() or c in "-_" for c in text)


def arms(data: dict[str, Any], file: str) -> dict[str, dict[str, Any]]:
    """Check the names in the arms, move mechanisms that are named directly under "mechanisms", and put in what an arm takes over of others (`of`).

    Returns:
        Arm -> its overrides, laid out as a scenario. A scenario without arms has the one arm "as-is".

    Raises:
        UserError: an unknown section or mechanism, or something that an arm cannot change.
    """
    found: dict[str, dict[str, Any]] = {}
    allowed = ("title", *SECTIONS, *TABLES, "schedule")
    top = ("of", *allowed)
    given = table(data, "arms", file)
    refuse_many(given, MOST_ARMS, Text("arms", "方案"), ("arms",), file)
    for arm in given:
        path: Path = ("arms", arm)
        if not is_name(arm):
            raise fault(
                Text(f"{show(arm)} is not a name; use letters, digits, - and _.", f"{show(arm)} 不能作名称；请用文字、数字、- 和 _。"), path, file, whole=True
            )
        own: dict[str, Any] = {}
        for key, value in table(given, arm, file, ("arms",)).items():
            if key in allowed:
                own = merge(own, {key: value})
            elif key == "of":
                continue
            elif is_mechanism(key):
                own = merge(own, {"mechanisms": {key: table(given[arm], key, file, path)}})
            elif key in ("weeks", "seed", "format", "source", "arms"):
                raise fault(Text("all arms share it; set it at the top of the file.", "各方案共用此项，请写在文件开头。"), (*path, key), file)
            else:
                raise unknown(
                    key, (*mechanism_names(), *top), Text("section or mechanism", "部分或机制"), file=file, section=section_name(path), path=(*path, key)
                )
        for name in (*SECTIONS, *TABLES):
            for key in table(own, name, file, path):
                if name in TABLES:
                    table(own[name], key, file, (*path, name))
        found[arm] = own
    made_of = {arm: given[arm]["of"] for arm in given if "of" in given[arm]}
    return {arm: _with_others(arm, found, made_of, (), file) for arm in found} or {"as-is": {}}


def _with_others(arm: str, found: Mapping[str, dict[str, Any]], made_of: Mapping[str, object], within: tuple[str, ...], file: str) -> dict[str, Any]:
    """Return what an arm changes, with what the arms that it is made of change: all of it at once, and on top of it its own."""
    if arm not in made_of:
        return found[arm]
    path: Path = ("arms", arm, "of")
    of = made_of[arm]
    if not isinstance(of, list) or not of or not all(isinstance(name, str) for name in of):
        raise fault(Text('it takes a list of arms, such as ["party", "culture"].', '须为方案名列表，如 ["party", "culture"]。'), path, file)
    whole: dict[str, Any] = {}
    titles: list[dict[str, str]] = []
    for name in of:
        if name not in found:
            raise unknown(name, found, Text("arm", "方案"), file=file, section=section_name(("arms", arm)), path=path)
        if name in (*within, arm):
            raise fault(Text(f"{name} is made of itself.", f"{name} 由其自身构成。"), path, file)
        one = _with_others(name, found, made_of, (*within, arm), file)
        title = one.get("title") or name
        # What is wrong with a title is said where the arm itself is checked.
        said = title if isinstance(title, Mapping) else {"en": title}
        both = {language: text for language, text in said.items() if isinstance(text, str)}
        titles.append({"en": both.get("en") or both.get("zh") or name, "zh": both.get("zh") or both.get("en") or name})
        other = {key: value for key, value in one.items() if key != "title"}
        if (twice := _set_twice(whole, other)) is not None:
            raise fault(Text(f"{twice} is set by two of these arms, and not to the same.", f"其中两个方案都设置了 {twice}，且取值不同。"), path, file)
        whole = merge(whole, other)
    joined = {"en": " + ".join(one["en"] for one in titles), "zh": "＋".join(one["zh"] for one in titles)}
    return merge({"title": joined, **whole}, found[arm])


def _set_twice(one: Mapping[str, Any], other: Mapping[str, Any], path: str = "") -> str | None:
    """Return the path of a value that two tables give, and not the same; None if there is none."""
    for key in one.keys() & other.keys():
        a, b, here = one[key], other[key], f"{path}{key}"
        if isinstance(a, Mapping) and isinstance(b, Mapping):
            if (found := _set_twice(a, b, here + ".")) is not None:
                return found
        elif a != b:
            return here
    return None
