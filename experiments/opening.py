"""Opening a folder that linli wrote, whatever it holds: a run, a comparison, reproduced studies, a fit, a sweep, a search, a city, one compound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.ground.refusal import InputError
from ..scenarios.json_text import from_json
from .calibration.fit import FitResult, load_fit
from .calibration.kept import FACTS
from .checksums import check_manifest, checked_tables
from .city.folder import KIND as CITY
from .city.result import City, load_city
from .comparison import Comparison
from .loading import damaged, load_result, refuse_newer
from .local.fit import LocalFit, load_local
from .local.folder import KIND as LOCAL
from .local.folder import REHEARSAL
from .local.rehearsal import Rehearsal, load_rehearsal
from .optimise.folder import KIND as SEARCH
from .optimise.result import SearchResult, load_search
from .places import MANIFEST
from .reproduction.kept import FORMAT, RESULTS, Reproduction, read_kept
from .results import RunResult
from .sweep.result import Sweep, load_sweep
from .sweep.store import KIND as SWEEP

if TYPE_CHECKING:
    from ..scenarios.errors import UserError

Kept = RunResult | Comparison | Reproduction | FitResult | Sweep | SearchResult | City | LocalFit | Rehearsal

_LOADS: dict[str, Callable[[Path], Kept]] = {
    SWEEP: load_sweep, SEARCH: load_search, CITY: load_city, LOCAL: load_local, REHEARSAL: load_rehearsal,
}  # fmt: skip
"""Kind of a folder of experiments -> what reads it."""


def open(folder: str | Path) -> Kept:
    """Open a folder that `linli run`, `compare`, `reproduce`, `calibrate`, `sweep`, `optimise`, `city` or `local` wrote, or that `save` wrote.

        run = linli.open("runs/building-gates-after-1")
        run.summary()

    Args:
        folder: the folder.

    Returns:
        The run, without its societies; the comparison; the studies reproduced; the fit, of people in general or of one compound; the rehearsal; the sweep,
        the search or the city, as far as it has come.

    Raises:
        UserError: there is no such folder, it is damaged, a newer linli wrote it, or an older one that did not keep what was printed; or it holds a fit that
            has not come to its end.
    """
    place = Path(folder)
    if (place / FACTS).is_file() and not (place / MANIFEST).exists():
        return load_fit(place)
    manifest = _manifest(place)
    if (load := _LOADS.get(str(manifest.get("kind")))) is not None:
        return load(place)
    if manifest.get("kind") != "reproduction":
        return load_result(place)
    try:
        refuse_newer(place, manifest | {"format": int(manifest.get("format", 0))}, FORMAT)
        if not (place / RESULTS).is_file():
            raise _older(place)
        check_manifest(manifest)
        checked_tables(place, manifest)
        return read_kept(place)
    except InputError:
        raise
    except (OSError, ValueError, TypeError) as error:
        raise damaged(place, error) from None


def _manifest(folder: Path) -> dict[str, Any]:
    """Return a manifest; nothing where there is none that can be read, which `load_result` then says in a sentence."""
    try:
        manifest = from_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _older(folder: Path) -> UserError:
    from ..scenarios.errors import UserError, show

    given = show(str(folder))
    return UserError(
        f"{given} holds studies that an older linli reproduced; it has no {RESULTS}. The rows stand in rows.csv.",
        f"{given} 是旧版 linli 的重现结果，没有 {RESULTS}。各行见 rows.csv。",
    )
