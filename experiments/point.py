"""A chosen point of the parameters as a scenario file of its own, which `linli run`, `linli compare` and the dashboard take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model.ground.text import Text
from ..scenarios.errors import one_line, one_line_title
from ..scenarios.schema import Scenario
from .sweep.designs import Value
from .sweep.plan import scenario_at


class ChosenPoint(NamedTuple):
    """A point that was chosen.

    Attributes:
        scenario: the scenario at the point.
        head: lines that say which point it is and why; they become comments at the head of the file.
    """

    scenario: Scenario
    head: tuple[str, ...] = ()

    def to_toml(self) -> str:
        """Return the text of a scenario file."""
        return "".join(f"# {one_line(line)}\n" for line in self.head) + self.scenario.to_toml()


def chosen_point(
    scenario: Scenario, values: Mapping[str, Value], *, name: str, title: Text, seed: int | None = None, head: Sequence[str] = ()
) -> ChosenPoint:
    """Return the scenario at a point of some parameters.

    Args:
        scenario: the scenario with all that a plan says of it put in (`Plan.scenario`).
        values: key of a parameter, as `--set` names it -> its value.
        name: of the scenario at the point.
        title: of it, for people.
        seed: of all draws; None: the scenario's.
        head: what is said at the head of the file beside the values, a line each.

    Raises:
        UserError: these values together are not allowed.
    """
    found = scenario_at(scenario, list(values), tuple(values.values()))
    said = {"en": one_line_title(title.en), "zh": one_line_title(title.zh)}
    data = {**found.to_dict(), "title": said, "seed": found.seed if seed is None else seed}
    made = Scenario.from_dict(data, name, check_files=False)
    return ChosenPoint(made, (*head, *(f"{key} = {value}" for key, value in values.items())))
