"""docs/gallery.md: every figure is in it, the pages are those of the code, and each picture was drawn by the files that draw it now.

If this fails: linli gallery --page docs/gallery.md
"""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.model.ground.text import LANGUAGES
from linli.scenarios.loader import load
from linli.viz.figures import SIZES
from linli.viz.gallery import CASES, IMAGES, READ, WIDE, figure_hash, gallery_page, image_of
from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = tuple(name for case in CASES for name in case.figures)


@pytest.mark.parametrize(("name", "language"), [("gallery.md", "en"), ("gallery.zh.md", "zh")])
def test_the_page_is_that_of_the_code(name: str, language: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == gallery_page(language, Path("docs/gallery.md"))


def test_every_figure_is_shown_once_with_a_sentence_on_what_to_read_from_it() -> None:
    assert sorted(SHOWN) == sorted(SIZES), "a new figure needs a place in CASES and a sentence in READ (viz/gallery.py)"
    assert set(READ) == set(SHOWN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_each_picture_is_small_and_of_the_files_that_draw_it_now(name: str, language: str) -> None:
    place = DOCS / image_of(name, language)
    with Image.open(place) as image:
        assert image.width == WIDE
        assert image.info["linli.figure"] == figure_hash(name)
    assert place.stat().st_size < 90_000


def test_no_picture_lies_there_that_the_page_does_not_show() -> None:
    expected = {Path(image_of(name, language)).name for name in SHOWN for language in LANGUAGES}
    assert {path.name for path in (DOCS / IMAGES).iterdir()} == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario)
def test_the_comparisons_of_the_page_are_of_arms_that_the_scenarios_have(case: object) -> None:
    scenario = load(case.scenario)  # type: ignore[attr-defined]
    assert set(case.arms) <= set(scenario.arms)  # type: ignore[attr-defined]
