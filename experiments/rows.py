"""What each row of the source does under what is not known about people: played, and kept as a record that tells when it is out of date.

A row is a scenario that comes with linli and has the name of a mechanism, or that of all rows together (`TOGETHER`); its first arm is life without
the policy, its second the policy; an arm called "fails" shows how it fails. The record (docs/rows/effects.csv) has one line a row, arm and measure,
with a hash of what the line rests on: the scenario, the row's own mechanism, the constants of people and their posterior. Only rows whose hash has
changed need to be played again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.ground.text import Text
from ..model.mechanisms.registry import find_mechanism, mechanism_names
from ..model.people.constants import Constants
from ..scenarios.errors import unknown
from ..scenarios.loader import load, names
from .calibration.posterior import SHIPPED, Posterior, read_posterior
from .claims import asked_of
from .compare import compare
from .reproduction.inputs import ROOT, bare, imported
from .row_record import Effect

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .comparison import Comparison
    from .progress import Progress

TOGETHER = "four-innovations"
"""The scenario of all rows in one community."""
FAILS = "fails"
"""Name of the arm that shows how a row fails."""
MEASURES = ("acquaintances", "strangers", "trust_neighbours", "trust_institutions", "yuan", "staff_hours", "volunteer_hours")
"""What the page tells of each row. The record holds those that the claim ledger asks of it too (claims.py)."""
DRAWS = 12
"""Draws of what is not known about people, unless another number is asked for."""


def row_names() -> list[str]:
    """Return the rows that are built, by name: scenarios that come with linli and have the name of a mechanism; then all together, where that is built."""
    return sorted((name for name in names() if name in (*mechanism_names(), TOGETHER)), key=lambda name: name == TOGETHER)


def checked(chosen: Sequence[str]) -> list[str]:
    """Return rows by name, all if none is named.

    Raises:
        UserError: there is no such row.
    """
    for name in chosen:
        if name not in row_names():
            raise unknown(name, row_names(), Text("row", "条目"))
    return list(dict.fromkeys(chosen)) or row_names()


@cache
def rests_on(row: str) -> str:
    """Return a hash, 16 hexadecimal digits, of a scenario that comes with linli, its mechanisms' own files, the constants of people and their posterior.

    Of a row it is the row's own mechanism; of a scenario of several rows, such as that of all together, each of theirs.
    """
    digest = hashlib.blake2b(digest_size=8)
    people = json.dumps(Constants().model_dump(mode="json"), sort_keys=True), SHIPPED.read_text(encoding="utf-8")
    for part in (json.dumps(load(row).data, sort_keys=True), *people, *_sources(row)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _sources(row: str) -> Iterable[str]:
    """Yield the bare sources of a row's mechanisms: their files, and what these import of the folder of mechanisms."""
    own = [row] if row in mechanism_names() else [name for name in load(row).data["mechanisms"] if name in row_names()]
    waiting = [Path(sys.modules[find_mechanism(name).__module__].__file__ or "").relative_to(ROOT).as_posix() for name in own]
    seen = set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("model/mechanisms/"):
            continue
        seen.add(path)
        waiting += imported(path)
    return (bare((ROOT / path).read_text(encoding="utf-8")) for path in sorted(seen))


def arms_of(scenario: Scenario) -> list[str]:
    """Return the arms that are played: life without the policy, the policy, and how it fails."""
    first = list(scenario.arms)[:2]
    return first + [FAILS] * (FAILS in scenario.arms and FAILS not in first)


def play_row(
    row: str, *, draws: int = DRAWS, weeks: int | None = None, settings: Sequence[str] = (), threads: int | None = None, progress: Progress | None = None,
    posterior: Posterior | None = None,
) -> list[Effect]:  # fmt: skip
    """Play a row under draws of what is not known about people, one seed a draw.

    Args:
        row: its name.
        draws: how many draws, two at least.
        weeks: length; None: the scenario's.
        settings: as of `--set`.
        threads: threads to use; None: as many as there are processors.
        progress: is told how far it is.
        posterior: of the constants of people; None: the one that comes with linli.

    Returns:
        The lines of its record.

    Raises:
        UserError: a setting or number that is not allowed.
    """
    scenario = load(row).with_settings(settings)
    found = compare(
        scenario, arms=arms_of(scenario), draws=draws, seeds=1, weeks=weeks, threads=threads, progress=progress, posterior=posterior or read_posterior()
    )
    return [_effect(found, row, arm, measure) for arm in found.arms for measure in dict.fromkeys((*MEASURES, *asked_of(row)))]


def _effect(found: Comparison, row: str, arm: str, measure: str) -> Effect:
    one, by = found.difference(arm, measure), 52.0 / max(found.weeks, 1) if found.infos[measure].a_year else 1.0
    figures = (one.centre * by, one.low * by, one.high * by, one.positive, one.without * by, one.with_ * by)
    return Effect(row, arm, measure, *figures, one.draws, found.residents[found.seeds[0]], found.weeks, rests_on(row))


def stale(effects: Iterable[Effect]) -> list[str]:
    """Return the rows that a record does not hold, or holds of another scenario, mechanism or set of constants, or without what claims ask of them."""
    held = {(one.row, one.measure): one.rests_on for one in effects}
    return [row for row in row_names() if any(held.get((row, measure)) != rests_on(row) for measure in (MEASURES[0], *asked_of(row)))]
