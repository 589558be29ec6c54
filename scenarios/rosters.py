"""Rosters in scenarios: finds and checks a researcher's own files, and founds a society from them."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..model.founding.neighbourhood import NeighbourhoodParameters
from ..model.founding.population import PopulationParameters
from ..model.founding.roster_columns import MISSING, AboveSlots, Combine, HouseholdTies, Level, Symmetrise
from ..model.ground.parameters import Parameters, setting
from ..model.ground.refusal import InputError, InputNote
from ..model.ground.text import Text
from ..model.people.constants import TieConstants
from .errors import UserError, did_you_mean, show

if TYPE_CHECKING:
    from ..model.founding.given_events import Attended
    from ..model.founding.given_ties import Edges, TieRules
    from ..model.founding.roster import Roster
    from ..model.society.society import Society
    from .schema import Scenario

FILES = ("residents", "ties", "events", "tables")
"""Keys of `RosterFiles` that name a file."""
_BESIDE = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")


class RosterFiles(Parameters):
    """A researcher's own anonymous data (docs/rosters.md): CSV, TSV, Parquet or .xlsx; paths are relative to the scenario file."""

    residents: str = setting("", "text", None, None, "Roster: a line a resident", "居民名册：每行一人")
    ties: str = setting("", "text", None, None, "Starting ties between residents of the roster", "名册居民之间的初始关系")
    events: str = setting("", "text", None, None, "Events that residents of the roster attended before the start", "名册居民在开始之前参加过的活动")
    tables: str = setting("", "text", None, None, "Shares that replace those of the population", "替换人口默认值的比例表")
    level: Level = setting(
        "", "name", None, None, "Level of all ties of a file without closeness and level: recognised, acquaintance, friendly, friend, close",
        "关系表没有 closeness 与 level 时全部关系的等级：recognised、acquaintance、friendly、friend、close",
    )
    combine: Combine = setting(
        "refuse", "rule", None, None, "A pair given more than once in the same direction: refuse, or make one tie of it: strongest, weakest, mean, sum",
        "同一方向重复出现的一对：refuse 拒绝；或合并为一段关系：strongest、weakest、mean、sum",
    )
    symmetrise: Symmetrise = setting(
        "refuse", "rule", None, None, "A pair given in both directions: refuse, strongest, weakest, mean, sum; mutual: only such pairs are kept",
        "双向出现的一对：refuse 拒绝，strongest、weakest、mean、sum；mutual 表示只保留互相提名的",
    )
    household_ties: HouseholdTies = setting(
        "refuse", "rule", None, None, "A tie inside a household: refuse or leave-out", "同一户内的关系：refuse 拒绝，leave-out 略去"
    )
    above_slots: AboveSlots = setting(
        "refuse", "rule", None, None, "Ties above the slots of a resident: refuse or leave-out-weakest",
        "超出每人可保留数的关系：refuse 拒绝，leave-out-weakest 略去最弱的"
    )
    missing: tuple[str, ...] = setting(MISSING, "text", None, None, "Words in these files that mean: not known", "这些文件中表示不详的词")
    ignore: tuple[str, ...] = setting((), "text", None, None, "Columns of these files to leave out; * stands for anything", "略去的列，* 代表任意文字")


class Read(NamedTuple):
    """What stands in the files of a roster."""

    people: Roster
    edges: Edges | None
    attended: Attended | None


def _file(given: str, key: str, folder: str, scenario: str) -> Path:
    path = Path(folder) / given
    try:
        if path.exists() and not path.is_dir():
            return _from_here(path)
        beside = [p.name for p in path.parent.iterdir() if p.suffix.lower() in _BESIDE and p.name != path.name] if path.parent.is_dir() else []
    except (OSError, ValueError):
        beside = []
    hint = did_you_mean(path.name, beside)
    en, zh = (hint.en, hint.zh) if "Did you" in hint.en else ("", "")
    shown = show(str(_from_here(path)) if Path(given).is_absolute() else given)
    raise UserError(f"there is no file {shown}.{en}", f"没有文件 {shown}。{zh}", file=scenario, section="[roster]", field=key, path=("roster", key))


def _from_here(path: Path) -> Path:
    """Return a path as a person in the working directory would write it."""
    try:
        return path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return path


def _named(error: InputError, key: str, scenario: str) -> UserError:
    return UserError(error.text.en, error.text.zh, file=scenario, section="[roster]", field=key, path=("roster", key))


def with_tables(population: PopulationParameters, roster: RosterFiles, folder: str, scenario: str) -> PopulationParameters:
    """Return the population with the shares of the roster's tables put in.

    Raises:
        UserError: there is no such file, or something in it is wrong.
    """
    if not roster.tables:
        return population
    from .shares import read_shares

    path = _file(roster.tables, "tables", folder, scenario)
    try:
        return read_shares(path, population)
    except InputError as error:
        raise _named(error, "tables", scenario) from None


def rules_of(roster: RosterFiles) -> TieRules:
    """Return what a scenario says about starting ties."""
    from ..model.founding.given_ties import TieRules

    return TieRules(roster.level, roster.combine, roster.symmetrise, roster.household_ties, roster.above_slots, roster.missing, roster.ignore)


def read(roster: RosterFiles, constants: TieConstants, folder: str, scenario: str) -> Read:
    """Read the people of a roster, their ties and the events that they attended.

    Raises:
        UserError: there is no such file, or something in it is wrong.
    """
    from ..model.founding.given_events import read_attended
    from ..model.founding.given_ties import read_edges
    from ..model.founding.roster_file import read_roster

    key = "residents"
    try:
        people = read_roster(_file(roster.residents, key, folder, scenario), missing=roster.missing, ignore=roster.ignore)
        edges = attended = None
        if roster.ties:
            key = "ties"
            edges = read_edges(_file(roster.ties, key, folder, scenario), people, constants, rules_of(roster))
        if roster.events:
            key = "events"
            attended = read_attended(_file(roster.events, key, folder, scenario), people, missing=roster.missing, ignore=roster.ignore)
    except UserError:
        raise
    except InputError as error:
        raise _named(error, key, scenario) from None
    return Read(people, edges, attended)


def check(roster: RosterFiles, neighbourhood: NeighbourhoodParameters, constants: TieConstants, folder: str, scenario: str) -> None:
    """Read the files of a roster once, to refuse them before anything is run, and say what their reader should know (`InputNote`).

    Raises:
        UserError: there is no such file, something in it is wrong, or the people have no place in the neighbourhood.
    """
    if not roster.residents:
        for key, what in (("ties", Text("starting ties need", "初始关系需要")), ("events", Text("events attended need", "参加过的活动需要"))):
            if getattr(roster, key):
                en, zh = f"{what.en} a roster: give residents too.", f"{what.zh}名册，请同时给出 residents。"
                raise UserError(en, zh, file=scenario, section="[roster]", field=key, path=("roster", key))
        return
    from ..model.founding.given_ties import refuse_apart
    from ..model.founding.roster import seats

    found = read(roster, constants, folder, scenario)
    key = "residents"
    try:
        numbers = neighbourhood.resolved()
        flat = seats(found.people, numbers)
        key = "ties"
        if found.edges is not None:
            refuse_apart(found.edges, flat // numbers.flats_per_community)
    except InputError as error:
        raise _named(error, key, scenario) from None
    for part in found:
        for note in part.notes if part is not None else ():
            warnings.warn(InputNote(*note), stacklevel=2)


def digest(roster: RosterFiles, folder: str) -> str:
    """Return a hash of the bytes of the roster's files and of how they are read, "" if there is none."""
    given = [name for name in (roster.residents, roster.ties, roster.events) if name]
    if not given:
        return ""
    ways = json.dumps({key: value for key, value in roster.model_dump(mode="json").items() if key not in FILES}, sort_keys=True)
    found = hashlib.blake2b(ways.encode(), digest_size=8)
    for name in given:
        found.update((Path(folder) / name).read_bytes())
    return found.hexdigest()


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
    from ..model.foci.origins import GIVEN_IN_A_FILE
    from ..model.founding.given_events import set_attended
    from ..model.founding.given_ties import set_ties
    from ..model.founding.roster import populate_from_roster
    from ..model.society.engine import group_kinds

    people, edges, attended = read(s.roster, s.constants.ties, s.folder, s.file)
    try:
        founded = populate_from_roster(people, s.neighbourhood, s.population, seed, group_kinds(s.everyday), s.constants.ties.sigma_g)
    except InputError as error:
        raise _named(error, "residents", s.file) from None
    society = Society(
        neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, seed=seed, threads=threads,
        populated=(founded.places, founded.residents), given=founded.given(people), mechanisms=s.standing,
    )  # fmt: skip
    if edges is None:
        society.population = s.population.model_copy(update={"moves_owners": 0.0, "moves_renters": 0.0})
        society.spin_up(progress)
        society.population = s.population
    else:
        try:
            set_ties(society.ties, founded.places, founded.rows, edges, 0, society.origins.code(GIVEN_IN_A_FILE))
        except InputError as error:
            raise _named(error, "ties", s.file) from None
        society.begin_scenario()
    if attended is not None:
        set_attended(society.residents, founded.rows, attended, society.policy_week0, s.constants.decision.habit_rate)
    return society
