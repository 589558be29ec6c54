"""What stands behind the "?" of a field of *My compound*: what becomes of the count, what it may be, and what is taken where it is left blank."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ....model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodParameters, Preset
from ....model.founding.population import PopulationParameters
from ....model.founding.presets import population_of
from ....model.ground.parameters import describe
from ....model.ground.text import Text
from ....scenarios.compound.counts import ITEMS
from ....scenarios.sources import said_source
from ...evidence_words import FACT_MARKS

if TYPE_CHECKING:
    from ....model.ground.parameters import Parameters

BECOMES: dict[str, Text] = {
    "buildings": Text("So many buildings are laid out; with a map, those of the map are taken.", "按此布置楼栋；如有地图，以地图为准。"),
    "entrances": Text("Of every building of which map or sheet do not tell it.", "用于地图和楼栋表未说明的楼栋。"),
    "floors": Text("Of every building of which map or sheet do not tell it.", "用于地图和楼栋表未说明的楼栋。"),
    "flats_per_floor": Text("Of every building of which map or sheet do not tell it.", "用于地图和楼栋表未说明的楼栋。"),
    "households": Text("Over the flats there are it gives the share of flats lived in.", "除以住房套数，即为入住率。"),
    "renting": Text("Over all households it gives the share that rents.", "除以总户数，即为租户比例。"),
    "residents": Text(
        "Over the households it gives the mean size of a household; the sizes are tilted to it.", "除以户数，即为平均户规模；各规模比例据此调整。"
    ),
    "under14": Text("Over all people it gives the share of children; the model has at most 25 %.", "除以总人口，即为儿童比例；模型至多为 25%。"),
    "party": Text("Over the people of 14 and more it gives the share of Party members.", "除以 14 岁及以上人口，即为党员比例。"),
    "migrants": Text("Over all people it gives the share registered elsewhere, in own and in rented homes.", "除以总人口，即为外来户籍比例，分自有与租房。"),
    **dict.fromkeys(
        (f"size{k}" for k in range(1, 6)),
        Text("The sizes of households are taken as counted, all five lines together.", "户规模按所填五行的比例。"),
    ),
}
"""Item -> what becomes of it."""
TITLE_SAID = Text("What the scenario is called on all pages and in the brief.", "情景在各页和简报中的名称。")
AGES_SAID = Text(
    "People of this age in such homes. The ages of the heads of households are chosen with which the people to be expected come nearest to the counts "
    "(least squares); both stand side by side below. Bands left blank say nothing. Source: your count.",
    "住在此类住房、处于该年龄段的人数。户主年龄的选取使预计人数与填报最接近（最小二乘），下方并列二者。留空的年龄段不作说明。来源：您的填报。",
)
_BETWEEN = Text("{low} to {high}.", "{low} 至 {high}。")
_BLANK = Text("Source: your count; left blank: {value} ({kind}{source}).", "来源：您的填报；留空则为 {value}（{kind}{source}）。")
_BLANK_SO = Text("Source: your count; left blank, it follows from the others.", "来源：您的填报；留空则由其他各项推得。")
_SOURCE = Text(", {mark}: {source}", "，{mark}：{source}")
_PLACE = ("buildings", "entrances", "floors", "flats_per_floor")
_PEOPLE = {"renting": "renters", "under14": "under14", "party": "party", "migrants": "migrants_renters"}
"""Item -> constant of the population that it sets."""
_OF_RENTERS = Text("of renters {value}", "租户中 {value}")


@cache
def meaning(item: str, preset: Preset, language: str) -> str:
    """Return what stands behind the "?" of an item.

    Args:
        item: of `ITEMS`.
        preset: kind of housing that supplies what is left blank.
        language: "en" or "zh".
    """
    low, high = ITEMS[item].low, ITEMS[item].high
    kind = PRESET_TITLES[preset].say(language)
    if item in _PLACE:
        blank = _BLANK.say(language, value=f"{getattr(NeighbourhoodParameters(preset=preset).resolved(), item):,}", kind=kind, source="")
    elif item in _PEOPLE:
        value = f"{100 * getattr(population_of(preset), _PEOPLE[item]):.0f}{'%' if language == 'zh' else ' %'}"
        value = _OF_RENTERS.say(language, value=value) if item == "migrants" else value
        blank = _BLANK.say(language, value=value, kind=kind, source=_source(PopulationParameters, _PEOPLE[item], language))
    else:
        blank = _BLANK_SO.say(language)
    between = _BETWEEN.say(language, low=f"{low:,}", high=f"{high:,}")
    return ("" if language == "zh" else " ").join((BECOMES[item].say(language), between, blank))


def _source(kind: type[Parameters], name: str, language: str) -> str:
    """Return mark and source of a constant as it is declared."""
    row = next(one for one in describe(kind) if one.name == name)
    return _SOURCE.say(language, mark=FACT_MARKS[row.mark].say(language), source=said_source(row.source, language)) if row.source else ""
