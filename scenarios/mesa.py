"""A scenario as a Mesa class: its levers and main settings are flat keywords, so that `batch_run` and SolaraViz can turn them."""

from __future__ import annotations

import copyreg
import inspect
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from ..model.agents.community import Community, Resident, seed_of
from ..model.contract.mechanism import MechanismParameters
from ..model.ground.parameters import ConstantFacts, describe
from ..model.ground.refusal import nearest
from ..model.ground.text import Text
from ..model.society.society import Society
from .checking import mechanism_class
from .errors import UserError
from .loader import load
from .rosters import found_society
from .schema import Scenario
from .settings import assign

NEIGHBOURHOOD = ("preset", "buildings", "entrances", "floors", "flats_per_floor", "occupancy", "compounds", "communities")
POPULATION = ("renters", "party", "activists", "talents", "moves_owners", "moves_renters")
_WEEKS = ("start_week", "end_week")
_KEPT_STATES = 4


class Keyword(NamedTuple):
    """One keyword of a scenario's class.

    Attributes:
        path: where it stands in the scenario.
        default: the value in the scenario's arm.
        facts: unit, bounds and text.
        lever: True for a lever of a policy.
        type: the type of its values.
    """

    path: tuple[str, ...]
    default: Any
    facts: ConstantFacts
    lever: bool
    type: Any


class _ScenarioClass(type(Community)):  # type: ignore[misc]
    """The type of these classes: they are made while the program runs, so a process of `batch_run` makes them again."""


def _again(made: type[ScenarioCommunity]) -> Any:
    # A class that somebody derives from one of these is found by its own name, as any other.
    return (mesa_class, made.made_of) if "made_of" in vars(made) and made.made_of else made.__qualname__


copyreg.pickle(_ScenarioClass, _again)


class ScenarioCommunity(Community, metaclass=_ScenarioClass):
    """The base of the classes that `mesa_class` makes.

    Class attributes:
        scenario_arm: the scenario, with one arm put in.
        keywords: keyword -> what it sets.
        made_of: what `mesa_class` made it of.
    """

    made_of: ClassVar[tuple[str, str] | None] = None
    scenario_arm: ClassVar[Scenario]
    keywords: ClassVar[dict[str, Keyword]]

    def _found(
        self, given: dict[str, Any], spin_up_years: int | None, collect: Sequence[str] | None, resident_class: type[Resident], threads: int, rng: int | None
    ) -> None:
        """Put the keywords into the scenario, check it, found the society at week 0 and become its model."""
        for name in given:
            if name not in self.keywords:
                raise TypeError(f"{type(self).__name__} has no keyword {name!r}.{nearest(name, self.keywords).en}")
        scenario, data = self.scenario_arm, self.scenario_arm.data
        for name, value in given.items():
            value = value.item() if hasattr(value, "item") else value
            if value != self.keywords[name].default:
                if value is None:
                    raise UserError("it cannot be taken away here.", "此处不能去掉该值。", file=type(self).__name__, field=name)
                data = assign(data, self.keywords[name].path, value)
        if data is not scenario.data:
            scenario = Scenario.from_dict(data, scenario.name, scenario.file, scenario.folder)
        society = _at_week_0(scenario, seed_of(rng), threads, spin_up_years)
        society.attach(scenario.schedules)
        self._begin(society, resident_class, collect, drawn=rng is None)


def mesa_class(name_or_path: str | Path, arm: str | None = None) -> type[ScenarioCommunity]:
    """Return a Mesa model class of a scenario.

        BuildingGates = linli.mesa_class("building-gates")
        BuildingGates(gatherings_a_year=24, rng=1).step()
        mesa.batch_run(BuildingGates, {"gatherings_a_year": [0, 12, 52]}, max_steps=52)

    Keywords are the levers and settings of the mechanisms, the main numbers of neighbourhood and population, and of every class
    `spin_up_years`, `collect`, `resident_class`, `threads` and `rng` as in `Community`. A name that two mechanisms share begins with the
    mechanism's: `building_gates_start_week`. Defaults are the values of the arm. `keywords` tells unit, bounds and meaning of each.

    Args:
        name_or_path: name of a scenario that comes with linli, or path of a TOML file.
        arm: name of the arm; None: the second of the scenario, or the only one.

    Raises:
        UserError: no such scenario or arm, or something in it is wrong.
    """
    scenario = load(name_or_path)
    chosen = arm if arm is not None else scenario.arms[min(1, len(scenario.arms) - 1)]
    return _class_of(str(name_or_path), chosen, scenario.arm(chosen).to_toml())


@cache
def _class_of(name_or_path: str, arm: str, text: str) -> type[ScenarioCommunity]:
    """Make the class; the same scenario, unchanged (`text`), gives the same class again."""
    scenario = load(name_or_path).arm(arm)
    keywords = _keywords(scenario)
    title = "".join(part.capitalize() for part in scenario.name.replace("_", "-").split("-")) or "Scenario"

    def __init__(
        self: ScenarioCommunity,
        *,
        spin_up_years: int | None = None,
        collect: Sequence[str] | None = None,
        resident_class: type[Resident] = Resident,
        threads: int = 1,
        rng: int | None = None,
        **given: Any,
    ) -> None:
        self._found(given, spin_up_years, collect, resident_class, threads, rng)

    # Mesa reads the keywords from the signature, and refuses those that are not in it.
    written = inspect.signature(__init__)
    only = inspect.Parameter.KEYWORD_ONLY
    own = [inspect.Parameter(name, only, default=keyword.default, annotation=keyword.type) for name, keyword in keywords.items()]
    fixed = [p for p in written.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    __init__.__signature__ = written.replace(parameters=[fixed[0], *own, *fixed[1:]])  # type: ignore[attr-defined]
    __init__.__doc__ = "Found the community of the scenario.\n\nArgs:\n" + "\n".join(f"    {name}: {_say(keyword.facts)}" for name, keyword in keywords.items())
    names = {"__init__": __init__, "scenario_arm": scenario, "keywords": keywords, "made_of": (name_or_path, arm), "__module__": __name__}
    names["__doc__"] = f"{scenario.title.en} ({scenario.title.zh}), arm {arm}."
    return _ScenarioClass(title, (ScenarioCommunity,), names)


def _keywords(scenario: Scenario) -> dict[str, Keyword]:
    """List the keywords: levers first, then the settings of the mechanisms, then place and people."""
    found: list[tuple[str, str, Keyword]] = []
    for mechanism, own in scenario.mechanisms.items():
        kind = mechanism_class(mechanism)
        levers = kind.levers if kind is not None else {}
        common = [name for name in MechanismParameters.model_fields if name not in _WEEKS]
        rows = [row for row in describe(type(own)) if row.name not in common and (row.name in levers or row.mark == "setting")]
        for row in sorted(rows, key=lambda row: (row.name not in levers, row.name in _WEEKS)):
            found.append((mechanism, row.name, _keyword(("mechanisms", mechanism), own, row, row.name in levers)))
    for section, names in (("neighbourhood", NEIGHBOURHOOD), ("population", POPULATION)):
        values = getattr(scenario, section)
        found += [(section, row.name, _keyword((section,), values, row, False)) for row in describe(type(values)) if row.name in names]
    names_found = [name for _, name, _ in found]
    return {
        name if names_found.count(name) == 1 else f"{prefix.replace('-', '_')}_{name}": keyword for prefix, name, keyword in found
    }  # fmt: skip


def _keyword(path: tuple[str, ...], values: Any, row: ConstantFacts, lever: bool) -> Keyword:
    return Keyword((*path, row.name), getattr(values, row.name), row, lever, type(values).model_fields[row.name].annotation)


def _say(facts: ConstantFacts) -> str:
    limits = f", {facts.low:g} to {facts.high:g}" if facts.low is not None and facts.high is not None else ""
    return f"{facts.text.en} ({facts.unit}{limits})."


_STATES: dict[tuple[str, int, int | None], Path] = {}
_FOLDER: list[tempfile.TemporaryDirectory[str]] = []


def _at_week_0(scenario: Scenario, seed: int, threads: int, years: int | None) -> Society:
    """Return a society at scenario week 0. The last few states are kept as files while the program runs: a lever does not change them."""
    key = (scenario.hash(spin_up=True), seed, years)
    if key in _STATES:
        return Society.load(_STATES[key], threads=threads)
    if years is None or scenario.roster.residents:
        if years is not None:
            text = Text("the people of a roster do not live through a number of years first; leave it out.", "名册居民不需预演年数，请勿给出。")
            raise UserError(text.en, text.zh, file=scenario.name, field="spin_up_years")
        society = found_society(scenario, seed, threads)
    else:
        s = scenario
        society = Society(
            neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, seed=seed, threads=threads,
            mechanisms=s.standing,
        )  # fmt: skip
        society.spin_up(years=years)
    if not _FOLDER:
        _FOLDER.append(tempfile.TemporaryDirectory(prefix="linli-"))
    while len(_STATES) >= _KEPT_STATES:
        _STATES.pop(next(iter(_STATES))).unlink(missing_ok=True)
    path = Path(_FOLDER[0].name) / f"{'-'.join(map(str, key))}.society"
    society.save(path)
    _STATES[key] = path
    return society


__all__ = ["Keyword", "ScenarioCommunity", "mesa_class"]
