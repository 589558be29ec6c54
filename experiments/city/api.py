"""A city from Python: `linli.city(plan, folder)`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..arguments import check_path
from ..progress import shown
from ..results import Interrupted
from ..sweep.execute import Where
from .execute import execute
from .plan import CityPlan
from .result import City, load_city

if TYPE_CHECKING:
    from ..progress import Progress


def city(
    plan: CityPlan | Mapping[str, Any] | str | Path, out: str | Path, *, workers: int | None = None, dask: str = "", progress: Progress | bool | None = None
) -> City:
    """Live a city and return what the folder holds then. The same city and folder go on where they stopped.

        city = linli.city("city.toml", "runs/city")
        city.means.query("measure == 'acquaintances'")

    Args:
        plan: a `CityPlan`, plain data laid out as a city's file, or the path of one.
        out: the folder.
        workers: processes on this machine; None: one a processor; 0: this very process. The result does not depend on it.
        dask: "local", or the address of a Dask scheduler whose workers see the folder under the same path.
        progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.

    Raises:
        UserError: the city or the folder cannot be used, nobody can work, or a community failed.
        Interrupted: Ctrl-C; what finished is in its `result`, and in the folder.
    """
    folder = check_path("out", out)
    chosen = plan if isinstance(plan, CityPlan) else CityPlan.from_dict(plan) if isinstance(plan, Mapping) else CityPlan.read(check_path("plan", plan))
    with shown(progress) as told:
        ended = execute(chosen, folder, Where(workers, dask), progress=told)
    found = load_city(folder)
    if ended.stopped:
        raise Interrupted(cast(Any, found))
    return found
