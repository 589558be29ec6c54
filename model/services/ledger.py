"""The ledger of yuan: every yuan comes from an account and goes to one.

Accounts are kept by community in whole fen (1/100 yuan), so the sum over all accounts is always exactly zero. The account
"public" is the purse of the state: it stands below zero by what the state has put in.
"""

from __future__ import annotations

import numpy as np

from ..ground.measure import State
from ..people.declared import measure
from .base import Service

ACCOUNTS = ("public", "community", "suppliers", "volunteers", "residents")
"""public: the street office; community: what the committee has to spend; the others receive."""


class Ledger(Service):
    """Balances in fen, int64 [accounts, communities]."""

    name = "ledger"

    def __init__(self, communities: int) -> None:
        """Open all accounts at zero."""
        self.fen = np.zeros((len(ACCOUNTS), communities), np.int64)
        self.spent = np.zeros(communities, np.int64)

    def pay(self, source: str, target: str, yuan: np.ndarray | float, community: np.ndarray | int, *, overdraw: bool = False) -> np.ndarray:
        """Move money between two accounts of the same communities.

        Args:
            source: account that pays.
            target: account that receives.
            yuan: amounts, rounded to whole fen, not negative.
            community: index of the community of each amount, broadcast against `yuan`.
            overdraw: True lets the source fall below zero; "public" always may.

        Returns:
            bool, which amounts were paid. In the order given, an amount is paid if the account still covers it and all earlier
            amounts asked of it.

        Raises:
            KeyError: an account that does not exist.
            ValueError: a negative amount, or one account as source and target.
        """
        for name in (source, target):
            if name not in ACCOUNTS:
                raise KeyError(f"there is no account {name!r}; there are {list(ACCOUNTS)}")
        if source == target:
            raise ValueError(f"{source!r} cannot pay itself")
        if self.fen.shape[1] == 1 and isinstance(yuan, float) and yuan >= 0.0 and np.ndim(community):
            n = len(np.asarray(community))
            total = n * round(yuan * 100.0)
            if overdraw or source == "public" or total <= self.fen[ACCOUNTS.index(source), 0]:
                self._move(source, target, total)
                return np.ones(n, np.bool_)
        amounts = np.rint(np.asarray(yuan, np.float64) * 100.0).astype(np.int64)
        where = np.asarray(community)
        if amounts.ndim == 0 and where.ndim == 1:
            amounts = np.full(len(where), amounts)
        elif amounts.ndim != 1 or where.shape != amounts.shape:
            amounts, where = (np.atleast_1d(x) for x in np.broadcast_arrays(amounts, where))
        if amounts.size == 0:
            return np.zeros(0, np.bool_)
        if amounts.min() < 0:
            raise ValueError("an amount is negative; pay in the other direction instead")
        a, b = ACCOUNTS.index(source), ACCOUNTS.index(target)
        total = int(amounts.sum())
        if self.fen.shape[1] == 1 and (overdraw or source == "public" or total <= self.fen[a, 0]):
            self._move(source, target, total)
            return np.ones(len(amounts), np.bool_)
        paid = np.ones(len(amounts), np.bool_)
        if not overdraw and source != "public":
            paid = _covered(amounts, where, self.fen[a])
        given = np.where(paid, amounts, 0)
        np.subtract.at(self.fen[a], where, given)
        np.add.at(self.fen[b], where, given)
        if source == "community":
            np.add.at(self.spent, where, given)
        return paid

    def _move(self, source: str, target: str, fen: int) -> None:
        """Move a sum between accounts of the only community."""
        self.fen[ACCOUNTS.index(source), 0] -= fen
        self.fen[ACCOUNTS.index(target), 0] += fen
        if source == "community":
            self.spent[0] += fen

    def balance(self, account: str, community: int) -> float:
        """Return the balance in yuan of one account of one community."""
        return float(self.fen[ACCOUNTS.index(account), community]) / 100.0

    @measure("yuan spent", "累计支出（元）", unit="yuan since the start", kind="yuan", a_year=True)
    def yuan(self) -> float:
        """Yuan spent by the communities since the start."""
        return float(self.spent.sum()) / 100.0

    def restart(self) -> None:
        """Begin to count anew; balances stay."""
        self.spent[:] = 0

    def state(self) -> State:
        """Return what has to be saved."""
        return {"fen": self.fen, "spent": self.spent}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        self.fen, self.spent = state["fen"].copy(), state["spent"].copy()


def _covered(amounts: np.ndarray, where: np.ndarray, balance: np.ndarray) -> np.ndarray:
    if len(balance) == 1:
        return np.asarray(np.cumsum(amounts) <= balance[0])
    order = np.argsort(where, kind="stable")
    running = np.cumsum(amounts[order])
    first = np.searchsorted(where[order], where[order], side="left")
    before = np.concatenate(([0], running))[first]
    covered = np.empty(len(amounts), np.bool_)
    covered[order] = running - before <= balance[where[order]]
    return covered
