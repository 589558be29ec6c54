"""Settings from outside the file: `--set key=value` on the command line, keywords in Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from ..model.contract.mechanism import MechanismParameters
from ..model.ground.parameters import Parameters
from ..model.ground.text import Text
from ..model.people.constants import Constants
from ..model.people.everyday import EVERYDAY, EverydayKind
from .checking import CONSTANTS, SECTIONS, build, mechanism_class, mechanism_names, merge
from .errors import UserError, did_you_mean, field_at, shortened, show, unknown
from .plain_data import DEEPEST, plain
from .rosters import FILES
from .toml_text import parse as toml

Keys = tuple[str, ...]
LONGEST_SETTING, LONGEST_LABEL = 10_000, 120
"""Characters of a setting of the command line, and of what errors show of it."""
_OF_THE_FILE = ("title", "source", "format", "schedule")
"""Keys at the top of a file that no setting changes."""


class Setting(NamedTuple):
    """One setting from outside the file.

    Attributes:
        keys: the parts of its key.
        value: plain data.
        label: how errors name it on the command line, "" from Python.
        argument: how errors name it in Python, "" on the command line.
    """

    keys: Keys
    value: Any
    label: str = ""
    argument: str = ""

    def place(self) -> dict[str, Any]:
        """Return how errors name it, as keywords of `UserError`."""
        return {"file": self.label, "argument": self.argument}


def parse(setting: str) -> Setting:
    """Split "key=value" of the command line. The value is read as a TOML value; a word that is none is taken as text.

    Raises:
        UserError: there is no "=", the value is a broken list, table or quotation, or it is very long.
    """
    key, equals, value = setting.partition("=")
    value = value.strip()
    keys = tuple(part.strip() for part in key.split("."))
    label = f"--set {shortened(setting, LONGEST_LABEL)}"
    if len(setting) > LONGEST_SETTING:
        english = f"it has {len(setting):,} characters; at most {LONGEST_SETTING:,}. Write it in the scenario file."
        raise UserError(english, f"有 {len(setting):,} 个字符，最多 {LONGEST_SETTING:,} 个。请写在情景文件中。", file=label)
    if not equals or not value or not all(keys):
        raise UserError(
            f"{show(setting)} is not a setting. Write it as key=value, such as population.renters=0.3.",
            f"{show(setting)} 不是设置。请写成 键=值，例如 population.renters=0.3。",
            file="--set",
        )
    if len(keys) > DEEPEST:
        raise UserError(f"the key has {len(keys):,} parts; at most {DEEPEST}.", f"键分为 {len(keys):,} 段，最多 {DEEPEST} 段。", file=label)
    try:
        found = toml(f"v = {value}", label)
    except UserError:
        found = {}
    if list(found) == ["v"]:
        return Setting(keys, found["v"], label)
    if value[0] in "\"'[{":
        raise UserError(
            f"the value {show(value)} is not complete; check brackets and quotation marks.",
            f"值 {show(value)} 不完整，请检查括号和引号。",
            file=label,
        )
    return Setting(keys, value, label)


def keyword(key: str, value: Any) -> Setting:
    """Return the setting that a keyword of Python means: `population__renters`, 0.3. Numbers of numpy and pandas are welcome.

    Raises:
        UserError: the value is none that any key takes.
    """
    try:
        return Setting(tuple(key.split("__")), plain(value, ""), "", key)
    except UserError as error:
        raise UserError(*error.text, argument=key) from None


@lru_cache(maxsize=1024)
def leaves(model: type[BaseModel], prefix: Keys = ()) -> tuple[Keys, ...]:
    """List the paths of all single values of a parameter class. They are asked for with every setting of every run of a sweep, and kept."""
    return tuple(_leaves(model, prefix))


def _leaves(model: type[BaseModel], prefix: Keys) -> Iterable[Keys]:
    for name in model.model_fields:
        inner, _ = field_at(model, (name, "?"))
        # A list of tables (buildings placed one by one) is one value: no name tells which of them is meant.
        told = model.model_fields[name].annotation
        if inner is not model and issubclass(inner, Parameters) and inner in (told, *get_args(told)):
            yield from _leaves(inner, (*prefix, name))
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


def targets(setting: Setting, mechanisms: Mapping[str, MechanismParameters], overrides: Mapping[str, dict[str, Any]]) -> list[Keys]:
    """Find the places in the scenario that a setting means.

    Raises:
        UserError: no such key, or several of that name.
    """
    if setting.keys[0] == "arms":
        return [_in_arm(setting, mechanisms, overrides)]
    used = set(mechanisms) | {name for own in overrides.values() for name in own.get("mechanisms", {})}
    path = _full(setting.keys, sorted(used), setting)
    arms: list[Keys] = [("arms", arm, *path) for arm, own in overrides.items() if _holds(own, path)]
    return arms or [path]


def _in_arm(setting: Setting, mechanisms: Mapping[str, MechanismParameters], overrides: Mapping[str, dict[str, Any]]) -> Keys:
    key = setting.keys
    if len(key) < 3:
        raise UserError("write arms.NAME.key=value.", "请写成 arms.方案.键=值。", **setting.place())
    if key[1] not in overrides:
        raise unknown(key[1], overrides, Text("arm", "方案"), **setting.place())
    own = overrides[key[1]].get("mechanisms", {})
    return ("arms", key[1], *_full(key[2:], sorted({*mechanisms, *own}), setting))


def _full(key: Keys, used: list[str], setting: Setting) -> Keys:
    if key[0] in _OF_THE_FILE:
        said = f"{show(key[0])} is not set from outside; write it in the scenario file."
        raise UserError(said, f"{show(key[0])} 不能从外部设置，请写在情景文件中。", **setting.place())
    if key[0] == "mechanisms" and len(key) > 1:
        key = key[1:]
    if key[0] == "everyday" and len(key) > 1:
        return key
    known = candidates(used)
    found = _matches(key, known, setting)
    if found is not None:
        return found
    if len(key) > 1 and key[0] not in used and mechanism_class(key[0]) is not None:
        return _full(key, sorted({*used, key[0]}), setting)
    raise _no_key(key, known, (*SECTIONS, "everyday", *mechanism_names()), setting)


def _matches(key: Keys, known: list[Keys], setting: Setting) -> Keys | None:
    """Return the known key that is meant, by its whole path or its last names; None if there is none."""
    found = [path for path in known if path == key] or [path for path in known if path[-len(key) :] == key]
    if len(found) > 1:
        listed = ", ".join(_written(found)[:6])
        raise UserError(
            f"{show('.'.join(key))} could be any of {listed}. Write one of them in full.", f"{show('.'.join(key))} 可指 {listed}，请写全称。",
            **setting.place(),
        )  # fmt: skip
    return found[0] if found else None


def _written(paths: Iterable[Keys]) -> list[str]:
    return [".".join(path[1:] if path[0] == "mechanisms" else path) for path in paths]


def _no_key(key: Keys, known: list[Keys], tops: Iterable[str], setting: Setting) -> UserError:
    given, names = ".".join(key), _written(known)
    hint = did_you_mean(given, names if len(key) > 1 else {*(n.rsplit(".", 1)[-1] for n in names), *names})
    if "Did you" not in hint.en:
        listed = ", ".join(tops)
        hint = Text(f" Keys begin with one of {listed}.", f"键以 {listed} 之一开头。")
    return UserError(f"there is no key {show(given)}.{hint.en}", f"没有键 {show(given)}。{hint.zh}", **setting.place())


def constants_with(settings: Iterable[str] = (), base: Constants | None = None, values: Mapping[str, Any] | None = None) -> Constants:
    """Return the constants of people with settings put in.

    Hours for visits cannot be set: they are part of the setting of each study.

    Args:
        settings: of the command line, each "key=value", such as "ties.kappa=0.8".
        base: where to begin; the defaults if None.
        values: of Python, such as {"ties__kappa": 0.8}.

    Raises:
        UserError: no such constant, or a value that is not allowed.
    """
    found = base or Constants()
    for setting in (*map(parse, settings), *(keyword(key, value) for key, value in (values or {}).items())):
        path = _constant(setting)
        data = assign(found.model_dump(mode="json"), path, setting.value)
        try:
            part = build(CONSTANTS[path[0]], plain(data[path[0]], "", path[:1]), path[:1], "")
        except UserError as error:
            raise UserError(*error.text, **setting.place(), section=error.section, field=error.field, path=error.path) from None
        found = found.model_copy(update={path[0]: part})
    return found


def _constant(setting: Setting) -> Keys:
    key = setting.keys
    sections = [name for name in CONSTANTS if name != "visits"]
    known = [path for name in sections for path in leaves(CONSTANTS[name], (name,))]
    if key[0] in SECTIONS and key[0] not in sections:
        raise UserError(
            f"{show(key[0])} belongs to the setting of a study; only constants of people can be changed: {', '.join(sections)}.",
            f"{show(key[0])} 属于研究的设定；只能修改人的常数：{', '.join(sections)}。",
            **setting.place(),
        )
    found = _matches(key, known, setting)
    if found is None:
        raise _no_key(key, known, sections, setting)
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
