"""A survey on the page *Why*: beside the model, and what it does to the range."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.model.questions.own_survey import FORM
from linli.scenarios.loader import load
from linli.scenarios.own_survey import sheet
from linli.viz.dashboard.compound.draft import keep
from linli.viz.dashboard.controller import Controller
from linli.viz.dashboard.pages.surveyed import OwnSurveyed
from linli.viz.dashboard.state import first_state
from linli.viz.telling import story_of_comparison

DRAWS = 24
FOREIGN = {"en": "[\u3000-\u9fff\uff00-\uffef]", "zh": r"[A-Za-z]{2}"}
NAMES = r"linli (survey|calibrate)|answers\.csv"
MODEL = {"strangers": np.linspace(0.1, 0.6, DRAWS), "came_quarter": np.full(DRAWS, 0.1), "trust_neighbours": np.full(DRAWS, 0.5)}


def texts(widget: Any) -> Iterator[str]:
    """Yield what a widget and all in it say."""
    for one in (*getattr(widget, "children", ()), getattr(widget, "unsafe_innerHTML", ""), getattr(widget, "template", "")):
        if isinstance(one, str):
            yield re.sub("<[^>]+>", " ", one)
        else:
            yield from texts(one)


def said(comparison: Comparison, language: str, names: tuple[int, ...]) -> str:
    """Hand a survey in and return what the page says of it."""
    import solara

    counts = {kind.name: [20] * len(kind.answers.texts) for kind in FORM} | {"own-names": names}
    controller = Controller(first_state(load("building-gates"), language))
    keep(controller, files=(("answers.csv", sheet("both", counts)),))
    box, rendered = solara.render(OwnSurveyed(controller, comparison, story_of_comparison(comparison), "after", language), handle_error=False)
    found = " ".join(texts(box))
    rendered.close()
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_survey_stands_beside_the_draws_and_leaves_a_range_or_says_that_too_few_are_left(
    make_comparison: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    made = make_comparison(seeds=DRAWS)
    drawn = replace(made, draws=tuple(range(DRAWS)), drawn=(1, 0, 1), vectors={}, _differences={})
    monkeypatch.setattr(Comparison, "starts", lambda self, name: MODEL.get(name, np.full(DRAWS, 0.5)))
    # Half of those asked know fewer than three by name: some draws lie near, others far.
    found = said(drawn, language, (100, 150, 60, 60, 60, 70))
    assert not re.search(FOREIGN[language], re.sub(NAMES, "", found))
    assert ("acquaintances a resident; without it" if language == "en" else "计入问卷后：人均熟人") in found
    assert "{" not in found
    few = said(drawn, language, (900, 90, 5, 2, 2, 1))
    assert ("too few for a range" if language == "en" else "不足以给出范围") in few
    # Without draws the model is told by its seeds, and no range.
    seeds = said(made, language, (100, 150, 60, 60, 60, 70))
    assert ("lowest to highest seed" if language == "en" else "最低至最高") in seeds
    assert ("has been drawn" if language == "en" else "作抽取之后") in seeds
