"""Settings from outside the file: `--set key=value`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ..model.contract.mechanism import MechanismParameters
from ..model.ground.parameters import Parameters
from ..model.ground.text import Text
from ..model.people.constants import Constants
from ..model.people.everyday import EVERYDAY, EverydayKind
from .checking import CONSTANTS, SECTIONS, build, mechanism_class, mechanism_names, merge
from .errors import UserError, did_you_mean, field_at, show, unknown
from .rosters import FILES

Keys = tuple[str, ...]


def parse(setting: str) -> tuple[Keys, Any]:
    """Split "key=value". The value is read as a TOML value; a word that is none is taken as text.

    Raises:
        UserError: there is no "=", or the value is a broken list, table or quotation.
    """
    key, equals, value = setting.partition("=")
    value = value.strip()
    keys = tuple(part.strip() for part in key.split("."))
    if not equals or not value or not all(keys):
        raise UserError(
            f"{show(setting)} is not a setting. Write it as key=value, such as population.renters=0.3.",
            f"{show(setting)} 不是设置。请写成 键=值，例如 population.renters=0.3。",
            file="--set",
        )
    try:
        found = tomllib.loads(f"v = {value}")
    except (ValueError, RecursionError, OverflowError):
        found = {}
    if list(found) == ["v"]:
        return keys, found["v"]
    if value[0] in "\"'[{":
        raise UserError(
            f"the value {show(value)} is not complete; check brackets and quotation marks.",
            f"值 {show(value)} 不完整，请检查括号和引号。",
            file=f"--set {setting}",
        )
    return keys, value


def leaves(model: type[BaseModel], prefix: Keys = ()) -> Iterable[Keys]:
    """List the paths of all single values of a parameter class."""
    for name in model.model_fields:
        inner, _ = field_at(model, (name, "?"))
        if inner is not model and issubclass(inner, Parameters):
            yield from leaves(inner, (*prefix, name))
        else:
            yield (*prefix, name)


def candidates(mechanisms: Iterable[str]) -> list[Keys]:
    """List every key that can be set in a scenario with these mechanisms."""
    found: list[Keys] = [("weeks",), ("seed",)]
    for name, model in SECTIONS.items():
        found.extend(leaves(model, (name,)))
    for kind in EVERYDAY:
        found.extend(leaves(EverydayKind, ("everyday", kind)))
    for name in mechanisms:
        own = mechanism_class(name)
        if own is not None:
            found.extend(leaves(own.Parameters, ("mechanisms", name)))
    return found


def targets(key: Keys, mechanisms: Mapping[str, MechanismParameters], overrides: Mapping[str, dict[str, Any]], setting: str) -> list[Keys]:
    """Find the places in the scenario that a key means.

    Raises:
        UserError: no such key, or several of that name.
    """
    label = f"--set {setting}"
    if key[0] == "arms":
        return [_in_arm(key, mechanisms, overrides, label)]
    used = set(mechanisms) | {name for own in overrides.values() for name in own.get("mechanisms", {})}
    path = _full(key, sorted(used), label)
    arms: list[Keys] = [("arms", arm, *path) for arm, own in overrides.items() if _holds(own, path)]
    return arms or [path]


def _in_arm(key: Keys, mechanisms: Mapping[str, MechanismParameters], overrides: Mapping[str, dict[str, Any]], label: str) -> Keys:
    if len(key) < 3:
        raise UserError("write arms.NAME.key=value.", "请写成 arms.方案.键=值。", file=label)
    if key[1] not in overrides:
        raise unknown(key[1], overrides, Text("arm", "方案"), file=label)
    own = overrides[key[1]].get("mechanisms", {})
    return ("arms", key[1], *_full(key[2:], sorted({*mechanisms, *own}), label))


def _full(key: Keys, used: list[str], label: str) -> Keys:
    if key[0] == "mechanisms" and len(key) > 1:
        key = key[1:]
    if key[0] == "everyday" and len(key) > 1:
        return key
    known = candidates(used)
    found = _matches(key, known, label)
    if found is not None:
        return found
    if len(key) > 1 and key[0] not in used and mechanism_class(key[0]) is not None:
        return _full(key, sorted({*used, key[0]}), label)
    raise _no_key(key, known, (*SECTIONS, "everyday", *mechanism_names()), label)


def _matches(key: Keys, known: list[Keys], label: str) -> Keys | None:
    """Return the known key that is meant, by its whole path or its last names; None if there is none."""
    found = [path for path in known if path == key] or [path for path in known if path[-len(key) :] == key]
    if len(found) > 1:
        listed = ", ".join(_written(found)[:6])
        raise UserError(
            f"{show('.'.join(key))} could be any of {listed}. Write one of them in full.", f"{show('.'.join(key))} 可指 {listed}，请写全称。", file=label
        )
    return found[0] if found else None


def _written(paths: Iterable[Keys]) -> list[str]:
    return [".".join(path[1:] if path[0] == "mechanisms" else path) for path in paths]


def _no_key(key: Keys, known: list[Keys], tops: Iterable[str], label: str) -> UserError:
    given, names = ".".join(key), _written(known)
    hint = did_you_mean(given, names if len(key) > 1 else {*(n.rsplit(".", 1)[-1] for n in names), *names})
    if "Did you" not in hint.en:
        listed = ", ".join(tops)
        hint = Text(f" Keys begin with one of {listed}.", f"键以 {listed} 之一开头。")
    return UserError(f"there is no key {show(given)}.{hint.en}", f"没有键 {show(given)}。{hint.zh}", file=label)


def constants_with(settings: Iterable[str], base: Constants | None = None) -> Constants:
    """Return the constants of people with `--set` settings such as "ties.kappa=0.8" put in.

    Hours for visits cannot be set: they are part of the setting of each study.

    Args:
        settings: each "key=value".
        base: where to begin; the defaults if None.

    Raises:
        UserError: no such constant, or a value that is not allowed.
    """
    found = base or Constants()
    for setting in settings:
        label = f"--set {setting}"
        key, value = parse(setting)
        path = _constant(key, label)
        data = assign(found.model_dump(mode="json"), path, value)
        part = build(CONSTANTS[path[0]], data[path[0]], path[:1], label)
        found = found.model_copy(update={path[0]: part})
    return found


def _constant(key: Keys, label: str) -> Keys:
    sections = [name for name in CONSTANTS if name != "visits"]
    known = [path for name in sections for path in leaves(CONSTANTS[name], (name,))]
    if key[0] in SECTIONS and key[0] not in sections:
        raise UserError(
            f"{show(key[0])} belongs to the setting of a study; only constants of people can be changed: {', '.join(sections)}.",
            f"{show(key[0])} 属于研究的设定；只能修改人的常数：{', '.join(sections)}。",
            file=label,
        )
    found = _matches(key, known, label)
    if found is None:
        raise _no_key(key, known, sections, label)
    return found


def _holds(data: Any, path: Keys) -> bool:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def assign(data: dict[str, Any], path: Keys, value: Any) -> dict[str, Any]:
    """Return a copy of nested data with one value put in at a path."""
    inner = value
    for key in reversed(path):
        inner = {key: inner}
    return merge(data, inner)


def from_here(path: Keys, value: Any) -> Any:
    """Return a setting that names a file of a roster as a path that holds wherever the scenario lies; other settings pass."""
    if path[-2:-1] != ("roster",) or path[-1] not in FILES or not isinstance(value, str) or not value:
        return value
    try:
        return str(Path(value).expanduser().absolute())
    except (OSError, RuntimeError):
        return value


def as_setting(key: str, value: object) -> str:
    """Write a keyword as a setting of the command line: `ties__kappa`, 0.8 as "ties.kappa=0.8"."""
    return f"{key.replace('__', '.')}={_toml(value)}"


def _toml(value: object) -> str:
    """Write a value as it stands in a scenario file."""
    import tomli_w

    return tomli_w.dumps({"v": value}).partition("=")[2].strip()
