"""docs/optimise.md and its Chinese twin: they name every key, have the same code, and their Python runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from linli.experiments.optimise.fields import LIMITS, OBJECTIVES, LimitFields, ObjectiveFields, SearchFields

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "optimise.md", "zh": DOCS / "optimise.zh.md"}


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_every_key(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    for name in (*SearchFields.model_fields, *ObjectiveFields.model_fields, *LimitFields.model_fields, OBJECTIVES, LIMITS):
        assert re.search(rf"\b{name}\b", page), name


def test_both_pages_have_the_same_code() -> None:
    blocks = [re.sub(r" *#.*", "", "".join(re.findall(r"```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.S))) for page in PAGES.values()]
    assert blocks[0].replace(" workers=, dask=, progress=", "") == blocks[1].replace(" workers=、dask=、progress=", "")


@pytest.mark.slow
def test_the_python_of_the_page_runs(tmp_path: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", PAGES["en"].read_text(encoding="utf-8"), re.S)[0]
    tiny = code.replace('"weeks": 52', '"weeks": 2').replace(
        '"neighbourhood.buildings": 1', '"neighbourhood.buildings": 1, "neighbourhood.floors": 2, "neighbourhood.years": 1'
    )
    tiny = tiny.replace('}, "budget")', '}, "budget", workers=0)') + "assert len(found.to_frame()) == 2 and found.finished\n"
    done = subprocess.run([sys.executable, "-c", tiny], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
