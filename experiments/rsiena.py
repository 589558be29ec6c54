"""Waves for RSiena (Ripley et al.): sparse adjacency of acquaintances at the kept weeks, covariates, joiners and leavers, an R script.

RSiena models panels of one to some hundred actors; take a small compound, or one building. Actors are permanent identities: those who
moved in or out between two waves are not there in some of them, which the file of composition changes says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .records import Snapshot

if TYPE_CHECKING:
    from .results import RunResult

COVARIATES = ("gate", "flat", "age", "sex", "situation", "tenure", "registration", "education")
"""Constant attributes of an actor, one column each in `covariates.csv`."""

_SCRIPT = """# Loads the waves of acquaintances that linli wrote into RSiena objects and fits a first model.
# Scenario {name}, arm {arm}, seed {seed}, weeks {weeks}; {actors} actors; linli {version}.
library(RSiena)
library(Matrix)

here <- "."  # the folder of this file
read_wave <- function(file) {{
  ties <- read.csv(file.path(here, file))
  m <- sparseMatrix(i = c(ties$a, ties$b), j = c(ties$b, ties$a), x = 1, dims = c({actors}, {actors}))
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


def write_waves(result: RunResult, shots: list[Snapshot], folder: Path) -> None:
    """Write the waves of every arm that has two or more kept weeks, each arm in files of its own.

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
            _write_arm(result, arm, waves, own)
    if not several:
        raise UserError(
            "waves take the ties of two weeks or more. Run again with --snapshot-weeks, such as --snapshot-weeks 0,52,104.",
            "面板数据需要两个或更多周的关系。请用 --snapshot-weeks 重新运行，例如 --snapshot-weeks 0,52,104。",
        )


def _write_arm(result: RunResult, arm: str, waves: list[Snapshot], folder: Path) -> None:
    import pandas as pd

    identity = np.unique(np.concatenate([wave.residents["identity"] for wave in waves]))
    places = [np.searchsorted(identity, wave.residents["identity"]) for wave in waves]
    files = []
    for wave, place in zip(waves, places, strict=True):
        keep = wave.acquainted(result.facts.acquaintance)
        name = f"wave-week-{wave.week}.csv"
        pd.DataFrame({"a": place[wave.left[keep]] + 1, "b": place[wave.right[keep]] + 1}).to_csv(folder / name, index=False)
        files.append(name)
    columns = {"actor": np.arange(1, len(identity) + 1), "identity": identity.astype(str)}
    for name in COVARIATES:
        values = np.zeros(len(identity), np.int64)
        for wave, place in zip(waves, places, strict=True):
            values[place] = wave.residents[name]
        columns[name] = values
    pd.DataFrame(columns).to_csv(folder / "covariates.csv", index=False)
    first, last = np.full(len(identity), len(waves) + 1), np.zeros(len(identity), np.int64)
    for number, place in enumerate(places, start=1):
        first[place] = np.minimum(first[place], number)
        last[place] = number
    # Somebody who moves in between waves 1 and 2 is taken to arrive halfway; likewise those who leave.
    presence = {"actor": columns["actor"], "from": np.where(first == 1, 1.0, first - 0.5), "to": np.where(last == len(waves), float(len(waves)), last + 0.5)}
    pd.DataFrame(presence).to_csv(folder / "presence.csv", index=False)
    covariates = "\n".join(f"{name} <- coCovar(as.numeric(people${name}), centered = FALSE)" for name in COVARIATES)
    script = _SCRIPT.format(
        name=result.facts.name, arm=arm, seed=result.seed, weeks=", ".join(str(wave.week) for wave in waves), actors=len(identity),
        version=result.facts.version, files=", ".join(f'"{name}"' for name in files), covariates=covariates, names=", ".join(COVARIATES),
    )  # fmt: skip
    (folder / "load.R").write_text(script, encoding="utf-8")
