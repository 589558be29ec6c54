"""Starting ties that a file tells: who knows whom, how well, and what is done with lines that say so twice, or of a household."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..ground.refusal import InputError, nearest
from ..ground.table import LINE, Table, TableError, plain, quoted
from ..ground.tables import read_table
from ..ground.text import Text
from ..people.constants import TieConstants
from ..people.places import Places
from ..ties.store import TICKS, Ties
from .cells import codes, listed_words, missing_words, not_told, numbers
from .privacy import refuse_private
from .roster import Roster
from .roster_columns import LEVELS, MISSING, TIE_HEADINGS, AboveSlots, Combine, HouseholdTies, Level, RosterColumn, Symmetrise

HOURS = RosterColumn(0.02, 1000.0)
"""Hours of a tie: closeness is kept in 1/64 hours up to 1,023."""
_ADVICE = Text(
    " A weight says how well two know each other only in hours: call the column closeness (decayed hours together), or give a column level. "
    "Columns that are not meant for linli can be left out by name: roster.ignore.",
    "权重须为小时数才能表示熟悉程度：请将列名写作 closeness（衰减后的共处小时），或给出 level 列。与 linli 无关的列可在 roster.ignore 中列名略去。",
)


_DIRECTED = frozenset(("source", "target", "from", "to", "ego", "alter", "来源", "目标"))
"""Headings that say who named whom."""


class TieRules(NamedTuple):
    """What a scenario says about starting ties.

    Attributes:
        level: of all ties of a file that has neither closeness nor level.
        combine: what becomes of a pair that is given more than once in the same direction.
        symmetrise: what becomes of a pair that is given in both directions; "mutual" keeps only such pairs, with the mean.
        household: what becomes of a tie inside a household.
        above_slots: what becomes of ties above the slots of a resident.
        missing: words that mean "not told".
        ignore: headings to leave out.
    """

    level: Level = ""
    combine: Combine = "refuse"
    symmetrise: Symmetrise = "refuse"
    household: HouseholdTies = "refuse"
    above_slots: AboveSlots = "refuse"
    missing: Sequence[str] = MISSING
    ignore: Sequence[str] = ()


class Edges(NamedTuple):
    """Starting ties, a pair once.

    Attributes:
        a, b: int64 [m], residents by their place in `Roster.ids`.
        closeness, slow: float64 [m], hours.
        lines: number of the line that first told each; None: the ties were made by the program.
        file: where they came from.
        unit: what the numbers of lines count.
        notes: what the user should be told although the ties are used.
    """

    a: np.ndarray
    b: np.ndarray
    closeness: np.ndarray
    slow: np.ndarray
    lines: list[int] | None = None
    file: str = ""
    unit: Text = LINE
    notes: tuple[Text, ...] = ()


def hours_of(level: str, constants: TieConstants) -> float:
    """Return the hours (on both traces) that stand for a level: the geometric mean of its cut-off and the next."""
    names = list(LEVELS)
    cut = float(getattr(constants, level))
    above = names[names.index(level) + 1 :]
    following = float(getattr(constants, above[0])) if above else 0.0
    return min(math.sqrt(cut * max(following, 1.5 * cut)), HOURS.high)


def read_edges(path: str | Path, roster: Roster, constants: TieConstants | None = None, rules: TieRules | None = None) -> Edges:
    """Read starting ties: columns a, b (codes of the roster) and closeness (decayed hours) or level; slow (hours on the slow trace) if known.

    Without `slow` the slow trace is as long as closeness. Ties have no direction: the order of the two does not matter.

    Args:
        path: the file, in any form that `ground.tables` reads.
        roster: whose ties they are.
        constants: cut-offs of the levels, and slots.
        rules: what is done with pairs that are given twice and with ties that have no place; by default they are refused.

    Raises:
        TableError: a column or value cannot be used, a code is not in the roster, or what `rules` refuses.
    """
    constants, rules = constants or TieConstants(), rules or TieRules()
    written = read_table(path, TIE_HEADINGS)
    refuse_private(written)
    table = written.named(TIE_HEADINGS, ("a", "b"), ignore=rules.ignore, advice=_ADVICE)
    missing = missing_words(rules.missing)
    ends = [people_of(table, column, roster, missing) for column in ("a", "b")]
    closeness, slow = _hours(table, missing, constants, rules.level)
    same = ends[0] == ends[1]
    if same.any():
        k = int(np.argmax(same))
        raise table.refuse_line(k, f"{quoted(table.cells('b')[k])} is tied to themselves; a tie joins two different residents.", "居民不能与自己有关系。", "b")
    notes = list(table.notes)
    if rules.symmetrise == "refuse" and any(plain(heading) in _DIRECTED for heading in written.headings):
        notes.append(
            Text(
                f"{table.file}: ties have no direction here; each line is read as a tie of both to one another (roster.symmetrise).",
                f"{table.file}：此处关系没有方向；每行按双方互有关系读取（roster.symmetrise）。",
            )
        )
    household = roster.households()
    inside = household[ends[0]] == household[ends[1]]
    if inside.any() and rules.household == "refuse":
        k = int(np.argmax(inside))
        pair = f"{quoted(table.cells('a')[k])}, {quoted(table.cells('b')[k])}"
        raise table.refuse_line(
            k,
            f"{pair} are of one household; ties are between households, whose members know each other anyway. "
            'Take the line out, or set roster.household_ties = "leave-out".',
            f'{pair} 属于同一户；关系只在不同住户之间，同户之人本就相识。请删除该行，或设 roster.household_ties = "leave-out"。',
        )
    if inside.any():
        many = int(inside.sum())
        notes.append(Text(f"{table.file}: {many:,} lines inside households are left out, as asked.", f"{table.file}：按要求略去 {many:,} 行同户关系。"))
    kept = np.flatnonzero(~inside)
    edges = _pairs(table, ends[0], ends[1], closeness, slow, kept, rules, notes)
    if len(edges.a) and edges.slow.max() < constants.acquaintance:
        cut, most = f"{constants.acquaintance:g}", f"{edges.slow.max():g}"
        notes.append(
            Text(
                f"{table.file}: no pair reaches the cut-off of an acquaintance ({cut} hours on the slow trace; the strongest has {most}). "
                "If the lines are acquaintances, say so in a column level, or with roster.level.",
                f"{table.file}：没有一对达到熟人的门槛（慢痕迹 {cut} 小时，最强的为 {most}）。若各行即熟人，请加 level 列，或设 roster.level。",
            )
        )
    _count_slots(table, edges, roster, constants.slots, rules, notes)
    return edges._replace(notes=tuple(notes))


def people_of(table: Table, column: str, roster: Roster, missing: frozenset[str]) -> np.ndarray:
    """Return int64 [lines]: whom of `Roster.ids` the codes of a column name.

    Raises:
        TableError: a code is not in the roster, or that of a child.
    """
    place = {code: k for k, code in enumerate(roster.ids)}
    found = np.empty(len(table.lines), np.int64)
    for k, code in enumerate(codes(table, column, missing)):
        at = place.get(code)
        if at is None:
            raise _stranger(table, column, k, code, roster)
        found[k] = at
    return found


def _stranger(table: Table, column: str, k: int, code: str, roster: Roster) -> TableError:
    if code in roster.young:
        line = roster.young[code]
        return table.refuse_line(
            k,
            f"{quoted(code)} is a child under 14 ({roster.file}, {roster.unit.en} {line}); only residents of 14 and older can stand here.",
            f"{quoted(code)} 未满 14 岁（{roster.file} 第 {line} {roster.unit.zh}）；此处只能是 14 岁及以上居民。",
            column,
        )
    hint = nearest(code[:60], roster.ids if len(roster.ids) <= 5000 else [])
    bare = code.removesuffix(".0")
    if bare != code and bare in roster.ids:
        hint = Text(
            f" There is {quoted(bare)}: the program that wrote the ties took codes for decimal numbers; write them as text.",
            f"名册中有 {quoted(bare)}：写出关系表的程序把编码当成了小数，请设为文本。",
        )
    return table.refuse_line(
        k, f"{quoted(code)} is not a code of the roster {roster.file}.{hint.en}", f"{quoted(code)} 不是名册 {roster.file} 中的编码。{hint.zh}", column
    )


def _hours(table: Table, missing: frozenset[str], constants: TieConstants, level: str) -> tuple[np.ndarray, np.ndarray]:
    """Return closeness and slow trace of each line, from hours or a level."""
    lines = len(table.lines)
    closeness = numbers(table, "closeness", HOURS, missing) if "closeness" in table else np.full(lines, np.nan)
    by_level = np.full(lines, np.nan)
    if "level" in table:
        for k, cell in enumerate(table.cells("level")):
            if not not_told(cell, missing):
                name = listed_words(LEVELS, cell)
                if name is None:
                    forms = ", ".join(f"{one} ({others[0]})" for one, others in LEVELS.items())
                    raise table.refuse_line(k, f"{quoted(cell)} is no level; allowed are {forms}.", f"{quoted(cell)} 不是关系等级；可用：{forms}。", "level")
                by_level[k] = hours_of(name, constants)
    elif level and "closeness" not in table:
        by_level[:] = hours_of(level, constants)
    if "closeness" not in table and "level" not in table and not level:
        raise table.refuse(
            'how well the two know each other is missing: give a column closeness (decayed hours) or level, or set roster.level = "acquaintance" for all.',
            '缺少两人的熟悉程度：请给出 closeness（衰减后的小时）或 level 列，或对全表设 roster.level = "acquaintance"。',
        )
    both, none = ~np.isnan(closeness) & ~np.isnan(by_level), np.isnan(closeness) & np.isnan(by_level)
    if both.any():
        raise table.refuse_line(int(np.argmax(both)), "both closeness and level are given; keep one of them.", "同时给出了 closeness 与 level，请只保留一项。")
    if none.any():
        raise table.refuse_line(int(np.argmax(none)), "neither closeness nor level is given (blank).", "closeness 与 level 均为空白。")
    closeness = np.where(np.isnan(closeness), by_level, closeness)
    slow = numbers(table, "slow", RosterColumn(HOURS.low, 10_000.0), missing) if "slow" in table else closeness
    return closeness, np.where(np.isnan(slow), closeness, slow)


def _pairs(
    table: Table, a: np.ndarray, b: np.ndarray, closeness: np.ndarray, slow: np.ndarray, kept: np.ndarray, rules: TieRules, notes: list[Text]
) -> Edges:
    """Make one tie of all lines of a pair, as far as the rules allow."""
    found: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for k in kept.tolist():
        one, other = int(a[k]), int(b[k])
        both = found.setdefault((min(one, other), max(one, other)), ([], []))
        same, turned = (both[0], both[1]) if one < other else (both[1], both[0])
        if same and rules.combine == "refuse":
            raise _twice(table, k, same[0], "in the same direction", "同一方向", "combine")
        if turned and rules.symmetrise == "refuse":
            raise _twice(table, k, turned[0], "in the other direction", "相反方向", "symmetrise")
        same.append(k)
    ends: list[tuple[int, int]] = []
    hours: list[list[float]] = []
    lines: list[int] = []
    alone = 0
    for pair in sorted(found):
        sides = [side for side in found[pair] if side]
        if len(sides) == 1 and rules.symmetrise == "mutual":
            alone += 1
            continue
        how = "mean" if rules.symmetrise == "mutual" else rules.symmetrise
        traces = [_joined([_joined([trace[k] for k in side], rules.combine) for side in sides], how) for trace in (closeness, slow)]
        first = min(k for side in sides for k in side)
        if traces[0] > HOURS.high:
            en = f"the lines of this pair add up to {traces[0]:g} hours; at most {HOURS.high:g} are kept."
            raise table.refuse_line(first, en, f"该对各行合计 {traces[0]:g} 小时，上限 {HOURS.high:g}。")
        ends.append(pair)
        hours.append(traces)
        lines.append(table.lines[first])
    if alone:
        notes.append(
            Text(
                f"{table.file}: {alone:,} pairs that only one of the two names are left out, as asked.",
                f"{table.file}：按要求略去 {alone:,} 对只由一方提名的关系。",
            )
        )
    left, right = np.array(ends, np.int64).reshape(-1, 2).T
    fast, long = np.array(hours, np.float64).reshape(-1, 2).T
    return Edges(left, right, fast, long, lines, table.file, table.unit)


def _joined(values: Sequence[float], how: str) -> float:
    """Make one number of several; their order does not matter."""
    if how in ("sum", "mean"):
        return math.fsum(values) / (len(values) if how == "mean" else 1)
    return float(min(values) if how == "weakest" else max(values))


def _twice(table: Table, k: int, before: int, en: str, zh: str, option: str) -> TableError:
    pair = f"{quoted(table.cells('a')[k])}, {quoted(table.cells('b')[k])}"
    first = table.place(before)
    ways = "strongest, weakest, mean or sum" + (", or mutual" if option == "symmetrise" else "")
    return table.refuse_line(
        k,
        f"the pair {pair} stands in {first.en} already, {en}; a pair is given once. Say how the lines become one tie: roster.{option} = {ways}.",
        f"{pair} 这一对在{first.zh}已出现（{zh}）；每对只能出现一次。请写明如何合并：roster.{option}（{ways}）。",
    )


def _count_slots(table: Table, edges: Edges, roster: Roster, slots: int, rules: TieRules, notes: list[Text]) -> None:
    """Refuse, or note, ties for which a resident has no slot."""
    count = np.bincount(np.concatenate((edges.a, edges.b)), minlength=len(roster.ids))
    above = np.maximum(count - slots, 0)
    if not above.any():
        return
    if rules.above_slots == "refuse":
        worst = int(np.argmax(count))
        told = [k for k in range(len(edges.a)) if worst in (edges.a[k], edges.b[k])]
        line = sorted(edges.lines[k] for k in told)[slots] if edges.lines else 0
        en = f'{table.unit.en} {line}: {quoted(roster.ids[worst])} has {count[worst]} ties; a resident keeps {slots} (ties.slots, at most 256). '
        zh = f"第 {line} {table.unit.zh}：{quoted(roster.ids[worst])} 有 {count[worst]} 段关系；每名居民至多保留 {slots} 段（ties.slots，至多 256）。"
        raise table.refuse(en + 'Raise it, or set roster.above_slots = "leave-out-weakest".', zh + '请调高，或设 roster.above_slots = "leave-out-weakest"。')
    who, entries = int((above > 0).sum()), int(above.sum())
    notes.append(
        Text(
            f"{table.file}: {who:,} residents have more ties than slots ({slots}); {entries:,} entries of the weakest are left out, as asked.",
            f"{table.file}：{who:,} 名居民的关系多于可保留数（{slots}）；按要求略去最弱的 {entries:,} 项。",
        )
    )


def refuse_apart(edges: Edges, community: np.ndarray) -> None:
    """Refuse ties between communities; `community` [n] is that of each of the roster's people.

    Raises:
        InputError: there is one.
    """
    apart = community[edges.a] != community[edges.b]
    if apart.any():
        en, zh = "the tie joins residents of two communities; ties are within one community.", "关系跨越两个社区；关系只能在同一社区内。"
        if edges.lines is None:
            raise InputError(en, zh)
        line = edges.lines[int(np.argmax(apart))]
        raise TableError(f"{edges.unit.en} {line}: {en}", f"第 {line} {edges.unit.zh}：{zh}", edges.file)


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
    left, right = rows[edges.a].astype(np.int64), rows[edges.b].astype(np.int64)
    refuse_apart(edges, places.unit_of_row(places.community_rows, rows.astype(np.int64)))
    community = places.unit_of_row(places.community_rows, left)
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
