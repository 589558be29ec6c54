"""Writes a new scenario file: every key as a comment with its unit, bounds and source, ready to be changed."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ..model.ground.parameters import Parameters
from .checking import FORMAT, SECTIONS, mechanism_class
from .facts import Fact, facts
from .schema import Scenario


def template(name: str, mechanisms: Iterable[str], language: str) -> str:
    """Return the text of a new scenario: it is valid as it stands and means the defaults.

    Args:
        name: title of the new scenario.
        mechanisms: mechanisms to put in.
        language: "en" or "zh", of the comments.

    Raises:
        KeyError: an unknown mechanism.
    """
    zh = language == "zh"
    chosen = list(mechanisms)
    lines = [
        "# linli 情景文件。去掉行首的 # 并改值；未写的项取默认值。"
        if zh
        else "# A linli scenario. Take away the # and change the value; what is not written keeps its default.",
        "# 校验：linli scenarios validate 本文件" if zh else "# Check it with: linli scenarios validate THIS-FILE",
        f"format = {FORMAT}",
        f"title = {{ en = {_text(name)}, zh = {_text(name)} }}",
        'source = ""',
        "weeks = 260",
        "seed = 1",
    ]
    for section, model in SECTIONS.items():
        lines += ["", f"[{section}]", *_comments(model(), section, language)]
    lines += [
        "",
        "# 日常场合：改某一项，或用 hours = 0 去掉" if zh else "# Everyday places: change one, or remove it with hours = 0",
        "# [everyday.dancing]",
        "# hours = 2.0",
    ]
    for mechanism in chosen:
        kind = mechanism_class(mechanism)
        if kind is None:
            raise KeyError(mechanism)
        lines += ["", f"[mechanisms.{mechanism}]", *_comments(kind.Parameters(), mechanism, language)]
    lines += [
        "",
        "# 方案：第一个作对照，其余各自覆盖上面的值" if zh else "# Arms: the first is what the others are compared with; each changes values from above",
        "[arms.before]",
    ]
    lines += [f"[arms.after.{mechanism}]" for mechanism in chosen] or ["[arms.after]"]
    return "\n".join(lines) + "\n"


def _comments(parameters: Parameters, prefix: str, language: str) -> Iterable[str]:
    for fact in facts(parameters, prefix):
        key = fact.key[len(prefix) + 1 :]
        yield f"# {key} = {_value(fact.value)}  # {_note(fact, language)}"


def _note(fact: Fact, language: str) -> str:
    limits = ""
    if fact.low is not None and fact.high is not None:
        limits = f"{fact.low:g} … {fact.high:g}"
    elif fact.low is not None:
        limits = f">= {fact.low:g}"
    parts = (fact.text.say(language), fact.unit, limits, fact.mark if fact.mark != "setting" else "", fact.source)
    return "; ".join(part.replace("\n", " ") for part in parts if part)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _value(value: object) -> str:
    if value is None:
        return "..."
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else repr(value)


def summary(scenario: Scenario) -> dict[str, list[tuple[str, object]]]:
    """Return arm -> (key, value) of all that the arm changes."""

    def walk(data: object, prefix: tuple[str, ...]) -> Iterable[tuple[str, object]]:
        if isinstance(data, dict) and data:
            for key, value in data.items():
                yield from walk(value, (*prefix, key))
        elif prefix:
            yield ".".join(prefix[1:] if prefix[0] == "mechanisms" else prefix), data

    return {arm: [row for row in walk({k: v for k, v in own.items() if k != "title"}, ()) if row[1] != {}] for arm, own in scenario.overrides.items()}
