"""The search by Optuna's NSGA-II (Deb et al. 2002; limits by constrained domination), a generation at a time.

Optuna keeps nothing on disk here. What it proposes rests on its seed and on what it was told, in order; so a search that goes on is told again what the
folder holds, and proposes what it would have proposed undisturbed. There is one record of what was played, and it cannot fall behind another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.ground.text import Text
from ...scenarios.errors import UserError
from .plan import SearchPlan

if TYPE_CHECKING:
    from ..sweep.designs import Parameter, Point, Value

NEED_OPTUNA = Text(
    'a search needs optuna; install it with: pip install "linli[experiments]"', '优化需要 optuna，请安装：pip install "linli[experiments]"'
)


class Search:
    """Proposes points, and learns what came of them.

    Args:
        plan: what is searched.
    """

    def __init__(self, plan: SearchPlan) -> None:
        """Know nothing yet.

        Raises:
            UserError: optuna is not installed.
        """
        try:
            import optuna
        except ImportError:
            raise UserError(*NEED_OPTUNA) from None
        self._plan = plan
        sampler = optuna.samplers.NSGAIISampler(population_size=plan.search.population, seed=plan.search.seed)
        with _quiet():
            self._study = optuna.create_study(directions=["maximize" if one.sign > 0 else "minimize" for one in plan.objectives], sampler=sampler)
        self._ranges = {one.key: _distribution(one, values) for one, values in zip(plan.base.parameters, plan.levers, strict=True)}
        self._asked: list[Any] = []
        self._scales: np.ndarray | None = None

    def ask(self) -> list[Point]:
        """Return the points of the next generation; one may have been there before."""
        self._asked = [self._study.ask(self._ranges) for _ in range(self._plan.search.population)]
        return [self._point(trial.params) for trial in self._asked]

    def tell(self, found: Mapping[Point, np.ndarray | None]) -> None:
        """Learn what came of the points of the generation that was asked for.

        Args:
            found: point -> float [asked], what came of it on average; None: a run of it failed, or it has no value.
        """
        import optuna

        plan = self._plan
        points = [self._point(trial.params) for trial in self._asked]
        if self._scales is None:
            known = [values for point in dict.fromkeys(points) if (values := found[point]) is not None]
            self._scales = scales_of(plan, np.array(known).reshape(-1, len(plan.asked)))
        for trial, point in zip(self._asked, points, strict=True):
            values = found[point]
            if values is None:
                self._study.tell(trial, state=optuna.trial.TrialState.FAIL)
                continue
            for k, excess in enumerate((excesses(plan, values[None])[0] / self._scales).tolist()):
                trial.set_constraint(f"limit {k}", excess)
            self._study.tell(trial, [float(values[plan.asked.index(one.asked)]) for one in plan.objectives])

    def _point(self, params: Mapping[str, Any]) -> Point:
        return tuple(_value(one, values, params[one.key]) for one, values in zip(self._plan.base.parameters, self._plan.levers, strict=True))


def excesses(plan: SearchPlan, values: np.ndarray) -> np.ndarray:
    """Return float64 [points, limits], by how much each limit is passed (below 0: by how much it is not), from values [points, asked]."""
    columns = [one.sign * (values[:, plan.asked.index(one.asked)] - one.bound) for one in plan.limits]
    return np.stack(columns, axis=1) if columns else np.zeros((len(values), 0))


def scales_of(plan: SearchPlan, first: np.ndarray) -> np.ndarray:
    """Return float64 [limits], in what each limit's excess is counted, so that yuan do not outweigh acquaintances: its spread over the first generation.

    Args:
        plan: what is searched.
        first: float64 [points, asked], what came of the points of the first generation.
    """
    spread = excesses(plan, first).std(axis=0) if len(first) else np.zeros(len(plan.limits))
    return np.where(spread > 0.0, spread, 1.0)


def _distribution(one: Parameter, values: tuple[Value, ...]) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if values:
        ordered = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        return IntDistribution(0, len(values) - 1) if ordered else CategoricalDistribution(range(len(values)))
    if one.whole:
        return IntDistribution(int(one.low), int(one.high), log=one.log)
    return FloatDistribution(one.low, one.high, log=one.log)


def _value(one: Parameter, values: tuple[Value, ...], given: Any) -> Value:
    if values:
        return values[int(given)]
    return int(given) if one.whole else float(given)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Optuna say only what is wrong, and then speak as before."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        yield
    finally:
        optuna.logging.set_verbosity(before)
