"""docs/city.md and its Chinese twin: their codebook is the code's, they name every key and rule, their Python runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from linli.experiments.city.book import TABLES
from linli.experiments.city.fields import RULES, CityFields, DistrictFields, TableFields
from linli.experiments.codebook import markdown

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "city.md", "zh": DOCS / "city.zh.md"}


def codebook(language: str) -> str:
    """Return what stands between the marks of the page."""
    return "\n\n".join(f"### `{table.name}`\n\n{table.about.say(language)}\n\n{markdown(table, language)}" for table in TABLES)


@pytest.mark.parametrize("language", PAGES)
def test_the_codebook_of_the_page_is_that_of_the_code(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    found = page.partition("<!-- codebook -->\n")[2].partition("\n<!-- end -->")[0]
    assert found == codebook(language), f"{PAGES[language].name}: put the codebook in anew"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_every_key_and_rule(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    keys = {*CityFields.model_fields, *TableFields.model_fields, *DistrictFields.model_fields} - {"format", "title", "presets"}
    for name in (*keys, *RULES):
        assert re.search(rf"`\"?{name}\"?`", page), name


def test_both_pages_have_the_same_code() -> None:
    blocks = [re.sub(r" *#.*", "", "".join(re.findall(r"```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.S))) for page in PAGES.values()]
    assert blocks[0] == blocks[1]


def test_the_python_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    block = re.findall(r"```python\n(.*?)```", PAGES["en"].read_text(encoding="utf-8"), re.S)[0]
    names: dict[str, object] = {}
    exec(block.replace("workers=1", "workers=0"), names)
    assert len(names["city"].ends) == 6  # type: ignore[attr-defined]
