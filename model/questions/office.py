"""The question whether one knows who holds an office: the head of one's gate, a member of the committee."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from ..ground.parameters import constant
from ..ground.refusal import InputError, choices
from ..ground.text import Text
from ..services.offices import Office
from ..services.services import OFFICES
from ..survey import named
from .base import AskedIn, Level, Question, Refusal, View, cut_of, question, trace_of
from .neighbours import adults, sample_of_sites

Knowing = Literal["sight", "recognised", "acquaintance", "friendly", "friend", "close"]
_OWN = "linli."


@question
class KnowsHolder(Question):
    """Share of adults who know a holder of an office of their own unit (of several seats: at least one of the holders).

    "sight": they have met the holder in office, or recognise them; a level: they say so of the holder. Who lives with the holder knows
    them. Holders themselves are not asked. Where a unit has no holder nobody is asked; with `vacant` they are, and know nobody.
    """

    name: ClassVar[str] = "knows-holder"
    title: ClassVar[Text] = Text("knows the holder of an office", "认识任职者")
    office: str = constant("gate head", unit="name", mark="setting", en="The office", zh="职务")
    level: Knowing = constant("sight", unit="name", mark="setting", en="sight, or the level at which one knows the holder", zh="sight（见过），或认识的等级")
    vacant: bool = constant(False, unit="yes or no", mark="setting", en="People without a holder count as not knowing one", zh="空缺处的居民计为不认识")
    asked: int = constant(0, unit="people a site", low=0, high=5000, mark="setting", en="Adults asked at each site; 0: all", zh="每地受访成人数，0 为全部")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse an office that nobody fills. Mechanisms of other packages may have offices of their own: these are looked for when asked."""
        if not asked.mechanisms:
            return "office", Text(
                "there are no offices here; offices come with a mechanism, such as ordinary-life.", "此处没有职务；职务随机制而来，例如 ordinary-life。"
            )
        from ..mechanisms.registry import find_mechanism

        kinds = [find_mechanism(name) for name in asked.mechanisms]
        strange = any(not kind.__module__.startswith(_OWN) for kind in kinds)
        if self.office in OFFICES and not strange and not any(kind.standing for kind in kinds):
            return "office", Text(
                f'nobody holds the office "{self.office}" without ordinary-life among the mechanisms.', f"机制中没有 ordinary-life 时无人担任“{self.office}”。"
            )
        if self.office not in OFFICES and not strange:
            hint = choices(self.office, OFFICES)
            return "office", Text(f'there is no office "{self.office}" here.{hint.en}', f"此处没有职务“{self.office}”。{hint.zh}")
        return super().refuse(asked)

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], percent; NaN where nobody can be asked.

        Raises:
            InputError: there is no such office in the society.
        """
        s = view.society
        offices = s.services.offices.kinds
        if self.office not in offices:
            hint = choices(self.office, offices)
            raise InputError(f'there is no office "{self.office}" here.{hint.en}', f"此处没有职务“{self.office}”。{hint.zh}")
        office = offices[self.office]
        rows = sample_of_sites(view, adults(view), self.asked)
        holders = self._holders(office, np.arange(s.residents.n))
        known = (office.known & (holders >= 0)).any(axis=0) if self.level == "sight" else np.zeros(s.residents.n, np.bool_)
        known |= self._said(view, holders)
        flat = s.residents.flat.astype(np.int64)
        known |= ((holders >= 0) & (flat[holders] == flat)).any(axis=0)
        holds = (holders == np.arange(s.residents.n)).any(axis=0)
        asked = ~holds if self.vacant else ~holds & (holders >= 0).any(axis=0)
        rows = rows[asked[rows]]
        return np.asarray(100.0 * view.mean_by_site(rows, known[rows]))

    @staticmethod
    def _holders(office: Office, rows: np.ndarray) -> np.ndarray:
        """Return int64 [seats, n]: row of the holder of each seat of everybody's unit, below 0 where it is vacant."""
        unit = np.searchsorted(office.starts, rows, side="right") - 1
        return office.holders[unit].T.astype(np.int64)

    def _said(self, view: View, holders: np.ndarray) -> np.ndarray:
        """Return bool [n]: who says of a holder that they stand at the level."""
        level: Level = "recognised" if self.level == "sight" else self.level
        r = named(view.reports(trace_of(level)), cut_of(level, view.society.constants))
        said = np.asarray((holders[:, r.asker] == r.other).any(axis=0), np.bool_)
        found = np.zeros(holders.shape[1], np.bool_)
        found[r.asker[said]] = True
        return found
