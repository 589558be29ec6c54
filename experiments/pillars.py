"""The four pillars of four-innovations, each with and without each other (2^4), under what is not known about people.

Sixteen arms on the same people and the same random numbers, in each draw of constants, tables of people and pairs of rules. The record
(docs/rows/pillars.csv) has one line an arm and seed; all that a page tells is worked out from it, and nothing has to be played to see that it is
out of date. Effects and interactions are contrasts of the design (factorial.py), here over draws.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..model.ground.text import Text
from ..model.ground.whole import write_whole
from ..model.society.measures import info
from ..scenarios.errors import UserError
from ..scenarios.loader import names
from .calibration.posterior import Posterior, read_posterior
from .compare import compare
from .factorial import contrasts, subsets
from .ranges import Ranged, by_draw, over_draws
from .ranking import Beats, pairs
from .rows import rests_on

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .comparison import Comparison
    from .progress import Progress

PILLARS = ("party", "autonomy", "technology", "culture")
"""The pillars; each is an arm. Their combinations are arms of the scenario, too."""
TITLES: dict[str, Text] = {
    "party": Text("party leadership", "党建引领"), "autonomy": Text("residents' autonomy", "居民自治"), "technology": Text("technology", "科技助力"),
    "culture": Text("culture", "文化培育"),
}  # fmt: skip
"""What people call the pillars."""
BEFORE, TOGETHER = "before", "after"
"""The arms of no pillar and of all."""
SUMMARY = ("acquaintances", "trust_neighbours", "trust_institutions", "came_quarter", "yuan", "staff_hours")
"""What each combination changes, as the page tells it."""
RANKED = ("acquaintances", "trust_institutions")
"""Measures by which arms are compared with one another, and of which interactions are told."""
SCARCE = (
    "acquaintances", "strangers", "trust_neighbours", "trust_institutions", "came_quarter", "volunteer_hours", "volunteers_strain", "promises_broken", "yuan",
    "staff_hours", "staff_hours_activities", "staff_hours_reports", "staff_hours_visits", "staff_hours_counter", "staff_hours_mediation",
    "staff_hours_assemblies", "staff_hours_inspections",
)  # fmt: skip
"""What all four together are compared in with the sum of what each adds alone."""
EVENINGS: dict[str, str] = {
    "ordinary-life.person_times": "",
    "party-service-centres.studied": "party",
    "three-level-linkage.task_person_times": "party",
    "three-level-linkage.joint_person_times": "party",
    "council-and-reasoning-hall.listened": "autonomy",
    "social-organisations.own_person_times": "autonomy",
    "online-services.at_meetups": "technology",
    "cultural-services.person_times": "culture",
    "acquaintance-covenants.person_times": "culture",
    "building-gates.person_times": "culture",
}
"""Times that somebody came to what a system holds -> its pillar; "": life as it is."""
RECORDED = tuple(dict.fromkeys((*SUMMARY, *RANKED, *SCARCE, *EVENINGS)))
DRAWS, SEEDS_A_DRAW = 12, 1
"""Draws, and seeds of each, unless other numbers are asked for."""
_FACTS = ("scenario", "settings", "rests_on", "weeks", "arm", "draw", "seed", "residents")
YEAR = 52.0
_DIGITS = 8


class Played(NamedTuple):
    """The sixteen arms at the end of each seed.

    Attributes:
        scenario: its name.
        settings: what was set otherwise than in it, such as "neighbourhood.buildings=2".
        rests_on: hash of what the numbers rest on (rows.py).
        weeks: length of the runs.
        draws, seeds, residents: of each seed.
        ends: arm -> measure -> float64 [seeds], the measure at the end; those that are told by the year are by the year.
    """

    scenario: str
    settings: tuple[str, ...]
    rests_on: str
    weeks: int
    draws: tuple[int, ...]
    seeds: tuple[int, ...]
    residents: tuple[int, ...]
    ends: Mapping[str, Mapping[str, np.ndarray]]

    def end(self, chosen: Sequence[str], measure: str) -> np.ndarray:
        """Return float64 [seeds], a measure at the end of a combination of pillars."""
        return self.ends[arm_of(chosen)][measure]

    def level(self, chosen: Sequence[str], measure: str) -> float:
        """Return the mean over seeds of a measure at the end of a combination; NaN where nothing is known."""
        values = self.end(chosen, measure)
        known = values[~np.isnan(values)]
        return float(known.mean()) if len(known) else math.nan

    def ranged(self, values: np.ndarray) -> Ranged:
        """Return what is known of something that differs by seed, float64 [seeds], over draws, luck apart."""
        # Sums of the same numbers in another order differ in their last digits: that is no effect.
        return over_draws(by_draw(np.round(values, _DIGITS), self.draws))

    def more(self, chosen: Sequence[str], measure: str, than: Sequence[str] = ()) -> Ranged:
        """Return how much more a combination ends with than another one, by default than no pillar."""
        return self.ranged(self.end(chosen, measure) - self.end(than, measure))


def arm_of(chosen: Sequence[str]) -> str:
    """Return the name of the arm of a combination of pillars."""
    of = [name for name in PILLARS if name in chosen]
    return {0: BEFORE, len(PILLARS): TOGETHER}.get(len(of), "-".join(of))


def arms() -> list[str]:
    """Return the sixteen arms, from none to all."""
    return [arm_of(chosen) for chosen in subsets(PILLARS)]


def has_pillars(scenario: Scenario) -> bool:
    """Return whether a scenario has an arm for each combination of the pillars."""
    return set(arms()) <= set(scenario.arms)


def play(
    scenario: Scenario, *, settings: Sequence[str] = (), draws: int = DRAWS, seeds: int = SEEDS_A_DRAW, threads: int | None = None,
    out: Path | None = None, progress: Progress | None = None, posterior: Posterior | None = None,
) -> Played:  # fmt: skip
    """Play all combinations.

    Args:
        scenario: with settings and length put in.
        settings: which they were.
        draws: of what is not known about people, two at least.
        seeds: of each draw.
        threads: to use; None: as many as there are processors.
        out: folder to keep the comparison in; into the same one it goes on where it stopped. None: nowhere.
        progress: is told how far it is.
        posterior: of the constants of people; None: the one that comes with linli.

    Raises:
        UserError: the scenario lacks an arm of a combination; else as `compare`.
    """
    if not has_pillars(scenario):
        lacks = next(arm for arm in arms() if arm not in scenario.arms)
        raise UserError(
            f'it has no arm "{lacks}"; there must be one for each combination of {", ".join(PILLARS)} (extends = "four-innovations" has them).',
            f"没有方案“{lacks}”；{'、'.join(PILLARS)} 的每种组合都须有一个方案（extends = \"four-innovations\" 即有）。",
            file=scenario.file, field="arms",
        )  # fmt: skip
    told = posterior or read_posterior()
    found = compare(scenario, arms=arms(), draws=draws, seeds=seeds, threads=threads, out=out, progress=progress, posterior=told)
    return of_comparison(found, settings)


def of_comparison(found: Comparison, settings: Sequence[str] = ()) -> Played:
    """Return what a comparison of the sixteen arms over draws holds of `RECORDED`."""
    ends = {
        arm: {name: found.ends(arm, name) * (YEAR / found.weeks if told_a_year(name) else 1.0) for name in RECORDED} for arm in found.everybody
    }  # fmt: skip
    residents = tuple(found.residents[seed] for seed in found.seeds)
    return Played(found.scenario.name, tuple(settings), _rests_on(found.scenario), found.weeks, found.draws, found.seeds, residents, ends)


def _rests_on(scenario: Scenario) -> str:
    """Return the hash of what a scenario's numbers rest on; one of a user's own is told by its data alone."""
    return rests_on(scenario.name) if scenario.name in names() else scenario.hash()


def told_a_year(measure: str) -> bool:
    """Return whether a measure that counts since the start is told by the year."""
    about = info(measure)
    return about.a_year or about.unit.endswith("since the start")


# What is told of them


def interactions(played: Played, measure: str) -> dict[tuple[str, ...], Ranged]:
    """Return the effect of each pillar, averaged over all settings of the others, and the interactions, those of one pillar first."""
    found = contrasts(lambda chosen: played.end(chosen, measure), PILLARS)
    return {chosen: played.ranged(values) for chosen, values in found.items()}


def beyond_the_sum(played: Played, measure: str) -> Ranged:
    """Return how much more (or less) all four together change a measure than the sum of what each of them changes alone."""
    before = played.end((), measure)
    alone = sum((played.end((pillar,), measure) - before for pillar in PILLARS), np.zeros(len(before)))
    return played.ranged(played.end(PILLARS, measure) - before - alone)


def chances(played: Played, measure: str) -> dict[tuple[str, str], Beats]:
    """Return, for each ordered pair of arms, whether the first ends with more of a measure than the second."""
    return pairs(arms(), lambda one, other: played.ranged(played.ends[one][measure] - played.ends[other][measure]))


# The record


def write_played(played: Played, file: Path) -> None:
    """Write the record; the file appears whole or not at all."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_FACTS, *RECORDED))
    for arm, ends in played.ends.items():
        for k, (draw, seed, residents) in enumerate(zip(played.draws, played.seeds, played.residents, strict=True)):
            facts = (played.scenario, " ".join(played.settings), played.rests_on, played.weeks, arm, draw, seed, residents)
            writer.writerow((*facts, *(repr(float(ends[name][k])) for name in RECORDED)))
    write_whole(file, out.getvalue())


def read_played(file: Path) -> Played | None:
    """Read a record; None where there is none.

    Raises:
        UserError: it is no such record.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
        of = {arm: [line for line in lines if line["arm"] == arm] for arm in arms()}
        first, seeds = lines[0], of[BEFORE]
        ends = {arm: {name: np.array([float(line[name]) for line in own]) for name in RECORDED} for arm, own in of.items()}
        if any([line["seed"] for line in own] != [line["seed"] for line in seeds] for own in of.values()):
            raise ValueError("arms with other seeds")
        draws, numbers, residents = (tuple(int(line[name]) for line in seeds) for name in ("draw", "seed", "residents"))
        return Played(first["scenario"], tuple(first["settings"].split()), first["rests_on"], int(first["weeks"]), draws, numbers, residents, ends)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        raise UserError("it is no record of pillars (linli factorial writes one).", "不是四大支柱的记录（由 linli factorial 写出）。", file=str(file)) from None


def up_to_date(played: Played | None, scenario: Scenario, settings: Sequence[str], draws: int, seeds: int) -> bool:
    """Return whether a record is of this scenario as it is now, with these settings, draws and seeds of each."""
    if played is None or (played.scenario, played.settings, played.weeks) != (scenario.name, tuple(settings), scenario.weeks):
        return False
    return played.rests_on == _rests_on(scenario) and (len(set(played.draws)), len(played.seeds)) == (draws, draws * seeds)

