"""Rosters in scenarios: finds and checks a researcher's own files, and founds a society from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.founding.population import PopulationParameters
from ..model.ground.parameters import Parameters, constant
from ..model.ground.refusal import InputError
from .errors import UserError, did_you_mean, show

if TYPE_CHECKING:
    from ..model.society.society import Society
    from .schema import Scenario


class RosterFiles(Parameters):
    """A researcher's own anonymous data (CSV or Parquet); paths are relative to the scenario file."""

    residents: str = constant("", unit="text", mark="setting", en="Roster: a line a resident", zh="居民名册：每行一人")
    ties: str = constant("", unit="text", mark="setting", en="Starting ties between residents of the roster", zh="名册居民之间的初始关系")
    tables: str = constant("", unit="text", mark="setting", en="Shares that replace those of the population", zh="替换人口默认值的比例表")


def _file(given: str, key: str, folder: str, scenario: str) -> Path:
    path = Path(folder) / given
    try:
        if path.is_file():
            return path
        beside = [p.name for p in path.parent.iterdir() if p.suffix in (".csv", ".parquet")] if path.parent.is_dir() else []
    except (OSError, ValueError):
        beside = []
    hint = did_you_mean(path.name, beside)
    en, zh = (hint.en, hint.zh) if "Did you" in hint.en else ("", "")
    raise UserError(f"there is no file {show(given)}.{en}", f"没有文件 {show(given)}。{zh}", file=scenario, section="[roster]", field=key, path=("roster", key))


def _named(error: InputError, key: str, scenario: str) -> UserError:
    return UserError(error.text.en, error.text.zh, file=scenario, section="[roster]", field=key, path=("roster", key))


def with_tables(population: PopulationParameters, roster: RosterFiles, folder: str, scenario: str) -> PopulationParameters:
    """Return the population with the shares of the roster's tables put in.

    Raises:
        UserError: there is no such file, or something in it is wrong.
    """
    if not roster.tables:
        return population
    from ..model.founding.roster import read_tables

    path = _file(roster.tables, "tables", folder, scenario)
    try:
        return read_tables(path, population)
    except InputError as error:
        raise _named(error, "tables", scenario) from None


def check(roster: RosterFiles, folder: str, scenario: str) -> None:
    """Read the roster's residents and ties once, to refuse them before anything is run.

    Raises:
        UserError: there is no such file, or something in it is wrong.
    """
    if roster.ties and not roster.residents:
        raise UserError(
            "starting ties need a roster: give residents too.",
            "初始关系需要名册，请同时给出 residents。",
            file=scenario,
            section="[roster]",
            field="ties",
            path=("roster", "ties"),
        )
    if not roster.residents:
        return
    from ..model.founding.roster import read_edges, read_roster

    path = _file(roster.residents, "residents", folder, scenario)
    key = "residents"
    try:
        people = read_roster(path)
        if roster.ties:
            key = "ties"
            read_edges(_file(roster.ties, "ties", folder, scenario), people)
    except UserError:
        raise
    except InputError as error:
        raise _named(error, key, scenario) from None


def digest(roster: RosterFiles, folder: str) -> str:
    """Return a hash of the bytes of the roster's files, "" if there is none."""
    found = hashlib.blake2b(digest_size=8)
    given = [name for name in (roster.residents, roster.ties) if name]
    for name in given:
        found.update((Path(folder) / name).read_bytes())
    return found.hexdigest() if given else ""


def found_society(scenario: Scenario, seed: int, threads: int = 1, progress: Callable[[int, int], None] | None = None) -> Society:
    """Found the society of a scenario and bring it to scenario week 0.

    Without a roster people are drawn and live together until their ties are stationary. The people of a roster are those who
    live there now, so nobody moves while their ties grow; with starting ties the scenario begins at once.

    Args:
        scenario: the scenario, or one of its arms.
        seed: the seed of all draws.
        threads: threads to use; they do not change the outcome.
        progress: told (weeks done, longest number of weeks) of the spin-up.

    Raises:
        UserError: the roster does not fit the neighbourhood.
    """
    from ..model.society.society import Society

    s = scenario
    if not s.roster.residents:
        society = Society(
            neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, seed=seed, threads=threads,
            mechanisms=s.standing,
        )  # fmt: skip
        society.spin_up(progress)
        return society
    from ..model.founding.roster import populate_from_roster, read_edges, read_roster, set_ties
    from ..model.society.engine import group_kinds

    people = read_roster(_file(s.roster.residents, "residents", s.folder, s.file))
    try:
        founded = populate_from_roster(people, s.neighbourhood, s.population, seed, group_kinds(s.everyday), s.constants.ties.sigma_g)
    except InputError as error:
        raise _named(error, "residents", s.file) from None
    society = Society(
        neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, seed=seed, threads=threads,
        populated=(founded.places, founded.residents), mechanisms=s.standing,
    )  # fmt: skip
    if not s.roster.ties:
        society.population = s.population.model_copy(update={"moves_owners": 0.0, "moves_renters": 0.0})
        society.spin_up(progress)
        society.population = s.population
        return society
    try:
        edges = read_edges(_file(s.roster.ties, "ties", s.folder, s.file), people)
        set_ties(society.ties, founded.places, founded.rows, edges, 0, 0)
    except UserError:
        raise
    except InputError as error:
        raise _named(error, "ties", s.file) from None
    society.begin_scenario()
    return society
