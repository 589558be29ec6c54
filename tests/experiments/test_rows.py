"""The record of rows: what it rests on, when it is out of date, and that a played row says what the comparison says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.experiments import rows
from linli.experiments.calibration.posterior import Posterior
from linli.experiments.claims import asked_of
from linli.experiments.compare import compare
from linli.experiments.row_record import Effect, read_effects, write_effects
from linli.experiments.rows import MEASURES, checked, play_row, rests_on, row_names, stale
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load
from linli.viz.rows_page import rows_page, write_rows

POSTERIOR = Posterior(("ties.kappa",), np.array([[0.4], [0.5]]), {})
SMALL = ["neighbourhood.buildings=1", "neighbourhood.entrances=1"]


def effect(measure: str, low: float, median: float, high: float, row: str = "building-gates") -> Effect:
    return Effect(row, "after", measure, median, low, high, 1.0, 5.0, 5.0 + median, 12, 3000, 260, rests_on(row))


def test_a_record_says_when_it_is_out_of_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "effects.csv"
    assert read_effects(file) == []
    assert stale([]) == row_names()
    assert "building-gates" in row_names()
    assert "everyday" not in row_names()
    told = [effect(measure, 1.0, 2.0, 3.0) for measure in asked_of("building-gates")]
    write_effects(told[1:], file)
    assert "building-gates" in stale(read_effects(file)), "a measure that the ledger of claims asks for is not in it"
    write_effects(told, file)
    kept = read_effects(file)
    assert kept == told
    assert "building-gates" not in stale(kept)
    rests_on.cache_clear()
    monkeypatch.setattr(rows, "bare", lambda text: text + "x = 1")
    try:
        assert "building-gates" in stale(kept), "another mechanism"
    finally:
        rests_on.cache_clear()


def test_a_mechanism_rests_on_its_own_files_and_on_no_other_mechanism() -> None:
    own = list(rows._sources("building-gates"))
    text = "\n".join(own)
    assert "class BuildingGates(" in text
    assert "class GateParameters" in text or "class BuildingGatesParameters" in text
    assert "class OrdinaryLife(" not in text


@pytest.mark.parametrize(("content", "sentence"), [("row,arm\nx,y\n", "no record of rows"), ("\xff\xfe", "no record of rows")])
def test_what_is_no_record_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "effects.csv"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(UserError, match=sentence):
        read_effects(file)


def test_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="building-gates"):
        checked(["building-gate"])
    assert checked([]) == row_names()


def test_a_played_row_is_the_comparison_under_the_same_draws(tmp_path: Path) -> None:
    found = play_row("building-gates", draws=2, weeks=6, settings=SMALL, threads=2, posterior=POSTERIOR)
    assert [one.measure for one in found] == list(dict.fromkeys((*MEASURES, *asked_of("building-gates"))))
    scenario = load("building-gates").with_settings(SMALL)
    same = compare(scenario, arms=["before", "after"], draws=2, seeds=1, weeks=6, threads=1, posterior=POSTERIOR)
    known = same.difference("after", "acquaintances")
    assert (found[0].median, found[0].low, found[0].high) == (known.centre, known.low, known.high)
    assert (found[0].without, found[0].with_) == (known.without, known.with_)
    yuan = next(one for one in found if one.measure == "yuan")
    assert yuan.median == pytest.approx(same.difference("after", "yuan").centre * 52 / 6)
    assert (found[0].weeks, found[0].draws) == (6, 2)
    pages = write_rows(found, tmp_path / "README.md")
    assert [path.name for path in pages] == ["README.md", "README.zh.md"]


def test_the_page_tells_what_cannot_be_told_apart_and_keeps_harm() -> None:
    effects = [
        effect("acquaintances", -0.5, 0.2, 1.0), effect("strangers", 0.01, 0.03, 0.05), effect("trust_neighbours", 0.0, 0.0, 0.0),
        effect("trust_institutions", -0.04, -0.02, -0.01), effect("yuan", 9_000.0, 10_000.4, 12_000.0), effect("staff_hours", 1.0, 2.0, 3.0),
        effect("volunteer_hours", 1.0, 2.0, 3.0),
    ]  # fmt: skip
    page = rows_page(effects, "en", Path("docs/rows/README.md"))
    line = next(line for line in page.splitlines() if line.startswith("| [building-gates]"))
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[0] == "[building-gates](building-gates.md) (3,000 residents, 260 weeks)"
    assert cells[1:6] == ["after", "not distinguishable (−0.5 … +1.0)", "+3 (+1 … +5) points", "none", "−0.020 (−0.040 … −0.010)"]
    assert cells[6] == "+10,000 (+9,000 … +12,000)"
    assert "政策后 | 无法区分" in rows_page(effects, "zh", Path("docs/rows/README.md"))
