"""What a mechanism says of itself: its name, its texts in two languages, its parameters, levers and measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import ValidationError

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import ConstantFacts, Parameters, describe
from ...ground.text import Text
from ...mechanisms import BUILT_IN
from ..measures import catalogue
from .laboratory import Lab
from .report import Failed, Skipped, check

MARKS = ("measured", "fitted", "assumed", "setting")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CHINESE, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z0-9]")


def is_name(name: object) -> bool:
    """Return whether a text can be the name of a mechanism: lower case, digits, hyphens between them."""
    return isinstance(name, str) and len(name) <= 60 and _NAME.fullmatch(name) is not None


@check("its name is lower case with hyphens and nobody else's", "名称为小写字母加连字符，且不与他人重复")
def name(lab: Lab) -> None:
    """Scenario files name it so."""
    given = getattr(lab.kind, "name", None)
    if not is_name(given):
        raise Failed(
            f"the name is {given!r}; it must be lower case with hyphens, such as tea-room",
            f"名称为 {given!r}，须为小写字母加连字符，例如 tea-room",
        )
    if any(kind.name == given and kind is not lab.kind for kind in BUILT_IN):
        raise Failed(f"the name {given!r} is that of a mechanism of linli", f"名称 {given!r} 是 linli 自带机制的名称")


def _texts(lab: Lab) -> Iterator[tuple[str, Any]]:
    yield "the title", getattr(lab.kind, "title", None)
    for kind, title in lab.kind.kinds.items():
        yield f"the occasion {kind}", title
    for measure, info in lab.kind.declared_measures().items():
        yield f"the measure {measure}", info.title
    for fact in describe(lab.kind.Parameters):
        yield f"the parameter {fact.name}", fact.text


@check("all that a person reads is there in English and Chinese", "所有文字均有英文和中文")
def texts(lab: Lab) -> None:
    """Title, occasions, measures and parameters."""
    wrong = [
        what for what, text in _texts(lab)
        if not (isinstance(text, Text) and _LATIN.match(text.en) and _CHINESE.search(text.zh))
    ]  # fmt: skip
    if wrong:
        raise Failed(f"not said in English and in Chinese: {_some(wrong)}", f"缺少英文或中文：{_some(wrong)}")


def own_facts(kind: type[Parameters]) -> list[ConstantFacts]:
    """Return the parameters that a mechanism adds to those that every one has."""
    return [fact for fact in describe(kind) if fact.name not in MechanismParameters.model_fields]


def types_of(kind: type[Parameters], field: str) -> tuple[Any, ...]:
    """Return the types that a parameter may have, None left out."""
    annotation = kind.model_fields[field].annotation
    several = get_origin(annotation) in (Union, UnionType)
    return tuple(t for t in (get_args(annotation) if several else (annotation,)) if t is not NoneType)


def is_number(kind: type[Parameters], field: str) -> bool:
    """Return whether a parameter is a number."""
    return any(t in (int, float) for t in types_of(kind, field))


@check("every parameter has a unit, bounds and a mark", "每个参数都有单位、上下限和依据")
def parameters(lab: Lab) -> None:
    """A number that a scenario may set wrongly is refused by its bounds."""
    kind = lab.kind.Parameters
    if not (isinstance(kind, type) and issubclass(kind, MechanismParameters)):
        raise Failed(
            "Parameters is not a subclass of MechanismParameters", "Parameters 不是 MechanismParameters 的子类"
        )
    try:
        kind()
    except ValidationError as error:
        raise Failed(
            f"a parameter has no default, or a wrong one: {error.errors()[0]['loc']}",
            f"有参数没有默认值或默认值有误：{error.errors()[0]['loc']}",
        ) from None
    for fact in own_facts(kind):
        if not fact.unit:
            raise Failed(
                f"the parameter {fact.name} has no unit; declare it with constant(...)",
                f"参数 {fact.name} 没有单位，请用 constant(...) 声明",
            )
        if is_number(kind, fact.name) and (fact.low is None or fact.high is None or fact.low > fact.high):
            raise Failed(f"the parameter {fact.name} has no lowest and highest value", f"参数 {fact.name} 没有上下限")
        if fact.mark not in MARKS:
            raise Failed(
                f"the parameter {fact.name} is marked {fact.mark!r}; there are {', '.join(MARKS)}",
                f"参数 {fact.name} 的依据 {fact.mark!r} 不在 {'、'.join(MARKS)} 之中",
            )
        if fact.mark == "measured" and not fact.source:
            raise Failed(
                f"the parameter {fact.name} is measured, and no source is named",
                f"参数 {fact.name} 标为实测，却没有来源",
            )


@check("its levers are parameters, and their values are allowed", "政策参数存在，其取值有效", parameters)
def levers(lab: Lab) -> None:
    """Parameter -> the value that means "no policy"."""
    unknown = sorted(set(lab.kind.levers) - set(lab.kind.Parameters.model_fields))
    if unknown:
        raise Failed(f"there is no parameter {_some(unknown)} for a lever", f"政策参数 {_some(unknown)} 不存在")
    if not lab.kind.levers and not lab.kind.standing:
        raise Skipped(
            "it has no levers: an arm without the policy leaves its table out", "没有政策参数：无政策的方案中不写该机制"
        )
    try:
        _ = lab.without_policy
    except ValidationError as error:
        first = error.errors()[0]
        raise Failed(
            f"the lever {first['loc'][0] if first['loc'] else ''} cannot have its value: {first['msg']}",
            f"政策参数取值无效：{first['msg']}",
        ) from None


@check(
    "its measures have a unit, and an official count stands beside what happened", "指标有单位，官方统计旁有实际发生数"
)
def measures(lab: Lab) -> None:
    """An official count alone would pass for what happened."""
    own, all_ = lab.kind.declared_measures(), catalogue([lab.kind])
    for full, info in own.items():
        if not info.unit:
            raise Failed(f"the measure {full} has no unit", f"指标 {full} 没有单位")
        official = info.title.en.lower().startswith("official") or info.title.zh.startswith("官方")
        if official and not info.beside:
            raise Failed(
                f"the official count {full} stands alone; beside= names the measure of what happened",
                f"官方统计 {full} 没有对照，请用 beside= 指明实际发生数",
            )
        if info.beside and (info.beside not in all_ or info.beside == full):
            raise Failed(
                f"{full} stands beside {info.beside!r}, which is no other measure",
                f"{full} 的对照 {info.beside!r} 不是另一项指标",
            )


def _some(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(found[:5]) + (" ..." if len(found) > 5 else "")
