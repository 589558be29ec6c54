"""Makes a scenario of a compound: footprints and counts in, a checked scenario and what was filled in out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodNumbers, NeighbourhoodParameters, Preset
from ...model.founding.placed import PlacedBuilding, in_order
from ...model.ground.text import Text
from ..checking import FORMAT
from ..errors import UserError, did_you_mean, show
from ..schema import Scenario
from .counts import ITEMS, Counts, counts_of
from .filling import in_rows, placed_of
from .footprints import Footprints, footprints_of
from .geojson import features_of
from .people import Peopled, peopled
from .surveyed import survey_counts

LARGEST_UPLOAD = 20_000_000
"""Bytes of a file that is handed in."""
HAND = "counts"
"""How errors name counts that were typed."""


class Given(NamedTuple):
    """What somebody tells of a compound.

    Attributes:
        footprints: the buildings of a map, None if there is no map.
        counts: what was counted.
        surveys: names of sheets of `linli survey` that were read.
        notes: what was done with what the files say.
    """

    footprints: Footprints | None = None
    counts: Counts = Counts()
    surveys: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


class Compound(NamedTuple):
    """A compound of one's own.

    Attributes:
        scenario: checked, ready to run.
        notes: what was read, filled in, and not met.
        buildings: where they are placed; empty where the preset lays them out.
        flats: of the community.
        residents: of 14 and more, about.
        people: what the counts became.
    """

    scenario: Scenario
    notes: tuple[Text, ...]
    buildings: tuple[PlacedBuilding, ...]
    flats: int
    residents: float
    people: Peopled


def read_files(files: Sequence[tuple[str, bytes]], *, gcj02: bool = False, metres: bool = False, site: str = "") -> Given:
    """Read what was handed in; what each file is follows from its content: GeoJSON, a sheet of a survey, a table of counts.

    Args:
        files: (name, bytes) of each.
        gcj02: the coordinates are those of a Chinese map service.
        metres: the coordinates are metres.
        site: take only the compound of this name.

    Raises:
        UserError: one cannot be read, or two tell the same.
    """
    given = Given()
    for name, raw in files:
        if len(raw) > LARGEST_UPLOAD:
            raise UserError(f"it is larger than {LARGEST_UPLOAD:,} bytes.", f"文件超过 {LARGEST_UPLOAD:,} 字节。", file=name)
        if raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
            if given.footprints is not None:
                raise UserError("it is the second map; one file has all buildings.", "这是第二个地图文件；请把楼栋放在一个文件里。", file=name)
            found = footprints_of(features_of(raw, name), gcj02=gcj02, metres=metres, site=site)
            given = given._replace(footprints=found, notes=(*given.notes, *found.notes))
            continue
        told = survey_counts(raw, name)
        if told is None:
            given = given._replace(counts=given.counts.and_those(counts_of(raw, name), name))
        else:
            counts, note = told
            given = given._replace(counts=given.counts.and_those(counts, name), surveys=(*given.surveys, name), notes=(*given.notes, note))
    if given.footprints is None and (gcj02 or metres or site):
        what = "gcj02" if gcj02 else "metres" if metres else "site"
        raise UserError("it is about a map, and no GeoJSON was given.", "此项针对地图，而没有给出 GeoJSON。", argument=what)
    return given


def typed_counts(values: Mapping[str, Any]) -> Counts:
    """Check counts that were typed: item -> whole number.

    Raises:
        UserError: there is no such item, or the number is out of bounds.
    """
    for name, value in values.items():
        if name not in ITEMS:
            hint = did_you_mean(name, ITEMS)
            raise UserError(f"there is no item {show(name)}.{hint.en}", f"没有项目 {show(name)}。{hint.zh}", argument="count")
        low, high = ITEMS[name].low, ITEMS[name].high
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UserError(
                f"{name}: {show(value)} is not a whole number between {low:,} and {high:,}.", f"{name}：{show(value)} 不是 {low:,} 与 {high:,} 之间的整数。",
                argument="count",
            )  # fmt: skip
    return Counts(dict(values))


def compound_of(given: Given, base: Scenario, *, preset: Preset | None = None, title: str = "", name: str = "compound") -> Compound:
    """Make the scenario of a compound.

    Args:
        given: what is told of it.
        base: the scenario whose mechanisms and arms it takes over.
        preset: what supplies what is not told; None: the preset of the base.
        title: of the scenario.
        name: of the scenario.

    Raises:
        UserError: what is told does not fit together.
    """
    kind: Preset = preset or base.neighbourhood.preset
    if kind not in PRESET_TITLES:
        hint = did_you_mean(kind, PRESET_TITLES)
        raise UserError(f"there is no preset {show(kind)}.{hint.en}", f"没有预设 {show(kind)}。{hint.zh}", argument="preset")
    usual = NeighbourhoodParameters(preset=kind).resolved()
    file = given.footprints.file if given.footprints is not None else HAND
    placed, notes = _buildings(given, usual, file)
    place: dict[str, Any] = {"preset": kind}
    if placed:
        place["placed"] = [one.model_dump(mode="json", exclude_defaults=True) for one in placed]
    else:
        place |= {key: given.counts.items[key] for key in ("buildings", "entrances", "floors", "flats_per_floor") if key in given.counts.items}
        missing = [ITEMS[key].text for key in ("buildings", "entrances", "floors", "flats_per_floor") if key not in place]
        if missing:
            notes.append(Text(f"As in the preset: {', '.join(text.en for text in missing)}.", f"按预设：{'、'.join(text.zh for text in missing)}。"))
    flats = NeighbourhoodParameters(**place).resolved().flats_per_community
    people = peopled(given.counts, kind, flats, usual.occupancy, HAND)
    if people.occupancy is not None:
        place["occupancy"] = people.occupancy
    named = ", ".join(one for one in given.footprints.compounds if one) if given.footprints is not None else ""
    heading = {"en": title or named or "My compound", "zh": title or named.replace(", ", "、") or "我的小区"}
    told: dict[str, Any] = {"format": FORMAT, "title": heading, "source": _source(given)}
    told |= {key: value for key, value in base.data.items() if not isinstance(value, dict | list) and key not in told}
    told |= {"neighbourhood": place} | ({"population": people.population} if people.population else {})
    data = told | {key: value for key, value in base.data.items() if key not in (*told, "population", "roster")}
    scenario = Scenario.from_dict(data, name, name, check_files=False)
    from ...model.founding.size import expected_residents

    residents = expected_residents(scenario.neighbourhood, scenario.population)[0]
    return Compound(scenario, (*given.notes, *notes, *people.notes), placed, flats, residents, people)


def _buildings(given: Given, usual: NeighbourhoodNumbers, file: str) -> tuple[tuple[PlacedBuilding, ...], list[Text]]:
    counts = given.counts
    notes: list[Text] = []
    if given.footprints is not None:
        found, compounds = list(given.footprints.buildings), list(given.footprints.compounds)
        told = counts.items.get("buildings")
        if told is not None and told != len(found):
            notes.append(
                Text(f"{told} buildings were counted; the map has {len(found)}, which are taken.", f"填报 {told} 栋，地图中有 {len(found)} 栋，以地图为准。")
            )
    elif counts.buildings:
        found, compounds = in_rows(counts.buildings, counts, usual)
        counts = counts._replace(buildings=())
        notes.append(Text("Where the buildings stand is not told: they stand in rows, as in the preset.", "未说明楼栋位置：按预设成行排列。"))
    else:
        return (), notes
    placed, filled = placed_of(found, compounds, counts, usual, file)
    if given.footprints is None:
        # Of rows that nobody has seen it need not be said on which side their entrances are.
        placed = tuple(one.model_copy(update={"angle": 0.0}) for one in placed)
        filled = [note for note in filled if not note.en.startswith("The side of")]
    return in_order(placed), notes + filled


def _source(given: Given) -> str:
    parts = []
    if given.footprints is not None:
        middle = given.footprints.middle
        where = f", middle {middle[0]} E {middle[1]} N (WGS 84)" if middle else ""
        parts.append(f"footprints of {given.footprints.file.replace(chr(92), '/').rpartition('/')[2]}{where}")
    if given.counts != Counts():
        parts.append("own counts")
    return "; ".join(parts)


def toml_of(compound: Compound, language: str) -> str:
    """Return the text of the scenario file: what was filled in stands at its top as remarks."""
    head = Text("A compound of one's own, written by linli import. What was filled in:", "由 linli import 生成的小区情景。补充与说明：").say(language)
    lines = [f"# {head}", *(f"# - {_one_line(note.say(language))}" for note in compound.notes)]
    return "\n".join(lines) + "\n\n" + compound.scenario.to_toml(full=False)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
