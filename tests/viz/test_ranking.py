"""The ranking as it is printed, in both languages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from linli.experiments.ranking import Beats
from linli.viz.ranking import chances_table, known, ranking_sentence
from linli.viz.terminal import Terminal

if TYPE_CHECKING:
    from linli.experiments.comparison import Comparison

MADE = cast("Comparison", SimpleNamespace(everybody=("before", "after", "talent"), seeds=tuple(range(24)), draws=tuple(k // 2 for k in range(24))))
WON, LOST, EVEN = Beats(1.0, 2.0, 1.0, 3.0), Beats(0.0, -2.0, -3.0, -1.0), Beats(0.58, 0.1, -1.0, 1.0)
FOUND = {
    ("before", "after"): LOST, ("after", "before"): WON, ("before", "talent"): LOST, ("talent", "before"): WON,
    ("after", "talent"): EVEN, ("talent", "after"): Beats(0.42, -0.1, -1.0, 1.0),
}  # fmt: skip


def test_the_table_has_a_line_and_a_column_an_arm() -> None:
    console = Terminal(record=True, width=80, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(chances_table(MADE, FOUND, "en"))
    lines = [line.split() for line in console.export_text().splitlines() if line.strip()]
    assert lines[0] == ["before", "after", "talent"]
    assert lines[-2] == ["after", "100", "%*", "–", "58", "%"]
    assert lines[-1] == ["talent", "100", "%*", "42", "%", "–"]


def test_the_ranking_says_only_what_is_known() -> None:
    arms = MADE.everybody
    assert ranking_sentence(arms, FOUND, 12, "en") == "Ranking as far as it is known: 1. after, talent (cannot be told apart); 2. before."
    assert ranking_sentence(arms, FOUND, 12, "zh") == "已知的排序：第 1 位 after、talent（无法区分）；第 2 位 before。"
    assert ranking_sentence(arms, dict.fromkeys(FOUND, EVEN), 12, "en") == "No arm is known to have more than another: there is no ranking."


def test_few_draws_rank_nothing() -> None:
    assert ranking_sentence(MADE.everybody, FOUND, 11, "en") == "Fewer than 12 draws or seeds: no ranking."


def test_what_a_chance_is_of_is_said() -> None:
    assert "12 draws" in known(MADE, "en")
    assert "2 seeds with the same constants" in known(cast("Comparison", SimpleNamespace(seeds=(1, 2), draws=())), "en")
