"""What the numbers of docs/evidence.md rest on, as three hashes: the studies, the sources that play and judge them, the constants.

A page that was generated carries the hashes of its inputs. If they are not those of this checkout, the page is out of date; nothing has to
be played to see it. Comments, docstrings and empty lines are left out: they cannot change a number. A faster loop with the same bits does
change the hash; the page is then generated again and comes out the same.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import sys
import tokenize
from collections.abc import Iterable
from pathlib import Path

from ...model.ground.sources import imported as imported_files
from ...model.mechanisms.registry import find_mechanism
from ...model.people.constants import Constants
from ...scenarios.history import OWN, read_history
from ...scenarios.published import PublishedStudy, load_study, study_names

ROOT = Path(__file__).parents[2]
PLAYS = ("experiments/reproduction/play.py", "experiments/reproduction/verdict.py", "experiments/reproduction/null.py")
"""Where the play begins; what these import, and what that imports, counts."""
ASIDE = (
    "model/founding/privacy.py",
    "model/ground/faces.py",
    "model/ground/letters.py",
    "model/ground/refusal.py",
    "model/ground/table.py",
    "model/ground/table_binary.py",
    "model/ground/table_text.py",
    "model/ground/tables.py",
    "model/ground/text.py",
    "model/mechanisms/__init__.py",
    "model/mechanisms/registry.py",
    "experiments/arguments.py",
    "model/ground/files.py",
    "scenarios/errors.py",
    "scenarios/loader.py",
    "scenarios/memory.py",
    "scenarios/plain_data.py",
    "scenarios/rosters.py",
    "scenarios/schema.py",
    "scenarios/settings.py",
    "scenarios/toml_text.py",
)
"""Imported as well, but they only speak to people, read files that no study has, or name mechanisms that no study has; those that studies have count."""


def inputs() -> dict[str, str]:
    """Return the hash of each kind of input: "studies", "sources" and "constants"."""
    return {"studies": hash_of_studies(load_study(name) for name in study_names()), "sources": hash_of_sources(), "constants": hash_of(Constants())}


def hash_of_studies(studies: Iterable[PublishedStudy]) -> str:
    """Return a hash of study files: of their data, so that layout and comments do not matter."""
    return _digest(f"{study.name} {study.hash()}" for study in studies)


def hash_of_history() -> str:
    """Return a hash of what is on record of the studies that come with linli: it decides of which kind their rows are."""
    return _digest(f"{name} {'|'.join(entry)}" for name, entry in sorted(read_history(OWN).items()))


def hash_of(constants: Constants) -> str:
    """Return a hash of constants."""
    return _digest([json.dumps(constants.model_dump(mode="json"), sort_keys=True)])


def hash_of_sources() -> str:
    """Return a hash of all sources that can change a number of a reproduced study."""
    return _digest(f"{path}\n{bare((ROOT / path).read_text(encoding='utf-8'))}" for path in sources())


def _digest(parts: Iterable[str]) -> str:
    made = hashlib.blake2b(digest_size=8)
    for part in parts:
        made.update(part.encode() + b"\0")
    return made.hexdigest()


def sources() -> list[str]:
    """Return the paths, from the root of the package, of the files that `PLAYS` and the mechanisms of the studies import, directly or not."""
    found: set[str] = set()
    waiting = [*PLAYS, *_mechanisms()]
    while waiting:
        path = waiting.pop()
        if path not in found and path not in ASIDE:
            found.add(path)
            waiting += imported(path)
    return sorted(found)


def _mechanisms() -> list[str]:
    """Return the files of the mechanisms that come with linli and stand in a study."""
    studies = (load_study(name) for name in study_names())
    names = {name for study in studies for setting in study.arms.values() for name in setting.mechanisms}
    files = (Path(sys.modules[find_mechanism(name).__module__].__file__ or "") for name in names)
    return sorted(file.relative_to(ROOT).as_posix() for file in files if file.is_relative_to(ROOT))


def imported(path: str) -> list[str]:
    """Return the files of this package that a file imports, but for the package's own front door; imports for type checkers are not counted."""
    return [file.relative_to(ROOT).as_posix() for file in imported_files(ROOT / path) if file.parent != ROOT]


def bare(source: str) -> str:
    """Return a source without comments, docstrings, empty lines and spaces at the ends of lines."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for row in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[row - 1] = ""
    return "\n".join(line.rstrip() for line in lines if line.strip())
