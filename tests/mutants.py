"""Mutants: do the tests notice a small fault in the code? `python tests/mutants.py FOLDER --seed 1 --number 60` plants some, one at a time.

cosmic-ray (`pip install -e ".[test,mutants]"`) makes the faults: another operator, comparison or number, `not`, a loop that is left at once. They are
planted in a copy of the checkout under FOLDER and never in the checkout. As many are drawn in each room; in a room every place of the code is as likely as
another. For each the quick tests beside the code run: those of the file's name, or that pyproject.toml names for it; with --whole all of the folder that
mirrors its room. What was found is kept in FOLDER: the same command goes on where it stopped, and --again tries those once more that lived.

Left out is what cannot be a fault: a mutant that is no program or has the same syntax tree (types in hints), and numbers that are only looks (`linewidth=2.2`).
Settings: `[tool.mutants]` in pyproject.toml.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutants"]
ALIKE = ("Is_Eq", "Eq_Is", "IsNot_NotEq", "NotEq_IsNot")
"""Ends of the names of operators that change nothing for None, whole numbers and short texts."""
ENDLESS = "no end"
"""What is kept of tests that a fault let run for ever, or that could not even begin."""
DULL = {"name", "newline", "string", "atom_expr", "trailer", "arglist", "argument", "expr_stmt", "simple_stmt", "atom", "param", "parameters"}
"""Kinds of nodes in which no operator finds anything: to ask all two hundred about each would take most of the time."""


class Place(NamedTuple):
    """A place in a file where a fault can be planted, and the faults that can be planted there.

    Attributes:
        line, column: where it begins; from 1, and from 0.
        ways: (operator of cosmic-ray, occurrence of it in the file).
    """

    line: int
    column: int
    ways: tuple[tuple[str, int], ...]


def files_of(room: str) -> list[Path]:
    """Return the files of a room, from the root, with those of its subfolders that are no rooms of their own."""
    found = sorted(path.relative_to(ROOT) for path in (ROOT / room).rglob("*.py") if path.name != "__init__.py")
    return [path for path in found if room_of(path) == room]


def room_of(file: Path) -> str:
    """Return the room of a file: the nearest folder above it that is one."""
    return next(above.as_posix() for above in file.parents if above.as_posix() in SETTINGS["rooms"])


def known_by(file: Path, whole: bool) -> list[str]:
    """Return what pytest is to run for a file: the tests that know it best, or (`whole`, or where there are none) all of the folder that mirrors it."""
    folder = ROOT / "tests" / file.parent
    named = of_settings("own", file)
    while not any(folder.glob("test_*.py")):
        folder = folder.parent
    mine = folder / f"test_{file.stem}.py"
    own = [*named, *([mine.relative_to(ROOT).as_posix()] if mine.exists() else [])]
    if not whole:
        own = own or akin(file, folder)
    also = [test for test in of_settings("also", file) if test not in own]
    return [*own, *also] if own and not whole else [*own, *also, folder.relative_to(ROOT).as_posix()]


def of_settings(table: str, file: Path) -> list[str]:
    """Return the tests that a table of the settings names for a file."""
    return [test for pattern, tests in SETTINGS[table].items() if fnmatch(file.as_posix(), pattern) for test in tests]


def akin(file: Path, folder: Path) -> list[str]:
    """Return the tests of a folder that have the name of the file's own folder, or the first word of its name (`test_disputes` for `dispute_norms`).

    Where there is none: those that import the file.
    """
    tests = sorted(folder.glob("test_*.py"))
    imports = re.compile(rf"^\s*(from|import) .*\b{file.stem}\b", re.MULTILINE)
    found = [test for test in tests if folder.name != file.parent.name and singular(file.parent.name) <= singular(test.stem)]
    found = found or [test for test in tests if singular(file.stem.partition("_")[0]) <= singular(test.stem)]
    found = found or [test for test in tests if imports.search(test.read_text(encoding="utf-8"))]
    return [test.relative_to(ROOT).as_posix() for test in found]


def singular(name: str) -> set[str]:
    """Return the words of a name without the s of many."""
    return {word.removesuffix("s") for word in name.split("_")}


def bare(source: str) -> str:
    """Return the syntax tree of a source without what is for readers and type checkers: two sources with the same one do the same. "" if it is no program."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.test, node.body = ast.Constant(None), [ast.Pass()]
    return ast.dump(tree)


def looks(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return (from, to) of the arguments, and entries of tables, that only say how something looks; lines from 1, columns from 0 and in characters."""
    lines = source.split("\n")

    def at(line: int, column: int) -> tuple[int, int]:
        return line, len(lines[line - 1].encode()[:column].decode())

    named: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in SETTINGS["looks"]:
            named.append(node.value)
        elif isinstance(node, ast.Dict):
            # Such as "legend.fontsize" of matplotlib.
            keys = [str(key.value).rpartition(".")[2] if isinstance(key, ast.Constant) else "" for key in node.keys]
            named += [value for key, value in zip(keys, node.values, strict=True) if key in SETTINGS["looks"]]
    return [(at(v.lineno, v.col_offset), at(v.end_lineno or v.lineno, v.end_col_offset or 0)) for v in named]


def places_of(source: str) -> list[Place]:
    """Return where faults can be planted in a source, in order."""
    import cosmic_ray.plugins
    from cosmic_ray.ast import ast_nodes, get_ast

    nodes, unseen = [node for node in ast_nodes(get_ast(source)) if node.type not in DULL], looks(source)
    # The * after which arguments need their names is no operator.
    marks = {node.start_pos for node in nodes if node.type == "operator" and node.parent.type == "parameters"}
    ways: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name in cosmic_ray.plugins.operator_names():
        kind = cosmic_ray.plugins.get_operator(name)
        if name.endswith(ALIKE) or name.endswith("/NoOp") or kind.arguments():
            continue
        operator = kind()
        found = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, start in enumerate(found):
            if start not in marks and not any(low <= start < high for low, high in unseen):
                ways.setdefault(start, []).append((name, occurrence))
    return [Place(*start, tuple(found)) for start, found in sorted(ways.items())]


def drawn(rooms: Iterable[str], number: int, seed: int) -> Iterator[tuple[Path, str, int, Place]]:
    """Draw faults, as many from each room and the rooms by turns: (file, operator, occurrence, place). A larger number holds the same ones and more."""
    rooms = list(rooms)
    shares = [drawn_in(room, number // len(rooms) + (k < number % len(rooms)), seed) for k, room in enumerate(rooms)]
    return (fault for turn in zip_longest(*shares) for fault in turn if fault is not None)


def drawn_in(room: str, wanted: int, seed: int) -> Iterator[tuple[Path, str, int, Place]]:
    """Draw faults from one room."""
    import cosmic_ray.plugins
    from cosmic_ray.mutating import mutate_code

    rng = random.Random(f"{seed} {room}")
    sources = {file: (ROOT / file).read_text(encoding="utf-8") for file in files_of(room)}
    left = [(file, place) for file, source in sources.items() for place in places_of(source)]
    rng.shuffle(left)
    for file, place in left:
        if wanted == 0:
            break
        name, occurrence = rng.choice(place.ways)
        try:
            mutant = mutate_code(sources[file], cosmic_ray.plugins.get_operator(name)(), occurrence)
        except AttributeError:
            # cosmic-ray cannot replace an exception whose name has a dot, as in `except (csv.Error, StopIteration)`.
            continue
        if mutant is not None and bare(mutant) not in ("", bare(sources[file])):
            wanted -= 1
            yield file, name, occurrence, place


def near_compiled(folder: Path) -> set[str]:
    """Return the files of model/ that compiled code is made of: kernels, what they call and the constants that they take in. The package lies in `folder`."""
    import grimp

    sys.path.insert(0, str(folder))
    graph = grimp.build_graph("linli", exclude_type_checking_imports=True, cache_dir=None)
    decorator = re.compile(r"^@(kernel|tight|inline|merged)$", re.MULTILINE)
    files = [path.relative_to(ROOT) for path in (ROOT / "model").rglob("*.py") if decorator.search(path.read_text(encoding="utf-8"))]
    kernels = {".".join(("linli", *file.with_suffix("").parts)) for file in files}
    found = kernels.union(*(graph.find_upstream_modules(kernel) for kernel in kernels))
    return {name.removeprefix("linli.").replace(".", "/") + ".py" for name in found if name.startswith("linli.model.")}


def copy_to(folder: Path) -> Path:
    """Copy what git knows (and would add) to a folder and return the package there."""
    package = folder / "linli"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    shutil.rmtree(package, ignore_errors=True)
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (package / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, package / name)
    return package


def environment(folder: Path, file: Path, compiled: set[str]) -> dict[str, str]:
    """Return the environment of the tests of a file."""
    plain = file.as_posix() not in compiled
    interpreted = not plain and file.parent.as_posix() in SETTINGS["interpreted"]
    mine = {"PYTHONPATH": str(folder), "LINLI_CACHE": str(folder / "cache"), "LINLI_LANG": "en", "PYTHONDONTWRITEBYTECODE": "1"}
    return mine | {"NUMBA_DISABLE_JIT": "1" if interpreted else "0"}


def command_of(tests: Iterable[str], seconds: float) -> str:
    """Return the command that runs some tests, for so many seconds of computing at most: a busy computer is no fault."""
    limited = f"import resource as r, sys, pytest; r.setrlimit(r.RLIMIT_CPU, ({seconds:.0f},) * 2); sys.exit(pytest.main(sys.argv[1:]))"
    return shlex.join([sys.executable, "-P", "-c", limited, "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *tests])


def failed(output: str) -> list[str]:
    """Return the tests that pytest says failed, or the files that it could not load."""
    return [line.partition(" ")[2].partition(" - ")[0] for line in output.split("\n") if line.startswith(("FAILED ", "ERROR "))]


class Healthy:
    """What tests do without a fault. Only those are run that a fault made fail, each once: else it would take as long again."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.known: dict[tuple[str, str], bool] = {}

    def passes(self, tests: list[str]) -> bool:
        """Return whether some tests pass in a small part of the time that they have with a fault, and stop if they fail."""
        from cosmic_ray.testing import run_tests
        from cosmic_ray.work_item import TestOutcome

        key = (command_of(tests, SETTINGS["limit"] / SETTINGS["slower"]), os.environ["NUMBA_DISABLE_JIT"])
        if key not in self.known:
            outcome, said = run_tests(key[0], SETTINGS["patience"])
            if outcome != TestOutcome.SURVIVED and failed(said):
                sys.exit(f"these tests fail without any fault: {key[0]}\n{said[-3000:]}")
            self.known[key] = outcome == TestOutcome.SURVIVED
        return self.known[key]


def run(folder: Path, rooms: list[str], number: int, seed: int, whole: bool, again: bool) -> int:
    """Plant the faults one at a time and print what the tests made of them; return the number that lived."""
    from cosmic_ray.mutating import mutate_and_test
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkItem, WorkResult

    folder.mkdir(parents=True, exist_ok=True)
    session = folder / f"seed-{seed}.sqlite"
    package = copy_to(folder)
    compiled = near_compiled(folder)
    os.chdir(package)
    healthy = Healthy()
    with use_db(str(session), WorkDB.Mode.create) as db:
        done = {job for job, result in db.results if result.is_killed or not again}
        have = {item.job_id for item in db.work_items}
        jobs: dict[str, tuple[Path, WorkItem]] = {}
        for file, name, occurrence, place in drawn(rooms, number, seed):
            start = (place.line, place.column)
            spec = MutationSpec(file, name, occurrence, start, (place.line, place.column + 1))
            # The text of the line is part of the name: after a change of the file the fault is another one.
            text = (package / file).read_text(encoding="utf-8").split("\n")[place.line - 1].strip()
            job = f"{file.as_posix()}:{place.line}:{place.column} {name.partition('/')[2]} | {text}"
            jobs[job] = (file, WorkItem.single(job, spec))
            if job not in have:
                db.add_work_item(jobs[job][1])
        for job, (file, item) in jobs.items():
            if job in done:
                continue
            os.environ |= environment(folder, file, compiled)
            tests = known_by(file, whole)
            limit = SETTINGS["limit"] + (0.0 if file.as_posix() not in compiled or os.environ["NUMBA_DISABLE_JIT"] == "1" else 600.0)
            begun = time.monotonic()
            result = mutate_and_test(item.mutations, command_of(tests, limit), SETTINGS["patience"])
            took = time.monotonic() - begun
            endless = result.is_killed and not failed(result.output or "")
            if result.is_killed and not healthy.passes(failed(result.output or "") or tests):
                print(f"too slow to tell: {job}", flush=True)
                continue
            said = ENDLESS if endless else result.output and result.output[-2000:]
            db.set_result(job, WorkResult(WorkerOutcome.NORMAL, said, result.test_outcome, result.diff))
            print(f"{result.test_outcome.value if result.test_outcome else '?'} {took:.0f} s: {job}", flush=True)
        return report({job: result for job, result in db.results if job in jobs})


def report(results: dict[str, Any]) -> int:
    """Print killed and survived by room, and the faults that lived; return how many those are."""
    alive = [job for job, result in results.items() if not result.is_killed]
    endless = [job for job, result in results.items() if result.output == ENDLESS]
    all_, lived = (Counter(room_of(Path(job.partition(":")[0])) for job in jobs) for jobs in (results, alive))
    print(f"\n{'room':32} {'killed':>8} {'survived':>9}")
    for room in sorted(all_):
        print(f"{room:32} {all_[room] - lived[room]:8} {lived[room]:9}")
    share = len(alive) / max(len(results), 1)
    print(f"{'all':32} {len(results) - len(alive):8} {len(alive):9}   {share:.0%} survived; {len(endless)} had no end or no beginning")
    for job in sorted(alive):
        print(f"  {job}")
    return len(alive)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the copy and the results are kept")
    parser.add_argument("--seed", type=int, default=1, help="which faults are drawn")
    parser.add_argument("--number", type=int, default=60, help="how many faults, over all rooms")
    parser.add_argument("--whole", action="store_true", help="all tests of the mirroring folder")
    parser.add_argument("--again", action="store_true", help="try those again that lived, after tests were mended")
    parser.add_argument("--room", action="append", choices=SETTINGS["rooms"], help="only this room (may be given several times)")
    asked = parser.parse_args()
    run(asked.folder.resolve(), asked.room or SETTINGS["rooms"], asked.number, asked.seed, asked.whole, asked.again)


if __name__ == "__main__":
    main()
