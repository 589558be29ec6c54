from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.calibration.posterior import LARGEST_FILE, MOST_VECTORS, SHIPPED, Posterior, read_posterior, write_posterior
from linli.scenarios.errors import UserError


def refusal(tmp_path: Path, raw: bytes) -> str:
    (tmp_path / "p.csv").write_bytes(raw)
    with pytest.raises(UserError) as refused:
        read_posterior(tmp_path / "p.csv")
    assert "p.csv" in refused.value.say("zh")
    assert len(str(refused.value)) < 1500
    return str(refused.value)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"ties.kappa,ties.kappa\n0.5,0.6\n", "twice"),
        (b"ties.kappa,ties.kapa\n0.5,0.6\n", 'there is no constant "ties.kapa". Did you mean "ties.kappa"?'),
        (b"ties.kappa\n-1\n", "line 2: -1 is out of bounds. It must lie between"),
        (b"ties.kappa\n0.5\nnan\n", "line 3: "),
        (b"ties.kappa\nhalf\n", 'line 2: "half" is not a number'),
        (b"ties.kappa\n", "no lines"),
        (b"", "empty"),
        (b"ties.kappa\n" + b"1" * 140_000 + b"\n", "longer than any that is read"),
        (b"ties.kappa\n0.5,0.6\n", "line 2"),
        (b"ties.kappa\n" + b"0.5\n" * (MOST_VECTORS + 1), f"it holds {MOST_VECTORS + 1:,} vectors; from 1 to {MOST_VECTORS:,} are read"),
        (b"ties.kappa\n" + b"0.50000000\n" * (LARGEST_FILE // 10), "larger than 4,000,000 bytes"),
    ],
)
def test_what_is_no_posterior_is_refused_with_its_line(tmp_path: Path, raw: bytes, says: str) -> None:
    assert says in refusal(tmp_path, raw)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.csv")
    with pytest.raises(UserError, match="not a regular file"):
        read_posterior(tmp_path / "p.csv")
    (tmp_path / "q.csv").write_bytes(b"ties.kappa\n0.5\n")
    os.mkfifo(tmp_path / "q.json")
    assert read_posterior(tmp_path / "q.csv").facts == {}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    shipped = read_posterior(SHIPPED)
    assert len(shipped.draws) == 300
    made = Posterior(shipped.keys[:2], shipped.draws[:7, :2], {"seed": 3})
    write_posterior(made, tmp_path / "p.csv")
    found = read_posterior(tmp_path / "p.csv")
    assert found.keys == made.keys
    assert found.facts == {"seed": 3}
    np.testing.assert_allclose(found.draws, made.draws, rtol=1e-4)
