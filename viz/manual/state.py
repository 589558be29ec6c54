"""State variables of the whole model as tables: residents, ties, what services and mechanisms keep. The page of the ODD protocol holds them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from ...experiments.codebook import PEOPLE, TIE
from ...model.ground.text import Text
from ...model.mechanisms import BUILT_IN
from ...model.people.declared import Declared
from ...model.people.residents import ATTRIBUTES, Attribute
from ...model.services.services import KINDS
from ...model.ties.store import Ties
from .fields import field_table, marks_table, sections
from .kept import KEPT
from .kept_by_mechanisms import KEPT_BY_MECHANISMS
from .markdown import DASH, cell, code, heads, table

NAME, WHAT, TYPE, VALUES = Text("name", "名称"), Text("what it is", "含义"), Text("type", "类型"), Text("values", "取值")
OWNER, OF, BEGINS, MOVES = Text("owner", "所属"), Text("of each", "单位"), Text("begins with", "初值"), Text("newcomers begin with", "新迁入者初值")
WRITES = Text("who writes", "写入者")
ENGINE, ANYBODY = Text("engine", "引擎"), Text("engine, and a user's own rules", "引擎及使用者自己的规则")
STAYS = Text("stays", "不变")
KINDS_ZH = {
    "identity": "编号", "index": "序号", "number": "数", "week": "周", "word": "类别", "yes or no": "是或否", "bits": "位标志", "topics": "主题",
    "things": "活动类", "group": "小组编号",
}  # fmt: skip
UNITS_ZH = {
    "one": "全社会", "resident": "居民", "household": "住户", "landing": "楼道", "gate": "楼门", "building": "楼栋", "compound": "小区",
    "community": "社区", "organisation": "组织",
}  # fmt: skip
ABOUT_ZH: dict[str, str] = {
    "traits": "同质性所比较的特征，打包为一个字节",
    "interests": "[n, 8]，按主题的兴趣，0 至 255 表示 0 至 1",
    "talent": "才艺主题的序号；被发现之前不为人知",
    "talent_known": "才艺是否已被发现",
    "roles": "角色的位标志",
    "sociability": "交谈的主动程度（g）；对数正态，中位数 1，持久不变",
    "fatigue": "[n, 8]，各类活动的邀请疲劳，逐渐消退",
    "came_to": "位 b：参加过第 b 类活动，此后无长时间中断",
    "talks": "上一周的交谈次数",
    "groups": "[小组类别, n]，习惯小组的编号",
}
"""Attributes that no file holds, and so have no Chinese in the codebook."""
TIES_ABOUT: dict[str, Text] = {
    "partner": Text("The other: row within the community", "对方：社区内的行号"),
    "closeness": TIE["closeness"].about,
    "slow": TIE["slow"].about,
    "last": Text("Week of the last change", "最近一次变化的周"),
    "origin": TIE["origin"].about,
    "forgot": Text("Whether this resident has ever given up or refused an entry for want of a slot", "本人是否曾因满额而舍弃或拒收条目"),
}
TIES_UNIT: dict[str, Text] = {
    "partner": Text("row", "行号"),
    "closeness": Text("hours in ticks of 1/64, faded lazily", "小时，以 1/64 计，用时才衰减"),
    "slow": Text("hours, faded lazily", "小时，用时才衰减"),
    "last": Text("week", "周"),
    "origin": Text("code of a kind of focus", "场合类别编码"),
    "forgot": Text("0 or 1", "0 或 1"),
}


def residents(language: str) -> str:
    """Return the table of the attributes of residents."""
    rows = []
    for name, one in ATTRIBUTES.items():
        about = one.about if language == "en" else (ABOUT_ZH.get(name) or PEOPLE[name].about.zh)
        kind = one.kind if language == "en" else KINDS_ZH[one.kind]
        rows.append(
            [code(name), cell(about), f"{kind}, {np.dtype(one.dtype).name}", _values(name, one, language), (ANYBODY if one.write else ENGINE).say(language)]
        )
    return table(heads(language, NAME, WHAT, TYPE, VALUES, WRITES), rows)


def _values(name: str, one: Attribute, language: str) -> str:
    if one.words:
        words = one.words if language == "en" or name not in PEOPLE else [f"{word.en}（{word.zh}）" for word in PEOPLE[name].words]
        return cell(("、" if language == "zh" else ", ").join(words))
    return DASH if math.isinf(one.low) or math.isinf(one.high) else f"{one.low:,g} … {one.high:,g}"


def ties(language: str) -> str:
    """Return the table of what a resident keeps of another."""
    made = Ties.empty(1, 1)
    rows = [[code(name), cell(TIES_ABOUT[name].say(language)), getattr(made, name).dtype.name, cell(TIES_UNIT[name].say(language))] for name in Ties._fields]
    return table(heads(language, NAME, WHAT, TYPE, VALUES), rows)


def kept(kinds: Iterable[type[Declared]], language: str, about: Mapping[str, Mapping[str, Text]]) -> str:
    """Return the table of what services or mechanisms keep of each unit; `about`: owner -> name -> what it is."""
    rows = []
    for kind in kinds:
        owner = owner_of(kind)
        for name, mark in kind._states.items():
            unit = mark.unit if language == "en" else UNITS_ZH[mark.unit]
            moved = STAYS.say(language) if mark.unit not in ("resident", "household") or type(mark.on_move) is object else code(_plain(mark.on_move))
            kind_of = np.dtype(mark.dtype).name if mark.unit != "one" else type(mark.value).__name__
            rows.append([code(owner), code(name), cell(about[owner][name].say(language)), unit, kind_of, code(_plain(mark.value)), moved])
    return table(heads(language, OWNER, NAME, WHAT, OF, TYPE, BEGINS, MOVES), rows)


def owner_of(kind: type[Declared]) -> str:
    """Return the name of a service or a mechanism."""
    return getattr(kind, "name", "") or kind.NAMESPACE or kind.__name__.lower()


def _plain(value: Any) -> object:
    return value.item() if hasattr(value, "item") else value


def _section(name: str) -> Callable[[str], str]:
    return lambda language: field_table(sections()[name], language)


BLOCKS: dict[str, Callable[[str], str]] = {
    "residents": residents,
    "ties": ties,
    "services": lambda language: kept(KINDS, language, KEPT),
    "mechanisms": lambda language: kept(BUILT_IN, language, KEPT_BY_MECHANISMS),
    "marks": marks_table,
    **{
        f"constants of {name}": _section(name)
        for name in ("ties", "visits", "introductions", "decision", "purposes", "trust", "survey", "services", "population")
    },
}
"""Name of a block of a page -> what stands between its marks."""
