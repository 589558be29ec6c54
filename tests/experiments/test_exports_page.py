"""docs/exports.md and its Chinese twin: their codebook is the code's, and what they tell people to type runs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from linli.experiments.codebook import TABLES, markdown
from linli.experiments.export import export_run
from linli.experiments.formats import FORMATS, LEVEL_NAMES
from linli.experiments.results import RunResult

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "exports.md", "zh": DOCS / "exports.zh.md"}


@pytest.mark.parametrize("language", PAGES)
def test_the_codebook_of_the_page_is_that_of_the_code(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    found = {part.partition("`")[0]: part for part in page.split("### `")[1:]}
    assert list(found) == [table.name for table in TABLES]
    for table in TABLES:
        head, _, rows = found[table.name].partition("\n\n")[2].partition("\n\n")
        assert table.about.say(language) in head
        assert rows.strip() == markdown(table, language), f"{PAGES[language].name}: put the codebook of {table.name} in anew (codebook.markdown)"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_every_format_and_level(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    for name in (*FORMATS, *LEVEL_NAMES):
        assert f"`{name}`" in page


@pytest.fixture(scope="module")
def place(run: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page's commands write, in one folder."""
    made = tmp_path_factory.mktemp("page")
    folder = run.save(made / "run")
    for name, level in (("graphml", None), ("edges", "recognised"), ("rsiena", None)):
        export_run(folder, name, made / name, level)
    return made


def blocks(language: str, kind: str) -> list[str]:
    """Return the code of the page, with the weeks of the run that is at hand."""
    page = PAGES[language].read_text(encoding="utf-8")
    return [code.replace("week-104", "week-20") for code in re.findall(rf"```{kind}\n(.*?)```", page, re.S)]


@pytest.mark.parametrize("language", PAGES)
def test_the_python_of_the_page_runs(place: Path, run: RunResult, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("duckdb")
    monkeypatch.chdir(place)
    codes = blocks(language, "python")
    assert len(codes) == 2
    exec(codes[0], {})
    first = capsys.readouterr().out.splitlines()[0].split()
    assert [float(number) for number in first] == pytest.approx([run.end("acquaintances", "after")] * 2)
    exec(codes[1], {})
    assert "Arm of the scenario" in capsys.readouterr().out


@pytest.mark.usefixtures("needs_r")
@pytest.mark.parametrize("language", PAGES)
def test_the_r_of_the_page_runs(place: Path, run: RunResult, language: str) -> None:
    (code,) = blocks(language, "r")
    told = subprocess.run(["Rscript", "-e", code], cwd=place, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert float(told.stdout.split()[1]) == pytest.approx(run.end("acquaintances", "after"), abs=1e-4)
