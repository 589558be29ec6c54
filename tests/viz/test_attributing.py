"""The table of levers, in both languages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from linli.experiments.attributing import Attribution, Part
from linli.model.society.measures import info
from linli.scenarios.schema import Scenario
from linli.viz.attributing import print_attribution
from rich.console import Console

if TYPE_CHECKING:
    from linli.experiments.comparison import Comparison

SCENARIO = Scenario.from_dict({"format": 1, "mechanisms": {"building-gates": {}}}, "levers")
MADE = cast(
    "Comparison", SimpleNamespace(infos={"acquaintances": info("acquaintances")}, draws=(), everybody=("a", "b", "c", "d"), scenario=SCENARIO)
)
PARTS = (Part("building-gates.gatherings_a_year", 1.5, 1.0, 2.0), Part("new.lever", 0.5, -0.1, 1.1))


def said(found: Attribution, language: str, console: Console) -> str:
    print_attribution(found, language=language, console=console)
    return console.export_text()


def test_parts_stand_with_their_range_and_their_share_of_the_whole(console: Console) -> None:
    text = said(Attribution(MADE, "acquaintances", Part("", 2.0, 1.4, 2.6), PARTS, 0), "en", console)
    first, second, whole = (next(line for line in text.splitlines() if name in line) for name in ("1.5", "new.lever", "all together"))
    assert "+1.5 (+1.0 … +2.0)" in first
    assert "75 %" in first
    assert "25 %" in second
    assert "100 %" in whole
    assert "4 combinations played" in text


def test_of_a_whole_that_may_be_nothing_there_are_no_shares(console: Console) -> None:
    text = said(Attribution(MADE, "acquaintances", Part("", 0.2, -0.3, 0.7), PARTS, 0), "en", console)
    assert "75 %" not in text
    assert "No shares" in text


def test_sampled_orders_say_so_in_chinese_too(console: Console) -> None:
    text = "".join(said(Attribution(MADE, "acquaintances", Part("", 2.0, 1.4, 2.6), PARTS, 16), "zh", console).split())
    assert "由抽取的16种先后次序估计" in text
    assert "合计" in text
