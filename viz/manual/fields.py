"""The fields of scenario files and the levers of mechanisms: value, unit, bounds, likely range, mark and source, as they are declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ...experiments.uncertainty import LEFT_OUT
from ...model.contract.mechanism import MechanismParameters
from ...model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodParameters
from ...model.ground.parameters import ConstantFacts, Parameters, describe, likely_range
from ...model.ground.text import Text
from ...model.mechanisms import BUILT_IN
from ...model.people.everyday import EVERYDAY, ROUNDS, VISIT_ROUNDS, EverydayKind, Shares
from ...scenarios.checking import CONSTANTS, Head, TitleFields
from ...scenarios.facts import Fact
from ...scenarios.rosters import RosterFiles
from .markdown import DASH, bounds, cell, code, heads, mark_of, table, unit_of, value

KEY, WHAT, VALUE, UNIT = Text("key", "键"), Text("what it is", "含义"), Text("default", "默认值"), Text("unit", "单位")
BOUNDS, LIKELY, MARK, SOURCE = Text("bounds", "范围"), Text("likely", "可能范围"), Text("mark", "依据"), Text("source", "来源")
FIELDS = Text("Fields of a scenario file", "情景文件的字段")
LEVERS = Text("Levers of the mechanisms", "各机制的参数")
ABOUT = Text(
    "Every key that a scenario may set, as the code declares it. `linli constants NAME` prints the same for one scenario, with what it changes. "
    "How a file is laid out, arms, schedule and settings: [scenario files](../scenarios.md); the levers of mechanisms: [their page](mechanisms.md). "
    "**Mark** says how a number is known: measured (a count of the world), fitted (chosen so that published tables come out), assumed (a judgement), "
    "or a setting (a choice of whoever runs, no claim). **Likely** is the range in which a claim probably lies and from which `compare --uncertainty` draws; "
    "where a constant gives none it follows from the mark ([decision 13](../decisions/0013-likely-ranges.md)). Sources are told in the language of the code.",
    "情景可设定的全部键，取自代码中的声明。`linli constants 名称` 打印某一情景的同样内容及其改动。文件结构、方案、日程与设置见[情景文件](../scenarios.md)；"
    "机制参数见[该页](mechanisms.md)。**依据**说明数字如何得知："
    "实测（对现实的计数）、拟合（为使已发表的表格吻合而选）、假设（判断）、设定（运行者的选择，不是断言）。"
    "**可能范围**是该断言大概所在的区间，`compare --uncertainty` 从中抽取；"
    "未声明者由依据推出（[决定 13](../decisions/0013-likely-ranges.md)）。来源以代码所用语言（英文）给出。",
)
EXTENDS = Text(
    '`extends = "NAME"` there takes over what another scenario says, one that comes with linli ([scenario files](../scenarios.md)).',
    '此处的 `extends = "名称"` 沿用 linli 自带的另一个情景（见[情景文件](../scenarios.md)）。',
)
LEVERS_ABOUT = Text(
    "A mechanism stands in a scenario as `[mechanisms.NAME]`, and in an arm by its name alone: `[arms.after.NAME]`. "
    "Its **levers** are the policy; where all of them "
    "are at the value of *no policy*, the mechanism lives as it does without one. All others are claims about how it works. "
    "Every mechanism also has `on`, `start_week`, `end_week` and `communities`.",
    "机制在情景中写作 `[mechanisms.名称]`，在方案中只写名称：`[arms.after.名称]`。**政策参数**即政策本身；全部取“无政策”值时，"
    "机制照无政策时运作。其余是关于其运作方式的断言。"
    "每个机制另有 `on`、`start_week`、`end_week`、`communities`。",
)
OFF = Text("no policy", "无政策时")
COUNTED = Text(
    "{n} claims: {assumed} assumed, {fitted} fitted, {measured} measured; {setting} settings.",
    "断言 {n} 个：假设 {assumed}，拟合 {fitted}，实测 {measured}；设定 {setting} 项。",
)
SECTION = Text("section", "部分")
HEADS = (KEY, WHAT, VALUE, UNIT, BOUNDS, LIKELY, MARK, SOURCE)


def flat(kind: type[Parameters], prefix: str = "", own: Parameters | None = None) -> Iterator[Fact]:
    """List the fields of a parameter class, nested ones and texts too; a field without a default holds none.

    Args:
        kind: the class.
        prefix: put before each name, with its point.
        own: an instance whose values are shown; by default those of the class.
    """
    for row in describe(kind):
        given = row.default if own is None else getattr(own, row.name)
        if isinstance(given, TitleFields):
            yield Fact(prefix + row.name, None, "text", None, None, "setting", "", _title(row), False)
        elif isinstance(given, Parameters):
            yield from flat(type(given), f"{prefix}{row.name}.", given)
        else:
            given = None if type(given).__name__ == "PydanticUndefinedType" else given
            yield Fact(prefix + row.name, given, row.unit, row.low, row.high, row.mark, row.source, row.text, False, row.likely, row.options)


def _title(row: ConstantFacts) -> Text:
    return Text("In English and Chinese: { en = ..., zh = ... }", "中英文：{ en = ..., zh = ... }") if not row.text.en else row.text


def field_table(rows: Iterable[Fact], language: str, off: dict[str, object] | None = None) -> str:
    """Return the table of fields; with `off`, a column that says which value is no policy."""
    made = []
    for row in rows:
        limits = " \\| ".join(code(one) for one in row.options) if row.options else bounds(row.low, row.high)
        cells = [code(row.key), cell(row.text.say(language)), value(row.value), cell(unit_of(row.unit, language)), limits, _likely(row)]
        cells += [mark_of(row.mark, language), cell(row.source)]
        if off is not None:
            cells.insert(3, value(off[row.key]) if row.key in off else DASH)
        made.append(cells)
    titles = list(HEADS) if off is None else [*HEADS[:3], OFF, *HEADS[3:]]
    return table(heads(language, *titles), made)


def _likely(row: Fact) -> str:
    if not isinstance(row.value, float) or row.key.split(".")[0] in LEFT_OUT:
        return DASH
    span = likely_range(row.value, row.unit, row.mark, row.low, row.high, row.likely)
    return DASH if span is None or span[0] >= span[1] else f"{span[0]:.3g} … {span[1]:.3g}"


def sections() -> dict[str, list[Fact]]:
    """Return section -> its fields, of the sections with one table each."""
    found = {"": list(flat(Head)), "neighbourhood": list(flat(NeighbourhoodParameters))}
    from ...model.founding.population import PopulationParameters

    found["population"] = list(flat(PopulationParameters, own=PopulationParameters()))
    for name, kind in CONSTANTS.items():
        found[name] = list(flat(kind, own=kind()))
    found["roster"] = list(flat(RosterFiles))
    return found


def scenario_page(language: str) -> Iterable[str]:
    """Yield the parts of the page of fields."""
    yield f"# {FIELDS.say(language)}"
    yield ABOUT.say(language)
    for name, rows in sections().items():
        yield f"## `[{name}]`" if name else Text("## The first lines", "## 开头几行").say(language)
        yield field_table(rows, language)
        if not name:
            yield EXTENDS.say(language)
        if name == "neighbourhood":
            yield presets(language)
    yield "## `[everyday.KIND]`"
    yield field_table(flat(EverydayKind), language)
    yield (
        Text("Rounds of the week: ", "一周的时段：").say(language)
        + Text("; ", "；").say(language).join(f"{k} {r.say(language)}" for k, r in enumerate(ROUNDS))
        + (Text(". In rounds {a} and {b} people visit.", "。{a}、{b} 为串门时段。").say(language, a=VISIT_ROUNDS[0], b=VISIT_ROUNDS[1]))
    )
    yield Text("### The kinds of the default compound", "### 默认小区的日常场合").say(language)
    yield everyday(language)


def presets(language: str) -> str:
    """Return the table of the numbers that each preset gives."""
    wanted = [row for row in describe(NeighbourhoodParameters) if row.source == "of the preset"]
    numbers = {name: NeighbourhoodParameters.model_validate({"preset": name}).resolved() for name in PRESET_TITLES}
    rows = [[code(row.name), *(value(getattr(numbers[name], row.name)) for name in PRESET_TITLES)] for row in wanted]
    titles = [KEY.say(language), *(f"`{name}`<br>{title.say(language)}" for name, title in PRESET_TITLES.items())]
    return Text("### What the presets give", "### 各住区类型给出的数字").say(language) + "\n\n" + table(titles, rows)


def everyday(language: str) -> str:
    """Return the table of everyday kinds: whose place, how many, how long, when, how open, who joins."""
    chances = describe(Shares)
    plain = ("scope", "size", "hours", "rounds", "openness")
    known = {row.name: row for row in describe(EverydayKind)}
    titles = [KEY.say(language), *(f"`{name}`" for name in plain), *(row.text.say(language) for row in chances)]
    rows = []
    for name, kind in EVERYDAY.items():
        cells = [f"`{name}`<br>{cell(Text(kind.en, kind.zh).say(language))}", *(value(getattr(kind, one)) for one in plain if one in known)]
        rows.append([*cells, *(value(getattr(kind.chance, row.name)) for row in chances)])
    return table(titles, rows)


def mechanisms_page(language: str) -> Iterable[str]:
    """Yield the parts of the page of levers."""
    yield f"# {LEVERS.say(language)}"
    yield LEVERS_ABOUT.say(language)
    yield table(
        heads(language, Text("mechanism", "机制"), WHAT, Text("levers", "政策参数"), Text("claims", "断言")),
        (
            [f"[`{kind.name}`](#{kind.name})", kind.title.say(language), ", ".join(f"`{one}`" for one in kind.levers) or DASH, str(_claims(kind.Parameters))]
            for kind in BUILT_IN
        ),
    )
    shared = set(MechanismParameters.model_fields)
    yield Text("## What every mechanism has", "## 每个机制都有").say(language)
    yield field_table(flat(MechanismParameters), language)
    for kind in BUILT_IN:
        own = kind.Parameters()
        rows = [row for row in flat(kind.Parameters, own=own) if row.key not in shared]
        yield f"## {kind.name}"
        yield f"**{kind.title.say(language)}** " + counted(rows, language)
        yield field_table(rows, language, dict(kind.levers))


def _claims(kind: type[Parameters]) -> int:
    return sum(row.mark != "setting" for row in flat(kind, own=kind()))


def counted(rows: Iterable[Fact], language: str) -> str:
    """Return how many fields there are of each mark."""
    marks = Counter(row.mark for row in rows)
    return COUNTED.say(language, n=sum(marks.values()) - marks["setting"], **{one: marks[one] for one in ("assumed", "fitted", "measured", "setting")})


def marks_table(language: str) -> str:
    """Return how many claims of each mark every part of the model rests on."""
    parts = {f"[{name}]": rows for name, rows in sections().items() if name not in ("", "roster")}
    parts["[everyday]"] = [row for name, kind in EVERYDAY.items() for row in flat(EverydayKind, f"{name}.", kind) if row.unit != "text"]
    parts |= {kind.name: [row for row in flat(kind.Parameters, own=kind.Parameters()) if row.key not in MechanismParameters.model_fields] for kind in BUILT_IN}
    order = ("measured", "fitted", "assumed", "setting")
    counts = {name: Counter(row.mark for row in rows if row.unit != "text") for name, rows in parts.items()}
    rows = [[code(name), *(str(marks[one]) for one in order)] for name, marks in counts.items()]
    total = sum(counts.values(), Counter[str]())
    rows.append([f"**{Text('all', '合计').say(language)}**", *(f"**{total[one]}**" for one in order)])
    return table([SECTION.say(language), *(mark_of(one, language) for one in order)], rows)
