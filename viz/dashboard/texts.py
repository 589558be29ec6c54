"""What the frame and the page *Compare* say, in English and Chinese."""

from __future__ import annotations

from ...model.ground.text import Text

TITLE = Text("linli: how neighbours become acquaintances", "邻里：邻居怎样成为熟人")
NAME = Text("linli", "邻里")
PAGES_LABEL = Text("pages", "页面")
SCENARIO = Text("Scenario", "情景")
OTHER_LANGUAGE = Text("中文", "English")
UNDO = Text("Undo", "撤销")
SKIP = Text("to the content", "跳到正文")
COMPARE, CANCEL, GO_ON = Text("Compare", "开始比较"), Text("Stop", "停止"), Text("Go on", "继续")
PROGRESS = Text("{done} of {all} seeds, {percent} %", "已完成 {done}/{all} 个随机种子，{percent}%")
NOTHING_YET = Text("Press Compare. The first answer comes within seconds; then the ranges narrow.", "点“开始比较”。几秒内得到初步结果，随后范围逐渐收窄。")
