"""A fit from Python: `linli.calibrate(studies, folder)`; and which studies are meant, which the command line asks too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...model.ground.text import Text
from ...scenarios.errors import UserError, unknown
from ...scenarios.loader import load
from ...scenarios.own_survey import read_survey, survey_study
from ...scenarios.published import PublishedStudy, load_study
from ...scenarios.schema import Scenario
from ..arguments import check_path, check_seed, check_whole
from .fit import Budget, FitResult, fit, load_fit
from .space import SPACE

ALL = "all"
"""The name of all studies that linli itself is fitted to."""
_DEFAULT = Budget()


def calibrate(
    studies: str | Path | Iterable[str | Path], out: str | Path, *, scenario: str | Path | Scenario | None = None,
    constants: Iterable[str] | None = None, population: int = _DEFAULT.population, waves: int = _DEFAULT.waves, minutes: float = _DEFAULT.minutes,
    check: int = _DEFAULT.check, planted: int = _DEFAULT.recover, steps: int = _DEFAULT.steps, others: Iterable[str | Path] = (), seed: int = 1,
    processes: int = 1,
) -> FitResult:  # fmt: skip
    """Fit constants of people to published tables, or to a survey of one's own. The same call on the same folder goes on where it stopped.

        found = linli.calibrate("survey.csv", "runs/fit", scenario="mine.toml")
        found.to_frame()                                              # a row a constant: before, after, how much narrower
        linli.load("mine.toml").compare(uncertainty="runs/fit/posterior.csv")

    Args:
        studies: names of studies, their TOML files, CSV files of counts (`linli survey`), or "all": those that linli itself is fitted to.
        out: folder of the fit.
        scenario: the compound in which a survey of one's own was made; None: the default compound.
        constants: keys of those that are fitted, such as "ties.kappa"; None: all that a fit can move. The others stand at their usual values.
        population: vectors of a wave; the first has twice as many.
        waves: at most.
        minutes: at most for the waves; the one at work is finished.
        check: vectors of the result that are played for true, twice each.
        planted: so many of these are looked for in tables that were simulated with them; 0: none.
        steps: of a walk by the emulator; nothing is played in them.
        others: folders of other fits to the same studies, whose plays are learned from too.
        seed: of the search.
        processes: that play side by side. The fit does not depend on it.

    Raises:
        UserError: there is no such study or constant, a file or the folder cannot be used, or scikit-learn or emcee is not installed.
    """
    def whole(given: object, low: int, high: int, argument: str) -> int:
        return check_whole(given, low, high, argument, Text("a whole number", "整数"))

    vectors = whole(check, 2, 3000, "check")
    budget = Budget(
        whole(population, 4, 100_000, "population"), whole(waves, 1, 1000, "waves"), float(whole(minutes, 1, 100_000, "minutes")), vectors,
        recover=whole(planted, 0, vectors, "planted"), steps=whole(steps, 20, 1_000_000, "steps"), processes=whole(processes, 1, 1024, "processes"),
    )  # fmt: skip
    several = [studies] if isinstance(studies, str | Path) else list(studies)
    free = {one.key: one for one in SPACE}
    keys = list(free) if constants is None else [constants] if isinstance(constants, str) else list(constants)
    if not keys:
        raise UserError("it names no constant, so there is nothing to fit.", "没有给出常数，无可拟合。", argument="constants")
    for key in keys:
        if key not in free:
            raise unknown(key, free, Text("constant that is fitted", "可拟合的常数"), argument="constants")
    space, folder = [one for one in SPACE if one.key in keys], check_path("out", out)
    fit(chosen_studies(several, scenario), folder, seed=check_seed(seed), budget=budget, space=space, others=[check_path("others", one) for one in others])
    # What is told is what the folder holds, as linli show tells it.
    return load_fit(folder)


def chosen_studies(studies: Iterable[str | Path], scenario: str | Path | Scenario | None = None) -> list[PublishedStudy]:
    """Return the studies to fit to; those named are fitted to whatever their role.

    Args:
        studies: studies, TOML files, CSV files of counts, or "all"; none: "all".
        scenario: the compound in which the surveys (CSV) were made; None or "": the default compound.

    Raises:
        UserError: a study that does not exist, a wrong file, or a scenario where no survey is named.
    """
    from ..reproduction.reproduce import all_studies

    given = list(studies) or [ALL]
    if scenario and not any(is_survey(one) for one in given):
        raise UserError("it says where a survey was made; name its CSV file.", "它说明调查所在的小区，请同时给出调查的 CSV 文件。", argument="scenario")
    compound = scenario if isinstance(scenario, Scenario) else load(scenario) if scenario else None
    found: dict[str, PublishedStudy] = {}
    for one in given:
        if one == ALL:
            found |= {study.name: study for study in all_studies() if any(table.role == "fit" for table in study.tables)}
        elif is_survey(one):
            found[str(one)] = survey_study(read_survey(str(one)), compound)
        else:
            found[str(one)] = as_fitted(load_study(str(one)))
    return list(found.values())


def is_survey(name: str | Path) -> bool:
    """Return whether a name is that of a file of counts."""
    return str(name).lower().endswith(".csv")


def as_fitted(study: PublishedStudy) -> PublishedStudy:
    """Return a study all of whose rows are to be fitted to."""
    return study._replace(tables=tuple(table._replace(role="fit") for table in study.tables))
