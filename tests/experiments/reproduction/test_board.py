"""How rows are counted for the scoreboard."""

from __future__ import annotations

from linli.experiments.reproduction.board import Counted, Tally


def row(verdict: str, null: str | None = None, spared: bool = False) -> Counted:
    return Counted("a study", 0, 0, "fit", verdict, null, spared)  # type: ignore[arg-type]


def test_rows_are_counted_by_how_they_stand_and_what_nothing_fails_is_apart() -> None:
    listed = [row("inside", "inside"), row("inside", "off"), row("near"), row("off"), row("off"), row("undecided", "inside")]
    listed.append(row("inside", "inside", spared=True))
    found = Tally.of(listed)
    assert found == Tally(inside=2, near=1, off=2, undecided=1, null=2, spared=1)
    assert found.rows == 6


def test_of_no_rows_all_counts_are_zero() -> None:
    assert Tally.of([]) == Tally() == Tally(0, 0, 0, 0, 0, 0)
    assert Tally().rows == 0
