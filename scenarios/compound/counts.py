"""Counts of a compound: how many buildings, flats, households and people, by age and tenure. Never a line for each person.

Three kinds of tables are read, each known by its headings: a sheet of items (item, count), people by age (age, owners, renters or people), and
buildings (building, entrances, floors, flats_per_floor).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from ...model.founding.cells import number
from ...model.founding.privacy import holds_private, looks_private
from ...model.founding.roster_columns import HEADINGS as ROSTER_HEADINGS
from ...model.ground.table import Table, TableError, plain, quoted
from ...model.ground.tables import table_of
from ...model.ground.text import Text
from ..errors import UserError, did_you_mean, show

LARGEST_FILE = 2_000_000
MOST_LINES = 5_000
NO_PERSONS = Text(
    "Here only counts are taken, so that nothing of single people is kept: count the people of each age and tenure. "
    "For anonymous people one by one there are rosters: linli scenarios roster new.",
    "此处只接受统计数，不保存任何个人数据：请按年龄和产权合计人数。若确需逐人的匿名名册，请用 linli scenarios roster new。",
)


class Item(NamedTuple):
    """A line of the sheet of items: its names, and bounds of the count."""

    text: Text
    others: tuple[str, ...]
    low: int
    high: int


ITEMS: dict[str, Item] = {
    "buildings": Item(Text("buildings", "楼栋数"), ("楼栋", "栋数"), 1, 2000),
    "entrances": Item(Text("entrances of a building", "每栋单元数"), ("entrances", "单元数", "gates"), 1, 50),
    "floors": Item(Text("floors", "层数"), ("楼层数",), 1, 100),
    "flats_per_floor": Item(Text("flats of a floor and entrance", "每单元每层户数"), ("flats_per_floor", "每层户数"), 1, 60),
    "households": Item(Text("households that live there", "常住户数"), ("households", "户数", "flats lived in"), 1, 1_000_000),
    "renting": Item(Text("households that rent", "租户数"), ("renting", "renters' households", "租房户数"), 0, 1_000_000),
    "residents": Item(Text("people of any age", "常住人口"), ("residents", "people", "人口", "总人数"), 1, 1_000_000),
    "under14": Item(Text("children under 14", "14岁以下人数"), ("under14", "14岁以下", "儿童"), 0, 1_000_000),
    "size1": Item(Text("households of one", "一人户"), ("size1",), 0, 1_000_000),
    "size2": Item(Text("households of two", "二人户"), ("size2",), 0, 1_000_000),
    "size3": Item(Text("households of three", "三人户"), ("size3",), 0, 1_000_000),
    "size4": Item(Text("households of four", "四人户"), ("size4",), 0, 1_000_000),
    "size5": Item(Text("households of five and more", "五人及以上户"), ("size5",), 0, 1_000_000),
    "party": Item(Text("Party members", "党员数"), ("party", "党员"), 0, 1_000_000),
    "migrants": Item(Text("people registered elsewhere", "外来人口"), ("migrants", "外来人口数"), 0, 1_000_000),
}
"""Item -> how a sheet calls it and what it may count."""
ITEM_HEADINGS = {"item": ("项目", "指标"), "count": ("数", "数量", "计数", "人数")}
AGE_HEADINGS = {
    "age": ("年龄", "年龄段", "ages", "age group"),
    "owners": ("自有", "业主", "owner"),
    "renters": ("租房", "租户", "renter"),
    "people": ("合计", "人数", "all", "total"),
}
BUILDING_HEADINGS = {
    "building": ("楼栋", "楼号", "栋"), "entrances": ("单元数", "单元", "gates"), "floors": ("层数", "楼层数"),
    "flats_per_floor": ("每单元每层户数", "每层户数"), "flats": ("户数", "总户数"), "compound": ("小区",),
}  # fmt: skip
_HEADINGS = ({*ITEM_HEADINGS}, {*AGE_HEADINGS}, {*BUILDING_HEADINGS})
BANDS = ((0, 13), (14, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 74), (75, 120))
"""Age bands of the blank sheet; others are read too."""
_BAND = re.compile(
    r"(\d{1,3})(?:-|~|to|至|到)(\d{1,3})岁?|(\d{1,3})岁?(?:\+|及以上|以上|andover|ormore|orover)|(?:under|<|不满|未满)(\d{1,3})岁?|(\d{1,3})岁以下"
)


class People(NamedTuple):
    """How many people of some ages and one tenure were counted; `tenure` is "owners", "renters" or "people" (of both)."""

    low: int
    high: int
    tenure: str
    many: int


class BuildingCount(NamedTuple):
    """What a sheet of buildings tells of one: as in `BUILDING_HEADINGS`, only what is told."""

    name: str
    compound: str
    told: dict[str, float]


class Counts(NamedTuple):
    """All counts of a compound.

    Attributes:
        items: item of `ITEMS` -> count.
        people: by age and tenure.
        buildings: one by one.
        renters: share of people in rented homes, of a survey; None if there was none.
    """

    items: dict[str, int] = {}
    people: tuple[People, ...] = ()
    buildings: tuple[BuildingCount, ...] = ()
    renters: float | None = None

    def and_those(self, other: Counts, file: str) -> Counts:
        """Return these counts and others.

        Raises:
            UserError: both tell the same.
        """
        twice = next((name for name in self.items if name in other.items), None)
        if twice is not None or (self.people and other.people) or (self.buildings and other.buildings):
            what = ITEMS[twice].text if twice else Text("people by age", "各年龄人数") if self.people and other.people else Text("buildings", "楼栋")
            raise UserError(f"{what.en}: counted in two of the files; keep one.", f"{what.zh}：在两个文件中都有，请只留其一。", file=file)
        renters = self.renters if self.renters is not None else other.renters
        return Counts({**self.items, **other.items}, self.people or other.people, self.buildings or other.buildings, renters)


def counts_of(raw: bytes, file: str) -> Counts:
    """Read a table of counts from its bytes (CSV of any encoding that `ground.tables` reads, .xlsx, Parquet).

    Raises:
        UserError: it is no table of counts, or has a line for each person.
    """
    try:
        table = table_of(raw, file, [*ITEM_HEADINGS, *AGE_HEADINGS, *BUILDING_HEADINGS], largest=LARGEST_FILE)
        if len(table.lines) > MOST_LINES:
            raise table.refuse(
                f"it has {len(table.lines):,} lines; a table of counts has at most {MOST_LINES:,}. {NO_PERSONS.en}",
                f"共 {len(table.lines):,} 行，统计表至多 {MOST_LINES:,} 行。{NO_PERSONS.zh}",
            )
        return _read(table)
    except TableError as error:
        raise UserError(*error.bare, file=error.file) from None


def _read(table: Table) -> Counts:
    _refuse_people(table)
    found = {
        name
        for name, forms in (ITEM_HEADINGS | BUILDING_HEADINGS | AGE_HEADINGS).items()
        if {plain(h) for h in table.headings} & {plain(f) for f in (name, *forms)}
    }
    if "item" in found:
        return _items(table.named(ITEM_HEADINGS, ("item", "count")))
    if "age" in found:
        return _ages(table.named(AGE_HEADINGS, ("age",)))
    if found & {"entrances", "floors", "flats_per_floor"}:
        return _buildings(table.named(BUILDING_HEADINGS))
    raise table.refuse(
        "it is no table of counts. Its headings must be item, count; or age, owners, renters; or building, entrances, floors, flats_per_floor. "
        "Begin with a blank sheet: linli import --new counts.csv",
        "不是统计表。列名须为 项目、数量；或 年龄段、自有、租房；或 楼栋、单元数、层数、每层户数。可先生成空表：linli import --new counts.csv",
    )


def _refuse_people(table: Table) -> None:
    """Refuse a table that has a line for each person: by headings or values of single people, or by ages that are no bands."""
    roster = {plain(form): name for name, forms in ROSTER_HEADINGS.items() for form in (name, *forms)}
    own = {plain(form) for headings in (ITEM_HEADINGS, AGE_HEADINGS, BUILDING_HEADINGS) for name, forms in headings.items() for form in (name, *forms)}
    for heading, cells in zip(table.headings, table.columns, strict=True):
        known = plain(heading)
        what = looks_private(heading) or (holds_private(cells) if known not in own else None)
        if what is not None and what.en != "an address":
            raise table.refuse(f"column {quoted(heading)} looks like {what.en}. {NO_PERSONS.en}", f"列 {quoted(heading)} 像是{what.zh}。{NO_PERSONS.zh}")
        single = known in roster and known not in own
        if single or (roster.get(known) == "age" and any(cell.isdigit() for cell in cells)):
            why = Text(f"column {quoted(heading)}: this is a table with a line for each person.", f"列 {quoted(heading)}：这是逐人登记的表。")
            raise table.refuse(f"{why.en} {NO_PERSONS.en}", f"{why.zh}{NO_PERSONS.zh}")


def _count(table: Table, k: int, column: str, low: int, high: int) -> int | None:
    cell = table.cells(column)[k]
    if not cell:
        return None
    value = number(cell.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", cell) else cell, table.decimal_comma)
    if value is None or value % 1 or not low <= value <= high:
        raise table.refuse_line(
            k, f"{quoted(cell)} is not a whole number between {low:,} and {high:,}.", f"{quoted(cell)} 不是 {low:,} 与 {high:,} 之间的整数。", column
        )
    return int(value)


def _items(table: Table) -> Counts:
    items: dict[str, int] = {}
    people: list[People] = []
    for k, cell in enumerate(table.cells("item")):
        name, band = item_named(cell), _tenure_band(cell)
        if name is None and band is None:
            hint = did_you_mean(cell, [text for item in ITEMS.values() for text in (item.text.en, item.text.zh)])
            raise table.refuse_line(k, f"there is no item {quoted(cell)}.{hint.en}", f"没有项目 {quoted(cell)}。{hint.zh}", "item")
        low, high = (ITEMS[name].low, ITEMS[name].high) if name is not None else (0, 1_000_000)
        value = _count(table, k, "count", low, high)
        if value is None:
            continue
        if name in items or (band is not None and any(one[:3] == band for one in people)):
            raise table.refuse_line(k, f"{quoted(cell)} stands there twice.", f"{quoted(cell)} 出现了两次。", "item")
        if name is not None:
            items[name] = value
        elif band is not None:
            people.append(People(*band, value))
    if not items and not people:
        raise table.refuse("no count is filled in.", "没有填写任何数。")
    _refuse_overlapping(table, people)
    return Counts(items, tuple(people))


def item_named(text: str) -> str | None:
    """Return the item of a name of it, None if there is none."""
    wanted = plain(text)
    return next((name for name, item in ITEMS.items() if wanted in {plain(form) for form in (name, *item.text, *item.others)}), None)


def _tenure_band(text: str) -> tuple[int, int, str] | None:
    """Return the ages and the tenure of an item such as "owners 25-34"."""
    wanted = _squeezed(text)
    for name, forms in AGE_HEADINGS.items():
        for form in (name, *forms):
            if name != "age" and wanted.startswith(_squeezed(form)):
                band = _band_of(wanted.removeprefix(_squeezed(form)))
                if band is not None:
                    return (*band, name)
    return None


def _squeezed(text: str) -> str:
    return re.sub(r"[\s_:：,，]+", "", unicodedata.normalize("NFKC", text[:100]).casefold()).replace("–", "-").replace("—", "-")


def _band_of(text: str) -> tuple[int, int] | None:
    """Return the first and last age of a band such as 25-34, 75+ or 不满14岁."""
    found = _BAND.fullmatch(_squeezed(text))
    if found is None:
        return None
    first, last, over, under, below = found.groups()
    low, high = (int(first), int(last)) if first else (int(over), 120) if over else (0, int(under or below) - 1)
    return (low, min(high, 120)) if 0 <= low <= high else None


def _ages(table: Table) -> Counts:
    columns = [name for name in ("owners", "renters", "people") if name in table]
    if not columns or len(columns) == 3:
        raise table.refuse("besides age it needs the columns owners and renters, or the column people.", "除年龄段外，须有 自有、租房 两列，或 人数 一列。")
    people = []
    for k, cell in enumerate(table.cells("age")):
        band = _band_of(cell)
        if band is None:
            raise table.refuse_line(k, f"{quoted(cell)} is no age band, such as 25-34 or 75+.", f"{quoted(cell)} 不是年龄段，例如 25-34 或 75+。", "age")
        for column in columns:
            value = _count(table, k, column, 0, 1_000_000)
            if value is not None:
                people.append(People(*band, column, value))
    if not people:
        raise table.refuse("no count is filled in.", "没有填写任何数。")
    _refuse_overlapping(table, people)
    return Counts({}, tuple(people))


def _refuse_overlapping(table: Table, people: Iterable[People]) -> None:
    row = sorted(people, key=lambda one: (one.tenure, one.low))
    for one, after in pairwise(row):
        if one.tenure == after.tenure and after.low <= one.high:
            raise table.refuse(
                f"the ages {one.low}-{one.high} and {after.low}-{after.high} of {one.tenure} overlap.",
                f"{AGE_HEADINGS[one.tenure][0]}的年龄段 {one.low}-{one.high} 与 {after.low}-{after.high} 重叠。",
            )
    if {one.tenure for one in row} >= {"people", "owners"} or {one.tenure for one in row} >= {"people", "renters"}:
        raise table.refuse("it counts people of both tenures beside owners or renters; keep one.", "既有合计又有自有或租房的人数，请只留其一。")


def _buildings(table: Table) -> Counts:
    limits = {"entrances": (1, 50), "floors": (1, 100), "flats_per_floor": (1, 60), "flats": (1, 20_000)}
    found = []
    for k in range(len(table.lines)):
        told = {name: value for name, (low, high) in limits.items() if name in table and (value := _count(table, k, name, low, high)) is not None}
        name, compound = (table.cells(column)[k][:60] if column in table else "" for column in ("building", "compound"))
        found.append(BuildingCount(name, compound, {key: float(value) for key, value in told.items()}))
    names = [(one.compound, one.name) for one in found if one.name]
    twice = next(
        (k for k, one in enumerate(found) if one.name and names.index((one.compound, one.name)) != [j for j, o in enumerate(found) if o.name].index(k)), None
    )
    if twice is not None:
        raise table.refuse_line(twice, f"building {show(found[twice].name)} stands there twice.", f"楼栋 {show(found[twice].name)} 出现了两次。", "building")
    if len(found) > ITEMS["buildings"].high:
        raise table.refuse(
            f"it has {len(found):,} buildings; at most {ITEMS['buildings'].high:,}.", f"共 {len(found):,} 栋，最多 {ITEMS['buildings'].high:,} 栋。"
        )
    return Counts({}, (), tuple(found))


def blank_sheet(language: str) -> bytes:
    """Return a sheet of items to be filled in, CSV in UTF-8 with a mark by which spreadsheet programs know it."""
    zh = language == "zh"
    lines = [item.text.say(language) for item in ITEMS.values()]
    for column in ("owners", "renters"):
        who = AGE_HEADINGS[column][0] if zh else column
        lines += [f"{who} {low}-{high}" if high < 120 else f"{who} {low}+" for low, high in BANDS]
    text = io.StringIO()
    text.write(
        "# 只填统计数；不知道的留空。切勿写入任何个人信息。\r\n"
        if zh
        else "# Counts only; leave blank what is not known. Write nothing about single people.\r\n"
    )
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["项目", "数量"] if zh else ["item", "count"])
    writer.writerows([line, ""] for line in lines)
    return text.getvalue().encode("utf-8-sig")
