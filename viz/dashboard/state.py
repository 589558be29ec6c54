"""What a page of the dashboard shows, in one frozen value: the scenario, what is compared, which page, which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model.founding import size
from ...model.ground.text import Text
from ...scenarios.errors import UserError

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario

MOST_PACKAGES = 4
"""Packages beside *without* that stand side by side."""
MOST_SEEDS, SEEDS = 50, 10
MOST_DRAWS, DRAWS = 60, 24
SEEDS_A_DRAW = 2
MOST_RESIDENTS = 30_000
"""Residents of a scenario of one browser session. With 48 slots a resident takes about 1,100 bytes, so a session takes some 40 MB an arm at most."""
MOST_WEEKS = 1_040
FIRST_PAGE = "compare"


@dataclass(frozen=True)
class State:
    """What a page shows. It is the same after a reload, on another computer and after the server was killed: a link holds it all (link.py).

    Attributes:
        scenario: the whole scenario; each package is one of its arms.
        chosen: arms that are compared, *without* first.
        seeds: how many seeds are compared; with draws, how many of each draw.
        draws: how many draws of what is not known about people; 0: none.
        page: name of the page.
        language: "en" or "zh".
        package: the package that pages other than *Compare* are about; "": the first.
        colouring: how the map colours residents, a name of `COLOURINGS`; "": the first way.
        opened: True if the scenario came with the command that started the server, as a file with a roster of its own.
    """

    scenario: Scenario
    chosen: tuple[str, ...]
    seeds: int = SEEDS
    draws: int = 0
    page: str = FIRST_PAGE
    language: str = "en"
    package: str = ""
    colouring: str = ""
    opened: bool = False

    @property
    def looked_at(self) -> str:
        """The package that pages are about."""
        return self.package if self.package in self.scenario.arms else (self.packages or self.chosen)[0]

    @property
    def packages(self) -> tuple[str, ...]:
        """The arms beside *without*."""
        return self.chosen[1:]


def first_state(scenario: Scenario, language: str, opened: bool = False) -> State:
    """Return the state in which a scenario is first shown: *without* and its second arm.

    Raises:
        UserError: the scenario is too large for a browser session.
    """
    return State(bounded(scenario), tuple(scenario.arms[:2]), language=language, opened=opened)


def bounded(scenario: Scenario) -> Scenario:
    """Return the scenario.

    Raises:
        UserError: a browser session may not have so many residents or weeks, or it has nothing to compare.
    """
    residents = 0.0
    if not scenario.roster.residents:
        residents = size.expected_residents(scenario.neighbourhood, scenario.population)[0] * scenario.neighbourhood.resolved().communities
    if residents > MOST_RESIDENTS:
        raise UserError(
            f"about {residents:,.0f} residents; the dashboard takes up to {MOST_RESIDENTS:,}. Use linli run for more.",
            f"约 {residents:,.0f} 名居民；网页最多允许 {MOST_RESIDENTS:,} 名。更多请用 linli run。", file=scenario.file, section="[neighbourhood]",
        )  # fmt: skip
    if scenario.weeks > MOST_WEEKS:
        raise UserError(
            f"{scenario.weeks:,} weeks; the dashboard takes up to {MOST_WEEKS:,}.", f"{scenario.weeks:,} 周；网页最多允许 {MOST_WEEKS:,} 周。",
            file=scenario.file, field="weeks",
        )  # fmt: skip
    if not scenario.arms:
        raise UserError(NO_ARMS.en, NO_ARMS.zh, file=scenario.file)
    return scenario


NO_ARMS = Text("it has no arms to compare; write [arms.before] and [arms.after].", "没有可比较的方案；请写 [arms.before] 和 [arms.after]。")
