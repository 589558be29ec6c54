"""Opening a folder that linli wrote, whatever it holds: a run, a comparison, reproduced studies, a fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from .calibration.fit import FACTS, FitResult, load_fit
from .comparison import Comparison
from .loading import damaged, load_result
from .reproduction.kept import RESULTS, Reproduction, read_kept
from .results import RunResult
from .store import MANIFEST

if TYPE_CHECKING:
    from ..scenarios.errors import UserError

Kept = RunResult | Comparison | Reproduction | FitResult


def open(folder: str | Path) -> Kept:
    """Open a folder that `linli run`, `compare`, `reproduce` or `calibrate` wrote, or that `save` wrote.

        run = linli.open("runs/building-gates-after-1")
        run.summary()

    Args:
        folder: the folder.

    Returns:
        The run, without its societies; the comparison; the studies reproduced; or the fit.

    Raises:
        UserError: there is no such folder, it is damaged, a newer linli wrote it, or an older one that did not keep what was printed.
    """
    place = Path(folder)
    if (place / FACTS).is_file() and not (place / MANIFEST).exists():
        return load_fit(place)
    if _kind(place) != "reproduction":
        return load_result(place)
    try:
        if not (place / RESULTS).is_file():
            raise _older(place)
        return read_kept(place)
    except (OSError, ValueError) as error:
        from ..scenarios.errors import UserError

        if isinstance(error, UserError):
            raise
        raise damaged(place, error) from None


def _kind(folder: Path) -> str:
    """Return what a manifest says that it is of; "" where there is none, which `load_result` then says in a sentence."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(manifest.get("kind", "")) if isinstance(manifest, dict) else ""


def _older(folder: Path) -> UserError:
    from ..scenarios.errors import UserError, show

    given = show(str(folder))
    return UserError(
        f"{given} holds studies that an older linli reproduced; it has no {RESULTS}. The rows stand in rows.csv.",
        f"{given} 是旧版 linli 的重现结果，没有 {RESULTS}。各行见 rows.csv。",
    )
