"""What the page *My compound* says, in English and Chinese."""

from __future__ import annotations

from ....model.ground.text import Text

HEADING = Text("My compound", "我的小区")
PRIVATE = Text(
    "Counts and footprints only, never single people. What you give stays in the memory of this computer; nothing is sent or kept.",
    "只需统计数与楼栋轮廓，不涉及个人。所填内容只在本机内存中，不上传，不保存。",
)
FILES = Text("1. Files, if you have any", "1. 文件（如有）")
FILES_HELP = Text(
    "A map of building footprints (GeoJSON), counts (.xlsx or CSV), a counted survey (linli survey). Each is known by its content.",
    "楼栋轮廓地图（GeoJSON）、统计表（.xlsx 或 CSV）、问卷计数表（linli survey）；按内容自动识别。",
)
CHOOSE = Text("Choose files", "选择文件")
BLANK = Text("Blank sheet of counts", "下载空白统计表")
REMOVE = Text("Remove {name}", "移除 {name}")
GCJ02 = Text("The map is of Gaode or Tencent (GCJ-02)", "地图取自高德或腾讯（GCJ-02）")
METRES = Text("The coordinates are metres", "坐标为米")
SITE, ALL_SITES = Text("Compound of the map", "地图中的小区"), Text("all compounds of the map", "地图中的全部小区")
DRAW = Text("Or draw the buildings over a picture", "或在图片上描绘楼栋")
COUNTS = Text("2. What you know of it", "2. 已知情况")
COUNTS_HELP = Text("Leave blank what you do not know; it is filled in and said.", "不知道的留空，系统会补充并说明。")
PRESET, OF_SCENARIO = Text("Kind of housing, for what is not told", "住区类型（用于补充）"), Text("as in the scenario", "与当前情景相同")
TITLE = Text("Title", "标题")
AGES = Text("People by age and home", "按年龄和产权填人数")
AGE, OWNERS, RENTERS = Text("Age", "年龄"), Text("owners", "自有"), Text("renters", "租房")
OUTCOME = Text("3. What comes of it", "3. 结果")
NOTHING = Text("Nothing is given yet.", "尚未填写。")
WORKING = Text("Working ...", "正在计算……")
NOTES = Text("What was read and filled in", "读取与补充说明")
USE = Text("Use it", "采用")
USED = Text("The other pages now show this compound.", "其他页面现在显示该小区。")
SAVE = Text("Save as a scenario (TOML)", "存为情景文件（TOML）")
FACTS = Text("The compound in numbers", "小区概况")
WHAT, VALUE = Text("what", "项目"), Text("value", "数值")
BUILDINGS, GATES, FLATS = Text("buildings", "楼栋"), Text("entrances", "单元门"), Text("flats", "住房")
RESIDENTS = Text("residents of 14 and older, about", "14 岁及以上居民（约）")
LIVED_IN, RENTING = Text("flats lived in", "入住率"), Text("households that rent", "租户比例")
COMPARED = Text("People by age: counted, and to be expected in the scenario", "各年龄人数：填报与情景预计")
COUNTED, EXPECTED = Text("counted", "填报"), Text("to be expected", "情景预计")
BOTH = Text("all", "合计")
NO_NUMBER = Text("{name}: {given} is not a whole number.", "{name}：{given} 不是整数。")
DRAWING = {
    "picture": Text("Choose a picture (it stays in the browser)", "选择图片（只留在浏览器中）"), "known": Text("A known length in metres:", "已知长度（米）："),
    "measure": Text("Set the scale", "设定比例尺"), "back": Text("Take the last one back", "撤回上一个"), "clear": Text("Remove all", "全部清除"),
    "line": Text("Click the two ends of the known length.", "点击已知长度的两端。"), "first": Text("Click a corner of a building.", "点击楼栋的一角。"),
    "second": Text("Click the next corner along its front.", "沿正面点击下一角。"), "third": Text("Click how deep it is.", "点击其进深。"),
    "scale": Text("width of the canvas", "画布宽"), "many": Text("buildings", "栋"), "canvas": Text("Buildings drawn:", "已画楼栋："),
}  # fmt: skip
