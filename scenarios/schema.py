"""A scenario: a neighbourhood, its people, the policies and the arms to compare. Data only, checked once, then frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from ..model.contract.mechanism import MechanismParameters, Schedule
from ..model.founding.neighbourhood import NeighbourhoodParameters
from ..model.founding.population import PopulationParameters
from ..model.founding.presets import everyday_of
from ..model.ground.faces import Shown
from ..model.ground.text import Text
from ..model.people.constants import Constants
from ..model.people.everyday import EverydayKind
from .checking import CONSTANTS, FORMAT, SECTIONS, Parts, TitleFields, arms, before, build, head, merge, parts, refuse_long_title
from .errors import Path, UserError, one_line_title, unknown
from .extending import extended
from .plain_data import fault, plain, table
from .rosters import RosterFiles, check, digest
from .settings import Setting, assign, from_here, keyword, parse, targets


class Scenario(BaseModel, Shown):
    """One scenario, checked. Make it with `load`, `Scenario.from_dict`, `arm` or `with_settings`.

    Attributes:
        name: the name by which it was loaded.
        file: how errors name it.
        title: for people.
        source: where the case comes from.
        weeks: length of a run.
        seed: seed of a run when none is given.
        neighbourhood, population, constants: the parameter sets of the model.
        everyday: kind -> its parameters; removed ones are left out.
        mechanisms: name -> parameters at the beginning.
        standing: the standing mechanisms as they live in the last years before the scenario: those of the whole scenario with their levers
            at "no policy", so that all arms begin from one state.
        overrides: arm -> what it changes, laid out as a scenario. The first arm is the counterfactual of the others.
        roster: files of a researcher's own data; empty names where there are none.
        folder: where these files are looked for.
        arm_name: the arm that this scenario is, None if it is the whole scenario.
        data: the scenario as it was written, with settings, and with what it extends, put in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str
    file: str
    title: Text
    source: str
    weeks: int
    seed: int
    neighbourhood: NeighbourhoodParameters
    population: PopulationParameters
    constants: Constants
    everyday: dict[str, EverydayKind]
    mechanisms: dict[str, SerializeAsAny[MechanismParameters]]
    planned: dict[str, Any]
    standing: dict[str, SerializeAsAny[MechanismParameters]]
    overrides: dict[str, dict[str, Any]]
    roster: RosterFiles
    folder: str = "."
    arm_name: str | None = None
    data: dict[str, Any]

    @classmethod
    def from_dict(cls, data: dict[str, Any], name: str = "scenario", file: str = "", folder: str = ".", check_files: bool = True) -> Scenario:
        """Check plain data laid out as a scenario file, all its arms included.

        Args:
            data: nested dictionaries, lists, strings, numbers and truth values.
            name: the scenario's name.
            file: how errors name the data; by default the name.
            folder: where the files of a roster are looked for.
            check_files: read the files of a roster too. Without, a scenario whose roster is elsewhere can be shown, but not run.

        Raises:
            UserError: the first fault that is found.
        """
        file = file or name
        data = extended(table({"": plain(data, file)}, "", file), file)
        base = parts(data, file, folder)
        overrides = arms(data, file)
        resolved = {arm: _resolve(data, arm, overrides[arm], file, folder)[1] for arm in overrides}
        if check_files:
            _check_rosters(base, resolved, folder, file)
        written = {**data, "arms": overrides} if "arms" in data else dict(data)
        return cls._of(base, written, overrides, name, file, folder, None)

    @classmethod
    def _of(
        cls, found: Parts, data: dict[str, Any], overrides: dict[str, dict[str, Any]], name: str, file: str, folder: str, arm: str | None,
        standing: dict[str, MechanismParameters] | None = None,
    ) -> Scenario:  # fmt: skip
        title = found.head.title
        text = Text(one_line_title(title.en or title.zh or name), one_line_title(title.zh or title.en or name))
        return cls(
            name=name, file=file, title=text, source=found.head.source, weeks=found.head.weeks, seed=found.head.seed,
            neighbourhood=found.neighbourhood, population=found.population, constants=found.constants, everyday=found.everyday,
            mechanisms=found.mechanisms, planned=found.schedules,
            standing=before(found.mechanisms) if standing is None else standing, overrides=overrides,
            roster=found.roster, folder=folder, arm_name=arm, data=data,
        )  # fmt: skip

    def __repr__(self) -> str:
        arm = "" if self.arm_name is None else f", arm={self.arm_name!r}"
        return f"Scenario({self.name!r}, arms={list(self.arms)}, weeks={self.weeks}{arm})"

    __str__ = __repr__

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms in the order of the file; the first is the counterfactual."""
        return tuple(self.overrides)

    @property
    def schedules(self) -> dict[str, Schedule[Any]]:
        """Mechanism -> its parameters by scenario week (a new `Schedule` each time)."""
        return {name: Schedule(s.first, s.changes) for name, s in self.planned.items()}

    def arm(self, name: str) -> Scenario:
        """Return the scenario of one arm, its overrides put in.

        Raises:
            UserError: there is no such arm.
        """
        if name not in self.overrides:
            if name == self.arm_name:
                return self
            raise unknown(name, self.overrides, Text("arm", "方案"), file=self.file)
        data, found = _resolve(self.data, name, self.overrides[name], self.file, self.folder)
        return self._of(found, data, {name: {}}, self.name, self.file, self.folder, name, self.standing)

    def arm_title(self, name: str) -> Text:
        """Return the title of an arm, its name if the file gives none."""
        title = self.overrides.get(name, {}).get("title", name)
        if isinstance(title, str):
            title = {"en": title}
        return Text(one_line_title(title.get("en") or title.get("zh") or name), one_line_title(title.get("zh") or title.get("en") or name))

    def with_settings(self, settings: Iterable[str] = (), values: Mapping[str, Any] | None = None) -> Scenario:
        """Return the scenario with settings put in.

        A setting goes to every arm that sets this key; if none does, it holds for all. `arms.NAME.` before the key means that arm only.
        The path of a file (`roster.residents`) is one from the working directory here, where those in a scenario file begin at its folder.

        Args:
            settings: of the command line, such as "building-gates.gatherings_a_year=24".
            values: of Python, such as {"gatherings_a_year": 24, "population__renters": 0.3}, with "__" for a point.

        Raises:
            UserError: no such key, several keys of that name, or a value that is not allowed.
        """
        data = self.data
        given: dict[Path, Setting] = {}
        for setting in (*map(parse, settings), *(keyword(key, value) for key, value in (values or {}).items())):
            for path in targets(setting, self.mechanisms, self.overrides):
                data = assign(data, path, from_here(path, setting.value))
                given[path] = setting
        return self._again(data, given)

    def with_weeks(self, weeks: int) -> Scenario:
        """Return the scenario with another length of a run.

        Raises:
            UserError: out of bounds, or a policy would begin after the end.
        """
        return self._again(assign(self.data, ("weeks",), weeks), {("weeks",): Setting(("weeks",), weeks, "", "weeks")})

    def _again(self, data: dict[str, Any], given: Mapping[Path, Setting]) -> Scenario:
        try:
            return Scenario.from_dict(data, self.name, self.file, self.folder)
        except UserError as error:
            for path, setting in given.items():
                # A fault of a whole table is put down to the setting that changed something in it.
                common = min(len(path), len(error.path))
                if common and error.path[:common] == path[:common]:
                    raise UserError(
                        *error.text, file=setting.label, argument=setting.argument, section=error.section, field=error.field, path=error.path
                    ) from None
            raise

    def to_dict(self, full: bool = True) -> dict[str, Any]:
        """Return the scenario as plain data that `from_dict` reads.

        Args:
            full: with every value, defaults too, so that it means the same in a later version; else as it was written.
        """
        if not full:
            return dict(self.data)
        sections = {"neighbourhood": self.neighbourhood, "population": self.population, **{name: getattr(self.constants, name) for name in CONSTANTS}}
        found: dict[str, Any] = {
            "format": FORMAT, "title": {"en": self.title.en, "zh": self.title.zh}, "source": self.source, "weeks": self.weeks, "seed": self.seed,
        }  # fmt: skip
        found.update({name: _dump(section) for name, section in sections.items()})
        # The shares of the tables are in the population now.
        usual = _dump(RosterFiles())
        found["roster"] = {key: value for key, value in _dump(self.roster).items() if value != usual[key] and key != "tables"}
        found["everyday"] = {name: _dump(kind) for name, kind in self.everyday.items()}
        found["everyday"].update({name: {"hours": 0.0} for name in everyday_of(self.neighbourhood.preset) if name not in self.everyday})
        found["mechanisms"] = {name: _dump(own) for name, own in self.mechanisms.items()}
        if self.data.get("schedule"):
            found["schedule"] = self.data["schedule"]
        if "arms" in self.data:
            found["arms"] = self.overrides
        return found

    def to_toml(self, full: bool = True) -> str:
        """Return the text of a scenario file; `full` as in `to_dict`."""
        import tomli_w

        return tomli_w.dumps(self.to_dict(full))

    def hash(self, spin_up: bool = False) -> str:
        """Return 16 hexadecimal digits that change when the scenario does; titles do not count.

        Args:
            spin_up: only what the years before the policy rest on: neighbourhood, population, constants, everyday kinds, roster, standing
                mechanisms.
        """
        found = {**self.to_dict(), "roster": digest(self.roster, self.folder)}
        for key in ("title", "source", "format"):
            found.pop(key)
        if spin_up:
            for key in ("weeks", "seed", "mechanisms", "schedule", "arms"):
                found.pop(key, None)
            found["standing"] = {name: _dump(own) for name, own in self.standing.items()}
        text = json.dumps(found, sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _check_rosters(base: Parts, resolved: dict[str, Parts], folder: str, file: str) -> None:
    """Check the roster of the whole scenario, and of each arm that has another one or another place for its people."""
    seen: list[tuple[Any, ...]] = []
    for arm, found in (("", base), *resolved.items()):
        one = (found.roster, found.neighbourhood, found.constants.ties)
        if one in seen:
            continue
        seen.append(one)
        try:
            check(*one, folder, file)
        except UserError as error:
            if not arm:
                raise
            path = ("arms", arm, *error.path)
            raise UserError(error.text.en, error.text.zh, file=file, section=f"[arms.{arm}.roster]", field=error.field, path=path) from None


def _dump(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_none=True)


def _resolve(data: dict[str, Any], arm: str, own: dict[str, Any], file: str, folder: str) -> tuple[dict[str, Any], Parts]:
    """Put an arm's overrides in and check the result; errors name the arm."""
    prefix: Path = ("arms", arm)
    if "title" in own:
        title = {"en": own["title"]} if isinstance(own["title"], str) else table(own, "title", file, prefix)
        refuse_long_title(build(TitleFields, title, (*prefix, "title"), file), (*prefix, "title"), file)
    changes = {key: value for key, value in own.items() if key != "title"}
    whole = merge({key: value for key, value in data.items() if key != "arms"}, changes)
    with _naming(arm, own, file):
        return whole, parts(whole, file, folder)


@contextmanager
def _naming(arm: str, own: Mapping[str, Any], file: str) -> Iterator[None]:
    """Let errors of what an arm changes name the arm."""
    try:
        yield
    except UserError as error:
        if error.path[:1] == ("schedule",) and "schedule" not in own:
            raise
        prefix: Path = ("arms", arm)
        table_path = error.path if not error.field else error.path[:-1]
        moved = fault(error.text, (*prefix, *table_path), file, whole=True)
        raise UserError(error.text.en, error.text.zh, file=file, section=moved.section, field=error.field, path=(*prefix, *error.path)) from None


__all__ = ["SECTIONS", "Scenario", "head"]
