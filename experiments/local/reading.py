"""Reads and writes what a committee has: a table a wave, and the lists of those who came (docs/local.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from ...model.founding.cells import codes, missing_words, numbers
from ...model.founding.privacy import refuse_private
from ...model.founding.roster_columns import HEADINGS, MISSING, RosterColumn
from ...model.ground.table import Table, TableError
from ...model.ground.tables import read_table
from ...model.ground.text import Text
from ...scenarios.errors import UserError, did_you_mean, show
from .collected import ANSWERS, Attendance, Collected, Wave

T = TypeVar("T")
FEWEST_PEOPLE, LONGEST_WAVE = 10, 13
"""People of a wave, and weeks from its first to its last answer, beyond which it is none."""
LARGEST_FILE = 16_000_000
_WHEN = {"week": ("周",), "date": ("日期", "调查日期", "活动日期")}
WAVE_HEADINGS: dict[str, tuple[str, ...]] = {
    "id": HEADINGS["id"], **_WHEN,
    "known": ("熟人数", "认识人数"), "helpers": ("可求助人数",), "groups": ("圈子数",), "asked": ("被邀次数",), "came": ("参加次数",),
    "again": ("再次列出人数",), "years": ("居住年限",),
}  # fmt: skip
"""Column of a wave -> other headings that mean it."""
LIST_HEADINGS: dict[str, tuple[str, ...]] = {
    "event": ("活动", "活动编号"), **_WHEN, "id": HEADINGS["id"], "came": ("到场人数", "参加人数"), "kind": ("活动类型",),
}  # fmt: skip
"""Column of the lists -> other headings that mean it."""
_RULES = {name: RosterColumn(0, 5000, True) for name in ANSWERS} | {"years": RosterColumn(0.0, 115.0), "groups": RosterColumn(0, 50, True)}
_COUNT = RosterColumn(0, 1_000_000, True)
_NOTHING = missing_words(MISSING)


class Period(NamedTuple):
    """The time that a scenario plays.

    Attributes:
        weeks: its length; weeks are counted from 1, and 0 is the day before it begins.
        start: the date on which it begins; None: tables give weeks.
        kinds: full names of the kinds of events that it can have.
    """

    weeks: int
    start: date | None = None
    kinds: tuple[str, ...] = ()


def read_collected(first: str | Path, second: str | Path, lists: str | Path | None, period: Period) -> Collected:
    """Read two waves and the lists.

    Args:
        first: table of the first wave.
        second: table of the second; its people are among those of the first.
        lists: table of those who came; None: there is none.
        period: of the scenario.

    Raises:
        UserError: the first fault that is found.
    """
    before, after = _in_words(lambda: read_wave(first, 1, period)), _in_words(lambda: read_wave(second, 2, period, first=first))
    return Collected((before, after), None if lists is None else _in_words(lambda: read_lists(lists, period)))


def _in_words(read: Callable[[], T]) -> T:
    try:
        return read()
    except TableError as error:
        raise UserError(*error.bare, file=error.file) from None


def read_wave(path: str | Path, number: int, period: Period, first: str | Path | None = None) -> Wave:
    """Read a wave.

    Args:
        path: the table.
        number: 1 or 2.
        period: of the scenario.
        first: table of the first wave, for the second.

    Raises:
        TableError: a column or value cannot be used, or the second wave does not follow from the first.
        UserError: as `TableError`, of the first wave.
    """
    table = _table(path, WAVE_HEADINGS, ("id", "known"))
    person = codes(table, "id", _NOTHING)
    _refuse_twice(table, person)
    week = _weeks(table, period)
    if len(person) < FEWEST_PEOPLE:
        raise table.refuse(
            f"it holds {len(person)} people; a wave needs {FEWEST_PEOPLE} or more.", f"只有 {len(person)} 人；每次调查至少需要 {FEWEST_PEOPLE} 人。"
        )
    if int(week.max() - week.min()) >= LONGEST_WAVE:
        raise table.refuse(
            f"it goes on from week {week.min()} to week {week.max()}; a wave takes less than {LONGEST_WAVE} weeks.",
            f"从第 {week.min()} 周持续到第 {week.max()} 周；一次调查应短于 {LONGEST_WAVE} 周。",
        )
    if number == 1 and "again" in table:
        raise table.refuse('the column "again" belongs to the second wave: nobody has been named before.', "列“again”只用于第二次调查：此前尚无人被列出。")
    answers = {name: numbers(table, name, _RULES[name], _NOTHING) for name in ANSWERS if name in table}
    wave = Wave(int(np.median(week)), tuple(person), answers)
    if number == 2:
        assert first is not None
        _refuse_other(table, wave, read_wave(first, 1, period), str(first))
    return wave


def _refuse_other(table: Table, wave: Wave, before: Wave, first: str) -> None:
    """Refuse a second wave that does not follow from the first."""
    place = {code: k for k, code in enumerate(before.person)}
    new = [k for k, code in enumerate(wave.person) if code not in place]
    if new:
        code = wave.person[new[0]]
        hint = did_you_mean(code, list(place)[:2000], cutoff=0.75)
        near = hint if "Did you" in hint.en else Text("", "")
        raise table.refuse_line(
            new[0],
            f"{show(code)} did not answer in the first wave ({first}), nor did {len(new) - 1} others. The second wave asks the same people again.{near.en}",
            f"{show(code)} 未参加首次调查（{first}），另有 {len(new) - 1} 人同样如此。第二次调查应询问同一批人。{near.zh}", "id",
        )  # fmt: skip
    if wave.week <= before.week:
        raise table.refuse(
            f"it was made in week {wave.week}, and the first wave in week {before.week}; the second comes later.",
            f"其时间为第 {wave.week} 周，而首次调查在第 {before.week} 周；第二次须在其后。",
        )
    named = before.column("known")[[place[code] for code in wave.person]]
    more = np.flatnonzero(wave.column("again") > named)
    if len(more):
        k = int(more[0])
        raise table.refuse_line(
            k, f"{wave.column('again')[k]:g} are named again, and {named[k]:g} were named in the first wave.",
            f"再次列出 {wave.column('again')[k]:g} 人，而首次只列出 {named[k]:g} 人。", "again",
        )  # fmt: skip


def read_lists(path: str | Path, period: Period) -> Attendance:
    """Read the lists of those who came: a line an attendance (with `id`) or a line an event (with `came`).

    Raises:
        TableError: a column or value cannot be used.
    """
    table = _table(path, LIST_HEADINGS, ("event",))
    if ("id" in table) == ("came" in table):
        raise table.refuse(
            "it needs either a column id (a line for each who came) or a column came (a line an event, with how many came).",
            "须有 id 列（每位到场者一行）或 came 列（每次活动一行，写明到场人数），且只能有其一。",
        )
    event, week = codes(table, "event", _NOTHING, dates=True), _weeks(table, period)
    if int(week.min()) < 1:
        raise table.refuse_line(int(week.argmin()), "it lies before the scenario's first week.", "早于情景的第 1 周。")
    kinds = _kinds(table, period)
    if "came" in table:
        _refuse_twice(table, event, "event")
        came = numbers(table, "came", _COUNT, _NOTHING, blank=False).astype(np.int64)
        if (came == 0).any():
            k = int((came == 0).argmax())
            raise table.refuse_line(
                k, f"nobody came to {show(event[k])}. Leave out what nobody came to or was cancelled.",
                f"活动 {show(event[k])} 无人到场。请删去无人参加或取消的活动。", "came",
            )  # fmt: skip
        return Attendance(week, came, kinds=kinds)
    person = codes(table, "id", _NOTHING)
    names, number = np.unique(event, return_inverse=True)
    people = np.unique(person, return_inverse=True)[1]
    seen: dict[tuple[str, str], int] = {}
    for k, key in enumerate(zip(event, person, strict=True)):
        if key in seen:
            raise table.refuse_line(
                k, f"the same person and event stand in {table.place(seen[key]).en} already. Keep one of them.",
                f"同一人、同一活动在{table.place(seen[key]).zh}已出现，请只保留一行。", "id",
            )  # fmt: skip
        seen[key] = k
    when = np.zeros(len(names), np.int64)
    # Written backwards, the first of its lines says when an event was; those after it must agree.
    when[number[::-1]] = week[::-1]
    if (when[number] != week).any():
        k = int((when[number] != week).argmax())
        raise table.refuse_line(k, f"the event {show(event[k])} stands in another week too.", f"活动 {show(event[k])} 又出现在另一周。", "event")
    order = np.argsort(when, kind="stable")
    place = np.argsort(order)
    return Attendance(when[order], np.bincount(number, minlength=len(names))[order], place[number], people.astype(np.int64), kinds)


def _kinds(table: Table, period: Period) -> tuple[str, ...]:
    """Return the full names of the kinds that the lists name."""
    if "kind" not in table:
        return ()
    known = {name: name for name in period.kinds} | {name.split(".", 1)[1]: name for name in period.kinds}
    for k, cell in enumerate(table.cells("kind")):
        if cell not in known:
            hint = did_you_mean(cell, period.kinds)
            raise table.refuse_line(k, f"the scenario has no kind of event {show(cell)}.{hint.en}", f"情景中没有活动类型 {show(cell)}。{hint.zh}", "kind")
    return tuple(sorted({known[cell] for cell in table.cells("kind")}))


def _table(path: str | Path, headings: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Table:
    written = read_table(path, headings, largest=LARGEST_FILE)
    refuse_private(written)
    return written.named(headings, needed)


def _weeks(table: Table, period: Period) -> np.ndarray:
    """Return int64 [lines]: scenario weeks, of a column of weeks or of dates."""
    if ("week" in table) == ("date" in table):
        raise table.refuse("it needs a column week or a column date, and not both.", "须有 week（周）或 date（日期）列，且只能有其一。")
    if "week" in table:
        return numbers(table, "week", RosterColumn(0, period.weeks, True), _NOTHING, blank=False).astype(np.int64)
    if period.start is None:
        raise table.refuse("it gives dates; say with --start on which date the scenario begins.", "其中是日期；请用 --start 指明情景从哪一天开始。")
    found = []
    for k, cell in enumerate(table.cells("date")):
        try:
            day = date.fromisoformat(cell.replace("/", "-"))
        except ValueError:
            raise table.refuse_line(k, f"{show(cell)} is not a date such as 2025-03-14.", f"{show(cell)} 不是日期，应如 2025-03-14。", "date") from None
        week = (day - period.start).days // 7 + 1
        if not 0 <= week <= period.weeks:
            last = period.start + timedelta(days=7 * period.weeks - 1)
            raise table.refuse_line(
                k, f"{cell} lies outside the {period.weeks} weeks of the scenario, {period.start} to {last}.",
                f"{cell} 不在情景的 {period.weeks} 周（{period.start} 至 {last}）之内。", "date",
            )  # fmt: skip
        found.append(week)
    return np.array(found, np.int64)


def _refuse_twice(table: Table, cells: list[str], column: str = "id") -> None:
    seen: dict[str, int] = {}
    for k, cell in enumerate(cells):
        if cell in seen:
            first = table.place(seen[cell])
            raise table.refuse_line(k, f"{show(cell)} stands in {first.en} already.", f"{show(cell)} 在{first.zh}已出现。", column)
        seen[cell] = k


def tables_of(collected: Collected) -> dict[str, str]:
    """Return file name -> text of a table that `read_collected` reads: wave1.csv, wave2.csv, attendance.csv. People get codes of their own."""
    code = {person: f"p{k + 1}" for k, person in enumerate(collected.waves[0].person)}
    found = {}
    for number, wave in enumerate(collected.waves):
        rows = [[code[person], wave.week, *(_written(wave.answers[name][k]) for name in wave.answers)] for k, person in enumerate(wave.person)]
        found[f"wave{number + 1}.csv"] = _csv(["id", "week", *wave.answers], rows)
    lists = collected.attendance
    if lists is not None and lists.event is not None and lists.person is not None:
        pairs = sorted(zip(lists.event.tolist(), lists.person.tolist(), strict=True))
        found["attendance.csv"] = _csv(["event", "week", "id"], [[f"e{e + 1}", int(lists.week[e]), f"c{who + 1}"] for e, who in pairs])
    elif lists is not None:
        found["attendance.csv"] = _csv(
            ["event", "week", "came"], [[f"e{k + 1}", week, came] for k, (week, came) in enumerate(zip(lists.week.tolist(), lists.came.tolist(), strict=True))]
        )
    return found


def _written(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.4g}"


def _csv(heading: list[str], rows: list[list[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()
