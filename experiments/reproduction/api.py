"""Published studies from Python: `linli.load_study("van-de-bunt").reproduce()`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...model.ground.faces import Shown
from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...scenarios.published import PublishedStudy, study_names
from ...scenarios.published import load_study as load
from ...scenarios.settings import constants_with
from ..progress import Progress, shown
from .play import with_sites
from .reproduce import StudyResult, reproduce_many


class Published(Shown):
    """A published study, ready to be reproduced; `load_study` gives it.

        study = linli.load_study("van-de-bunt")
        result = study.reproduce(seed=1)
        result.to_frame()                     # a row a published figure: published, simulated, verdict
        result.score()                        # how many rows are inside, near, off, undecided

    Attributes:
        study: the study as data.
    """

    def __init__(self, study: PublishedStudy) -> None:
        """Take a checked study."""
        self.study = study

    def __repr__(self) -> str:
        return f"Published({self.study.name!r}, tables={len(self.study.tables)}, rows={sum(table.rows for table in self.study.tables)})"

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return self.study.title

    def reproduce(
        self,
        seed: int = 1,
        *,
        sites: int | None = None,
        quick: bool = False,
        threads: int | None = None,
        null: bool = True,
        constants: Constants | None = None,
        progress: Progress | bool | None = None,
        **settings: Any,
    ) -> StudyResult:
        """Play the study and set its tables beside the published ones.

        Args:
            seed: of all draws.
            sites: simulated sites; None: as the study's file says. More of them give narrower intervals.
            quick: with the fit's fewer and smaller sites.
            threads: None: one a processor. They do not change the numbers.
            null: play the null model beside it (everybody meets at random for the same hours); False takes half the time.
            constants: the constants of people; None: the one set of all studies.
            progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.
            settings: changes of constants, with "__" for a point: `ties__kappa=0.8`.

        Raises:
            UserError: no such constant, or a value that is not allowed.
        """
        study = self.study if sites is None else with_sites(self.study, sites)
        used = constants_with(base=constants, values=settings)
        with shown(progress) as told:
            return reproduce_many([study], constants=used, seed=seed, quick=quick, threads=threads, null=null, progress=told)[0]


def load_study(name_or_path: str | Path) -> Published:
    """Load and check a published study.

    Args:
        name_or_path: the name of a study that comes with linli, such as "van-de-bunt" (`study_names`), or the path of a TOML file.

    Raises:
        UserError: there is no such study, or something in it is wrong.
    """
    return Published(load(name_or_path))


def reproduce(name_or_path: str | Path, seed: int = 1, **more: Any) -> StudyResult:
    """Reproduce a published study: `load_study(name_or_path).reproduce(seed, ...)`."""
    return load_study(name_or_path).reproduce(seed, **more)


__all__ = ["Published", "load_study", "reproduce", "study_names"]
