"""`linli show FOLDER` prints again what a command printed, from the folder alone; `linli.open` gives it to Python."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import linli
import pytest
from linli.experiments.calibration.fit import FitResult
from linli.experiments.comparison import Comparison
from linli.experiments.reproduction.kept import RESULTS, Reproduction, read_kept, text_of
from linli.experiments.results import RunResult
from linli.scenarios.errors import UserError

SMALL = ("--set", "neighbourhood.buildings=1", "--set", "neighbourhood.floors=2", "--threads", "2", "--no-figures")
Line = Callable[..., tuple[int, str, str]]
CLASS = Path(__file__).parents[1] / "class.toml"


def shown(line: Line, tmp_path: Path, printed: str, folder: str, *options: str) -> None:
    """Hold what was printed, all but the line that says where it was written, against what `show` prints from a copy elsewhere."""
    body, _, last = printed.rstrip("\n").rpartition("\n")
    assert folder in last
    shutil.copytree(tmp_path / folder, tmp_path / "elsewhere" / "copy")
    status, out, err = line("show", "elsewhere/copy", *options)
    assert (status, err) == (0, "")
    assert out == body + "\n"
    shutil.rmtree(tmp_path / "elsewhere")


@pytest.mark.parametrize("options", [(), ("--all",), ("--lang", "zh")])
def test_a_run_is_shown_as_it_was_printed(line: Line, tmp_path: Path, options: tuple[str, ...]) -> None:
    status, out, _ = line("run", "--weeks", "5", "--seed", "3", *SMALL, "--out", "here", *options)
    assert status == 0
    shown(line, tmp_path, out, "here", *options)
    found = linli.open(tmp_path / "here")
    assert isinstance(found, RunResult)
    assert found.seed == 3


def test_a_comparison_is_shown_as_it_was_printed(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("compare", "--arms", "before,after,gatherings", "--seeds", "2", "--weeks", "5", *SMALL, "--out", "here")
    assert status == 0
    shown(line, tmp_path, out, "here")
    assert isinstance(linli.open(str(tmp_path / "here")), Comparison)


def test_a_comparison_over_draws_is_shown_as_it_was_printed(line: Line, tmp_path: Path) -> None:
    status, out, _ = line("compare", "--uncertainty", "--draws", "2", "--weeks", "4", *SMALL, "--out", "here")
    assert status == 0
    shown(line, tmp_path, out, "here")


def test_reproduced_studies_are_shown_as_they_were_printed(line: Line, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(CLASS.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "other.toml").write_text(CLASS.read_text(encoding="utf-8"), encoding="utf-8")
    line("reproduce", "--freeze", "mine.toml")
    commands = {"one": ("mine.toml", "--sites", "4"), "two": ("mine.toml", "other.toml"), "three": ("mine.toml", "--without", "closure", "--no-refit")}
    for folder, asked in commands.items():
        status, out, err = line("reproduce", *asked, "--no-figures", "--out", folder)
        assert status == 0, err
        if folder == "three":
            (tmp_path / "mine.toml").unlink()
            (tmp_path / "history.toml").unlink()
        shown(line, tmp_path, out, folder)
    found = linli.open(tmp_path / "two")
    assert isinstance(found, Reproduction)
    assert [one.study.name for one in found.results] == ["mine", "other"]
    assert "frozen" in line("show", "two")[1], "what was on record then is in the folder"
    assert replace(read_kept(tmp_path / "two"), results=[]) == replace(found, results=[])
    assert text_of(found) == (tmp_path / "two" / RESULTS).read_text(encoding="utf-8")


def test_a_fit_is_shown_as_it_was_printed(line: Line, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    (tmp_path / "mine.toml").write_text(CLASS.read_text(encoding="utf-8"), encoding="utf-8")
    asked = ("--population", "4", "--waves", "1", "--check", "2", "--planted", "0", "--steps", "20")
    status, out, err = line("calibrate", "mine.toml", *asked, "--out", "here")
    assert status == 0, err
    shown(line, tmp_path, out, "here")
    found = linli.open(tmp_path / "here")
    assert isinstance(found, FitResult)
    assert found.waves == 1
    (tmp_path / "here" / "posterior.csv").unlink()
    status, _, err = line("show", "here")
    assert status == 2
    assert "has not come to its end" in err


@pytest.mark.parametrize("harm", ["older", "newer", "bit", "cut", "list", "row", "study", "none", "number"])
def test_a_damaged_reproduction_is_refused_in_a_sentence(line: Line, tmp_path: Path, harm: str) -> None:
    (tmp_path / "mine.toml").write_text(CLASS.read_text(encoding="utf-8"), encoding="utf-8")
    line("reproduce", "mine.toml", "--sites", "2", "--no-null", "--no-figures", "--out", "here")
    path = tmp_path / "here" / RESULTS
    manifest = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest.pop("files")) == {"rows.parquet", RESULTS}
    if harm == "bit":
        manifest["files"] = {RESULTS: "0" * 32}
    del manifest["checksum"]
    (path.parent / "manifest.json").write_text(json.dumps(manifest | ({"format": 99} if harm == "newer" else {})), encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    if harm == "older":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:99])
    else:
        study = kept["results"][0]
        if harm == "row":
            study["rows"][0].pop()
        elif harm == "study":
            study["data"]["weeks"] = -3
        elif harm == "number":
            study["rows"][0][0][3] = "12"
        path.write_text(json.dumps([] if harm == "list" else kept | ({"results": []} if harm == "none" else {})), encoding="utf-8")
    status, out, err = line("show", "here")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    told = {"older": "an older linli", "newer": "in format 99; this version reads formats up to 3", "bit": "the checksum of results.json is wrong"}
    assert told.get(harm, "Error") in err
    with pytest.raises(UserError):
        linli.open(tmp_path / "here")
