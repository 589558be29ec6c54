"""The table of rules and tests (tests/rules.md): every test of it is there, every section of docs/rules.md has some."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "tests" / "rules.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<rule>[^|]+) \| `(?P<file>[\w/]+\.py)` (?P<test>test_\w+) \|$")


def sections(text: str) -> dict[str, list[str]]:
    """Return title -> lines of the sections of a page."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {title.strip(): body.strip().splitlines() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def rows() -> Iterator[tuple[str, str, str]]:
    for title, lines in sections(TABLE).items():
        assert lines[:2] == ["| rule | test |", "|---|---|"], title
        for line in lines[2:]:
            found = ROW.match(line)
            assert found is not None, line
            yield found["rule"], found["file"], found["test"]


def test_every_section_of_the_rules_has_tests() -> None:
    told = sections(TABLE)
    ruled = [re.sub(r" *[(,].*| of n people.*", "", title) for title in sections((ROOT / "docs" / "rules.md").read_text(encoding="utf-8"))]
    assert list(told) == ruled
    assert min(len(lines) for lines in told.values()) > 3


@pytest.mark.parametrize("file", sorted({file for _, file, _ in rows()}))
def test_the_tests_of_the_table_are_there_and_are_run_always(file: str) -> None:
    """A test that is skipped on some machines, or that only runs with the slow ones, is no test of a rule."""
    tree = ast.parse((ROOT / "tests" / "model" / file).read_text(encoding="utf-8"))
    there = {node.name: [ast.unparse(one) for one in node.decorator_list] for node in tree.body if isinstance(node, ast.FunctionDef)}
    for _, where, test in rows():
        if where == file:
            assert test in there, test
            assert not any("skip" in mark or "slow" in mark for mark in there[test]), test


def test_no_rule_and_no_test_stands_in_the_table_twice() -> None:
    listed = list(rows())
    for part in (0, 2):
        names = [row[part] for row in listed]
        assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})
