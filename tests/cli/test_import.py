"""`linli import`: a compound of one's own from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from linli.scenarios import load

from .conftest import Line


def footprints(**properties: object) -> str:
    def feature(x: float) -> dict[str, object]:
        ring = [[x, 39.9], [x + 0.0004, 39.9], [x + 0.0004, 39.9001], [x, 39.9001], [x, 39.9]]
        return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    return json.dumps({"type": "FeatureCollection", "features": [feature(116.4), feature(116.401)]})


def test_a_map_and_counts_become_a_scenario_that_is_valid(line: Line, tmp_path: Path) -> None:
    (tmp_path / "map.geojson").write_text(footprints(floors=3), encoding="utf-8")
    (tmp_path / "counts.csv").write_bytes("项目,数量\n常住户数,20\n租户数,5\n".encode("gb18030"))
    status, out, said = line("import", "map.geojson", "counts.csv", "--preset", "old-walk-up", "--count", "entrances=2", "--out", "mine.toml")
    assert status == 0, said
    assert "mine.toml written. Run it with: linli run mine.toml" in out
    assert "2 buildings, 36 flats" in said
    scenario = load(str(tmp_path / "mine.toml"))
    assert scenario.neighbourhood.placed is not None
    assert [(one.floors, one.entrances) for one in scenario.neighbourhood.placed] == [(3, 2), (3, 2)]
    assert scenario.population.renters == 0.25
    assert str(tmp_path) not in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert line("scenarios", "validate", "mine.toml")[0] == 0
    assert line("import", "map.geojson", "--out", "mine.toml")[0] == 2


def test_without_out_the_scenario_goes_to_standard_output_and_is_chinese(line: Line, tmp_path: Path) -> None:
    (tmp_path / "map.geojson").write_text(footprints(), encoding="utf-8")
    status, out, said = line("--lang", "zh", "import", "map.geojson")
    assert status == 0
    assert out.startswith("# 由 linli import 生成的小区情景")
    assert "全部楼栋的层数：按预设（11）。" in said


def test_the_blank_sheet_is_written_once(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("import", "--new", "counts.csv")
    assert status == 0
    assert "linli import counts.csv" in out
    assert (tmp_path / "counts.csv").read_bytes().startswith(b"\xef\xbb\xbf# Counts only")
    assert line("import", "--new", "counts.csv")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give a GeoJSON of footprints"),
        (("nothing.geojson",), 'there is no file "nothing.geojson"'),
        (("bad.geojson",), 'Error in bad.geojson: feature 1, floors: "x" is not a whole number between 1 and 100.'),
        (("people.csv",), "this is a table with a line for each person"),
        (("--count", "floors"), "is not ITEM=N"),
        (("--count", "floors=x"), "not a whole number"),
        (("--count", "flors=3"), 'Did you mean "floors"'),
        (("--count", "floors=3", "--preset", "tower"), 'Error in --preset: there is no preset "tower". Did you mean "towers"?'),
        (("--count", "floors=3", "--gcj02"), "Error in --gcj02"),
        (("--count", "floors=3", "--out", "mine.txt"), "must end in .toml"),
        (("--count", "floors=3", "--scenario", "nowhere"), "there is no scenario"),
        (("--new", "sheet.xlsx"), "must end in .csv"),
    ],
)
def test_a_fault_is_one_sentence_and_status_2(line: Line, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    (tmp_path / "bad.geojson").write_text(footprints(floors="x"), encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,age,sex\n1,34,f\n", encoding="utf-8")
    status, out, said = line("import", *arguments)
    assert status == 2
    assert out == ""
    assert says in said
    assert said.count("\n") == 1
