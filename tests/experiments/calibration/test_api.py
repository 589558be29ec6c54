"""A fit from Python: what is asked for is what is fitted, in the terms of the command line, and what cannot be is refused in a sentence."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import linli
import numpy as np
import pytest
from linli.experiments.calibration import api
from linli.experiments.calibration.api import chosen_studies
from linli.experiments.calibration.fit import FitResult
from linli.experiments.calibration.posterior import Posterior
from linli.experiments.calibration.space import SPACE
from linli.scenarios.errors import UserError


def result(draws: np.ndarray) -> FitResult:
    posterior = Posterior(("ties.kappa", "ties.w0"), draws, {})
    return FitResult(posterior, 1, 8, (1.0, 2.0), 3.0, 20.0, 1.0, 10.0, (0.5, 0.5, 0.9), math.nan, 4, (0.5,))


def test_a_row_a_constant_says_how_much_narrower_it_is() -> None:
    """One constant fills its prior evenly, the other is known to a tenth of its width."""
    kappa, w0 = (next(free for free in SPACE if free.key == key) for key in ("ties.kappa", "ties.w0"))
    even = np.linspace(0.0, 1.0, 2001)
    shares = np.column_stack([even, 0.45 + 0.1 * even])
    draws = np.column_stack([free.low * (free.high / free.low) ** shares[:, k] for k, free in enumerate((kappa, w0))])
    table = result(draws).to_frame()
    assert table.index.tolist() == ["ties.kappa", "ties.w0"]
    assert table["narrower"].tolist() == pytest.approx([0.0, 0.9], abs=1e-9)
    assert table.loc["ties.w0", "median"] == pytest.approx(math.sqrt(w0.low * w0.high))
    assert table.loc["ties.kappa", ["before_low", "before_high"]].tolist() == [kappa.low, kappa.high]


def test_what_is_asked_for_is_fitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def fit(studies: Any, folder: Path, **more: Any) -> None:
        asked.update(more, names=[study.name for study in studies], folder=folder)

    monkeypatch.setattr(api, "fit", fit)
    monkeypatch.setattr(api, "load_fit", lambda folder: folder)
    keys = ["ties.w0", "ties.kappa"]
    linli.calibrate("southern-women", tmp_path / "fit", constants=keys, population=6, waves=2, minutes=3, check=4, planted=1, steps=30, seed=7)
    assert asked["names"] == ["southern-women"]
    assert [free.key for free in asked["space"]] == sorted(keys), "in the order of the space"
    assert asked["budget"][:7] == (6, 2, 3.0, 4, 2, 1, 30)
    assert (asked["seed"], asked["folder"]) == (7, tmp_path / "fit")


def test_named_studies_are_fitted_to_whatever_their_role() -> None:
    (study,) = chosen_studies(["southern-women"])
    assert {table.role for table in study.tables} == {"fit"}
    assert len(chosen_studies([])) > 5


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"constants": ["ties.kapa"]}, "ties.kappa"), ({"constants": []}, "nothing to fit"),
        ({"scenario": "everyday"}, "name its CSV file"), ({"check": 1}, "between 2 and"),
        ({"planted": 5, "check": 4}, "between 0 and 4"), ({"studies": "van-de-bund"}, "van-de-bunt"),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted_is_refused(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    given = {"studies": "van-de-bunt", "out": tmp_path / "fit", **more}
    with pytest.raises(UserError, match=said):
        linli.calibrate(**given)
    assert not (tmp_path / "fit").exists()
