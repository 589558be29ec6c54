"""A search from Python: `linli.optimise(plan, folder)`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..arguments import check_path
from ..progress import shown
from ..results import Interrupted
from ..sweep.execute import Where
from .plan import SearchPlan
from .result import SearchResult, load_search
from .work import work

if TYPE_CHECKING:
    from ..progress import Progress


def optimise(
    plan: SearchPlan | Mapping[str, Any] | str | Path, out: str | Path, *, workers: int | None = None, dask: str = "", progress: Progress | bool | None = None
) -> SearchResult:
    """Search the best use of a budget, play what was found again with fresh seeds, and return both. The same plan and folder go on where they stopped.

        found = linli.optimise("plan.toml", "runs/budget")
        found.to_frame()                      # finalists, with intervals from seeds that they were not chosen by
        found.best, found.alike(found.best)   # the best point, and those that cannot be told from it

    Args:
        plan: a `SearchPlan`, plain data laid out as a plan file, or the path of one.
        out: the folder.
        workers: processes on this machine; None: one a processor; 0: this very process. The result does not depend on it.
        dask: "local", or the address of a Dask scheduler.
        progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.

    Raises:
        UserError: the plan or the folder cannot be used, optuna is not installed, or nobody can work.
        Interrupted: Ctrl-C; what finished is in its `result`, and in the folder.
    """
    folder = check_path("out", out)
    chosen = plan if isinstance(plan, SearchPlan) else SearchPlan.from_dict(plan) if isinstance(plan, Mapping) else SearchPlan.read(check_path("plan", plan))
    with shown(progress) as told:
        ended = work(chosen, folder, Where(workers, dask), told)
    found = load_search(folder)
    if not ended:
        raise Interrupted(cast(Any, found))
    return found
