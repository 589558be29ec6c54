"""The commands of the READMEs and of docs/overview.md run as printed (with fewer weeks, seeds, refits); docs/test_notebooks.py runs the Python."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.zh.md", "docs/overview.md", "docs/overview.zh.md")


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of one language of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.S | re.M)


def commands() -> list[str]:
    """Return the `linli` command lines of all pages, each once."""
    found = [line.split("#")[0].strip() for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
    return sorted({line for line in found if line.startswith("linli ")})


@pytest.mark.slow
def test_python_of_the_page_of_mesa_runs(tmp_path: Path) -> None:
    text = "\n".join(blocks("docs/mesa.md", "python"))
    assert "copy.deepcopy(community)" in text
    end = "\nassert (branch.week, community.week) == (5, 4)\nassert (reporter.get_agent_vars_dataframe()['energy'] == 5).all()\n"
    done = subprocess.run([sys.executable, "-c", text + end], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("line", commands())
def test_commands_of_the_readmes_run(line: str, tmp_path: Path) -> None:
    words = shlex.split(line)[1:]
    if words[0] in ("run", "compare"):
        words += ["--weeks", "2", "--no-figures"]
    if words[0] == "compare":
        words += ["--seeds", "2", *(["--draws", "2"] if "--uncertainty" in words else [])]
    if words[0] == "reproduce" and "all" in words:
        words += ["--sites", "2", "--no-figures", "--no-null"]
    if words[0] == "reproduce" and "--without" in words:
        words += ["--no-refit"]
    if words[0] == "rows":
        words += ["building-gates", "--weeks", "2", "--draws", "2", "--set", "neighbourhood.buildings=1"]
    if words[0] == "brief":
        made = ["compare", "--weeks", "2", "--seeds", "2", "--no-figures", "--set", "neighbourhood.buildings=1"]
        subprocess.run([sys.executable, "-m", "linli", *made], cwd=tmp_path, capture_output=True, check=True)
    if words[0] == "dashboard":
        shown = subprocess.Popen([sys.executable, "-m", "linli", *words, "--port", "0", "--no-browser"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        assert shown.stdout is not None
        assert "http://127.0.0.1:" in shown.stdout.readline()
        shown.terminate()
        assert shown.wait(timeout=60) in (0, 130)
        return
    if words[0] == "calibrate":
        words += ["westgate", "--population", "4", "--waves", "1", "--check", "2", "--planted", "0", "--steps", "20"]
    done = subprocess.run([sys.executable, "-m", "linli", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def test_both_languages_print_the_same_test_command() -> None:
    wanted = [line for block in blocks("README.md", "sh") for line in block.splitlines() if "pytest" in line]
    assert len(wanted) == 1
    assert wanted[0] in "\n".join(blocks("README.zh.md", "sh"))


def test_pages_link_to_files_that_exist() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"
