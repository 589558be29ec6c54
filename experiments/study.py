"""A study: a checked scenario, ready to be run and compared from Python."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.ground.faces import Shown
from ..model.ground.numbers import plain
from ..scenarios.errors import UserError
from .arguments import check_path
from .progress import shown

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .comparison import Comparison
    from .progress import Progress
    from .results import RunResult


class Study(Shown):
    """What `linli.load` gives back.

        study = linli.load("building-gates")
        run = study.run(seed=1)
        run.summary()
        run.plot("growth")
        study.compare(seeds=20).summary()

    Attributes:
        scenario: the scenario.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Take a checked scenario."""
        self.scenario = scenario

    def __repr__(self) -> str:
        return f"Study({self.scenario.name!r}, arms={list(self.arms)})"

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms; the first is the counterfactual of the others."""
        return self.scenario.arms

    def set(self, **settings: Any) -> Study:
        """Return a study with other settings.

        Args:
            settings: keys of the scenario, with "__" for a point: `gatherings_a_year=24`, `population__renters=0.3`. Numbers of numpy
                and pandas are welcome.

        Raises:
            UserError: no such key, or a value that is not allowed.
        """
        return Study(self.scenario.with_settings(values=settings)) if settings else self

    def run(
        self,
        seed: int | None = None,
        arm: str | None = None,
        weeks: int | None = None,
        threads: int | None = None,
        *,
        out: str | Path | None = None,
        snapshot_weeks: Iterable[int] = (),
        progress: Progress | bool | None = None,
        **settings: Any,
    ) -> RunResult:
        """Run an arm and, beside it, its counterfactual (the scenario's first arm).

        Args:
            seed: the seed of all draws; None: the scenario's.
            arm: name of the arm; None: the second of the scenario, or the only one.
            weeks: length of the run; None: the scenario's.
            threads: threads to use; None: one a processor. They do not change the outcome.
            out: folder to write the run to; None: nowhere.
            snapshot_weeks: scenario weeks whose ties and residents are kept.
            progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.
            settings: other settings, as in `set`.

        Raises:
            UserError: an input that cannot be used.
            Interrupted: Ctrl-C; what was done until then is in its `result`.
        """
        from .run import run_scenario

        scenario = self.set(**settings).scenario
        with shown(progress) as told:
            return run_scenario(scenario, arm=arm, seed=seed, weeks=weeks, threads=threads, out=out, snapshot_weeks=snapshot_weeks, progress=told)

    def compare(
        self,
        arms: Iterable[str] | None = None,
        seeds: int | Iterable[int] | None = None,
        weeks: int | None = None,
        threads: int | None = None,
        *,
        out: str | Path | None = None,
        progress: Progress | bool | None = None,
        uncertainty: bool | str | Path = False,
        draws: int | None = None,
        **settings: Any,
    ) -> Comparison:
        """Run arms on several seeds and compare them in pairs on common random numbers.

        Args:
            arms: names, the first is the one to compare with; None: all.
            seeds: how many, counted up from the scenario's seed, or the seeds themselves; None: 10. With `uncertainty`: how many of each
                draw; None: 2.
            weeks: length of a run; None: the scenario's.
            threads: threads to use; None: one a processor. They do not change the numbers.
            out: folder to write the comparison to; None: nowhere.
            progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.
            uncertainty: True: people live with `draws` sets of constants, from the posterior that comes with linli and from the ranges of the
                others, and effects are told as their median and their 5 to 95 % range over draws, luck apart; a path: from the posterior in
                this file (`linli calibrate` makes one).
            draws: how many draws; None: 24.
            settings: other settings, as in `set`.

        Raises:
            UserError: an input that cannot be used.
            Interrupted: Ctrl-C; the seeds that had finished are in its `result`.
        """
        from .compare import compare

        posterior = None
        given = plain(uncertainty)
        if given:
            from .calibration.posterior import read_posterior

            posterior = read_posterior() if given is True else read_posterior(check_path("uncertainty", given))
        elif draws is not None:
            raise UserError("it is used with uncertainty only.", "须与 uncertainty 同用。", argument="draws")
        scenario = self.set(**settings).scenario
        with shown(progress) as told:
            return compare(scenario, arms=arms, seeds=seeds, weeks=weeks, threads=threads, out=out, progress=told, posterior=posterior, draws=draws)
