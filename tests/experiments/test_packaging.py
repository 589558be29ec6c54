"""The package holds what it should, and the README's commands exist."""

import re
import shlex
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_code_is_packaged_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    outside = {"tests", "docs", "build", "dist", "runs"}
    folders = {
        ".".join(("linli", *path.parent.relative_to(ROOT).parts))
        for path in ROOT.rglob("*.py")
        if not outside & set(path.relative_to(ROOT).parts) and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    }
    assert listed == folders
    assert all((ROOT.joinpath(*name.split(".")[1:]) / "__init__.py").exists() for name in listed), "each folder is a package"


def test_one_version_everywhere():
    import linli

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert project["version"] == linli.__version__ == citation.group(1)


def commands_of_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", text, re.S)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [part.strip() for line in lines for part in line.split("&&") if part.strip().startswith("linli ")]


def test_readme_commands_and_their_options_exist():
    import typer.main
    from linli.cli.app import build

    group = typer.main.get_command(build("en"))
    found = commands_of_readme()
    assert any(command.startswith("linli run") for command in found)
    for command in found:
        words = shlex.split(command, comments=True)[1:]
        at = group
        while hasattr(at, "commands") and words and words[0] in at.commands:
            at = at.commands[words.pop(0)]
        assert not hasattr(at, "commands") or words[:1] in ([], ["--help"], ["--version"]), command
        options = {name for parameter in at.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help", "--version", "--lang"}
        for word in words:
            if word.startswith("--"):
                assert word.split("=")[0] in options, command


def test_readme_names_the_command_that_ci_runs():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- the test command:.*?-->\s*```\w*\n(.+?)\n```", text, re.S)
    assert block is not None
    assert block.group(1) == 'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/python tests/browser/chromium.py && .venv/bin/pytest'
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
