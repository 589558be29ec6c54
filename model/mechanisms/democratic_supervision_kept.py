"""What democratic-supervision keeps from week to week, and what it counts: all its parts work on this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.mechanism import Mechanism
from ..ground.measure import State
from ..people.declared import counter, state
from .democratic_supervision_parameters import DemocraticSupervisionParameters

if TYPE_CHECKING:
    from ..contract.week import Week

COLUMNS: dict[str, type] = {"identity": np.uint64, "community": np.int64, "compound": np.int64, "due": np.int64, "dated": np.bool_}
"""Columns of the table of works that are not done yet; due: the last absolute week for it."""


class Supervised(Mechanism[DemocraticSupervisionParameters]):
    """State, counters and the table of works.

    Attributes:
        works: column -> array, see `COLUMNS`.
    """

    # Accounts of the committee: the word that tells of the latest one, the share of its money that went to residents, who knows it.
    latest_account: np.ndarray = state("community", -1)
    fact: np.ndarray = state("community", float("nan"))
    known: np.ndarray = state("resident", False, on_move=False)
    told_up_to: np.ndarray = state("community", 0.0)
    own_use: np.ndarray = state("community", 0.0)
    # The common income: the word of the latest account, what was spent on the compound, who has asked.
    latest_income: np.ndarray = state("compound", -1)
    given_back: np.ndarray = state("compound", 0.0, restart=True)
    asked: np.ndarray = state("resident", False, on_move=False)
    # Appraisal and recall.
    failed: np.ndarray = state("community", 0)
    signed: np.ndarray = state("resident", False, on_move=False)
    petition: np.ndarray = state("community", -1)
    petition_ends: np.ndarray = state("community", -1)
    petition_rests: np.ndarray = state("community", 0)
    vote_week: np.ndarray = state("community", -1)
    _marks: int = state("one", 0, restart=True)
    _good_marks: int = state("one", 0, restart=True)

    noticed: int = counter("accounts read by enough people to be noticed", "阅读人数足以形成监督的账目", unit="accounts", a_year=True)
    official_posted: int = counter("official: accounts made public", "官方统计：账目公开次数", unit="accounts", a_year=True, beside="noticed")
    income_readers: int = counter("people who read the common income's account", "阅读公共收益账目人次", unit="person-times", a_year=True)
    questions: int = counter("questions where the common income is", "公共收益询问", unit="questions", a_year=True)
    income_yuan: float = counter("common income spent on the compound", "用于小区的公共收益", unit="yuan", kind="yuan", a_year=True, whole=False)
    done: int = counter("works done in time", "按期完成的实事", unit="works", a_year=True)
    missed: int = counter("works not done in time", "未按期完成的实事", unit="works", a_year=True)
    own_yuan: float = counter("budget that the committee spent on itself", "居委会自用的经费", unit="yuan", kind="yuan", a_year=True, whole=False)
    posted: int = counter("accounts of the committee on the board", "居委会账目实际公开次数", unit="accounts", a_year=True)
    readers: int = counter("people who read the committee's account", "阅读居委会账目人次", unit="person-times", a_year=True)
    income_posted: int = counter("accounts of the common income on the board", "公共收益实际公示次数", unit="accounts", a_year=True)
    set_out: int = counter("works that were set out to do", "立项的实事", unit="works", a_year=True)
    appraisals: int = counter("appraisals held", "举行的评议", unit="appraisals", a_year=True)
    appraisers: int = counter("people who came to appraise", "参加评议人次", unit="person-times", a_year=True)
    petitions: int = counter("petitions for a recall", "罢免联名", unit="petitions", a_year=True)
    signatures: int = counter("signatures under petitions", "联名签字", unit="signatures", a_year=True)
    votes: int = counter("votes on a recall", "罢免表决", unit="votes", a_year=True)
    recalled: int = counter("members of committees whose term was ended", "被罢免的委员", unit="members")

    def setup(self, week: Week) -> None:
        """No works have been set out to do."""
        self.works: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in COLUMNS.items()}

    def state(self) -> State:
        """Return what has to be saved, the table of works too."""
        return {**super().state(), **{f"work {name}": column for name, column in self.works.items()}}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        self.works = {name: np.array(saved[f"work {name}"], kind) for name, kind in COLUMNS.items() if f"work {name}" in saved} or self.works

    def facts(self, rows: np.ndarray) -> np.ndarray:
        """Return float64 [m], what each knows of the committee's money: the share that went to residents; NaN for one who knows nothing of it."""
        return np.where(self.known[rows], self.fact[self.view.unit_of("community", rows)], np.nan)
