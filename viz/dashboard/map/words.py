"""What stands around the map, in both languages, as the widget's page of words."""

from __future__ import annotations

from typing import Any

from ....model.ground.parameters import describe
from ....model.ground.text import Text
from ....model.people.constants import Constants
from ....model.society.groups import FEW
from ....scenarios.sources import said_source
from ...evidence_words import FACT_MARKS
from .colourings import COLOURINGS
from .player import SPEEDS

_WORDS = {
    "controls": Text("Playing the map", "播放控制"),
    "play": Text("Play", "播放"),
    "pause": Text("Pause", "暂停"),
    "step": Text("One week", "下一周"),
    "speed": Text("Speed", "速度"),
    "week": Text("Week", "周"),
    "colour": Text("Colour", "颜色"),
    "zoomIn": Text("Nearer", "放大"),
    "zoomOut": Text("Further away", "缩小"),
    "fit": Text("Whole map", "全图"),
    "chosen": Text("What was chosen on the map", "所选对象"),
    "close": Text("Choose nothing", "取消选择"),
    "nothing": Text("Click a gate, or a resident when you are near enough.", "点击楼门；放大后可点击居民。"),
    "canvas": Text(
        "Map of the neighbourhood. Arrow keys move it, plus and minus zoom, 0 shows all, space plays and pauses, full stop is one week. "
        "The table of gates below says the same in words.",
        "住区地图。方向键移动，加减号缩放，0 显示全图，空格播放或暂停，句点前进一周。下方楼门表以文字给出相同内容。",
    ),
    "hint": Text(
        "A dot is a resident of 14 or older. Floors are laid flat: the ground floor at the entrance, the top floor at the back. Number: the gate. "
        "Drag to move; the wheel zooms once the map has been clicked. Keys: arrows, + and −, 0, space, full stop.",
        "每点为一名14岁及以上居民。各楼层平铺：近单元门一侧为底层，后侧为顶层。数字为楼门编号。拖动可移动；点击地图后滚轮缩放。按键：方向键、+、−、0、空格、句点。",
    ),
    "table": Text("Table of gates", "楼门表"),
    "tableCaption": Text("All gates in this week; a click on a heading sorts.", "本周所有楼门；点击表头排序。"),
    "none": Text("none", "无"),
    "what": Text("What is this: ", "这是什么："),
}
_COLUMNS = (
    Text("Gate", "楼门"),
    Text("building", "楼栋"),
    Text("residents", "居民"),
    Text("acquaintances a resident", "人均熟人"),
    Text(f"with fewer than {FEW}", f"熟人不足{FEW}人"),
    Text("moved in within a year", "近一年迁入"),
    Text("know the head", "认识楼门长"),
)
_MEANINGS = (
    Text("", ""),
    Text("", ""),
    Text("People of 14 and older who live behind this entrance in this week.", "本周住在该楼门内、14 岁及以上的人。"),
    Text(
        "How many others of the neighbourhood one of them knows, in the mean: two are acquainted once the hours in which they talked, fading over "
        "years, pass a cut-off ({mark}; source: {source}).",
        "其中每人在本住区平均认识多少人：两人交谈的小时数（多年中缓慢消退）超过门槛即为熟人（{mark}；来源：{source}）。",
    ),
    Text(
        f"People with fewer than {FEW} acquaintances in the neighbourhood; elsewhere they may have many. Same cut-off ({{mark}}; source: {{source}}).",
        f"在本住区熟人不足{FEW}人的居民，他们在别处可以有很多熟人。门槛同上（{{mark}}；来源：{{source}}）。",
    ),
    Text("People who moved in within the last 52 weeks, counted by the simulation.", "近 52 周内迁入的人，由模拟计数。"),
    Text(
        "Other people of this entrance who are acquainted with its head; “none”: no head is in office. Same cut-off ({mark}; source: {source}).",
        "该楼门中与楼门长相识的其他居民；“无”即无人任职。门槛同上（{mark}；来源：{source}）。",
    ),
)
"""What stands behind the "?" of each column; of those that explain themselves nothing."""
_SIGNS = (
    ("outline", Text("footprint as imported or drawn", "导入或手绘的楼栋轮廓")),
    ("event", Text("activity of the week, number who came", "本周活动及参加人数")),
    ("isolated", Text(f"of the chosen gate: fewer than {FEW} acquaintances", f"所选楼门：熟人不足{FEW}人")),
    ("newcomer", Text("of the chosen gate: moved in within a year", "所选楼门：近一年迁入")),
    ("head-star", Text("of the chosen gate: its head", "所选楼门：楼门长")),
)
_A_SECOND = Text("{n} weeks a second", "每秒 {n} 周")
_ONE_A_SECOND = Text("1 week a second", "每秒 1 周")
_FASTEST = Text("as fast as it goes", "最快")
SPINNING = Text("The people live together before week 0: week {done} of at most {total}.", "第 0 周之前的共同生活：第 {done} 周，至多 {total} 周。")
OPENING = Text("The people move in.", "居民入住中。")
JUMPING = Text("On the way to week {total}: week {done}.", "前往第 {total} 周：现为第 {done} 周。")


def words_of(language: str) -> dict[str, Any]:
    """Return all words, names of colours and of signs that the widget shows, in a language ("en" or "zh")."""
    found: dict[str, Any] = {name: text.say(language) for name, text in _WORDS.items()}
    found["columns"] = [text.say(language) for text in _COLUMNS]
    cut = next(one for one in describe(type(Constants().ties)) if one.name == "acquaintance")
    told = {"mark": FACT_MARKS[cut.mark].say(language), "source": said_source(cut.source, language)}
    found["meanings"] = [text.say(language, **told) if "{" in text.en else text.say(language) for text in _MEANINGS]
    found["signs"] = [{"sign": sign, "text": text.say(language)} for sign, text in _SIGNS]
    found["colourings"] = [
        {"name": one.name, "title": one.title.say(language), "classes": [{"text": text.say(language), "colour": colour} for text, colour in one.classes]}
        for one in COLOURINGS
    ]
    found["speeds"] = [{"value": speed, "text": _speed(speed, language)} for speed in SPEEDS]
    return found


def _speed(speed: int, language: str) -> str:
    return _FASTEST.say(language) if speed == 0 else _ONE_A_SECOND.say(language) if speed == 1 else _A_SECOND.say(language, n=speed)
