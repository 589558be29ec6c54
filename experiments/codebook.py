"""The codebook: what every column of every Parquet file means, with its unit, its words and their codes, in English and Chinese.

It is written into the files themselves (`columns.write_table`), and `docs/exports.md` is held against it by a test. A column whose numbers
stand for words holds the words; their codes are in the file's metadata (docs/decisions/0032-words-in-files.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model.ground.text import Text
from ..model.ground.version import __version__

NO_UNIT = Text("", "")
_HOURS, _METRES, _WEEK, _YUAN = Text("hours", "小时"), Text("metres", "米"), Text("scenario week", "情景周"), Text("yuan", "元")
_PEOPLE, _PAIRS, _YEARS, _SHARE = Text("people", "人"), Text("pairs", "对"), Text("years", "岁"), Text("0 to 1", "0 至 1")
_OTHERS = Text("others", "人")


class Column(NamedTuple):
    """What a column of a table is.

    Attributes:
        about: its meaning.
        unit: of its numbers; empty where they have none.
        words: the words that it holds and their Chinese, in the order of their codes 0, 1, 2 ...; none: it holds no such words.
        null: what an empty cell means; None: there is none.
        whole: numbers are whole although some are missing.
    """

    about: Text
    unit: Text = NO_UNIT
    words: tuple[Text, ...] = ()
    null: Text | None = None
    whole: bool = False

    def tells(self) -> dict[str, str]:
        """Return what the metadata of a field say: meaning, unit, null in both languages, and codes as JSON."""
        found = {"meaning.en": self.about.en, "meaning.zh": self.about.zh}
        if self.unit.en:
            found |= {"unit.en": self.unit.en, "unit.zh": self.unit.zh}
        if self.null is not None:
            found |= {"null.en": self.null.en, "null.zh": self.null.zh}
        if self.words:
            codes = [{"code": code, "word": word.en, "zh": word.zh} for code, word in enumerate(self.words)]
            found["codes"] = json.dumps(codes, ensure_ascii=False)
        return found


class Table(NamedTuple):
    """What a table is.

    Attributes:
        name: its name.
        about: what a row of it is.
        columns: name -> what each column is, in their order.
        names: what is said of the names that stand in its cells, such as "linli.measures": name -> title in both languages, unit.
    """

    name: str
    about: Text
    columns: Mapping[str, Column]
    names: Mapping[str, Mapping[str, Mapping[str, str]]] = {}

    def tells(self, names: Sequence[str]) -> dict[str, str]:
        """Return what the metadata of a file say: version, table, what a row is, and the codebook of these columns as JSON."""
        book = {name: self.columns[name].tells() for name in names}
        return {
            "linli.version": __version__, "linli.table": self.name, "linli.row.en": self.about.en, "linli.row.zh": self.about.zh,
            "linli.codebook": json.dumps(book, ensure_ascii=False), **{key: json.dumps(said, ensure_ascii=False) for key, said in self.names.items()},
        }  # fmt: skip

    def with_columns(self, columns: Mapping[str, Column]) -> Table:
        """Return the table with more columns, or with others of the same name."""
        return self._replace(columns={**self.columns, **columns})


def _column(en: str, zh: str, unit: Text = NO_UNIT, null: Text | None = None, whole: bool = False) -> Column:
    return Column(Text(en, zh), unit, (), null, whole)


def _words(en: str, zh: str, *words: tuple[str, str], null: Text | None = None) -> Column:
    return Column(Text(en, zh), NO_UNIT, tuple(Text(*word) for word in words), null)


TOPIC_WORDS = (
    ("singing", "唱歌"), ("dancing", "跳舞"), ("opera", "戏曲"), ("calligraphy", "书法"), ("chess", "棋牌"), ("handicraft", "手工"), ("sport", "运动"),
    ("cooking", "烹饪"),
)  # fmt: skip
LEVELS: dict[str, Column] = {
    "recognised": _column("Reaches the level of a recognised face (slow trace)", "达到面熟（慢痕迹）"),
    "acquaintance": _column("Reaches the level of an acquaintance (slow trace)", "达到熟人（慢痕迹）"),
    "friendly": _column("Reaches the level of friendly neighbours (closeness)", "达到友好（亲近度）"),
    "friend": _column("Reaches the level of friends (closeness)", "达到朋友（亲近度）"),
    "close": _column("Reaches the level of close friends (closeness)", "达到密友（亲近度）"),
}
COUNTS: dict[str, Column] = {
    "recognised": _column("Others whose face this resident keeps; the mean is the printed measure of this name", "本人记住的面熟者；均值即同名指标", _OTHERS),
    "acquaintances": _column("Acquaintances that this resident keeps; the mean is the printed measure", "本人记住的熟人；均值即同名指标", _OTHERS),
    "friendly": _column("Friendly neighbours that this resident keeps; likewise", "本人记住的友好邻居；同上", _OTHERS),
    "friend": _column("Friends that this resident keeps; likewise", "本人记住的朋友；同上", _OTHERS),
    "close": _column("Close friends that this resident keeps; likewise", "本人记住的密友；同上", _OTHERS),
}
"""Of a node of an export, by the names of the printed measures."""
_ARM, _SEED = _column("Arm of the scenario", "情景方案"), _column("Seed of the run", "随机种子")
_AT = _column("Week; 0 is the start of the scenario", "周；0 为情景开始", _WEEK)
_GATE = _column("Gate (entrance), counted from 0 over all communities", "楼门（单元）序号，自 0 起，各社区连续编号")

PEOPLE: dict[str, Column] = {
    "identity": _column(
        "Permanent number of the resident: community, flat, household and member in 64 bits", "居民的永久编号（社区、住房、住户、成员，64 位）"
    ),
    "given_id": _column(
        "Code of the resident in the roster that was given", "名册中给出的居民编码", null=Text("not in the roster: moved in later", "不在名册中：后来迁入")
    ),
    "flat": _column("Flat, counted from 0 over all communities; people of one flat are one household", "住房序号，自 0 起；同一住房为一户"),
    "gate": _GATE,
    "building": _column("Building, counted from 0", "楼栋序号，自 0 起"),
    "compound": _column("Compound, counted from 0", "小区序号，自 0 起"),
    "community": _column("Community, counted from 0", "社区序号，自 0 起"),
    "floor": _column("Floor, the lowest is 1", "楼层，最低为 1"),
    "x": _column("Place of the flat, to the east", "住房位置：向东", _METRES),
    "y": _column("Place of the flat, to the north", "住房位置：向北", _METRES),
    "z": _column("Height of the flat", "住房高度", _METRES),
    "age": _column("Age; ages stand still, newcomers renew the cross-section", "年龄；不随时间增长，由迁入者更新", _YEARS),
    "sex": _words("Sex", "性别", ("female", "女"), ("male", "男")),
    "situation": _words(
        "Life situation; owner and renter are those who work", "生活处境；owner 与 renter 为在职者",
        ("retired", "退休"), ("carer", "带幼儿"), ("owner", "在职业主"), ("renter", "在职租户"), ("student", "学生"),
    ),
    "tenure": _words("Tenure of the flat", "住房产权", ("owner", "自有"), ("renter", "租房")),
    "registration": _words("Household registration", "户口", ("local", "本地"), ("migrant", "外来")),
    "education": _words(
        "Education", "教育程度",
        ("primary or less", "小学及以下"), ("lower secondary", "初中"), ("upper secondary", "高中"), ("tertiary", "大专及以上"),
    ),
    "arrival": _column("Week in which the resident moved in; negative: before the scenario began", "迁入的周；负数为情景开始之前", _WEEK),
    "free_hours": _column("Free hours a week", "每周空闲时间", Text("hours a week", "小时/周")),
    "party": _column("Is a Party member", "是否党员"),
    "activist": _column("Is an activist", "是否积极分子"),
    "backbone": _column("Is a backbone of an activity", "是否文体骨干"),
    "organiser": _column("Organises for a social organisation", "是否社会组织的组织者"),
    "head": _column("Is head of the gate", "是否楼门长"),
    "civic": _column("Civic disposition, persistent; standard normal", "公共精神倾向，持久不变；标准正态"),
    "trust_neighbours": _column("Trust in neighbours", "对邻居的信任", _SHARE),
    "trust_institutions": _column("Trust in institutions", "对机构的信任", _SHARE),
    "digital": _column("Digital skill", "数字技能", _SHARE),
    "frailty": _column("Frailty", "体弱程度", _SHARE),
    "habit": _column("Habit of coming to what one hears of", "听说后参加活动的习惯", _SHARE),
    "last_came": _column("Last week of coming to an event", "最近一次参加活动的周", _WEEK, Text("never came", "从未参加"), whole=True),
    "times_came": _column("Events attended since the scenario began, or since moving in", "情景开始（或迁入）以来参加活动的次数", Text("events", "次")),
    "chat_days": _column("Days a week with any talk, averaged over a year", "每周有交谈的天数，按一年平均", Text("days a week", "天/周")),
}
"""Of a resident. `sex`, `tenure`, `registration`, `education` and `situation` hold the words that a roster takes."""

_END = Text("row of `residents` of the same arm and week", "同一方案、同一周中居民的 row")
ENDS: dict[str, Column] = {
    "source": _column("One end of the tie: " + _END.en, "关系的一端：" + _END.zh),
    "target": _column("The other end of the tie; ties have no direction, source < target", "关系的另一端；关系无方向，source < target"),
}
TIE: dict[str, Column] = {
    "kept_by": _words(
        "Who keeps the tie: each resident keeps so many others at most (ties.slots), so that one may have forgotten the other",
        "谁记得这段关系：每人可记住的人数有限（ties.slots），故可能只有一方记得",
        ("both", "双方"), ("source", "仅 source"), ("target", "仅 target"), null=Text("not known: the folder has format 1", "不详：格式 1 的文件夹"),
    ),
    "closeness": _column("Hours shared, faded with a half-life of about two months", "共处小时数，按约两个月的半衰期衰减", _HOURS),
    "slow": _column("Hours shared, faded over years (slow trace)", "共处小时数，按数年衰减（慢痕迹）", _HOURS),
    "origin": _column("Kind of focus in which the two first gained hours", "两人最初相识的场合"),
}  # fmt: skip

WEEKLY = Table("weekly", Text("a measure of an arm and seed in a week", "某方案、某种子在某周的一个指标"), {
    "arm": _ARM, "seed": _SEED, "week": _AT, "measure": _column("Name of the measure", "指标名称"),
    "value": _column("Value, in the unit of the measure (manifest.json, summary.csv)", "数值，单位见 manifest.json 与 summary.csv"),
})  # fmt: skip
GATES = Table("gates", Text("a gate of the neighbourhood (of the first seed)", "住区的一个楼门（首个种子）"), {
    "gate": _GATE, "building": PEOPLE["building"],
    "x": _column("Place of the gate, to the east", "楼门位置：向东", _METRES), "y": _column("Place of the gate, to the north", "楼门位置：向北", _METRES),
    "residents": _column("Residents of 14 and older", "14 岁及以上居民", _PEOPLE),
})  # fmt: skip
TIES = Table("ties", Text("a tie of an arm in a week, from a recognised face up", "某方案某周的一段关系（面熟及以上）"), {
    "arm": _ARM, "week": _AT, **ENDS, **TIE,
})  # fmt: skip
RESIDENTS = Table("residents", Text("a resident of an arm in a week", "某方案某周的一名居民"), {
    "arm": _ARM, "week": _AT, "row": _column("Number of the resident in this arm and week, from 0", "该方案该周中居民的序号，自 0 起"), **PEOPLE,
})  # fmt: skip
EVENTS = Table("events", Text("an event that was held", "一次举办的活动"), {
    "arm": _ARM, "seed": _SEED, "week": _AT, "kind": _column("Kind of event", "活动类别"),
    "round": _words(
        "Part of the week", "一周中的时段",
        ("leaving home", "出门"), ("weekday mornings", "工作日上午"), ("errands", "办事"), ("weekday afternoons", "工作日下午"), ("the lift", "电梯"),
        ("weekday evenings", "工作日傍晚"), ("late evenings", "晚间"), ("weekday visits", "平日串门"), ("coming home", "回家"), ("the stairs", "楼梯"),
        ("weekend mornings", "周末上午"), ("weekend afternoons", "周末下午"), ("weekend visits", "周末串门"),
    ),
    "lo": _column("Audience: first row of residents", "受众：居民首行"), "hi": _column("Audience: row after the last", "受众：末行之后一行"),
    "hours": _column("Length", "时长", _HOURS), "capacity": _column("Places", "容量", _PEOPLE), "quality": _column("Quality", "质量", _SHARE),
    "topic": _words("What it is about", "主题", *TOPIC_WORDS, null=Text("about none of the topics", "无特定主题")),
    "yuan": _column("Given to each who comes", "每名参加者所得", _YUAN),
    "host": _words("Who holds it", "举办者", ("neighbours", "邻居"), ("committee", "居委会")),
    "organiser": _column("Row of the resident who runs it", "主持居民的 row", null=Text("nobody runs it in person", "无人主持"), whole=True),
    "came": _column("Came", "到场", _PEOPLE), "wanted": _column("Wanted to come, also those turned away", "想参加（含未能进入者）", _PEOPLE),
    "heard": _column("Heard of it", "得知活动", _PEOPLE), "first_times": _column("Came to any event for the first time", "首次参加活动", _PEOPLE),
})  # fmt: skip
GATE_TIES = Table("gate_ties", Text("two gates (or one twice) with acquaintances between them, first seed", "两个楼门（或同一楼门）之间的熟人对数，首个种子"), {
    "arm": _ARM._replace(about=Text("Arm of the scenario; start: week 0", "情景方案；start 为第 0 周")),
    "source": _column("One gate", "一个楼门"), "target": _column("The other gate; source <= target", "另一个楼门；source <= target"),
    "pairs": _column("Pairs of acquaintances", "熟人对数", _PAIRS),
})  # fmt: skip
DRAWS = Table("draws", Text("a draw of what is not known about people", "对未知常数的一次抽取"), {"draw": _column("Number of the draw", "抽取序号")})
ROWS = Table("rows", Text("a row of a published table beside the simulated one", "已发表表格的一行与模拟结果"), {
    "study": _column("Study", "研究"), "table": _column("Table", "表格"), "question": _column("Question that was asked", "所问问题"),
    "label": _column("Label of the row", "行标签"),
    "kind": _column("frozen (on record before the first play), adjusted or fitted", "frozen 事先冻结、adjusted 看后调整、fitted 用于拟合"),
    "mark": _column("What the table rests on", "表格的依据"),
    "published": _column("Published figure, in the unit of the table", "公布值，单位同表格", null=Text("a finding in words", "文字结论")),
    "expect": _column("Finding in words: more, less, same", "文字结论：more 更多、less 更少、same 相同"),
    "simulated": _column("Mean over simulated sites", "模拟地点的均值", null=Text("no answer", "没有答案")),
    "low": _column("Lower end of the interval of inside", "吻合区间下限", null=Text("unknown", "未知")),
    "high": _column("Upper end of the interval of inside", "吻合区间上限", null=Text("unknown", "未知")),
    "sd": _column("Standard deviation between simulated sites", "模拟地点间标准差", null=Text("unknown", "未知")),
    "error": _column("The study's sampling error", "研究的抽样误差", null=Text("unknown", "未知")),
    "sites": _column("Simulated sites with an answer", "有答案的模拟地点数"),
    "verdict": _column("inside, near, off or undecided", "inside 吻合、near 接近、off 偏离、undecided 未定"),
    "counts": _column("Whether the row counts", "该行是否计入"),
    "null": _column("What the null model gets", "零模型的结果", null=Text("the null model was not played", "未运行零模型")),
    "null_verdict": _column("The null model's verdict", "零模型的判定"),
})  # fmt: skip
NODES = Table("nodes", Text("a resident", "一名居民"), {
    "id": _column("Number of the resident, as in source and target", "居民序号，即 source 与 target 所指"),
    **PEOPLE,
    "identity": PEOPLE["identity"]._replace(about=Text(
        "Permanent number of the resident as text, i before it: 64 bits are more than most programs read",
        "居民的永久编号，以 i 开头的文本：许多程序读不了 64 位整数",
    )),
    **COUNTS,
})  # fmt: skip
EDGES = Table("edges", Text("a tie of the chosen level", "一段达到所选等级的关系"), {
    "source": _column("One end: id of a node", "一端：节点 id"), "target": _column("The other end: id of a node; no direction", "另一端：节点 id；无方向"),
    "source_identity": _column("Permanent number of the source", "source 的永久编号"),
    "target_identity": _column("Permanent number of the target", "target 的永久编号"),
    "weight": _column(
        "Hours on which the chosen level stands: slow for recognised and acquaintance, closeness for the others",
        "所选等级所依据的小时数：面熟与熟人用 slow，其余用 closeness", _HOURS,
    ),
    **TIE, **LEVELS,
})  # fmt: skip
TABLES = (WEEKLY, GATES, TIES, RESIDENTS, EVENTS, GATE_TIES, DRAWS, ROWS, NODES, EDGES)
"""Every table that linli writes."""


def unit_of(unit: str) -> Text:
    """Return the unit of a constant in both languages; a number without one has none."""
    from ..scenarios.units import unit_zh

    return NO_UNIT if unit in ("", "number", "name", "rule") else Text(unit, unit_zh(unit))


def words_of(column: str) -> tuple[str, ...]:
    """Return the words of a column of residents in the order of their codes, none if it holds numbers."""
    return tuple(word.en for word in PEOPLE[column].words) if column in PEOPLE else ()


def markdown(table: Table, language: str) -> str:
    """Return the codebook of a table as Markdown, a line a column: what docs/exports.md holds."""
    heads = Text("| column | meaning | unit | words (codes 0, 1, ...) | empty cell |", "| 列 | 含义 | 单位 | 词（编码 0、1……） | 空值 |")
    lines = [heads.say(language), "|---|---|---|---|---|"]
    for name, column in table.columns.items():
        words = (("、" if language == "zh" else ", ").join(f"{w.en}（{w.zh}）" if language == "zh" else w.en for w in column.words))
        null = "" if column.null is None else column.null.say(language)
        lines.append(f"| `{name}` | {column.about.say(language)} | {column.unit.say(language)} | {words} | {null} |")
    return "\n".join(lines)
