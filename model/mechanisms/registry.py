"""All known mechanisms by name: the built-in ones, and those that installed packages name in the entry-point group `linli.mechanisms`.

Somebody else's mechanism is loaded only when it is asked for by its name, so that a broken package disturbs nobody but those who use it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from ..contract.mechanism import Mechanism
from ..ground.refusal import InputError, nearest
from . import BUILT_IN

GROUP = "linli.mechanisms"


def mechanism_names() -> list[str]:
    """Return the names of all known mechanisms, the built-in ones first; nothing is loaded."""
    own = [kind.name for kind in BUILT_IN]
    return own + sorted(name for name in _points() if name not in own)


def is_mechanism(name: str) -> bool:
    """Return whether there is a mechanism of a name; it is not loaded, and no folder is looked at for one that is built in."""
    return any(kind.name == name for kind in BUILT_IN) or name in _points()


def find_mechanism(name: str) -> type[Mechanism[Any]]:
    """Return the class of a mechanism.

    Raises:
        InputError: there is no such mechanism, or a package offers one that cannot be used; the sentence says why.
    """
    for kind in BUILT_IN:
        if kind.name == name:
            return kind
    points = _points()
    if name not in points:
        known = mechanism_names()
        hint = nearest(name, known)
        en = f'there is no mechanism "{name}".{hint.en or " There are " + ", ".join(known) + "."}'
        raise InputError(en, f"没有名为“{name}”的机制。{hint.zh or '可用：' + '、'.join(known) + '。'}")
    return _load(name, points[name])


def registry() -> dict[str, type[Mechanism[Any]]]:
    """Return name -> class of all mechanisms that can be loaded; those of broken packages are left out."""
    found: dict[str, type[Mechanism[Any]]] = {}
    for name in mechanism_names():
        try:
            found[name] = find_mechanism(name)
        except InputError:
            continue
    return found


def _points() -> dict[str, EntryPoint]:
    """Return the entry points of the group. To read those of all packages takes long: it is done anew when a folder of packages has changed."""
    return _read(entry_points, tuple((path, _changed(path)) for path in sys.path))


@lru_cache(maxsize=4)
def _read(source: Callable[..., Iterable[EntryPoint]], folders: tuple[tuple[str, int], ...]) -> dict[str, EntryPoint]:
    return {point.name: point for point in source(group=GROUP)}


def _changed(path: str) -> int:
    """Return when a folder was last changed, 0 if it is not there."""
    try:
        return os.stat(path or ".").st_mtime_ns
    except OSError:
        return 0


def _load(name: str, point: EntryPoint) -> type[Mechanism[Any]]:
    source = point.dist.name if point.dist is not None else point.value
    try:
        kind = point.load()
    except Exception as error:
        raise InputError(
            f'the mechanism "{name}" of the package {source} cannot be loaded: {type(error).__name__}: {error}.',
            f"软件包 {source} 的机制“{name}”无法载入：{type(error).__name__}: {error}。",
        ) from error
    if not (isinstance(kind, type) and issubclass(kind, Mechanism)):
        raise InputError(
            f'the mechanism "{name}" of the package {source} is {point.value}, which is not a class derived from linli.Mechanism.',
            f"软件包 {source} 的机制“{name}”（{point.value}）不是 linli.Mechanism 的子类。",
        )
    if getattr(kind, "name", None) != name:
        raise InputError(
            f'the package {source} names the mechanism "{name}", whose class calls itself "{getattr(kind, "name", "")}"; the two must be the same.',
            f"软件包 {source} 登记的机制名“{name}”与其类中的名称“{getattr(kind, 'name', '')}”不一致。",
        )
    return kind
