"""The desk of matters to decide: what one mechanism may do with them.

A mechanism opens matters, holds sittings on them, says what households gain, lose, get and pay, and lets people vote. It never writes a
position, a reason that nobody said, or who accepts a result.
"""

from __future__ import annotations

import numpy as np

from ..ground.text import Text
from ..people.deciding_constants import DecidingConstants
from . import deciding_reasons as reasoning
from .base import Desk
from .deciding import Deciding
from .deciding_results import Concerned, Households, Result
from .deciding_rules import Count, Rule, rule_of
from .deciding_sittings import Sitting
from .deciding_table import Matter
from .extents import checked_rows, flats_of


class DecidingDesk(Desk[Deciding]):
    """What a mechanism may do with matters: open them, hold sittings, let people vote, look where households stand."""

    __slots__ = ()

    def open(
        self,
        kind: str,
        title: Text,
        unit: str,
        units: np.ndarray | int,
        gain: np.ndarray | float,
        *,
        rule: Rule | str = "majority",
        due: int,
        quorum: float | None = None,
        few: float | None = None,
        area: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """Open a matter for each of some units, or one for a list of households.

        Args:
            kind: a short name of what it is about ("lift").
            title: what it is called; two matters of one unit, week and kind need two titles.
            unit: "gate", "building", "compound", "community", or "households".
            units: indices of the units; of "households" the flats, all of one community.
            gain: yuan a household, one for each flat concerned in the order of `flats`; negative is a loss. One
                number: the same for all.
            rule: a `Rule`, or the name of one (`deciding_rules.RULES`).
            due: last absolute week for a decision; then the matter lapses.
            quorum: another quorum than the rule's.
            few: another protection of the few than the rule's, yuan.
            area: floor area or other weight of each flat; 0: no vote.

        Returns:
            uint64, permanent numbers of the matters, one a unit.

        Raises:
            ValueError: no such unit or rule, gains of another number than flats, a due week that has passed, a
                matter that is open already.
        """
        where = np.atleast_1d(np.asarray(units, np.int64))
        return self._service.open(self.week, kind, title, unit, where, gain, rule_of(rule, quorum, few), due, area)

    def flats(self, unit: str, units: np.ndarray | int) -> tuple[np.ndarray, np.ndarray]:
        """Return (index into `units`, flat) of each flat that a matter of these units concerns: the order of gains."""
        return flats_of(self._service.places, unit, np.atleast_1d(np.asarray(units, np.int64)))

    def waiting(self, kind: str | None = None) -> np.ndarray:
        """Return uint64, the numbers of open matters, of one kind if it is given, the oldest first."""
        return np.array([m.number for m in self._service.table.matters if kind in (None, m.kind)], np.uint64)

    def matter(self, number: int) -> Matter:
        """Return what an open matter is: kind, title, unit, rule, weeks (a copy)."""
        return self._service.table.matter(int(number)).copied()

    def matters(self, beginning: str) -> list[Matter]:
        """Return the open matters whose kind begins so (copies), the oldest first."""
        return [m.copied() for m in self._service.table.matters if m.kind.startswith(beginning)]

    def households(self, number: int) -> Households:
        """Return where the households concerned stand now. Empty flats have none."""
        return self._service.households(self.week, int(number))

    def concerned(self, numbers: np.ndarray) -> Concerned:
        """Return the households concerned by some open matters, one matter after the other: cheaper than `households` for each."""
        return self._service.concerned(np.asarray(numbers, np.uint64))

    @property
    def constants(self) -> DecidingConstants:
        """How households stand to matters, whose reasons they take over, who accepts."""
        return self._service.constants

    def reasons(self, number: int) -> np.ndarray:
        """Return bool [h, 2 sides]: the reasons that each household holds, first those for it, then against it."""
        return reasoning.held(self._service.table.of(int(number))[1]["reasons"], self._service.constants.reasons)

    def compensate(self, number: int, flats: np.ndarray, yuan: np.ndarray | float) -> None:
        """Promise households a compensation if an open matter passes; their stake and position change. The caller pays.

        Raises:
            ValueError: a flat that the matter does not concern, or a negative compensation.
        """
        _, h = self._service.table.of(int(number))
        given = _concerned(h["flat"], flats, yuan, "a compensation")
        np.add.at(h["paid"], np.searchsorted(h["flat"], given), yuan)

    def charge(self, number: int, flats: np.ndarray, yuan: np.ndarray | float) -> None:
        """Ask households to pay if an open matter passes, such as for the compensation of others; their stake and position change.

        Raises:
            ValueError: a flat that the matter does not concern, or a negative amount.
        """
        _, h = self._service.table.of(int(number))
        given = _concerned(h["flat"], flats, yuan, "what a household is asked to pay")
        np.subtract.at(h["paid"], np.searchsorted(h["flat"], given), yuan)

    def adopt(self, number: int, rows: np.ndarray, reasons: np.ndarray) -> None:
        """Let the households of residents [m] take over reasons [m] that reached them outside a sitting; see `Deciding.adopt`.

        Raises:
            ValueError: no such open matter, row or reason, or not one reason for each resident.
        """
        self.adopt_all(np.array([number], np.uint64), np.zeros(np.shape(rows), np.int64), rows, reasons)

    def adopt_all(self, numbers: np.ndarray, k: np.ndarray, rows: np.ndarray, reasons: np.ndarray) -> None:
        """The same for several open matters; k [m]: place in `numbers` of the matter that each reason is about."""
        checked_rows(self._service.places, rows)
        if np.shape(rows) != np.shape(reasons):
            raise ValueError(f"{np.size(reasons)} reasons and {np.size(rows)} residents were given; it takes one for each")
        self._service.adopt_all(self.week, _whole(numbers), *(np.asarray(x, np.int64) for x in (k, rows, reasons)))

    def sit(self, number: int, present: np.ndarray, speakers: np.ndarray | None = None) -> Sitting:
        """Hold a sitting on an open matter.

        Args:
            number: of the matter.
            present: rows of those who are there. Who is under 18 or not concerned neither speaks nor counts.
            speakers: rows of those who speak, all of them present. None: each who has a reason asks to speak with
                the chance of their household's intensity, and at most `speakers` do, those most eager.

        Raises:
            ValueError: no such open matter, a row outside the society, a speaker who is not present, more speakers
                than have time.
        """
        return self._service.sit(self.week, int(number), present, speakers)

    def sit_all(self, numbers: np.ndarray, k: np.ndarray, rows: np.ndarray) -> list[Sitting]:
        """Hold a sitting on each of some open matters at once: as `sit` on one after the other, if nobody is concerned by two of them.

        Args:
            numbers: of the matters, each once.
            k: place in `numbers` of the matter for which each is there, [m].
            rows: who is there, [m].

        Raises:
            ValueError: no such open matter, one that comes twice, a row outside the society.
        """
        return self._service.sit_all(self.week, _whole(numbers), k, rows)

    def tally(self, number: int, rows: np.ndarray) -> Count:
        """Count how a vote of these residents goes by the matter's rule. Nothing is closed, and nobody draws a conclusion.

        Args and errors are those of `vote`.
        """
        return self._service.tally(self.week, int(number), rows)

    def tally_all(self, numbers: np.ndarray, k: np.ndarray, rows: np.ndarray) -> list[Count]:
        """Count votes on several open matters at once, as `tally`. Args and errors are those of `sit_all`."""
        return self._service.tally_all(self.week, _whole(numbers), k, rows)

    def decree(self, number: int, passed: bool) -> Result:
        """Decide an open matter without a vote (others decide for the households), and close it.

        Those who stand on the other side have lost as in a vote; turnout at votes does not count it.

        Raises:
            ValueError: no such open matter.
        """
        return self._service.decree(self.week, int(number), bool(passed), self.by)

    def vote(self, number: int, rows: np.ndarray) -> Result:
        """Let residents vote, count by the matter's rule, and close the matter.

        Args:
            number: of the matter.
            rows: who came and votes; those under 18, not concerned or of a flat of area 0 have no vote.

        Raises:
            ValueError: no such open matter, a row outside the society.
        """
        return self._service.vote(self.week, int(number), rows, self.by)

    def vote_all(self, numbers: np.ndarray, k: np.ndarray, rows: np.ndarray) -> list[Result]:
        """Vote on several open matters at once: as `vote` on one after the other, if nobody is concerned by two of them.

        Args and errors are those of `sit_all`.
        """
        return self._service.vote_all(self.week, _whole(numbers), k, rows, self.by)

    def drop(self, number: int) -> None:
        """Withdraw an open matter; it counts as never decided."""
        self._service.table.of(int(number))
        self._service.table.remove([int(number)])
        self._service.matters_lapsed += 1


def _whole(numbers: np.ndarray) -> list[int]:
    found: list[int] = np.asarray(numbers, np.uint64).tolist()
    return found


def _concerned(concerned: np.ndarray, flats: np.ndarray, yuan: np.ndarray | float, what: str) -> np.ndarray:
    """Return the flats as int64, if all are concerned and no amount is negative."""
    given = np.asarray(flats, np.int64)
    if not np.isin(given, concerned).all() or not (np.asarray(yuan) >= 0.0).all():
        raise ValueError(f"{what} is 0 or more yuan for a household that the matter concerns")
    return given
