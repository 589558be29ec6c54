"""`linli factorial` of pillars: what is up to date is not played again, and a mistake is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from linli.experiments import pillars
from linli.experiments.pillars import RECORDED, Played, arms, write_played
from linli.experiments.rows import rests_on

Line = Callable[..., tuple[int, str, str]]
FOUR = "four-innovations"


def _record(file: Path) -> None:
    ends = {arm: {name: np.array([1.0, 2.0]) + k for name in RECORDED} for k, arm in enumerate(arms())}
    write_played(Played(FOUR, (), rests_on(FOUR), 260, (1, 2), (1, 2), (3000, 3010), ends), file)


def test_a_record_that_is_up_to_date_is_written_as_pages_and_not_played(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def play(*_: object, draws: int, **__: object) -> Played:
        asked.append(draws)
        raise KeyboardInterrupt

    monkeypatch.setattr(pillars, "play", play)
    _record(tmp_path / "pages.csv")
    status, out, _ = line("factorial", FOUR, "--draws", "2", "--page", "pages.md")
    assert (status, asked) == (0, [])
    assert "pages.zh.md" in out
    assert "all four" in (tmp_path / "pages.md").read_text(encoding="utf-8")
    line("factorial", FOUR, "--draws", "3", "--page", "pages.md")
    assert asked == [3], "other draws are another record"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("everyday",), "one for each combination of party, autonomy, technology, culture"),
        (("four-innovation",), 'Did you mean "four-innovations"?'),
        ((FOUR, "--draws", "1"), "between 2 and 1,000"),
        ((FOUR, "--seeds", "0"), "between 1 and 1,000"),
        (("building-gates", "--seeds", "1"), "between 2 and 1,000"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(line: Line, given: tuple[str, ...], said: str) -> None:
    status, _, err = line("factorial", *given)
    assert status == 2
    assert said in " ".join(err.split())
