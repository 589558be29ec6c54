"""Who fills the seats of an office for a time: its keeper may leave that to another mechanism, unit by unit.

In the world
    The members of a residents' committee are found by those in charge, until there is an election; then the vote decides who sits.
How it works here
    A mechanism that elects borrows the filling of an office, anew in each week. A loan is in force from the week after the first one in which it
    was asked for until the week after the last one, so that it does not matter which of the two mechanisms plans first. While it is in force
    the borrower appoints, and the keeper leaves vacancies and terms that are over alone. Without a loan nothing is different.
Left out
    Two borrowers of one office: the second is refused.
Fails when
    the borrower neither elects nor appoints: seats stay vacant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .base import NOBODY

_LONG_AGO = -10_000
PARTS = ("lent_since", "lent_until")
"""What is saved of a loan; `borrower` is not: mechanisms may have other numbers afterwards, and it asks anew every week."""


@dataclass(slots=True)
class Loan:
    """The filling of one kind of office as lent.

    Attributes:
        lent_since: int32 [units], absolute week in which an unbroken loan was first asked for.
        lent_until: int32 [units], last absolute week in which it is in force.
        borrower: number of the mechanism, NOBODY if none has asked yet.
    """

    lent_since: np.ndarray
    lent_until: np.ndarray
    borrower: int = NOBODY

    @classmethod
    def of(cls, units: int) -> Loan:
        """Make one that is not in force."""
        return cls(np.full(units, _LONG_AGO, np.int32), np.full(units, _LONG_AGO, np.int32))

    def ask(self, units: np.ndarray, week: int, by: int) -> None:
        """Lend these units to the mechanism `by`, from the next week on if they are not lent already.

        Raises:
            ValueError: another mechanism has them.
        """
        if self.borrower not in (NOBODY, by) and (self.lent_until[units] >= week).any():
            raise ValueError("the filling of this office is lent to another mechanism already")
        self.borrower = by
        self.lent_since[units[self.lent_until[units] < week]] = week
        self.lent_until[units] = week + 1

    def in_force(self, week: int) -> np.ndarray:
        """Return bool [units], which are lent in this week."""
        return np.asarray((self.lent_since < week) & (self.lent_until >= week))
