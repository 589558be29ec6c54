"""Hashes of sources, for what is kept on disk and rests on rules of model/.

Spun-up communities rest on all of model/. A compiled function rests on its own file and on those that the file reaches by imports: a
changed mechanism leaves the compiled code of encounters as it is, and a changed tie store does not.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

MODEL = Path(__file__).parents[1]
"""The folder model/ of this installation."""
_NAMES = r"\([^\n()#]*\)|\([^\n]*\n[^()]*\)|[^\n(]*"
"""In brackets on one line, in brackets over several, without brackets."""
_LINE = re.compile(
    rf"^(?P<depth> *)(?:(?P<checked>if TYPE_CHECKING:)|from (?P<dots>\.+)(?P<module>[\w.]*) import (?P<names>{_NAMES})|\S)", re.MULTILINE
)
_NAME = re.compile(r"(?:^|[(,])\s*(?:#[^\n]*\s*)*(\w+)")
"""A name that is imported; what it is called here (`as`) does not matter."""


def source_hash(root: Path) -> str:
    """Return a hash, 16 hexadecimal digits, of all Python files under a folder: their paths in it and their bytes."""
    digest = hashlib.blake2b(digest_size=8)
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in root.rglob("*.py")):
        source = path.read_bytes()
        # The length parts one file from the next.
        digest.update(f"{name} {len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


@cache
def model_hash() -> str:
    """Return the hash of model/, every room of it, as it was when this process first asked."""
    return source_hash(MODEL)


@cache
def reach_hash(path: Path) -> str:
    """Return a hash, 16 hexadecimal digits, of a file of a package and of all files of the package that it reaches by imports.

    Args:
        path: a Python file in a package. What it imports by the name of the package and not by dots is not followed: linli never does.
    """
    seen = {path}
    ahead = [path]
    while ahead:
        for other in set(imported(ahead.pop())) - seen:
            seen.add(other)
            ahead.append(other)
    digest = hashlib.blake2b(digest_size=8)
    above = _package(path)
    for name, source in sorted((one.relative_to(above).as_posix(), one.read_bytes()) for one in seen):
        digest.update(f"{name} {len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


def _package(path: Path) -> Path:
    """Return the outermost package that a file is in."""
    above = path.parent
    while (above.parent / "__init__.py").exists():
        above = above.parent
    return above


@cache
def imported(path: Path) -> tuple[Path, ...]:
    """Return the files that a file imports by dots when it runs, at its top or inside a function.

    Lines are read and not syntax: every process asks this at its start, of some sixty files. A line of a text that reads like an import adds
    a file, which does no harm; a test holds the rest against Python's own parser.
    """
    found: list[Path] = []
    only_types: int | None = None
    for line in _LINE.finditer(path.read_text(encoding="utf-8")):
        depth = line.end("depth") - line.start("depth")
        if only_types is not None and depth <= only_types:
            only_types = None
        if line["checked"] and only_types is None:
            only_types = depth
        if not line["dots"] or only_types is not None:
            continue
        folder = path.parents[len(line["dots"]) - 1]
        for part in line["module"].split("."):
            folder = folder / part
        # `from .ties import store` imports a file, `from .ties.store import find` a name in one.
        for name in _NAME.findall(line["names"]):
            found.extend(_file_of(folder / name) or _file_of(folder))
    return tuple(found)


def _file_of(module: Path) -> list[Path]:
    """Return the file of a module or of a package; nothing if there is none."""
    return [path for path in (module.with_name(module.name + ".py"), module / "__init__.py") if path.is_file()][:1]
