"""`linli city`: from a file to a folder, its words in both languages, its exit status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SCENARIO = """
format = 1
[mechanisms.three-level-linkage]
tasks_a_year = 26.0
[arms.before]
[arms.plan]
[arms.plan.three-level-linkage]
budget_a_year = 6000.0
"""
CITY = """
title = { en = "Two", zh = "两个社区" }
scenario = "tiny.toml"
arms = ["plan"]
years = 1
measures = ["acquaintances"]
[set]
"neighbourhood.entrances" = 1
"neighbourhood.floors" = 6
"neighbourhood.flats_per_floor" = 3
"neighbourhood.years" = 1
[communities]
file = "list.csv"
[district]
rule = "residents"
"""
LIST = "name,residents,x,y\nEast,40,0,0\nWest,80,2,1\n"
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name, text in (("tiny.toml", SCENARIO), ("city.toml", CITY), ("list.csv", LIST)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_city_is_lived_drawn_shown_and_gone_on_with(line: Line, here: Path) -> None:
    status, out, err = line("city", "city.toml", "--out", "out", "--workers", "0")
    assert status == 0, err
    assert "Two\n2 communities" in out
    assert "1 of 1 cities (seeds) lived to the end" in out
    assert "District money (by residents), plan: 12,000 yuan" in out
    assert (here / "out" / "map.png").stat().st_size > 10_000
    body, _, last = out.rstrip("\n").rpartition("\n")
    assert last == "Written to out"
    assert line("show", "out")[:2] == (0, body + "\n")
    assert "East" in line("show", "out", "--all")[1]
    status, out, err = line("city", "city.toml", "--out", "out", "--workers", "0", "--lang", "zh", "--no-figures")
    assert status == 0
    assert "两个社区\n2 个社区" in out
    assert "已有 4/4 个社区年。" in err


def test_new_writes_a_city_to_begin_from_and_never_over_another(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("city", "new", "mine.toml")
    assert (status, out) == (0, "Written to mine.toml. Run it: linli city mine.toml\n")
    assert "linli city mine.toml --out runs/mine" in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert line("city", "new", "mine.toml")[0] == 2


@pytest.mark.parametrize(("change", "says"), [
    (("residents\n", "residents\n"), ""), (("East,40", "East,forty"), 'Error: list.csv: column "residents", line 2: "forty"'),
    (('rule = "residents"', 'rule = "residence"'), "Error in city.toml, [district] rule"),
])  # fmt: skip
def test_wrong_input_is_told_in_a_sentence_and_ends_with_status_2(line: Line, here: Path, change: tuple[str, str], says: str) -> None:
    for name in ("city.toml", "list.csv"):
        path = here / name
        path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    arguments = ("city", "city.toml", "--workers", "many") if not says else ("city", "city.toml", "--workers", "0")
    status, _, err = line(*arguments)
    assert status == 2
    assert says in err
    assert err.count("\n") == 1
