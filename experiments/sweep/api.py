"""A sweep from Python: `linli.sweep(plan, folder)`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..arguments import check_path
from ..progress import shown
from ..results import Interrupted
from .execute import Where, execute
from .plan import Plan
from .result import Sweep, load_sweep

if TYPE_CHECKING:
    from ..progress import Progress


def sweep(
    plan: Plan | Mapping[str, Any] | str | Path, out: str | Path, *, workers: int | None = None, dask: str = "", retry_failed: bool = False,
    progress: Progress | bool | None = None,
) -> Sweep:
    """Work the runs of a plan and return what the folder holds then. The same plan and folder go on where they stopped.

        sweep = linli.sweep("plan.toml", "runs/frequency")
        sweep.differences("acquaintances").groupby("point").mean()

    Args:
        plan: a `Plan`, plain data laid out as a plan file, or the path of one.
        out: the folder.
        workers: processes on this machine; None: one a processor; 0: this very process. The result does not depend on it.
        dask: "local", or the address of a Dask scheduler.
        retry_failed: work runs anew whose failure is on record.
        progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.

    Raises:
        UserError: the plan or the folder cannot be used, or nobody can work.
        Interrupted: Ctrl-C; what finished is in its `result`, and in the folder.
    """
    folder = check_path("out", out)
    chosen = plan if isinstance(plan, Plan) else Plan.from_dict(plan) if isinstance(plan, Mapping) else Plan.read(check_path("plan", plan))
    with shown(progress) as told:
        ended = execute(chosen, folder, Where(workers, dask), retry_failed=retry_failed, progress=told)
    found = load_sweep(folder)
    if ended.stopped:
        raise Interrupted(cast(Any, found))
    return found
