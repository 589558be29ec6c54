"""Hashes of sources, for what is kept on disk and rests on rules of model/.

Spun-up communities rest on all of model/. A compiled function rests on its own file and on those that the file reaches by imports: a
changed mechanism leaves the compiled code of encounters as it is, and a changed tie store does not.
"""

from __future__ import annotations

import ast
import hashlib
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

MODEL = Path(__file__).parents[1]
"""The folder model/ of this installation."""
_PARSING = threading.Lock()


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
    """Return the files that a file imports by dots when it runs, at its top or inside a function."""
    found: list[Path] = []
    # Python 3.11 can fail where two threads parse at once ("recursion depth mismatch").
    with _PARSING:
        tree = ast.parse(path.read_bytes())
    for node in _run(tree):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        folder = path.parents[node.level - 1]
        for part in (node.module or "").split("."):
            folder = folder / part
        # `from .ties import store` imports a file, `from .ties.store import find` a name in one.
        for name in node.names:
            found.extend(_file_of(folder / name.name) or _file_of(folder))
    return tuple(found)


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Walk through what is executed: all but what only a checker of types reads."""
    yield node
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        children: list[ast.AST] = list(node.orelse)
    else:
        children = list(ast.iter_child_nodes(node))
    for child in children:
        yield from _run(child)


def _file_of(module: Path) -> list[Path]:
    """Return the file of a module or of a package; nothing if there is none."""
    return [path for path in (module.with_name(module.name + ".py"), module / "__init__.py") if path.is_file()][:1]
