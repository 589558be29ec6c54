"""The communities of a city: a line of somebody's table each, or dealt out by a size that few have and a mix of housing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from ...model.founding.cells import codes, numbers
from ...model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodParameters, Preset
from ...model.founding.roster_columns import RosterColumn
from ...model.founding.size import expected_residents, refuse_crowded
from ...model.ground.random import draw
from ...model.ground.refusal import InputError
from ...model.ground.table import Table
from ...model.ground.tables import read_table
from ...model.ground.text import Text
from ...scenarios.errors import UserError, show, unknown
from ...scenarios.plain_data import fault
from ...scenarios.schema import Scenario
from ...scenarios.settings import parse
from ..sweep.reading import with_values
from .fields import MOST_COMMUNITIES, TableFields

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("名称", "社区", "community"), "residents": ("居民数", "居民", "人口", "population"), "preset": ("住区类型", "类型", "housing"),
    "x": ("东", "x_km"), "y": ("北", "y_km"),
}  # fmt: skip
"""Column of a table of communities -> other headings that mean it. A heading with a point in it is a setting of each community."""
_PRESETS = {word: k for k, name in enumerate(get_args(Preset)) for word in (name, PRESET_TITLES[name].zh)}
_ADVICE = Text(" A column whose heading has a point, such as population.renters, is a setting.", "标题中有点号的列（如 population.renters）是设置。")
_FAR = RosterColumn(-10_000.0, 10_000.0)
_PEOPLE = RosterColumn(1.0, 62_000.0)
_SAID_BY_CITY = ("preset", "compounds", "buildings", "communities", "first_community")
"""Fields of [neighbourhood] that a city says itself: another value would be one of every community, whatever residents it was to have."""
LONGEST = 60
"""Characters of a community's name."""


class Community(NamedTuple):
    """One community of a city.

    Attributes:
        number: its permanent number, from 0.
        name: for people.
        asked: residents that it was to have.
        preset: kind of housing.
        compounds, buildings: how many of its housing (buildings in each compound).
        x, y: kilometres to the east and to the north.
        settings: what is its own besides, (key, value).
    """

    number: int
    name: str
    asked: float
    preset: str
    compounds: int
    buildings: int
    x: float
    y: float
    settings: tuple[tuple[str, Any], ...] = ()


def scenario_of(base: Scenario, one: Community, common: Mapping[str, Any], file: str = "") -> Scenario:
    """Return the scenario of one community: the policies of a scenario, and people and housing of the city.

    Args:
        base: whose mechanisms, arms and constants hold; its [neighbourhood] and [population] do not.
        one: the community.
        common: settings of the whole city.
        file: how errors name the city.

    Raises:
        UserError: these together are not allowed.
    """
    neighbourhood = {"preset": one.preset, "compounds": one.compounds, "buildings": one.buildings, "first_community": one.number}
    data = {key: value for key, value in base.data.items() if key not in ("neighbourhood", "population")}
    found = Scenario.from_dict({**data, "neighbourhood": neighbourhood}, base.name, file or base.file, base.folder)
    if not common and not one.settings:
        return found
    lived = with_values(found, {**common, **dict(one.settings)}, file or base.file, "[set]")
    for field in _SAID_BY_CITY:
        if getattr(lived.neighbourhood, field) != getattr(found.neighbourhood, field):
            raise UserError(
                f"neighbourhood.{field} is no setting in a city: its communities have the housing that their residents need.",
                f"城市中不能设置 neighbourhood.{field}：各社区的住房由其居民数与住区类型决定。", file=file or base.file, section="[set]",
            )  # fmt: skip
    return lived


def read_communities(
    fields: TableFields, given: Mapping[str, Any], base: Scenario, common: Mapping[str, Any], folder: Path, file: str
) -> tuple[Community, ...]:
    """Return the communities that [communities] tells.

    Args:
        fields: what it tells, checked.
        given: which keys stand there.
        base: the scenario.
        common: settings of the whole city.
        folder: where a table lies.
        file: how errors name the city's file.

    Raises:
        UserError, TableError: something in it is wrong.
    """
    if fields.file:
        other = next((key for key in given if key not in ("file",)), None)
        if other is not None:
            raise _fault("it is used without a file only: the table tells it.", "此项仅在没有 file 时使用，表中已有。", other, file)
        rows, place = _read(folder / Path(fields.file).expanduser(), fields.file)
    else:
        rows, place = _dealt(fields, file), lambda one: Text(one.name, one.name)
    return _laid_out(rows, base, common, place, file)


def _dealt(fields: TableFields, file: str) -> list[Community]:
    """Return communities with sizes at the quantiles of a log-normal distribution and presets by their shares, dealt to the places of a grid."""
    if fields.number is None or fields.residents is None:
        missing = "number" if fields.number is None else "residents"
        raise _fault("say how many communities and residents there are, or name a file.", "请给出社区数与居民数，或给出 file。", missing, file)
    n, total = fields.number, fields.residents
    if not fields.least <= total / n <= fields.most:
        raise _fault(
            f"{total:,.0f} residents in {n:,} communities are {total / n:,.0f} a community; that must lie between least ({fields.least:,.0f}) and most "
            f"({fields.most:,.0f}).",
            f"{n:,} 个社区共 {total:,.0f} 名居民，平均每社区 {total / n:,.0f} 名，须在 least（{fields.least:,.0f}）与 most（{fields.most:,.0f}）之间。",
            "residents", file,
        )  # fmt: skip
    sizes, kinds = _sizes(n, total, fields), _kinds(n, fields.presets, file)
    order = [np.argsort(draw(fields.seed, name, 0, np.arange(n, dtype=np.uint64))) for name in ("sizes of communities", "housing of communities")]
    columns = int(np.ceil(np.sqrt(n)))
    width = len(str(n))
    return [
        Community(k, f"C{k + 1:0{width}d}", float(sizes[order[0][k]]), kinds[int(order[1][k])], 1, 1, float(k % columns), float(-(k // columns)))
        for k in range(n)
    ]  # fmt: skip


def _sizes(n: int, total: float, fields: TableFields) -> np.ndarray:
    """Return float64 [n], rising: quantiles of a log-normal distribution between least and most, whose sum is `total`."""
    from scipy.special import ndtri

    shape = np.exp(fields.spread * ndtri((np.arange(n) + 0.5) / n))
    low, high = 0.0, 2.0 * total / shape.min()
    for _ in range(200):
        scale = 0.5 * (low + high)
        if np.clip(scale * shape, fields.least, fields.most).sum() > total:
            high = scale
        else:
            low = scale
    return np.asarray(np.clip(low * shape, fields.least, fields.most))


def _kinds(n: int, shares: Mapping[str, float], file: str) -> list[str]:
    """Return the preset of each of n communities: whole numbers that come nearest to the shares."""
    path = ("communities", "presets")
    for name, share in shares.items():
        if name not in PRESET_TITLES:
            raise unknown(name, PRESET_TITLES, Text("kind of housing", "住区类型"), file=file, section="[communities.presets]", path=(*path, name))
        if not 0.0 <= share <= 1e6:
            raise fault(Text(f"{share} is not a share.", f"{share} 不是比例。"), (*path, name), file)
    total = sum(shares.values())
    if total <= 0.0:
        raise fault(Text("no community has any housing; give a share above 0.", "没有任何住区类型；请给出大于 0 的比例。"), path, file, whole=True)
    exact = np.array([share / total * n for share in shares.values()])
    whole = np.floor(exact).astype(int)
    for k in np.argsort(whole - exact, kind="stable")[: n - int(whole.sum())]:
        whole[k] += 1
    return [name for name, many in zip(shares, whole.tolist(), strict=True) for _ in range(many)]


def _read(path: Path, file: str) -> tuple[list[Community], Any]:
    """Read a table of communities; returns them, and what tells the line of each."""
    written = read_table(path, HEADINGS, file=file)
    own = [heading for heading in written.headings if "." in heading]
    table = written.named({**HEADINGS, **dict.fromkeys(own, ())}, ("name", "residents"), advice=_ADVICE)
    n = len(table.lines)
    if not 1 <= n <= MOST_COMMUNITIES:
        raise table.refuse(f"it has {n:,} communities; 1 to {MOST_COMMUNITIES:,} are allowed.", f"共 {n:,} 个社区，允许 1 至 {MOST_COMMUNITIES:,} 个。")
    if ("x" in table) != ("y" in table):
        raise table.refuse("x and y go together; one of them is missing.", "x 与 y 须同时给出，现缺其一。")
    none: frozenset[str] = frozenset()
    names = codes(table, "name", none)
    _refuse_names(table, names)
    people = numbers(table, "residents", _PEOPLE, none, blank=False)
    presets = list(get_args(Preset))
    rule = RosterColumn(0, len(presets) - 1, True, _PRESETS)
    kinds = numbers(table, "preset", rule, none, blank=False).astype(int) if "preset" in table else np.zeros(n, int)
    columns = int(np.ceil(np.sqrt(n)))
    placed = "x" in table
    x = numbers(table, "x", _FAR, none, blank=False) if placed else (np.arange(n) % columns).astype(float)
    y = numbers(table, "y", _FAR, none, blank=False) if placed else -(np.arange(n) // columns).astype(float)
    settings = [_settings(table, own, k) for k in range(n)]
    found = [Community(k, names[k], float(people[k]), presets[kinds[k]], 1, 1, float(x[k]), float(y[k]), settings[k]) for k in range(n)]
    return found, lambda one: table.place(one.number)


def _settings(table: Table, own: list[str], k: int) -> tuple[tuple[str, Any], ...]:
    """Return the settings in a line; an empty cell is none."""
    found = []
    for heading in own:
        cell = table.cells(heading)[k]
        if cell:
            try:
                found.append((heading, parse(f"{heading}={cell}").value))
            except UserError as error:
                raise table.refuse_line(k, *error.text, heading) from None
    return tuple(found)


def _refuse_names(table: Table, names: list[str]) -> None:
    before: dict[str, int] = {}
    for k, name in enumerate(names):
        if len(name) > LONGEST or not name.isprintable():
            raise table.refuse_line(k, f"a name has at most {LONGEST} letters that print.", f"名称最多 {LONGEST} 个可显示字符。", "name")
        if name in before:
            first = table.place(before[name])
            raise table.refuse_line(k, f"{show(name)} was named in {first.en} already.", f"{show(name)} 在{first.zh}已出现。", "name")
        before[name] = k


def _laid_out(rows: list[Community], base: Scenario, common: Mapping[str, Any], place: Any, file: str) -> tuple[Community, ...]:
    """Give each community as many compounds and buildings of its housing as come nearest to its residents; refuse what cannot be."""
    known: dict[Any, Scenario] = {}
    found: list[Community] = []
    for one in rows:
        key = (one.preset, one.settings)
        try:
            if key not in known:
                known[key] = scenario_of(base, one, common, file)
            found.append(_sized(one, known[key]))
        except InputError as error:
            where = place(one)
            named = error.field if isinstance(error, UserError) else ""
            en, zh = (f"{named}: ", f"{named}：") if named else ("", "")
            raise UserError(f"{where.en}: {en}{error.text.en}", f"{where.zh}：{zh}{error.text.zh}", file=file, section="[communities]") from None
    return tuple(found)


def _sized(one: Community, alike: Scenario) -> Community:
    """Return a community with its compounds and buildings.

    Args:
        one: the community.
        alike: the scenario of one with its housing and settings that has a single building.

    Raises:
        InputError: so many people cannot be in one community.
    """
    a_building, _ = expected_residents(alike.neighbourhood, alike.population)
    usual = NeighbourhoodParameters.model_validate({"preset": one.preset}).resolved().buildings
    compounds = min(max(1, round(one.asked / (a_building * usual))), 200)
    buildings = min(max(1, round(one.asked / (a_building * compounds))), 2000)
    refuse_crowded(alike.neighbourhood.model_copy(update={"compounds": compounds, "buildings": buildings}), alike.population)
    return one._replace(compounds=compounds, buildings=buildings)


def _fault(en: str, zh: str, key: str, file: str) -> UserError:
    return fault(Text(en, zh), ("communities", key), file)
