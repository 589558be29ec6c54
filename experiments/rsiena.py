"""Waves for RSiena (Ripley et al.): sparse adjacency at the kept weeks, covariates, joiners and leavers, an R script.

RSiena models panels of one to some hundred actors; take a small compound, or one building. Actors are permanent identities: those who
moved in or out between two waves are not there in some of them, which the file of composition changes says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .codebook import words_of
from .csv_tables import csv_text
from .network import identity_text, reached, ties_of
from .records import Snapshot

if TYPE_CHECKING:
    from .results import RunResult

COVARIATES = ("gate", "flat", "age", "sex", "situation", "tenure", "registration", "education")
"""Constant attributes of an actor, one column each in `covariates.csv`; words where there are words."""

_SCRIPT = """# Loads the waves that linli wrote into RSiena objects and fits a first model.
# {about}
library(RSiena)
library(Matrix)

here <- "."  # the folder of this file
actors <- {actors}
read_wave <- function(file) {{
  ties <- as.matrix(read.table(file.path(here, file), header = TRUE, sep = ","))
  m <- sparseMatrix(i = c(ties[, "source"], ties[, "target"]), j = c(ties[, "target"], ties[, "source"]), x = 1, dims = c(actors, actors))
  as(as(m, "generalMatrix"), "TsparseMatrix")
}}
waves <- lapply(c({files}), read_wave)
acquaintances <- sienaDependent(waves)
people <- read.csv(file.path(here, "covariates.csv"))
present <- read.csv(file.path(here, "presence.csv"))
changes <- sienaCompositionChange(lapply(seq_len(nrow(present)), function(i) as.numeric(present[i, c("from", "to")])))
{covariates}
linli <- sienaDataCreate(acquaintances, {names}, changes)
effects <- getEffects(linli)
effects <- includeEffects(effects, transTriads)
effects <- includeEffects(effects, sameX, interaction1 = "gate")
effects <- includeEffects(effects, simX, interaction1 = "age")
print(linli)
# model <- sienaAlgorithmCreate(projname = "linli", modelType = c(acquaintances = 3), seed = {seed})  # ties are undirected
# print(siena07(model, data = linli, effects = effects))
"""


def r_text(text: str) -> str:
    """Return a text as a string of R: quoted, with everything escaped that could end it."""
    safe = "".join(c if c.isprintable() and c not in '\\"' else "".join(f"\\x{byte:02x}" for byte in c.encode(errors="replace")) for c in text)
    return f'"{safe}"'


def r_comment(text: str) -> str:
    """Return a text that stays within the one line of a comment."""
    return "".join(c if c.isprintable() else "?" for c in text)


def write_waves(result: RunResult, shots: list[Snapshot], folder: Path, level: str) -> None:
    """Write the waves of every arm that has two or more kept weeks, each arm in files of its own.

    Args:
        result: the run.
        shots: its kept weeks.
        folder: where to.
        level: ties from which level on.

    Raises:
        UserError: no arm has two kept weeks.
    """
    from ..scenarios.errors import UserError

    arms = list(dict.fromkeys(shot.arm for shot in shots))
    start = [shot for shot in shots if shot.week == 0]
    several = 0
    for arm in arms:
        mine = {shot.week: shot for shot in [*start, *(s for s in shots if s.arm == arm)]}
        waves = [mine[week] for week in sorted(mine)]
        if len(waves) > 1:
            several += 1
            own = folder if len(arms) == 1 else folder / arm
            own.mkdir(exist_ok=True)
            _write_arm(result, arm, waves, own, level)
    if not several:
        raise UserError(
            "waves take the ties of two weeks or more. Run again with --snapshot-weeks, such as --snapshot-weeks 0,52,104.",
            "面板数据需要两个或更多周的关系。请用 --snapshot-weeks 重新运行，例如 --snapshot-weeks 0,52,104。",
        )


def _write_arm(result: RunResult, arm: str, waves: list[Snapshot], folder: Path, level: str) -> None:
    def write(name: str, columns: dict[str, np.ndarray]) -> None:
        (folder / name).write_text(csv_text(columns), encoding="utf-8")

    identity = np.unique(np.concatenate([wave.residents["identity"] for wave in waves]))
    places = [np.searchsorted(identity, wave.residents["identity"]) for wave in waves]
    ties, files = ties_of(result, arm), []
    for wave, place in zip(waves, places, strict=True):
        keep = reached(wave, ties)[level]
        files.append(f"wave-week-{wave.week}.csv")
        write(files[-1], {"source": place[wave.source[keep]] + 1, "target": place[wave.target[keep]] + 1})
    columns = {"actor": np.arange(1, len(identity) + 1), "identity": identity_text(identity)}
    for name in COVARIATES:
        values = np.zeros(len(identity), np.int64)
        for wave, place in zip(waves, places, strict=True):
            values[place] = wave.residents[name]
        columns[name] = np.array(words_of(name), object)[values] if words_of(name) else values
    given = np.full(len(identity), None, object)
    for wave, place in zip(waves, places, strict=True):
        if "given_id" in wave.residents:
            given[place] = wave.residents["given_id"]
            columns["given_id"] = given
    write("covariates.csv", columns)
    first, last = np.full(len(identity), len(waves) + 1), np.zeros(len(identity), np.int64)
    for number, place in enumerate(places, start=1):
        first[place] = np.minimum(first[place], number)
        last[place] = number
    # Somebody who moves in between waves 1 and 2 is taken to arrive halfway; likewise those who leave.
    presence = {"actor": columns["actor"], "from": np.where(first == 1, 1.0, first - 0.5), "to": np.where(last == len(waves), float(len(waves)), last + 0.5)}
    write("presence.csv", presence)
    weeks = ", ".join(str(wave.week) for wave in waves)
    about = f"Scenario {result.facts.name}, arm {arm}, seed {result.seed}, weeks {weeks}; {level}; linli {result.facts.version}."
    script = _SCRIPT.format(
        about=r_comment(about), seed=int(result.seed), actors=len(identity), files=", ".join(r_text(name) for name in files),
        covariates="\n".join(_covariate(name) for name in COVARIATES), names=", ".join(COVARIATES),
    )  # fmt: skip
    (folder / "load.R").write_text(script, encoding="utf-8")


def _covariate(name: str) -> str:
    """Return the line that makes a covariate; words become their codes 0, 1, 2 ..."""
    if not words_of(name):
        return f"{name} <- coCovar(as.numeric(people${name}), centered = FALSE)"
    listed = ", ".join(r_text(word) for word in words_of(name))
    return f"{name} <- coCovar(match(people${name}, c({listed})) - 1, centered = FALSE)"
