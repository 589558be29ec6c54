"""What the frame and the page *Compare* say, in English and Chinese."""

from __future__ import annotations

from ...model.ground.text import Text

TITLE = Text("linli: how neighbours become acquaintances", "邻里：邻居怎样成为熟人")
NAME = Text("linli", "邻里")
PAGES_LABEL = Text("pages", "页面")
SCENARIO = Text("Scenario", "情景")
OTHER_LANGUAGE = Text("中文", "English")
UNDO = Text("Undo", "撤销")
COMPARE, CANCEL, GO_ON = Text("Compare", "开始比较"), Text("Stop", "停止"), Text("Go on", "继续")
PROGRESS = Text("{done} of {all} seeds, {percent} %", "已完成 {done}/{all} 个随机种子，{percent}%")
NOTHING_YET = Text("Press Compare. A first answer comes within seconds; then the ranges narrow.", "点“开始比较”。几秒内得到初步结果，随后范围逐渐收窄。")
WAITING = Text(
    "Working. People of a new scenario first live together for some years without any policy; that takes a minute, once.",
    "正在计算。新情景中的居民先在没有政策的情况下共同生活数年，这一步只需进行一次，约一分钟。",
)
NEW_STATE = Text("Something was changed since: these are the numbers from before. Press Compare.", "此后有改动：以下仍是改动前的结果。请点“开始比较”。")
PACKAGES = Text("packages", "政策组合")
AGAINST = Text("What is compared with “{baseline}”", "与“{baseline}”比较的政策组合")
MOST_SAID = Text("Up to {most} at once. A package is changed on the page Levers.", "最多同时 {most} 个。在“调节”页修改政策组合。")
SEEDS_SAID, SEEDS_EACH = Text("Random seeds", "随机种子数"), Text("Seeds of each draw", "每次抽取的种子数")
UNKNOWN = Text("Draw what is not known about people", "抽取未知的人的常数")
KNOWN = Text("What is not known about people is drawn", "已抽取未知的人的常数")
