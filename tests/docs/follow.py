"""Follows a page of the manual command for command, in the order of the page, in one empty folder.

    python tests/docs/follow.py tours/planner              # in a fresh environment that the page's own pip lines fill; half an hour and more
    python tests/docs/follow.py tours/planner --tiny       # the same with few weeks, seeds and sites, in a small compound
    python tests/docs/follow.py tours/student --here       # with the linli of this Python

Commands are run as they are printed; files that a page prints are written; Python of a page runs in one process; the dashboard is opened, its page fetched, and ended. The pages
in both languages hold the same commands (test_manual.py), so that one is followed. test_tours.py follows them tiny.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SMALL = [word for setting in ("buildings=1", "floors=3", "years=1") for word in ("--set", f"neighbourhood.{setting}")]
SHORTER = (
    (r"^weeks = \d+", "weeks = 2"), (r"^replications = \d+", "replications = 2"), (r"steps = 3", "steps = 2"),
    (r"\[6, 12, 24\]", "[6, 24]"), (r'^"neighbourhood.buildings" = \d+', '"neighbourhood.buildings" = 1\n"neighbourhood.floors" = 3\n"neighbourhood.years" = 1'),
)  # fmt: skip


class Step(NamedTuple):
    """What a page lets its reader do: "sh" a line, "python" a block, or "file" a text to put under a name."""

    kind: str
    text: str
    name: str = ""


def steps(page: str) -> Iterator[Step]:
    """Yield the steps of a page in their order."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for kind, block in re.findall(r"^```(sh|python|toml)\n(.*?)^```", text, re.S | re.M):
        if kind == "sh":
            yield from (Step("sh", line) for line in block.splitlines() if line.strip())
        elif kind == "python":
            yield Step("python", block)
        else:
            yield Step("file", block, block.splitlines()[0].removeprefix("#").strip())


def installs(page: str) -> str:
    """Return the extras that the pip lines of a page name, as pip takes them."""
    found = re.findall(r'^pip install "\.\[(\w+)\]"$', "\n".join(step.text for step in steps(page) if step.kind == "sh"), re.M)
    return f"[{','.join(found)}]" if found else ""


def is_install(line: str) -> bool:
    """Return whether a line puts linli into an environment, which is done once before all else."""
    return line.startswith(("pip install", "python3 -m venv"))


def tiny(words: list[str]) -> list[str]:
    """Return a command of linli with few weeks, seeds, draws and sites, in a small compound."""
    more: dict[str, list[str]] = {
        "run": ["--weeks", "2", "--no-figures", *SMALL],
        "compare": ["--weeks", "2", "--no-figures", *SMALL, *(["--draws", "2", "--seeds", "1"] if "--uncertainty" in words else [])],
        "story": ["--weeks", "2", *SMALL],
        "reproduce": ["--sites", "2", "--no-figures", "--no-null"],
        "mechanism": ["--only", "texts"] if "check" in words else [],
    }
    if "--seeds" in words:
        words[words.index("--seeds") + 1] = "2"
    return words + more.get(words[0], [])


def shorten(folder: Path) -> None:
    """Make the plans of a folder small."""
    for path in folder.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if "[design]" in text:
            for long, short in SHORTER if '"neighbourhood.floors" = 3' not in text else ():
                text = re.sub(long, short, text, flags=re.M)
            path.write_text(text, encoding="utf-8")


def open_dashboard(program: list[str], words: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Start the dashboard, fetch its page, and end it."""
    line = [*program, *words, "--port", "0", "--no-browser"]
    shown = subprocess.Popen(line, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert shown.stdout is not None
        told = shown.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/\S*", told)
        assert address, told
        with urllib.request.urlopen(address[0].split("（")[0].rstrip(")"), timeout=60) as answer:
            assert answer.status == 200
    finally:
        shown.terminate()
        shown.wait(timeout=60)


def follow(page: str, folder: Path, run: Callable[[list[str]], None], python: Callable[[str], None], small: bool) -> None:
    """Follow a page.

    Args:
        page: its name, such as "tours/planner".
        folder: where a reader would stand.
        run: runs one command of linli, given the words after `linli`, and raises if it fails.
        python: runs a block of Python, after those before it.
        small: tiny versions of all.
    """
    for step in steps(page):
        if step.kind == "file":
            (folder / step.name).write_text(step.text, encoding="utf-8")
        elif step.kind == "python":
            python(step.text)
        elif not is_install(step.text):
            words = shlex.split(step.text, comments=True)
            assert words[0] == "linli", f"{page}: what is {step.text}?"
            if small:
                shorten(folder)
            run(tiny(words[1:]) if small else words[1:])


def main() -> int:
    """Follow the page that the command line names; returns the exit status."""
    parser = argparse.ArgumentParser(description="Follows a page of the manual command for command.")
    parser.add_argument("page", help='such as "tours/planner" or "start"')
    parser.add_argument("--tiny", action="store_true", help="few weeks, seeds and sites")
    parser.add_argument("--here", action="store_true", help="with the linli of this Python, without a fresh environment")
    asked = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="linli-tour-"))
    environment = {**os.environ, "LINLI_LANG": "en"}
    interpreter = sys.executable
    try:
        if not asked.here:
            venv.create(work / "venv", with_pip=True)
            interpreter = str(work / "venv" / "bin" / "python")
            subprocess.run([interpreter, "-m", "pip", "install", "--quiet", f"{ROOT}{installs(asked.page)}"], check=True)
            environment["LINLI_CACHE"] = str(work / "cache")
        folder = work / "reader"
        folder.mkdir()
        program, before = [interpreter, "-m", "linli"], ""

        def run(words: list[str]) -> None:
            begun = time.monotonic()
            if words[0] == "dashboard":
                open_dashboard(program, words, folder, environment)
            else:
                subprocess.run([*program, *words], cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
            print(f"linli {shlex.join(words)}: {time.monotonic() - begun:.0f} s", flush=True)

        def python(block: str) -> None:
            nonlocal before
            before += block + "\n"
            subprocess.run([interpreter, "-c", before], cwd=folder, env=environment, check=True)

        follow(asked.page, folder, run, python, asked.tiny)
        return 0
    except subprocess.CalledProcessError as error:
        print(f"{asked.page}: this fails with status {error.returncode}: {shlex.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
