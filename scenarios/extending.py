"""A scenario that extends another one: `extends = "four-innovations"` takes over what that scenario says, and says only what is different.

What it takes over is put in before anything is checked, so that a scenario in memory, in a saved run and in an export is whole and names no other file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.ground.text import Text
from .errors import UserError, did_you_mean, show
from .plain_data import fault
from .shipped import names, read_shipped

KEY = "extends"
"""The key, at the top of a file."""
PLACE = ("neighbourhood", "population", "everyday", "roster")
"""Sections that speak of one place and its people: of a base in another preset they are not taken over."""


def extended(data: dict[str, Any], file: str) -> dict[str, Any]:
    """Return the data of a scenario with what it takes over put in; data without `extends` as they are.

    What the scenario says itself wins, key by key; titles and lists are replaced whole. With another preset it is another place: nothing of the
    base's `PLACE` is taken over then.

    Args:
        data: the scenario as it is written.
        file: how errors name it.

    Raises:
        UserError: no scenario of that name comes with linli, or one extends itself.
    """
    layers, seen = [data], list[str]()
    while KEY in layers[-1]:
        name = _base(layers[-1][KEY], file if len(layers) == 1 else f"{seen[-1]}.toml")
        if name in seen:
            raise fault(Text(f"{name} extends itself.", f"{name} 扩展了自身。"), (KEY,), file)
        seen.append(name)
        layers.append(read_shipped(name))
    whole = layers.pop()
    while layers:
        own = {key: value for key, value in layers.pop().items() if key != KEY}
        whole = _over({key: value for key, value in whole.items() if key not in PLACE} if _elsewhere(whole, own) else whole, own)
    return whole


def _base(name: object, file: str) -> str:
    """Return the name of a base, checked. A path is refused: a scenario from a link or an upload may name no file of this computer."""
    if isinstance(name, str) and name in names():
        return name
    text = show(name)
    if not isinstance(name, str) or name.endswith(".toml") or "/" in name or "\\" in name:
        raise fault(
            Text(
                f"{text} is not the name of a scenario that comes with linli, such as four-innovations.",
                f"{text} 不是 linli 自带情景的名称，例如 four-innovations。",
            ),
            (KEY,),
            file,
        )
    hint = did_you_mean(name, names())
    raise UserError(
        f"no scenario {text} comes with linli.{hint.en} (linli scenarios list)", f"linli 没有自带情景 {text}。{hint.zh}（linli scenarios list）",
        file=file, field=KEY, path=(KEY,),
    )  # fmt: skip


def _elsewhere(base: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    """Return whether a scenario names another preset than its base."""
    given = own.get("neighbourhood")
    preset = given.get("preset") if isinstance(given, Mapping) else None
    return preset is not None and preset != base.get("neighbourhood", {}).get("preset")


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return base with the values of `own` put in, table by table; a title is one thing, or its other language would be that of the base."""
    found = dict(base)
    for key, value in own.items():
        old = found.get(key)
        if key != "title" and isinstance(old, Mapping) and isinstance(value, Mapping):
            found[key] = _over(old, value)
        else:
            found[key] = value
    return found


__all__ = ["KEY", "extended"]
