"""A researcher's own anonymous data in place of the drawn ones: a roster of residents, starting ties, tables of shares.

All three are read from CSV or Parquet. What a roster does not tell (a missing column, a blank cell) is drawn so that it fits what
it tells. Data that could name a person are refused (privacy.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pydantic import ValidationError

from ..ground.refusal import InputError, nearest
from ..people.places import Places
from ..people.residents import NO_TALENT, TOPICS, Residents, Role
from .neighbourhood import NeighbourhoodNumbers, NeighbourhoodParameters
from .populate import SIGMA_G, draw_people, lay_out
from .population import PopulationParameters
from .privacy import refuse_private

if TYPE_CHECKING:
    import pandas as pd

    from ..ties.store import Ties


class RosterColumn(NamedTuple):
    """What a column of a roster may hold: numbers from low to high, or one of these words (or their codes)."""

    low: float
    high: float
    whole: bool = False
    words: dict[str, int] = {}


_YES_NO = {"no": 0, "yes": 1, "false": 0, "true": 1, "否": 0, "是": 1}
_SITUATIONS = {"retired": 0, "carer": 1, "owner": 2, "renter": 3, "student": 4, "退休": 0, "带幼儿": 1, "在职业主": 2, "在职租户": 3, "学生": 4}
_EDUCATION = {"primary": 0, "lower": 1, "upper": 2, "tertiary": 3, "小学": 0, "初中": 1, "高中": 2, "大专": 3, "大学": 3}
_SHARE, _YES = RosterColumn(0.0, 1.0), RosterColumn(0, 1, True, _YES_NO)
PLACE_COLUMNS = ("community", "compound", "building", "gate", "floor", "flat")
"""Where a household lives, numbers from 1. With `flat` alone it is a code of the household, seated anywhere."""
COLUMNS: dict[str, RosterColumn] = {
    "age": RosterColumn(14, 110, True),
    "sex": RosterColumn(0, 1, True, {"female": 0, "male": 1, "f": 0, "m": 1, "女": 0, "男": 1}),
    "tenure": RosterColumn(0, 1, True, {"owner": 0, "renter": 1, "自有": 0, "租房": 1}),
    "arrival": RosterColumn(-6000, -1, True),
    "registration": RosterColumn(0, 1, True, {"local": 0, "migrant": 1, "本地": 0, "外来": 1}),
    "education": RosterColumn(0, 3, True, _EDUCATION),
    "situation": RosterColumn(0, 4, True, _SITUATIONS),
    "free_hours": RosterColumn(0.0, 112.0),
    **{f"interest_{topic}": _SHARE for topic in TOPICS},
    "talent": RosterColumn(0, NO_TALENT, True, {**{topic: k for k, topic in enumerate(TOPICS)}, "none": NO_TALENT, "无": NO_TALENT}),
    "talent_known": _YES,
    "party": _YES,
    "activist": _YES,
    "backbone": _YES,
    "sociability": RosterColumn(0.01, 100.0),
    "civic": RosterColumn(-6.0, 6.0),
    "trust_neighbours": _SHARE,
    "trust_institutions": _SHARE,
    "digital": _SHARE,
    "frailty": _SHARE,
}
"""Attributes a roster may tell, as in `Residents`; arrival in weeks (-52: a year before the start), interests 0 to 1."""
_ROLES = {"party": Role.PARTY, "activist": Role.ACTIVIST, "backbone": Role.BACKBONE}
_FIRST, _SECOND, _THIRD = ("age", "sex"), ("registration", "education"), ("situation",)
EDGE_COLUMNS = ("a", "b", "closeness", "slow")


class Roster(NamedTuple):
    """A roster that has been read and checked.

    Attributes:
        file: where it came from.
        ids: code of each resident, or their line (1, 2, ...) if there is no column `id`.
        homes: column of PLACE_COLUMNS -> text or int64 [n].
        values: column of COLUMNS -> float64 [n], NaN where not told.
    """

    file: str
    ids: list[str]
    homes: dict[str, np.ndarray]
    values: dict[str, np.ndarray]


class Edges(NamedTuple):
    """Starting ties: lines of the roster (from 0), closeness and slow trace in hours."""

    a: np.ndarray
    b: np.ndarray
    closeness: np.ndarray
    slow: np.ndarray


class Founded(NamedTuple):
    """A neighbourhood founded from a roster; `rows` [n] are the rows of residents of the roster's lines."""

    places: Places
    residents: Residents
    rows: np.ndarray


def read_table(path: str | Path, allowed: tuple[str, ...], needed: tuple[str, ...]) -> pd.DataFrame:
    """Read a CSV (UTF-8 or GB18030) or Parquet file as text, refuse what is not anonymous, and check the columns.

    Raises:
        InputError: the file cannot be read, a column looks private, is unknown, twice there or missing, or there is no line.
    """
    import pandas as pd

    path = Path(path)
    try:
        if path.suffix.lower() == ".parquet":
            frame = pd.read_parquet(path)
            whole = [c for c in frame.columns if pd.api.types.is_float_dtype(frame[c]) and (frame[c].dropna() % 1 == 0).all()]
            frame = frame.astype(dict.fromkeys(whole, "Int64")).astype("string")
        elif path.suffix.lower() == ".csv":
            try:
                frame = pd.read_csv(path, dtype="string", encoding="utf-8-sig")
            except UnicodeDecodeError:
                frame = pd.read_csv(path, dtype="string", encoding="gb18030")
        else:
            raise InputError(
                f'{path}: "{path.suffix}" is not read; allowed are .csv and .parquet.', f"{path}：不支持“{path.suffix}”，只接受 .csv 与 .parquet。"
            )
    except InputError:
        raise
    except (OSError, ValueError, ArithmeticError) as error:  # pandas' and pyarrow's errors of parsing are ValueErrors
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else str(error).splitlines()[0]
        raise InputError(f"{path}: cannot be read: {reason}.", f"{path}：无法读取：{reason}。") from error
    frame.columns = [str(c).strip() for c in frame.columns]
    refuse_private(frame, str(path))
    for column in frame.columns:
        if column not in allowed:
            hint = nearest(column, allowed)
            raise InputError(
                f'{path}: there is no column "{column}".{hint.en} Allowed are {", ".join(allowed)}.',
                f"{path}：没有“{column}”这一列。{hint.zh}可用的列：{'、'.join(allowed)}。",
            )
    for column in needed:
        if column not in frame.columns:
            raise InputError(f'{path}: the column "{column}" is missing.', f"{path}：缺少列“{column}”。")
    if len(frame) == 0 or frame.columns.has_duplicates:
        raise InputError(f"{path}: has no lines, or a column twice.", f"{path}：没有数据行，或有重复的列。")
    cleaned: pd.DataFrame = frame.apply(lambda c: c.str.strip()).replace("", pd.NA)
    return cleaned


def _refuse_cell(path: str, column: str, line: int, given: object, en: str, zh: str) -> InputError:
    """Make the refusal of one cell; lines count from 1, without the header."""
    return InputError(f'{path}, column "{column}", line {line}: {given} is not allowed; {en}.', f"{path}，列“{column}”第 {line} 行：{given} 不可用；{zh}。")


def _numbers(frame: pd.DataFrame, column: str, rule: RosterColumn, path: str, blank: bool = True) -> np.ndarray:
    """Return float64 [n] of a column, NaN where blank; refuse what `rule` does not allow."""
    import pandas as pd

    text = frame[column].str.lower()
    worded = text.map(rule.words) if rule.words else pd.Series(np.nan, index=text.index)
    values = pd.to_numeric(text, errors="coerce").astype("Float64").fillna(worded.astype("Float64")).to_numpy(np.float64, na_value=np.nan)
    allowed_codes = set(rule.words.values())
    bad = ~((values >= rule.low) & (values <= rule.high)) | (rule.whole & (values % 1 != 0))
    if allowed_codes:
        bad |= ~np.isin(values, list(allowed_codes))
    bad &= frame[column].notna().to_numpy() | (not blank)
    if bad.any():
        line = int(np.argmax(bad))
        given = "blank" if frame[column].isna().iloc[line] else frame[column].iloc[line]
        what = f"{'a whole' if rule.whole else 'a'} number from {rule.low:g} to {rule.high:g}"
        words = list(rule.words)
        raise _refuse_cell(
            path, column, line + 1, given,
            f"allowed is {what}" + (f", or one of {', '.join(words)}" if words else ""),
            f"应为 {rule.low:g} 到 {rule.high:g} 的{'整数' if rule.whole else '数'}" + (f"，或 {'、'.join(words)}" if words else ""),
        )  # fmt: skip
    return values


def read_roster(path: str | Path) -> Roster:
    """Read a roster: a line a resident of 14 and older; the column `flat` is needed, all others may be missing.

    Raises:
        InputError: the file, a column or a value cannot be used, or looks like data of a person who could be named.
    """
    frame = read_table(path, ("id", *PLACE_COLUMNS, *COLUMNS), ("flat",))
    file = str(path)
    ids = [str(k + 1) for k in range(len(frame))]
    if "id" in frame:
        if frame["id"].isna().any() or frame["id"].duplicated().any():
            line = int((frame["id"].isna() | frame["id"].duplicated()).to_numpy().argmax())
            raise _refuse_cell(file, "id", line + 1, "blank or given before", "each resident needs a code of their own", "每名居民须有不同的编码")
        ids = frame["id"].tolist()
    placed = [c for c in PLACE_COLUMNS if c in frame]
    homes: dict[str, np.ndarray]
    if placed == ["flat"]:
        if frame["flat"].isna().any():
            raise _refuse_cell(
                file, "flat", int(frame["flat"].isna().to_numpy().argmax()) + 1, "blank", "each resident needs a household", "每名居民须有所属住户"
            )
        homes = {"flat": frame["flat"].to_numpy(str)}
    else:
        homes = {c: _numbers(frame, c, RosterColumn(1, 1e6, True), file, blank=False).astype(np.int64) for c in placed}
    return Roster(file, ids, homes, {c: _numbers(frame, c, rule, file) for c, rule in COLUMNS.items() if c in frame})


def _seat(roster: Roster, numbers: NeighbourhoodNumbers) -> np.ndarray:
    """Return int64 [n]: the flat of each line. Households without a place are spread evenly over the flats."""
    flats = numbers.flats_per_community * numbers.communities
    if list(roster.homes) == ["flat"]:
        _, household = np.unique(roster.homes["flat"], return_inverse=True)
        households = int(household.max()) + 1
        if households > flats:
            raise InputError(
                f"{roster.file}: has {households:,} households; the neighbourhood has {flats:,} flats.",
                f"{roster.file}：有 {households:,} 户，而住区只有 {flats:,} 套住房。",
            )
        return np.asarray(household.astype(np.int64) * flats // households)
    there = dict(
        zip(PLACE_COLUMNS, (numbers.communities, numbers.compounds, numbers.buildings, numbers.entrances, numbers.floors, numbers.flats_per_floor), strict=True)
    )
    flat = np.zeros(len(roster.ids), np.int64)
    for column, units in there.items():
        place = roster.homes.get(column, np.ones(len(flat), np.int64))
        if (place > units).any():
            line = int(np.argmax(place > units))
            raise _refuse_cell(roster.file, column, line + 1, place[line], f"the neighbourhood has 1 to {units}", f"住区只有 1 到 {units}")
        flat = flat * units + place - 1
    return flat


def populate_from_roster(
    roster: Roster, neighbourhood: NeighbourhoodParameters, population: PopulationParameters, seed: int, group_kinds: int, sigma_g: float = SIGMA_G
) -> Founded:
    """Found a neighbourhood with the roster's residents; what it does not tell is drawn to fit (as `populate.populate`).

    Only flats of the roster are lived in. Later newcomers are drawn from `population`.

    Raises:
        InputError: a place does not exist, a household is both owner and renter or too large, or a community is too large.
    """
    from ..ground.random import draw
    from . import households as stages

    numbers = neighbourhood.resolved()
    flat = _seat(roster, numbers)
    order = np.argsort(flat, kind="stable")
    flats = numbers.flats_per_community * numbers.communities
    beds = np.bincount(flat, minlength=flats)
    if beds.max() > 255:
        raise InputError(
            f"{roster.file}: a flat has {beds.max()} residents; at most 255 are allowed.", f"{roster.file}：一套住房有 {beds.max()} 人，最多 255 人。"
        )
    community, number = np.divmod(np.arange(flats, dtype=np.uint64), np.uint64(numbers.flats_per_community))
    entity = (community + np.uint64(numbers.first_community)) << np.uint64(48) | number << np.uint64(28)
    renting = (draw(seed, "tenure", 0, entity) < population.renters).astype(np.uint8)
    tenure = roster.values.get("tenure", np.full(len(flat), np.nan))
    told = ~np.isnan(tenure)
    renting[flat[told]] = tenure[told].astype(np.uint8)
    if (tenure[told] != renting[flat[told]]).any():
        line = int(np.flatnonzero(told)[np.argmax(tenure[told] != renting[flat[told]])])
        raise _refuse_cell(roster.file, "tenure", line + 1, ("owner", "renter")[int(tenure[line])], "one flat has one tenure", "同一住房只能有一种产权")
    places, residents = lay_out(neighbourhood, population, seed, group_kinds, beds.astype(np.uint8), renting)
    rows = np.empty(len(flat), np.int32)
    rows[order] = np.arange(len(flat), dtype=np.int32)
    everywhere = np.arange(places.flats, dtype=np.int32)

    def draw_stage(stage: int) -> None:
        draw_people(residents, places, everywhere, np.zeros(places.flats, np.int32), 0, seed, population, sigma_g, stage)

    for stage, told_by in ((stages.AGES, _FIRST), (stages.BACKGROUND, _SECOND), (stages.SITUATIONS, _THIRD), (stages.LIVES, tuple(COLUMNS))):
        draw_stage(stage)
        for column in told_by:
            if column in roster.values and column != "tenure":
                _write(residents, rows, column, roster.values[column])
    return Founded(places, residents, rows)


def _write(residents: Residents, rows: np.ndarray, column: str, values: np.ndarray) -> None:
    """Write what the roster tells in one column over what was drawn."""
    told = ~np.isnan(values)
    to, value = rows[told], values[told]
    if column in _ROLES:
        bit = np.uint8(_ROLES[column])
        residents.roles[to] = np.where(value == 1, residents.roles[to] | bit, residents.roles[to] & ~bit)
    elif column.startswith("interest_"):
        residents.interests[to, TOPICS.index(column.removeprefix("interest_"))] = np.round(255 * value)
    else:
        target = getattr(residents, column)
        target[to] = value.astype(target.dtype)


def read_edges(path: str | Path, roster: Roster) -> Edges:
    """Read starting ties: columns a, b (codes of the roster), closeness (decayed hours) and, if known, slow (hours on the slow trace).

    Without `slow` the slow trace is as long as closeness.

    Raises:
        InputError: a column or value cannot be used; a code is not in the roster; a tie with oneself; a pair given twice.
    """
    frame = read_table(path, EDGE_COLUMNS, EDGE_COLUMNS[:3])
    file, line_of = str(path), {code: k for k, code in enumerate(roster.ids)}
    ends = []
    for column in ("a", "b"):
        unknown = ~frame[column].isin(line_of).to_numpy()
        if unknown.any():
            line = int(np.argmax(unknown))
            raise _refuse_cell(file, column, line + 1, frame[column].iloc[line], f"it must be a code of {roster.file}", f"须为 {roster.file} 中的编码")
        ends.append(frame[column].map(line_of).to_numpy(np.int64))
    hours = RosterColumn(0.0, 10000.0)
    closeness = _numbers(frame, "closeness", hours, file, blank=False)
    slow = _numbers(frame, "slow", hours, file) if "slow" in frame else closeness
    slow = np.where(np.isnan(slow), closeness, slow)
    pair = np.minimum(*ends) * len(roster.ids) + np.maximum(*ends)
    again = np.ones(len(pair), bool)
    again[np.unique(pair, return_index=True)[1]] = False
    bad = again | (ends[0] == ends[1])
    if bad.any():
        line = int(np.argmax(bad))
        raise _refuse_cell(file, "b", line + 1, frame["b"].iloc[line], "a pair of two different residents is given once", "每对不同居民只能出现一次")
    return Edges(ends[0], ends[1], closeness, slow)


def set_ties(ties: Ties, places: Places, rows: np.ndarray, edges: Edges, week: int, origin: int) -> int:
    """Write starting ties into empty slots, the strongest first.

    Args:
        ties: the store; rows of residents must be empty.
        places: where communities begin.
        rows: `Founded.rows`.
        edges: what to write.
        week: absolute week of which the hours are.
        origin: code of the kind of focus to which these ties are put down.

    Returns:
        The number of sides (a tie has two) for which there was no slot.

    Raises:
        InputError: a pair of two communities.
    """
    from ..ties.store import TICKS

    left, right = rows[edges.a].astype(np.int64), rows[edges.b].astype(np.int64)
    community = places.unit_of_row(places.community_rows, left)
    if (community != places.unit_of_row(places.community_rows, right)).any():
        raise InputError("A starting tie joins residents of two communities; ties are within one community.", "初始关系跨越两个社区；关系只能在同一社区内。")
    base = places.community_rows[np.concatenate((community, community))]
    me, other = np.concatenate((left, right)), np.concatenate((right, left))
    closeness, slow = np.tile(edges.closeness, 2), np.tile(edges.slow, 2)
    order = np.lexsort((other, -slow, me))
    me, other, closeness, slow, base = me[order], other[order], closeness[order], slow[order], base[order]
    slot = np.arange(len(me)) - np.searchsorted(me, me, side="left")
    kept = slot < ties.partner.shape[1]
    at = (me[kept], slot[kept])
    ties.partner[at] = (other - base)[kept]
    ticks = np.minimum(closeness[kept] * TICKS + 0.5, 65535.0)
    ties.closeness[at], ties.slow[at], ties.last[at], ties.origin[at] = ticks, slow[kept], week, origin
    ties.forgot[me[~kept]] = 1
    return int((~kept).sum())


def read_tables(path: str | Path, population: PopulationParameters) -> PopulationParameters:
    """Read shares that replace the drawn population's: columns field ("households.one", "renters") and value.

    Raises:
        InputError: a field that does not exist, or a value it does not allow.
    """
    frame = read_table(path, ("field", "value"), ("field", "value"))
    tree = population.model_dump()
    names = list(_leaves(tree))
    for line, (field, value) in enumerate(zip(frame["field"].fillna(""), frame["value"].fillna(""), strict=True), 1):
        if field not in names:
            hint = nearest(field, names)
            raise InputError(f'{path}, line {line}: there is no field "{field}".{hint.en}', f"{path} 第 {line} 行：没有字段“{field}”。{hint.zh}")
        *above, last = field.split(".")
        branch = tree
        for part in above:
            branch = branch[part]
        branch[last] = value
    try:
        return PopulationParameters.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{path}, field {where}: {first['input']} is not allowed: {first['msg']}.", f"{path}，字段 {where}：{first['input']} 不可用：{first['msg']}。"
        ) from error


def _leaves(tree: dict[str, object], above: str = "") -> list[str]:
    """List the dotted names of all numbers of nested parameters."""
    names = []
    for name, value in tree.items():
        names += _leaves(value, f"{above}{name}.") if isinstance(value, dict) else [above + name]
    return names
