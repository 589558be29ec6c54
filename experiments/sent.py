"""A scenario on its way to another process: as plain data, from which the process there checks it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario


class Sent(NamedTuple):
    """A scenario in data that can be sent.

    Attributes:
        data: as its file has it.
        name, file: of the scenario.
        folder: where files lie that it names, from the root.
    """

    data: dict[str, Any]
    name: str
    file: str
    folder: str

    @classmethod
    def of(cls, scenario: Scenario) -> Sent:
        """Return a whole scenario as it is sent."""
        return cls(scenario.data, scenario.name, scenario.file, str(Path(scenario.folder).absolute()))

    def scenario(self) -> Scenario:
        """Return the scenario, checked again.

        Raises:
            UserError: this process does not take it.
        """
        from ..scenarios.schema import Scenario

        return Scenario.from_dict(self.data, self.name, self.file, self.folder)
