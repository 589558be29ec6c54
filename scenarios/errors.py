"""What is wrong with an input, as one sentence: where, what was given, what is allowed, and the nearest right name."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ..model.ground.refusal import InputError
from ..model.ground.text import Text, default_language
from .units import unit_zh

Path = tuple[str | int, ...]

LONGEST_LIST = 1200
"""Characters of a list of right names; a longer one ends in dots."""
LONGEST_NAME = 60
"""Characters of a name (of an arm, of an everyday kind); a longer one is shown cut."""
LONGEST_PLACE = 300
"""Characters of a file's name, or of what was set, in front of a sentence; a longer one is shown cut."""


class UserError(InputError):
    """A user's input that cannot be used. The command line prints it and ends with status 2.

    Attributes:
        text: the sentence in English and Chinese, without the place.
        file: the file or the command-line option in which the input stands, "" if it does not matter.
        argument: the argument of Python that it was given for, such as "snapshot_weeks"; the command line calls it by its option.
        section: such as "[population]", "" if it does not matter.
        field: such as "renters", "" if it is the section itself.
        path: keys from the top of the scenario down to the field.
    """

    def __init__(self, en: str, zh: str, *, file: str = "", argument: str = "", section: str = "", field: str = "", path: Path = ()) -> None:
        """Keep the sentence in both languages and the place."""
        super().__init__(en, zh)
        self.file, self.argument, self.section, self.field, self.path = file, argument, section, field, path

    def say(self, language: str, options: bool = False) -> str:
        """Return the whole line that a person reads.

        Args:
            language: "en" or "zh".
            options: call an argument by its option ("--snapshot-weeks"), as whoever types commands knows it.
        """
        argument = f"--{self.argument.replace('_', '-')}" if options and self.argument else self.argument
        inside = " ".join(part for part in (self.section, self.field) if part)
        parts = [shortened(part) for part in (argument, self.file, inside) if part]
        if language == "zh":
            place = "，".join(parts)
            return one_line(f"错误（{place}）：{self.text.zh}" if place else f"错误：{self.text.zh}")
        place = ", ".join(parts)
        return one_line(f"Error in {place}: {self.text.en}" if place else f"Error: {self.text.en}")

    def __str__(self) -> str:
        """Return the line in the default language."""
        return self.say(default_language())


def shortened(text: str, most: int = LONGEST_PLACE) -> str:
    """Return a text of so many characters at most; dots stand for what is cut."""
    return text if len(text) <= most else text[: most - 3] + "..."


def one_line(text: str) -> str:
    """Return a text without line breaks and other characters that do not print; a file can hold any."""
    return "".join(c if c.isprintable() else "?" for c in text)


JOINERS = "\u200c\u200d"
"""What joins letters or keeps them apart (Persian, Indian scripts, figures of families)."""


def one_line_title(title: str) -> str:
    """Return a title without line ends and what does not print, joiners of letters apart: it stands in lists and above figures."""
    return "".join(letter for letter in " ".join(title.split()) if letter.isprintable() or letter in JOINERS)


def show(value: object) -> str:
    """Write a given value shortly, as it would stand in a scenario file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = one_line(value)
        return '"' + (text if len(text) <= 60 else text[:57] + "...") + '"'
    if isinstance(value, dict):
        return "a table of " + ", ".join(one_line(str(k))[:20] for k in list(value)[:3]) if value else "an empty table"
    if isinstance(value, list):
        # Lists in lists are not shown: a few of them would already make a page.
        shown = ["[...]" if isinstance(v, list) and len(v) > 3 else show(v) for v in value[:5]]
        return shortened("[" + ", ".join(shown) + (", ...]" if len(value) > 5 else "]"), 200)
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of very many digits"
    return f"{value:g}" if isinstance(value, float) else one_line(str(value))[:60]


def did_you_mean(given: object, allowed: Iterable[str], cutoff: float = 0.6) -> Text:
    """Return a sentence with the nearest right name, or the allowed names if they are few and none is near."""
    names = [str(name) for name in allowed]
    asked = str(given)[:100]
    begun = [name for name in names if len(asked) > 3 and name.startswith(asked)]
    near = begun[:1] or difflib.get_close_matches(asked, names, n=1, cutoff=cutoff)
    if near:
        return Text(f' Did you mean "{near[0]}"?', f"您是否想写“{near[0]}”？")
    if not names:
        return Text("", "")
    listed = ", ".join(names)
    if len(listed) > LONGEST_LIST:
        listed = listed[:LONGEST_LIST].rpartition(", ")[0] + ", ..."
    return Text(f" Allowed: {listed}.", f"可用：{listed}。")


def unknown(given: str, allowed: Iterable[str], what: Text, **place: Any) -> UserError:
    """Make the error for a name that does not exist: `what` is such as Text("key", "键")."""
    hint = did_you_mean(given, allowed)
    return UserError(f"there is no {what.en} {show(given)}.{hint.en}", f"没有名为 {show(given)} 的{what.zh}。{hint.zh}", **place)


def field_at(model: type[BaseModel], loc: Sequence[str | int]) -> tuple[type[BaseModel], FieldInfo | None]:
    """Follow pydantic's location into nested classes; return the last class and the field, None if it is unknown there."""
    field: FieldInfo | None = None
    for at, key in enumerate(loc):
        if not isinstance(key, str):
            if at + 1 < len(loc) and isinstance(loc[at + 1], str):
                continue
            break
        if field is not None:
            inner = [t for t in _within(field.annotation) if isinstance(t, type) and issubclass(t, BaseModel)]
            if not inner:
                break
            model = inner[0]
        field = model.model_fields.get(key)
    return model, field


def _within(annotation: Any) -> list[Any]:
    """Return a type and the types of which it is made: those of `tuple[PlacedBuilding, ...] | None` too."""
    return [annotation, *(one for part in get_args(annotation) for one in _within(part))]


def _facts(field: FieldInfo | None) -> dict[str, Any]:
    extra = field.json_schema_extra if field is not None else None
    return extra if isinstance(extra, dict) else {}


def _range(facts: dict[str, Any]) -> Text:
    low, high = facts.get("low"), facts.get("high")
    if low is not None and high is not None:
        return Text(f"between {_number(low)} and {_number(high)}", f"在 {_number(low)} 与 {_number(high)} 之间")
    if low is not None:
        return Text(f"at or above {_number(low)}", f"不小于 {_number(low)}")
    if high is not None:
        return Text(f"at or below {_number(high)}", f"不大于 {_number(high)}")
    return Text("", "")


def _number(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:g}"


def _unit(facts: dict[str, Any]) -> Text:
    """Return " (unit)" in both languages, empty where the unit says nothing."""
    unit = str(facts.get("unit", ""))
    if unit in ("", "number", "version", "name", "text", "yes or no", "round"):
        return Text("", "")
    return Text(f" ({unit})", f"（{unit_zh(unit)}）")


def _out_of_bounds(value: object, facts: dict[str, Any]) -> Text:
    unit, limits = str(facts.get("unit", "")), _range(facts)
    share = unit.split(" ")[0] in ("share", "chance")
    low, high = facts.get("low"), facts.get("high")
    hint = Text("", "")
    if share and isinstance(value, int | float) and (high or 1.0) < value <= 100 * (high or 1.0) and value / 100 >= (low or 0.0):
        hint = Text(f" Did you mean {value / 100:g}?", f"您是否想写 {value / 100:g}？")
    if share and limits.en:
        what = Text("share", "比例") if unit.startswith("share") else Text("chance", "概率")
        return Text(f"{show(value)} is not a {what.en}. It must lie {limits.en}.{hint.en}", f"{show(value)} 不是{what.zh}，须{limits.zh}。{hint.zh}")
    shown = _unit(facts)
    if isinstance(value, float) and not math.isfinite(value):
        must = Text(f" It must lie {limits.en}{shown.en}.", f"须{limits.zh}{shown.zh}。") if limits.en else Text("", "")
        return Text(f"{show(value)} is not a finite number.{must.en}", f"{show(value)} 不是有限的数。{must.zh}")
    if not limits.en:
        return Text(f"{show(value)} is out of bounds.", f"{show(value)} 超出范围。")
    return Text(f"{show(value)} is out of bounds. It must lie {limits.en}{shown.en}.", f"{show(value)} 超出范围，须{limits.zh}{shown.zh}。")


_WANTED = {
    "int": Text("a whole number", "整数"),
    "float": Text("a number", "数字"),
    "bool": Text("true or false", "true 或 false"),
    "string": Text("text in quotation marks", "加引号的文字"),
    "tuple": Text("a list in square brackets", "方括号中的列表"),
    "list": Text("a list in square brackets", "方括号中的列表"),
    "model": Text("a table with keys of its own", "带有键的表"),
    "dict": Text("a table with keys of its own", "带有键的表"),
}


def _wrong_type(kind: str, value: object, facts: dict[str, Any]) -> Text:
    wanted = _WANTED[kind.split("_")[0]]
    limits, unit = _range(facts), _unit(facts)
    number = kind.startswith(("int", "float"))
    given = Text("nothing", "空值") if value is None else Text(show(value), show(value))
    en, zh = f"{given.en} is not {wanted.en}", f"{given.zh} 不是{wanted.zh}"
    if number and limits.en:
        en, zh = f"{en} {limits.en}{unit.en}", f"{zh}，须{limits.zh}{unit.zh}"
    hint = Text("", "")
    if number and isinstance(value, str):
        bare = _leading_number(value)
        if bare:
            hint = Text(f" Did you mean {bare}?", f"您是否想写 {bare}？")
    elif kind.startswith("bool") and str(value).lower() in ("yes", "no", "on", "off", "0", "1", "true", "false"):
        right = "true" if str(value).lower() in ("yes", "on", "1", "true") else "false"
        hint = Text(f" Did you mean {right}?", f"您是否想写 {right}？")
    elif kind.startswith("int") and isinstance(value, float) and abs(value) < 1e15:
        hint = Text(f" Did you mean {round(value)}?", f"您是否想写 {round(value)}？")
    return Text(f"{en}.{hint.en}", f"{zh}。{hint.zh}")


def _leading_number(text: str) -> str:
    parts = text.strip().rstrip("%").split()
    if not parts or len(parts[0]) > 20 or not parts[0].isascii():
        return ""
    try:
        number = float(parts[0])
    except ValueError:
        return ""
    if number != number or abs(number) == float("inf"):
        return ""
    return f"{number / 100:g}" if text.strip().endswith("%") else f"{number:g}"


def sentence(error: Any, model: type[BaseModel]) -> Text:
    """Turn one of pydantic's errors (an entry of `ValidationError.errors()`) into a sentence in both languages."""
    kind, value, loc = error["type"], error.get("input"), error["loc"]
    owner, field = field_at(model, loc)
    facts = _facts(field)
    if kind == "extra_forbidden":
        hint = did_you_mean(loc[-1], owner.model_fields)
        return Text(f"there is no such key.{hint.en}", f"没有这个键。{hint.zh}")
    if kind == "missing":
        return Text("it is missing and has no default.", "缺少该项，且没有默认值。")
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "finite_number"):
        return _out_of_bounds(value, facts)
    if kind == "literal_error":
        allowed = _literals(field)
        hint = did_you_mean(value, allowed, cutoff=0.5)
        listed = ", ".join(allowed)
        en_hint, zh_hint = (hint.en, hint.zh) if "Did you" in hint.en else ("", "")
        return Text(f"{show(value)} is not one of {listed}.{en_hint}", f"{show(value)} 不在可选值 {listed} 之中。{zh_hint}")
    if kind.split("_")[0] in _WANTED and kind.endswith(("_type", "_parsing", "_from_float", "_fractional")):
        return _wrong_type(kind, value, facts)
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, InputError):
        return cause.text
    if isinstance(cause, ValueError):
        return in_chinese(str(cause))
    text = str(error.get("msg", kind)).rstrip(".")
    return Text(f"{show(value)} cannot be used: {text}.", f"{show(value)} 无法使用：{text}。")


_CHINESE = (
    (r"must be one or more different rounds out of (.+)", "须为以下时段中一个或多个不同的：{0}"),
    (r"at least one of (.+) must be above 0", "{0} 之中至少一项须大于 0"),
    (r"(\w+) must be a list of 1 to (\d+) shares, none below 0 and not all 0", "{0} 须为 1 至 {1} 个比例的列表，不得为负，也不得全为 0"),
    (r"number \((\d+)\) must be a multiple of household \((\d+)\)", "number（{0}）须为 household（{1}）的倍数"),
    (r"(\w+) (\S+) is above (\w+) (\S+); it must not be higher", "{0} {1} 高于 {2} {3}，不可更高"),
    (r"end_week (\d+) comes before start_week (\d+); it must be (\d+) or later", "end_week {0} 早于 start_week {1}，须为 {2} 或更晚"),
    (r"everyday foci take up to (\S+) hours a week of one person; at most (\S+) are awake", "日常场合最多占用一人每周 {0} 小时，而清醒时间只有 {1} 小时"),
)


def in_chinese(sentence_en: str) -> Text:
    """Return a sentence of the parameter classes with its Chinese; one without a translation stays English."""
    english = sentence_en.rstrip(".")
    for pattern, chinese in _CHINESE:
        found = re.fullmatch(pattern, english)
        if found:
            return Text(f"{english}.", chinese.format(*found.groups()) + "。")
    return Text(f"{english}.", f"{english}。")


def _literals(field: FieldInfo | None) -> list[str]:
    found: list[str] = []

    def collect(annotation: Any) -> None:
        for part in get_args(annotation):
            if isinstance(part, str):
                found.append(part)
            else:
                collect(part)

    if field is not None:
        collect(field.annotation)
    return found


def first_fault(error: ValidationError, model: type[BaseModel]) -> tuple[Path, Text]:
    """Return the location (within the class) and the sentence of the first fault, unknown keys before all others."""
    faults = error.errors(include_url=False)
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    return tuple(fault["loc"]), sentence(fault, model)
