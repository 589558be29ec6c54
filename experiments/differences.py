"""What differs between two things of which a folder can hold one: two sweeps, two comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.ground.text import Text
from ..scenarios.errors import shortened

_MINE = Text("{what} is {there} there and {here} here", "{what} 在其中为 {there}，此处为 {here}")
_SAID_ZH = {
    "scenario": "情景", "scenario hash": "情景内容", "arms": "方案", "weeks": "周数", "replications": "重复次数", "seed": "首个种子", "seeds": "种子",
    "design": "设计", "parameters": "参数", "points": "设计点数", "points hash": "设计点取值", "measures": "指标", "every": "计数间隔", "model": "模型源码",
    "ranges": "取值范围", "arm": "方案", "population": "每代设计点数", "seed of the search": "搜索种子", "objectives": "目标", "limits": "限制",
    "uncertainty": "不确定性", "finalists": "复核设计点数", "again": "新种子数",
    "week of the first wave": "首次调查的周", "week of the second wave": "第二次调查的周", "answers of the first wave": "首次答卷数",
    "answers of the second wave": "第二次答卷数", "columns of the first wave": "首次的列", "columns of the second wave": "第二次的列", "lists": "名单",
    "codes in lists": "名单中的编号", "weeks of lists": "名单的周次", "kinds in lists": "名单中的类别",
    "linli": "linli 版本", "draws": "抽取次数", "posterior": "后验", "runs": "运行数", "seeds hash": "种子取值",
}  # fmt: skip


def differences(there: Any, here: Mapping[str, Any]) -> Text | None:
    """Return in words what differs; None if nothing does.

    Args:
        there: what the folder says of what it holds, in plain data, of which nothing is known yet; keys that end in " hash" say less than what stands
            beside them.
        here: what is asked for.
    """
    there = there if isinstance(there, Mapping) else {}
    other = [key for key in here if there.get(key) != here[key]]
    told = [key for key in other if not key.endswith(" hash")] or other
    if not told:
        return None

    def value(given: Any) -> str:
        told = ", ".join(map(str, given)) if isinstance(given, list) else "" if given is None else str(given)
        return shortened(told, 120) or "–"

    def words(key: str, language: str) -> str:
        name = _SAID_ZH.get(key, key) if language == "zh" else key.replace(" hash", " (contents)")
        return _MINE.say(language, what=name, there=value(there.get(key)), here=value(here[key]))

    return Text("; ".join(words(key, "en") for key in told), "；".join(words(key, "zh") for key in told))
